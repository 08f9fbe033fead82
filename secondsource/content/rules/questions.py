"""The rules of items.yaml."""

from difflib import SequenceMatcher, get_close_matches

from ...problems import Problem
from .cards import lost_cards


def check_questions(found):
    """Yield the Problems of the questions of a set."""
    for name, activity in (found.activities or {}).items():
        for place, fault, cure in _faults(found, activity):
            yield Problem(found.place("items.yaml"), f"{name}, {place}" if place else name, fault, cure)


def _faults(found, activity):
    """Yield (place, fault, cure) for what is wrong in one activity."""
    yield from (("", *fault) for fault in lost_cards(found, activity.evidence))
    items = activity.items()
    ids, meant = [item.id for item in items], set()
    for item in items:
        unit = found.units.get(item.unit)
        if item.unit and unit is None and not found.may_hold(item.unit) and item.unit not in found.told:
            close = get_close_matches(
                item.unit, [label for label in found.units if label not in ids], 1, 0.75
            )
            meant.update(close)
            yield (
                item.id,
                f"there is no unit [{item.unit}] in the texts.",
                f"Did you mean [{close[0]}]?"
                if close
                else "Correct the label; labels are in article.txt and brief.txt.",
            )
        elif unit and unit.text and item.quote:
            yield from ((item.id, *fault) for fault in _lost_quote(item, unit.text))
    for item in sorted({item for item in ids if ids.count(item) > 1}):
        yield "", f"“{item}” is asked twice.", "Remove one of the two."
    for item in activity.confidence:
        if item not in ids and item not in meant:
            yield "confidence", f"there is no item “{item}”.", "Name one of the items above."
    for place, fault, cure in activity.faults(found.units):
        if not ("there is no unit" in fault and found.unsure & {"article.txt", "brief.txt"}):
            yield place, fault, cure


def _lost_quote(item, text):
    times = text.count(item.quote)
    if times == 0:
        yield (
            f"“{item.quote}” is not in {item.unit}.",
            f"Closest words there: “{_closest(item.quote, text)}”.",
        )
    elif times > 1:
        yield (
            f"“{item.quote}” stands {times} times in {item.unit}.",
            "Quote a word more, so that it is found once.",
        )


def _closest(quote, text):
    words, length = text.split(), len(quote.split())
    runs = [" ".join(words[start : start + length]) for start in range(max(1, len(words) - length + 1))]
    return max(runs, key=lambda run: SequenceMatcher(None, run, quote).ratio())
