"""What came when: exercises/cross-article/timeline.yaml, the events of the timeline, each with its source."""

from datetime import date

from pydantic import Field, field_validator

from ..files import ROOT
from ..problems import Problem
from .strict import Strict
from .texts import slugs
from .yamlfile import read_yaml, validate

FILE = "exercises/cross-article/timeline.yaml"
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")
MONTHS += ("November", "December")  # not strftime's: a build reads the same in every country


class Event(Strict):
    """One event. day: 1979, 1981-06 or 2016-09-09, as closely as the source says.

    set: of the article, where the event is that it came out.
    """

    day: str = Field(pattern=r"^\d{4}(-\d\d){0,2}$")
    what: str = Field(min_length=1)
    reference: str
    set: str = ""
    note: str = ""

    @field_validator("day")
    @classmethod
    def _is_a_day(cls, day):
        _begin(day)  # raises ValueError: there is no 31 June
        return day

    @property
    def year(self):
        """The place on a scale of years: 2016.5 is the first of July 2016. A year alone begins in January."""
        begin = _begin(self.day)
        return begin.year + (begin - date(begin.year, 1, 1)).days / 366

    @property
    def when(self):
        """The day as a reader says it: 9 September 2016, June 1981, 1979."""
        begin = _begin(self.day)
        parts = [str(begin.day), MONTHS[begin.month - 1], str(begin.year)]
        return " ".join(parts[-1 - self.day.count("-") :])


class TimelineFile(Strict):
    """The whole of exercises/cross-article/timeline.yaml."""

    events: dict[str, Event] = Field(min_length=1)


def read_timeline(root=ROOT):
    """Return {id: Event} in the file's order; none where the kit has no such file."""
    path = root / FILE
    return validate(TimelineFile, read_yaml(path, root), path, root).events if path.exists() else {}


def check_timeline(events, references, root=ROOT):
    """Yield a Problem for each event without a known source or set, or before the one above it."""
    before = ""
    for name, event in events.items():
        if references is not None and event.reference not in references:
            fault = f"the reference “{event.reference}” is not in book/references.bib."
            yield Problem(FILE, name, fault, "Add the entry, or correct the name.")
        if event.set and event.set not in slugs(root):
            yield Problem(
                FILE, name, f"there is no set “{event.set}”.", f"There are: {', '.join(slugs(root))}."
            )
        if event.day < before:
            yield Problem(FILE, name, f"{event.day} stands below {before}.", "Put the events in order.")
        before = event.day


def _begin(day):
    return date.fromisoformat(day + "-01-01"[len(day) - 4 :])
