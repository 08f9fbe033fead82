"""The self-study notebooks: made from one source, they run, the solutions are right, and students' copies
give nothing away.
"""

import ast
import contextlib
import io
import os
import re
import subprocess
import sys
import traceback

import matplotlib.pyplot as plt
import nbformat
import pandas as pd
import pytest
from helpers.kits import copy_kit
from helpers.places import ROOT
from matplotlib.figure import Figure

from secondsource import data
from secondsource.content.keys import read_key
from secondsource.content.places import PREFIX
from secondsource.notebooks.comparing import describe_fault
from secondsource.notebooks.lab import page
from secondsource.notebooks.listing import ASKED, list_notebooks, sitting_name
from secondsource.notebooks.making import ACTIVITY, make_page, make_student_notebook, source_notebooks
from secondsource.notebooks.minutes import count_minutes
from secondsource.notebooks.plain import spoken
from secondsource.notebooks.progress import count_done, progress
from secondsource.notebooks.running import execute
from secondsource.notebooks.tasks import check, read_tasks
from secondsource.problems import ContentError

NAMES = [path.stem for path in source_notebooks()]


def read(folder, name):
    return nbformat.read(ROOT / folder / "notebooks" / f"{name}.ipynb", as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def is_solution(cell):
    return "solution" in cell.metadata.get("tags", ())


OPEN = "across-question"  # has no tasks: a question of one's own
ASKING = [name for name in NAMES if name not in ("start", OPEN)]


def test_there_is_a_start_page_a_notebook_for_each_article_and_six_across_them():
    assert NAMES == [
        "2015-scale",
        "2018-main-opposition",
        "2019-back-to-wall",
        "2020-negotiations",
        "2021-big-blow",
        "across-figures",
        "across-forecasts",
        "across-question",
        "across-sound",
        "across-sources",
        "across-wording",
        "start",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_the_students_notebook_is_the_one_made_from_the_solutions(name):
    made = make_student_notebook(ROOT / "solutions/notebooks" / f"{name}.ipynb")
    assert (ROOT / "exercises/notebooks" / f"{name}.ipynb").read_text(encoding="utf-8") == made, (
        "run `python3 kit.py notebooks`"
    )


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("*/notebooks/*.ipynb")), ids=lambda path: f"{path.parts[-3]}-{path.stem}"
)
def test_no_output_is_kept_with_a_notebook(path):
    assert all(
        not cell.outputs and cell.execution_count is None
        for cell in code_cells(nbformat.read(path, as_version=4))
    )


@pytest.mark.parametrize("name", NAMES)
def test_no_line_of_a_solution_is_in_the_students_notebook(name):
    given = "\n".join(cell.source for cell in read("exercises", name).cells)
    for cell in filter(is_solution, read("solutions", name).cells):
        lines = (
            cell.source.splitlines()
            if cell.cell_type == "markdown"
            else [line for line in cell.source.splitlines() if not line.startswith(("#", "check("))]
        )
        assert [line for line in lines if len(line.strip()) > 20 and line in given] == []


@pytest.mark.parametrize("name", ASKING)
def test_a_notebook_asks_five_to_nine_tasks_and_shows_its_activities(name):
    code = "\n".join(cell.source for cell in code_cells(read("solutions", name)))
    asked = ASKED.findall(code)
    assert [task.partition("/")[2] for kind, task in asked if kind == "check"] == list(
        read_tasks(name)
    ) and 5 <= len(read_tasks(name)) <= 9
    least = 3 if name[:4].isdigit() else 1 if name == "across-sound" else 2
    assert len(ACTIVITY.findall(code)) >= least and any(
        "/conclusion" in activity for activity in ACTIVITY.findall(code)
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_first_cell_says_how_answers_come_back(name):
    assert "run all cells each time you open the notebook" in read("exercises", name).cells[0].source


@pytest.mark.parametrize("name", NAMES)
def test_cells_are_short(name):
    cells = [cell.source for cell in code_cells(read("solutions", name))]
    assert all(len(code.splitlines()) < 12 for code in cells if "raise SystemExit" not in code)


# To run all twelve takes half a minute; one on an article and one across them stand for them.
FEW = ["2015-scale", "across-figures"]
REST = pytest.param([name for name in NAMES if name not in FEW], marks=pytest.mark.slow)
EACH = [name if name in FEW else pytest.param(name, marks=pytest.mark.slow) for name in NAMES]


@pytest.mark.parametrize("names", [FEW, REST], ids=["few", "rest"])
def test_the_solutions_have_full_marks(names, tmp_path, monkeypatch):
    monkeypatch.setenv("SECONDSOURCE_FOLDER", str(tmp_path))
    notebooks = {name: read("solutions", name) for name in names}
    execute(notebooks, tmp_path)
    done = {bar.notebook: bar.done for bar in count_done(tmp_path / "answers")}
    for name, notebook in notebooks.items():
        said = [
            output["data"]["text/plain"]
            for cell in code_cells(notebook)
            if cell.source.rstrip().splitlines()[-1].startswith("check(")
            for output in cell.outputs
            if "data" in output and "image/png" not in output["data"]  # a chart stands below what is said
        ]
        assert len(said) == len(read_tasks(name)), name
        assert [text for text in said if not text.startswith("Right")] == [], name
        assert done[name] == len(said), f"{name}: every task counts as done"


@pytest.mark.parametrize("names", [FEW, REST], ids=["few", "rest"])
def test_students_notebooks_run_to_the_end_unanswered_and_write_nothing(names, tmp_path, monkeypatch):
    monkeypatch.setenv("SECONDSOURCE_FOLDER", str(tmp_path))
    notebooks = {name: read("exercises", name) for name in names}
    execute(notebooks, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"corpus"}, "no answer is kept, only data are there"
    for name, notebook in notebooks.items():
        texts = [
            output["data"].get("text/plain", "")
            for cell in code_cells(notebook)
            for output in cell.outputs
            if "data" in output
        ]
        assert sum(text.startswith("Open: Not answered yet") for text in texts) == len(read_tasks(name)), name


@pytest.mark.slow
def test_students_notebooks_run_without_solutions(tmp_path):
    root = copy_kit(tmp_path / "kit", leave_out=["solutions"])
    code = (
        "import nbformat; from pathlib import Path; from secondsource.notebooks.running import execute\n"
        "paths = sorted(Path('exercises/notebooks').glob('*.ipynb'))\n"
        "execute({path.stem: nbformat.read(path, 4) for path in paths}, 'exercises/notebooks')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "SECONDSOURCE_FOLDER": str(tmp_path / "home")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_what_a_kernel_logs_of_its_own_errors_is_not_shown(tmp_path, capfd):
    """A kernel that is ended while it works logs a traceback of its sockets: with Ctrl-C in `kit.py start` a
    reader met it.
    """
    cell = nbformat.v4.new_code_cell("get_ipython().kernel.log.error('its sockets are closed'); 6 * 7")
    execute({"mine": nbformat.v4.new_notebook(cells=[cell])}, tmp_path)
    assert [output["output_type"] for output in cell.outputs] == ["execute_result"], cell.outputs
    assert "sockets" not in "".join(capfd.readouterr())


def drawn(numbers):
    axes = Figure().subplots()
    axes.bar(list(numbers), list(numbers.values()))
    axes.set(title="What is drawn", ylabel="What is counted")
    return axes


@pytest.mark.parametrize("name", NAMES)
def test_every_task_gives_help_but_not_its_answer_before_the_third_try(name, tmp_path):
    for short, task in read_tasks(name).items():
        wrong = {
            "number": (-987654.0, -1e9),
            "name": ("nobody", "no one"),
            "names": (["1999-01-01"], ["1999-01-02"]),  # of some tasks the names are days
            "table": ({"nobody": -1.0}, {"no one": -1.0}),
            "chart": tuple(map(drawn, ({"nobody": -1.0}, {"no one": -1.0}))),
        }[task.kind]
        first, second = (str(check(f"{name}/{short}", value, tmp_path)) for value in wrong)
        assert task.hint in first and task.fuller in second
        if task.kind != "number" or len(task.answer) > 2:  # "2" may stand anywhere
            assert (
                spoken(task.value) not in first + second
                and f" {task.answer} " not in f"{task.hint} {task.fuller} "
            )


def test_a_solution_cell_without_a_check_is_named(tmp_path):
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("x = 1\nx", metadata={"tags": ["solution"]})]
    )
    path = tmp_path / "bad.ipynb"
    nbformat.write(notebook, path)
    with pytest.raises(ContentError, match="must end in a check"):
        make_student_notebook(path, tmp_path)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_of_a_notebook_has_its_exercises_and_shows_code_that_needs_a_kernel(name):
    shown_page = nbformat.reads(make_page(ROOT / "exercises/notebooks" / f"{name}.ipynb"), as_version=4)
    markdown = "\n".join(cell.source for cell in shown_page.cells if cell.cell_type == "markdown")
    assert all(
        f"```{{activity}} {shown}\n" in markdown
        for shown in ACTIVITY.findall("\n".join(cell.source for cell in code_cells(read("exercises", name))))
    )
    assert "check(" in markdown or name == OPEN
    assert "kit.py lab" in markdown
    for cell in code_cells(shown_page):
        ast.parse(cell.source)
        assert "check(" not in cell.source and 'activity("' not in cell.source


def test_the_book_has_a_page_for_every_notebook(study):
    assert all((study / f"{PREFIX}{name}.html").exists() for name in NAMES)


def test_progress_counts_tasks_and_activities_of_every_notebook(tmp_path):
    assert list(list_notebooks()) == sorted(NAMES)
    name, task = NAMES[0], next(iter(read_tasks(NAMES[0])))
    check(f"{name}/{task}", read_tasks(name)[task].value, tmp_path)
    bar = next(bar for bar in count_done(tmp_path) if bar.notebook == name)
    assert bar.done == 1 and bar.asked == len(read_tasks(name)) + len(
        ACTIVITY.findall("\n".join(cell.source for cell in code_cells(read("exercises", name))))
    )
    assert sitting_name(f"{name}/{task}") in list_notebooks()[name]
    asked = sum(map(len, list_notebooks().values()))
    first, last = str(progress(name, tmp_path)).splitlines()
    assert first.startswith(f"{name}: 1 of {bar.asked} done; open: ") and task not in bar.open
    assert last == f"all notebooks: 1 of {asked} done" and len(bar.open) == bar.asked - 1
    assert progress(folder=tmp_path)._repr_html_().count("<progress") == len(NAMES) + 1


@pytest.mark.parametrize(
    "code, said",
    [
        ("# only a comment", "a cell tagged solution must end in a check."),
        ("", "the cell that begins “”: a cell tagged solution must end in a check."),
        ("%matplotlib inline\nvalue = 1\ncheck('a/b', value)", "line 1: Python cannot read it"),
        ("value = 1 +", "line 1: Python cannot read it"),
        ("value = 1", "must end in a check."),
    ],
)
def test_a_solution_cell_that_is_none_is_named(tmp_path, code, said):
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(code, metadata={"tags": ["solution"]})]
    )
    path = tmp_path / "mine.ipynb"
    nbformat.write(notebook, path)
    with pytest.raises(ContentError, match=re.escape(said)):
        make_student_notebook(path)


@pytest.mark.parametrize("name", NAMES)
def test_the_minutes_are_those_of_the_formula_and_an_article_takes_about_an_hour(name):
    said = re.search(r"\*About (\d+) minutes", read("exercises", name).cells[0].source)
    assert name == OPEN or int(said[1]) == count_minutes(name)
    assert not name[:4].isdigit() or 60 <= count_minutes(name) <= 75


def solved_by(name):
    """Return {task: the code that solves it} of a notebook."""
    code = [cell.source for cell in code_cells(read("solutions", name)) if is_solution(cell)]
    return {ast.parse(one).body[-1].value.args[0].value.partition("/")[2]: one for one in code}


@pytest.mark.parametrize(
    "code",
    [
        "claim", "table['sounds']", "pd.Series([1)", "(...).sort_values()", "... * 100", "100 / ...",
        "table['sound'].groupby('sounds')", "table[table['sound'] > 1 and table['sound'] < 9]",
        "table[table['text'] == 'a' & table['text'] == 'b']", "table['text'] < pd.Timestamp('2020-01-28')",
    ],
)  # fmt: skip
def test_the_start_page_explains_the_errors_that_beginners_meet(code):
    names = {"pd": pd, "table": pd.DataFrame({"sound": [83], "text": ["2020-01-27"]})}
    with pytest.raises((NameError, KeyError, SyntaxError, AttributeError, TypeError, ValueError)) as met:
        exec(code, names)
    last = traceback.format_exception_only(met.value)[-1].strip()
    page = "\n".join(cell.source for cell in read("exercises", "start").cells)
    assert any(last.startswith(known) for known in re.findall(r"^\| `([^`]+)`", page, re.MULTILINE)), last


@pytest.mark.parametrize("name", NAMES)
def test_no_solution_stands_in_another_cell(name):
    """A step of a solution that is longer than a name and a call must not be given away a cell later."""
    given = [cell.source for cell in code_cells(read("exercises", name)) if "SystemExit" not in cell.source]
    steps = {ast.unparse(node) for code in given for node in ast.walk(ast.parse(code)) if is_step(node)}
    for task, code in solved_by(name).items():
        found = {ast.unparse(node) for node in ast.walk(ast.parse(code)) if is_step(node)} & steps
        assert not found - SHARED_STEPS, f"{name}/{task}"


def is_step(node):
    return isinstance(node, ast.expr) and sum(1 for _ in ast.walk(node)) >= 14


# Steps that a cell before the task shows on purpose.
SHARED_STEPS = set()


@pytest.mark.parametrize("name", NAMES)
def test_a_fuller_hint_holds_code_that_python_can_read(name):
    for task, content in read_tasks(name).items():
        code = [one for one in re.findall(r"`([^`]+)`", content.fuller) if is_python(one)]
        assert any(re.search(r"[(\[/*-]", one) for one in code), f"{name}/{task}"


def is_python(code, mode="exec"):
    try:
        ast.parse(code, mode=mode)
    except SyntaxError:
        return False
    return True


def is_expression(code):
    return is_python(code, "eval")


@pytest.mark.parametrize("name", NAMES)
def test_what_there_was_to_see_stands_folded_after_the_student_moved_it(name):
    """A text that tells the finding is folded, and below the widget; a text that is not goes on to something
    else.
    """
    cells = read("exercises", name).cells
    for before, cell in zip(cells, cells[1:], strict=False):
        moves = before.cell_type == "code" and re.search(r"^interact\(", before.source, re.MULTILINE)
        is_folded = cell.source.startswith("<details>")
        assert bool(moves) or not is_folded, cell.source[:60]
        assert not moves or is_folded or re.search(r"^(## |\*\*Task)", cell.source, re.MULTILINE), (
            cell.source[:60]
        )


@pytest.mark.parametrize("name", EACH)
def test_no_column_is_called_like_a_method_of_a_table(solved_notebooks, name):
    for table, columns in solved_notebooks[name]["tables"].items():
        odd = [column for column in columns if isinstance(column, str) and hasattr(pd.DataFrame, column)]
        assert odd == [], f"{table}: {odd}"


@pytest.mark.parametrize("name", EACH)
def test_the_code_of_every_hint_runs_in_the_notebook_as_it_is_then(solved_notebooks, name):
    assert solved_notebooks[name]["hints"] == []


def numbers_of_models():
    """Return {conclusion: what its model text must say}, from the tables and from what the tasks ask."""
    rows, phrases = data.sources(), data.phrases()["answer"].value_counts()
    of_sources, of_words, ahead, sound = (
        {short: task.value for short, task in read_tasks(f"across-{name}").items()}
        for name in ("sources", "wording", "forecasts", "sound")
    )
    named = (~rows["kind"].isin(["no-source", "unnamed"])).sum()
    return {
        "conclusion-sources": [
            f"{(rows['kind'] == 'no-source').sum()} of the {len(rows)} rows cite nobody",
            f"{of_sources['needed-one']:g} state a fact",
            f"look up {named} of the {len(rows)}",
            f"{of_sources['parties'] * named:.0f} of those {named} voices",
            f"from {of_sources['range']['lowest']:g} to {of_sources['range']['highest']:g} rows",
        ],
        "conclusion-wording": [
            f"{of_words['detector']['hits']:g} of {phrases['loaded']} loaded phrases",
            f"accused {of_words['detector']['false alarms']:g} of {phrases['fair']} fair ones",
        ],
        "conclusion-forecasts": [
            f"sentences {ahead['sentences']:g} could be scored",
            f"{ahead['interval']['low']:.0%} to {ahead['interval']['high']:.0%}".replace("%", "", 1).replace(
                "%", " per cent"
            ),
            f"in {ahead['base-rate'] * 13:.0f} of 13 spans",
        ],
        "conclusion-sound": [f"{sound['saying']['saying'] * 31 / 100:.0f} of 31 claims with a verb"],
    }


@pytest.mark.parametrize("name", ["sources", "wording", "forecasts", "sound"])
def test_the_numbers_of_a_model_text_are_those_of_the_tasks_before_it(name):
    """Two were written for tables that grew or shrank, and nobody counted again."""
    text = read_key("across").answers[f"conclusion-{name}"]["text"]
    for said in numbers_of_models()[f"conclusion-{name}"]:
        assert said in text.model
    counted = re.findall(r"\d+ of \d+", " ".join(text.rubric))
    assert all(one in text.model for one in counted), "the rubric counts as the model text does"


@pytest.mark.parametrize("name", EACH)
def test_in_charts_of_the_solutions_nothing_lies_on_anything(solved_notebooks, name):
    assert solved_notebooks[name]["charts"] == []


@pytest.fixture(scope="module")
def solved_notebooks():
    """{notebook: its tables ({name: columns}), what stops in its hints and what is wrong with its charts} of
    those that are asked for, run to the end.
    """

    class Solved(dict):
        def __missing__(self, name):
            self[name] = _solve(name)
            return self[name]

    return Solved()


def _solve(name):
    names, hints, charts = {"check": lambda *_, **__: None}, [], []
    tasks = read_tasks(name) if name != OPEN else {}
    for cell in code_cells(read("solutions", name)):
        if "live" in cell.metadata.get("tags", ()) or cell.source.startswith("activity("):
            continue
        with contextlib.redirect_stdout(io.StringIO()):
            exec(cell.source, names)
            names["check"] = lambda *_, **__: None
            if is_solution(cell):
                short = ast.parse(cell.source).body[-1].value.args[0].value.partition("/")[2]
                hints += _broken_hints(short, tasks[short], cell.source, names)
        charts += [fault for number in plt.get_fignums() for fault in _faults_of(plt.figure(number))]
        plt.close("all")
    tables = {key: value for key, value in names.items() if isinstance(value, pd.DataFrame)}
    columns = {key: list(table.columns) for key, table in tables.items()}
    return {"tables": columns, "hints": hints, "charts": charts}


def _faults_of(figure):
    """Yield what lies on something else in a chart, and a legend that has a number for a title."""
    figure.canvas.draw()
    for axes in figure.axes:
        bars = [bar.get_window_extent() for bar in axes.patches]
        for ticks in (axes.get_xticklabels(), axes.get_yticklabels()):
            boxes = [tick.get_window_extent() for tick in ticks if tick.get_text()]
            if any(one.overlaps(other) for one, other in zip(boxes, boxes[1:], strict=False)):
                yield f"{axes.get_title()}: names of the axis lie on each other"
        if legend := axes.get_legend():
            if any(legend.get_window_extent().overlaps(bar) for bar in bars):
                yield f"{axes.get_title()}: the legend lies on the bars"
            if legend.get_title().get_text().isdigit():
                yield f"{axes.get_title()}: the legend is called {legend.get_title().get_text()}"


def _broken_hints(short, task, code, names):
    """Yield what stops, of the code in the hints of a task, and what is all of the answer. A name of the
    solution's own loops counts.
    """
    names = dict(names)
    for loop in [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.comprehension)]:
        if isinstance(loop.target, ast.Name):
            with contextlib.suppress(NameError):
                names[loop.target.id] = next(iter(eval(ast.unparse(loop.iter), names)))
    for one in re.findall(r"`([^`]+)`", f"{task.hint} {task.fuller}"):
        if is_python(one) and re.search(r"[(\[]", one):
            try:
                given = eval(one, dict(names)) if is_expression(one) else exec(one, dict(names))
            except Exception as error:
                yield f"{short}, {one}: {error!r}"
                continue
            fault = describe_fault(given, task.value, float(task.tolerance), unit=task.unit)
            if not fault and task.kind != "chart":  # the numbers of a chart are not drawn yet
                yield f"{short}, {one}: that is the whole answer"


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_links_to_a_page_that_the_book_has(name):
    code = "\n".join(cell.source for cell in code_cells(read("exercises", name)))
    linked = re.findall(r'\bpage\("([^"]+)"\)', code)
    assert linked and all((ROOT / "book" / f"{one}.md").exists() for one in linked)


def test_a_copy_without_the_books_pages_says_how_to_see_one_and_an_unknown_page_is_named(tmp_path):
    said = page("2015-scale", tmp_path)
    assert "kit.py" in str(said) and "<code>python3 kit.py</code>" in said._repr_html_()
    with pytest.raises(ContentError, match="no such page"):
        page("2015-scales")
