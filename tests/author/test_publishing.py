"""A draft goes into the kit when `check` is quiet, and back: whole, at once, and killed at any call nothing
is lost.
"""

import json
import re
import shutil

import pytest
from helpers.killing import STEPS, count_calls, every, kill_at
from helpers.kit_files import files_of
from helpers.places import ROOT
from helpers.written_set import ORIGINAL, SET, edit, write_set

from secondsource.author.publishing import (
    CAPTION,
    add_to_contents,
    check_draft,
    finish_move,
    publish,
    remove_from_contents,
    take_back,
)
from secondsource.author.workspace import Workspace
from secondsource.content.check import check
from secondsource.problems import ContentError


@pytest.fixture
def kit(tmp_path):
    """A kit whose one set has a page of its own, so that it can be a draft."""
    (tmp_path / "kit").mkdir()
    return write_set(tmp_path / "kit")


def in_kit(files):
    """Return the files as they would be called in the kit."""
    return {re.sub(r"^drafts/[^/]+/", "", name): data for name, data in files.items()}


def test_a_set_goes_back_to_a_draft_and_into_the_kit_again_as_it_was(kit):
    before = files_of(kit)
    assert take_back(SET, kit) == [] and Workspace(SET, kit).is_draft
    apart = files_of(kit)
    assert all(SET not in name.partition("drafts/")[0] for name in apart) and check(kit) == []
    assert apart["book/references.bib"] == b"" and SET.encode() not in apart["book/_toc.yml"]
    assert check_draft(SET, kit) == [] and files_of(kit) == apart, "to look changes nothing"
    assert publish(SET, kit=kit) == []
    after = files_of(kit)
    assert after.pop("book/references.bib").strip() == before.pop("book/references.bib").strip()
    assert after == before and check(kit) == []


def test_a_draft_with_a_fault_is_not_published_and_the_fault_is_told_as_check_would(kit):
    take_back(SET, kit)
    edit(kit / f"drafts/{SET}/solutions/{SET}/key.yaml", "answer: S4", "answer: S9")
    before = files_of(kit)
    told = [str(problem) for problem in publish(SET, kit=kit)]
    assert len(told) == 1 and told[0].startswith(f"solutions/{SET}/key.yaml, units, p6.1") and "S9" in told[0]
    assert files_of(kit) == before and str(check_draft(SET, kit)[0]) == told[0]


def test_words_of_the_original_are_not_published(kit):
    take_back(SET, kit)
    (kit / f"drafts/{SET}/original.txt").write_text(ORIGINAL, encoding="utf-8")
    assert check_draft(SET, kit) == []
    copied = "It told nobody why the office suddenly needed quite so many more"
    edit(kit / f"drafts/{SET}/book/{SET}.md", "## Read it", f"{copied}.\n\n## Read it")
    told = [str(problem) for problem in publish(SET, kit=kit)]
    assert len(told) == 1 and "shares “it told nobody why the office suddenly needed quite" in told[0]
    edit(kit / f"drafts/{SET}/book/{SET}.md", copied, "It said nothing")
    edit(kit / f"drafts/{SET}/exercises/{SET}/article.txt", "Quite an overnight", "Nobody wrote this")
    told = [str(problem) for problem in publish(SET, kit=kit)]
    assert len(told) == 1 and "“Nobody wrote this” is not in original.txt" in told[0]


def test_a_set_that_others_show_or_need_stays_in_the_kit(kit):
    edit(kit / "book/index.md", "# A book", f"# A book\n\n```{{activity}} {SET}/knowing\n```")
    edit(kit / f"book/{SET}.md", f"```{{activity}} {SET}/knowing\n```", "")
    before = files_of(kit)
    told = take_back(SET, kit)
    assert len(told) == 1 and "index" in told[0].fault and files_of(kit) == before


def test_a_name_that_is_taken_in_the_kit_is_refused(kit):
    take_back(SET, kit)
    (kit / f"book/{SET}.md").write_text("# Another page\n", encoding="utf-8")
    with pytest.raises(ContentError, match="there already"):
        publish(SET, kit=kit)
    assert (kit / f"book/{SET}.md").read_text(encoding="utf-8") == "# Another page\n"


@pytest.mark.parametrize("to", ["desk", pytest.param("kit", marks=pytest.mark.slow)])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_call_a_move_is_finished_by_whoever_comes_next(kit, tmp_path, to, step):
    """Before there is a plan nothing is moved; from then on each way is tried with a kill at every call."""
    if to == "kit":
        take_back(SET, kit)
    plan = {"to": to, "caption": CAPTION, "references": ["town-2026-03"]}
    (kit / f"drafts/{SET}").mkdir(parents=True, exist_ok=True)
    (kit / f"drafts/{SET}/moving.json").write_text(json.dumps(plan), encoding="utf-8")
    begun, before = tmp_path / "begun", in_kit(files_of(kit))
    shutil.copytree(kit, begun)
    calls = count_calls(lambda: finish_move(SET, kit))
    end, lost = files_of(kit), []
    assert calls > 40
    for number in every(step, calls):
        shutil.rmtree(kit)
        shutil.copytree(begun, kit)
        kill_at(lambda: finish_move(SET, kit), number)
        there = in_kit(files_of(kit))
        lost += [(number, name) for name in before if SET in name and there.get(name) != before[name]]
        finish_move(SET, kit)
        assert files_of(kit) == end, f"neither here nor there after call {number}"
    assert lost == []


@pytest.mark.parametrize("caption", [CAPTION, "The articles"])
def test_the_contents_get_one_line_and_lose_it_again(caption):
    contents = (ROOT / "book/_toc.yml").read_text(encoding="utf-8")
    added = add_to_contents(contents, "school-phones", caption)
    assert (
        added.count("- file: school-phones\n") == 1 and add_to_contents(added, "school-phones", "x") == added
    )
    part = added[added.index(f"- caption: {caption}\n") :].partition("\n- ")[0]
    assert part.endswith("  - file: school-phones")
    assert added.index("school-phones") < added.index("- caption: Back of the book")
    assert remove_from_contents(added, "school-phones") == contents
