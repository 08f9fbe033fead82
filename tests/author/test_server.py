"""The author page's server: changes land in the right files, hostile ones change nothing, two writers lose
nothing, and the preview is the book's own HTML.
"""

import re
import subprocess
import sys

import pytest
from helpers.asking import ask
from helpers.drafts import write_draft
from helpers.places import ROOT
from helpers.written_set import ORIGINAL, SET, write_set

from secondsource.author.changes import OPERATIONS
from secondsource.author.cutting import find_passages
from secondsource.author.drafts import new_draft
from secondsource.author.places import places_of
from secondsource.author.server import render_set, start_author
from secondsource.author.state import UnfinishedSet
from secondsource.author.textlines import set_unit
from secondsource.author.wording import words_of
from secondsource.author.workspace import Workspace, read_units_of
from secondsource.content.check import check_set
from secondsource.content.texts import slugs
from secondsource.content.textset import TextSet
from secondsource.exercise.html import render_activity, render_text
from secondsource.files import read_text
from secondsource.problems import ContentError

ELSEWHERE = {"remove exercise", "phrase", "table", "row", "passage", "essay"}  # test_exercises.py has them


@pytest.fixture
def kit(tmp_path):
    (tmp_path / "kit").mkdir()
    (tmp_path / "town.txt").write_text(ORIGINAL, encoding="utf-8")
    kit = write_set(tmp_path / "kit")
    new_draft("town", tmp_path / "town.txt", kit=kit)
    return kit


@pytest.fixture
def server(kit):
    running = start_author("town", kit, 18950)
    yield running
    running.stop()


def change(server, **said):
    """Send one change; return (status, what was answered)."""
    import json

    status, _, body = ask(server, "/change", said)
    return status, json.loads(body or b"{}")


def files_of(kit):
    return {
        path.relative_to(kit).as_posix(): path.read_bytes()
        for path in kit.rglob("*")
        if path.is_file() and path.suffix != ".lock" and "/history/" not in path.as_posix()
    }


def test_each_kind_of_change_lands_in_its_file_and_undo_takes_all_back(kit, server):
    first = files_of(kit)
    workspace = Workspace("town", kit)
    steps = [
        {"do": "retell", "unit": "p1.1", "was": "", "to": 'The town "raised" it to 2.80 crowns.'},
        {"do": "header", "field": "byline", "was": "", "to": "A. Writer"},
        {"do": "ask", "unit": "p1.1", "activity": "speaking", "to": True},
        {"do": "key", "unit": "p1.1", "skill": "speaking", "field": "answer", "was": "", "to": "S4"},
        {"do": "key", "unit": "p1.1", "skill": "speaking", "field": "why", "was": "", "to": "So: #1, {x}"},
        {
            "do": "card",
            "card": "town-2026-03",
            "to": {"title": "A & B", "says": "It rose.", "publisher": "Town, Lake"},
        },
        {"do": "report", "to": "It rose.", "sources": ["town-2026-03"]},
        {"do": "sources", "unit": "b1.1", "to": []},
        {"do": "sources", "unit": "b1.1", "to": ["town-2026-03"]},
        {"do": "card", "card": "old-2026-01", "to": {"title": "Old"}},
        {"do": "remove card", "card": "old-2026-01"},
        {"do": "option", "activity": "missing", "option": "money", "was": "", "to": "Where it goes"},
        {
            "do": "option key",
            "activity": "missing",
            "option": "money",
            "field": "answer",
            "was": "",
            "to": "yes",
        },
        {"do": "note", "unit": "p1.1", "was": "", "to": "Ask Jo."},
        {"do": "join", "unit": "p8.1"},
        {"do": "leave out", "unit": "p2.1"},
        {"do": "new exercise"},
        {"do": "exercise", "activity": "speaking", "field": "minutes", "was": "6", "to": "7"},
        {"do": "whole", "file": "notes", "was": workspace.read("notes"), "to": "# Notes\n"},
    ]
    assert {step["do"] for step in steps} | {"split"} | ELSEWHERE == set(OPERATIONS)
    for step in steps:
        status, said = change(server, **step)
        assert status == 200, (step, said)
    assert "[p1.1] The town “raised” it to 2.80 crowns.\noriginal: On the first" in workspace.read("article")
    assert 'why: "So: #1, {x}"' in workspace.read("key") and "money:\n      answer: yes" in workspace.read(
        "key"
    )
    assert "[b1.1] It rose.\nsource: town-2026-03\n" in workspace.read(
        "brief"
    ) and "p2.1" not in workspace.read("article")
    assert "title = {{A \\& B}}" in workspace.read("references") and "Ask Jo." in workspace.read("memo")
    assert "town/knowing" in workspace.read("page") and "minutes: 7" in workspace.read("items")
    for step in reversed(steps):
        assert change(server, do="undo")[0] == 200, step
    assert change(server, do="undo")[1]["undo"] == ""
    left = files_of(kit)
    assert {name: data.strip() for name, data in left.items()} == {
        name: data.strip() for name, data in first.items()
    }


def test_a_passage_is_split_where_the_author_says_and_joined_again(kit, server):
    before = Workspace("town", kit).read("article")
    at = ORIGINAL.index("put single")
    status, said = change(server, do="split", unit="p1.1", at=at)
    assert status == 200 and [unit["label"] for unit in said["units"]][:2] == ["p1.1", "p1.2"]
    article = Workspace("town", kit).read("article")
    assert "[p1.1]\noriginal: On the first … March our town\n" in article
    assert "[p1.2]\noriginal: put single crossings … eighty silver crowns" in article
    assert change(server, do="join", unit="p1.1")[0] == 200
    assert Workspace("town", kit).read("article").replace(".\n", "\n") == before.replace(".\n", "\n")
    assert change(server, do="join", unit="p1.1")[0] == 422, "the next stands in another paragraph"


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"do": "rm -rf"},
        {"do": "retell"},
        {"do": "retell", "unit": "../../x", "to": "x"},
        {"do": "retell", "unit": "p99.1", "was": "", "to": "x"},
        {"do": "retell", "unit": ["p1.1"], "to": "x"},
        {"do": "retell", "unit": "p1.1", "was": "", "to": 7},
        {"do": "retell", "unit": "p1.1", "was": "", "to": "x" * 70_000},
        {"do": "header", "field": "evil: x\n[p9.9] y", "was": "", "to": "x"},
        {"do": "key", "unit": "p1.1", "skill": "__class__", "field": "why", "was": "", "to": "x"},
        {"do": "key", "unit": "p1.1", "skill": "speaking", "field": "../why", "was": "", "to": "x"},
        {"do": "option", "activity": "missing", "option": "a: b\nc", "was": "", "to": "x"},
        {"do": "option", "activity": "../x", "option": "a", "was": "", "to": "x"},
        {"do": "card", "card": "../../../etc/passwd", "to": {}},
        {"do": "card", "card": "a-b}", "to": {"title": "x"}},
        {"do": "whole", "file": "../../kit.py", "was": "", "to": "x"},
        {"do": "whole", "file": "key", "was": "", "to": "x"},
        {"do": "split", "unit": "p1.1", "at": -1},
        {"do": "split", "unit": "p1.1", "at": "all"},
        {"do": "report", "to": "x", "sources": ["a\nb"]},
        {"do": "publish"},
        {"do": "take back"},
    ],
    ids=str,
)
def test_a_hostile_change_changes_nothing(kit, server, said):
    before = files_of(kit)
    status, answer = change(server, **said)
    assert status in (400, 422) and answer.get("problems"), (status, answer)
    assert files_of(kit) == before


@pytest.mark.parametrize(
    "value",
    [
        "x\n[p9.9] smuggled",
        "original: a … b",
        "[p2.1] x",
        "a\r\nb: c",
        "\u202e\x00evil",
        "{{ 7 * 7 }}",
        "<script>alert(1)</script>",
    ],
)
def test_what_is_typed_is_never_a_line_of_its_own_nor_code(kit, server, value):
    labels = [unit["label"] for unit in change(server, do="undo")[1]["units"]]
    change(server, do="retell", unit="p1.1", was="", to=value)
    change(server, do="ask", unit="p1.1", activity="speaking", to=True)
    change(server, do="key", unit="p1.1", skill="speaking", field="answer", was="", to="S4")
    status, said = change(server, do="key", unit="p1.1", skill="speaking", field="why", was="", to=value)
    assert status == 200 and [unit["label"] for unit in said["units"]] == labels
    page = ask(server, "/preview/study")[2].decode()
    assert "<script>alert" not in page and "49" not in re.sub(
        r"(?s)<style.*?</style>|<script.*?</script>", "", page
    )


@pytest.mark.parametrize("path", ["/", "/state", "/steps", "/preview/study", "/events", "/author.js"])
def test_without_the_token_there_is_nothing(server, path):
    assert ask(server, path, Cookie=None)[0] == 403


@pytest.mark.parametrize(
    "path", ["/../key.yaml", "/%2e%2e/original.txt", "/drafts/town/original.txt", "/preview/teach", "//x"]
)
def test_no_file_is_served(server, path):
    status, _, body = ask(server, path)
    assert status in (403, 404) and b"silver" not in body


def test_a_field_that_was_changed_elsewhere_is_not_written_over_and_others_go_together(kit, server):
    path = Workspace("town", kit).path("article")
    theirs = set_unit(set_unit(path.read_text("utf-8"), "p1.1", "Theirs."), "p3.1", "Also theirs.")
    path.write_text(theirs, encoding="utf-8")
    status, said = change(server, do="retell", unit="p1.1", was="", to="Mine.")
    assert status == 409 and said["theirs"] == "Theirs." and path.read_text("utf-8") == theirs
    assert change(server, do="retell", unit="p2.1", was="", to="Mine.")[0] == 200
    assert path.read_text("utf-8") == set_unit(theirs, "p2.1", "Mine.")
    assert change(server, do="retell", unit="p1.1", was="Theirs.", to="Mine.")[0] == 200


def test_a_full_disk_keeps_the_old_file_and_says_so(kit, server, monkeypatch):
    before = files_of(kit)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("secondsource.files.os.fsync", full)
    status, said = change(server, do="retell", unit="p1.1", was="", to="New.")
    assert status == 507 and "No space left" in said["problems"][0]
    monkeypatch.undo()
    assert files_of(kit) == before


@pytest.mark.parametrize("slug", slugs())
def test_the_preview_is_the_books_html(slug):
    whole, seen = TextSet(slug), UnfinishedSet(Workspace(slug))
    for with_key in (True, False):
        expected = [render_activity(whole, name, embed_key=with_key) for name in whole.activities]
        texts = [render_text(whole, "article"), *([render_text(whole, "brief")] if whole.brief.units else [])]
        assert render_set(seen, with_key) == [*texts, *expected]


def test_the_page_tells_what_check_tells(kit, server):
    write_draft(kit, "phones")
    workspace = Workspace("phones", kit)
    text = workspace.read("key").replace("answer: S4", "answer: S9", 1)
    workspace.path("key").write_text(text, encoding="utf-8")
    running = start_author("phones", kit, 18950)
    try:
        _, said = change(running, do="undo")
    finally:
        running.stop()
    (wanted,) = check_set("phones", workspace.root, references=workspace.references())
    told = [(one["where"], one["fault"], one["cure"]) for one in said["problems"]]
    assert told == [words_of(workspace).tell(wanted, places_of(wanted))]


def test_it_does_not_start_where_there_are_no_answers(tmp_path):
    kit = tmp_path / "kit"
    (kit / "exercises").mkdir(parents=True)
    import shutil

    shutil.copytree(ROOT / "exercises" / SET, kit / "exercises" / SET)
    with pytest.raises(ContentError, match="no answers"):
        start_author(SET, kit, 18950)
    assert read_text(kit / "exercises" / SET / "items.yaml", kit)


def test_words_of_the_original_and_notes_are_in_no_preview(kit, server):
    change(server, do="note", unit="p1.1", was="", to="Zanzibar note")
    change(server, do="retell", unit="p1.1", was="", to="It costs more.")
    change(server, do="ask", unit="p1.1", activity="speaking", to=True)
    change(server, do="key", unit="p1.1", skill="speaking", field="answer", was="", to="S4")
    change(server, do="key", unit="p1.1", skill="speaking", field="why", was="", to="Quokka reason")
    for edition in ("study", "class"):
        page = ask(server, f"/preview/{edition}")[2].decode()
        assert "It costs more." in page and "Zanzibar" not in page and "silver" not in page
        assert ("Quokka" in page) == (edition == "study")


def test_the_title_goes_to_the_page_and_undo_takes_it_back(kit, server):
    """A set was published as “Untitled (school-canteen)”, with its title in the header alone."""
    workspace = Workspace("town", kit)
    was = "Untitled (town)"
    said = {"do": "header", "field": "title", "was": was, "to": "Boats (invented)"}
    assert change(server, **said)[0] == 200
    assert workspace.read("page").startswith("# Boats\n") and workspace.read("notes").startswith("# Boats\n")
    assert change(server, **{**said, "was": said["to"], "to": "Boats again"})[0] == 200
    assert workspace.read("page").startswith("# Boats again\n")
    change(server, do="whole", file="page", was=workspace.read("page"), to="# My own heading\n\nText.\n")
    assert change(server, **{**said, "was": "Boats again"})[0] == 200
    assert workspace.read("page").startswith("# My own heading\n")
    for _ in range(4):
        change(server, do="undo")
    assert workspace.read("page").startswith(f"# {was}\n")


@pytest.mark.parametrize("named", ["", "Boats"])
def test_a_title_that_was_emptied_first_goes_to_the_page_all_the_same(kit, server, named):
    """Emptied, a moment later written anew: the page stayed “Untitled”, or kept the title of before."""
    workspace, was = Workspace("town", kit), "Untitled (town)"
    for to in filter(None, [named, "-", "Ferries"]):
        to = to.strip("-")
        assert change(server, do="header", field="title", was=was, to=to)[0] == 200
        was = to
    assert workspace.read("page").startswith("# Ferries\n")


def test_a_set_without_a_title_is_not_published(kit, server):
    told = change(server, do="publish")[1]["problems"]
    assert any("The text has no title yet." in line for line in told), told
    shown = [one for one in change(server, do="undo")[1]["problems"] if "no title yet" in one["fault"]]
    assert [(one["rank"], one["places"]) for one in shown] == [("to do", ["article/header/title"])]
    workspace = Workspace("town", kit)
    page = workspace.read("page")
    change(server, do="header", field="title", was="Untitled (town)", to="Boats")
    change(server, do="whole", file="page", was=workspace.read("page"), to=page)
    told = change(server, do="publish")[1]["problems"]
    assert any("The page is called “Untitled” yet" in line for line in told), told


def test_a_set_without_an_original_looks_for_nothing_in_it(monkeypatch):
    """With each key the passages of a set of the kit were looked for in an empty text, for half a second."""
    monkeypatch.setattr(
        "secondsource.author.cutting.match_units", lambda *_: pytest.fail("it was looked for")
    )
    assert find_passages(read_units_of(Workspace("2015-scale"), "article").values(), "") == {}


@pytest.mark.slow
def test_the_first_claim_that_is_retold_waits_for_nothing_that_could_be_there_before(kit):
    """The first key in a new draft waited two seconds until the measure of hard words was read."""
    code = (
        "import sys, time\nfrom pathlib import Path\n"
        "from secondsource.author.server import Desk, reading_grade, classic_script\n"
        "Desk('town', Path(sys.argv[1]))\nbegan = time.process_time()\n"
        "reading_grade('The town put crossings up again.'), classic_script()\n"
        "print(time.process_time() - began)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, kit], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert float(done.stdout) < 0.1
