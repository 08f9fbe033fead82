"""The house: rooms stand on one another, the maps say what is there, tests stand where their rooms do, and
the code looks the same everywhere.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.places import ROOT
from helpers.style import check_style

PACKAGE = ROOT / "secondsource"
CODE = ("secondsource", "tests", "benchmarks", "book")
MODULES = sorted(
    path.relative_to(ROOT) for path in PACKAGE.rglob("*.py") if path.name not in ("__init__.py", "cli.py")
)
# A path in backticks: a folder, or a file with a known ending.
PATH = re.compile(r"`([\w./*-]+(?:/|\.(?:py|js|md|yaml|yml|txt|csv|json|css|html|typ|toml|ipynb|bib)))`")

# What commands write and readers make: named in the README, in no fresh copy of the kit.
MADE = {
    *("SET-answers.csv", "SET-gift.txt", "items.csv", "marks.csv", "problems.csv", "texts.csv"),
    *(
        "grades.csv",
        "moodle.csv",
        "who.csv",
        "class.csv",
        "after-the-reasons.csv",
        "lessons/NAME.html",
        "work.html",
    ),
    *(
        "index.html",
        "report.html",
        "licences.txt",
        "NAME-new.ipynb",
        "drafts/",
    ),
}


def lint_imports(folder):
    """Return import-linter's finished run over the package in `folder`."""
    command = shutil.which("lint-imports", path=Path(sys.executable).parent)
    return subprocess.run(
        [command, "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PYTHONUTF8": "1", "PATH": "", "SYSTEMROOT": ""},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_a_room_imports_only_what_stands_below_it():
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "file, line, named",
    [
        ("content/labels.py", "from ..report import page", "secondsource.content is not allowed to import"),
        ("attic.py", "", "attic"),
        # late imports hide a circle from Python, and not from whoever has to understand the room
        ("author/workspace.py", "def tell():\n    from .wording import Words", "cycles are allowed in"),
        ("marking/sources.py", "from .reading import read_sources", "cycles are allowed in"),
    ],
)
def test_an_import_from_above_a_circle_and_a_room_without_a_place_are_named(tmp_path, file, line, named):
    shutil.copytree(PACKAGE, tmp_path / "secondsource", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with open(tmp_path / "secondsource" / file, "a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")
    done = lint_imports(tmp_path)
    assert done.returncode != 0 and named in done.stdout + done.stderr, done.stdout + done.stderr


@pytest.mark.parametrize(
    "code, said",
    [("import os\n", "F401"), ("x = {  'a':1 }\n", "would be reformatted"), ("# " + "long " * 30, "E501")],
)
def test_style_is_the_first_thing_that_is_looked_at(tmp_path, capfd, code, said):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "plain.py").write_text("NUMBER = 1\n", encoding="utf-8")
    assert check_style(tmp_path) and capfd.readouterr().out == "ruff: nothing to mend.\n"
    (tmp_path / "odd.py").write_text(code, encoding="utf-8")
    assert not check_style(tmp_path)
    shown = capfd.readouterr().out
    assert said in shown and "odd.py" in shown and "ruff check --fix" in shown


def test_a_finding_is_silenced_only_with_a_reason():
    files = [ROOT / "kit.py", *(path for name in CODE for path in (ROOT / name).rglob("*.py"))]
    bare = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"# noqa(?!: [A-Z]+\d+ \(.{8})", line) and path != Path(__file__)
    ]
    assert bare == []


def test_the_map_of_the_package_names_every_room_and_nothing_else():
    text = (PACKAGE / "README.md").read_text(encoding="utf-8")
    rows = [row.split("|")[1] for row in text.splitlines() if row.startswith("| `")]
    named = {name.rstrip("/") for row in rows for name in re.findall(r"`([^`]+)`", row)}
    there = {
        path.name
        for path in PACKAGE.iterdir()
        if path.name not in ("__init__.py", "__pycache__", "first_edition.py") and path.suffix != ".md"
    }
    assert named == there


def exists(name):
    """Return whether a path of a README is there; SET and NAME stand for any name, a file name alone for a
    file in any folder, a folder alone for one of the kit or of a room.
    """
    pattern = re.sub(r"\b(SET|NAME|ROOM|DIR)\b", "*", name.rstrip("/"))
    places = ["", "secondsource/", "secondsource/*/"] + ["*/", "*/*/"] * ("/" not in name)
    return any(any(ROOT.glob(place + pattern)) for place in places)


@pytest.mark.parametrize("readme", ["README.md", "secondsource/README.md"])
def test_a_readme_names_only_paths_that_exist(readme):
    paths = set(PATH.findall((ROOT / readme).read_text(encoding="utf-8")))
    assert len(paths) > 8
    assert [path for path in sorted(paths - MADE) if not exists(path)] == []
    assert not exists("exercises/SET/breif.txt") and not exists("nowhere/")


# Code, styles and scripts that comments name: files of the kit, or these of others and of builds.
NAMED = re.compile(r"[\w./-]*\w\.(?:py|js|css|typ)\b")
OTHERS = {
    *("pydata-sphinx-theme.js", "sphinx-book-theme.js", "togglebutton.js", "bootstrap.js", "fontawesome.js"),
    *("secondsource.js", "secondsource-copy.js", "secondsource-progress.js", "script.js", "style.css"),
}


def comments_of(path):
    """Return all comments and docstrings of a module, a script or a style sheet, as one text."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return "\n".join(re.findall(r"/\*[\s\S]*?\*/|^\s*//.*", text, flags=re.MULTILINE))
    return "\n".join(re.findall(r'^\s*"""[\s\S]*?"""|(?:^|\s)# .*', text, flags=re.MULTILINE))


def names_nothing(text, there):
    """Return the files that a comment names and that are not `there`; NAME stands for any name."""
    return {
        name
        for name in NAMED.findall(text)
        if not (name.startswith(".") or Path(name).name in OTHERS or "NAME" in name)
        and not any(f"/{path}".endswith(f"/{name}") for path in there)
    }


def test_comments_name_files_that_exist():
    there = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("*.py")}
    for place in CODE:
        for folder, folders, names in os.walk(ROOT / place):
            folders[:] = [name for name in folders if name not in ("node_modules", "_build", "__pycache__")]
            there |= {Path(folder, name).relative_to(ROOT).as_posix() for name in names if NAMED.search(name)}
    read = {path: comments_of(ROOT / path) for path in there if not path.endswith(".typ")}
    found = {path: gone for path, said in read.items() if (gone := names_nothing(said, there))}
    assert found == {}
    assert names_nothing("see district.py, charts/svg.py and style.css", there) == {"district.py"}


def test_the_readmes_table_of_folders_has_every_folder_that_comes_with_the_kit():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = text[text.index("| folder | what it holds |") :].split("\n\n")[0]
    named = {name.partition("/")[0] for name in re.findall(r"^\| `([^`]+)`", table, flags=re.MULTILINE)}
    folders = {path.parent.name for path in ROOT.glob("[!._]*/*") if path.suffix in (".py", ".md", ".yml")}
    assert folders - {"drafts"} <= named


def test_tests_stand_in_the_folder_of_the_room_they_test():
    rooms = {path.parent.name for path in ROOT.glob("tests/*/test_*.py")}
    assert rooms <= {path.name for path in PACKAGE.iterdir() if path.is_dir()}


def imported(path):
    """Return the modules of the package that a file imports, as paths; of a room that it imports by name,
    those that the room gives on.
    """
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = path.relative_to(ROOT).parts[: -node.level] if node.level else ()
            module = ".".join([*above, *([node.module] if node.module else [])])
            found |= {module, *(f"{module}.{name.name}" for name in node.names)}
    places = {Path(*name.split(".")) for name in found if name.startswith("secondsource.")}
    rooms = {place / "__init__.py" for place in places if (ROOT / place / "__init__.py").exists()}
    rooms -= {path.relative_to(ROOT)}
    return {place.with_suffix(".py") for place in places}.union(*(imported(ROOT / room) for room in rooms))


def test_playwright_is_started_in_one_place():
    """Started a second time in one process it refuses: tests that pass alone then fail beside others."""
    starts = re.compile(r"^from playwright.sync_api import .*sync_playwright", re.MULTILINE)
    tests = (ROOT / "tests").rglob("test_*.py")
    assert [path.name for path in tests if starts.search(path.read_text(encoding="utf-8"))] == []


def test_every_module_is_imported_by_a_test():
    tried = set().union(*map(imported, ROOT.glob("tests/**/*.py")))
    assert [path.as_posix() for path in MODULES if path not in tried] == []


def test_every_table_that_is_written_goes_through_the_one_guard_against_formulas():
    writers = [
        path
        for path in (ROOT / "secondsource").rglob("*.py")
        if re.search(r"csv\.writer\(|DictWriter\(|\.to_csv\(", path.read_text(encoding="utf-8"))
    ]
    assert len(writers) >= 4
    assert [path.name for path in writers if "clean_cell" not in path.read_text(encoding="utf-8")] == []
