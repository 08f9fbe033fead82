"""A new draft: an original cut into units, two exercises without answers, a page. No label, no retelling."""

import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlparse

from ..content.rules.texts import INVENTED
from ..content.texts import slugs
from ..files import ROOT, write_whole
from ..originals.files import read_copy
from ..problems import fail
from .cutting import cut_text
from .textlines import clean_text, unit_lines
from .workspace import DRAFTS, MEMO, ORIGINAL, PLACES, desk_of, lock_drafts, require_name
from .yamledit import render

STUBS = Path(__file__).with_name("stubs")
UNTITLED = "Untitled"  # until the author names it; publishing.py refuses it
NEW = ".new-"  # how a draft is called until it is whole
RIGHTS = "The original belongs to its author and publisher. This is our own retelling."
INVENTED_RIGHTS = "Invented for practice: the text, its people and its figures do not exist."
SPEAKING = {
    "kind": "mark",
    "skill": "speaking",
    "title": "Who is speaking?",
    "minutes": "6",
    "prompt": "Give each claim one label: who stands behind it? Half of them or more may be sound.",
}
MISSING = {
    "kind": "choose",
    "skill": "missing",
    "title": "Who is missing?",
    "minutes": "4",
    "prompt": "What does the text leave out that a fair one would have to say?",
}


def new_draft(slug, original, link="", kit=ROOT):
    """Make `drafts/SET/` from a file with an original; return (its folder, how many units were proposed).

    It is there whole or not at all. Raises ContentError where the name is taken or cannot be one, or the file
    is not read.
    """
    require_name(slug)
    text = read_copy(original)
    pieces = cut_text(text)
    if not pieces:
        fail(
            Path(original).name, "", "there are no words in it.", "Copy the article's text into a .txt file."
        )
    with lock_drafts(kit, slug):
        _require_free(slug, kit)
        # a drive or a network folder may not rename from another place: the new folder is made beside its end
        for left in (kit / DRAFTS).glob(f"{NEW}{slug}.*"):
            shutil.rmtree(left, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(dir=kit / DRAFTS, prefix=f"{NEW}{slug}."))
        for name, content in _first_files(slug, text, pieces, link).items():
            with write_whole(folder / name, "utf-8") as file:
                file.write(content)
        os.rename(folder, desk_of(slug, kit))
    return desk_of(slug, kit), len(pieces)


def _require_free(slug, kit):
    taken = [desk_of(slug, kit), *(kit / PLACES[name].format(slug) for name in ("page", "key"))]
    if slug in slugs(kit) or any(path.exists() for path in taken):
        cure = f"Choose another name, or open it: `python3 kit.py author {slug}`."
        fail(slug, "", "there is a set or a draft of this name already.", cure)


def _first_files(slug, text, pieces, link):
    """Return {path in the draft: text} of all its files."""
    heading = next((text[one.start : one.end] for one in pieces), "")
    titled = pieces[0].label.startswith("h")
    title = clean_text(heading)[:80] if titled else slug.replace("-", " ").capitalize()
    host = urlparse(link).hostname or ""
    header = {
        "title": f"{UNTITLED} ({slug})",
        "byline": "",
        "published": "",
        "outlet": host.removeprefix("www."),
        "link": link,
        "rights": INVENTED_RIGHTS if link.startswith(INVENTED) else RIGHTS,
    }
    units = (unit_lines(one.label, "", f"{one.first} … {one.last}" * bool(one.first)) for one in pieces)
    lines = "".join(f"{name}: {value}".rstrip() + "\n" for name, value in header.items())
    activities = {"speaking": {**SPEAKING, "units": []}, "missing": {**MISSING, "options": {}}}
    minutes = sum(int(one["minutes"]) for one in (SPEAKING, MISSING))
    page, notes = (
        (STUBS / name)
        .read_text(encoding="utf-8")
        .format(title=header["title"], slug=slug, minutes=minutes + 5)
        for name in ("page.md", "notes.md")
    )
    files = {
        "article": f"{lines}\n" + "\n".join(units),
        "brief": "title: What others reported\n",
        "cards": "cards: {}\n",
        "items": render("activities", activities),
        "key": "units: {}\nanswers: {}\n",
        "notes": notes,
        "page": page,
        "references": "",
    }
    placed = {PLACES[name].format(slug): content for name, content in files.items()}
    return {**placed, ORIGINAL: text, MEMO: render("heading", title) + "units: {}\n"}
