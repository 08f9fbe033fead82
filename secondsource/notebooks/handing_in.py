"""What a student hands in from a notebook: the code of its task cells, a look at what is done, and one zip.

The code is kept beside the answers when `check` runs, so that it is there after a restart, too. It is text,
for somebody to read; nothing ever runs it again.
"""

import json
import re
from pathlib import Path
from typing import NamedTuple

from ..files import ROOT, write_whole, write_zip
from ..marking.answer_file import answers_folder, read_answers
from ..marking.notebook_work import OWN, write_code
from ..problems import ContentError, fail
from ..templating import fill_template
from .listing import list_notebooks
from .varying import running_cell

CODE = "code"  # the folder below the answers
LONGEST_CODE = 20_000  # characters of one cell
LONGEST_WORD = 40  # of what a cell of one's own calls itself
LONGEST_NAME = 80  # as a browser keeps it
UNSAFE = re.compile(r"[^\w-]+")
OWN_CELL = re.compile(r"# your code\b:?(?: the)? ?([^\n]*)\n\s*\S")  # of an open question, with code in it


def keep_code(folder, name, code):
    """Keep the code of the cell that answered a task, "NOTEBOOK/TASK", beside the answers in `folder`."""
    notebook, _, task = name.partition("/")
    if not code:
        return
    path = code_path(folder, notebook)
    with write_whole(path, "utf-8", private=True) as file:
        kept = {**read_code(folder, notebook), task: code[:LONGEST_CODE]}
        file.write(json.dumps(kept, ensure_ascii=False, indent=1) + "\n")


def keep_own_code(folder, notebook, cells):
    """Keep those of the `cells` that ran which begin with “# your code”, each under what its first line says
    further; of two that say the same, the later one.
    """
    for code in cells:
        if found := OWN_CELL.match(code):
            words = "-".join(re.findall("[a-z0-9]+", found[1].lower()))[:LONGEST_WORD]
            keep_code(folder, f"{notebook}/{OWN}{words or 'cell'}", code)


def code_path(folder, notebook):
    """Return where the code of a notebook's task cells is kept."""
    return Path(folder) / CODE / f"{notebook}.json"


def read_code(folder, notebook):
    """Return {task: code} of the task cells of a notebook, as they were last checked; {} where there is
    none, or the file is damaged.
    """
    try:
        kept = json.loads(code_path(folder, notebook).read_text(encoding="utf-8"))
        return {str(task): str(code) for task, code in kept.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def export(notebook, name, folder=None, target=None):
    """Write one zip of what was done in a notebook, to hand in; return its path, shown with what is in it.

    name: yours, or the code that your teacher gave you. folder: of the answers, by default the learner's.
    target: the zip; by default `hand-in/NAME-NOTEBOOK.zip` in the learner's folder.
    It holds the answers with their tries and the texts (an answer file), and the code of the task cells and
        of those that begin with “# your code”.
    Raises ContentError where there is no name or nothing was done.
    """
    folder = Path(folder or answers_folder())
    name = name.strip() if isinstance(name, str) else ""
    if not name:
        fail(notebook, "export", "there is no name.", f'Say who hands in: export("{notebook}", "Your name").')
    files = {file: read_answers(folder / file) for file in _files_of(notebook, folder)}
    if not any(file.activities for file in files.values()):
        fail(notebook, "export", "nothing is done yet.", "Answer a task or an exercise first.")
    stem = f"{UNSAFE.sub('-', name).strip('-') or 'student'}-{notebook}"
    target = Path(target or folder.parent / "hand-in" / f"{stem}.zip")
    keep_own_code(folder, notebook, running_cell()[1].get("In", ()))
    code = read_code(folder, notebook)
    entries = [(file, _named(answers, name)) for file, answers in files.items()]
    entries += [(f"{notebook}-code.json", write_code(name, notebook, code))] * bool(code)
    with write_whole(target, private=True) as file:
        write_zip(file, entries)
    return Exported(target, files, code)


def _files_of(notebook, folder):
    """Return the names of the answer files that hold what a notebook asks."""
    sets = [asked.partition("/")[0] for asked in list_notebooks().get(notebook, [])]
    names = dict.fromkeys(f"{one}.json" for one in [notebook, *sets])
    return [name for name in names if (folder / name).exists()]


def _named(file, name):
    file = file.model_copy(update={"student": name[:LONGEST_NAME]})
    return (file.model_dump_json(by_alias=True, indent=1) + "\n").encode()


class Exported:
    """What was handed in, in words."""

    def __init__(self, path, files, code):
        sittings = [sitting for file in files.values() for sitting in file.activities.items()]
        self.path = path
        self.tasks = sum("/task-" in name for name, _ in sittings)
        self.exercises, self.cells = len(sittings) - self.tasks, len(code)
        self.words = sum(len(sitting.answers.get("text", "").split()) for _, sitting in sittings)

    def __repr__(self):
        tasks = f"{_count(self.tasks, 'task')} with " if self.tasks else ""  # an open question has none
        said = [
            f"{tasks}the code of {_count(self.cells, 'cell')}",
            _count(self.exercises, "exercise"),
            f"{_count(self.words, 'word')} of your own",
        ]
        return f"Hand in this file: {self.path}\nIn it: {', '.join(said)}."


def _count(number, noun):
    return f"{number} {noun}{'s' * (number != 1)}"


class Line(NamedTuple):
    """What is there of one task or exercise. state: "right", "done", "not yet" or "open"."""

    name: str
    kind: str
    state: str
    tries: int
    answer: str


STATES = {"right": "✓ right", "done": "✓ done", "not yet": "↺ not yet", "open": "○ open"}
SHOWN = 60  # characters of an answer


def check_all(notebook, folder=None, root=ROOT):
    """Return what is done in a notebook, task by task and exercise by exercise, from the answers as they are
    kept in `folder` (by default the learner's); shown as a table. Nothing is run or checked anew, and
    nothing is changed.
    """
    notebooks, folder, kept = list_notebooks(root), Path(folder or answers_folder()), {}
    if notebook not in notebooks:
        fail(notebook, "check_all", "there is no such notebook.", f"There are: {', '.join(notebooks)}.")
    for file in _files_of(notebook, folder):
        try:
            kept |= read_answers(folder / file).activities
        except ContentError:
            continue
    return Overview(notebook, [_line(name, kept.get(name)) for name in dict.fromkeys(notebooks[notebook])])


def _line(name, sitting):
    short, is_task = name.partition("/")[2], "/task-" in name
    kind = "task" if is_task else "exercise"
    short = short.removeprefix("task-")
    if sitting is None or not (sitting.answers or sitting.committed):
        return Line(short, kind, "open", 0, "")
    answers = sitting.answers
    said = answers.get("value", "") if is_task else answers.get("text", f"{len(answers)} answers")
    state = ("right" if is_task else "done") if sitting.committed else "not yet"
    return Line(short, kind, state, sitting.tries, said[:SHOWN] + "…" * (len(said) > SHOWN))


class Overview:
    """Lines, as HTML and as text."""

    def __init__(self, notebook, lines):
        self.notebook, self.lines = notebook, lines

    def __repr__(self):
        return "\n".join(
            f"{line.name} ({line.kind}): {line.state}{f', {line.tries} tries' * (line.tries > 1)}"
            for line in self.lines
        )

    def _repr_html_(self):
        return fill_template("notebooks/overview.html", overview=self, states=STATES)
