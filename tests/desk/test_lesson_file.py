"""A lesson in one file: it asks nothing of any host, runs no script but ours, and says that it has the
answers.
"""

import re

import pytest
from helpers.kits import DESKTOP

from secondsource.colours import COLOURS
from secondsource.content.textset import TextSet
from secondsource.desk.lesson_file import hash_script, write_lesson
from secondsource.problems import ContentError

SLUG = "2015-scale"
PAGE = """<html><body><nav>Menu</nav><article><h1>Ferry<a class="headerlink" href="#ferry">#</a></h1>
<p><a href="who-is-speaking.html">the rule</a> <a href="#here">here</a> <a href="#bib">[1]</a>
<a href="https://example.org/">outside</a></p><h2 id="here">Here</h2>
<details class="ss-own" data-copy="ferry-fares">Use my own copy</details>%s
<script src="_static/secondsource.js"></script></article></body></html>"""


def lesson(inside='<section data-ss="ferry-fares/speaking"></section>'):
    return write_lesson(PAGE % inside)


def test_a_lesson_fetches_nothing_and_allows_its_own_script_by_its_hash():
    page = lesson()
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)[1]
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    assert f"script-src '{hash_script(script)}'" in policy and "default-src 'none'" in policy
    assert not re.search(r"<link|<iframe|\ssrc=|url\(", page.replace(script, ""))


def test_links_into_the_book_are_words_and_others_stay():
    page = lesson()
    assert re.findall(r'<a href="([^"]*)"', page) == ["#here", "https://example.org/"]
    assert "the rule" in page and "[1]" in page and "Menu" not in page
    assert "It holds the answers" in page


def test_a_lesson_says_where_the_three_skills_are():
    """“Start with the three skills if they are new to you”, it said, and did not have them."""
    page = lesson()
    assert (
        "the rule (in the book, and on the sheet three-rules.pdf; ask whoever gave you this lesson)" in page
    )
    assert page.count("three-rules.pdf") == 1 and "Other pages that it names are in the book" in page


@pytest.fixture(scope="module")
def opened(study, tmp_path_factory):
    """The address of an article of the tiny study edition as one file, from a folder."""
    path = tmp_path_factory.mktemp("lesson") / "lesson.html"
    path.write_text(write_lesson((study / f"{SLUG}.html").read_text(encoding="utf-8")), encoding="utf-8")
    return path.as_uri()


def test_a_reader_s_own_copy_works_in_one_file_and_asks_for_nothing(opened, open_page):
    page = open_page(opened, DESKTOP)
    panel = page.locator("[data-copy]")
    panel.locator("summary").click()
    panel.locator("textarea").fill("This is another text.")
    panel.locator("[data-do=match]").click()
    panel.locator(".ss-result", has_text="not the article").wait_for()
    unit = TextSet(SLUG, with_key=False).activity("taster").items()[0].unit
    page.evaluate(f"localStorage['secondsource/copy/{SLUG}'] = JSON.stringify({{'{unit}': 'My own words.'}})")
    page.reload()
    page.locator(f'[data-unit="{unit}"]', has_text="My own words.").first.wait_for(state="attached")
    assert [url for url in page.requests_seen if url != opened] == [] and page.faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_lesson_is_dark_where_the_device_is(tmp_path, open_page, scheme):
    (tmp_path / "lesson.html").write_text(lesson(), encoding="utf-8")
    page = open_page((tmp_path / "lesson.html").as_uri(), DESKTOP, color_scheme=scheme)
    paper = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ss-paper')")
    assert paper == getattr(COLOURS["paper"], scheme)


def test_a_page_with_a_picture_or_without_an_exercise_is_refused():
    with pytest.raises(ContentError, match="no exercise"):
        lesson("")
    with pytest.raises(ContentError, match="would fetch"):
        lesson('<section data-ss="x"></section><img src="a.png">')
