"""The notebooks: what students get is made from the ones with solutions, and both the book's pages from what
students get.

One cell, one task: a cell tagged `solution` ends in `check("NOTEBOOK/TASK", name)`. For students its opening
    comment and that line stay, and `name = ...` takes the place of what is between. A Markdown cell tagged
    `solution` is left out, and so is any cell tagged `model`. nbconvert is imported late (1 s).
"""

import ast
import hashlib
import json
import re
from itertools import takewhile
from pathlib import Path

from ..content.places import ACTIVITY, PREFIX
from ..files import ROOT, read_text, shown, write_whole
from ..problems import ContentError, Problem, fail

OURS = "secondsource"  # in a notebook's metadata: {"made": digest of the cells as they were handed out}
LINK = re.compile(r"\]\((\.?/?)([a-z0-9-]+)\.ipynb\)")  # to another notebook, beside this one
LIVE = ("live", "solution", "files")  # tags of cells that say nothing in a page: the page shows their code


def source_notebooks(root=ROOT):
    """Return the paths of the notebooks with solutions: those that have a file of tasks beside them."""
    return [
        path
        for path in sorted((root / "solutions" / "notebooks").glob("*.ipynb"))
        if path.with_suffix(".yaml").exists()
    ]


def make_student_notebook(path, root=ROOT):
    """Return the student's notebook made from the one at `path`, as text: no solutions, no outputs. Raises
    ContentError naming the cell.
    """
    from nbconvert import NotebookExporter
    from nbconvert.preprocessors import ClearOutputPreprocessor, Preprocessor

    class StripSolutions(Preprocessor):
        """Takes what students should write themselves out of the cells."""

        def preprocess(self, notebook, resources):
            notebook.cells = [
                cell
                for cell in notebook.cells
                if not (cell.cell_type == "markdown" and "solution" in _tags(cell))
                and "model" not in _tags(cell)
            ]
            for cell in notebook.cells:
                if "solution" in _tags(cell):
                    cell.source = _stub(cell.source, shown(path, root))
            notebook.metadata = {
                "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
                "language_info": {"name": "python"},
                OURS: {"made": _digest(notebook)},
            }
            return notebook, resources

    exporter = NotebookExporter()
    for preprocessor in (ClearOutputPreprocessor, StripSolutions):
        exporter.register_preprocessor(preprocessor(), enabled=True)
    text, _ = exporter.from_filename(str(path))
    return text.rstrip() + "\n"


def _tags(cell):
    return cell.metadata.get("tags", ())


def _stub(code, file):
    """Return a solution's code for students: its opening comment, `name = ...`, and the line that checks."""
    last = _last_statement(code, file)
    call = getattr(last, "value", None)
    if not (
        isinstance(call, ast.Call)
        and getattr(call.func, "id", "") == "check"
        and len(call.args) == 2
        and isinstance(call.args[1], ast.Name)
    ):
        fault = "a cell tagged solution must end in a check."
        fail(file, _name_cell(code), fault, 'End it with check("NOTEBOOK/TASK", name).')
    lines = code.splitlines()
    comment = list(takewhile(lambda line: line.startswith("#"), lines))
    return "\n".join([*comment, f"{call.args[1].id} = ...", "", *lines[last.lineno - 1 :]])


def _last_statement(code, file):
    """Return the last statement of a cell; None where it holds only comments, or nothing."""
    try:
        return (ast.parse(code).body or [None])[-1]
    except SyntaxError as error:
        cure = "Correct it, or move lines that are for Jupyter alone (% and !) into a cell without the tag."
        fail(file, f"{_name_cell(code)}, line {error.lineno}", f"Python cannot read it: {error.msg}.", cure)


def _name_cell(code):
    return f"the cell that begins “{(code.splitlines() or [''])[0]}”"


def _digest(notebook):
    cells = [[cell["cell_type"], "".join(cell["source"])] for cell in notebook["cells"]]
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()[:16]


def read_edition(path):
    """Return what tells one edition of a handed-out notebook from the next, also when it was worked in; None
    for one of the first edition, and for a file that is no notebook.
    """
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))["metadata"][OURS]["made"]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_worked_in(path):
    """Return whether a handed-out notebook is no longer as it was: a cell changed, or results in it. A file
    that is no notebook counts as work, for somebody put it there.
    """
    try:
        notebook = json.loads(Path(path).read_text(encoding="utf-8"))
        code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        if any(cell["outputs"] or cell["execution_count"] for cell in code):
            return True
        made = notebook["metadata"].get(OURS, {}).get("made")
        return _digest(notebook) != made if made else any(map(_is_answered, code))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return True


def _is_answered(cell):
    """Return whether three dots are gone from a cell that checks; notebooks of the first edition carry no
    digest.
    """
    code = "".join(cell["source"])
    return "check(" in code and " = ...\n" not in code


def write_student_notebooks(root=ROOT):
    """Write `exercises/notebooks/` anew from `solutions/notebooks/`; return the paths written.

    Raises ContentError naming those in which somebody has worked: they are left as they are, the others are
    written.
    """
    written, kept = [], []
    for path in source_notebooks(root):
        target = root / "exercises" / "notebooks" / path.name
        if target.exists() and is_worked_in(target):
            kept.append(target)
            continue
        with write_whole(target, "utf-8") as file:
            file.write(make_student_notebook(path, root))
        written.append(target)
    if kept:
        cure = "`python3 kit.py lab` copies the work to the learner's folder; then delete the file here."
        raise ContentError(
            [
                Problem(shown(path, root), "", "somebody has worked in it; it was left as it is.", cure)
                for path in kept
            ]
        )
    return written


def make_page(path):
    """Return a student's notebook as a page of the book, as text: exercises work in the page, cells that
    need a kernel show their code.
    """
    notebook = json.loads(read_text(path))
    notebook["cells"] = [_page_cell(cell) for cell in notebook["cells"]]
    notebook["cells"].insert(1, _markdown_cell(_how_to_open(path.stem), "how-to-open"))
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _page_cell(cell):
    if cell["cell_type"] != "code":
        source = "".join(cell["source"])
        return (
            {**cell, "source": LINK.sub(rf"](\1{PREFIX}\2.ipynb)", source)} if LINK.search(source) else cell
        )
    code = "".join(cell["source"])
    if name := ACTIVITY.search(code):
        return _markdown_cell(f"```{{activity}} {name[1]}\n```", cell["id"])
    if set(cell["metadata"].get("tags", ())) & set(LIVE):
        return _markdown_cell(f"```python\n{code}\n```", cell["id"])
    return cell


def _markdown_cell(text, name):
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": text}


def _how_to_open(name):
    return (
        "```{admonition} This page is a notebook\n:class: note\n"
        "Here you can read it and do its exercises. "
        f"To run and change its code, start `python3 kit.py lab` and open `{name}.ipynb`.\n"
        "What is done in the page stays in the browser; "
        "what is done in the notebook is saved in the folder `second-source/answers` in your home.\n```"
    )
