"""Mark: every unit gets one label of one skill."""

from typing import ClassVar, Literal

from pydantic import Field

from ..labels import SKILLS, correct_choice
from .base import Activity, Asked, Item, Worked


class Mark(Activity):
    """Every unit gets one label of one skill."""

    kind: Literal["mark"]
    skill: Literal["speaking", "figures"]
    worked: list[Worked] = []
    units: list[str] = Field(min_length=1)

    screen_name: ClassVar[str] = "Label the claims"
    paper_task: ClassVar[str] = "Tick one box in each row."
    walked_as: ClassVar[str] = "Claim"
    seconds: ClassVar[int] = 10
    labels_units: ClassVar[bool] = True
    findings: ClassVar[dict] = {
        **Activity.findings,
        "sound": "{share} of {count} students found fault with this claim. It is sound. Most of them said "
        "“{label}”.",
    }
    discerns: ClassVar[bool] = True

    def items(self):
        return [Item(unit, self.choices(), unit) for unit in self.units]

    def asked(self, item, wording):
        return Asked(wording(item.unit), place=item.unit)

    def places(self):
        return {unit: unit for unit in self.units}

    def choices(self):
        return SKILLS[self.skill]

    def steps(self):
        return self.worked

    def used_units(self):
        yield from ((step.unit, "shown worked") for step in self.worked)
        yield from ((unit, f"no. {number}") for number, unit in enumerate(self.units, 1))

    def answers_in(self, name, key):
        labelled = {unit: getattr(key.units.get(unit), self.skill, None) for unit in self.units}
        return {unit: answer for unit, answer in labelled.items() if answer}

    def answer_place(self, name, item):
        return f"units, {item}, {self.skill}"

    def faults(self, units):
        for step in self.worked:
            if step.unit not in units:
                yield "worked", f"there is no unit [{step.unit}] in the texts.", "Correct the label."
            if step.unit in self.units:
                yield (
                    step.unit,
                    "the unit is shown worked and asked as well.",
                    "Remove it from one of the two.",
                )
            if step.label not in self.choices():
                yield (
                    f"worked, {step.unit}",
                    f"“{step.label}” is no label here.",
                    correct_choice(self.choices(), step.label),
                )
