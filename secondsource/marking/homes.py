"""Bring together what students saved in their own folders on a shared computer: one answer file for each,
named after the folder.

Notebooks save one file for each set and no name. The folder's name is the account, which a student cannot
choose, so it becomes the name. Of one exercise in two files (a copy, a renamed one) the sitting saved last
counts, and the other is listed.
"""

import os
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from .. import __version__
from ..files import name_text
from ..problems import fail
from .answer_file import AnswerFile, parse_document, save_answers, when_saved
from .people import fold_name, shorten
from .sources import list_folder, read_documents

INSIDE = "second-source/answers"  # where notebooks on JupyterHub keep answers, in a student's home

LONGEST_NAME = 190  # bytes; a file name has room for 255, of which one in the making takes some


class Gathered(NamedTuple):
    """What was found in one folder: the student's name, how many exercises, and [(file, why it was not read
    or does not count)]; the file is "" where it is the folder itself. folder: its name, as messages show it.
    """

    student: str
    exercises: int
    faults: list
    folder: str


def gather(homes, out, inside=INSIDE):
    """Write OUT/NAME.json for each folder NAME in `homes` with answers in NAME/`inside`; return a Gathered
    for each, sorted.

    An older OUT/NAME.json is replaced, whole. No link is followed, and no file stops the rest. Raises
    ContentError where no folder holds answers, OSError where `out` cannot be written to.
    """
    folders = [home for home in sorted(Path(homes).iterdir()) if _has(home / inside)]
    names = _name_students(folders)
    found = [_gather_one(home, inside, Path(out), name) for home, name in zip(folders, names, strict=True)]
    if not found:
        fail(
            homes,
            inside,
            "no folder here has answers in it.",
            "Name the folder that holds the students’ homes, and with --inside where their answers are.",
        )
    return found


def list_idle(homes, inside=INSIDE):
    """Return the names of the folders in `homes` that have no answers in them, sorted: whose work is missing,
    or no student's folder at all.
    """
    folders = [
        home for home in sorted(Path(homes).iterdir()) if home.is_dir() and not home.name.startswith(".")
    ]
    return [name_text(home.name) for home in folders if not _has(home / inside)]


def _has(folder):
    try:
        folder.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True  # whether it is there is hidden from us: to be told, not left out
    return True


def _name_students(homes):
    """Return a name for each home: the folder's, as text, short enough for an answer file and for a file's
    name, and no two of them one student's.
    """
    names = {}  # by how they are compared
    for home in homes:
        name = name_text(home.name)
        if len(name.encode()) > LONGEST_NAME:
            name = name.encode()[: LONGEST_NAME - 9].decode("utf-8", "ignore")
            name += f"-{zlib.crc32(os.fsencode(home.name)):08x}"
        number, single = 1, name
        while fold_name(name) in names:
            number += 1
            name = f"{single} ({number})"
        names[fold_name(name)] = name
    return list(names.values())


def _gather_one(home, inside, out, student):
    folder, shown = home / inside, name_text(home.name)
    if home.is_symlink() or folder.resolve() != home.resolve() / inside:
        fault = "This leads out of the student’s folder; links are not followed."
        return Gathered(student, 0, [("", fault)], shown)
    kept, faults = {}, []  # kept: {exercise: (when it was saved, file, Sitting)}
    for source in list_folder(folder):
        if source.name.endswith(".json") or source.fault:  # not .bad: put aside by a notebook, which said so
            for document in read_documents(source):
                file = document.fault or parse_document(document.data)
                if isinstance(file, str):
                    faults.append((document.name, file))
                else:
                    faults += _keep_latest(kept, document.name, file)
    if kept:
        now = datetime.now(UTC).isoformat()
        activities = {name: sitting for name, (_, _, sitting) in kept.items()}
        save_answers(
            out / f"{student}.json",
            AnswerFile(kit=__version__, student=student, written=now, activities=activities),
        )
    return Gathered(student, len(kept), faults, shown)


def _keep_latest(kept, name, file):
    """Put those sittings of a file into `kept` that were saved last; return [(file, why it counts not)]."""
    left = {}
    for activity, sitting in file.activities.items():
        mine, older = (when_saved(sitting, file.written), name, sitting), kept.get(activity)
        if older and older[2] == sitting:
            continue
        kept[activity] = max(older, mine, key=lambda one: one[0]) if older else mine
        if older:
            loser, winner = (older, mine) if kept[activity] is mine else (mine, older)
            left.setdefault((loser[1], winner[1]), []).append(activity)
    return [
        (loser, f"Here twice: {shorten(names)}. {winner} was saved last and counts.")
        for (loser, winner), names in left.items()
    ]
