"""Questions as other programs ask them: each item on its own, with the passage it is about and a reason for
each answer.

One item is one question, because each item scores alone here too. Texts are HTML in which everything people
wrote is escaped.
"""

from typing import NamedTuple

from markupsafe import Markup

from ..content.keys import key_file
from ..content.labels import SKILL_NAMES
from ..content.places import list_before_brief
from ..exercise.html import render_text
from ..exercise.key_payload import describe_key
from ..problems import fail
from .escaping import fill_html

SAID = (
    "answer",
    "name",
    "number",
    "why",
    "sound",
    "rubric",
    "model",
)  # what feedback may show; a key names only what it has


class Option(NamedTuple):
    """One answer to pick. mark: "right", "also" (as good) or "wrong"; in a contested question no option is
    wrong.
    """

    value: str
    text: str
    mark: str
    feedback: str


class Question(NamedTuple):
    """One item. id: "set/activity/item"; form: "choice", "number" or "essay".

    scored: False where careful readers differ, and for free texts: they give no points here either.
    options: of a choice. number, tolerance: of a number, as the key writes them. feedback: {"right", "wrong"}
        of a number, {"general"} of an essay.
    """

    id: str
    form: str
    text: str
    scored: bool
    options: tuple = ()
    number: str = ""
    tolerance: str = "0"
    feedback: dict = {}


class Exercise(NamedTuple):
    """One activity. intro: the task, the rules, what is shown worked, and the second sources to open while
    deciding.
    """

    name: str
    title: str
    intro: str
    questions: list


def read_exercises(text_set):
    """Return the Exercises of a set in their order. Raises ContentError naming an item the key does not
    answer.
    """
    return [_read_exercise(text_set, name, activity) for name, activity in text_set.activities.items()]


def render_reading(text_set, kinds=("article", "brief")):
    """Return the reading edition and the brief, or one of the two, as one HTML text."""
    texts = [render_text(text_set, kind, choosable=False) for kind in kinds if getattr(text_set, kind).units]
    return fill_html("exports/export-reading.html", header=text_set.article.header, texts=texts)


def list_without_brief(text_set):
    """Return the names of the exercises that students do before they see the brief: those before it on the
    page, where they ask about none of its passages. In a check the brief would give the last part away.
    """
    early = {name.partition("/")[2] for name in list_before_brief(text_set.slug, text_set.root)}
    return {
        name
        for name, activity in text_set.activities.items()
        if name in early and not any(unit in text_set.brief.units for unit, _ in activity.used_units())
    }


def _read_exercise(text_set, name, activity):
    keys = describe_key(text_set, name)
    for item in activity.items():
        if item.id not in keys:
            fail(
                key_file(text_set.slug),
                f"{name}, {item.id}",
                "has no answer in the key.",
                "Add one; `python3 kit.py check` lists all that are missing.",
            )
    references = text_set.references
    intro = fill_html(
        "exports/export-intro.html",
        activity=activity,
        skill=SKILL_NAMES[activity.skill],
        rules=activity.choices(),
        units=text_set.units,
        cards=[
            (card, web_address(references.get(card.reference, {}).get("url")))
            for card in map(text_set.cards.get, activity.evidence)
        ],
    )
    questions = [_read_question(text_set, name, activity, item, keys[item.id]) for item in activity.items()]
    return Exercise(name, activity.title, intro, questions)


def _read_question(text_set, name, activity, item, key):
    asked = text_set.asked(activity, item)
    text = fill_html(
        "exports/export-question.html",
        activity=activity,
        asked=asked,
        passage=_passage(text_set, item, asked.place),
    )
    question = Question(f"{text_set.slug}/{name}/{item.id}", "choice", text, not key.get("contested"))
    if "rubric" in key or (key.get("number") and key.get("contested")):
        return question._replace(
            form="essay",
            scored=False,
            feedback={"general": _feedback(key, "kept" if "rubric" in key else "contested")},
        )
    if key.get("number"):
        return question._replace(
            form="number",
            number=key["answer"],
            tolerance=f"{key.get('tolerance', 0):.10g}",
            feedback={mark: _feedback(key, mark) for mark in ("right", "wrong")},
        )
    return question._replace(
        options=tuple(
            _read_option(item, key, value, activity.spell_choice(choice))
            for value, choice in item.choices.items()
        )
    )


def _read_option(item, key, value, text):
    mark = (
        "right"
        if value == key["answer"]
        else "also"
        if key.get("contested") or value in key.get("also", {})
        else "wrong"
    )
    return Option(
        value,
        str(Markup("<p>{}</p>").format(text)),
        mark,
        _feedback(key, "contested" if key.get("contested") else mark, value, item.choices, text),
    )


def _feedback(key, mark, value="", choices=None, chosen=""):
    """Return what a student is told about one answer, in the order and the words of the book."""
    cards = [(card, web_address(card.get("url"))) for card in key.get("evidence", [])]
    others = (
        {(choices or {})[label].name: reason for label, reason in key.get("also", {}).items()}
        if choices and mark in ("right", "contested")
        else {}
    )
    return fill_html(
        "exports/export-feedback.html",
        key=dict.fromkeys(SAID, "") | key,
        mark=mark,
        chosen=chosen,
        others=others,
        cards=cards,
        reason=key.get("also", {}).get(value) if mark == "also" else key.get("whyNot", {}).get(value),
    )


def _passage(text_set, item, place):
    """Return the paragraph a question is about, or the units to write about, as (text, is it asked about?)
    pieces; one list for each paragraph.
    """
    if item.form == "text":
        return [[(text_set.units[label].text + " ", False) for label in place.split()]] if place else []
    if place not in text_set.units:
        return []
    text = text_set.article if place in text_set.article.units else text_set.brief
    paragraph = next(units for units in text.paragraphs() if any(unit.label == place for unit in units))
    return [
        [
            piece
            for unit in paragraph
            for piece in (*_cut(unit.text, unit.label == place, item.quote), (" ", False))
        ]
    ]


def _cut(text, is_asked, quote):
    if not (is_asked and quote):
        return [(text, is_asked)]
    before, _, after = text.partition(quote)
    return [(before, False), (quote, True), (after, False)]


def web_address(url):
    """Return an address that may become a link, or "": only http and https lead to a page."""
    return url if url and url.startswith(("http://", "https://")) else ""
