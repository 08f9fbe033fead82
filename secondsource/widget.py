"""The exercise in a notebook: the same HTML and the same script as in the book, with the key kept in Python."""

from datetime import datetime, timezone
from itertools import count
from pathlib import Path

import anywidget
import pandas as pd
import traitlets

from .answers import Sitting, keep_sitting, read_answers
from .bundle import module_script, style
from .copies import read_copy
from .feedback import describe_key
from .marking import make_key, mark
from .originals import match
from .problems import ContentError, fail
from .render import Library, render_activity
from .strict import ROOT


class ActivityWidget(anywidget.AnyWidget):
    """One activity, live. Synced traits are saved inside the notebook, so only questions and the student's own answers are synced."""

    _esm = module_script()
    _css = style()
    html = traitlets.Unicode().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    saved = traitlets.Unicode().tag(sync=True)

    def __init__(self, library, name, folder):
        self._library, self._name = library, name
        self._full_name = f"{library.slug}/{name}"
        self._path = Path(folder) / f"{library.slug}.json"
        sitting, note = self._load()
        super().__init__(html=render_activity(library, name, embed_key=False), state=sitting.model_dump(), saved=note)
        self.observe(self._save, "state")
        self.on_msg(self._answer_message)

    def marks(self, given=None):
        """Return a DataFrame of this activity's items: columns item, response, mark, points.

        given: {item: response}; by default the answers as they are kept.
        """
        responses = self.state["answers"] if given is None else given
        answers = self._library.answers(self._name)
        key = make_key({f"{self._full_name}/{item}": answer for item, answer in answers.items()})
        given = pd.DataFrame({"item": [f"{self._full_name}/{item}" for item in answers],
                              "response": [responses.get(item) for item in answers]}, dtype="object")
        return mark(given, key).assign(item=list(answers))

    def _load(self):
        try:
            sitting = read_answers(self._path).activities.get(self._full_name)
        except ContentError as error:
            aside = self._free_name()
            self._path.rename(aside)
            return Sitting(), f"The old answers could not be read ({error.problems[0].fault}) and were put aside as {aside.name}."
        return (sitting, f"Answers read from {self._path}") if sitting else (Sitting(), "")

    def _free_name(self):
        """Return a name for a file put aside. The time alone is not enough: clocks are set back, and what was put aside before must stay."""
        names = (self._path.with_suffix(f".{datetime.now(timezone.utc):%Y%m%dT%H%M%S}-{number}.bad") for number in count(1))
        return next(name for name in names if not name.exists())

    def _save(self, change):
        try:
            keep_sitting(self._path, self._full_name, Sitting.model_validate(change["new"]))
            self.saved = ""  # so that the next line is news to the page even when it is the same text
            self.saved = f"Saved in {self._path}"
        except (OSError, ValueError, ContentError) as error:
            self.saved = f"NOT SAVED: {error}. Your answers are in the notebook only."

    def _answer_message(self, _widget, content, _buffers):
        if not isinstance(content, dict) or content.get("type") != "commit":
            return
        if not self._library.key:
            self.send({"type": "feedback", "marks": None, "key": None})
            return
        # The answers come with the message: what was typed last may still be on its way, since a busy kernel gets changes of state late.
        answers = content.get("answers")
        plain = isinstance(answers, dict) and all(isinstance(response, str) for response in answers.values())
        marks = self.marks(answers if plain else None)
        self.send({"type": "feedback", "marks": dict(zip(marks["item"], marks["mark"].astype(str))),
                   "key": describe_key(self._library, self._name)})


def activity(name, folder="answers", copy=None, root=ROOT):
    """Return a live activity such as `activity("2015-scale/figures")`; answers are kept in `folder`.

    copy: a file with your own copy of the original; its wording is then shown (and so is saved in the notebook you save).
    Raises ContentError naming the sets or activities there are when the name is not one.
    """
    slug, _, short = name.partition("/")
    return ActivityWidget(Library(slug, root, passages=_passages(slug, copy, root)), short, folder)


def _passages(slug, copy, root):
    if copy is None:
        return {}
    text = read_copy(copy)
    found = match(slug, text, root).found
    if not found:
        fail(copy, "", f"no passage of {slug} was found in it.", "Try `python3 kit.py originals FILE` to see which article it is.")
    return {label: " ".join(text[start:end].split()) for label, (start, end) in found.items()}
