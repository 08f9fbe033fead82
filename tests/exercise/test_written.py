"""A student's answers as plain text and HTML, as print and exports show them."""

import pytest

from secondsource.content.textset import TextSet
from secondsource.exercise.written import WIDTH, Written
from secondsource.marking.answer_file import Sitting

SET = "2015-scale"


@pytest.fixture(scope="module")
def library():
    return TextSet(SET)


def write_down(library, kind, given, **more):
    """Return (the activity, its items, what is written) of the set's first activity of a kind."""
    name, activity = next((name, one) for name, one in library.activities.items() if one.kind == kind)
    items = [item.id for item in activity.items()]
    return activity, items, Written(library, name, Sitting(answers=given(activity, items), **more))


def test_an_answer_is_read_with_what_was_asked_how_sure_and_when(library):
    times = {"saved": "2026-11-28T09:30:11Z"}
    activity, items, written = write_down(library, "mark", lambda _, items: {items[0]: "S0"}, times=times)
    assert [answer.given for answer in written.answers] == [activity.choices()["S0"].name]
    assert written.answers[0].asked == library.wording(items[0])
    text = repr(written)
    assert activity.title in text and "2026-11-28, 09:30 UTC" in text
    sure = write_down(library, "mark", lambda _, items: {items[0]: "S0"}, confidence={items[0]: 90})[2]
    assert sure.answers[0].given.endswith("(90% sure)")


def test_nothing_answered_is_said(library):
    assert repr(write_down(library, "mark", lambda *_: {})[2]).endswith("Nothing is answered yet.")


def test_an_essay_keeps_its_lines_and_is_text_in_html(library):
    essay = "First <b>line</b> & more. " + "word " * 40 + "\n\nSecond line."
    written = write_down(library, "write", lambda *_: {"text": essay})[2]
    text, page = repr(written), written._repr_html_()
    assert "\n\nSecond line." in text and max(map(len, text.splitlines())) <= WIDTH
    assert "First &lt;b&gt;line&lt;/b&gt; &amp; more." in page and "<b>line" not in page
