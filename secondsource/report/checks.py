"""Before, after, later: what changed between the checks, and whether that is discernment or only
suspicion. Never why: no class without the kit is in it.
"""

from typing import NamedTuple

import pandas as pd

from ..data.items import CHECKS
from .discernment import count_responses, describe_change, describe_class

OCCASIONS = ("Before", "After", "Later")
ONE_ORDER = (
    0.75  # share of students with one order of forms from which on that order is taken to be the plan for all
)
WATCH = 0.05  # a rise in false alarms worth a look even where it may be chance


class Verdict(NamedTuple):
    """What a change amounts to: kind ("warning", "good" or "open"), a headline, and what to make of it."""

    kind: str
    headline: str
    advice: str


VERDICTS = {
    "suspicion": Verdict(
        "warning",
        "The class became more suspicious, not better at telling claims apart.",
        "It objects to more sound claims than before, and tells sound from weak no better. "
        "Teach the sound claims again: what makes them hold up?",
    ),
    "trust": Verdict(
        "warning",
        "The class became more trusting, not better at telling claims apart.",
        "It notices fewer weak claims than before, and tells sound from weak no better. "
        "Go back to the rules, with one worked example for each.",
    ),
    "worse": Verdict(
        "warning",
        "The class tells sound from weak less well than before.",
        "Was the second form done in a hurry, or is it harder? If not, go back to the worked examples.",
    ),
    "mixed": Verdict(
        "open",
        "The class tells sound from weak better than before, but it also objects to more sound claims.",
        "The gain is real in these answers. Now practise leaving sound claims in peace.",
    ),
    "better": Verdict(
        "good",
        "The class tells sound from weak better than before, and did not become more suspicious.",
        "It notices more of what is weak, or accuses less of what is sound, "
        "and the one was not paid for with the other.",
    ),
    "watch": Verdict(
        "open",
        "False alarms went up, and telling claims apart did not. With so few answers that can be chance.",
        "Keep an eye on it: look at the sound claims that were accused most.",
    ),
    "unclear": Verdict(
        "open",
        "No change that is larger than chance.",
        "With few students or few items even a real change can stay hidden.",
    ),
}


class Comparison(NamedTuple):
    """Two occasions, the change between them (as discernment.describe_change returns it), and the name of
    the verdict.
    """

    first: str
    second: str
    change: pd.Series
    verdict: str


def judge_change(change):
    """Return the name of the verdict on a change: each part counts as changed only where its 95 per cent
    interval leaves out 0.
    """
    better, worse = change["d_prime_low"] > 0, change["d_prime_high"] < 0
    alarmed, calmed = change["false_alarm_rate_low"] > 0, change["hit_rate_high"] < 0
    if better:
        return "mixed" if alarmed else "better"
    if alarmed:
        return "suspicion"
    if calmed:
        return "trust"
    if worse:
        return "worse"
    return "watch" if change["false_alarm_rate"] >= WATCH else "unclear"


def order_checks(marked, catalogue):
    """Return (rows of the checks with a column `occasion`, 0 to 2; words on how the order was found).

    The plan of a class may give each student the forms in another order (solutions/check-a/notes.md). Where
    `marked` has a column `saved` (when the exercise was saved: times, or text that sorts like them) and the
    orders differ, a student's first form is “before”, and so on; then only students count who took as many
    forms as anybody, since a form that was missed leaves the order of the others open. Otherwise check A is
    “before”, B “after” and C “later”.
    """
    sets = catalogue["set"].where(catalogue["set"].isin(CHECKS)).dropna()
    items = marked["item"].astype("category")
    names = pd.Categorical(sets.reindex(items.cat.categories), categories=list(CHECKS)).take(items.cat.codes)
    rows = marked.assign(set=names)[names.notna() & (marked["mark"] != "blank").to_numpy()]
    ranks = _rank_forms(rows)
    if ranks is None:
        return rows.assign(
            occasion=rows["set"].cat.codes
        ), "check A came before, B after, C later, for everybody"
    found = rows.merge(ranks, on=["student", "set"])
    return found, "each student’s own order of the three forms, by the time they were saved"


def compare_occasions(marked, catalogue):
    """Return (rows per occasion, as describe_class returns them; list of Comparisons; words on the order).

    Each Comparison is of the students who took both. Without checks the table is empty.
    """
    rows, order = order_checks(marked, catalogue)
    counts = count_responses(rows, catalogue, ("student", "occasion"))
    by_occasion = {
        place: table.droplevel("occasion") for place, table in counts.groupby(level="occasion", observed=True)
    }
    pairs = [(first, second) for first in by_occasion for second in by_occasion if first < second]
    changes = {pair: describe_change(*(by_occasion[place] for place in pair)) for pair in pairs}
    compared = [
        Comparison(OCCASIONS[first], OCCASIONS[second], change, judge_change(change))
        for (first, second), change in changes.items()
        if change is not None
    ]
    return describe_class(counts, "occasion"), compared, order


def _rank_forms(rows):
    """Return the occasion of each (student, set), or None where one order holds for the class."""
    if "saved" not in rows or rows["saved"].isna().any() or not len(rows):
        return None
    taken = (
        rows.assign(saved=rows["saved"].astype(str))
        .groupby(["student", "set"], observed=True)["saved"]
        .min()
        .reset_index()
        .sort_values(["student", "saved"], kind="stable")
    )
    taken["occasion"] = taken.groupby("student", observed=True).cumcount()
    orders = taken.assign(set=taken["set"].cat.codes).pivot(index="student", columns="occasion", values="set")
    whole = orders[orders.notna().sum(axis="columns") == orders.shape[1]]
    if whole.value_counts(normalize=True).iloc[0] >= ONE_ORDER:
        return None
    return taken[taken["student"].isin(whole.index)][["student", "set", "occasion"]]
