"""Answers from the homes of a shared computer: one file for each student, under the name of the account,
and nothing from anywhere else.
"""

import os

import pytest
from helpers.handing_in import SPEAKING, sitting, submission
from helpers.kits import run_kit
from helpers.places import ROOT

from secondsource.marking.answer_file import read_answers
from secondsource.marking.homes import INSIDE, gather
from secondsource.marking.reading import read_hand_in
from secondsource.problems import ContentError

FIGURES = "ferry-fares/figures"


def put(homes, student, **files):
    folder = homes / student / INSIDE
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / f"{name}.json").write_bytes(data)
    return folder


def test_files_without_a_name_become_one_file_under_the_accounts_name(tmp_path):
    homes, out = tmp_path / "home", tmp_path / "out"
    put(
        homes,
        "ada",
        ferry=submission("", {SPEAKING: sitting({"p2.1": "S0"})}),
        other=submission("", {FIGURES: sitting({"f1": "unverifiable"})}),
    )
    put(homes, "bob", ferry=submission("Ada", {SPEAKING: sitting({"p2.1": "S1"})}))
    (homes / "staff").mkdir()
    assert [(one.student, one.exercises, one.faults) for one in gather(homes, out)] == [
        ("ada", 2, []),
        ("bob", 1, []),
    ]
    assert sorted(path.name for path in out.iterdir()) == ["ada.json", "bob.json"]
    assert read_answers(out / "bob.json").student == "bob", "nobody hands in under another's name"
    assert sorted(read_hand_in(out).sittings["student"].unique()) == ["ada", "bob"]


def test_homes_without_answers_are_named(tmp_path, monkeypatch):
    homes = tmp_path / "home"
    put(homes, "ada", ferry=submission("", {SPEAKING: sitting({"p2.1": "S0"})}))
    put(homes, "cy", ferry=b"{")
    (homes / "bob").mkdir()
    (homes / "readme.txt").write_text("not a folder")
    done = run_kit(ROOT, "gather", str(homes), "--out", str(tmp_path / "out"))
    assert "No answers from 2: bob, cy." in done.stdout, done.stdout + done.stderr


def test_a_bad_file_is_told_and_stops_nothing(tmp_path):
    homes = tmp_path / "home"
    put(homes, "ada", ferry=b"{", other=submission("", {SPEAKING: sitting({"p2.1": "S0"})})).joinpath(
        "old.bad"
    ).write_text("put aside")
    (ada,) = gather(homes, tmp_path / "out")
    assert ada.exercises == 1 and [file for file, _ in ada.faults] == ["ferry.json"]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
@pytest.mark.parametrize(
    "link", ["ada", "ada/second-source", "ada/second-source/answers", "ada/second-source/answers/ferry.json"]
)
def test_no_link_brings_in_what_is_elsewhere(tmp_path, link):
    homes, real = tmp_path / "home", tmp_path / "real"
    put(homes, "bob", ferry=submission("", {SPEAKING: sitting({"p2.1": "S1"})}))
    put(real, "ada", ferry=submission("", {SPEAKING: sitting({"p2.1": "S0"})}))
    (homes / link).parent.mkdir(parents=True, exist_ok=True)
    (homes / link).symlink_to(real / link)
    ada, bob = gather(homes, tmp_path / "out")
    assert ada.exercises == 0 and "links are not followed" in ada.faults[0][1] and bob.exercises == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["bob.json"]


OLD, NEW = ({"saved": f"2026-11-{day}T09:30:00Z", "opened": f"2026-11-{day}T09:00:00Z"} for day in (10, 20))


@pytest.mark.parametrize("copy", ["ferry_old", "aaa", "zzz"])
def test_of_one_exercise_in_two_files_the_one_saved_last_counts_and_the_other_is_listed(tmp_path, copy):
    files = {
        copy: submission(
            "", {SPEAKING: sitting({"p2.1": "S4"}, **OLD), FIGURES: sitting({"f1": "x"}, **OLD)}
        ),
        "ferry": submission("", {SPEAKING: sitting({"p2.1": "S0"}, **NEW)}),
    }
    folder = put(tmp_path / "home", "ada", **files)
    put(folder, ".ipynb_checkpoints/x", ferry=submission("", {SPEAKING: sitting({"p2.1": "S1"}, **NEW)}))
    (folder / ".ipynb_checkpoints" / "ferry-checkpoint.json").write_bytes(b"{")
    (ada,) = gather(tmp_path / "home", tmp_path / "out")
    said = f"Here twice: {SPEAKING}. ferry.json was saved last and counts."
    assert ada.exercises == 2 and ada.faults == [(f"{copy}.json", said)]
    assert read_answers(tmp_path / "out/ada.json").activities[SPEAKING].answers == {"p2.1": "S0"}


def test_a_plain_copy_is_not_worth_a_line(tmp_path):
    same = submission("", {SPEAKING: sitting({"p2.1": "S0"})})
    put(tmp_path / "home", "ada", ferry=same, copy=same)
    (ada,) = gather(tmp_path / "home", tmp_path / "out")
    assert (ada.exercises, ada.faults) == (1, [])


@pytest.mark.skipif(os.name == "nt", reason="every name is text there")
@pytest.mark.parametrize(
    "homes, students",
    [
        pytest.param([b"J\xf6rg"], ["Jörg"], marks=pytest.mark.slow),
        ([b"J\xf6rg", "Jörg".encode(), "Jo\u0308rg".encode()], ["Jo\u0308rg", "Jörg (2)", "Jörg (3)"]),
        pytest.param([b"ada", b"Ada"], ["Ada", "ada (2)"], marks=pytest.mark.slow),
        pytest.param(
            [b"x" * 205 + b"a", b"x" * 205 + b"b"],
            ["x" * 181 + "-68af0e58", "x" * 181 + "-f1a65fe2"],
            marks=pytest.mark.slow,
        ),
        ([b"[bold]ada", b"[red]x[" + b"]"], ["[bold]ada", "[red]x[]"]),
    ],
    ids=["latin 1", "one name in three forms", "two cases", "too long", "brackets"],
)
def test_a_home_of_any_name_is_gathered_under_a_name_of_its_own(tmp_path, homes, students):
    for home in homes:
        folder = os.path.join(os.fsencode(tmp_path), b"home", home, os.fsencode(INSIDE))
        os.makedirs(folder)
        with open(os.path.join(folder, b"ferry.json"), "wb") as file:
            file.write(submission("", {SPEAKING: sitting({"p2.1": "S0"})}))
        with open(os.path.join(folder, b"bad.json"), "wb") as file:
            file.write(b"{")
    done = run_kit(ROOT, "gather", tmp_path / "home", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(f"{n}.json" for n in students)
    assert sorted(read_hand_in(tmp_path / "out").sittings["name"]) == sorted(students)
    assert done.stdout.count("/second-source/answers/bad.json: The file is cut short") == len(homes)
    assert all(student[:20] in done.stdout for student in students if "(" not in student)


def test_where_nobody_has_answers_it_says_so(tmp_path):
    (tmp_path / "home/ada").mkdir(parents=True)
    with pytest.raises(ContentError, match="no folder here has answers"):
        gather(tmp_path / "home", tmp_path / "out")


def test_the_command_tells_what_it_found(tmp_path):
    put(tmp_path / "home", "ada", ferry=submission("", {SPEAKING: sitting({"p2.1": "S0"})}), bad=b"")
    done = run_kit(ROOT, "gather", tmp_path / "home", "--out", tmp_path / "out")
    assert (
        done.returncode == 0
        and "Students: 1. Exercises: 1." in done.stdout
        and "ada/second-source/answers/bad.json: The file is empty" in done.stdout
    )
