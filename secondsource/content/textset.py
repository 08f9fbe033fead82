"""Everything one text set holds, read once."""

from ..files import ROOT
from ..problems import fail
from .cards import read_evidence
from .items import read_items
from .keys import read_key
from .labels import WORDING
from .references import read_references
from .texts import read_article, read_brief, read_easier
from .words_before import words_before


class TextSet:
    """Everything one text set holds, read once: `article`, `brief`, `activities`, `cards`, `key` (None
    without solutions).

    passages: {label: original wording} from a reader's own copy; shown in place of the retelling, in every
        exercise. with_key: False reads no key, whether it is there or not. in_easier_words: the article reads
        as easier.txt has it, but for exercises on wording.
    """

    def __init__(self, slug, root=ROOT, with_key=True, passages=None, in_easier_words=False):
        self.slug = slug
        self.article, self.easier = read_article(slug, root), read_easier(slug, root)
        self.root, self.passages = root, passages or {}
        self.in_easier_words = in_easier_words and bool(self.easier.units)
        self.brief = read_brief(slug, root)
        self.activities = read_items(slug, root)
        self.cards = read_evidence(slug, root)
        self.key = read_key(slug, root) if with_key else None
        self.references = read_references(root)
        self.units = {**self.article.units, **self.brief.units}

    def wording(self, label):
        """Return how a unit reads here: in the reader's own copy where it was found, else as we retell it."""
        units = {**self.units, **self.easier.units} if self.in_easier_words else self.units
        return self.passages.get(label) or units[label].text

    def before(self, label):
        """Return the words of the reader's own copy without which its passage cannot be judged alone."""
        return words_before(self.passages, label)

    def wording_in(self, activity):
        """Return `wording` as an exercise takes it: one on wording asks about the words of the full text."""
        if self.in_easier_words and activity.skill == WORDING:
            return lambda label: self.units[label].text
        return self.wording

    def activity(self, name):
        """Return one activity, or fail with the names there are."""
        if name not in self.activities:
            fail(
                f"exercises/{self.slug}/items.yaml",
                "",
                f"there is no activity “{name}”.",
                f"There are: {', '.join(self.activities)}.",
            )
        return self.activities[name]

    def asked(self, activity, item):
        """Return the Asked of an item: what it asks, as it is worded here."""
        return activity.asked(item, self.wording_in(activity))

    def answers(self, name):
        """Return the key to one activity's items, by item id; items without an answer, and answers to
        nothing, are left out ({} without a key).
        """
        activity = self.activity(name)
        asked = {item.id for item in activity.items()}
        found = activity.answers_in(name, self.key) if self.key else {}
        return {item: answer for item, answer in found.items() if item in asked}
