"""Is a right result worked out, or is it right for these rows only? The student's cell and the model's run
once more on other rows, and must still agree.

Both run in the student's own kernel, on tables that lack some rows, the same in every table; where that
tells nothing, numbers are stretched and days moved. Nothing of it stays. It needs the model, so it is quiet
without solutions. It cannot catch: a choice by hand that goes with the rows (`isin` with typed names); a
condition that none of our rows puts to the test; a cell that stops on every other table; and, where no table
is asked for, any sum whatever that comes to the number.
"""

import ast
import io
import json
import sys
import time
import warnings
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import lru_cache
from itertools import dropwhile
from zlib import crc32

from .. import data
from ..files import ROOT
from .comparing import describe_fault
from .plain import DAY, is_missing, read_as
from .shapes import describe_shape

ENOUGH = 4  # variants that tell something; a wrong filter shows in the first or the second, as a rule
MOST = 12
SECONDS = 1.0  # of waiting at most, for a student with a slow cell
CHANCE = 4  # times the tolerance on other rows, where cards are dealt: nobody deals in the model's order
MAKERS = {
    "Series",
    "DataFrame",
    "Index",
    "Timestamp",
    "dict",
    "list",
    "set",
    "tuple",
    "float",
    "int",
    "check",
}
WORK = (ast.BinOp, ast.Compare, ast.Subscript, ast.comprehension, ast.BoolOp, ast.Lambda)
NOTHING = {"NaT", "nan", "None", "<NA>"}  # as texts
_running = False


def describe_shortcut(name, task, root=ROOT):
    """Return what is wrong with how the running cell comes to its right result; "" where nothing is found,
    outside a notebook, and without the model.
    """
    code, names = running_cell()
    model = read_model(name, root)
    steps = read_steps(name, root)
    return find_shortcut(name, task, code, model, names, steps) if model and name in code else ""


def running_cell():
    """Return the code of the cell that runs now and the names of its notebook; "" and {} outside one."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    names = getattr(shell, "user_ns", {})
    return names.get("In", [""])[-1], names


def read_model(name, root=ROOT):
    """Return the code of the cell that solves a task, "NOTEBOOK/TASK"; "" where there is none."""
    return next((one for one in _code_of(name.partition("/")[0], root) if f'check("{name}"' in one), "")


def read_steps(name, root=ROOT):
    """Return the code of those earlier tasks from whose answers the model of a task, "NOTEBOOK/TASK", goes
    on; "" where there are none.
    """
    cells = _code_of(name.partition("/")[0], root)
    place = next((place for place, one in enumerate(cells) if f'check("{name}"' in one), 0)
    needed, steps = _names_in(cells[place], ast.Load) if place else set(), []
    for code in reversed([one for one in cells[:place] if "\ncheck(" in one]):
        if _names_in(code, ast.Store) & needed:
            needed |= _names_in(code, ast.Load)
            steps.insert(0, code)
    return "\n".join(steps)


def _names_in(code, use):
    names = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name))
    return {name.id for name in names if isinstance(name.ctx, use)}


def _code_of(notebook, root):
    """Return the code cells of a notebook with solutions; [] where there is none."""
    path = root / "solutions" / "notebooks" / f"{notebook}.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"] if path.exists() else []
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def read_models(notebook, root=ROOT):
    """Return the code of the cells tagged `model` in a notebook with solutions."""
    path = root / "solutions" / "notebooks" / f"{notebook}.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"] if path.exists() else []
    return ["".join(cell["source"]) for cell in cells if "model" in cell["metadata"].get("tags", ())]


def show_model(name, root=ROOT):
    """Return the code of `read_model` as it is shown: without its opening comment and its last line, which
    the student's cell has already; "" where there is none.
    """
    lines = read_model(name, root).splitlines()[:-1]
    return "\n".join(dropwhile(lambda line: line.startswith("#"), lines)).strip()


def find_shortcut(name, task, code, model, namespace, steps=""):
    """Return what is wrong with `code`, whose result is right, in words; "" where it does what `model` does.

    namespace: of the notebook. It is as before when this returns. steps: code of earlier tasks whose answers
        the model takes. A student may go back to where they begin: both are then run after these steps.
    """
    global _running
    if _running:
        return ""
    _running = True
    try:
        told, agrees = _compare(name, task, code, model, namespace)
        if steps and not agrees:
            again, agrees = _compare(name, task, f"{steps}\n{code}", f"{steps}\n{model}", namespace)
            agrees = agrees and again > 0
    finally:
        _running = False
    typed = _is_typed(code)
    if agrees and not (typed and not told):
        return ""
    tables = " and ".join(f"`{one}`" for one in _tables_of(model, namespace)) if told else ""
    source = f"from {tables}" if tables else "from the numbers of the question"
    if typed:
        return f"The result is right, but it is typed in. Let Python work it out in this cell, {source}."
    return (
        "The result is right for these rows; on other rows your cell gives something else than the question "
        f"asks for. Is something left out, picked by hand, or from another cell? Work it out here, {source}."
    )


def _compare(name, task, code, model, namespace):
    """Return on how many variants the model gives another answer, and whether the cell gave it, too."""
    told, end = 0, time.monotonic() + SECONDS
    is_random = any(hasattr(namespace.get(one), "bit_generator") for one in _names_in(model, ast.Load))
    for change in (_thin, _move):
        compared = 0
        for seed in range(MOST):
            if compared == ENOUGH or time.monotonic() > end:
                break
            with _varied(namespace, change, seed):
                wanted = _answer(name, task, model, namespace)
            if wanted is None or _agree(wanted, task.value, task):
                continue
            with _varied(namespace, change, seed):
                given = _run(name, code, namespace)
                gone = isinstance(wanted, str) and _is_gone(given, wanted, model, namespace)
            told += 1
            if given is None or gone or not _can_compare(given, wanted):
                continue
            if not _agree(given, wanted, task, CHANCE if is_random else 1):
                return told, False
            compared += 1
        if compared:
            break
    return told, True


def _can_compare(given, wanted):
    """Return whether an answer is of the wanted kind, nothing missing: with few rows left an honest cell may
    stop, have no mean, or have one value where it had several.
    """
    return isinstance(wanted, dict) or not describe_shape(given, wanted)


def _is_gone(given, wanted, model, namespace):
    """Return whether the row of that name is not there any more: what is missing in one of two tables may
    come first or last in an honest order.
    """
    tables = [namespace[one] for one in _tables_of(model, namespace)]
    return any(wanted in table.index and given not in table.index for table in tables)


def _agree(given, wanted, task, slack=1):
    """Return whether an answer is the wanted one. A row of nought may be missing, or not be there."""
    given = read_as(given, wanted)
    if isinstance(given, dict) and isinstance(wanted, dict):
        names = given.keys() | wanted.keys()
        given, wanted = _with_noughts(given, names), _with_noughts(wanted, names)
    return not describe_fault(given, wanted, slack * float(task.tolerance), unit=task.unit)


def _with_noughts(table, names):
    return {name: 0.0 if is_missing(table.get(name)) else table[name] for name in names}


def _answer(name, task, model, namespace):
    """Return the model's answer as `task.value` has it; None where these rows have none."""
    value = _run(name, model, namespace)
    if value is None or describe_shape(value, task.value):
        return None
    wanted = read_as(value, task.value)
    missing = isinstance(wanted, set) and not NOTHING.isdisjoint(wanted)
    return None if wanted == {} or missing else wanted


def _run(name, code, namespace):
    """Return what `code` gives to `check` as the answer to this task; None where it stops or gives none."""
    given = []
    namespace["check"] = lambda asked, value, *_, **__: given.append(value) if asked == name else None
    namespace["display"] = namespace["print"] = lambda *_, **__: None
    try:
        with (
            redirect_stdout(io.StringIO()),
            redirect_stderr(io.StringIO()),
            warnings.catch_warnings(),
            _charts_apart(),
        ):
            warnings.simplefilter("ignore")
            exec(compile(code, "<on other rows>", "exec"), namespace)
    except Exception:  # whatever a student's cell does on rows that are not there
        return None
    return given[-1] if given else None


@contextmanager
def _charts_apart():
    """Let a cell draw where nobody sees it: neither into the student's chart nor below the cell."""
    if "matplotlib" not in sys.modules:
        yield
        return
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    try:
        plt.figure()
        yield
    finally:
        for number in set(plt.get_fignums()) - set(before):
            plt.close(number)


@contextmanager
def _varied(namespace, change, seed):
    """Put changed tables in the place of all tables, of the notebook and of `data`, and put all back."""
    before, functions = dict(namespace), {name: getattr(data, name) for name in data.__all__}
    try:
        namespace.update({name: change(value, seed) for name, value in before.items() if _is_table(value)})
        for name, function in functions.items():
            if callable(function):
                setattr(data, name, lambda *given, f=function, **named: change(f(*given, **named), seed))
        yield
    finally:
        for name, function in functions.items():
            setattr(data, name, function)
        namespace.clear()
        namespace.update(before)


def _is_table(value):
    return hasattr(value, "index") and hasattr(value, "to_dict") and hasattr(value, "loc")


def _thin(table, seed):
    """Return a table without about a third of its rows: the same rows in every table with these labels."""
    return (
        table[[bool(_draw(label, seed) % 3) for label in table.index]].copy() if _is_table(table) else table
    )


def _move(table, seed):
    """Return a table with each number two to four times as large and each day up to 40 days later, each in
    a way of its own.
    """
    if not _is_table(table):
        return table
    if table.ndim == 1:
        return _move_column(table, seed, "")
    moved = table.copy()
    for place, name in enumerate(table.columns):
        moved.isetitem(place, _move_column(table.iloc[:, place], seed, name))
    return moved


def _move_column(column, seed, name):
    import pandas as pd  # late: the command line must not wait for it

    draws = [_draw(f"{label}/{name}", seed) for label in column.index]
    if column.dtype.kind in "iuf":
        return column * [2 + draw % 3 for draw in draws]
    if column.dtype.kind == "M":
        return column + pd.to_timedelta([draw % 40 for draw in draws], unit="D")
    if len(column) and all(isinstance(one, str) and DAY.fullmatch(one) for one in column):
        days = pd.to_datetime(column) + pd.to_timedelta([draw % 40 for draw in draws], unit="D")
        return days.dt.strftime("%Y-%m-%d")
    return column.copy()


@lru_cache(maxsize=100_000)
def _draw(label, seed):
    return crc32(f"{seed}/{label}".encode())


def _is_typed(code):
    """Return whether a cell works nothing out: it holds constants, and what puts them into one."""
    tree = ast.parse(code)
    if any(isinstance(node, WORK) for node in ast.walk(tree)):
        return False
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    if {getattr(call, "id", getattr(call, "attr", "")) for call in calls} - MAKERS:
        return False
    made = {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    used = {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    return used <= made | MAKERS | {"pd"}


def _tables_of(model, namespace):
    """Return the names of the tables that the model takes: none that it makes itself."""
    made, taken = set(), {}
    for statement in ast.parse(model).body:
        names = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
        taken |= dict.fromkeys(
            one.id for one in names if isinstance(one.ctx, ast.Load) and one.id not in made
        )
        made |= {one.id for one in names if isinstance(one.ctx, ast.Store)}
    return [name for name in taken if _is_table(namespace.get(name))]
