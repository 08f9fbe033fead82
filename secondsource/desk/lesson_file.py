"""A lesson in one file: an article's page of the study edition with its style and its script in it, for a
Chromebook, a tablet or a learning platform's attachment. Nothing in it asks any host for anything.
"""

import base64
import hashlib
import re
from pathlib import Path

from bs4 import BeautifulSoup
from markupsafe import Markup

from .. import __version__
from ..exercise.scripts import classic_script, part_script, style
from ..files import ROOT, read_text
from ..problems import fail
from ..templating import fill_template

OUTSIDE = re.compile(r"^(?:[a-z]+:|//)", re.IGNORECASE)
DROPPED = "script[src], .headerlink, .ss-pager, link, iframe"
# Pages that come before an article; a reader of one file has to know where they are.
SKILLS = ("who-is-speaking.html", "how-do-they-know.html", "who-is-missing.html")
ELSEWHERE = " (in the book, and on the sheet three-rules.pdf; ask whoever gave you this lesson)"


def write_lesson(page, root=ROOT):
    """Return the page of an article, as the study edition has it, as one HTML file (text).

    Links to other pages of the book become plain words: those pages are not in it. The first to a skill says
    where it is. Raises ContentError where the page has no exercise, or something in it would be fetched.
    """
    tree = BeautifulSoup(page, "html.parser")
    article = tree.find("article")
    if article is None or article.select_one("[data-ss]") is None:
        fail("the lesson", "", "its page has no exercise.", "Build the study edition again.")
    for node in article.select(DROPPED):
        node.decompose()
    if first := article.select_one(", ".join(f'p a[href^="{page}"]' for page in SKILLS)):
        first.insert_after(ELSEWHERE)
    named = {node["id"] for node in article.select("[id]")}
    for link in article.select("a[href]"):
        address = link["href"]
        if not OUTSIDE.match(address) and not (address[:1] == "#" and address[1:] in named):
            link.unwrap()
    if node := article.select_one("[src], [srcset], object, embed"):
        cure = "A lesson in one file has its drawings in it, as SVG."
        fail("the lesson", "", f"it would fetch {str(node)[:80]}.", cure)
    # A reader's own copy has a script of its own, which a page alone could not fetch; it has to come first.
    script = (part_script("copy") if article.select_one("[data-copy]") else "") + classic_script()
    return fill_template(
        "desk/lesson.html",
        title=article.find("h1").get_text(strip=True),
        hash=hash_script(script),
        style=Markup(_style(root)),
        body=Markup(article.decode(formatter="minimal")),
        script=Markup(script),
        kit=__version__,
    )


def hash_script(script):
    """Return a script as a Content-Security-Policy names it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"


def _style(root):
    """Return all style of the page; that of the exercises begins with the colours."""
    charts = read_text(root / "book" / "_static" / "charts.css", root)
    own = Path(__file__).with_name("lesson.css").read_text(encoding="utf-8")
    return "\n".join([own, style(), charts])
