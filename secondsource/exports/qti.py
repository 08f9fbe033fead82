"""QTI 1.2 for Canvas: a zip for each set, in it one quiz for each exercise.

Written to the standard with a template, not with text2qti: that takes one right answer a question where our keys accept several,
and its Markdown would read `$`, `*` and `_` of a text as markup.
"""

import io
import re
import zipfile
from decimal import Decimal

from .questions import read_exercises, render_reading
from .wording import fill_xml

TYPES = {"choice": "multiple_choice_question", "number": "numerical_question", "essay": "essay_question"}
FEEDBACKS = {"right": "correct_fb", "wrong": "general_incorrect_fb", "general": "general_fb"}  # the names by which Canvas tells them apart
OLDEST = (1980, 1, 1, 0, 0, 0)  # the first time a zip can hold; the same in every export


def write_qti(library):
    """Return the quizzes of a set as the bytes of a zip. Contested items and free texts give no points."""
    reading, title = render_reading(library), library.article.header["title"]
    files = {}
    for exercise in read_exercises(library):
        name = make_ident(f"{library.slug}/{exercise.name}")
        files[name] = fill_xml("qti.xml", quiz=name, title=f"{library.slug}: {exercise.title}", text_title=title, reading=reading, exercise=exercise,
                           ident=make_ident, bounds=_bounds, types=TYPES, feedbacks=FEEDBACKS)
    manifest = fill_xml("qti-manifest.xml", package=make_ident(library.slug), quizzes=list(files))
    return _zip({"imsmanifest.xml": manifest, **{f"{name}/{name}.xml": text for name, text in files.items()}})


def make_ident(name):
    """Return a name as Canvas keeps it unchanged: it must begin with a letter, and dots would become underscores."""
    return "ss-" + re.sub(r"[^A-Za-z0-9_-]", "_", name)


def _bounds(question):
    value, tolerance = Decimal(question.number), Decimal(question.tolerance)
    return value - tolerance, value + tolerance


def _zip(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, OLDEST)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(entry, text)
    return buffer.getvalue()
