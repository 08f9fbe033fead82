"""The exercises that an author can add with a button, each without what only the author can give."""

from typing import NamedTuple


class Offer(NamedTuple):
    """button: what its button says. name: its short name, numbered where there is one already; with `once`
    there is only one.
    """

    button: str
    name: str
    exercise: dict
    once: bool = False


OFFERS = {
    "figures": Offer(
        "An exercise on figures",
        "knowing",
        {
            "kind": "mark",
            "skill": "figures",
            "title": "How do they know?",
            "minutes": "5",
            "prompt": "Every claim here has a number. Who counted, and could you follow the count back?",
            "units": [],
        },
        once=True,
    ),
    "phrases": Offer(
        "Words to tap",
        "wording",
        {
            "kind": "phrases",
            "skill": "wording",
            "title": "Which words argue?",
            "minutes": "2",
            "prompt": "Tap the words that bring a judgement along. Leave the fair ones alone.",
            "phrases": {},
        },
    ),
    "table": Offer(
        "A table to sort",
        "sorting",
        {
            "kind": "table",
            "skill": "speaking",
            "title": "Sort the sources",
            "minutes": "3",
            "prompt": "What kind of source is it each time? Judge the source, not the claim.",
            "choices": "source-classes",
            "heads": {"text": "The passage", "note": "What it is about", "answer": "Which kind of source"},
            "rows": {},
        },
    ),
    "write": Offer(
        "A text to write",
        "rewrite",
        {
            "kind": "write",
            "skill": "whole",
            "title": "Write it fairly",
            "minutes": "8",
            "prompt": "Write this again in three sentences that a careful reader of any side could accept.",
            "passage": [],
        },
    ),
}


def list_offers(activities):
    """Return {offer: what its button says} of what can be added to these exercises."""
    return {
        kind: offer.button for kind, offer in OFFERS.items() if not (offer.once and offer.name in activities)
    }
