"""Find a text set's units in a reader's own copy of the original. The same algorithm runs in matching.js.

A copy is read as a stream of letters and digits: quotes, dashes, spaces, line breaks, soft hyphens and
accents do not exist there. A unit is known by the letters with which its passage begins and ends. Each of
these anchors may stand in many places, with a few typing errors; what decides is that the units of one
paragraph follow each other without a gap. tests/originals/cases.json holds both languages to the same
answers; positions count Unicode code points.
"""

import unicodedata
from bisect import bisect_left
from itertools import pairwise
from typing import NamedTuple

from ..content.texts import read_article
from ..files import ROOT

ERRORS_EACH = 7  # letters; an anchor may have one typing error for each seven letters,
MOST_ERRORS = (
    2  # but never more than this: with three, “like the so-called” was found in “more the so-called”
)
TOUCHING = 3  # letters between two units that still follow each other
BONUS = 12  # letters that a seamless joint is worth; above the length of most anchors
LONGER, SLACK = (
    2,
    40,
    # a passage has at most 2 times the letters of our retelling and 40 more: 1.8 times is the most in five
    # articles
)
MANY = 60  # candidates kept for one anchor; a word like "the" has hundreds and decides nothing
# letters in both anchors that vouch for the only unit of a paragraph, and for one that lost its neighbours
ONLY, ALONE = 12, 18
JOINTS_TO_KNOW = (
    2  # seamless joints that make a text this article and no other: in wrong texts we never saw one
)


class Stream(NamedTuple):
    """A copy's letters and digits in lower case, and for each its place in the copy."""

    letters: str
    places: list


class Anchor(NamedTuple):
    """Where one anchor may stand: half-open [start, end) in the stream, and its typing errors."""

    start: int
    end: int
    errors: int


class Match(NamedTuple):
    """What was found: {label: (start, end)} in code points of the copy, and the labels that were looked
    for.
    """

    found: dict
    wanted: list


def match(slug, text, root=ROOT):
    """Return a Match: which units of `slug` stand where in a reader's `text`.

    `.found` is {label: (start, end)} in Unicode characters of `text`; `.wanted` are the labels looked for.
    """
    return match_units(list(read_article(slug, root).units.values()), text)


def match_units(units, copy):
    """Return a Match of `units` (with anchors; in the text's order) in `copy`; nothing is found in another
    article's text.

    copy: the reader's text, plain (see copies.read_copy for files).
    """
    stream = read_stream(copy)
    anchored = [unit for unit in units if unit.first]
    chains = [_best_chain(chain, stream.letters) for chain in _paragraphs(anchored)]
    known = sum(_joints(chain) for chain in chains) >= JOINTS_TO_KNOW
    spans = {label: span for chain in chains for label, span in _accepted(chain).items()} if known else {}
    found = {label: _place(span, stream, copy) for label, span in _without_overlaps(spans).items()}
    return Match(found, [unit.label for unit in anchored])


def read_stream(text):
    """Return the Stream of a text: accents dropped, compatibility forms spelt out, everything but letters
    and digits left out.
    """
    letters, places = [], []
    for place, character in enumerate(text):
        for part in unicodedata.normalize("NFKD", character).lower():
            if part.isalnum():
                letters.append(part)
                places.append(place)
    return Stream("".join(letters), places)


def find_anchor(words, letters):
    """Return the Anchors where `words` stand in a stream, in order; at most MANY.

    Misspelt places count beside exact ones: of a doubled paragraph the nearer copy may have the error.
    """
    wanted = read_stream(words).letters
    return (
        _near_places(wanted, letters, min(MOST_ERRORS, len(wanted) // ERRORS_EACH))[:MANY] if wanted else []
    )


def locate_quote(quote, passage):
    """Return the words of `passage` that are this quote, as they stand there; None when they do not."""
    stream = read_stream(passage)
    found = min(find_anchor(quote, stream.letters), key=lambda anchor: anchor.errors, default=None)
    return passage[stream.places[found.start] : stream.places[found.end - 1] + 1] if found else None


def _all_places(wanted, letters):
    places, at = [], letters.find(wanted) if wanted else -1
    while at >= 0:
        places.append(at)
        at = letters.find(wanted, at + 1)
    return places


def _near_places(wanted, letters, errors):
    """With e errors one of e + 1 pieces of the anchor stands there unchanged: look for the pieces, then
    compare around them.
    """
    starts, size = set(), len(wanted)
    for piece in range(errors + 1):
        low, high = size * piece // (errors + 1), size * (piece + 1) // (errors + 1)
        for at in _all_places(wanted[low:high], letters):
            starts.update(range(max(0, at - low - errors), at - low + errors + 1))
    best = {}
    for start in sorted(starts):
        end, cost = _compare(wanted, letters, start, errors)
        if cost <= errors and (end not in best or cost < best[end].errors):
            best[end] = Anchor(start, end, cost)
    return _local_best(list(best.values()))


def _local_best(anchors):
    """Of anchors that overlap keep the one with the fewest errors, then the first."""
    kept = []  # in order and without overlaps, so only the neighbours can be in the way
    for anchor in sorted(anchors, key=lambda anchor: (anchor.errors, anchor.start, anchor.end)):
        place = bisect_left(kept, anchor)
        if all(
            anchor.end <= other.start or anchor.start >= other.end
            for other in kept[max(0, place - 1) : place + 1]
        ):
            kept.insert(place, anchor)
    return kept


def _compare(wanted, letters, start, errors):
    """Return (end, cost): the cheapest way to read `wanted` from `start` on; cost errors + 1 when too dear.

    An error is a letter too many, too few or wrong, or two letters swapped (optimal string alignment).
    """
    window = letters[start : start + len(wanted) + errors]
    before, row = [], list(range(len(window) + 1))
    for i, letter in enumerate(wanted):
        earlier, before, row = before, row, [i + 1]
        for j, other in enumerate(window):
            cost = min(before[j] + (letter != other), before[j + 1] + 1, row[j] + 1)
            if i and j and letter == window[j - 1] and wanted[i - 1] == other:
                cost = min(cost, earlier[j - 1] + 1)
            row.append(cost)
        if min(row) > errors:
            return start, errors + 1
    cost = min(row)
    # Several ends may cost the same ("sae" for "sea" as a swap, "sa" as a letter lost): the one of the right
    # length is likeliest.
    length = min((j for j, dear in enumerate(row) if dear == cost), key=lambda j: abs(j - len(wanted)))
    return start + length, cost


def _paragraphs(units):
    chains = []
    for unit in units:
        if chains and chains[-1][-1].paragraph == unit.paragraph:
            chains[-1].append(unit)
        else:
            chains.append([unit])
    return chains


class Link(NamedTuple):
    """One way to place the first n units of a paragraph: the last one's anchors (None = not found), its
    score and what came before.
    """

    label: str
    first: Anchor | None
    last: Anchor | None
    score: float
    seamless: bool
    before: object


def _best_chain(units, letters):
    """Return the best placing of a paragraph's units as a list of Links, in order."""
    links = [None]
    for unit in units:
        longest = LONGER * len(read_stream(unit.text).letters) + SLACK
        pairs = _pairs(find_anchor(unit.first, letters), find_anchor(unit.last, letters), longest)
        links = [_link(unit.label, pair, links) for pair in pairs] + [_link(unit.label, None, links)]
    chain, link = [], max(links, key=lambda link: link.score)
    while link:
        chain.append(link)
        link = link.before
    return chain[::-1]


def _pairs(firsts, lasts, longest):
    """Return the (first, last) pairs that can be one passage: the nearest few ends for each beginning."""
    pairs, ends = [], [last.end for last in lasts]
    for first in firsts:
        near = lasts[bisect_left(ends, first.end) :]
        pairs += [
            (first, last)
            for last in near[:4]
            if last.start >= first.start and last.end - first.start <= longest
        ]
    return pairs


def _link(label, pair, links):
    if pair is None:
        before = max(links, key=lambda link: link.score if link else 0)
        return Link(label, None, None, before.score if before else 0, False, before)
    first, last = pair
    worth = (
        (first.end - first.start)
        + (last.end - last.start)
        - 4 * (first.errors + last.errors)
        - (last.end - first.start) / 100
    )
    best = (worth, False, None)
    for before in links:
        if before is None or before.last is None:
            gain, seamless = (before.score if before else 0), False
        elif before.last.end <= first.start + 1:
            gap = first.start - before.last.end
            seamless = gap <= TOUCHING
            gain = before.score + (BONUS if seamless else -min(gap, 400) / 10)
        else:
            continue
        if gain + worth > best[0] or best[2] is None and before is None:
            best = (gain + worth, seamless, before)
    return Link(label, first, last, best[0], best[1], best[2])


def _joints(chain):
    return sum(link.seamless for link in chain)


def _accepted(chain):
    """Return {label: (start, end)} of the units that hang together: joined to a neighbour, or both anchors
    exact and long enough.
    """
    enough = ALONE if len(chain) > 1 else ONLY
    spans = {}
    for index, link in enumerate(chain):
        if not link.first:
            continue
        joined = link.seamless or (index + 1 < len(chain) and chain[index + 1].seamless)
        length = (link.first.end - link.first.start) + (link.last.end - link.last.start)
        alone = link.first.errors + link.last.errors == 0 and length >= enough
        if joined or alone:
            spans[link.label] = (link.first.start, link.last.end)
    return spans


def _without_overlaps(spans):
    """Drop spans that claim letters another span has: which of the two is right cannot be told."""
    ordered = sorted(spans.items(), key=lambda item: item[1])
    clashing = set()
    for (label, (_, end)), (other, (start, _)) in pairwise(ordered):
        if start < end - 1:
            clashing |= {label, other}
    return {label: span for label, span in spans.items() if label not in clashing}


OPENING, CLOSING = "“\"'‘«(¡¿[", "”\"'’».,;:!?…)]"


def _place(span, stream, copy):
    """Return the passage in code points, with the quotation marks and full stops that belong to it."""
    start, end = stream.places[span[0]], stream.places[span[1] - 1] + 1
    while start > 0 and copy[start - 1] in OPENING:
        start -= 1
    while end < len(copy) and copy[end] in CLOSING:
        end += 1
    return start, end
