"""What the kit stands on: pinned, needed, free to use, and named with its licence wherever it travels."""

import ast
import html
import re
import sys
import tomllib
from fnmatch import fnmatch
from importlib import metadata

import pytest
from helpers.places import ROOT

from secondsource.book.notices import (
    LOCKS,
    NOTICES,
    SITE_FILE,
    list_packages,
    read_components,
    read_packages,
    write_notices,
)
from secondsource.exercise.scripts import PARTS, PROGRESS
from secondsource.problems import ContentError

PROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
HASHED = re.compile(
    r"[A-Za-z0-9._-]+(\[[a-z,-]+\])?==[0-9][\w.]*( ; [^\\]+)? \\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n)+"
)
# Licences that let anybody use the work, for lessons and for money. The GPL and the LGPL add duties only for
# those who pass copies on.
FREE = {
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "BSD",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "0BSD",
    "ISC",
    "Zlib",
    "Apache-2.0",
    "PSF-2.0",
    "CC0-1.0",
    "Public Domain",
    "MPL-1.1",
    "MPL-2.0",
    "GPL",
    "GPL-2.0-or-later",
    "GPL-3.0-or-later",
    "LGPL-2.0-or-later",
}
RUN = {
    "ipykernel": "IPKernelApp",
    "pytest-xdist": '"-n"',
    "argon2-cffi-bindings": "jupyterlab",
}  # what is started by another name than its own


def dependencies():
    project = tomllib.loads(PROJECT)["project"]
    asked = [
        *project["dependencies"],
        *project["optional-dependencies"]["district"],
        *project["optional-dependencies"]["test"],
    ]
    return [re.match(r"[\w-]+", line)[0] for line in asked if not line.startswith("second-source")]


@pytest.mark.parametrize("file", LOCKS.values())
def test_every_line_is_an_exact_pin_with_its_hashes(file):
    text = re.sub(r"^ *#.*\n", "", (ROOT / file).read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert len(HASHED.findall(text)) > 100 and HASHED.sub("", text).strip() == ""


def test_every_direct_dependency_is_pinned_has_its_reason_and_is_used():
    texts = [
        path.read_text(encoding="utf-8")
        for folder in ("secondsource", "tests", "book", "benchmarks")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".yml", ".html", ".css") and path.name != "test_notices.py"
    ]
    modules = {}
    for module, owners in metadata.packages_distributions().items():
        for owner in owners:
            modules.setdefault(owner.lower().replace("_", "-"), set()).add(module)
    pinned = {package.name for package in read_packages()}
    for name in dependencies():
        words = [RUN[name]] if name in RUN else [rf"\b{word}\b" for word in modules[name] | {name}]
        assert name in pinned and any(re.search(word, text) for word in words for text in texts), (
            f"{name} is not used"
        )
        lines = [line for line in PROJECT.splitlines() if re.search(rf'"{name}\b', line)]
        assert any("#" in line for line in lines), f"{name} has no reason in pyproject.toml"


def imported(folder):
    """Return the names that modules below a folder import from outside of Python and of the package."""
    found = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {name.name.partition(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(node.module.partition(".")[0])
    return found - sys.stdlib_module_names - {"secondsource"}


def test_every_package_that_the_kit_imports_is_declared():
    """What comes with another may go with its next version, and the code that needs it would not start."""
    project = tomllib.loads(PROJECT)["project"]
    lines = [*project["dependencies"], *sum(project["optional-dependencies"].values(), [])]
    declared = {re.match(r"[\w-]+", line)[0] for line in lines}
    owners = {
        module: {name.lower().replace("_", "-") for name in names}
        for module, names in metadata.packages_distributions().items()
    }
    used = imported(ROOT / "secondsource")
    assert {"bs4", "markdown_it", "pandas"} <= used
    assert sorted(name for name in used if not owners[name] & declared) == []


def test_the_table_of_packages_is_what_the_pins_and_the_packages_say():
    assert read_packages() == list_packages(), "make it anew: python3 kit.py licences"


def test_every_licence_is_known_and_lets_a_school_use_the_package():
    parts = {package.name: re.split(r" / | AND | OR ", package.licence) for package in read_packages()}
    assert parts and {name: licences for name, licences in parts.items() if not set(licences) <= FREE} == {}


def test_a_package_whose_licence_nobody_knows_is_named_with_what_to_do(tmp_path):
    (tmp_path / "tests").mkdir()
    for file in LOCKS.values():
        (tmp_path / file).write_text("no-such-package==1.0 \\\n    --hash=sha256:00\n", encoding="utf-8")
    with pytest.raises(ContentError, match="no-such-package: its licence is not known here"):
        list_packages(tmp_path)


@pytest.mark.parametrize("edition", ["study", "class"])
def test_every_file_in_a_built_book_is_ours_or_named_with_its_owner(editions, edition):
    names = [
        path.relative_to(editions(edition) / "_static").as_posix()
        for path in (editions(edition) / "_static").rglob("*")
        if path.is_file()
    ]
    own = {path.name for path in (ROOT / "book/_static").iterdir()} | {
        "secondsource.js",
        *(f"secondsource-{part}.js" for part in PARTS),
        PROGRESS,
        "answers.schema.json",
    }
    others = [name for name in names if name not in own]
    components = read_components()
    owners = {
        name: [id for id, one in components.items() if any(fnmatch(name, pattern) for pattern in one.files)]
        for name in others
    }
    assert {name: ids for name, ids in owners.items() if len(ids) != 1} == {}
    page, notices = (
        html.unescape((editions(edition) / name).read_text(encoding="utf-8"))
        for name in ("third-party.html", SITE_FILE)
    )
    for component in components.values():
        assert component.name in page and component.name in notices and component.copyright in notices
        assert all(f"<code>{pattern}</code>" in page for pattern in component.files)


def test_licence_texts_travel_with_the_site_and_are_the_same_each_time(tmp_path):
    write_notices(tmp_path)
    text = (tmp_path / SITE_FILE).read_text(encoding="utf-8")
    for words in (
        "Redistributions of source code must retain",
        'THE SOFTWARE IS PROVIDED "AS IS"',
        "by the Sphinx team",
        "ExecutableBookProject",
        "The Bootstrap Authors",
    ):
        assert words in text, words
    assert "&#" not in text and "&lt;" not in text
    write_notices(tmp_path)
    assert (tmp_path / SITE_FILE).read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    "part, package, file",
    [
        ("bootstrap", "pydata-sphinx-theme", "bootstrap.js.LICENSE.txt"),
        ("clipboard", "sphinx-copybutton", "clipboard.min.js"),
    ],
)
def test_what_we_say_of_parts_inside_packages_stands_in_their_files(part, package, file):
    text = next(path for path in metadata.files(package) if path.name == file).read_text(encoding="utf-8")
    assert read_components()[part].copyright.split(",")[0] in text


def test_our_own_notice_is_that_of_the_licence_file():
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    owner = re.search(r"^Copyright .*$", licence, flags=re.MULTILINE)[0]
    assert (
        owner in (ROOT / "secondsource/book/templates/licences.txt").read_text(encoding="utf-8")
        and (NOTICES / "MIT.txt").read_text(encoding="utf-8").strip() in licence
    )
