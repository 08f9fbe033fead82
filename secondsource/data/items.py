"""Every item of the kit as one table: what is asked, in which set and skill, and (where solutions are
installed) what the key says.
"""

import pandas as pd

from ..content.keys import Essay, target
from ..content.labels import finds_fault
from ..content.texts import CHECKS as CHECKS
from ..content.texts import PRACTICE as PRACTICE
from ..content.texts import read_article, slugs
from ..content.textset import TextSet
from ..files import ROOT

COLUMNS = [
    "set",
    "activity",
    "kind",
    "skill",
    "unit",
    "place",
    "sentence",
    "text",
    "quote",
    "title",
    "form",
    "choices",
    "discerns",
    "asks_confidence",
    "target",
    "answer",
    "contested",
    "two_sided",
    "why",
    "why_not",
]


def list_items(root=ROOT, names=None):
    """Return every item of the named text sets (all by default), one row each, in the order of the sets and
    their exercises.

    Index: the full item id ("set/activity/item"). Columns of the question: set, activity, kind, skill, unit
        ("" where it is about none), place (of the unit in its text, article before brief; -1 without a unit),
        sentence (the unit's text, or ""), text (what is asked about: the unit, phrase, row or option; of a
        free text the exercise's title), quote (the words of the sentence it is about, "" for all of them),
        title (of the exercise), form ("choice", "number" or "text"), choices ({value: Choice}; empty for a
        number or a text), discerns (bool: the exercise tells weak claims from sound ones), asks_confidence
        (bool).
    Columns of the key: target ("sound", "weak" or "", as keys.target says), answer, contested (bool),
        two_sided (bool: the key accepts both an objection and none, so the item cannot tell them apart), why
        (the key's reason), why_not (dict: reasons against wrong answers often given). Without `solutions/`
        answer is missing, target and why are "", the bools False.
    """
    rows = [row for slug in names or slugs(root) for row in _list_set(TextSet(slug, root))]
    return pd.DataFrame(
        [row[1:] for row in rows], columns=COLUMNS, index=pd.Index([row[0] for row in rows], name="item")
    )


def read_titles(root=ROOT):
    """Return {set: title of its text} for all sets, without the words in brackets that call a text
    invented.
    """
    return {slug: read_article(slug, root).header["title"].split(" (")[0] for slug in slugs(root)}


def name_choice(choices, value):
    """Return a choice's name as students see it; the value itself where it is none of `choices`."""
    return choices[value].name if value in choices else str(value)


def _list_set(text_set):
    places = {unit: place for place, unit in enumerate(text_set.units)}
    for name, activity in text_set.activities.items():
        answers = text_set.answers(name)
        for item in activity.items():
            sentence = text_set.units[item.unit].text if item.unit else ""
            yield (
                f"{text_set.slug}/{name}/{item.id}",
                text_set.slug,
                name,
                activity.kind,
                activity.skill,
                item.unit,
                places.get(item.unit, -1),
                sentence,
                activity.title if item.form == "text" else text_set.asked(activity, item).line,
                item.quote,
                activity.title,
                item.form,
                item.choices or {},
                activity.discerns,
                item.id in activity.confidence,
                *_describe_answer(activity, item, answers.get(item.id)),
            )


def _describe_answer(activity, item, answer):
    """Return target, answer, contested, two_sided, why and why_not."""
    if answer is None or isinstance(answer, Essay):
        return "", None, False, False, "", {}
    sides = {finds_fault(item.choices, label) for label in (answer.answer, *answer.also)}
    return (
        target(activity, item, answer),
        answer.answer,
        answer.is_contested,
        activity.discerns and len(sides) > 1,
        answer.reason,
        answer.why_not,
    )
