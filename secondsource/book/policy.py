"""What a page of the book may do: the headers it is served with, and the one script that stands in it."""

import base64
import hashlib
from functools import cache

from rjsmin import jsmin

from ..files import ROOT

# A page of the book forbids itself to connect to anything; in a live class it may ask the teacher's computer.
ALONE, CONNECTED = "connect-src 'none'", "connect-src 'self'"


@cache
def arriving_script():
    """Return the script that stands in each page, as short as it is written there."""
    return jsmin((ROOT / "book/_static/arriving.js").read_text(encoding="utf-8"))


def make_policy(script):
    """Return the Content-Security-Policy of a site whose pages have `script` in them, and no other.

    Only the site's own files, and no connection at all: not even our own scripts could send an answer
    anywhere. Pages and charts carry their styles with them, so style-src allows what is inline.
    book/privacy.md shows this line to whoever runs a server.
    """
    fingerprint = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'self' 'sha256-{fingerprint}'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
    )
