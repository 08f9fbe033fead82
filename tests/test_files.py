"""How files are read and written, whatever room asks for it: one rule for bytes as text, one zip, one way to
write a file whole.
"""

import re
import zipfile

import pytest
from helpers.places import ROOT

from secondsource.book.notices import Package, write_packages
from secondsource.content.textset import TextSet
from secondsource.files import decode_text, write_zip
from secondsource.marking.answer_file import AnswerFile, is_answer_file, parse_document
from secondsource.marking.spreadsheet import decode_table
from secondsource.originals.files import read_copy
from secondsource.worksheets.sheets import describe_sheet
from secondsource.worksheets.word import write_sheet

TEXT = "name,é\nJürgen Weiß,“yes”\n"
SAVED_AS = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16",  # without a mark, as some programs save
    "utf-16-be": "utf-16",
    "cp1252": "cp1252",
}


@pytest.mark.parametrize("saved, told", SAVED_AS.items())
def test_one_rule_reads_tables_copies_and_answers_in_whatever_they_were_saved(tmp_path, saved, told):
    data = TEXT.encode(saved)
    assert decode_text(data) == (TEXT, told)
    assert decode_table(data) == (TEXT, ",", "")
    (tmp_path / "copy.txt").write_bytes(data)
    assert read_copy(tmp_path / "copy.txt").split() == TEXT.split()
    answers = AnswerFile(student="Jürgen Weiß").model_dump_json(by_alias=True).encode(saved)
    assert parse_document(answers).student == "Jürgen Weiß" and is_answer_file(answers)


@pytest.mark.parametrize("data", [b"", b"a", b"a\0", b"\0\0\0\0", b"a\0bc", b"abc\0"])
def test_a_nought_alone_makes_no_text_wide(data):
    assert decode_text(data) == (data.decode(), "utf-8")


def test_a_damaged_file_of_answers_is_not_taken_for_an_old_one():
    whole = AnswerFile(student="Jürgen").model_dump_json(by_alias=True).encode()
    old = whole.decode().encode("cp1252")
    notes = []
    assert parse_document(old, notes).student == "Jürgen" and "windows-1252" in notes[0]
    assert "JÃ" not in str(parse_document(whole.replace("ü".encode(), "ü".encode() + b"\xfc"), []))


def test_a_zip_and_a_sheet_have_the_same_bytes_on_every_system(tmp_path, monkeypatch):
    text_set, real, made = TextSet("check-a"), zipfile.ZipInfo.__init__, []

    for system in (3, 0):  # what zipfile takes from the computer: 0 on Windows

        def begin(info, *arguments, system=system, **more):
            real(info, *arguments, **more)
            info.create_system = system

        monkeypatch.setattr(zipfile.ZipInfo, "__init__", begin)
        write_sheet(tmp_path / "one.docx", describe_sheet(text_set, list(text_set.activities)))
        write_zip(tmp_path / "one.zip", [("a.txt", b"one" * 99)])
        made.append([(tmp_path / name).read_bytes() for name in ("one.docx", "one.zip")])
    assert made[0] == made[1]


def test_a_table_of_packages_that_cannot_be_written_leaves_the_old_one(tmp_path):
    path = tmp_path / "packages.csv"
    write_packages([Package("one", "1", "MIT", "kit")], path)
    old = path.read_bytes()
    with pytest.raises(AttributeError):
        write_packages([Package("two", "2", "MIT", "kit"), Package("three", None, "", "kit")], path)
    assert path.read_bytes() == old and [one.name for one in tmp_path.iterdir()] == ["packages.csv"]


# Modules that write where they stand: into a folder that is thrown away, put in place as a whole or made
# anew, or a note of a build that is not believed when it is cut.
IN_PLACE = {
    *("author/drafts.py", "author/publishing.py", "live/site.py", "notebooks/running.py"),
    *("book/build.py", "book/directives.py", "book/extension.py", "book/notices.py"),
    *("book/staging.py", "book/standing.py", "book/trim.py"),
}
WRITES = re.compile(r"\.write_(text|bytes)\(|\bopen\([^#\n]*[\"'][wax]b?[\"']|os\.(replace|rename)\(")


def test_what_is_kept_is_written_by_the_one_function_that_writes_whole():
    package = ROOT / "secondsource"
    writers = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if WRITES.search(path.read_text(encoding="utf-8"))
    }
    assert writers == IN_PLACE | {"files.py"}
