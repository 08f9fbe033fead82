"""Questions as other programs ask them: each item on its own, with the passage it is about and a reason for each answer.

One item is one question, because each item scores alone here too. Texts are HTML in which everything people wrote is escaped.
"""

from typing import NamedTuple

from markupsafe import Markup

from ..feedback import describe_key
from ..keys import key_file
from ..labels import CHOICE_LISTS, SKILL_NAMES, SKILLS
from ..problems import fail
from ..render import KIND_NAMES, render_text
from .wording import fill_html

SAID = ("answer", "name", "number", "why", "sound", "rubric", "model")  # what feedback may show; a key names only what it has


class Option(NamedTuple):
    """One answer to pick. mark: "right", "also" (as good) or "wrong"; in a contested question no option is wrong."""

    value: str
    text: str
    mark: str
    feedback: str


class Question(NamedTuple):
    """One item. id: "set/activity/item"; form: "choice", "number" or "essay".

    scored: False where careful readers differ, and for free texts: they give no points here either.
    options: of a choice. number, tolerance: of a number, as the key writes them. feedback: {"right", "wrong"} of a number,
    {"general"} of an essay.
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
    """One activity. intro: the task, the rules, what is shown worked, and the second sources to open while deciding."""

    name: str
    title: str
    intro: str
    questions: list


def read_exercises(library):
    """Return the Exercises of a set in their order. Raises ContentError naming an item the key does not answer."""
    return [_read_exercise(library, name, activity) for name, activity in library.activities.items()]


def render_reading(library):
    """Return the reading edition and the brief as one HTML text."""
    texts = [render_text(library, kind) for kind in ("article", "brief") if getattr(library, kind).units]
    return fill_html("export-reading.html", header=library.article.header, texts=texts)


def asked(library, activity, item):
    """Return what an item is about, in plain text: {text, place, note, question}; "" where there is none.

    text: the claim, phrase, row, option or passage; place: the labels of its units; note: what the exercise adds; question: the sum to do.
    """
    about = {"place": item.unit, "note": "", "question": ""}
    if activity.kind == "mark":
        return about | {"text": library.units[item.id].text}
    if activity.kind == "phrases":
        return about | {"text": activity.phrases[item.id].quote}
    if activity.kind == "choose":
        return about | {"text": activity.options[item.id]}
    if activity.kind == "write":
        return about | {"text": " ".join(library.units[unit].text for unit in activity.passage), "place": " ".join(activity.passage)}
    row = activity.rows[item.id.split(".")[0]]
    question = "" if item.choices else f"{row.number.question} ({row.number.unit})"
    return {"text": row.text, "place": row.where, "note": f"{activity.heads.note}: {row.note}", "question": question}


def name_choices(activity, choices):
    """Return {value: text of the answer}: its name and when it fits, so that a question can stand alone."""
    if activity.kind == "choose":  # there the short rules speak of ticks that other programs do not draw
        return {value: choice.name for value, choice in choices.items()}
    return {value: f"{choice.name}: {choice.when}" for value, choice in choices.items()}


def _read_exercise(library, name, activity):
    keys = describe_key(library, name)
    for item in activity.items():
        if item.id not in keys:
            fail(key_file(library.slug), f"{name}, {item.id}", "has no answer in the key.", "Add one; `python3 kit.py check` lists all that are missing.")
    rules = SKILLS.get(activity.skill) if activity.kind == "mark" else CHOICE_LISTS[activity.choices] if activity.kind == "table" else {}
    references = library.references
    intro = fill_html("export-intro.html", activity=activity, kind=KIND_NAMES[activity.kind], skill=SKILL_NAMES[activity.skill], rules=rules, units=library.units,
                      cards=[(card, web_address(references.get(card.reference, {}).get("url"))) for card in map(library.cards.get, activity.evidence)])
    questions = [_read_question(library, name, activity, item, keys[item.id]) for item in activity.items()]
    return Exercise(name, activity.title, intro, questions)


def _read_question(library, name, activity, item, key):
    text = fill_html("export-question.html", activity=activity, asked=asked(library, activity, item), passage=_passage(library, activity, item))
    question = Question(f"{library.slug}/{name}/{item.id}", "choice", text, not key.get("contested"))
    if "rubric" in key or (key.get("number") and key.get("contested")):
        return question._replace(form="essay", scored=False, feedback={"general": _feedback(key, "kept" if "rubric" in key else "contested")})
    if key.get("number"):
        return question._replace(form="number", number=key["answer"], tolerance=f"{key.get('tolerance', 0):.10g}",
                                 feedback={mark: _feedback(key, mark) for mark in ("right", "wrong")})
    return question._replace(options=tuple(_read_option(activity, item, key, value, text) for value, text in name_choices(activity, item.choices).items()))


def _read_option(activity, item, key, value, text):
    mark = "right" if value == key["answer"] else "also" if key.get("contested") or value in key.get("also", {}) else "wrong"
    return Option(value, str(Markup("<p>{}</p>").format(text)), mark, _feedback(key, "contested" if key.get("contested") else mark, value, item.choices, text))


def _feedback(key, mark, value="", choices=None, chosen=""):
    """Return what a student is told about one answer, in the order and the words of the book."""
    cards = [(card, web_address(card.get("url"))) for card in key.get("evidence", [])]
    others = {(choices or {})[label].name: reason for label, reason in key.get("also", {}).items()} if choices and mark in ("right", "contested") else {}
    return fill_html("export-feedback.html", key=dict.fromkeys(SAID, "") | key, mark=mark, chosen=chosen, others=others, cards=cards,
                     reason=key.get("also", {}).get(value) if mark == "also" else key.get("whyNot", {}).get(value))


def _passage(library, activity, item):
    """Return the paragraph a question is about as (text, is it asked about?) pieces; one list for each paragraph."""
    if activity.kind == "write":
        return [[(library.units[label].text + " ", False) for label in activity.passage]] if activity.passage else []
    label = activity.rows[item.id.split(".")[0]].where if activity.kind == "table" else item.unit
    if label not in library.units:
        return []
    text = library.article if label in library.article.units else library.brief
    paragraph = next(units for units in text.paragraphs() if any(unit.label == label for unit in units))
    quote = activity.phrases[item.id].quote if activity.kind == "phrases" else ""
    return [[piece for unit in paragraph for piece in (*_cut(unit.text, unit.label == label, quote), (" ", False))]]


def _cut(text, is_asked, quote):
    if not (is_asked and quote):
        return [(text, is_asked)]
    before, _, after = text.partition(quote)
    return [(before, False), (quote, True), (after, False)]


def web_address(url):
    """Return an address that may become a link, or "": only http and https lead to a page."""
    return url if url and url.startswith(("http://", "https://")) else ""
