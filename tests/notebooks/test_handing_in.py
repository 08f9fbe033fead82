"""What a student hands in from a notebook, and what `mark` makes of it: from the cell to marks.csv."""

import json
import shutil
import zipfile

import nbformat
import pytest
from helpers.kits import run_kit
from helpers.places import ROOT

from secondsource.mark_class import mark_class
from secondsource.marking.answer_file import Sitting, keep_sitting, read_answers
from secondsource.marking.notebook_work import is_code_file, parse_code, write_code
from secondsource.marking.spreadsheet import read_csv
from secondsource.notebooks.handing_in import check_all, export, keep_code, keep_own_code, read_code
from secondsource.notebooks.running import execute
from secondsource.problems import ContentError

NAME, ESSAY = "2015-scale", "It counts 165 in 30 days. <script>alert(1)</script>"
RIGHT = 'rates = {days: 165 / days for days in (30, 28)}\ncheck("2015-scale/per-day", rates)'
WRONG = 'times = 1 + 1  # </pre><b>\ncheck("2015-scale/times", times)'


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """A learner's folder in which a notebook was run and an essay was written."""
    folder = tmp_path_factory.mktemp("learner")
    cells = ["import pandas as pd\nfrom secondsource import check", RIGHT, WRONG]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECONDSOURCE_FOLDER", str(folder))
        execute({"mine": notebook}, folder)
    essay = Sitting(answers={"text": ESSAY}, first={"text": ESSAY}, committed=True, tries=1)
    keep_sitting(folder / f"answers/{NAME}.json", f"{NAME}/conclusion", essay)
    return folder


@pytest.fixture
def work(once, tmp_path, monkeypatch):
    """A copy of that folder; the kernel started once for all tests."""
    shutil.copytree(once, tmp_path / "home")
    monkeypatch.setenv("SECONDSOURCE_FOLDER", str(tmp_path / "home"))
    return tmp_path / "home"


def test_the_code_of_a_task_is_kept_with_its_answer_and_found_after_a_restart(work):
    assert read_code(work / "answers", NAME) == {"per-day": RIGHT, "times": WRONG}


def test_check_all_says_what_is_right_and_what_is_open_and_changes_nothing(work):
    before = (work / f"answers/{NAME}.json").read_bytes()
    said = str(check_all(NAME)).splitlines()
    assert "per-day (task): right" in said and "times (task): not yet" in said
    assert "days (task): open" in said and "conclusion (exercise): done" in said
    assert (work / f"answers/{NAME}.json").read_bytes() == before
    shown = check_all(NAME)._repr_html_()
    assert "<script" not in shown and "✓ right" in shown
    with pytest.raises(ContentError, match="no such notebook"):
        check_all("2015-scales")


def test_one_zip_holds_answers_tries_code_and_essay_under_the_name(work):
    said = str(export(NAME, " Ada Lovelace "))
    path = work / "hand-in/Ada-Lovelace-2015-scale.zip"
    assert str(path) in said and "2 tasks with the code of 2 cells, 1 exercise, 7 words of your own" in said
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["2015-scale.json", "2015-scale-code.json"]
        answers = json.loads(archive.read("2015-scale.json"))
        assert parse_code(archive.read("2015-scale-code.json"))[1][f"{NAME}/task-per-day"] == RIGHT
    assert answers["student"] == "Ada Lovelace"
    assert answers["activities"][f"{NAME}/task-per-day"]["tries"] == 1
    assert answers["activities"][f"{NAME}/conclusion"]["answers"] == {"text": ESSAY}
    assert read_answers(work / f"answers/{NAME}.json").student == "", "the learner's own file is as it was"


@pytest.mark.parametrize("name", ["", "  ", None])
def test_nobody_hands_in_without_a_name(work, name):
    with pytest.raises(ContentError, match="there is no name"):
        export(NAME, name)


def test_nothing_done_is_nothing_to_hand_in(tmp_path):
    with pytest.raises(ContentError, match="nothing is done yet"):
        export(NAME, "Ada", tmp_path)


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", "Ünal Öz", "CON", "…", "<b>"])
def test_no_name_leads_out_of_the_folder(work, name):
    assert export(NAME, name).path.parent == work / "hand-in"


def test_mark_counts_tasks_and_lays_code_beside_essays_and_runs_none(work, tmp_path):
    keep_code(work / "answers", f"{NAME}/times", f"open({str(tmp_path / 'ran')!r}, 'w')\n{WRONG}")
    export(NAME, "=Ada")
    done = run_kit(ROOT, "mark", str(work / "hand-in"), "--out", str(tmp_path / "marks"))
    assert done.returncode == 0 and "2 tasks of notebooks" in done.stdout, done.stderr
    marks = read_csv(tmp_path / "marks/marks.csv")
    assert marks["2015-scale tasks"].tolist() == ["9", "1"]
    page = (tmp_path / "marks/work.html").read_text(encoding="utf-8")
    assert "165 / days" in page and "&lt;/pre&gt;&lt;b&gt;" in page and "&lt;script&gt;" in page
    assert "<script" not in page and "1 of 2 right" in page and not (tmp_path / "ran").exists()
    assert read_csv(tmp_path / "marks/problems.csv").empty


def test_a_task_is_right_only_when_its_answer_is(work, tmp_path):
    """Whoever types “committed” into the file has no mark for it."""
    path = work / f"answers/{NAME}.json"
    keep_sitting(path, f"{NAME}/task-times", Sitting(answers={"value": "2"}, committed=True, tries=1))
    export(NAME, "Ada")
    mark_class(work / "hand-in", tmp_path / "marks")
    assert read_csv(tmp_path / "marks/marks.csv")["2015-scale tasks"].tolist() == ["9", "1"]


def test_a_cell_of_ones_own_is_read_again_however_its_first_line_is(tmp_path):
    cells = [f"# your code: {'very ' * 30}\n2", "# your code\n3", "# your code: Größe?\n4"]
    keep_own_code(tmp_path, "across-question", [*cells, "x = 5", "# your code: the chart"])
    kept = write_code("Ada", "across-question", read_code(tmp_path, "across-question"))
    assert list(parse_code(kept)[1].values()) == cells


def test_code_of_an_open_question_is_handed_in_and_stands_beside_the_text_it_goes_with(work, tmp_path):
    """No task asks for it: cells that begin with “# your code” are kept when the zip is made."""
    said = {"text": "Of 39 sources 28 have a day."}
    text = Sitting(answers=said, first=said, committed=True, tries=1)
    keep_sitting(work / "answers/across.json", "across/own-question", text)
    chart = f"# your code: the chart\nopen({str(tmp_path / 'ran')!r}, 'w')"
    ran = [
        "import pandas",
        "# your code: the table that your question needs",
        "# your code: the chart\n1",
        chart,
    ]
    keep_own_code(work / "answers", "across-question", ran)
    assert read_code(work / "answers", "across-question") == {"own-chart": chart}
    assert "In it: the code of 1 cell, 1 exercise," in str(export("across-question", "Ada"))
    export(NAME, "Ada")
    mark_class(work / "hand-in", tmp_path / "marks")
    assert read_csv(tmp_path / "marks/problems.csv").empty
    page = (tmp_path / "marks/work.html").read_text(encoding="utf-8")
    parts = page.split('class="part"')[1:]
    assert ["<h3>2015-scale<" in part for part in parts] == [True, False]
    assert "165 / days" in parts[0] and "What do the sums allow you to say?" in parts[0]
    assert "Of 39 sources" in parts[1] and "# your code: the chart" in parts[1] and "Tasks:" not in parts[1]
    assert not (tmp_path / "ran").exists()
    columns = list(read_csv(tmp_path / "marks/marks.csv"))
    assert "2015-scale tasks" in columns and "across-question tasks" not in columns


@pytest.mark.parametrize(
    "data",
    [
        b"{", b"[]", b"null", b'{"schema": "second-source-code/1"}', b"second-source-code/1",
        write_code("Ada", "../x", {}), b'{"schema": "second-source-code/1", "cells": []}' + b"[" * 5000,
    ],
)  # fmt: skip
def test_a_damaged_file_of_code_is_told_and_stops_nothing(data):
    assert isinstance(parse_code(data), str)


def test_only_files_of_code_are_taken_for_such():
    assert is_code_file(write_code("Ada", NAME, {"days": "1"}))
    assert not is_code_file(b'{"schema": "second-source-answers/1"}')
