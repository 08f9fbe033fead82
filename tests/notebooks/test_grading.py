"""Tasks that were handed in are compared with the key once more, as they are kept."""

from types import SimpleNamespace

import pandas as pd
import pytest

from secondsource.marking.notebook_work import lay_out_tasks
from secondsource.notebooks.grading import count_tasks, judge, own_code, write_work
from secondsource.notebooks.plain import read_as, spoken
from secondsource.notebooks.tasks import read_tasks

NOTEBOOK, TASK = "2015-scale", "per-day"
ACTIVITY = f"{NOTEBOOK}/task-{TASK}"


def hand_in(answer, committed=True, activity=ACTIVITY):
    sitting = ("s1", "Ada", activity, "ada/2015-scale.json", committed)
    columns = ["student", "name", "activity", "file", "committed"]
    tasks = lay_out_tasks([("ada/2015-scale.json", activity, answer, 2, "Ada")], {}, {})
    return SimpleNamespace(sittings=pd.DataFrame([sitting], columns=columns), tasks=tasks)


def kept(task):
    """Return the key's answer as text, the form in which an answer file keeps one."""
    return read_tasks(NOTEBOOK)[task].answer


@pytest.mark.parametrize("task", list(read_tasks(NOTEBOOK)))
def test_the_keys_own_answer_is_right_for_every_task(task):
    found = judge(hand_in(kept(task), activity=f"{NOTEBOOK}/task-{task}"))
    assert found[["name", "notebook", "task", "right", "tries"]].values.tolist() == [
        ["Ada", NOTEBOOK, task, True, 2]
    ]


def test_days_are_right_as_students_give_them_and_as_they_were_kept():
    """Timestamps were kept with their midnight, and then were not the days of the key."""
    days = [pd.Timestamp("2021-07-14"), pd.Timestamp("2021-07-25")]
    for kept_as in (spoken(read_as(days, {"2021-07-14"})), "2021-07-14 00:00:00; 2021-07-25 00:00:00"):
        assert judge(hand_in(kept_as, activity="2021-big-blow/task-window"))["right"].tolist() == [True]


@pytest.mark.parametrize("answer, committed", [("no answer", True), ("", True), (None, False)])
def test_what_is_wrong_unreadable_or_not_committed_is_not_right(answer, committed):
    found = judge(hand_in(kept(TASK) if answer is None else answer, committed))
    assert found["right"].tolist() == [False]


def test_a_notebook_without_tasks_asks_none():
    assert count_tasks(NOTEBOOK) == len(read_tasks(NOTEBOOK)) and count_tasks("no-such-notebook") == 0


def test_code_and_text_are_shown_as_text(tmp_path):
    tasks, own = judge(hand_in(kept(TASK))), own_code(hand_in(kept(TASK)))
    tasks = tasks.assign(code="print('<b>mine</b>')")
    answers = pd.DataFrame([("s1", "conclusion/text", "<i>So</i>")], columns=["student", "item", "response"])
    write_work(tasks, own, answers, tmp_path / "work.html")
    page = (tmp_path / "work.html").read_text(encoding="utf-8")
    assert own.empty and "other texts" in page, "a text that no notebook asks for is shown as well"
    assert "Ada" in page and "<b>mine" not in page and "<i>So" not in page and "&lt;b&gt;mine" in page
