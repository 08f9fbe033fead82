"""The tables a teacher gets: full marks for the key, the shape Canvas imports, nothing a spreadsheet would
run, nothing of a teacher's lost.
"""

import csv
import io
import os
from types import SimpleNamespace

import pandas as pd
import pytest
from click.testing import CliRunner
from helpers.corpus import some
from helpers.handing_in import GOOD, SPEAKING, read, sitting, submission
from helpers.kit_files import rows_of

from secondsource.cli import main
from secondsource.content.items import read_items
from secondsource.content.texts import PRACTICE, slugs
from secondsource.content.textset import TextSet
from secondsource.files import clean_cell, read_cell
from secondsource.mark_class import mark_class
from secondsource.marking.csv_tables import name_exercises, write_gradebook
from secondsource.marking.marks import mark, wanted_key
from secondsource.marking.rubric import SKILLS
from secondsource.marking.spreadsheet import write_csv
from secondsource.problems import ContentError

ESSAY = "2015-scale/rewrite"
REWRITE = "“The Real Picture of Iran”: Write it fairly"
HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r\n=1",
    " =1",
    "＝1",
    "\u202e=1",
    "\x00=1",
    "\ufeff=1",
    '=HYPERLINK("http://x.example")',
]


def write(folder, files, out, **options):
    """Write answer files into a folder, mark them, write the tables to `out`; return the Summary."""
    hand_in = read(folder, files)
    return write_gradebook(hand_in, mark(hand_in.answers, wanted_key(hand_in.sittings)), out, **options)


def essay(student, text="My fair version.", **options):
    return submission(student, {ESSAY: sitting({"text": text}, fingerprint="", **options)})


def fill(path, **cells):
    """Type into the first row of a table of texts, as a teacher does; save it with semicolons, as Excel
    does in much of Europe.
    """
    table = rows_of(path)
    table[0].update(cells)
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(table)


@pytest.fixture
def out(tmp_path):
    return tmp_path / "marks"


@pytest.mark.parametrize("slug", some(slugs()))
def test_the_key_gets_full_marks_and_a_blank_none(tmp_path, out, slug):
    library = TextSet(slug)
    key = {
        f"{slug}/{name}": {
            item: getattr(answer, "answer", "text") for item, answer in library.answers(name).items()
        }
        for name in library.activities
    }
    write(
        tmp_path / "in",
        {
            "key.json": submission("Key", {name: sitting(given) for name, given in key.items()}),
            "blank.json": submission("Blank", {name: sitting({}) for name in key}),
        },
        out,
    )
    possible, *students = rows_of(out / "marks.csv")
    graded = [name for name in possible if name in name_exercises(key).values()]
    marks = {row["Student"]: [row[name] for name in graded] for row in students}
    assert marks == {"Key": [possible[name] for name in graded], "Blank": ["0"] * len(graded)}
    assert bool(graded) != slug.startswith(("check-", PRACTICE))
    wrong = [
        row["item"]
        for row in rows_of(out / "items.csv")
        if row["name"] == "Key" and row["mark"] not in ("right", "contested", "text")
    ]
    assert not wrong


def test_marks_have_the_shape_that_canvas_imports(tmp_path, out):
    write(
        tmp_path / "in",
        {
            "doejane_4711_9_a.json": submission("Jane Doe"),
            "b.json": submission("Points Possible", {"ferry-fares/knowing": sitting({"p2.1": "F0"})}),
        },
        out,
    )
    lines = (out / "marks.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == (
        "Student,ID,SIS User ID,SIS Login ID,Section,"
        '"“Fares Up, Heads Up!”: Who is speaking in the ferry quarrel?",'
        '"“Fares Up, Heads Up!”: How do they know? The numbers of the ferry quarrel"'
    ), "parents may read it"
    assert lines[1].startswith("    Points Possible,,,,,")
    assert lines[2].startswith("Jane Doe,4711,,,,1,") and lines[3].startswith("Points-Possible,,,,,,")


def test_no_two_exercises_of_the_kit_have_one_name_in_a_gradebook():
    activities = [f"{slug}/{name}" for slug in slugs() for name in read_items(slug)]
    names = name_exercises(activities)
    assert len(set(names.values())) == len(activities)


def test_checks_are_no_grades(tmp_path, out):
    summary = write(
        tmp_path / "in", {"a.json": submission("Ada", {"check-a/speaking": sitting({"p1.4": "S0"})})}, out
    )
    assert "check" not in (out / "marks.csv").read_text(encoding="utf-8-sig") and "check-a" in (
        out / "items.csv"
    ).read_text(encoding="utf-8-sig")
    assert "no basis for grades" in str(summary)


def test_what_is_tried_while_a_rule_is_read_is_no_grade(tmp_path, out):
    """17 columns of two points each stood in marks.csv, and they moved each student's per cent."""
    answers = {f"{PRACTICE}/{name}": sitting({}) for name in read_items(PRACTICE)}
    write(tmp_path / "in", {"a.json": submission("Ada", {**answers, SPEAKING: sitting({"p2.1": "S0"})})}, out)
    (_, ada) = rows_of(out / "marks.csv")
    assert [name for name in ada if "Canteen" in name] == [] and any("Fares Up" in name for name in ada)
    assert PRACTICE in (out / "items.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_no_cell_starts_like_a_formula(tmp_path, out, text):
    answers = {SPEAKING: sitting({"p2.1": text}), ESSAY: sitting({"text": text})}
    write(
        tmp_path / "in",
        {"a.json": submission(text, answers), "=cmd.json": b"{", "b.json": submission("\u202etxt\u202c.exe")},
        out,
    )
    for path in out.glob("*.csv"):
        for cells in csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")):
            for cell in cells:
                assert not cell.strip().startswith(("=", "+", "-", "@", "＝")), (path.name, cell)
                assert not set(cell) & set("\x00\t\r\u202e\ufeff"), (path.name, cell)
    assert "Student" in pd.read_csv(out / "marks.csv") and (out / "marks.csv").read_bytes().startswith(
        b"\xef\xbb\xbf"
    )


@pytest.mark.parametrize("text", ["plain", "=1", "'=1", "''-1", "'tis", "- a list", "", "two\nlines"])
def test_a_cleaned_cell_is_read_as_it_was(text):
    assert read_cell(clean_cell(text)) == text


def test_only_our_files_are_written_and_all_of_them_in_the_folder(tmp_path, out):
    out.mkdir()
    (out / "mine.txt").write_text("keep")
    write(
        tmp_path / "in",
        {
            "a.json": submission(
                "../../evil", {SPEAKING: sitting({"p2.1": "S0"}), ESSAY: sitting({"text": "x"})}
            )
        },
        out,
    )
    assert sorted(os.listdir(out)) == ["items.csv", "marks.csv", "mine.txt", "problems.csv", "texts.csv"]
    assert sorted(os.listdir(tmp_path)) == ["in", "marks"] and (out / "mine.txt").read_text() == "keep"


def test_a_write_that_fails_leaves_the_old_file_whole(tmp_path, monkeypatch):
    write_csv(pd.DataFrame({"a": ["old"]}), tmp_path / "t.csv")

    def no_space(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", no_space)
    with pytest.raises(OSError):
        write_csv(pd.DataFrame({"a": ["new"]}), tmp_path / "t.csv")
    assert "old" in (tmp_path / "t.csv").read_text(encoding="utf-8-sig") and os.listdir(tmp_path) == ["t.csv"]


def test_marks_for_texts_are_read_back_and_added_up(tmp_path, out):
    files = {"a.json": essay("Ada", "Zwölf; “twelve”,\nsaid\tone."), "b.json": essay("Bo")}
    assert write(tmp_path / "in", files, out).texts_marked == 0
    assert REWRITE not in (out / "marks.csv").read_text(encoding="utf-8-sig")
    assert [rows_of(out / "texts.csv")[0][name] for name in ("asked", *SKILLS)] == [
        "figures, speaking",
        "",
        "",
        "–",
    ]
    fill(out / "texts.csv", speaking="3", figures="2", comment="=good")
    summary = write(tmp_path / "in", files, out)
    possible, ada, bo = rows_of(out / "marks.csv")
    assert [row[REWRITE] for row in (possible, ada, bo)] == ["6", "5", ""]
    assert (summary.texts, summary.texts_marked) == (2, 1) and not rows_of(out / "problems.csv")


BAD_MARKS = [
    ({"speaking": "4"}, "is no mark"),
    ({"speaking": "good"}, "is no mark"),
    ({"speaking": "-1"}, "is no mark"),
    ({"speaking": "1.5"}, "is no mark"),
    ({"speaking": "2"}, "no total yet"),
    ({"missing": "2"}, "asks for figures and speaking; the points for missing do not count"),
    ({"code": "t0", "speaking": "2"}, "belong to no text"),
    ({"text": "another", "speaking": "2"}, "text has changed"),
]


@pytest.mark.parametrize("cells, reason", BAD_MARKS, ids=[reason + str(cells) for cells, reason in BAD_MARKS])
def test_a_mark_that_does_not_fit_is_listed_and_not_counted(tmp_path, out, cells, reason):
    write(tmp_path / "in", {"a.json": essay("Ada")}, out)
    fill(out / "texts.csv", **cells)
    before = (out / "texts.csv").read_bytes()
    summary = write(tmp_path / "in", {}, out)
    assert (
        any(reason in row["problem"] for row in rows_of(out / "problems.csv")) and summary.texts_marked == 0
    )
    assert (out / "texts.csv").read_bytes() == before


def test_a_table_that_is_none_is_listed(tmp_path, out):
    (tmp_path / "notes.csv").write_text("shopping,list\nmilk,2\n")
    write(tmp_path / "in", {"a.json": essay("Ada")}, out, rubric=tmp_path / "notes.csv")
    assert "columns code" in rows_of(out / "problems.csv")[0]["problem"]


def test_running_again_never_writes_over_a_teachers_marks(tmp_path, out):
    write(tmp_path / "in", {"a.json": essay("Ada")}, out)
    write(tmp_path / "in", {"b.json": essay("Bo")}, out)
    assert [row["name"] for row in rows_of(out / "texts.csv")] == ["Ada", "Bo"] and not (
        out / "texts-2.csv"
    ).exists()
    fill(out / "texts.csv", speaking="3", figures="3", comment="fine")
    typed = (out / "texts.csv").read_bytes()
    write(tmp_path / "in", {}, out)
    assert not (out / "texts-2.csv").exists()
    write(tmp_path / "in", {"c.json": essay("Cy")}, out)
    assert (out / "texts.csv").read_bytes() == typed
    assert [(row["name"], row["speaking"], row["comment"]) for row in rows_of(out / "texts-2.csv")] == [
        ("Ada", "3", "fine"),
        ("Bo", "", ""),
        ("Cy", "", ""),
    ]
    fill(out / "texts-2.csv", speaking="1")
    said = str(write(tmp_path / "in", {}, out))
    assert "texts-2.csv: 3 texts to read" in said and "The newest table counts" in said
    assert (
        rows_of(out / "marks.csv")[1][REWRITE] == "4"
        and "older table" in rows_of(out / "problems.csv")[0]["problem"]
    )


def test_the_command_marks_a_folder_and_says_what_it_did(tmp_path, out):
    folder = tmp_path / "in"
    read(folder, {"a.json": GOOD, "b.json": submission("[bold]Bo[/bold] <b>"), "bad.json": b"{"})
    done = CliRunner().invoke(main, ["mark", str(folder), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "2 students, 16 answers from 2 files." in done.output and "problems.csv: 1 line" in done.output
    assert "Bo[/bold] <b>" not in (out / "report.html").read_text(encoding="utf-8")


UNREAD = [
    ({"a.json": GOOD}, ""),
    ({"a.json": GOOD, "b.json": submission("Bo", {})}, ""),
    ({"a.json": GOOD, "essay.docx": b"PK"}, "NOT READ: 1 file. "),
    ({"a.json": GOOD, "answers-Ada.json": b"{"}, "NOT READ: 1 file. "),
    (
        {
            "a.json": GOOD,
            "answers-Bo.json": b"{",
            "Cy Doe_1_assignsubmission_file_/x.json": b"",
            "x.zip": b"",
        },
        "NOT READ: 3 files, among them all the work of 2 students. ",
    ),
    (
        {"a.csv": f"student,{SPEAKING}/p2.1\nAda,S0\nada,S1\n".encode(), "b.csv": b"name\nAda\n"},
        "NOT READ: 2 files. ",
    ),
]


@pytest.mark.parametrize("files, said", UNREAD)
def test_what_was_not_read_is_said_first_on_the_screen(tmp_path, out, files, said):
    summary = write(tmp_path / "in", files, out)
    if not said:
        assert summary.unread == "" and "NOT READ" not in str(summary)
        return
    assert str(summary).startswith(said)
    assert {row["kind"] for row in rows_of(out / "problems.csv")} <= {"not read", "note"}
    assert rows_of(out / "problems.csv")[0]["kind"] == "not read"


@pytest.mark.parametrize(
    "files, said",
    [case if "3 files" in case[1] else pytest.param(*case, marks=pytest.mark.slow) for case in UNREAD],
)
def test_what_was_not_read_is_said_first_in_the_report(tmp_path, out, files, said):
    """A report takes some seconds, so one is made each time, and all in the slow run."""
    read(tmp_path / "in", files)
    summary = mark_class(tmp_path / "in", out)
    report = (out / "report.html").read_text(encoding="utf-8")
    if not said:
        assert "NOT READ" not in str(summary) + report
        return
    assert str(summary).startswith(said) and report.index(said) < report.index("<h1")


REFUSED = [
    ("no-such", "marks", "no such file"),
    ("in", "in", "another folder"),
    ("empty", "marks", "no answer file in it"),
]


@pytest.mark.parametrize("answers, folder, reason", REFUSED, ids=[reason for _, _, reason in REFUSED])
def test_what_cannot_be_marked_is_said_in_one_message(tmp_path, answers, folder, reason):
    (tmp_path / "empty").mkdir()
    read(tmp_path / "in", {"a.json": GOOD})
    with pytest.raises(ContentError, match=reason):
        mark_class(tmp_path / answers, tmp_path / folder)


def test_without_the_keys_the_command_says_so(tmp_path):
    sittings = SimpleNamespace()
    with pytest.raises(ContentError, match="solutions/"):
        wanted_key(sittings, tmp_path)
