"""Every factual statement of the kit: what the ledger of checks (ledger.py) keeps a record of.

Cards and brief sentences stand in `exercises/`, reasons and sound versions in `solutions/`, sentences that
cite in `book/`, the dates of the timeline and who counted what in `exercises/cross-article`. An id is a path
in the file: `evidence/CARD`, `brief/b1.1`, `units/p2.1/speaking/why`, `answers/missing/denial/sound`,
`timeline/EVENT`; of a page, `PAGE/` and the digest of the sentence, for pages number nothing.
"""

import hashlib
import re
from typing import NamedTuple

from ..files import ROOT
from .cards import read_evidence
from .citations import list_cited_sentences
from .counts import read_counts
from .keys import read_key
from .texts import read_brief
from .timeline import read_timeline

TABLES = "cross-article"  # the folder of exercises/ with the timeline and the table of counts

# A statement with one of these is compared by two readers, each without the other's result.
GRAVE = re.compile(
    r"\b(?:courts?\b|judge|trial|prosecut|convict|sentenced|verdict|charge[ds]?\b|arrest|suspect|accus|denie|deny|"
    r"kill|dead\b|death|died|execut|murder|massacre|assassin|hang(?:ed|ing)|attack|bomb|explosiv|terror|tortur|abuse|"
    r"Assadi|Giuliani|Khamenei|Raisi|Rajavi|Rouhani|Soleimani|Zarif)",
    re.IGNORECASE,
)


class Statement(NamedTuple):
    """One statement. folder: of the file it stands in, from the kit's top folder. references: the keys it
    rests on, none where it speaks of the text in front of the student or reasons.
    """

    id: str
    folder: str
    words: str
    references: tuple = ()

    @property
    def digest(self):
        """What tells these words from any other: spaces and line ends do not count."""
        return digest(self.words)

    @property
    def is_grave(self):
        """Whether it names a court, a crime, the dead, or a living person whom the articles charge."""
        return bool(GRAVE.search(self.words))


def digest(words):
    """Return twelve letters that tell these words from any other; spaces and line ends do not count."""
    return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()[:12]


def list_statements(slug, root=ROOT, with_key=True):
    """Return the Statements of a set: cards, brief, and with_key what its answers say."""
    cards = read_evidence(slug, root)
    found = [*_of_cards(slug, cards), *_of_brief(slug, root)]
    key = read_key(slug, root) if with_key else None
    return [*found, *(_of_key(slug, key, cards) if key else [])]


def list_page_statements(root=ROOT):
    """Return the Statements of the book's pages: the sentences that cite."""
    return [
        Statement(f"{page}/{digest(sentence)}", "book", sentence, tuple(keys))
        for page, keys, sentence in list_cited_sentences(root)
    ]


def list_table_statements(root=ROOT):
    """Return the Statements of the timeline and of the table of counts: a row each."""
    tables = {
        "timeline": {
            name: (event, (event.when, event.what, event.note)) for name, event in read_timeline(root).items()
        },
        "counts": {
            name: (count, (count.who, count.low, count.high, count.said, count.party, count.kind, count.note))
            for name, count in read_counts(root).items()
        },
    }
    return [
        Statement(f"{table}/{name}", f"exercises/{TABLES}", "\n".join(words), (row.reference,))
        for table, rows in tables.items()
        for name, (row, words) in rows.items()
    ]


def _of_cards(slug, cards):
    for name, card in cards.items():
        words = "\n".join((card.title, card.says, card.date, card.publisher, card.party))
        yield Statement(f"evidence/{name}", f"exercises/{slug}", words, (card.reference,))


def _of_brief(slug, root):
    for label, unit in read_brief(slug, root).units.items():
        yield Statement(f"brief/{label}", f"exercises/{slug}", unit.text, tuple(unit.sources))


def _of_key(slug, key, cards):
    answers = {
        f"units/{unit}/{skill}": getattr(labels, skill)
        for unit, labels in key.units.items()
        for skill in ("speaking", "figures")
        if getattr(labels, skill)
    }
    answers |= {
        f"answers/{name}/{item}": answer
        for name, given in key.answers.items()
        for item, answer in given.items()
    }
    for path, answer in answers.items():
        references = tuple(dict.fromkeys(cards[card].reference for card in answer.evidence if card in cards))
        for place, words in _words_of(answer):
            yield Statement(f"{path}/{place}", f"solutions/{slug}", words, references)


def _words_of(answer):
    """Yield (place, words) of all that an answer says."""
    for name in ("why", "sound", "model"):
        if words := getattr(answer, name, ""):
            yield name, words
    for name in ("also", "why_not"):
        for label, words in getattr(answer, name, {}).items():
            yield f"{name}/{label}", words
