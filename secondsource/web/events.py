"""News from a server to its pages (server-sent events): one line of JSON each."""

import asyncio
import json

from tornado.iostream import StreamClosedError

from .guard import Guarded

WAITING, MOST = 15, 50  # seconds between signs of life; pages at once


class News:
    """Who listens, and what is told to all of them."""

    def __init__(self):
        self.queues = set()

    def tell(self, data):
        """Tell all pages; one that does not read gets only the newest."""
        for queue in self.queues:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(json.dumps(data, ensure_ascii=False))


class Events(Guarded):
    """The stream of `settings["news"]`."""

    async def get(self):
        news, queue = self.settings["news"], asyncio.Queue(8)
        if len(news.queues) >= MOST:
            self.send_error(429)
            return
        self.set_header("Content-Type", "text/event-stream; charset=utf-8")
        news.queues.add(queue)
        try:
            while True:
                try:
                    line = f"data: {await asyncio.wait_for(queue.get(), WAITING)}\n\n"
                except TimeoutError:
                    line = ": still here\n\n"
                self.write(line)
                await self.flush()
        except (StreamClosedError, asyncio.CancelledError):  # the page is gone, or the server ends
            pass
        finally:
            news.queues.discard(queue)
