"""The rules of evidence.yaml: each second source is asked for, and rests on a reference of the book."""

from difflib import get_close_matches

from ...problems import Problem
from .texts import INVENTED

OFTEN = 3  # places that name a card that is not there; from so many on the fault is the card's


def check_cards(found, references):
    """Yield the Problems of the second sources of a set."""
    file = found.place("evidence.yaml")
    for name, card in found.cards.items():
        if references is not None and card.reference not in references and card.reference != INVENTED:
            fault = f"the reference “{card.reference}” is not in book/references.bib."
            yield Problem(file, name, fault, "Add the entry, or correct the name.")
    asked = dict.fromkeys(
        card for activity in (found.activities or {}).values() for card in activity.evidence
    )
    if asked and not found.has("evidence.yaml") and "evidence.yaml" not in found.unsure:
        fault = f"there is no such file, and items.yaml asks for {', '.join(asked)}."
        yield Problem(file, "", fault, "Add it (exercises/README.md shows one).")
        found.unsure.add("evidence.yaml")
    named = {card for card in asked if card in found.cards}
    for card, times in _often_lost(found):
        close = get_close_matches(card, set(found.cards) - named, 1)
        cure = (
            f"Is it the one that is called “{close[0]}”?" if close else "Add it, or correct its name there."
        )
        yield Problem(file, card, f"there is no such card, and {times} places name it.", cure)
        found.told.add(card)


def _often_lost(found):
    """Yield (card, times) for cards that are not there and so often named that the card is to blame."""
    named = [card for activity in (found.activities or {}).values() for card in activity.evidence]
    if found.key is not None:
        named += [card for _, answer in all_answers(found.key) for card in answer.evidence]
    for card in dict.fromkeys(named):
        if card not in found.cards and named.count(card) >= OFTEN and "evidence.yaml" not in found.unsure:
            yield card, named.count(card)


def all_answers(key):
    """Yield (place, answer) for everything in a key."""
    for unit, skills in key.units.items():
        yield from ((f"units, {unit}, {skill}", answer) for skill, answer in skills if answer)
    for name, items in key.answers.items():
        yield from ((f"{name}, {item}", answer) for item, answer in items.items())


def lost_cards(found, named):
    """Yield (fault, cure) for each card that is named and not there."""
    for card in named if "evidence.yaml" not in found.unsure else ():
        if card not in found.cards and card not in found.told:
            close = get_close_matches(card, found.cards, 1)
            cure = f"Did you mean “{close[0]}”?" if close else "Add it to evidence.yaml, or correct the name."
            yield f"there is no evidence card “{card}”.", cure
