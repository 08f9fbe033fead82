"""The notebooks: what students get is made from the ones with solutions, and both the book's pages from what students get.

One cell, one task: a cell tagged `solution` ends in `check("NOTEBOOK/TASK", name)`. For students its opening comment and that line stay,
and `name = ...` takes the place of what is between. A Markdown cell tagged `solution` is left out. nbconvert is imported late (1 s).
"""

import ast
import json
import re

from .problems import fail
from .strict import ROOT, read_text, shown

PREFIX = "notebook-"  # of the book's pages
ACTIVITY = re.compile(r'activity\(\s*[\'"]([a-z0-9-]+/[a-z0-9-]+)[\'"]')
LIVE = ("live", "solution")  # tags of cells that say nothing in a page: the page shows their code


def source_notebooks(root=ROOT):
    """Return the paths of the notebooks with solutions: those that have a file of tasks beside them."""
    return [path for path in sorted((root / "solutions" / "notebooks").glob("*.ipynb")) if path.with_suffix(".yaml").exists()]


def list_activities(root=ROOT):
    """Return {"set/activity": name of the notebook that shows it} for the students' notebooks."""
    found = {}
    for path in sorted((root / "exercises" / "notebooks").glob("*.ipynb")):
        cells = json.loads(read_text(path, root))["cells"]
        code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
        found |= {name: path.stem for name in ACTIVITY.findall(code)}
    return found


def make_student_notebook(path, root=ROOT):
    """Return the student's notebook made from the one at `path`, as text: no solutions, no outputs. Raises ContentError naming the cell."""
    from nbconvert import NotebookExporter
    from nbconvert.preprocessors import ClearOutputPreprocessor, Preprocessor

    class StripSolutions(Preprocessor):
        """Takes what students should write themselves out of the cells."""

        def preprocess(self, notebook, resources):
            notebook.cells = [cell for cell in notebook.cells if not (cell.cell_type == "markdown" and "solution" in _tags(cell))]
            for cell in notebook.cells:
                if "solution" in _tags(cell):
                    cell.source = _stub(cell.source, shown(path, root))
            notebook.metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}, "language_info": {"name": "python"}}
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
    last = ast.parse(code).body[-1]
    call = getattr(last, "value", None)
    if not (isinstance(call, ast.Call) and getattr(call.func, "id", "") == "check" and len(call.args) == 2 and isinstance(call.args[1], ast.Name)):
        fail(file, f"the cell that begins “{code.splitlines()[0]}”", "a cell tagged solution must end in a check.", 'End it with check("NOTEBOOK/TASK", name).')
    lines = code.splitlines()
    comment = [line for line in lines[:next(n for n, line in enumerate(lines) if not line.startswith("#"))]]
    return "\n".join([*comment, f"{call.args[1].id} = ...", "", *lines[last.lineno - 1:]])


def write_student_notebooks(root=ROOT):
    """Write `exercises/notebooks/` anew from `solutions/notebooks/`; return the paths written."""
    written = []
    for path in source_notebooks(root):
        target = root / "exercises" / "notebooks" / path.name
        target.parent.mkdir(exist_ok=True)
        target.write_text(make_student_notebook(path, root), encoding="utf-8", newline="\n")
        written.append(target)
    return written


def make_page(path):
    """Return a student's notebook as a page of the book, as text: exercises work in the page, cells that need a kernel show their code."""
    notebook = json.loads(read_text(path))
    notebook["cells"] = [_page_cell(cell) for cell in notebook["cells"]]
    notebook["cells"].insert(1, _markdown_cell(_how_to_open(path.stem), "how-to-open"))
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _page_cell(cell):
    if cell["cell_type"] != "code":
        return cell
    code = "".join(cell["source"])
    if name := ACTIVITY.search(code):
        return _markdown_cell(f"```{{activity}} {name[1]}\n```", cell["id"])
    if set(cell["metadata"].get("tags", ())) & set(LIVE):
        return _markdown_cell(f"```python\n{code}\n```", cell["id"])
    return cell


def _markdown_cell(text, name):
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": text}


def _how_to_open(name):
    return (f"```{{admonition}} This page is a notebook\n:class: note\nHere you can read it and do its exercises. To run and change its code, start `python3 kit.py lab` "
            f"and open `{name}.ipynb`.\nWhat is done in the page stays in the browser; what is done in the notebook is saved in the folder `answers`.\n```")
