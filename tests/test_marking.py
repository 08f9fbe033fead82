"""Marking in Python and in JavaScript is the same: both pass tests/marking_cases.json."""

import json
from pathlib import Path

import pandas as pd
import pytest

from secondsource.bundle import START, classic_script
from secondsource.keys import Answer, Essay
from secondsource.marking import make_key, mark, parse_numbers

CASES = json.loads(Path(__file__).with_name("marking_cases.json").read_text(encoding="utf-8"))


def read_answer(fields):
    fields = {name: value for name, value in fields.items() if name != "number"}
    return Essay(**fields) if "rubric" in fields else Answer(why="because", **fields)


def item_of(case):
    return "set/activity/i.number" if case["key"].get("number") else "set/activity/i"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_python_marks_as_the_case_says(case):
    key = make_key({item_of(case): read_answer(case["key"])})
    marked = mark(pd.DataFrame({"item": [item_of(case)], "response": [case["response"]]}), key)
    assert marked["mark"].tolist() == [case["mark"]]


def test_javascript_marks_as_every_case_says(browser):
    page = browser.new_page()
    script = classic_script().replace(START, "window.markItem = markItem;")
    page.add_script_tag(content=script)
    given = [{**case, "key": {**case["key"], "contested": case["key"].get("contested") == "true",
                              "tolerance": float(case["key"].get("tolerance", 0))}} for case in CASES]
    marks = page.evaluate("cases => cases.map(c => window.markItem(c.response === null ? undefined : c.response, c.key))", given)
    page.close()
    assert dict(zip([case["name"] for case in CASES], marks)) == {case["name"]: case["mark"] for case in CASES}


def test_points_are_one_nought_or_not_scored():
    key = make_key({"s/a/1": Answer(answer="S0", why="w"), "s/a/2": Answer(answer="S1", why="w", contested="true"),
                    "s/a/text": Essay(rubric=["a", "b"], model="m")})
    answers = pd.DataFrame({"student": ["x"] * 6, "item": ["s/a/1", "s/a/1", "s/a/2", "s/a/2", "s/a/text", "s/a/9"],
                            "response": ["S0", None, "S1", None, "hello", "S0"]})
    marked = mark(answers, key)
    assert marked["points"].fillna(-1).tolist() == [1, 0, -1, -1, -1, -1]
    assert marked["mark"].tolist() == ["right", "blank", "contested", "blank", "kept", "unknown"]


def test_marking_keeps_rows_order_and_further_columns():
    key = make_key({"s/a/1": Answer(answer="S0", why="w", also={"S1": "r", "S2": "r"})})
    answers = pd.DataFrame({"item": ["s/a/1"] * 3, "response": ["S2", "S0", "S4"], "student": ["c", "a", "b"]}, index=[7, 3, 5])
    marked = mark(answers, key)
    assert marked["student"].tolist() == ["c", "a", "b"] and marked.index.tolist() == [7, 3, 5]
    assert marked["mark"].tolist() == ["also", "right", "wrong"]


def test_numbers_are_read_in_bulk_as_one_by_one():
    assert parse_numbers(pd.Series(["1,000.5", "12,5", "x", None])).tolist()[:2] == [1000.5, 12.5]
