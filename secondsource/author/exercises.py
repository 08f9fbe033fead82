"""What an author may change in an exercise: a new one of any kind, words to tap, rows, passages, a rubric.

Like the rest of `changes.py`: each change gives new texts of files, and writes nothing.
"""

import re

from ..content.kinds import with_defaults
from ..problems import fail
from . import yamledit as yaml
from .fields import require_label, require_same, require_word, set_answer
from .offers import OFFERS
from .textlines import clean_text
from .workspace import order_of

# the skill that a table asks for, by its list of choices
SKILLS = {"source-classes": "speaking", "verdicts": "figures", "outcomes": "whole"}
BEFORE = {"knowing": "## Who is missing?"}  # the heading of the page that an exercise stands above
LAST = "## What to carry away"
ROW = ("where", "text", "note")
SUM = ("question", "unit")


def new_exercise(workspace, change):
    """An exercise of one of the kinds, and its place on the page."""
    offer = OFFERS[change.get("kind", "figures")]
    new = offer.exercise
    items, page = workspace.read("items"), workspace.read("page")
    there = yaml.get_value(items, ["activities"], {})
    name = offer.name if offer.once else _free(there, offer.name)
    if name in there:
        fail("items.yaml", name, "this exercise is there already.", "")
    block = f"## {new['title']}\n\n```{{activity}} {workspace.slug}/{name}\n```\n\n"
    above = BEFORE.get(offer.name, LAST)
    place = page.find(above) if above in page else page.find(LAST)
    page = page[:place] + block + page[place:] if place >= 0 else f"{page.rstrip()}\n\n{block.rstrip()}\n"
    return {
        "items": yaml.set_value(items, ["activities", name], new),
        "page": page,
    }, f"exercise “{new['title']}”"


def _free(there, base):
    names = (base, *(f"{base}-{number}" for number in range(2, 99)))
    return next(name for name in names if name not in there)


def remove_exercise(workspace, change):
    """An exercise goes, with its answers and its block; labels stay with their units."""
    name, items, key = require_word(change["activity"]), workspace.read("items"), workspace.read("key")
    if yaml.get_value(items, ["activities", name]) is None:
        raise ValueError("no exercise")
    if yaml.get_value(key, ["answers", name]) is not None:
        key = yaml.set_value(key, ["answers", name], None)
    block = rf"(?:^## [^\n]*\n\n)?^```{{activity}} {workspace.slug}/{name}\n(?::[^\n]*\n)*```\n\n?"
    page = re.sub(block, "", workspace.read("page"), flags=re.MULTILINE)
    items = yaml.set_value(items, ["activities", name], None)
    return {"items": items, "key": key, "page": page}, "without an exercise"


def phrase(workspace, change):
    """Words to tap: a new phrase where none is named, and with `to` empty one that goes."""
    activity, to = require_word(change["activity"]), clean_text(change["to"])
    place = ["activities", activity, "phrases"]
    items, key = workspace.read("items"), workspace.read("key")
    there = yaml.get_value(items, place)
    if there is None:
        raise ValueError("no words to tap here")
    name = require_word(change["phrase"]) if change.get("phrase") else _next(there, "w")
    require_same(change, there.get(name, {}).get("quote", ""))
    if not to:
        return _gone(items, key, place, name)
    items = yaml.set_value(items, [*place, name], {"unit": require_label(change), "quote": to})
    return {"items": items}, f"words “{to[:30]}”"


def _next(there, letter):
    numbers = [int(one[1:]) for one in there if re.fullmatch(rf"{letter}\d+", one)]
    return f"{letter}{max(numbers, default=0) + 1}"


def drop(items, key, place, name):
    """Return (items, key) without one phrase or row, and without what was answered to it."""
    if yaml.get_value(items, [*place, name]) is None:
        raise ValueError("it is not there")
    items = yaml.set_value(items, [*place, name], None)
    for one in (name, f"{name}.number"):
        answer = ["answers", place[1], one]
        if yaml.get_value(key, answer) is not None:
            key = yaml.set_value(key, answer, None)
    return items, key


def _gone(items, key, place, name):
    items, key = drop(items, key, place, name)
    return {"items": items, "key": key}, "without words to tap" if "phrases" in place else "without a row"


def table(workspace, change):
    """The list of answers of a table, or the heading of a column."""
    activity, field, to = require_word(change["activity"]), change["field"], clean_text(change["to"])
    items, place = workspace.read("items"), ["activities", activity]
    if yaml.get_value(items, [*place, "rows"]) is None:
        raise ValueError("no table")
    if field == "choices":
        items = yaml.set_value(items, [*place, "skill"], SKILLS[to])
    elif field in ("text", "note", "answer"):
        place.append("heads")
    else:
        raise ValueError("no field")
    require_same(change, yaml.get_value(items, [*place, field], ""))
    return {"items": yaml.set_value(items, [*place, field], to)}, f"{field} of a table"


def row(workspace, change):
    """One row of a table: a new one where none is named, one field of it, or, with `gone`, none any more."""
    activity = require_word(change["activity"])
    place = ["activities", activity, "rows"]
    items, key = workspace.read("items"), workspace.read("key")
    there = yaml.get_value(items, place)
    if there is None:
        raise ValueError("no table")
    if not change.get("row"):
        name = _next(there, "r")
        new = {"where": "", "text": clean_text(change["to"]), "note": ""}
        return {"items": yaml.set_value(items, [*place, name], new)}, f"row “{new['text'][:40]}”"
    name = require_word(change["row"])
    if change.get("gone"):
        return _gone(items, key, place, name)
    return _row_field(items, key, [*place, name], change)


def _row_field(items, key, place, change):
    """Change one field; a sum has a question and a unit, and without a question it goes with its answer."""
    field, to, (_, activity, _, name) = change["field"], clean_text(change["to"]), place
    if yaml.get_value(items, place) is None or field not in (*ROW, *SUM):
        raise ValueError("no field")
    if field in ROW:
        require_same(change, yaml.get_value(items, [*place, field], ""))
        return {"items": yaml.set_value(items, [*place, field], to)}, f"{field} of a row"
    number = yaml.get_value(items, [*place, "number"], {})
    require_same(change, number.get(field, ""))
    number = {**dict.fromkeys(SUM, ""), **number, field: to}
    answer = ["answers", activity, f"{name}.number"]
    if not number["question"] and yaml.get_value(key, answer) is not None:
        key = yaml.set_value(key, answer, None)
    if number["question"] or yaml.get_value(items, [*place, "number"]) is not None:
        items = yaml.set_value(items, [*place, "number"], number if number["question"] else None)
    return {"items": items, "key": key}, f"{field} of a row"


def passage(workspace, change):
    """A unit that a text is to be written about, or no longer."""
    activity, unit = require_word(change["activity"]), require_label(change)
    items, place = workspace.read("items"), ["activities", activity, "passage"]
    there = with_defaults(yaml.get_value(items, place[:-1], {})).get("passage")
    if there is None:
        raise ValueError("nothing is written here")
    wanted = {*there, unit} if change["to"] else {*there} - {unit}
    listed = [one for one in order_of(workspace) if one in wanted]
    return {"items": yaml.set_value(items, place, listed)}, f"{unit} to be written again" if change[
        "to"
    ] else f"{unit} not to be written again"


def essay(workspace, change):
    """The model answer, or a line of the rubric by its number; an empty line goes, one more is added."""
    activity, field, to = require_word(change["activity"]), change["field"], clean_text(change["to"])
    key, place = workspace.read("key"), ["answers", activity, "text"]
    if field == "model":
        require_same(change, yaml.get_value(key, [*place, field], ""))
        now = to or None
    elif field == "rubric":
        lines, at = list(yaml.get_value(key, [*place, field], [])), int(change["line"])
        if not 0 <= at <= len(lines):
            raise ValueError("no line")
        require_same(change, lines[at] if at < len(lines) else "")
        lines[at : at + 1] = [to] if to else []
        now = lines or None
    else:
        raise ValueError("no field")
    if now is None and yaml.get_value(key, [*place, field]) is None:
        return {"key": key}, field
    return {"key": yaml.set_value(key, [*place, field], now)}, f"{field} of a text"


def answer(workspace, change):
    """The answer to an option, a phrase, a row or a sum, its reason, or what stands behind it."""
    activity, option, field = require_word(change["activity"]), change["option"], change["field"]
    require_word(option.removesuffix(".number"))
    if field not in ("answer", "why", "sound", "evidence", "tolerance"):
        raise ValueError("no field")
    return {
        "key": set_answer(workspace, ["answers", activity, option], change)
    }, f"{field} of an option, a row, or words"
