"""What pydantic finds wrong in a file, in the words of the person who wrote the file."""

import re
from difflib import get_close_matches

from ..problems import Problem
from .strict import field_names


def tell_faults(file, details, data):
    """Yield a Problem for each fault; one for all names that have come to stand in a wrong place together."""
    # where a name has nothing below it, what belongs there stands beside it
    empty = {
        tuple(find_place(one["loc"], data)[:-1])
        for one in details
        if one["type"] in _HOLDERS and not one["input"]
    }
    groups = {}
    for detail in _without_consequences(details):
        place = tuple(find_place(detail["loc"], data, detail["type"] == "missing"))
        together = detail["type"] == "extra_forbidden" or detail["type"] in _HOLDERS and detail["input"]
        groups.setdefault((place[:-1], detail["type"]) if together else (place, detail["msg"]), []).append(
            detail
        )
    for (place, kind), group in groups.items():
        if kind in ("extra_forbidden", *_HOLDERS) and any(place[: len(one)] == one for one in empty):
            continue
        if len(group) == 1:
            yield _problem(file, group[0], data)
        else:
            names = ", ".join(f"`{find_place(detail['loc'], data)[-1]}:`" for detail in group)
            fault = f"{names} have no place here."
            cure = "Is the name above them missing? Are they indented too little, or too far?"
            yield Problem(file, _spell(place), fault, cure)


def _spell(place):
    return ", ".join(part for part in place if part not in ("activities", "cards"))


def _problem(file, detail, data):
    kind, given = detail["type"], detail["input"]
    place = find_place(detail["loc"], data, kind == "missing")
    name = (place or ["?"])[-1]
    around = _spell(place[:-1])
    if kind in _HOLDERS and not given:
        cure = "Indent what belongs to it by two spaces more than its name, or remove it."
        return Problem(file, around, f"there is nothing below `{name}:`.", cure)
    if kind == "extra_forbidden":
        close = get_close_matches(name, field_names(), 1, 0.75)
        cure = f"Did you mean `{close[0]}:`?" if close else "Check its spelling, or remove the line."
        if name in close:
            cure = "It belongs elsewhere: remove the line, or move it."
        return Problem(file, around, f"the name “{name}” is not known here.", cure)
    if kind == "unknown_kind" and isinstance(given, dict):
        return Problem(
            file, ", ".join(place).removeprefix("activities, "), *_kind_fault(given, detail["msg"])
        )
    if kind == "missing":
        return Problem(file, around, f"“{name}” is missing.", f"Add a line `{name}: …`.")
    if kind in _WRONG:
        first = (re.findall(r"\w+", str(given)) or ["name"])[0]
        told = (words.format(name=name, given=given, first=first) for words in _WRONG[kind])
        return Problem(file, around, *told)
    if kind == "string_pattern_mismatch" and detail["ctx"]["pattern"] in _PATTERNS:
        told = _PATTERNS[detail["ctx"]["pattern"]]
        return Problem(file, around, *(words.format(name=name, given=given) for words in told))
    if kind == "literal_error":
        known = re.findall("'([^']*)'", detail["ctx"]["expected"])
        close = get_close_matches(str(given), known, 1)
        cure = f"Write `{name}: {close[0]}`." if close else f"Use one of: {', '.join(known)}."
        return Problem(file, around, f"`{name}:` cannot be “{given}”.", cure)
    message = detail["msg"].removeprefix("Value error, ")
    return Problem(
        file, _spell(place), message[0].lower() + message[1:] + ("" if message.endswith(".") else "."), ""
    )


def _kind_fault(given, names):
    """Return (fault, cure) of an activity without a known kind. names: says which there are."""
    if "kind" not in given:
        return "“kind” is missing.", f"Add a line `kind: …`. {names}"
    close = get_close_matches(str(given["kind"]), re.findall(r"\w+", names)[1:], 1)
    meant = f"Did you mean {close[0]}? " if close else ""
    return f"`kind:` cannot be “{given['kind']}”.", meant + names


_HOLDERS = ("model_type", "dict_type", "model_attributes_type")  # names should stand below these
# What pydantic finds: (fault, cure)
_WRONG = {
    "no_words": ("`{name}:` is empty.", "Write it out: a student reads it."),
    "dict_type": ("`{name}:` needs a name and a text for each.", "Write it as `{name}: {{{first}: …}}`."),
    "model_type": (
        "`{name}:` needs names and values below it.",
        "Compare it with the same file of another set.",
    ),
    "list_type": ("`{name}:` is a list.", "Write it in square brackets: `{name}: [{given}]`."),
    "string_type": ("`{name}:` should be a text, not a list.", "Write its words behind the colon."),
    "too_short": ("`{name}:` has too few entries.", "Add what it needs; exercises/README.md shows one."),
}
_PATTERNS = {
    r"^\d+$": ("“{given}” is no whole number.", "Write digits: `{name}: 5`."),
    r"^(\d+(\.\d+)?)?$": ("“{given}” is no number.", "Write digits, with a point: `{name}: 0.5`."),
    r"^[a-z][a-z0-9-]*$": (
        "“{given}” is no name.",
        "Names are small letters, digits and hyphens, a letter first: `my-name`.",
    ),
    r"^https://\S+$": ("“{given}” is no address.", "Begin it with https://."),
}


def _without_consequences(details):
    """Return the details without the names that are missing only because they are misspelt."""
    misspelt = {
        (*detail["loc"][:-1], close)
        for detail in details
        if detail["type"] == "extra_forbidden"
        for close in get_close_matches(str(detail["loc"][-1]), field_names(), 1, 0.75)
    }
    return [detail for detail in details if not (detail["type"] == "missing" and detail["loc"] in misspelt)]


def find_place(loc, data, is_missing=False):
    """Return the names that lead to a field of `data`, without those that pydantic puts between them.

    is_missing: the last name is not in `data`.
    """
    place = []
    for number, part in enumerate(loc):
        if isinstance(data, dict) and part in data or isinstance(data, list) and part in range(len(data)):
            data = data[part]
            place.append(str(part))
        elif number == len(loc) - 1 and is_missing:
            place.append(str(part))
    return place
