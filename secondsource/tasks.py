"""Code tasks in notebooks: `check("2015-scale/per-day", value)` says what is right and what is off, and keeps the answer.

Answers and hints are in `solutions/notebooks/NAME.yaml`. A hint comes with the first miss, a fuller one with the second, the answer with the third.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from .answers import Sitting, keep_sitting, read_answers
from .problems import ContentError, fail
from .strict import ROOT, Strict, read_yaml, shown, validate
from .values import describe_fault, read_names, read_table, spoken

TRIES = 3  # the answer is shown with the third miss
SHOWN_CHARACTERS = 2000


class Task(Strict):
    """The key to one task.

    kind: number; name (one text, exactly); names (texts in any order, separated by ";"); table (“name: number” pairs, separated by ";").
    tolerance: how far a number may be off. off: wrong answers many give, and what is off with each.
    """

    kind: Literal["number", "name", "names", "table"]
    answer: str
    tolerance: Annotated[str, Field(pattern=r"^\d+(\.\d+)?$")] = "0"
    unit: str = ""
    hint: str
    fuller: str
    why: str
    off: dict[str, str] = {}

    @model_validator(mode="after")
    def _readable(self):
        self.value  # noqa: B018 (raises where the answer is none of its kind)
        return self

    @property
    def value(self):
        """Return the answer as Python has it: float, str, set of str, or dict of str to float."""
        return self.read(self.answer)

    def read(self, text):
        """Return `text` as a value of this kind. Raises ValueError."""
        return {"number": float, "name": str, "names": read_names, "table": read_table}[self.kind](text)


class TasksFile(Strict):
    """The whole of `solutions/notebooks/NAME.yaml`."""

    tasks: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")], Task]


def tasks_path(notebook, root=ROOT):
    """Return where the answers to the tasks of a notebook are kept."""
    return root / "solutions" / "notebooks" / f"{notebook}.yaml"


def read_tasks(notebook, root=ROOT):
    """Return {task: Task} of a notebook; None where solutions are not installed."""
    path = tasks_path(notebook, root)
    if not path.exists():
        if path.parent.exists():
            fail(shown(path, root), "", "there is no such file.", "Check the name of the notebook in `check(\"NOTEBOOK/TASK\", …)`.")
        return None
    return validate(TasksFile, read_yaml(path, root), path, root).tasks


def sitting_name(name):
    """Return under which name an answer file keeps a task: "2015-scale/per-day" -> "2015-scale/task-per-day"."""
    return name.replace("/", "/task-", 1)


def check(name, value, folder="answers", root=ROOT):
    """Return what there is to say about `value` as the answer to a task, and keep the answer in `folder`.

    name: "NOTEBOOK/TASK". value: a number, a text, a list or set of texts, a Series or dict; `...` means not answered yet.
    Raises ContentError naming the tasks there are when the name is none.
    """
    notebook, _, short = name.partition("/")
    tasks = read_tasks(notebook, root)
    if tasks is not None and short not in tasks:
        fail(shown(tasks_path(notebook, root), root), "", f"there is no task “{short}”.", f"There are: {', '.join(tasks)}.")
    if value is ...:
        return Feedback(name, "open", "Not answered yet. Put your answer in place of the three dots and run this cell.")
    task = tasks[short] if tasks else None
    fault = describe_fault(value, task.value, float(task.tolerance), _common(task)) if task else ""
    tries, note = _keep(name, value, bool(task) and not fault, folder)
    return _feedback(name, task, fault, tries, note)


def _common(task):
    return [(task.read(text), says) for text, says in task.off.items()]


def _keep(name, value, is_right, folder):
    """Save the answer; return how often this task was tried, and what to say about saving."""
    path, key = Path(folder) / f"{name.partition('/')[0]}.json", sitting_name(name)
    answer = {"value": spoken(value)[:SHOWN_CHARACTERS]}
    try:
        before = read_answers(path).activities.get(key) or Sitting()
        tries = before.tries + (before.answers != answer)  # running a cell again is no new try
        keep_sitting(path, key, Sitting(answers=answer, first=before.first or answer, committed=is_right, tries=tries))
        return tries, f"Saved in {path}"
    except (OSError, ValueError, ContentError) as error:
        return TRIES - 1, f"NOT SAVED: {error}"


def _feedback(name, task, fault, tries, note):
    if task is None:
        return Feedback(name, "kept", "Your answer is kept. Feedback is off: the solutions are not in this copy of the kit.", note=note)
    if not fault:
        return Feedback(name, "right", task.why, note=note)
    help_ = [("A hint", task.hint), ("A fuller hint", task.fuller), (f"The answer is {task.answer}{' ' * bool(task.unit)}{task.unit}", task.why)]
    return Feedback(name, "off", fault, help_[min(tries, TRIES) - 1], note)


class Feedback:
    """What a cell shows after `check`. `state` is "open", "kept", "right" or "off"."""

    TITLES = {"open": "Open", "kept": "Kept", "right": "Right", "off": "Not yet"}

    def __init__(self, name, state, text, help_=None, note=""):
        self.name, self.state, self.text, self.help, self.note = name, state, text, help_, note

    def __repr__(self):
        return " ".join(filter(None, (f"{self.TITLES[self.state]}: {self.text}", self.help and f"{self.help[0]}: {self.help[1]}", self.note and f"({self.note}.)")))

    def _repr_html_(self):
        from .progress import render_feedback
        return render_feedback(self)
