"""What the page says is in its own words: where, what is wrong, what to do; nothing that only files know."""

import re

import pytest
from helpers.drafts import DRAFT as SLUG
from helpers.drafts import do
from helpers.page_words import INSIDE, named
from helpers.places import ROOT
from helpers.written_set import SET

from secondsource.author.history import History
from secondsource.author.publishing import check_draft
from secondsource.author.state import describe
from secondsource.author.wording import ELSEWHERE, OUTSIDE, words_of
from secondsource.author.workspace import Workspace
from secondsource.content.kinds import KINDS
from secondsource.content.textset import TextSet
from secondsource.problems import ContentError, Problem


def told(workspace):
    return describe(workspace, History(workspace))["problems"]


def emptied(**change):
    return lambda workspace: do(workspace, **change)


def answer_of_another_list(workspace):
    do(workspace, do="new exercise", kind="table")
    do(workspace, do="row", activity="sorting", to="Somebody")
    row = {"do": "option key", "activity": "sorting", "option": "r1", "was": ""}
    do(workspace, **row, field="answer", to="unnamed")
    do(workspace, **row, field="why", to="So it is.")
    do(workspace, do="table", activity="sorting", field="choices", was="source-classes", to="verdicts")


def all_sound_labels_gone(workspace):
    for unit, skills in TextSet(SLUG, workspace.root).key.units.items():
        if answer := skills.speaking:
            change = {"do": "key", "unit": unit, "skill": "speaking", "field": "answer", "to": "S4"}
            do(workspace, **change, was=answer.answer)


UNIT = "p6.1"
MADE = {
    "a new exercise of each kind": lambda one: [
        do(one, do="new exercise", kind=kind) for kind in ("phrases", "table", "write")
    ],
    "an exercise without options": lambda one: [
        do(one, do="option", activity="missing", option=option, was=text, to="")
        for option, text in TextSet(SLUG, one.root).activities["missing"].options.items()
    ],
    "a card without words": lambda one: do(one, do="card", card="town-2026", to={"title": "Record"}),
    "an answer of another list": answer_of_another_list,
    "one label for all": all_sound_labels_gone,
    "a unit taken away in an editor": lambda one: one.path("article").write_text(
        re.sub(r"(?m)^\[p6\.1\].*\n", "", one.read("article")), encoding="utf-8"
    ),
    "a block of the page lost": lambda one: one.path("page").write_text("# Fares\n", encoding="utf-8"),
    "copied from an original that is on the desk": lambda one: (one.desk / "original.txt").write_text(
        max((unit.text for unit in TextSet(SLUG, one.root).units.values()), key=len), encoding="utf-8"
    ),
}


@pytest.mark.parametrize("name", MADE)
def test_what_can_go_wrong_on_the_page_is_told_in_its_words(workspace, name):
    MADE[name](workspace)
    shown = told(workspace)
    assert shown
    for one in shown:
        assert one["fault"] != OUTSIDE[0] or "editor" in name, one
        line = " ".join((one["where"], one["fault"], one["cure"]))
        assert one["places"] == ["page"] or not named(line, workspace), line
        assert not one["fault"][0].islower() or one["places"] == ["page"], line
    words = words_of(workspace)
    for problem in check_draft(SLUG, workspace.kit):
        line = words.say(problem)
        assert f"book/{SLUG}.md" in problem.file or not named(line, workspace), line


def test_steps_and_balance_name_no_short_names(workspace):
    text = TextSet(SLUG, workspace.root).units[UNIT].text
    do(workspace, do="retell", unit=UNIT, was=text, to="The crews complain, it is said.")
    do(workspace, do="ask", unit="p3.1", activity="speaking", to=True)
    option = next(iter(TextSet(SLUG, workspace.root).activities["missing"].options))
    do(workspace, do="option key", activity="missing", option=option, field="tolerance", was="", to="1")
    words, lines = words_of(workspace), [one["said"] for one in History(workspace).entries()]
    shown = describe(workspace, History(workspace))
    for line in [*map(words.plain, lines), shown["undo"], *shown["balance"]]:
        assert not named(line, workspace), line
    assert words.plain(lines[0]) == "text of paragraph 6, claim 1"


@pytest.mark.parametrize("kind", KINDS)
def test_an_item_is_named_by_its_words_whatever_the_kind(kind):
    words, texts = words_of(Workspace("2015-scale", ROOT)), TextSet("2015-scale")
    asking = {name: one for name, one in texts.activities.items() if one.kind == kind}
    assert asking
    for name, activity in asking.items():
        for item in (item for item in activity.items() if item.form != "text"):
            problem = Problem("items.yaml", f"{name}, {item.id}", "nothing", "")
            where = words.tell(problem, words.places(problem))[0]
            told = words.unit(item.id) if item.id == item.unit else texts.asked(activity, item).text[:30]
            assert where.startswith(f"Exercises, “{activity.title}”, ") and told in where, where


def test_a_text_to_write_is_not_called_what_is_sorted(workspace):
    """Its item is named `text`, as a field of a row is."""
    do(workspace, do="new exercise", kind="write")
    assert "Exercises, “Write it fairly”" in [one["where"] for one in told(workspace)]


def test_what_is_wrong_elsewhere_in_the_kit_is_not_told_as_this_sets(workspace):
    problem = Problem(f"exercises/{SET}/items.yaml", "speaking", "“title” is missing.", "")
    assert words_of(workspace).tell(problem) == ("The kit", *ELSEWHERE)


def test_a_step_that_cannot_be_done_says_why_in_words(workspace):
    units = list(TextSet(SLUG, workspace.root).article.units)
    last_of_first = [unit for unit in units if unit.startswith("p1")][-1]
    with pytest.raises(ContentError) as error:
        do(workspace, do="join", unit=last_of_first)
    assert [words_of(workspace).say(one) for one in error.value.problems] == [
        "Text, paragraph 1, claim 3: The next claim is in another paragraph. "
        "Only neighbours in one paragraph are joined."
    ]
    with pytest.raises(ContentError):  # a page that shows an older text
        do(workspace, do="join", unit=units[-1])


def test_no_sentence_of_the_page_itself_names_a_file_of_the_set():
    author = ROOT / "secondsource/author"
    for path in (*author.glob("js/*.js"), author / "templates/page.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.findall(r"\w+\.(?:yaml|yml|bib)\b|article\.txt|brief\.txt", text), path.name
    for fault_and_cure in (OUTSIDE, ELSEWHERE):
        assert not INSIDE.findall(" ".join(fault_and_cure))


def test_the_same_reason_twice_and_a_sound_version_that_is_the_reason_are_noted(workspace):
    """A reason that fits two claims says nothing of either; nobody was told."""
    assert [one for one in told(workspace) if one["rank"] == "better"] == []
    keyed = TextSet(SLUG, workspace.root).key.units
    one, other = [unit for unit, skills in keyed.items() if skills.speaking][:2]
    why = {"do": "key", "skill": "speaking", "field": "why"}
    do(workspace, **why, unit=one, was=keyed[one].speaking.why, to="Nobody is named, and so on.")
    do(workspace, **why, unit=other, was=keyed[other].speaking.why, to="nobody is named; and so on")
    sound = {"do": "key", "skill": "speaking", "field": "sound", "unit": one}
    do(workspace, **sound, was=keyed[one].speaking.sound, to="Nobody is named and so on")
    noted = [one for one in told(workspace) if one["rank"] == "better"]
    assert [note["places"] for note in noted] == [
        [f"key/units/{one}/speaking/sound"],
        [f"key/units/{other}/speaking/why"],
    ]
    assert check_draft(SLUG, workspace.kit) == [], "a note, and no problem"


@pytest.mark.parametrize("address", ["invented", "Invented, not published anywhere"])
def test_a_card_with_the_address_invented_rests_on_nothing_and_takes_its_reference_along(workspace, address):
    """It was refused when the set was published; in the text the same words are the right ones."""
    card = {"title": "Minutes", "says": "It voted.", "date": "4 May", "publisher": "Town", "party": "No."}
    do(workspace, do="card", card="town-2026-05", to={**card, "url": "https://example.org/a"})
    do(workspace, do="report", to="The council voted.", sources=["town-2026-05"])
    do(workspace, do="card", card="town-2026-05", reference="town-2026-05", to={**card, "url": address})
    assert "town-2026-05" not in workspace.read("references") + workspace.read("brief")
    assert TextSet(SLUG, workspace.root).cards["town-2026-05"].reference == "invented"
    assert describe(workspace, History(workspace))["cards"]["town-2026-05"]["url"] == "invented"
    do(
        workspace,
        do="card",
        card="town-2026-05",
        reference="invented",
        to={**card, "url": "https://example.org/b"},
    )
    assert "example.org/b" in workspace.read("references")


def test_an_address_that_is_none_is_refused_at_once(workspace):
    with pytest.raises(ContentError) as error:
        do(workspace, do="card", card="town-2026", to={"title": "Record", "url": "on paper, in the hall"})
    assert "“on paper, in the hall” is no address." in words_of(workspace).say(error.value.problems[0])


def test_a_card_that_is_removed_is_gone_from_answers_and_report_as_well(workspace):
    """The answers went on naming it, and the set could not be published."""
    card = {"title": "Record", "says": "It voted.", "date": "4 May", "publisher": "Town", "party": "No."}
    do(workspace, do="card", card="town-2026-05", to={**card, "url": "https://example.org/a"})
    do(workspace, do="report", to="The council voted.", sources=["town-2026-05"])
    named_in = {"do": "key", "unit": UNIT, "skill": "speaking", "field": "evidence"}
    do(workspace, **named_in, to=["town-2026-05"])
    do(workspace, do="remove card", card="town-2026-05")
    assert all("town-2026-05" not in workspace.read(name) for name in ("key", "brief", "cards", "references"))
    assert check_draft(SLUG, workspace.kit) == []
