"""A synthetic class: answers drawn from a simple, documented model, to show what the report looks like. No
real student is in it.

The model is equal-variance signal detection. Student s has a sensitivity and a criterion; item i is harder or
easier. What a student feels about a weak claim is a normal number around +d/2, about a sound one around -d/2,
with d = sensitivity (s) + ease of the skill - difficulty (i); above the criterion the student objects, and
most objections to a weak claim name its fault. Other items are right with a chance that grows with d.
All of it is made up: no figure in it says anything about real students or about the kit.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..content.labels import finds_fault
from ..content.texts import slugs
from ..data.items import CHECKS, list_items
from ..files import ROOT
from ..marking.answer_file import AnswerFile, Sitting, save_answers
from ..problems import fail

SYNTHETIC = "synthetic class, no real students"  # on top of every page made from one, and in its title
SEED = 1
CONFIDENCES = np.array([50, 60, 70, 80, 90, 100])  # what the exercises offer
BLANK, SKIPPED = 0.02, 0.08  # shares: of items left open, of whole sets not handed in
EASE = {"speaking": 0.3, "figures": -0.2, "missing": -0.4}  # added to d by skill, so that the skills differ
RIGHT_LABEL = 0.75  # share of objections to a weak claim that name the right fault
NUMBER_SLIPS = (0.5, 1.1, 2.0)  # a wrong number is the right one times one of these


class Change(NamedTuple):
    """What differs at the second and third check and in the lessons between: sensitivity and criterion,
    added to each student's own.
    """

    sensitivity: tuple
    criterion: tuple


CHANGES = {
    "discernment": Change((0, 0.7, 0.5), (0, 0.05, 0)),
    "suspicion": Change((0, 0, 0), (0, -0.5, -0.4)),
    "trust": Change((0, 0, 0), (0, 0.5, 0.4)),
    "none": Change((0, 0, 0), (0, 0, 0)),
}


def make_class(students=30, seed=SEED, root=ROOT, change="discernment", sets=None):
    """Return the answers of a synthetic class: columns student, name, item, response, confidence, in the
    shape that a hand-in is read.

    students: 1 or more. seed: the same seed gives the same class. change: one of CHANGES. sets: names of text
        sets; all by default. Text columns are categorical; response is missing where an item was left open,
        confidence (50 to 100) where none was asked or given.
    Raises ContentError where `solutions/` is not installed or a set is unknown.
    """
    random = np.random.default_rng(seed)
    items = _usable_items(sets, root)
    people = pd.DataFrame(
        {
            "sensitivity": random.normal(1.3, 0.6, students).clip(0.2),
            "criterion": random.normal(-0.1, 0.3, students),
        }
    )
    columns = []
    for name, table in items.groupby("set", sort=False):
        occasion = CHECKS.index(name) if name in CHECKS else 1
        there = np.flatnonzero(random.random(students) >= SKIPPED) if students > 1 else np.arange(1)
        sensitivity = people["sensitivity"].to_numpy()[there] + CHANGES[change].sensitivity[occasion]
        criterion = people["criterion"].to_numpy()[there] + CHANGES[change].criterion[occasion]
        columns += [
            (there, item.Index, *_answer_item(random, item, sensitivity, criterion))
            for item in table.itertuples()
        ]
    return _as_table(columns, students)


def write_answer_files(folder, answers):
    """Write one answer file for each student of a synthetic class into `folder`, as students would hand them
    in; return the paths.

    answers: as make_class returns it. The clock in the files is made up too: check A on day 1, lessons on day
        15, check B on day 29, check C on day 60.
    """
    return [
        _write_file(folder, student, table) for student, table in answers.groupby("student", observed=True)
    ]


def _write_file(folder, student, table):
    sittings = {}
    for row in table.dropna(subset=["response"]).itertuples():
        name, _, item = row.item.rpartition("/")
        sitting = sittings.setdefault(name, {"answers": {}, "confidence": {}})
        sitting["answers"][item] = row.response
        if row.confidence == row.confidence:
            sitting["confidence"][item] = int(row.confidence)
    activities = {
        name: Sitting(**parts, first=parts["answers"], committed=True, tries=1, times=_times(name))
        for name, parts in sittings.items()
    }
    path = Path(folder) / f"{student}.json"
    save_answers(
        path,
        AnswerFile(
            kit="synthetic",
            student=table["name"].iloc[0],
            written="2025-11-10T09:00:00.000Z",
            activities=activities,
        ),
    )
    return path


def _times(name):
    day = {"check-a": "2025-09-01", "check-b": "2025-09-29", "check-c": "2025-10-30"}.get(
        name.partition("/")[0], "2025-09-15"
    )
    return {
        moment: f"{day}T09:{minute}:00.000Z"
        for moment, minute in (("opened", "00"), ("saved", "09"), ("committed", "10"))
    }


def _usable_items(sets, root):
    for name in sets or ():
        if name not in slugs(root):
            fail(
                f"exercises/{name}", "", "there is no such text set.", f"There are: {', '.join(slugs(root))}."
            )
    items = list_items(root, sets)
    if items["answer"].isna().all():
        fail(
            "solutions/",
            "",
            "there are no answers here, and a synthetic class is made from them.",
            "Use a copy of the kit that has the folder solutions/.",
        )
    return items


def _answer_item(random, item, sensitivity, criterion):
    """Return what these students answer to one item: positions in a list (-1 = left open), that list, and
    confidences.
    """
    # the forms are made alike: here no form is harder than another
    difficulty = 0 if item.set in CHECKS else random.normal(0, 0.5)
    strength = np.maximum(sensitivity + EASE.get(item.skill, 0) - difficulty, 0)
    if item.form == "text":
        return (
            np.zeros(len(strength), dtype=int),
            ["Synthetic text: nobody wrote this."],
            np.full(len(strength), np.nan),
        )
    feeling = random.normal((0.5 if item.target == "weak" else -0.5) * strength, 1) - criterion
    if not item.target:  # no sound and weak here: the same strength decides whether it is right
        feeling = random.normal(0.5 * strength, 1)
    choices, tempting = _responses(item)
    picked = _pick(random, _wanted(random, feeling > 0, item, choices), tempting)
    picked[random.random(len(picked)) < BLANK] = -1
    sure = 50 + 50 * np.clip(np.abs(feeling) / 2 + random.normal(0.1, 0.15, len(picked)), 0, 1)
    offered = CONFIDENCES[np.abs(sure[:, None] - CONFIDENCES).argmin(axis=1)]
    return picked, choices, np.where(item.asks_confidence & (picked >= 0), offered, np.nan)


def _responses(item):
    """Return what can be answered, the right answer first, and how tempting each is: wrong answers that
    the key argues against come before the rest.
    """
    others = tuple(item.choices) or tuple(f"{float(item.answer) * slip:g}" for slip in NUMBER_SLIPS)
    choices = list(dict.fromkeys([item.answer, *item.why_not, *others]))
    return choices, np.array([0.5**place for place in range(len(choices))])


def _wanted(random, objects, item, choices):
    """Return which answers come into question (students x choices): only the right one, or only those on
    the side the student takes.
    """
    side = np.array([bool(finds_fault(item.choices, choice)) for choice in choices])
    right = np.arange(len(choices)) == 0
    if not item.target:
        return np.where(objects[:, None], right, ~right)
    if item.target == "sound":
        return np.where(objects[:, None], side, ~side)
    exact = random.random(len(objects)) < RIGHT_LABEL
    return np.where(
        objects[:, None], np.where(exact[:, None] | (side.sum() == 1), right, side & ~right), ~side
    )


def _pick(random, wanted, tempting):
    """Return one position for each student, drawn from the wanted ones by how tempting they are."""
    reach = np.cumsum(wanted * tempting, axis=1)
    return (random.random(len(wanted))[:, None] * reach[:, -1:] >= reach).sum(axis=1)


def _as_table(columns, students):
    words = {}
    response = [
        np.array([words.setdefault(choice, len(words)) for choice in choices] + [-1])[picked]
        for _, _, picked, choices, _ in columns
    ]
    digits = len(str(students))
    numbers = [f"{number:0{max(digits, 2)}}" for number in range(1, students + 1)]
    who = np.concatenate([there for there, *_ in columns])
    items = np.repeat(np.arange(len(columns)), [len(there) for there, *_ in columns])
    table = pd.DataFrame(
        {
            "student": pd.Categorical.from_codes(who, [f"synthetic-{number}" for number in numbers]),
            "name": pd.Categorical.from_codes(who, [f"Synthetic {number}" for number in numbers]),
            "item": pd.Categorical.from_codes(items, [item for _, item, *_ in columns]),
            "response": pd.Categorical.from_codes(np.concatenate(response), list(words)),
            "confidence": np.concatenate([sure for *_, sure in columns]),
        }
    )
    return table.sort_values("student", kind="stable", ignore_index=True)
