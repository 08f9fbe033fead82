"""The benchmarks can be started. What they measure is read by people: benchmarks/README.md."""

import os
import subprocess
import sys

import pytest
from helpers.places import ROOT

from secondsource import __version__
from secondsource.marking.answer_file import AnswerFile

FOLDER = ROOT / "benchmarks"
START = """
import subprocess, sys
import run
sys.exit(subprocess.call([sys.executable, "-c", "import " + sys.argv[1]], env=run.make_environment()))
"""
RUN = START.replace('"-c", "import " + sys.argv[1]', "sys.argv[1]")


def run_python(*arguments, **environment):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=FOLDER,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_the_command_says_what_it_measures():
    done = run_python("run.py", "--help")
    assert done.returncode == 0, done.stderr
    names = done.stdout.partition("NAME")[2]
    assert all((FOLDER / f"{name}.py").exists() and name in names for name in ("pages", "start", "marking"))


def test_every_benchmark_finds_what_it_imports():
    done = run_python("-c", START, ", ".join(sorted(path.stem for path in FOLDER.glob("*.py"))))
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_a_live_class_under_load_loses_nothing():
    """It once asked for an exercise that its class did not offer, and waited for ever."""
    few = {
        "SECONDSOURCE_LIVE_SECONDS": "6",
        "SECONDSOURCE_LIVE_CLASSES": "3",
        "SECONDSOURCE_LIVE_SERVERS": "all",
    }
    done = run_python("-c", RUN, "live.py", **few)
    *_, row = done.stdout.strip().splitlines()
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert done.returncode == 0 and cells[0] == "3" and int(cells[2]) >= 3 and cells[-1] == "0", done.stderr


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
