"""From a clone to the open book: python3 kit.py benchmark start

A fresh clone, `python3 kit.py`, and the first page fetched; beside the floor: the same packages installed by pip and plain `jupyter-book` on the same
pages. Not on Windows. Both take the packages from pip's cache, if it has them.
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


def start_kit(folder):
    """Clone the kit, start it as a newcomer does, fetch the first page; yield (what, seconds since the start)."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "PYTHONPATH")}
    start = time.perf_counter()
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    with subprocess.Popen([BASE_PYTHON, "kit.py"], cwd=folder, env={**kept, "PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, encoding="utf-8", start_new_session=True) as kit:
        for line in kit.stdout:
            if "Installing packages: done" in line:
                yield "packages installed", time.perf_counter() - start
            if found := ADDRESS.search(line):
                with urllib.request.urlopen(found[0]) as page:
                    assert b"Second Source" in page.read()
                yield "book open", time.perf_counter() - start
                os.killpg(kit.pid, signal.SIGTERM)  # the server is a child of kit.py


def start_plain(folder):
    """The floor: the same packages, and the plain book."""
    start = time.perf_counter()
    run([BASE_PYTHON, "-m", "venv", folder / "venv"], ROOT)
    python = folder / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps", "--no-compile", "-r", ROOT / "requirements.txt"], ROOT)
    yield "packages installed", time.perf_counter() - start
    stage_plain(folder / "book")
    build_plain(folder / "book")
    yield "book open", time.perf_counter() - start


def rows(folder):
    """Yield rows (what, ours, plain, ratio)."""
    ours, plain = (dict(found) for found in (start_kit(folder / "kit"), start_plain(folder)))
    for what in plain:
        yield what, f"{ours[what]:.0f} s", f"{plain[what]:.0f} s", f"{ours[what] / plain[what]:.2f}"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        show("From a clone to the open book", ["seconds until", "this kit", "pip and plain jupyter-book", "ratio"], rows(Path(name)))
