"""Read what a class handed in into one table. Answers are data: checked against the schema, never run.

Which answers count: see counting.py. Every sitting says in which edition it was begun; `last` is for files of
kit 0.1.0, which do not.
- A sitting that was changed after its first check is listed, and so is one that was never finished. Boxes
  left open and words left alone are blank then, since nobody has said “none fits”.
- An item that was asked but not answered is a row with a missing response, so that blanks count wherever the
  exercise was begun; in a passage that was skipped or never checked it says so (`aside`).

Who is a student. The name typed in the file, compared without capitals, spaces and Unicode forms; without a
name, the one that a learning platform gave the file or its folder, else the file's own name. See people.py.
The same exercise twice: see sittings.py.
"""

import re
from functools import partial
from itertools import repeat
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..content.items import read_items
from ..content.texts import read_article, read_easier, slugs
from ..files import ROOT
from .answer_file import parse_document
from .counting import OPEN, SKIPPED, count_answers
from .marks import ASIDE
from .notebook_work import folder_of, is_code_file, lay_out_tasks, parse_code
from .people import NOBODY, find_holder, fold_name, guess_owner, shorten
from .sittings import NOT_READ, SITTING, HandIn, list_problems, settle, spread
from .sources import open_hand_in, read_documents

CHANGED = [
    "Changed after the first check; the first answers count{}: {{}}.",
    "Changed after it was finished once; the last answers count{}: {{}}.",
]
UNFINISHED = "Not finished, so it counts as it stands, and what is not answered gets no points: {}."
SECOND_TRY = "A second try was not finished; the answers before it count: {}."
NO_EDITION = " (--last counts the last)"  # of kit 0.1.0: the file does not say from which edition it is
UNCHECKED = "Passages that were not checked are open, neither right nor wrong: {}."
SKIPPED_TOO = "Passages that were skipped cost nothing, the others count in proportion: {}."
NAMELESS = [
    "There is no name in the file; it is listed under the file's name.",
    "There is no name in the file; it is listed under the name that the learning platform gave it: {}.",
]
SECOND_ROW = re.compile(r"row \d+ is not read")
EDITED = "Was the file edited, or made by another version of the kit?"
STEP = 100  # files between two reports of progress


def read_hand_in(path, root=ROOT, progress=None, leave_out=None, last=False):
    """Return the HandIn of a folder, a zip or a single file (.json, .jsonl, .csv of paper answers).

    progress: called with (files read, files in all). leave_out: a folder that is not looked into. last: the
        last answers of files that do not say in which edition they were given.
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


def _is_changed(sitting):
    """Tell whether an answer differs from the one at the first check."""
    checked = sitting.answers if sitting.tries else sitting.first
    return any(sitting.first.get(item) != sitting.answers.get(item) for item in checked)


class _Codes(dict):
    """Numbers texts in the order in which they come; None, a missing response, is -1 as in a pandas
    categorical.
    """

    def __init__(self):
        super().__init__({None: -1})

    def __missing__(self, text):
        self[text] = number = len(self) - 1
        return number

    def take(self, codes):
        return pd.Categorical.from_codes(codes, pd.Index(list(self)[1:], dtype="str"))


class _Work(NamedTuple):
    """What counts of one sitting on one activity: {item: response} in `given`, {item: confidence} in `sure`,
    {item: how it was left} in `aside`; opened and saved are times, "" where nobody knows.
    """

    given: dict
    sure: dict
    committed: bool
    opened: str = ""
    saved: str = ""
    aside: dict = {}
    is_easier: bool = False
    id: str = ""


class _Ledger:
    """Takes answer files one by one and makes the tables. Lists are filled, not frames: this is the loop
    that 10,000 files go through.
    """

    def __init__(self, root, last):
        self.root, self.last = root, last
        self.known = set(slugs(root))
        self.activities, self.asked = {}, {}  # of the kit: read once for each set
        self.fingerprints, self.easier = {}, {}  # of its texts, in full and in easier words
        self.choices = {}  # {full item id: what can be chosen} of the exercises that were handed in
        self.item_codes, self.response_codes = _Codes(), _Codes()
        self.items, self.responses, self.confidence, self.aside = [], [], [], []
        self.tasks, self.code = [], {}  # of notebooks
        self.sittings, self.faults, self.unread = [], [], []  # unread: faults of what is not in the tables

    def add_document(self, document):
        if is_code_file(document.data):
            self._add_code(document)
            return
        told = []
        file = document.fault or parse_document(document.data, told)
        if isinstance(file, str):
            self.unread.append((document.name, guess_owner(document.name), file))
            return
        student, holder = fold_name(file.student), find_holder(document.name)
        name = file.student if student else holder.name or document.name
        notes = {} if student else {NAMELESS[bool(holder.name)]: [name]}
        notes |= {fault: [""] for fault in told}
        if not file.activities:
            notes["There are no answers in the file."] = [""]
        who = (student or fold_name(holder.name) or document.name, name), document.name, holder
        for activity, sitting in file.activities.items():
            self._add_sitting(who, activity, sitting, file.written, notes)
        self.faults += [
            (document.name, name, problem.format(shorten(places))) for problem, places in notes.items()
        ]

    def _add_code(self, document):
        found = parse_code(document.data)
        if isinstance(found, str):
            self.unread.append((document.name, guess_owner(document.name), found))
            return
        student, code = found
        place = folder_of(document.name), fold_name(student)
        self.code |= {(*place, activity): text for activity, text in code.items()}

    def add_paper(self, source):
        """Take the answers that a teacher typed from paper."""
        from .paper import read_paper

        answers, problems = read_paper(source.path, self.root)
        for _, student, item, problem in problems.itertuples(index=False):
            is_lost = answers.empty and not student or SECOND_ROW.search(problem)
            faults = self.unread if is_lost else self.faults
            faults.append((source.name, student, f"{item}: {problem}" if item else problem))
        if answers.empty:
            return
        activities = answers["item"].str.rpartition("/")[0]
        for (name, activity), group in answers.groupby(["student", activities], sort=False):
            if group["response"].notna().any():
                group = group.set_index(group["item"].str.rpartition("/")[2])
                given, sure = (group[column].dropna().to_dict() for column in ("response", "confidence"))
                who = (fold_name(name) or name, name), source.name, NOBODY
                self._add_rows(who, activity, _Work(given, sure, True), {})

    def _add_sitting(self, who, activity, sitting, written, notes):
        slug, _, short = activity.partition("/")

        def note(problem, place):
            notes.setdefault(problem, []).append(place)

        if short.startswith("task-"):
            self._add_task(who, activity, sitting, written)
            return
        asked, _ = self._ask(activity)
        if not asked:
            note("Not in this kit, so not marked: {}. Was another version used?", activity)
        is_easier = bool(sitting.fingerprint) and sitting.fingerprint == self.easier.get(slug)
        known = "", sitting.fingerprint if is_easier else self.fingerprints.get(slug, sitting.fingerprint)
        if sitting.fingerprint not in known:
            note("The text has changed since it was answered; marked by the labels of the claims: {}.", slug)
        counted, aside, is_last = count_answers(sitting, asked, self.last)
        if not counted and not aside and not sitting.tries:
            note("Opened but not answered, so not counted: {}.", activity)
            return
        if aside or sitting.tries != 1 or not sitting.committed:
            self._note_standing(sitting, is_last, aside, activity, note)
        times = sitting.times
        saved = times.get("saved") or times.get("committed") or written
        finished = sitting.tries or (sitting.passages and OPEN not in aside.values())
        committed, opened = sitting.committed or bool(finished), times.get("opened", "")
        work = _Work(counted, sitting.confidence, committed, opened, saved, aside, is_easier, sitting.id)
        self._add_rows(who, activity, work, notes)

    def _add_task(self, who, activity, sitting, written):
        """Take a task of a notebook: a sitting without answers to items."""
        (student, name), file, holder = who
        saved, value = sitting.times.get("saved") or written, sitting.answers.get("value", "")
        row = student, name, activity, file, holder.account, holder.name, sitting.committed
        self.sittings.append((*row, "", saved, sitting.id, False, 0))
        self.tasks.append((file, activity, value, sitting.tries, fold_name(name)))

    def _note_standing(self, sitting, is_last, aside, activity, note):
        tried_again = sitting.tries > 1 or not sitting.committed
        if tried_again and _is_changed(sitting):
            note(CHANGED[is_last].format("" if sitting.edition or is_last else NO_EDITION), activity)
        for how, problem in ((OPEN, UNCHECKED), (SKIPPED, SKIPPED_TOO)):
            if number := list(aside.values()).count(how):
                note(problem, f"{activity} ({number})")
        if not sitting.committed and not sitting.passages:
            note(SECOND_TRY if sitting.tries else UNFINISHED, activity)

    def _add_rows(self, who, activity, work, notes):
        blank, places = self._ask(activity)
        counted = blank | work.given  # in the order of the exercise; what was not answered is None
        self.items.append(places)
        if len(counted) > len(blank):
            foreign = [item for item in counted if item not in blank]
            self.items.append(self._number(activity, foreign))
            if blank:
                notes.setdefault("Items that this kit does not ask, so not marked: {}.", []).extend(
                    f"{activity}/{item}" for item in foreign
                )
        self.responses.extend(map(self.response_codes.__getitem__, counted.values()))
        sure = map(work.sure.get, counted, repeat(np.nan)) if work.sure else repeat(np.nan, len(counted))
        self.confidence.extend(sure)
        codes = {item: ASIDE.index(how) for item, how in work.aside.items()} if work.aside else {}
        self.aside.extend([codes.get(item, -1) for item in counted] if codes else repeat(-1, len(counted)))
        (student, name), file, holder = who
        row = student, name, activity, file, holder.account, holder.name, work.committed
        self.sittings.append((*row, work.opened, work.saved, work.id, work.is_easier, len(counted)))

    def _ask(self, activity):
        """Return ({item: None}, numbers of the items) of an exercise, both empty where the kit has none of
        that name.
        """
        if activity not in self.asked:
            slug, _, name = activity.partition("/")
            if slug in self.known and slug not in self.activities:
                self.activities[slug] = read_items(slug, self.root)
                self.fingerprints[slug] = read_article(slug, self.root).fingerprint
                easier = read_easier(slug, self.root)
                self.easier[slug] = easier.fingerprint if easier.units else None
            found = self.activities.get(slug, {}).get(name)
            asked = found.items() if found else []
            blank = {item.id: None for item in asked}
            self.choices |= {f"{activity}/{item.id}": item.choices for item in asked}
            self.asked[activity] = blank, self._number(activity, blank)
        return self.asked[activity]

    def _number(self, activity, items):
        return np.array([self.item_codes[f"{activity}/{item}"] for item in items], dtype=np.int32)

    def close(self):
        """Return the HandIn of everything taken so far."""
        self._note_strange_answers()
        sittings = pd.DataFrame(self.sittings, columns=SITTING)
        texts = SITTING[:6] + ["opened", "saved", "id"]
        sittings = sittings.astype(
            {**dict.fromkeys(texts, "str"), "committed": bool, "rows": int, "easier": bool}
        )
        sittings["saved"] = pd.to_datetime(
            sittings["saved"], utc=True, format="ISO8601", errors="coerce"
        ).astype("datetime64[us, UTC]")
        spread_of = partial(spread, sittings)
        answers = pd.DataFrame(
            {
                "student": spread_of("student"),
                "name": spread_of("name"),
                "item": self.item_codes.take(np.concatenate([np.empty(0, np.int32), *self.items])),
                "response": self.response_codes.take(np.array(self.responses, dtype=np.int32)),
                "confidence": np.array(self.confidence, dtype=float),
                "file": spread_of("file"),
                "aside": pd.Categorical.from_codes(
                    np.array(self.aside, dtype=np.int8), pd.Index(ASIDE, dtype="str")
                ),
                "committed": np.repeat(sittings["committed"].to_numpy(), sittings["rows"]),
            }
        )
        problems = [list_problems(self.unread, NOT_READ), list_problems(self.faults)]
        files = {(folder_of(row[3]), fold_name(row[1])): row[3] for row in self.sittings}
        tasks = lay_out_tasks(self.tasks, self.code, files)
        return HandIn(answers, pd.concat(problems, ignore_index=True), sittings, tasks)

    def _note_strange_answers(self):
        """List answers that are none of their exercise's choices: they count as wrong, and nobody saw why.

        A class gives the same few answers many times over: each pair of item and answer is looked at once.
        """
        items, responses = list(self.item_codes)[1:], list(self.response_codes)[1:]
        codes = np.concatenate([np.empty(0, np.int32), *self.items]).astype(np.int64)
        pairs, row_pairs = np.unique(
            codes * (len(responses) + 1) + np.array(self.responses, dtype=np.int64) + 1, return_inverse=True
        )
        strange = np.array([self._is_strange(items, responses, pair) for pair in pairs.tolist()], dtype=bool)
        if not strange.any():
            return
        sitting = np.repeat(np.arange(len(self.sittings)), [sitting[-1] for sitting in self.sittings])
        found = {}
        for row in np.flatnonzero(strange[row_pairs]):
            item, response = divmod(pairs[row_pairs[row]], len(responses) + 1)
            _, name, _, file, *_ = self.sittings[sitting[row]]
            found.setdefault((file, name), []).append(f"{items[item]} (“{responses[response - 1][:40]}”)")
        self.faults += [
            (file, name, f"None of the answers to choose from, so marked wrong: {shorten(places)}. {EDITED}")
            for (file, name), places in found.items()
        ]

    def _is_strange(self, items, responses, pair):
        item, response = divmod(pair, len(responses) + 1)
        choices = self.choices.get(items[item])
        return bool(
            response and choices is not None and responses[response - 1].strip() not in {"", *choices}
        )
