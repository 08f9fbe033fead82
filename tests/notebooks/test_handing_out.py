"""Students' files are theirs: notebooks are handed out once, work is never written over, an update goes
beside it, and what was done in the kit's folder comes along once.
"""

import json
import shutil

import pytest
from helpers.kits import copy_kit, run_kit

from secondsource.files import learner_folder
from secondsource.marking.answer_file import Sitting, keep_sitting, read_answers, take_over_answers
from secondsource.notebooks.handing_out import KIT, hand_out
from secondsource.notebooks.making import is_worked_in, read_edition, write_student_notebooks
from secondsource.problems import ContentError

NAME = "2015-scale.ipynb"
WORK = "rates = {30: 165 / 30}\n"


@pytest.fixture
def kit(tmp_path):
    return copy_kit(tmp_path / "kit")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "home" / "second-source"


def work_in(path, outputs=()):
    """Change the first task's cell as JupyterLab saves it."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = next(cell for cell in notebook["cells"] if "check(" in "".join(cell["source"]))
    cell["source"] = [WORK, 'check("2015-scale/per-day", rates)']
    cell["outputs"], cell["execution_count"] = list(outputs), 1 if outputs else None
    path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")


def has_work(path):
    return "165 / 30" in path.read_text(encoding="utf-8")


def update(kit):
    """Make a new edition of the first notebook."""
    path = kit / "solutions/notebooks" / NAME
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("The number that carries the article", "The main number"), encoding="utf-8")
    write_student_notebooks(kit)


def names(folder):
    return sorted(path.name for path in folder.glob("2015*.ipynb"))


def test_the_notebooks_are_copied_once_and_say_where_the_kit_is(kit, folder):
    assert len(hand_out(folder, kit)) == 12 and hand_out(folder, kit) == []
    assert (folder / KIT).read_text(encoding="utf-8") == str(kit.resolve())
    assert (folder / NAME).read_bytes() == (kit / "exercises/notebooks" / NAME).read_bytes()


def test_what_was_worked_in_stays_as_it_is(kit, folder):
    hand_out(folder, kit)
    work_in(folder / NAME)
    before = (folder / NAME).read_bytes()
    assert hand_out(folder, kit) == [] and (folder / NAME).read_bytes() == before


def test_a_new_edition_goes_beside_work_and_in_the_place_of_what_nobody_touched(kit, folder):
    hand_out(folder, kit)
    work_in(folder / NAME)
    update(kit)
    assert hand_out(folder, kit) == ["A new edition is beside your work: 2015-scale-new.ipynb."]
    assert hand_out(folder, kit) == [] and names(folder) == ["2015-scale-new.ipynb", NAME]
    assert has_work(folder / NAME) and "The main number" in (folder / "2015-scale-new.ipynb").read_text(
        "utf-8"
    )
    (folder / NAME).unlink()
    assert hand_out(folder, kit) == [f"New: {NAME}."], "deleted, to begin anew"


def test_a_new_edition_replaces_what_nobody_worked_in_though_jupyterlab_saved_it(kit, folder):
    hand_out(folder, kit)
    notebook = json.loads((folder / NAME).read_text(encoding="utf-8"))
    notebook["metadata"]["kernelspec"]["display_name"] = "Another Python"
    (folder / NAME).write_text(json.dumps(notebook), encoding="utf-8")
    update(kit)
    assert "in place of one that you have not worked in" in hand_out(folder, kit)[0]
    assert names(folder) == [NAME] and "The main number" in (folder / NAME).read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["", "{", "[]", "no notebook", '{"cells": 3}'])
def test_what_is_no_notebook_is_somebodys_and_stays(kit, folder, text):
    hand_out(folder, kit)
    (folder / NAME).write_text(text, encoding="utf-8")
    hand_out(folder, kit)
    assert (folder / NAME).read_text(encoding="utf-8") == text and (folder / "2015-scale-new.ipynb").exists()


def test_work_answers_and_copies_of_the_first_edition_come_along_once(kit, folder):
    inside = kit / "exercises/notebooks"
    as_in_the_first_edition(inside / NAME)
    work_in(inside / NAME)
    keep_sitting(
        inside / "answers/2015-scale.json", "2015-scale/figures", Sitting(answers={"f1": "disputed"})
    )
    (inside / "copies").mkdir()
    (inside / "copies/mine.txt").write_text("my copy", encoding="utf-8")
    said = "\n".join(hand_out(folder, kit))
    assert has_work(folder / NAME) and (folder / "copies/mine.txt").read_text(encoding="utf-8") == "my copy"
    assert read_answers(folder / "answers/2015-scale.json").activities["2015-scale/figures"].answers
    assert "Answers taken over" in said and "Your work was taken over" in said and "mine.txt" in said
    assert has_work(inside / NAME) and (inside / "answers/2015-scale.json").exists(), "nothing is taken away"
    shutil.rmtree(folder / "answers")
    (folder / "answers").mkdir()
    (folder / "answers/.taken-over").write_text(f"{(inside / 'answers').resolve()}\n", encoding="utf-8")
    (folder / NAME).unlink()
    hand_out(folder, kit)
    assert list((folder / "answers").glob("*.json")) == [], (
        "once: who begins anew is not given the old answers"
    )


def as_in_the_first_edition(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    del notebook["metadata"]["secondsource"]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def test_a_notebook_of_the_first_edition_is_known_as_worked_in_or_not(kit):
    path = kit / "exercises/notebooks" / NAME
    as_in_the_first_edition(path)
    assert read_edition(path) is None and not is_worked_in(path)
    work_in(path)
    assert is_worked_in(path)


def test_work_in_the_kit_goes_beside_work_in_the_learners_folder(kit, folder):
    hand_out(folder, kit)
    work_in(folder / NAME)
    (folder / ".taken-over").unlink()
    work_in(
        kit / "exercises/notebooks" / NAME, outputs=[{"output_type": "stream", "name": "stdout", "text": "x"}]
    )
    hand_out(folder, kit)
    assert names(folder) == ["2015-scale-from-the-kit.ipynb", NAME]


def test_answers_of_two_folders_become_one_and_none_is_written_over(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    keep_sitting(old / "a.json", "a/one", Sitting(answers={"x": "old"}))
    keep_sitting(old / "a.json", "a/two", Sitting(answers={"x": "old"}))
    keep_sitting(new / "a.json", "a/two", Sitting(answers={"x": "new"}))
    keep_sitting(old / "b.json", "b/one", Sitting(answers={"x": "old"}))
    (old / "c.json").write_text("no answer file", encoding="utf-8")
    assert take_over_answers(old, new) == (["b.json"], ["a.json", "c.json"])
    assert not (new / "c.json").exists(), "a folder named answers may be somebody's own"
    kept = read_answers(new / "a.json").activities
    assert kept["a/one"].answers == {"x": "old"} and kept["a/two"].answers == {"x": "new"}
    assert take_over_answers(old, new) == ([], []) and take_over_answers(new, new) == ([], [])


RESULTS = [{"output_type": "stream", "name": "stdout", "text": "5.5"}]


@pytest.mark.parametrize(
    "results", [RESULTS, pytest.param((), marks=pytest.mark.slow)], ids=["run", "not run"]
)
def test_making_the_notebooks_anew_never_writes_over_work(kit, results):
    path = kit / "exercises/notebooks" / NAME
    work_in(path, results)
    done = run_kit(kit, "notebooks")
    assert done.returncode == 1 and "somebody has worked in it" in done.stderr and NAME in done.stderr
    assert has_work(path) and done.stderr.count("worked in") == 1
    with pytest.raises(ContentError):
        write_student_notebooks(kit)
    path.unlink()
    assert run_kit(kit, "notebooks").returncode == 0 and not has_work(path)


def test_the_learners_folder_is_in_the_home_and_never_the_kit(tmp_path, monkeypatch):
    monkeypatch.delenv("SECONDSOURCE_FOLDER", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert learner_folder(tmp_path / "kit") == tmp_path.resolve() / "second-source"
    assert learner_folder(tmp_path / "second-source").name == "second-source-work"
    monkeypatch.setenv("SECONDSOURCE_FOLDER", str(tmp_path / "school"))
    assert learner_folder() == tmp_path.resolve() / "school"


def test_lab_says_where_everything_is_and_what_is_in_the_way(kit, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("SECONDSOURCE_FOLDER", str(tmp_path / "file" / "below"))
    done = run_kit(kit, "lab", "--no-browser")
    assert done.returncode == 1 and str(tmp_path / "file" / "below") in done.stderr
    assert "SECONDSOURCE_FOLDER" in done.stderr and "Traceback" not in done.stderr
