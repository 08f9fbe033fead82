"""The stops of a walk: one or two passages at a time, with the two or three claims of them that are asked."""

from itertools import groupby
from typing import NamedTuple

ROOM = 400  # characters of a stop, as far as they are not claims: the page has them a second time
MOST = 690  # … where passages are joined: with the labels, that is one and a half screens of a phone
WHOLE = 600  # … where whole paragraphs are worked on: they stand in a box of their own
PLACES = {"p": "Paragraph", "b": "The brief, paragraph", "e": "Post", "c": "Caption", "h": "Heading"}


class Stop(NamedTuple):
    """One stop: the `claims` that are asked here, by name.

    at: {label of a unit: its claims}. passages: one list for each paragraph: its units that are shown, and
        None where some are left out; none where the claims stand in no place. beyond: labels of units that
        are there for the list alone, since the walk has no room for them.
    """

    claims: list
    at: dict = {}
    passages: list = []
    beyond: frozenset = frozenset()

    @property
    def place(self):
        """Where in the texts it is, in words: “Paragraph 8, paragraph 9”; "" where it is nowhere."""
        labels = (next(unit for unit in passage if unit).paragraph for passage in self.passages)
        named = ", ".join(_name_place(label) for label in labels)
        return named[:1].upper() + named[1:]


class Run(NamedTuple):
    """Claims that stand in one paragraph. at: as in a Stop. units: all of the paragraph."""

    units: list
    at: dict

    @property
    def count(self):
        return sum(map(len, self.at.values()))


def list_stops(activity, article, brief):
    """Return the stops of an exercise: article and brief in turn, each in its own order. An exercise whose
    items stand in no place goes by a few of them at a time; one about words by whole paragraphs.
    """
    places, items = activity.places(), activity.items()
    if not places:
        return [Stop(part) for part in _cut_evenly([item.id for item in items], activity.walked_by)]
    if any(item.quote for item in items):
        return list(_list_whole(article, places, activity.walked_by))
    ours, theirs = (
        _join_neighbours(list(_list_runs(text, places, activity.walked_by)), activity.walked_by)
        for text in (article, brief)
    )
    return [_make_stop(runs) for runs in _take_turns(_join_alone(ours, theirs, activity.walked_by))]


def _list_whole(text, places, most):
    """Return stops of whole paragraphs: the text itself is what is worked on."""
    runs = list(_list_runs(text, places, len(places)))
    while runs:
        taken = next((at for at in range(len(runs), 1, -1) if _is_short(runs[:at], most)), 1)
        now, runs = runs[:taken], runs[taken:]
        stop, units = _make_stop(now), [unit for run in now for unit in run.units]
        shown = units if _is_short(now, most) else [unit for passage in stop.passages for unit in passage]
        beyond = frozenset(unit.label for unit in units if unit not in shown)
        yield stop._replace(passages=[run.units for run in now], beyond=beyond)


def _is_short(runs, most):
    return _count(runs) <= most and sum(len(unit.text) for run in runs for unit in run.units) <= WHOLE


def _cut_evenly(names, most):
    parts = -(-len(names) // most)
    return [names[len(names) * part // parts : len(names) * (part + 1) // parts] for part in range(parts)]


def _list_runs(text, places, most):
    """Return the runs of a text: for each paragraph one, or several where it has many claims."""
    for units in text.paragraphs():
        claims = [
            (unit.label, name)
            for at, unit in enumerate(units)
            for name, place in places.items()
            if place == unit.label or (at == 0 and place == unit.paragraph)
        ]
        for part in _cut_evenly(claims, most):
            at = {}
            for label, name in part:
                at.setdefault(label, []).append(name)
            yield Run(units, at)


def _make_stop(runs):
    at = {label: names for run in runs for label, names in run.at.items()}
    claims = [name for names in at.values() for name in names]
    return Stop(claims, at, [_cut_passage(run.units, run.at, ROOM // len(runs)) for run in runs])


def _cut_passage(units, claims, room):
    """Return the units to show: each claim with the one before it, and what stands next as far as there is
    room.
    """
    order = sorted(range(len(units)), key=lambda at: _distance(at, units, claims))
    shown, length = set(), 0
    for at in order:
        far = _distance(at, units, claims)
        length += len(units[at].text)
        if far and length > (room if far > 1 else MOST - 50):
            break
        shown.add(at)
    cut = [units[at] if at in shown else None for at in range(len(units))]
    return [unit for unit, run in groupby(cut) for unit in ([unit] if unit is None else run)]


def _distance(at, units, claims):
    """How far a unit is from the next claim; one before it, where its speaker may stand, is nearer."""
    places = [place for place, unit in enumerate(units) if unit.label in claims]
    return min(abs(place - at) + (0 if at <= place else 0.5) for place in places)


def _join_neighbours(stops, most):
    """Join neighbours as long as the claims and the room allow it."""
    joined = []
    for run in stops:
        if joined and _fit([*joined[-1], run], most):
            joined[-1] = [*joined[-1], run]
        else:
            joined.append([run])
    return joined


def _join_alone(ours, theirs, most):
    """Return both lists; a claim that is still alone goes to one of the other text where there is room."""
    alone = [runs for runs in theirs if _count(runs) == 1]
    for at, runs in enumerate(ours):
        if _count(runs) == 1 and alone and _fit([*runs, *alone[0]], most):
            ours[at] = [*runs, *alone[0]]
            theirs = [other for other in theirs if other is not alone[0]]
            alone.pop(0)
    return ours, theirs


def _count(runs):
    return sum(run.count for run in runs)


def _fit(runs, most):
    passages = _make_stop(runs).passages
    return (
        _count(runs) <= most
        and sum(len(unit.text) for passage in passages for unit in passage if unit) <= MOST
    )


def _take_turns(lists):
    """Return the stops of both lists as one, the article's first: each keeps its order, and both are used up
    together.
    """
    placed = [
        ((at + late) / len(stops), stop)
        for late, stops in zip((0.2, 0.5), lists, strict=True)
        for at, stop in enumerate(stops)
    ]
    return [stop for _, stop in sorted(placed, key=lambda pair: pair[0])]


def _name_place(label):
    kind, number = label[0], label[1:]
    return f"{PLACES.get(kind, 'Line').lower()} {number}"
