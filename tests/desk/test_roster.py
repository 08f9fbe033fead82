"""The class list: who is on it, whose a hand-in is, who is missing; and nobody is guessed."""

import pytest
from click.testing import CliRunner
from helpers.handing_in import SPEAKING, read, sitting, submission

from secondsource.cli import main
from secondsource.desk.grades import tell_class
from secondsource.desk.roster import FOUND, SAYS, read_roster, read_who, recognise, write_who
from secondsource.marking.spreadsheet import read_csv
from secondsource.problems import ContentError

CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,Essay 1 (77),Current Score
,,,,,Manual Posting,
    Points Possible,,,,,10,(read only)
"Lovelace, Ada",4711,s1,ada.l,7b,8,80
"Berg, Bo",4712,s2,bergbo2,7b,,
"Smith, Sam",4713,s3,ss1,7b,,
"Smith, Sam",4714,s4,ss2,7b,,
"Student, Test",99,,abc,7b,,
"""
CANVAS_SPLIT = "LastName,FirstName,ID,SIS Login ID,Section\nLovelace,Ada,4711,ada.l,7b\n"
MOODLE = """First name;Last name;ID number;Email address;Groups
Ada;Lovelace;m1;ada@x.example;
Bo;Berg;;b@x.example;
"""


def list_class(folder, text):
    path = folder / "class.csv"
    path.write_text(text, encoding="utf-8-sig")
    return read_roster(path)


def meet(folder, text, files, typed=None):
    """Return ({name: [names of files that count]}, the Recognised, problems) of a hand-in."""
    hand_in, found = recognise(read(folder / "in", files), list_class(folder, text), typed)
    whose = hand_in.sittings.groupby("student")["file"].agg(list).to_dict()
    return whose, found, hand_in.problems["problem"].tolist()


@pytest.mark.parametrize(
    "text, people",
    [
        (CANVAS, [("Ada Lovelace", "4711", ""), ("Bo Berg", "4712", ""), ("Sam Smith", "4713", ""),
                  ("Sam Smith", "4714", "")]),
        (CANVAS_SPLIT, [("Ada Lovelace", "4711", "")]),
        (MOODLE, [("Ada Lovelace", "", "m1"), ("Bo Berg", "", "")]),
        ("name,id\nAda Lovelace,17\nBo Berg,18\n", [("Ada Lovelace", "", "17"), ("Bo Berg", "", "18")]),
        ("Ada Lovelace\n\nBo Berg\n", [("Ada Lovelace", "", ""), ("Bo Berg", "", "")]),
        ("Name\tE-Mail\n'=Ada\ta@x.example\n", [("'=Ada", "", "")]),
    ],
    ids=["canvas", "canvas in two columns", "moodle", "typed", "names", "formula"],
)  # fmt: skip
def test_a_class_list_is_read_as_it_was_exported(tmp_path, text, people):
    table = list_class(tmp_path, text)
    assert list(table[["name", "canvas", "number"]].itertuples(index=False, name=None)) == people


@pytest.mark.parametrize(
    "data, said",
    [
        (b"PK\x03\x04 a workbook", "save it as CSV"),
        (b"Points,Grade\n1,2\n", "no column of names"),
        (b"name\n", "nobody in it"),
        (b"", "nobody in it|no column of names"),
    ],
)
def test_a_file_that_is_no_class_list_is_refused_with_what_to_do(tmp_path, data, said):
    (tmp_path / "list.csv").write_bytes(data)
    with pytest.raises(ContentError, match=said):
        read_roster(tmp_path / "list.csv")


def test_a_student_is_found_by_account_by_login_and_by_the_name_in_any_order(tmp_path):
    files = {
        "lovelaceada_4711_9001_answers.json": submission("Adi"),
        "b.json": submission("bergbo2"),
        "c.json": submission("SMITH Sam 4714"),
    }
    whose, found, _ = meet(tmp_path, CANVAS, files)
    assert whose == {
        "adalovelace": ["lovelaceada_4711_9001_answers.json"],
        "boberg": ["b.json"],
        "samsmith (4714)": ["c.json"],
    }
    assert found.missing == ["Sam Smith (4713)"] and found.unknown.empty


def test_a_name_of_two_students_is_given_to_neither_until_the_teacher_says_whose_it_is(tmp_path):
    files = {"c.json": submission("Sam Smith"), "d.json": submission("Zoe")}
    whose, found, _ = meet(tmp_path, CANVAS, files)
    assert whose == {"samsmith": ["c.json"], "zoe": ["d.json"]} and found.missing == [
        "Ada Lovelace",
        "Bo Berg",
    ]
    assert found.unsure == ["Sam Smith (4713)", "Sam Smith (4714)"], "of them there is something"
    assert found.unknown[FOUND].tolist() == ["Sam Smith", "Zoe"]
    assert "Sam Smith (4713), Sam Smith (4714)" in found.unknown["why"][0]
    assert write_who(found.unknown, tmp_path)
    table = read_csv(tmp_path / "who.csv")
    table[SAYS] = ["4713", "nobody"]
    table.to_csv(tmp_path / "who.csv", index=False)
    whose, found, _ = meet(tmp_path, CANVAS, {}, read_who(tmp_path))
    assert whose == {"samsmith (4713)": ["c.json"], "zoe": ["d.json"]} and found.unknown.empty
    assert not write_who(found.unknown, tmp_path)
    assert read_csv(tmp_path / "who.csv")[SAYS].tolist() == ["4713", "nobody"], "what was typed stays"


def test_a_file_without_a_name_is_asked_for_with_the_name_that_it_was_given(tmp_path):
    """“This name is not on the list”, was said of x.json; and dora-maar.json was nobody that came to mind."""
    files = {"dora-maar.json": submission(""), "Dora Maar (2).json": submission(""), "x.json": submission("")}
    _, found, _ = meet(tmp_path, "name,id\nDora Maar,4\nEve Ensler,5\n", files)
    why = "No name is in the file; its own is not on the list"
    told = dict(zip(found.unknown["files"], found.unknown["why"], strict=True))
    assert told == {
        "dora-maar.json": f"{why}. Perhaps Dora Maar?",
        "Dora Maar (2).json": f"{why}. Perhaps Dora Maar?",
        "x.json": why,
    }


BY_SPREADSHEET = [("007", "7"), ("3E5", "300000"), ("3E5", "3.00E+05"), ("3E5", "3,00E+05"), ("١٢", "12")]


@pytest.mark.parametrize("code, saved", BY_SPREADSHEET)
def test_a_code_that_a_spreadsheet_took_for_a_number_is_known_again_in_what_the_teacher_saved(
    tmp_path, code, saved
):
    """A code stands for a name in many classes; LibreOffice and Excel save 007 as 7."""
    files = {"a.json": submission(code), "b.json": submission("Zoe")}
    meet(tmp_path, CANVAS, files)
    (tmp_path / "who.csv").write_text(
        f'{FOUND},files,why,{SAYS}\n"{saved}",a.json,x,4711\n', encoding="utf-8"
    )
    whose, found, _ = meet(tmp_path, CANVAS, {}, read_who(tmp_path))
    assert whose == {"adalovelace": ["a.json"], "zoe": ["b.json"]}
    assert found.unknown[FOUND].tolist() == ["Zoe"]


def test_a_class_list_of_codes_that_a_spreadsheet_saved_finds_them_and_guesses_nobody(tmp_path):
    files = {f"{code}.json": submission(code) for code in ("007", "08", "8", "012")}
    whose, found, _ = meet(tmp_path, "name\n7\n8\n0012\n013\n", files)
    assert whose == {"7": ["007.json"], "8": ["8.json"], "08": ["08.json"], "0012": ["012.json"]}
    assert found.unknown[FOUND].tolist() == ["08"], "of two codes that are 8 only one can be"
    assert found.missing == ["013"]


def test_an_id_that_a_spreadsheet_took_for_a_number_is_the_one_on_the_list(tmp_path):
    text = "name,id number\nAda,0077\nBo,078\n"
    whose, found, _ = meet(tmp_path, text, {"a.json": submission("Zoe")}, {"zoe": "77"})
    assert whose == {"ada": ["a.json"]} and found.missing == ["Bo"]


def test_two_spellings_of_one_student_are_one_and_the_later_sitting_counts(tmp_path):
    files = {
        "early.json": submission("Bo Berg", {SPEAKING: sitting({}, saved="2026-01-05T10:00:00Z")}),
        "late.json": submission("bergbo2", {SPEAKING: sitting({}, saved="2026-01-06T10:00:00Z")}),
    }
    whose, _, problems = meet(tmp_path, CANVAS, files)
    assert whose == {"boberg": ["late.json"]}
    assert any("Handed in twice" in problem for problem in problems)


def test_a_name_that_is_another_students_account_is_told(tmp_path):
    whose, _, problems = meet(tmp_path, CANVAS, {"lovelaceada_4711_9_a.json": submission("Bo Berg")})
    assert list(whose) == ["adalovelace"]
    assert any("Whose work is it?" in problem for problem in problems)


def test_of_whom_a_file_cannot_be_read_is_not_among_those_who_handed_in_nothing(tmp_path):
    """A teacher wrote home that nothing had come."""
    files = {"answers-Bo-Berg.json": b"%PDF-1.4", "a.json": submission("Ada Lovelace")}
    _, found, _ = meet(tmp_path, CANVAS, files)
    assert found.unread == ["Bo Berg"] and "Bo Berg" not in found.missing
    told = "\n".join(tell_class(found, tmp_path, None))
    assert (
        "1 handed in something that counts." in told and "could not be read, and no other, from: Bo" in told
    )
    assert "Nothing from 2: Sam Smith (4713), Sam Smith (4714)." in told


def test_two_hand_ins_under_one_name_of_two_students_are_asked_for_by_that_name(tmp_path):
    """“This name is not on the list” was said of the second."""
    files = {
        f"{name}.json": submission(
            "Sam Smith", {SPEAKING: {**sitting({"p2.1": "S0"}, opened=opened), "id": number * 32}}
        )
        for name, number, opened in (("c", "a", "2026-01-05T10:00:00Z"), ("d", "b", "2026-01-06T10:00:00Z"))
    }
    _, found, _ = meet(tmp_path, CANVAS, files)
    assert len(found.unknown) == 2 and all("stands for 2 students" in why for why in found.unknown["why"])


def test_the_command_names_who_is_missing_and_who_is_unknown(tmp_path):
    read(tmp_path / "in", {"a.json": submission("Ada Lovelace"), "z.json": submission("Zoe")})
    (tmp_path / "class.csv").write_text(MOODLE, encoding="utf-8")
    run = CliRunner().invoke(
        main,
        ["mark", str(tmp_path / "in"), "--out", str(tmp_path / "m"), "--roster", str(tmp_path / "class.csv")],
    )
    assert run.exit_code == 0, run.output
    assert (
        "Nothing from 1 (or is one of the names below theirs?): Bo Berg." in run.output
        and "Who is that? Zoe." in run.output
    )
    assert str(tmp_path / "m") in run.output, "it says where it wrote"
    moodle = read_csv(tmp_path / "m" / "moodle.csv")
    assert moodle["Email address"].tolist() == ["ada@x.example", "b@x.example"], "no row that is nobody"
    assert read_csv(tmp_path / "m" / "marks.csv")["Student"].tolist()[1:] == [
        "Ada Lovelace",
        "Bo Berg",
        "Zoe",
    ]
