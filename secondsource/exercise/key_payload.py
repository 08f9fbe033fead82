"""What a student is told about an item after committing: the same for the book (built in) and the notebook
(sent).
"""

from ..content.cards import Card
from ..content.keys import Essay, target


def describe_key(text_set, name):
    """Return {item id: what to mark by and what to say}, ready for JSON; only fields that hold something.

    `target` is "sound" or "weak", as keys.target says, and missing where an item is neither.
    """
    activity = text_set.activity(name)
    items = {item.id: item for item in activity.items()}
    return {
        item: _describe(activity, items[item], answer, text_set)
        for item, answer in text_set.answers(name).items()
    }


def _describe(activity, item, answer, text_set):
    evidence = [describe_card(text_set.cards[card], text_set.references) for card in answer.evidence]
    if isinstance(answer, Essay):
        return _filled(rubric=answer.rubric, model=answer.model, evidence=evidence)
    return _filled(
        answer=answer.answer,
        name=item.choices[answer.answer].name if item.choices else "",
        why=answer.reason,
        sound=answer.sound,
        also=answer.also,
        whyNot=answer.why_not,
        contested=answer.is_contested,
        evidence=evidence,
        tolerance=float(answer.tolerance or 0),
        number=item.form == "number",
        unit=activity.asked(item, text_set.wording).measure,
        target=target(activity, item, answer),
    )


def describe_card(card: Card, references):
    """Return what the script needs to draw a second source."""
    return _filled(
        title=card.title,
        says=card.says,
        date=card.date,
        publisher=card.publisher,
        party=card.party,
        url=references.get(card.reference, {}).get("url", ""),
    )


def _filled(**fields):
    return {name: value for name, value in fields.items() if value}
