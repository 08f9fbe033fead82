"""From a live class to its marks: by the same reading, marking and report as a folder of answer files."""

import io
import json
from collections import Counter
from functools import partial
from typing import NamedTuple

from .. import __version__
from ..data.items import list_items
from ..files import ROOT, write_whole
from ..marking.answer_file import AnswerFile, Sitting
from ..marking.marks import mark, wanted_key
from ..marking.reading import read_sources
from ..marking.sittings import settle
from ..marking.sources import Source
from ..marking.spreadsheet import write_csv
from ..problems import fail
from ..report.splits import FEWEST, Passage, draw_map, share_of_sets
from ..templating import fill_template
from .progress import is_after
from .store import BUNDLE

AFTER = "after-the-reasons.csv"
IN_TIME = "came after the reasons were shown; given before, says the device: it counts"
TOO_LATE = "first handed in after the reasons were shown: it does not count"
CHANGED = "changed after the reasons were shown: it counts as it was"
WORTH = 3  # passages that are named first on the projector


class After(NamedTuple):
    """One answer in the table of what came after the reasons were shown. counted, now: what was answered
    before and since.
    """

    name: str
    exercise: str
    item: str
    counted: str
    now: str
    why: str


class Split(NamedTuple):
    """Where a class split. worth: the passages to talk about first. count: how many handed it in."""

    passages: list
    worth: list
    count: int


def list_files(room, activities=None):
    """Return the AnswerFile of each student, as it counts: of what was shown, the answers from before."""
    students, files = room.students(), {}
    names = name_students(students)
    for row in room.sittings(activities=activities):
        if sitting := _as_it_counts(row):
            files.setdefault(row.student_id, {})[row.activity] = sitting
    return [
        AnswerFile(
            kit=__version__,
            student=names[row.id],
            activities=files[row.id],
        )
        for row in students
        if row.id in files
    ]


def name_students(students):
    """Return {id: name}. Two people of one name stay two: their codes tell them apart."""
    often = Counter(row.name for row in students)
    return {row.id: f"{row.name} ({row.code})" if often[row.name] > 1 else row.name for row in students}


def list_after(room):
    """Return an After for each answer that came when the reasons were shown already, and for each that was
    changed then.
    """
    names, found = name_students(room.students()), []
    for row in room.sittings():
        if row.frozen is None:
            continue
        counted, now = json.loads(row.frozen)["answers"], json.loads(row.state)["answers"]
        nothing_counts = _as_it_counts(row) is None
        for item in dict.fromkeys((*counted, *now)):
            was, is_now = counted.get(item, ""), now.get(item, "")
            if row.late or was != is_now:
                why = IN_TIME if row.late and was == is_now else TOO_LATE if nothing_counts else CHANGED
                found.append(After(names[row.student_id], row.activity, item, was, is_now, why))
    return sorted(found)


def _as_it_counts(row):
    """Return a Sitting as it stood before the reasons were shown, or stands; None where all of it came
    after them. What was left out stays so; other items without an answer are open, unless the exercise was
    handed in as a whole.
    """
    state = Sitting.model_validate_json(row.state)
    whole = state.committed or state.tries > 0
    counted = json.loads(row.frozen) if row.frozen else {**state.model_dump(), "committed": whole}
    answers, passages = counted["answers"], counted["passages"]
    if row.frozen and not (answers or passages or counted["committed"]):
        return None
    done = {"first": answers, "edition": "live", "committed": counted["committed"]}
    if counted["committed"]:
        return state.model_copy(update={**done, "passages": passages, "tries": max(state.tries, 1)})
    left_out = {item: how for item, how in passages.items() if how == "skipped" and not answers.get(item)}
    passages = {**dict.fromkeys(answers, "checked"), **left_out}
    return state.model_copy(update={**done, "passages": passages, "tries": 0})


def write_bundle(room, path):
    """Write what was handed in as answer files, one a line, for `kit.py mark`; for its owner only."""
    with write_whole(path, "utf-8", private=True) as file:
        for answers in list_files(room):
            file.write(answers.model_dump_json(by_alias=True) + "\n")
    return path


def write_marks(room, folder, root=ROOT):
    """Mark the class into `folder`/marks; return the Summary of mark_class."""
    from ..mark_class import mark_class

    if not room.sittings():
        fail("live", "", "nothing was handed in yet.", "Mark the class when somebody has.")
    if not list_files(room):
        fault = "all that was handed in came after the reasons were shown, so nothing counts."
        fail("live", "", fault, f"{write_after(room, folder / 'marks')} has it.")
    summary = mark_class(write_bundle(room, folder / BUNDLE), folder / "marks", root=root)
    write_after(room, summary.folder)
    return summary


def write_after(room, folder):
    """Write the table of what came after the reasons, or remove an old one; return its path, None without."""
    path, rows = folder / AFTER, list_after(room)
    if not rows:
        path.unlink(missing_ok=True)
        return None
    import pandas as pd

    folder.mkdir(parents=True, exist_ok=True)
    write_csv(pd.DataFrame(rows), path)
    return path


def count_after(room):
    """Return how many hand-ins came when their reasons were shown already."""
    return sum(map(is_after, room.sittings()))


def find_split(room, activities, root=ROOT):
    """Return the Split of some exercises of one set; None while fewer than five students handed in."""
    files = list_files(room, activities)
    if len(files) < FEWEST:
        return None
    data = b"".join(answers.model_dump_json(by_alias=True).encode() + b"\n" for answers in files)
    source = Source("class.jsonl", partial(io.BytesIO, data), path="class.jsonl")
    hand_in = settle([read_sources([source], root)])
    marked = mark(hand_in.answers, wanted_key(hand_in.sittings, root))
    catalogue = list_items(root, sorted({name.partition("/")[0] for name in activities}))
    shares, _ = share_of_sets(marked, catalogue)
    passages = draw_map(shares, catalogue)
    return Split(passages, worth_talking(passages), len(files))


def worth_talking(passages):
    """Return the two or three passages on which the class agreed least, the most divided first; none on
    which it agreed.
    """
    open_ones = [passage for passage in passages if any(row.split != "agreed" for row in passage.rows)]
    return sorted(open_ones, key=_agreement)[:WORTH]


def _agreement(passage: Passage):
    return min(row.parts[0].share for row in passage.rows)


def draw_split(split, title):
    """Return a Split as HTML for the projector: no name, no text of a student, nothing of fewer than five."""
    return fill_template("live/split.html", split=split, title=title, fewest=FEWEST)
