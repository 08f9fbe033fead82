"""Serve a built book on this computer only."""

import contextlib
import os
import sys
import webbrowser
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

FIRST_PORT, PORTS = 8000, 100
# Only the site's own files, and no connection at all: not even our own scripts could send an answer anywhere.
# Charts carry their styles with them, also into notebooks, so style-src allows what is inline. book/privacy.md shows this line to whoever runs a server.
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
          "form-action 'self'; base-uri 'none'; frame-ancestors 'self'")
HEADERS = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-cache"}


class _Handler(SimpleHTTPRequestHandler):
    """Quiet, strict, and never cached: a teacher who rebuilds wants to see the new page."""

    # Some Windows registries call a script plain text, and with "nosniff" browsers then refuse it.
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}

    def end_headers(self):
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_arguments):
        pass


class _Server(ThreadingHTTPServer):
    allow_reuse_address = os.name == "posix"  # on Windows it would let two servers share a port
    daemon_threads = True


def start_server(folder, first_port=FIRST_PORT):
    """Return a server for `folder` on 127.0.0.1, on the first free port from `first_port`.

    Raises OSError when none of the next 100 ports is free.
    """
    for port in range(first_port, first_port + PORTS):
        with contextlib.suppress(OSError):
            return _Server(("127.0.0.1", port), partial(_Handler, directory=str(folder)))
    raise OSError(f"no free port between {first_port} and {first_port + PORTS - 1}; close another program and try again")


def serve(folder, first_port=FIRST_PORT, open_browser=True, say=print):
    """Serve `folder` until Ctrl+C; open a browser when there is one."""
    server = start_server(folder, first_port)
    address = f"http://127.0.0.1:{server.server_address[1]}/"
    say(f"Second Source is open at {address}  (stop it with Ctrl+C)")
    if open_browser and _has_screen():
        webbrowser.open(address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        say("Stopped.")
    finally:
        server.server_close()


def _has_screen():
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
