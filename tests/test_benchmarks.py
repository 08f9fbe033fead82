"""The benchmarks can be started. What they measure is read by people: benchmarks/README.md."""

import subprocess
import sys

from helpers.places import ROOT

from secondsource import __version__
from secondsource.marking.answer_file import AnswerFile

FOLDER = ROOT / "benchmarks"
START = """
import subprocess, sys
import run
sys.exit(subprocess.call([sys.executable, "-c", "import " + sys.argv[1]], env=run.make_environment()))
"""


def run_python(*arguments):
    return subprocess.run(
        [sys.executable, *arguments], cwd=FOLDER, capture_output=True, text=True, encoding="utf-8"
    )


def test_the_command_says_what_it_measures():
    done = run_python("run.py", "--help")
    assert done.returncode == 0, done.stderr
    names = done.stdout.partition("NAME")[2]
    assert all((FOLDER / f"{name}.py").exists() and name in names for name in ("pages", "start", "marking"))


def test_every_benchmark_finds_what_it_imports():
    done = run_python("-c", START, ", ".join(sorted(path.stem for path in FOLDER.glob("*.py"))))
    assert done.returncode == 0, done.stderr


def test_made_up_answer_files_are_of_this_kit():
    """Those of 0.1.0 had another schema and no edition: what is measured must be what a class hands in."""
    code = """
import json, tempfile, marking
from pathlib import Path
marking.FILES, folder = 1, Path(tempfile.mkdtemp())
marking.write_files(folder, marking.list_items())
print(next(folder.iterdir()).read_text(encoding="utf-8"))
"""
    done = run_python("-c", START.replace('"import " + sys.argv[1]', "sys.argv[1]"), code)
    file = AnswerFile.model_validate_json(done.stdout)
    assert {file.kit, *(sitting.kit for sitting in file.activities.values())} == {__version__}
    assert {sitting.edition for sitting in file.activities.values()} == {"study"}, done.stderr
