"""Every item of the kit as one table: what is asked, in which set and skill, and (where solutions are installed) what the key says."""

import pandas as pd

from .feedback import target
from .items import Choose, Mark, Phrases, Table, Write
from .keys import Essay
from .labels import CHOICE_LISTS, FIGURES, MISSING, OPTIONS, PHRASES, SPEAKING
from .render import Library
from .strict import ROOT
from .texts import read_article, slugs

CHECKS = ("check-a", "check-b", "check-c")
COLUMNS = ["set", "activity", "kind", "skill", "unit", "place", "sentence", "text", "title", "choices", "asks_confidence",
           "target", "answer", "contested", "two_sided", "why", "why_not"]
CHOICES = {value: choice for choices in (SPEAKING, FIGURES, MISSING, PHRASES, OPTIONS, *CHOICE_LISTS.values()) for value, choice in choices.items()}
# What a response says about a claim: True objects, False does not. “Not a factual claim” finds no fault, as in the book's own count (widget.js).
OBJECTIONS = {value: not choice.sound and value != "X" for choices in (SPEAKING, FIGURES, PHRASES, OPTIONS) for value, choice in choices.items()}


def list_items(root=ROOT, names=None):
    """Return every item of the named text sets (all by default), one row each, in the order of the sets and their exercises.

    Index: the full item id ("set/activity/item"). Columns of the question: set, activity, kind, skill, unit ("" where it is about none), place
    (of the unit in its text, article before brief; -1 without a unit), sentence (the unit's text, or ""), text (what is asked about: the unit,
    phrase, row or option; of a free text the exercise's title), title (of the exercise), choices (tuple of the answers there are; empty for a
    number or a text), asks_confidence (bool).
    Columns of the key: target ("sound", "weak" or "", as feedback.target says; only where an exercise asks for exactly that), answer, contested
    (bool), two_sided (bool: the key accepts both an objection and none, so the item cannot tell them apart), why (the key's reason), why_not
    (dict: reasons against wrong answers often given). Without `solutions/` answer is missing, target and why are "", the bools False.
    """
    rows = [row for slug in names or slugs(root) for row in _list_set(Library(slug, root))]
    return pd.DataFrame([row[1:] for row in rows], columns=COLUMNS, index=pd.Index([row[0] for row in rows], name="item"))


def read_titles(root=ROOT):
    """Return {set: title of its text} for all sets, without the words in brackets that call a text invented."""
    return {slug: read_article(slug, root).header["title"].split(" (")[0] for slug in slugs(root)}


def name_choice(value):
    """Return a choice's name as students see it; the value itself where it is none of ours."""
    return CHOICES[value].name if value in CHOICES else str(value)


def _list_set(library):
    places = {unit: place for place, unit in enumerate(library.units)}
    for name, activity in library.activities.items():
        answers = library.answers(name)
        for item in activity.items():
            sentence = library.units[item.unit].text if item.unit else ""
            yield (f"{library.slug}/{name}/{item.id}", library.slug, name, activity.kind, activity.skill, item.unit, places.get(item.unit, -1), sentence,
                   _read_text(library, activity, item), activity.title, tuple(item.choices or ()), item.id in activity.confidence,
                   *_describe_answer(activity, item, answers.get(item.id)))


def _read_text(library, activity, item):
    name, _, cell = item.id.partition(".")
    return {Mark: lambda: library.units[item.id].text, Phrases: lambda: activity.phrases[name].quote,
            Choose: lambda: activity.options[name], Write: lambda: activity.title,
            Table: lambda: activity.rows[name].number.question if cell else activity.rows[name].text}[type(activity)]()


def _describe_answer(activity, item, answer):
    """Return target, answer, contested, two_sided, why and why_not."""
    if answer is None or isinstance(answer, Essay):
        return "", None, False, False, "", {}
    discerning = activity.kind in ("mark", "phrases") or activity.skill == "missing"
    sides = {OBJECTIONS.get(label) for label in (answer.answer, *answer.also)}
    return (target(answer, item.choices) if discerning else "", answer.answer, answer.is_contested, discerning and len(sides) > 1,
            answer.why, answer.why_not)
