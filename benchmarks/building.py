"""How fast the book is built: python3 kit.py benchmark building

Cold and after one changed page, each beside plain `jupyter-book` on the same pages without exercises, in
turn, the best of ROUNDS. Then growth: 5, 20 and 100 articles, with the memory that a build takes.
"""

import shutil
import sys
import tempfile
import time
from pathlib import Path

from helpers.kits import copy_kit, copy_lean_kit, without_block
from measure import run, show
from plain import build_plain, stage_plain

ROUNDS, COUNTS = 3, (5, 20, 100)
MODEL, CHANGED = "2015-scale", "glossary.md"
COMPARED = {"study": "all pages and notebooks", "class": "without the pages that run cells"}


def build_kit(root, site, edition="study"):
    """Build an edition of the kit in `root`; return the Run."""
    return run(
        [sys.executable, "-m", "secondsource.cli", "build", "--edition", edition, "--out", str(site)],
        root,
        root,
    )


def change(page):
    """Change a page as an author would."""
    page.write_text(
        f"{page.read_text(encoding='utf-8').rstrip()}\n\nA sentence more, {time.time()}.\n", encoding="utf-8"
    )


def compare(folder):
    """Yield rows (pages, what, seconds ours, seconds plain, ratio, memory ours, memory plain)."""
    for edition, pages in COMPARED.items():
        best = {}
        for turn in range(ROUNDS):
            kit, plain = copy_kit(folder / f"{edition}-{turn}"), folder / f"plain-{edition}-{turn}"
            stage_plain(plain, computed=edition == "study")
            for what in ("cold", "one page changed"):
                if what != "cold":
                    change(kit / "book" / CHANGED)
                    change(plain / CHANGED)
                pair = build_kit(kit, folder / f"site-{edition}-{turn}", edition), build_plain(plain)[0]
                best[what] = [min(runs) for runs in zip(pair, best.get(what, pair), strict=True)]
            shutil.rmtree(kit)
            shutil.rmtree(plain)
        for what, (ours, plain) in best.items():
            yield (
                pages,
                what,
                f"{ours.seconds:.1f} s",
                f"{plain.seconds:.1f} s",
                f"{ours.seconds / plain.seconds:.2f}",
                *(f"{one.megabytes:.0f} MB" for one in (ours, plain)),
            )


def multiply(kit, count):
    """Make `count` articles of the one in a lean kit: a set and a page for each."""
    for number in range(1, count):
        name = f"{MODEL}-{number:03}"
        for part in ("exercises", "solutions"):
            shutil.copytree(kit / part / MODEL, kit / part / name)
        items = kit / "exercises" / name / "items.yaml"
        # it stands on the first page
        items.write_text(without_block(items.read_text(encoding="utf-8"), "taster"), encoding="utf-8")
        (kit / "book" / f"{name}.md").write_text(
            (kit / f"book/{MODEL}.md").read_text(encoding="utf-8").replace(MODEL, name), encoding="utf-8"
        )
        with open(kit / "book/_toc.yml", "a", encoding="utf-8") as contents:
            contents.write(f"- file: {name}\n")
    return kit


def grow(folder):
    """Yield rows (articles, seconds cold, seconds for each article more than the row before, memory)."""
    before = None
    for count in COUNTS:
        kit = multiply(copy_lean_kit(folder / f"lean-{count}"), count)
        took = build_kit(kit, folder / f"lean-site-{count}")
        more = f"{(took.seconds - before[1]) / (count - before[0]):.2f} s" if before else "-"
        yield count, f"{took.seconds:.1f} s", more, f"{took.megabytes:.0f} MB"
        before = count, took.seconds
        shutil.rmtree(kit)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        show(
            "Building the book",
            [
                "pages",
                "build",
                "this kit",
                "plain jupyter-book",
                "ratio",
                "memory, this kit",
                "memory, plain",
            ],
            compare(Path(name)),
        )
        show("More articles", ["articles", "cold build", "for each article more", "memory"], grow(Path(name)))
