"""A built site as one zip: for a USB stick, a shared drive or a learning platform."""

import re
from pathlib import Path

from ..files import write_whole, write_zip
from ..problems import fail

FOLDER, START = "second-source", "START-HERE.txt"
HANDING_IN = """Your answers stay in the browser of this device. To hand them in, press
"Download my answers" at the end of each page that you worked on, before
you move or rename the folder: some browsers keep the answers of each page
apart, and for the place from which it was opened.
"""
START_TEXT = f"""SECOND SOURCE

1. Unpack this zip first. On Windows: right-click the zip, then "Extract all".
   Inside the zip window the book does not work.
2. Open the folder "second-source".
3. Open the file "index.html". It opens in your web browser.

Nothing has to be installed, and no network is needed.
{HANDING_IN}"""
LONGEST = 180  # characters; Windows stops at 260, and the folder into which it is unpacked counts
# What Windows cannot write: these characters, a dot or blank at the end, and the names of its old devices.
UNSAFE = re.compile(
    r'[<>:"|?*\\\x00-\x1f]|[. ](/|$)|(^|/)(con|prn|aux|nul|com\d|lpt\d)(\.[^/]*)?(/|$)', re.IGNORECASE
)


def zip_site(site, out, start=START_TEXT):
    """Write the built site to the zip `out`, under the folder second-source and beside START-HERE.txt; return
    its path.

    start: what START-HERE.txt says.
    The same site makes the same bytes. Raises ContentError naming files that Windows could not unpack.
    """
    files = {
        f"{FOLDER}/{path.relative_to(site).as_posix()}": path
        for path in Path(site).rglob("*")
        if path.is_file()
    }
    _refuse_unsafe(files)
    entries = [(START, start.replace("\n", "\r\n").encode())]  # for the Notepad of old Windows
    entries += [(name, files[name].read_bytes()) for name in sorted(files)]
    with write_whole(out) as file:
        write_zip(file, entries)
    return Path(out)


def _refuse_unsafe(names):
    """Stop at names that cannot be written on every computer."""
    seen = {}
    for name in sorted(names):
        if UNSAFE.search(name) or len(name) > LONGEST:
            fail(
                name,
                "",
                "Windows cannot unpack a file of this name (characters, a reserved word, or more than "
                f"{LONGEST} letters).",
                "Rename the page or file it comes from.",
            )
        if other := seen.get(name.lower()):
            fail(
                name,
                "",
                f"on Windows this is the same file as {other}.",
                "Rename the page or file it comes from.",
            )
        seen[name.lower()] = name
