"""GIFT for Moodle: a text file for each set, one category for each exercise.

Moodle gives every imported question one point, and GIFT has no way to say otherwise. What is never scored
here (contested items, free texts) therefore stands in a category of its own, and in a contested question
every answer is right.
"""

import re

from .questions import list_without_brief, read_exercises, render_reading

TOP = "Second Source"
SPECIAL = re.compile(r"([\\~=#{}:])")
UNSCORED = "not scored"


def write_gift(text_set):
    """Return the questions of a set as the bytes of a GIFT file."""
    early = list_without_brief(text_set)
    blocks = [
        f"// Second Source, {text_set.slug}. "
        f"Questions below “{UNSCORED}” should be worth 0 points in a quiz.",
        _category(text_set.slug),
        _describe(text_set.slug, render_reading(text_set, ("article",) if early else ("article", "brief"))),
    ]
    for exercise in read_exercises(text_set):
        if early and exercise.name not in early:
            blocks += [_category(text_set.slug), _describe(f"{text_set.slug}/brief", _brief(text_set))]
            early = set()
        blocks += [
            _category(text_set.slug, exercise.name),
            _describe(f"{text_set.slug}/{exercise.name}", exercise.intro),
        ]
        blocks += [_write_question(question) for question in exercise.questions if question.scored]
        if unscored := [question for question in exercise.questions if not question.scored]:
            blocks += [_category(text_set.slug, exercise.name, UNSCORED), *map(_write_question, unscored)]
    return ("\n\n".join(blocks) + "\n").encode()


def _brief(text_set):
    return render_reading(text_set, ("brief",))


def escape(text):
    """Return a text in which nothing has a meaning in GIFT."""
    return SPECIAL.sub(r"\\\1", text)


def _category(*names):
    return "$CATEGORY: " + "/".join((TOP, *names))


def _describe(name, html):
    return f"::{escape(name)}:: [html]{escape(html)}"


def _write_question(question):
    answers = {"choice": _choices, "number": _number, "essay": _essay}[question.form](question)
    return f"{_describe(question.id, question.text)} {{{answers}\n}}"


def _choices(question):
    weights = {"right": "=", "also": "~%100%", "wrong": "~"}  # both of the first two give full points
    return "".join(
        f"\n\t{weights[option.mark]}{escape(option.text)}#{escape(option.feedback)}"
        for option in question.options
    )


def _number(question):
    return (
        f"#\n\t=%100%{question.number}:{question.tolerance}#{escape(question.feedback['right'])}\n"
        f"\t~#{escape(question.feedback['wrong'])}"
    )


def _essay(question):
    return f"\n\t####{escape(question.feedback['general'])}"
