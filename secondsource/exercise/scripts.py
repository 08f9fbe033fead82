"""The scripts and styles that pages and notebooks load, made from the sources here: modules joined, without
comments. The sources are ES modules, and those browsers refuse to load from a folder.
"""

import re
from functools import cache
from pathlib import Path

from rcssmin import cssmin
from rjsmin import jsmin

from ..colours import book_colours, device_colours, notebook_colours
from ..problems import fail

PACKAGE = Path(__file__).resolve().parents[1]
MODULES = PACKAGE / "exercise/js"
BOOK = MODULES / "book.js"  # the first script of a page with an exercise begins with it
# Scripts of their own, for what not every page needs, or none before somebody does something on it
# (js/later.js).
PARTS = {
    "walk": MODULES / "walk.js",
    "reasons": MODULES / "reasons.js",
    "panel": MODULES / "panel.js",
    "texts": MODULES / "texts.js",
    "copy": PACKAGE / "originals/panel.js",
    "older": MODULES / "older.js",
    "mirror": MODULES / "mirror.js",
    "rest": MODULES / "rest.js",
    "projector": MODULES / "projector.js",
    "aid": MODULES / "aid.js",
    "easier": MODULES / "easier.js",
}
# Style sheets of what some exercises are made of, and the classes that tell that a page needs one.
STYLES = {
    "options": {"ss-option"},
    "table": {"ss-table", "ss-number"},
    "words": {"ss-phrase"},
    "writing": {"ss-count", "ss-source"},
    "worked": {"ss-worked", "ss-tag"},
}
TEXT = {"text": {"ss-reading", "ss-own", "ss-route"}}  # of what stands around them on the page of a text
PROGRESS = "secondsource-progress.js"  # page.js loads it by this name, where something is kept
BESIDE = ("copy", "older")  # what few readers ever need; a lesson in one file brings the first itself
IMPORT = re.compile(r'^import \{((?:(?! as )[^}])*)\} from "(\.[^"]+)";\n', re.MULTILINE)
EXPORTED = re.compile(r"^export (?:async )?(?:function|class|const) (\w+)", re.MULTILINE)
EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)
UNJOINED = re.compile(r"^(?:import\b|export [{*]).*", re.MULTILINE)
NAME = re.compile(r"^(?:export )?(?:async )?(?:function\*?|class|const|let|var) (\w+)", re.MULTILINE)
# A second name in one statement: a comma outside of texts and brackets, as far as one line tells.
SEVERAL = re.compile(
    r'^(?:export )?(?:const|let|var) \w+(?: = (?:"(?:\\.|[^"\\\n])*"|\([^()\n]*\)|[^,;"\'`(\[{\n])*)?,.*',
    re.MULTILINE,
)


@cache
def first_script():
    """Return the script of every page with an exercise; it opens the others (js/later.js) as they are
    needed. It works from file://.
    """
    modules = list_modules(BOOK)
    entry = modules.pop(BOOK)
    _refuse_same_names({**modules, BOOK: entry})
    shared = f"Object.assign(shared, {{ {', '.join(_list_shared())} }});\n"
    return _enclose(_open_all(modules) + shared + _open(BOOK, entry))


@cache
def part_script(part):
    """Return one of the PARTS: a script that says how to make what it offers, from what the first one has."""
    entry = PARTS[part]
    modules = _own_modules(part)
    _refuse_same_names(modules)
    names = ", ".join(_list_taken(modules))
    taken = f"const {{ {names} }} = shared;\n" if names else ""
    offers = ", ".join(EXPORTED.findall(modules[entry]))
    body = f'(shared) => {{\n"use strict";\n{taken}{_open_all(modules)}return {{ {offers} }};\n}}'
    return jsmin(f"(globalThis.secondSource ||= {{}}).{part} = {body};\n") + "\n"


@cache
def classic_script():
    """Return all that a page with exercises needs as one script: for a page that stands alone."""
    return "".join(part_script(part) for part in PARTS if part not in BESIDE) + first_script()


@cache
def page_script(path):
    """Return the script of a page of its own from the module at `path` in the package."""
    return _enclose(_join(PACKAGE / path))


@cache
def module_script():
    """Return an ES module with the default export that an anywidget host calls."""
    return jsmin(_join(MODULES / "notebook.js")) + "\n"


@cache
def style():
    """Return the style sheet of the exercises, with that of a walk, for a page that stands alone."""
    return cssmin(device_colours()) + "\n" + list_style() + walk_style()


@cache
def common_style():
    """Return the style sheet that all exercises have."""
    return _style("exercise/exercise.css")


@cache
def some_style(name):
    """Return one of the STYLES, or that of TEXT."""
    return _style(f"exercise/{name}.css")


@cache
def list_style():
    """Return the style sheet of the exercises, whatever they are made of."""
    return common_style() + "".join(map(some_style, STYLES))


@cache
def walk_style():
    """Return the style sheet of a walk, behind that of the exercises: of pages that have one."""
    return _style("exercise/walk.css")


@cache
def page_style():
    """Return the style sheet of what stands around the exercises in the book."""
    return _style("exercise/page.css")


@cache
def walk_page_style():
    """Return the style sheet of a walk in the book, behind all others."""
    return walk_style() + _style("exercise/walk-page.css")


@cache
def module_style():
    """Return the style sheet of the exercises in a notebook."""
    colours = cssmin(notebook_colours(".ss")) + "\n"
    return colours + list_style() + walk_style() + _style("exercise/notebook.css")


@cache
def colour_style():
    """Return the style sheet of the book's colours."""
    return cssmin(book_colours()) + "\n"


@cache
def teach_style():
    """Return the style sheet of teachers' pages."""
    return _style("book/teach.css")


def list_modules(path, found=None):
    """Return {path: text} of a module and all that it imports, each behind what it imports itself."""
    found, text = {} if found is None else found, path.read_text(encoding="utf-8")
    found[path] = text  # already now, so that a circle has an end
    for _, name in IMPORT.findall(text):
        needed = (path.parent / name).resolve()
        if needed not in found:
            list_modules(needed, found)
    found[path] = found.pop(path)
    return found


def _own_modules(part):
    """Return the modules of a part that the first script has not."""
    first = list_modules(BOOK)
    return {path: text for path, text in list_modules(PARTS[part]).items() if path not in first}


def _list_taken(modules):
    """Return the names that modules take from the first script, in the order of the alphabet."""
    return sorted(
        {
            name
            for path, text in modules.items()
            for names, module in IMPORT.findall(text)
            if (path.parent / module).resolve() not in modules
            for name in re.findall(r"\w+", names)
        }
    )


def _list_shared():
    """Return the names that the parts take from the first script, each once."""
    return sorted({name for part in PARTS for name in _list_taken(_own_modules(part))})


def _enclose(text):
    return jsmin(f'(() => {{\n"use strict";\n{text}}})();') + "\n"


def _join(path):
    """Return a module behind all that it imports, without import and export: one scope, no bundler.

    Raises ContentError where that would not be what the modules say.
    """
    modules = list_modules(path)
    _refuse_same_names(modules)
    return _open_all(modules)


def _open_all(modules):
    return "".join(_open(path, text) for path, text in modules.items())


def _open(path, text):
    """Return the text of a module without import and export."""
    text = IMPORT.sub("", text)
    if found := UNJOINED.search(text):
        cure = (
            'Write `import { name } from "./module.js";` at its head, and `export` before what it declares.'
        )
        fail(path, "", f"`{found[0]}` cannot be joined with other modules.", cure)
    return EXPORT.sub("", text)


def _refuse_same_names(modules):
    """Joined, modules share one scope: of two functions with one name, the first would be gone silently."""
    owners = {}
    for path, text in modules.items():
        if found := SEVERAL.search(text):
            cure = "Declare each in a statement of its own: two modules may not have one name."
            fail(path, "", f"`{found[0]}` declares several names.", cure)
        for name in NAME.findall(text):
            if name in owners:
                fault = f"`{name}` is declared in {owners[name].name}, too, and a page has both in one scope."
                fail(path, "", fault, "Rename one of the two, or export it there and import it here.")
            owners[name] = path


def _style(name):
    return cssmin((PACKAGE / name).read_text(encoding="utf-8")) + "\n"
