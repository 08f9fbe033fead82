"""What only teachers see, as HTML: each text with its key beside it, the key to an exercise, and the
matrix of standards.
"""

from collections import Counter

from ..content.items import read_items
from ..content.keys import Answer, Essay
from ..content.kinds import KINDS
from ..content.labels import NOT_A_CLAIM, SKILL_NAMES, SKILLS
from ..content.places import locate_activities
from ..content.standards import read_standards, standards_path
from ..content.texts import read_article, slugs
from ..exercise.html import describe_unit, name_reference, render_card
from ..files import ROOT, shown
from ..problems import fail
from ..templating import fill_template

PARAGRAPH_NAMES = {
    "p": "Paragraph",
    "b": "Brief, paragraph",
    "h": "Heading",
    "x": "Around the text",
    "e": "Embedded post",
    "c": "Caption",
}


def render_labelled(text_set, kind, addresses):
    """Return the reading edition (kind "article") or the brief, unit by unit, with every label, reason and
    second source beside it.

    addresses: {`set/activity`: where the exercise stands}, from pages.locate_activities.
    """
    uses = _uses(text_set, addresses)
    paragraphs = [
        {
            "name": f"{PARAGRAPH_NAMES[units[0].label[0]]} {units[0].paragraph[1:]}",
            "units": [_labelled_unit(text_set, unit, uses) for unit in units],
        }
        for units in getattr(text_set, kind).paragraphs()
    ]
    return fill_template(
        "book/labelled.html", title="The text" if kind == "article" else "The brief", paragraphs=paragraphs
    )


def render_sources(text_set):
    """Return the second sources of a set as a list with their addresses, for paper."""
    cards = [
        {
            "card": card,
            "outlet": name_reference(card.reference, text_set.references),
            "url": text_set.references.get(card.reference, {}).get("url", ""),
        }
        for card in text_set.cards.values()
    ]
    return fill_template("book/sources.html", cards=cards)


def render_key(text_set, name):
    """Return the key to one exercise. One that labels units gets its labels only: the reasons stand beside
    the text.
    """
    activity, answers = text_set.activity(name), text_set.answers(name)
    answered = [(item, answers[item.id]) for item in activity.items() if item.id in answers]
    return fill_template(
        "book/key.html",
        activity=activity,
        essays=[
            {"key": answer, "sources": _titles(text_set, answer.evidence)}
            for _, answer in answered
            if isinstance(answer, Essay)
        ],
        rows=[
            _key_row(text_set, activity, item, answer)
            for item, answer in answered
            if not isinstance(answer, Essay)
        ],
        way=_way(activity.skill, activity.kind),
    )


def render_standards(root=ROOT):
    """Return (id, title, HTML) of three parts: the codes exercise by exercise, the reasons, and what each
    code asks.
    """
    addresses = locate_activities(root)
    standards = read_standards(root) or fail(
        shown(standards_path(root), root),
        "",
        "there is no such file.",
        "Write it, or take {standards} off the page.",
    )
    sets = [
        {
            "slug": slug,
            "title": read_article(slug, root).header["title"].partition(" (")[0],
            "exercises": _exercises(slug, standards, addresses, root),
        }
        for slug in slugs(root)
    ]
    counts = Counter(
        (exercise["way"], code)
        for held in sets
        for exercise in held["exercises"]
        for code in exercise["codes"]
    )
    reasons = [
        {"way": _way(use.skill, use.kind), "codes": use.codes, "why": use.why} for use in standards.uses
    ]
    met = {
        code: [(way, count) for (way, other), count in counts.items() if other == code] for _, code in counts
    }
    return [
        ("matrix", "Exercise by exercise", fill_template("book/standards.html", sets=sets)),
        ("reasons", "Why these codes", fill_template("book/reasons.html", reasons=reasons)),
        (
            "codes",
            "What each code asks",
            fill_template("book/codes.html", frameworks=standards.frameworks, met=met),
        ),
    ]


def _exercises(slug, standards, addresses, root):
    return [
        {
            "name": name,
            "title": activity.title,
            "address": addresses.get(f"{slug}/{name}", ""),
            "way": _way(activity.skill, activity.kind),
            "codes": standards.codes_of(activity.skill, activity.kind),
        }
        for name, activity in read_items(slug, root).items()
    ]


def _way(skill, kind):
    """Return the skill and the kind of an exercise, or of a use of standards, in words."""
    return f"{SKILL_NAMES[skill]} · {KINDS[kind].screen_name}"


def _uses(text_set, addresses):
    """Return {unit: [which exercise uses it, where that stands, and how]}."""
    uses = {}
    for name, activity in text_set.activities.items():
        for unit, how in activity.used_units():
            uses.setdefault(unit, []).append(
                {"title": activity.title, "address": addresses.get(f"{text_set.slug}/{name}", ""), "how": how}
            )
    return uses


def _labelled_unit(text_set, unit, uses):
    labels = [_label(text_set, skill, answer) for skill, answer in _answers_of(text_set, unit.label)]
    return {
        **describe_unit(unit, text_set),
        "labels": labels,
        "words": _words_of(text_set, unit.label),
        "uses": uses.get(unit.label, []),
    }


def _answers_of(text_set, label):
    """Yield (skill, Answer) for one unit: from the key or, where the key is silent, as an exercise shows
    it worked.
    """
    keyed = dict(text_set.key.units.get(label, ()))
    for skill in ("speaking", "figures"):
        worked = [
            step
            for activity in text_set.activities.values()
            if activity.skill == skill
            for step in activity.steps()
            if step.unit == label
        ]
        if answer := keyed.get(skill) or next(
            (Answer(answer=step.label, why=step.why) for step in worked), None
        ):
            yield skill, answer


def _label(text_set, skill, answer):
    choices = SKILLS[skill]
    label = choices[answer.answer]
    tone = "none" if label == NOT_A_CLAIM else "sound" if label.sound else "weak"
    return {
        "skill": SKILL_NAMES[skill],
        "tone": tone,
        "cards": [render_card(text_set.cards[card], text_set.references) for card in answer.evidence],
        **_told(answer, lambda value: f"{value} {choices[value].name}"),
    }


def _words_of(text_set, label):
    """Return the words of one unit that an exercise asks about, with their answers; the reasons stand in the
    key to it.
    """
    found = []
    for name, activity in text_set.activities.items():
        answers = text_set.answers(name)
        for item in activity.items():
            if item.quote and item.unit == label and item.id in answers:
                answer = answers[item.id]
                found.append(
                    {
                        "quote": item.quote,
                        "answer": item.choices[answer.answer].name,
                        "contested": answer.is_contested,
                        "address": f"#key-{name}",
                    }
                )
    return found


def _key_row(text_set, activity, item, answer):
    names = item.choices or {}
    told = _told(answer, lambda value: names[value].name if value in names else value)
    label = f"{answer.answer} {told['answer']}" if activity.labels_units else told["answer"]
    asked = text_set.asked(activity, item)
    return {
        **told,
        "answer": label,
        "where": "" if item.row else asked.place,  # the row it belongs to says where
        "asked": asked.line,
        "sources": _titles(text_set, answer.evidence),
    }


def _titles(text_set, cards):
    return [text_set.cards[card].title for card in cards]


def _told(answer, called):
    """Return what a template shows of an answer; `called` turns a choice into its name."""
    return {
        "answer": called(answer.answer),
        "contested": answer.is_contested,
        "why": answer.reason,
        "sound_version": answer.sound,
        "also": [(called(value), reason) for value, reason in answer.also.items()],
        "why_not": [(called(value), reason) for value, reason in answer.why_not.items()],
    }
