"""Build one edition of the book. A build that fails leaves the last good site as it was."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from .check import check
from .copies import read_folder
from .editions import EDITION_VARIABLE, ORIGINALS_VARIABLE
from .execution import fill_cache
from .notebooks import PREFIX, make_page
from .pages import LESSONS, lesson_files
from .problems import ContentError, fail
from .strict import ROOT, read_text
from .texts import read_article, slugs

WORK = ROOT / "_build"
# A build makes millions of small objects and hardly any rubbish: looking for it less often takes a tenth off the time.
RUN = "import gc; gc.set_threshold(100_000); from jupyter_book.cli.main import main; main()"
COUNTED = "across-"  # pages that count answers: they say what the keys say, so the class edition goes without them
BACK = "- caption: Back of the book"
COURSE = ("course-map", "lesson", "rubrics", "discussion", "standards")  # how names of lesson pages begin; others follow
KEY_PARTS = """
## Claim by claim: the texts and their labels

```{{labelled}} {slug}
```

## The key to each exercise

```{{key}} {slug}
```
"""


def build(edition, out, originals=None, say=print):
    """Build `edition` ("study", "class" or "teach") into the folder `out` and return its path.

    originals: a folder with copies of the articles; their wording then stands in the exercises of this private site.
    say: called with a line of text at each step. Raises ContentError when the content has problems or a page does not build.
    """
    out = Path(out).resolve()
    _refuse_dangerous(out)
    say("Checking the content …")
    if problems := check(with_key=edition != "class"):
        raise ContentError(problems)
    work = WORK / f"work-{edition}{'-private' if originals else ''}"
    if originals:
        _report_copies(originals, say)
    _stage(work / "source", edition)
    say(f"Building the {edition} edition …")
    _forget_old_results(work)
    fill_cache(sorted((work / "source").glob("*.*")), work / "_build" / ".jupyter_cache", work, say=lambda page: say(f"Counting for {page} …"))
    _run_sphinx(work, edition, originals)
    _swap(work / "_build" / "html", out)
    return out


def _refuse_dangerous(out):
    """`out` is replaced as a whole: never replace a folder that is not one of our sites."""
    if out.exists() and not (out / "index.html").exists() and (not out.is_dir() or any(out.iterdir())):
        fail(out, "", "this folder holds something else than a built book, and building would replace it.", "Name a new or empty folder.")
    if out == ROOT or out in ROOT.parents:
        fail(out, "", "this folder contains the kit itself.", "Name a new or empty folder.")


def _stage(source, edition):
    """Copy the pages to where they are built; unchanged files keep their times, so that Sphinx rebuilds only what changed."""
    pages = {path.relative_to(ROOT / "book").as_posix(): path for path in (ROOT / "book").rglob("*") if path.is_file()}
    if edition == "class":
        pages = {name: path for name, path in pages.items() if not name.startswith(COUNTED)}
    lessons, teaching = (_lesson_pages(), _teaching_pages()) if edition == "teach" else ({}, {})
    notebooks = _notebook_pages() if edition != "class" else {}  # they need Python, and their tables say what the keys say
    made = {**notebooks, **lessons, **teaching, "_toc.yml": make_contents(edition, notebooks, lessons, teaching)}
    for old in [path for path in source.rglob("*") if path.is_file()]:
        if old.relative_to(source).as_posix() not in {*pages, *made}:
            old.unlink()
    for name, path in pages.items():
        if name not in made:
            _copy(path, source / name)
    for name, text in made.items():
        _write_if_new(source / name, text)


def make_contents(edition, notebooks, lessons=(), teaching=()):
    """Return the table of contents of an edition: book/_toc.yml, with notebooks and the teachers' pages or without the counted ones."""
    text = read_text(ROOT / "book" / "_toc.yml")
    if edition == "class":
        text = re.sub(rf"^  - file: {COUNTED}.*\n", "", text, flags=re.MULTILINE)
        text = re.sub(r"^- caption: .*\n  chapters:\n(?=- |\Z)", "", text, flags=re.MULTILINE)
    text = text.replace(BACK, _part("Notebooks", notebooks) + BACK)
    return text + _part("Lesson plans", lessons) + _part("Keys and teaching notes", teaching)


def _copy(source, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists() or target.read_bytes() != source.read_bytes():
        shutil.copyfile(source, target)


def _write_if_new(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8", newline="\n")


def _lesson_pages():
    """Return {file name: MyST text} for every page in `solutions/lessons/`, in the order in which they are used."""
    return {f"{LESSONS}-{path.name}": read_text(path) for path in sorted(lesson_files(), key=_place_in_course)}


def _place_in_course(path):
    return next((place for place, start in enumerate(COURSE) if path.stem.startswith(start)), len(COURSE)), path.stem


def _teaching_pages():
    """Return {file name: MyST text}: for each folder with notes its teaching notes and, for a set, its texts and exercises with the key."""
    pages, sets = {}, set(slugs())
    for folder in sorted(sets | {path.parent.name for path in (ROOT / "solutions").glob("*/notes.md")}):
        notes = ROOT / "solutions" / folder / "notes.md"
        body = read_text(notes) if notes.exists() else f"# {read_article(folder).header['title']}\n"
        key = KEY_PARTS.format(slug=folder) if folder in sets else ""
        pages[f"teaching-{folder}.md"] = body.rstrip() + "\n" + key
    return pages


def _notebook_pages():
    """Return {file name: notebook} for the students' notebooks as pages: articles first, in order of publication."""
    return {f"{PREFIX}{path.name}": make_page(path) for path in sorted((ROOT / "exercises" / "notebooks").glob("*.ipynb"))}


def _part(caption, pages):
    """Return one part of the table of contents; nothing for a part without pages."""
    files = "".join(f"  - file: {name.rpartition('.')[0]}\n" for name in pages)
    return f"- caption: {caption}\n  chapters:\n{files}" if pages else ""


def _forget_old_results(work):
    """Drop cached results of cells when content or code has changed: the cache knows the cells, not the data they read."""
    files = [path for folder in ("exercises", "solutions", "secondsource") for path in sorted((ROOT / folder).rglob("*"))
             if path.suffix in (".txt", ".yaml", ".py")]
    now = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    stamp = work / "data-read"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != now:
        shutil.rmtree(work / "_build" / ".jupyter_cache", ignore_errors=True)
        for page in (work / "source").glob(f"{COUNTED}*"):
            page.touch()
        stamp.write_text(now, encoding="utf-8")


def _report_copies(originals, say):
    passages = read_folder(originals)
    if not passages:
        fail(originals, "", "no file here is a copy of one of the articles.", "Try `python3 kit.py originals FILE...` to see what is found.")
    for slug, found in passages.items():
        say(f"{slug}: {len(found)} passages of your copy are used.")


def _run_sphinx(work, edition, originals):
    environment = {**os.environ, EDITION_VARIABLE: edition, ORIGINALS_VARIABLE: str(Path(originals).resolve()) if originals else "", "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", RUN, "build", str(work / "source"),
               "--path-output", str(work), "--warningiserror", "--nitpick", "--keep-going", "--quiet"]
    done = subprocess.run(command, env=environment, cwd=work, text=True, capture_output=True, encoding="utf-8", errors="replace")
    if done.returncode:
        shutil.rmtree(work / "_build", ignore_errors=True)  # a half-built cache would hide the warning next time
        fail("book/", "", "the book does not build:\n" + _told(done), "Mend the page named above and build again.")


def _told(done):
    """Return the lines of Sphinx that say what is wrong."""
    lines = [line.replace(str(WORK), "_build") for line in (done.stdout + done.stderr).splitlines()]
    wanted = [line for line in lines if any(word in line for word in ("WARNING", "ERROR", "CRITICAL", "SEVERE"))]
    return "\n".join(wanted or lines[-15:])


def _swap(built, out):
    new, old = out.with_name(out.name + ".new"), out.with_name(out.name + ".old")
    for leftover in (new, old):
        shutil.rmtree(leftover, ignore_errors=True)
    shutil.copytree(built, new)
    if out.exists():
        out.rename(old)
    new.rename(out)
    shutil.rmtree(old, ignore_errors=True)
