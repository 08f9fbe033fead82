"""How long a notebook takes, by a formula: somebody a week into pandas reads, works and writes."""

import json
import re

from ..content.items import read_items
from ..content.places import ACTIVITY
from ..files import ROOT, read_text

WORDS = 200  # read in a minute
TASK = 4  # minutes for a task, with a run, a look at what `check` says, and a second try now and then
STEP = 5  # minutes; the sum is said in steps of this size
CHECK = re.compile(r"\bcheck\(")


def count_minutes(notebook, root=ROOT):
    """Return the minutes for a students' notebook: its text, its tasks, and its exercises as they say
    themselves.
    """
    path = root / "exercises" / "notebooks" / f"{notebook}.ipynb"
    cells = json.loads(read_text(path, root))["cells"]
    text, code = (
        "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == kind)
        for kind in ("markdown", "code")
    )
    exercises = sum(_minutes(name, root) for name in ACTIVITY.findall(code))
    whole = len(text.split()) / WORDS + TASK * len(CHECK.findall(code)) + exercises
    return STEP * round(whole / STEP)


def _minutes(name, root):
    slug, _, short = name.partition("/")
    return int(read_items(slug, root)[short].minutes)
