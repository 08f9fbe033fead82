"""The tasks of the notebooks as a student meets them: the cell, and the names that are there when it runs."""

import ast
import contextlib
import io
from typing import Any, NamedTuple

import nbformat

from helpers.places import ROOT
from secondsource.notebooks.making import source_notebooks
from secondsource.notebooks.tasks import Task, read_tasks
from secondsource.notebooks.varying import _run

OPEN = ["across-question"]  # a question of one's own: it has no tasks
NAMES = [path.stem for path in source_notebooks() if path.stem not in OPEN]


class Moment(NamedTuple):
    """A task, the code that solves it, and the notebook's names before that code runs."""

    name: str
    task: Task
    code: str
    names: dict[str, Any]


def walk(notebook):
    """Yield the Moments of a notebook with solutions, in order; no exercise and no widget is made."""
    names, tasks = {}, read_tasks(notebook)
    for cell in nbformat.read(ROOT / "solutions/notebooks" / f"{notebook}.ipynb", as_version=4).cells:
        if cell.cell_type != "code" or "live" in cell.metadata.get("tags", ()):
            continue
        if cell.source.startswith("activity("):
            continue
        if "solution" in cell.metadata.get("tags", ()):
            short = ast.parse(cell.source).body[-1].value.args[0].value.partition("/")[2]
            yield Moment(f"{notebook}/{short}", tasks[short], cell.source, names)
        with contextlib.redirect_stdout(io.StringIO()):
            exec(cell.source, names)
        names["check"] = lambda *_, **__: None


def answer(moment, code):
    """Return what a cell gives to `check` in the notebook as it is then; None where it stops."""
    before = dict(moment.names)
    try:
        return _run(moment.name, code, moment.names)
    finally:
        moment.names.clear()
        moment.names.update(before)


def typed(moment):
    """Return a cell that gives the answer of the key as it stands, worked out by nobody."""
    value = moment.task.value
    value = sorted(value) if isinstance(value, set) else value
    return f"typed = {value!r}\ncheck({moment.name!r}, typed)"


def made_up(moment):
    """Return a cell that takes the answer of the key and calculates with it: it looks like work, and no table
    is asked.
    """
    value, kind = moment.task.value, moment.task.kind
    value = sorted(value) if isinstance(value, set) else value
    work = {
        "number": f"{value!r} + 0",
        "name": f"{value!r}.strip()",
        "names": f"[one for one in {value!r}]",
        "table": f"{{one: number + 0 for one, number in {value!r}.items()}}",
        "chart": f"__import__('pandas').Series({value!r}).plot.bar(title='A chart', ylabel='Number')",
    }
    return f"made = {work[kind]}\ncheck({moment.name!r}, made)"


def wrong_reasons(code):
    """Yield (what was done, code): a solution with one thing wrong. Some of these change nothing."""
    tree = ast.parse(code)
    for place, node in enumerate(ast.walk(tree)):
        for what, change in _CHANGES.items():
            changed = change(node)
            if changed is not None:
                other = ast.parse(code)
                yield what, ast.unparse(_Replace(place, other, changed).result)


class _Replace(ast.NodeTransformer):
    def __init__(self, place, tree, changed):
        self.wanted, self.changed = list(ast.walk(tree))[place], changed
        self.result = ast.fix_missing_locations(self.visit(tree))

    def visit(self, node):
        return self.changed if node is self.wanted else self.generic_visit(node)


def _leave_nothing_out(node):
    conditions = (ast.Compare, ast.BinOp, ast.UnaryOp, ast.Call)
    if (
        isinstance(node, ast.Subscript)
        and isinstance(node.ctx, ast.Load)
        and isinstance(node.slice, conditions)
    ):
        return node.value
    return None


def _take_one_condition(node):
    return node.left if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.BitOr) else None


def _take_the_other_condition(node):
    return node.right if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.BitOr) else None


def _move_the_limit(node):
    other = {ast.LtE: ast.Lt, ast.GtE: ast.Gt, ast.Lt: ast.LtE, ast.Gt: ast.GtE}
    if isinstance(node, ast.Compare) and type(node.ops[0]) in other:
        return ast.Compare(node.left, [other[type(node.ops[0])]()], node.comparators)
    return None


def _join_the_wrong_way(node):
    if isinstance(node, ast.keyword) and node.arg == "how":
        return ast.keyword("how", ast.Constant("inner"))
    return None


def _drop_a_call(node):
    names = ("dropna", "drop", "abs", "nunique", "query")
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names:
        return node.func.value
    return None


def _drop_a_keyword(node):
    """These say how: capitals or not, and which end of a stretch belongs to it."""
    says_how = ("case", "right", "include_lowest")
    if isinstance(node, ast.Call) and any(one.arg in says_how for one in node.keywords):
        return ast.Call(node.func, node.args, [one for one in node.keywords if one.arg not in says_how])
    return None


def _drop_a_number(node):
    """By hundred, less one, plus one: what is added to a number or multiplied by it."""
    if isinstance(node, ast.BinOp):
        if isinstance(node.right, ast.Constant):
            return node.left
        if isinstance(node.left, ast.Constant):
            return node.right
    return None


def _turn_round(node):
    """The part below and the whole on top; what is taken from what."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div | ast.Sub):
        return ast.BinOp(node.right, node.op, node.left)
    return None


def _take_another_step(node):
    """Add up in place of the mean; the first in place of the last; count in place of the sum."""
    other = {"mean": "sum", "sum": "count", "value_counts": "nunique", "isna": "notna", "median": "mean"}
    if isinstance(node, ast.Attribute) and node.attr in other:
        return ast.Attribute(node.value, other[node.attr], node.ctx)
    return None


def _forget_a_name(node):
    if (
        isinstance(node, ast.List)
        and len(node.elts) > 1
        and all(isinstance(e, ast.Constant) for e in node.elts)
    ):
        return ast.List(node.elts[1:], node.ctx)
    return None


def _swap_the_ends(node):
    other = {"max": "min", "min": "max", "any": "all", "all": "any", "idxmax": "idxmin"}
    if isinstance(node, ast.Attribute) and node.attr in other:
        return ast.Attribute(node.value, other[node.attr], node.ctx)
    return None


_CHANGES = {
    "nothing left out": _leave_nothing_out,
    "one condition": _take_one_condition,
    "the other condition": _take_the_other_condition,
    "the limit moved": _move_the_limit,
    "the wrong join": _join_the_wrong_way,
    "a call dropped": _drop_a_call,
    "a name forgotten": _forget_a_name,
    "the other end": _swap_the_ends,
    "a keyword dropped": _drop_a_keyword,
    "a number dropped": _drop_a_number,
    "turned round": _turn_round,
    "another step": _take_another_step,
}
