"""The server of a live class: pages and answers for students, the class for its teacher."""

import asyncio
import json
import logging
import time
from collections import defaultdict
from functools import lru_cache

from markupsafe import Markup
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RedirectHandler

from . import guards
from .lesson import Refusal
from .messages import LARGEST
from .pages import list_routes
from .progress import Progress, list_exercises, read_reasons
from .site import locate_exercises
from .store import StoreError

for name in ("tornado.general", "tornado.access"):  # they name addresses of students' devices
    logging.getLogger(name).setLevel(logging.CRITICAL)
FIRST_PORT, PORTS = 8460, 20
SLOWEST = 20  # seconds for a message to arrive
LOOK = 0.25  # seconds between two looks at a database that other servers write to
NOTE = 15  # seconds between two notes on who is there
REASONS = 64  # exercises whose reasons are kept ready


class LiveServer:
    """A class that is served. room: its Classroom. site: the folder with the pages. word: the digest of the
    teacher's. names: other names than its addresses under which this computer is asked.
    """

    def __init__(self, room, site, word, port, names=(), from_elsewhere=False, say=print):
        self.room, self.site, self.word, self.port, self.say = room, site, word, port, say
        self.names, self.from_elsewhere = tuple(names), from_elsewhere
        self.exercises = {name: each for name, each in list_exercises().items() if name in room.activities}
        self.progress = Progress(room, self.exercises)
        self.guesses, self.joins = guards.Guesses(), guards.Pace(40, 120)
        self.is_deleting = False
        self.streams = defaultdict(set)  # student id: what is told as it happens
        self.tokens, self.splits, self.trouble, self.ends = {}, {}, "", None
        self.code = room.about().code
        places = locate_exercises(site)
        titles = {
            name: [each.text, each.title, places.get(name, "")] for name, each in self.exercises.items()
        }
        self.titles = Markup(json.dumps(titles).replace("<", "\\u003c"))
        self.reasons = lru_cache(REASONS)(read_reasons)
        self.lesson = room.lesson()
        self.look_for_addresses()

    def listen(self):
        """Take the port on all addresses. Raises OSError when another program has it."""
        application = Application(
            # The way in comes first: the book has every address that nobody else takes.
            [("/", RedirectHandler, {"url": "/live/", "permanent": False})]
            + [(route, page, {"live": self}) for route, page in list_routes()],
            log_function=lambda _handler: None,
            compress_response=True,
            folder=self.site,
        )
        self.http = HTTPServer(
            application,
            max_body_size=LARGEST,
            max_buffer_size=LARGEST + 70_000,
            max_header_size=16_000,
            body_timeout=SLOWEST,
            idle_connection_timeout=90,
        )
        self.http.add_sockets(bind_sockets(self.port, "0.0.0.0"))

    async def run(self, hours):
        """Serve until somebody stops it, or for so many hours."""
        self.ends, self.stopped = time.time() + hours * 3600, asyncio.Event()
        tasks = [asyncio.create_task(each()) for each in (self._watch, self._note_who_is_there)]
        try:
            await self.stopped.wait()
        finally:
            for task in tasks:
                task.cancel()
            for stream in [one for some in self.streams.values() for one in some]:
                stream.close()
            self.http.stop()
            await self.http.close_all_connections()

    def stop(self):
        self.stopped.set()

    # who may ask

    def look_for_addresses(self):
        """Note under which names this computer is asked now; return whether they changed."""
        found, old = guards.own_addresses(), getattr(self, "addresses", None)
        self.addresses = found
        hosts = ("127.0.0.1", "localhost", *found, *self.names)
        self.hosts = {f"{host}:{self.port}" for host in hosts} | ({*hosts} if self.port == 80 else set())
        return old is not None and old != found

    def address(self):
        """Return what students open."""
        return f"http://{(self.names or self.addresses or ['127.0.0.1'])[0]}:{self.port}/"

    def find_student(self, token):
        """Return the Student whose device has the token, or None."""
        if token not in self.tokens and (student := self.room.find_student(token)):
            self.tokens[token] = student
        return self.tokens.get(token)

    # what is told

    def tell(self, lesson):
        """Tell every page that is open what the class may do now."""
        before, self.lesson = self.lesson, lesson
        shown = [name for name, step in lesson.steps.items() if step.shown and not before.step(name).shown]
        for name in shown:
            self.splits.pop(name, None)
        told = {}
        for streams in list(self.streams.values()):
            for stream in list(streams):
                ring = stream.student.ring % 3
                if ring not in told:
                    told[ring] = self.event(lesson, ring, shown)
                stream.send(told[ring])

    def event(self, lesson, ring, shown=()):
        """Return what a page is told: the lesson, and the reasons of what was shown just now."""
        reasons = {
            activity: self.reasons(activity)
            for name in shown
            for activity in lesson.activities_of(name, ring)
        }
        told = {**lesson.describe(ring), "reasons": reasons}
        event = f"id: {lesson.version}\nevent: lesson\ndata: {json.dumps(told)}\n\n"
        return (event + self._foretell(lesson, ring)).encode()

    def _foretell(self, lesson, ring):
        """Return what a page is told of exercises that close soon."""
        told = [
            {"activities": lesson.activities_of(name, ring), "seconds": round(seconds)}
            for name, seconds in lesson.closing(time.time()).items()
        ]
        return "".join(f"event: closing\ndata: {json.dumps(each)}\n\n" for each in told)

    async def _close_what_is_due(self):
        for name in [name for name, left in self.lesson.closing(time.time()).items() if not left]:
            try:
                changed = await asyncio.wrap_future(self.room.change_step("close", name))
            except StoreError as error:
                self.note_trouble(str(error))
                continue
            if not isinstance(changed, Refusal):
                self.tell(changed)

    async def _watch(self):
        """Look for what other servers of this class did, for a new address, and for the end."""
        looked = 0
        while True:
            await asyncio.sleep(LOOK)
            await self._close_what_is_due()
            if self.room.store.path is None:
                await self._look_for_news()
            if time.time() > self.ends:
                self.say("The time that was set is over: the class is no longer served. Nothing is deleted.")
                self.stop()
            if time.monotonic() - looked > 5:
                looked = time.monotonic()
                self._say_new_address()

    def _say_new_address(self):
        if self.look_for_addresses():
            self.say(f"This computer has another address now: {self.address()}  Show it to the class.")

    async def _look_for_news(self):
        try:
            version = await asyncio.to_thread(self.room.version)
            if version is None:
                if not self.is_deleting:
                    self.stop()  # deleted by another server
            elif version > self.lesson.version:
                self.tell(await asyncio.to_thread(self.room.lesson))
        except StoreError as error:
            self.note_trouble(str(error))

    async def _note_who_is_there(self):
        while True:
            await asyncio.sleep(NOTE)
            here = [student for student, streams in self.streams.items() if streams]
            for streams in list(self.streams.values()):
                for stream in list(streams):
                    stream.send(b": still here\n\n")
            if here:
                try:
                    await asyncio.wrap_future(self.room.note_seen(here))
                except StoreError as error:
                    self.note_trouble(str(error))

    def note_trouble(self, text):
        """Say once what is in the way; "" when it is over."""
        if text and text != self.trouble:
            self.say(text)
        self.trouble = text
