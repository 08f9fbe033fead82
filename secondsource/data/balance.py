"""The balance of the whole, counted: one row per text set and skill."""

import pandas as pd

from ..content.keys import Essay
from ..content.labels import SKILL_NAMES
from ..content.rules.balance import count_sound
from ..content.rules.grade import reading_grade
from ..content.texts import slugs
from ..content.textset import TextSet
from ..files import ROOT

COLUMNS = [
    "set",
    "skill",
    "items",
    "scored",
    "contested",
    "units_scored",
    "sound_share",
    "with_evidence",
    "references_per_item",
    "words",
    "grade",
]


def summarise(root=ROOT):
    """Return a DataFrame with COLUMNS, one row per (set, skill).

    items: all there are; scored: those that count for points; units_scored and sound_share: of `mark` items
        only (NaN where a skill has none); with_evidence: share of items whose key names at least one second
        source; references_per_item: mean number of them;
    words and grade: of all text a student reads in the set (article, brief, prompts, cards), Flesch-Kincaid
        school grade.
    """
    return pd.DataFrame([row for slug in slugs(root) for row in _rows(TextSet(slug, root))], columns=COLUMNS)


def student_text(text_set):
    """Return all a student reads in a set, as one text."""
    parts = [unit.text for unit in text_set.units.values()]
    parts += [activity.prompt for activity in text_set.activities.values()]
    parts += [card.says for card in text_set.cards.values()]
    return " ".join(parts)


def _rows(text_set):
    text = student_text(text_set)
    words, grade = len(text.split()), round(reading_grade(text), 1)
    sound = count_sound(text_set.activities, text_set.key)
    for skill in SKILL_NAMES:
        answers = _answers(text_set, skill)
        if not answers:
            continue
        units = sound.get(skill, (0, 0))
        marked = [len(answer.evidence) for answer in answers]
        scored = [answer for answer in answers if not isinstance(answer, Essay) and not answer.is_contested]
        contested = sum(not isinstance(answer, Essay) and answer.is_contested for answer in answers)
        yield (
            text_set.slug,
            skill,
            len(answers),
            len(scored),
            contested,
            units[1],
            units[0] / units[1] if units[1] else None,
            sum(count > 0 for count in marked) / len(marked),
            sum(marked) / len(marked),
            words,
            grade,
        )


def _answers(text_set, skill):
    return [
        answer
        for name, activity in text_set.activities.items()
        if activity.skill == skill
        for answer in text_set.answers(name).values()
    ]
