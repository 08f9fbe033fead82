"""A reader's own copy as a file: text, HTML, Word or PDF in, plain text out; and whose article it is."""

import io
import re
import zipfile
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from ..content.texts import slugs
from ..files import ROOT, UNREADABLE, decode_text
from ..problems import ContentError, fail
from .matching import Match, match

LARGEST = (
    20_000_000  # bytes, also of what is packed inside a Word file: saved pages and PDFs bring their pictures
)
UNCLOSED = 10_000  # characters after a tag that is never closed
# characters of text; our longest article has 6,000, and a book would keep the computer busy for a minute
LONGEST = 300_000
SUFFIXES = (".txt", ".md", ".htm", ".html", ".docx", ".pdf")
# Kinds that are not read, in the words of the page (files.js): how a file of it begins, its endings, what it
# is, what to do.
SAVE_AS_WORD = "Open it in a word processor and save it as .docx or .txt."
COPY = "Open it, select the article, copy it, and save the text as .txt."
COPY_PAGE = "Open it in a browser, select the article, copy it, and save the text as .txt."
PACKED = rb"PK\x03\x04"
REFUSED = [
    (rb"\{\\rtf", (".rtf",), "an RTF file", SAVE_AS_WORD),
    (None, (".msg",), "an e-mail of Outlook (MSG)", COPY),
    (rb"\xd0\xcf\x11\xe0", (".doc",), "a file of an old Word", SAVE_AS_WORD),
    (
        rb"PK.*mimetypeapplication/vnd\.oasis\.opendocument|<\?xml[^>]*>\s*<office:document",
        (".odt", ".ott", ".fodt"),
        "an OpenDocument file (ODT)",
        SAVE_AS_WORD,
    ),
    (rb"PK.*mimetypeapplication/epub", (".epub",), "an e-book (EPUB)", COPY),
    (
        rb"PK.{28}(Index|Data|Metadata|preview)[./-]",
        (".pages",),
        "a document of Pages",
        "Open it in Pages, choose Export To and Word, and use the .docx.",
    ),
    (PACKED, (".zip",), "a packed file of another program", SAVE_AS_WORD),
    (
        rb'\s*\{[^}]*("doc_id"|docs\.google\.com)',
        (".gdoc",),
        "a link to a Google document, not the document",
        "Open it in Google Docs, download it as Word, and use the .docx.",
    ),
    (
        rb"\[InternetShortcut\]",
        (".url", ".webloc"),
        "a link to a web page, not the page",
        COPY_PAGE,
    ),
    (rb"bplist00", (".webarchive",), "a web page saved by Safari (webarchive)", COPY_PAGE),
    (
        rb"From: <Saved|MIME-Version:|Snapshot-Content-Location:",
        (".mht", ".mhtml"),
        "a web page saved as one file (MHTML)",
        COPY_PAGE,
    ),
    (
        rb"(From|Return-Path|Received|Delivered-To|Message-ID|X-[\w-]+): ",
        (".eml", ".emlx"),
        "an e-mail (EML)",
        COPY,
    ),
]
ONLY = "Is it the right file? Keep only the article."
WORD_SIGNS = {"br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
# From the start of a word only: else a run of letters would be read anew from each of them.
LINE_END = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[-\u2010\u00ad]\n([^\W\d_]+)")


def read_copy(path):
    """Return the plain text of a .txt, .md, .html, .docx or .pdf file.

    Raises ContentError when it is missing, too large, of another kind or damaged.
    """
    path = Path(path)
    try:
        text = _read(path)
    except OSError as error:
        fail(path.name, "", f"cannot be read ({error.strerror}).", "Check the file's name and folder.")
    except (
        *UNREADABLE,
        LookupError,
        AssertionError,
        ElementTree.ParseError,
    ) as error:  # what damaged zips, strange encodings and html.parser raise
        fault = f"cannot be read as a {path.suffix[1:]} file ({error})."
        fail(path.name, "", fault, "Open it, copy the text, and save it as .txt.")
    if len(text) > LONGEST:
        fail(path.name, "", f"holds more than {LONGEST:,} characters of text.", ONLY)
    return text


def _read(path):
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        _refuse(path.name, suffix=suffix)
    if path.stat().st_size > LARGEST:
        fail(path.name, "", f"is larger than {LARGEST:,} bytes.", ONLY)
    data = path.read_bytes()
    _refuse(path.name, data, may_be_packed=suffix == ".docx")
    suffix = ".pdf" if data.startswith(b"%PDF") else suffix
    readers = {".docx": word_text, ".pdf": _pdf_text, ".htm": _html_text, ".html": _html_text}
    return _join_lines(readers.get(suffix, _plain_text)(data))


def find_article(text, root=ROOT):
    """Return (slug, Match) of the article a text is a copy of, or (None, None) when it is none of ours."""
    matches = {slug: match(slug, text, root) for slug in slugs(root)}
    slug = max(matches, key=lambda name: len(matches[name].found), default=None)
    return (slug, matches[slug]) if slug and matches[slug].found else (None, None)


class Copy(NamedTuple):
    """What a file is. slug: the article it is a copy of, "" for none; match: its Match, None without one;
    fault: why it is not read, "" where it is.
    """

    name: str
    slug: str = ""
    text: str = ""
    match: Match | None = None
    fault: str = ""

    @property
    def passages(self):
        """{label: passage} of the units that were found."""
        return {
            label: " ".join(self.text[start:end].replace("\u00ad", "").split())
            for label, (start, end) in (self.match.found if self.match else {}).items()
        }


def look_at(path, root=ROOT, name=""):
    """Return what a file is, as a Copy. No file raises an error."""
    try:
        text = read_copy(path)
    except ContentError as error:
        return Copy(name or Path(path).name, fault=error.problems[0].fault)
    slug, found = find_article(text, root)
    return Copy(name or Path(path).name, slug or "", text, found)


def list_copies(folder):
    """Return the files of a folder and of the folders in it, sorted, but for hidden ones."""
    folder = Path(folder)
    found = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())
    return [folder / path for path in found if not any(part[0] in ".~" for part in path.parts)]


def look_through(folder, root=ROOT):
    """Return a Copy for each file of a folder; see `choose_copies` for those that are used."""
    return [look_at(path, root, path.relative_to(folder).as_posix()) for path in list_copies(folder)]


def choose_copies(copies):
    """Return {slug: the Copy that is used}: of two of one article the one with more passages."""
    used = {}
    for copy in copies:
        if copy.slug and (copy.slug not in used or len(copy.match.found) > len(used[copy.slug].match.found)):
            used[copy.slug] = copy
    return used


def read_folder(folder, root=ROOT):
    """Return {slug: {label: passage}} for the copies in a folder; files that are no article of ours, or
    cannot be read, are left out.
    """
    return {slug: copy.passages for slug, copy in choose_copies(look_through(folder, root)).items()}


def _refuse(name, data=None, suffix="", may_be_packed=False):
    """Raise a ContentError where a file's first bytes, or without them its ending, are of a kind that is not
    read.
    """
    for start, suffixes, kind, cure in REFUSED:
        if may_be_packed and start == PACKED:
            continue
        found = start and re.match(start, data[:200], re.DOTALL) if data is not None else suffix in suffixes
        if found:
            fail(name, "", f"is {kind}, which is not read.", cure)
    if data is None:
        fail(name, "", "this kind of file is not read.", f"Save it as one of {', '.join(SUFFIXES)}.")


def _plain_text(data):
    text, _ = decode_text(data)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _join_lines(text):
    """Return a text with the words whole that were parted at the end of a line; a compound that stands
    elsewhere in it keeps its hyphen.
    """
    whole = LINE_END.sub(" ", text).casefold()

    def join(found):
        before, after = found.groups()
        if not after[0].islower() or f"{before}-{after}".casefold() in whole:
            return f"{before}-{after}"
        return before + after

    return LINE_END.sub(join, text)


class _Words(HTMLParser):
    """Collects text; blocks end lines, scripts and styles are not text."""

    BLOCKS = {
        *("p", "br", "hr", "div", "li", "ul", "ol", "dt", "dd", "pre", "blockquote", "h1", "h2", "h3", "h4"),
        *("h5", "h6", "tr", "td", "th", "table", "caption", "figcaption", "figure", "article", "section"),
        *("header", "footer", "main", "aside", "nav", "title", "option", "button"),
    }
    HIDDEN = {"script", "style", "template", "noscript"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts, self.hidden = [], 0

    def handle_starttag(self, tag, _attrs):
        self.hidden += tag in self.HIDDEN
        if tag in self.BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag):
        self.hidden = max(0, self.hidden - (tag in self.HIDDEN))
        if tag in self.BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data):
        if not self.hidden:
            self.parts.append(data)


def _html_text(data):
    words = _Words()
    words.feed(_plain_text(data))
    if (
        words.rawdata.startswith("<") and len(words.rawdata) > UNCLOSED
    ):  # close() would begin anew at every “<” of it, which can take hours
        raise ValueError("a tag in it is never closed")
    words.close()
    return "".join(words.parts)


def word_text(data):
    """Return the text of a Word file; raises what a damaged one raises."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = _main_part(archive)
        if archive.getinfo(part).file_size > LARGEST:
            raise ValueError("it unpacks to more than a book")
        with archive.open(part) as file:
            body = ElementTree.fromstring(file.read(LARGEST))
    return "".join(_word_parts(body))


def _main_part(archive):
    """Return where the text of a Word file is: as its list of kinds says, mostly word/document.xml."""
    with suppress(KeyError):
        if archive.getinfo("[Content_Types].xml").file_size <= LARGEST:
            for one in ElementTree.fromstring(archive.read("[Content_Types].xml")):
                if one.get("ContentType", "").endswith(".main+xml") and one.get("PartName"):
                    return one.get("PartName").lstrip("/")
    numbered = [name for name in archive.namelist() if re.fullmatch(r"word/document\d*\.xml", name)]
    return min(numbered, default="word/document.xml")


def _word_parts(body):
    """Yield the text of a Word file, tag by tag. Names are compared without their namespace: Word's strict
    form has another one.
    """
    waiting = [(body, False)]
    while waiting:
        element, is_end = waiting.pop()
        name = element.tag.rpartition("}")[2]
        if is_end:
            yield "\n"
        elif name == "t":
            yield element.text or ""
        elif name in WORD_SIGNS:
            yield WORD_SIGNS[name]
        elif name not in ("Fallback", "del", "moveFrom", "pPr", "rPr"):  # second copies, deletions, looks
            if name == "p":
                waiting.append((element, True))
            waiting += [(child, False) for child in reversed(element)]


def _pdf_text(data):
    from pypdf import PdfReader  # late: only here is it needed

    try:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    except Exception as error:  # not only PyPdfError: a damaged file makes the library stumble anywhere
        raise ValueError(str(error) or type(error).__name__) from None
