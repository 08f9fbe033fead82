"""A student's answers as plain text and HTML, below the exercise: for print, export, and a notebook opened
without Python.

It is saved in the notebook: no key, no feedback, and our own wording, never a passage of a reader's own copy.
"""

import textwrap
from typing import NamedTuple

from ..templating import fill_template

# JupyterLab says no more than “model not found” in the place of an exercise that is not alive.
REOPENED = (
    '<p style="margin:.5rem 0"><small>Does it say “model not found”, or is there no exercise above? Nothing '
    "is lost: run this cell (Shift + Enter), or all cells in the menu Run, to work on.</small></p>"
)
WIDTH = 88  # characters; a PDF made by LaTeX does not break a line of plain text


class Answer(NamedTuple):
    """One answer as a person reads it."""

    asked: str
    given: str


class Written:
    """The answers to one activity: `answers` is a list of Answer, `saved` the time of the last change or
    "".
    """

    def __init__(self, text_set, name, sitting):
        self.activity, self.name = text_set.activity(name), f"{text_set.slug}/{name}"
        self.saved = sitting.times.get("saved", "")[:16].replace("T", ", ")
        self.answers = list(_list_answers(text_set, self.activity, sitting))

    def __repr__(self):
        head = (
            f"Your answers: {self.activity.title} ({self.name}{f', {self.saved} UTC' if self.saved else ''})"
        )
        if not self.answers:
            return f"{head}\nNothing is answered yet."
        answers = [
            f"- {_fill(asked)}\n  > {_fill(given)}" if asked else _wrap(given)
            for asked, given in self.answers
        ]
        return "\n\n".join([f"{head}\n{_wrap(self.activity.prompt)}", *answers])

    def _repr_html_(self):
        html = fill_template("exercise/written.html", written=self).rstrip()
        return f"{html.removesuffix('</section>')}{REOPENED}\n</section>"


def _list_answers(text_set, activity, sitting):
    for item in activity.items():
        given = activity.spell_response(item, sitting.answers.get(item.id, ""))
        if not given.strip():
            continue
        sure = f" ({sitting.confidence[item.id]}% sure)" if item.id in sitting.confidence else ""
        asked = "" if item.form == "text" else text_set.asked(activity, item).line
        yield Answer(asked, given + sure)


def _wrap(text):
    """Return a text in lines of WIDTH; its own line breaks stay."""
    return "\n".join(textwrap.fill(line, WIDTH) for line in text.splitlines())


def _fill(text):
    """Return a text as lines under a mark of two characters."""
    return textwrap.fill(" ".join(text.split()), WIDTH - 4, subsequent_indent="    ")
