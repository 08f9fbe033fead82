"""Every slip that `check` can place has its field on the page, and the page tells what `check` tells."""

import pytest
from helpers.page_words import named
from helpers.slips import SLIPS
from helpers.written_set import SET, write_set

from secondsource.author.history import History
from secondsource.author.places import places_of
from secondsource.author.state import describe
from secondsource.author.wording import OUTSIDE, words_of
from secondsource.author.workspace import Workspace
from secondsource.content.check import check_set
from secondsource.problems import Problem

# Told in the list alone: the file cannot be read at all, or it is none of the page's.
UNPLACED = {"key.yaml", "references.bib"}


@pytest.mark.parametrize("name", [name for name in SLIPS if "folder" not in name and "items.yml" not in name])
def test_the_page_tells_of_each_slip_what_check_tells_and_where(tmp_path, name):
    (tmp_path / "kit").mkdir()
    kit = write_set(tmp_path / "kit")
    SLIPS[name](kit)
    workspace = Workspace(SET, kit)
    told = describe(workspace, History(workspace))["problems"]
    wanted = dict.fromkeys(check_set(SET, kit, references=workspace.references()))
    words, cards = words_of(workspace), workspace.read("cards") if "UTF" not in str(wanted) else ""
    assert {(one["where"], one["fault"], one["cure"]) for one in told if not one["places"]} == {
        words.tell(one, []) for one in wanted if not places_of(one, cards)
    }
    assert len(told) <= len(wanted) and bool(told) == bool(wanted)
    for one in told:
        assert one["places"] or one["fault"] == OUTSIDE[0], one
        shown = " ".join((one["where"], one["fault"], one["cure"]))
        assert one["places"] == ["page"] or not named(shown, workspace), shown


@pytest.mark.parametrize(
    "file, item, fault, place",
    [
        ("solutions/x/key.yaml", "units, p6.1, speaking", "“why” is missing.", "key/units/p6.1/speaking/why"),
        (
            "solutions/x/key.yaml",
            "missing, cost",
            "“Yes” is none of the choices.",
            "key/answers/missing/cost/answer",
        ),
        ("solutions/x/key.yaml", "skill “figures”", "only 1 of 4 are sound.", "key/skill/figures"),
        ("exercises/x/items.yaml", "speaking", "“five” is no whole number.", "items/speaking/minutes"),
        ("exercises/x/items.yaml", "wording, w2", "“so” is not in p6.2.", "items/wording/w2"),
        ("exercises/x/article.txt", "header", "“rights:” is missing or empty.", "article/header/rights"),
        ("exercises/x/brief.txt", "[b2.1]", "the sentence has no source.", "brief/b2.1"),
        ("exercises/x/evidence.yaml", "a-card", "`says:` is empty.", "cards/a-card/says"),
        ("book/x.md", "line 3", "this block is opened and never closed.", "page"),
    ],
)
def test_a_problem_has_the_place_of_its_field(file, item, fault, place):
    assert places_of(Problem(file, item, fault, "")) == [place]


def test_a_reference_has_the_place_of_its_card_and_two_sentences_have_two():
    cards = "cards:\n  a-card:\n    title: T\n    reference: town-2026\n"
    assert places_of(Problem("book/references.bib", "town-2026, line 3", "no comma.", ""), cards) == [
        "cards/a-card"
    ]
    assert places_of(Problem("exercises/x/brief.txt", "[b1.1], [b2.1]", "no source.", "")) == [
        "brief/b1.1",
        "brief/b2.1",
    ]
