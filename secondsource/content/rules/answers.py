"""The rules of key.yaml: all that is asked has an answer that can be given, and nothing else has one."""

import re
from difflib import get_close_matches

from ...problems import Problem
from ..keys import Essay, key_file
from ..labels import correct_choice
from .cards import all_answers, lost_cards


def check_key(found):
    """Yield the Problems of the answers of a set."""
    file = key_file(found.slug, found.root)
    if found.key is None:
        if "key.yaml" not in found.unsure:
            cure = "Write one (solutions/README.md shows it) and answer every item."
            yield Problem(file, "", "there is no key.", cure)
        return
    for place, fault, cure in _faults(found):
        yield Problem(file, place, fault, cure)


def is_answered(found):
    """Tell whether all that is asked has an answer, so that answers can be counted."""
    return (
        found.key is not None
        and not found.unsure & {"items.yaml", "key.yaml"}
        and all(item.id in activity.answers_in(name, found.key) for name, activity, item in found.items_of())
    )


def _faults(found):
    """Yield (place, fault, cure)."""
    for unit in found.key.units:
        if unit not in found.units and not found.may_hold(unit) and unit not in found.told:
            fault = "there is no such unit in the texts."
            yield f"units, {unit}", fault, "Correct the label, or remove the entry."
    for name in found.key.answers:
        known = found.activities is None or name in found.activities or found.has_lost("activities", name)
        if not known:
            fault = "there is no such activity in items.yaml."
            unanswered = [one for one in found.activities if one not in found.key.answers]
            close = get_close_matches(name, unanswered, 1, 0.75)
            found.told.update(close)
            cure = f"Is it “{close[0]}”?" if close else "Correct the name, or remove the entry."
            yield f"answers, {name}", fault, cure
    for name, activity in (found.activities or {}).items():
        if name not in found.told:
            yield from _check_answers(found, name, activity)
    for place, answer in all_answers(found.key):
        yield from ((place, *fault) for fault in lost_cards(found, answer.evidence))


def _check_answers(found, name, activity):
    items, answers = {item.id: item for item in activity.items()}, activity.answers_in(name, found.key)
    unasked = [item for item in answers if item not in items]
    worked = {step.unit for step in activity.steps()}
    for item in items.values():
        place = activity.answer_place(name, item.id)
        follows = item.unit and item.unit not in found.units or item.unit in worked
        if item.id in answers or follows or found.has_lost(*place.split(", ")):
            continue
        needed = "`rubric:` and `model:`" if item.form == "text" else "`answer:` and `why:`"
        cure = f"Add {needed}."
        if close := get_close_matches(item.id, unasked, 1, 0.75):
            unasked.remove(close[0])
            cure = f"Is it “{close[0]}”, which nothing asks for? Else add {needed}."
        yield place, f"“{name}” asks this, and there is no answer.", cure
    for item in unasked:
        fault = "there is an answer, but nothing asks for it."
        yield f"{name}, {item}", fault, "Correct the name, or remove the answer."
    for item, answer in answers.items():
        if item in items:
            yield from ((f"{name}, {item}", *fault) for fault in _wrong(items[item], answer))


def _wrong(item, answer):
    """Yield (fault, cure) for an answer that cannot be given."""
    if (item.form == "text") != isinstance(answer, Essay):
        yield "a free text needs `rubric:` and `model:`, everything else `answer:` and `why:`.", ""
    elif item.form == "number":
        if not re.fullmatch(r"-?\d+(\.\d+)?", answer.answer):
            yield f"“{answer.answer}” is not a number.", "Write digits, with a point: 5.5."
    elif item.form == "choice":
        for label in (answer.answer, *answer.also, *answer.why_not):
            if label not in item.choices:
                yield f"“{label}” is none of the choices.", correct_choice(item.choices, label)
