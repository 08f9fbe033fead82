"""Read what a class handed in into one table. Answers are data: checked against the schema, never run.

Which answers count. A page keeps `answers` (as they stand) and `first` (as they stood at the first commit).
- Committed at least once: `first`. What was changed afterwards may have been changed with the reasons in sight; such sittings are listed.
- The class edition shows no reasons. With last=True, the answers as last committed count (`first` again where a second try was left unfinished).
- Never committed: the answers as they stand, and the sitting is listed. Boxes left open and words left alone are blank then, since nobody has said “none fits”.
- An item that was asked but not answered is a row with a missing response, so that blanks count wherever the exercise was begun.

Who is a student. The name typed in the file, compared without capitals, spaces and Unicode forms; without a name, the file's own name.
The same exercise twice: see sittings.py.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import repeat

import numpy as np
import pandas as pd
from pydantic import ValidationError

from .answers import AnswerFile
from .intake import open_hand_in, read_documents
from .items import read_items
from .sittings import PROBLEM, SITTING, HandIn, settle, shorten
from .strict import ROOT
from .texts import read_article, slugs

SCHEMA = "second-source-answers/1"
CANVAS_NAME = re.compile(r"(?:^|/)[^/_]+_(?:late_)?(\d+)_\d+_[^/]*$", re.IGNORECASE)  # doejane_LATE_1234_5678_answers.json
CHANGED = ["Changed after the first commit; the first answers count (--last counts the last): {}.",
           "Changed after the first commit; the last committed answers count: {}."]
STEP = 100  # files between two reports of progress


def read_hand_in(path, root=ROOT, progress=None, leave_out=None, last=False):
    """Return the HandIn of a folder, a zip or a single file (.json, .jsonl, .csv of paper answers).

    progress: called with (files read, files in all). leave_out: a folder that is not looked into. last: see above.
    No file raises an error: what cannot be read is a row of `problems`.
    """
    with open_hand_in(path, leave_out) as sources:
        return settle([read_sources(sources, root, progress, last)])


def read_sources(sources, root=ROOT, progress=None, last=False):
    """Return a HandIn in which the same exercise may still stand twice (see `settle`)."""
    ledger = _Ledger(root, last)
    for number, source in enumerate(sources, 1):
        if source.path.lower().endswith(".csv") and not source.fault:
            ledger.add_paper(source)
        else:
            for document in read_documents(source):
                ledger.add_document(document)
        if progress and (number % STEP == 0 or number == len(sources)):
            progress(number, len(sources))
    return ledger.close()


@lru_cache(maxsize=100_000)
def fold_name(name):
    """Return a name as it is compared: "ADA  Lovelace" and "Ada Lovelace" are one; what cannot be seen does not count."""
    if name.isascii() and name.isprintable():  # most names, and four times as fast
        return name.casefold().replace(" ", "")
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return "".join(letter for letter in text if not letter.isspace() and unicodedata.category(letter) not in ("Cc", "Cf"))


def parse_document(data):
    """Return the AnswerFile in some bytes, or the reason why there is none (a text)."""
    try:
        return AnswerFile.model_validate_json(data.removeprefix(b"\xef\xbb\xbf"))  # some editors put a mark in front
    except ValidationError as error:
        return _describe(error.errors(include_url=False)[0], data)


def _describe(detail, data):
    place, message = ", ".join(map(str, detail["loc"]))[:80], detail["msg"]
    if not data.strip():
        return "The file is empty. Ask for it again."
    if detail["type"] == "json_invalid":
        cut = "EOF" in message
        return f"The file {'is cut short' if cut else 'is not readable as JSON'} ({message.removeprefix('Invalid JSON: ')}). Ask for it again."
    if detail["loc"] == ("schema",):
        return f"The file says that it is “{str(detail['input'])[:60]}”; this kit reads {SCHEMA}. Is it from another version or another program?"
    return f"This is no answer file of the kit{': ' + place if place else ''}: {message}. It was edited, or made by another program."


class _Codes(dict):
    """Numbers texts in the order in which they come; None, a missing response, is -1 as in a pandas categorical."""

    def __init__(self):
        super().__init__({None: -1})

    def __missing__(self, text):
        self[text] = number = len(self) - 1
        return number

    def take(self, codes):
        return pd.Categorical.from_codes(codes, pd.Index(list(self)[1:], dtype="str"))


class _Ledger:
    """Takes answer files one by one and makes the tables. Lists are filled, not frames: this is the loop that 10,000 files go through."""

    def __init__(self, root, last):
        self.root, self.last = root, last
        self.known = set(slugs(root))
        self.activities, self.fingerprints, self.asked = {}, {}, {}  # of the kit: read once for each set
        self.item_codes, self.response_codes = _Codes(), _Codes()
        self.items, self.responses, self.confidence = [], [], []
        self.sittings, self.faults = [], []

    def add_document(self, document):
        file = parse_document(document.data) if not document.fault else document.fault
        if isinstance(file, str):
            self.faults.append((document.name, "", file))
            return
        student = fold_name(file.student)
        name = file.student if student else document.name
        notes = {} if student else {"There is no name in the file; it is listed under the file's name.": [""]}
        if not file.activities:
            notes["There are no answers in the file."] = [""]
        found = CANVAS_NAME.search(document.name)
        who = (student or document.name, name), document.name, found[1] if found else ""
        for activity, sitting in file.activities.items():
            self._add_sitting(who, activity, sitting, file.written, notes)
        self.faults += [(document.name, name, problem.format(shorten(places))) for problem, places in notes.items()]

    def add_paper(self, source):
        """Take the answers that a teacher typed from paper."""
        from .paper import read_paper
        answers, problems = read_paper(source.path, self.root)
        self.faults += [(source.name, student, f"{item}: {problem}" if item else problem) for _, student, item, problem in problems.itertuples(index=False)]
        activity = answers["item"].str.rpartition("/")[0]
        for (name, activity), group in answers.groupby(["student", activity], sort=False):
            if group["response"].notna().any():
                short = group["item"].str.rpartition("/")[2]
                given = {item: response for item, response in zip(short, group["response"]) if pd.notna(response)}
                sure = {item: percent for item, percent in zip(short, group["confidence"]) if pd.notna(percent)}
                self._add_rows(((fold_name(name) or name, name), source.name, ""), activity, given, sure, True, "", "", {})

    def _add_sitting(self, who, activity, sitting, written, notes):
        slug, _, short = activity.partition("/")
        note = lambda problem, place: notes.setdefault(problem, []).append(place)  # noqa: E731
        if short.startswith("task-"):
            return note("Tasks of a notebook are checked in the notebook and not marked here: {}.", activity)
        if not self._ask(activity)[0]:
            note("Not in this kit, so not marked: {}. Was another version used?", activity)
        if sitting.fingerprint and sitting.fingerprint != self.fingerprints.get(slug, sitting.fingerprint):
            note("The text has changed since it was answered; marked by the labels of the claims: {}.", slug)
        counted = sitting.answers
        if sitting.tries:
            tried_again = sitting.tries > 1 or not sitting.committed
            if tried_again and any(sitting.first.get(item) != response for item, response in sitting.answers.items()):
                note(CHANGED[self.last], activity)
            counted = sitting.answers if self.last and sitting.committed else sitting.first
        elif not counted:
            return note("Opened but not answered, so not counted: {}.", activity)
        if not sitting.committed:
            note("Not committed: {}." if not sitting.tries else "A second try was not committed: {}.", activity)
        times = sitting.times
        saved = times.get("saved") or times.get("committed") or written
        self._add_rows(who, activity, counted, sitting.confidence, sitting.committed or bool(sitting.tries), times.get("opened", ""), saved, notes)

    def _add_rows(self, who, activity, given, sure, committed, opened, saved, notes):
        blank, places = self._ask(activity)
        counted = blank | given  # in the order of the exercise; what was not answered is None
        self.items.append(places)
        if len(counted) > len(blank):
            foreign = [item for item in counted if item not in blank]
            self.items.append(self._number(activity, foreign))
            if blank:
                notes.setdefault("Items that this kit does not ask, so not marked: {}.", []).extend(f"{activity}/{item}" for item in foreign)
        self.responses.extend(map(self.response_codes.__getitem__, counted.values()))
        self.confidence.extend(map(sure.get, counted, repeat(np.nan)) if sure else [np.nan] * len(counted))
        (student, name), file, account = who
        self.sittings.append((student, name, activity, file, account, committed, opened, saved, len(counted)))

    def _ask(self, activity):
        """Return ({item: None}, numbers of the items) of an exercise, both empty where the kit has none of that name."""
        if activity not in self.asked:
            slug, _, name = activity.partition("/")
            if slug in self.known and slug not in self.activities:
                self.activities[slug] = read_items(slug, self.root)
                self.fingerprints[slug] = read_article(slug, self.root).fingerprint
            found = self.activities.get(slug, {}).get(name)
            blank = {item.id: None for item in found.items()} if found else {}
            self.asked[activity] = blank, self._number(activity, blank)
        return self.asked[activity]

    def _number(self, activity, items):
        return np.array([self.item_codes[f"{activity}/{item}"] for item in items], dtype=np.int32)

    def close(self):
        """Return the HandIn of everything taken so far."""
        sittings = pd.DataFrame(self.sittings, columns=SITTING)
        texts = SITTING[:5] + ["opened", "saved"]
        sittings = sittings.astype({**dict.fromkeys(texts, "str"), "committed": bool, "rows": int})
        sittings["saved"] = pd.to_datetime(sittings["saved"], utc=True, format="ISO8601", errors="coerce").astype("datetime64[us, UTC]")
        spread = lambda column: _spread(sittings[column], sittings["rows"])  # noqa: E731
        answers = pd.DataFrame({
            "student": spread("student"), "name": spread("name"), "item": self.item_codes.take(np.concatenate([np.empty(0, np.int32), *self.items])),
            "response": self.response_codes.take(np.array(self.responses, dtype=np.int32)), "confidence": np.array(self.confidence, dtype=float),
            "file": spread("file"), "committed": np.repeat(sittings["committed"].to_numpy(), sittings["rows"])})
        return HandIn(answers, pd.DataFrame(self.faults, columns=PROBLEM, dtype="str"), sittings)


def _spread(texts, rows):
    """Return one text per sitting as one per answer."""
    codes, names = pd.factorize(texts)
    return pd.Categorical.from_codes(np.repeat(codes, rows), pd.Index(names, dtype="str"))
