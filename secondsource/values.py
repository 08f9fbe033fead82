"""Compare what a student computed with what is right, and say in words what is off."""

import math
from numbers import Real

SCALES = {10: "ten times", 100: "a hundred times", 1000: "a thousand times"}


def read_names(text):
    """Return the set of names in "a; b; c"."""
    return {name.strip() for name in text.split(";") if name.strip()}


def read_table(text):
    """Return {name: float} of "a: 1; b: 2.5". Raises ValueError."""
    pairs = [part.rpartition(":") for part in text.split(";") if part.strip()]
    return {name.strip(): float(number) for name, _, number in pairs}


def spoken(value):
    """Return a value as the text that is kept in the answer file."""
    value = simplify(value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {number:g}" if isinstance(number, float) else f"{name}: {number}" for name, number in sorted(value.items(), key=str))
    if isinstance(value, (set, list)):
        return "; ".join(sorted(map(str, value)))
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def simplify(value):
    """Return pandas and numpy values as plain Python: float, str, list of str, or dict of str to float; anything else as it is."""
    if hasattr(value, "to_dict") and getattr(value, "ndim", 0) == 1 and value.dtype.kind in "iufb":
        value = value.to_dict()
    elif hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, Real):
        return _float(value)
    if isinstance(value, dict) and all(isinstance(number, Real) for number in value.values()):
        return {str(name): _float(number) for name, number in value.items()}
    return list(value) if isinstance(value, (set, frozenset, tuple)) else value


def _float(number):
    try:
        return float(number)
    except OverflowError:
        return math.inf


def same(given, wanted, tolerance):
    """Return whether two values of one kind agree; numbers may differ by `tolerance`."""
    if isinstance(wanted, dict):
        return given.keys() == wanted.keys() and all(same(given[name], wanted[name], tolerance) for name in wanted)
    if isinstance(wanted, set):
        return set(given) == wanted
    return abs(given - wanted) <= tolerance + 1e-9 if isinstance(wanted, float) else given.strip() == wanted


def describe_fault(value, wanted, tolerance, common=()):
    """Return what is off in one or two sentences, without the answer; "" where the value is right.

    wanted: float, str, set of str, or dict of str to float. common: (wrong value, what to say) pairs, tried first.
    """
    given = simplify(value)
    if shape := _describe_shape(value, given, wanted):
        return shape
    if same(given, wanted, tolerance):
        return ""
    for wrong, says in common:
        if same(given, wrong, tolerance):
            return says
    if isinstance(wanted, float):
        return _describe_number(given, wanted, tolerance)
    if isinstance(wanted, set):
        return _describe_names(set(given), wanted)
    return _describe_table(given, wanted, tolerance) if isinstance(wanted, dict) else "That is another name."


def _describe_shape(value, given, wanted):
    kinds = {float: (float, "one number"), str: (str, "one text"), set: (list, "several texts, as a list or a Series"),
             dict: (dict, "one number for each name, as a Series or a dict")}
    kind, name = kinds[type(wanted)]
    if isinstance(given, float) and math.isnan(given):
        return "The value is NaN, not a number: something is missing in the rows you used."
    if isinstance(given, kind) and _is_plain(given):
        return ""
    if isinstance(given, (list, dict)) and any(part != part for part in (given.values() if isinstance(given, dict) else given) if isinstance(part, float)):
        return "One of the values is NaN: something is missing in the rows you used. Drop them, or fill them in."
    called = type(value).__name__
    size = f" of {len(value)} values" if hasattr(value, "__len__") and not isinstance(value, str) else ""
    if isinstance(given, list) and given:
        size += f" ({', '.join(sorted({type(part).__name__ for part in given}))})"
    quotes = " Take the quotation marks away." if isinstance(given, str) and isinstance(wanted, float) else ""
    return f"This is a {called}{size}; wanted is {name}.{quotes}"


def _is_plain(given):
    """Return whether a list holds nothing but texts, a dict nothing but numbers."""
    if isinstance(given, dict):
        return all(isinstance(number, float) and not math.isnan(number) for number in given.values())
    return not isinstance(given, list) or all(isinstance(name, str) for name in given)


def _describe_number(given, wanted, tolerance):
    near = lambda number: math.isclose(given, number, rel_tol=1e-6) or abs(given - number) <= tolerance  # noqa: E731
    for factor, words in SCALES.items():
        per_cent = " Is it a share or per cent?" if factor == 100 else ""
        if near(wanted * factor):
            return f"It is {words} too large.{per_cent}"
        if near(wanted / factor):
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
    extra, missing = len(given - wanted), len(wanted - given)
    parts = [f"{extra} {'does' if extra == 1 else 'do'} not belong"] * bool(extra) + [f"{missing} {'is' if missing == 1 else 'are'} missing"] * bool(missing)
    return f"{len(given & wanted)} of {len(wanted)} are right; {' and '.join(parts)}."


def _describe_table(given, wanted, tolerance):
    if len(given) != len(wanted):
        return f"It has {len(given)} rows; wanted are {len(wanted)}."
    if given.keys() != wanted.keys():
        return f"The names differ: {', '.join(sorted(given.keys() - wanted.keys())[:3])} {'is' if len(given.keys() - wanted.keys()) == 1 else 'are'} not asked for."
    ratios = {round(given[name] / wanted[name], 6) for name in wanted if wanted[name]}
    if len(ratios) == 1 and (ratio := ratios.pop()) != 1:
        return f"All numbers are off by the same factor, {ratio:g}: out of what did you take the share?"
    wrong = sum(not same(given[name], wanted[name], tolerance) for name in wanted)
    return f"{len(wanted) - wrong} of {len(wanted)} numbers are right."
