"""One set, one page: a second start leads to the page that is open, and each has the port of the first.

What is typed and not saved yet is kept in the browser, and a browser keeps it by address, port included: on
another port it would be lost to sight.
"""

import json
import os
import socket
import sys
import time
import webbrowser

from filelock import FileLock, Timeout

from ..files import ROOT, write_whole
from ..web.server import LOCAL, PORTS
from .server import PORT, start_author
from .workspace import DRAFTS, Workspace

PATIENCE = 30  # seconds until a page that is just being opened says where it is


class Spot:
    """Where the page of one set is: its port, the same at each start, and its address while it is open."""

    def __init__(self, slug, kit=ROOT):
        self.folder, self.path = kit / DRAFTS, kit / DRAFTS / f".{slug}.place"
        self.folder.mkdir(exist_ok=True)
        self.lock = FileLock(self.folder / f".{slug}.open", thread_local=False)

    def take(self):
        """Return whether the page is ours to open; the computer frees it again however we end."""
        try:
            self.lock.acquire(timeout=0)
        except Timeout:
            return False
        self.tell("")
        return True

    def leave(self):
        self.tell("")
        self.lock.release()

    @property
    def port(self):
        """The port that the set has, 0 before the first start."""
        return _read(self.path).get("port", 0)

    def tell(self, address, port=0):
        """Write where the page is, for this person alone: the address holds the token."""
        told = json.dumps({"port": port or self.port, "address": address})
        with write_whole(self.path, "utf-8", private=True) as file:
            file.write(told)

    def wait_for_address(self):
        """Return the address of the page that another program has open or is opening, "" if it says none."""
        end = time.monotonic() + PATIENCE
        while not (address := _read(self.path).get("address", "")) and time.monotonic() < end:
            time.sleep(0.1)
        return address

    def propose_port(self):
        """Return the port to ask for first: our own, else one that is free and that no other set has."""
        taken = {_read(path).get("port") for path in self.folder.glob(".*.place") if path != self.path}
        free = (port for port in range(PORT, PORT + PORTS) if port not in taken and _is_free(port))
        return self.port or next(free, PORT)


def _read(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _is_free(port):
    with socket.socket() as one:
        return one.connect_ex((LOCAL, port)) != 0


def open_author(slug, port=None, open_browser=True, say=print, kit=ROOT):
    """Open the author page, in a browser when there is one; return its server.

    None where the page is open already: then that one is shown. port: the first to try, where it should be
    another than the set has.
    """
    Workspace(slug, kit)  # a name that is none makes no file
    spot = Spot(slug, kit)
    if not spot.take():
        address = spot.wait_for_address()
        say(f"The author page of {slug} is open already: {address}  (stop it where it was started)")
        _show(address, open_browser)
        return None
    wanted = port or spot.propose_port()
    try:
        server = start_author(slug, kit, wanted)
    except BaseException:
        spot.leave()
        raise
    server.at_end = spot.leave
    if not port and spot.port and server.port != spot.port:
        say(f"Port {spot.port}, which this set has, is another program’s now: the page is on {server.port}.")
        say("What was typed and could not be saved is shown when the set is opened on its own port again.")
        spot.tell(server.address)
    else:
        spot.tell(server.address, server.port)
    say(f"The author page is open at {server.address}  (stop it with Ctrl+C)")
    say("It shows answers: not for the projector. Nobody but you can open it; keep the address to yourself.")
    _show(server.address, open_browser)
    return server


def _show(address, open_browser):
    if address and open_browser and has_screen():
        webbrowser.open(address)


def has_screen():
    """Tell whether a browser can be shown here."""
    named = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return sys.platform in ("win32", "darwin") or bool(named)
