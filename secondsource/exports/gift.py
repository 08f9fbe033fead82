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


def write_gift(library):
    """Return the questions of a set as the bytes of a GIFT file."""
    early = list_without_brief(library)
    blocks = [
        f"// Second Source, {library.slug}. Questions below “{UNSCORED}” should be worth 0 points in a quiz.",
        _category(library.slug),
        _describe(library.slug, render_reading(library, ("article",) if early else ("article", "brief"))),
    ]
    for exercise in read_exercises(library):
        if early and exercise.name not in early:
            blocks += [_category(library.slug), _describe(f"{library.slug}/brief", _brief(library))]
            early = set()
        blocks += [
            _category(library.slug, exercise.name),
            _describe(f"{library.slug}/{exercise.name}", exercise.intro),
        ]
        blocks += [_write_question(question) for question in exercise.questions if question.scored]
        if unscored := [question for question in exercise.questions if not question.scored]:
            blocks += [_category(library.slug, exercise.name, UNSCORED), *map(_write_question, unscored)]
    return ("\n\n".join(blocks) + "\n").encode()


def _brief(library):
    return render_reading(library, ("brief",))


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
