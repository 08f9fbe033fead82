"""A draft that could be published: the model set under another name, with a page of its own."""

import shutil

from helpers.places import ROOT
from helpers.written_set import SET, model_page
from secondsource.author.changes import make_change
from secondsource.author.history import History
from secondsource.author.workspace import desk_of

DRAFT = "phones"  # the draft of the fixture `workspace`


def write_draft(kit, slug):
    """Write the model set as the draft `slug` into a kit; return its folder."""
    desk = desk_of(slug, kit)
    for top in ("exercises", "solutions"):
        shutil.copytree(ROOT / top / SET, desk / top / slug)
    (desk / "book").mkdir()
    page = model_page().replace(SET, slug).replace("Do the [three skills](who-is-speaking.md) first.", "")
    (desk / f"book/{slug}.md").write_text(page, encoding="utf-8")
    (desk / "book/references.bib").write_text("", encoding="utf-8")
    return desk


def do(workspace, **change):
    """Make a change as the author page does, and keep it."""
    texts, said = make_change(workspace, change)
    History(workspace).commit(texts, said)
