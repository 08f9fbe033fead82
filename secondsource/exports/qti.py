"""QTI 1.2 for Canvas: a zip for each set, in it one quiz for each exercise.

Written to the standard with a template, not with text2qti: that takes one right answer a question where our
keys accept several, and its Markdown would read `$`, `*` and `_` of a text as markup.
"""

import io
import re
from decimal import Decimal

from ..files import write_zip
from .escaping import fill_xml
from .questions import list_without_brief, read_exercises, render_reading

TYPES = {"choice": "multiple_choice_question", "number": "numerical_question", "essay": "essay_question"}
FEEDBACKS = {
    "right": "correct_fb",
    "wrong": "general_incorrect_fb",
    "general": "general_fb",
}  # the names by which Canvas tells them apart


def write_qti(text_set):
    """Return the quizzes of a set as the bytes of a zip. Contested items and free texts give no points."""
    title, early = text_set.article.header["title"], list_without_brief(text_set)
    files = {}
    for exercise in read_exercises(text_set):
        name = make_ident(f"{text_set.slug}/{exercise.name}")
        files[name] = fill_xml(
            "exports/qti.xml",
            quiz=name,
            title=f"{text_set.slug}: {exercise.title}",
            text_title=title,
            reading=render_reading(
                text_set, ("article",) if exercise.name in early else ("article", "brief")
            ),
            exercise=exercise,
            ident=make_ident,
            bounds=_bounds,
            types=TYPES,
            feedbacks=FEEDBACKS,
        )
    manifest = fill_xml("exports/qti-manifest.xml", package=make_ident(text_set.slug), quizzes=list(files))
    archive = io.BytesIO()
    write_zip(
        archive,
        [
            ("imsmanifest.xml", manifest.encode()),
            *((f"{name}/{name}.xml", text.encode()) for name, text in files.items()),
        ],
    )
    return archive.getvalue()


def make_ident(name):
    """Return a name as Canvas keeps it unchanged: it must begin with a letter, and dots would become
    underscores.
    """
    return "ss-" + re.sub(r"[^A-Za-z0-9_-]", "_", name)


def _bounds(question):
    value, tolerance = Decimal(question.number), Decimal(question.tolerance)
    return value - tolerance, value + tolerance
