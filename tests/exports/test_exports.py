"""Exports, read back: the same questions, the same marks, a reason for every answer, and nothing a text
holds is ever markup.
"""

import csv
import io
import json
import re
import subprocess
import zipfile
from collections import Counter
from types import SimpleNamespace

import pandas as pd
import pytest
from helpers.hostile_set import HOSTILE, write_hostile_set
from helpers.kits import copy_kit, run_kit
from helpers.lms import QTI, misplaced, read_gift, read_item, read_package, tags, visible
from helpers.needs import needs
from helpers.once import make_once
from helpers.places import ROOT
from lxml import etree

from secondsource.content.keys import Essay
from secondsource.content.texts import Text, Unit, slugs
from secondsource.content.textset import TextSet
from secondsource.exports import FORMATS, export, export_files, items_csv
from secondsource.exports.annotations import lay_out, source_name
from secondsource.exports.gift import UNSCORED
from secondsource.exports.items_csv import KEY_COLUMNS
from secondsource.exports.qti import make_ident
from secondsource.exports.questions import list_without_brief
from secondsource.files import clean_cell
from secondsource.marking.marks import mark, read_keys
from secondsource.problems import ContentError

HARMLESS = {"p", "b", "i", "strong", "br", "ul", "li", "h3", "blockquote", "a", "div", "span"}


@pytest.fixture(scope="module")
def libraries():
    return {slug: TextSet(slug) for slug in slugs()}


@pytest.fixture(scope="module")
def files(shared):
    """Return {name: bytes} of all exports."""
    folder = shared / "exports"

    def write():
        folder.mkdir()
        for name, data in export_files().items():
            (folder / name).write_bytes(data)

    return {path.name: path.read_bytes() for path in make_once(folder, write).iterdir()}


@pytest.fixture(scope="module")
def quizzes(files):
    """Return {quiz: tree} of all QTI zips."""
    return {
        name: tree
        for file, data in files.items()
        if file.endswith("-qti.zip")
        for name, tree in read_package(data).items()
    }


@pytest.fixture(scope="module")
def asked(files, quizzes):
    """Return {format: {full item id: question as read back}}."""
    qti = [read_item(item) for tree in quizzes.values() for item in tree.iter(f"{QTI}item")]
    gift = [
        question for file, data in files.items() if file.endswith("-gift.txt") for question in read_gift(data)
    ]
    assert all(
        len({q.name for q in read if q.kind != "text"}) == sum(q.kind != "text" for q in read)
        for read in (qti, gift)
    ), "an item stands twice"
    return {
        "qti": {q.name: q for q in qti if q.kind != "text"},
        "gift": {q.name: q for q in gift if q.kind != "text"},
    }


def test_no_question_brings_a_script_a_button_or_a_style(files, quizzes):
    """A learning platform drops them, or shows what stands in them as words."""
    shown = {
        f"{name} {text.text[:40]}": text.text
        for name, tree in quizzes.items()
        for text in tree.iter(f"{QTI}mattext")
    }
    shown |= {
        f"{file} {question.name}": question.text
        for file, data in files.items()
        if file.endswith("-gift.txt")
        for question in read_gift(data)
    }
    allowed = HARMLESS | {"em", "ol", "sup", "table", "tr", "td", "th", "tbody", "thead"}
    wrong = {name: sorted(found) for name, html in shown.items() if (found := tags(html) - allowed)}
    assert len(shown) > 1000 and wrong == {}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """Return (root, exports) of a kit with one set, every text of which attacks."""
    root = tmp_path_factory.mktemp("hostile")
    write_hostile_set(root)
    return root, export_files(root=root)


def responses(libraries):
    """Return one row for every response that can be told apart: each choice of each item; each number at,
    just inside and just outside its tolerance.
    """
    rows = []
    for slug, library in libraries.items():
        for name, activity in library.activities.items():
            for item in activity.items():
                answer, full = library.answers(name)[item.id], f"{slug}/{name}/{item.id}"
                if item.choices:
                    rows += [(full, value) for value in item.choices]
                elif not isinstance(answer, Essay):
                    value, tolerance = float(answer.answer), float(answer.tolerance or 0)
                    rows += [
                        (full, f"{number:.6g}")
                        for number in (
                            value,
                            value - tolerance,
                            value + tolerance,
                            value - tolerance - 0.01,
                            value + tolerance + 0.01,
                        )
                    ]
    return pd.DataFrame(rows, columns=["item", "response"])


def options_of(libraries, item):
    """Return the values of an item's choices, in the order in which they are asked."""
    slug, name, label = item.split("/")
    return list(
        next(entry for entry in libraries[slug].activity(name).items() if entry.id == label).choices or []
    )


def respond(read, response, values):
    """Return (points, feedback) that a learning platform gives for a response of ours."""
    if read.kind != "choice":
        return read.respond(response)
    return (list(read.options.values())[values.index(response)])[1:]


@pytest.mark.parametrize("form", ["qti", "gift"])
def test_every_item_is_asked_once(form, asked, libraries):
    wanted = {
        f"{slug}/{name}/{item.id}"
        for slug, library in libraries.items()
        for name, activity in library.activities.items()
        for item in activity.items()
    }
    assert set(asked[form]) == wanted


@pytest.mark.parametrize("form", ["qti", "gift"])
def test_every_response_gets_the_points_it_gets_here_and_its_reason(form, asked, libraries):
    marked = mark(responses(libraries), read_keys())
    contested = marked["mark"] == "contested"
    assert contested.any() and (marked["mark"] == "also").any() and len(marked) > 3000
    for row in marked.to_dict("records"):
        slug, name, item = row["item"].split("/")
        read, answer = asked[form][row["item"]], libraries[slug].answers(name)[item]
        points, feedback = respond(read, row["response"], options_of(libraries, row["item"]))
        expected = (
            row["points"] if row["mark"] != "contested" else (0 if form == "qti" else 1)
        )  # GIFT cannot say 0: there every answer is right
        assert points == expected, row
        said = answer.also[row["response"]] if row["mark"] == "also" else answer.why
        assert " ".join(said.split()) in visible(feedback), row
        if row["mark"] == "wrong" and row["response"] in answer.why_not:
            assert " ".join(answer.why_not[row["response"]].split()) in visible(feedback), row


@pytest.mark.parametrize("form", ["qti", "gift"])
def test_the_passage_a_claim_stands_in_is_part_of_its_question(form, asked, libraries):
    for name, read in asked[form].items():
        slug, activity, item = name.split("/")
        if libraries[slug].activity(activity).kind == "mark":
            assert f"<strong>{libraries[slug].units[item].text}</strong>" in read.text.replace(
                "&#39;", "'"
            ).replace("&#34;", '"').replace("&amp;", "&")


@pytest.mark.parametrize("form", ["qti", "gift"])
def test_a_free_text_shows_rubric_and_model_afterwards(form, asked, libraries):
    essays = [read for read in asked[form].values() if read.kind == "essay"]
    assert len(essays) == sum(
        activity.kind == "write" for library in libraries.values() for activity in library.activities.values()
    )
    for read in essays:
        slug, name, item = read.name.split("/")
        key = libraries[slug].answers(name)[item]
        assert all(
            " ".join(line.split()) in visible(read.respond("")[1]) for line in [*key.rubric, key.model]
        )


def test_what_is_never_scored_has_no_points_in_canvas_and_a_category_of_its_own_in_moodle(asked, libraries):
    for name, read in asked["gift"].items():
        slug, activity, item = name.split("/")
        answer = libraries[slug].answers(activity)[item]
        scored = not isinstance(answer, Essay) and not answer.is_contested
        assert (asked["qti"][name].points == 1) == scored == (not read.place.endswith(UNSCORED))
        assert f"Second Source/{slug}/{activity}" == read.place.removesuffix(f"/{UNSCORED}")


def test_quizzes_are_built_as_the_standard_says(quizzes):
    for name, tree in quizzes.items():
        assert list(misplaced(tree)) == [], name
        idents = [item.get("ident") for item in tree.iter(f"{QTI}item")]
        assert len(idents) == len(set(idents)) and all(
            re.fullmatch("[A-Za-z][A-Za-z0-9_-]*", ident) for ident in idents
        )
        for item in tree.iter(f"{QTI}item"):
            there = {feedback.get("ident") for feedback in item.iter(f"{QTI}itemfeedback")}
            assert {link.get("linkrefid") for link in item.iter(f"{QTI}displayfeedback")} == there


def test_canvas_takes_no_answers_feedback_for_general_feedback(libraries):
    """Canvas tells general feedback by its name: a label named so would lose its reason."""
    for value in {
        value
        for library in libraries.values()
        for activity in library.activities.values()
        for item in activity.items()
        for value in item.choices or ()
    }:
        assert not re.search(
            r"wrong|correct|_I?C$|solution|general_|_all", f"{make_ident(value)}_fb", re.IGNORECASE
        )


def test_each_quiz_brings_the_text_and_the_task_before_its_questions(quizzes, libraries):
    assert len(quizzes) == sum(len(library.activities) for library in libraries.values())
    for tree in quizzes.values():
        text, task, first = [read_item(item) for item in tree.findall(f".//{QTI}item")[:3]]
        slug, name, _ = first.name.split("/")
        reading = visible(text.text)
        early = name in list_without_brief(libraries[slug])
        shown = libraries[slug].article.units if early else libraries[slug].units
        assert all(" ".join(unit.text.split()) in reading for unit in shown.values())
        assert " ".join(libraries[slug].activity(name).prompt.split()) in visible(task.text)


def test_a_check_shows_its_wire_report_only_where_the_book_does(files, quizzes, libraries):
    """Its last part asks what the two voices leave out, and the report has it."""
    brief = " ".join(next(iter(libraries["check-a"].brief.units.values())).text.split())
    shown = {
        read_item(tree.findall(f".//{QTI}item")[2]).name.split("/")[1]
        for tree in quizzes.values()
        if brief in visible(read_item(tree.find(f".//{QTI}item")).text)
    }
    assert shown == {"missing"}
    gift = files["check-a-gift.txt"].decode()
    assert gift.count("::check-a/brief::") == 1
    assert (
        gift.index("::check-a/knowing::")
        < gift.index("::check-a/brief::")
        < gift.index("::check-a/missing::")
    )


def test_the_table_of_items_has_each_item_once_with_its_key(files, libraries):
    table = pd.read_csv(io.BytesIO(files["items.csv"]), dtype=str, keep_default_na=False).set_index("id")
    keys = {
        f"{slug}/{name}/{item}": answer
        for slug, library in libraries.items()
        for name in library.activities
        for item, answer in library.answers(name).items()
    }
    assert table.index.is_unique and set(table.index) == set(keys)
    for name, answer in keys.items():
        row = table.loc[name]
        if isinstance(answer, Essay):
            assert (
                row["rubric"] == " | ".join(answer.rubric)
                and row["model"] == clean_cell(answer.model)
                and not row["answer"]
            )
            continue
        assert (row["answer"], row["why"], row["sound"]) == (
            answer.answer,
            clean_cell(answer.reason),
            clean_cell(answer.sound),
        ) and row["text"]
        assert (row["contested"] == "yes") == answer.is_contested and all(
            value in row["also"] for value in answer.also
        )
        assert row["evidence"].count(" | ") == max(0, len(answer.evidence) - 1)
    assert table["addresses"].str.contains("https://").sum() > 100


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@A1", "\t=x", "\r=x", "\nx", "＝1", "＋1", "－1"])
def test_no_cell_can_begin_a_formula(cell, monkeypatch):
    row = {"id": cell, "prompt": "1" + cell[1:]}
    monkeypatch.setattr(items_csv, "_rows", lambda library: [row])
    (read,) = csv.DictReader(
        io.StringIO(items_csv.write_items([SimpleNamespace(key=None)]).decode("utf-8-sig"))
    )
    assert read["id"].startswith("'") and read["id"] == clean_cell(cell)


def annotations(data):
    collection = json.loads(data)
    assert (
        collection["total"] == len(collection["first"]["items"])
        and collection["@context"] == "http://www.w3.org/ns/anno.jsonld"
    )
    return collection["first"]["items"]


def find(library, target):
    """Return (words, unit) that the two selectors of a target both find; each may fit one place only."""
    kind = "article" if ":article:" in target["source"] else "brief"
    text = getattr(library, kind)
    assert target["source"] == source_name(text, kind)
    whole, starts = lay_out(text)
    quote, position = target["selector"]
    around = quote["prefix"] + quote["exact"] + quote["suffix"]
    assert whole.count(around) == 1 and whole.index(around) + len(quote["prefix"]) == position["start"]
    assert whole[position["start"] : position["end"]] == quote["exact"]
    return quote["exact"], [label for label, start in starts.items() if start <= position["start"]][-1]


def test_positions_count_over_a_text_that_anyone_can_lay_out_again():
    text = Text(
        "s",
        {},
        {
            label: Unit(label, words)
            for label, words in (("p1.1", "One 😀."), ("p1.2", "Two."), ("p2.1", "Three."))
        },
    )
    assert lay_out(text) == ("One 😀. Two.\nThree.", {"p1.1": 0, "p1.2": 7, "p2.1": 12})


@pytest.mark.parametrize("slug", slugs())
def test_every_label_and_phrase_of_a_key_is_annotated_once_where_it_stands(slug, files, libraries):
    library, found = libraries[slug], []
    for item in annotations(files[f"{slug}-annotations.jsonld"]):
        words, unit = find(library, item["target"])
        tagged = [body["value"] for body in item["body"] if body.get("purpose") == "tagging"]
        said = [body["value"] for body in item["body"] if body.get("purpose") == "commenting"]
        scheme, value = item["body"][0]["source"].split(":")[2:]
        found.append((unit, words, scheme, value, said[0], "contested" in tagged))
    labels = [
        (unit, library.units[unit].text, skill, answer.answer, answer.reason, answer.is_contested)
        for unit, skills in library.key.units.items()
        for skill, answer in skills
        if answer
    ]
    phrases = [
        (
            activity.phrases[item].unit,
            activity.phrases[item].quote,
            "phrase",
            answer.answer,
            answer.reason,
            answer.is_contested,
        )
        for name, activity in library.activities.items()
        if activity.kind == "phrases"
        for item, answer in library.answers(name).items()
    ]
    assert sorted(found) == sorted(labels + phrases)


@pytest.mark.parametrize("form", ["qti", "gift"])
def test_hostile_texts_come_out_as_they_are_and_never_as_markup(form, hostile):
    data = hostile[1][f"wild-{'qti.zip' if form == 'qti' else 'gift.txt'}"]
    read = (
        read_gift(data)
        if form == "gift"
        else [read_item(item) for tree in read_package(data).values() for item in tree.iter(f"{QTI}item")]
    )
    html = [q.text for q in read] + [
        part for q in read for text, _, feedback in q.options.values() for part in (text, feedback)
    ]
    html += [q.respond("-5.5")[1] for q in read if q.respond]
    assert set().union(*map(tags, html)) <= HARMLESS and not any("javascript:" in text for text in html)
    assert all(HOSTILE.strip() in visible(q.text) for q in read), "not every question shows its text"
    asked = {q.name: q for q in read if q.kind != "text"}
    assert len(asked) == 7 and all(
        visible(option[2]).count(HOSTILE) >= 2 for q in asked.values() for option in q.options.values()
    )
    assert "\x07" not in "".join(html) and [
        points for _, points, _ in asked["wild/mark/p1.1"].options.values()
    ] == [1, 1, 0, 0, 0, 0]
    assert (
        asked["wild/table/f1.number"].respond("-5.4")[0] == 1
        and asked["wild/table/f1.number"].respond("5.5")[0] == 0
    )


def test_hostile_texts_stay_in_their_cell_and_at_their_place(hostile):
    root, files = hostile
    table = pd.read_csv(io.BytesIO(files["items.csv"]), dtype=str, keep_default_na=False)
    assert len(table) == 7 and not table.map(lambda cell: cell.startswith(("=", "+", "-", "@"))).any(
        axis=None
    )
    assert (
        table.set_index("id").loc["wild/choose/a", "text"] == clean_cell(f"{HOSTILE}\n\nsecond line")
        and (table["addresses"] == "").all()
    )
    found = annotations(files["wild-annotations.jsonld"])
    assert [find(TextSet("wild", root), item["target"])[1] for item in found] == ["p1.1", "p1.2", "p1.1"]
    assert "javascript:" not in files["wild-annotations.jsonld"].decode()


def test_two_exports_are_byte_identical(files, tmp_path):
    done = run_kit(ROOT, "export", "2015-scale", "ferry-fares", "--out", tmp_path)
    assert done.returncode == 0 and "7 files" in done.stdout, done.stderr
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.name != "items.csv"} == {
        name: data for name, data in files.items() if name.startswith(("2015-scale", "ferry-fares"))
    }


def test_without_keys_the_table_has_only_questions_and_the_others_say_what_they_need(tmp_path):
    root = copy_kit(tmp_path / "kit", leave_out=["solutions"])
    table = pd.read_csv(
        io.BytesIO(export_files(["ferry-fares"], ["csv"], root)["items.csv"]),
        dtype=str,
        keep_default_na=False,
    )
    assert len(table) == 23 and not set(KEY_COLUMNS) & set(table.columns)
    for form in set(FORMATS) - {"csv"}:
        with pytest.raises(
            ContentError, match=r"solutions/ferry-fares/key.yaml: the key is not here.*--format csv"
        ):
            export(tmp_path / "out", ["ferry-fares"], [form], root)
    assert not (tmp_path / "out").exists()


def test_an_unknown_set_is_named_with_those_there_are(tmp_path):
    with pytest.raises(
        ContentError, match="ferry-fare: there is no set of this name. There are: .*ferry-fares"
    ):
        export(tmp_path, ["ferry-fare"])


# ---- Read by gift-pegjs, a grammar of the format that has nothing of ours in it ----------------------------

KINDS = {"MC": "choice", "Numerical": "number", "Essay": "essay", "Description": "text"}
READ = """
const {parse} = require(process.argv[1]);
const files = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(Object.fromEntries(
  Object.entries(files).map(([name, text]) => [name, parse(text)]))));
"""


def parse_gift(files):
    """Return {file: the questions that gift-pegjs reads}. A file that breaks the grammar fails the test."""
    node, parser = needs("node"), needs("gift-pegjs")
    done = subprocess.run(
        [node, "-e", READ, parser], input=json.dumps(files), capture_output=True, encoding="utf-8", timeout=60
    )
    assert done.returncode == 0, done.stderr[-600:]
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def parsed(gifts):
    return parse_gift(gifts)


@pytest.fixture(scope="module")
def gifts(files):
    return {name: data.decode() for name, data in files.items() if name.endswith("-gift.txt")}


def test_the_grammar_reads_each_question_as_the_kind_that_it_is(gifts, parsed):
    for name, text in gifts.items():
        ours = Counter(question.kind for question in read_gift(text.encode()))
        theirs = Counter(KINDS[question["type"]] for question in parsed[name] if question["type"] in KINDS)
        assert theirs == ours, name
    assert {question["type"] for read in parsed.values() for question in read} == {*KINDS, "Category"}


def test_each_question_with_choices_has_one_right_answer_and_a_reason_for_every_choice(parsed):
    choices = {
        question["title"]: question["choices"]
        for read in parsed.values()
        for question in read
        if question["type"] == "MC"
    }
    assert len(choices) > 500
    assert [title for title, given in choices.items() if not any(map(is_right, given))] == []
    assert [
        title for title, given in choices.items() if not all(choice["feedback"] for choice in given)
    ] == []


def is_right(choice):
    return choice["isCorrect"] or choice["weight"] == 100


def test_a_file_that_breaks_the_grammar_is_not_read():
    with pytest.raises(AssertionError):
        parse_gift({"broken": "::name:: Which one? {=yes ~no"})


# ---- Checked against the schema files of IMS, which have nothing of ours in them ---------------------------


@pytest.fixture(scope="module")
def packages(files):
    """Return {zip: {name in it: bytes}} of all QTI zips."""
    found = {}
    for file, data in files.items():
        if file.endswith("-qti.zip"):
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                found[file] = {name: package.read(name) for name in package.namelist()}
    return found


def find_faults(dtd, data):
    """Return what the DTD of IMS says against a quiz. It knows no namespaces: they are taken off."""
    quiz = etree.fromstring(re.sub(rb' xmlns(:\w+)?="[^"]*"', b"", data))
    dtd.validate(quiz)
    return [f"{error.line}: {error.message}" for error in dtd.error_log]


def test_every_quiz_is_valid_by_the_dtd_of_ims_qti(packages):
    dtd = etree.DTD(needs("the DTD of IMS QTI"))
    quizzes = {
        name: data for inside in packages.values() for name, data in inside.items() if "manifest" not in name
    }
    assert len(quizzes) > 60
    assert {name: faults for name, data in quizzes.items() if (faults := find_faults(dtd, data))} == {}


@pytest.mark.parametrize(
    "change",
    [
        (b"outcomes>", b"outcome>"),
        (b' ident="', b' id="'),
        (b'feedbacktype="Response"', b'feedbacktype="Yes"'),
    ],
    ids=["an element that is not known", "an attribute that is missing", "a value that is not allowed"],
)
def test_the_dtd_finds_what_is_wrong(packages, change):
    dtd = etree.DTD(needs("the DTD of IMS QTI"))
    right = next(
        data for name, data in packages["ferry-fares-qti.zip"].items() if name.endswith("speaking.xml")
    )
    wrong = right.replace(*change)
    assert wrong != right and find_faults(dtd, wrong)


def test_every_manifest_is_valid_by_the_schema_of_ims_content_packaging(packages):
    """Canvas writes the namespace of Common Cartridge over the same elements, and so do we."""
    schema = etree.XMLSchema(etree.parse(needs("the schema of IMS Content Packaging")))
    for file, inside in packages.items():
        manifest = inside["imsmanifest.xml"].replace(b"imsccv1p1/imscp_v1p1", b"imscp_v1p1")
        schema.assertValid(etree.fromstring(manifest))
        wrong = manifest.replace(b"<organizations/>", b"")
        assert wrong != manifest and not schema.validate(etree.fromstring(wrong)), file
