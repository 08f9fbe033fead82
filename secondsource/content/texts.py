"""The texts students work on: article.txt (the reading edition), easier.txt (the same in easier words) and
brief.txt (the comparator).
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from itertools import groupby

from ..files import ROOT, read_text, shown
from ..problems import ContentError, Problem

CHECKS = ("check-a", "check-b", "check-c")  # the sets that measure a class: before, after, a month later
PRACTICE = "canteen"  # tried while the rules are being read: no marks and no measure of a class come from it
LABEL = re.compile(r"\[([^\]]*)\]\s*(.*)")
UNIT_LABEL = re.compile(r"(?:[pb]\d+\.\d+|[xech]\d+(?:\.\d+)?)")  # without its dot, p5.2 would be p52
INVENTED = "invented"  # what stands in `link:`, and as the reference of a card, where a set is made up
ARTICLE_HEADER = ("title", "byline", "published", "outlet", "link", "rights")
BRIEF_HEADER = ("title",)
ANCHOR_WORDS = 5  # each side
ANCHOR_BOTH = 8  # both sides: of a short passage they are all there is, and nine words in a row are too many

NOTES = {"original": "original: first words … last words", "source": "source: reference, reference"}
ALIKE = 0.8  # “orignial” and “sources” are; “regional” and “course” are not
SHORT_NAME = 3  # letters: “orig” is a name
DOTS = re.compile(r"…|\.{3,}|\. \. \.")
LONGEST_ANCHOR = 200  # characters of a line that can be one
NAMED = re.compile(r"[^\w“]*([^\W\d][\w’'-]*(?: [\w’'-]+){0,2})[ *_]*([:：;=])\W*(.*)")
INNER_NAME = re.compile(r"(^|[.!?…”\")\]]\s+|\s)([^\W\d][\w-]*)\s*[:：=]\s*")
INNER_LABEL = re.compile(rf"\[{UNIT_LABEL.pattern}\]")
DAMAGED_LABEL = re.compile(
    rf"\W{{0,5}}(?:[\[({{（［]\s*{UNIT_LABEL.pattern}\b|{UNIT_LABEL.pattern}\s*[\])}}）］]"
    r"|[pxechb]\d+\.\d+\b)",
    re.IGNORECASE,
)
REFERENCES = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+(?:[,\s]+[a-z0-9]+(?:-[a-z0-9]+)+)*[.\s]*")
SENTENCE_END = re.compile(r"[.!?…][”’\"')\]]*$")
COMMENT = re.compile(r"#\s|//|<!--|>")


@dataclass(frozen=True)
class Unit:
    """The smallest stretch that asserts one thing. `p3.2` is the second claim of the original's third
    paragraph.

    first, last: the words with which the original passage opens and ends ("" where there is none).
    sources: keys into references.bib (comparator brief only).
    """

    label: str
    text: str
    first: str = ""
    last: str = ""
    sources: tuple = ()

    @property
    def paragraph(self):
        return self.label.split(".")[0]


@dataclass(frozen=True)
class Text:
    """One text: header fields by name, units by label, both in the file's order."""

    slug: str
    header: dict
    units: dict = field(default_factory=dict)

    def paragraphs(self):
        """Return lists of units, one list for each paragraph of the original."""
        return [list(units) for _, units in groupby(self.units.values(), key=lambda unit: unit.paragraph)]

    @property
    def fingerprint(self):
        """Sixteen hex digits that change when any label or unit does; answers carry it."""
        body = "\n".join(f"[{unit.label}] {unit.text}" for unit in self.units.values())
        return hashlib.sha256(body.encode()).hexdigest()[:16]


def slugs(root=ROOT):
    """Return the names of all text sets in `exercises/`, sorted."""
    return sorted(path.parent.name for path in (root / "exercises").glob("*/items.yaml"))


def read_article(slug, root=ROOT):
    """Return the reading edition of `slug` as a Text: `.units` is {label: Unit} in reading order, and a
    Unit has `.text`.

    Labels: p3.2 = paragraph 3, second claim; h1 heading, c1 caption, e1 embedded post, x1 page furniture.
    Raises ContentError naming file and label.
    """
    return read_units(root / "exercises" / slug / "article.txt", slug, ARTICLE_HEADER, root)


def read_brief(slug, root=ROOT):
    """Return the comparator brief of `slug` as a Text; without units when the set has no brief."""
    path = root / "exercises" / slug / "brief.txt"
    return read_units(path, slug, BRIEF_HEADER, root) if path.exists() else Text(slug, {})


def read_easier(slug, root=ROOT):
    """Return the reading edition of `slug` in easier words as a Text; without units when the set has none."""
    path = root / "exercises" / slug / "easier.txt"
    return read_units(path, slug, (), root) if path.exists() else Text(slug, {})


def origin_of(text, is_original=False):
    """Return what a text is, in a sentence a student reads before it: invented, or retold from an article.

    "" where its own lines say that. is_original: the words shown are those of the original.
    """
    if text.header.get("link", "").startswith(INVENTED):
        return "Invented for practice: this was never published, and what it tells did not happen."
    published = text.header.get("link", "").startswith("http")
    return "Retold in our own words from:" if published and not is_original else ""


def read_units(path, slug, wanted, root=ROOT):
    """Return the Text in one file. Raises ContentError with every fault of header, labels and anchors."""
    name, problems = shown(path, root), []
    plain = "\n".join(read_text(path, root).splitlines())  # word processors have line breaks of their own
    head, *blocks = re.split(r"^(?=\[)", plain, flags=re.MULTILINE)
    header = _read_header(head, name, wanted, problems)
    units, line = {}, 1 + head.count("\n")
    for block in blocks:
        unit = _read_unit(block, line, name, problems)
        if unit and unit.label in units:
            cure = f"Give the later unit the next free number: `[{_next_free(unit, blocks)}]`."
            place = f"[{unit.label}], line {line}"
            problems.append(Problem(name, place, "this label stands twice.", cure))
        elif unit:
            units[unit.label] = unit
        line += block.count("\n")
    if not units and not problems:
        problems.append(
            Problem(
                name, "", "there are no units.", "Start each claim on a new line with a label such as [p1.1]."
            )
        )
    if problems:
        raise ContentError(problems, Text(slug, header, units))
    return Text(slug, header, units)


def _next_free(unit, blocks):
    """Return the label after the last one of a unit's paragraph; of units without a dot, of their kind."""
    stem = f"{unit.paragraph}." if "." in unit.label else unit.label[0]
    taken = [int(found[1]) for block in blocks if (found := re.match(rf"\[{re.escape(stem)}(\d+)", block))]
    return f"{stem}{max(taken) + 1}"


def _read_header(head, name, wanted, problems):
    header, guessed = {}, []
    for number, line in enumerate(head.splitlines(), 1):
        field_name, colon, value = (part.strip() for part in line.partition(":"))
        if colon and field_name in wanted and field_name not in header:
            header[field_name] = value
        elif line.strip():
            problem, meant = _header_fault(line.strip(), field_name if colon else "", header, wanted)
            guessed.append(meant)
            problems.append(Problem(name, f"line {number}", *problem))
    for field_name in wanted:
        if not header.get(field_name) and field_name not in guessed:
            problems.append(
                Problem(
                    name,
                    "header",
                    f"“{field_name}:” is missing or empty.",
                    f"Add `{field_name}: …` above the first unit.",
                )
            )
    return header


def _header_fault(line, field_name, header, wanted):
    """Return ((fault, cure), the field that is meant or "") for a line that is not a header line."""
    if field_name in header:
        return (f"“{field_name}:” stands twice.", "Remove one of the two."), ""
    if DAMAGED_LABEL.match(line):
        return _damaged(line), ""
    missing = [one for one in wanted if one not in header]
    for meant in get_close_matches(field_name.casefold(), missing, 1):
        return (f"“{field_name}:” is not a header line.", f"Write it as `{meant}: …`."), meant
    return (
        f"“{line[:40]}” is not a header line.",
        f"Use each of these once, on one line: {', '.join(wanted)}.",
    ), ""


def _read_unit(block, number, name, problems):
    """Return the Unit in a block of lines, or None; number: where in the file its first line stands."""
    first_line, *lines = block.rstrip().split("\n")
    match = LABEL.fullmatch(first_line.rstrip())
    label, start = match.groups() if match else (first_line[:20], "")
    if not UNIT_LABEL.fullmatch(label):
        cure = "Labels look like [p3.2], [h1], [x1], [e1], [c1] or [b1.1]."
        if dotless := re.fullmatch(r"([pb]\d+)(\d)", label):
            cure = f"Paragraph and claim need a dot between them: `[{dotless[1]}.{dotless[2]}]`?"
        place = f"“{first_line[:20]}”, line {number}"
        problems.append(Problem(name, place, "this is not a unit label.", cure))
        return None
    text, notes, fault, at = _sort_lines(start, lines)
    if not (fault or text):
        fault = ("the unit has no text.", "Write the claim behind the label.")
    if fault:
        problems.append(Problem(name, f"[{label}], line {number + at}", *fault))
    first, last = _read_anchor(notes.get("original", ""), name, label, problems)
    sources = tuple(filter(None, re.split(r"[,\s]+", notes.get("source", ""))))
    return Unit(label, text, first, last, sources)


def _sort_lines(start, lines):
    """Return (text, {note: value}, (fault, cure) or None, the faulty line) of the lines of one unit.

    Text is printed for students. So a line is text only where it goes on with the label's line; all others
    have to be notes that we know. One fault is enough: a lost label would make three.
    """
    words, notes = [start], {}
    closed = False  # by an empty line or a note: what follows is no longer the claim
    fault = _inner_fault(start)
    if fault:
        return start, notes, fault, 0
    for at, line in enumerate(lines, 1):
        kind, colon, value = line.partition(":")
        if not line.strip():
            closed = True
        elif colon and kind in NOTES:
            fault, closed = _note_fault(kind, value, notes), True
            notes[kind] = value.strip()
        else:
            fault = _line_fault(line.strip(), words[-1], closed) or _inner_fault(line.strip())
            words.append(line.strip())
        if fault:
            return "", notes, fault, at
    return " ".join(filter(None, words)), notes, None, 0


def _note_fault(kind, value, notes):
    if kind in notes:
        return (
            f"`{kind}:` stands twice in this unit.",
            "Remove one; or the unit between them has lost its label, such as [p5.2].",
        )
    if not value.strip():
        return f"`{kind}:` is empty.", f"Write it as `{NOTES[kind]}`, or remove the line."
    return None


def _line_fault(line, before, closed):
    """Return (fault, cure) where a line below the label is not text, else None. before: the text above it."""
    line = _visible(line)
    named, first_word = NAMED.match(line), (re.findall(r"\w+", line) or [""])[0]
    begins = closed or not before or bool(SENTENCE_END.search(before)) or first_word[:1].isupper()
    head = f"{named[1]}{named[2]}" if named else line[:25]
    is_anchor = _is_anchor(named[3] if named else line)
    is_named = is_anchor and re.search("[:：;=]", DOTS.split(line)[0]) and not re.search("“[^”]*”", line)
    meant = _meant_note(first_word) if named or is_anchor else ""
    if meant and (begins or is_anchor or " " not in head) or begins and is_anchor or is_named:
        return _misspelt(head, meant or "original")
    if DAMAGED_LABEL.match(line):
        return _damaged(line)
    if begins and named and named[2] in ":：" or COMMENT.match(line):
        return (
            f"“{head}” is no line of a unit, and its words would reach students.",
            "Is it text? Put it at the end of the line above. "
            f"Else write `{NOTES['original']}` or `{NOTES['source']}`.",
        )
    if closed:
        return (
            f"“{line[:25]}” has no label.",
            "Begin the line with one, such as [p5.2]. Is it text of the unit above? Join the two.",
        )
    return None


def _inner_fault(line):
    """Return (fault, cure) where a label or a note stands inside a line of text, else None."""
    line = _visible(line)
    if label := INNER_LABEL.search(line):
        return f"“{label[0]}” stands in the middle of a line.", "Begin a new line with each label."
    for found in INNER_NAME.finditer(line):
        meant, begins = _meant_note(found[2]), not found[1].isspace()
        rest = line[found.end() : found.end() + LONGEST_ANCHOR + 1]
        is_anchor = _is_anchor(rest) and "“" not in rest
        is_source = meant == "source" and REFERENCES.fullmatch(rest)
        if is_source or is_anchor and (begins or meant) or meant == "original" and begins:
            return _misspelt(f"{found[2]}:", meant or "original")
    return None


@lru_cache(maxsize=1000)
def _meant_note(word):
    """Return the note that a word is a name of, misspelt or shortened; "" when it is none."""
    word = unicodedata.normalize("NFKC", word[:LONGEST_ANCHOR]).casefold()
    begun = [note for note in NOTES if len(word) >= SHORT_NAME and note.startswith(word)]
    return (begun or get_close_matches(word, NOTES, 1, ALIKE) or [""])[0]


def _is_anchor(words):
    """Return whether words look like an anchor: a few, dots, a few (one more may be the note's name)."""
    sides = [len(side.split()) for side in DOTS.split(words)] if len(words) <= LONGEST_ANCHOR else []
    return len(sides) == 2 and 0 < sides[0] <= ANCHOR_WORDS + 1 and 0 < sides[1] <= ANCHOR_WORDS


def _misspelt(head, meant):
    return (
        f"“{head}” is no line of a unit, and its words would reach students.",
        f"Write it on a line of its own, as `{NOTES[meant]}`.",
    )


def _damaged(line):
    return (
        f"“{line[:20]}” looks like a damaged label.",
        "Begin the line with it, in square brackets: `[p5.2]`.",
    )


def _visible(line):
    """Return a line without the characters that nobody sees: they would hide a name."""
    return "".join(letter for letter in line if unicodedata.category(letter) != "Cf")


def _read_anchor(anchor, name, label, problems):
    if not anchor:
        return "", ""
    first, *more = (part.strip() for part in DOTS.split(anchor))
    last = more[0] if more else ""
    sizes = (len(first.split()), len(last.split()))
    if not (first and last) or len(more) > 1:
        fault = (
            "`original:` needs first and last words, with … or ... once between them.",
            f"Write it as `{NOTES['original']}`.",
        )
    elif max(sizes) > ANCHOR_WORDS:
        fault = (
            f"`original:` has more than {ANCHOR_WORDS} words on one side.",
            "Shorten it: two or three words are enough.",
        )
    elif sum(sizes) > ANCHOR_BOTH:
        fault = (
            f"`original:` has {sum(sizes)} words; both sides together may have {ANCHOR_BOTH}.",
            "Shorten it: two or three words a side are enough.",
        )
    else:
        return first, last
    problems.append(Problem(name, f"[{label}]", *fault))
    return first, last
