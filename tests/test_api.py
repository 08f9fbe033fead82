"""The names that notebooks and pages use: all there, described, and nothing else is used."""

import ast
import inspect
import json
import re
import subprocess
import sys
import tomllib
from types import ModuleType

import pytest
from helpers.places import ROOT

import secondsource
from secondsource.content.textset import TextSet
from secondsource.exercise.html import render_activity
from secondsource.marking.answer_file import Sitting, keep_sitting, read_answers

NAMES = [name for name in secondsource.__all__ if name != "__version__"]
CELL = re.compile(r"^(`{3,})\{code-cell\}[^\n]*\n(.*?)^\1", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"^(`{3,})python\n(.*?)^\1", re.MULTILINE | re.DOTALL)
PAGES = [*ROOT.glob("book/*.md"), *ROOT.glob("solutions/lessons/*.md"), *ROOT.glob("*/notebooks/*.ipynb")]


def public(found):
    """Return what a public name offers, as [(name, thing)]: itself, or all that stands in a module."""
    if not isinstance(found, ModuleType):
        return [(found.__name__, found)]
    names = getattr(found, "__all__", None) or [
        name
        for name, thing in vars(found).items()
        if name[0] != "_" and inspect.isfunction(thing) and thing.__module__ == found.__name__
    ]
    return [(f"{found.__name__}.{name}", getattr(found, name)) for name in names]


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_is_there_and_says_what_one_gets(name):
    found = getattr(secondsource, name)
    assert len(inspect.getdoc(found).splitlines()[0]) > 20
    for full, thing in public(found):
        if callable(thing):
            said = inspect.getdoc(thing)
            wanted = [
                parameter
                for parameter in inspect.signature(thing).parameters
                if parameter not in ("root", "slug", "self") and not parameter.startswith("_")
            ]
            described = f"{said} {inspect.getdoc(found)}"
            missing = [word for word in wanted if not re.search(rf"\b{word}\b", described)]
            assert not missing, f"{full} says nothing of {', '.join(missing)}"


def test_the_names_can_be_imported_together_by_a_fresh_python():
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from secondsource import activity, check, progress, data, charts, labels\n"
            "assert all(map(callable, (activity, check, progress, data.sources, charts.bars)))\n"
            "assert labels.SOURCE_CLASSES\n"
            "from secondsource import *\n"
            f"assert all(name in globals() for name in {NAMES!r})",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def code_of(path):
    """Return the code that stands in a page or a notebook, a text for each cell."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        return [code for pattern in (CELL, CODE) for _, code in pattern.findall(text)]
    cells = json.loads(text)["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def imports_of(code):
    """Return what a cell takes from the package: "name", or "module.name" where it reaches inside."""
    lines = [line for line in code.splitlines() if not line.startswith(("%", "!", ":", "---"))]
    found = []
    for node in ast.walk(ast.parse("\n".join(lines))):
        if isinstance(node, ast.Import):
            found += [name.name for name in node.names if name.name.startswith("secondsource.")]
        elif isinstance(node, ast.ImportFrom) and node.module.partition(".")[0] == "secondsource":
            inside = node.module.partition(".")[2]
            found += [".".join(filter(None, (inside, name.name))) for name in node.names]
    return found


def test_no_page_or_notebook_imports_anything_but_public_names():
    taken = {path: [name for code in code_of(path) for name in imports_of(code)] for path in PAGES}
    assert sum(bool(names) for names in taken.values()) > 20, "pages and notebooks that use the package"
    inside = {path.name: sorted(set(names) - set(NAMES)) for path, names in taken.items()}
    assert {name: odd for name, odd in inside.items() if odd} == {}


@pytest.mark.parametrize(
    "code, taken",
    [
        ("from secondsource import data, labels", ["data", "labels"]),
        ("from secondsource.tasks import check", ["tasks.check"]),
        ("import secondsource.content.labels as labels", ["secondsource.content.labels"]),
        ("import secondsource", []),
    ],
)
def test_reaching_inside_the_package_is_seen(code, taken):
    assert imports_of(code) == taken


def test_one_version_stands_in_the_package_its_changes_its_pages_and_its_answer_files(tmp_path):
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    changes = re.findall(r"^## (\S+?):?(?: |$)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    page = render_activity(TextSet("ferry-fares", with_key=False), "speaking", embed_key=False)
    keep_sitting(tmp_path / "a.json", "ferry-fares/speaking", Sitting())
    kept = read_answers(tmp_path / "a.json").kit
    assert secondsource.__version__ == said == changes[0] == kept and f'data-kit="{said}"' in page
    assert changes == sorted(changes, reverse=True), "the newest first"
