"""Tables in which a teacher marks free texts: found in order, laid out, read back."""

import os
import re
import unicodedata

import pandas as pd
import pytest
from helpers.answering import library
from helpers.corpus import some
from helpers.places import ROOT
from pydantic import ValidationError

from secondsource.content.keys import Essay
from secondsource.content.texts import slugs
from secondsource.marking.rubric import (
    COLUMNS,
    SKILLS,
    fill_in,
    lay_out,
    list_overlooked,
    list_tables,
    read_rubric,
    total_points,
    write_texts,
)
from secondsource.marking.spreadsheet import read_csv

ESSAY = "2015-scale/rewrite/text"


def marked(*texts):
    """Return a marked table of free texts, one student each."""
    names = [f"student {number}" for number in range(len(texts))]
    return pd.DataFrame(
        {"student": names, "name": names, "item": ESSAY, "response": texts, "mark": "kept", "points": None}
    )


def test_tables_are_listed_oldest_first_and_other_files_are_not(tmp_path):
    for name in ("texts.csv", "texts-10.csv", "texts-9.csv", "texts-old.csv", "mytexts.csv", "texts-2.txt"):
        (tmp_path / name).touch()
    assert [path.name for path in list_tables(tmp_path)] == ["texts.csv", "texts-9.csv", "texts-10.csv"]


def test_a_row_is_found_again_by_a_code_that_no_spreadsheet_turns_into_a_number():
    table = lay_out(pd.concat([marked("one", "two"), marked("three").assign(mark="right")]))
    assert list(table.columns) == COLUMNS and list(table["text"]) == ["one", "two"]
    assert table["code"].is_unique and table["code"].str.fullmatch("t[0-9a-f]{10}").all()
    assert list(table["code"]) == list(lay_out(marked("changed", "too"))["code"]), "a code is for good"


def test_the_later_table_counts_and_the_earlier_is_named(tmp_path):
    table = lay_out(marked("one"))
    for name, points in (("texts.csv", "1"), ("texts-2.csv", "3")):
        table.assign(speaking=points, figures="2").to_csv(tmp_path / name, index=False)
    rubric = read_rubric(list_tables(tmp_path))
    filled, problems = fill_in(table, rubric)
    assert list(total_points(filled)) == [5.0]
    said = (
        "speaking is “1” in the older table texts.csv and “3” in texts-2.csv, which counts. Correct it there."
    )
    assert [text for _, _, text in problems] == [f"{ESSAY}: {said}"]


def test_a_table_of_the_first_edition_is_read(tmp_path):
    """It had no column `asked` and no dashes; a third skill that a teacher marked in it is listed."""
    table = lay_out(marked("one"))
    old = table.assign(speaking="1", figures="2", missing="3").drop(columns="asked")
    old.to_csv(tmp_path / "texts.csv", index=False)
    filled, problems = fill_in(table, read_rubric(list_tables(tmp_path)))
    assert list(total_points(filled)) == [3.0] and "the points for missing do not count" in problems[0][2]
    assert write_texts(filled, tmp_path).name == "texts.csv", "what a teacher typed is left as it is"


TEXT = "A fair version → with “quotes”, Šimun’s 😀 and ½.\n\nÇa va, 5–6 a day…"


@pytest.mark.parametrize(
    "save",
    [
        lambda text: text.encode("cp1252", "replace").decode("cp1252"),  # Excel, as plain CSV
        lambda text: text.replace("😀", "??").encode("cp1252", "replace").decode("cp1252"),
        lambda text: text.encode("mac_roman", "replace").decode("mac_roman"),
        lambda text: text.encode("cp850", "replace").decode("cp850"),
        lambda text: text.encode("ascii", "replace").decode(),
        lambda text: text.replace("→", "_").replace("😀", "__"),
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace("\n", "\r\n"),
    ],
)
def test_a_text_that_a_spreadsheet_saved_in_poorer_letters_is_the_same_text(tmp_path, save):
    table = lay_out(marked(TEXT, "متن کوتاه"))
    saved = table.assign(text=table["text"].map(save), speaking="1", figures="3")
    saved.to_csv(tmp_path / "texts.csv", index=False, encoding="utf-8")
    filled, problems = fill_in(table, read_rubric(list_tables(tmp_path)))
    assert list(total_points(filled)) == [4.0, 4.0] and problems == []
    assert write_texts(filled, tmp_path).name == "texts.csv" and len(list_tables(tmp_path)) == 1


@pytest.mark.parametrize(
    "old, new",
    [
        (TEXT, TEXT.replace("5–6", "5–7")),
        (TEXT, TEXT.replace("fair", "unfair")),
        ("متن کوتاه", "متن دیگر"),
        ("Çà", "Ça"),
    ],
)
def test_a_text_with_other_words_is_another_text(tmp_path, old, new):
    lay_out(marked(old)).assign(speaking="1", figures="3").to_csv(tmp_path / "texts.csv", index=False)
    filled, problems = fill_in(lay_out(marked(new)), read_rubric(list_tables(tmp_path)))
    assert "the text has changed" in problems[0][2]
    assert write_texts(filled, tmp_path).name == "texts-2.csv"


def test_marks_follow_a_text_whose_student_has_another_name_now(tmp_path):
    lay_out(marked("one", "two")).assign(speaking="1", figures=["2", "3"]).to_csv(tmp_path / "texts.csv")
    table = lay_out(marked("one", "two").assign(student=["sam (12)", "student 1"]))
    filled, problems = fill_in(table, read_rubric(list_tables(tmp_path)))
    assert dict(zip(filled["text"], total_points(filled), strict=True)) == {"one": 3, "two": 4}
    assert problems == [] and write_texts(filled, tmp_path).name == "texts.csv"


ESSAYS = {
    f"{slug}/{name}/{item}": answer
    for slug in slugs()
    for name in library(slug).activities
    for item, answer in library(slug).answers(name).items()
    if isinstance(answer, Essay)
}


@pytest.mark.parametrize("item", ESSAYS)
def test_a_text_marked_for_what_the_exercise_asks_has_a_total_out_of_that(tmp_path, item):
    table = lay_out(marked("one").assign(item=item))
    asked = table["asked"][0].split(", ")
    assert asked == ESSAYS[item].columns
    assert [skill for skill in SKILLS if table[skill][0] == ""] == [name for name in SKILLS if name in asked]
    table.assign(**dict.fromkeys(asked, "3")).to_csv(tmp_path / "texts.csv", index=False)
    filled, problems = fill_in(table, read_rubric(list_tables(tmp_path)))
    assert list(total_points(filled)) == [3.0 * len(asked)] and problems == []


def test_the_page_on_rubrics_names_the_columns_of_every_free_text():
    page = (ROOT / "solutions/lessons/rubrics.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(.+?)` \| (.+?) \| (.+?) \|$", page, re.MULTILINE)
    shown = {f"{name}/text": [main, *("" if also == "–" else also).split(", ")] for name, main, also in rows}
    assert {item: [name for name in names if name] for item, names in shown.items()} == {
        item: answer.columns for item, answer in ESSAYS.items()
    }


@pytest.mark.parametrize("columns", [[], ["figures", "figures"], ["wording"]])
def test_columns_of_a_key_that_make_no_sense_are_refused(columns):
    with pytest.raises(ValidationError):
        Essay(rubric=["a", "b"], model="m", columns=columns)


@pytest.mark.parametrize("cells", [{"speaking": "3"}, {"comment": "fine"}])
def test_a_table_somebody_typed_into_is_left_alone_and_a_new_one_written_beside_it(tmp_path, cells):
    def write(*texts):
        table = lay_out(marked(*texts))
        return write_texts(fill_in(table, read_rubric(list_tables(tmp_path)))[0], tmp_path).name

    assert write("one") == "texts.csv" and write("one", "two") == "texts.csv"
    read_csv(tmp_path / "texts.csv").assign(**cells).to_csv(tmp_path / "texts.csv", index=False)
    typed = (tmp_path / "texts.csv").read_bytes()
    assert write("one", "two") == "texts.csv" and write("one", "two", "three") == "texts-2.csv"
    assert (tmp_path / "texts.csv").read_bytes() == typed


# What a student may type that a spreadsheet makes something else of, and what LibreOffice made of it (in
# English of two countries, or German), saved as a table of its own and from that as CSV.
VALUES = {
    "20 November 2026": "11/20/2026",
    "2026-11-20": "20.11.2026",
    "20.11.": "11/20/2026",
    "Nov 20": "11/01/2020",
    "1/2": "01/02/26",
    "3-4": "04/03/2026",
    "12:30": "12:30:00 PM",
    "0012": "12",
    "1E5": "1.00E+05",
    "1,000": "1",
    "5%": "5.00%",
    "5.50": "5.5",
    "false": "FALSE",
    "TRUE": "WAHR",
    "49170123456789012345": "4.9170123456789E+019",
    "1 1/2": "1.5",
    "$5": "5",
    "(5)": "-5",
    "+49 170 1234567": "49170 1234567",
    "۲۰۲۶/۱۱/۲۰": "11/20/2026",
}


def type_points(path, change=lambda text: text, **cells):
    """Type points into a table as a spreadsheet shows and saves it."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table.assign(text=table["text"].map(change), **cells).to_csv(path, index=False, encoding="utf-8")


@pytest.mark.parametrize("text", some([*VALUES, "'12", "''1/2", " 1/2", "May 5\nJune 6", "'", "’20"], each=3))
@pytest.mark.parametrize("program", ["keeps", "hides"])
def test_a_date_or_a_number_as_a_text_comes_back_from_a_spreadsheet_as_it_was(tmp_path, text, program):
    """The apostrophe before it makes it text in every program: most show and keep it, some hide it."""
    write_texts(lay_out(marked(text, "two")), tmp_path)
    shown = pd.read_csv(tmp_path / "texts.csv", dtype=str)["text"][0]
    assert shown.startswith(("'", "’", "May", " '")), "a spreadsheet would make a value of it"
    hides = text in VALUES and program == "hides"
    type_points(tmp_path / "texts.csv", lambda cell: cell.removeprefix("'") if hides else cell, speaking="1")
    filled, problems = fill_in(lay_out(marked(text, "two")), read_rubric(list_tables(tmp_path)))
    assert list(filled["text"]) == [text, "two"] and list(filled["speaking"]) == ["1", "1"]
    assert not [text for _, _, text in problems if "no points yet" not in text]
    assert write_texts(filled, tmp_path).name == "texts.csv"


@pytest.mark.parametrize("text", some(VALUES, each=3))
def test_points_beside_a_text_that_a_spreadsheet_made_a_value_of_stay_and_it_is_told_once(tmp_path, text):
    """In a table of an earlier kit no apostrophe stood before it."""
    lay_out(marked(text)).to_csv(tmp_path / "texts.csv", index=False)
    type_points(tmp_path / "texts.csv", lambda _: VALUES[text], speaking="1", figures="3")
    filled, problems = fill_in(lay_out(marked(text)), read_rubric(list_tables(tmp_path)))
    assert list(total_points(filled)) == [4.0]
    told = [said for _, _, said in problems]
    assert len(told) <= 1 and all(
        f"the text is “{text}”, and “{VALUES[text]}” in your" in one for one in told
    )
    write_texts(filled, tmp_path)
    filled, problems = fill_in(lay_out(marked(text)), read_rubric(list_tables(tmp_path)))
    assert list(total_points(filled)) == [4.0] and problems == []


@pytest.mark.parametrize("typed", ["2.0", "2,0", "2.00", " 2 ", "２", "۲", "٢"])
def test_points_are_read_as_a_spreadsheet_or_another_keyboard_writes_them(tmp_path, typed):
    table = lay_out(marked("one"))
    table.assign(speaking=typed, figures="1").to_csv(tmp_path / "texts.csv", index=False)
    filled, problems = fill_in(table, read_rubric(list_tables(tmp_path)))
    assert list(total_points(filled)) == [3.0] and problems == []


def test_points_that_a_teacher_saved_under_another_name_or_form_are_not_passed_over_in_silence(tmp_path):
    table = lay_out(marked("one"))
    write_texts(table, tmp_path)

    def told():
        rows = list_overlooked(tmp_path, read_rubric(list_tables(tmp_path)))
        return {file: text for file, _, text in rows}

    (tmp_path / "texts.ods").touch()
    os.utime(tmp_path / "texts.ods", (0, 0))
    table.to_csv(tmp_path / "texts - Copy.csv", index=False)
    assert told() == {}, "older, or without a point"
    table.assign(speaking="3").to_csv(tmp_path / "texts (1).csv", index=False)
    (tmp_path / "Texts.XLSX").touch()
    os.utime(tmp_path / "Texts.XLSX", (2**32, 2**32))
    assert list(told()) == ["Texts.XLSX", "texts (1).csv"]
    assert "CSV UTF-8" in told()["Texts.XLSX"] and "do not count" in told()["texts (1).csv"]
    table.assign(speaking="3").to_csv(tmp_path / "texts.csv", index=False)
    assert list(told()) == ["Texts.XLSX"], "the same points count already"
