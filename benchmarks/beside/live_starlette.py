"""The same live class behind Starlette and uvicorn, for `../live.py`: only what its students ask for.

They are not among the kit's packages: `pip install starlette uvicorn` beside it, and `httptools uvloop` for
the faster parts of uvicorn, and say SECONDSOURCE_LIVE_SERVERS=nothing,all,plain,fast.
"""

import asyncio
import contextlib

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import JSONResponse, StreamingResponse
from starlette.routing import Route

from secondsource.book.serve import HEADERS
from secondsource.live.classroom import Newer, digest
from secondsource.live.guards import LIVE_POLICY
from secondsource.live.messages import HandedIn, StepAct, read_message
from secondsource.live.run import allow_connections, find_room
from secondsource.live.server import LiveServer

WORD = "the-word-of-a-benchmark"
ALL = {**HEADERS, "Content-Security-Policy": LIVE_POLICY, "Cache-Control": "no-store"}


class Stream:
    """What one page hears."""

    def __init__(self, student):
        self.student, self.waiting = student, asyncio.Queue()
        self.send = self.waiting.put_nowait

    async def read(self):
        yield b": nothing new\n\n"
        while True:
            yield await self.waiting.get()


class Guard:
    """Asked by which name, from which page: as in the kit's own server."""

    def __init__(self, app, live):
        self.app, self.live = app, live

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            headers = dict(scope["headers"])
            if headers.get(b"host", b"").decode("latin-1") not in self.live.hosts or b"origin" in headers:
                return await JSONResponse({}, 403)(scope, receive, send)
        return await self.app(scope, receive, send)


class Pages:
    """What is answered. live: a LiveServer, of which only what is known is used, not its Tornado."""

    def __init__(self, live):
        self.live = live

    async def find(self, request):
        token = request.headers.get("authorization", "").partition(" ")[2]
        return self.live.tokens.get(token) or await asyncio.to_thread(self.live.find_student, token)

    async def answers(self, request):
        student, given = await self.find(request), read_message(HandedIn, await request.body())
        if not student or not given:
            return JSONResponse({}, 400, ALL)
        receipt = await asyncio.wrap_future(self.live.room.hand_in(student, given))
        return JSONResponse(receipt._asdict(), 409 if isinstance(receipt, Newer) else 200, ALL)

    async def events(self, request):
        stream = Stream(await self.find(request))
        self.live.streams[stream.student.id].add(stream)
        return StreamingResponse(stream.read(), headers=ALL, media_type="text/event-stream")

    async def act(self, request):
        message = read_message(StepAct, await request.body())
        self.live.tell(await asyncio.wrap_future(self.live.room.change_step(message.act, message.name)))
        return JSONResponse({}, headers=ALL)


def serve_starlette(parts):
    """Serve a new class. parts: "plain", or "fast" for httptools and uvloop."""
    allow_connections()
    room, _, _ = find_room(None, 30, None, True, print)
    live = LiveServer(room, "", digest(WORD), room.about().port, say=lambda _text: None)
    pages = Pages(live)
    app = Starlette(
        routes=[
            Route("/live/answers", pages.answers, methods=["POST"]),
            Route("/live/events", pages.events),
            Route("/live/teach/act", pages.act, methods=["POST"]),
        ],
        middleware=[Middleware(Guard, live=live)],
    )
    chosen = {"fast": ("httptools", "uvloop"), "plain": ("h11", "asyncio")}[parts]
    quiet = {"log_level": "critical", "access_log": False, "server_header": False, "date_header": False}
    ends = {"lifespan": "off", "timeout_graceful_shutdown": 1}
    config = uvicorn.Config(app, "127.0.0.1", live.port, http=chosen[0], loop=chosen[1], **quiet, **ends)
    print(f"http://127.0.0.1:{live.port}/\nYour word {WORD}\nFrom now on", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run()
