"""Which of two sittings at one exercise counts, and what a teacher is told of the other."""

import pandas as pd
import pytest

from secondsource.marking.sittings import (
    PROBLEM,
    SITTING,
    HandIn,
    choose_sittings,
    join_answers,
    settle,
    shorten,
)

EARLY, LATE = pd.Timestamp("2026-01-05T10:00Z"), pd.Timestamp("2026-01-06T10:00Z")
TWICE = [  # how two sittings of one student are alike or not, which counts, what is said
    ({"saved": [EARLY, LATE]}, [False, True], "Handed in twice: set/one. b.json was saved last and counts."),
    ({"saved": [LATE, EARLY]}, [True, False], "Handed in twice: set/one. a.json was saved last and counts."),
    ({"saved": [LATE, pd.NaT]}, [True, False], "a.json was saved last and counts."),
    ({"saved": [EARLY, EARLY]}, [False, True], "saved at the same time: set/one. The copy in b.json counts."),
    ({"saved": [EARLY, LATE], "opened": ["9:00", "9:30"]}, [False, True], "two devices, or two people"),
    ({"saved": [EARLY, LATE], "id": ["1", "2"]}, [False, True], "two devices, or two people"),
    (
        {"saved": [EARLY, LATE], "id": ["1", "1"], "opened": ["9:00", "9:30"]},
        [False, True],
        "b.json was saved last and counts.",
    ),
    ({"saved": [EARLY, LATE], "activity": ["set/one", "set/two"]}, [True, True], None),
    ({"saved": [EARLY, LATE], "student": ["ada", "bo"]}, [True, True], None),
]


def sittings(**columns):
    plain = {
        "student": "ada",
        "name": "Ada",
        "activity": "set/one",
        "account": "",
        "holder": "",
        "committed": True,
        "id": "",
        "easier": False,
    }
    table = pd.DataFrame({**plain, "file": ["a.json", "b.json"], "opened": "", "rows": 2, **columns})
    return table[SITTING]


@pytest.mark.parametrize("columns, counting, said", TWICE)
def test_the_sitting_saved_last_counts_and_the_other_is_named(columns, counting, said):
    counts, faults = choose_sittings(sittings(**columns))
    assert list(counts) == counting
    assert said in faults[0][2] if said else faults == []
    if said and said.endswith("."):
        assert faults[0][2].endswith(said), "and nothing is asked"


def test_only_the_answers_of_the_sitting_that_counts_stay():
    pieces = [
        HandIn(
            pd.DataFrame({"item": pd.Categorical(["x", "y"]), "response": pd.Categorical(texts)}),
            pd.DataFrame([], columns=PROBLEM, dtype="str"),
            sittings(saved=[EARLY, LATE])[place : place + 1],
        )
        for place, texts in enumerate((["a", "b"], ["c", "b"]))
    ]
    settled = settle(pieces)
    assert list(settled.answers["response"]) == ["c", "b"] and list(settled.sittings["file"]) == ["b.json"]
    assert list(settled.problems["file"]) == ["a.json"]


def test_texts_of_several_tables_are_numbered_in_the_order_in_which_they_come():
    tables = [pd.DataFrame({"item": pd.Categorical([text, "z"]), "n": [1, 2]}) for text in ("b", "a")]
    joined = join_answers(tables)
    assert list(joined["item"]) == ["b", "z", "a", "z"] and list(joined["n"]) == [1, 2, 1, 2]
    assert list(joined["item"].cat.categories) == ["b", "z", "a"]


@pytest.mark.parametrize(
    "names, said", [("aab", "a, b"), ("abcd", "a, b, c, d"), ("abcdef", "a, b, c, d and 2 more"), ("", "")]
)
def test_a_few_names_stand_for_many(names, said):
    assert shorten(names) == said
