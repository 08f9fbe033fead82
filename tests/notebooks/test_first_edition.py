"""Notebooks that were handed out with the first edition still run.

first_edition.json has the lines with which each of them took its names from the package, the tasks that it
asked and the exercises that it showed. What stands in the other cells is today's, said with those names, so
that a sentence may change and the promise stays tested.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from helpers.places import ROOT

from secondsource.content.items import read_items
from secondsource.first_edition import MOVED, RENAMED
from secondsource.notebooks.making import source_notebooks
from secondsource.notebooks.running import execute
from secondsource.notebooks.tasks import read_tasks

HANDED_OUT = json.loads((Path(__file__).parent / "first_edition.json").read_text(encoding="utf-8"))
IMPORTS = {name: "\n".join(was["imports"]) for name, was in HANDED_OUT.items()}


LATER = ("check_all", "data_file", "export", "page")  # what today's other cells need besides


def as_handed_out(name):
    """Return today's notebook of students with the import cell and the names of the first edition."""
    notebook = nbformat.read(ROOT / "exercises/notebooks" / f"{name}.ipynb", as_version=4)
    old = IMPORTS[name]
    first = next(cell for cell in notebook.cells if "from secondsource import" in cell.source)
    inside = [line.strip() for line in first.source.splitlines() if line.startswith("    ")]
    taken = [line for line in inside if line.startswith(("import", "from")) and "secondsource" not in line]
    later = [
        word for word in LATER if re.search(rf"\b{word}\(", "".join(cell.source for cell in notebook.cells))
    ]
    today = [f"from secondsource import {', '.join(later)}"] * bool(later)
    first.source = "\n".join(["import re, sys", 'sys.path.insert(0, "../..")', *taken, old, *today])
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell is not first:
            cell.source = _say(cell.source, old)
    return notebook


def _say(code, old):
    code = re.sub(
        r"\blabels\.([A-Z_]+)",
        lambda found: found[1] if re.search(rf"\b{found[1]}\b", old) else found[0],
        code,
    )
    code = re.sub(r"\bTextSet\(", "Library(", code) if "Library" in old else code
    return re.sub(r"\bwilson\(", "measures.wilson(", code) if "measures" in old else code


def test_every_notebook_of_the_first_edition_is_tried():
    new = ["across-question", "across-sound", "start"]
    assert sorted([*IMPORTS, *new]) == sorted(path.stem for path in source_notebooks())


# Four in which all the old ways of saying it stand; to run the nine takes a quarter of a minute.
FEW = ["2018-main-opposition", "across-forecasts", "across-wording", "2019-back-to-wall"]


@pytest.mark.parametrize("names", [FEW, pytest.param(list(IMPORTS), marks=pytest.mark.slow)], ids=len)
def test_the_notebooks_as_handed_out_run_to_the_end(tmp_path, names):
    notebooks = {name: as_handed_out(name) for name in names}
    code = "\n".join(cell.source for notebook in notebooks.values() for cell in notebook.cells)
    for name in (
        "= Library(",
        "measures.wilson(",
        "corpus.rate(",
        " SOURCE_CLASSES.items()",
        "read_article(",
    ):
        assert name in code, f"no notebook says {name} any more: this test tests less than it says"
    execute(notebooks, tmp_path)


def test_every_old_name_has_what_the_new_module_has():
    code = f"""
import importlib
for old, new in {MOVED!r}.items():
    old, new = (importlib.import_module("secondsource." + name) for name in (old, new))
    public = [name for name in vars(new) if name[0] != "_"]
    assert public and all(getattr(old, name) is getattr(new, name) for name in public)
    for before, now in {RENAMED!r}.items():
        assert getattr(old, before, None) is getattr(new, now, None)
"""
    done = run_python(code)
    assert done.returncode == 0, done.stderr


def test_progress_can_be_called_whichever_way_it_was_imported():
    for first in ("from secondsource.progress import progress", "from secondsource import progress"):
        both = "import secondsource, secondsource.progress\nprint(progress())\nprint(secondsource.progress())"
        done = run_python(f"{first}\n{both}")
        assert done.returncode == 0 and done.stdout.count("all notebooks: 0 of") == 2, done.stderr


def test_a_name_that_never_was_is_not_found():
    done = run_python("import secondsource.tusks")
    assert done.returncode and "No module named 'secondsource.tusks'" in done.stderr


def run_python(code):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, encoding="utf-8"
    )


def test_columns_have_their_old_names_beside_the_new_ones_in_a_notebook_of_the_first_edition():
    old = "from secondsource.tasks import check\n"
    code = """
from secondsource import data
rows = data.sources().query("set == '2015-scale'")
print(list(rows["where"]) == list(rows["unit"]), set(data.labels()["text"]) == {"article", "brief"})
"""
    done = run_python(old + code)
    assert done.returncode == 0 and done.stdout.split() == ["True", "True"], done.stderr
    assert "KeyError" in run_python(code).stderr, "today's tables have no column of that name"


def test_a_task_that_is_asked_no_more_is_still_checked():
    code = "from secondsource.tasks import check\nprint(check('2020-negotiations/too-early', 743))\n"
    code += "print(check('2020-negotiations/price', {'by 50': 1, 'by 200': 2, 'by 300': 3, 'to 300': 4}))"
    said = run_python(code).stdout
    assert said.startswith("Right") and "Not yet" in said


@pytest.mark.parametrize("name", HANDED_OUT)
def test_every_task_and_exercise_of_then_is_still_known(name):
    """A cell that asks for one that is gone would stop, and with it the run of all cells."""
    was, known = HANDED_OUT[name], read_tasks(name, former=True)
    assert [task for task in was["tasks"] if task not in known] == [] and len(was["tasks"]) >= 7
    for exercise in was["exercises"]:
        slug, _, short = exercise.partition("/")
        assert short in read_items(slug), exercise
