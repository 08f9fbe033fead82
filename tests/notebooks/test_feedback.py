"""What a cell shows after `check`: the same words as text and as HTML, in which nothing is code but code."""

import re

import pytest
from helpers.hostile_set import HOSTILE

from secondsource.notebooks.feedback import Feedback


@pytest.mark.parametrize("state, title", Feedback.TITLES.items())
def test_text_and_html_say_the_same(state, title):
    feedback = Feedback("days", state, "Off by one.", ("Hint", "Count both ends."), "Saved")
    assert repr(feedback) == f"{title}: Off by one. Hint: Count both ends. (Saved.)"
    shown = " ".join(re.sub(r"<[^>]+>", "", feedback._repr_html_()).split())
    assert shown.endswith(f"{title}. Off by one.Hint: Count both ends.Saved") and 'role="status"' in str(
        feedback._repr_html_()
    )


def test_what_is_not_there_leaves_no_trace():
    feedback = Feedback("days", "right", "Yes.")
    assert repr(feedback) == "Right: Yes." and "None" not in feedback._repr_html_()


def test_names_in_backticks_are_code_and_everything_else_is_text():
    html = Feedback("days", "off", f"Use `mean()`. {HOSTILE}", ("Hint", "`<b>`"))._repr_html_()
    assert "<code>mean()</code>" in html and "<code>&lt;b&gt;</code>" in html
    assert "<script>" not in html and "&lt;script&gt;" in html
