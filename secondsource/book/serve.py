"""Serve a built book on this computer only: compressed, strict, and never an old page."""

import logging
import os
import re
import sys
import webbrowser
from http import HTTPStatus
from pathlib import Path

from tornado.web import Application, HTTPError, StaticFileHandler

from ..web.server import LOCAL, ServerThread
from .policy import arriving_script, make_policy

logging.getLogger("tornado.general").setLevel(
    logging.ERROR
)  # an address that is not there is no news for a teacher
FIRST_PORT = 8000
HEADERS = {
    "Content-Security-Policy": make_policy(arriving_script()),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
# A file with a hash of its content in its address never changes. All others are asked for again each time
# (a teacher who rebuilds wants to see the new page), and not sent again when they are the same.
KEPT, ASKED = "public, max-age=31536000, immutable", "no-cache"
HASHED = re.compile(r"[.-][0-9a-f]{8,}\.\w+$")
NO_SUCH_PAGE = "404.html"  # the name that most web servers look for by themselves
BESIDE_PAGES = re.compile(r"/[^/.]*(?:\.html?)?")
# Some Windows registries call a script plain text, and with "nosniff" browsers then refuse it.
TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".json": "application/json",
}


class BookFiles(StaticFileHandler):
    """The files of the folder that the application shows now."""

    def initialize(self):
        super().initialize(str(self.settings["folder"]), "index.html")

    def set_default_headers(self):
        self.clear_header("Server")
        for name, value in HEADERS.items():
            self.set_header(name, value)
        self.set_header("Cache-Control", ASKED)  # an error may be mended the next time

    def prepare(self):
        self.request.headers.pop("Range", None)  # a part of a compressed file is of no use to anybody

    def validate_absolute_path(self, root, absolute_path):
        try:
            return super().validate_absolute_path(root, absolute_path)
        except ValueError:  # a name with a null in it, which no file has
            raise HTTPError(404) from None

    def compute_etag(self):
        """Return what changes with the file. Tornado's own reads it once and would not see a new build."""
        found = os.stat(self.absolute_path)
        return f'W/"{found.st_mtime_ns:x}-{found.st_size:x}"'

    def set_headers(self):
        super().set_headers()
        self.clear_header("Accept-Ranges")
        if HASHED.search(self.path) or {"v", "digest"} & self.request.arguments.keys():
            self.set_header("Cache-Control", KEPT)

    def get_cache_time(self, *_file):
        return 0

    def write_error(self, status, **about):
        """Answer an address beside the book's pages with the book's own page for that. Its links hold only
        there, so elsewhere a line is enough.
        """
        page = Path(self.settings["folder"]) / NO_SUCH_PAGE
        is_beside = status == HTTPStatus.NOT_FOUND and BESIDE_PAGES.fullmatch(self.request.path)
        if is_beside and page.is_file():  # a site of an older kit has none
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.finish(page.read_bytes())
        else:
            super().write_error(status, **about)

    def get_content_type(self):
        kind = TYPES.get(os.path.splitext(self.absolute_path)[1], super().get_content_type())
        return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


class Server(ServerThread):
    """A server of a built book, from now until `stop`. address: where it is."""

    def __init__(self, folder, first_port):
        super().__init__(first_port)
        self.application = Application(
            [("/(.*)", BookFiles)], compress_response=True, log_function=lambda _handler: None
        )
        self.show(folder)
        self.address = f"http://{LOCAL}:{self.port}/"
        self.start()

    def show(self, folder):
        """Show this folder from now on."""
        self.application.settings["folder"] = folder


def start_server(folder, first_port=FIRST_PORT):
    """Return a Server that shows `folder` on 127.0.0.1, on the first free port from `first_port`.

    Raises OSError when none of the next 100 ports is free.
    """
    return Server(folder, first_port)


def open_book(folder, first_port=FIRST_PORT, open_browser=True, say=print):
    """Serve `folder`, open a browser when there is one, and return the Server."""
    server = start_server(folder, first_port)
    say(f"Second Source is open at {server.address}  (stop it with Ctrl+C)")
    if open_browser and _has_screen():
        webbrowser.open(server.address)
    return server


def _has_screen():
    return sys.platform in ("win32", "darwin") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
