"""Code tasks: what `check` says is true, helps in steps, keeps the answer, and never gives it away too
early.
"""

import numpy as np
import pandas as pd
import pytest

from secondsource.marking.answer_file import Sitting, keep_sitting, read_answers
from secondsource.notebooks.comparing import describe_fault
from secondsource.notebooks.plain import read_names, read_table, simplify, spoken
from secondsource.notebooks.tasks import FREE, TRIES, check, models
from secondsource.problems import ContentError

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
  rows: {kind: table, answer: "x: 1; y: 2", hint: Look., fuller: Look again., why: Both.}
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


NUMBERS = pd.Series({"x": 1, "y": 2})
DAYS = pd.Series(pd.to_datetime(["2015-04-09", "2015-04-26"]), index=["x", "y"])
FAULTS = [
    ("right", 5.4, 5.4, 0.05, ""),
    ("within the tolerance", 5.44, 5.4, 0.05, ""),
    ("beyond it", 5.47, 5.4, 0.05, "Very close"),
    ("a text for a number", "5.4", 5.4, 0.05, "quotation marks"),
    ("a column for a number", pd.Series([1, 2, 3]), 5.4, 0, "Series of 3 values"),
    ("a truth value", True, 1.0, 0, "This is True or False; wanted is one number"),
    ("NaN", float("nan"), 5.4, 0, "NaN"),
    ("per cent for a share", 54.0, 0.54, 0.001, "share or per cent"),
    ("thousands for ones", 5.0, 5000.0, 0, "a thousand times too small"),
    ("upside down", 0.25, 4.0, 0.01, "upside down"),
    ("the wrong sign", -4.0, 4.0, 0, "sign"),
    ("the other share", 0.3, 0.7, 0.001, "share of the others"),
    ("too large", 9.0, 4.0, 0, "too large"),
    ("too small", 3.0, 4.0, 0, "too small"),
    ("names in any order", ["b", "a"], {"a", "b"}, 0, ""),
    ("an Index of names", pd.Index(["a", "b"]), {"a", "b"}, 0, ""),
    ("a name too many", {"a", "b", "c"}, {"a", "b"}, 0, "1 does not belong"),
    ("two names missing", ["a"], {"a", "b", "c"}, 0, "2 are missing"),
    ("days for names", [pd.Timestamp("2021-07-10")], {"a"}, 0, "list of 1 value (days)"),
    ("one name for several", "a", {"a", "b"}, 0, "several texts"),
    ("a Series for a table", pd.Series({"x": 1, "y": 2}), {"x": 1.0, "y": 2.0}, 0, ""),
    ("a row missing", {"x": 1}, {"x": 1.0, "y": 2.0}, 0, "It has 1 row; wanted are 2"),
    ("another name", {"x": 1, "z": 2}, {"x": 1.0, "y": 2.0}, 0, "z is not asked for"),
    ("all off by one factor", {"x": 2, "y": 4}, {"x": 1.0, "y": 2.0}, 0, "same factor, 2"),
    ("one wrong", {"x": 1, "y": 5}, {"x": 1.0, "y": 2.0}, 0, "1 of 2 numbers"),
    ("a whole frame", pd.DataFrame({"x": [1]}), {"x": 1.0}, 0, "This is a DataFrame"),
    ("a right name", "a", "a", 0, ""),
    ("a wrong name", "b", "a", 0, "another name"),
    ("NaN among names", ["a", float("nan")], {"a", "b"}, 0, "One of the values is NaN"),
    ("NaN in a table", {"x": float("nan")}, {"x": 1.0}, 0, "One of the values is NaN"),
    ("zero wanted", 3.0, 0.0, 0, "too large"),
    ("infinity", float("inf"), 4.0, 0, "too large"),
    ("a name twice", pd.Series([9, 1, 2], ["x", "x", "y"]), {"x": 1.0, "y": 2.0}, 0, "twice: x"),
    ("a name twice, the same", pd.Series([1, 1, 2], ["x", "x", "y"]), {"x": 1.0, "y": 2.0}, 0, "twice: x"),
    ("two names that look alike", {1: 9, "1": 2}, {"1": 2.0}, 0, "twice: 1"),
    ("an array of no dimension", np.array(5.4), 5.4, 0, ""),
    (
        "an array of no dimension for names",
        np.array(5.4),
        {"a"},
        0,
        "This is an array of one value; wanted is several",
    ),
    (
        "an array of no dimension for a table",
        np.array("a"),
        {"x": 1.0},
        0,
        "This is an array of one value; wanted is one",
    ),
    ("text in a table", {"x": "1"}, {"x": 1.0}, 0, "wanted is one number for each name"),
    ("a text for a number", "5.4", 5.4, 0, "This is a text; wanted is one number. Take the quotation marks"),
    ("a number for names", 3, {"a"}, 0, "This is one number; wanted is several texts"),
    ("no parentheses", NUMBERS.mean, 1.5, 0, "The parentheses are missing: write () behind mean"),
    ("no parentheses, for a table", NUMBERS.groupby(level=0).sum, {"x": 1.0}, 0, "write () behind sum"),
    ("nothing", None, 5.4, 0, "This is nothing (None). A line that prints"),
    ("groups alone", NUMBERS.groupby(level=0), {"x": 1.0, "y": 2.0}, 0, "nothing is worked out yet"),
    ("groups of a table", NUMBERS.to_frame("n").groupby(level=0), {"x": 1.0}, 0, "nothing is worked out yet"),
    ("a condition for a table", NUMBERS > 1, {"x": 1.0, "y": 2.0}, 0, "These are True and False"),
    ("a condition for a number", NUMBERS > 1, 5.4, 0, ".mean() is their share"),
    ("names for a table", pd.Series(["a", "b"]), {"x": 1.0, "y": 2.0}, 0, "wanted is one number for each"),
    ("days for a table", DAYS.astype(str), {"x": 1.0, "y": 2.0}, 0, "pd.to_datetime makes days of them"),
    ("days with a gap for a number", DAYS.where([True, False]), 5.4, 0, "a Series of 2 values"),
    ("a condition for names", NUMBERS > 1, {"x"}, 0, "put it into square brackets"),
    ("numbers without names", pd.Series([1, 2]), {"x": 1.0, "y": 2.0}, 0, "The numbers have no names"),
]


@pytest.mark.parametrize(
    "value, wanted, tolerance, said", [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS]
)
def test_the_fault_is_named(value, wanted, tolerance, said):
    fault = describe_fault(value, wanted, tolerance)
    assert said in fault if said else fault == ""


@pytest.mark.parametrize(
    "value",
    [NUMBERS.mean, None, NUMBERS.groupby(level=0), NUMBERS > 1, pd.Series([1, 2]), NUMBERS.astype(str)],
    ids=["no parentheses", "nothing", "groups", "a condition", "no names", "texts"],
)
def test_what_beginners_give_in_place_of_a_table_costs_no_try(ask, value):
    told = ask("demo/rows", value)
    assert told.state == "off" and told.note == FREE and not told.help


@pytest.mark.parametrize(
    "wanted", [5.4, "name", {"a", "b"}, {"x": 1.0}], ids=["number", "name", "names", "table"]
)
@pytest.mark.parametrize(
    "value",
    [
        None,
        ...,
        object(),
        [],
        {},
        "",
        0,
        float("inf"),
        [1, 2],
        {1: None},
        pd.DataFrame(),
        pd.Series(dtype=float),
        [[1]],
        b"x",
        1j,
        10**400,
        np.array(1),
        np.array("a"),
        np.array(None),
        np.datetime64("2021-07-10"),
        NUMBERS.groupby(level=0),
        NUMBERS.mean,
        NUMBERS.rolling(2),
        NUMBERS.to_frame().groupby(level=0),
        int,
    ],
    ids=lambda value: type(value).__name__,
)
def test_no_value_stops_the_cell(value, wanted):
    assert isinstance(describe_fault(value, wanted, 0), str)
    assert isinstance(spoken(value), str)


def test_a_cure_that_would_stop_the_cell_is_not_given():
    """Names and days as texts are no numbers: .astype(float) ends in a ValueError."""
    for texts in (pd.Series(["a", "b"]), DAYS.astype(str)):
        assert "astype" not in describe_fault(texts, {"x": 1.0, "y": 2.0}, 0)
    assert "astype" in describe_fault(NUMBERS.astype(str), {"x": 1.0, "y": 2.0}, 0)


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


@pytest.mark.parametrize(
    "value", ["5.4", [5.4], pd.Series([1, 2]), None, float("nan"), pd.DataFrame({"x": [5.4]})]
)
def test_a_value_of_the_wrong_kind_costs_no_try_and_no_hint(ask, kit_with_tasks, value):
    said = str(ask("demo/rate", value))
    assert "costs no try" in said and "hint" not in said and not (kit_with_tasks / "answers").exists()


def test_what_was_right_once_stays_right(ask, kit_with_tasks):
    ask("demo/rate", 5.4)
    said = str(ask("demo/rate", 9.0))
    assert said.startswith("Not yet") and "You had it right before: 5.4. That is kept" in said
    sitting = sitting_of(kit_with_tasks)
    assert sitting.committed and sitting.answers == {"value": "5.4"} and sitting.tries == 1
    assert "Right" in str(ask("demo/rate", 5.4))


def test_a_task_can_be_started_again(ask, kit_with_tasks):
    said = [str(ask("demo/rate", wrong)) for wrong in (1.0, 2.0, 3.0)]
    assert 'check("demo/rate", …, again=True)' in said[2] and "again" not in said[0] + said[1]
    fresh = str(check("demo/rate", 4.0, kit_with_tasks / "answers", kit_with_tasks, again=True))
    assert "The first hint." in fresh and "The second hint." in str(ask("demo/rate", 3.5))
    sitting = sitting_of(kit_with_tasks)
    assert sitting.tries == 2 and sitting.first == {"value": "1"}, "the very first answer stays on record"


def sitting_of(kit):
    return read_answers(kit / "answers/demo.json").activities["demo/task-rate"]


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
    assert "Feedback is off" in said and read_answers(tmp_path / "answers/demo.json").activities[
        "demo/task-rate"
    ].answers == {"value": "5.4"}


def test_an_unknown_task_is_answered_with_the_tasks_there_are(ask):
    with pytest.raises(ContentError, match="rate, who"):
        ask("demo/nonsense", 1)


def test_a_failed_save_is_told_and_gives_no_answer_away(ask, monkeypatch):
    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("secondsource.marking.answer_file.save_answers", full)
    said = str(ask("demo/rate", 1.0))
    assert "NOT SAVED" in said and "5.4" not in said


def test_what_a_student_typed_is_text_in_the_page(ask):
    html = ask("demo/who", ["<script>alert(1)</script>"])._repr_html_()
    assert "<script" not in html and "do not belong" not in html


def test_backticks_in_a_hint_are_code(kit_with_tasks):
    path = kit_with_tasks / "solutions/notebooks/demo.yaml"
    path.write_text(TASKS.replace("The first hint.", "Use `len(a) < 2`."), encoding="utf-8")
    assert (
        "<code>len(a) &lt; 2</code>"
        in check("demo/rate", 1.0, kit_with_tasks / "answers", kit_with_tasks)._repr_html_()
    )


def test_three_models_in_code_are_shown_when_the_text_is_handed_in_and_not_before(tmp_path):
    """The notebook's own cells run them: see test_making."""
    open_question = "across-question", "across/own-question", tmp_path
    assert str(models(*open_question)) == "Open: Hand in your text first; then run this cell again."
    text = Sitting(answers={"text": "Of 39 sources 28 have a day."})
    keep_sitting(tmp_path / "across.json", open_question[1], text)
    assert str(models(*open_question)).startswith("Open"), "typed is not handed in"
    keep_sitting(tmp_path / "across.json", open_question[1], text.model_copy(update={"committed": True}))
    said = str(models(*open_question))
    assert "3 other questions" in said and said.count(".plot.bar") == 3 and said.count("# Limit:") == 3
    assert "not in this copy" in str(models(*open_question, root=tmp_path))
