"""Answers: what `key.yaml` says is right, why, and what a sound version would say."""

from typing import Annotated, Literal, Union

from pydantic import Discriminator, Field, Tag, model_validator

from .items import Mark, Name
from .labels import SKILLS
from .strict import ROOT, Strict, read_yaml, shown, validate


class Answer(Strict):
    """The key to one item.

    answer: the label, choice or number. also: further accepted answers, each with its reason.
    sound: what a sound version would say. why_not: for a wrong answer many give, why it is wrong.
    contested: shown and discussed, never scored. tolerance: how far a number may be off, in the item's unit.
    """

    answer: str
    why: str
    sound: str = ""
    also: dict[str, str] = {}
    why_not: dict[str, str] = {}
    contested: Literal["true", "false"] = "false"
    evidence: list[str] = []
    tolerance: str = Field(default="", pattern=r"^(\d+(\.\d+)?)?$")

    @property
    def is_contested(self):
        return self.contested == "true"


class Essay(Strict):
    """The key to a free text: a rubric the student checks against, and one good answer."""

    rubric: list[str] = Field(min_length=2)
    model: str
    evidence: list[str] = []


class UnitKey(Strict):
    """The labels of one unit, skill by skill; every `mark` activity that asks for the unit uses them."""

    speaking: Answer | None = None
    figures: Answer | None = None

    @model_validator(mode="after")
    def _labels_exist(self):
        for skill in ("speaking", "figures"):
            answer = getattr(self, skill)
            for label in [answer.answer, *answer.also, *answer.why_not] if answer else []:
                if label not in SKILLS[skill]:
                    raise ValueError(f"“{label}” is no label for {skill}; use one of {', '.join(SKILLS[skill])}.")
        return self


def _kind(answer):
    return "Essay" if isinstance(answer, dict) and "rubric" in answer else "Answer"


AnyAnswer = Annotated[Union[Annotated[Answer, Tag("Answer")], Annotated[Essay, Tag("Essay")]], Discriminator(_kind)]


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
    return validate(KeyFile, read_yaml(path, root), path, root) if path.exists() else None


def activity_key(name, activity, key):
    """Return the answers to one activity's items, by item id; items without an answer are left out."""
    if isinstance(activity, Mark):
        found = {unit: getattr(key.units.get(unit, UnitKey()), activity.skill) for unit in activity.units}
        return {unit: answer for unit, answer in found.items() if answer}
    return key.answers.get(name, {})


def key_file(slug, root=ROOT):
    """Return the path of the key as messages show it."""
    return shown(key_path(slug, root), root)
