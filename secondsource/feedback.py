"""What a student is told about an item after committing: the same for the book (built in) and the notebook (sent)."""

from .evidence import Card
from .keys import Essay


def describe_key(library, name):
    """Return {item id: what to mark by and what to say}, ready for JSON; only fields that hold something.

    `target` is "sound" where the right answer means that nothing is wrong, "weak" where something is, and missing where
    the item is not scored or asks for something else (a number, a text): hits and false alarms are counted from it.
    """
    activity = library.activity(name)
    choices = {item.id: item.choices for item in activity.items()}
    discerning = activity.kind in ("mark", "phrases") or activity.skill == "missing"
    return {item: _describe(answer, choices.get(item), discerning, library) for item, answer in library.answers(name).items()}


def _describe(answer, choices, discerning, library):
    evidence = [_describe_card(library.cards[card], library.references) for card in answer.evidence]
    if isinstance(answer, Essay):
        return _filled(rubric=answer.rubric, model=answer.model, evidence=evidence)
    return _filled(
        answer=answer.answer, name=choices[answer.answer].name if choices else "", why=answer.why, sound=answer.sound,
        also=answer.also, whyNot=answer.why_not, contested=answer.is_contested, evidence=evidence,
        tolerance=float(answer.tolerance or 0), number=choices is None, target=target(answer, choices) if discerning else "")


def target(answer, choices):
    """Return "sound" or "weak", or "" for an item that is neither: not scored, a number, or no claim at all."""
    if not choices or answer.is_contested or answer.answer == "X":
        return ""
    return "sound" if choices[answer.answer].sound else "weak"


def _describe_card(card: Card, references):
    return _filled(title=card.title, says=card.says, date=card.date, publisher=card.publisher, party=card.party,
                   url=references.get(card.reference, {}).get("url", ""))


def _filled(**fields):
    return {name: value for name, value in fields.items() if value}
