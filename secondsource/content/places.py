"""What the Markdown pages show and cite, and where the lesson plans are."""

import json
import re

from ..files import ROOT, read_text

PREFIX = "notebook-"  # of the book's pages that are notebooks
ACTIVITY = re.compile(r'activity\(\s*[\'"]([a-z0-9-]+/[a-z0-9-]+)[\'"]')
LESSONS = "lessons"  # the folder of `solutions/` that holds pages of its own instead of one set’s notes


def list_activities(text):
    """Return the names (`set/activity`) of the exercises that a page shows, in order."""
    return re.findall(r"^`{3,}\{activity\}\s+(\S+)", text, flags=re.MULTILINE)


def list_before_brief(slug, root=ROOT):
    """Return the names (`set/activity`) of the exercises that the set's page shows before its brief; none
    where it has no page or no brief.
    """
    page = root / "book" / f"{slug}.md"
    text = read_text(page, root) if page.exists() else ""
    before, brief, _ = text.partition(f"```{{article}} {slug}\n:text: brief")
    return list_activities(before) if brief else []


def list_citations(text):
    """Return the reference keys that a text cites, in order."""
    return [key.strip() for group in re.findall(r"\{cite\}`([^`]+)`", text) for key in group.split(",")]


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
