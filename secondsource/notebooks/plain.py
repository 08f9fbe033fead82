"""What a student gives, as plain Python: numbers, texts, lists, and dicts of numbers; and as it is kept."""

import math
import re
from datetime import date
from decimal import Decimal
from numbers import Real

from .charts_drawn import is_chart, read_chart

DAY = re.compile(r"\d{4}-\d\d-\d\d")
MISSING = ("NoneType", "NAType", "NaTType")
SEVERAL = (set, frozenset, tuple, range, type({}.keys()), type({}.values()), type({}.items()))


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
        return "; ".join(
            f"{name}: {number:g}" if isinstance(number, float) else f"{name}: {number}"
            for name, number in sorted(value.items(), key=str)
        )
    if isinstance(value, (set, list)):
        return "; ".join(sorted(map(str, value)))
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def simplify(value):
    """Return pandas and numpy values as plain Python: float, str, list of str, or dict of str to float;
    anything else as it is.
    """
    if is_chart(value):
        value = read_chart(value)
    if hasattr(value, "to_dict") and getattr(value, "ndim", 0) == 1 and holds_numbers(value):
        value = value.to_dict()
    elif dtype_kind(value) == "M":
        value = value.astype(str).tolist() if getattr(value, "ndim", 0) else str(value)
    elif hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (Real, Decimal)):
        return _float(value)
    if isinstance(value, dict) and all(isinstance(number, (Real, Decimal)) for number in value.values()):
        return {_name(name): _float(number) for name, number in value.items()}
    return list(value) if isinstance(value, SEVERAL) else value


def holds_numbers(series):
    if dtype_kind(series) == "O":
        return len(series) > 0 and all(is_number(one) for one in series)
    return dtype_kind(series) in tuple("iufb")


def dtype_kind(value):
    """Return numpy's letter for what is in `value`; "" where there is none, as for rows in groups."""
    return getattr(getattr(value, "dtype", None), "kind", "")


def is_number(value):
    return isinstance(value, (Real, Decimal)) and not isinstance(value, bool)


def is_missing(one):
    """Return whether something stands for a value that is not there: None, NaN, NaT or NA."""
    return type(one).__name__ in MISSING or (isinstance(one, float) and math.isnan(one))


def _name(name):
    """Return the name of a row as the key has it: 30 for 30.0, the day for a Timestamp."""
    if isinstance(name, tuple) and len(name) == 1:
        name = name[0]
    if isinstance(name, float) and name.is_integer():
        name = int(name)
    return str(name)[:10] if isinstance(name, date) else str(name).strip()


def _float(number):
    try:
        return float(number)
    except OverflowError:
        return math.inf


def read_as(value, wanted):
    """Return a student's value as plain Python of the kind of `wanted`; days as texts if it has days."""
    given = simplify(value)
    if isinstance(wanted, set) and isinstance(given, list):
        if wanted and all(DAY.fullmatch(name) for name in wanted):
            given = [str(one)[:10] if _is_day(one) else one for one in given]
        return {_alone(one) for one in given}
    return given


def _alone(name):
    """Return a name without blanks around it, and out of an index of one level."""
    name = name[0] if isinstance(name, tuple) and len(name) == 1 else name
    return name.strip() if isinstance(name, str) else name


def _is_day(one):
    return isinstance(one, date) or (isinstance(one, str) and bool(re.fullmatch(r"[\d-]{10}[ T][0:.]+", one)))
