"""Who handed in: one row for each person, none lost, and no number that is not the person's own."""

import pytest
from helpers.handing_in import SET, SPEAKING, read, sitting, submission

from secondsource.marking.csv_tables import name_exercises, write_gradebook
from secondsource.marking.marks import mark, wanted_key
from secondsource.marking.people import NOBODY, Holder, find_holder
from secondsource.marking.spreadsheet import read_csv

KNOWING = f"{SET}/knowing"
RIGHT, WRONG = {"p2.1": "S0"}, {"p2.1": "S4"}


def work(name, activity=SPEAKING, answers=RIGHT, day=5, id="", begun=None):
    """Return an answer file of an exercise begun and saved on a day of January.

    id: a letter for the sitting's. begun: on which day, where it was saved later.
    """
    times = {"opened": f"2026-01-{begun or day:02}T09:00:00Z", "saved": f"2026-01-{day:02}T10:00:00Z"}
    return submission(name, {activity: {**sitting(answers, **times), "id": id * 32}})


def list_marks(folder, files):
    """Return ({student: (ID, points for speaking, for knowing)}, what problems.csv says)."""
    hand_in = read(folder / "in", files)
    write_gradebook(hand_in, mark(hand_in.answers, wanted_key(hand_in.sittings)), folder / "out")
    table = read_csv(folder / "out" / "marks.csv").set_index("Student").iloc[1:]
    names = name_exercises([SPEAKING, f"{SET}/knowing"]).values()
    table = table.reindex(columns=["ID", *names], fill_value="")
    said = read_csv(folder / "out" / "problems.csv")["problem"].tolist()
    return {name: tuple(cells) for name, *cells in table.itertuples()}, said


@pytest.mark.parametrize(
    "name, holder",
    [
        ("doejane_4711_9001_answers-Jane.json", Holder("doejane", "4711")),
        ("doejane_LATE_4711_9001_answers.json", Holder("doejane", "4711")),
        ("Submitted files/Jane Doe/Week 1/Version 2/answers.json", Holder("Jane Doe")),
        ("9b/Submitted files/Jane Doe/Week 1/answers.json", Holder("Jane Doe")),
        ("Submitted files/Jane Doe/answers.json", NOBODY),
        ("week 1.zip/doejane_4711_9001_answers.json", Holder("doejane", "4711")),
        ("Jane Doe_101_assignsubmission_file_/answers-student.json", Holder("Jane Doe")),
        ("Jane Doe_101_assignsubmission_file/answers-student.json", Holder("Jane Doe")),
        ("Jane Doe_101_assignsubmission_file_answers-student.json", Holder("Jane Doe")),
        ("ada_2026_11_20.json", NOBODY),
        ("ada_20_11_2026.json", NOBODY),
        ("ada_2026_11_20_answers.json", NOBODY),
        ("ada_2026_11_answers.json", NOBODY),
        ("ada_11_2026_answers.json", NOBODY),
        ("ada_0_11_answers.json", NOBODY),
        ("ada_7_answers.json", NOBODY),
        ("_7_9_answers.json", NOBODY),
        ("7_9_answers.json", NOBODY),
    ],
)
def test_a_files_name_tells_whose_it_is_only_where_it_has_the_platforms_whole_pattern(name, holder):
    assert find_holder(name) == holder


def test_two_people_of_one_name_in_two_accounts_have_a_row_each(tmp_path):
    files = {"doejo_12_2_a.json": work("Sam"), "roejo_11_1_a.json": work("Sam", answers=WRONG, day=6)}
    marks, said = list_marks(tmp_path, files)
    assert marks == {"Sam (doejo 12)": ("12", "1", ""), "Sam (roejo 11)": ("11", "0", "")}
    assert len(said) == 1 and "2 Canvas accounts (12, 11)" in said[0] and "kept apart" in said[0]


def test_two_people_of_one_name_in_two_moodle_folders_have_a_row_each(tmp_path):
    folder = "{}_10{}_assignsubmission_file_/a.json"
    files = {folder.format("Sam Doe", 1): work("Sam"), folder.format("Sam Roe", 2): work("Sam", KNOWING, {})}
    marks, said = list_marks(tmp_path, files)
    assert marks == {"Sam (Sam Doe)": ("", "1", ""), "Sam (Sam Roe)": ("", "", "0")}
    assert "2 people on the learning platform" in said[0]


def test_one_exercise_begun_on_two_devices_under_one_name_keeps_both(tmp_path):
    files = {"a.json": work("Sam"), "b.json": work("sam ", answers=WRONG, day=6)}
    marks, said = list_marks(tmp_path, files)
    assert marks == {"sam": ("", "0", ""), "Sam (a.json)": ("", "1", "")}
    assert len(said) == 1 and "two people with one name? Both are kept, this one as “Sam (a.json)”" in said[0]


def test_all_files_of_one_device_stay_with_one_person(tmp_path):
    both = submission(
        "Sam", {name: sitting({"p2.1": label}) for name, label in ((SPEAKING, "S0"), (KNOWING, "F0"))}
    )
    files = {"a.json": both, "copy.json": both, "z.json": work("Sam", answers=WRONG, day=9)}
    marks, _ = list_marks(tmp_path, files)
    assert marks["Sam"] == ("", "0", "") and set(marks) == {"Sam", "Sam (a.json)"}
    assert marks["Sam (a.json)"][1] == "1" and marks["Sam (a.json)"][2]


def test_what_one_account_hands_in_again_is_one_person(tmp_path):
    files = {"doejo_12_2_a.json": work("Jo", answers=WRONG), "doejo_12_9_a-1.json": work("Jo", day=7)}
    marks, said = list_marks(tmp_path, files)
    assert marks == {"Jo": ("12", "1", "")} and "was saved last and counts" in said[0]


def test_whoever_handed_in_again_by_mail_keeps_the_number(tmp_path):
    files = {"doejo_12_2_a.json": work("Jo", answers=WRONG, id="a"), "a.json": work("jo", id="a", day=7)}
    marks, _ = list_marks(tmp_path, files)
    assert marks == {"jo": ("12", "1", "")}


def test_two_names_of_one_account_stay_two_rows_and_none_gets_its_number(tmp_path):
    files = {
        "doejane_7_1_a.json": work("Jane"),
        "doejane_7_2_b.json": work("Jane Doe", KNOWING, {"p2.1": "F0"}),
    }
    marks, said = list_marks(tmp_path, files)
    assert [(name, cells[0]) for name, cells in marks.items()] == [("Jane", ""), ("Jane Doe", "")]
    assert len(said) == 1 and "One Canvas account (7), but 2 names: Jane, Jane Doe" in said[0]


@pytest.mark.parametrize(
    "names, row", [(("", ""), "doejane"), (("Jane", ""), "Jane"), (("", "Jane"), "Jane")]
)
def test_files_of_one_account_without_a_name_are_one_row_with_its_number(tmp_path, names, row):
    files = {"doejane_7_1_a.json": work(names[0]), "doejane_7_2_b.json": work(names[1], KNOWING, {})}
    marks, said = list_marks(tmp_path, files)
    assert marks == {row: ("7", "1", "0")}
    listed = "There is no name in the file; it is listed under the name that the learning platform gave it"
    assert said == [f"{listed}: doejane."] * names.count("")


def test_a_file_without_a_name_has_the_name_of_its_moodle_folder(tmp_path):
    files = {"Anna Berg_101_assignsubmission_file_/answers-student.json": work("")}
    assert list_marks(tmp_path, files)[0] == {"Anna Berg": ("", "1", "")}


def test_a_number_behind_two_names_is_nobodys(tmp_path):
    files = {"ada_5_1_a.json": work("Ada"), "bo_5_2_a.json": work("Bo")}
    marks, said = list_marks(tmp_path, files)
    assert [cells[0] for cells in marks.values()] == ["", ""]
    assert (
        len(said) == 1
        and "The number 5 in the files’ names stands behind different names (ada, bo)" in said[0]
    )


def test_a_date_in_a_files_name_is_no_account(tmp_path):
    files = {f"{name}_2026_11_20.json": work(name) for name in ("ada", "bo")}
    marks, said = list_marks(tmp_path, files)
    assert [cells[0] for cells in marks.values()] == ["", ""] and said == []


def test_a_name_with_braces_is_data(tmp_path):
    files = {"{0.x}_101_assignsubmission_file_/a.json": work("")}
    assert list(list_marks(tmp_path, files)[0]) == ["{0.x}"]


TWO = "two people with one name? Both are kept"
SHARED = "One sitting under 2 names"
ONE_PERSON = "It is taken for one person"
SITTINGS = {  # what came in, who has which ID and how many points, what is said
    "two ids begun in one moment are two": (
        {"a.json": work("Sam", id="a"), "b.json": work("Sam", answers=WRONG, id="b", day=6, begun=5)},
        {"Sam": ("", "0"), "Sam (a.json)": ("", "1")},
        [TWO],
    ),
    "one id is one, whatever its times say": (
        {"a.json": work("Sam", id="a"), "b.json": work("Sam", answers=WRONG, id="a", day=6)},
        {"Sam": ("", "0")},
        ["b.json was saved last and counts."],
    ),
    "handed in before and after it got its id": (
        {"a.json": work("Sam"), "b.json": work("Sam", answers=WRONG, id="a", day=6, begun=5)},
        {"Sam": ("", "0")},
        ["b.json was saved last and counts."],
    ),
    "one id under two names": (
        {"a.json": work("Ada", id="a"), "b.json": work("Bo", id="a", day=6, begun=5)},
        {"Ada": ("", "1"), "Bo": ("", "1")},
        [SHARED],
    ),
    "one id in two accounts, the name was left in": (
        {"ada_12_1_a.json": work("Ada", id="a"), "bo_11_2_a.json": work("Ada", id="a", day=6, begun=5)},
        {"Ada (ada 12)": ("12", "1"), "Ada (bo 11)": ("11", "1")},
        ["2 Canvas accounts (12, 11)", SHARED],
    ),
    "the same, and a copy of nobody's": (
        {
            "ada_12_1_a.json": work("Ada", id="a"),
            "bo_11_2_a.json": work("Ada", id="a"),
            "c.json": work("Ada", id="a"),
        },
        {"Ada (ada 12)": ("12", "1"), "Ada (bo 11)": ("11", "1")},
        ["2 Canvas accounts (12, 11)", SHARED, "saved at the same time"],
    ),
    "one account, and a name that was changed": (
        {
            "doejo_7_1_a.json": work("Jo", id="a"),
            "doejo_7_2_a.json": work("Jo Doe", answers=WRONG, id="a", day=6),
        },
        {"Jo Doe": ("7", "0")},
        [ONE_PERSON, "doejo_7_2_a.json was saved last and counts."],
    ),
    "one account, and two sittings under two names": (
        {"doejo_7_1_a.json": work("Jo", id="a"), "doejo_7_2_a.json": work("Jo Doe", id="b", day=6)},
        {"Jo": ("", "1"), "Jo Doe": ("", "1")},
        ["One Canvas account (7), but 2 names"],
    ),
}


@pytest.mark.parametrize("case", SITTINGS)
def test_a_sittings_id_tells_whose_it_is(tmp_path, case):
    files, rows, told = SITTINGS[case]
    marks, said = list_marks(tmp_path, files)
    assert {name: cells[:2] for name, cells in marks.items()} == rows
    assert len(said) == len(told) and all(any(part in text for text in said) for part in told), said


SWAPPED = [
    ("lovelaceada_11_901_answers.json", "roebo_12_902_answers.json"),
    ("Ada Lovelace_11_assignsubmission_file_/a.json", "Roe Bo_12_assignsubmission_file_/a.json"),
]


@pytest.mark.parametrize("first, second", SWAPPED)
def test_two_files_that_were_swapped_are_listed_and_none_of_one_s_own(tmp_path, first, second):
    files = {first: work("Bo Roe", id="b"), second: work("Ada Lovelace", id="a")}
    _, said = list_marks(tmp_path / "swapped", files)
    assert [text.partition(" and was")[0] for text in said] == [
        "The file has the name “Bo Roe”",
        "The file has the name “Ada Lovelace”",
    ]
    own = {first: work("Lovelace, Ada", id="a"), second: work("BO ROE", id="b"), "c.json": work("Cy", id="c")}
    assert list_marks(tmp_path / "own", own)[1] == []
    nickname = {first: work("Countess", id="a"), second: work("", id="b")}
    assert "Swapped" not in " ".join(list_marks(tmp_path / "nickname", nickname)[1])


def test_versions_of_one_student_in_teams_are_one_student_and_the_last_counts(tmp_path):
    folder = "Submitted files/Ada Lovelace/Week 1"
    files = {
        f"{folder}/Version 1/a.json": work("", answers=WRONG, id="a"),
        f"{folder}/Version 2/a.json": work("", day=7, id="a", begun=5),
        "Submitted files/Bo Roe/Week 1/Version 1/a.json": work("", id="b"),
    }
    marks, said = list_marks(tmp_path, files)
    assert list(marks) == ["Ada Lovelace", "Bo Roe"] and any(
        "was saved last and counts" in text for text in said
    )
