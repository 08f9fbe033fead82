"""The scored choices of the articles, as a student meets them."""

from functools import cache
from statistics import median
from typing import NamedTuple

from secondsource.content.keys import Essay
from secondsource.content.labels import TICKS
from secondsource.content.textset import TextSet


class Question(NamedTuple):
    """A scored choice. kind: of question; place: "b" in the brief; position: in a list of `many`;
    longer: its words are among the longer half of this list."""

    name: str
    kind: str
    words: str
    place: str
    position: int
    many: int
    longer: bool
    ticks: tuple
    right: tuple


@cache
def scored(slug):
    """Return the Questions of an article that carry points, sums and texts apart."""
    library = TextSet(slug)
    return [
        question
        for name, activity in library.activities.items()
        for question in _of_activity(library, name, activity)
    ]


def _of_activity(library, name, activity):
    answers, items = library.answers(name), activity.items()
    words = [library.asked(activity, item).text for item in items]
    middle = median(map(len, words))
    for position, item in enumerate(items):
        answer = answers[item.id]
        if isinstance(answer, Essay) or answer.is_contested or item.form != "choice":
            continue
        yield Question(
            f"{name}/{item.id}",
            getattr(activity, "choice_list", activity.skill).replace("source-classes", "sources"),
            words[position],
            "b" if item.unit.startswith("b") else "",
            position,
            len(items),
            len(words[position]) > middle,
            tuple(item.choices) if item.choices in TICKS else (),
            (answer.answer, *answer.also),
        )
