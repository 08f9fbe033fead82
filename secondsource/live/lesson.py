"""What a class may do now: which exercises are open, closed or shown, in which mode. No database in here."""

from typing import NamedTuple

from ..content.texts import CHECKS

# show: everybody gets the reasons when the teacher shows them. at-once: each student, when an exercise is
# handed in. self-paced: the same, and every exercise is open, but for the checks.
MODES = ("show", "at-once", "self-paced")
TIMES = tuple(f"check-{number}" for number in (1, 2, 3))  # before, after, a month later
ACTS = ("open", "close", "show")


class Step(NamedTuple):
    """What was done with an exercise or a check. shown: when, in seconds since 1970; None before. closes:
    when it will, where that was foretold.
    """

    is_open: bool = False
    was_closed: bool = False
    shown: float | None = None
    closes: float | None = None


class Refusal(NamedTuple):
    """Why something is not done, for whoever asked."""

    why: str


class Lesson(NamedTuple):
    """The state of a class. steps: {name: Step} of exercises ("2015-scale/speaking") and checks ("check-1").
    activities: all exercises there are. ended: when the class was ended; None before.
    """

    version: int
    mode: str
    steps: dict
    activities: tuple
    ended: float | None = None

    def names(self):
        """Return all that a teacher opens: exercises, and the checks by when they are taken."""
        plain = [name for name in self.activities if not is_check(name)]
        return [*plain, *(TIMES if len(plain) < len(self.activities) else ())]

    def step(self, name):
        return self.steps.get(name, Step())

    def activities_of(self, name, ring):
        """Return the exercises behind a name for the student at this place of the ring: at each of the three
        times a third of a class has each form, and nobody has one twice.
        """
        if name not in TIMES:
            return [name]
        form = form_of(name, ring)
        return [activity for activity in self.activities if activity.startswith(f"{form}/")]

    def name_of(self, activity, ring):
        """Return the name under which a student's exercise is opened."""
        slug = activity.partition("/")[0]
        return next(name for name in TIMES if form_of(name, ring) == slug) if slug in CHECKS else activity

    def is_open(self, name):
        step = self.step(name)
        free = self.mode == "self-paced" and name not in TIMES and not step.was_closed
        return (step.is_open or free) and self.ended is None

    def gives_reasons(self, activity, ring, committed):
        """Tell whether a student may have the reasons of an exercise now."""
        name = self.name_of(activity, ring)
        return self.step(name).shown is not None or (
            committed and self.mode != "show" and not is_check(activity)
        )

    def describe(self, ring):
        """Return what one student's page is told, ready for JSON."""
        told = {"open": [], "closed": [], "shown": []}
        for name in self.names():
            step = self.step(name)
            part = "open" if self.is_open(name) else "closed" if step.was_closed or self.ended else ""
            for activity in self.activities_of(name, ring):
                if part:
                    told[part].append(activity)
                if step.shown is not None:
                    told["shown"].append(activity)
        return {"version": self.version, "mode": self.mode, "ended": self.ended is not None, **told}

    def closing(self, now):
        """Return {name: seconds left} of what closes soon, nought where that is over."""
        steps = self.steps if self.ended is None else {}
        due = {name: step.closes for name, step in steps.items() if step.closes is not None}
        return {name: max(0, when - now) for name, when in due.items()}

    def refuse(self, act, name):
        """Return why an act is not done, "" where it may be."""
        if self.ended is not None:
            return "This class is ended."
        if name not in self.names():
            return "There is no such exercise."
        if act == "show" and name in TIMES and not self.checks_are_over():
            return (
                "The reasons of the checks are shown when the third check is closed: until then somebody "
                "still has each form before them."
            )
        return ""

    def checks_are_over(self):
        last = self.step(TIMES[-1])
        return last.was_closed and not last.is_open


def is_check(activity):
    """Tell whether an exercise belongs to a check."""
    return activity.partition("/")[0] in CHECKS


def form_of(time, ring):
    """Return the set that a student at this place of the ring has in a check: A B C, B C A, C A B."""
    return CHECKS[(ring + TIMES.index(time)) % len(CHECKS)]


def change(step, act, now, after=0):
    """Return a Step after an act. after: in how many seconds it closes; students are told."""
    if act == "open":
        return step._replace(is_open=True, closes=None)
    if act == "close" and after:
        return step._replace(closes=now + after)
    if act == "close":
        return step._replace(is_open=False, was_closed=True, closes=None)
    return step._replace(shown=step.shown or now)
