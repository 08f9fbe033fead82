"""Phrases: tap the loaded words of a text; the decoys are fair ones."""

from typing import ClassVar, Literal

from pydantic import Field

from ..labels import PHRASES
from ..strict import Strict
from .base import Activity, Asked, Item, Name


class Phrase(Strict):
    """A few words of one unit; its place is worked out from the words."""

    unit: str
    quote: str


class Phrases(Activity):
    """Tap the loaded words; the decoys are fair ones."""

    kind: Literal["phrases"]
    phrases: dict[Name, Phrase] = Field(min_length=1)

    screen_name: ClassVar[str] = "Tap the words"
    paper_task: ClassVar[str] = "Tick the words that argue; leave the fair ones open."
    walked_as: ClassVar[str] = "Word"
    seconds: ClassVar[int] = 6
    reads_reasons: ClassVar[bool] = False  # only those of words that were missed are opened
    walked_by: ClassVar[int] = 8  # they are short, and most are left alone
    findings: ClassVar[dict] = {
        "sound": "{share} of {count} students took these words for loaded. They are fair.",
        "weak": "{share} of {count} students left these words alone. They are loaded.",
    }
    discerns: ClassVar[bool] = True
    scheme: ClassVar[str] = "phrase"

    def items(self):
        return [Item(name, PHRASES, phrase.unit, quote=phrase.quote) for name, phrase in self.phrases.items()]

    def places(self):
        return {name: phrase.unit for name, phrase in self.phrases.items()}

    def asked(self, item, wording):
        return Asked(item.quote, place=item.unit)

    @classmethod
    def told_as(cls, fields, item):
        return "words", fields.get("phrases", {}).get(item, {}).get("quote", "")

    def faults(self, units):
        for name, phrase in self.phrases.items():
            if not phrase.quote:
                yield name, "the quote is empty.", f"Quote the words of {phrase.unit} to tap."

    def used_units(self):
        yield from ((unit, "words to tap") for unit in self._units_of_items())
