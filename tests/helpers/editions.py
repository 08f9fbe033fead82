"""The built editions of the book: each is built once a run, whatever the number of workers."""

import shutil
from threading import Thread

from .kits import copy_kit, run_kit
from .once import make_once

NAMES = ("study", "class", "teach")


def find_edition(name, shared):
    """Return the site of an edition in a folder that all workers share; the first who asks builds it.

    The class edition is built from a copy without `solutions/`. The teach edition has the same pages with
    cells as the study edition and takes their results over, as a second build does.
    """
    site = shared / f"site-{name}"

    def build():
        root = copy_kit(shared / f"kit-{name}", leave_out=["solutions"] if name == "class" else [])
        if name == "teach":
            find_edition("study", shared)
            _take_over_results(shared / "kit-study", root)
        done = run_kit(root, "build", "--edition", name, "--out", site)
        assert done.returncode == 0, done.stdout + done.stderr

    return make_once(site, build)


def _take_over_results(study, teach):
    before, work = study / "_build/work-study", teach / "_build/work-teach"
    shutil.copytree(before / "_build/.jupyter_cache", work / "_build/.jupyter_cache")
    shutil.copy(before / "data-read", work)


def build_ahead(shared):
    """Build all editions beside the tests; whoever asks for one that is not ready yet waits for it."""
    Thread(target=lambda: [find_edition(name, shared) for name in NAMES], daemon=True).start()


def sort_shares(items, workers):
    """Return tests in the order in which they run: what needs an edition comes last in the share that each
    worker begins with, so that none of them waits for the first one to be built.
    """
    ordered, start = [], 0
    for left in range(workers, 0, -1):  # shares as large as those that xdist’s worksteal deals out
        end = start + (len(items) - start) // left
        ordered += sorted(items[start:end], key=lambda item: "editions" in item.fixturenames)
        start = end
    return ordered
