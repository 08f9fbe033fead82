"""What kind of thing a student gave in place of the kind that is wanted, and the one thing to change."""

import math
from datetime import date, timedelta

from .plain import DAY, dtype_kind, is_missing, is_number, read_as, simplify

KINDS = {
    float: (float, "one number"),
    str: (str, "one text"),
    set: (list, "several texts, as a list or a Series"),
    dict: (dict, "one number for each name, as a Series or a dict"),
}
NOTHING = (
    "This is nothing (None). A line that prints, or that changes something in its place, gives nothing back: "
    "give what you worked out a name before it."
)
GROUPS = "These are the rows in groups; nothing is worked out yet. Add .mean(), .sum() or .size()."
MASK = "These are True and False; wanted {}. {}.mean() is their share, and .sum() counts them."
EMPTY = (
    "It is empty: no row fits what you ask for. Compare the words in your code with those in the table, "
    "letter by letter."
)
NAN = "One of the values is NaN: something is missing in the rows you used. Drop them, or fill them in."
NAN_NAME = "One of the names is NaN: name what is missing with .fillna(…) before you count."
CAPITALS = "Right but for capitals or blanks: write {}."
WRITTEN_DAY = "Days are wanted: write each as 2021-07-01, or give Timestamps."
LEVELS = (
    "Its index has {} levels; wanted is one name for each number. Choose with .xs(…), or leave a level out "
    "with .droplevel(…)."
)
LAZY = ("generator", "map", "filter", "zip", "list_iterator", "dict_keyiterator")
WORDS = {"str": "texts", "Timestamp": "days", "Timedelta": "lengths of time", "bool": "True or False"}


def describe_shape(value, wanted):
    """Return what kind of thing was given in place of the kind that is wanted, and how to make the one of
    the other; "" where the kind is right. It is no wrong answer yet.
    """
    if unfinished := _describe_unfinished(value, wanted):
        return unfinished
    given, (kind, name) = simplify(value), KINDS[type(wanted)]
    if isinstance(wanted, (float, str)) and is_missing(given):
        return "The value is NaN, not a number: something is missing in the rows you used."
    if _is_of(kind, value, given, wanted):
        return _describe_names(value, given, wanted)
    if _lacks(value, given, wanted):
        return NAN
    size = f" of {_measure(value)}" if hasattr(value, "__len__") and not isinstance(value, str) else ""
    return f"This is {_call(value)}{size}; wanted is {name}. {_cure(value, given, wanted)}".rstrip()


def describe_emptiness(value, wanted):
    """Return what to look at where nothing is left of the table; "" where something is, or nothing should
    be.
    """
    given = read_as(value, wanted)
    return EMPTY if wanted and isinstance(given, (set, dict, list)) and not given else ""


def _describe_unfinished(value, wanted):
    """Return what to add to a line that stops a step too early; "" where it goes to its end."""
    if value is None:
        return NOTHING
    if hasattr(value, "ngroups"):
        return GROUPS
    if callable(value) and hasattr(value, "__name__"):
        return f"The parentheses are missing: write () behind {value.__name__}."
    is_mask = dtype_kind(value) == "b" and getattr(value, "ndim", 0) == 1
    if is_mask and isinstance(wanted, dict):
        return MASK.format("are numbers", "By group, ")
    return MASK.format("is one number", "Of all, ") if is_mask and isinstance(wanted, float) else ""


def _is_of(kind, value, given, wanted):
    if not isinstance(given, kind):
        return False
    if isinstance(wanted, set):
        return all(getattr(one, "__hash__", None) for one in given) and _is_plain(
            list(read_as(value, wanted))
        )
    return _is_plain(given)


def _is_plain(given):
    """Return whether a list holds nothing but texts, a dict nothing but numbers."""
    if isinstance(given, dict):
        return all(isinstance(number, float) and not math.isnan(number) for number in given.values())
    return not isinstance(given, list) or all(isinstance(name, str) for name in given)


def _lacks(value, given, wanted):
    """Return whether it would be of the right kind, if nothing were missing in it."""
    if isinstance(wanted, (float, str)) or not isinstance(given, (list, dict)):
        return False
    parts = list(given.values()) if isinstance(given, dict) else given
    there = [one for one in parts if not is_missing(one)]
    if len(there) == len(parts):
        return False
    if isinstance(wanted, dict):
        has_names = isinstance(given, dict) or hasattr(value, "index")
        return has_names and dtype_kind(value) not in ("M", "m") and all(map(is_number, there))
    return all(isinstance(one, (str, date)) for one in there)


def _call(value):
    if isinstance(value, bool) or type(value).__name__ in ("bool", "bool_"):
        return "True or False"
    if is_number(value):
        return "one number"
    called = {"str": "text", "Timestamp": "day", "date": "day", "datetime": "day", "ndarray": "array"}
    called = called.get(type(value).__name__, type(value).__name__)
    return f"{'an' if called[0] in 'AEIOaeio' else 'a'} {called}"


def _measure(value):
    """Return how much there is in `value`, and of what."""
    if getattr(value, "ndim", 1) == 2 and hasattr(value, "columns"):
        rows, columns = value.shape
        return f"{_count(rows, 'row')} and {_count(columns, 'column')}"
    if not getattr(value, "ndim", 1):
        return "one value"
    given = simplify(value)
    parts = list(given.values()) if isinstance(given, dict) else given
    if dtype_kind(value) == "M":
        kinds = ["days"]
    else:
        kinds = sorted({_call_part(part) for part in parts}) if isinstance(parts, list) else []
    return _count(len(value), "value") + (f" ({', '.join(kinds)})" if kinds else "")


def _call_part(part):
    if is_missing(part):
        return "missing"
    return "numbers" if is_number(part) else WORDS.get(type(part).__name__, type(part).__name__)


def _count(number, noun):
    return f"{number} {noun}{'s' * (number != 1)}"


def _describe_names(value, given, wanted):
    """Return what to do with True and False, places, levels or other capitals in the place of names."""
    if isinstance(wanted, (set, str)):
        given = read_as(value, wanted)
        are_days = isinstance(wanted, set) and wanted and all(map(DAY.fullmatch, wanted))
        if are_days and given and not any(map(DAY.match, given)):
            return WRITTEN_DAY
        return _describe_capitals(given, wanted)
    if not isinstance(wanted, dict) or not given:
        return ""
    if "nan" in given.keys() - wanted.keys():
        return NAN_NAME
    if capitals := _describe_capitals(set(given), set(wanted)):
        return capitals
    if given.keys() & wanted.keys():
        return ""
    if list(given) == [str(place) for place in range(len(given))]:
        return "The numbers have no names, only their places: pd.Series(numbers, index=names) gives them."
    if given.keys() <= {"True", "False"}:
        return (
            f"The index is True and False; wanted are the names {', '.join(wanted)}. "
            "Give them with .rename({True: …, False: …})."
        )
    levels = getattr(getattr(value, "index", None), "nlevels", 1)
    return LEVELS.format(levels) if levels > 1 else ""


def _describe_capitals(given, wanted):
    """Return how names are written that are right but for capitals and blanks."""
    given, wanted = ({one.strip()} if isinstance(one, str) else one for one in (given, wanted))
    if given == wanted or {_fold(one) for one in given} != {_fold(one) for one in wanted}:
        return ""
    return CAPITALS.format(", ".join(sorted(wanted - given)))


def _fold(name):
    return " ".join(name.replace("_", " ").split()).casefold()


def _cure(value, given, wanted):
    """Return the one thing to change; "" where it cannot be told."""
    if getattr(value, "ndim", 0) == 2 and hasattr(value, "columns"):
        return _cure_frame(value, wanted)
    if type(value).__name__ in LAZY:
        return "Put list(…) around it."
    if _is_span(value) or (isinstance(given, list) and given and all(map(_is_span, given))):
        return f"Ask the length of time for its {'.dt' * hasattr(value, 'dt')}.days."
    if isinstance(wanted, (float, str)):
        return _cure_one(value, given, wanted)
    return _cure_names(value, given) if isinstance(wanted, set) else _cure_table(value, given)


def _is_span(value):
    return isinstance(value, timedelta) or dtype_kind(value) == "m"


def _cure_one(value, given, wanted):
    if isinstance(given, (list, dict)) and len(given) == 1:
        return f"Take the one value out of it: add {'.iloc[0]' if hasattr(value, 'iloc') else '[0]'}."
    if isinstance(given, str) and isinstance(wanted, float):
        signs = ", the sign and the comma" if set(given) & set("%,") else ""
        return f"Take the quotation marks{signs} away."
    return ""


def _cure_frame(frame, wanted):
    if frame.shape == (1, 1) and isinstance(wanted, (float, str)):
        return "Take its one value: add .iloc[0, 0]."
    if frame.shape[0] == 1 and isinstance(wanted, dict):
        return "Take its one row: add .iloc[0]."
    if frame.shape[1] == 1:
        return f"It has one column; take that: add [{frame.columns[0]!r}]."
    if frame.shape[1] == 2 and isinstance(wanted, dict) and frame.columns.is_unique:
        kinds = [dtype_kind(frame[name]) in tuple("iuf") for name in frame.columns]
        if kinds == [False, True]:
            first, second = frame.columns
            return f"Make the names its index, and take the numbers: add .set_index({first!r})[{second!r}]."
    return "Take the one column that is asked for, or the index."


def _cure_table(value, given):
    """Return how to come to one number for each name."""
    if dtype_kind(value) == "M":
        return "Take one day from another, and ask that for its .dt.days."
    parts = list(given.values()) if isinstance(given, dict) else given
    if not isinstance(parts, list) or not parts:
        return ""
    if isinstance(given, list) and all(is_number(one) for one in parts):
        return "The numbers have no names: pd.Series(numbers, index=names) gives them."
    if isinstance(given, list) and all(isinstance(one, (list, tuple)) and len(one) == 2 for one in parts):
        return "Make a dict of the pairs: dict(…)."
    texts = [one for one in parts if not is_missing(one)]
    if all(isinstance(one, str) for one in texts):
        return _cure_texts(value, texts)
    if isinstance(given, dict) and all(hasattr(one, "__len__") for one in parts):
        return "Take the one number out of each."
    return ""


def _cure_texts(value, texts):
    if all(DAY.match(one) for one in texts):
        return "These are days as texts: pd.to_datetime makes days of them."
    if all(map(_is_written_number, texts)):
        signs = any(set(one) & set("%,") for one in texts)
        if signs:
            return "Give the numbers as they are, without signs and commas."
        return "The numbers are texts: " + (
            "add .astype(float)." if hasattr(value, "astype") else "take the quotation marks away."
        )
    return "To count how often each stands there, add .value_counts()." if hasattr(value, "index") else ""


def _is_written_number(text):
    try:
        float(text.replace("%", "").replace(",", ""))
    except ValueError:
        return False
    return True


def _cure_names(value, given):
    if isinstance(given, dict) and len(set(given.values())) == 2 and dtype_kind(value) == "b":
        return _cure_mask(value)
    if isinstance(given, dict):
        where = "index: add .index" if hasattr(value, "index") else "keys: list(…) has them"
        return f"The names are its {where}."
    if isinstance(given, str):
        is_one = DAY.match(given) or not set(given) & set(",;")
        return (
            "Put all into a list: […, …]."
            if is_one and not isinstance(value, str)
            else ("Put each name into quotation marks of its own, and all into a list.")
        )
    if isinstance(value, date):
        return "Put all into a list: […, …]."
    if not isinstance(given, list) or not given:
        return ""
    if all(isinstance(one, bool) for one in given):
        return "A column of True and False picks rows: put it into square brackets behind the names."
    if all(is_number(one) for one in given):
        return "These are numbers or places. Take the column in which the names stand."
    if all(isinstance(one, (list, tuple)) and len(one) == 1 for one in given):
        return "Each name is in brackets of its own; take the one column that has the names."
    return "Take one pair of brackets away." if [type(one) for one in given] == [list] else ""


def _cure_mask(value):
    """Return what to do with a condition. Where all are True, or all False, rows were picked by one
    already.
    """
    named = all(isinstance(one, str) for one in value.index) if hasattr(value, "index") else False
    then = "add .index" if named else "take the column that has the names"
    return f"A column of True and False picks rows: put it into square brackets behind them, and {then}."
