"""What every kind of activity answers about itself, and the parts that kinds are made of."""

from abc import abstractmethod
from typing import Annotated, ClassVar, Literal, NamedTuple

from pydantic import Field

from ..labels import TICKS
from ..strict import Strict, Words

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]


class Item(NamedTuple):
    """One thing a student answers.

    choices: the answers there are, by value; None for a number or a free text.
    unit: the unit of text it is about, "" where it is about none in particular. quote: the words of that unit
        it is about, "" for all of them.
    form: what is given: one of the choices, a "number", or a free "text".
    row: of a number, the item in whose row it stands. measure: the unit printed beside its box.
    """

    id: str
    choices: dict | None
    unit: str = ""
    quote: str = ""
    form: Literal["choice", "number", "text"] = "choice"
    row: str = ""
    measure: str = ""


class Asked(NamedTuple):
    """What an item asks, in plain text; "" where there is none.

    text: the claim, phrase, option, row or passage it is about. place: where that stands (labels of units, or
        what a table says). note: what the exercise adds, under the heading `head`. question: the sum to do,
        answered in `measure`.
    """

    text: str
    place: str = ""
    head: str = ""
    note: str = ""
    question: str = ""
    measure: str = ""

    @property
    def line(self):
        """What is asked, in one line."""
        return self.question or self.text

    @property
    def full_question(self):
        """The sum with its measure, "" where there is none."""
        return f"{self.question} ({self.measure})" if self.question else ""

    @property
    def full_note(self):
        """The note under its heading, "" where there is none."""
        return f"{self.head}: {self.note}" if self.head else self.note


class Worked(Strict):
    """A unit shown already labelled, with the reason: teaching, never scored."""

    unit: str
    label: str
    why: Words


class Activity(Strict):
    """What all kinds share. A kind adds `kind: Literal["its name"]`, its fields in items.yaml, and whatever
    of the answers below are not true of it.

    minutes: a plan, shown to the student. evidence: the cards to open while deciding. confidence: the items
        that ask “how sure?”. reasons: shown after each passage, or all of them at the end (a check measures,
        so it does not teach while it is done).
    """

    title: Words
    minutes: str = Field(pattern=r"^\d+$")
    prompt: Words
    skill: Literal["speaking", "figures", "missing", "wording", "whole"]
    evidence: list[str] = []
    confidence: list[str] = []
    reasons: Literal["passage", "end"] = "passage"

    screen_name: ClassVar[str]  # above the title, on the screen and in exports
    paper_task: ClassVar[str]  # what to do with the boxes, on paper
    button: ClassVar[str] = "Check my answers"  # where there is a key
    # What one of its items is called where it is gone a few at a time on the screen (exercise/stops.py), and
    # how many those are; "" where it is not.
    walked_as: ClassVar[str] = ""
    walked_by: ClassVar[int] = 3  # more are too many to keep apart in one passage
    # What one decision takes, beside reading (exercise/minutes.py), and whether every reason is read then.
    seconds: ClassVar[int]
    reads_reasons: ClassVar[bool] = True
    # Its answers are the labels of units, kept once for all exercises that ask for a unit.
    labels_units: ClassVar[bool] = False
    # Its answers tell weak claims from sound ones: hits and false alarms are counted.
    discerns: ClassVar[bool] = False
    # What the class report says of an item that many got wrong, by target (see keys.target).
    findings: ClassVar[dict] = {
        "sound": "{share} of {count} students found fault here. It is sound. Most of them said “{label}”.",
        "weak": "{share} of {count} students found no fault here. The answer is “{answer}”; most of them "
        "said “{label}”.",
    }

    @abstractmethod
    def items(self):
        """Return the Items, in the order in which they are asked."""

    @abstractmethod
    def asked(self, item, wording):
        """Return the Asked of one item. wording: how a unit reads here, by its label."""

    def choices(self):
        """Return the list of answers that all its items have and whose rules stand above them, or None."""

    def places(self):
        """Return {item: unit that it is about, or its paragraph}, for what is shown in its place in the text.

        Every other item of a kind that is walked is in the same row as one of these, or in no place.
        """
        return {}

    @classmethod
    def told_as(cls, fields, item):
        """Return (what one item is called, its words) for a message, ("", "") where it has none of its own.

        fields: as they stand in items.yaml, finished or not: a message is about what is wrong with them.
        """
        return "", ""

    def named_options(self):
        """Return what can be ticked, by name; nothing where items go by units or rows."""
        return {}

    def steps(self):
        """Return what is shown Worked before the first item."""
        return []

    def used_units(self):
        """Yield (unit, how the exercise uses it)."""
        yield from ((unit, "asked about") for unit in self._units_of_items())

    @property
    def scheme(self):
        """The name of its answers among all tags of the annotations."""
        return self.kind

    def answers_in(self, name, key):
        """Return the answers in a KeyFile by item id; `name` is the activity's own."""
        return key.answers.get(name, {})

    def answer_place(self, name, item):
        """Return where in key.yaml the answer to one item stands."""
        return f"answers, {name}, {item}"

    def spell_choice(self, choice):
        """Return an answer in words that can stand alone, without the rules beside it."""
        return f"{choice.name}: {choice.when}"

    def spell_response(self, item, response):
        """Return what a student answered, as a person reads it; "" where a box or a word was left alone."""
        choice = (item.choices or {}).get(response)
        if choice and choice.sound and item.choices in TICKS:
            return ""
        return choice.name if choice else response

    def faults(self, units):
        """Yield (place, fault, cure) for what is wrong in its own fields. units: of the set, by label."""
        yield from ()

    def on_paper(self, wording):
        """Return what its template on paper prints besides the items, ready for JSON."""
        return {}

    def _units_of_items(self):
        return list(dict.fromkeys(item.unit for item in self.items() if item.unit))
