"""How far a reader is: a bar for each notebook and one for all, and what a cell shows after `check`."""

from pathlib import Path
from typing import NamedTuple

from ..files import ROOT
from ..marking.answer_file import answers_folder, read_answers
from ..problems import ContentError
from ..templating import fill_template
from .listing import list_notebooks


class Bar(NamedTuple):
    """How much of a notebook is done. open: what is not, by the names in its cells."""

    notebook: str
    done: int
    asked: int
    open: tuple = ()


def count_done(folder=None, root=ROOT):
    """Return a Bar for each notebook, from the answer files in `folder` (by default the learner's). A file
    that cannot be read counts as nothing done.
    """
    done = set()
    for path in Path(folder or answers_folder()).glob("*.json"):
        try:
            done |= {name for name, sitting in read_answers(path).activities.items() if sitting.committed}
        except ContentError:
            continue
    return [_bar(notebook, asked, done) for notebook, asked in list_notebooks(root).items()]


def _bar(notebook, asked, done):
    left = tuple(_short(name) for name in dict.fromkeys(asked) if name not in done)
    return Bar(notebook, sum(name in done for name in asked), len(asked), left)


def _short(name):
    return name.partition("/")[2].removeprefix("task-")


class Progress:
    """Bars, as HTML and as text; the last is the sum over all notebooks."""

    def __init__(self, bars):
        self.bars = bars

    def __repr__(self):
        return "\n".join(
            f"{bar.notebook}: {bar.done} of {bar.asked} done{_tell_open(bar)}" for bar in self.bars
        )

    def _repr_html_(self):
        return fill_template("notebooks/progress.html", bars=self.bars)


def _tell_open(bar):
    return f"; open: {', '.join(bar.open)}" if bar.open else ""


def progress(notebook=None, folder=None, root=ROOT):
    """Return a bar for `notebook`, or one for each, and one for all. Done is a task that is right, or an
    activity that was checked.

    folder: where the answer files are; by default the learner's. Bars count tasks and activities (whole
        numbers).
    """
    bars = count_done(folder, root)
    total = Bar("all notebooks", sum(bar.done for bar in bars), sum(bar.asked for bar in bars))
    return Progress([*(bar for bar in bars if notebook in (None, bar.notebook)), total])
