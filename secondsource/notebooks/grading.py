"""The tasks of notebooks that a class handed in: which are right, and the page with code beside essays.

An answer is compared with the key once more; that it was worked out, and not typed in, only `check` in the
notebook could see. The code is shown for that, and never run.
"""

from ..content.items import read_items
from ..content.texts import slugs
from ..files import ROOT, write_whole
from ..marking.notebook_work import OWN, TASKS
from ..templating import fill_template
from .comparing import WHOLE, same
from .listing import list_notebooks
from .plain import read_as
from .tasks import read_tasks, tasks_path

ESSAY = "/text"  # an item with a free text ends so
OTHER = "other texts"  # heading over those that no notebook asks for
OWN_CODE = f"/task-{OWN}"
WRITTEN = 1e-5  # of a number; an answer file has six digits of it


def judge(hand_in, root=ROOT):
    """Return one row for each student and task: student, name, notebook, task, right (bool), answer, tries,
    code.
    """
    sittings = hand_in.sittings[["student", "name", "activity", "file", "committed"]]
    table = sittings.merge(hand_in.tasks[TASKS], on=["file", "activity"])
    table = table.join(table["activity"].str.extract(r"^(?P<notebook>[^/]+)/task-(?P<task>.+)$"))
    keys = {notebook: _read(notebook, root) for notebook in table["notebook"].unique()}
    table["right"] = [
        bool(row.committed) and _agrees(keys[row.notebook].get(row.task), row.answer)
        for row in table.itertuples()
    ]
    return table[["student", "name", "notebook", "task", "right", "answer", "tries", "code"]]


def count_tasks(notebook, root=ROOT):
    """Return how many tasks a notebook asks; 0 where there is none of that name."""
    return len(read_tasks(notebook, root)) if tasks_path(notebook, root).exists() else 0


def own_code(hand_in):
    """Return the code of an open question, which no task asks for: one row for each cell, with student, name,
    notebook, task and code.
    """
    whose = hand_in.sittings[["student", "name", "file"]].drop_duplicates("file")
    own = hand_in.tasks[hand_in.tasks["activity"].astype(str).str.contains(OWN_CODE)]
    table = own.merge(whose, on="file")
    table = table.join(table["activity"].str.extract(r"^(?P<notebook>[^/]+)/task-(?P<task>.+)$"))
    return table[["student", "name", "notebook", "task", "code"]]


def write_work(tasks, own, answers, path, root=ROOT):
    """Write a page that shows for each student, notebook by notebook, the texts and beside them the code.

    tasks: of `judge`. own: of `own_code`. answers: of the hand-in; the texts are in it.
    """
    essays = answers[answers["item"].astype(str).str.endswith(ESSAY) & answers["response"].notna()]
    shown_in = {name: notebook for notebook, asked in list_notebooks(root).items() for name in asked}
    names = essays["item"].astype(str).str.removesuffix(ESSAY)
    essays = essays.assign(notebook=names.map(shown_in).fillna(OTHER), title=[_title(n, root) for n in names])
    people = {
        str(row.student): str(row.name) for table in (tasks, own) for row in table.itertuples(index=False)
    }
    sheets = [
        {"name": people[student], "parts": _parts(*(_of(student, table) for table in (essays, tasks, own)))}
        for student in sorted(people, key=lambda one: people[one].casefold())
    ]
    with write_whole(path, "utf-8", private=True) as file:
        file.write(fill_template("notebooks/work.html", sheets=sheets))


def _of(student, table):
    return table[table["student"].astype(str) == student]


def _parts(essays, tasks, own):
    """Return what one student did, notebook by notebook."""
    found = sorted(
        {*essays["notebook"], *tasks["notebook"], *own["notebook"]}, key=lambda one: (one == OTHER, one)
    )
    tables = {"essays": essays, "tasks": tasks, "own": own}
    return [
        {"notebook": name}
        | {kind: table[table["notebook"] == name].to_dict("records") for kind, table in tables.items()}
        for name in found
    ]


def _title(exercise, root):
    slug, _, short = exercise.partition("/")
    known = read_items(slug, root) if slug in slugs(root) else {}
    return known[short].title if short in known else exercise


def _read(notebook, root):
    return read_tasks(notebook, root, former=True) if tasks_path(notebook, root).exists() else {}


def _agrees(task, answer):
    """Return whether an answer, as it is kept, is right by the key; True where the key has no such task."""
    if task is None:
        return True
    try:
        given = task.read(answer)
    except ValueError:
        return False
    given = read_as(list(given), task.value) if isinstance(given, set) else given  # kept with midnight once
    tolerance = float(task.tolerance) + _digits_lost(task.value)
    return same(given, task.value, max(tolerance, WHOLE if task.unit.startswith("per cent") else 0))


def _digits_lost(value):
    numbers = value.values() if isinstance(value, dict) else [value] if isinstance(value, float) else []
    return WRITTEN * max(map(abs, numbers), default=0)
