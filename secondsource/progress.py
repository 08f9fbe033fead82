"""How far a reader is: a bar for each notebook and one for all, and what a cell shows after `check`."""

import re
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from .answers import read_answers
from .problems import ContentError
from .strict import ROOT
from .tasks import sitting_name

ASKED = re.compile(r'\b(check|activity)\(\s*[\'"]([a-z0-9-]+/[a-z0-9-]+)[\'"]')
_environment = Environment(loader=FunctionLoader(lambda name: (files("secondsource") / "templates" / name).read_text(encoding="utf-8")),
                           autoescape=True, undefined=StrictUndefined)


class Bar(NamedTuple):
    """How much of a notebook is done."""

    notebook: str
    done: int
    asked: int


def list_notebooks(root=ROOT):
    """Return {name: names of the tasks and activities in it, as an answer file keeps them} for the notebooks in `exercises/`."""
    import nbformat
    found = {}
    for path in sorted((root / "exercises" / "notebooks").glob("*.ipynb")):
        code = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code")
        found[path.stem] = [sitting_name(name) if kind == "check" else name for kind, name in ASKED.findall(code)]
    return found


def count_done(folder="answers", root=ROOT):
    """Return a Bar for each notebook, from the answer files in `folder`. A file that cannot be read counts as nothing done."""
    done = set()
    for path in Path(folder).glob("*.json"):
        try:
            done |= {name for name, sitting in read_answers(path).activities.items() if sitting.committed}
        except ContentError:
            continue
    return [Bar(notebook, sum(name in done for name in asked), len(asked)) for notebook, asked in list_notebooks(root).items()]


class Progress:
    """Bars, as HTML and as text; the last is the sum over all notebooks."""

    def __init__(self, bars):
        self.bars = bars

    def __repr__(self):
        return "\n".join(f"{bar.notebook}: {bar.done} of {bar.asked} done" for bar in self.bars)

    def _repr_html_(self):
        return _environment.get_template("progress.html").render(bars=self.bars)


def progress(notebook=None, folder="answers", root=ROOT):
    """Return a bar for `notebook`, or one for each, and one for all. Done is a task that is right, or an activity that was checked."""
    bars = count_done(folder, root)
    total = Bar("all notebooks", sum(bar.done for bar in bars), sum(bar.asked for bar in bars))
    return Progress([*(bar for bar in bars if notebook in (None, bar.notebook)), total])


def render_feedback(feedback):
    """Return a tasks.Feedback as HTML."""
    return _environment.get_template("feedback.html").render(feedback=feedback, title=feedback.TITLES[feedback.state], code=_code)


def _code(text):
    """Return a hint as HTML: `names in backticks` are code, everything else is text."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))
