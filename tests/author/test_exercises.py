"""Words to tap, tables and texts are made on the page: `check` accepts what it writes, and it goes again."""

import pytest
from helpers.drafts import DRAFT as SLUG
from helpers.drafts import do

from secondsource.author.changes import make_change
from secondsource.author.exercises import SKILLS as EACH_LIST
from secondsource.author.history import History
from secondsource.author.offers import OFFERS
from secondsource.author.publishing import check_draft
from secondsource.author.state import describe, planned_minutes
from secondsource.author.workspace import PLACES
from secondsource.author.yamledit import read
from secondsource.content.check import check_set
from secondsource.content.kinds import KINDS
from secondsource.content.labels import CHOICE_LISTS, PHRASES
from secondsource.content.textset import TextSet
from secondsource.problems import ContentError

WORDS = [("p1.3", "daylight robbery", "loaded", "Nobody was robbed."), ("p3.2", "100", "fair", "A number.")]


def answer(workspace, activity, option, value, why):
    for field, to in (("answer", value), ("why", why)):
        do(workspace, do="option key", activity=activity, option=option, field=field, was="", to=to)


def make_words(workspace):
    units = TextSet(SLUG, workspace.root).units
    unit = next(label for label, one in units.items() if len(one.text.split()) > 8)
    words = units[unit].text.split()
    do(workspace, do="new exercise", kind="phrases")
    for number, (quote, value) in enumerate([(" ".join(words[:2]), "loaded"), (words[-1], "fair")], 1):
        do(workspace, do="phrase", activity="wording", unit=unit, was="", to=quote)
        answer(workspace, "wording", f"w{number}", value, "It judges, or it does not.")
    return unit


def make_table(workspace):
    do(workspace, do="new exercise", kind="table")
    for number, value in enumerate(["unnamed", "independent-media"], 1):
        row = {"activity": "sorting", "row": f"r{number}"}
        do(workspace, do="row", activity="sorting", to=f"Somebody {number}")
        do(workspace, do="row", **row, field="where", was="", to="p3.2")
        do(workspace, do="row", **row, field="note", was="", to="On fares")
        answer(workspace, "sorting", f"r{number}", value, "So it is.")
    for field, to in (("question", "How much is 2 and 2?"), ("unit", "crowns")):
        do(workspace, do="row", activity="sorting", row="r1", field=field, was="", to=to)
    answer(workspace, "sorting", "r1.number", "4", "Two and two.")
    tolerance = {"activity": "sorting", "option": "r1.number", "field": "tolerance"}
    do(workspace, do="option key", **tolerance, was="", to="0.5")


def make_text(workspace):
    do(workspace, do="new exercise", kind="write")
    do(workspace, do="passage", activity="rewrite", unit="p5.1", to=True)
    do(workspace, do="passage", activity="rewrite", unit="p3.2", to=True)
    for line, to in enumerate(["One number: who counted, and when.", "No word judges."]):
        do(workspace, do="essay", activity="rewrite", field="rubric", line=line, was="", to=to)
    do(workspace, do="essay", activity="rewrite", field="model", was="", to="The fare rose to 2.80 crowns.")


def test_every_kind_that_an_author_may_add_is_one_of_the_kit_and_its_tables_have_a_skill():
    assert {offer.exercise["kind"] for offer in OFFERS.values()} <= set(KINDS)
    assert set(EACH_LIST) == set(CHOICE_LISTS), "a table asks for the skill of its list"


def test_all_kinds_are_made_by_changes_alone_and_undone_to_the_first_bytes(workspace):
    first = {name: workspace.path(name).read_bytes() for name in PLACES}
    make_words(workspace)
    make_table(workspace)
    make_text(workspace)
    assert [str(one) for one in check_draft(SLUG, workspace.kit)] == []
    made = TextSet(SLUG, workspace.root)
    assert {made.activities[name].kind for name in ("wording", "sorting", "rewrite")} == {
        "phrases",
        "table",
        "write",
    }
    assert made.activities["rewrite"].passage == ["p3.2", "p5.1"], "in the order of the text"
    assert made.key.answers["sorting"]["r1.number"].tolerance == "0.5"
    assert workspace.read("page").index(f"{SLUG}/rewrite") < workspace.read("page").index(
        "What to carry away"
    )
    while History(workspace).undo():
        pass
    assert {name: workspace.path(name).read_bytes() for name in PLACES} == first


def test_what_is_taken_away_takes_its_answers_along(workspace):
    make_words(workspace)
    make_table(workspace)
    make_text(workspace)
    do(workspace, do="row", activity="sorting", row="r1", gone=True, to="")
    assert set(read(workspace.read("key"))["answers"]["sorting"]) == {"r2"}
    quote = read(workspace.read("items"))["activities"]["wording"]["phrases"]["w1"]["quote"]
    unit = read(workspace.read("items"))["activities"]["wording"]["phrases"]["w1"]["unit"]
    do(workspace, do="phrase", activity="wording", phrase="w1", unit=unit, was=quote, to="")
    assert set(read(workspace.read("key"))["answers"]["wording"]) == {"w2"}
    do(
        workspace,
        do="essay",
        activity="rewrite",
        field="rubric",
        line=0,
        was="One number: who counted, and when.",
        to="",
    )
    assert read(workspace.read("key"))["answers"]["rewrite"]["text"]["rubric"] == ["No word judges."]
    for name in ("wording", "sorting", "rewrite"):
        do(workspace, do="remove exercise", activity=name)
        assert name not in workspace.read("items") and f"/{name}" not in workspace.read("page")
        assert name not in read(workspace.read("key"))["answers"]
    assert check_set(SLUG, workspace.root, references=workspace.references()) == []


def test_a_unit_that_is_left_out_takes_its_words_to_tap_and_its_passage_along(workspace):
    unit = make_words(workspace)
    make_text(workspace)
    do(workspace, do="leave out", unit=unit)
    do(workspace, do="leave out", unit="p5.1")
    activities = read(workspace.read("items"))["activities"]
    assert activities["wording"]["phrases"] == {} and activities["rewrite"]["passage"] == ["p3.2"]
    assert not read(workspace.read("key"))["answers"].get("wording")


def test_words_that_an_edit_took_away_are_told_at_the_words(workspace):
    unit = make_words(workspace)
    text = TextSet(SLUG, workspace.root).units[unit].text
    do(workspace, do="retell", unit=unit, was=text, to="Another claim altogether, with nothing of the old.")
    told = describe(workspace, History(workspace))["problems"]
    assert [one["places"] for one in told] == [["items/wording/w1"], ["items/wording/w2"]]


def test_a_text_without_its_key_is_told_what_it_needs(workspace):
    do(workspace, do="new exercise", kind="write")
    (told,) = describe(workspace, History(workspace))["problems"]
    assert told["cure"] == "Write two lines or more, and one good answer." and told["places"] == [
        "key/answers/rewrite/text"
    ]


def test_a_text_to_write_may_name_no_passage_yet(workspace):
    """Its kind takes none for granted; the page showed nothing at all of such a set."""
    do(workspace, do="new exercise", kind="write")
    items = workspace.path("items")
    items.write_text(workspace.read("items").replace("    passage: []\n", ""), encoding="utf-8")
    assert "passage" not in read(workspace.read("items"))["activities"]["rewrite"]
    assert describe(workspace, History(workspace))["activities"]["rewrite"]["passage"] == []
    do(workspace, do="passage", activity="rewrite", unit="p1.1", to=True)
    assert read(workspace.read("items"))["activities"]["rewrite"]["passage"] == ["p1.1"]


def test_the_page_is_told_what_kinds_skills_answers_and_lists_are_called(workspace):
    make_words(workspace)
    make_table(workspace)
    shown = describe(workspace, History(workspace))
    assert shown["named"]["wording"] == "Tap the words · Which words argue?"
    assert shown["named"]["sorting"] == "Sort the rows · Who is speaking?"
    assert [name for name, _ in shown["choices"]["missing"].values()] == ["Missing", "No gap"]
    assert set(shown["choices"]["wording"]) == set(PHRASES)
    assert set(shown["choices"]["sorting"]) == set(CHOICE_LISTS["source-classes"])
    assert set(shown["lists"]) == set(CHOICE_LISTS) and all(shown["lists"].values())


def test_an_exercise_that_there_is_once_is_offered_once(workspace):
    def offers():
        return set(describe(workspace, History(workspace))["offers"])

    assert offers() == set(OFFERS) - {"figures"}
    do(workspace, do="remove exercise", activity="knowing")
    assert offers() == set(OFFERS)
    do(workspace, do="new exercise", kind="figures")
    do(workspace, do="new exercise", kind="table")
    assert offers() == set(OFFERS) - {"figures"}


def test_the_list_of_a_table_says_which_skill_it_asks_for(workspace):
    make_table(workspace)
    do(workspace, do="table", activity="sorting", field="choices", was="source-classes", to="verdicts")
    made = read(workspace.read("items"))["activities"]["sorting"]
    assert (made["choices"], made["skill"]) == ("verdicts", "figures")
    do(workspace, do="table", activity="sorting", field="note", was="What it is about", to="Its source")
    assert read(workspace.read("items"))["activities"]["sorting"]["heads"]["note"] == "Its source"


@pytest.mark.parametrize(
    "change",
    [
        {"do": "new exercise", "kind": "exam"},
        {"do": "remove exercise", "activity": "../x"},
        {"do": "remove exercise", "activity": "nowhere"},
        {"do": "phrase", "activity": "speaking", "unit": "p1.1", "was": "", "to": "x"},
        {"do": "row", "activity": "speaking", "to": "x"},
        {"do": "ask", "activity": "missing", "unit": "p1.1", "to": True},
        {"do": "passage", "activity": "missing", "unit": "p1.1", "to": True},
        {"do": "table", "activity": "speaking", "field": "choices", "was": "", "to": "verdicts"},
        {"do": "essay", "activity": "rewrite", "field": "rubric", "line": 7, "was": "", "to": "x"},
        {"do": "essay", "activity": "rewrite", "field": "answer", "was": "", "to": "x"},
        {"do": "option key", "activity": "missing", "option": "a.b", "field": "why", "was": "", "to": "x"},
    ],
    ids=str,
)
def test_what_cannot_be_is_refused(workspace, change):
    with pytest.raises(ContentError):
        make_change(workspace, change)


def test_minutes_are_proposed_as_sets_of_this_kit_plan_them():
    asked = {"units": ["p1.1"] * 10}
    assert (planned_minutes(asked), planned_minutes({"options": {}}), planned_minutes({"passage": []})) == (
        6,
        1,
        8,
    )
