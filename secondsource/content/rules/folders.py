"""Folders and files that nothing reads: a misspelt name is found here, not by a student who misses a text."""

import re
import unicodedata
from difflib import get_close_matches

from ...files import ROOT, shown
from ...problems import ContentError, Problem
from ..texts import slugs
from ..yamlfile import read_yaml

# What each folder may hold; an asterisk stands for a slug.
EXPECTED = {
    "exercises/*": ("article.txt", "brief.txt", "checked.yaml", "easier.txt", "evidence.yaml", "items.yaml"),
    "exercises/cross-article": ("checked.yaml", "counts.yaml", "timeline.yaml"),
    "solutions/*": ("checked.yaml", "key.yaml", "notes.md"),
    "solutions/cross-article": ("notes.md",),
}
# What the contents may hold; the value of what they must.
CONTENTS = {"format": "jb-book", "root": "index", "parts": "", "chapters": "", "options": "", "defaults": ""}
APART = ("notebooks", "lessons")  # folders that hold something else than one set
NEEDED = ("article.txt", "items.yaml")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")  # it is part of addresses and of names in answer files
# of editors and systems
SYSTEM = re.compile(r"\..*|~\$.*|Thumbs\.db|desktop\.ini|__pycache__", re.IGNORECASE)


def named_sets(root=ROOT):
    """Return the names of all sets whose names can be used, sorted."""
    return [slug for slug in slugs(root) if SLUG.fullmatch(slug)]


def propose_name(name):
    """Return a name for a set that is like another: School Phones becomes school-phones."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "my-set"


def broken_sets(root=ROOT):
    """Return the names of sets whose folder is there and cannot be used: a wrong name, or no items.yaml."""
    folders = {path.name for path in (root / "exercises").glob("*") if path.is_dir()}
    sets = {name for name in folders - {*APART} if f"exercises/{name}" not in EXPECTED}
    return {propose_name(name) for name in sets} - set(named_sets(root))


def find_orphans(root=ROOT, with_key=True, without_page=()):
    """Yield a Problem for each file that nothing reads, set that lacks a file, page outside the contents.

    without_page: sets whose missing page is told already.
    """
    broken = broken_sets(root)
    for top in ("exercises", "solutions") if with_key else ("exercises",):
        for folder in sorted(path for path in (root / top).glob("*") if path.is_dir()):
            if folder.name not in APART and not SYSTEM.fullmatch(folder.name):
                if not SLUG.fullmatch(folder.name):
                    yield _wrong_name(folder, top, root)
                else:
                    yield from _check_folder(folder, top, root)
                    yield from _unreferenced(folder, top, broken, root)
    yield from _pages_outside(root, without_page)


def _wrong_name(folder, top, root):
    new = propose_name(folder.name)
    also = f", in {'solutions' if top == 'exercises' else 'exercises'}/ as well"
    fault = "names of sets are small letters, digits and hyphens."
    return Problem(shown(folder, root), "", fault, f"Rename the folder to {new}{also}.")


def _unreferenced(folder, top, broken, root):
    there = {*slugs(root), *broken}
    if top == "solutions" and (folder / "key.yaml").exists() and folder.name not in there:
        fault = "there is no set of this name in exercises/."
        close = get_close_matches(folder.name, there, 1)
        cure = (
            f"Rename the folder to {close[0]}, or remove it." if close else "Rename the folder, or remove it."
        )
        yield Problem(shown(folder / "key.yaml", root), "", fault, cure)


def _check_folder(folder, top, root):
    expected = EXPECTED.get(f"{top}/{folder.name}", EXPECTED[f"{top}/*"])
    there = {path.name for path in folder.iterdir() if not SYSTEM.fullmatch(path.name)}
    meant = set()
    for name in sorted(there - set(expected)):
        close = [one for one in get_close_matches(name, expected, 1, 0.6) if one not in there]
        meant.update(close)
        cure = (
            f"Rename it to {close[0]}."
            if close
            else f"Files here are {', '.join(expected)}; move it elsewhere."
        )
        yield Problem(shown(folder / name, root), "", "nothing reads a file of this name.", cure)
    for name in NEEDED if expected is EXPECTED["exercises/*"] else ():
        if name not in there and name not in meant:
            cure = "Add it (exercises/README.md shows one), or remove the folder."
            yield Problem(shown(folder, root), "", f"this set has no {name}.", cure)


def _named_pages(part):
    """Yield the pages that a part of the contents names."""
    if isinstance(part, list):
        for one in part:
            yield from _named_pages(one)
    elif isinstance(part, dict):
        yield from (part[name] for name in ("root", "file") if isinstance(part.get(name), str))
        for name in ("parts", "chapters", "sections"):
            yield from _named_pages(part.get(name, []))


def _wrong_contents(contents, root):
    """Yield a Problem for each name on the first level of the contents that builds no book."""
    data = read_yaml(contents, root)
    for name in data:
        if name not in CONTENTS:
            close = get_close_matches(name, CONTENTS, 1)
            cure = f"Did you mean `{close[0]}:`?" if close else f"Names here are {', '.join(CONTENTS)}."
            yield Problem(shown(contents, root), "", f"the name “{name}” is not known here.", cure)
            return  # it may be one of those that are missing
    for name in ("format", "root"):
        if not data.get(name):
            cure = f"Write `{name}: {CONTENTS[name]}` at the top."
            yield Problem(shown(contents, root), "", f"“{name}” is missing or empty.", cure)


def _pages_outside(root, without_page):
    contents = root / "book" / "_toc.yml"
    if not contents.exists():
        return
    try:
        named = set(_named_pages(read_yaml(contents, root)))
    except ContentError as error:
        yield from error.problems
        return
    if faults := list(_wrong_contents(contents, root)):
        yield from faults
        return
    for path in sorted((root / "book").glob("*.md")):
        if path.stem not in named:
            cure = f"Add `- file: {path.stem}` there, or remove the page."
            yield Problem(
                shown(path, root), "", "book/_toc.yml does not name this page, so no reader finds it.", cure
            )
    for name in sorted(named - set(without_page)):
        if not any((root / "book" / f"{name}{ending}").exists() for ending in (".md", ".ipynb")):
            cure = "Correct the name, or remove the line."
            yield Problem(shown(contents, root), name, "there is no page of this name in book/.", cure)
