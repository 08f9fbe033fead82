"""What an edition is made of: its pages, table of contents and settings, put where Sphinx builds them."""

import re
import shutil
from pathlib import Path

import yaml

from ..content.places import COUNTED, LESSONS, PREFIX, lesson_files
from ..content.texts import read_article, slugs
from ..files import ROOT, read_text
from ..notebooks.making import make_page
from .plans import Namer

BACK = "- caption: Back of the book"
# How names of lesson pages begin, in the order in which they are used; others follow.
COURSE = ("course-map", "lesson", "rubrics", "discussion", "standards")
GLANCE = "lessons-course-map.md"
TEACHERS = """```{admonition} This is the teach edition: it holds the keys
Keep it on your own screen, and do not give it away.
Begin with [Six lessons at a glance](lessons-course-map.md).
Then read [the page on discussion](lessons-discussion.md).
Each text has its key beside it under “Teaching notes”.
Who is who, and what came when, stands on [the page of background](background.md).

**Before you teach, look up what is new.**
The five articles end in 2021, and our second sources end where [the page on checking](how-checked.md) says.
Search the names on the page of background in two news agencies, and tell the class what you could not find.
```
"""
KEY_PARTS = """
## Claim by claim: the texts and their labels

```{{labelled}} {slug}
```

## The key to each exercise

```{{key}} {slug}
```
"""


def collect(edition, originals=None):
    """Return the pages of an edition: {name: path} of what is copied, {name: text} of what is made."""
    pages = {
        path.relative_to(ROOT / "book").as_posix(): path
        for path in (ROOT / "book").rglob("*")
        if path.is_file()
    }
    if edition == "class":
        pages = {name: path for name, path in pages.items() if not name.startswith(COUNTED)}
    lessons, teaching = {}, {}
    if edition == "teach":
        namer = Namer()
        lessons, teaching = _lesson_pages(namer), _teaching_pages(namer)
    # Notebooks need Python, and their tables say what the keys say.
    notebooks = _notebook_pages() if edition != "class" else {}
    made = {**notebooks, **lessons, **teaching}
    if GLANCE in lessons:
        made["index.md"] = _open_for_teachers(read_text(ROOT / "book" / "index.md"))
    made["_toc.yml"] = make_contents(edition, notebooks, lessons, teaching)
    made["_config.yml"] = make_settings(edition, originals)
    return pages, made


def stage(source, pages, made):
    """Put what `collect` returned into the folder `source`.

    Unchanged files keep their times, so that Sphinx builds only what changed.
    """
    for old in [path for path in source.rglob("*") if path.is_file()]:
        if old.relative_to(source).as_posix() not in {*pages, *made}:
            old.unlink()
    for name, path in pages.items():
        if name not in made:
            _copy(path, source / name)
    for name, text in made.items():
        _write_if_new(source / name, text)


def author_file(name):
    """Return the file that an author writes for the staged page `name`, from the top of the kit; None where
    there is none.
    """
    lesson = name.removeprefix(f"{LESSONS}-")
    notes = name.removeprefix("teaching-").removesuffix(".md")
    notebook = name.removeprefix(PREFIX)
    files = (f"book/{name}", f"solutions/{LESSONS}/{lesson}", f"solutions/{notes}/notes.md")
    known = [file for file in (*files, f"exercises/notebooks/{notebook}") if (ROOT / file).is_file()]
    return known[0] if known else None


def make_contents(edition, notebooks, lessons=(), teaching=()):
    """Return the table of contents of an edition: book/_toc.yml, with notebooks and the teachers' pages or
    without the counted ones.
    """
    text = read_text(ROOT / "book" / "_toc.yml")
    if edition == "class":
        text = re.sub(rf"^  - file: {COUNTED}.*\n", "", text, flags=re.MULTILINE)
        text = re.sub(r"^- caption: .*\n  chapters:\n(?=- |\Z)", "", text, flags=re.MULTILINE)
    text = text.replace(BACK, _part("Notebooks", notebooks) + BACK)
    plans, notes = _part("Lesson plans", lessons), _part("Teaching notes", teaching)
    return text.replace("parts:\n", f"parts:\n{plans}{notes}", 1)


def make_settings(edition, originals=None):
    """Return book/_config.yml with what this edition is: jupyter-book has no option for a setting."""
    settings = yaml.safe_load(read_text(ROOT / "book" / "_config.yml"))
    settings["sphinx"]["config"] |= {
        "secondsource_edition": edition,
        "secondsource_originals": str(Path(originals).resolve()) if originals else "",
    }
    return yaml.safe_dump(settings, sort_keys=False, allow_unicode=True)


def _copy(source, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists() or target.read_bytes() != source.read_bytes():
        shutil.copyfile(source, target)


def _write_if_new(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8", newline="\n")


def _open_for_teachers(text):
    """Return the first page with what this edition is at its top."""
    title, _, rest = text.partition("\n")
    return f"{title}\n\n{TEACHERS}{rest}"


def _lesson_pages(namer):
    """Return {file name: MyST text} for every page in `solutions/lessons/`, in the order in which they are
    used.
    """
    paths = sorted(lesson_files(), key=_place_in_course)
    return {f"{LESSONS}-{path.name}": namer.explain(read_text(path)) for path in paths}


def _place_in_course(path):
    places = [place for place, start in enumerate(COURSE) if path.stem.startswith(start)]
    return (places or [len(COURSE)])[0], path.stem


def _teaching_pages(namer):
    """Return {file name: MyST text}: for each folder with notes its teaching notes and, for a set, its
    texts and exercises with the key.
    """
    pages, sets = {}, set(slugs())
    for folder in sorted(sets | {path.parent.name for path in (ROOT / "solutions").glob("*/notes.md")}):
        notes = ROOT / "solutions" / folder / "notes.md"
        body = read_text(notes) if notes.exists() else f"# {read_article(folder).header['title']}\n"
        key = KEY_PARTS.format(slug=folder) if folder in sets else ""
        pages[f"teaching-{folder}.md"] = namer.explain(body, folder).rstrip() + "\n" + key
    return pages


def _notebook_pages():
    """Return {file name: notebook} for the students' notebooks as pages: articles first, in order of
    publication.
    """
    paths = sorted((ROOT / "exercises" / "notebooks").glob("*.ipynb"))
    return {f"{PREFIX}{path.name}": make_page(path) for path in paths}


def _part(caption, pages):
    """Return one part of the table of contents; nothing for a part without pages."""
    files = "".join(f"  - file: {name.rpartition('.')[0]}\n" for name in pages)
    return f"- caption: {caption}\n  chapters:\n{files}" if pages else ""
