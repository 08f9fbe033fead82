"""How far a class is: for each exercise, how many have finished each passage."""

import json
import time
from functools import cache
from threading import Lock
from typing import NamedTuple

from ..content.texts import slugs
from ..content.textset import TextSet
from ..exercise.key_payload import describe_key
from ..files import ROOT

OVERLAP = 20  # seconds: so far apart may the clocks of a school's servers be, and so long may a commit take


class Exercise(NamedTuple):
    """One exercise as a teacher knows it. passages: ((label, {items}), ...) in the order of the text."""

    name: str
    title: str
    text: str
    minutes: str
    passages: tuple


@cache
def text_set(slug, root=ROOT):
    """Return a TextSet with its key; the server reads each once."""
    return TextSet(slug, root)


def list_exercises(root=ROOT):
    """Return {name: Exercise} of all that a class may open, in the order of the sets."""
    return {
        f"{slug}/{name}": _describe(text_set(slug, root), slug, name)
        for slug in slugs(root)
        for name in text_set(slug, root).activities
    }


def read_reasons(activity, root=ROOT):
    """Return what students are told about an exercise once the reasons are shown (key_payload.py)."""
    slug, _, name = activity.partition("/")
    return describe_key(text_set(slug, root), name)


def is_after(row):
    """Tell whether a sitting is one that a teacher would miss: its reasons were shown when it came."""
    if row.late or row.frozen is None:
        return row.late
    counted = json.loads(row.frozen)
    return not (counted["answers"] or counted["passages"] or counted["committed"])


class Done(NamedTuple):
    """How far one student is with one exercise. finished: labels of passages, each claim of which is answered
    or was left out. after: see is_after.
    """

    revision: int
    finished: frozenset
    handed: bool
    after: bool


class Progress:
    """How far a class is. What was read once is not read again: of a thousand students, some hand in
    between two looks.
    """

    def __init__(self, room, exercises):
        self.room, self.exercises = room, exercises
        self.done, self.until, self.lock = {}, 0.0, Lock()

    def look(self):
        """Return {exercise: {student's id: Done}} as it is now."""
        with self.lock:
            self.until = min(self.until, time.time())  # a clock may have been put back
            for row in self.room.sittings(since=self.until - OVERLAP):
                mine = self.done.setdefault(row.activity, {})
                mine[row.student_id] = read_done(self.exercises[row.activity], row)
                self.until = max(self.until, row.arrived)
            return {activity: dict(found) for activity, found in self.done.items()}


def read_done(exercise, row):
    """Return the Done of one row of what was handed in."""
    state = json.loads(row.state)
    finished = frozenset(label for label, items in exercise.passages if _is_done(items, state))
    return Done(row.revision, finished, state["committed"], is_after(row))


def _is_done(items, state):
    given = {item for item, answer in state["answers"].items() if answer.strip()}
    return state["committed"] or items <= given | state["passages"].keys()


def _describe(text_set, slug, name):
    activity, passages = text_set.activity(name), {}
    for item in activity.items():
        label = text_set.units[item.unit].paragraph if item.unit else "the whole text"
        passages.setdefault(label, set()).add(item.id)
    title = text_set.article.header["title"].split(" (")[0]
    return Exercise(f"{slug}/{name}", activity.title, title, str(activity.minutes), tuple(passages.items()))
