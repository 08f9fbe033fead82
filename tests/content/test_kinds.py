"""Kinds of activity: each answers for itself, and a new one is four files (tests/helpers/sixth_kind) and no
change anywhere else: asked, answered, marked, printed, exported, reported, checked.
"""

import csv
import filecmp
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from helpers.answering import answer_by_mouse
from helpers.kits import copy_kit, run_kit
from helpers.places import ROOT
from pypdf import PdfReader

from secondsource.content.kinds import KINDS
from secondsource.content.kinds.base import Activity
from secondsource.content.kinds.choose import Choose
from secondsource.content.kinds.mark import Mark
from secondsource.content.kinds.phrases import Phrases
from secondsource.content.kinds.table import Table
from secondsource.content.kinds.write import Write

SIXTH = Path(__file__).parents[1] / "helpers" / "sixth_kind"
TEMPLATES = (
    "exercise/templates/kinds/{}.html",
    "worksheets/templates/kinds/{}.typ",
    "exports/templates/kinds/{}.html",
)
NAME = "ferry-fares/deeds"
ITEMS = """  deeds:
    kind: match
    skill: wording
    title: What does each sentence do?
    minutes: 3
    prompt: Say of each sentence whether it reports, argues or guesses.
    evidence: [council-record]
    confidence: [price]
    sentences: {price: p1.1, robbery: p1.3, sweep: p6.2, pupils: p7.1}
"""
KEY = """  deeds:
    price: {answer: reports, why: Both prices are public., evidence: [council-record]}
    robbery: {answer: argues, why: Nobody was robbed., sound: The fare rose by 40 per cent.}
    sweep: {answer: guesses, why: Nobody can look into a heart., also: {argues: It is meant to sting.}}
    pupils: {answer: reports, why: The council decided it., why_not: {argues: Relief is yours.}}
"""
USE = """uses:
  - skill: wording
    kind: match
    codes: [digcomp 1.2]
    why: Report and verdict are told apart.
"""
RIGHT = {"price": "reports", "robbery": "argues", "sweep": "guesses", "pupils": "reports"}
BREAKAGES = [
    # words of items.yaml, replacement, what the message must say
    ("sweep: p6.2, pupils: p7.1", "sweep: p6.9", "deeds, sweep: there is no unit [p6.9] in the texts."),
    (", robbery: p1.3, sweep: p6.2, pupils: p7.1", "", "deeds: there is nothing to tell apart. Name two"),
    ("    kind: match", "    kind: matches", "Use choose, mark, match, phrases, table or write."),
    ("sweep: p6.2, pupils", "sweeps: p6.2, pupils", "answers, deeds, sweeps: “deeds” asks this"),
]
CHECK = "from secondsource.content.check import check_set; print(*check_set('ferry-fares'), sep='\\n')"
PROBE = """
import json
from pathlib import Path
from secondsource.book.teachers import render_key, render_labelled, render_standards
from secondsource.content.textset import TextSet
from secondsource.data.items import list_items
from secondsource.exercise.html import render_activity
from secondsource.exercise.scripts import classic_script, style
from secondsource.exercise.written import Written
from secondsource.marking.answer_file import Sitting
from secondsource.report.synthetic import make_class, write_answer_files
library, folder = TextSet("ferry-fares"), Path("hand-in")
Path("deeds.html").write_text('<!doctype html><html lang="en"><meta charset="utf-8"><title>T</title><style>'
    + style() + "</style><main>" + render_activity(library, "deeds", embed_key=True) + "</main><script>"
    + classic_script() + "</script></html>", encoding="utf-8")
folder.mkdir()
write_answer_files(folder, make_class(30, sets=["ferry-fares"]))
rows = list_items(names=["ferry-fares"]).loc["ferry-fares/deeds/price":].drop(columns="choices")
print(json.dumps({
    "written": repr(Written(library, "deeds", Sitting(answers={"robbery": "argues"}))),
    "key": render_key(library, "deeds"),
    "labelled": render_labelled(library, "article", {}),
    "standards": "".join(html for _, _, html in render_standards()),
    "rows": json.loads(rows.to_json(orient="index")),
}))
"""


def add_to(path, text, before=None):
    """Put text at the end of a file, or before words that stand in it once."""
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace(before, text + before) if before else whole + text, encoding="utf-8")


def place(kit):
    """Put the sixth kind and one exercise of it into a copy of the kit."""
    shutil.copytree(SIXTH, kit, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    add_to(kit / "exercises/ferry-fares/items.yaml", ITEMS)
    add_to(kit / "solutions/ferry-fares/key.yaml", KEY)
    add_to(kit / "book/who-is-speaking.md", f"\n```{{activity}} {NAME}\n```\n")
    standards = kit / "solutions/lessons/standards.yaml"
    standards.write_text(standards.read_text(encoding="utf-8").replace("uses:\n", USE, 1), encoding="utf-8")
    return kit


def run(kit, *arguments):
    done = run_kit(kit, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def run_code(kit, code):
    """Return what some code prints that uses the package of a kit."""
    environment = {**os.environ, "PYTHONPATH": str(kit), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=kit, env=environment, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def items_of(path):
    """Return the rows of our exercise in items.csv."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if row["item"].startswith(f"{NAME}/")]


COMMON = {"title": "T", "minutes": "3", "prompt": "Say it."}
HEADS = {"text": "Claim", "note": "Who says so", "answer": "Label"}
ROW = {"where": "p1.1", "text": "Half the boats", "note": "a sign"}
SUM = {"question": "How many?", "unit": "boats"}
EACH = [
    # kind, its own fields, items and forms, faults with the one unit p1.1
    (
        Mark,
        {"skill": "speaking", "units": ["p1.1"], "worked": [{"unit": "p1.1", "label": "Z9", "why": "W"}]},
        {"p1.1": "choice"},
        ["p1.1", "worked, p1.1"],
    ),
    (
        Choose,
        {"skill": "missing", "options": {"a": "The price", "b": "The fair"}},
        {"a": "choice", "b": "choice"},
        [],
    ),
    (
        Table,
        {"skill": "figures", "choices": "verdicts", "heads": HEADS, "rows": {"f1": {**ROW, "number": SUM}}},
        {"f1": "choice", "f1.number": "number"},
        [],
    ),
    (Table, {"skill": "figures", "choices": "verdicts", "heads": HEADS, "rows": {}}, {}, [""]),
    (
        Phrases,
        {"skill": "wording", "phrases": {"w1": {"unit": "p1.1", "quote": ""}}},
        {"w1": "choice"},
        ["w1"],
    ),
    (Write, {"skill": "whole", "passage": ["p1.1", "p9.9"]}, {"text": "text"}, ["passage"]),
]


@pytest.mark.parametrize("kind, fields, items, faults", EACH)
def test_each_kind_says_what_it_asks_and_what_is_wrong_with_it(kind, fields, items, faults):
    name = kind.__name__.lower()
    assert KINDS[name] is kind
    activity = kind(kind=name, **COMMON, **fields)
    assert {item.id: item.form for item in activity.items()} == items
    assert [place for place, _, _ in activity.faults({"p1.1": None})] == faults


@pytest.fixture(scope="module")
def sixth(tmp_path_factory):
    """A kit with a sixth kind of activity."""
    return place(copy_kit(tmp_path_factory.mktemp("sixth") / "kit"))


@pytest.fixture(scope="module")
def probe(sixth):
    """What the package says of the new exercise; beside it a page and the answers of a class are written."""
    return json.loads(run_code(sixth, PROBE))


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_answers_for_itself_and_has_its_templates(name):
    kind = KINDS[name]
    assert kind.model_fields["kind"].annotation.__args__ == (name,)
    assert kind.screen_name and kind.paper_task and set(kind.findings) == {"sound", "weak"}
    assert not kind.__abstractmethods__
    for template in TEMPLATES:
        assert (ROOT / "secondsource" / template.format(name)).exists()


def test_no_template_is_left_without_its_kind():
    for template in TEMPLATES:
        folder = (ROOT / "secondsource" / template).parent
        assert {path.stem for path in folder.iterdir()} == set(KINDS)


def test_nothing_outside_of_the_kinds_knows_one_from_another():
    classes, names = "|".join(kind.__name__ for kind in KINDS.values()), "|".join(KINDS)
    knows = re.compile(
        rf"""(?:activity|item)\.kind\s*(?:[!=]=|in\b|\])|\.get\(\w+\.kind\b|kind"\]\)?\s*(?:[!=]=|\.isin\W)\W*(?:{names})\b"""
        rf"""|kinds\.(?:{names})\b|isinstance\([^)\n]*\b(?:{classes})\b"""
    )
    package = ROOT / "secondsource"
    files = [path for ending in ("py", "html", "typ") for path in package.rglob(f"*.{ending}")]
    scripts = [path for room in ("exercise", "live", "originals") for path in (package / room).rglob("*.js")]
    assert len(files) > 100 and len(scripts) > 20
    assert [
        path.relative_to(package).as_posix()
        for pattern, paths in ((knows, files), (re.compile(r"\.kind\s*[!=]=|\.kind\]"), scripts))
        for path in paths
        if path.parent.name != "kinds" and pattern.search(path.read_text(encoding="utf-8"))
    ] == []


def test_the_author_page_goes_by_the_fields_of_an_exercise():
    scripts = list((ROOT / "secondsource/author/js").glob("*.js"))
    assert len(scripts) > 20
    knows = re.compile(r"\.kind\b")
    assert [path.name for path in scripts if knows.search(path.read_text(encoding="utf-8"))] == []


def test_content_is_read_without_html_and_without_pandas():
    code = (
        "import pkgutil, sys, secondsource.content as room\n"
        "for entry in pkgutil.walk_packages(room.__path__, room.__name__ + '.'): __import__(entry.name)\n"
        "print([name for name in ('pandas', 'jinja2', 'markupsafe') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def test_a_kind_without_an_answer_to_a_question_cannot_be_read():
    class Mute(Activity):
        pass

    with pytest.raises(TypeError, match="abstract"):
        Mute(title="t", minutes="1", prompt="p", skill="whole")


# ---- A sixth kind: one module and three templates


def test_a_new_kind_is_four_files(sixth):
    ours, theirs = (
        {
            path.relative_to(root / "secondsource")
            for path in (root / "secondsource").rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        for root in (ROOT, sixth)
    )
    assert sorted(path.as_posix() for path in theirs - ours) == sorted(
        ["content/kinds/match.py", *(template.format("match") for template in TEMPLATES)]
    )
    same, changed, lost = filecmp.cmpfiles(ROOT / "secondsource", sixth / "secondsource", ours, shallow=False)
    assert (changed, lost) == ([], []) and len(same) == len(ours)


def test_it_is_checked(sixth):
    run(sixth, "check")
    path = sixth / "exercises/ferry-fares/items.yaml"
    whole = path.read_text(encoding="utf-8")
    for words, instead, said in BREAKAGES:
        path.write_text(whole.replace(words, instead), encoding="utf-8")
        told = run_code(sixth, CHECK)
        path.write_text(whole, encoding="utf-8")
        assert said in told


def test_it_is_answered_and_marked_on_its_page(sixth, probe, open_page):
    page = open_page((sixth / "deeds.html").as_uri())
    root = page.locator(f'[data-ss="{NAME}"]')
    assert "Match · Which words argue?" in root.locator(".ss-kicker").inner_text()
    assert "Guesses" in root.locator(".ss-rules").first.text_content()
    answer_by_mouse(root, {**RIGHT, "sweep": "argues"})
    root.locator("[data-sure=price]").select_option("90")
    root.locator("[data-do=commit]").click()
    assert root.locator(".ss-result").inner_text() == (
        "4 of 4 right · weak spots noticed: 2 of 2 · sound ones left in peace: 2 of 2."
    )
    said = {item: root.locator(f'[data-feedback="{item}"]').inner_text() for item in RIGHT}
    assert "Nobody was robbed." in said["robbery"] and "You were 90% sure." in said["price"]
    assert "Accepted" in said["sweep"] and "It is meant to sting." in said["sweep"]
    page.reload()
    assert root.locator("[data-item=robbery] input[value=argues]").is_checked()
    assert page.faults == []


def test_it_is_printed_with_its_key(sixth):
    run(sixth, "worksheets", "ferry-fares", "--out", "sheets")
    sheet, key = (
        " ".join(" ".join(page.extract_text() for page in PdfReader(sixth / "sheets" / name).pages).split())
        for name in ("ferry-fares.pdf", "ferry-fares-key.pdf")
    )
    assert "What does each sentence do?" in sheet and "Tick what it does." in sheet
    assert "b Argues: it says what to think of what happened" in sheet and "daylight robbery" in sheet
    assert "Nobody was robbed." in key and "Nobody was robbed." not in sheet
    assert "c or b" in key  # on the page with all codes
    headings = (sixth / "sheets/ferry-fares-answers.csv").read_text(encoding="utf-8-sig")
    assert f"{NAME}/price,{NAME}/price sure,{NAME}/robbery" in headings


def test_it_is_exported(sixth):
    run(sixth, "export", "ferry-fares", "--out", "exports")
    out = sixth / "exports"
    gift = (out / "ferry-fares-gift.txt").read_text(encoding="utf-8")
    assert (
        "What does the sentence in bold do?" in gift and "=<p>Guesses\\: it says what somebody wants" in gift
    )
    with zipfile.ZipFile(out / "ferry-fares-qti.zip") as archive:
        name = next(name for name in archive.namelist() if name.endswith("deeds.xml"))
        quiz = archive.read(name).decode()
    assert quiz.count("multiple_choice_question") == 4 and "<strong>It is daylight" in quiz.replace(
        "&lt;", "<"
    ).replace("&gt;", ">")
    rows = {
        row["item"]: row
        for row in csv.DictReader(io.StringIO((out / "items.csv").read_text(encoding="utf-8-sig")))
        if row["activity"] == "deeds"
    }
    assert {name: row["answer"] for name, row in rows.items()} == RIGHT
    assert (
        rows["sweep"]["unit"] == "p6.2"
        and rows["sweep"]["kind"] == "match"
        and "guesses: Guesses" in rows["sweep"]["choices"]
    )
    notes = json.loads((out / "ferry-fares-annotations.jsonld").read_text(encoding="utf-8"))["first"]["items"]
    ours = {note["id"].rpartition(":")[2]: note for note in notes if ":match:deeds:" in note["id"]}
    assert set(ours) == set(RIGHT)
    assert ours["robbery"]["body"][0]["source"] == "urn:second-source:match:argues"
    assert ours["robbery"]["target"]["selector"][0]["exact"] == "It is daylight robbery in a life jacket."


WRITE = """
from pathlib import Path
from helpers.ports import free_port
from secondsource.author.server import start_author
server = start_author("ferry-fares", Path.cwd(), free_port())
print(server.address, flush=True)
input()
server.stop()
"""


def test_an_author_writes_its_title_and_prompt(sixth, open_page):
    items = sixth / "exercises/ferry-fares/items.yaml"
    whole = items.read_text(encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(sixth), str(ROOT / "tests")])}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "encoding": "utf-8"}
    with subprocess.Popen([sys.executable, "-c", WRITE], cwd=sixth, env=environment, **pipes) as author:
        try:
            page = open_page(author.stdout.readline().strip())
            page.locator("#tab-exercises").click()
            head = page.locator("#exercises [data-at='items/deeds'] + p")
            assert head.inner_text().startswith("Match · Which words argue?")
            page.locator("#exercise-deeds-title").fill("What does it do?")
            page.locator("#saved", has_text="Saved").wait_for()
            # its size says nothing of its minutes, where no set of the kit has one like it
            minutes = page.locator("label", has=page.locator("#exercise-deeds-minutes"))
            assert minutes.inner_text().strip() == "Minutes"
            assert page.faults == []
        finally:
            author.communicate("\n", timeout=60)
    written = items.read_text(encoding="utf-8")
    items.write_text(whole, encoding="utf-8")
    assert "What does it do?" in written


def test_teachers_find_it_beside_the_text_and_in_the_key(probe):
    assert "Which words argue? · Match" in probe["key"] and "Nobody was robbed." in probe["key"]
    assert "What does each sentence do? (asked about)" in probe["labelled"]
    assert "Which words argue? · Match" in probe["standards"]


def test_a_notebook_keeps_what_was_answered_as_text(probe):
    assert "- It is daylight robbery in a life jacket.\n  > Argues" in probe["written"]


def test_it_stands_among_the_items(probe):
    row = probe["rows"][f"{NAME}/robbery"]
    assert (row["kind"], row["unit"], row["target"], row["form"]) == ("match", "p1.3", "weak", "choice")
    assert row["text"] == row["sentence"] == "It is daylight robbery in a life jacket."
    assert (
        probe["rows"][f"{NAME}/price"]["target"] == "sound"
        and probe["rows"][f"{NAME}/price"]["asks_confidence"]
    )


def test_it_is_marked_from_files_and_paper_and_stands_in_the_report(sixth, probe):
    codes = {"reports": "a", "argues": "b", "guesses": "C"}
    (sixth / "hand-in/paper.csv").write_text(
        "student," + ",".join(f"{NAME}/{item}" for item in RIGHT) + f",{NAME}/price sure\n"
        "Pat," + ",".join(codes[answer] for answer in RIGHT.values()) + ",70\n"
        "Kim,b,b,b,,60\n",
        encoding="utf-8",
    )
    run(sixth, "mark", "hand-in", "--out", "marks")
    rows = items_of(sixth / "marks/items.csv")
    marks = {
        name: {row["item"].rpartition("/")[2]: row["mark"] for row in rows if row["name"] == name}
        for name in ("Pat", "Kim")
    }
    assert marks["Pat"] == dict.fromkeys(RIGHT, "right")
    assert marks["Kim"] == {"price": "wrong", "robbery": "right", "sweep": "also", "pupils": "blank"}
    assert len({row["name"] for row in rows}) > 20
    report = re.sub(r"\s+", " ", (sixth / "marks/report.html").read_text(encoding="utf-8"))
    part = report[report.index("What it really wants is a boat") :][:1500]  # where the class split
    assert "Which words argue?" in part and "<b>Guesses " in part
    assert "deeds/robbery" in report
