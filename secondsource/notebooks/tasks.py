"""Code tasks in notebooks: `check("2015-scale/per-day", value)` says what is right and what is off, and keeps
the answer.

Answers and hints are in `solutions/notebooks/NAME.yaml`. A hint comes with the first miss, a fuller one with
the second, the answer with the third. After that, and after a right answer, one way in code is shown: the
cell that solves the task in `solutions/notebooks/NAME.ipynb`.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from ..content.strict import Strict
from ..content.yamlfile import read_model
from ..files import ROOT, shown
from ..marking.answer_file import Sitting, answers_folder, keep_sitting, read_answers
from ..problems import ContentError, fail
from .charts_drawn import describe_chart
from .comparing import describe_fault
from .feedback import Feedback
from .handing_in import keep_code
from .listing import sitting_name
from .plain import read_as, read_names, read_table, spoken
from .shapes import describe_emptiness, describe_shape
from .varying import describe_shortcut, read_models, running_cell, show_model

TRIES = 3  # the answer is shown with the third miss
SHOWN_CHARACTERS = 2000
FREE = "This costs no try"


TaskName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]


class Task(Strict):
    """The key to one task.

    kind: number; name (one text, exactly); names (texts in any order, separated by ";"); table (“name:
        number” pairs, separated by ";"); chart (the same pairs: what is drawn over each name).
    tolerance: how far a number may be off. off: wrong answers many give, and what is off with each.
    """

    kind: Literal["number", "name", "names", "table", "chart"]
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
        if self.kind in ("table", "chart"):
            return read_table(text)
        return {"number": float, "name": str, "names": read_names}[self.kind](text)


class TasksFile(Strict):
    """The whole of `solutions/notebooks/NAME.yaml`.

    former: tasks that today's notebook asks no more; one that was handed out before still does.
    """

    tasks: dict[TaskName, Task]
    former: dict[TaskName, Task] = {}


def tasks_path(notebook, root=ROOT):
    """Return where the answers to the tasks of a notebook are kept."""
    return root / "solutions" / "notebooks" / f"{notebook}.yaml"


def read_tasks(notebook, root=ROOT, former=False):
    """Return {task: Task} of a notebook; None where solutions are not installed.

    former: also those that it asks no more.
    """
    path = tasks_path(notebook, root)
    if not path.exists():
        if path.parent.exists():
            fail(
                shown(path, root),
                "",
                "there is no such file.",
                'Check the name of the notebook in `check("NOTEBOOK/TASK", …)`.',
            )
        return None
    file = read_model(TasksFile, path, root)
    return {**file.tasks, **file.former} if former else file.tasks


def models(notebook, exercise, folder=None, root=ROOT):
    """Return model code for a notebook whose task is an open question: its cells tagged `model`, shown once
    the text of `exercise`, such as "across/own-question", is handed in; answers are read in `folder`, by
    default the learner's.
    """
    kept = read_answers(Path(folder or answers_folder()) / f"{exercise.partition('/')[0]}.json").activities
    if not (exercise in kept and kept[exercise].committed):
        return Feedback(notebook, "open", "Hand in your text first; then run this cell again.")
    code = read_models(notebook, root)
    if not code:
        return Feedback(notebook, "kept", "The models are not in this copy of the kit.")
    said = f"Here is model code for {len(code)} other questions. Compare the steps, not the answers."
    return Feedback(notebook, "kept", said, code="\n\n\n".join(code))


def check(name, value=..., folder=None, root=ROOT, again=False):
    """Return what there is to say about `value` as the answer to a task, and keep the answer in `folder`
    (by default `answers` in the learner's folder, wherever the notebook is started).

    name: "NOTEBOOK/TASK". value: a number, a text, a list or set of texts, a Series or dict; `...` means not
        answered yet. again: start the task again, with the first hint; the very first answer stays on record.
    A value of the wrong kind, and a right one that the cell does not work out, are told and cost no try.
    What was right once stays right.
    Raises ContentError naming the tasks there are when the name is none.
    """
    notebook, _, short = name.partition("/")
    tasks = read_tasks(notebook, root, former=True)
    if tasks is not None and short not in tasks:
        fail(
            shown(tasks_path(notebook, root), root),
            "",
            f"there is no task “{short}”.",
            f"There are: {', '.join(read_tasks(notebook, root))}.",
        )
    if value is ...:
        return Feedback(
            name, "open", "Not answered yet. Put your answer in place of the three dots and run this cell."
        )
    task, folder = tasks[short] if tasks else None, folder or answers_folder()
    if task and (shape := _describe_kind(value, task)):
        return Feedback(name, "off", shape, note=FREE)
    fault = describe_fault(value, task.value, float(task.tolerance), _common(task), task.unit) if task else ""
    if task and not fault and (shortcut := describe_shortcut(name, task, root)):
        return Feedback(name, "off", shortcut, note=FREE)
    meant = read_as(value, task.value) if task else value  # as it is compared, so that `mark` finds it right
    tries, note = _keep(name, meant, bool(task) and not fault, folder, again)
    return _feedback(name, task, fault, tries, note, root)


def _describe_kind(value, task):
    chart = describe_chart(value) if task.kind == "chart" else ""
    return chart or describe_shape(value, task.value) or describe_emptiness(value, task.value)


def _common(task):
    return [(task.read(text), says) for text, says in task.off.items()]


def _keep(name, value, is_right, folder, again=False):
    """Save the answer; return how often this task was tried, and what to say about saving."""
    path, key = Path(folder).resolve() / f"{name.partition('/')[0]}.json", sitting_name(name)
    answer = {"value": spoken(value)[:SHOWN_CHARACTERS]}
    try:
        before = read_answers(path).activities.get(key) or Sitting()
        if again:
            before = Sitting(first=before.first)
        elif before.committed and not is_right:
            return max(before.tries, 1), f"You had it right before: {before.answers['value']}. That is kept"
        tries = before.tries + (before.answers != answer)  # running a cell again is no new try
        keep_sitting(
            path, key, Sitting(answers=answer, first=before.first or answer, committed=is_right, tries=tries)
        )
        keep_code(folder, name, running_cell()[0])
        return tries, f"Saved in {path}"
    except (OSError, ValueError, ContentError) as error:
        return TRIES - 1, f"NOT SAVED: {error}"


def _feedback(name, task, fault, tries, note, root):
    if task is None:
        return Feedback(
            name,
            "kept",
            "Your answer is kept. Feedback is off: the solutions are not in this copy of the kit.",
            note=note,
        )
    if not fault:
        return Feedback(name, "right", task.why, note=note, code=show_model(name, root))
    help_ = [
        ("A hint", task.hint),
        ("A fuller hint", task.fuller),
        (f"The answer is {task.answer}{' ' * bool(task.unit)}{task.unit}", task.why),
    ]
    if tries >= TRIES:
        note += f'. To start again, once: check("{name}", …, again=True)'
    code = show_model(name, root) if tries >= TRIES else ""
    return Feedback(name, "off", fault, help_[min(tries, TRIES) - 1], note, code)
