"""A reader's own copy as a file: text, HTML, Word or PDF in, plain text out; and whose article it is."""

import io
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

from .intake import UNREADABLE
from .originals import match
from .problems import fail
from .strict import ROOT
from .texts import slugs

LARGEST = 20_000_000  # bytes, also of what is packed inside a Word file: saved pages and PDFs bring their pictures
UNCLOSED = 10_000  # characters after a tag that is never closed
LONGEST = 300_000  # characters of text; our longest article has 6,000, and a book would keep the computer busy for a minute
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SUFFIXES = (".txt", ".md", ".htm", ".html", ".docx", ".pdf")


def read_copy(path):
    """Return the plain text of a .txt, .md, .html, .docx or .pdf file.

    Raises ContentError when it is missing, too large, of another kind or damaged.
    """
    path = Path(path)
    if path.suffix.lower() not in SUFFIXES:
        fail(path.name, "", "this kind of file is not read.", f"Save it as one of {', '.join(SUFFIXES)}.")
    try:
        if path.stat().st_size > LARGEST:
            fail(path.name, "", f"is larger than {LARGEST:,} bytes.", "Is it the right file? Keep only the article.")
        text = {".docx": _word_text, ".pdf": _pdf_text, ".htm": _html_text, ".html": _html_text}.get(path.suffix.lower(), _decode)(path.read_bytes())
    except OSError as error:
        fail(path.name, "", f"cannot be read ({error.strerror}).", "Check the file's name and folder.")
    except (*UNREADABLE, LookupError, AssertionError, ElementTree.ParseError) as error:  # what damaged zips, strange encodings and html.parser raise
        fail(path.name, "", f"cannot be read as a {path.suffix[1:]} file ({error}).", "Open it, copy the text, and save it as .txt.")
    if len(text) > LONGEST:
        fail(path.name, "", f"holds more than {LONGEST:,} characters of text.", "Is it the right file? Keep only the article.")
    return text


def find_article(text, root=ROOT):
    """Return (slug, Match) of the article a text is a copy of, or (None, None) when it is none of ours."""
    matches = {slug: match(slug, text, root) for slug in slugs(root)}
    slug = max(matches, key=lambda name: len(matches[name].found), default=None)
    return (slug, matches[slug]) if slug and matches[slug].found else (None, None)


def read_folder(folder, root=ROOT):
    """Return {slug: {label: passage}} for the copies in a folder; files that are no article of ours are left out."""
    passages = {}
    for path in sorted(Path(folder).iterdir()):
        if path.suffix.lower() in SUFFIXES:
            text = read_copy(path)
            slug, found = find_article(text, root)
            if slug and len(found.found) > len(passages.get(slug, {})):
                passages[slug] = {label: " ".join(text[start:end].replace("\u00ad", "").split()) for label, (start, end) in found.found.items()}
    return passages


def _decode(data):
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")  # what old Windows programs write


class _Words(HTMLParser):
    """Collects text; blocks end lines, scripts and styles are not text."""

    BLOCKS = {"p", "br", "div", "li", "h1", "h2", "h3", "h4", "blockquote", "tr"}
    HIDDEN = {"script", "style", "template", "noscript"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts, self.hidden = [], 0

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in self.HIDDEN

    def handle_endtag(self, tag):
        self.hidden = max(0, self.hidden - (tag in self.HIDDEN))
        if tag in self.BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data):
        if not self.hidden:
            self.parts.append(data)


def _html_text(data):
    words = _Words()
    words.feed(_decode(data))
    if words.rawdata.startswith("<") and len(words.rawdata) > UNCLOSED:  # close() would begin anew at every “<” of it, which can take hours
        raise ValueError("a tag in it is never closed")
    words.close()
    return "".join(words.parts)


def _word_text(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if archive.getinfo("word/document.xml").file_size > LARGEST:
            raise ValueError("it unpacks to more than a book")
        with archive.open("word/document.xml") as part:
            body = ElementTree.fromstring(part.read(LARGEST))
    return "\n".join("".join(text.text or "" for text in paragraph.iter(f"{WORD}t")) for paragraph in body.iter(f"{WORD}p"))


def _pdf_text(data):
    from pypdf import PdfReader  # late: only here is it needed
    try:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    except Exception as error:  # not only PyPdfError: a damaged file makes the library stumble anywhere
        raise ValueError(str(error) or type(error).__name__) from None
