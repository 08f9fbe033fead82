"""The texts students work on: article.txt (the reading edition) and brief.txt (the comparator)."""

import hashlib
import re
from dataclasses import dataclass, field
from itertools import groupby

from .problems import ContentError, Problem
from .strict import ROOT, read_text, shown

LABEL = re.compile(r"\[([^\]]*)\]\s*(.*)")
UNIT_LABEL = re.compile(r"[pxechb]\d+(\.\d+)?")
HEADER = re.compile(r"([a-z]+):\s*(.*)")
ARTICLE_HEADER = ("title", "byline", "published", "outlet", "link", "rights")
BRIEF_HEADER = ("title",)
ANCHOR_WORDS = 5  # each side; together with the other end still under the nine words a quotation may not reach


@dataclass(frozen=True)
class Unit:
    """The smallest stretch that asserts one thing. `p3.2` is the second claim of the original's third paragraph.

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
    """Return the reading edition of `slug` as a Text."""
    return read_units(root / "exercises" / slug / "article.txt", slug, ARTICLE_HEADER, root)


def read_brief(slug, root=ROOT):
    """Return the comparator brief of `slug` as a Text; without units when the set has no brief."""
    path = root / "exercises" / slug / "brief.txt"
    return read_units(path, slug, BRIEF_HEADER, root) if path.exists() else Text(slug, {})


def read_units(path, slug, wanted, root=ROOT):
    """Return the Text in one file. Raises ContentError with every fault of header, labels and anchors."""
    name, problems = shown(path, root), []
    head, *blocks = re.split(r"^(?=\[)", read_text(path, root), flags=re.MULTILINE)
    header = _read_header(head, name, wanted, problems)
    units = {}
    for block in blocks:
        unit = _read_unit(block, name, problems)
        if unit and unit.label in units:
            problems.append(Problem(name, f"[{unit.label}]", "this label stands twice.", "Give the later unit the next free number."))
        elif unit:
            units[unit.label] = unit
    if not units and not problems:
        problems.append(Problem(name, "", "there are no units.", "Start each claim on a new line with a label such as [p1.1]."))
    if problems:
        raise ContentError(problems)
    return Text(slug, header, units)


def _read_header(head, name, wanted, problems):
    header = {}
    for number, line in enumerate(head.splitlines(), 1):
        match = HEADER.fullmatch(line.strip())
        if match and match[1] in wanted and match[1] not in header:
            header[match[1]] = match[2]
        elif line.strip():
            problems.append(Problem(name, f"line {number}", f"“{line.strip()[:40]}” is not a header line.",
                                    f"Use each of these once: {', '.join(wanted)}."))
    for field_name in wanted:
        if not header.get(field_name):
            problems.append(Problem(name, "header", f"“{field_name}:” is missing or empty.", f"Add `{field_name}: …` above the first unit."))
    return header


def _read_unit(block, name, problems):
    lines = block.strip().splitlines()
    label, start = LABEL.fullmatch(lines[0]).groups() if LABEL.fullmatch(lines[0]) else (lines[0][:20], "")
    if not UNIT_LABEL.fullmatch(label):
        problems.append(Problem(name, f"“{lines[0][:20]}”", "this is not a unit label.", "Labels look like [p3.2], [h1], [x1], [e1], [c1] or [b1.1]."))
        return None
    notes = {"original": "", "source": ""}
    words = [start]
    for line in lines[1:]:
        kind, _, value = line.partition(":")
        if kind in notes:
            notes[kind] = value.strip()
        else:
            words.append(line.strip())
    text = " ".join(filter(None, words))
    if not text:
        problems.append(Problem(name, f"[{label}]", "the unit has no text.", "Write the claim behind the label."))
    first, last = _read_anchor(notes["original"], name, label, problems)
    sources = tuple(filter(None, re.split(r"[,\s]+", notes["source"])))
    return Unit(label, text, first, last, sources)


def _read_anchor(anchor, name, label, problems):
    if not anchor:
        return "", ""
    first, dots, last = (part.strip() for part in anchor.partition("…"))
    if not (first and dots and last):
        problems.append(Problem(name, f"[{label}]", "`original:` needs first and last words.", "Write it as `original: first words … last words`."))
    elif max(len(first.split()), len(last.split())) > ANCHOR_WORDS:
        problems.append(Problem(name, f"[{label}]", f"`original:` has more than {ANCHOR_WORDS} words on one side.", "Shorten it: two or three words are enough."))
    return first, last
