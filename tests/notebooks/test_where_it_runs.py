"""The first cell finds the kit from wherever a kernel is started, or says in a line what is missing; answers
go to one place. Each kernel is a real one, started as JupyterLab, Notebook 7 and VS Code start it: the kit's
Python, a working folder, and nothing else.
"""

import json
import os
import sys

import nbformat
import pytest
from helpers.kits import copy_kit
from helpers.solving import NAMES, OPEN
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from secondsource.files import ROOT
from secondsource.marking.answer_file import read_answers
from secondsource.notebooks.handing_out import hand_out

NAME = "2015-scale"
ANSWER = 'rates = {days: 165 / days for days in (30, 28)}\ncheck("2015-scale/per-day", rates)'
QUIET = {"MPLBACKEND": "agg", "PYTHONUTF8": "1"}


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home of its own, and no word of the kit in the environment."""
    for name in ("PYTHONPATH", "SECONDSOURCE_FOLDER"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def run(folder, *cells):
    """Run cells in a kernel of its own with `folder` as working folder; return their texts."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    client = NotebookClient(notebook, kernel_name="python3", timeout=60)
    client.execute(cwd=str(folder), env={**os.environ, **QUIET})
    return [
        "".join(
            output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in cell.outputs
        )
        for cell in notebook.cells
    ]


def first_cell(folder, name=NAME):
    cells = nbformat.read(folder / f"{name}.ipynb", as_version=4).cells
    return next(cell.source for cell in cells if cell.cell_type == "code")


@pytest.fixture
def handed_out(home, tmp_path):
    kit = copy_kit(tmp_path / "somewhere" / "kit")
    hand_out(home / "second-source", kit)
    return kit


@pytest.mark.parametrize(
    "place",
    [
        "home/second-source",
        ".",
        *(pytest.param(one, marks=pytest.mark.slow) for one in ("home", "somewhere/kit/exercises/notebooks")),
    ],
)
def test_it_works_from_any_working_folder_and_answers_go_to_one_place(handed_out, home, tmp_path, place):
    notebook = first_cell(home / "second-source")
    _, said = run(tmp_path / place, notebook, ANSWER)
    path = home / "second-source/answers/2015-scale.json"
    assert said.startswith("Right") and str(path) in said
    assert read_answers(path).activities["2015-scale/task-per-day"].committed
    assert [found for found in tmp_path.rglob("answers/*.json") if found != path] == []


def test_an_exercise_says_in_full_where_its_answers_are(handed_out, home, tmp_path):
    show = 'print(activity("2015-scale/figures")._path, progress("2015-scale"))'
    said = run(tmp_path, first_cell(home / "second-source"), show)[1]
    assert said.startswith(str(home / "second-source/answers/2015-scale.json"))


def test_answers_beside_a_notebook_elsewhere_are_taken_over_once(handed_out, home, tmp_path):
    old = tmp_path / "course/answers"
    old.mkdir(parents=True)
    text = {"schema": "second-source-answers/1", "activities": {"2015-scale/task-days": {"committed": True}}}
    (old / "2015-scale.json").write_text(json.dumps(text), encoding="utf-8")
    said = run(old.parent, first_cell(home / "second-source"), ANSWER, 'print(progress("2015-scale"))')[2]
    assert said.startswith("2015-scale: 2 of ")


# All of them are a long corpus, and their first cells differ in what they import.
FEW = [NAME, *OPEN[:1]]
REST = [pytest.param(name, marks=pytest.mark.slow) for name in (*NAMES, *OPEN) if name not in FEW]


@pytest.mark.parametrize("name", [*FEW, *REST])
def test_the_folder_alone_says_what_is_missing_in_one_line(home, tmp_path, name):
    """Without the kit: the notebook was mailed to somebody."""
    code = first_cell(ROOT / "exercises/notebooks", name)
    with pytest.raises(CellExecutionError) as caught:
        run(tmp_path, code)
    assert caught.value.ename == "SystemExit" and "\n" not in caught.value.evalue
    assert caught.value.evalue.startswith("secondsource is missing: run `python3 kit.py lab` once")


def test_a_kernel_that_is_not_the_kits_says_so(home, tmp_path):
    """Another Python has none of the packages: the first that is not there is named."""
    code = first_cell(ROOT / "exercises/notebooks").replace(
        "import pandas", "import pandas_that_is_not_there"
    )
    with pytest.raises(CellExecutionError, match="choose the kit's Python"):
        run(tmp_path, code)


def test_a_kit_that_lies_where_the_learners_folder_would_be_is_found(home, tmp_path):
    kit = copy_kit(home / "second-source")
    (kit / "kit.py").write_text("", encoding="utf-8")
    code = "import secondsource.files\nprint(secondsource.files.learner_folder(), secondsource.__file__)"
    said = run(tmp_path, first_cell(ROOT / "exercises/notebooks"), code)[1]
    assert said.split() == [str(home / "second-source-work"), str(kit / "secondsource/__init__.py")]


def test_the_python_of_these_kernels_is_the_kits():
    assert sys.prefix in run(ROOT, "import sys\nprint(sys.prefix)")[0]
