"""Every command has help, an example that runs, and a line in the README; the examples of the README run.

An example is run as it stands, with a tiny kit, in a folder that has the files which examples name. Commands
that run until Ctrl+C are started, asked for a page and stopped; JupyterLab is only asked for its help here,
since tests/notebooks/test_lab.py works in a running one.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import urllib.request

import click
import pytest
from helpers.drafts import write_draft
from helpers.handing_in import GOOD, submission, zipped
from helpers.places import ROOT
from helpers.tiny_site import SET, make_tiny_kit
from pypdf import PdfWriter

from secondsource.cli import main
from secondsource.content.texts import read_article

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = sorted(main.commands)
EXAMPLE = re.compile(r"^[ ]{2,}(?:Example: )?(python3 kit\.py[^\n#]*?)(?:[ ]{2,}.*)?$", re.MULTILINE)
SETS = (SET, "2015-scale", "check-a")
RUNNERS = ("test", "benchmark")  # kit.py starts these itself, without the package
# Each takes ten seconds, and what it makes is looked at in tests/desk, book, live and report.
LONG = ("release", "build", "bundle", "handouts", "start", "live", "demo-report")
WAITING = ("start", "serve", "author", "live")  # until Ctrl+C
# What stands for a place that this computer should not be searched for, or does not have.
STANDS_FOR = {
    "/home": "homes",
    "DIR": "my-copies",
    "FILE...": "my-copy.html",
    "ANSWERS": "handed-in",
    "SET": "school-phones",
    "DIR/other.yaml": "for-a-colleague/other.yaml",
}
NOT_HERE = {"s3://": "needs a store on the network; tests/marking/test_cluster.py marks on a local cluster"}


def examples(command):
    """Return the examples in the help of a command."""
    help_ = main.commands[command].get_help(click.Context(main.commands[command], info_name=command))
    return EXAMPLE.findall(help_.replace("Example: ", "  Example: "))


def command_of(example):
    """Return the words after `kit.py`; for none, what kit.py then does."""
    return [STANDS_FOR.get(word, word) for word in shlex.split(example)[2:]] or ["start"]


def what_it_does(example):
    """Return a command without the folder that it writes to: an example that differs only in it runs once."""
    words = command_of(example)
    return tuple(word for word, before in zip(words, ["", *words], strict=False) if before != "--out")


IN_HELP = [example for command in COMMANDS for example in examples(command)]
IN_README = re.findall(r"^    (python3 kit\.py[^\n#]*?) *(?:#.*)?$", README, flags=re.MULTILINE)
ALL = list(
    {
        what_it_does(example): example for example in IN_HELP + EXAMPLE.findall(main.epilog) + IN_README
    }.values()
)
HERE = [
    example
    for example in ALL
    if command_of(example)[0] not in RUNNERS and not any(word in example for word in NOT_HERE)
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does_and_shows_an_example_of_itself(command):
    said = main.commands[command].help.strip().splitlines()[0]
    assert said[0].isupper() and len(said) > 20
    assert examples(command) and all(command_of(example)[0] == command for example in examples(command))
    for option in main.commands[command].params:
        assert isinstance(option, click.Argument) or option.help, f"{command} {option.name}"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_line_in_the_readme(command):
    asked = r"python3 kit\.py(?:\s+#|`)" if command == "start" else rf"\bkit\.py {command}\b"
    assert re.search(asked, README)


def test_the_readme_names_no_command_that_is_not_there():
    named = set(re.findall(r"\bkit\.py ([a-z][a-z-]*)", README))
    assert named <= {*COMMANDS, *RUNNERS}


def test_every_example_is_run_or_it_is_said_why_not():
    assert {command_of(example)[0] for example in HERE} == set(COMMANDS)
    assert len(ALL) - len(HERE) == len(RUNNERS) + len(NOT_HERE), sorted(set(ALL) - set(HERE))


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A tiny kit with what commands read beside the sets."""
    kit = make_tiny_kit(tmp_path_factory.mktemp("docs") / "kit", sets=SETS)
    notebooks = [
        f"solutions/notebooks/{name}"
        for name in ("class-report.ipynb", "2015-scale.ipynb", "2015-scale.yaml")
    ]
    for name in ("requirements.txt", "tests/requirements.txt", "pyproject.toml", *notebooks):
        (kit / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, kit / name)
    write_draft(kit, "school-phones")
    return kit


@pytest.fixture
def desk(tmp_path):
    """A folder beside the kit, with everything in it that an example names."""
    units = read_article("2015-scale").units.values()
    # What the kit knows of an original, the ends of its passages, and between them words that nobody wrote.
    original = "".join(
        f"<p>{unit.first} {'mumble ' * len(unit.text.split())} {unit.last}</p>\n"
        for unit in units
        if unit.first
    )
    files = {
        "my-article.txt": b"Phones are out. Everybody says so.\n\nNobody counted them.\n",
        "for-a-colleague/other.yaml": b"units:\n  p6.1:\n    speaking: {answer: S0, why: It is so.}\n",
        "my-copy.html": original.encode(),
        "my-copies/one.html": original.encode(),
        "handed-in/ada.json": GOOD,
        "class.csv": "First name;Last name;ID number\nAda;Lovelace;m1\n".encode("utf-8-sig"),
        "submissions.zip": zipped({"bo.json": submission("Bo")}),
        "homes/ada/second-source/answers/ferry-fares.json": GOOD,
        "compared.yaml": b"brief/b2.1: {result: seen, at: the statement of the two experts}",
        "site/index.html": b"<title>Built before</title>",
        "_build/study/index.html": b"<title>Built before</title>",
    }
    for name, data in files.items():
        (tmp_path / "desk" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "desk" / name).write_bytes(data)
    paper = PdfWriter()
    paper.add_blank_page(210, 297)
    paper.write(tmp_path / "desk/another.pdf")
    return tmp_path / "desk"


@pytest.fixture
def start(whole, desk):
    """Return a function that starts a command with a kit of its own; what only builds a book gets one set."""

    def run(words):
        small = words[0] in ("start", "build", "bundle") and "--originals" not in words
        kit = make_tiny_kit(desk.parent / "kit") if small else shutil.copytree(whole, desk.parent / "kit")
        if words[0] == "handouts":  # the rules stand on these pages; one plan is as good as six
            for name in ("who-is-speaking", "how-do-they-know", "who-is-missing", "glossary"):
                shutil.copy(ROOT / f"book/{name}.md", kit / "book")
            (kit / "solutions/lessons").mkdir()
            for name in ("lesson-1", "letter-home"):
                shutil.copy(ROOT / f"solutions/lessons/{name}.md", kit / "solutions/lessons")
        if words[0] == "new":
            shutil.rmtree(kit / "drafts")  # the other examples need the draft that this one makes
        environment = {**os.environ, "PYTHONPATH": str(kit), "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
        for name in ("DISPLAY", "WAYLAND_DISPLAY"):
            environment.pop(name, None)
        return subprocess.Popen(
            [sys.executable, "-m", "secondsource.cli", *words],
            cwd=desk,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )

    return run


# Of each command one example is run each time, and all of them in the slow run.
FIRST = {command_of(example)[0]: example for example in reversed(HERE)}


@pytest.mark.parametrize(
    "example",
    [
        one
        if command_of(one)[0] not in LONG and FIRST[command_of(one)[0]] == one
        else pytest.param(one, marks=pytest.mark.slow)
        for one in HERE
    ],
)
def test_an_example_runs(start, example):
    words = command_of(example)
    with start([*words, "--help"] if words[0] == "lab" else words) as process:
        if words[0] in WAITING:
            line = next((line for line in process.stdout if "http://127.0.0.1:" in line), "")
            page = urllib.request.urlopen(re.search(r"http://\S+", line)[0], timeout=10).read()
            process.terminate()
            assert b"<title>" in page
        else:
            said, _ = process.communicate(timeout=300)
            assert process.returncode == 0 and said.strip() and "Traceback" not in said, said
