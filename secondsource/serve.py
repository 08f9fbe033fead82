"""Serve a built book on this computer only."""

import contextlib
import os
import sys
import webbrowser
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

FIRST_PORT, PORTS = 8000, 100


class _Handler(SimpleHTTPRequestHandler):
    """Quiet, and never cached: a teacher who rebuilds wants to see the new page."""

    def end_headers(self):
        self.send_header("Cache-Control", "no-cache")
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
