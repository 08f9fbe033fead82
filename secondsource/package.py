"""A built site as one zip: for a USB stick, a shared drive or a learning platform."""

import re
import zipfile
from pathlib import Path

from .problems import fail

FOLDER, START = "second-source", "START-HERE.txt"
START_TEXT = """SECOND SOURCE

1. Unpack this zip first. On Windows: right-click the zip, then "Extract all".
   Inside the zip window the book does not work.
2. Open the folder "second-source".
3. Open the file "index.html". It opens in your web browser.

Nothing has to be installed, and no network is needed.
Your answers stay in the browser of this device. To hand them in, press
"Download my answers" at the end of each page that you worked on, before
you move or rename the folder: some browsers keep the answers of each page
apart, and for the place from which it was opened.
"""
DAY = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say; the day of the build would make every zip another file
LONGEST = 180  # characters; Windows stops at 260, and the folder into which it is unpacked counts
# What Windows cannot write: these characters, a dot or blank at the end, and the names of its old devices.
UNSAFE = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ](/|$)|(^|/)(con|prn|aux|nul|com\d|lpt\d)(\.[^/]*)?(/|$)', re.IGNORECASE)


def zip_site(site, out):
    """Write the built site to the zip `out`, under the folder second-source and beside START-HERE.txt; return its path.

    The same site makes the same bytes. Raises ContentError naming files that Windows could not unpack.
    """
    files = {f"{FOLDER}/{path.relative_to(site).as_posix()}": path for path in Path(site).rglob("*") if path.is_file()}
    _refuse_unsafe(files)
    out = Path(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    half = out.with_name(out.name + ".new")
    with zipfile.ZipFile(half, "w") as archive:
        _write(archive, START, START_TEXT.replace("\n", "\r\n").encode())  # for the Notepad of old Windows
        for name in sorted(files):
            _write(archive, name, files[name].read_bytes())
    half.replace(out)
    return out


def _write(archive, name, content):
    entry = zipfile.ZipInfo(name, DAY)
    entry.create_system, entry.external_attr = 3, 0o644 << 16  # else it depends on the computer
    archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)


def _refuse_unsafe(names):
    """Stop at names that cannot be written on every computer."""
    seen = {}
    for name in sorted(names):
        if UNSAFE.search(name) or len(name) > LONGEST:
            fail(name, "", f"Windows cannot unpack a file of this name (characters, a reserved word, or more than {LONGEST} letters).", "Rename the page or file it comes from.")
        if other := seen.get(name.lower()):
            fail(name, "", f"on Windows this is the same file as {other}.", "Rename the page or file it comes from.")
        seen[name.lower()] = name
