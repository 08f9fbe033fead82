"""Charts: the same bytes twice, a text alternative, every value in a table, and nothing by colour alone."""

import re
from html import unescape

import pandas as pd
import pytest
from helpers.places import ROOT

from secondsource import data
from secondsource.charts.svg import PARTIES, PARTS, TILES, bars, listing, ranges, spoken, tiles
from secondsource.content.labels import OUTCOMES

CROSSED = pd.DataFrame({"named": [3, 0], "un<named>": [1, 4]}, index=["2015", "20&18"])
OUTCOME_TABLE = pd.DataFrame(
    {"One year": ["borne-out", "partly"], "Five years": ["not-covered", None]},
    index=["A long sentence about what will come to pass before long", "B"],
)


def rally():
    return data.counts("rally-2018")


MAKERS = {
    "bars": lambda: bars(CROSSED, "two bars & more", "A caption"),
    "bars of counts": lambda: bars(CROSSED[["named"]], "one column", "A caption", shares=False),
    "ranges": lambda: ranges(rally(), "who said how many", "A caption"),
    "tiles": lambda: tiles(OUTCOME_TABLE, "outcomes", "A caption"),
}


@pytest.fixture(params=MAKERS)
def make(request):
    return MAKERS[request.param]


def read(html):
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def test_the_same_chart_is_the_same_bytes_twice(make):
    assert make()._repr_html_() == make()._repr_html_()


def test_a_chart_has_a_text_alternative_a_caption_and_a_table(make):
    chart = make()
    html = chart._repr_html_()
    assert re.search(r'<svg [^>]*role="img" aria-label="([^"]+)"', html)[1] == chart.alternative.replace(
        "&", "&amp;"
    )
    assert "<figcaption>A caption</figcaption>" in html and "<details><summary>" in html
    assert (
        "<caption><span>A caption</span></caption>" in html
        and '<th scope="col">' in html
        and '<th scope="row">' in html
    )
    assert repr(chart) == chart.alternative


def test_a_chart_takes_its_colours_from_the_page_and_its_letters_stay_letters(make):
    svg = make().svg
    assert "var(--ss-ink" in svg and "#a0000" not in svg
    assert not re.search(r"(fill|stroke): #", svg) and "<text" in svg and "font-family" not in svg
    assert "<style" not in svg and "<metadata" not in svg and "<?xml" not in svg and "<!DOCTYPE" not in svg


def test_two_charts_on_one_page_share_no_id():
    first, second = (set(re.findall(r' id="([^"]*)"', MAKERS[name]().svg)) for name in ("bars", "tiles"))
    assert first and second and not first & second


def test_every_value_of_the_bars_is_in_the_drawing_and_in_the_table():
    chart = MAKERS["bars"]()
    drawn = read(chart.svg)
    assert all(f"{name}: {total}" in drawn for name, total in CROSSED.sum(axis="columns").items())
    assert all(name in drawn for name in CROSSED.columns)
    for name, row in CROSSED.iterrows():
        assert f"{name} {' '.join(map(str, row))} {row.sum()}" in read(chart.table)


def test_a_part_of_zero_is_not_drawn_but_stands_in_the_table():
    assert ">0<" not in MAKERS["bars"]().svg and "<td>0</td>" in MAKERS["bars"]().table


def test_every_number_and_party_is_in_words_in_the_drawing_and_in_the_table():
    table, chart = rally(), MAKERS["ranges"]()
    for row, said in zip(table.to_dict("records"), spoken(table)["Number"], strict=True):
        assert said in read(chart.svg) and said in read(chart.table)
        assert f"{row['who']} ({PARTIES[row['party']][2]})" in read(chart.svg) and row["note"] in read(
            chart.table
        )


def test_limits_and_ranges_are_said_as_such():
    row = {
        "who": "A",
        "low": 5000,
        "high": 5000,
        "said": "",
        "party": "no",
        "kind": "minimum",
        "reference": "hrw-2022",
        "note": "",
    }
    table = pd.DataFrame(
        [
            row,
            {**row, "kind": "upper limit"},
            {**row, "kind": "count"},
            {**row, "high": 9999, "kind": "in words"},
            {**row, "low": 2, "kind": "estimate"},
        ]
    )
    assert spoken(table)["Number"].tolist() == [
        "at least 5,000",
        "fewer than 5,000",
        "5,000",
        "5,000 to 9,999",
        "about 2 to 5,000",
    ]


@pytest.mark.parametrize("topic", ["rally-2018", "points-2021"])
def test_the_scale_is_logarithmic_only_for_an_order_of_magnitude(topic):
    table = data.counts(topic)
    assert ("ten times the one before" in ranges(table, topic, topic).svg) == (
        table["high"].max() >= 10 * table["low"].min()
    )


@pytest.mark.parametrize("topic", ["rally-2018", "points-2021"])
def test_the_axis_has_a_name_and_no_line_of_the_grid_runs_through_letters(topic):
    table = data.counts(topic)
    svg = ranges(table, topic, topic, axis="People <counted>").svg
    assert "People &lt;counted&gt;" in svg and "Number given" in ranges(table, topic, topic).svg
    grid, letters = svg.index("var(--ss-line"), svg.index(table["who"].iloc[0][:6])
    paper = re.findall(r"<path[^>]*fill: var\(--ss-paper", svg[grid:])
    assert grid < letters and len(paper) >= 2 * len(table), "paper behind each name and each number"


def test_every_outcome_is_a_word_in_the_drawing_and_in_the_table():
    chart = MAKERS["tiles"]()
    assert all(
        word in read(chart.svg) and word in read(chart.table)
        for word in ("Borne out", "Partly", "One year", "Five years")
    )
    assert "Not covered" in read(chart.table) and "no answer here" in read(chart.table)


def test_parts_signs_and_tiles_differ_without_colour():
    assert set(TILES) == set(OUTCOMES) and len({sign for sign, _, _ in PARTIES.values()}) == len(PARTIES)
    # Two neighbours may both be plain; then one is filled with the darkest colour and one with the paper's.
    assert len(set(PARTS)) == len(PARTS) and len({pattern for _, pattern in PARTS}) >= len(PARTS) - 2


@pytest.mark.parametrize("missing", [float("nan"), None, pd.NaT, pd.NA])
def test_what_is_missing_is_an_empty_cell_and_a_name_that_says_none_stays(missing):
    html = listing(
        pd.DataFrame({"set": ["a", "b"], "by": ["None", missing]}, dtype=object), "Who"
    )._repr_html_()
    assert "<td>None</td>" in html and "<td></td>" in html


def test_a_table_alone_has_no_drawing_and_keeps_its_links():
    html = listing(spoken(data.counts("1988")), "Who says what")._repr_html_()
    assert (
        "<svg" not in html
        and "<details" not in html
        and html.count('<a class="reference external" href="http') == len(data.counts("1988"))
    )


def test_what_people_wrote_is_never_markup():
    html = listing(pd.DataFrame({"<b>": ["<script>x</script>"]}), "<i>c</i>")._repr_html_()
    assert "<script>" not in html and "<b>" not in html and "<i>" not in html


def test_the_styles_of_charts_stay_small():
    assert (ROOT / "book" / "_static" / "charts.css").stat().st_size <= 1000


def test_a_table_by_itself_is_left_where_jupyterlab_sets_it_to_the_right(browser):
    """In a tab of a widget a table stands without its figure, and its columns stood right and centred."""
    page, table = browser.new_page(), listing(pd.DataFrame({"who": ["A"], "what": ["words"]}), "Said")
    jupyterlab = ".jp th, .jp td{text-align:right} .jp caption{text-align:center}"
    page.set_content(f'<style>{jupyterlab}</style><div class="jp">{table.table}</div>')
    cells = page.locator("th, td, caption").evaluate_all(
        "(all) => all.map((one) => getComputedStyle(one).textAlign)"
    )
    page.close()
    assert set(cells) == {"left"}
