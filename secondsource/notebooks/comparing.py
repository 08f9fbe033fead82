"""Compare what a student computed with what is right, and say in words what is off."""

import math

from .plain import holds_numbers, read_as
from .shapes import describe_shape

WHOLE = 0.55  # a half for rounding to whole per cents, and what the key's own rounding takes away
SCALES = {10: "ten times", 100: "a hundred times", 1000: "a thousand times"}


def same(given, wanted, tolerance):
    """Return whether two values of one kind agree; numbers may differ by `tolerance`."""
    if isinstance(wanted, dict):
        return given.keys() == wanted.keys() and all(
            same(given[name], wanted[name], tolerance) for name in wanted
        )
    if isinstance(wanted, set):
        return set(given) == wanted
    return abs(given - wanted) <= tolerance + 1e-9 if isinstance(wanted, float) else given.strip() == wanted


def describe_fault(value, wanted, tolerance, common=(), unit=""):
    """Return what is off in one or two sentences, without the answer; "" where the value is right.

    wanted: float, str, set of str, or dict of str to float. common: (wrong value, what to say) pairs, tried
        first. unit: of per cents, whole ones are right as well.
    """
    if twice := _find_twice(value):
        return f"One name stands twice: {', '.join(twice[:3])}. Wanted is one number for each name."
    if shape := describe_shape(value, wanted):
        return shape
    given = read_as(value, wanted)
    if same(given, wanted, tolerance):
        return ""
    for wrong, says in common:
        if same(given, wrong, tolerance):
            return says
    if unit.startswith("per cent") and _are_whole(given) and same(given, wanted, WHOLE):
        return ""
    if isinstance(wanted, float):
        return _describe_number(given, wanted, tolerance)
    if isinstance(wanted, set):
        return _describe_names(given, wanted)
    if isinstance(wanted, dict):
        return _describe_counts(given, wanted, unit) or _describe_table(given, wanted, tolerance)
    return "That is another name."


def _find_twice(value):
    """Return the names that stand twice in a Series or a dict: as a table of names only one of them would be
    seen.
    """
    is_series = hasattr(value, "index") and getattr(value, "ndim", 0) == 1 and holds_numbers(value)
    names = list(map(str, value.index if is_series else value if isinstance(value, dict) else ()))
    return sorted({name for name in names if names.count(name) > 1})


def _are_whole(given):
    numbers = given.values() if isinstance(given, dict) else [given]
    return all(isinstance(number, float) and number.is_integer() for number in numbers)


def _common_factor(given, wanted, tolerance):
    """Return by which factor all numbers are off, though the key is rounded; None where there is none."""
    largest = max(wanted, key=lambda name: abs(wanted[name]))
    if not wanted[largest]:
        return None
    found = given[largest] / wanted[largest]
    for ratio in (100.0, 0.01, found):
        if math.isclose(ratio, 1, rel_tol=1e-3) or not math.isfinite(ratio):
            continue
        if all(abs(given[name] - ratio * wanted[name]) <= abs(ratio) * tolerance + 1e-9 for name in wanted):
            return ratio
    return None


def _describe_number(given, wanted, tolerance):
    def near(number, scale=1):
        return math.isclose(given, number, rel_tol=1e-6) or abs(given - number) <= tolerance * scale

    for factor, words in SCALES.items():
        per_cent = " Is it a share or per cent?" if factor == 100 else ""
        if near(wanted * factor, factor):
            return f"It is {words} too large.{per_cent}"
        if near(wanted / factor, 1 / factor):
            return f"It is {words} too small.{per_cent}"
    if wanted and given and near(1 / wanted):
        return "It is upside down: what is divided by what?"
    if near(-wanted):
        return "The sign is the wrong way round: which is taken from which?"
    if 0 < wanted < 1 and near(1 - wanted):
        return "That is the share of the others: you counted those that you meant to leave out."
    if wanted and abs(given - wanted) <= 0.02 * abs(wanted):
        return "Very close: rounded too early, or one too many or too few?"
    return f"It is too {'large' if given > wanted else 'small'}."


def _describe_names(given, wanted):
    if wanted and given and not given & wanted:
        return "None of these is among the names asked for. Is it the column, or the index, that has them?"
    extra, missing = len(given - wanted), len(wanted - given)
    parts = [f"{extra} {'does' if extra == 1 else 'do'} not belong"] * bool(extra) + [
        f"{missing} {'is' if missing == 1 else 'are'} missing"
    ] * bool(missing)
    return f"{len(given & wanted)} of {len(wanted)} are right; {' and '.join(parts)}."


def _describe_counts(given, wanted, unit):
    """Return that these are shares, where counts are wanted: they add up to one, or to a hundred."""
    whole = sum(given.values())
    if (
        unit.startswith("per cent")
        or given.keys() != wanted.keys()
        or math.isclose(whole, sum(wanted.values()))
    ):
        return ""
    kind = {1: "shares of one", 100: "per cent"}.get(round(whole, 6))
    return (
        f"These are {kind}: they add up to {whole:.0f}. Wanted are counts."
        if kind and _are_whole(wanted)
        else ""
    )


def _describe_table(given, wanted, tolerance):
    if len(given) != len(wanted):
        return f"It has {len(given)} row{'s' * (len(given) != 1)}; wanted are {len(wanted)}."
    if given.keys() != wanted.keys():
        odd = sorted(given.keys() - wanted.keys())
        return f"The names differ: {', '.join(odd[:3])} {'is' if len(odd) == 1 else 'are'} not asked for."
    if ratio := _common_factor(given, wanted, tolerance):
        if ratio in (100, 0.01):
            size = "large" if ratio > 1 else "small"
            return f"All numbers are a hundred times too {size}. Is it a share or per cent?"
        return f"All numbers are off by the same factor, {ratio:.4g}: out of what did you take the share?"
    wrong = sum(not same(given[name], wanted[name], tolerance) for name in wanted)
    return f"{len(wanted) - wrong} of {len(wanted)} numbers are right."
