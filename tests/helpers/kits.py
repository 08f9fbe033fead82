"""The kit, copies of it to break, and its command line."""

import os
import re
import shutil
import subprocess
import sys
import time

from helpers.places import ROOT
from secondsource.content.timeline import read_timeline

PHONE, DESKTOP, NARROW = (
    {"width": 390, "height": 844},
    {"width": 1280, "height": 900},
    {"width": 320, "height": 640},
)


KIT_PARTS = ("book", "exercises", "secondsource", "solutions")


def copy_kit(target, leave_out=()):
    """Copy what a build needs to `target`; the copy is a kit of its own."""
    for part in KIT_PARTS:
        if part not in leave_out:
            shutil.copytree(ROOT / part, target / part, ignore=shutil.ignore_patterns("__pycache__"))
    return target


def copy_lean_kit(target, sets=("canteen", "ferry-fares", "2015-scale")):
    """Copy the kit with a few sets and their pages only: a build takes a third of the time. Links to pages
    that are left out become text.
    """
    copy_kit(target)
    for folder in ("exercises", "solutions"):
        for path in (target / folder).iterdir():
            if path.is_dir() and path.name not in (*sets, "cross-article"):
                shutil.rmtree(path)
    pages = {path.name: path.read_text(encoding="utf-8") for path in (target / "book").glob("*.md")}
    kept = [
        name
        for name in pages
        if set(re.findall(r"^`{3,}\{activity\}\s+([^\s/]+)", pages[name], flags=re.MULTILINE)) <= set(sets)
        and not name.startswith("across-")
    ]
    for name in pages.keys() - set(kept):
        (target / "book" / name).unlink()
    for name in kept:
        text = re.sub(
            r"\[([^\]]*)\]\(([\w-]+\.md)[^)]*\)",
            lambda link: link[0] if link[2] in kept else link[1],
            pages[name],
        )
        (target / "book" / name).write_text(text, encoding="utf-8")
    chapters = "".join(f"- file: {name.removesuffix('.md')}\n" for name in sorted(kept) if name != "index.md")
    (target / "book/_toc.yml").write_text(
        f"format: jb-book\nroot: index\nchapters:\n{chapters}", encoding="utf-8"
    )
    for path in [*target.glob("exercises/*/items.yaml"), *target.glob("solutions/*/key.yaml")]:
        # it stands in a notebook
        path.write_text(without_block(path.read_text(encoding="utf-8"), "conclusion"), encoding="utf-8")
    timeline = target / "exercises/cross-article/timeline.yaml"
    for name, event in read_timeline(target).items():
        if event.set and event.set not in sets:
            timeline.write_text(without_block(timeline.read_text(encoding="utf-8"), name), encoding="utf-8")
    _keep_used_references(target)
    return target


def without_block(text, name):
    """Return YAML text without the block `name` of the second level."""
    kept, inside = [], False
    for line in text.splitlines():
        if line.startswith("  ") and line[2:3] not in ("", " ", "#"):
            inside = line.strip() == f"{name}:"
        if not inside:
            kept.append(line)
    return "\n".join(kept) + "\n"


def _keep_used_references(kit):
    files = [
        path
        for folder in ("exercises", "solutions", "book")
        for path in (kit / folder).rglob("*")
        if path.suffix in (".md", ".yaml", ".txt") and path.name != "checked.yaml"  # it uses none
    ]
    used = set(re.findall(r"[\w-]+", "\n".join(path.read_text(encoding="utf-8") for path in files)))
    for path in (kit / "book").glob("*.bib"):
        first, *entries = re.split(r"^(?=@)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        path.write_text(
            first
            + "".join(entry for entry in entries if entry[entry.index("{") + 1 : entry.index(",")] in used),
            encoding="utf-8",
        )


def wait_until(page, question, argument=None, seconds=10):
    """Ask the page until the answer is yes. Playwright's own wait_for_function evaluates a string inside
    the page, which the site's policy forbids.
    """
    end = time.monotonic() + seconds
    while not page.evaluate(question, argument):
        assert time.monotonic() < end, f"still not after {seconds} s: {question}"
        page.wait_for_timeout(50)


def run_kit(root, *arguments):
    """Run the command line of the kit in `root`; return the finished process."""
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONUTF8": "1", "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-m", "secondsource.cli", *map(str, arguments)],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


COUNTING_PAGE = """---
file_format: mystnb
kernelspec:
  name: python3
---

# Counted

```{{code-cell}} python
import time
time.sleep({seconds})
{code}
```

## Further down

Text after the cell, and [a link to it](counted.md).
"""


def add_counting_page(kit):
    """Put a page that runs code into a small kit and its table of contents."""
    write_counting_page(kit, "6 * 7")
    with open(kit / "book/_toc.yml", "a", encoding="utf-8") as contents:
        contents.write("- file: counted\n")


def write_counting_page(kit, code, seconds=0):
    """Write that page: its cell takes some seconds, then says what `code` is."""
    text = COUNTING_PAGE.format(code=code, seconds=seconds)
    (kit / "book/counted.md").write_text(text, encoding="utf-8")


def allowed(*command):
    """Return whether this computer lets us take something away from a program: its network, a disk."""
    unshare = shutil.which("unshare")
    return bool(unshare) and subprocess.run([unshare, *command, "true"], capture_output=True).returncode == 0
