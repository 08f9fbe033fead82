"""Files that nothing reads are named by `check`, with the name they were meant to have."""

import pytest
from helpers.kits import run_kit
from helpers.written_set import edit

from secondsource.content.rules.folders import find_orphans

MISSPELT = {
    "exercises/ferry-fares/breif.txt": "Rename it to brief.txt.",
    "exercises/ferry-fares/item.yaml": "Rename it to items.yaml.",
    "exercises/ferry-fares/evidence.yml": "Rename it to evidence.yaml.",
    "solutions/ferry-fares/keys.yaml": "Rename it to key.yaml.",
    "solutions/ferry-fares/note.md": "Rename it to notes.md.",
}


def said(kit):
    return [str(problem) for problem in find_orphans(kit)]


@pytest.mark.parametrize("name", MISSPELT)
def test_a_misspelt_file_is_named_with_the_name_it_was_meant_to_have(kit, name):
    right = name.rpartition("/")[0] + "/" + MISSPELT[name].split()[-1].rstrip(".")
    (kit / right).rename(kit / name)
    found = said(kit)
    assert any(name in line and MISSPELT[name] in line for line in found), found


def test_a_file_that_is_none_of_ours_is_named(kit):
    (kit / "exercises/ferry-fares/answers.docx").write_text("x", encoding="utf-8")
    assert "answers.docx" in said(kit)[0] and "Files here are article.txt" in said(kit)[0]


def test_a_set_without_questions_is_named(kit):
    (kit / "exercises/ferry-fares/items.yaml").unlink()
    assert any("exercises/ferry-fares: this set has no items.yaml." in line for line in said(kit)), said(kit)


def test_what_editors_and_systems_leave_is_nobodys_file(kit):
    for name in (".DS_Store", "Thumbs.db", "~$brief.txt", ".items.yaml.swp", "desktop.ini"):
        (kit / "exercises/ferry-fares" / name).write_text("x", encoding="utf-8")
    assert said(kit) == []


def test_a_page_outside_of_the_contents_and_a_chapter_without_a_page_are_named(kit):
    (kit / "book/my-page.md").write_text("# Mine\n", encoding="utf-8")
    (kit / "book/privacy.md").unlink()
    lines = said(kit)
    assert len(lines) == 2 and "book/my-page.md" in lines[0] and "Add `- file: my-page`" in lines[0]
    assert "privacy" in lines[1]


def test_the_command_names_an_orphan_and_fails(kit):
    (kit / "exercises/ferry-fares/brief.txt").rename(kit / "exercises/ferry-fares/breif.txt")
    done = run_kit(kit, "check")
    assert done.returncode == 1 and "Rename it to brief.txt." in done.stdout


@pytest.mark.parametrize(
    "old, new, told",
    [
        ("parts:", "partz:", "the name “partz” is not known here. Did you mean `parts:`?"),
        ("format: jb-book", "format:", "“format” is missing or empty. Write `format: jb-book` at the top."),
        ("- caption: Checks", "- caption: Checks: A", "line 28: a colon in the value of `caption:`"),
    ],
)
def test_contents_that_build_no_book_are_named(kit, old, new, told):
    path = kit / "book/_toc.yml"
    edit(path, old, new)
    found = [line for line in said(kit) if "does not name this page" not in line]
    assert len(found) == 1 and found[0].startswith("book/_toc.yml") and told in found[0], found
