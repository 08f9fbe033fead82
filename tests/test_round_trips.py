"""What people do with numbers, names, tables and files, generated, where the right value is known.

10,000 cases beside the 10,000 of test_hostile.py, in which anything may come in: here the right thing
went in, was written or saved anew as some program does, and must come out. The same cases every time; slow.
"""

import io
import itertools
import json
import random
import unicodedata
import zipfile

import pytest
from helpers.handing_in import SPEAKING, sitting, submission
from pydantic import ValidationError

from secondsource.marking.answer_file import Sitting, parse_document, read_answers
from secondsource.marking.marks import read_numbers
from secondsource.marking.paper import read_paper
from secondsource.marking.reading import read_hand_in
from secondsource.originals.files import read_copy

pytestmark = pytest.mark.slow
NAMES = ["Zoë Müller", "Jürgen Weiß", "Åsa Nyström", "José Núñez", "François Lefèvre", "Łucja Żak", "Ada"]
NAMES += [
    "علی‌رضا محمدی",
    "مريم",
    "王小明",
    "김민준",
    "Nguyễn Thị Hằng",
    "हिन्दी",
    "Ada 😀",
    "O’Neill",
    "Ada, Lovelace",
]


def choose(seed, number, *lists):
    """Return `number` tuples with one of each list: the same ones for one seed."""
    dice = random.Random(seed)
    return [tuple(dice.choice(one) for one in lists) for _ in range(number)]


def spell_number(dice):
    """Return (a number, one way in which somebody may write it)."""
    whole, places = (
        dice.choice([dice.randrange(10), dice.randrange(1000), dice.randrange(10**7)]),
        dice.randrange(4),
    )
    part = f"{dice.randrange(10**places):0{places}}" if places else ""
    groups = dice.choice(["", ",", ".", "'", "’", " ", "\u00a0", "\u202f"])
    point = dice.choice([mark for mark in ".," if mark != groups])
    text = f"{whole:,}".replace(",", groups) + (point + part if part else "")
    value = float(f"{whole}.{part or 0}")
    if groups == "." and text.count(".") == 1 and "," not in text:
        value = float(text)  # by our rule one point alone begins decimals
    if dice.random() < 0.2:
        value, text = -value, dice.choice("-−–") + text
    before, behind = dice.choice(["", "", "", " ", "~"]), dice.choice(["", "", " ", "%", " %"])
    return value, before * (value >= 0) + text + behind


def test_5500_numbers_have_their_value_among_their_readings_and_python_and_the_page_agree(call_script):
    import pandas as pd

    dice = random.Random(15)
    pairs = [spell_number(dice) for _ in range(5500)]
    numbers = read_numbers(pd.Series([text for _, text in pairs], dtype="string"))
    wrong = [
        (value, text, list(found))
        for (value, text), found in zip(pairs, numbers, strict=True)
        if not any(abs(one - value) < 1e-9 for one in found)
    ]
    assert not wrong, wrong[:5]
    key = [{"number": True, "answer": f"{value:f}", "tolerance": "0.0000001"} for value, _ in pairs]
    calls = [[{"x": text}, {"x": one}] for (_, text), one in zip(pairs, key, strict=True)]
    marked = call_script("exercise/js/marking.js", "markAll", calls)
    refused = [pair for pair, marks in zip(pairs, marked, strict=True) if marks["x"] != "right"]
    assert not refused, refused[:5]


SAVED_AS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]
CALLED = [
    "answers.json",
    "answers.json.txt",
    "answers",
    "answers (1).json",
    "answers.json (2)",
    "ANSWERS.JSON",
]


def test_250_answer_files_saved_anew_and_renamed_are_read(tmp_path):
    for number, (name, encoding, called) in enumerate(choose(1, 250, NAMES, SAVED_AS, CALLED)):
        data = json.dumps(json.loads(submission(name)), ensure_ascii=False, indent=number % 3).encode(
            encoding
        )
        assert parse_document(data).student == name, (name, encoding)
        path = tmp_path / "in" / called
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        assert read_answers(path).student == name, "a notebook reads it as mark does"
        hand_in = read_hand_in(path.parent)
        assert list(hand_in.sittings["name"]) == [name], (name, encoding, called)
        path.unlink()


def test_250_names_in_zips_come_out_as_they_went_in(tmp_path):
    """A file without a name, in the folder of a platform, as macOS, Windows and others zip it."""
    for name, form, encoding, slash in choose(
        2, 250, NAMES, ["NFC", "NFD"], ["utf-8", "unflagged", "cp850", "cp437"], "/\\"
    ):
        folder = unicodedata.normalize(form, name.replace(", ", " "))
        member = f"{folder}_101_assignsubmission_file_{slash}answers-student.json"
        try:
            raw = member.encode("utf-8" if encoding == "unflagged" else encoding)
        except UnicodeEncodeError:
            raw, encoding = member.encode(), "utf-8"
        stand_in = "x" * len(raw)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(stand_in, submission(""))
        data = bytearray(buffer.getvalue().replace(stand_in.encode(), raw))
        if encoding == "utf-8":
            for head, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
                data[data.index(head) + flags + 1] |= 8
        path = tmp_path / "class.zip"
        path.write_bytes(bytes(data))
        found = list(read_hand_in(path).sittings["name"])
        assert found == [unicodedata.normalize("NFC", folder)], (member, encoding)


TABLES = ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman", "cp850"]


def quote(cell, separator, always):
    if always or any(sign in cell for sign in (separator, '"', "\n", "\r")):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def test_600_tables_saved_by_spreadsheets_give_names_and_answers_or_ask(tmp_path):
    headings = ["student", f"{SPEAKING}/p2.1", "2015-scale/rewrite/text"]
    for name, encoding, separator, end, always, text in choose(
        3,
        600,
        NAMES,
        TABLES,
        ",;\t",
        ["\r\n", "\n", "\r"],
        [True, False],
        ["One\ntwo, “so”", 'He said "no"; yes', "–"],
    ):
        rows = [headings, [name, "S0", text], ["Bo", "S1", ""]]
        lines = [
            separator.join(quote(cell.replace("\n", end), separator, always) for cell in row) for row in rows
        ]
        try:
            data = (end.join(lines) + end).encode(encoding)
        except UnicodeEncodeError:
            continue
        path = tmp_path / "table.csv"
        path.write_bytes(data)
        answers, problems = read_paper(path)
        asked = problems["problem"].str.contains("Are these names right").any()
        assert asked or set(answers["student"]) == {name, "Bo"}, (
            name,
            encoding,
            separator,
            list(answers["student"]),
        )
        given = answers.dropna(subset="response").set_index(["student", "item"])["response"]
        assert given["Bo", headings[1]] == "S1" and "S0" in set(given), (name, encoding)


WORDS = "The café’s owner — “Zoë” — paid £5 for a rôle in Málaga."


def word_file(text):
    """Return a .docx as small as one may be, with a tab and a soft break between words."""
    parts = text.split(" ")
    runs = "".join(
        f"<w:r>{mark}<w:t xml:space='preserve'>{part}</w:t></w:r>"
        for part, mark in zip(parts, itertools.cycle(["<w:tab/>", "<w:br/>", "<w:cr/>"]), strict=False)
    )
    buffer = io.BytesIO()
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f"<w:document xmlns:w='{space}'><w:body><w:p>{runs}</w:p></w:body></w:document>",
        )
    return buffer.getvalue()


def test_600_own_copies_are_read_in_whatever_they_were_saved(tmp_path):
    kinds, sources = ["txt", "htm", "html", "md", "docx"], ["utf-8", "utf-8-sig", "utf-16", "cp1252"]
    for number, (kind, encoding, end) in enumerate(choose(4, 600, kinds, sources, ["\n", "\r\n"])):
        words = WORDS.split(" ")
        random.Random(number).shuffle(words)
        text = " ".join(words)
        if kind == "docx":
            data = word_file(text)
        elif kind.startswith("htm"):
            data = f"<html><body><p>{text.replace(' ', '<br>', 3)}</p></body></html>{end}".encode(encoding)
        else:
            data = f"{end}{text}{end}".encode(encoding)
        path = tmp_path / f"copy.{kind}"
        path.write_bytes(data)
        assert read_copy(path).split() == words, (kind, encoding)


def make_value(dice, depth=0):
    """Return anything that JSON can hold, with the names that a sitting has among its own."""
    kinds = [None, True, -1, 3, 1e300, "", "S0", "x" * 300, "\ud800", "2026-01-05T10:00:00Z", "checked"]
    if depth > 3 or dice.random() < 0.4:
        return dice.choice(kinds)
    if dice.random() < 0.2:
        return [make_value(dice, depth + 1) for _ in range(dice.randrange(3))]
    names = [*Sitting.model_fields, "p2.1", "saved", "opened", "__proto__", "toString", "", "not-read.1"]
    return {dice.choice(names): make_value(dice, depth + 1) for _ in range(dice.randrange(6))}


def test_2800_stored_values_become_sittings_that_the_schema_takes(call_script):
    dice = random.Random(5)
    values = [make_value(dice) for _ in range(2800 - 20 * len(Sitting.model_fields))]
    whole = sitting({"p2.1": "S0"})
    values += [{**whole, name: make_value(dice)} for name in Sitting.model_fields for _ in range(20)]
    for value, state in zip(
        values, call_script("exercise/js/sitting.js", "readState", [[value] for value in values]), strict=True
    ):
        if state is None:
            assert value is None
            continue
        try:
            Sitting.model_validate(state)
        except ValidationError as error:
            raise AssertionError((value, state)) from error
        if isinstance(value, dict) and value.get("answers") == whole["answers"]:
            assert state["answers"]["p2.1"] == "S0", value
