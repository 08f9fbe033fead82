"""Hostile input: whatever is in a file, a name or a text, it is read, listed or refused in words, and it
stays data.

Never a crash, never script in a page or a report, never a formula in a table, never a file outside the output
folder. A hand-made corpus of what attackers are known to send (attacks.py), and generated cases: CASES says
how many of each; together more than 10,000.
Elsewhere: files of a hand-in one by one (test_reading.py), cells of every table (test_csv_tables.py,
    test_exports.py), names on the whole report page in a browser (report/test_page.py), broken content
    (test_check.py), broken tables of paper answers (test_sheets.py).
"""

import csv
import io
import json
import os
import string
import time
import zipfile
from contextlib import contextmanager, suppress
from functools import partial
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from helpers import hostile_set
from helpers.attacks import COPIES, FORMULAS, MARKUP, NAMES, SIGNS, YAMLS, ZIPS, docx, pdf
from helpers.handing_in import SPEAKING, sitting, submission, zipped
from helpers.lms import tags
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secondsource.content.items import ItemsFile
from secondsource.content.keys import KeyFile
from secondsource.content.texts import read_units
from secondsource.content.textset import TextSet
from secondsource.content.yamlfile import read_yaml, validate
from secondsource.exercise.html import render_activity, render_copy_panel, render_evidence, render_text
from secondsource.exports import export_files
from secondsource.files import clean_cell, clean_line
from secondsource.marking.answer_file import AnswerFile, Sitting, parse_document, read_answers
from secondsource.marking.csv_tables import write_gradebook
from secondsource.marking.marks import MARKS, mark, read_keys, read_numbers, wanted_key
from secondsource.marking.paper import read_paper
from secondsource.marking.people import fold_name
from secondsource.marking.reading import read_hand_in, read_sources
from secondsource.marking.rubric import is_same_text
from secondsource.marking.sources import Source
from secondsource.marking.spreadsheet import decode_table
from secondsource.originals.files import LONGEST, read_copy
from secondsource.originals.matching import match, read_stream
from secondsource.problems import ContentError
from secondsource.templating import fill_template

pytestmark = pytest.mark.slow
CASES = {
    "answer files": 2000,
    "hand-ins": 200,
    "zips": 300,
    "numbers": 1000,
    "responses": 100,
    "cells": 3000,
    "gradebooks": 20,
    "report": 300,
    "pages": 100,
    "yaml": 1200,
    "content": 400,
    "texts": 500,
    "copies": 800,
    "letters": 1500,
    "people": 100,
    "saved texts": 400,
    "tables": 400,
    "papers": 200,
}
TOTAL = 10_000


def test_ten_thousand_cases_are_generated():
    assert sum(CASES.values()) >= TOTAL and set(CASES) == USED


USED = set()


def cases(name):
    """Run a test on as many generated cases as CASES says: the same ones every time."""
    USED.add(name)
    return settings(
        max_examples=CASES[name],
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


# ---- What is dangerous
# -----------------------------------------------------------------------------------------------------------

wild = st.lists(st.one_of(st.sampled_from(MARKUP + FORMULAS + SIGNS), st.text(max_size=12)), max_size=5).map(
    "".join
)


class _Danger(HTMLParser):
    """Lists what could run: elements, handlers and addresses that no text of a person may bring into a
    page.
    """

    FOREIGN = {"iframe", "object", "embed", "base", "img", "math", "style", "link", "meta"}

    def __init__(self, allowed):
        super().__init__()
        self.allowed, self.found = allowed, []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if (
            tag == "script"
            and given.get("type") != "application/json"
            or tag in self.FOREIGN - self.allowed
            or tag == "svg"
            and "onload" in given
        ):
            self.found.append(tag)
        self.found += [name for name, value in attributes if name.startswith("on") or name == "srcdoc"]
        self.found += [
            value
            for name, value in attributes
            if name in ("href", "src", "action", "formaction")
            and "script:" in "".join((value or "").split()).lower()
        ]


def dangers(html, allowed=()):
    """Return what could run in some HTML, [] when nothing can."""
    parser = _Danger(set(allowed))
    parser.feed(html)
    parser.close()
    return parser.found


def test_what_could_run_is_found():
    for text in (
        "<script>",
        "<img src=x onerror=a>",
        "<svg/onload=a>",
        '<a href="java\nscript:a">',
        '<p onclick="a">',
        "<iframe srcdoc=a>",
    ):
        assert dangers(text)
    assert (
        dangers('<p title="&lt;script&gt;">&lt;script&gt;</p><script type="application/json">{}</script>')
        == []
    )


def no_formula(path):
    """Assert that no cell of a CSV starts like a formula, as spreadsheets read it."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            for cell in row:
                assert not starts_formula(cell), (path.name, cell[:40])


def starts_formula(cell):
    return (
        cell.lstrip(" \t\r\n\x00\ufeff\u202e\u2066\u200f").startswith(("=", "+", "@", "＝", "＋", "－", "＠"))
        or cell.startswith("-")
        and not is_number(cell)
    )


def is_number(cell):
    try:
        return bool(float(cell) == float(cell))
    except ValueError:
        return False


@contextmanager
def within(seconds):
    """Fail when this takes longer: a file that keeps a computer busy is an attack too."""
    start = time.process_time()
    yield
    assert time.process_time() - start < seconds


# ---- Answer files and hand-ins
# ----------------------------------------------------------------------------------------------------

scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), wild)
trees = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(wild, inner, max_size=4)),
    max_leaves=8,
)
short = wild.map(lambda text: text[:200])
item_names = st.one_of(
    st.sampled_from(["p2.1", "p2.3", "p4.1", "f1.number", "text", "__proto__"]),
    wild.map(lambda text: text[:80]),
)
responses = st.one_of(st.sampled_from(["S0", "S3", "X", "yes", "5,5", ""]), wild)
sittings = st.fixed_dictionaries(
    {"answers": st.dictionaries(item_names, responses, max_size=4)},
    optional={
        "first": st.dictionaries(item_names, responses, max_size=4),
        "confidence": st.dictionaries(item_names, st.integers(50, 100), max_size=3),
        "committed": st.booleans(),
        "tries": st.integers(0, 2**40),
        "fingerprint": short,
        "kit": short,
        "times": st.dictionaries(st.sampled_from(["opened", "saved", "committed"]), short, max_size=3),
        "checked": st.dictionaries(item_names, st.booleans(), max_size=2),
    },
)
activity_names = st.one_of(
    st.sampled_from(
        [
            SPEAKING,
            "ferry-fares/missing",
            "2015-scale/rewrite",
            "2015-scale/figures",
            "check-a/a",
            "no/such",
            "x/task-1",
        ]
    ),
    st.from_regex(r"[a-z0-9-]{1,20}/[a-z0-9-]{1,20}", fullmatch=True),
)
files = st.fixed_dictionaries(
    {"schema": st.just("second-source-answers/2"), "student": short},
    optional={
        "activities": st.dictionaries(activity_names, sittings, max_size=3),
        "kit": short,
        "written": short,
    },
)
as_json = partial(json.dumps, ensure_ascii=False)
file_bytes = files.map(lambda file: as_json(file).encode("utf-8", "replace"))
damaged = st.tuples(file_bytes, st.integers(0, 2000), st.binary(max_size=4)).map(
    lambda cut: cut[0][: cut[1]] + cut[2] + cut[0][cut[1] + 1 :]
)
any_bytes = st.one_of(
    file_bytes,
    damaged,
    st.binary(max_size=200),
    trees.map(lambda tree: as_json(tree).encode("utf-8", "replace")),
)


@given(any_bytes)
@cases("answer files")
def test_any_bytes_are_an_answer_file_or_have_a_reason(data):
    found = parse_document(data)
    assert isinstance(found, AnswerFile) or found and len(found) < 1000
    with suppress(ContentError):
        folder = SCRATCH / "answers.json"
        folder.write_bytes(data)
        assert read_answers(folder).activities is not None


@given(st.lists(st.tuples(wild, any_bytes), max_size=4))
@cases("hand-ins")
def test_any_hand_in_is_read_into_tables_of_the_same_shape(files):
    hand_in = read_sources([Source(f"{name}.json", partial(io.BytesIO, data)) for name, data in files])
    told = len(hand_in.answers) + len(hand_in.problems) + len(hand_in.tasks)
    assert len(hand_in.answers) == hand_in.sittings["rows"].sum() and told >= bool(files)
    assert hand_in.problems["problem"].str.len().max() < 5000 or hand_in.problems.empty
    assert set(mark(hand_in.answers, KEY)["mark"]) <= set(MARKS)


member_names = st.one_of(
    st.sampled_from(
        [
            "a.json",
            "../a.json",
            "/a.json",
            "C:\\a.json",
            "..\\a.json",
            "a/../../b.json",
            "a.csv",
            "b.zip",
            "x.jsonl",
            "\u202enosj.a.json",
            "con.json",
            "a\x00.json",
            " .json",
        ]
    ),
    wild.map(lambda text: f"x{text[:60]}"),
)


@given(
    st.lists(st.tuples(member_names, any_bytes), max_size=4),
    st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]),
    st.integers(-1, 400),
    st.integers(0, 255),
)
@cases("zips")
def test_any_zip_is_read_or_listed_and_writes_nothing(members, compression, place, byte):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name.encode("utf-8", "replace").decode()), data, compression)
    data = bytearray(buffer.getvalue())
    if 0 <= place < len(data):
        data[place] = byte
    path = SCRATCH / "class.zip"
    path.write_bytes(data)
    hand_in = read_hand_in(path)
    assert len(hand_in.problems) or len(hand_in.answers)
    assert os.listdir(SCRATCH.parent) == [SCRATCH.name]


people = st.sampled_from(["", "Sam", "SAM ", "Zoe\u0308", "Zoë", "Jane Doe"])
handed_in = st.tuples(
    people,
    st.sampled_from(
        [
            "{n}.json",
            "answers-Sam.json ({n})",
            "doejo_7_{n}_a.json",
            "doejo_LATE_7_{n}_a.json",
            "roejo_8_{n}_a.json",
            "bo_7_{n}_a.json",
            "ada_2026_11_{n}.json",
            "Sam Doe_10{n}_assignsubmission_file_/a.json",
            "Sam Roe_10{n}_assignsubmission_file_/a.zip",
        ]
    ),
    st.sampled_from([SPEAKING, "ferry-fares/knowing"]),
    st.integers(1, 3),
)


@given(st.lists(handed_in, min_size=1, max_size=6))
@cases("people")
def test_no_work_is_lost_and_no_id_stands_twice_whoever_hands_in(files):
    members = {}
    for number, (name, pattern, activity, day) in enumerate(files):
        times = {"opened": f"2026-01-{day:02}T09:00:00Z", "saved": f"2026-01-{day:02}T1{number}:00:00Z"}
        data = submission(name, {activity: sitting({"p2.1": "S0"}, **times)})
        file = pattern.format(n=number)
        members[file] = zipped({"a.json": data}) if file.endswith(".zip") else data
    path = SCRATCH / "class.zip"
    path.write_bytes(zipped(members))
    hand_in = read_hand_in(path)
    told = {*hand_in.sittings["file"], *", ".join(hand_in.problems["file"]).split(", ")}
    assert {file if not file.endswith(".zip") else f"{file}/a.json" for file in members} <= told
    assert not hand_in.sittings.duplicated(["student", "activity"]).any()
    ids = hand_in.sittings[hand_in.sittings["account"] != ""].drop_duplicates(["student", "account"])
    assert ids["account"].is_unique


@given(wild)
@cases("saved texts")
def test_a_text_saved_in_poorer_letters_is_the_same_and_another_is_not(text):
    for encoding in ("cp1252", "ascii", "mac_roman"):
        assert is_same_text(text.encode(encoding, "replace").decode(encoding), text)
    assert not is_same_text(f"{text} one word more", text)


@given(st.binary(max_size=200))
@cases("tables")
def test_any_bytes_are_a_table_and_a_plain_one_is_read_as_it_is(data):
    text, separator, _ = decode_table(data)
    assert isinstance(text, str) and separator in ",;\t|" and "\r" not in text
    plain = "student,é\nJürgen Weiß,“ja”\n"
    assert decode_table(plain.encode("cp1252")) == (plain, ",", "")


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ZIPS)
def test_known_attacks_by_zip_are_listed_in_seconds(tmp_path, name):
    make, listed = ZIPS[name]
    path = tmp_path / "in" / "class.zip"
    path.parent.mkdir()
    path.write_bytes(make())
    with within(20):
        hand_in = read_hand_in(path)
    assert (
        len(hand_in.problems) == listed
        and os.listdir(tmp_path) == ["in"]
        and os.listdir(path.parent) == ["class.zip"]
    )


# ---- Marks and tables
# -----------------------------------------------------------------------------------------------------------


@given(
    st.lists(
        st.one_of(wild, st.text(string.digits + "+-.,%~ eE_٣", max_size=40), st.just(None)),
        min_size=1,
        max_size=10,
    )
)
@cases("numbers")
def test_any_text_is_a_number_or_is_not(texts):
    numbers = read_numbers(pd.Series(texts, dtype="string"))[:, 0]
    assert (
        numbers.dtype == float
        and len(numbers) == len(texts)
        and all(np.isnan(number) for number, text in zip(numbers, texts, strict=True) if not text)
    )


full_items = st.sampled_from(["2015-scale/figures/f1.number", f"{SPEAKING}/p2.1", "2015-scale/rewrite/text"])


@given(st.lists(st.tuples(st.one_of(full_items, wild), st.one_of(st.none(), responses)), max_size=8))
@cases("responses")
def test_any_response_has_a_mark(pairs):
    marked = mark(pd.DataFrame(pairs, columns=["item", "response"], dtype="str"), KEY)
    assert (
        len(marked) == len(pairs)
        and set(marked["mark"]) <= set(MARKS)
        and marked["points"].dropna().isin([0, 1]).all()
    )


@given(wild)
@cases("cells")
def test_any_text_is_a_cell_that_no_spreadsheet_runs(text):
    for cell in (clean_cell(text), clean_line(text)):
        first = cell.lstrip("\x00")[:1]
        assert (
            first not in ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
            or not cell
            and not text.strip()
        )
        assert "\x00" not in clean_cell(text) and "\u202e" not in clean_cell(text)


def write_marks(folder, students):
    """Write the tables of a class with these names, who all answered with their names; return the folder."""
    essay = {"2015-scale/rewrite": "text", SPEAKING: "p2.1"}
    files = [
        AnswerFile(
            student=name[:200],
            activities={
                activity: Sitting(
                    answers={item: name[:20_000]}, first={item: name[:20_000]}, committed=True, tries=1
                )
                for activity, item in essay.items()
            },
        )
        for name in students
    ]
    sources = [
        Source(f"{number}.json", partial(io.BytesIO, file.model_dump_json(by_alias=True).encode()))
        for number, file in enumerate(files)
    ]
    hand_in = read_sources(sources)
    write_gradebook(hand_in, mark(hand_in.answers, wanted_key(hand_in.sittings)), folder)
    return folder


@given(st.lists(wild, min_size=1, max_size=5))
@cases("gradebooks")
def test_tables_of_any_names_hold_no_formula_and_stay_in_their_folder(students):
    folder = SCRATCH / "marks"
    for path in write_marks(folder, students).iterdir():
        no_formula(path)
        path.unlink()
    assert os.listdir(SCRATCH.parent) == [SCRATCH.name]


def test_tables_of_every_name_of_the_corpus_hold_no_formula_and_stay_in_their_folder(tmp_path):
    written = list(
        write_marks(
            tmp_path / "marks", [name.encode("utf-8", "replace").decode() for name in NAMES]
        ).iterdir()
    )
    assert {path.name for path in written} == {
        "marks.csv",
        "items.csv",
        "texts.csv",
        "problems.csv",
    } and os.listdir(tmp_path) == ["marks"]
    for path in written:
        no_formula(path)
        assert "\x00" not in path.read_text(encoding="utf-8-sig")


HEADINGS = "student,ferry-fares/speaking/p2.1,2015-scale/figures/f1.number\n"


@given(
    st.binary(max_size=300)
    | st.lists(wild, max_size=6).map(lambda cells: (HEADINGS + ",".join(cells)).encode("utf-8", "replace"))
)
@cases("papers")
def test_any_table_of_paper_answers_is_read_or_listed(data):
    path = SCRATCH / "paper.csv"
    path.write_bytes(data)
    answers, problems = read_paper(path)
    assert list(answers.columns) == ["student", "item", "response", "confidence"] and list(
        problems.columns
    ) == ["file", "student", "item", "problem"]


# ---- Pages, reports and exports
# -------------------------------------------------------------------------------------------------


@given(wild, wild)
@cases("report")
def test_any_name_and_title_are_text_in_the_report(name, title):
    row = {"name": name, "answered": 3, "right": "1 of 3", "d": "", "weak": 1, "sound": 2}
    html = fill_template(
        "report/report-students.html", title=title, synthetic="", students=1, most=40, least=5, rows=[row]
    )
    html += fill_template(
        "report/report-head.html",
        title=title,
        synthetic="",
        students="1 student",
        answers="3 answers",
        sets="1 text set",
        named=True,
        today="",
        kit="1",
    )
    assert dangers(html) == [] and tags(html) <= {
        "div",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "bdi",
        "p",
        "h1",
        "header",
        "strong",
    }


# JSON's way to write the others is not YAML's
@given(wild.map(lambda text: "".join(letter for letter in " ".join(text.split()) if letter <= "\uffff")))
@cases("pages")
def test_any_text_of_a_set_is_text_on_pages_and_in_exports(text):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hostile_set, "HOSTILE", f'x {text} ]]> "q" x'.encode("utf-8", "replace").decode())
        hostile_set.write_hostile_set(SCRATCH)
    try:
        library = TextSet("wild", SCRATCH)
        html = "".join(render_activity(library, name, True) for name in library.activities) + render_evidence(
            library
        )
        html += render_copy_panel(library) + render_text(library, "article")
        exports = export_files(root=SCRATCH)
    except ContentError as error:
        assert "items.yaml" in str(error) or "article.txt" in str(error)
        return  # refused in words
    assert dangers(html) == []
    table = pd.read_csv(io.BytesIO(exports["items.csv"]), dtype=str, keep_default_na=False)
    assert not table.map(starts_formula).any(axis=None)
    assert all(
        name in ("items.csv", "wild-qti.zip", "wild-gift.txt", "wild-annotations.jsonld") for name in exports
    )
    assert os.listdir(SCRATCH.parent) == [SCRATCH.name]


# ---- Content and copies
# -----------------------------------------------------------------------------------------------------------

yaml_text = st.lists(
    wild
    | st.sampled_from(
        [
            "activities:",
            "cards:",
            "units:",
            "\n",
            "  ",
            "- ",
            ": ",
            "&a ",
            "*a",
            "!!python/object:os.system ",
            "!!binary ",
            "<<: ",
            "{",
            "}",
            "[",
            "]",
            "|",
            ">-",
            "? ",
            "'",
            '"',
            "#",
            "%YAML 1.2",
            "---",
            "...",
            "\t",
            "key",
            "1",
            "no",
            "~",
            "\x00",
            "\u2028",
            "😀",
            "=",
            "@",
            "`",
        ]
    ),
    max_size=14,
).map("".join)


def only_content_errors(call, *arguments):
    """Call, and let pass nothing but a result or a ContentError with words in it."""
    try:
        return call(*arguments)
    except ContentError as error:
        assert str(error).strip()
    return None


@given(st.one_of(yaml_text.map(lambda text: text.encode("utf-8", "replace")), st.binary(max_size=120)))
@cases("yaml")
def test_any_yaml_file_is_a_mapping_of_texts_or_refused_in_words(data):
    path = SCRATCH / "any.yaml"
    path.write_bytes(data)
    found = only_content_errors(read_yaml, path, SCRATCH)
    assert found is None or isinstance(found, dict) and all(isinstance(leaf, str) for leaf in leaves(found))


def leaves(tree):
    if isinstance(tree, (dict, list)):
        for part in (*tree, *(tree.values() if isinstance(tree, dict) else ())):
            yield from leaves(part) if isinstance(part, (dict, list)) else [part]


keys_of_ours = st.sampled_from(
    [
        "activities",
        "kind",
        "mark",
        "skill",
        "speaking",
        "units",
        "worked",
        "title",
        "minutes",
        "prompt",
        "evidence",
        "answers",
        "answer",
        "why",
        "also",
        "rows",
        "options",
        "number",
        "p1.1",
        "text",
    ]
)
texts_of_ours = st.one_of(keys_of_ours, wild)
loaded = st.recursive(
    texts_of_ours,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts_of_ours, inner, max_size=5)),
    max_leaves=20,
)


@given(st.dictionaries(texts_of_ours, loaded, max_size=4), st.sampled_from(["items", "key"]))
@cases("content")
def test_any_content_is_valid_or_refused_in_words(data, kind):
    only_content_errors(
        validate, {"items": ItemsFile, "key": KeyFile}[kind], data, SCRATCH / f"{kind}.yaml", SCRATCH
    )


article_lines = st.sampled_from(
    [
        "title: T\n",
        "byline: B\n",
        "[p1.1] ",
        "[p1.1]\n",
        "[x",
        "[]",
        "original: a … b\n",
        "original: …\n",
        "source: k\n",
        "\n",
    ]
)


@given(st.lists(article_lines | wild, max_size=10).map("".join))
@cases("texts")
def test_any_text_file_is_units_or_refused_in_words(text):
    path = SCRATCH / "article.txt"
    path.write_bytes(text.encode("utf-8", "replace"))
    only_content_errors(read_units, path, "wild", ("title",), SCRATCH)


@pytest.mark.parametrize("name", YAMLS)
def test_hostile_yaml_is_refused_in_words(tmp_path, name):
    text = YAMLS[name]
    path = tmp_path / "items.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with within(5), pytest.raises(ContentError, match="items.yaml"):
        read_yaml(path, tmp_path)
    assert os.listdir(tmp_path) == ["items.yaml"]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", COPIES)
def test_a_hostile_original_is_read_or_refused_in_seconds(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(COPIES[name]() if callable(COPIES[name]) else COPIES[name])
    with within(15):
        text = only_content_errors(read_copy, path)
        assert text is None or match("2015-scale", text).found == {}
    assert text is None or "alert(1)" not in text
    assert os.listdir(tmp_path) == [name]


def test_a_text_as_long_as_a_book_is_refused_and_one_below_it_read(tmp_path):
    path = tmp_path / "book.txt"
    path.write_text("x" * LONGEST)
    assert len(read_copy(path)) == LONGEST
    path.write_text("x" * (LONGEST + 1))
    with pytest.raises(ContentError, match="more than 300,000 characters"):
        read_copy(path)


def joined(fragments, size):
    """Return a strategy: some of the fragments one after the other, as bytes."""
    return st.lists(fragments, max_size=size).map(lambda parts: "".join(parts).encode("utf-8", "replace"))


html_parts = [
    "<p>",
    "</p>",
    "<![",
    "<!",
    "<!--",
    "]]>",
    "<?",
    "</",
    "<script>",
    "&#x",
    "&amp",
    "<a b='",
    '"',
    ">",
    "<![CDATA[",
    "<!DOCTYPE [",
]
word_parts = [
    "<w:p xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>",
    "<w:t>",
    "</w:t>",
    "</w:p>",
    "<a>",
    "</a>",
    "&amp;",
    "&x;",
    "<?xml version='1.0'?>",
    "<!DOCTYPE a>",
]
pdf_parts = [
    b"%PDF-1.4\n",
    pdf(),
    b"1 0 obj",
    b"endobj",
    b"<<",
    b">>",
    b"/Type",
    b"/Pages",
    b"xref\n0 1\n",
    b"trailer",
    b"startxref\n9\n%%EOF",
    b"stream\n",
    b"endstream",
    b"[",
    b"(",
    b"/Root 1 0 R",
]
pieces = {
    "txt": joined(wild, 3) | st.binary(max_size=80),
    "html": joined(st.sampled_from(html_parts) | wild, 10),
    "docx": joined(st.sampled_from(word_parts) | wild, 6).map(docx),
    "pdf": st.lists(st.sampled_from(pdf_parts) | st.binary(max_size=12), max_size=8).map(b"".join),
}


@st.composite
def copy_files(draw):
    kind = draw(st.sampled_from(sorted(pieces)))
    data = bytearray(draw(pieces[kind]))
    for place, value in draw(st.lists(st.tuples(st.integers(0, 600), st.integers(0, 255)), max_size=2)):
        if place < len(data):
            data[place] = value
    return kind, bytes(data)


@pytest.mark.filterwarnings("ignore")
@given(copy_files())
@cases("copies")
def test_any_original_is_read_or_refused_in_words(file):
    kind, data = file
    path = SCRATCH / f"copy.{kind}"
    path.write_bytes(data)
    text = only_content_errors(read_copy, path)
    assert text is None or match("2015-scale", text).found == {}


@given(wild)
@cases("letters")
def test_any_text_is_a_stream_of_letters_and_a_name(text):
    stream = read_stream(text)
    assert (
        len(stream.letters) == len(stream.places)
        and stream.letters == stream.letters.lower()
        and stream.places == sorted(stream.places)
    )
    assert all(character.isalnum() for character in stream.letters)
    assert fold_name(text) == fold_name(f" {text.upper()} ".lower()) or not text.isascii()


@pytest.fixture(scope="module", autouse=True)
def scratch(tmp_path_factory):
    """One folder for all generated files; hypothesis calls a test many times, and a folder for each would
    be the slowest part.
    """
    global SCRATCH, KEY
    SCRATCH = tmp_path_factory.mktemp("hostile") / "inside"
    SCRATCH.mkdir()
    KEY = read_keys(["ferry-fares", "2015-scale"])
