"""The pages of a live class come from the class edition, and from nothing else."""

import pytest

from secondsource.book.policy import ALONE, CONNECTED
from secondsource.live.lesson import is_check
from secondsource.live.run import list_offered
from secondsource.live.site import locate_exercises, make_site
from secondsource.problems import ContentError


def make_book(folder, page="", script=f'policy.content = "{ALONE}"'):
    folder.mkdir()
    (folder / "one.html").write_text(f"<head><script>{script}</script></head>{page}", encoding="utf-8")
    return folder


def test_a_page_gets_the_script_may_ask_its_server_and_keeps_answers_apart(tmp_path):
    book = make_book(tmp_path / "book", '<section data-edition="class"></section>')
    site = make_site(book, tmp_path / "live")
    page = (site / "one.html").read_text(encoding="utf-8")
    assert '<script defer src="/live/live.js"></script></head>' in page and 'data-edition="live"' in page
    assert CONNECTED in page and ALONE not in page
    assert ALONE in (book / "one.html").read_text(encoding="utf-8")


def test_a_book_with_answers_is_refused(tmp_path):
    book = make_book(tmp_path / "book", '<script type="application/json" class="ss-key">{}</script>')
    with pytest.raises(ContentError, match="this page has the answers in it"):
        make_site(book, tmp_path / "live")


def test_a_book_whose_pages_could_not_hand_in_is_refused(tmp_path):
    with pytest.raises(ContentError, match="it could not hand in"):
        make_site(make_book(tmp_path / "book", script="nothing"), tmp_path / "live")


def test_an_exercise_is_where_its_page_is_and_none_is_offered_that_has_no_page(tmp_path):
    """The teacher could open pages across the articles, which no live class has."""
    book = make_book(tmp_path / "book", '<section class="ss" data-ss="ferry-fares/speaking"></section>')
    site = make_site(book, tmp_path / "live")
    assert locate_exercises(site) == {"ferry-fares/speaking": "one.html#ss-ferry-fares-speaking"}
    offered = list_offered(site)
    assert {name for name in offered if not is_check(name)} == {"ferry-fares/speaking"}
