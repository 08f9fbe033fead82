"""Items and agreement: how hard an item was, whether it separates, where a class split, and whether the
sure ones were right.
"""

import warnings

import numpy as np
import pandas as pd

SCORED = [
    "right",
    "also",
    "wrong",
    "unreadable",
]  # marks of answers that count; a blank says nothing about how hard an item is
FEWEST = 10  # students; a correlation over fewer is mostly noise
# items of the same set a student must have answered besides, so that “how they did otherwise” means something
OTHERS = 5


def describe_items(marked, catalogue):
    """Return one row per scored item that anybody answered: answered (students), difficulty (share right, 0
    to 1), discrimination.

    discrimination: correlation of right/wrong here with the share right of the same student's other answers
        in the same set (corrected item-total point-biserial); NaN under FEWEST students, or where all did
        equally.
    """
    scored = marked[marked["mark"].isin(SCORED) & marked["points"].notna()]
    table = pd.DataFrame(
        {
            "item": scored["item"].astype("category"),
            "student": scored["student"].astype("category"),
            "points": scored["points"].astype(float),
        }
    )
    sets = catalogue["set"].reindex(table["item"].cat.categories).astype("category")
    table["set"] = sets.array.take(table["item"].cat.codes)
    totals = table.groupby(["student", "set"], observed=True)["points"]
    others = totals.transform("size") - 1
    table["rest"] = ((totals.transform("sum") - table["points"]) / others.clip(lower=1)).where(
        others >= OTHERS
    )
    by_item = table.groupby("item", observed=True)
    found = pd.DataFrame(
        {
            "answered": by_item["points"].size(),
            "difficulty": by_item["points"].mean(),
            "discrimination": _correlate(table),
        }
    )
    return found.reindex(catalogue.index.intersection(found.index))


def _correlate(table):
    """Return Pearson's r of points and rest, item by item."""
    both = table.dropna(subset=["rest"])
    pairs = both.assign(xx=both["points"] ** 2, yy=both["rest"] ** 2, xy=both["points"] * both["rest"])
    sums = pairs.groupby("item", observed=True)[["points", "rest", "xx", "yy", "xy"]].agg("mean")
    count = pairs.groupby("item", observed=True).size()
    spread = (sums["xx"] - sums["points"] ** 2).clip(lower=0) * (sums["yy"] - sums["rest"] ** 2).clip(lower=0)
    usable = (spread > 1e-12) & (count >= FEWEST)
    return (sums["xy"] - sums["points"] * sums["rest"]) / np.sqrt(spread.where(usable))


def calibrate(marked):
    """Return one row for each confidence somebody gave (50 to 100 per cent): answers, students, right
    (share), low, high (95 per cent interval).

    Only answers that were marked right or wrong. The interval is Wilson's; it treats answers as independent,
    so it is a little too narrow.
    """
    sure = marked[marked["confidence"].notna() & marked["mark"].isin(SCORED) & marked["points"].notna()]
    groups = sure.groupby((sure["confidence"] / 10).round().astype(int) * 10)
    found = pd.DataFrame(
        {
            "answers": groups["points"].size(),
            "students": groups["student"].nunique(),
            "right": groups["points"].mean(),
        }
    )
    low, high = wilson(found["right"] * found["answers"], found["answers"])
    return found.assign(low=low, high=high).rename_axis("confidence")


def measure_overconfidence(marked):
    """Return mean confidence minus share right, both in per cent, over the answers that calibrate()
    counts; None where there are none.
    """
    sure = marked[marked["confidence"].notna() & marked["mark"].isin(SCORED) & marked["points"].notna()]
    return float(sure["confidence"].mean() - 100 * sure["points"].mean()) if len(sure) else None


def wilson(successes, trials, z=1.96):
    """Return (low, high), the ends of Wilson's 95 per cent interval for shares, each in [0, 1] but for
    rounding.

    successes, trials: numbers, arrays or Series of one shape, whole numbers; low and high have that shape.
        NaN where an array holds no trials. z: standard deviations to each side; 1.96 is 95 per cent.
    Source: Wilson 1927, J. Am. Stat. Assoc. 22, 209-212.
    """
    share, square = successes / trials, z * z / trials
    middle, half = share + square / 2, z * np.sqrt(share * (1 - share) / trials + square / (4 * trials))
    return (middle - half) / (1 + square), (middle + half) / (1 + square)


def share_answers(marked, catalogue):
    """Return one row for each (item, response) given to an item with choices: answers, share (of all answers
    to the item), right (bool).

    Sorted by item in the order of the catalogue, most frequent first.
    """
    given = _given(marked, catalogue)
    counts = (
        given.groupby(["item", "response"], observed=True)
        .agg(answers=("right", "size"), right=("right", "first"))
        .reset_index()
    )
    counts["share"] = counts["answers"] / counts.groupby("item", observed=True)["answers"].transform("sum")
    counts["place"] = catalogue.index.get_indexer(counts["item"].astype(str))
    return (
        counts.sort_values(["place", "answers"], ascending=[True, False], kind="stable")
        .drop(columns="place")
        .reset_index(drop=True)
    )


def measure_agreement(marked, catalogue):
    """Return one row for each exercise with choices: set, activity, title, items, students, alpha (NaN where
    it is not defined), one_answer.

    alpha: Krippendorff's alpha, nominal, students as coders, a blank as missing; only items two or more
        answered. Right or wrong plays no part.
    one_answer: all gave one and the same answer throughout, so alpha is not defined.
    Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability; computed by the `krippendorff`
    package.
    """
    given = _given(marked, catalogue)
    names = catalogue["set"] + "/" + catalogue["activity"]
    given["exercise"] = (
        names.reindex(given["item"].cat.categories).astype("category").array.take(given["item"].cat.codes)
    )
    rows = [_agreement_row(table, catalogue) for _, table in given.groupby("exercise", observed=True)]
    found = pd.DataFrame(
        [row for row in rows if row],
        columns=["set", "activity", "title", "items", "students", "alpha", "one_answer"],
    )
    order = {name: place for place, name in enumerate(names.unique())}
    return found.sort_values(
        by="activity", key=lambda _: (found["set"] + "/" + found["activity"]).map(order)
    ).reset_index(drop=True)


def _agreement_row(table, catalogue):
    import krippendorff

    counts = table.groupby(["item", "response"], observed=True).size().unstack(fill_value=0)
    counts = counts[counts.sum(axis="columns") >= 2]
    if not len(counts):
        return None
    counts = counts.loc[:, counts.sum() > 0]
    one_answer = counts.shape[1] < 2
    with warnings.catch_warnings():
        # 0/0 where nothing varies; the result is then NaN, which is what we say
        warnings.simplefilter("ignore", RuntimeWarning)
        alpha = (
            np.nan
            if one_answer
            else float(krippendorff.alpha(value_counts=counts.to_numpy(), level_of_measurement="nominal"))
        )
    first = catalogue.loc[counts.index[0]]
    return (
        first["set"],
        first["activity"],
        first["title"],
        len(counts),
        table["student"].nunique(),
        alpha,
        one_answer,
    )


def _given(marked, catalogue):
    """Return the answers that choose something: student, item, response (categoricals, stripped), right
    (by key or also accepted).
    """
    items = marked["item"].astype("category")
    choosing = catalogue["choices"].map(bool)
    asked = choosing.reindex(items.cat.categories).eq(True).to_numpy()[items.cat.codes]
    table = pd.DataFrame(
        {
            "student": marked["student"].astype("category"),
            "item": items,
            "response": marked["response"].astype("category"),
            "right": marked["mark"].isin(["right", "also"]),
        }
    )
    chosen = (
        asked
        & (marked["mark"] != "blank").to_numpy()
        & table["response"].notna().to_numpy()
        & items.notna().to_numpy()
    )
    return table[chosen].assign(
        item=lambda kept: kept["item"].cat.remove_unused_categories(),
        response=lambda kept: kept["response"].cat.remove_unused_categories(),
    )
