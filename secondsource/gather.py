"""Bring together what students saved in their own folders on a shared computer: one answer file for each, named after the folder.

Notebooks save one file for each set and no name. The folder's name is the account, which a student cannot choose, so it becomes the name.
"""

from datetime import datetime, timezone
from pathlib import Path
from typing import NamedTuple

from . import __version__
from .answers import AnswerFile, save_answers
from .collect import parse_document
from .intake import list_folder, read_documents
from .problems import fail

INSIDE = "second-source/answers"  # where notebooks on JupyterHub keep answers, in a student's home


class Gathered(NamedTuple):
    """What was found in one folder: how many exercises, and [(file, why it was not read)]; the file is "" where it is the folder itself."""

    student: str
    exercises: int
    faults: list


def gather(homes, out, inside=INSIDE):
    """Write OUT/NAME.json for each folder NAME in `homes` with answers in NAME/`inside`; return a Gathered for each, sorted.

    An older OUT/NAME.json is replaced, whole. No link is followed, and no file stops the rest. Raises ContentError where no folder holds answers,
    OSError where `out` cannot be written to.
    """
    found = [_gather_one(home, inside, Path(out)) for home in sorted(Path(homes).iterdir()) if _has(home / inside)]
    if not found:
        fail(homes, inside, "no folder here has answers in it.", "Name the folder that holds the students’ homes, and with --inside where their answers are.")
    return found


def _has(folder):
    try:
        folder.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True  # whether it is there is hidden from us: to be told, not left out
    return True


def _gather_one(home, inside, out):
    folder = home / inside
    if home.is_symlink() or folder.resolve() != home.resolve() / inside:
        return Gathered(home.name, 0, [("", "This leads out of the student’s folder; links are not followed.")])
    activities, faults = {}, []
    for source in list_folder(folder):
        if source.name.endswith(".json") or source.fault:  # not .bad: put aside by a notebook, which said so
            for document in read_documents(source):
                file = document.fault or parse_document(document.data)
                if isinstance(file, str):
                    faults.append((document.name, file))
                else:
                    activities |= file.activities
    if activities:
        now = datetime.now(timezone.utc).isoformat()
        save_answers(out / f"{home.name}.json", AnswerFile(kit=__version__, student=home.name, written=now, activities=activities))
    return Gathered(home.name, len(activities), faults)
