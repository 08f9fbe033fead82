"""jupyter-book on a staged edition, as a process of its own: `python -m secondsource.book.run_sphinx …`."""

import errno
import gc
import os
import re
import shutil
import subprocess
import sys

from ..files import ROOT
from ..problems import fail

OPTIONS = ("--warningiserror", "--nitpick", "--keep-going")
STEP = re.compile(r"(reading|writing) .*\[ *(\d+%)\]")  # what Sphinx says while it works
COLOURS = re.compile(r"\x1b\[[\d;]*m")
FAULTS = ("WARNING", "ERROR", "CRITICAL", "SEVERE")


def run_sphinx(work, say=lambda _text: None, meanwhile=lambda: None):
    """Build WORK/source into WORK/_build/html.

    say: called with how far it is. meanwhile: called once, when the style sheets are there and pages are
        being written. Raises ContentError with the lines that say what is wrong.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
    command = [
        sys.executable,
        "-u",
        "-m",
        __name__,
        "build",
        work / "source",
        "--path-output",
        work,
        *OPTIONS,
    ]
    sphinx = subprocess.Popen(
        list(map(str, command)),
        env=environment,
        cwd=work,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    lines, waiting = [], [meanwhile]
    for line in sphinx.stdout:
        lines.append(COLOURS.sub("", line.rstrip("\n")))
        if found := STEP.search(line):
            say(f"{found[1].capitalize()} the pages: {found[2]}")
            if found[1] == "writing" and waiting:
                waiting.pop()()
    if sphinx.wait():
        # A half-built cache would hide the warning next time.
        shutil.rmtree(work / "_build", ignore_errors=True)
        if f"[Errno {errno.ENOSPC}]" in "".join(lines):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        fault = "the book does not build:\n" + _told(lines)
        fail("book/", "", fault, "Mend the page named above and build again.")


def _told(lines):
    """Return the lines of Sphinx that say what is wrong."""
    lines = [line.replace(str(ROOT / "_build"), "_build") for line in lines]
    wanted = [line for line in lines if any(word in line for word in FAULTS)]
    return "\n".join(wanted or lines[-15:])


if __name__ == "__main__":
    from jupyter_book.cli.main import main

    # A build makes millions of small objects and hardly any rubbish: looking for it less often takes a tenth
    # off the time.
    gc.set_threshold(100_000)
    main()
