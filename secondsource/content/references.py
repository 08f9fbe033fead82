"""The references behind second sources, briefs and pages: book/*.bib."""

import re
from contextlib import suppress
from functools import lru_cache

from pybtex.database import BibliographyDataError, parse_string
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text

from ..files import ROOT, read_text, shown
from ..problems import ContentError, Problem

COMMENT = re.compile(r"(?<!\\)%")
COMMAND = re.compile(r"\\\S{1,12}")
NO_AT = re.compile(r"^[ \t]*\w*\{([\w-]+),[ \t]*$", re.MULTILINE)  # BibTeX takes it for a comment


def read_references(root=ROOT):
    """Return the book's references, from all its .bib files: {key: {field: text}}, BibTeX's escapes removed.

    The same files are parsed once, and all who ask get the same dicts: read them, never change them.
    """
    paths = sorted((root / "book").glob("*.bib"))
    return _read_all(tuple((shown(path, root), read_text(path, root)) for path in paths))


@lru_cache(maxsize=8)
def _read_all(files):
    """Return the references of (name, text) pairs, or raise a ContentError with what is wrong in them."""
    found, problems = {}, []
    for name, text in files:
        try:
            parsed = _parse(name, text)
            problems += [found for key, entry in parsed.items() for found in _unshown(name, key, entry)]
            entries = {key: _fields(entry) for key, entry in parsed.items()}
        except ContentError as error:
            problems += error.problems
            entries = error.partial or {}
        for key, fields in entries.items():
            if key in found:
                fault = "this key stands twice in the book's references."
                problems.append(Problem(name, key, fault, "Remove or rename one of the two."))
            # “javascript:” would run on our pages
            if not fields.get("url", "https://").startswith(("http://", "https://")):
                fault = f"the address “{fields['url'][:40]}” leads to no web page."
                problems.append(Problem(name, key, fault, "Begin it with https:// or http://."))
        found |= entries
    if problems:
        raise ContentError(problems, found)
    return found


def _fields(entry):
    return {name.lower(): _plain(name, value) for name, value in entry.fields.items()}


def _unshown(file, key, entry):
    """Yield a Problem for each field that a page would not show as it is meant."""
    for name, value in entry.fields.items():
        if name.lower() == "url":
            continue
        if COMMENT.search(value):
            fault = f"what follows the % in “{name}” is lost: with it a comment begins."
            yield Problem(file, key, fault, "Write \\% for a per cent sign.")
        elif command := COMMAND.search(_plain(name, value)):
            fault = f"“{command[0]}” in “{name}” would stand on the page as it is."
            yield Problem(file, key, fault, "Write letters and signs themselves, without a backslash.")


def _parse(name, text):
    try:
        entries = parse_string(text, "bibtex").entries
    except (PybtexError, BibliographyDataError):
        entries = None
    if bare := NO_AT.search(text):
        place = f"{bare[1]}, line {text.count(chr(10), 0, bare.start()) + 1}"
        raise ContentError(
            [Problem(name, place, "an entry begins with @ and its type.", f"Write `@misc{{{bare[1]},`.")]
        )
    if entries is None or text.count("{") != text.count("}"):  # a } too many ends an entry before its end
        _tell_faults(text, name)
    return entries


def _tell_faults(text, name):
    """Raise a ContentError with a Problem for each entry that cannot be read, or stands twice."""
    problems, good, line = [], {}, 1
    for part in re.split(r"^(?=[ \t]*@)", text, flags=re.MULTILINE):
        key = (re.findall(r"@\w+\s*[{(]\s*([^\s,]+)", part) or [""])[0]
        try:
            if part.count("{") != part.count("}"):
                raise PybtexError("a brace is missing")
            entries = parse_string(part, "bibtex").entries
        except (PybtexError, BibliographyDataError) as error:
            below, *fault = _entry_fault(part, error)
            problems.append(Problem(name, f"{key}, line {line + below}" if key else "", *fault))
            entries = {key: None}
        if key in good:
            cure = "Remove or rename one of the two."
            problems.append(Problem(name, f"{key}, line {line}", "this key stands twice.", cure))
        good |= entries
        line += part.count("\n")
    raise ContentError(problems, {key: {} for key in good})


def _entry_fault(part, error):
    """Return (how many lines below its first, fault, cure) for an entry that pybtex does not read."""
    lines = part.rstrip().split("\n")
    for number, (above, below) in enumerate(zip(lines, lines[1:], strict=False)):
        if re.search(r"[^,\s]\s*$", above) and re.match(r"\s*\w+\s*=", below):
            return number, "the line does not end with a comma.", f"Write `{above.strip()},`."
    if part.count("{") != part.count("}"):
        more = "{" if part.count("}") > part.count("{") else "}"
        cure = "Each { needs its }; the last line of an entry is } alone."
        return 0, f"a brace {more} is missing.", cure
    return 0, f"not readable as BibTeX: {error}.", "Compare the entry with the one in exercises/README.md."


def _plain(name, value):
    if "\\" in value and name.lower() != "url":
        with suppress(PybtexError):
            return str(Text.from_latex(value))
    value = value.replace("{", "").replace("}", "")
    return value.replace("\\&", "&").replace("\\_", "_").replace("\\%", "%")
