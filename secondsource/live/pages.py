"""What each address of a live class answers."""

import asyncio
import hmac
import json
from collections import Counter
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import segno
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, RequestHandler

from ..book.serve import HEADERS, BookFiles
from ..problems import ContentError
from ..templating import fill_template
from .classroom import Newer, digest
from .guards import LIVE_POLICY, is_here
from .lesson import TIMES, Refusal
from .messages import HandedIn, Joining, ModeAct, StepAct, read_message
from .site import draw_home
from .store import StoreError

NO_CODE = "That is not the code of this class. Look at the projector again."
TOO_MANY = "Too many wrong codes. Wait a minute and look at the projector again."
CHECK_NAMES = dict(zip(TIMES, ("Check before", "Check after", "Check a month later"), strict=True))


class _Guarded:
    """What holds for every answer: by which name it was asked, from which page, what browsers may do."""

    def set_default_headers(self):
        super().set_default_headers()
        self.clear_header("Server")
        for name, value in {**HEADERS, "Content-Security-Policy": LIVE_POLICY}.items():
            self.set_header(name, value)

    def prepare(self):
        super().prepare()
        if self.request.host.lower() not in self.live.hosts:  # another's name that leads here: DNS rebinding
            raise HTTPError(403, reason="This is not the address of the class")
        origin = self.request.headers.get("Origin")
        known = origin and urlsplit(origin).scheme == "http" and urlsplit(origin).netloc in self.live.hosts
        if origin and not known and not self.may_come_from(origin):
            raise HTTPError(403, reason="Asked by a page of somebody else")

    def may_come_from(self, _origin):
        return False

    def log_exception(self, kind, error, trace):
        """Say what went wrong, and neither who asked nor what was sent."""
        if not isinstance(error, (HTTPError, StreamClosedError)):
            while trace.tb_next:
                trace = trace.tb_next
            place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
            self.live.say(f"A request failed ({kind.__name__}, {place}). The class goes on.")

    def write_error(self, _status, **_about):
        self.set_header("Content-Type", "application/json")
        self.finish({"why": self._reason})


class BookPage(_Guarded, BookFiles):
    """The class edition, with the script that hands in."""

    def initialize(self, live):
        self.live = live
        super().initialize()

    def write_error(self, status, **about):
        (BookFiles if status == HTTPStatus.NOT_FOUND else _Guarded).write_error(self, status, **about)


class _Answer(_Guarded, RequestHandler):
    def initialize(self, live):
        self.live, self.room = live, live.room

    def set_default_headers(self):
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")

    def read(self, kind):
        """Return the message that was sent, or refuse it."""
        message = read_message(kind, self.request.body)
        if message is None:
            raise HTTPError(400, reason="This message is not understood")
        return message

    async def done(self, future):
        """Return what the store did, when it is on the disk."""
        try:
            result = await asyncio.wrap_future(future)
        except StoreError as error:
            self.refuse_trouble(error)
        self.live.note_trouble("")
        return result

    async def ask(self, function, *given):
        """Return what a function reads from the store, without stopping others meanwhile."""
        try:
            return await asyncio.to_thread(function, *given)
        except StoreError as error:
            self.refuse_trouble(error)

    def refuse_trouble(self, error):
        self.live.note_trouble(str(error))
        raise HTTPError(503, reason="The teacher's computer cannot keep answers now") from error

    def token(self):
        kind, _, token = self.request.headers.get("Authorization", "").partition(" ")
        return token if kind == "Bearer" and len(token) < 200 else ""


class HomePage(_Answer):
    """Where a student joins, and sees what is open."""

    def get(self):
        self.finish(draw_home(self.live.titles))


class AboutPage(_Answer):
    """What the class does with answers."""

    def get(self):
        self.finish(fill_template("live/about.html"))


class Join(_Answer):
    """A student or another device comes in."""

    async def post(self):
        who, message = self.request.remote_ip, self.read(Joining)
        if not self.live.guesses.may(who):
            raise HTTPError(429, reason=TOO_MANY)
        if not hmac.compare_digest(_plain(message.class_code), self.live.code.encode()):
            self.live.guesses.note(who)
            raise HTTPError(403, reason=NO_CODE)
        if not self.live.joins.may():
            raise HTTPError(429, reason="Many are joining at this moment. Try again in some seconds.")
        joined = await self._join(who, message)
        student, token = joined
        self.finish({"token": token, "class": self.room.id, **student._asdict()})

    async def _join(self, who, message):
        if not message.student_code:
            joined = await self.done(self.room.join(message.name))
            if isinstance(joined, Refusal):
                raise HTTPError(409, reason=joined.why)
            return joined
        joined = await self.done(self.room.add_device(message.student_code.strip()))
        if not joined:
            self.live.guesses.note(who)
            raise HTTPError(403, reason="Nobody in this class has this code.")
        return joined


class _Student(_Answer):
    """Something that only a device that joined may ask."""

    async def prepare(self):
        super().prepare()
        token = self.token()
        self.student = self.live.tokens.get(token) or await self.ask(self.live.find_student, token)
        if not self.student:
            raise HTTPError(401, reason="This device has not joined this class")


class Mine(_Student):
    """All that a student has handed in, for another device or a page that was loaded anew."""

    async def get(self):
        rows = await self.ask(self.room.sittings, self.student)
        sittings = {
            row.activity: {"sitting": row.sitting, "revision": row.revision, "state": json.loads(row.state)}
            for row in rows
        }
        lesson = self.live.lesson.describe(self.student.ring)
        self.finish({"sittings": sittings, "lesson": lesson, **self.student._asdict(), "class": self.room.id})


class Answers(_Student):
    """A revision of an exercise is handed in."""

    async def post(self):
        given = self.read(HandedIn)
        if given.activity not in self.live.exercises:
            raise HTTPError(400, reason="There is no such exercise")
        receipt = await self.done(self.room.hand_in(self.student, given))
        if isinstance(receipt, Newer):
            self.set_status(409)
        self.finish(receipt._asdict())


class Reasons(_Student):
    """The reasons of an exercise, where this student may have them."""

    async def get(self, activity):
        if activity not in self.live.exercises:
            raise HTTPError(404, reason="There is no such exercise")
        if not await self.done(self.room.give_reasons(self.student, activity)):
            raise HTTPError(403, reason="The reasons are not shown yet")
        self.finish(self.live.reasons(activity))


class Events(_Student):
    """What the teacher opens and shows, as it happens. It is read by fetch, so that the token stays in a
    header.
    """

    async def get(self):
        self.set_header("Content-Type", "text/event-stream; charset=utf-8")
        self.set_header("Content-Encoding", "identity")  # a thousand compressors would take 250 MB
        self.ended = asyncio.Event()
        self.live.streams[self.student.id].add(self)
        try:
            # Whoever missed some events gets what holds now: the last one says all.
            if self.request.headers.get("Last-Event-ID") != str(self.live.lesson.version):
                self.write(self.live.event(self.live.lesson, self.student.ring))
            else:
                self.write(b": nothing new\n\n")
            await self.flush()
            await self.ended.wait()
        except StreamClosedError:
            pass
        finally:
            self._forget()

    def send(self, data):
        """Send to a page; one that does not read is let go, and comes back by itself."""
        stream = self.request.connection.stream
        if self.ended.is_set() or stream.closed() or len(stream._write_buffer) > 500_000:
            return self.close()
        try:
            self.write(data)
            self.flush()
        except (StreamClosedError, RuntimeError):
            self.close()

    def close(self):
        self.ended.set()

    def on_connection_close(self):
        if hasattr(self, "ended"):
            self.close()

    def _forget(self):
        streams = self.live.streams.get(self.student.id, set())
        streams.discard(self)
        if not streams:
            self.live.streams.pop(self.student.id, None)


class _Teacher(_Answer):
    """Something that only the teacher may ask, on this computer."""

    def prepare(self):
        super().prepare()
        if not (self.live.from_elsewhere or is_here(self.request.remote_ip)):
            raise HTTPError(404, reason="There is no such page")


class TeachPage(_Teacher):
    """The teacher's page; without the word it shows nothing."""

    def get(self):
        self.finish(fill_template("live/teach.html"))

    def may_come_from(self, origin):
        return origin == "null" and self.request.method == "POST"  # a file

    def post(self):
        """Opened by the file that `kit.py live` wrote: it carries the word here, and no address does."""
        self.finish(fill_template("live/enter.html", word=self.get_body_argument("word", "")[:200]))


class ProjectorPage(_Teacher):
    """The window for the wall."""

    def get(self):
        self.finish(fill_template("live/projector.html"))


class _WithWord(_Teacher):
    def prepare(self):
        super().prepare()
        who = f"teacher {self.request.remote_ip}"  # whoever guesses shuts out nobody else
        if not self.live.guesses.may(who):
            raise HTTPError(429, reason="Too many wrong words. Wait a minute.")
        if not hmac.compare_digest(digest(self.token()), self.live.word):
            self.live.guesses.note(who)
            raise HTTPError(401, reason="This is not the teacher’s word")


class TeacherState(_WithWord):
    """All that the teacher's page shows."""

    async def get(self):
        self.finish(await self.ask(self._describe))

    def _describe(self):
        """In a thread: with a thousand students it takes longer than anybody's answer should wait."""
        students, done, about = self.room.students(), self.live.progress.look(), self.room.about()
        handed = Counter(student for found in done.values() for student in found)
        return {
            **describe_class(self.live, about),
            "students": [self._student(row, handed[row.id]) for row in students],
            "exercises": [describe_exercise(self.live, name, done) for name in self.live.lesson.names()],
        }

    def _student(self, row, handed):
        here = row.id in self.live.streams
        return {"id": row.id, "name": row.name, "code": row.code, "here": here, "handed": handed}


class Projector(_WithWord):
    """What the wall shows: no name, no single answer, no text, no split of fewer than five."""

    async def get(self):
        told, shown = await self.ask(self._describe)
        self.finish({**told, "shown": shown, "split": await self._split(shown) if shown else ""})

    def _describe(self):
        about, done, lesson = self.room.about(), self.live.progress.look(), self.live.lesson
        shown = max((name for name in lesson.steps if lesson.step(name).shown), key=_when(lesson), default="")
        open_now = [name for name in lesson.names() if lesson.is_open(name) and lesson.mode != "self-paced"]
        told = {
            **describe_class(self.live, about),
            "joined": self.room.count(),
            "open": [describe_exercise(self.live, name, done) for name in open_now],
        }
        return told, shown

    async def _split(self, name):
        """Return the split as it was when it was shown: whoever comes later would be known by the change."""
        if name not in self.live.splits:
            # late: it brings pandas, and nobody waits for it at the start
            from .results import draw_split, find_split

            lesson = self.live.lesson
            activities = sorted({one for ring in range(3) for one in lesson.activities_of(name, ring)})
            split = await self.ask(find_split, self.room, activities)
            self.live.splits[name] = draw_split(split, title_of(self.live, name))
        return self.live.splits[name]


class Act(_WithWord):
    """The teacher opens, closes or shows."""

    async def post(self):
        message = self.read(StepAct)
        changed = await self.done(self.room.change_step(message.act, message.name, message.after))
        if isinstance(changed, Refusal):
            raise HTTPError(409, reason=changed.why)
        self.live.tell(changed)
        self.finish({"version": changed.version})


class Mode(_WithWord):
    """The teacher chooses when students get reasons."""

    async def post(self):
        changed = await self.done(self.room.change_mode(self.read(ModeAct).mode))
        self.live.tell(changed)
        self.finish({"version": changed.version})


class End(_WithWord):
    """The teacher ends the class, or goes on with it."""

    async def post(self):
        act = self.room.reopen if self.live.lesson.ended else self.room.end
        self.live.tell(await self.done(act()))
        self.finish({"ended": self.live.lesson.ended is not None})


class Marks(_WithWord):
    """Marks and report, by the code of `kit.py mark`."""

    async def post(self):
        from .results import AFTER, count_after, write_marks

        try:
            summary = await asyncio.to_thread(write_marks, self.room, self.live.folder)
            after = await self.ask(count_after, self.room)
        except (ContentError, OSError) as error:
            raise HTTPError(409, reason=" ".join(str(error).split())[:300]) from error
        self.finish({"folder": str(summary.folder), "after": after, "table": AFTER})


class Delete(_WithWord):
    """Delete this class."""

    async def post(self):
        self.live.is_deleting = True  # the look for news would end the server before this is answered
        try:
            await self.done(self.room.delete())
            removed, left = await asyncio.to_thread(self.live.forget)
        finally:
            self.live.is_deleting = False
        self.finish({"removed": [str(path) for path in removed], "left": [str(path) for path in left]})
        self.live.stop()


def describe_class(live, about):
    """Return what both windows of the teacher are told of the class."""
    address = live.address()
    return {
        "address": address,
        "network": bool(live.addresses or live.names),
        "code": about.code,
        "qr": segno.make(f"{address}live/#{about.code}", error="m").svg_data_uri(scale=8, border=2),
        "mode": live.lesson.mode,
        "ended": live.lesson.ended is not None,
        "keep_until": about.keep_until,
        "trouble": live.trouble,
        "here": len(live.streams),
    }


def describe_exercise(live, name, done):
    """Return how far the class is with an exercise or a check. done: of Progress.look."""
    lesson, step = live.lesson, live.lesson.step(name)
    activities = {one for ring in range(3) for one in lesson.activities_of(name, ring)}
    found = [(who, each) for activity in activities for who, each in done.get(activity, {}).items()]
    finished = Counter(label for _, each in found for label in each.finished)
    passages = [] if name in TIMES else [label for label, _ in live.exercises[name].passages]
    return {
        "name": name,
        "title": title_of(live, name),
        "set": "checks" if name in TIMES else name.partition("/")[0],
        "text": "Checks A, B, C" if name in TIMES else live.exercises[name].text,
        "open": lesson.is_open(name),
        "closed": step.was_closed,
        "shown": step.shown is not None,
        "begun": len({who for who, _ in found}),
        "handed": sum(each.handed for _, each in found),
        "after": sum(each.after for _, each in found) if step.shown is not None else 0,
        "passages": [(label, finished[label]) for label in passages],
    }


def title_of(live, name):
    return CHECK_NAMES.get(name) or live.exercises[name].title


def _when(lesson):
    return lambda name: lesson.step(name).shown


def _plain(code):
    return "".join(code.upper().split()).replace("-", "").encode()


def list_routes():
    """Return (address, handler) pairs; the book comes last."""
    return [
        ("/live/?", HomePage),
        ("/live/about", AboutPage),
        ("/(?:privacy|your-answers)\\.html", AboutPage),
        ("/live/join", Join),
        ("/live/mine", Mine),
        ("/live/answers", Answers),
        ("/live/events", Events),
        ("/live/reasons/([a-z0-9-]{1,60}/[a-z0-9-]{1,60})", Reasons),
        ("/live/teach", TeachPage),
        ("/live/projector", ProjectorPage),
        ("/live/teach/state", TeacherState),
        ("/live/teach/wall", Projector),
        ("/live/teach/act", Act),
        ("/live/teach/mode", Mode),
        ("/live/teach/end", End),
        ("/live/teach/marks", Marks),
        ("/live/teach/delete", Delete),
        ("/(.*)", BookPage),
    ]
