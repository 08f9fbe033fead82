"""Questions: what `items.yaml` asks about a text. Nothing in here helps a student cheat."""

from typing import Annotated, Literal, NamedTuple, Union

from pydantic import Field, field_validator

from .labels import CHOICE_LISTS, OPTIONS, PHRASES, SKILLS
from .strict import ROOT, Strict, read_yaml, shown, validate

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]


class Item(NamedTuple):
    """One thing a student answers.

    choices: the answers there are, by value; None for a number or a free text.
    unit: the unit of text it is about, "" where it is about none in particular.
    """

    id: str
    choices: dict | None
    unit: str = ""


class Worked(Strict):
    """A unit shown already labelled, with the reason: teaching, never scored."""

    unit: str
    label: str
    why: str


class Activity(Strict):
    """What all kinds share. `minutes` is a plan, shown to the student; `evidence` are the cards to open while deciding."""

    title: str
    minutes: str = Field(pattern=r"^\d+$")
    prompt: str
    skill: Literal["speaking", "figures", "missing", "wording", "whole"]
    evidence: list[str] = []
    confidence: list[str] = []


class Mark(Activity):
    """Every unit gets one label of one skill."""

    kind: Literal["mark"]
    skill: Literal["speaking", "figures"]
    worked: list[Worked] = []
    units: list[str] = Field(min_length=1)

    def items(self):
        return [Item(unit, SKILLS[self.skill], unit) for unit in self.units]


class Phrase(Strict):
    """A few words of one unit; its place is worked out from the words."""

    unit: str
    quote: str


class Phrases(Activity):
    """Tap the loaded words; the decoys are fair ones."""

    kind: Literal["phrases"]
    phrases: dict[Name, Phrase]

    def items(self):
        return [Item(name, PHRASES, phrase.unit) for name, phrase in self.phrases.items()]


class Number(Strict):
    """A numeric cell: a small sum to do, answered in `unit`."""

    question: str
    unit: str


class Row(Strict):
    """One row of a table: where it stands, what it says, a note, and perhaps a sum."""

    where: str
    text: str
    note: str
    number: Number | None = None


class Heads(Strict):
    """The columns' headings."""

    text: str
    note: str
    answer: str


class Table(Activity):
    """Classify each row; some rows also ask for a number."""

    kind: Literal["table"]
    heads: Heads
    choices: str
    rows: dict[Name, Row]

    @field_validator("choices")
    @classmethod
    def _known_list(cls, value):
        if value not in CHOICE_LISTS:
            raise ValueError(f"“{value}” is no list of choices; use one of: {', '.join(CHOICE_LISTS)}.")
        return value

    def items(self):
        listed = []
        for name, row in self.rows.items():
            listed.append(Item(name, CHOICE_LISTS[self.choices]))
            if row.number:
                listed.append(Item(f"{name}.number", None))
        return listed


class Choose(Activity):
    """Tick what belongs; every option, distractors too, is explained afterwards."""

    kind: Literal["choose"]
    options: dict[Name, str]

    def items(self):
        return [Item(name, OPTIONS) for name in self.options]


class Write(Activity):
    """Free text against a rubric; the model answer is shown after committing."""

    kind: Literal["write"]
    passage: list[str] = []

    def items(self):
        return [Item("text", None)]


AnyActivity = Annotated[Union[Mark, Phrases, Table, Choose, Write], Field(discriminator="kind")]


class ItemsFile(Strict):
    """The whole of `items.yaml`: activities by name, in the order in which they are meant."""

    activities: dict[Name, AnyActivity]


def read_items(slug, root=ROOT):
    """Return the activities of `slug`, by name."""
    path = root / "exercises" / slug / "items.yaml"
    return validate(ItemsFile, read_yaml(path, root), path, root).activities


def items_file(slug, root=ROOT):
    """Return the path of the questions as messages show it."""
    return shown(root / "exercises" / slug / "items.yaml", root)
