"""What was handed in, as bytes: the files of a folder, of a zip, or of a store. Nothing is unpacked to disk and no link is followed.

A file that cannot or should not be read is not left out: it comes back with the reason.
"""

import lzma
import os
import re
import stat
import zipfile
import zlib
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import PurePosixPath
from typing import Callable, NamedTuple

from .strict import MAX_BYTES

MAX_MEMBERS = 20_000  # files in one zip
MAX_UNPACKED = 1_000_000_000  # bytes of one zip; 20,000 answer files are about a tenth
MAX_RATIO = 200  # times; answer files shrink to a tenth or a twentieth, a bomb to a thousandth
FIRST_READ = 65_536  # bytes; asking for two megabytes at once costs more than reading a file of six thousand
SYSTEM_FILES = re.compile(r"(^|/)(\.DS_Store|\._[^/]*|__MACOSX|Thumbs\.db|desktop\.ini|\.[^/]*\.lock)(/|$)", re.IGNORECASE)
UNREADABLE = (OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)


class Source(NamedTuple):
    """One file. name: as messages show it. open: gives a binary file. fault: why it is not read, "" where it is. path: where it is on this computer."""

    name: str
    open: Callable | None = None
    fault: str = ""
    path: str = ""


class Document(NamedTuple):
    """One answer file, or the reason why there is none. name: as messages show it."""

    name: str
    data: bytes = b""
    fault: str = ""


@contextmanager
def open_hand_in(path, leave_out=None):
    """Give the Sources of a folder or a file, sorted by name; zips in it are opened, zips in zips are not.

    leave_out: a folder that is not looked into (our own marks).
    """
    path = os.fspath(path)
    is_folder = os.path.isdir(path)
    files = list_folder(path, leave_out) if is_folder else [Source(os.path.basename(path), partial(open, path, "rb"), path=path)]
    with open_zips(files, alone=not is_folder) as sources:
        yield sources


@contextmanager
def open_zips(files, alone):
    """Give the Sources with every zip among them replaced by what is in it, and every file of a foreign kind by the reason.

    alone: a single zip was handed in; its name is not repeated before the names in it.
    """
    with ExitStack() as stack:
        sources = []
        for source in files:
            is_zip = source.name.lower().endswith(".zip") and not source.fault
            sources += _list_zip(source, stack, alone) if is_zip else [_admit(source)]
        yield sources


def list_folder(folder, leave_out=None):
    """Return the Sources of a folder and the folders in it, sorted by name."""
    found, waiting = [], [(folder, "")]
    leave_out = leave_out and os.path.realpath(leave_out)
    while waiting:
        place, prefix = waiting.pop()
        try:
            entries = list(os.scandir(place))
        except OSError as error:
            found.append(Source(prefix or place, fault=f"The folder cannot be read ({error.strerror})."))
            continue
        for entry in entries:
            name = (prefix + entry.name).encode("utf-8", "replace").decode()  # a name need not be text
            if SYSTEM_FILES.search(entry.name):
                continue
            if entry.is_symlink():
                found.append(Source(name, fault="This is a link; links are not followed. Put the file itself there."))
            elif entry.is_dir():
                if os.path.realpath(entry.path) != leave_out:
                    waiting.append((entry.path, name + "/"))
            elif entry.is_file():
                found.append(Source(name, partial(open, entry.path, "rb"), path=entry.path))
            else:
                found.append(Source(name, fault="This is no plain file."))
    return sorted(found, key=lambda source: source.name)


def read_documents(source):
    """Yield the Documents of a Source: one, or one for each line of a bundle (.jsonl). Raises nothing."""
    if source.fault:
        yield Document(source.name, fault=source.fault)
        return
    try:
        with source.open() as file:
            yield from (_read_lines if source.name.lower().endswith(".jsonl") else _read_whole)(file, source.name)
    except UNREADABLE as error:
        yield Document(source.name, fault=f"The file cannot be read ({_reason(error)}).")


def _read_whole(file, name):
    data = file.read(FIRST_READ)
    if len(data) == FIRST_READ:
        data += file.read(MAX_BYTES + 1 - FIRST_READ)
    yield Document(name, data) if len(data) <= MAX_BYTES else _too_large(name)


def _read_lines(file, name):
    number = 0
    while line := file.readline(MAX_BYTES + 1):
        number += 1
        place = f"{name}, line {number}"
        if len(line) > MAX_BYTES:
            yield _too_large(place)
            while line and not line.endswith(b"\n"):
                line = file.readline(MAX_BYTES)
        elif line.strip():
            yield Document(place, line.strip())


def _too_large(name):
    return Document(name, fault=f"This is larger than {MAX_BYTES:,} bytes: no answer file of the kit.")


def _admit(source):
    kind = PurePosixPath(source.name.lower()).suffix
    if source.fault or kind in (".json", ".jsonl"):
        return source
    if kind == ".csv":
        return source if source.path else source._replace(fault="Tables of paper answers are read from a folder on this computer only. Put it there.")
    if kind == ".zip":
        return source._replace(fault="A zip inside a zip is not opened. Unpack it and mark again.")
    return source._replace(fault="This is no answer file. Answer files end in .json; bundles in .jsonl; tables of paper answers in .csv.")


def _list_zip(source, stack, alone):
    """Return the Sources in a zip. Sizes are as the zip declares them; Python reads no more than that."""
    try:
        archive = stack.enter_context(zipfile.ZipFile(stack.enter_context(source.open())))
    except UNREADABLE as error:
        return [source._replace(open=None, fault=f"The zip cannot be opened ({_reason(error)}). Download it again.")]
    members = [info for info in archive.infolist() if not (info.filename.endswith("/") or SYSTEM_FILES.search(info.filename))]
    listed, left = [] if members else [source._replace(open=None, fault="The zip is empty. Download it again.")], MAX_UNPACKED
    for info in members[:MAX_MEMBERS]:
        fault = _member_fault(info, left)
        left -= 0 if fault else info.file_size
        name = info.filename if alone else f"{source.name}/{info.filename}"
        listed.append(_admit(Source(name, partial(archive.open, info), fault)))
    if len(members) > MAX_MEMBERS:
        listed.append(Source(source.name, fault=f"The zip holds {len(members):,} files; the first {MAX_MEMBERS:,} are read. Split it."))
    return listed


def _member_fault(info, left):
    parts = re.split(r"[/\\]", info.filename)
    if ".." in parts or not parts[0] or re.match(r"[A-Za-z]:", info.filename):
        return "Its name in the zip leads out of the folder."
    if stat.S_ISLNK(info.external_attr >> 16):
        return "This is a link; links are not followed."
    if info.flag_bits & 1:
        return "This is encrypted. Unpack it with its password and mark again."
    if info.file_size > MAX_RATIO * max(info.compress_size, 1):
        return f"This unpacks to more than {MAX_RATIO} times its size, as a zip bomb does."
    if info.file_size > left:
        return f"The zip unpacks to more than {MAX_UNPACKED:,} bytes; from here on it is not read. Split it."
    return ""


def _reason(error):
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
