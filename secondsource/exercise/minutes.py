"""How many minutes an exercise takes: one formula over the words read and the decisions made."""

from ..content.keys import Essay
from .stops import list_stops

WORDS = 220  # read in a minute: prompt, rules, worked examples, the passages of the walk, and reasons
# Seconds for a sum, and for saying how sure one is; each kind says what one of its own decisions takes.
SUM, SURE = 30, 4
SLACK = 0.2  # by which printed minutes may differ; a minute in any case


def count_minutes(text_set, name):
    """Return the minutes for an exercise of a set as a float: with its key the reasons are read, too."""
    activity, answers = text_set.activity(name), text_set.answers(name)
    items = activity.items()
    words = sum(len(text.split()) for text in _read(text_set, activity, items, answers))
    seconds = SURE * len(activity.confidence)
    seconds += sum(SUM if item.form == "number" else activity.seconds for item in items)
    return words / WORDS + seconds / 60


def is_near(printed, counted):
    """Tell whether minutes that are printed are those of the formula, within a fifth or a minute."""
    return abs(printed - counted) <= max(1, SLACK * counted)


def _read(text_set, activity, items, answers):
    """Yield the texts that a student reads on the way through an exercise."""
    yield activity.prompt
    yield from (choice.name + " " + choice.when for choice in (activity.choices() or {}).values())
    yield from (text_set.wording(step.unit) + " " + step.why for step in activity.steps())
    asked = [text_set.asked(activity, item) for item in items]
    yield from (f"{one.note} {one.question}" if activity.places() else one.text for one in asked)
    if activity.places():
        for stop in list_stops(activity, text_set.article, text_set.brief):
            yield from (unit.text for passage in stop.passages for unit in passage if unit)
    for answer in answers.values():
        if isinstance(answer, Essay):
            yield " ".join([answer.model, *answer.rubric])
        elif activity.reads_reasons:
            yield f"{answer.reason} {answer.sound}"
