"""The author page's server: on this computer only, with answers in it; it is no edition and serves no book.

Tornado comes with JupyterLab and serves the book already; Starlette and uvicorn would be two packages more.
One thread does everything in turn, and the set's lock keeps other windows and commands out.
"""

import hashlib
import secrets
from functools import partial
from http import HTTPStatus
from pathlib import Path

from tornado.web import HTTPError

from ..colours import device_colours
from ..content.rules.grade import reading_grade
from ..exercise.html import render_activity, render_text
from ..exercise.scripts import classic_script, page_script, style
from ..files import ROOT
from ..problems import ContentError, fail
from ..templating import fill_template
from ..web.events import Events
from ..web.guard import Guarded
from ..web.server import LocalServer
from .changes import Conflict, make_change, stored
from .history import History
from .publishing import finish_move, publish, take_back
from .state import UnfinishedSet, describe
from .wording import words_of
from .workspace import PLACES, Workspace

PORT, LOOK = 8765, 1000  # first port; milliseconds between looks for changes by other programs
# A frame without an origin: it has no storage, no cookie and no way to the page around it.
PREVIEW = (
    "sandbox allow-scripts allow-forms; default-src 'none'; script-src 'nonce-{0}'; style-src 'nonce-{0}'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)

author_script = partial(page_script, "author/js/author.js")
MOVES = {"publish": publish, "take back": take_back}


def author_style():
    """Return the style of the author page: light or dark as the device is."""
    return device_colours() + Path(__file__).with_name("author.css").read_text(encoding="utf-8")


class Desk:
    """What the handlers share: the set, its history, and a mark that changes with any of its files."""

    def __init__(self, slug, kit):
        self.slug, self.kit = slug, kit
        with Workspace(slug, kit).lock():
            finish_move(slug, kit)
            self.history.recover()
        # what measures how hard a text is, and the scripts, take seconds the first time: now, and not at the
        # first claim that is retold
        reading_grade("It takes a second or two.")
        classic_script()
        author_script()
        self.state()

    @property
    def workspace(self):
        return Workspace(self.slug, self.kit)

    @property
    def history(self):
        return History(self.workspace)

    def look(self):
        """Return a mark of all files as they are now."""
        workspace, mark = self.workspace, hashlib.sha256()
        for name in (*PLACES, "memo"):
            path = workspace.path(name)
            mark.update(path.read_bytes() if path.exists() else b"-")
        return mark.hexdigest()[:16]

    def state(self):
        """Return what the page shows."""
        self.mark = self.look()
        return {**describe(self.workspace, self.history), "mark": self.mark}


class Page(Guarded):
    def get(self):
        self.let_in()
        self.finish(fill_template("author/page.html", slug=self.settings["desk"].slug))


class Nothing(Guarded):
    """Whatever else is asked for."""

    def get(self):
        raise HTTPError(HTTPStatus.NOT_FOUND)


class Script(Guarded):
    def get(self):
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.finish(author_script())


class Style(Guarded):
    def get(self):
        self.set_header("Content-Type", "text/css; charset=utf-8")
        self.finish(author_style())


class State(Guarded):
    def get(self):
        self.tell(self.settings["desk"].state())


class Change(Guarded):
    """One change, or one step back or forward, or the move into the kit and out of it."""

    def post(self):
        desk, change = self.settings["desk"], self.body()
        try:
            said = self._move(desk, change) if change.get("do") in MOVES else self._do(desk, change)
        except Conflict as conflict:
            self.tell({"theirs": conflict.theirs}, HTTPStatus.CONFLICT)
        except ContentError as error:
            words = words_of(desk.workspace)
            told = list(dict.fromkeys(words.say(problem) for problem in error.problems))
            self.tell(
                {"problems": told or ["This cannot be done here. Load the page again."]},
                HTTPStatus.UNPROCESSABLE_ENTITY,
            )
        except OSError as error:
            told = f"Nothing was written: {error.strerror}. The file is as it was."
            self.tell({"problems": [told]}, HTTPStatus.INSUFFICIENT_STORAGE)
        else:
            self.tell({**desk.state(), "said": said, "now": stored(change)})
            self.settings["news"].tell({"mark": desk.mark})

    def _do(self, desk, change):
        with desk.workspace.lock():
            steps = {"undo": desk.history.undo, "redo": desk.history.redo}
            if change.get("do") in steps:
                return steps[change["do"]]()
            texts, said = make_change(desk.workspace, change)
            desk.history.commit(texts, said)
            return said

    def _move(self, desk, change):
        if problems := MOVES[change["do"]](desk.slug, kit=desk.kit):  # it takes the lock itself
            raise ContentError(problems)
        return change["do"]


class Steps(Guarded):
    def get(self):
        desk = self.settings["desk"]
        words = words_of(desk.workspace)
        told = [
            {"at": entry["at"], "said": words.plain(entry["said"]), "kind": entry["kind"]}
            for entry in desk.history.entries()
        ]
        self.tell({"steps": told[::-1]})


class Preview(Guarded):
    """The text and the exercises as the book has them. edition: study, with the answers, or class."""

    def get(self, edition):
        nonce = secrets.token_urlsafe(16)
        self.set_header("Content-Security-Policy", PREVIEW.format(nonce))
        try:
            shown = UnfinishedSet(self.settings["desk"].workspace)
            parts = render_set(shown, edition == "study")
        except ContentError as error:
            raise HTTPError(HTTPStatus.UNPROCESSABLE_ENTITY) from error
        self.finish(
            fill_template(
                "author/preview.html",
                parts=parts,
                words=shown.units,
                asks=shown.activities,
                nonce=nonce,
                script=_inside(classic_script()),
                style=_style(self.settings["desk"].kit),
            )
        )


def _style(kit):
    """The styles of the exercises and, where the kit has it, of its book."""
    theme = kit / "book/_static/theme.css"
    return (theme.read_text(encoding="utf-8") if theme.is_file() else "") + style()


def _inside(script):
    """A script that stands in a page must not end its element."""
    return script.replace("</script", "<\\/script")


def render_set(text_set, with_key):
    """Return the HTML of a set's texts and exercises, each as the book's directives write it."""
    parts = [render_text(text_set, "article")]
    parts += [render_text(text_set, "brief")] if text_set.brief.units else []
    return parts + [render_activity(text_set, name, embed_key=with_key) for name in text_set.activities]


def start_author(slug, kit=ROOT, first_port=PORT):
    """Return a LocalServer with the author page of a set or a draft.

    Raises ContentError where there is no such set, or the kit has no answers (the class edition).
    """
    if not (kit / "solutions").exists() and not Workspace(slug, kit).is_draft:
        fail("solutions", "", "this kit has no answers.", "Write in a kit that has the folder solutions/.")
    desk = Desk(slug, kit)
    routes = [
        ("/", Page),
        ("/author\\.js", Script),
        ("/author\\.css", Style),
        ("/state", State),
        ("/change", Change),
        ("/steps", Steps),
        ("/preview/(study|class)", Preview),
        ("/events", Events),
        ("/.*", Nothing),
    ]
    server = LocalServer(routes, {"desk": desk}, first_port, (LOOK, partial(_look, desk)))
    desk.news = server.news
    return server


def _look(desk):
    """Tell the pages where another program has changed a file."""
    try:
        mark = desk.look()
    except (OSError, ContentError):
        return
    if mark != desk.mark:
        desk.mark = mark
        desk.news.tell({"mark": mark})
