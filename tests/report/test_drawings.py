"""The report's drawings: every number is in the words beside them, and an interval never leaves the scale."""

import re
from functools import partial

import pandas as pd
import pytest

from secondsource import data
from secondsource.charts.svg import bars, ranges, tiles
from secondsource.charts.timeline import timeline
from secondsource.content.timeline import read_timeline
from secondsource.report.drawings import CRITERION, D_PRIME, draw_calibration, draw_intervals, draw_measure
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


def draw_skills(name, low, high, scale=D_PRIME):
    rows = [("Who is speaking?", {name: 0.4, f"{name}_low": low, f"{name}_high": high})]
    return draw_measure(rows, name, "A caption", scale, ENDS)


def draw_sureness():
    bins = {"answers": [12, 14], "right": [0.0, 0.81], "low": [0.0, 0.79], "high": [0.25, 1.0]}
    return draw_calibration(pd.DataFrame(bins, index=[50, 100]))


def draw_scale(scale):
    table = pd.DataFrame({"name": ["a"], "value": [0.2], "low": [0.1], "high": [0.3]})
    return draw_intervals(table, "caption", f"alternative {scale}", scale)


COUNTS = pd.DataFrame({"named": [3, 0], "unnamed": [1, 4]}, index=["2015", "2018"])
FORECASTS = pd.DataFrame({"One year": ["borne-out"], "Five years": ["not-borne-out"]}, index=["It will end"])
SCALES = [(-1, 3), (-1.0, 0.2), (-2, 4), (-12, 3), (-120, 40), (-21, 3.5), (-0.3, -0.1), (0, 1)]
CHARTS = {
    **{
        f"d′ from {low}": partial(draw_skills, "d_prime", low, high)
        for low, high in [(-0.2, 1), (-2.3, 9), (-9, 2)]
    },
    **{
        f"criterion from {low}": partial(draw_skills, "criterion", low, 1, CRITERION)
        for low in (-1.1, -1.9, -4)
    },
    **{f"a scale from {scale[0]} to {scale[1]}": partial(draw_scale, scale) for scale in SCALES},
    "confidence": draw_sureness,
    "bars": lambda: bars(COUNTS, "bars", "caption"),
    "ranges": lambda: ranges(data.counts("rally-2018"), "ranges", "caption"),
    "ranges from 0": lambda: ranges(
        data.counts("rally-2018").assign(low=9, high=10), "ranges from 0", "caption"
    ),
    "tiles": lambda: tiles(FORECASTS, "tiles", "caption"),
    "timeline": lambda: timeline(list(read_timeline().values()), "timeline", "caption"),
}
OUTSIDE = """svg => {
  const { width, height } = svg.viewBox.baseVal, ours = svg.getCTM().inverse();
  return [...svg.querySelectorAll("text")].filter(text => {
    const box = text.getBBox(), at = ours.multiply(text.getCTM());
    const end = (x, y) => new DOMPoint(x, y).matrixTransform(at);
    const [a, b] = [end(box.x, box.y), end(box.x + box.width, box.y + box.height)];
    return Math.min(a.x, b.x) < 0 || Math.max(a.x, b.x) > width || Math.max(a.y, b.y) > height;
  }).map(text => text.textContent);
}"""


def test_no_letter_of_any_chart_is_outside_its_drawing(browser):
    """Half of the leftmost label was: −1 read 1, on the page and in its PDF. Asked of a browser, which knows
    how wide letters are.
    """
    page = browser.new_page()
    page.set_content("<style>body { font-family: 'DejaVu Sans', sans-serif }</style><div></div>")
    outside = {}
    for name, draw in CHARTS.items():
        page.evaluate("svg => document.querySelector('div').innerHTML = svg", draw().svg)
        assert page.locator("svg text").count()
        outside[name] = page.locator("svg").evaluate(OUTSIDE)
    page.close()
    assert {name: texts for name, texts in outside.items() if texts} == {}


@pytest.mark.parametrize("name", [name for name in CHARTS if "from −" in name or "from -" in name])
def test_the_leftmost_label_below_0_has_its_minus_sign(name):
    labels = re.findall(r"<text[^>]*>(−?[\d.]+)</text>", CHARTS[name]().svg)
    assert labels[0].startswith("−") and float(labels[0].replace("−", "-")) < 0
