"""The book before its tables and charts are worked out: open in seconds, while cells still run."""

import json
import re

from ..files import read_text
from ..notebooks.running import PAGES, has_cells

FRONT_MATTER = re.compile(r"\A---\n.*?^---\n+", re.MULTILINE | re.DOTALL)
CELL = re.compile(r"^```\{code-cell\}.*?^```[ ]*$", re.MULTILINE | re.DOTALL)
NOTEBOOK_LINK = re.compile(r"(?<=\]\()([\w-]+)\.ipynb(?=[#)])")  # a notebook is a plain page here
EMPTY = "```{code-cell}\n```"
NOTE = """:::{note}
The tables and charts of this page are being worked out.
Reload it in a minute; if this note is still here then, look at the window in which you started the kit.
:::"""


def without_results(name, text):
    """Return a page with cells as (name, text) of a plain page.

    A note stands where the first cell was, and … where the others were.
    """
    if name.endswith(".ipynb"):
        cells = json.loads(text)["cells"]
        text = (
            "\n\n".join(
                "".join(cell["source"]) if cell["cell_type"] == "markdown" else EMPTY for cell in cells
            )
            + "\n"
        )
    text = CELL.sub("…", CELL.sub(NOTE, FRONT_MATTER.sub("", text), count=1))
    return f"{name.rpartition('.')[0]}.md", text


def hold_back(pages, made):
    """Return the made pages of a book ({name: text}) with plain ones in the place of those that have cells.

    pages: {name: path} of the others; those of them that have cells are made as well.
    """
    texts = {**{name: read_text(path) for name, path in pages.items() if name.endswith(PAGES)}, **made}
    waiting = {name: text for name, text in texts.items() if has_cells(name, text)}
    others = {name: text for name, text in made.items() if name not in waiting}
    held = {**others, **dict(without_results(name, text) for name, text in waiting.items())}
    return {name: NOTEBOOK_LINK.sub(r"\1.md", text) for name, text in held.items()}
