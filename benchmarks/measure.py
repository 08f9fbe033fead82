"""What all benchmarks share: run a program and say what it took; print a table."""

import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests"
sys.path[:0] = [str(ROOT), str(TESTS)]


class Run(NamedTuple):
    """What a program took. megabytes: the most memory that it, or one program it started, held at once;
    None on Windows.
    """

    seconds: float
    megabytes: float | None


def run(command, folder, root=ROOT):
    """Run `command` in `folder` with the package in `root`; return a Run. Raises CalledProcessError with
    what the program said.
    """
    kept = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }  # compiled modules are kept, as in an installed kit
    start = time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**kept, "PYTHONPATH": str(root), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        said = process.stdout.read()
        if not hasattr(os, "wait4"):
            status, used = process.wait(), None
        else:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = status
    seconds = time.perf_counter() - start
    if status:
        raise subprocess.CalledProcessError(status, command, said)
    kilobytes = used and used.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Run(seconds, kilobytes and kilobytes / 1024)


def show(title, head, rows):
    """Print a Markdown table under a heading, a row as soon as it is known."""
    print(f"\n### {title}\n\n| {' | '.join(head)} |\n|{'---|' * len(head)}", flush=True)
    for row in rows:
        print(f"| {' | '.join(map(str, row))} |", flush=True)


def describe_machine():
    """Return one line on where the figures were measured."""
    memory = (
        f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB"
        if hasattr(os, "sysconf")
        else ""
    )
    python, day = platform.python_version(), "%d %B %Y" if os.name == "nt" else "%-d %B %Y"
    return f"{platform.system()}, {os.cpu_count()} cores{memory}, Python {python}, {time.strftime(day)}"
