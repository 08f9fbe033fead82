"""From a clone to the open book: python3 kit.py benchmark start

A fresh clone, `python3 kit.py`, and the first page fetched; beside it, in the same run, the way it was before
(pip, then the whole book, then open) and the floor: the same packages by pip and plain `jupyter-book` on the
same pages. Not on Windows. The kit starts twice: with an empty cache of uv, then with what that left.
pip takes its packages from its own cache, if it has them.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from measure import ROOT, run, show
from plain import build_plain, stage_plain

BASE_PYTHON = Path(sys._base_executable)  # the Python that made this environment, as a newcomer would call it
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")


def start_kit(folder, cache):
    """Clone the kit and start it as a newcomer does; return {what: seconds since the start}."""
    start = time.perf_counter()
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    return run_kit(folder, cache, start, "The book is complete")


def run_kit(folder, cache, start, until):
    """Run kit.py until it says `until`, and fetch a page as soon as it says where; return {what: seconds}."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "PYTHONPATH")
    }
    found = {}
    with subprocess.Popen(
        [BASE_PYTHON, "kit.py"],
        cwd=folder,
        env={**kept, "PYTHONUNBUFFERED": "1", "UV_CACHE_DIR": str(cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    ) as kit:
        for line in kit.stdout:
            if "Installing packages: done" in line:
                found["packages installed"] = time.perf_counter() - start
            if address := ADDRESS.search(line):
                with urllib.request.urlopen(address[0]) as page:
                    assert b"Second Source" in page.read()
                found["book open"] = time.perf_counter() - start
            if until in line:
                found["all pages there"] = time.perf_counter() - start
                os.killpg(kit.pid, signal.SIGTERM)  # the server is a child of kit.py
    return found


def start_before(folder):
    """The way it was: pip, which Python puts into the environment, then the whole book."""
    start = time.perf_counter()
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    python = install_by_pip(folder / ".venv")
    installed = time.perf_counter() - start
    run([python, "-m", "secondsource.cli", "build"], folder, folder)
    built = time.perf_counter() - start
    return {"packages installed": installed, "book open": built, "all pages there": built}


def start_plain(folder):
    """The floor: the same packages, and the plain book."""
    start = time.perf_counter()
    install_by_pip(folder / "venv")
    installed = time.perf_counter() - start
    stage_plain(folder / "book")
    build_plain(folder / "book")
    built = time.perf_counter() - start
    return {"packages installed": installed, "book open": built, "all pages there": built}


def install_by_pip(environment):
    run([BASE_PYTHON, "-m", "venv", environment], ROOT)
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    run(
        [
            python,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
            "--no-deps",
            "--no-compile",
            "-r",
            ROOT / "requirements.txt",
        ],
        ROOT,
    )
    return python


def rows(folder):
    """Yield rows (what, ours with an empty cache, ours, before, plain, ratio to before, ratio to plain)."""
    cache = folder / "cache"
    empty, ours = start_kit(folder / "first", cache), start_kit(folder / "kit", cache)
    before, plain = start_before(folder / "before"), start_plain(folder)
    for what in before:
        yield (
            what,
            *(f"{found[what]:.0f} s" for found in (empty, ours, before, plain)),
            *(f"{ours[what] / other[what]:.2f}" for other in (before, plain)),
        )
    again = run_kit(folder / "kit", cache, time.perf_counter(), "Second Source is open")
    yield "book open, started again", "-", f"{again['book open']:.1f} s", "-", "-", "-", "-"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        show(
            "From a clone to the open book",
            [
                "seconds until",
                "this kit, nothing cached",
                "this kit",
                "before: pip, then the whole book",
                "pip and plain jupyter-book",
                "ratio to before",
                "ratio to plain",
            ],
            rows(Path(name)),
        )
