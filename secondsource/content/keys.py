"""Answers: what `key.yaml` says is right, why, and what a sound version would say."""

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, field_validator

from ..files import ROOT, shown
from .kinds.base import Name
from .labels import ATTRIBUTIONS, NOT_A_CLAIM, SKILLS, correct_choice, finds_fault
from .strict import Strict, Words
from .yamlfile import read_model


class Answer(Strict):
    """The key to one item.

    answer: the label, choice or number. also: further accepted answers, each with its reason.
    sound: what a sound version would say. why_not: for a wrong answer many give, why it is wrong.
    attribution: of a sound attribution, what a second source shows; one of labels.ATTRIBUTIONS.
    contested: shown and discussed, never scored. tolerance: how far a number may be off, in the item's unit.
    """

    answer: str
    why: Words
    sound: str = ""
    also: dict[str, Words] = {}
    why_not: dict[str, Words] = {}
    attribution: Literal["", *ATTRIBUTIONS] = ""
    contested: Literal["true", "false"] = "false"
    evidence: list[str] = []
    tolerance: str = Field(default="", pattern=r"^(\d+(\.\d+)?)?$")

    @property
    def reason(self):
        """Why, as a student reads it: what became of a false attribution stands first."""
        return f"{ATTRIBUTIONS[self.attribution]} {self.why}" if self.attribution else self.why

    @property
    def is_contested(self):
        return self.contested == "true"


class Essay(Strict):
    """The key to a free text: a rubric the student checks against, and one good answer.

    columns: the skills that a teacher marks in it, the main one first; all three unless it says otherwise.
    """

    rubric: list[Words] = Field(min_length=2)
    model: Words
    evidence: list[str] = []
    columns: list[Literal["speaking", "figures", "missing"]] = Field(
        default=["speaking", "figures", "missing"], min_length=1
    )

    @field_validator("columns")
    @classmethod
    def _columns_once(cls, columns):
        if len(set(columns)) < len(columns):
            raise ValueError("a column is named twice; name each skill once.")
        return columns


class UnitKey(Strict):
    """The labels of one unit, skill by skill; every `mark` activity that asks for the unit uses them."""

    speaking: Answer | None = None
    figures: Answer | None = None

    @field_validator("speaking", "figures")
    @classmethod
    def _labels_exist(cls, answer, info):
        choices = SKILLS[info.field_name]
        for label in [answer.answer, *answer.also, *answer.why_not] if answer else []:
            if label not in choices:
                cure = correct_choice(choices, label)
                raise ValueError(f"“{label}” is no label for {info.field_name}. {cure}")
        if answer and answer.attribution and (info.field_name != "speaking" or answer.answer != "S0"):
            raise ValueError(
                "`attribution:` says of a sound source (speaking, S0) what others found; remove it."
            )
        return answer


def _kind(answer):
    return "Essay" if isinstance(answer, dict) and "rubric" in answer else "Answer"


AnyAnswer = Annotated[Annotated[Answer, Tag("Answer")] | Annotated[Essay, Tag("Essay")], Discriminator(_kind)]


class KeyFile(Strict):
    """The whole of `key.yaml`."""

    units: dict[str, UnitKey] = {}
    answers: dict[Name, dict[str, AnyAnswer]] = {}


def key_path(slug, root=ROOT):
    """Return where the key of `slug` is kept."""
    return root / "solutions" / slug / "key.yaml"


def read_key(slug, root=ROOT):
    """Return the KeyFile of `slug`, or None where solutions are not installed (the class edition)."""
    path = key_path(slug, root)
    return read_model(KeyFile, path, root, depth=3) if path.exists() else None


def key_file(slug, root=ROOT):
    """Return the path of the key as messages show it."""
    return shown(key_path(slug, root), root)


def target(activity, item, answer):
    """Return "sound" where the right answer to an item means that nothing is wrong, "weak" if something is.

    "" where the item is neither: not scored, a number or a text, no claim at all, of an exercise that asks
    for something else, or with accepted answers on both sides. Hits and false alarms are counted from it.
    """
    if not (activity.discerns and item.choices) or answer.is_contested:
        return ""
    if len({finds_fault(item.choices, label) for label in (answer.answer, *answer.also)}) > 1:
        return ""
    right = item.choices[answer.answer]
    return "" if right == NOT_A_CLAIM else "sound" if right.sound else "weak"
