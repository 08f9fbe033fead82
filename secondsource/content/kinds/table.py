"""Table: classify each row; some rows also ask for a number."""

from typing import ClassVar, Literal

from pydantic import Field, field_validator

from ..labels import CHOICE_LISTS, JUDGED
from ..strict import Strict
from .base import Activity, Asked, Item, Name


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
    """Classify each row; some rows also ask for a number, an item of its own: ROW.number."""

    kind: Literal["table"]
    heads: Heads
    choice_list: str = Field(alias="choices")
    rows: dict[Name, Row]

    screen_name: ClassVar[str] = "Sort the rows"
    paper_task: ClassVar[str] = "Tick one letter in each row."
    seconds: ClassVar[int] = 15

    @field_validator("choice_list")
    @classmethod
    def _known_list(cls, value):
        if value not in CHOICE_LISTS:
            raise ValueError(f"“{value}” is no list of choices; use one of: {', '.join(CHOICE_LISTS)}.")
        return value

    @property
    def walked_as(self):
        return JUDGED[self.choice_list]

    def items(self):
        listed = []
        for name, row in self.rows.items():
            listed.append(Item(name, self.choices()))
            if row.number:
                listed.append(Item(f"{name}.number", None, form="number", row=name, measure=row.number.unit))
        return listed

    def asked(self, item, wording):
        row = self.rows[item.row or item.id]
        asked = Asked(row.text, place=row.where, head=self.heads.note, note=row.note)
        if item.form == "number":
            return asked._replace(question=row.number.question, measure=row.number.unit)
        return asked

    @classmethod
    def told_as(cls, fields, item):
        return "row", fields.get("rows", {}).get(item.removesuffix(".number"), {}).get("text", "")

    def places(self):
        return {name: row.where for name, row in self.rows.items()}

    def choices(self):
        return CHOICE_LISTS[self.choice_list]

    def faults(self, units):
        if not self.rows:
            yield "", "the table has no rows.", "Add `rows:`."

    def on_paper(self, wording):
        return {"heads": self.heads.model_dump()}
