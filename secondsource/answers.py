"""Answer files: what a student's work looks like on disk, and how it is saved without ever losing the last good copy."""

import json
import os
import tempfile
from contextlib import suppress
from datetime import datetime, timezone
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from . import __version__
from .problems import fail
from .strict import MAX_BYTES

ShortText = Annotated[str, Field(max_length=200)]
LONGEST_TEXT = 20_000  # characters; the page lets nobody type more than the file may hold
WAIT = 10  # seconds for another notebook to finish its save
LongText = Annotated[str, Field(max_length=LONGEST_TEXT)]
ItemName = Annotated[str, Field(max_length=80)]


class Sitting(BaseModel):
    """One student's work on one activity.

    first: the answers at the first commit, before any second try. checked: rubric lines the student ticked.
    times: ISO 8601, UTC, by the student's clock. fingerprint: of the text that was read.
    """

    model_config = ConfigDict(extra="forbid")
    answers: dict[ItemName, LongText] = {}
    confidence: dict[ItemName, Annotated[int, Field(ge=50, le=100)]] = {}
    first: dict[ItemName, LongText] = {}
    checked: dict[ItemName, bool] = {}
    committed: bool = False
    tries: Annotated[int, Field(ge=0)] = 0
    times: dict[Literal["opened", "saved", "committed"], ShortText] = {}
    fingerprint: ShortText = ""
    kit: ShortText = ""


class AnswerFile(BaseModel):
    """The whole file. `activities` is keyed "set/activity"; `student` is whatever name or code the student chose."""

    model_config = ConfigDict(extra="forbid", title="Second Source answers")
    schema_: Annotated[Literal["second-source-answers/1"], Field(alias="schema")] = "second-source-answers/1"
    kit: ShortText = ""
    student: ShortText = ""
    written: ShortText = ""
    activities: dict[Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$", max_length=120)], Sitting] = {}


def answer_schema():
    """Return the published JSON Schema of an answer file, as text."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **AnswerFile.model_json_schema()}
    return json.dumps(schema, indent=1, sort_keys=True) + "\n"


def read_answers(path):
    """Return the AnswerFile at `path`; a new, empty one where there is none. Raises ContentError on a file that is not one."""
    path = Path(path)
    if not path.exists():
        return AnswerFile()
    if path.stat().st_size > MAX_BYTES:
        fail(path.name, "", f"is larger than {MAX_BYTES:,} bytes.", "This is not an answer file of the kit.")
    try:
        return AnswerFile.model_validate_json(path.read_bytes())
    except ValidationError as error:
        detail = error.errors()[0]
        fail(path.name, ", ".join(map(str, detail["loc"])), detail["msg"] + ".", "Download the answers again, and do not edit the file.")


def keep_sitting(path, name, sitting):
    """Put one Sitting into the answer file at `path`, beside what is there. Raises OSError, ValueError or ContentError when it cannot be kept."""
    from filelock import FileLock  # late: the command line has no need of it
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_name(f".{path.name}.lock"), timeout=WAIT):  # two notebooks of one set share a file: neither may overwrite the other's answers
        file = read_answers(path)
        save_answers(path, AnswerFile(kit=__version__, student=file.student, activities={**file.activities, name: sitting},
                                      written=datetime.now(timezone.utc).isoformat()))


def save_answers(path, answer_file):
    """Write an AnswerFile so that after a crash or a full disk either the old file is there or the new one, whole.

    Raises OSError when it cannot be written; the old file is then untouched.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(answer_file.model_dump_json(by_alias=True, indent=1) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder):
    """Make a new name in a folder last through a power cut. Windows does it by itself; a file system that cannot has a whole file all the same."""
    if hasattr(os, "O_DIRECTORY"):
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
