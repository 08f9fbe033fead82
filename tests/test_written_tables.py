"""No table that the kit writes holds a formula, whoever typed it: one test over all of them."""

import csv
import re

import pytest
from helpers.handing_in import SPEAKING, sitting, submission
from helpers.hostile_set import write_hostile_set
from helpers.places import ROOT

from secondsource.book.notices import Package, write_packages
from secondsource.data.raw import corpus
from secondsource.exports import export_files
from secondsource.files import STARTS
from secondsource.live.classroom import Classroom, open_class
from secondsource.live.messages import HandedIn
from secondsource.live.results import write_after
from secondsource.live.store import Store
from secondsource.mark_class import Desk, mark_class
from secondsource.marking.answer_file import Sitting
from secondsource.marking.paper import write_table
from secondsource.notebooks.corpus_files import write_corpus

STARTING = [start for start in STARTS if start.strip()]
FORMULA = "1+1|' /C calc'!A0"


def write_marks(folder):
    """Marks of a class and its list: names, files, texts and ids begin with each of the signs."""
    answers, rows = folder / "handed-in", ["name,id number"]
    answers.mkdir()
    for number, start in enumerate(STARTING):
        work = {
            SPEAKING: sitting({"p2.1": f"{start}{FORMULA}"}),
            "2015-scale/rewrite": sitting({"text": f"{start}{FORMULA}"}, fingerprint=""),
        }
        name = f"{start}{('listed', 'stranger')[number % 2]}{number}"
        (answers / f"{name}.json").write_bytes(submission(name, work))
        rows.append(f"{start}listed{number},{start}7{number}")
    (answers / "=broken.json").write_bytes(b"{")
    (folder / "class.csv").write_text("\n".join(rows), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:  # the report is no table, and takes ten seconds
        patch.setattr("secondsource.report.page.write_report", lambda *_, **__: None)
        mark_class(answers, folder / "marks", desk=Desk(folder / "class.csv"))


def write_what_came_late(folder):
    store = Store(str(folder / "class.sqlite"))
    room = Classroom(store, open_class(store, "word", 8460, 30), (SPEAKING,))
    students = [room.join(f"{start}late").result(10)[0] for start in STARTING]
    room.change_step("show", SPEAKING).result(10)
    for student, start in zip(students, STARTING, strict=True):
        state = Sitting(answers={f"{start}p2.1": f"{start}{FORMULA}"})
        given = HandedIn(sitting="sitting-1", revision=1, base=0, activity=SPEAKING, seen=True, state=state)
        room.hand_in(student, given).result(10)
    write_after(room, folder / "late")
    store.close()


def write_exports(folder):
    write_hostile_set(folder / "kit")
    (folder / "items.csv").write_bytes(export_files(root=folder / "kit")["items.csv"])


def write_sheet_table(folder):
    write_hostile_set(folder / "kit")
    write_table(["wild/table", "wild/choose"], folder / "wild-answers.csv", folder / "kit")


def write_packages_of_others(folder):
    write_packages([Package(*[f"{start}{FORMULA}"] * 4) for start in STARTING], folder / "packages.csv")


def write_texts_as_tables(folder):
    tables = {
        name: table.head(9).map(lambda value: f"={value}" if isinstance(value, str) else value)
        for name, table in corpus().items()
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("secondsource.notebooks.corpus_files.corpus", lambda _root: tables)
        write_corpus(folder)


WRITERS = {
    write_marks: {"grades", "items", "marks", "moodle", "problems", "texts", "who"},
    write_what_came_late: {"after-the-reasons"},
    write_exports: {"items"},
    write_sheet_table: {"wild-answers"},
    write_packages_of_others: {"packages"},
    write_texts_as_tables: {"cards", "figures", "labels", "sentences", "texts"},
}


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
def test_no_cell_of_a_table_that_is_written_begins_a_formula(write, tmp_path):
    write(tmp_path)
    tables = [path for path in tmp_path.rglob("*.csv") if path.name != "class.csv"]
    assert {path.stem for path in tables} == WRITERS[write]
    guarded = 0
    for path in tables:
        with open(path, encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert [cell for cell in cells if cell.lstrip(" \t\r\n").startswith(STARTS)] == [], path.name
        guarded += sum(cell.startswith("'") for cell in cells)
    assert guarded or write is write_sheet_table, "nothing was tried"


def test_every_table_that_the_code_names_is_among_them():
    """A new table gets into the test above, or is one that others write."""
    code = [path.read_text(encoding="utf-8") for path in (ROOT / "secondsource").rglob("*.py")]
    named = {name for text in code for name in re.findall(r"\b[a-z][a-z-]*(?=\.csv\b)", text)}
    written = {name.removeprefix("wild-") for names in WRITERS.values() for name in names}
    assert named - {"class"} == written
