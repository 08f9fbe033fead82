"""Choose: decide of each option; every one, distractors too, is explained afterwards."""

from typing import ClassVar, Literal

from pydantic import Field

from ..labels import list_options
from ..strict import Words
from .base import Activity, Asked, Item, Name


class Choose(Activity):
    """Decide of each option; every one, distractors too, is explained afterwards."""

    kind: Literal["choose"]
    options: dict[Name, Words] = Field(min_length=1)

    screen_name: ClassVar[str] = "Choose"
    paper_task: ClassVar[str] = (
        "Tick each yes; leave the rest open. If there is none, write “nothing” beside the title."
    )
    walked_as: ClassVar[str] = "Option"
    seconds: ClassVar[int] = 15  # both texts are looked through for it
    findings: ClassVar[dict] = {
        "sound": "{share} of {count} students called this missing. It is no gap.",
        "weak": "{share} of {count} students called this no gap. It should have been told.",
    }

    def items(self):
        return [Item(name, list_options(self.skill)) for name in self.options]

    def named_options(self):
        return self.options

    def asked(self, item, wording):
        return Asked(self.options[item.id])

    @classmethod
    def told_as(cls, fields, item):
        return "option", fields.get("options", {}).get(item, "")

    @property
    def discerns(self):
        """Only gaps are weak spots of a text; elsewhere a tick finds no fault."""
        return self.skill == "missing"

    def spell_choice(self, choice):
        """Two buttons on the screen: the question says the rest."""
        return choice.name

    def spell_response(self, item, response):
        return item.choices["yes"].name if super().spell_response(item, response).strip() else ""
