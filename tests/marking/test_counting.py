"""Which answers count: by the edition of each sitting, passage by passage; what is open or skipped."""

from pathlib import Path

import pytest
from helpers.handing_in import FINGERPRINT, SPEAKING, read, sitting, submission
from helpers.kit_files import rows_of

from secondsource.content.textset import TextSet
from secondsource.marking.answer_file import Sitting, parse_document, read_answers
from secondsource.marking.counting import count_answers
from secondsource.marking.csv_tables import name_exercises, write_gradebook
from secondsource.marking.marks import mark, wanted_key
from secondsource.marking.reading import read_hand_in

OLD = Path(__file__).parents[1] / "exercise/first_edition"
ANSWERS = {item: answer.answer for item, answer in TextSet("ferry-fares").answers("speaking").items()}
ASKED = list(ANSWERS)
A, B, C = ASKED[:3]
SCORED = [
    item for item, answer in TextSet("ferry-fares").answers("speaking").items() if not answer.is_contested
]


def passage(first=None, answers=None, skipped=(), checked=(), **parts):
    """Return a sitting of which some passages were checked or skipped."""
    first = first or {}
    passages = {**dict.fromkeys([*first, *checked], "checked"), **dict.fromkeys(skipped, "skipped")}
    return {
        **sitting(answers or first, first=first, tries=0, committed=False),
        "passages": passages,
        "edition": "study",
        **parts,
    }


COMMITTED = {"answers": {A: "last"}, "first": {A: "first"}, "committed": True, "tries": 2}
CASES = [
    # what is kept, --last, what counts, what does not
    ({**COMMITTED, "edition": "study"}, False, {A: "first"}, {}),
    ({**COMMITTED, "edition": "study"}, True, {A: "first"}, {}),
    ({**COMMITTED, "edition": "live"}, True, {A: "first"}, {}),
    ({**COMMITTED, "edition": "class"}, False, {A: "last"}, {}),
    ({**COMMITTED, "edition": "class", "committed": False}, False, {A: "first"}, {}),
    (COMMITTED, False, {A: "first"}, {}),
    (COMMITTED, True, {A: "last"}, {}),
    ({"answers": {A: "typed"}, "edition": "study"}, False, {A: "typed"}, {}),  # nothing was ever checked
    (
        {"answers": {A: "last", B: "typed"}, "first": {A: "first"}, "passages": {A: "checked"}},
        False,
        {A: "first"},
        {B: "open", C: "open"},
    ),
    (
        {
            "edition": "class",
            "answers": {A: "last", B: "typed"},
            "first": {A: "first"},
            "passages": {A: "checked"},
        },
        False,
        {A: "last"},
        {B: "open", C: "open"},
    ),
    ({"passages": {A: "skipped"}}, False, {}, {A: "skipped", B: "open", C: "open"}),
    (
        {**COMMITTED, "edition": "study", "passages": {B: "skipped"}},
        False,
        {A: "first"},
        {B: "skipped"},
    ),
    # skipped after it was checked: the first answer stays
    ({"first": {A: "first"}, "passages": {A: "skipped"}}, False, {A: "first"}, {B: "open", C: "open"}),
    # skipped, and answered in the list after all
    ({**COMMITTED, "edition": "class", "passages": {A: "skipped"}}, False, {A: "last"}, {}),
]


@pytest.mark.parametrize("kept, last, counts, aside", CASES)
def test_the_edition_and_the_passages_say_what_counts(kept, last, counts, aside):
    counted = count_answers(Sitting(**kept), [A, B, C], last)
    assert counted.answers == counts and counted.aside == aside


def marks_of(hand_in):
    marked = mark(hand_in.answers, wanted_key(hand_in.sittings))
    return dict(
        zip(marked["item"].astype(str).str.rpartition("/")[2], marked["mark"].astype(str), strict=True)
    )


def test_an_unchecked_passage_is_open_not_wrong_and_a_skipped_one_is_counted_apart(tmp_path):
    work = passage(first={A: ANSWERS[A]}, answers={A: ANSWERS[A], C: "S9"}, skipped=[B])
    hand_in = read(tmp_path, {"ada.json": submission(activities={SPEAKING: work})})
    marks = marks_of(hand_in)
    assert (
        marks.pop(A) in ("right", "contested")
        and marks.pop(B) == "skipped"
        and set(marks.values()) == {"open"}
    )
    told = " ".join(hand_in.problems["problem"])
    assert f"{SPEAKING} ({len(marks)})" in told and "open, neither right nor wrong" in told
    assert "cost nothing" in told and "Not finished" not in told
    assert not hand_in.sittings["committed"].any(), "one passage is open"


def test_who_checked_or_skipped_every_passage_has_finished(tmp_path):
    """Whether or not “See how you did” was pressed at the end."""
    done = [item for item in ASKED if item not in (A, B)]
    work = passage(first={item: ANSWERS[item] for item in done}, skipped=[A, B])
    assert read(tmp_path, {"ada.json": submission(activities={SPEAKING: work})}).sittings["committed"].all()


def write(tmp_path, files):
    """Write, read and mark answer files, and write the tables to `tmp_path/out`."""
    hand_in = read(tmp_path / "in", files)
    write_gradebook(hand_in, mark(hand_in.answers, wanted_key(hand_in.sittings)), tmp_path / "out")


def test_what_is_skipped_costs_nothing_and_stands_in_the_table_of_marks(tmp_path):
    first, second, *rest = SCORED
    half = {item: ANSWERS[item] for item in rest}
    wrong = {**half, rest[0]: "X"}
    files = {
        "ada.json": passage(first=half, skipped=[first, second]),
        "bo.json": passage(first=wrong, skipped=[first, second]),
        "cy.json": passage(skipped=ASKED),
        "di.json": {**passage(first=ANSWERS), "tries": 1, "committed": True},
    }
    write(
        tmp_path,
        {
            name: submission(name.removesuffix(".json").title(), {SPEAKING: work})
            for name, work in files.items()
        },
    )
    possible, *rows = rows_of(tmp_path / "out/marks.csv")
    column = name_exercises([SPEAKING])[SPEAKING]
    whole = float(possible[column])
    assert whole == len(SCORED) and possible[f"{column} (skipped)"] == ""
    given = {row["Student"]: (row[column], row[f"{column} (skipped)"]) for row in rows}
    assert float(given["Ada"][0]) == whole and given["Ada"][1] == "2"
    assert float(given["Bo"][0]) == pytest.approx(whole * (len(rest) - 1) / len(rest), abs=0.01)
    assert given["Cy"] == ("", str(len(SCORED))) and float(given["Di"][0]) == whole and given["Di"][1] == "0"
    marks = {row["mark"] for row in rows_of(tmp_path / "out/items.csv") if row["student"] == "cy"}
    assert marks == {"skipped"}


def test_without_skipping_the_table_has_no_such_column(tmp_path):
    write(tmp_path, {"ada.json": submission(activities={SPEAKING: sitting(ANSWERS)})})
    assert not [name for name in rows_of(tmp_path / "out/marks.csv")[0] if "skipped" in name]


def test_two_editions_in_one_folder_count_each_by_its_own_rule(tmp_path):
    """A class with both editions needs no option; `--last` is a wish for old files only."""
    changed = sitting({**ANSWERS, A: "S9"}, first={**ANSWERS, A: "S8"}, tries=2)
    files = {
        f"{edition or 'old'}.json": submission(edition or "old", {SPEAKING: {**changed, "edition": edition}})
        for edition in ("study", "class", "")
    }
    for last, old in ((False, "S8"), (True, "S9")):
        answers = read(tmp_path, files, last=last).answers
        rows = answers[answers["item"] == f"{SPEAKING}/{A}"]
        given = dict(zip(rows["student"].astype(str), rows["response"].astype(str), strict=True))
        assert given == {"study": "S8", "class": "S9", "old": old}


@pytest.mark.parametrize("kind", ["half", "whole"])
@pytest.mark.parametrize("origin", ["page", "notebook"])
def test_files_of_the_first_schema_are_read_and_marked_for_good(tmp_path, kind, origin):
    """Made by commit 62b62b7 in Chromium and by its notebook widget."""
    path = OLD / f"{kind}-{origin}.json"
    file = read_answers(path)
    assert file.schema_ == "second-source-answers/1" and parse_document(path.read_bytes()) == file
    work = file.activities[SPEAKING]
    assert len(work.answers) == (len(ASKED) if kind == "whole" else 2)
    hand_in = read_hand_in(path)
    given = hand_in.answers[hand_in.answers["response"].notna()]
    given = given[given["item"].astype(str).str.startswith(f"{SPEAKING}/")]
    expected = work.first if kind == "whole" else work.answers
    assert (
        dict(zip(given["item"].astype(str).str.rpartition("/")[2], given["response"], strict=True))
        == expected
    )
    assert not hand_in.problems["problem"].str.contains("schema|no answer file").any()


def test_what_is_gathered_from_old_and_new_homes_is_written_in_the_new_schema(tmp_path):
    from secondsource.marking.homes import gather

    for name, data in {
        "ada": (OLD / "whole-notebook.json").read_bytes(),
        "bo": submission("", {SPEAKING: passage(first={A: "S0"}, skipped=[B], id="0f" * 16, revision=4)}),
    }.items():
        folder = tmp_path / "homes" / name / "second-source/answers"
        folder.mkdir(parents=True)
        (folder / "ferry-fares.json").write_bytes(data)
    gather(tmp_path / "homes", tmp_path / "out")
    ada, bo = (read_answers(tmp_path / f"out/{name}.json") for name in ("ada", "bo"))
    assert ada.schema_ == bo.schema_ == "second-source-answers/2"
    assert ada.activities[SPEAKING] == read_answers(OLD / "whole-notebook.json").activities[SPEAKING]
    assert bo.activities[SPEAKING].passages == {A: "checked", B: "skipped"}
    assert bo.activities[SPEAKING].revision == 4 and bo.activities[SPEAKING].fingerprint == FINGERPRINT
