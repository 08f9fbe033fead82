"""A new draft is whole or not there, stands apart from the kit, and holds no label and no retelling."""

import shutil
import subprocess
from types import SimpleNamespace

import pytest
from helpers.killing import STEPS, count_calls, every, kill_at
from helpers.kit_files import files_of
from helpers.kits import run_kit
from helpers.places import ROOT
from helpers.written_set import ORIGINAL, write_set

from secondsource.author.drafts import new_draft
from secondsource.author.workspace import Workspace, list_drafts
from secondsource.content.check import check
from secondsource.content.keys import read_key
from secondsource.problems import ContentError

REPEATED = ORIGINAL.count("nobody has retold it.")


@pytest.fixture
def kit(tmp_path):
    (tmp_path / "kit").mkdir()
    (tmp_path / "town.txt").write_text(ORIGINAL, encoding="utf-8")
    return write_set(tmp_path / "kit")


def test_a_draft_has_all_files_and_nothing_that_a_person_must_decide(kit):
    folder, count = new_draft("town-fares", kit.parent / "town.txt", "https://www.example.org/a", kit)
    workspace = Workspace("town-fares", kit)
    assert workspace.is_draft and workspace.root == folder and list_drafts(kit) == ["town-fares"]
    article = workspace.read("article")
    assert workspace.original == ORIGINAL and count == article.count("\n[") == 7 + REPEATED
    assert article.count("original: ") == 7, "a sentence that stands there twice has no place of its own"
    assert read_key("town-fares", folder).units == {} and "answer" not in workspace.read("items")
    assert (
        "outlet: example.org\n" in article
        and "[p1.1]\noriginal: On the first … two eighty silver" not in article
    )
    words = " ".join(line for line in article.splitlines() if not line.startswith("original:"))
    assert "silver" not in words, "the retelling is the teacher's"


def test_a_draft_is_in_nothing_that_the_kit_checks_or_git_sees(kit):
    new_draft("town-fares", kit.parent / "town.txt", kit=kit)
    assert check(kit) == []
    asked = ["git", "check-ignore", "-q", "drafts/town-fares/original.txt"]
    assert subprocess.run(asked, cwd=ROOT).returncode == 0


@pytest.mark.parametrize(
    "name, said",
    [
        ("School Phones", "school-phones"),
        ("../up", "up"),
        ("ferry-fares", "already"),
        ("", "my-set"),
        ("x" * 90, "at most 60"),
    ],
)
def test_a_name_that_cannot_be_one_is_refused_with_one_that_can(kit, name, said):
    before = files_of(kit)
    with pytest.raises(ContentError, match=said):
        new_draft(name, kit.parent / "town.txt", kit=kit)
    assert files_of(kit) == before


def test_nothing_is_written_over_an_older_draft(kit):
    new_draft("town-fares", kit.parent / "town.txt", kit=kit)
    (kit / "drafts/town-fares/author.yaml").write_text("units: {}\nmine: yes\n", encoding="utf-8")
    before = files_of(kit)
    with pytest.raises(ContentError, match="already"):
        new_draft("town-fares", kit.parent / "town.txt", kit=kit)
    assert files_of(kit) == before


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_call_a_draft_is_whole_or_not_there(kit, step):
    def work():
        new_draft("town-fares", kit.parent / "town.txt", kit=kit)

    calls, seen = count_calls(work), set()
    whole = files_of(kit / "drafts/town-fares")
    assert calls > 60 and len(whole) == 10
    for number in every(step, calls):
        if (kit / "drafts").exists():  # not where the first call was the last
            shutil.rmtree(kit / "drafts")
        kill_at(work, number)
        found = files_of(kit / "drafts/town-fares") if (kit / "drafts/town-fares").exists() else None
        assert found in (None, whole), f"half a draft after call {number}"
        seen.add(found is None)
    assert seen == {True, False}
    shutil.rmtree(kit / "drafts")
    kill_at(work, calls - 20)
    assert list((kit / "drafts").glob(".new-*"))
    work()
    assert not list((kit / "drafts").glob(".new-*")), "what an ended start left is swept"


def test_the_commands_say_what_to_do_next(tmp_path, lean_kit):
    (tmp_path / "town.txt").write_text(ORIGINAL, encoding="utf-8")
    made = run_kit(lean_kit, "new", "town-fares", "--original", tmp_path / "town.txt")
    assert made.returncode == 0 and "kit.py author town-fares" in made.stdout, made.stderr
    checked = run_kit(lean_kit, "check", "--draft", "town-fares")
    assert checked.returncode == 1 and "[p1.1], line 8: the unit has no text." in checked.stdout
    published = run_kit(lean_kit, "publish", "town-fares")
    assert published.returncode == 1 and "Nothing was moved." in published.stderr
    assert run_kit(lean_kit, "check").returncode == 0


@pytest.mark.parametrize(
    "options, screen, opens", [([], True, True), (["--no-browser"], True, False), ([], False, False)]
)
def test_a_new_draft_opens_on_its_page_where_there_is_a_screen(tmp_path, monkeypatch, options, screen, opens):
    from click.testing import CliRunner

    from secondsource.author import drafts, opening
    from secondsource.cli import main

    opened = []
    monkeypatch.setattr(drafts, "new_draft", lambda *_: (ROOT / "drafts/town", 7))
    monkeypatch.setattr(opening, "has_screen", lambda: screen)
    monkeypatch.setattr(
        opening, "open_author", lambda name: opened.append(name) or SimpleNamespace(wait=list)
    )
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    done = CliRunner().invoke(main, ["new", "town", "--original", str(tmp_path / "a.txt"), *options])
    assert done.exit_code == 0 and opened == (["town"] if opens else []), done.output
