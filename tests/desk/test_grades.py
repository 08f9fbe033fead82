"""Totals, per cent and grades: what an empty cell does, and a scale that a teacher sets."""

import pandas as pd
import pytest

from secondsource.desk.grades import lay_out_grades, read_scale, tell_unfinished
from secondsource.marking.csv_tables import Points
from secondsource.problems import ContentError

PEOPLE = pd.DataFrame({"name": ["Ada", "Bo", "Cy"]}, index=["ada", "bo", "cy"])
COUNTED = Points(
    pd.DataFrame({"x/one": [6.0, 10.0], "x/two": [None, 3.0]}, index=["ada", "bo"]),
    pd.Series({"x/one": 10, "x/two": 5}),
)
HANDED = pd.DataFrame(
    [("ada", "x/one"), ("bo", "x/one"), ("bo", "x/two"), ("ada", "x/essay"), ("ada", "check-a/speaking")],
    columns=["student", "activity"],
).assign(name=lambda table: table["student"].str.title(), committed=True, easier=False)


@pytest.mark.parametrize(
    "empty_is_zero, total, out_of, per_cent, grades",
    [
        (False, [6, 13, None], [10, 15, None], [60, 86.7, None], ["C", "A", ""]),
        (True, [6, 13, 0], [15, 15, 15], [40, 86.7, 0], ["D", "A", "D"]),
    ],
)
def test_an_empty_cell_is_left_out_or_counts_as_nothing(empty_is_zero, total, out_of, per_cent, grades):
    scale = read_scale("A=86.7, B=70, C=50, D=0")
    table = lay_out_grades(PEOPLE, COUNTED, HANDED, scale, empty_is_zero)
    found = table[["Total", "Out of", "Per cent"]].astype(object).where(table.notna(), None)
    assert found["Total"].tolist() == total and found["Out of"].tolist() == out_of
    assert found["Per cent"].tolist() == per_cent and table["Grade"].tolist() == grades
    assert table["Handed in"].tolist() == ["2 of 3", "2 of 3", "0 of 3"], "a check is no exercise"


def test_it_says_in_how_many_exercises_the_text_was_read_in_easier_words():
    assert "In easier words" not in lay_out_grades(PEOPLE, COUNTED, HANDED)
    table = lay_out_grades(PEOPLE, COUNTED, HANDED.assign(easier=[True, False, True, True, True]))
    assert table["In easier words"].tolist() == [2, 1, 0], "a check is no exercise"


def test_an_exercise_that_is_not_finished_is_not_counted_without_a_word():
    assert "Not finished" not in lay_out_grades(PEOPLE, COUNTED, HANDED) and tell_unfinished(HANDED) == ()
    left = HANDED.assign(committed=[False, True, False, True, False])
    assert lay_out_grades(PEOPLE, COUNTED, left)["Not finished"].tolist() == [1, 1, 0], (
        "a check is no exercise"
    )
    assert "counted as they stand: 2 exercises of Ada, Bo." in tell_unfinished(left)[0]


def test_a_text_that_waits_for_its_mark_is_no_zero():
    counted = Points(
        COUNTED.points.assign(**{"x/essay": [None, 2.0]}), pd.Series({**COUNTED.possible, "x/essay": 3})
    )
    table = lay_out_grades(PEOPLE, counted, HANDED, None, True)
    assert pd.isna(table.loc["ada", "x/essay"]) and table.loc["cy", "x/essay"] == 0
    assert table.loc["ada", "Out of"] == 15 and table.loc["cy", "Out of"] == 18


@pytest.mark.parametrize(
    "text, steps",
    [
        ("A=85 B=70", [("A", 85), ("B", 70)]),
        ("0:0, 1:50%; very-good=90", [("very-good", 90), ("1", 50), ("0", 0)]),
    ],
)
def test_a_scale_is_read_in_any_order(text, steps):
    assert list(read_scale(text).steps) == steps


@pytest.mark.parametrize("text", ["A", "A=eighty", "A=850", "A=50 B=50", ""])
def test_a_scale_that_says_nothing_clear_is_refused(text):
    with pytest.raises(ContentError, match="--scale"):
        read_scale(text)
