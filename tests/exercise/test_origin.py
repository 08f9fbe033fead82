"""What a text is stands above it: invented, or whose article is retold; on the screen and on paper."""

import pytest

from secondsource.content.texts import origin_of
from secondsource.content.textset import TextSet
from secondsource.exercise.html import render_text
from secondsource.worksheets.sheets import _byline

RETOLD, INVENTED = "Retold in our own words from:", "Invented for practice:"


@pytest.mark.parametrize("slug, said", [("2015-scale", RETOLD), ("ferry-fares", INVENTED), ("across", "")])
def test_a_text_says_what_it_is(slug, said):
    """An invented set whose author wrote no notice on its page looked like any other."""
    text_set = TextSet(slug)
    shown = render_text(text_set, "article").partition('class="ss-paragraph"')[0]
    assert (said in shown) if said else RETOLD not in shown and INVENTED not in shown
    assert INVENTED not in render_text(text_set, "article", paragraphs={"p3"}), "said once, with the whole"


def test_above_an_original_nothing_is_called_retold():
    text_set = TextSet("2015-scale", passages={"p3.1": "Somebody else’s words."})
    assert RETOLD not in render_text(text_set, "article")


def plain(text_set, **header):
    article = text_set.article
    return type(article)(article.slug, {**article.header, **header}, article.units)


def test_a_set_that_says_invented_only_in_its_address_says_so_everywhere():
    text_set = TextSet("ferry-fares")
    bare = {"title": "Fares", "byline": "Nora Quill", "outlet": "The Gangway", "rights": "Free to copy."}
    text_set.article = plain(text_set, **bare)
    text_set.brief = type(text_set.brief)("ferry-fares", {"title": "In short"}, text_set.brief.units)
    assert _byline(text_set.article).startswith(INVENTED)
    assert "In short (invented, like the text)" in render_text(text_set, "brief")
    assert not origin_of(plain(text_set, link="none of its own"))
