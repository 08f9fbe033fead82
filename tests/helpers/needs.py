"""What a computer may not have: a test asks here, and is left out, with its reason, where it is missing.

In CI (CI=true) a program that is missing is a failure: there, nobody would notice what is left out. The
originals of the articles are not part of the kit and are never asked of CI.
"""

import os
import shutil
from glob import glob

import pytest

from helpers.browsers import NAMES, PLACES, SHELL
from helpers.places import ROOT, SHARED

# Names of each program, and where it stands when it is not on the PATH.
PROGRAMS = {
    "Chromium": (*(name for name in NAMES if name != SHELL), *PLACES),
    "node": ("node",),
    "TypeScript": (str(ROOT / "tests/node_modules/typescript/bin/tsc"),),
    "the virtual screen reader": (
        str(
            ROOT / "tests/node_modules/@guidepup/virtual-screen-reader/lib/esm/index.browser.js",
        ),
    ),
    "gift-pegjs": (str(ROOT / "tests/node_modules/gift-pegjs/pegjs-gift.js"),),
    "the DTD of IMS QTI": (str(ROOT / "tests/ims/ims_qtiasiv1p2p1.dtd"),),
    "the schema of IMS Content Packaging": (str(ROOT / "tests/ims/imscp_v1p1.xsd"),),
    "Firefox": (
        "firefox",
        "firefox-esr",
        r"C:\Program Files\Mozilla Firefox\firefox.exe",
        "/Applications/Firefox.app/Contents/MacOS/firefox",
    ),
    "WebKit driver": ("WebKitWebDriver",),
    "Xvfb": ("Xvfb",),
    "WebKit": ("/usr/lib/*/webkit2gtk-4.?/MiniBrowser", "/usr/lib/*/webkitgtk-6.0/MiniBrowser"),
    "PostgreSQL": ("postgres", "/usr/lib/postgresql/*/bin/postgres"),
}
MISSING = "{} is not on this computer"
NO_ORIGINALS = "the originals are not on this computer; they are not part of the kit"


def needs(name):
    """Return the path of one of PROGRAMS; else leave the test out, or fail where this is CI."""
    places = PROGRAMS[name]
    found = next(filter(None, map(shutil.which, places)), None)
    found = found or next((path for place in places for path in sorted(glob(place))), None)
    if found is None and os.environ.get("CI"):
        pytest.fail(f"{MISSING.format(name)}; in CI it has to be", pytrace=False)
    return found or pytest.skip(MISSING.format(name))


def find_originals():
    """Return the files of the articles' originals; none where they are not at hand."""
    return sorted((SHARED / "articles").glob("*.txt"))


def needs_originals():
    """Return the files of the articles' originals; else leave the test out."""
    return find_originals() or pytest.skip(NO_ORIGINALS)
