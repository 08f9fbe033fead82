"""Answers from the homes of a shared computer: one file for each student, under the name of the account, and nothing from anywhere else."""

import os

import pytest
from conftest import ROOT, run_kit
from test_collect import SPEAKING, sitting, submission

from secondsource.answers import read_answers
from secondsource.collect import read_hand_in
from secondsource.gather import INSIDE, gather
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
    put(homes, "ada", ferry=submission("", {SPEAKING: sitting({"p2.1": "S0"})}), other=submission("", {FIGURES: sitting({"f1": "unverifiable"})}))
    put(homes, "bob", ferry=submission("Ada", {SPEAKING: sitting({"p2.1": "S1"})}))
    (homes / "staff").mkdir()
    assert [(one.student, one.exercises, one.faults) for one in gather(homes, out)] == [("ada", 2, []), ("bob", 1, [])]
    assert sorted(path.name for path in out.iterdir()) == ["ada.json", "bob.json"]
    assert read_answers(out / "bob.json").student == "bob", "nobody hands in under another's name"
    assert sorted(read_hand_in(out).sittings["student"].unique()) == ["ada", "bob"]


def test_a_bad_file_is_told_and_stops_nothing(tmp_path):
    homes = tmp_path / "home"
    put(homes, "ada", ferry=b"{", other=submission("", {SPEAKING: sitting({"p2.1": "S0"})})).joinpath("old.bad").write_text("put aside")
    (ada,) = gather(homes, tmp_path / "out")
    assert ada.exercises == 1 and [file for file, _ in ada.faults] == ["ferry.json"]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
@pytest.mark.parametrize("link", ["ada", "ada/second-source", "ada/second-source/answers", "ada/second-source/answers/ferry.json"])
def test_no_link_brings_in_what_is_elsewhere(tmp_path, link):
    homes, real = tmp_path / "home", tmp_path / "real"
    put(homes, "bob", ferry=submission("", {SPEAKING: sitting({"p2.1": "S1"})}))
    put(real, "ada", ferry=submission("", {SPEAKING: sitting({"p2.1": "S0"})}))
    (homes / link).parent.mkdir(parents=True, exist_ok=True)
    (homes / link).symlink_to(real / link)
    ada, bob = gather(homes, tmp_path / "out")
    assert ada.exercises == 0 and "links are not followed" in ada.faults[0][1] and bob.exercises == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["bob.json"]


def test_where_nobody_has_answers_it_says_so(tmp_path):
    (tmp_path / "home/ada").mkdir(parents=True)
    with pytest.raises(ContentError, match="no folder here has answers"):
        gather(tmp_path / "home", tmp_path / "out")


def test_the_command_tells_what_it_found(tmp_path):
    put(tmp_path / "home", "ada", ferry=submission("", {SPEAKING: sitting({"p2.1": "S0"})}), bad=b"")
    done = run_kit(ROOT, "gather", tmp_path / "home", "--out", tmp_path / "out")
    assert done.returncode == 0 and "Students: 1. Exercises: 1." in done.stdout and "ada/second-source/answers/bad.json: The file is empty" in done.stdout
