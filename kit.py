#!/usr/bin/env python3
"""Second Source: the one entry point. Needs Python 3.11 to 3.14 and nothing else.

python3 kit.py            set everything up, build the book, open it
python3 kit.py test       set everything up, a browser included, and run the tests
python3 kit.py benchmark  the same, and measure how fast it is
python3 kit.py --help     all commands
"""

import ast
import hashlib
import os
import re
import subprocess
import sys
import venv
from importlib.util import find_spec
from pathlib import Path
from urllib.request import getproxies

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST, NEWEST = (3, 11), (3, 14)
RUNNERS = {"test": "tests/run.py", "benchmark": "benchmarks/run.py"}
# MB of wheels at most, whatever the computer (a test asks the package index); MB on the disk, tests included.
DOWNLOAD, NEEDED = {"kit": 195, "tests": 70}, 900
STRICT = ["--require-hashes", "--no-deps"]
# What pip, uv or the system says, what that means, and what to do. The first that fits is told.
FAULTS = [
    (
        r"no space left|os error (28|112)\b|errno 28\b|disk quota",
        "The disk is full.",
        f"Make room (the kit needs about {NEEDED} MB) and start again.",
    ),
    (
        r"permission denied|read-only|access is denied|(not a|is a) directory|file exists",
        f"The folder {ROOT} cannot be written to.",
        "Copy the kit to a folder of your own and start again there.",
    ),
    (
        r"do not match|hash mismatch",
        "A package that arrived is not the one the kit was tested with; it was not installed.",
        "Start again. If this stays, something on the way changes files: ask those who run the network.",
    ),
    (
        r"connection|proxy|tunnel|dns error|name resolution|timed? ?out|sending request|from versions: none",
        "The packages could not be fetched.",
        "Is there a network{proxy}? It is needed once; after that the kit works without. "
        "Start again when it is back: what was fetched is kept.",
    ),
    (
        "",
        "The packages could not be installed; the lines above say why.",
        "Mend that and start again: what was fetched is kept.",
    ),
]


def main(arguments):
    """Set up what the command needs, hand over to it, and return its exit code."""
    require_python()
    runner = RUNNERS.get(arguments[0]) if arguments else None
    # Nobody compiles while installing (it takes 15 s), so each module is compiled once, when first used.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    install(ROOT / "requirements.txt", "kit")
    if runner:
        install(ROOT / "tests" / "requirements.txt", "tests")
        os.chdir(ROOT)
        return hand_over([str(ROOT / runner), *arguments[1:]])
    os.environ |= {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return hand_over(["-m", "secondsource.cli", *(arguments or ["start"])])


def hand_over(arguments):
    """Run the Python of .venv in the place of this one, so that what ends this ends that: a server or a
    build that goes on by itself would be in the way of the next. Windows can only wait for it.
    """
    if os.name != "nt":
        os.execv(PYTHON, [PYTHON, *arguments])
    return subprocess.call([PYTHON, *arguments])


def require_python():
    """Stop unless this Python is one the pinned packages are made for."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        stop(
            f"This is Python {sys.version.split()[0]}; the kit needs Python 3.11 to 3.14.",
            "Install one of these and start again, for example: python3.12 kit.py",
        )


def install(requirements, part):
    """Install a requirements file into .venv, unless this very file was installed there before.

    The stamp says what stands in .venv: this file's sum, or that an installation was ended in the middle.
    """
    wanted = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()
    stamp = VENV / f"installed-{part}"
    try:
        make_environment()
        found = stamp.read_text(encoding="utf-8") if stamp.exists() else ""
        if found != wanted:
            stamp.write_text("unfinished", encoding="utf-8")
            say(f"Installing packages, once: up to {DOWNLOAD[part]} MB are downloaded …")
            run_installers(requirements, again=["--ignore-installed"] if found == "unfinished" else [])
            stamp.write_text(wanted, encoding="utf-8")
            say("Installing packages: done.")
    except OSError as error:
        explain([str(error)])


def make_environment():
    """Create .venv; one left by another Python is replaced."""
    config, line = VENV / "pyvenv.cfg", f"version = {sys.version.split()[0]}\n"
    same = config.exists() and line in config.read_text(encoding="utf-8", errors="replace")
    if not (same and PYTHON.exists()):
        say("Making a Python environment in .venv …")
        venv.create(VENV, clear=True)


def run_installers(requirements, again):
    """Install with uv, which pip brings; where that does not work, with pip.

    again: options for pip when the last installation was ended in the middle.
    """
    text = requirements.read_text(encoding="utf-8")
    tool = re.search(r"^uv==.*\n(?:[ ].*\n)*", text, re.MULTILINE)[0]
    pins = VENV / "pins.txt"  # uv never replaces itself: Windows could not
    pip = [*find_pip(), "install", "--disable-pip-version-check", "--no-compile", *STRICT, *again]
    pins.write_text(tool, encoding="utf-8")
    failed = run([*pip, "--retries", "1", "-r", pins])
    if not failed:
        pins.write_text(text.replace(tool, ""), encoding="utf-8")
        uv = [PYTHON, "-m", "uv", "pip", "install", "--python", PYTHON, "--system-certs", *STRICT]
        failed = run([*uv, *read_pip_settings(), *(["--reinstall"] if again else []), "-r", pins])
    if failed:
        say(
            f"uv, the fast installer, did not work: {failed[-1].strip()[:150]}\nTrying pip, which is slower …"
        )
        if failed := run([*pip, "-r", requirements]):
            explain(failed)


def find_pip():
    """Return the command for a pip that installs into .venv: this Python's own, or one it puts there."""
    if find_spec("pip"):
        return [sys.executable, "-m", "pip", "--python", PYTHON]
    if fails(PYTHON, "-c", "import pip") and fails(PYTHON, "-m", "ensurepip"):
        stop(
            "This Python has neither pip nor ensurepip, so no package can be installed.",
            "Add one (Debian, Ubuntu: sudo apt install python3-venv; else: python.org) and start again.",
        )
    return [PYTHON, "-m", "pip"]


def fails(*command):
    """Run a command that says nothing; return whether it failed."""
    return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) != 0


def read_pip_settings():
    """Return pip's settings as options for uv: a school's own package index, a folder of packages."""
    command = [*find_pip(), "config", "list"]
    known = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace")
    found = {}
    for line in sorted(
        known.stdout.splitlines()
    ):  # :env:.no-index='1' comes before a file's global.no-index='0'
        name, _, value = line.partition("=")
        found.setdefault(name.rpartition(".")[2], ast.literal_eval(value))
    if found.get("no-index", "").lower() in ("1", "true", "yes", "on"):
        return ["--no-index", *(f"--find-links={place}" for place in found.get("find-links", "").split())]
    return ["--default-index", found["index-url"]] if "index-url" in found else []


def run(command):
    """Run an installer with one line of progress; return None, or when it failed the lines it said."""
    installer = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace"
    )
    lines, shown = [], ("Collecting ", "Downloading ", "Installing ", "Installed ")
    for line in installer.stdout:
        lines.append(line.rstrip())
        if sys.stdout.isatty() and line.lstrip().startswith(shown):
            say(f"  {line.strip()[:70]:<70}", end="\r")
    if sys.stdout.isatty():
        say(" " * 72, end="\r")
    return (lines or ["it said nothing"]) if installer.wait() else None


def explain(lines):
    """End with what is in the way and what to do, as far as installers and the system tell it."""
    text = "\n".join(lines)
    pattern, fault, cure = next(fault for fault in FAULTS if re.search(fault[0], text, re.IGNORECASE))
    if not pattern:
        print("\n".join(lines[-6:]), file=sys.stderr)
    address = getproxies().get("https", "")
    proxy = f", and is the proxy {re.sub('//.*@', '//', address)} right (HTTPS_PROXY)" if address else ""
    stop(fault, cure.format(proxy=proxy))


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
