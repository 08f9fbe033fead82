"""Classes under test start in a blink: a process that has read all there is to read forks one for each.

A class that starts as a program of its own takes most of two seconds to import and read, forty times over.
Forked, it is still a process of its own, that can be killed, stopped and asked from outside.
"""

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys

from helpers.places import ROOT

SERVE = """
import json, os, sys
from secondsource.live.run import run_live
def serve(asked):
    os.environ["SECONDSOURCE_FOLDER"] = asked["learner"]
    given = {name: asked[name] for name in ("names", "hours", "new", "code")}
    run_live(asked["site"], 30, asked["store"] or None, asked["port"], show=False,
             say=lambda text: print(text, flush=True), **given)
"""
ALONE = f"{SERVE}\nserve(json.loads(sys.argv[1]))"
NURSERY = f"""{SERVE}
import signal, socket
import secondsource.mark_class, secondsource.report.page, secondsource.live.results, pg8000
from secondsource.live.progress import list_exercises
list_exercises()
signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever has ended is gone at once
line = socket.socket(fileno=int(sys.argv[1]))
while True:
    asked, handles, _, _ = socket.recv_fds(line, 65_536, 1)
    if not asked:
        break
    born = os.fork()
    if born:
        os.close(handles[0])
        line.sendall(str(born).encode())
        continue
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(handles[0], 1)
    os.dup2(handles[0], 2)
    line.close()
    try:
        serve(json.loads(asked))
    except BaseException:
        import traceback
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(0)
"""


def start_class(**asked):
    """Return a process that serves a class; `stdout` has what it says. asked: see SERVE."""
    if hasattr(os, "pidfd_open"):
        return Born(json.dumps(asked))
    command = [sys.executable, "-c", ALONE, json.dumps(asked)]
    return subprocess.Popen(
        command, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def _environment():
    # One thread of its own: numpy's others would not be there after a fork.
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"}


class Nursery:
    """The process that forks; started when it is wanted first, gone with the tests."""

    line = None

    @classmethod
    def bear(cls, asked, handle):
        if cls.line is None:
            cls.line, theirs = socket.socketpair()
            command = [sys.executable, "-c", NURSERY, str(theirs.fileno())]
            cls.process = subprocess.Popen(command, env=_environment(), pass_fds=[theirs.fileno()])
            theirs.close()
            atexit.register(cls.end)
        socket.send_fds(cls.line, [asked.encode()], [handle])
        return int(cls.line.recv(20))

    @classmethod
    def end(cls):
        cls.line.close()
        cls.process.wait(10)


class Born:
    """A forked class, with as much of subprocess.Popen as tests use."""

    def __init__(self, asked):
        mine, theirs = os.pipe()
        self.pid = Nursery.bear(asked, theirs)
        os.close(theirs)
        self.stdout = open(mine, encoding="utf-8")  # noqa: SIM115 (read as long as it lives)
        self.life = os.pidfd_open(self.pid)

    def poll(self):
        return 0 if select.select([self.life], [], [], 0)[0] else None

    def wait(self, seconds=30):
        if not select.select([self.life], [], [], seconds)[0]:
            raise subprocess.TimeoutExpired("a live class", seconds)

    def send_signal(self, number):
        if self.poll() is None:
            signal.pidfd_send_signal(self.life, number)

    def terminate(self):
        self.send_signal(signal.SIGTERM)

    def kill(self):
        self.send_signal(signal.SIGKILL)
