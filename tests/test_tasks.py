"""Code tasks: what `check` says is true, helps in steps, keeps the answer, and never gives it away too early."""

import pandas as pd
import pytest

from secondsource.answers import read_answers
from secondsource.problems import ContentError
from secondsource.tasks import TRIES, check
from secondsource.values import describe_fault, read_names, read_table, simplify, spoken

TASKS = """tasks:
  rate:
    kind: number
    answer: "5.4"
    tolerance: "0.05"
    unit: a day
    hint: The first hint.
    fuller: The second hint.
    why: Because it is so.
    off:
      "5.8": You counted 17 days.
  who: {kind: names, answer: a; b, hint: Look., fuller: Look again., why: Both.}
"""


@pytest.fixture
def kit_with_tasks(tmp_path):
    (tmp_path / "solutions/notebooks").mkdir(parents=True)
    (tmp_path / "solutions/notebooks/demo.yaml").write_text(TASKS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def ask(kit_with_tasks):
    def ask_task(name, value):
        return check(name, value, kit_with_tasks / "answers", kit_with_tasks)
    return ask_task


FAULTS = [
    ("right", 5.4, 5.4, 0.05, ""), ("within the tolerance", 5.44, 5.4, 0.05, ""), ("beyond it", 5.47, 5.4, 0.05, "Very close"),
    ("a text for a number", "5.4", 5.4, 0.05, "quotation marks"), ("a column for a number", pd.Series([1, 2, 3]), 5.4, 0, "Series of 3 values"),
    ("nothing", None, 5.4, 0, "wanted is one number"), ("a truth value", True, 1.0, 0, "This is a bool"), ("NaN", float("nan"), 5.4, 0, "NaN"),
    ("per cent for a share", 54.0, 0.54, 0.001, "share or per cent"), ("thousands for ones", 5.0, 5000.0, 0, "a thousand times too small"),
    ("upside down", 0.25, 4.0, 0.01, "upside down"), ("the wrong sign", -4.0, 4.0, 0, "sign"), ("the other share", 0.3, 0.7, 0.001, "share of the others"),
    ("too large", 9.0, 4.0, 0, "too large"), ("too small", 3.0, 4.0, 0, "too small"),
    ("names in any order", ["b", "a"], {"a", "b"}, 0, ""), ("an Index of names", pd.Index(["a", "b"]), {"a", "b"}, 0, ""),
    ("a name too many", {"a", "b", "c"}, {"a", "b"}, 0, "1 does not belong"), ("two names missing", ["a"], {"a", "b", "c"}, 0, "2 are missing"),
    ("days for names", [pd.Timestamp("2021-07-10")], {"a"}, 0, "list of 1 values (Timestamp)"), ("one name for several", "a", {"a", "b"}, 0, "several texts"), ("a Series for a table", pd.Series({"x": 1, "y": 2}), {"x": 1.0, "y": 2.0}, 0, ""),
    ("a row missing", {"x": 1}, {"x": 1.0, "y": 2.0}, 0, "1 rows; wanted are 2"), ("another name", {"x": 1, "z": 2}, {"x": 1.0, "y": 2.0}, 0, "z is not asked for"),
    ("all off by one factor", {"x": 2, "y": 4}, {"x": 1.0, "y": 2.0}, 0, "same factor, 2"), ("one wrong", {"x": 1, "y": 5}, {"x": 1.0, "y": 2.0}, 0, "1 of 2 numbers"),
    ("a whole frame", pd.DataFrame({"x": [1]}), {"x": 1.0}, 0, "This is a DataFrame"), ("a right name", "a", "a", 0, ""), ("a wrong name", "b", "a", 0, "another name"),
    ("NaN among names", ["a", float("nan")], {"a", "b"}, 0, "One of the values is NaN"), ("NaN in a table", {"x": float("nan")}, {"x": 1.0}, 0, "One of the values is NaN"),
    ("zero wanted", 3.0, 0.0, 0, "too large"), ("infinity", float("inf"), 4.0, 0, "too large"), ("text in a table", {"x": "1"}, {"x": 1.0}, 0, "wanted is one number for each name"),
]


@pytest.mark.parametrize("value, wanted, tolerance, said", [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_the_fault_is_named(value, wanted, tolerance, said):
    fault = describe_fault(value, wanted, tolerance)
    assert said in fault if said else fault == ""


@pytest.mark.parametrize("wanted", [5.4, "name", {"a", "b"}, {"x": 1.0}], ids=["number", "name", "names", "table"])
@pytest.mark.parametrize("value", [None, ..., object(), [], {}, "", 0, float("inf"), [1, 2], {1: None}, pd.DataFrame(), pd.Series(dtype=float), [[1]], b"x", 1j, 10**400],
                         ids=lambda value: type(value).__name__)
def test_no_value_stops_the_cell(value, wanted):
    assert isinstance(describe_fault(value, wanted, 0), str)
    assert isinstance(spoken(value), str)


def test_what_is_kept_reads_back_as_what_was_given():
    assert read_table(spoken(pd.Series({"a": 1, "b": 2.5}))) == {"a": 1.0, "b": 2.5}
    assert read_names(spoken({"b", "a"})) == {"a", "b"}
    assert float(spoken(simplify(2.625))) == 2.625


def test_help_comes_in_steps_and_the_answer_with_the_third_miss(ask):
    said = [str(ask("demo/rate", wrong)) for wrong in (1.0, 2.0, 3.0)]
    assert "The first hint." in said[0] and "The second hint." not in said[0]
    assert "The second hint." in said[1] and "5.4" not in said[0] + said[1]
    assert "The answer is 5.4 a day" in said[TRIES - 1] and "Because it is so." in said[TRIES - 1]


def test_running_the_same_cell_again_is_no_new_try(ask):
    for _ in range(5):
        last = str(ask("demo/rate", 1.0))
    assert "The first hint." in last


def test_a_wrong_answer_that_many_give_is_explained(ask):
    assert "You counted 17 days." in str(ask("demo/rate", 5.8))


def test_a_right_answer_is_kept_and_counts_as_done(ask, kit_with_tasks):
    assert "Right: Because it is so." in str(ask("demo/rate", 5.4))
    sitting = read_answers(kit_with_tasks / "answers/demo.json").activities["demo/task-rate"]
    assert sitting.committed and sitting.answers == {"value": "5.4"}


def test_the_first_answer_stays_beside_the_last(ask, kit_with_tasks):
    ask("demo/rate", 1.0)
    ask("demo/rate", 5.4)
    sitting = read_answers(kit_with_tasks / "answers/demo.json").activities["demo/task-rate"]
    assert (sitting.first, sitting.answers, sitting.tries) == ({"value": "1"}, {"value": "5.4"}, 2)


def test_three_dots_are_no_answer(ask, kit_with_tasks):
    assert "Not answered yet" in str(ask("demo/rate", ...)) and not (kit_with_tasks / "answers").exists()


def test_without_solutions_the_answer_is_kept_and_feedback_is_off(tmp_path):
    said = str(check("demo/rate", 5.4, tmp_path / "answers", tmp_path))
    assert "Feedback is off" in said and read_answers(tmp_path / "answers/demo.json").activities["demo/task-rate"].answers == {"value": "5.4"}


def test_an_unknown_task_is_answered_with_the_tasks_there_are(ask):
    with pytest.raises(ContentError, match="rate, who"):
        ask("demo/nonsense", 1)


def test_a_failed_save_is_told_and_gives_no_answer_away(ask, monkeypatch):
    def full(*_arguments):
        raise OSError(28, "No space left on device")
    monkeypatch.setattr("secondsource.answers.save_answers", full)
    said = str(ask("demo/rate", 1.0))
    assert "NOT SAVED" in said and "5.4" not in said


def test_what_a_student_typed_is_text_in_the_page(ask):
    html = ask("demo/who", ["<script>alert(1)</script>"])._repr_html_()
    assert "<script" not in html and "do not belong" not in html


def test_backticks_in_a_hint_are_code(kit_with_tasks):
    path = kit_with_tasks / "solutions/notebooks/demo.yaml"
    path.write_text(TASKS.replace("The first hint.", "Use `len(a) < 2`."), encoding="utf-8")
    assert "<code>len(a) &lt; 2</code>" in check("demo/rate", 1.0, kit_with_tasks / "answers", kit_with_tasks)._repr_html_()
