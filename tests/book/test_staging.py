"""What an edition is made of: which pages, in which contents, with which settings."""

import re

import pytest
import yaml

from secondsource.book.editions import EDITIONS
from secondsource.book.staging import COUNTED, collect, make_contents, make_settings, stage
from secondsource.files import ROOT

NOTEBOOKS = {"notebook-a.ipynb": "{}"}
LESSONS, TEACHING = {"lessons-one.md": ""}, {"teaching-a.md": "", "teaching-b.md": ""}


def parts(text):
    """Return {caption: [pages]} of a table of contents."""
    contents = yaml.safe_load(text)
    return {part["caption"]: [entry["file"] for entry in part["chapters"]] for part in contents["parts"]}


def test_the_study_edition_has_the_notebooks_before_the_back_of_the_book():
    own = parts((ROOT / "book/_toc.yml").read_text(encoding="utf-8"))
    found = parts(make_contents("study", NOTEBOOKS))
    assert found == own | {"Notebooks": ["notebook-a"]}
    assert list(found).index("Notebooks") == list(found).index("Back of the book") - 1


def test_the_class_edition_leaves_out_pages_that_count_answers_and_no_empty_part():
    found = parts(make_contents("class", {}))
    pages = [page for part in found.values() for page in part]
    assert pages and not [page for page in pages if page.startswith(COUNTED)] and all(found.values())
    kept = parts((ROOT / "book/_toc.yml").read_text(encoding="utf-8"))
    assert [page for part in kept.values() for page in part if not page.startswith(COUNTED)] == pages


def test_the_teach_edition_begins_with_lessons_and_keys():
    found = parts(make_contents("teach", NOTEBOOKS, LESSONS, TEACHING))
    assert list(found.items())[:2] == [
        ("Lesson plans", ["lessons-one"]),
        ("Teaching notes", ["teaching-a", "teaching-b"]),
    ]


@pytest.mark.parametrize("edition", EDITIONS)
def test_settings_are_the_kits_own_and_say_which_edition_this_is(edition, tmp_path):
    own = yaml.safe_load((ROOT / "book/_config.yml").read_text(encoding="utf-8"))
    found = yaml.safe_load(make_settings(edition, tmp_path))
    said = {"secondsource_edition": edition, "secondsource_originals": str(tmp_path.resolve())}
    assert found["sphinx"]["config"] == own["sphinx"]["config"] | said
    assert yaml.safe_load(make_settings(edition))["sphinx"]["config"]["secondsource_originals"] == ""
    assert {name: held for name, held in found.items() if name != "sphinx"} == {
        name: held for name, held in own.items() if name != "sphinx"
    }


def test_staging_again_touches_only_what_changed_and_takes_away_what_is_gone(tmp_path):
    stage(tmp_path, *collect("class"))
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    (tmp_path / "glossary.md").write_text("# Another\n", encoding="utf-8")
    (tmp_path / "gone.md").write_text("# Gone\n", encoding="utf-8")
    stage(tmp_path, *collect("class"))
    after = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    assert before.keys() == after.keys()
    assert [path.name for path in after if after[path] != before[path]] == ["glossary.md"]


def test_no_page_of_another_edition_stays_behind(tmp_path):
    stage(tmp_path, *collect("teach"))
    assert list(tmp_path.glob("teaching-*")) and list(tmp_path.glob(f"{COUNTED}*"))
    stage(tmp_path, *collect("class"))
    left = [
        path.name for path in tmp_path.rglob("*") if re.match(rf"teaching-|lessons-|{COUNTED}", path.name)
    ]
    assert left == [] and not list(tmp_path.glob("*.ipynb"))
