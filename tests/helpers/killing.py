"""End a piece of work in the middle: killed before its first, second, … call to the system."""

import os
import signal
import sys
import traceback

import pytest

CHANGING = {
    *("write", "flush", "close", "truncate", "fsync", "chmod", "ftruncate", "sendfile", "utime", "open"),
    *("mkdir", "rmdir", "unlink", "remove", "rename", "replace", "link", "symlink"),
}


# Before each call is a long corpus; before every eighth, the first and the last among them, stands for it.
STEPS = [8, pytest.param(1, marks=pytest.mark.slow)]


def every(step, calls):
    """Return the numbers of the calls to be killed at: the first, each `step` further, the last."""
    return sorted({*range(1, calls + 1, step), calls})


def count_calls(work):
    """Return how many calls `work` makes that change something on a disk."""
    return _run(work, None)


def kill_at(work, number):
    """Run `work` in a process of its own that is killed just before its call `number`."""
    return _run(work, number)


def _run(work, number):
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        made = 0

        def watch(_frame, event, called):
            nonlocal made
            if event == "c_call" and _changes_a_disk(called):
                made += 1
                if made == number:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.setprofile(watch)
            work()
            sys.setprofile(None)
            os.write(writing, str(made).encode())
        except BaseException:
            sys.setprofile(None)
            traceback.print_exc()
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return int(said or 0)


def _changes_a_disk(called):
    module = getattr(called, "__module__", None) or type(getattr(called, "__self__", None)).__module__
    return called.__name__ in CHANGING and module in ("posix", "nt", "_io")
