"""A live class under load: python3 kit.py benchmark live

40 and 1,000 students who hand an answer in every five seconds for two minutes, the teacher's page and the
projector open; then the teacher shows the reasons. Beside a floor: the same server, storing nothing.
Everything is on this computer, also the students; they take processor time, too: how much is a column.
"""

import asyncio
import contextlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from building import build_kit
from measure import ROOT, show

from secondsource.content.textset import TextSet
from secondsource.live.classroom import Classroom, find_classes
from secondsource.live.progress import list_exercises
from secondsource.live.run import FILE
from secondsource.live.site import make_site
from secondsource.live.store import Store

SECONDS = int(os.environ.get("SECONDSOURCE_LIVE_SECONDS", "120"))
LOOK = 1.5  # seconds between two looks of the teacher's windows, as in live/js/teach.js
EVERY = 5  # seconds between two answers of a student
CLASSES = tuple(map(int, os.environ.get("SECONDSOURCE_LIVE_CLASSES", "40,1000").split(",")))
SERVERS = {
    "nothing": "floor: keeps nothing",
    "all": "keeps all",
    "plain": "keeps all, Starlette and uvicorn",
    "fast": "keeps all, Starlette and uvicorn with httptools and uvloop",
}
WANTED = os.environ.get("SECONDSOURCE_LIVE_SERVERS", "nothing,all").split(",")
ACTIVITY = "2015-scale/speaking"
ITEMS = [item.id for item in TextSet("2015-scale").activity("speaking").items()]
SERVE = """
import sys
from concurrent.futures import Future
from secondsource.live import classroom, run
if sys.argv[2] == "nothing":
    def keep_nothing(self, student, given):
        done = Future()
        done.set_result(classroom.Receipt(given.sitting, given.revision, 0.0))
        return done
    classroom.Classroom.hand_in = keep_nothing
if sys.argv[2] in ("plain", "fast"):
    from beside.live_starlette import serve_starlette
    sys.exit(serve_starlette(sys.argv[2]))
run.run_live(sys.argv[1], 30, hours=0.2, show=False, new=True, say=lambda text: print(text, flush=True))
"""
HEAD = (
    *("students", "server", "answers", "median", "p95", "p99", "processor time for an answer"),
    *("the students’ own", "shown to all", "memory", "lost"),
)


class Answers(asyncio.Protocol):
    """The line on which one student hands in. Streams would take several times the processor time."""

    def __init__(self, port, student, token):
        self.student, self.revision, self.due, self.took, self.answer = student, 0, [], [], b""
        self.first = b'{"sitting":"sitting-%s","activity":"%s",' % (student.id.encode(), ACTIVITY.encode())
        self.head = (
            f"POST /live/answers HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n"
            "Content-Type: application/json\r\nContent-Length: "
        ).encode()

    def connection_made(self, line):
        self.line = line

    def work(self, loop, due, until):
        """Hand in now, and again at fixed times: a slow answer takes nothing from the time of the next."""
        self.due.append(time.perf_counter())
        if len(self.due) == 1:
            self.hand_in()
        if due + EVERY < until:
            loop.call_at(due + EVERY, self.work, loop, due + EVERY, until)

    def hand_in(self):
        state = STATES[self.revision % len(STATES)]
        body = b'%s"revision":%d,"base":%d,"state":%s}' % (
            *(self.first, self.revision + 1, self.revision),
            state,
        )
        self.line.write(b"%s%d\r\n\r\n%s" % (self.head, len(body), body))

    def data_received(self, data):
        self.answer += data
        head, ended, body = self.answer.partition(b"\r\n\r\n")
        if ended and len(body) >= int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0]):
            self.took.append(time.perf_counter() - self.due.pop(0))
            if not head.startswith(b"HTTP/1.1 200"):
                sys.exit(f"an answer was refused: {self.answer.decode()}")
            self.revision, self.answer = self.revision + 1, b""
            if self.due:
                self.hand_in()


class Events(asyncio.Protocol):
    """The line on which one student hears what is shown."""

    def __init__(self, port, token):
        self.begun, self.shown, self.rest = asyncio.Event(), asyncio.get_running_loop().create_future(), b""
        self.head = (
            f"GET /live/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n\r\n"
        ).encode()

    def connection_made(self, line):
        line.write(self.head)

    def data_received(self, data):
        self.begun.set()
        found = self.rest + data
        self.rest = b'"why"' if b'"why"' in found else found[-8:]
        # The event is whole: all reasons of the exercise are there.
        if self.rest == b'"why"' and found.endswith(b"\n\n\r\n") and not self.shown.done():
            self.shown.set_result(time.perf_counter())


def _states():
    """Return what a page hands in, as it grows from claim to claim: as many bytes as a real one."""
    labels = ("S0", "S1", "S2")
    for number in range(len(ITEMS)):
        items = ITEMS[: number + 1]
        answers = {item: random.choice(labels) for item in items}
        times = {"opened": "2026-01-05T10:00:00.000Z", "saved": "2026-01-05T10:00:00.000Z"}
        state = {"answers": answers, "confidence": dict.fromkeys(items, 80), "times": times}
        yield json.dumps({**state, "revision": number + 1}).encode()


STATES = tuple(_states())


@contextlib.contextmanager
def serve(what, site):
    """Give (process, port, the teacher's word, the class's folder) of a server of its own."""
    with tempfile.TemporaryDirectory() as folder:
        learner = Path(folder) / "learner"
        environment = {
            **os.environ,
            "SECONDSOURCE_FOLDER": str(learner),
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        command = [sys.executable, "-c", SERVE, str(site), what]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        try:
            said = ""
            while "From now on" not in said:
                said += process.stdout.readline()
            port = int(said.split("http://127.0.0.1:")[1].split("/")[0])
            word = said.split("Your word")[1].split()[0]
            yield process, port, word, next((learner / "live").glob("class-*"))
        finally:
            process.terminate()
            process.wait(30)


def hold(count, what, site):
    """Return a row of the table: one class."""
    with serve(what, site) as (process, port, word, folder):
        store = Store(folder / FILE)
        (class_id,) = [row.id for row in find_classes(store)]
        room = Classroom(store, class_id, list_exercises())
        joined = [done.result() for done in [room.join(f"Student {number}") for number in range(count)]]
        lines, shown, cost, own = asyncio.run(_hold(joined, process.pid, port, word))
        memory = _memory(process.pid)
        known = {row.student_id: row.revision for row in room.sittings()}
        lost = sum(max(0, line.revision - known.get(line.student.id, 0)) for line in lines)
        store.close()
    took = sorted(one for line in lines for one in line.took)
    at = [f"{1000 * took[min(len(took) - 1, int(len(took) * part))]:.0f} ms" for part in (0.5, 0.95, 0.99)]
    return [
        *(count, SERVERS[what], len(took), *at, f"{1000 * cost / len(took):.1f} ms"),
        *(f"{1000 * own / len(took):.1f} ms", f"{shown:.2f} s", memory, lost if what != "nothing" else "-"),
    ]


async def _hold(joined, process, port, word):
    """Let students work, then show. Return their lines, the seconds until every page had the reasons, and the
    processor time that the server and the students took for the answers.
    """
    loop, lines, pages = asyncio.get_running_loop(), [], []
    for student, token in joined:
        page = (await loop.create_connection(partial(Events, port, token), "127.0.0.1", port))[1]
        await page.begun.wait()
        pages.append(page)
        make = partial(Answers, port, student, token)
        lines.append((await loop.create_connection(make, "127.0.0.1", port))[1])
    before, own, start = _seconds(process), time.process_time(), loop.time()
    for line in lines:
        due = start + random.random() * EVERY
        loop.call_at(due, line.work, loop, due, start + SECONDS)
    looking = asyncio.create_task(_look(port, word))
    await asyncio.sleep(SECONDS + 2)
    looking.cancel()
    cost, own = _seconds(process) - before, time.process_time() - own
    start = await _show(port, word)
    return lines, max(await asyncio.gather(*(page.shown for page in pages))) - start, cost, own


async def _show(port, word):
    """Show as the teacher's page does; return when that was."""
    start = time.perf_counter()
    asyncio.ensure_future(_ask(port, word, "/live/teach/act", json.dumps({"act": "show", "name": ACTIVITY})))
    return start


async def _look(port, word):
    """Look as the teacher's page and the projector do, each with an answer of its own."""
    while True:
        for path in ("/live/teach/state", "/live/teach/wall"):
            await _ask(port, word, path)
        await asyncio.sleep(LOOK)


async def _ask(port, word, path, body=""):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"Host: 127.0.0.1:{port}\r\nAuthorization: Bearer {word}\r\nConnection: close\r\n"
    method = (
        f"POST {path} HTTP/1.1\r\nContent-Length: {len(body)}\r\n" if body else f"GET {path} HTTP/1.1\r\n"
    )
    writer.write(f"{method}{head}\r\n{body}".encode())
    await reader.read()
    writer.close()


def _seconds(process):
    """Return the processor time that a process has used: the same on a computer that does much else."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return float("nan")
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(process):
    """Return the most memory that a process has held; "-" where the system does not tell."""
    try:
        text = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except OSError:
        return "-"
    return f"{int(text.split('VmHWM:')[1].split()[0]) / 1024:.0f} MB"


if __name__ == "__main__":
    with contextlib.suppress(ImportError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    with tempfile.TemporaryDirectory() as name:
        build_kit(ROOT, Path(name) / "class", "class")
        site = make_site(Path(name) / "class", Path(name) / "live")  # it offers what its pages have
        rows = (hold(count, what, site) for count in CLASSES for what in WANTED)
        show(f"A live class, an answer every {EVERY} s for {SECONDS} s", HEAD, rows)
