"""Windows and macOS: line ends, encodings, names and locked files change nothing, and nothing is lost."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from helpers.kits import copy_kit
from helpers.places import ROOT

from secondsource import cli
from secondsource.book.site_zip import UNSAFE
from secondsource.marking.spreadsheet import write_csv

TEXT = (
    ".py",
    ".md",
    ".yaml",
    ".yml",
    ".txt",
    ".ipynb",
    ".html",
    ".css",
    ".js",
    ".json",
    ".csv",
    ".bib",
    ".typ",
    ".xml",
    ".svg",
)
# What must not depend on line ends: fingerprints and keys that travel with answers, and what pages and
# notebooks are made of.
DATA = """
import hashlib, json
from secondsource.exercise import scripts as bundle
from secondsource.book import notices as licences
from secondsource.content.references import read_references
from secondsource.content.keys import read_key
from secondsource.content.places import list_notebook_activities
from secondsource.exercise.html import render_activity, render_evidence
from secondsource.content.textset import TextSet
from secondsource.content.texts import read_article, read_brief, slugs
found = {slug: read_article(slug).fingerprint + read_brief(slug).fingerprint for slug in slugs()}
found |= {f"key {slug}": repr(read_key(slug)) for slug in slugs()}
for slug in ("ferry-fares", "2015-scale"):
    library = TextSet(slug)
    for name in library.activities:
        found[f"{slug}/{name}"] = render_activity(library, name, embed_key=True)
    found[f"cards {slug}"] = render_evidence(library)
found |= {"script": bundle.classic_script(), "module": bundle.module_script(), "style": bundle.style()}
found |= {"references": repr(read_references()), "packages": repr(licences.read_packages())}
found["notebooks"] = repr(list_notebook_activities())
print(json.dumps({name: hashlib.sha256(text.encode()).hexdigest() for name, text in found.items()}))
"""


def data_of(root):
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONUTF8": "1", "PYTHONHASHSEED": "0"}
    done = subprocess.run(
        [sys.executable, "-c", DATA],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_checkout_with_windows_line_ends_has_the_same_fingerprints_keys_and_pages(tmp_path):
    root = copy_kit(tmp_path / "kit")
    for path in root.rglob("*"):
        if path.suffix in TEXT:
            path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    assert b"\r\n" in (root / "exercises/ferry-fares/article.txt").read_bytes()
    assert data_of(root) == data_of(ROOT)


def test_git_gives_every_system_the_same_line_ends():
    assert "* text=auto eol=lf" in (ROOT / ".gitattributes").read_text(encoding="utf-8")
    assert [
        str(path) for path in project_files() if path.suffix in TEXT and b"\r\n" in (ROOT / path).read_bytes()
    ] == []


def project_files():
    left_out = {
        ".git",
        ".venv",
        "_build",
        ".pytest_cache",
        ".hypothesis",
        ".ruff_cache",
        "__pycache__",
        ".ipynb_checkpoints",
        "answers",
        "node_modules",
    }  # made, not part of it
    found = []
    for folder, inside, names in os.walk(ROOT):
        inside[:] = set(inside) - left_out
        found += [Path(folder, name).relative_to(ROOT) for name in names]
    return sorted(found)


def test_no_name_in_the_project_is_one_that_windows_refuses_or_takes_for_another():
    names = [path.as_posix() for path in project_files()]
    assert [name for name in names if UNSAFE.search(name) or not name.isascii() or len(name) > 120] == []
    assert len({name.lower() for name in names}) == len(names), "two names differ in capitals only"


def careless_calls(path):
    """Return the lines of a module that read or write text in whatever encoding the computer has."""
    for call in (
        node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
    ):
        name = getattr(call.func, "id", "") or getattr(call.func, "attr", "")
        named = {keyword.arg: getattr(keyword.value, "value", None) for keyword in call.keywords}
        is_method = isinstance(call.func, ast.Attribute)
        mode = next(
            (argument.value for argument in call.args[1:2] if isinstance(argument, ast.Constant)), "r"
        )
        text = (
            (is_method and name in ("read_text", "write_text"))
            or ((name == "open" and not is_method or name == "fdopen") and "b" not in str(mode))
            or named.get("text") is True
        )
        if text and "encoding" not in named:
            yield f"{path.name}:{call.lineno}"


def test_text_is_read_and_written_as_utf_8_whatever_the_computer_prefers():
    modules = [
        ROOT / "kit.py",
        ROOT / "tests/run.py",
        ROOT / "tests/helpers/browsers.py",
        *(ROOT / "secondsource").rglob("*.py"),
    ]
    assert [line for path in modules for line in careless_calls(path)] == []


@pytest.mark.parametrize(
    "code, is_careless",
    [
        ("open('x')", True),
        ("open('x', 'rb')", False),
        ("open('x', encoding='utf-8')", False),
        ("path.read_text()", True),
        ("read_text(path)", False),
        ("os.fdopen(3, 'w')", True),
        ("subprocess.run([], text=True)", True),
        ("archive.open('x')", False),
    ],
)
def test_the_check_above_sees_what_is_careless(tmp_path, code, is_careless):
    (tmp_path / "module.py").write_text(code, encoding="utf-8")
    assert bool(list(careless_calls(tmp_path / "module.py"))) is is_careless


def test_a_table_that_is_open_in_a_spreadsheet_is_named_and_left_whole(tmp_path, monkeypatch):
    table = tmp_path / "marks.csv"
    table.write_text("old", encoding="utf-8")

    def locked(source, target):  # what Windows says while Excel has the file
        raise PermissionError(13, "Access is denied", str(source), 5, str(target))

    monkeypatch.setattr("os.replace", locked)
    monkeypatch.setattr(cli, "main", lambda **_: write_csv(pd.DataFrame({"a": ["new"]}), table))
    with pytest.raises(SystemExit) as stopped:
        cli.run()
    assert "marks.csv" in str(stopped.value) and "open in another program" in str(stopped.value)
    assert table.read_text(encoding="utf-8") == "old" and [path.name for path in tmp_path.iterdir()] == [
        "marks.csv"
    ]


def test_no_module_names_a_place_that_only_some_systems_have():
    kit = (ROOT / "kit.py").read_text(encoding="utf-8")
    assert '"Scripts/python.exe" if os.name == "nt"' in kit
    assert [
        path.name
        for path in (ROOT / "secondsource").rglob("*.py")
        if re.search(r'["\']/(tmp|usr|etc|home|dev)/', path.read_text(encoding="utf-8"))
    ] == []
