"""Match: say what each sentence does. Only the tests have it (tests/content/test_kinds.py); the four files in
this folder are all of it.
"""

from typing import ClassVar, Literal

from ..labels import Choice
from .base import Activity, Asked, Item, Name

DEEDS = {
    "reports": Choice("Reports", "it says what happened, so that anyone could look it up", sound=True),
    "argues": Choice("Argues", "it says what to think of what happened"),
    "guesses": Choice("Guesses", "it says what somebody wants, or what will be"),
}


class Match(Activity):
    """Say what each sentence does: {name of the item: unit}."""

    kind: Literal["match"]
    sentences: dict[Name, str]

    screen_name: ClassVar[str] = "Match"
    paper_task: ClassVar[str] = "Tick what it does."
    seconds: ClassVar[int] = 10
    discerns: ClassVar[bool] = True

    def items(self):
        return [Item(name, DEEDS, unit) for name, unit in self.sentences.items()]

    def asked(self, item, wording):
        return Asked(wording(item.unit), place=item.unit)

    def choices(self):
        return DEEDS

    def faults(self, units):
        if len(self.sentences) < 2:
            yield "", "there is nothing to tell apart.", "Name two sentences or more."
