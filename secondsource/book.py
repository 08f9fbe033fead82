"""The Sphinx extension behind the book: {article}, {activity}, {copy}, {evidence}, {claims}, {answers}, {notices} and, for teachers, {labelled}, {key} and {standards}."""

import hashlib
import os
from functools import cache

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from . import __version__
from .answers import answer_schema
from .bundle import classic_script, style, teach_style
from .claims import list_claims
from .copies import read_folder
from .editions import EDITION_VARIABLE, EDITIONS, ORIGINALS_VARIABLE
from .evidence import read_references
from .licences import render_components, render_packages, write_notices
from .pages import locate_activities
from .problems import ContentError
from .render import Library, render_activity, render_answers_panel, render_claims, render_copy_panel, render_evidence, render_text
from .strict import ROOT
from .teaching import render_key, render_labelled, render_sources, render_standards

SCRIPT, STYLE, TEACH_STYLE, SCHEMA = "secondsource.js", "secondsource.css", "secondsource-teach.css", "answers.schema.json"


class KitDirective(SphinxDirective):
    """A directive with one argument, a set or `set/activity`, that becomes finished HTML, or sections of it."""

    required_arguments = 1

    def run(self):
        slug = self.arguments[0].partition("/")[0]
        _note_dependencies(self.env, f"exercises/{slug}/*", f"solutions/{slug}/*", "book/*.bib")
        try:
            return self.build(self.env.app.secondsource_library(slug))
        except ContentError as error:
            raise self.severe(str(error)) from error

    def build(self, library):
        return [nodes.raw("", self.render(library), format="html")]

    def render(self, library):
        raise NotImplementedError


def _section(name, title, html):
    """Return HTML under a heading of its own, which the page's contents list and a link can reach."""
    return nodes.section("", nodes.title(title, title), nodes.raw("", html, format="html"), ids=[name])


def _note_dependencies(env, *patterns):
    """Have Sphinx build the page again when one of these files changes, or the package that renders them."""
    for pattern in (*patterns, "secondsource/*.py", "secondsource/templates/*"):
        for file in _list_files(pattern):
            env.note_dependency(file)


@cache
def _list_files(pattern):
    return [str(path) for path in sorted(ROOT.glob(pattern)) if path.is_file()]  # a folder would count as changed at every build


class ExerciseNode(nodes.General, nodes.Element):
    """The HTML of an exercise. Not a raw node: Sphinx would stem every word of it for the search, and the text and its sources are found on the page already."""

    def write(self, node):
        self.body.append(node["html"])
        raise nodes.SkipNode


class ArticleDirective(KitDirective):
    """The reading edition as prose; `:text: brief` shows the comparator, `:paragraphs: p3-p5` a part."""

    option_spec = {"text": lambda value: directives.choice(value, ("article", "brief")), "paragraphs": directives.unchanged}

    def render(self, library):
        return render_text(library, self.options.get("text", "article"), _paragraphs(self.options.get("paragraphs", "")))


class ActivityDirective(KitDirective):
    """One exercise. Its answers are built in, in the study and teach editions only."""

    def build(self, library):
        return [ExerciseNode(html=render_activity(library, self.arguments[0].partition("/")[2], embed_key=True))]


class CopyDirective(KitDirective):
    """The panel in which a reader gives the page a copy of the original. A private edition has the wording already."""

    def render(self, library):
        return "" if library.passages else render_copy_panel(library)


class EvidenceDirective(KitDirective):
    """All second sources of a set."""

    def render(self, library):
        return render_evidence(library)


class AnswersDirective(KitDirective):
    """The panel with results, download and start again."""

    def render(self, library):
        return render_answers_panel()


class ClaimsDirective(SphinxDirective):
    """Every reference of the kit, with the claims that rest on it."""

    def run(self):
        _note_dependencies(self.env, "exercises/*/*", "solutions/*/*", "book/*.bib", "book/*.md")
        resting = list_claims(ROOT, self.config.secondsource_edition != "class")
        return [nodes.raw("", render_claims(resting, read_references(ROOT)), format="html")]


class NoticesDirective(SphinxDirective):
    """What others made: in this book (`site`), or among the packages that the kit installs (`packages`)."""

    required_arguments = 1

    def run(self):
        _note_dependencies(self.env, "secondsource/notices/*")
        render = {"site": render_components, "packages": render_packages}[self.arguments[0]]
        return [nodes.raw("", render(), format="html")]


class LabelledDirective(KitDirective):
    """The article and the brief with their key beside them, then the second sources (teach edition)."""

    def build(self, library):
        _note_dependencies(self.env, "book/*.md", "exercises/notebooks/*")
        addresses = locate_activities(ROOT)
        parts = [("article", "The text"), ("brief", "The brief")]
        sections = [_section(f"labelled-{kind}", title, render_labelled(library, kind, addresses)) for kind, title in parts if getattr(library, kind).units]
        return sections + ([_section("second-sources", "The second sources", render_sources(library))] if library.cards else [])


class KeyDirective(KitDirective):
    """The key to every exercise of a set (teach edition)."""

    def build(self, library):
        return [_section(f"key-{name}", activity.title, render_key(library, name)) for name, activity in library.activities.items()]


class StandardsDirective(SphinxDirective):
    """Which curriculum standards each exercise meets (teach edition)."""

    def run(self):
        _note_dependencies(self.env, "exercises/*/*", "solutions/lessons/*", "book/*.md")
        try:
            return [_section(name, title, html) for name, title, html in render_standards(ROOT)]
        except ContentError as error:
            raise self.severe(str(error)) from error


DIRECTIVES = {"article": ArticleDirective, "activity": ActivityDirective, "copy": CopyDirective, "evidence": EvidenceDirective, "claims": ClaimsDirective,
              "answers": AnswersDirective, "notices": NoticesDirective, "labelled": LabelledDirective, "key": KeyDirective, "standards": StandardsDirective}


def _paragraphs(text):
    """Return {"p3", "p4"} for "p3-p4" or "p3 p4", None for ""."""
    wanted = set()
    for part in text.replace(",", " ").split():
        first, _, last = part.partition("-")
        kind, start, end = first[0], int(first[1:]), int((last or first)[1:])
        wanted |= {f"{kind}{number}" for number in range(start, end + 1)}
    return wanted or None


def _libraries(app):
    """Return a function from slug to Library; each set is read once a build, with its key unless this is the class edition."""
    found = {}
    passages = read_folder(app.config.secondsource_originals) if app.config.secondsource_originals else {}

    def library(slug):
        if slug not in found:
            found[slug] = Library(slug, ROOT, app.config.secondsource_edition != "class", passages.get(slug))
        return found[slug]
    return library


PRIVATE_NOTICE = ('<p class="ss-private" role="note"><b>Private edition.</b> This site holds passages of other people’s articles, '
                  "from copies of your own. It is for this class and not for publication.</p>\n")


def _add_notice(app, _page, _template, context, doctree):
    if doctree is not None and app.config.secondsource_originals:
        context["body"] = PRIVATE_NOTICE + context["body"]


def _prepare(app):
    if app.config.secondsource_edition not in EDITIONS:
        raise ExtensionError(f"there is no edition “{app.config.secondsource_edition}”; use {', '.join(EDITIONS)}")
    app.secondsource_library = _libraries(app)


def _add_script(app, _page, _template, context, doctree):
    """Put the script behind the first exercise of a page, so that it works while the rest still arrives.

    Not in the head and not deferred: a deferred script waits for the theme's, and questions would be dead for seconds on slow networks.
    """
    if doctree is not None and 'data-ss="' in context.get("body", ""):
        version = hashlib.sha256(classic_script().encode()).hexdigest()[:8]
        before, first, after = context["body"].partition('data-ss="')
        exercise, end, rest = after.partition("</section>")
        script = f'\n<script src="{context["pathto"]("_static/" + SCRIPT, 1)}?v={version}"></script>'
        context["body"] = f"{before}{first}{exercise}{end}{script}{rest}"


def _write_files(app, error):
    if error is None and app.builder.format == "html":
        for name, text in ((SCRIPT, classic_script()), (SCHEMA, answer_schema())):
            (app.outdir / "_static" / name).write_text(text, encoding="utf-8", newline="\n")
        write_notices(app.outdir)


def _write_styles(app):
    """Written before the pages, so that Sphinx can put the files' checksums into their addresses.

    myst-nb writes its own after them: what it left at the last build goes, or a second build would write other addresses than the first.
    """
    for leftover in (app.outdir / "_static").glob("mystnb.*.css"):
        leftover.unlink()
    styles = {STYLE: style(), **({TEACH_STYLE: teach_style()} if app.config.secondsource_edition == "teach" else {})}
    for name, text in styles.items():
        app.add_css_file(name)
        if app.builder.format == "html":
            folder = app.outdir / "_static"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8", newline="\n")


def setup(app):
    """Register directives, settings and files with Sphinx."""
    app.add_config_value("secondsource_edition", os.environ.get(EDITION_VARIABLE, "study"), "env")
    app.add_config_value("secondsource_originals", os.environ.get(ORIGINALS_VARIABLE, ""), "env")
    app.add_node(ExerciseNode, html=(ExerciseNode.write, None))
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
    app.connect("builder-inited", _prepare)
    app.connect("builder-inited", _write_styles)
    app.connect("html-page-context", _add_script)
    app.connect("html-page-context", _add_notice)
    app.connect("build-finished", _write_files)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
