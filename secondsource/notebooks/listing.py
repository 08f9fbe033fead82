"""Which notebooks there are, and what each asks, by the names that an answer file has for it."""

import re

from ..files import ROOT

ASKED = re.compile(r'\b(check|activity)\(\s*[\'"]([a-z0-9-]+/[a-z0-9-]+)[\'"]')


def sitting_name(name):
    """Return under which name an answer file keeps a task: "2015-scale/per-day" ->
    "2015-scale/task-per-day".
    """
    return name.replace("/", "/task-", 1)


def list_notebooks(root=ROOT):
    """Return {name: names of the tasks and activities in it, as an answer file keeps them} for the
    notebooks in `exercises/`.
    """
    import nbformat

    found = {}
    for path in sorted((root / "exercises" / "notebooks").glob("*.ipynb")):
        code = "\n".join(
            cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"
        )
        found[path.stem] = [
            sitting_name(name) if kind == "check" else name for kind, name in ASKED.findall(code)
        ]
    return found
