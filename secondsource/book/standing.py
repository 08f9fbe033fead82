"""Does the built book still stand: is everything that went into it, and everything that came out, as it was?

Sphinx would find out too, but takes 4 s to start. Looking at all files takes a tenth of a second.
"""

import hashlib
import json
import os
import sys
from pathlib import Path

from ..files import ROOT

PARTS = ("book", "exercises", "solutions", "secondsource", "requirements.txt")
NOT_READ = {
    "__pycache__",
    ".ipynb_checkpoints",
    "answers",
    "copies",
}  # made by Python and by readers; no page shows them


def digest_sources(edition, originals=None, root=ROOT):
    """Return a digest of all that an edition is made from: content, code, pins, Python, originals."""
    found = hashlib.sha256(json.dumps([edition, sys.version]).encode())
    for part in [*(root / part for part in PARTS), *([Path(originals)] if originals else [])]:
        for path in [part] if part.is_file() else _walk(part):
            found.update(f"{path}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def describe_site(site):
    """Return [name, size, time of the last change] of each file of a built site."""
    files = [(path.relative_to(site).as_posix(), path.stat()) for path in _walk(site)]
    return [[name, about.st_size, about.st_mtime_ns] for name, about in files]


def stands(record, digest, site):
    """Return whether `site` is the one of this record, made from sources with this digest."""
    try:
        known = json.loads(record.read_text(encoding="utf-8"))
        return known == {"sources": digest, "site": str(site), "files": describe_site(site)}
    except (OSError, ValueError):
        return False


def write_record(record, digest, site):
    """Note that `site` was made from sources with this digest."""
    text = json.dumps({"sources": digest, "site": str(site), "files": describe_site(site)})
    record.write_text(text, encoding="utf-8")


def _walk(folder):
    """Yield the files of a folder, sorted."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(set(folders) - NOT_READ)
        for name in sorted(names):
            yield Path(place, name)
