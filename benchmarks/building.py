"""How fast the book is built: python3 benchmarks/building.py

Cold and after one changed page, each beside plain `jupyter-book` on the same pages without exercises, in turn, in one run. Then growth: 5, 20
and 100 articles, with the memory that a build takes.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]

from conftest import copy_kit, copy_lean_kit, without_block  # noqa: E402
from plain import build_plain, stage_plain  # noqa: E402

ROUNDS = 3
MODEL = "2015-scale"


def environment(root):
    """Return the environment of a build, with compiled modules kept as in an installed kit."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(root), "PYTHONUTF8": "1"}


def timed(function, *arguments):
    """Return seconds and result."""
    start = time.perf_counter()
    result = function(*arguments)
    return time.perf_counter() - start, result


def build_kit(root, site):
    """Build the study edition of the kit in `root`."""
    subprocess.run([sys.executable, "-m", "secondsource.cli", "build", "--out", str(site)], cwd=root, env=environment(root), check=True, capture_output=True)


def change(page):
    """Change a page as an author would."""
    page.write_text(page.read_text(encoding="utf-8").rstrip() + f"\n\nA sentence more, {time.time()}.\n", encoding="utf-8")


def compare(folder):
    """Return {what: (seconds ours, seconds plain)}, the best of ROUNDS each."""
    best = {}
    for turn in range(ROUNDS):
        kit, plain = copy_kit(folder / f"kit-{turn}"), folder / f"plain-{turn}"
        stage_plain(plain, sorted((ROOT / "book").glob("*.md")))
        site = folder / f"site-{turn}"
        for what in ("cold", "one page changed"):
            if what != "cold":
                change(kit / "book/glossary.md")
                change(plain / "glossary.md")
            pair = timed(build_kit, kit, site)[0], timed(build_plain, plain, environment(ROOT))[0]
            best[what] = tuple(map(min, best.get(what, pair), pair))
        shutil.rmtree(kit)
        shutil.rmtree(plain)
    return best


def multiply(kit, count):
    """Make `count` articles of the one in a lean kit: a set and a page for each."""
    for number in range(1, count):
        name = f"{MODEL}-{number:03}"
        for part in ("exercises", "solutions"):
            shutil.copytree(kit / part / MODEL, kit / part / name)
        items = kit / "exercises" / name / "items.yaml"
        items.write_text(without_block(items.read_text(encoding="utf-8"), "taster"), encoding="utf-8")  # it stands on the first page
        (kit / "book" / f"{name}.md").write_text((kit / f"book/{MODEL}.md").read_text(encoding="utf-8").replace(MODEL, name), encoding="utf-8")
        with open(kit / "book/_toc.yml", "a", encoding="utf-8") as contents:
            contents.write(f"- file: {name}\n")
    return kit


def grow(folder, counts=(5, 20, 100)):
    """Return [(articles, seconds, megabytes at most)] of cold builds; memory is that of the largest child so far."""
    rows = []
    for count in counts:
        kit = multiply(copy_lean_kit(folder / f"lean-{count}"), count)
        seconds, _ = timed(build_kit, kit, folder / f"lean-site-{count}")
        rows.append((count, seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024))
        shutil.rmtree(kit)
    return rows


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print("| articles | cold build | for each article | memory at most |\n|---|---|---|---|")
        for count, seconds, memory in grow(folder):
            print(f"| {count} | {seconds:.1f} s | {seconds / count:.2f} s | {memory:.0f} MB |", flush=True)
        print("\n| build | this kit | plain jupyter-book | ratio |\n|---|---|---|---|")
        for what, (ours, plain) in compare(folder).items():
            print(f"| {what} | {ours:.1f} s | {plain:.1f} s | {ours / plain:.2f} |", flush=True)
