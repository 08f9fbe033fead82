"""Where the kit is and where a learner's work goes; how files are read and written: whole or not at all, the
same bytes each time, and no table with a formula that somebody else has typed.
"""

import codecs
import lzma
import os
import re
import tempfile
import zipfile
import zlib
from contextlib import contextmanager, suppress
from pathlib import Path

from .problems import fail

ROOT = Path(__file__).resolve().parents[1]
MAX_BYTES = 2_000_000  # our longest file is under 200 kB; more is a mistake or an attack
# What reading a damaged file, or a zip in any of its ways of packing, may raise.
UNREADABLE = (
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
)
# a spreadsheet takes what begins so for a formula; full-width signs too, in Japan
STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\n")
# Control characters (NUL ends a cell in some programs), and signs that turn the direction of writing, so that
# a name could read as another.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_UMASK = os.umask(0)
os.umask(_UMASK)  # it can only be read by setting it
# the earliest a zip can say; the day of writing would make every zip another file
DAY = (1980, 1, 1, 0, 0, 0)


def learner_folder(root=ROOT):
    """Return the one folder for a learner's notebooks, answers and own copies: `second-source` in the home.

    Outside the kit, so that no update touches it; the place that JupyterHub has for it, too. Where the kit
    itself lies there it is `second-source-work`. SECONDSOURCE_FOLDER names another one.
    """
    if chosen := os.environ.get("SECONDSOURCE_FOLDER"):
        return Path(chosen).expanduser().resolve()
    folder = Path.home().resolve() / "second-source"
    is_kit = folder == root.resolve() or (folder / "kit.py").exists()
    return folder.with_name("second-source-work") if is_kit else folder


def shown(path, root=ROOT):
    """Return the path as a teacher knows it: from the kit's top folder, with forward slashes."""
    path = Path(path)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def name_text(name):
    """Return the name of a file or folder as text: on Linux it may be any bytes, and then it is most likely
    one from an old Windows (windows-1252).
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("cp1252", "replace")
    return name


def decode_text(data):
    """Return (the text in some bytes, its encoding): by its byte-order mark, else as UTF-16 where every
    other byte at its start is none, else as UTF-8, else as windows-1252, in which every program of an office
    writes that does not write Unicode.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace"), "utf-16"
    for place, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if data[:4][place::2] == b"\0\0" and data[:4].strip(b"\0"):
            return data.decode(encoding, "replace"), "utf-16"
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "cp1252"


def read_text(path, root=ROOT):
    """Return a file's text with `\\n` newlines and without a byte-order mark.

    Raises ContentError when the file is missing, too large or not UTF-8.
    """
    name = shown(path, root)
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        fail(name, "", f"cannot be read ({error.strerror}).", "Check the file's name and folder.")
    if len(data) > MAX_BYTES:
        fail(
            name, "", f"is {len(data):,} bytes long; at most {MAX_BYTES:,} are read.", "Is it the right file?"
        )
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        fail(
            name,
            f"byte {error.start}",
            "the file is not UTF-8 text.",
            "Save it again with the encoding UTF-8.",
        )


@contextmanager
def write_whole(path, encoding=None, private=False):
    """Open a file to write, text where there is an `encoding`, else bytes; it takes the place of `path` when
    all of it is on the disk.

    After an error, a crash, a full disk or a power cut the old file is there or the new one, whole. private:
    only the owner may read it (answers, marks, reports). Raises OSError when it cannot be written.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with (
            os.fdopen(handle, "w", encoding=encoding, newline="")
            if encoding
            else os.fdopen(handle, "wb") as file
        ):
            yield file
            file.flush()
            os.fsync(file.fileno())
        if not private:
            os.chmod(temporary, 0o666 & ~_UMASK)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def clean_cell(text):
    """Return a text that no spreadsheet runs: an apostrophe stands before what looks like a formula, and
    what cannot be seen is gone.
    """
    text = (
        UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
        .encode("utf-8", "replace")
        .decode()
    )
    return "'" + text if text.startswith(STARTS) or text.lstrip(" \n'").startswith(STARTS) else text


def clean_line(text):
    """Return a text as one line that no spreadsheet runs: for names."""
    return clean_cell(" ".join(text.split()))


def read_cell(text):
    """Return what stood in a cell before `clean_cell`."""
    return text[1:] if text.startswith("'") and clean_cell(text[1:]) == text else text


def write_zip(target, entries, rights=0o644, level=9):
    """Write (name, bytes) pairs as a zip to `target`, a path or an open file, in their order.

    The same entries make the same bytes on every computer and every day. rights: of the files in it; level:
    how hard to pack, None for zlib's own.
    """
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in entries:
            entry = zipfile.ZipInfo(name, DAY)
            entry.create_system, entry.external_attr = 3, rights << 16  # else it depends on the computer
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, level)


def _sync_folder(folder):
    """Make a new name in a folder last through a power cut.

    Windows does it by itself; a file system that cannot has a whole file all the same.
    """
    if hasattr(os, "O_DIRECTORY"):
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
