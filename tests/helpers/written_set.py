"""A set as a teacher writes one by hand: the model set with a page of its own, sources and an original."""

import re
import shutil

from helpers.places import ROOT

SET = "ferry-fares"
README = (ROOT / "exercises/README.md").read_text(encoding="utf-8")
REFERENCE = "town-2026-03"
# What units end with: where their passages begin and end in ORIGINAL.
ANCHORS = {
    "to 2.80 crowns.": "On the first … eighty silver crowns",
    "40 per cent, overnight.": "Quite an overnight … anybody’s reckoning",
    "in a life jacket.": "Robbers used to … a life vest",
    "22 the year before.": "Sixty-one times last … twenty-two times before",
    "the crews are furious.": "Crews grumble loudly … hear it said",
    "skipped in January.": "Twice this winter … has seen it",
}
ORIGINAL = (
    """On the first of March our town put single crossings up to two eighty silver crowns.
Quite an overnight leap of forty in the hundred, by anybody’s reckoning.
Robbers used to come by coach; ours come in a life vest.
Sixty-one times last year no boat came, and only twenty-two times before.
Crews grumble loudly behind the kiosk, we hear it said.
Twice this winter no engine was looked at by anybody, and somebody has seen it.
It told nobody why the office suddenly needed quite so many more.
"""
    + "The rest of this page is about boats, and nobody has retold it. " * 20
)


def model_page():
    """Return the page of the model set, as exercises/README.md shows it."""
    return re.search(r"^````markdown\n(.*?)^````$", README, flags=re.MULTILINE | re.DOTALL)[1]


def model_reference():
    """Return the BibTeX entry that exercises/README.md shows."""
    shown = re.search(r"^    @misc\{.*?^    \}$", README, flags=re.MULTILINE | re.DOTALL)[0]
    return re.sub(r"^    ", "", shown, flags=re.MULTILINE) + "\n"


def write_set(kit):
    """Write a kit without code into the folder `kit` and return it; `check` finds nothing in it.

    The set is no longer invented: its brief and its first card have a source, the first units an ORIGINAL.
    """
    for top in ("exercises", "solutions"):
        shutil.copytree(ROOT / top / SET, kit / top / SET)
    (kit / "book").mkdir()
    (kit / "book/index.md").write_text("# A book\n", encoding="utf-8")
    (kit / f"book/{SET}.md").write_text(model_page(), encoding="utf-8")
    contents = f"format: jb-book\nroot: index\nchapters:\n- file: {SET}\n"
    (kit / "book/_toc.yml").write_text(contents, encoding="utf-8")
    (kit / "book/references.bib").write_text(model_reference(), encoding="utf-8")
    place = kit / "exercises" / SET
    edit(place / "article.txt", "link: invented, not published anywhere", "link: https://example.org/fares")
    for ends, anchor in ANCHORS.items():
        edit(place / "article.txt", f"{ends}\n", f"{ends}\noriginal: {anchor}\n")
    edit(place / "evidence.yaml", "reference: invented", f"reference: {REFERENCE}")
    brief = place / "brief.txt"
    text = brief.read_text(encoding="utf-8")
    brief.write_text(re.sub(r"(?m)^(\[b.*)$", rf"\1\nsource: {REFERENCE}", text), encoding="utf-8")
    return kit


def edit(path, old, new):
    """Replace words that stand in a file, the first time they do."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is no longer in {path.name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")
