"""The exercise in a notebook: the same HTML and the same script as in the book, with the key kept in
Python.
"""

from collections import defaultdict
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from pathlib import Path
from weakref import WeakSet

import anywidget
import pandas as pd
import traitlets
from IPython.display import display

from ..content.textset import TextSet
from ..files import ROOT
from ..marking.answer_file import Sitting, answers_folder, keep_sitting, read_answers
from ..marking.marks import list_answers, list_numbers, make_key, mark
from ..originals.files import read_copy
from ..originals.matching import match
from ..problems import ContentError, fail
from .html import render_activity
from .key_payload import describe_key
from .scripts import module_script, module_style
from .written import Written

# Live widgets of one exercise, by its place: a copied cell, or one that was run again. They keep step.
LIVE = defaultdict(WeakSet)
REMEMBERED = 50  # states that a page in another tab may still have been typing into


class ActivityWidget(anywidget.AnyWidget):
    """One activity, live. Synced traits are saved inside the notebook, so only questions and the student's
    own answers are synced.
    """

    _esm = module_script()
    _css = module_style()
    html = traitlets.Unicode().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    saved = traitlets.Unicode().tag(sync=True)
    kept = traitlets.Unicode().tag(
        sync=True
    )  # `times.saved` of the last state in the file: the page forgets its draft
    place = traitlets.Unicode().tag(
        sync=True
    )  # stands for answer file and activity, without naming the student's folders
    own = traitlets.Bool().tag(
        sync=True
    )  # is there a wording from an own copy? It is sent when the page asks

    def __init__(self, text_set, name, folder, own=None):
        """own: the same set with the wording of a reader's copy."""
        self._library, self._name, self._own = text_set, name, own
        self._full_name = f"{text_set.slug}/{name}"
        self._path = Path(folder).resolve() / f"{text_set.slug}.json"
        self._shown = None  # the output below the exercise that holds the answers as text
        self._known, note = self._load()
        self._seen = {self._known.revision: self._known}  # the latest states, by revision
        place = sha256(f"{self._path.resolve()}#{name}".encode()).hexdigest()[:16]
        super().__init__(
            html=_render(text_set, name),
            state=self._known.model_dump(),
            saved=note,
            place=place,
            own=bool(own),
        )
        self.observe(self._save, "state")
        self.on_msg(self._answer_message)
        LIVE[place].add(self)

    def _ipython_display_(self):
        """Show the exercise and, as an output of its own, the answers as text.

        Changing the exercise's own output would draw it anew, and take the focus from who types.
        """
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        display(
            {
                "application/vnd.jupyter.widget-view+json": view,
                "text/plain": f"The exercise {self._full_name}: run this cell to work on it.",
            },
            raw=True,
        )
        self._shown = display(self.written(), display_id=True)

    def written(self):
        """Return the answers as text and HTML, as they are kept."""
        return Written(self._library, self._name, self._known)

    def marks(self, given=None):
        """Return a DataFrame of this activity's items: columns item, response, mark, points.

        given: {item: response}; by default the answers as they are kept.
        """
        responses = self.state["answers"] if given is None else given
        answers = self._library.answers(self._name)
        key = make_key(list_answers(self._library, self._name), list_numbers(self._library, self._name))
        given = pd.DataFrame(
            {
                "item": [f"{self._full_name}/{item}" for item in answers],
                "response": [responses.get(item) for item in answers],
            },
            dtype="object",
        )
        return mark(given, key).assign(item=list(answers))

    def _load(self):
        try:
            sitting = read_answers(self._path).activities.get(self._full_name)
        except ContentError as error:
            aside = self._free_name()
            self._path.rename(aside)
            return (
                Sitting(),
                f"The old answers could not be read ({error.problems[0].fault}) "
                f"and were put aside as {aside.name}.",
            )
        return (sitting, f"Answers read from {self._path}") if sitting else (Sitting(), "")

    def _free_name(self):
        """Return a name for a file put aside. The time alone is not enough: clocks are set back, and what
        was put aside before must stay.
        """
        names = (
            self._path.with_suffix(f".{datetime.now(UTC):%Y%m%dT%H%M%S}-{number}.bad") for number in count(1)
        )
        return next(name for name in names if not name.exists())

    def _save(self, change):
        try:
            sent = Sitting.model_validate(change["new"])
            if sent == self._known:
                return  # what was kept, sent to the page
            kept = keep_sitting(self._path, self._full_name, sent, self._base_of(sent))
            for widget in {self, *LIVE[self.place]}:
                widget.take(kept)
            self.kept = sent.times.get("saved", "")
            self.saved = ""  # so that the next line is news to the page even when it is the same text
            self.saved = f"Saved in {self._path}"
        except (OSError, ValueError, ContentError) as error:
            self.saved = f"NOT SAVED: {error}"

    def _base_of(self, sent):
        """Return the state that a page was typing into: an older one than the last where two tabs show this
        widget and both type at once.
        """
        is_late = sent.revision <= self._known.revision and sent.times != self._known.times
        return self._seen.get(sent.revision - 1, self._known) if is_late else self._known

    def take(self, kept):
        """Show a Sitting that is in the file now, perhaps with answers from another notebook or tab."""
        self._known = kept
        self._seen[kept.revision] = kept
        for revision in list(self._seen)[:-REMEMBERED]:
            del self._seen[revision]
        if self.state != (state := kept.model_dump()):
            self.state = state
        if self._shown:
            self._shown.update(self.written())

    def _answer_message(self, _widget, content, _buffers):
        asked = content.get("type") if isinstance(content, dict) else None
        if asked == "own" and self._own:
            self.send({"type": "own", "html": _render(self._own, self._name)})
        if asked != "commit":
            return
        if not self._library.key:
            self.send({"type": "feedback", "marks": None, "key": None})
            return
        # The answers come with the message: what was typed last may still be on its way, since a busy kernel
        # gets changes of state late.
        answers = content.get("answers")
        plain = isinstance(answers, dict) and all(isinstance(response, str) for response in answers.values())
        marks = self.marks(answers if plain else None)
        marks = dict(zip(marks["item"], marks["mark"].astype(str), strict=True))
        wanted = content.get("items")  # of a walk: the passages that are checked by now
        items = wanted if isinstance(wanted, list) else list(marks)
        key = describe_key(self._library, self._name)
        told = {
            "marks": {item: mark for item, mark in marks.items() if item in items},
            "key": {item: about for item, about in key.items() if item in items},
        }
        self.send({"type": "feedback", **told})


def activity(name, folder=None, copy=None, root=ROOT):
    """Return a live activity such as `activity("2015-scale/figures")`; answers are kept in `folder`.

    folder: by default `answers` in the learner's folder, wherever the notebook is started.
    copy: a file with your own copy of the original; its wording is then shown in the page, and is never saved
        in the notebook.
    Raises ContentError naming the sets or activities there are when the name is not one.
    """
    slug, _, short = name.partition("/")
    own = TextSet(slug, root, passages=_passages(slug, copy, root)) if copy is not None else None
    return ActivityWidget(TextSet(slug, root), short, folder or answers_folder(), own)


def _render(text_set, name):
    return render_activity(text_set, name, embed_key=False, edition="notebook")


def _passages(slug, copy, root):
    text = read_copy(copy)
    found = match(slug, text, root).found
    if not found:
        fail(
            copy,
            "",
            f"no passage of {slug} was found in it.",
            "Try `python3 kit.py originals FILE` to see which article it is.",
        )
    return {label: " ".join(text[start:end].split()) for label, (start, end) in found.items()}
