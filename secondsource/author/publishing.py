"""A draft goes into the kit when `check` is quiet, and comes back again.

Both ways are copied first and removed last, and `moving.json` says what is under way: ended at any moment,
all is there, and whoever opens the set next finishes the move.
"""

import json
import os
import re
import shutil
import tempfile
from pathlib import Path

from ..content.check import check
from ..content.citations import list_claims
from ..content.places import list_activities, list_notebook_activities
from ..files import ROOT, read_text, write_whole
from ..originals.quoting import check_originals
from ..problems import ContentError, Problem, fail
from .drafts import UNTITLED
from .workspace import (
    DRAFTS,
    MOVING,
    ORIGINAL,
    Workspace,
    desk_of,
    lock_drafts,
    split_entries,
)

CAPTION = "Your own texts"
BACK = "- caption: Back of the book"
TOPS = ("solutions", "exercises")  # in this order into the kit: a set is known by its questions
COMING = ".coming-"


def check_draft(slug, kit=ROOT):
    """Return the Problems that `check` would find with this draft in the kit, and those of its quotations."""
    finish_move(slug, kit)
    workspace = Workspace(slug, kit)
    with tempfile.TemporaryDirectory(prefix="second-source-") as temporary:
        trial = copy_content(kit, Path(temporary))
        if workspace.is_draft:
            shutil.copytree(workspace.desk, desk_of(slug, trial), symlinks=True)
            _move_in(slug, trial, CAPTION)
        return [*check(trial), *check_desk(workspace)]


def publish(slug, caption=CAPTION, kit=ROOT):
    """Move a draft into the kit; return the Problems that forbid it, [] when it is done.

    caption: the part of the contents it is named under; it is made where there is none.
    """
    with lock_drafts(kit, slug):
        if finish_move(slug, kit) == "kit":
            return []
        workspace = Workspace(slug, kit)
        if not workspace.is_draft:
            fail(
                slug, "", "this set is in the kit already.", f"Take it back: `kit.py publish {slug} --back`."
            )
        for name in (f"exercises/{slug}", f"solutions/{slug}", f"book/{slug}.md"):
            if (kit / name).exists():
                fail(name, "", "this is there already.", "Rename one of the two.")
        problems = check_draft(slug, kit)
        if not problems:
            _begin(slug, kit, {"to": "kit", "caption": caption})
            finish_move(slug, kit)
        return problems


def take_back(slug, kit=ROOT):
    """Move a set from the kit into a draft; return the Problems that the kit would have without it."""
    with lock_drafts(kit, slug):
        if finish_move(slug, kit) == "desk":
            return []
        workspace = Workspace(slug, kit)
        if workspace.is_draft:
            fail(slug, "", "this is a draft already.", f"Open it: `python3 kit.py author {slug}`.")
        problems = _away_from_its_page(workspace) or _check_without(slug, kit)
        if not problems:
            own = sorted(_own_references(slug, kit))
            _begin(slug, kit, {"to": "desk", "references": own})
            finish_move(slug, kit)
        return problems


def finish_move(slug, kit=ROOT):
    """Finish a move that was begun; return where to (“kit” or “desk”), "" where none was."""
    path = desk_of(slug, kit) / MOVING
    if not path.exists():
        return ""
    with lock_drafts(kit, "_kit"):  # two sets may be on their way, and the contents are one file
        plan = json.loads(read_text(path, kit))
        if plan["to"] == "kit":
            _move_in(slug, kit, plan["caption"])
        else:
            _move_out(slug, kit, plan["references"])
        path.unlink()
    return plan["to"]


def copy_content(kit, target):
    """Copy what `check` reads, without drafts and code; return the target."""
    for top in ("book", "exercises", "solutions"):
        if (kit / top).exists():
            ignore = shutil.ignore_patterns("__pycache__", "_static", "answers", f"{COMING}*")
            shutil.copytree(kit / top, target / top, ignore=ignore, symlinks=True)
    (target / DRAFTS).mkdir()
    return target


def add_to_contents(text, slug, caption):
    """Return the contents of the book with a page more, under a caption; unchanged where it is named."""
    line = f"- file: {slug}\n"
    if re.search(rf"^\s*{line}", text, flags=re.MULTILINE):
        return text
    if "- caption:" not in text:  # a book without parts
        return text.rstrip("\n") + f"\n{line}"
    part = re.search(
        rf"^- caption: {re.escape(caption)}\n(?:(?!- ).*\n)*?  chapters:\n(?:  .*\n?)*", text, re.MULTILINE
    )
    if part:
        return text[: part.end()].rstrip("\n") + f"\n  {line}" + text[part.end() :]
    new = f"- caption: {caption}\n  chapters:\n  {line}"
    return text.replace(BACK, new + BACK, 1) if BACK in text else text.rstrip("\n") + f"\n{new}"


def remove_from_contents(text, slug):
    """Return the contents without a page, and without a part that has none left."""
    text = re.sub(rf"^\s*- file: {re.escape(slug)}\n?", "", text, flags=re.MULTILINE)
    return re.sub(r"^- caption: .*\n  chapters:\n(?=- |\Z)", "", text, flags=re.MULTILINE)


def _begin(slug, kit, plan):
    with write_whole(desk_of(slug, kit) / MOVING, "utf-8") as file:
        json.dump(plan, file)


def _move_in(slug, kit, caption):
    """Copy the draft into the kit, then remove it from the desk. Each step may have been done before."""
    desk = desk_of(slug, kit)
    own = _read(desk / "book/references.bib", kit)
    book = _read(kit / "book/references.bib", kit)
    there = {key for path in (kit / "book").glob("*.bib") for key, _ in split_entries(_read(path, kit))}
    new = "".join(entry for key, entry in split_entries(own) if key and key not in there)
    if new:
        _write(kit / "book/references.bib", f"{book.rstrip()}\n\n{new.strip()}\n".lstrip("\n"))
    if (desk / "solutions").exists():
        _copy_folder(desk / f"solutions/{slug}", kit / f"solutions/{slug}")
    if (desk / f"book/{slug}.md").exists():
        _write(kit / f"book/{slug}.md", _read(desk / f"book/{slug}.md", kit))
    if (desk / "exercises").exists():
        _copy_folder(desk / f"exercises/{slug}", kit / f"exercises/{slug}")
    contents = kit / "book/_toc.yml"
    if contents.exists():
        _write(contents, add_to_contents(_read(contents, kit), slug, caption))
    for name in ("exercises", "solutions", "book"):
        _remove(desk / name)


def _move_out(slug, kit, references):
    """Copy the set out of the kit onto the desk, then remove it from the kit."""
    desk = desk_of(slug, kit)
    bib = kit / "book/references.bib"
    entries = split_entries(_read(bib, kit))
    taken = "".join(entry for key, entry in entries if key in references)
    if taken or not (desk / "book/references.bib").exists():
        _write(desk / "book/references.bib", taken)
    if (kit / f"book/{slug}.md").exists():
        _write(desk / f"book/{slug}.md", _read(kit / f"book/{slug}.md", kit))
    for top in TOPS:
        if (kit / top / slug).exists():
            _copy_folder(kit / top / slug, desk / top / slug)
    contents = kit / "book/_toc.yml"
    if contents.exists():
        _write(contents, remove_from_contents(_read(contents, kit), slug))
    (kit / f"book/{slug}.md").unlink(missing_ok=True)
    for top in reversed(TOPS):
        _remove(kit / top / slug)
    if taken:
        _write(bib, "".join(entry for key, entry in entries if key not in references))


def _copy_folder(source, target):
    """Copy a folder; it is there whole or not at all. One that is there is left as it is."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    coming = target.with_name(f"{COMING}{target.name}")
    shutil.rmtree(coming, ignore_errors=True)
    coming.mkdir()
    for path in sorted(source.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with write_whole(coming / path.relative_to(source)) as file:
                file.write(path.read_bytes())
    os.rename(coming, target)


def _remove(folder):
    """Remove a folder: gone from its name at once."""
    gone = folder.with_name(f"{COMING}gone.{folder.name}")
    shutil.rmtree(gone, ignore_errors=True)
    if folder.exists():
        os.rename(folder, gone)
        shutil.rmtree(gone, ignore_errors=True)


def _read(path, kit):
    return read_text(path, kit) if path.exists() else ""


def _write(path, text):
    for left in path.parent.glob(f".{path.name}.????????"):  # of a move that was ended in the middle
        left.unlink()
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        with write_whole(path, "utf-8") as file:
            file.write(text)


def check_desk(workspace):
    """Return the Problems that only the desk knows: a set without a title, and those of its original."""
    return [*_untitled(workspace), *check_original(workspace)]


def _untitled(workspace):
    """A draft was published as “Untitled (school-canteen)”: its page still had the first heading."""
    if not workspace.is_draft:
        return
    if re.search(rf"^title: {UNTITLED} \(", workspace.read("article"), re.MULTILINE):
        file, fault = (
            f"exercises/{workspace.slug}/article.txt",
            "“title” is missing: it is called “Untitled” yet.",
        )
        yield Problem(file, "header", fault, "Write what the text is called.")
    elif workspace.read("page").startswith(f"# {UNTITLED} ("):
        fault, cure = "the page is called “Untitled” yet.", "Write the title into its first line."
        yield Problem(f"book/{workspace.slug}.md", "", fault, cure)


def check_original(workspace):
    """Return the Problems between a set and the original on its desk: copied words, lost passages."""
    if not workspace.original:
        return []
    parts = [workspace.path(name).parent for name in ("article", "key", "page")]
    with tempfile.TemporaryDirectory(prefix="second-source-") as folder:
        Path(folder, ORIGINAL).write_text(workspace.original, encoding="utf-8")
        try:
            problems = check_originals(folder, parts, workspace.root)[0]
        except ContentError:
            return []  # the texts cannot be read, which `check` tells
    return [problem for problem in problems if "no file here is an original" not in problem.fault]


def _away_from_its_page(workspace):
    """Return a Problem where exercises of a set stand elsewhere than on the page of its name."""
    slug, kit = workspace.slug, workspace.kit
    shown = {
        path.stem
        for path in (kit / "book").glob("**/*.md")
        if any(name.startswith(f"{slug}/") for name in list_activities(read_text(path, kit)))
    }
    noted = {page for name, page in list_notebook_activities(kit).items() if name.startswith(f"{slug}/")}
    if shown <= {slug} and not noted:
        return []
    places = ", ".join(sorted({*shown, *noted} - {slug}))
    return [
        Problem(slug, "", f"exercises of this set stand on other pages: {places}.", "It stays in the kit.")
    ]


def _check_without(slug, kit):
    with tempfile.TemporaryDirectory(prefix="second-source-") as temporary:
        trial = copy_content(kit, Path(temporary))
        before = {str(problem) for problem in check(trial)}
        desk_of(slug, trial).mkdir()
        _move_out(slug, trial, sorted(_own_references(slug, kit)))
        return [problem for problem in check(trial) if str(problem) not in before]


def _own_references(slug, kit):
    """Return the keys of references.bib on which only this set rests."""
    mine, others = set(), set()
    for key, claims in list_claims(kit).items():
        places = {place for place, _, _ in claims}
        (mine if places <= {slug} else others).add(key)
    return {key for key, _ in split_entries(_read(kit / "book/references.bib", kit)) if key in mine - others}
