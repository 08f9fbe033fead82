"""Answers inside something else: a text around them, an e-mail, a file of a word processor. They are taken
out where nothing has to be guessed: one answer file, whole, as it was saved.
"""

import email
import email.policy
import io
import json
import re
import zipfile
from contextlib import suppress
from xml.etree import ElementTree

from ..files import MAX_BYTES, UNREADABLE
from ..originals.files import word_text

MARK = "second-source-answers/"  # of every answer file, in its first lines or its last
BEGIN = re.compile(r"\{(?=\s*[\"“”„])")
QUOTED = re.compile(r"^(?:>[ \t]?)+", re.MULTILINE)  # before each line of a mail that was answered
MOST = 50  # places in a text at which an answer file is looked for
LARGEST = 20_000_000  # bytes of a packed text
KINDS = (".eml", ".docx", ".odt")
LONGEST_GAP = 1000  # spaces
SIGNS = {"line-break": "\n", "tab": " ", "s": " "}  # of OpenDocument


def find_answers(text):
    """Return [(an answer file, as it stands in the text)] by what they say; [] where one is not whole."""
    found = []
    for some in (text, QUOTED.sub("", text)):
        end = 0
        for begin in list(BEGIN.finditer(some))[:MOST]:
            if begin.start() < end:
                continue
            with suppress(ValueError, RecursionError):
                value, end = json.JSONDecoder().raw_decode(some, begin.start())
                if str(value.get("schema", "")).startswith(MARK):
                    found.append((json.dumps(value, sort_keys=True), some[begin.start() : end]))
        if found:
            break
    return found if len(found) == text.count(MARK) else []


def cut_out(text):
    """Return a text from where answers may begin to its last brace: there, curly marks and odd spaces are
    mended.
    """
    begin = BEGIN.search(text)
    return text[begin.start() if begin else 0 : text.rfind("}") + 1]


def unpack(data, kind):
    """Return [(name, bytes)] of what a file of one of KINDS holds: the files attached to an e-mail that are
    answers, else its text; the text of a document. Raises what a damaged file raises.
    """
    if kind == ".eml":
        return _read_mail(data)
    text = word_text(data) if kind == ".docx" else _open_document_text(data)
    return [("", text.encode("utf-8", "replace"))]


def _read_mail(data):
    message = email.message_from_bytes(data, policy=email.policy.default)
    parts = [part for part in message.walk() if not part.is_multipart()]
    attached = [(part.get_filename() or "", part) for part in parts if part.get_filename()]
    files = [(name, content) for name, part in attached if _is_marked(content := _bytes_of(part))]
    if files:
        return files
    body = message.get_body(preferencelist=("plain",))
    return [("", _bytes_of(body))] if body else []


def _bytes_of(part):
    try:
        content = part.get_content()
    except UNREADABLE + (LookupError,):
        content = part.get_payload(decode=True) or b""
    return content if isinstance(content, bytes) else str(content).encode("utf-8", "replace")


def _is_marked(data):
    return len(data) <= MAX_BYTES and MARK.encode() in data.replace(b"\0", b"")


def _open_document_text(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if archive.getinfo("content.xml").file_size > LARGEST:
            raise ValueError("it unpacks to more than a book")
        body = ElementTree.fromstring(archive.read("content.xml"))
    return "".join(_open_document_parts(body))


def _open_document_parts(body):
    """Yield the text of an OpenDocument file, tag by tag; text may stand before a tag and behind it."""
    waiting = [body]
    while waiting:
        element = waiting.pop()
        if isinstance(element, str):
            yield element
            continue
        name = element.tag.rpartition("}")[2]
        if name == "tracked-changes":  # what was deleted
            continue
        count = next((value for key, value in element.items() if key.endswith("}c")), "")
        many = name == "s" and count.isdecimal()
        yield SIGNS.get(name, "") * (min(int(count), LONGEST_GAP) if many else 1)
        yield element.text or ""
        waiting += ["\n"] * (name in ("p", "h"))
        for child in reversed(element):
            waiting += [child.tail or "", child]
