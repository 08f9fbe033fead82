"""The self-study notebooks: made from one source, they run, the solutions are right, and students' copies give nothing away."""

import ast
import os
import subprocess
import sys

import nbformat
import pytest
from conftest import ROOT, copy_kit

from secondsource.execution import execute
from secondsource.notebooks import ACTIVITY, PREFIX, make_page, make_student_notebook, source_notebooks
from secondsource.problems import ContentError
from secondsource.progress import ASKED, count_done, list_notebooks, progress
from secondsource.tasks import check, read_tasks, sitting_name
from secondsource.values import spoken

NAMES = [path.stem for path in source_notebooks()]


def read(folder, name):
    return nbformat.read(ROOT / folder / "notebooks" / f"{name}.ipynb", as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def is_solution(cell):
    return "solution" in cell.metadata.get("tags", ())


def test_there_is_a_notebook_for_each_article_and_four_across_them():
    assert NAMES == ["2015-scale", "2018-main-opposition", "2019-back-to-wall", "2020-negotiations", "2021-big-blow",
                     "across-figures", "across-forecasts", "across-sources", "across-wording"]


@pytest.mark.parametrize("name", NAMES)
def test_the_students_notebook_is_the_one_made_from_the_solutions(name):
    made = make_student_notebook(ROOT / "solutions/notebooks" / f"{name}.ipynb")
    assert (ROOT / "exercises/notebooks" / f"{name}.ipynb").read_text(encoding="utf-8") == made, "run `python3 kit.py notebooks`"


@pytest.mark.parametrize("path", sorted(ROOT.glob("*/notebooks/*.ipynb")), ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_no_output_is_kept_with_a_notebook(path):
    assert all(not cell.outputs and cell.execution_count is None for cell in code_cells(nbformat.read(path, as_version=4)))


@pytest.mark.parametrize("name", NAMES)
def test_no_line_of_a_solution_is_in_the_students_notebook(name):
    given = "\n".join(cell.source for cell in read("exercises", name).cells)
    for cell in filter(is_solution, read("solutions", name).cells):
        lines = cell.source.splitlines() if cell.cell_type == "markdown" else [line for line in cell.source.splitlines() if not line.startswith(("#", "check("))]
        assert [line for line in lines if len(line.strip()) > 20 and line in given] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_asks_five_to_eight_tasks_and_shows_three_activities(name):
    code = "\n".join(cell.source for cell in code_cells(read("solutions", name)))
    asked = ASKED.findall(code)
    assert [task.partition("/")[2] for kind, task in asked if kind == "check"] == list(read_tasks(name)) and 5 <= len(read_tasks(name)) <= 8
    assert len(ACTIVITY.findall(code)) >= (3 if name[:4].isdigit() else 2) and any("/conclusion" in activity for activity in ACTIVITY.findall(code))


@pytest.mark.parametrize("name", NAMES)
def test_cells_are_short(name):
    assert max(len(cell.source.splitlines()) for cell in code_cells(read("solutions", name))) < 12


@pytest.fixture(scope="module")
def solved(tmp_path_factory):
    """Every notebook with solutions, run to the end."""
    notebooks = {name: read("solutions", name) for name in NAMES}
    folder = tmp_path_factory.mktemp("solved")
    execute(notebooks, folder)
    return notebooks, folder


@pytest.mark.parametrize("name", NAMES)
def test_the_solutions_have_full_marks(solved, name):
    notebooks, folder = solved
    said = [output["data"]["text/plain"] for cell in code_cells(notebooks[name]) if cell.source.rstrip().splitlines()[-1].startswith("check(")
            for output in cell.outputs if "data" in output]
    assert len(said) == len(read_tasks(name)) and [text for text in said if not text.startswith("Right")] == []
    bar = next(bar for bar in count_done(folder / "answers") if bar.notebook == name)
    assert bar.done == len(said), "every task counts as done"


def test_students_notebooks_run_to_the_end_unanswered_and_write_nothing(tmp_path):
    notebooks = {name: read("exercises", name) for name in NAMES}
    execute(notebooks, tmp_path)
    assert list(tmp_path.rglob("*")) == []
    for name, notebook in notebooks.items():
        texts = [output["data"].get("text/plain", "") for cell in code_cells(notebook) for output in cell.outputs if "data" in output]
        assert sum(text.startswith("Open: Not answered yet") for text in texts) == len(read_tasks(name)), name


def test_students_notebooks_run_without_solutions(tmp_path):
    root = copy_kit(tmp_path / "kit", leave_out=["solutions"])
    code = ("import nbformat; from pathlib import Path; from secondsource.execution import execute\n"
            "execute({path.stem: nbformat.read(path, as_version=4) for path in sorted(Path('exercises/notebooks').glob('*.ipynb'))}, 'exercises/notebooks')")
    done = subprocess.run([sys.executable, "-c", code], cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize("name", NAMES)
def test_every_task_gives_help_but_not_its_answer_before_the_third_try(name, tmp_path):
    for short, task in read_tasks(name).items():
        wrong = {"number": (-987654.0, -1e9), "name": ("nobody", "no one"), "names": (["nobody"], ["no one"]), "table": ({"nobody": -1.0}, {"no one": -1.0})}[task.kind]
        first, second = (str(check(f"{name}/{short}", value, tmp_path)) for value in wrong)
        assert task.hint in first and task.fuller in second
        if task.kind != "number" or len(task.answer) > 2:  # "2" may stand anywhere
            assert spoken(task.value) not in first + second and f" {task.answer} " not in f"{task.hint} {task.fuller} "


def test_a_solution_cell_without_a_check_is_named(tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 1\nx", metadata={"tags": ["solution"]})])
    path = tmp_path / "bad.ipynb"
    nbformat.write(notebook, path)
    with pytest.raises(ContentError, match="must end in a check"):
        make_student_notebook(path, tmp_path)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_of_a_notebook_has_its_exercises_and_shows_code_that_needs_a_kernel(name):
    page = nbformat.reads(make_page(ROOT / "exercises/notebooks" / f"{name}.ipynb"), as_version=4)
    markdown = "\n".join(cell.source for cell in page.cells if cell.cell_type == "markdown")
    assert all(f"```{{activity}} {shown}\n" in markdown for shown in ACTIVITY.findall("\n".join(cell.source for cell in code_cells(read("exercises", name)))))
    assert "check(" in markdown and "kit.py lab" in markdown
    for cell in code_cells(page):
        ast.parse(cell.source)
        assert "check(" not in cell.source and "activity(\"" not in cell.source


def test_the_book_has_a_page_for_every_notebook(study):
    assert all((study / f"{PREFIX}{name}.html").exists() for name in NAMES)


def test_progress_counts_tasks_and_activities_of_every_notebook(tmp_path):
    assert list(list_notebooks()) == sorted(NAMES)
    name, task = NAMES[0], next(iter(read_tasks(NAMES[0])))
    check(f"{name}/{task}", read_tasks(name)[task].value, tmp_path)
    bar = next(bar for bar in count_done(tmp_path) if bar.notebook == name)
    assert bar.done == 1 and bar.asked == len(read_tasks(name)) + len(ACTIVITY.findall("\n".join(cell.source for cell in code_cells(read("exercises", name)))))
    assert sitting_name(f"{name}/{task}") in list_notebooks()[name]
    asked = sum(map(len, list_notebooks().values()))
    assert str(progress(name, tmp_path)) == f"{name}: 1 of {bar.asked} done\nall notebooks: 1 of {asked} done"
    assert progress(folder=tmp_path)._repr_html_().count("<progress") == len(NAMES) + 1
