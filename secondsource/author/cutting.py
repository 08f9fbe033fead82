"""An original cut into units: labels, and the words with which each passage begins and ends.

A proposal: the author splits, joins and leaves out. The words of the units themselves are never proposed,
since they would be the original's.
"""

import re
from collections import Counter
from typing import NamedTuple

from ..content.texts import ANCHOR_BOTH, DOTS, Unit
from ..originals.matching import ONLY, match_units, read_stream

SIDE = 3  # words of an anchor; with three on each side every passage of our originals is found
HEADING = 12  # words; a longer line without a full stop at its end is a sentence that lost it
ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|vs|etc|e\.g|i\.e|approx|Gen|Col|Sen|Rep|Gov|Inc|Ltd|Co)|\b[A-Z])\.$"
)
ENDS = re.compile(r"[.!?…]+[”’\"')\]]*(?=\s+[“‘\"'(\[]?[A-Z0-9])")
LONG = 2000  # letters of a passage that can still be found; matching allows twice a retelling


class Piece(NamedTuple):
    """One proposed unit: its label, the passage of the original [start, end), and its anchor."""

    label: str
    start: int
    end: int
    first: str
    last: str


def cut_text(text):
    """Return the Pieces of an original; every line that is not empty is a paragraph, headings too."""
    pieces, number, at = [], 0, 0
    for line in text.splitlines(keepends=True):
        words = line.strip()
        if re.search(r"\w", words):
            number += 1
            start = at + line.index(words)
            pieces += _cut_line(words, number, start)
        at += len(line)
    twice = Counter(text[one.start : one.end] for one in pieces)  # which one is meant?
    return [
        one._replace(first="", last="") if twice[text[one.start : one.end]] > 1 else one for one in pieces
    ]


def _cut_line(words, number, start):
    sentences = list(split_sentences(words))
    heading = len(sentences) == 1 and len(words.split()) <= HEADING and not re.search(r"[.!?…]\W*$", words)
    found = []
    for place, (begin, end) in enumerate(sentences, 1):
        label = f"h{number}" if heading else f"p{number}.{place}"
        found.append(Piece(label, start + begin, start + end, *anchor_of(words[begin:end])))
    return found


def split_sentences(text):
    """Yield (start, end) of the sentences of one paragraph, without the space between them."""
    start = 0
    for found in ENDS.finditer(text):
        if not ABBREVIATED.search(text[start : found.start() + 1]):
            yield start, found.end()
            start = found.end() + len(text[found.end() :]) - len(text[found.end() :].lstrip())
    if start < len(text):
        yield start, len(text)


def anchor_of(passage):
    """Return (first words, last words) of a passage, so short that no nine words of it stand together."""
    words = [word for word in re.split(r"\s+", DOTS.sub(" ", passage)) if re.search(r"\w", word)]
    if len(words) <= ANCHOR_BOTH // 2:  # a short heading stands alone: all its words must vouch for it
        alone = " ".join(words)
        return (alone, alone) if 2 * len(read_stream(alone).letters) >= ONLY else ("", "")
    side = min(SIDE, (len(words) - 1) // 2)  # a word stays out: side by side they would be a quotation
    return " ".join(words[:side]), " ".join(words[-side:])


def find_passages(units, original):
    """Return {label: (start, end)} in the original for units in the text's order.

    Anchors that were cut from this very text stand in it letter by letter, one after the other; where one
    was changed, they are looked for as in a reader's copy.
    """
    found, at = {}, 0
    if not original:
        return found  # a set of the kit: to look for its passages in nothing took half a second at each key
    for unit in units:
        start = _find_words(unit.first, original, at) if unit.first else None
        last = _find_words(unit.last, original, start[0]) if start else None
        if last:
            found[unit.label] = (start[0], max(start[1], last[1]))
            at = found[unit.label][1]
    if lost := [unit for unit in units if unit.first and unit.label not in found]:
        bare = [Unit(unit.label, "x" * LONG, unit.first, unit.last) for unit in units]
        again = match_units(bare, original).found
        found |= {unit.label: again[unit.label] for unit in lost if unit.label in again}
    return found


def _find_words(words, text, at):
    pattern = r"\W+".join(re.escape(word) for word in re.findall(r"\w+", words))
    found = re.compile(rf"\b{pattern}\b[”’\"')\].!?…]*").search(text, at) if pattern else None
    return found and found.span()
