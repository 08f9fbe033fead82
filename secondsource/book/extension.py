"""The Sphinx extension behind the book: its settings, its directives, and the files beside the pages."""

import hashlib
import json
import re

from sphinx.errors import ExtensionError

from .. import __version__
from ..content.places import locate_activities
from ..content.textset import TextSet
from ..exercise.html import share_cards
from ..exercise.scripts import (
    PARTS,
    PROGRESS,
    STYLES,
    TEXT,
    colour_style,
    common_style,
    first_script,
    page_script,
    page_style,
    part_script,
    some_style,
    teach_style,
    walk_page_style,
)
from ..files import ROOT
from ..marking.answer_file import answer_schema
from ..originals.files import read_folder
from .directives import DIRECTIVES, WALKED, ExerciseNode, write_cited
from .editions import EDITIONS
from .notices import write_notices
from .references import remember_references

SCRIPT, STYLE, TEACH_STYLE = "secondsource.js", "secondsource.css", "secondsource-teach.css"
COLOUR_STYLE = "secondsource-colours.css"  # on every page: the theme takes its colours from it
SOME_STYLE = "secondsource-{}.css"  # on pages that have something for it (STYLES)
WALK_STYLE = "secondsource-walk.css"  # on pages that have a walk
OURS = re.compile(r"\bss-[\w-]+")
PART = "secondsource-{}.js"  # the first script loads them by these names, with the same ?v=
SCHEMA = "answers.schema.json"
# It does not say whether pages may be read side by side; it works when all are read.
QUIET = "sphinx_multitoc_numbering"
PRIVATE_NOTICE = (
    '<p class="ss-private" role="note"><b>Private edition.</b> This site holds passages of other people’s '
    "articles, from copies of your own. It is for this class and not for publication.</p>\n"
)
# What stands above a retelling, and what above an original: panel.js says the same of a reader's own copy.
RETELLING = re.compile(r'(<div class="ss-retelling[^"]*">).*?(</div>)', re.DOTALL)
ORIGINAL = (
    "<p>What follows are the words of your class’s own copy, in the author’s order. "
    "A passage that was not found in it stays in our retelling.</p>"
)


def setup(app):
    """Register settings, directives and files with Sphinx; staging.py writes the settings to _config.yml."""
    app.add_config_value("secondsource_edition", "study", "env", [str])
    app.add_config_value("secondsource_originals", "", "env", [str])
    app.add_node(ExerciseNode, html=(ExerciseNode.write, None))
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
    remember_references(app)
    app.extensions[QUIET].parallel_read_safe = app.extensions[QUIET].parallel_write_safe = True
    app.connect("builder-inited", _prepare)
    app.connect("builder-inited", _write_styles)
    app.connect("html-page-context", _add_styles)
    app.connect("html-page-context", _share_cards)
    app.connect("html-page-context", _add_notice)
    app.connect("build-finished", _write_files)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}


def _prepare(app):
    edition = app.config.secondsource_edition
    if edition not in EDITIONS:
        raise ExtensionError(f"there is no edition “{edition}”; use {', '.join(EDITIONS)}")
    scripts = "".join([first_script(), *map(part_script, PARTS)])
    version = hashlib.sha256(scripts.encode()).hexdigest()[:8]
    app.secondsource_scripts = {
        part: f"_static/{name}?v={version}"
        for part, name in {"": SCRIPT, **{part: PART.format(part) for part in PARTS}}.items()
    }
    app.secondsource_set = _text_sets(app)
    write_cited(app.env)


def _text_sets(app):
    """Return a function from slug to TextSet; each is read once a build, with its key unless this is the
    class edition.
    """
    found = {}
    passages = read_folder(app.config.secondsource_originals) if app.config.secondsource_originals else {}

    def text_set(slug):
        if slug not in found:
            found[slug] = TextSet(slug, ROOT, app.config.secondsource_edition != "class", passages.get(slug))
        return found[slug]

    return text_set


def _share_cards(_app, _page, _template, context, doctree):
    if doctree is not None:
        context["body"] = share_cards(context["body"])


def _add_notice(app, page, _template, context, doctree):
    if doctree is not None and app.config.secondsource_originals:
        body = context["body"]
        if RETELLING.search(body) and app.secondsource_set(page).passages:
            body = RETELLING.sub(rf"\1{ORIGINAL}\2", body)
        context["body"] = PRIVATE_NOTICE + body


def _write_styles(app):
    """Written before the pages, so that Sphinx can put the files' checksums into their addresses.

    myst-nb writes its own after them: what it left at the last build goes, or a second build would write
    other addresses than the first.
    """
    for leftover in (app.outdir / "_static").glob("mystnb.*.css"):
        leftover.unlink()
    styles = {COLOUR_STYLE: colour_style(), STYLE: common_style() + page_style()}
    if app.config.secondsource_edition == "teach":
        styles[TEACH_STYLE] = teach_style()
    for name in styles:
        app.add_css_file(name)
    if app.builder.format == "html":
        some = {SOME_STYLE.format(name): some_style(name) for name in {**STYLES, **TEXT}}
        for name, text in {**styles, **some, WALK_STYLE: walk_page_style()}.items():
            _write(app, name, text)


def _add_styles(app, _page, _template, context, _doctree):
    body = context.get("body", "")
    has = set(OURS.findall(body))
    for name, classes in {**STYLES, **TEXT}.items():
        if classes & has:
            app.add_css_file(SOME_STYLE.format(name))  # called here, it is for this page
    if WALKED in body:
        app.add_css_file(WALK_STYLE)


def _write_files(app, error):
    if error is None and app.builder.format == "html":
        _write(app, SCRIPT, first_script())
        for part in PARTS:
            _write(app, PART.format(part), part_script(part))
        _write(app, PROGRESS, _progress_script(app))
        _write(app, SCHEMA, answer_schema())
        write_notices(app.outdir)
        # Without it GitHub Pages leaves out folders that begin with an underscore, _static among them.
        (app.outdir / ".nojekyll").touch()


def _progress_script(app):
    """Return the script that shows in the contents what is done, with the exercises of each page."""
    pages = {}
    for name, address in locate_activities(ROOT).items():
        page = address.partition(".html")[0]
        if page in app.env.found_docs:
            pages.setdefault(page, []).append(name)
    told = json.dumps({"edition": app.config.secondsource_edition, "pages": pages}, sort_keys=True)
    return f"globalThis.secondSourcePages = {told};\n{page_script('exercise/js/progress.js')}"


def _write(app, name, text):
    folder = app.outdir / "_static"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8", newline="\n")
