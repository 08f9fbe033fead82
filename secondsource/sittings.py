"""What was handed in, as tables, and which of two sittings at one exercise counts: the one saved last, by the student's clock. The other is listed."""

from typing import NamedTuple

import numpy as np
import pandas as pd

SITTING = ["student", "name", "activity", "file", "account", "committed", "opened", "saved", "rows"]
PROBLEM = ["file", "student", "problem"]


class HandIn(NamedTuple):
    """What was handed in.

    answers: one row per (student, item); columns student (unique id), name (as typed), item ("set/activity/item"), response (NaN = blank),
        file: categoricals of text; confidence (per cent, 50 to 100; NaN = not asked or not given), committed (bool).
    problems: everything that was not read, or that a teacher should know; columns file, student, problem.
    sittings: one row per student and exercise, in the order of `answers`; columns SITTING; `rows` says how many answers are its own,
        `account` is a Canvas user id where the file's name has one, `saved` a time in UTC (NaT = not known).
    """

    answers: pd.DataFrame
    problems: pd.DataFrame
    sittings: pd.DataFrame


def settle(pieces):
    """Return one HandIn from several, with one sitting for each student and exercise; the others are listed."""
    sittings = pd.concat([piece.sittings for piece in pieces], ignore_index=True)
    counts, faults = choose_sittings(sittings)
    answers = join_answers([piece.answers for piece in pieces])
    if not counts.all():
        answers = answers[np.repeat(counts, sittings["rows"])].reset_index(drop=True)
        sittings = sittings[counts].reset_index(drop=True)
    problems = pd.concat([*(piece.problems for piece in pieces), pd.DataFrame(faults, columns=PROBLEM, dtype="str")], ignore_index=True)
    return HandIn(answers, problems, sittings)


def join_answers(frames):
    """Return tables of answers one below the other; texts stay categoricals, numbered in the order in which they come."""
    if len(frames) == 1:
        return frames[0]
    texts = [name for name, kind in frames[0].dtypes.items() if isinstance(kind, pd.CategoricalDtype)]
    joined = {name: pd.api.types.union_categoricals([frame[name] for frame in frames]) for name in texts}
    rest = pd.concat([frame.drop(columns=texts) for frame in frames], ignore_index=True)
    return rest.assign(**joined)[list(frames[0].columns)]


def choose_sittings(sittings):
    """Return (bool array: which sittings count, rows for `problems` about the others)."""
    faults = _shared_names(sittings)
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
    if (group["saved"] == group["saved_counts"]).all():
        return f"Handed in twice, saved at the same time: {what}. The copy in {winner} counts."
    text = f"Handed in twice: {what}. {winner} was saved last and counts."
    if ((group["opened"] != group["opened_counts"]) & (group["opened"] != "") & (group["opened_counts"] != "")).any():
        text += " The two were begun at different times: two devices, or two people with one name?"
    return text


def _shared_names(sittings):
    known = sittings[sittings["account"] != ""].drop_duplicates(["student", "account"])
    return [(shorten(group["file"]), group["name"].iloc[0], f"One name, but {len(group)} Canvas accounts ({shorten(group['account'])}): two people? Their marks are mixed.")
            for _, group in known.groupby("student") if len(group) > 1]


def shorten(names, most=4):
    """Return a few of the names, and how many more there are."""
    names = list(dict.fromkeys(names))
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
