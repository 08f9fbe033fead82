"""Worksheets and paper answers: everything on the sheet, nothing of the key; what a teacher types in is
marked as on the screen.
"""

import csv
import io
import json
import re
from functools import cache

import pandas as pd
import pytest
from click.testing import CliRunner
from helpers.keys import secrets
from helpers.kits import run_kit
from helpers.needs import needs_originals
from helpers.once import make_once
from helpers.paper import squeeze
from helpers.places import SHARED
from pypdf import PdfReader

from secondsource import data
from secondsource.cli import main
from secondsource.content.keys import Essay
from secondsource.content.labels import Choice
from secondsource.content.texts import slugs
from secondsource.content.textset import TextSet
from secondsource.files import MAX_BYTES
from secondsource.marking.marks import mark, read_keys
from secondsource.marking.paper import codes, read_paper, write_table
from secondsource.originals.quoting import check_quotations, read_originals
from secondsource.problems import ContentError
from secondsource.worksheets.sheets import (
    choose_exercises,
    describe_keys,
    describe_sheet,
    make_worksheets,
    print_sheet,
    split_names,
)

HOSTILE = '#panic("x") $x^2$ @ref *a* _b_ `c` \\n \\u{41} // d /* e */ <f> [g] = h -- "i" שלום سلام 😀'


def read_pages(pdf):
    """Return the text of a PDF, without what stands at the head of every page but the first and at the
    foot of each.
    """
    pages = [page.extract_text().splitlines() for page in PdfReader(io.BytesIO(pdf)).pages]
    return "\n".join(line for number, lines in enumerate(pages) for line in lines[bool(number) : -1])


@cache
def secrets_of(slug):
    return [secret for item, secret in all_secrets() if item.startswith(f"{slug}/")]


all_secrets = cache(secrets)


PRINTED = [
    "2015-scale",
    "across",
    "check-a",
    "ferry-fares",
    "mirror-south",
]  # every kind of exercise and text; reading a PDF takes a second


@cache
def described(slug, kind):
    """Return what is printed on the sheet or the key of a set."""
    library = TextSet(slug)
    sheet = describe_sheet(library, list(library.activities))
    return sheet if kind == "sheet" else describe_keys(library, sheet)


@pytest.fixture
def printed(shared):
    """Return a function from a set and "sheet" or "key" to the text of its PDF. Each is read once a run,
    whatever the number of workers.
    """

    def text_of(slug, kind="sheet"):
        path = shared / f"printed-{slug}-{kind}.txt"
        template = "worksheet.typ" if kind == "sheet" else "worksheet-key.typ"

        def print_it():
            text = read_pages(print_sheet(template, described(slug, kind))[0])
            path.write_text(text, encoding="utf-8")

        return make_once(path, print_it).read_text(encoding="utf-8")

    return text_of


def asked_texts(library):
    """All that a student needs to answer: texts, prompts, answer boxes, choices, rows, options, phrases,
    sums, second sources.
    """
    yield from (unit.text for unit in library.units.values())
    for name, activity in library.activities.items():
        yield from (activity.title, activity.prompt)
        yield from (f"{name} {item.id}" for item in activity.items())
        yield from (
            choice.when
            for item in activity.items()
            if activity.kind in ("mark", "table")
            for choice in (item.choices or {}).values()
        )
        yield from getattr(activity, "options", {}).values()
        yield from (phrase.quote for phrase in getattr(activity, "phrases", {}).values())
        yield from (step.why for step in getattr(activity, "worked", []))
        for row in getattr(activity, "rows", {}).values():
            yield from (row.text, row.note, *([row.number.question, row.number.unit] if row.number else []))
    for card in library.cards.values():
        yield from (card.title, card.says, card.date, card.publisher, card.party)


@pytest.mark.parametrize("slug", PRINTED)
def test_a_sheet_holds_all_that_is_asked_and_nothing_of_the_key(slug, printed):
    text = squeeze(printed(slug))
    assert [asked for asked in asked_texts(TextSet(slug)) if squeeze(asked) not in text] == []
    assert [secret for secret in secrets_of(slug) if squeeze(secret) in text] == []


@pytest.mark.parametrize("slug", slugs())
def test_what_goes_to_the_printer_for_students_holds_no_answer(slug):
    text = json.dumps(described(slug, "sheet"), ensure_ascii=False)
    assert [secret for secret in secrets_of(slug) if secret in text] == [] and '"answer"' not in re.sub(
        r'"heads": {[^}]*}', "", text
    )


@pytest.mark.parametrize(
    "slug", ["mirror-south", "check-a", pytest.param("2015-scale", marks=pytest.mark.slow)]
)
def test_a_key_holds_every_answer_with_its_reason(slug, printed):
    text, library = squeeze(printed(slug, "key")), TextSet(slug)
    for name in library.activities:
        for item, answer in library.answers(name).items():
            reasons = (
                [*answer.rubric, answer.model]
                if isinstance(answer, Essay)
                else [answer.why, answer.sound, *answer.also.values(), *answer.why_not.values()]
            )
            reasons += [library.cards[card].title for card in answer.evidence]
            assert [reason for reason in reasons if squeeze(reason) not in text] == [], f"{name} {item}"
    assert text.count("nopoints") >= sum(
        answer.is_contested
        for name in library.activities
        for answer in library.answers(name).values()
        if not isinstance(answer, Essay)
    )


@pytest.mark.parametrize("slug", slugs())
def test_a_key_is_made_from_every_answer_and_shows_what_is_contested(slug):
    library = TextSet(slug)
    shown = {
        (activity["name"], answer["id"]): answer.get("contested")
        for activity in described(slug, "key")["activities"]
        for answer in activity["answers"]
    }
    assert shown == {
        (name, item): None if isinstance(answer, Essay) else answer.is_contested
        for name in library.activities
        for item, answer in library.answers(name).items()
    }


def test_the_content_note_of_the_page_stands_on_the_sheet(printed):
    noted = {slug for slug in slugs() if described(slug, "sheet")["note"]}
    assert {slug for slug in slugs() if slug[:4].isdigit() or slug.startswith("check-")} <= noted
    assert "Youmayskipanypassage,andnobodywillaskwhy." in squeeze(printed("2015-scale"))


def test_nothing_of_the_originals_is_on_paper(printed, tmp_path):
    needs_originals()
    for slug in data.articles():
        key = json.dumps(described(slug, "key"), ensure_ascii=False)  # holds its sheet as well
        (tmp_path / f"{slug}.json").write_text(key, encoding="utf-8")
    (tmp_path / "printed.txt").write_text(printed("2015-scale"), encoding="utf-8")
    found = check_quotations(read_originals(SHARED / "articles"), [tmp_path])[0]
    assert [str(problem) for problem in found if "shares" in problem.fault] == []


@pytest.fixture
def check_sheet():
    return described("check-a", "sheet")


def test_two_builds_are_the_same_bytes(check_sheet):
    pdf = print_sheet("worksheet.typ", check_sheet)[0]
    assert print_sheet("worksheet.typ", check_sheet)[0] == pdf and b"CreationDate" not in pdf


def test_a_sheet_can_be_read_aloud(check_sheet):
    document = PdfReader(io.BytesIO(print_sheet("worksheet.typ", check_sheet)[0]))
    assert document.trailer["/Root"]["/Lang"] == "en-GB" and document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert (
        "pdfuaid" in document.trailer["/Root"]["/Metadata"].get_data().decode("utf-8")
        and document.metadata.title == "Cars on the quay? Two voices"
    )


def poison(value):
    if isinstance(value, dict):
        return {name: value[name] if name in ("kind", "code") else poison(value[name]) for name in value}
    return (
        [poison(part) for part in value]
        if isinstance(value, list)
        else HOSTILE
        if isinstance(value, str) and value
        else value
    )


@pytest.mark.parametrize("template", ["worksheet.typ", "worksheet-key.typ"])
def test_text_that_looks_like_a_program_is_printed_as_it_stands(template):
    library = TextSet("2015-scale")
    sheet = describe_keys(library, describe_sheet(library, ["taster", "figures", "missing", "rewrite"]))
    pdf = print_sheet(template, poison({**sheet, "cards": sheet["cards"][:2]}))[0]
    text = squeeze(PdfReader(io.BytesIO(pdf)).pages[-1].extract_text())
    latin, emoji = squeeze(HOSTILE[: HOSTILE.index("ש")]), HOSTILE[-1]
    assert latin in text and emoji in text and "ש" in text and "س" in text


@pytest.mark.parametrize("letters", ["", "\U0010fffd", "\U0010fff0\U0010fffd"])
def test_letters_that_no_font_has_are_named_and_only_they_cost_the_accessible_form(check_sheet, letters):
    words = " and ".join(["a title", *letters])
    data, missing = print_sheet("worksheet.typ", {**check_sheet, "title": words})
    assert set(missing) == set(letters)
    assert (b"pdfuaid" in data) == (not letters)


def test_the_command_names_letters_that_no_font_has_before_anything_is_printed(lean_kit):
    path = lean_kit / "exercises/ferry-fares/article.txt"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("title: ", "title: \U0010fffd ", 1), encoding="utf-8")
    done = run_kit(lean_kit, "worksheets", "ferry-fares", "--only", "speaking", "--out", lean_kit / "paper")
    assert done.returncode == 0, done.stderr
    assert "ferry-fares: no font on this computer has \U0010fffd. Boxes stand in their place" in done.stdout


def test_a_script_without_a_font_of_ours_is_printed_too(check_sheet):
    assert print_sheet("worksheet.typ", {**check_sheet, "title": "试"})[0].startswith(b"%PDF")


def test_a_short_sheet_fits_a_lesson(check_sheet):
    library = TextSet("2015-scale")
    lesson = describe_sheet(library, ["speaking", "missing"], ("text", "brief", "worked", "cards"))
    sizes = [
        len(PdfReader(io.BytesIO(print_sheet("worksheet.typ", sheet)[0])).pages)
        for sheet in (described("2015-scale", "sheet"), lesson, check_sheet)
    ]
    assert sizes[0] <= 15 and sizes[1:] == [2, 2]


@pytest.mark.parametrize(
    "names, only, said",
    [
        (["nope"], [], "nope.*2015-scale"),
        (["check-a"], ["mising"], "mising.*missing"),
        ([], ["mising"], "There are: .*rewrite"),
    ],
)
def test_a_name_that_is_none_is_told_with_those_there_are(names, only, said):
    with pytest.raises(ContentError, match=said):
        choose_exercises(names, only)


def test_a_sheet_in_easier_words_prints_the_full_text_beside_the_exercise_on_wording(tmp_path):
    made = list(
        make_worksheets(
            {"2015-scale": ["speaking", "wording"], "check-a": ["missing"]}, tmp_path, easier=True
        )
    )
    assert [one.slug for one in made] == ["2015-scale-easier", "check-a"], "a set without one is as it was"
    library = TextSet("2015-scale", in_easier_words=True)
    words = flat("".join(page.extract_text() for page in PdfReader(tmp_path / "2015-scale-easier.pdf").pages))
    assert (
        flat(library.easier.units["p12.2"].text) in words
        and flat(library.article.units["p12.2"].text) in words
    )
    assert words.count(flat(library.easier.units["p6.4"].text)) == 2, "in the text and in the exercise"
    full = flat(library.article.units["p6.5"].text)
    assert words.count(full) == 1 and words.index(full) > words.index(
        flat("The full text of these paragraphs")
    )


def flat(text):
    return re.sub(r"\W", "", text)


def test_an_unknown_part_is_told(tmp_path):
    with pytest.raises(ContentError, match="There are: text, brief, worked, cards"):
        list(make_worksheets({"check-a": ["missing"]}, tmp_path, ["kards"]))


def test_sets_without_the_exercise_are_passed_over():
    assert choose_exercises(["across", "check-a"], split_names("speaking, missing")) == {
        "check-a": ["speaking", "missing"]
    }


def test_without_solutions_there_are_student_sheets_only_and_it_says_so(kit, tmp_path):
    (kit / "solutions").rename(tmp_path / "away")
    done = run_kit(kit, "worksheets", "check-a", "--out", tmp_path / "out")
    assert done.returncode == 0 and "Only student sheets" in done.stdout
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "check-a-answers.csv",
        "check-a.pdf",
    ]


def test_the_command_makes_sheet_key_and_table_and_names_a_key_left_behind(tmp_path):
    def run(*options):
        words = ["worksheets", "check-a", "--only", "missing", "--out", str(tmp_path), *options]
        return CliRunner().invoke(main, words)

    assert run().exit_code == 0 and sorted(path.name for path in tmp_path.iterdir()) == [
        "check-a-answers.csv",
        "check-a-key.pdf",
        "check-a.pdf",
    ]
    assert [len(PdfReader(tmp_path / name).pages) for name in ("check-a.pdf", "check-a-key.pdf")] == [1, 1]
    assert "Mind the older keys that are still there: check-a-key.pdf" in run("--no-keys").output.replace(
        "\n", " "
    )


# ---- Paper answers
# ------------------------------------------------------------------------------------------------------


def right_answers(slug):
    """Return {full item id: (choices, right answer)} of a set; a free text gets one."""
    library = TextSet(slug)
    answers = {name: library.answers(name) for name in library.activities}
    return {
        f"{slug}/{name}/{item.id}": (
            item.choices,
            "My version." if isinstance(answers[name][item.id], Essay) else answers[name][item.id].answer,
        )
        for name, activity in library.activities.items()
        for item in activity.items()
    }


def typed(choices, answer, way):
    """One answer as a teacher might type it."""
    if choices is None:
        return answer
    code = codes(choices)[answer]
    if code in "x–":
        return {"x": "xXx✓1"[way], "–": ("", "", "-", "no", "0")[way]}[code]
    return (code, code.lower(), answer, choices[answer].name, f" {answer.upper()} ")[way]


def write_rows(path, names, rows, separator=",", encoding="utf-8-sig"):
    write_table(names, path)
    headings = next(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(
        [headings, *([row.get(heading, "") for heading in headings] for row in rows)]
    )
    path.write_text(text.getvalue(), encoding=encoding, newline="")
    return path


@pytest.mark.parametrize("slug", slugs())
def test_the_key_typed_from_paper_scores_full_marks_and_a_blank_sheet_none(slug, tmp_path):
    right = right_answers(slug)
    rows = [
        {"student": f"way {way}", **{item: typed(*answer, way) for item, answer in right.items()}}
        for way in range(5)
    ] + [{"student": "blank"}]
    answers, problems = read_paper(write_rows(tmp_path / "a.csv", [slug], rows))
    assert problems.empty and list(dict.fromkeys(answers["item"])) == list(right)
    marked = mark(answers, read_keys([slug]))
    blank = marked["student"] == "blank"
    assert (
        (marked.loc[~blank, "points"].dropna() == 1).all()
        and marked.loc[blank, "points"].sum() == 0
        and marked.loc[blank, "response"].isna().all()
    )


LABEL, SURE, TICK, NUMBER, KIND = (
    "check-a/speaking/p1.4",
    "check-a/speaking/p1.4 sure",
    "check-a/missing/fish-stalls",
    "2015-scale/figures/f2.number",
    "2015-scale/figures/f2",
)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_tables_of_every_spreadsheet_are_read(separator, encoding, tmp_path):
    row = {
        "student": "Zoë “Z” Müller, 9b",
        "check-a/speaking/p1.4": "s0",
        "check-a/speaking/p1.4 sure": "80%",
    }
    answers, problems = read_paper(
        write_rows(tmp_path / "a.csv", ["check-a/speaking"], [row], separator, encoding)
    )
    assert problems.empty and answers.iloc[0].tolist() == [row["student"], "check-a/speaking/p1.4", "S0", 80]


@pytest.mark.parametrize(
    "typed",
    ["80", "80 %", "80\u00a0%", "80.00%", "80,00 %", "0.8", "0,80", ".8", "٨٠", "۸۰٪", "８０％"],
)
def test_how_sure_is_read_as_spreadsheets_and_keyboards_write_it(typed, tmp_path):
    row = {"student": "Ada", LABEL: "S0", SURE: typed}
    answers, problems = read_paper(write_rows(tmp_path / "a.csv", ["check-a/speaking"], [row], ";"))
    assert problems.empty and answers["confidence"][0] == 80


@pytest.mark.parametrize("tick", ["x", "X", "×", "х", "✓", "✔\ufe0f", "☑", "☒", "✗", "TRUE", "1"])
def test_a_tick_is_a_tick_whatever_a_program_makes_of_it(tick, tmp_path):
    answers, problems = read_paper(
        write_rows(tmp_path / "a.csv", ["check-a/missing"], [{"student": "Ada", TICK: tick}])
    )
    assert problems.empty and answers.set_index("item")["response"][TICK] == "yes"


HEAD = f"student,{LABEL},{TICK}\n"
TABLES = {
    "a line for Excel": "sep=;\n" + HEAD.replace(",", ";") + "Ada;S0;x\n",
    "bars": (HEAD + "Ada,S0,x\n").replace(",", "|"),
    "a title above it": f"Class 9b,,\n,,\n{HEAD}Ada,S0,x\n",
    "full-width letters": HEAD + "Ada,Ｓ０,ｘ\n",
    "Persian digits": HEAD + "Ada,S۰,x\n",
    "quotation marks": HEAD + "Ada,“S0”,x\u200b\n",
    "a mark of inches": HEAD + 'Ada 5" tall,S0,x\n',
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_read_whatever_stands_around_it(name, tmp_path):
    (tmp_path / "a.csv").write_text(TABLES[name], encoding="utf-8")
    answers, problems = read_paper(tmp_path / "a.csv")
    given = answers.set_index("item")["response"]
    assert problems.empty and (given[LABEL], given[TICK]) == ("S0", "yes")


UNREADABLE = {
    b'"Ada,S0,x\nBo,S0,x\n': "quotation mark in row 3 is never closed",
    b'Ada,S0,x\nBo,S0,"x\nCy,S0,x\n': "quotation mark in row 4 is never closed",
}


@pytest.mark.parametrize("rows", UNREADABLE)
def test_a_quotation_mark_that_is_never_closed_swallows_no_row_in_silence(rows, tmp_path):
    (tmp_path / "a.csv").write_bytes(HEAD.encode() + b"Zoe,S0,x\n" + rows)
    answers, problems = read_paper(tmp_path / "a.csv")
    assert problems["problem"].str.contains(UNREADABLE[rows]).sum() == 1 and "Zoe" in set(answers["student"])


def test_a_spreadsheet_called_csv_is_named_as_what_it_is(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"PK\x03\x04xl/workbook.xml")
    assert read_paper(tmp_path / "a.csv")[1]["problem"].str.contains("own file").tolist() == [True]


def test_a_box_left_open_counts_only_where_the_exercise_was_worked(tmp_path):
    poster, fish = "check-a/missing/poster-answer", "check-a/missing/fish-stalls"
    rows = [
        {"student": "ticked one", poster: "x"},
        {"student": "ticked none", poster: "-"},
        {"student": "did not get there"},
    ]
    answers, _ = read_paper(write_rows(tmp_path / "a.csv", ["check-a/missing"], rows))
    table = answers.pivot(index="student", columns="item", values="response")
    assert (
        table.loc["ticked one", [poster, fish]].tolist() == ["yes", "no"]
        and (table.loc["ticked none"] == "no").all()
        and table.loc["did not get there"].isna().all()
    )


@pytest.mark.parametrize(
    "item, cell, said",
    [
        (LABEL, "S9", "Type one of: S0, S1, S2, S3, S4, X"),
        (LABEL, "S1/S2", "no answer"),
        (LABEL, "x x", "no answer"),
        (LABEL, "=S0", "no answer"),
        (KIND, "h", "Type one of: a, b, c, d, e, f, g"),
        (TICK, "perhaps", "Type x"),
        (TICK, '=HYPERLINK("http://x")', "Type x"),
        (SURE, "40", "50 to 100"),
        (SURE, "very", "50 to 100"),
        (SURE, "٤٠", "50 to 100"),
        (SURE, "0.4", "50 to 100"),
        (SURE, "70.5%", "50 to 100"),
        (SURE, "1", "50 to 100"),
        (NUMBER, "05. May", "not one plain number"),
        (NUMBER, "=165/30", "not one plain number"),
    ],
)
def test_a_cell_that_is_no_answer_is_listed_and_the_rest_is_read(item, cell, said, tmp_path):
    names = ["check-a", "2015-scale/figures"]
    answers, problems = read_paper(
        write_rows(
            tmp_path / "a.csv",
            names,
            [{"student": "Ada", item: cell, "check-a/knowing/p2.1": "F4"}, {"student": "Bo", LABEL: "S0"}],
        )
    )
    assert (
        problems[["file", "student", "item"]].values.tolist() == [["a.csv", "Ada", item]]
        and said in problems["problem"][0]
    )
    given = answers.set_index(["student", "item"])["response"]
    assert given["Ada", "check-a/knowing/p2.1"] == "F4" and given["Bo", LABEL] == "S0"
    assert given["Ada", item] == cell if item == NUMBER else pd.isna(given.get(("Ada", item)))


@pytest.mark.parametrize(
    "lines, said, students",
    [
        ("student,check-a/missing/nope\nAda,x", "no such item", []),
        ("student,no-set/a/b\nAda,x", "no such item", []),
        (f"student,{LABEL},{LABEL}\nAda,S0,S1", "stands twice", ["Ada"]),
        (f"name,{LABEL}\nAda,S0", "not “student”", []),
        (f"student,{LABEL}\nAda,S0\nada,S1", "row 2 already; row 3 is not read", ["Ada"]),
        (f"student,{LABEL}\n,S0", "name is missing", ["row 2"]),
        (f"student,{LABEL}\nAda,S0,what", "more cells", ["Ada"]),
        (f'student,{LABEL}\nAda,"{"x" * 140_000}"', "not a table", []),
    ],
)
def test_a_table_that_was_spoilt_is_told(lines, said, students, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(lines, encoding="utf-8")
    answers, problems = read_paper(path)
    assert said in problems["problem"].str.cat() and list(dict.fromkeys(answers["student"])) == students


@pytest.mark.parametrize(
    "data",
    [b"", b"\n\n", b"student\n", b"\x00\xff\xfe\x01;;;\n\x00", b"PK\x03\x04 a spreadsheet", b"\xff\xfe\x00"],
)
def test_no_file_raises_an_error(data, tmp_path):
    (tmp_path / "a.csv").write_bytes(data)
    answers, _ = read_paper(tmp_path / "a.csv")
    assert answers.empty and list(answers.columns) == ["student", "item", "response", "confidence"]


@pytest.mark.parametrize(
    "encoding, read_as",
    [("mac_roman", "MacRoman"), ("cp850", "cp850 (DOS)"), ("cp1252", ""), ("utf-16", ""), ("utf-8", "")],
)
@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_names_of_an_old_encoding_are_read_and_asked_about(encoding, read_as, end, tmp_path):
    lines = [f"student;{LABEL}", "Jürgen Weiß;S0", "Éva Señor;S1", "Ann;S2"]
    (tmp_path / "a.csv").write_bytes((end.join(lines) + end).encode(encoding))
    answers, problems = read_paper(tmp_path / "a.csv")
    assert list(answers["student"]) == ["Jürgen Weiß", "Éva Señor", "Ann"]
    said = problems["problem"].tolist()
    asked = f"it was read as {read_as}. Are these names right: Jürgen Weiß, Éva Señor? If not, save it"
    assert len(said) == 1 and asked in said[0] if read_as else said == []


def test_an_apostrophe_of_a_mac_inside_a_name_is_asked_about(tmp_path):
    """0xD5 is ’ there and Õ in windows-1252, a letter like any other: between capitals it looks right."""
    (tmp_path / "a.csv").write_bytes(f"student;{LABEL}\nShea O’Neill;S0\n".encode("mac_roman"))
    (tmp_path / "b.csv").write_bytes(f"student;{LABEL}\nJOÃO SIMÕES;S0\nZoë D’Ör;S0\n".encode("cp1252"))
    answers, problems = read_paper(tmp_path / "a.csv")
    assert list(answers["student"]) == ["Shea O’Neill"] and "Are these names right" in problems["problem"][0]
    answers, problems = read_paper(tmp_path / "b.csv")
    assert list(answers["student"]) == ["JOÃO SIMÕES", "Zoë D’Ör"] and problems.empty


@pytest.mark.parametrize("twice", ["Zoe\u0308", "ZOË", " Zoë ", "Zo ë"])
def test_one_name_in_another_form_is_the_same_name(twice, tmp_path):
    (tmp_path / "a.csv").write_text(f"student,{LABEL}\nZoë,S0\n{twice},S1\n", encoding="utf-8")
    answers, problems = read_paper(tmp_path / "a.csv")
    assert (
        list(answers["response"]) == ["S0"] and "row 2 already; row 3 is not read" in problems["problem"][0]
    )


def test_a_file_that_is_missing_or_too_large_is_told(tmp_path):
    (tmp_path / "large.csv").write_bytes(b"x" * (MAX_BYTES + 1))
    assert (
        "cannot be read" in read_paper(tmp_path / "none.csv")[1]["problem"][0]
        and "larger than" in read_paper(tmp_path / "large.csv")[1]["problem"][0]
    )


def test_formulas_in_names_and_texts_stay_text(tmp_path):
    row = {"student": '=cmd|" /C calc"!A0', "2015-scale/rewrite/text": "=1+1; “quoted”,\nsecond line"}
    answers, problems = read_paper(write_rows(tmp_path / "a.csv", ["2015-scale/rewrite"], [row], ";"))
    assert problems.empty and answers.iloc[0].tolist()[:3] == [
        row["student"],
        "2015-scale/rewrite/text",
        row["2015-scale/rewrite/text"],
    ]


def test_a_long_list_of_choices_has_a_code_for_each():
    choices = {f"choice-{number}": Choice(f"Choice {number}", "", True) for number in range(800)}
    short = codes(choices)
    assert list(short) == list(choices) and len(set(short.values())) == 800
    assert [short[f"choice-{number}"] for number in (0, 25, 26, 27, 702)] == ["a", "z", "aa", "ab", "aaa"]
