"""What was handed in, as bytes: the files of a folder, of a zip, or of a store. Nothing is unpacked to disk
and no link is followed.

A file that cannot or should not be read is not left out: it comes back with the reason.
"""

import io
import os
import re
import stat
import zipfile
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import PurePosixPath
from typing import NamedTuple
from xml.etree import ElementTree

from ..files import MAX_BYTES, UNREADABLE, name_text
from . import wrapped
from .answer_file import is_answer_file
from .zip_names import name_members

MAX_MEMBERS = 20_000  # files in one zip
MAX_UNPACKED = 1_000_000_000  # bytes of one zip; 20,000 answer files are about a tenth
MAX_RATIO = 200  # times; answer files shrink to a tenth or a twentieth, a bomb to a thousandth
MAX_INNER = 50_000_000  # bytes of a zip in a zip, which is unpacked in memory
# Names under which an answer file may arrive, whatever CURES say of the ending: answers.json.download. An
# ending that nobody knows, such as .bak, may be one too: its content tells.
MAYBE = re.compile(r"(^|/)[^/.]*$|\.(txt|text)$|\.json[^/.\w]*\d*\W*(\.download)?$", re.IGNORECASE)
FOREIGN = (
    "This is no answer file. Answer files end in .json; bundles in .jsonl; tables of paper answers in .csv."
)
# What comes instead of an answer file: endings, what it is and what to do.
OTHERS = [
    (".eml .msg", "This is an e-mail. Save the file that is attached to it, and mark again."),
    (
        ".xlsx .xls .xlsm .ods .numbers",
        "This is a spreadsheet’s own file. If it is a table of paper answers, save it as “CSV UTF-8” "
        "and mark again.",
    ),
    (
        ".png .jpg .jpeg .heic .webp .gif .pdf .html .htm .webarchive .mht .mhtml",
        "This shows the page and holds no answers. Ask for the file that “Download my answers” saves.",
    ),
    (".rar .7z .gz .tar .tgz", "This is packed, and not as a zip. Unpack it and mark again."),
    (".ipynb", "This is a notebook. Its last cell makes a zip to hand in: ask for that."),
    (
        ".rtf .doc .pages .wps .fodt .gdoc",
        "This is a text document of another program. Ask for the file that “Download my answers” saves; if "
        "the answers were pasted into it, save it as .txt and mark again.",
    ),
    (".crdownload .part .partial .download", "This download was not finished. Ask for it again."),
]
PROGRAMS = [
    ".exe",
    ".bat",
    ".cmd",
    ".com",
    ".msi",
    ".scr",
    ".ps1",
    ".vbs",
    ".jar",
    ".app",
    ".dmg",
    ".apk",
]  # not even looked at
CURES = {kind: cure for kinds, cure in OTHERS for kind in kinds.split()}
FIRST_READ = 65_536  # bytes; asking for two megabytes at once costs more than reading a file of six thousand
SYSTEM_FILES = re.compile(
    r"(^|/)(\.DS_Store|\._[^/]*|__MACOSX|Thumbs\.db|desktop\.ini|\.[^/]*\.lock"
    r"|\.ipynb_checkpoints|~\$[^/]*|\.~lock\.[^/]*#|\.directory|\.Trash[^/]*|\$RECYCLE\.BIN"
    r"|\.[^/]+\.\w{8})(/|$)",
    re.IGNORECASE,
)  # of macOS, Windows, Jupyter, office programs, and what a power cut left of ours (files.py): nobody's work


class Source(NamedTuple):
    """One file. name: as messages show it. open: gives a binary file. fault: why it is not read, "" where
    it is. path: where it is on this computer. doubtful: only its content can tell whether it is an answer
    file.
    """

    name: str
    open: Callable | None = None
    fault: str = ""
    path: str = ""
    doubtful: bool = False


class Document(NamedTuple):
    """One answer file, or the reason why there is none. name: as messages show it."""

    name: str
    data: bytes = b""
    fault: str = ""


@contextmanager
def open_hand_in(path, leave_out=None):
    """Give the Sources of a folder or a file, sorted by name; zips in it are opened, and a zip in a zip, too.

    leave_out: a folder that is not looked into (our own marks).
    """
    path = os.fspath(path)
    is_folder = os.path.isdir(path)
    files = (
        list_folder(path, leave_out)
        if is_folder
        else [Source(name_text(os.path.basename(path)), partial(open, path, "rb"), path=path)]
    )
    with open_zips(files, alone=not is_folder) as sources:
        yield sources


@contextmanager
def open_zips(files, alone):
    """Give the Sources with every zip among them replaced by what is in it, and every file of a foreign kind
    by the reason.

    alone: a single zip was handed in; its name is not repeated before the names in it.
    """
    with ExitStack() as stack:
        sources = []
        for source in files:
            sources += _list_zip(source, stack, alone) if _is_zip(source) else [_admit(source)]
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
            found.append(
                Source(prefix or name_text(place), fault=f"The folder cannot be read ({error.strerror}).")
            )
            continue
        for entry in entries:
            name = prefix + name_text(entry.name)
            if SYSTEM_FILES.search(entry.name):
                continue
            if entry.is_symlink():
                found.append(
                    Source(name, fault="This is a link; links are not followed. Put the file itself there.")
                )
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
            if source.name.lower().endswith(".jsonl"):
                yield from _read_lines(file, source.name)
                return
            for document in _read_whole(file, source.name):
                yield from _take_out(document) if source.doubtful else [document]
    except UNREADABLE as error:
        yield Document(source.name, fault=f"The file cannot be read ({_reason(error)}).")


def _take_out(document):
    """Return the Documents of a file that only its content tells to be answers, or the reason."""
    kind = PurePosixPath(document.name.lower()).suffix
    unread = document._replace(data=b"", fault=document.fault or CURES.get(kind, FOREIGN))
    if document.fault or kind not in wrapped.KINDS:
        return [document if is_answer_file(document.data) else unread]
    try:
        inside = wrapped.unpack(document.data, kind)
    except (*UNREADABLE, LookupError, ElementTree.ParseError):
        inside = []
    files = [
        Document(f"{document.name}/{name}" if name else document.name, data)
        for name, data in inside
        if is_answer_file(data)
    ]
    return files or [unread]


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


def _is_zip(source):
    return source.name.lower().endswith(".zip") and not source.fault


def _admit(source):
    kind = PurePosixPath(source.name.lower()).suffix
    if source.fault or kind in (".json", ".jsonl"):
        return source
    if kind == ".csv":
        return (
            source
            if source.path
            else source._replace(
                fault="Tables of paper answers are read from a folder on this computer only. Put it there."
            )
        )
    if kind == ".zip":
        return source._replace(
            fault="A zip inside a zip inside a zip is not opened. Unpack it and mark again."
        )
    if kind in wrapped.KINDS or not (kind in PROGRAMS or kind in CURES) or MAYBE.search(source.name):
        return source._replace(doubtful=True)
    return source._replace(fault=CURES.get(kind, FOREIGN))


def _list_zip(source, stack, alone=False, budget=None):
    """Return the Sources in a zip, and in the zips in it. Sizes are as the zip declares them; Python reads no
    more than that.

    budget: [bytes left], shared with the zip around this one.
    """
    try:
        archive = stack.enter_context(zipfile.ZipFile(stack.enter_context(source.open())))
    except UNREADABLE as error:
        fault = (
            f"The zip cannot be opened ({_reason(error)}). Download it again; if it is the same then, it is "
        )
        fault += "another kind of archive (RAR, 7z): unpack it."
        return [source._replace(open=None, fault=fault)]
    members = [
        (name, info)
        for name, info in _name_members(archive)
        if not (name.endswith("/") or SYSTEM_FILES.search(name))
    ]
    if not members:
        return [source._replace(open=None, fault="The zip is empty. Download it again.")]
    listed, is_inner, left = [], budget is not None, budget or [MAX_UNPACKED]
    for name, info in members[:MAX_MEMBERS]:
        fault = _member_fault(name, info, left[0])
        left[0] -= 0 if fault else info.file_size
        member = Source(name if alone else f"{source.name}/{name}", partial(archive.open, info), fault)
        if _is_zip(member) and not is_inner:
            listed += _list_zip(member._replace(open=partial(_unpack, archive, info)), stack, budget=left)
        else:
            listed.append(_admit(member))
    if len(members) > MAX_MEMBERS:
        fault = f"The zip holds {len(members):,} files; the first {MAX_MEMBERS:,} are read. Split it."
        listed.append(Source(source.name, fault=fault))
    return listed


def _unpack(archive, info):
    if info.file_size > MAX_INNER:
        raise ValueError(f"a zip in a zip may have {MAX_INNER:,} bytes; unpack it and mark again")
    return io.BytesIO(archive.read(info))  # to be read forwards and backwards


def _name_members(archive):
    """Return [(name, info)] of a zip's members, each name as its maker meant it."""
    infos = archive.infolist()
    names = name_members([(info.filename, info.flag_bits, info.extra) for info in infos])
    return list(zip(names, infos, strict=True))


def _member_fault(name, info, left):
    parts = name.split("/")
    if ".." in parts or not parts[0] or re.match(r"[A-Za-z]:", name):
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
