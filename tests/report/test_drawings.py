"""The report's drawings: every number is in the words beside them, and an interval never leaves the scale."""

import re

import pandas as pd
import pytest

from secondsource.report.drawings import D_PRIME, draw_calibration, draw_intervals, draw_measure
from secondsource.report.numbers import spell_number

ENDS = ("tells nothing apart", "tells all apart")


def measure(value, low, high):
    return {"d_prime": value, "d_prime_low": low, "d_prime_high": high}


def drawn_lines(chart):
    """Return the x positions at which paths of the drawing begin and end, and its width."""
    width = float(re.search(r'viewBox="0 0 ([\d.]+)', chart.svg)[1])
    places = [
        float(x)
        for path in re.findall(r' d="([^"]+)"', chart.svg)
        for x in re.findall(r"[ML] ?([\d.-]+)", path)
    ]
    return places, width


@pytest.mark.parametrize("high", [1.7, 3.4, 9.8])
def test_every_value_is_said_and_no_interval_leaves_the_scale(high):
    rows = [("Who is speaking?", measure(1.4, 1.1, high)), ("How do they know?", measure(-0.2, -2.3, 0.4))]
    chart = draw_measure(rows, "d_prime", "d′ of two skills", D_PRIME, ENDS)
    assert f"Who is speaking?: 1.4 (1.1 to {high})" in chart.alternative
    assert "How do they know?: −0.2 (−2.3 to 0.4)" in chart.alternative and chart.alternative.endswith(").")
    assert all(words in chart.svg for words in ENDS) and chart.caption in chart.table
    assert f"1.1 to {high}" in chart.table and "−2.3 to 0.4" in chart.table
    places, width = drawn_lines(chart)
    assert places and min(places) >= -1 and max(places) <= width + 1


def test_confidence_is_drawn_with_the_share_that_would_be_right():
    bins = pd.DataFrame(
        {"answers": [12, 1400], "right": [0.5, 0.81], "low": [0.25, 0.79], "high": [0.75, 0.83]},
        index=[50, 90],
    )
    chart = draw_calibration(bins)
    assert "said 90% sure (1,400 answers): 81% right" in chart.alternative
    assert "79% to 83%" in chart.table and "thick tick" in chart.caption


def test_names_of_exercises_are_text_in_the_drawing():
    table = pd.DataFrame({"name": ["<b>&"], "value": [0.1], "low": [0.0], "high": [0.2]})
    chart = draw_intervals(table, "A caption", "Words", (0, 1), percent=True)
    assert "<b>" not in chart.svg + chart.table and "&lt;b&gt;" in chart.table


@pytest.mark.parametrize("scale", [(-1, 3), (-2, 4), (0, 1)])
def test_the_labels_at_the_edges_are_whole(scale):
    table = pd.DataFrame({"name": ["a"], "value": [0.2], "low": [0.1], "high": [0.3]})
    svg = draw_intervals(table, "caption", "alternative", scale).svg
    labels = re.findall(r"<text[^>]*>([^<]*\d)</text>", svg)
    first = re.search(rf"<text[^>]*>{re.escape(spell_number(scale[0]))}</text>", svg)
    assert first and "text-anchor: middle" not in first[0] and "text-anchor: end" not in first[0], labels
