"""Discernment: do people tell weak claims from sound ones, or do they just object more? Signal detection,
pandas in, pandas out.

A weak claim objected to is a hit, a sound claim objected to a false alarm. d′ says how well the two are told
apart (0 = not at all; 1 to 2 = usual in a class), the criterion c how readily people object (below 0 =
readily, above 0 = rarely).
Source: Macmillan & Creelman 2005, Detection Theory: A User’s Guide, 2nd ed., chapters 1 and 2.
"""

import math
from statistics import NormalDist

import numpy as np
import pandas as pd

from ..content.labels import finds_fault

OUTCOMES = ["hits", "misses", "false_alarms", "correct_rejections"]
MEASURES = ["hit_rate", "false_alarm_rate", "d_prime", "criterion"]
SURE = 0.95  # of all intervals
# weak and sound claims a person must have decided: with 30 of each the standard error of d′ is about 0.34,
# with 8 of each 0.66
LEAST_EACH = 30
# students; from here on what they differ by is enough for an interval (in 600 drawn classes of 10 and of 30
# it held 93 to 96 per cent)
ENOUGH = 10
_normal = NormalDist()
_inverse_normal = np.vectorize(_normal.inv_cdf, otypes=[float])


def count_responses(marked, catalogue, by=("student", "skill")):
    """Return hits, misses, false alarms and correct rejections, one row for each combination of `by` that
    occurs.

    marked: DataFrame, one row per (student, item); columns item, response, and those of `by` that are not
        columns of the catalogue.
    catalogue: as catalogue.list_items() returns it. by: column names of either table.
    What counts: items with a target, which are claims to label, words to tap, and gaps to tick. Left out:
        contested items; items whose key accepts both an objection and none; blanks and answers that are none
        of the choices, as nothing was decided. Any objection to a weak claim is a hit, whether or not its
        label is the right one. “Not a factual claim” is no objection.
    """
    items = marked["item"].astype("category")
    rows = catalogue.reindex(items.cat.categories)
    usable = rows["target"].isin(["sound", "weak"]) & (rows["two_sided"] == False)  # noqa: E712 (unknown items are NaN)
    # the last is for a missing item, coded -1
    side = np.append(np.where(usable, np.where(rows["target"] == "weak", 0, 2), -1), -1)
    responses = marked["response"].astype("category")
    of_list, decision = _decisions(rows["choices"], responses.cat.categories)
    outcome = side[items.cat.codes]
    decided = decision[of_list[items.cat.codes], responses.cat.codes]
    kept = (outcome >= 0) & (decided >= 0)
    groups = {
        name: marked[name].astype("category").array
        if name in marked
        else rows[name].astype("category").array.take(items.cat.codes)
        for name in by
    }
    table = pd.DataFrame({name: values[kept] for name, values in groups.items()})
    table["outcome"] = pd.Categorical.from_codes((outcome + decided)[kept], OUTCOMES)
    counts = table.groupby([*by, "outcome"], observed=True).size().unstack("outcome", fill_value=0)
    return counts.reindex(columns=OUTCOMES, fill_value=0).astype(int).rename_axis(columns=None)


def _decisions(choices, responses):
    """Return (which list of choices each item has, what each response decides by each list: 0 objects, 1 does
    not, -1 nothing). A last one of each is for what is missing, coded -1.
    """
    lists = {id(found): found for found in choices if isinstance(found, dict)} | {None: {}}
    places = {key: place for place, key in enumerate(lists)}
    of_list = [places.get(id(found), places[None]) for found in choices]
    meant = {True: 0, False: 1, None: -1}
    values = [str(value).strip() for value in responses]
    decided = [[*(meant[finds_fault(found, value)] for value in values), -1] for found in lists.values()]
    return np.array([*of_list, places[None]]), np.array(decided)


def describe_detection(counts):
    """Return `counts` with hit_rate, false_alarm_rate, d_prime, criterion, d_error and c_error, row by row.

    counts: DataFrame with the columns of OUTCOMES. Rates are as observed. d′ and c come from rates corrected
        for every row alike, (hits + 0.5) / (weak + 1), so that a perfect score stays finite; d_error and
        c_error are their standard errors. All are NaN where a row has no weak or no sound claim.
    Sources: Hautus 1995 (log-linear correction); the errors are the delta method on two independent shares.
    """
    hits, misses, alarms, rejections = (counts[name].to_numpy(dtype=float) for name in OUTCOMES)
    weak, sound = hits + misses, alarms + rejections
    empty = (weak == 0) | (sound == 0)
    z_hit, hit_variance = _transform(hits, weak)
    z_alarm, alarm_variance = _transform(alarms, sound)
    error = np.sqrt(hit_variance + alarm_variance)
    found = {
        "hit_rate": hits / np.maximum(weak, 1),
        "false_alarm_rate": alarms / np.maximum(sound, 1),
        "d_prime": z_hit - z_alarm,
        "criterion": -(z_hit + z_alarm) / 2,
        "d_error": error,
        "c_error": error / 2,
    }
    return counts.assign(**{name: np.where(empty, np.nan, values) for name, values in found.items()})


def describe_class(counts, by="skill"):
    """Return one row for each value of `by`, over all students: MEASURES, each with `_low` and `_high`, and
    `students`, `weak`, `sound` (answers).

    counts: as count_responses returns it, one row per student and `by`. Rates and d′ are of the summed
        counts, which do not need much from each student; differences between students make such a d′ a little
        smaller than the mean of theirs. Intervals (95 per cent, t) treat students as the sample: the delta
        method over students (linearisation). Under ENOUGH students, or where all did exactly alike, chance
        within items is taken where it gives more: a few who agree by luck must not look certain.
    Source: Binder 1983, International Statistical Review 51, 279-292 (linearisation).
    """
    rows = {}
    for name, table in counts.groupby(level=by, observed=True):
        rows[name] = {
            **_with_interval(*_estimate(table)),
            "students": len(table),
            "weak": int(table[OUTCOMES[:2]].to_numpy().sum()),
            "sound": int(table[OUTCOMES[2:]].to_numpy().sum()),
        }
    found = pd.DataFrame.from_dict(rows, orient="index").rename_axis(by)
    ends = [f"{name}{end}" for name in MEASURES[:2] for end in ("_low", "_high") if rows]
    return found.assign(**{name: found[name].clip(0, 1) for name in ends})


def describe_change(before, after):
    """Return how the class changed, from students who are in both: a Series of MEASURES (after minus before),
    each with `_low` and `_high`, and `students`.

    before, after: counts with one row per student. Intervals as in describe_class, for the difference within
        students.
    Returns None where fewer than two students are in both.
    """
    both = before.index.intersection(after.index)
    if len(both) < 2:
        return None
    first, first_influence, first_floor = _estimate(before.loc[both])
    second, second_influence, second_floor = _estimate(after.loc[both])
    change = _with_interval(second - first, second_influence - first_influence, first_floor + second_floor)
    return pd.Series({**change, "students": len(both)})


def pick_the_weak_one(d_prime):
    """Return how often somebody with this d′, shown one sound and one weak claim, would pick the weak one
    (0.5 = by luck, 1 = always).

    Source: Macmillan & Creelman 2005, (two-alternative forced choice), equal variances assumed.
    """
    return _normal.cdf(d_prime / math.sqrt(2))


def _transform(successes, trials):
    """Return z of the corrected rate and its variance."""
    rate = (successes + 0.5) / (trials + 1)
    z = _inverse_normal(rate) if len(rate) else rate
    return z, rate * (1 - rate) / (np.maximum(trials, 1) * _density(z) ** 2)


def _density(z):
    return np.exp(-z * z / 2) / math.sqrt(2 * math.pi)


def _estimate(table):
    """Return MEASURES of the summed counts, what each student contributes to them (students x 4), and
    their variances from items alone.
    """
    counts = table[OUTCOMES].to_numpy(dtype=float)
    whole = describe_detection(table[OUTCOMES].sum().to_frame().T).iloc[0]
    hits, misses, alarms, rejections = counts.T
    weak, sound = max((hits + misses).sum(), 1), max((alarms + rejections).sum(), 1)
    hit_part = (hits - whole["hit_rate"] * (hits + misses)) / weak
    alarm_part = (alarms - whole["false_alarm_rate"] * (alarms + rejections)) / sound
    z_hit, hit_variance = _transform(hits.sum(keepdims=True), np.array([weak]))
    z_alarm, alarm_variance = _transform(alarms.sum(keepdims=True), np.array([sound]))
    z_hit_part, z_alarm_part = hit_part / _density(z_hit), alarm_part / _density(z_alarm)
    influence = np.column_stack(
        [hit_part, alarm_part, z_hit_part - z_alarm_part, -(z_hit_part + z_alarm_part) / 2]
    )
    both = (hit_variance + alarm_variance)[0]
    floor = np.array(
        [
            (hit_variance * _density(z_hit) ** 2)[0],
            (alarm_variance * _density(z_alarm) ** 2)[0],
            both,
            both / 4,
        ]
    )
    return whole[MEASURES].to_numpy(dtype=float), influence, floor


def _with_interval(values, influence, floor):
    students = len(influence)
    spread = (influence**2).sum(axis=0) * students / (students - 1) if students > 1 else 0
    variance = np.where(spread > 0, spread, floor) if students >= ENOUGH else np.maximum(spread, floor)
    reach = np.sqrt(variance) * (
        quantile_t(students - 1) if students > 1 else _normal.inv_cdf((1 + SURE) / 2)
    )
    ends = {"": values, "_low": values - reach, "_high": values + reach}
    return {
        f"{name}{end}": found[place] for place, name in enumerate(MEASURES) for end, found in ends.items()
    }


def quantile_t(freedom):
    """Return the 97.5 per cent point of Student's t; within 2 per cent of the tables.

    Source: Abramowitz & Stegun 1964, formula 26.7.5; up to 3 degrees of freedom the table itself.
    """
    z = _normal.inv_cdf((1 + SURE) / 2)
    exact = {1: 12.706, 2: 4.303, 3: 3.182}
    return exact.get(
        freedom, z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
    )


def describe_students(marked, catalogue):
    """Return one row per student, sorted by name: name, answered, scored, right, weak, sound (answers),
    d_prime, low, high, reliable (bool).

    Leave the checks out of `marked`: they say nothing about one student. d_prime over all skills, with its 95
    per cent interval; `reliable` where at least LEAST_EACH weak and as many sound claims were decided.
    """
    given = marked[marked["mark"] != "blank"]
    groups = given.groupby("student", observed=True)
    table = pd.DataFrame(
        {
            "name": groups["name"].first().astype(object),
            "answered": groups.size(),
            "scored": groups["points"].count(),
            "right": groups["points"].sum(),
        }
    )
    counts = count_responses(marked, catalogue, ("student",)).reindex(table.index, fill_value=0)
    found = describe_detection(counts)
    weak, sound = counts[OUTCOMES[:2]].sum(axis="columns"), counts[OUTCOMES[2:]].sum(axis="columns")
    reach = found["d_error"] * _normal.inv_cdf((1 + SURE) / 2)
    table = table.assign(
        weak=weak,
        sound=sound,
        d_prime=found["d_prime"],
        low=found["d_prime"] - reach,
        high=found["d_prime"] + reach,
        reliable=(weak >= LEAST_EACH) & (sound >= LEAST_EACH),
    )
    return table.sort_values("name", key=lambda names: names.str.casefold(), kind="stable")
