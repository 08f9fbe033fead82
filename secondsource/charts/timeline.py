"""What came when, as one picture: a line of events, each with its day on the left and its words on the
right.
"""

import textwrap

from markupsafe import Markup

from ..content.references import read_references
from .svg import ACCENT, INK, PALE, PAPER, SOFT, WIDTH, Chart, draw_svg, html_table

RAIL, WORDS = 90, 106  # px from the left: the line, and where the words begin
LETTERS = 37  # of 13 px, that fit beside the line
LINE_HEIGHT, GAP, MARGIN = 17, 8, 8  # px
# A true scale was tried: two in three events lie within six years, and their lines ran into one another.
YEAR = 4  # px more between two events for each year between them


def timeline(events, alternative, caption):
    """Return events (content.timeline.Event, in order) down a line, with the table behind it.

    The longer the line between two events, the more time; not to scale, since words need room. Articles
    differ by sign and by ground, and begin with the word itself.
    """
    labels = [textwrap.wrap(event.what, LETTERS) for event in events]
    tops = _place(events, labels)
    height = tops[-1] + len(labels[-1]) * LINE_HEIGHT + MARGIN

    def paint(axes):
        axes.set(xlim=(0, WIDTH), ylim=(height, 0))
        axes.plot([RAIL, RAIL], [_middle(tops[0]), _middle(tops[-1])], color=INK, linewidth=1.5, zorder=1)
        for event, label, top in zip(events, labels, tops, strict=True):
            _event(axes, event, label, top)

    drawing = draw_svg(height, 0, paint, alternative)
    table = html_table(
        ("When", "What", "Source"), _rows(events), "The events of the timeline, with their sources"
    )
    return Chart(drawing, alternative, caption, table, "The dates and their sources, as a table")


def _place(events, labels):
    """Return how far down, in px, the words of each event begin."""
    tops = [MARGIN]
    for before, event, label in zip(events, events[1:], labels, strict=False):
        tops.append(tops[-1] + len(label) * LINE_HEIGHT + GAP + round(YEAR * (event.year - before.year)))
    return tops


def _middle(top):
    """Return the height of an event's sign: the middle of its first line."""
    return top + LINE_HEIGHT / 2


def _event(axes, event, label, top):
    if event.set:
        height = len(label) * LINE_HEIGHT + 4
        axes.bar(
            WORDS - 6, height, WIDTH - WORDS + 2, top - 2, align="edge", facecolor=PALE, edgecolor="none"
        )
    sign, fill, size = ("D", ACCENT, 9) if event.set else ("o", PAPER, 8)
    axes.plot(
        RAIL,
        _middle(top),
        sign,
        markerfacecolor=fill,
        markeredgecolor=INK,
        markeredgewidth=1.2,
        markersize=size,
    )
    axes.text(RAIL - 12, top + 1, _short(event.when), ha="right", va="top", fontsize=12, color=SOFT)
    axes.text(WORDS, top + 1, "\n".join(label), va="top", linespacing=1.15)


def _short(when):
    """Return a day with its month in three letters."""
    return " ".join(part[:3] if part.isalpha() else part for part in when.split())


def _rows(events):
    """Return a row for each event: when, what, and its source as a link, with the note."""
    references = read_references()
    return [(event.when, event.what, _source(references[event.reference], event.note)) for event in events]


def _source(entry, note):
    link = Markup('<a class="reference external" href="{}">{}</a>').format(
        entry["url"], entry["howpublished"]
    )
    return Markup('<div class="ss-note">{}.{}</div>').format(link, f" {note}" if note else "")
