#!/usr/bin/env python3
"""Second Source: the one entry point. Needs Python 3.11 to 3.14 and nothing else.

    python3 kit.py            set everything up, build the book, open it
    python3 kit.py test       set everything up, a browser included, and run the tests
    python3 kit.py benchmark  the same, and measure how fast it is
    python3 kit.py --help     all commands
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST, NEWEST = (3, 11), (3, 14)
RUNNERS = {"test": "tests/run.py", "benchmark": "benchmarks/run.py"}


def main(arguments):
    """Set up what the command needs, hand over to it, and return its exit code."""
    require_python()
    runner = RUNNERS.get(arguments[0]) if arguments else None
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # pip does not compile (it takes 15 s), so each module is compiled once, when first used
    install(ROOT / "requirements.txt")
    if runner:
        install(ROOT / "tests" / "requirements.txt")
        return subprocess.call([PYTHON, str(ROOT / runner), *arguments[1:]], cwd=ROOT)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.call([PYTHON, "-m", "secondsource.cli", *(arguments or ["start"])], env=environment)


def require_python():
    """Stop unless this Python is one the pinned packages are made for."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        stop(f"This is Python {sys.version.split()[0]}; the kit needs Python 3.11 to 3.14.",
             "Install one of these and start again, for example: python3.12 kit.py")


def install(requirements):
    """Install a requirements file into .venv, unless this very file was installed there before."""
    wanted = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()
    stamp = VENV / f"installed-{requirements.parent.name if requirements.parent != ROOT else 'kit'}"
    if PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    try:
        make_environment()
        run_pip(requirements)
        stamp.write_text(wanted, encoding="utf-8")
    except OSError as error:
        stop(f"The folder {ROOT} cannot be written to ({error.strerror}).", "Copy the kit to a folder of your own and start again there.")


def make_environment():
    """Create .venv; one left by another Python is replaced."""
    config = VENV / "pyvenv.cfg"
    same = config.exists() and f"version = {sys.version.split()[0]}" in config.read_text(encoding="utf-8", errors="replace")
    if not (same and PYTHON.exists()):
        say("Making a Python environment in .venv …")
        venv.create(VENV, with_pip=True, clear=True)


def run_pip(requirements):
    """Run pip with one line of progress; on failure show what it said and what to do."""
    command = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--require-hashes", "--no-deps", "--no-compile", "-r", requirements]
    pip = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace")
    lines = []
    say("Installing packages, once (about half a minute, longer on a slow network) …", end="\r" if sys.stdout.isatty() else "\n")
    for line in pip.stdout:
        lines.append(line.rstrip())
        if sys.stdout.isatty() and line.startswith(("Collecting ", "Installing ")):
            say(f"Installing packages, once: {line.split()[1].split('==')[0] if line[0] == 'C' else 'writing them to .venv …':<50}", end="\r")
    if pip.wait():
        print("\n" + "\n".join(lines[-6:]), file=sys.stderr)
        stop("The packages could not be installed.",
             "Is there a network? It is needed once; after that the kit works without. Start again when it is back: what was fetched is kept.")
    say("Installing packages: done." + " " * 50)


def say(text, end="\n"):
    """Print a line of progress at once."""
    print(text, end=end, flush=True)


def stop(fault, cure):
    """End with one clear message."""
    sys.exit(f"kit.py: {fault}\n{cure}")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
