"""What can be read of a set, however much of it is wrong: so that all its faults are told at once."""

from ...files import shown
from ...problems import ContentError
from ..cards import read_evidence
from ..items import read_items
from ..keys import key_path, read_key
from ..texts import Text, read_article, read_brief, read_easier


class Found:
    """The parts of a set as far as they can be read. `faults`: the Problems met in reading them.

    A part that is not whole is in `unsure`, by the name of its file: what seems to be missing from it may
    stand in a line that could not be read. told: units, cards, activities whose absence is told already.
    activities and key are None where nothing of them is there.
    """

    def __init__(self, slug, root, with_key=True):
        self.slug, self.root = slug, root
        self.faults, self.unsure, self.lost, self.told = [], set(), set(), set()
        nothing = Text(slug, {})
        self.article = self._read("article.txt", read_article) or nothing
        self.brief = self._read("brief.txt", read_brief) if self.has("brief.txt") else nothing
        self.brief = self.brief or nothing
        self.easier = (
            self._read("easier.txt", read_easier) if self.has("easier.txt") else nothing
        ) or nothing
        cards = self._read("evidence.yaml", read_evidence)
        self.cards = getattr(cards, "cards", cards) or {}
        activities = self._read("items.yaml", read_items)
        self.activities = getattr(activities, "activities", activities)
        self.key = self._read("key.yaml", read_key) if with_key and key_path(slug, root).exists() else None
        self.units = {**self.article.units, **self.brief.units}

    def has(self, name):
        """Tell whether a file of the set that students get is there."""
        return (self.root / "exercises" / self.slug / name).exists()

    def place(self, name):
        """Return the path of such a file as messages show it."""
        return shown(self.root / "exercises" / self.slug / name, self.root)

    def may_hold(self, label):
        """Tell whether a unit that is not found may stand in a line that could not be read."""
        return ("brief.txt" if label.startswith("b") else "article.txt") in self.unsure

    def has_lost(self, *place):
        """Tell whether a part of a YAML file was faulty and left out, by the names that lead to it."""
        return any(lost[: len(place)] == place or place[: len(lost)] == lost for lost in self.lost)

    def items_of(self):
        """Yield (name of the activity, activity, item) for all that is asked."""
        for name, activity in (self.activities or {}).items():
            yield from ((name, activity, item) for item in activity.items())

    def _read(self, name, read):
        try:
            return read(self.slug, self.root)
        except ContentError as error:
            self.unsure.add(name)
            self.lost |= error.lost
            if name == "key.yaml" or self.has(name):  # a file that is not there is told with its folder
                self.faults += error.problems
            return error.partial
