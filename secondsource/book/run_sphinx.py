"""jupyter-book on a staged edition, as a process of its own: `python -m secondsource.book.run_sphinx …`."""

import errno
import gc
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
import threading
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from ..files import ROOT
from ..problems import fail

STEP = re.compile(r"(reading|writing) .*\[ *(\d+%)\]")  # what Sphinx says while it works
GO = "build"
PATIENCE = 5  # seconds for it to end by itself
MOST = 4  # processes; each takes 150 MB
NEEDED = (  # what jupyter-book and Sphinx load by name, and late
    "jupyter_book.sphinx",
    "myst_nb.sphinx_ext",
    "sphinx.builders.html",
    "sphinx_book_theme",
    "sphinx_design",
    "sphinxcontrib.bibtex",
    "secondsource.book.extension",
)
COLOURS = re.compile(r"\x1b\[[\d;]*m")
FAULTS = ("WARNING", "ERROR", "CRITICAL", "SEVERE")


class Sphinx:
    """A process that builds WORK/source into WORK/_build/html once it is told to: `run`.

    To load what it needs takes it a second and a half, so it is started early: `with Sphinx(work) as sphinx`.
    It ends when whoever started it is gone, killed or not.
    """

    def __init__(self, work):
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
        command = [sys.executable, "-u", "-m", __name__, work / "source", work / "_build/html"]
        work.mkdir(parents=True, exist_ok=True)
        self.work, self.is_told = work, False
        self.process = subprocess.Popen(
            list(map(str, command)),
            env=environment,
            cwd=work,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        with self.process:
            with suppress(OSError, subprocess.TimeoutExpired):
                if self.is_told:  # by itself it ends those that work for it, too
                    self.process.stdin.close()
                    self.process.wait(PATIENCE)
            self.process.kill()

    def run(self, say=lambda _text: None, meanwhile=lambda: None):
        """Build the pages.

        say: called with how far it is. meanwhile: called once, when the style sheets are there and pages are
            being written. Raises ContentError with the lines that say what is wrong.
        """
        self.is_told = True
        with suppress(OSError):  # it ended already: what it said tells why
            self.process.stdin.write(f"{GO}\n")
            self.process.stdin.flush()
        lines, waiting = [], [meanwhile]
        for line in self.process.stdout:
            lines.append(COLOURS.sub("", line.rstrip("\n")))
            if found := STEP.search(line):
                say(f"{found[1].capitalize()} the pages: {found[2]}")
                if found[1] == "writing" and waiting:
                    waiting.pop()()
        if self.process.wait():
            # What was read of them would hide the warning next time; what cells worked out stays.
            for read in ("html", ".doctrees"):
                shutil.rmtree(self.work / "_build" / read, ignore_errors=True)
            if f"[Errno {errno.ENOSPC}]" in "".join(lines):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            fault = "the book does not build:\n" + _told(lines, self.work / "source")
            fail("book/", "", fault, "Mend the page named above and build again.")


def _told(lines, source):
    """Return the lines of Sphinx that say what is wrong, with the files that an author wrote."""
    from .staging import author_file  # most builds have nothing to tell

    staged = re.compile(rf"{re.escape(str(source))}[/\\]([^:\s]+)")
    wanted = [line for line in lines if any(word in line for word in FAULTS)] or lines[-15:]
    named = (staged.sub(lambda found: author_file(found[1]) or found[0], line) for line in wanted)
    return "\n".join(line.replace(str(ROOT / "_build"), "_build") for line in named)


def count_processes():
    """Return how many processes read and write pages side by side; it was tried on Linux only."""
    return min(len(os.sched_getaffinity(0)), MOST) if sys.platform == "linux" else 1


def build_pages(source, out):
    """Build the pages as `jupyter-book build --warningiserror --nitpick --keep-going` does, with a process
    for each core, which its command line has no option for; return 0 or what went wrong.
    """
    from jupyter_book.sphinx import build_sphinx

    return build_sphinx(
        source,
        out,
        noconfig=True,
        path_config=source / "_config.yml",
        confoverrides={
            "external_toc_path": (source / "_toc.yml").as_posix(),
            "latex_individualpages": False,
            "nitpicky": True,
        },
        warningiserror=True,
        keep_going=True,
        jobs=count_processes(),
    )


def end_with_caller():
    """Wait until whoever started this is gone, and end: nobody would hear what it says, and the next build
    would find it at work on the same pages.
    """
    while os.read(sys.stdin.fileno(), 1):
        pass
    for worker in multiprocessing.active_children():
        worker.kill()
    os._exit(1)


if __name__ == "__main__":
    for name in NEEDED:
        import_module(name)
    if sys.stdin.readline().strip() != GO:  # whoever started it found a fault, or is gone
        sys.exit()
    threading.Thread(target=end_with_caller, daemon=True).start()
    # A build makes millions of small objects and hardly any rubbish: looking for it less often takes a tenth
    # off the time.
    gc.set_threshold(100_000)
    found = build_pages(Path(sys.argv[1]), Path(sys.argv[2]))
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(1 if found else 0)  # to take a million objects apart would take half a second
