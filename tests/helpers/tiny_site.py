"""A book of two pages behind a cover: one set, the kit's own settings, theme and code. It takes seconds."""

import os
import re
import shutil
import subprocess
import sys

from helpers.places import ROOT
from secondsource.content.items import read_items

SET = "ferry-fares"
STAGE = """
import sys
from pathlib import Path
from secondsource.book.run_sphinx import Sphinx
from secondsource.book.staging import collect, stage
from secondsource.problems import ContentError
work = Path("_build", sys.argv[1]).resolve()
stage(work / "source", *collect(sys.argv[1]))
try:
    with Sphinx(work) as sphinx:
        sphinx.run()
except ContentError as error:
    sys.exit(str(error))
"""
CONTENTS = "format: jb-book\nroot: index\nparts:\n- caption: Back of the book\n  chapters:\n"


def make_tiny_kit(target, pages=None, sets=(SET,)):
    """Write a kit into the folder `target` and return it; `check` finds nothing in it.

    pages: {name: MyST text}; a page for each set if left out. The cover has no more than a title, since
        Sphinx writes it anew with every page that it leads to.
    The package is copied with its compiled files, so that nothing is compiled again.
    """
    shutil.copytree(ROOT / "secondsource", target / "secondsource")
    folders = [f"{top}/{slug}" for slug in sets for top in ("exercises", "solutions")]
    for folder in ("book/_static", "book/_templates", *folders):
        shutil.copytree(ROOT / folder, target / folder)
    shutil.copy(ROOT / "book/_config.yml", target / "book")
    references = (ROOT / "book/references.bib").read_text(encoding="utf-8")
    (target / "book/references.bib").write_text(_entries(references, target), encoding="utf-8")
    (target / "book/pedagogy.bib").write_text("", encoding="utf-8")
    pages = pages or {slug: _page(slug, target) for slug in sets}
    contents = CONTENTS + "".join(f"  - file: {name}\n" for name in pages)
    files = {f"{name}.md": text for name, text in pages.items()}
    for name, text in {**files, "index.md": "# A tiny book\n", "_toc.yml": contents}.items():
        (target / "book" / name).write_text(text, encoding="utf-8")
    return target


def _page(slug, kit):
    """Return a page that shows all of a set."""
    shown = [f"{{{name}}} {slug}" for name in ("article", "copy", "evidence", "answers")]
    shown += [f"{{activity}} {slug}/{name}" for name in read_items(slug, kit)]
    return f"# {slug}\n" + "".join(f"\n```{directive}\n```\n" for directive in shown)


def _entries(references, kit):
    """Return the references that the sets of a tiny kit name."""
    files = [path for path in kit.glob("*/*/*") if path.suffix in (".yaml", ".txt", ".md")]
    used = set(re.findall(r"[\w-]+", "\n".join(path.read_text(encoding="utf-8") for path in files)))
    entries = re.split(r"^(?=@)", references, flags=re.MULTILINE)[1:]
    return "".join(entry for entry in entries if re.match(r"@\w+\{([^,]+)", entry)[1] in used)


def build_tiny(kit, edition="study"):
    """Run Sphinx over a tiny kit, without `check` before it; return (folder of the site, what was said)."""
    done = subprocess.run(
        [sys.executable, "-c", STAGE, edition],
        cwd=kit,
        env={**os.environ, "PYTHONPATH": str(kit), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return kit / "_build" / edition / "_build/html", done.stdout + done.stderr
