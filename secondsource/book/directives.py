"""The directives of the book: {article}, {activity}, {route}, {copy}, {evidence}, {claims}, {checked},
{answers}, {timeline}, {notices} and, for teachers, {labelled}, {key} and {standards}. Their names and options
are listed in content/directives.py.
"""

import json
from functools import cache
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from ..content.citations import list_cited_sentences, list_claims
from ..content.directives import OPTIONS, argument_fault
from ..content.ledger import list_standings
from ..content.places import locate_activities
from ..content.references import read_references
from ..content.timeline import read_timeline
from ..exercise.html import (
    render_activity,
    render_answers_panel,
    render_claims,
    render_copy_panel,
    render_evidence,
    render_route,
    render_text,
)
from ..files import ROOT
from ..problems import ContentError
from .checked import render_checked
from .notices import render_components, render_packages
from .teachers import render_key, render_labelled, render_sources, render_standards
from .timeline import render_timeline

EXERCISE = ("content", "originals", "exercise")  # the rooms that make what students see
BOOK = (*EXERCISE, "book")  # and those that make pages of the book around it
# What all of them stand on, and how long a text may be. Scripts and styles: a page has their checksums.
SHARED = ("__init__", "files", "problems", "templating", "marking/answer_file")
PARTS = ("*.py", "*.js", "*.css", "templates/**/*")


class KitDirective(SphinxDirective):
    """A directive that becomes finished HTML. Its page is built anew when what it reads, or what renders it,
    has changed.

    reads: patterns of files below the kit's folder. cites: whether it shows the sentences that cite, of all
        pages. rooms: of the package, that render it.
    """

    required_arguments = 0
    reads, cites, rooms = (), False, BOOK

    def run(self):
        if fault := argument_fault(self.name, " ".join(self.arguments)):
            raise self.severe(" ".join(fault))
        self.note(*self.reads)
        if self.cites:
            self.env.note_dependency(str(_find_cited(self.env)))
        self.note(*(f"secondsource/{name}.py" for name in SHARED))
        self.note(*(f"secondsource/{room}/**/{part}" for room in self.rooms for part in PARTS))
        try:
            return self.build()
        except ContentError as error:
            raise self.severe(str(error)) from error

    def note(self, *patterns):
        for pattern in patterns:
            for file in _list_files(pattern):
                self.env.note_dependency(file)

    def build(self):
        return [nodes.raw("", self.render(), format="html")]

    def render(self):
        raise NotImplementedError


class SetDirective(KitDirective):
    """A directive with one argument: a set, or `set/activity`."""

    required_arguments = 1
    rooms = EXERCISE

    def run(self):
        slug, _, self.activity = self.arguments[0].partition("/")
        self.note(f"exercises/{slug}/*", f"solutions/{slug}/*", "book/*.bib")
        try:
            self.text_set = self.env.app.secondsource_set(slug)
        except ContentError as error:
            raise self.severe(str(error)) from error
        return super().run()


def write_cited(env):
    """Keep the sentences that cite in a file of the build, written when one of them has changed: the pages
    that show them need not be built anew after each other word.
    """
    file, cited = _find_cited(env), json.dumps(list(list_cited_sentences(ROOT)))
    if not file.exists() or file.read_text(encoding="utf-8") != cited:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(cited, encoding="utf-8")


def _find_cited(env):
    return Path(env.doctreedir) / "secondsource-cited.json"


@cache
def _list_files(pattern):
    # A folder would count as changed at every build.
    return [str(path) for path in sorted(ROOT.glob(pattern)) if path.is_file()]


def _section(name, title, html):
    """Return HTML under a heading of its own, which the page's contents list and a link can reach."""
    return nodes.section("", nodes.title(title, title), nodes.raw("", html, format="html"), ids=[name])


WALKED = 'class="ss-stop"'  # in the HTML of an exercise that has a walk (templates/walk.html)


class ExerciseNode(nodes.General, nodes.Element):
    """The HTML of an exercise. Not a raw node: Sphinx would stem every word of it for the search, and the
    text and its sources are found on the page already.

    The script stands behind the first exercise of a page, so that it works while the rest still arrives; that
    of the walk behind the first that is walked, and before it. Not in the head and not deferred: a deferred
    script waits for the theme's, and questions would be dead for seconds on slow networks.
    """

    def write(self, node):
        self.body.append(node["html"])
        page = self.builder.get_target_uri(self.builder.current_docname)
        met = self.__dict__.setdefault("secondsource_met", set())  # the translator is a new one for each page
        for part in (["walk"] if WALKED in node["html"] else []) + [""]:
            if part not in met and not met.add(part):
                address = relative_uri(page, node["scripts"][part])
                self.body.append(f'\n<script src="{address}"></script>')
        raise nodes.SkipNode


class ArticleDirective(SetDirective):
    """The reading edition as prose; `:text: brief` shows the comparator, `:paragraphs: p3-p5` a part."""

    option_spec = OPTIONS["article"]

    def render(self):
        paragraphs = self.options.get("paragraphs") or None
        return render_text(self.text_set, self.options.get("text", "article"), paragraphs)


class ActivityDirective(SetDirective):
    """One exercise. Its answers are built in, in the study and teach editions only."""

    def build(self):
        edition = self.config.secondsource_edition
        html = render_activity(self.text_set, self.activity, embed_key=True, edition=edition)
        return [ExerciseNode(html=html, scripts=self.env.app.secondsource_scripts)]


class RouteDirective(SetDirective):
    """The ways through a page as links: `:class: page article=6 speaking` and `:home: sources`."""

    option_spec = OPTIONS["route"]

    def render(self):
        names = {"class": "In class", "home": "At home"}
        paths = {names[option]: steps for option, steps in self.options.items()}
        return render_route(self.text_set, paths)


class CopyDirective(SetDirective):
    """The panel in which a reader gives the page a copy of the original. A private edition has the wording
    already.
    """

    def render(self):
        return "" if self.text_set.passages else render_copy_panel(self.text_set)


class EvidenceDirective(SetDirective):
    """All second sources of a set."""

    def render(self):
        return render_evidence(self.text_set)


class AnswersDirective(SetDirective):
    """The panel with results, download and start again."""

    def render(self):
        return render_answers_panel(self.config.secondsource_edition)


class ClaimsDirective(KitDirective):
    """Every reference of the kit, with the claims that rest on it."""

    reads, cites = ("exercises/*/*", "solutions/*/*", "book/*.bib"), True

    def render(self):
        resting = list_claims(ROOT, self.config.secondsource_edition != "class")
        return render_claims(resting, read_references(ROOT))


class CheckedDirective(KitDirective):
    """What was compared with its source, in numbers, and what could not be seen again."""

    reads, cites = ("exercises/*/*", "solutions/*/*", "book/checked.yaml"), True

    def render(self):
        return render_checked(list_standings(ROOT, self.config.secondsource_edition != "class"))


class TimelineDirective(KitDirective):
    """What came when: one picture, and its table."""

    reads = ("exercises/cross-article/timeline.yaml", "book/*.bib")
    rooms = ("content", "charts", "book")

    def render(self):
        return render_timeline(read_timeline(ROOT))


class NoticesDirective(KitDirective):
    """What others made: in this book (`site`), or among the packages that the kit installs (`packages`)."""

    required_arguments = 1
    reads = ("secondsource/book/licences/*",)
    rooms = ("book",)

    def render(self):
        return {"site": render_components, "packages": render_packages}[self.arguments[0]]()


class LabelledDirective(SetDirective):
    """The article and the brief with their key beside them, then the second sources (teach edition)."""

    reads = ("book/*.md", "exercises/notebooks/*")
    rooms = BOOK

    def build(self):
        addresses = locate_activities(ROOT)
        parts = [("article", "The text"), ("brief", "The brief")]
        sections = [
            _section(f"labelled-{kind}", title, render_labelled(self.text_set, kind, addresses))
            for kind, title in parts
            if getattr(self.text_set, kind).units
        ]
        if self.text_set.cards:
            sections.append(_section("second-sources", "The second sources", render_sources(self.text_set)))
        return sections


class KeyDirective(SetDirective):
    """The key to every exercise of a set (teach edition)."""

    rooms = BOOK

    def build(self):
        return [
            _section(f"key-{name}", activity.title, render_key(self.text_set, name))
            for name, activity in self.text_set.activities.items()
        ]


class StandardsDirective(KitDirective):
    """Which curriculum standards each exercise meets (teach edition)."""

    reads = ("exercises/*/*", "solutions/lessons/*", "book/*.md")

    def build(self):
        return [_section(name, title, html) for name, title, html in render_standards(ROOT)]


DIRECTIVES = {
    "article": ArticleDirective,
    "activity": ActivityDirective,
    "copy": CopyDirective,
    "route": RouteDirective,
    "evidence": EvidenceDirective,
    "claims": ClaimsDirective,
    "checked": CheckedDirective,
    "answers": AnswersDirective,
    "timeline": TimelineDirective,
    "notices": NoticesDirective,
    "labelled": LabelledDirective,
    "key": KeyDirective,
    "standards": StandardsDirective,
}
