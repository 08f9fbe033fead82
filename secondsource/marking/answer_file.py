"""Answer files: what a student's work looks like on disk, and how it is saved without ever losing the last
good copy.
"""

import codecs
import json
import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .. import __version__
from ..files import MAX_BYTES, decode_text, learner_folder, write_whole
from ..problems import ContentError, fail
from .wrapped import MARK as MARK_OF_ALL
from .wrapped import cut_out, find_answers

SCHEMA = "second-source-answers/2"
FIRST_SCHEMA = "second-source-answers/1"  # of kit 0.1.0: read for ever, never written
ShortText = Annotated[str, Field(max_length=200)]
LONGEST_TEXT = 20_000  # characters; the page lets nobody type more than the file may hold
# JSON whose quotation marks a word processor or a phone has made curly. Such a mark ends a string of JSON
# where JSON goes on behind it; others belong to what a student wrote.
CURLY_JSON = re.compile(r"[\s\u200b\u2060\ufeff]*\{[\s\u200b\u2060\ufeff]*[“”„]")
MARK = re.compile(r"[“”„]")
END = re.compile(
    r'[“”„](?=[\s\u200b\u2060\ufeff]*(?:[}\]]|,[\s\u200b\u2060\ufeff]*["“”„{\[\d-]'
    r'|:[\s\u200b\u2060\ufeff]*(?:["“”„{\[\d-]|true|false|null)))'
)
# A string of JSON, to its end or the file's, or a space that JSON knows only inside one: mail programs put
# them in place of those that stand before a line.
STRING_OR_SPACE = re.compile(r'("(?:[^"\\]|\\.)*"?)|[^\S \t\r\n]|[\u200b\u2060\ufeff]', re.DOTALL)
CURLED = (
    "Another program has made the file’s quotation marks curly; it was read as if they were straight. "
    "Look at its texts, if it has any."
)
OLD_CODE = (
    "Another program has saved the file in an old encoding; it was read as windows-1252. "
    "Look at its names and texts."
)
SPACED = (
    "Another program has put odd spaces into the file, such as no-break ones; it was read as if they were "
    "plain ones. Look at its texts, if it has any."
)
WRAPPED = "There is other text around the answers, such as a mail’s; it was left out."
SEVERAL = (
    "Several answer files stand in it, one behind the other. Save each as a file of its own, from its "
    "first { to its last }, and mark again."
)
CHANGED = (
    "Answers stand in this text, but the program that they were pasted into has changed them: {} Ask for the "
    "file that “Download my answers” saves."
)
# How a file begins that is called like answers and is none.
OTHER_KINDS = [
    (rb"PK\x03\x04", "This is a zip that is called otherwise. Let its name end in .zip and mark again."),
    (rb"(Rar!|7z\xbc\xaf|\x1f\x8b)", "This is packed, and not as a zip. Unpack it and mark again."),
    (
        rb"\s*<(!doctype|html|\?xml)",
        "This is a web page, perhaps one to sign in, and holds no answers. Download the file again.",
    ),
]
TAKEN = ".taken-over"  # beside the answers: one line for each folder whose answers were taken over
WAIT = 10  # seconds for another notebook to finish its save
LongText = Annotated[str, Field(max_length=LONGEST_TEXT)]
ItemName = Annotated[str, Field(max_length=80)]


class Sitting(BaseModel):
    """One student's work on one activity.

    edition: where it was begun: "study", "class", "teach", "live" or "notebook"; "" where nobody knows, as in
        the first schema.
    id: random, one for each sitting; revision: how often it was saved. Two copies with one id are one
        sitting.
    first: the answers at the first check of the passage they stand in, before any second try.
    passages: for each item of a passage that was checked or skipped, which of the two. Without an entry it
        is open: neither right nor wrong, unless the whole exercise was committed (tries).
    place: the item in hand. checked: rubric lines the student ticked.
    times: ISO 8601, UTC, by the student's clock. fingerprint: of the text that was read.
    """

    model_config = ConfigDict(extra="forbid")
    edition: Annotated[str, Field(pattern=r"^[a-z]{0,20}$")] = ""
    id: Annotated[str, Field(pattern=r"^([0-9a-f]{32})?$")] = ""
    revision: Annotated[int, Field(ge=0)] = 0
    answers: dict[ItemName, LongText] = {}
    confidence: dict[ItemName, Annotated[int, Field(ge=50, le=100)]] = {}
    first: dict[ItemName, LongText] = {}
    # Files of 0.1.0 have none, and a {} here would be copied, deep, for each sitting.
    passages: dict[ItemName, Literal["checked", "skipped"]] = Field(default_factory=dict)
    place: ItemName = ""
    checked: dict[ItemName, bool] = {}
    committed: bool = False
    tries: Annotated[int, Field(ge=0)] = 0
    times: dict[Literal["opened", "saved", "committed"], ShortText] = {}
    fingerprint: ShortText = ""
    kit: ShortText = ""


class AnswerFile(BaseModel):
    """The whole file. `activities` is keyed "set/activity"; `student` is whatever name or code the student
    chose.
    """

    model_config = ConfigDict(extra="forbid", title="Second Source answers")
    schema_: Annotated[Literal[SCHEMA, FIRST_SCHEMA], Field(alias="schema")] = SCHEMA
    kit: ShortText = ""
    student: ShortText = ""
    written: ShortText = ""
    activities: dict[Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$", max_length=120)], Sitting] = {}


def answer_schema():
    """Return the published JSON Schema of an answer file, as text."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **AnswerFile.model_json_schema()}
    return json.dumps(schema, indent=1, sort_keys=True) + "\n"


def read_answers(path):
    """Return the AnswerFile at `path`; a new, empty one where there is none. Raises ContentError on a file
    that is not one.
    """
    path = Path(path)
    if not path.exists():
        return AnswerFile()
    if path.stat().st_size > MAX_BYTES:
        fail(path.name, "", f"is larger than {MAX_BYTES:,} bytes.", "This is not an answer file of the kit.")
    file = parse_document(path.read_bytes())
    if isinstance(file, str):
        fail(path.name, "", file, "Download the answers again, and do not edit the file.")
    return file


def keep_sitting(path, name, sitting, before=None):
    """Put one Sitting into the answer file at `path`, beside what is there; return it as it is kept.

    before: the Sitting that the writer last saw there. What somebody else has put there since then stays,
        too.
    Raises OSError, ValueError or ContentError when it cannot be kept, also when the same answer was changed
    by both.
    """
    from filelock import FileLock  # late: the command line has no need of it

    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(
        path.with_name(f".{path.name}.lock"), timeout=WAIT
    ):  # two notebooks of one set share a file: neither may overwrite the other's answers
        file = read_answers(path)
        if before is not None and name in file.activities:
            sitting = _blend(path, file.activities[name], before, sitting)
        save_answers(
            path,
            AnswerFile(
                kit=__version__,
                student=file.student,
                activities={**file.activities, name: sitting},
                written=datetime.now(UTC).isoformat(),
            ),
        )
    return sitting


def _blend(path, held, before, after):
    """Return the Sitting `held` with what changed from `before` to `after`. What was first stays first, and
    no try is lost.
    """
    parts = {
        part: _blend_part(path, part, *(getattr(sitting, part) for sitting in (held, before, after)))
        for part in ("answers", "confidence", "checked", "passages")
    }
    tries = held.tries + max(0, after.tries - before.tries)
    parts |= {
        "first": {**after.first, **held.first},
        "tries": max(tries, after.tries),
        "committed": after.committed if after.committed != before.committed else held.committed,
        "times": _blend_times(held.times, after.times),
        "revision": after.revision if held == before else max(held.revision, after.revision) + 1,
        "id": held.id or after.id,
        "edition": held.edition if held.times else after.edition,
    }
    return after.model_copy(update=parts)


def _blend_part(path, part, theirs, known, mine):
    changed = {item for item in {*mine, *known} if mine.get(item) != known.get(item)}
    clash = any(theirs.get(item) not in (known.get(item), mine.get(item)) for item in changed)
    if clash and part != "passages":  # checked in one place and skipped in another: the later word
        fail(
            path.name,
            "",
            "newer answers to this exercise were saved from another notebook or tab.",
            "Run this cell again to see them.",
        )
    return {
        **{item: answer for item, answer in theirs.items() if item not in changed},
        **{item: mine[item] for item in changed if item in mine},
    }


def _blend_times(theirs, mine):
    times = {name: max(theirs.get(name, ""), mine.get(name, "")) for name in {*theirs, *mine}}
    return times | {name: theirs[name] for name in ("opened",) if theirs.get(name)}


def answers_folder():
    """Return where a notebook keeps answers, from wherever it is started: `answers` in the learner's folder.

    Answers in a folder `answers` of the working folder, where the first edition kept them, are taken over
    once.
    """
    folder = learner_folder() / "answers"
    with suppress(OSError):  # the next save says it
        take_over_answers(Path("answers"), folder)
    return folder


def take_over_answers(source, folder):
    """Copy what is answered in the folder `source` into `folder`, once; return the names of the files
    brought, and of those that were not: no answer files, or with another answer to the same exercise than
    `folder`, which keeps its own.

    `source` is left as it is. Raises OSError when `folder` cannot be written to.
    """
    source, folder = source.resolve(), folder.resolve()
    done, brought, differ = folder / TAKEN, [], []
    known = done.read_text(encoding="utf-8").splitlines() if done.exists() else []
    if source == folder or not source.is_dir() or str(source) in known:
        return brought, differ
    for path in sorted(source.glob("*.json")):
        (brought if _take_over(path, folder / path.name) else differ).append(path.name)
    with write_whole(done, "utf-8") as file:
        file.write("\n".join([*known, str(source)]) + "\n")
    return brought, differ


def _take_over(path, target):
    """Bring one answer file to `target`; return whether all of it is there now. A file that is none of ours
    stays where it is.
    """
    try:
        old, new = read_answers(path).activities, read_answers(target).activities
        for name in old.keys() - new.keys():
            keep_sitting(target, name, old[name])
    except (ContentError, ValueError):
        return False
    return all(new.get(name, sitting) == sitting for name, sitting in old.items())


def save_answers(path, answer_file):
    """Write an AnswerFile so that after a crash or a full disk either the old file is there or the new one,
    whole.

    Raises OSError when it cannot be written; the old file is then untouched.
    """
    with write_whole(path, "utf-8", private=True) as file:
        file.write(answer_file.model_dump_json(by_alias=True, indent=1) + "\n")


def when_saved(sitting, written=""):
    """Return when a Sitting was saved, by the student's clock; the earliest of all times where nobody knows.

    written: of its file, for a sitting without times.
    """
    times = sitting.times
    try:
        saved = datetime.fromisoformat(times.get("saved") or times.get("committed") or written)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return saved if saved.tzinfo else saved.replace(tzinfo=UTC)


def parse_document(data, notes=None):
    """Return the AnswerFile in some bytes, or the reason why there is none (a text).

    notes: a list that takes what a teacher should know of a file that another program has saved anew.
    """
    data, is_old = _decode(data)
    old = [OLD_CODE] * is_old
    try:
        file = AnswerFile.model_validate_json(data)
        if notes is not None:
            notes += old
        return file
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
    text = data.decode("utf-8", "replace")
    straight = _straighten(text) if CURLY_JSON.match(text) else text
    plain = STRING_OR_SPACE.sub(lambda found: found[1] or " ", straight)
    told = old + [CURLED] * (straight != text) + [SPACED] * (plain != straight)
    try:
        file = AnswerFile.model_validate_json(plain)
    except ValidationError as error:
        if MARK_OF_ALL in text and (found := _take_out(text, notes)):
            return found
        if straight == text:
            return _describe(error.errors(include_url=False)[0] if plain != text else detail, data)
        return (
            "Another program made the file’s quotation marks curly, and it cannot be read. Ask for it again."
        )
    if notes is not None:
        notes += told
    return file


def _take_out(text, notes):
    """Return the one AnswerFile inside a text, or why it cannot be taken; None where nothing is around it."""
    found = dict(find_answers(text))  # the same one may stand in a mail twice
    if len(found) > 1 or not found and text.count(MARK_OF_ALL) > 1:
        return SEVERAL
    inside = next(iter(found.values()), cut_out(text))
    if len(inside) >= len(text.strip()):
        return None
    told = []
    file = parse_document(inside.encode("utf-8", "replace"), told)
    if isinstance(file, str):
        return (
            CHANGED.format(file.removesuffix(" Ask for it again."))
            if not text.lstrip().startswith("{")
            else None
        )
    if notes is not None:
        notes += [*told, WRAPPED]
    return file


def _straighten(text):
    """Return JSON with straight marks around its strings, and the curly ones inside them as they are."""
    parts, place = [], 0
    while start := MARK.search(text, place):
        end = END.search(text, start.end())
        if not end:
            break
        inside = re.sub(r"\\([“”„])", r"\1", text[start.end() : end.start()])
        parts += [text[place : start.start()], '"', re.sub(r'(?<!\\)"', r"\"", inside), '"']
        place = end.end()
    return "".join([*parts, text[place:]])


def is_answer_file(data):
    """Tell whether some bytes look like an answer file, even a damaged one, or one with a text around it."""
    return MARK_OF_ALL.encode() in _decode(data)[0]


def _decode(data):
    """Return (bytes as UTF-8 without a mark in front, whether they were in windows-1252).

    The page writes UTF-8: bytes that are none, among letters that are, are damage, and stay as they are.
    """
    text, encoding = decode_text(data)
    if encoding != "cp1252":
        return text.encode("utf-8", "replace"), False
    data = data.removeprefix(codecs.BOM_UTF8)
    with suppress(UnicodeDecodeError):
        if data.decode("utf-8", "ignore").isascii():
            return data.decode(encoding).encode(), True
    return data, False


def _describe(detail, data):
    place, message = ", ".join(map(str, detail["loc"]))[:80], detail["msg"]
    if not data.strip():
        return "The file is empty. Ask for it again."
    if foreign := next((words for start, words in OTHER_KINDS if re.match(start, data, re.IGNORECASE)), ""):
        return foreign
    if detail["type"] == "json_invalid":
        cut = "EOF" in message
        fault = "is cut short" if cut else "is not readable as JSON"
        return f"The file {fault} ({message.removeprefix('Invalid JSON: ')}). Ask for it again."
    if detail["loc"] == ("schema",):
        return (
            f"The file says that its schema is “{str(detail['input'])[:60]}”; this kit reads {SCHEMA} and "
            f"{FIRST_SCHEMA}. "
            "Is it from another version or another program?"
        )
    where = f": {place}" if place else ""
    return f"This is no answer file of the kit{where}: {message}. It was edited, or made by another program."
