"""Marking in Python and in JavaScript is the same: both pass tests/marking/cases.json."""

import json
from pathlib import Path

import pandas as pd
import pytest

from secondsource.content.keys import Answer, Essay
from secondsource.marking.marks import make_key, mark, read_numbers
from secondsource.marking.paper import read_paper

PRINTED = "2015-scale/figures/f1.number"  # in “executions in 30 days”
CASES = json.loads(Path(__file__).with_name("cases.json").read_text(encoding="utf-8"))


def read_answer(fields):
    fields = {name: value for name, value in fields.items() if name != "number"}
    return Essay(**fields) if "rubric" in fields else Answer(why="because", **fields)


ITEM = "set/activity/i"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_python_marks_as_the_case_says(case):
    key = make_key({ITEM: read_answer(case["key"])}, {ITEM} if case["key"].get("number") else ())
    marked = mark(pd.DataFrame({"item": [ITEM], "response": [case["response"]]}), key)
    assert marked["mark"].tolist() == [case["mark"]]


NUMBERS = json.loads(Path(__file__).with_name("numbers.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", NUMBERS, ids=lambda case: case["name"])
def test_numbers_are_read_as_people_write_them(case):
    key = make_key({ITEM: read_answer(case["key"])}, {ITEM: case.get("unit", "")})
    marked = mark(pd.DataFrame({"item": [ITEM], "response": [case["response"]]}), key)
    assert marked["mark"].tolist() == [case["mark"]]


@pytest.mark.parametrize("case", NUMBERS, ids=lambda case: case["name"])
def test_numbers_on_paper_are_noted_only_where_nobody_can_read_them(case, tmp_path, monkeypatch):
    unit = case.get("unit", "executions in 30 days")
    response = case["response"].replace('"', '""')
    (tmp_path / "a.csv").write_text(f'student,{PRINTED}\nAda,"{response}"\n', encoding="utf-8")
    answers, problems = read_paper(tmp_path / "a.csv")
    assert answers["response"].tolist() == [case["response"].strip()] and unit == "executions in 30 days"
    assert (len(problems) == 1) == (case["mark"] == "unreadable"), problems["problem"].tolist()


def as_json(key):
    return {
        **key,
        "contested": key.get("contested") == "true",
        "tolerance": float(key.get("tolerance", 0)),
    }


def test_javascript_marks_as_every_case_says(call_script):
    cases = CASES + [{**case, "key": {**case["key"], "unit": case.get("unit", "")}} for case in NUMBERS]
    calls = [[case["response"], as_json(case["key"])] for case in cases]
    marks = call_script("exercise/js/marking.js", "markItem", calls)
    assert dict(zip([case["name"] for case in cases], marks, strict=True)) == {
        case["name"]: case["mark"] for case in cases
    }


def test_points_are_one_nought_or_not_scored():
    key = make_key(
        {
            "s/a/1": Answer(answer="S0", why="w"),
            "s/a/2": Answer(answer="S1", why="w", contested="true"),
            "s/a/text": Essay(rubric=["a", "b"], model="m"),
        }
    )
    answers = pd.DataFrame(
        {
            "student": ["x"] * 6,
            "item": ["s/a/1", "s/a/1", "s/a/2", "s/a/2", "s/a/text", "s/a/9"],
            "response": ["S0", None, "S1", None, "hello", "S0"],
        }
    )
    marked = mark(answers, key)
    assert marked["points"].fillna(-1).tolist() == [1, 0, -1, -1, -1, -1]
    assert marked["mark"].tolist() == ["right", "blank", "contested", "blank", "kept", "unknown"]


def test_marking_keeps_rows_order_and_further_columns():
    key = make_key({"s/a/1": Answer(answer="S0", why="w", also={"S1": "r", "S2": "r"})})
    answers = pd.DataFrame(
        {"item": ["s/a/1"] * 3, "response": ["S2", "S0", "S4"], "student": ["c", "a", "b"]}, index=[7, 3, 5]
    )
    marked = mark(answers, key)
    assert marked["student"].tolist() == ["c", "a", "b"] and marked.index.tolist() == [7, 3, 5]
    assert marked["mark"].tolist() == ["also", "right", "wrong"]


def test_numbers_are_read_in_bulk_as_one_by_one():
    assert read_numbers(pd.Series(["1,000.5", "12,5", "x", None]))[:, 0].tolist()[:2] == [1000.5, 12.5]
