"""The ledger: which statement was compared with its source, when, by whom, and what came of it.

`checked.yaml` in `exercises/SET`, `solutions/SET`, `exercises/cross-article` and `book` keeps a record for
each statement by its id (statements.py). A record holds for the words it was made of: a statement that was
changed since is one to compare again. `python3 kit.py compared` writes it, and nobody else.
"""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import yaml
from pydantic import Field

from ..files import ROOT, shown, write_whole
from ..problems import fail
from .statements import TABLES, list_page_statements, list_statements, list_table_statements
from .strict import Strict
from .texts import slugs
from .yamlfile import read_yaml, validate

# What came of it, best first. Of two readers the worse result counts.
RESULTS = {
    "seen": "seen again in the source, or in a copy of it",
    "second": "seen in another source only",
    "article": "about the text in front of the student, and compared with that",
    "reasoning": "a reason or a definition, no fact to look up",
    "notes": "only in the notes of our first research, not found again",
    "unseen": "could not be seen at all",
}
READERS = {"model": "a language model", "person": "a person"}
APART = {TABLES: list_table_statements, "pages": list_page_statements}  # what has a ledger and is no set
HEAD = "# Which statement was compared with its source, and when. Written by `python3 kit.py compared`.\n"
Result = Literal["seen", "second", "article", "reasoning", "notes", "unseen"]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]


class Record(Strict):
    """One comparison. words: digest of the words that were compared. at: where they were seen."""

    words: str
    compared: Day
    result: Result
    readers: list[Literal["model", "person"]] = Field(min_length=1)
    references: list[str] = []
    at: str = ""


class Ledger(Strict):
    """The whole of a `checked.yaml`: records by the id of the statement."""

    statements: dict[str, Record] = {}


class Reading(Strict):
    """What one reader found of one statement. mended, was, note: for whoever reads the list; not kept."""

    result: Result
    at: str = ""
    note: str = ""
    was: str = ""
    mended: str = ""


class Readings(Strict):
    """A reader's list: readings by the id of the statement."""

    readings: dict[str, Reading]


class Standing(NamedTuple):
    """How things stand with one statement. record: None where it was never compared."""

    statement: object
    record: Record | None

    @property
    def is_compared(self):
        """Whether these very words were compared."""
        return bool(self.record) and self.record.words == self.statement.digest

    @property
    def was_changed(self):
        """Whether the words were changed after they had been compared."""
        return bool(self.record) and not self.is_compared

    @property
    def lacks_a_reader(self):
        """Whether it is grave and only one reader compared it."""
        return self.is_compared and self.statement.is_grave and len(self.record.readers) < 2


def ledger_path(folder, root=ROOT):
    """Return where the ledger of `exercises/SET`, `solutions/SET` or `book` is kept."""
    return root / folder / "checked.yaml"


def read_ledger(folder, root=ROOT):
    """Return {id: Record} of a folder; none where it has no ledger."""
    path = ledger_path(folder, root)
    return validate(Ledger, read_yaml(path, root), path, root).statements if path.exists() else {}


def list_standings(root=ROOT, with_key=True):
    """Return {set, "cross-article" or "pages": its Standings}, of those that have a ledger."""
    found = {}
    for name in (*slugs(root), *APART):
        statements = _statements_of(name, root, with_key)
        ledgers = {folder: read_ledger(folder, root) for folder in {one.folder for one in statements}}
        if any(ledgers.values()):
            found[name] = [Standing(one, ledgers[one.folder].get(one.id)) for one in statements]
    return found


def list_changed(root=ROOT, with_key=True):
    """Return a line for each statement that was changed after it had been compared with its source."""
    return [
        f"{one.statement.folder}, {one.statement.id}: changed since it was compared with its source "
        f"({one.record.compared}). Compare it again, and record it with `python3 kit.py compared`."
        for standings in list_standings(root, with_key).values()
        for one in standings
        if one.was_changed
    ]


def count_results(standings):
    """Return a Counter of results, with "open" for what was never compared or changed since."""
    return Counter(one.record.result if one.is_compared else "open" for one in standings)


def record_readings(name, file, reader, root=ROOT, day=None):
    """Enter a reader's list for a set, or one of APART, and return how many statements it covers.

    file: YAML, {id: {result, at}}. A statement already compared in these words gets one more reader and keeps
    the worse of the results. Raises ContentError for an id that is no statement: nothing is written then.
    """
    file, with_key = Path(file), (root / "solutions").exists()
    statements = {one.id: one for one in _statements_of(name, root, with_key)}
    readings = validate(Readings, {"readings": read_yaml(file, root)}, file, root).readings
    for unknown in [id_ for id_ in readings if id_ not in statements]:
        fail(
            shown(file, root),
            unknown,
            f"“{name}” has no such statement.",
            "Correct the id; it is a path in the file.",
        )
    for folder in sorted({statements[id_].folder for id_ in readings}):
        ledger = read_ledger(folder, root)
        kept = {one.id: ledger[one.id] for one in statements.values() if one.id in ledger}
        mine = {id_: reading for id_, reading in readings.items() if statements[id_].folder == folder}
        for id_, reading in mine.items():
            kept[id_] = _enter(
                statements[id_], kept.get(id_), reading, reader, day or date.today().isoformat()
            )
        order = [id_ for id_ in statements if id_ in kept]
        _write_ledger(ledger_path(folder, root), {id_: kept[id_] for id_ in order})
    return len(readings)


def _statements_of(name, root, with_key):
    return APART[name](root) if name in APART else list_statements(name, root, with_key)


def _enter(statement, before, reading, reader, day):
    """Return the Record of a statement after one more reading."""
    result, readers = reading.result, [reader]
    if before and before.words == statement.digest:
        result = max(result, before.result, key=list(RESULTS).index)
        readers = [*before.readers, reader]
    return Record(
        words=statement.digest,
        compared=day,
        result=result,
        readers=readers,
        references=list(statement.references),
        at=reading.at,
    )


def _write_ledger(path, records):
    """Write a ledger, one line a statement, so that a change of one is a change of one line."""
    with write_whole(path, "utf-8") as file:
        file.write(HEAD + "statements:\n")
        for id_, record in records.items():
            values = {name: value for name, value in record.model_dump().items() if value}
            flow = yaml.safe_dump(
                values, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**6
            )
            file.write(f"  {id_}: {flow.strip()}\n")
