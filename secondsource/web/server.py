"""Servers for this computer only, each in a thread of its own."""

import asyncio
import contextlib
import threading

from tornado.httpserver import HTTPServer
from tornado.ioloop import PeriodicCallback
from tornado.netutil import bind_sockets
from tornado.web import Application

from .events import News
from .guard import LARGEST, Guard

PORTS = 100
LOCAL = "127.0.0.1"  # never another one: a page that writes is for the person at this keyboard


class ServerThread(threading.Thread):
    """An application on the first free port of this computer, in a thread of its own, until `stop`.

    A subclass sets `application` and starts. port: where it is. every: (milliseconds, function) to call.
    at_end: a function to call when it has stopped.
    Raises OSError when none of the next 100 ports is free.
    """

    every = None
    at_end = None

    def __init__(self, first_port):
        super().__init__(daemon=True)
        self.sockets = _bind(first_port)
        self.port = self.sockets[0].getsockname()[1]
        self.loop = asyncio.new_event_loop()

    def run(self):
        asyncio.set_event_loop(self.loop)
        server = HTTPServer(self.application, max_body_size=LARGEST, max_header_size=20_000)
        server.add_sockets(self.sockets)
        if self.every:
            milliseconds, work = self.every
            self.loop.call_soon(PeriodicCallback(work, milliseconds).start)
        self.loop.run_forever()
        server.stop()
        self.loop.run_until_complete(self._end(server))

    async def _end(self, server):
        """Close what is open: a page that waits for an answer learns at once that there will be none."""
        await server.close_all_connections()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def stop(self):
        """Close the server; its port is free again."""
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.join()
        if self.at_end:
            self.at_end()

    def wait(self, say=print):
        """Return when somebody presses Ctrl+C."""
        try:
            while self.is_alive():
                self.join(1)  # in small steps: on Windows a thread that waits hears no Ctrl+C
        except KeyboardInterrupt:
            say("Stopped.")
        finally:
            self.stop()


class LocalServer(ServerThread):
    """An application behind a Guard, from now until `stop`. address: where it is, with the token.

    routes: as Tornado wants them. settings: for its handlers. every: (milliseconds, function) to call.
    """

    def __init__(self, routes, settings, first_port, every=None):
        super().__init__(first_port)
        self.guard, self.news, self.every = Guard(self.port), News(), every
        shared = {"guard": self.guard, "news": self.news, "log_function": lambda _handler: None}
        self.application = Application(routes, compress_response=False, **shared, **settings)
        self.address = f"http://{LOCAL}:{self.port}/?token={self.guard.token}"
        self.start()


def _bind(first_port):
    for port in range(first_port, first_port + PORTS):
        with contextlib.suppress(OSError):
            return bind_sockets(port, LOCAL)
    last = first_port + PORTS - 1
    raise OSError(f"no free port between {first_port} and {last}; close another program and try again")
