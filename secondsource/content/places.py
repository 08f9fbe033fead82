"""What the Markdown pages show and cite, and where the lesson plans are."""

import json
import re
from typing import NamedTuple

from ..files import ROOT, read_text

PREFIX = "notebook-"  # of the book's pages that are notebooks
# Pages that count answers: they say what the keys say, so the class edition goes without them.
COUNTED = "across-"
ACTIVITY = re.compile(r'activity\(\s*[\'"]([a-z0-9-]+/[a-z0-9-]+)[\'"]')
FENCE = re.compile(r"(`{3,}|:{3,}|~{3,})(?:\{([\w:-]+)\})?[ \t]*(.*?)[ \t]*")
OPTION = re.compile(r":([\w-]+):[ \t]*(.*?)[ \t]*")
CITED = re.compile(r"\{cite\}`([^`]+)`")
LESSONS = "lessons"  # the folder of `solutions/` that holds pages of its own instead of one set’s notes
STEP = re.compile(r"([a-z][a-z0-9-]*)(?:=(\d+))?")  # speaking, article=6
# Steps of a path that are no exercises, and what they are called.
OTHER_STEPS = {"article": "Read it", "brief": "Read the brief", "reflect": "Reflect"}


class Directive(NamedTuple):
    """One directive in a page: ```` ```{name} argument ```` and `:option: value` lines. line: its first."""

    name: str
    argument: str
    options: dict
    line: int


def read_directives(text):
    """Return (the Directives of a page, the lines of fences that are never closed)."""
    found, open_fences = [], []
    for number, line in enumerate(text.splitlines(), 1):
        if fence := FENCE.fullmatch(line.strip()):
            if open_fences and not fence[2] and not fence[3] and fence[1].startswith(open_fences[-1][0]):
                open_fences.pop()
            elif not open_fences or open_fences[-1][1]:  # in a block of code nothing begins
                open_fences.append((fence[1], fence[2], number))
                if fence[2]:
                    found.append(Directive(fence[2], fence[3], {}, number))
        elif found and (option := OPTION.fullmatch(line.strip())) and _heads(found[-1], number):
            found[-1].options[option[1]] = option[2]
    return found, [number for _, _, number in open_fences]


def _heads(directive, number):
    """Tell whether a line can hold an option: nothing but options stands between it and the fence."""
    return number == directive.line + len(directive.options) + 1


def list_activities(text):
    """Return the names (`set/activity`) of the exercises that a page shows, in order."""
    shown = (one for one in read_directives(text)[0] if one.name == "activity")
    return [one.argument for one in shown if one.argument]


def list_before_brief(slug, root=ROOT):
    """Return the names (`set/activity`) of the exercises that the set's page shows before its brief; none
    where it has no page or no brief.
    """
    page, before = root / "book" / f"{slug}.md", []
    for one in read_directives(read_text(page, root))[0] if page.exists() else ():
        if one.name == "article" and one.argument == slug and one.options.get("text") == "brief":
            return before
        before += [one.argument] if one.name == "activity" else []
    return []


def list_citations(text):
    """Return the reference keys that a text cites, in order."""
    return [key for _, key in locate_citations(text)]


def locate_citations(text):
    """Yield (line, reference key) for each that a text cites, in order."""
    for cited in CITED.finditer(text):
        line = text.count("\n", 0, cited.start()) + 1
        yield from ((line, key.strip()) for key in cited[1].split(","))


def locate_activities(root=ROOT):
    """Return {`set/activity`: address within the book}, such as "2015-scale.html#ss-2015-scale-speaking";
    a notebook’s page only where no other has it.
    """
    pages = {name: PREFIX + notebook for name, notebook in list_notebook_activities(root).items()}
    pages |= {
        name: path.stem
        for path in sorted((root / "book").glob("*.md"))
        for name in list_activities(read_text(path, root))
    }
    return {name: f"{page}.html#ss-{name.replace('/', '-')}" for name, page in pages.items()}


def lesson_files(root=ROOT):
    """Return the paths of the lesson plans, sorted; none where solutions are not installed."""
    return sorted((root / "solutions" / LESSONS).glob("*.md"))


def list_notebook_activities(root=ROOT):
    """Return {"set/activity": name of the notebook that shows it} for the students' notebooks."""
    found = {}
    for path in sorted((root / "exercises" / "notebooks").glob("*.ipynb")):
        cells = json.loads(read_text(path, root))["cells"]
        code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
        found |= {name: path.stem for name in ACTIVITY.findall(code)}
    return found


def read_steps(text):
    """Return [(name, minutes)] for "article=6 speaking": the steps of a path through a page, in their order.

    minutes: "" for an exercise, which says itself how long it takes. Raises ValueError.
    """
    steps = [STEP.fullmatch(word) for word in text.split()]
    if not steps or None in steps:
        raise ValueError("a step is an exercise’s name, or article=6, brief=4, reflect=5 with its minutes")
    for name, minutes in (step.groups() for step in steps):
        if (name in OTHER_STEPS) != bool(minutes):
            cure = f"{name}=5" if name in OTHER_STEPS else name
            raise ValueError(f"only what is no exercise has minutes here; write {cure}")
    return [(step[1], step[2] or "") for step in steps]
