"""The pages of a live class: the class edition, and on each page the script that hands in."""

import os
import re
import shutil
from pathlib import Path

from rcssmin import cssmin

from ..book.policy import ALONE, CONNECTED
from ..colours import live_colours
from ..exercise.scripts import PROGRESS, page_script
from ..problems import fail
from ..templating import fill_template

PAGES = ("live", "join", "enter", "teach", "projector")
HEAD = '<link rel="stylesheet" href="/live/live.css"><script defer src="/live/live.js"></script></head>'
# A live page does not say that nothing is sent. The pages on privacy and on answers are served as live/about.
STAYS = re.compile(r"(Your answers</span></a>) stay on your device\.")
GOES = r"\1 go to your teacher’s computer, and stay on your device as well."
REPLACED = ("privacy.html", "your-answers.html")
EXERCISE = re.compile(r'data-ss="([a-z0-9-]+/[a-z0-9-]+)"')


def make_site(book, out):
    """Write the pages of a live class into the folder `out`, from the class edition in `book`."""
    book, out = Path(book), Path(out)
    new = out.with_name(f"{out.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    shutil.copytree(book, new, ignore=shutil.ignore_patterns(*REPLACED))
    for page in new.rglob("*.html"):
        page.write_text(_make_live(page.read_text(encoding="utf-8"), page), encoding="utf-8", newline="\n")
    _show_progress_of_class(new / "_static" / PROGRESS)
    (new / "live").mkdir()
    for name in PAGES:
        script = page_script(f"live/js/{name}.js")
        (new / "live" / f"{name}.js").write_text(script, encoding="utf-8", newline="\n")
    style = cssmin(live_colours() + Path(__file__).with_name("live.css").read_text(encoding="utf-8")) + "\n"
    (new / "live/live.css").write_text(style, encoding="utf-8", newline="\n")
    shutil.rmtree(out, ignore_errors=True)
    os.replace(new, out)
    return out


def _make_live(text, page):
    if 'class="ss-key"' in text:
        fail(page.name, "", "this page has the answers in it.", "A live class needs the class edition.")
    if "<head>" in text and ALONE not in text:
        cure = "Build the class edition anew."
        fail(page.name, "", f"`{ALONE}` is not in it, so it could not hand in.", cure)
    # The class edition keeps its answers apart from those of a live class, and is marked otherwise.
    text = text.replace('data-edition="class"', 'data-edition="live"').replace(ALONE, CONNECTED)
    return STAYS.sub(GOES, text).replace("</head>", HEAD, 1)


def _show_progress_of_class(path):
    """Let the contents say what is done in this class, not in the class edition that was used before."""
    if path.exists():
        text = path.read_text(encoding="utf-8").replace('"edition": "class"', '"edition": "live"', 1)
        path.write_text(text, encoding="utf-8", newline="\n")


def locate_exercises(site):
    """Return {exercise: address} of what stands on the pages of a site, such as
    "who-is-speaking.html#ss-ferry-fares-speaking": not every exercise is on the page of its text, and not
    every one is in this book.
    """
    return {
        name: f"{page.name}#ss-{name.replace('/', '-')}"
        for page in sorted(Path(site).glob("*.html"))
        for name in EXERCISE.findall(page.read_text(encoding="utf-8"))
    }


def draw_home(titles):
    """Return the page on which a student joins. titles: {exercise: [text, title, address]}, as JSON."""
    return fill_template("live/join.html", titles=titles)
