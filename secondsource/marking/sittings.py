"""What was handed in, as tables, and which of two sittings at one exercise counts: the one saved last, by
the student's clock. The other is listed. Who is one person is decided before: see people.py.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from .notebook_work import TASKS
from .people import shorten, tell_apart

SITTING = ["student", "name", "activity", "file", "account", "holder", "committed", "opened", "saved"]
SITTING += ["id", "easier", "rows"]
PROBLEM = ["file", "student", "problem", "kind"]
NOT_READ, NOTE = (
    "not read",
    "note",
)  # the kinds: work that is not in the marks, and what a teacher should know


class HandIn(NamedTuple):
    """What was handed in.

    answers: one row per (student, item); columns student (unique id), name (as typed), item
        ("set/activity/item"), response (NaN = blank),
        file: categoricals of text; aside: "skipped" or "open" (NaN = counts); confidence (per cent, 50 to
            100; NaN = not asked or not given), committed (bool).
    problems: everything that was not read, or that a teacher should know; columns PROBLEM.
    sittings: one row per student and exercise, in the order of `answers`; columns SITTING; `rows` says how
        many answers are its own; `account` is a Canvas user id where the file's name has one, `holder` whose
        file it is by the learning platform; `saved` a time in UTC (NaT = not known); `id` random, one for
        each sitting ("" = of kit 0.1.0, or from paper); `easier` whether the text was read in easier words,
        when it was last saved.
    tasks: the tasks of notebooks; columns notebook_work.TASKS. Each is a sitting, too, without answers.
    """

    answers: pd.DataFrame
    problems: pd.DataFrame
    sittings: pd.DataFrame
    tasks: pd.DataFrame = pd.DataFrame(columns=TASKS)


def settle(pieces):
    """Return one HandIn from several, with one sitting for each student and exercise; the others are
    listed.
    """
    sittings, counts, faults = decide([piece.sittings for piece in pieces])
    answers = join_answers([piece.answers for piece in pieces])
    answers = keep_answers(answers, sittings, counts)
    problems = pd.concat(
        [*(piece.problems for piece in pieces), list_problems(faults)],
        ignore_index=True,
    )
    tasks = pd.concat([piece.tasks for piece in pieces], ignore_index=True)
    return HandIn(answers, problems, sittings[counts].reset_index(drop=True), tasks)


def list_problems(rows, kind=NOTE):
    """Return (file, student, problem) rows as a table of problems of one kind."""
    return pd.DataFrame([(*row, kind) for row in rows], columns=PROBLEM, dtype="str")


def decide(lists):
    """Return (all sittings, by person; bool array: which of them count; rows for `problems`)."""
    sittings, faults = tell_apart(pd.concat(lists, ignore_index=True))
    counts, more = choose_sittings(sittings)
    return sittings, counts, faults + more


def keep_answers(answers, sittings, counts):
    """Return the answers of those sittings that count, under the names that the sittings have now."""
    if len(answers):
        names = {column: spread(sittings, column) for column in ("student", "name")}
        answers = answers.assign(**names)
    return answers if counts.all() else answers[np.repeat(counts, sittings["rows"])].reset_index(drop=True)


def spread(sittings, column):
    """Return one text per sitting as one per answer."""
    codes, names = pd.factorize(sittings[column])
    return pd.Categorical.from_codes(np.repeat(codes, sittings["rows"]), pd.Index(names, dtype="str"))


def join_answers(frames):
    """Return tables of answers one below the other; texts stay categoricals, numbered in the order in
    which they come.
    """
    if len(frames) == 1:
        return frames[0]
    texts = [name for name, kind in frames[0].dtypes.items() if isinstance(kind, pd.CategoricalDtype)]
    joined = {name: pd.api.types.union_categoricals([frame[name] for frame in frames]) for name in texts}
    rest = pd.concat([frame.drop(columns=texts) for frame in frames], ignore_index=True)
    return rest.assign(**joined)[list(frames[0].columns)]


def choose_sittings(sittings):
    """Return (bool array: which sittings count, rows for `problems` about the others)."""
    faults = []
    if not sittings.duplicated(["student", "activity"]).any():
        return np.ones(len(sittings), dtype=bool), faults
    ordered = sittings.sort_values(["student", "activity", "saved"], kind="stable", na_position="first")
    latest = ~ordered.duplicated(["student", "activity"], keep="last")
    counts = latest.sort_index().to_numpy()
    pairs = ordered[~latest].merge(ordered[latest], on=["student", "activity"], suffixes=("", "_counts"))
    for (file, name, winner), group in pairs.groupby(["file", "name", "file_counts"], sort=True):
        faults.append((file, name, _twice(group, winner)))
    return counts, faults


def _twice(group, winner):
    what = shorten(group["activity"])
    if group[["saved", "saved_counts"]].isna().all(axis=None):
        return f"Handed in twice, and no time tells which is the later: {what}. The copy in {winner} counts."
    if (group["saved"] == group["saved_counts"]).all():
        return f"Handed in twice, saved at the same time: {what}. The copy in {winner} counts."
    text = f"Handed in twice: {what}. {winner} was saved last and counts."
    differ = {
        part: (group[part] != group[f"{part}_counts"]) & (group[part] != "") & (group[f"{part}_counts"] != "")
        for part in ("opened", "id")
    }
    have_ids = (group["id"] != "") & (group["id_counts"] != "")
    if differ["id"].any() or (differ["opened"] & ~have_ids).any():
        text += " The two were begun at different times: two devices, or two people with one name?"
    return text
