"""Take out of a built site what no page needs: most rules of the theme's style sheets, scripts without
anything to do, comments, files that nothing links. What is left of eleven style sheets stands in each page.

A rule stays in a page when each class, id, element and attribute it names stands in that page, or in a script
that it loads (scripts set classes for states). That a rule could match is not asked any closer: parents and
siblings are not looked at, so no state the page can get into loses its look.

The rules stand in the page, not in a file beside it: a page is painted as soon as its first lines are there.
On a slow phone that is after 0.4 s instead of 0.9, from a server that does not compress after 0.9 instead of
1.9; a page that is opened second pays for it with 16 kB, compressed. Only those for paper stand at its end:
nobody waits for them.
"""

import hashlib
import json
import pickle
import re
from functools import cache, partial
from pathlib import Path
from posixpath import dirname, normpath, relpath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import tinycss2
from rcssmin import cssmin
from rjsmin import jsmin

from ..exercise.scripts import PARTS, PROGRESS
from ..files import write_whole
from .policy import arriving_script

# Patterns begin with letters that are seldom, and look behind them for what stands before: letters are found
# ten times faster than what may stand anywhere, and a site has millions of places.
SHEET = re.compile(r'<link rel="stylesheet"[^>]*\bhref="([^"?]+)[^"]*"[^>]*>\n?')
SCRIPT = re.compile(r'<script\b[^>]*\bsrc="([^"?]+)[^"]*"[^>]*></script>\n?')
SCRIPT_AT_ONCE = re.compile(r'<script src="([^"]+)"></script>')
ARRIVING = re.compile(r'<script\b[^>]*\bsrc="[^"?]*/arriving\.js[^"]*"[^>]*></script>')
# What a script says: its texts, and the names of data attributes.
SAID = re.compile(r'"([^"\n]*)"|\'([^\'\n]*)\'|`([^`]*)`|dataset\.(\w+)')
# The theme's script says much of what the book has not: a version switcher, a line on old versions, side bars
# that fold. What it puts into a page is named where it does so.
THEME_SCRIPT = "pydata-sphinx-theme.js"
PUT = re.compile(r'(?:classList\.\w+|createElement|setAttribute)\("([\w-]+)"')
FIRST_SCRIPT = "secondsource.js"
OUR_SCRIPT = re.compile(r"secondsource.*\.js")
CLASSES = re.compile(r'class="(?<=\bclass=")([^"]*)"')
IDS = re.compile(r'id="(?<=\bid=")([^"]*)"')
LINK = re.compile(r'="(?:(?<=\bhref=")|(?<=\bsrc=")|(?<=\bcontent="))([^"#?]+)')
URL = re.compile(r"url\(\s*['\"]?([^'\")#?]+)")
DECLARED = re.compile(r"--(?<=[{;\s]--)([\w-]+)\s*:[^;{}]*(?:;|(?=\}))")
EMPTY = re.compile(r"(?<![^{};])[^{};]+\{\s*\}")
NAMED = re.compile(
    r"@font-face\s*\{(?=[^}]*font-family:\s*['\"]?(?P<font>[^;'\"}]+))[^}]*\}"
    r"|@keyframes\s+(?P<movement>[\w-]+)\s*\{(?:[^{}]*\{[^}]*\})*[^{}]*\}"
)
# Scripts that act on one kind of thing, and the classes of such things: a page has one, or no script.
ACTS_ON = {
    "clipboard.min.js": ("highlight",),
    "copybutton.js": ("highlight",),
    "togglebutton.js": ("toggle", "dropdown"),
    "design-tabs.js": ("sd-tab-set",),
}
# On every page, and half of them comments; whose they are, licences.txt says.
WORDY = ("page.js", "doctools.js", "sphinx_highlight.js")
# Read by scripts, or by people, and linked from nowhere.
KEPT = (
    "searchindex.js",
    "licences.txt",
    ".nojekyll",
    "_static/answers.schema.json",
    f"_static/{PROGRESS}",
    *(f"_static/secondsource-{part}.js" for part in PARTS),
    "objects.inv",
)
ICON = re.compile(r"fa[bsr]?(-|$)")  # of the theme's font, which the book has not; a search script says “far”
IMPLIED = ("html", "head", "body", "tbody")  # elements that a browser makes where no tag stands
RULES_INSIDE = ("media", "supports", "layer")


class Words(NamedTuple):
    """What a page knows: its elements, classes, ids and attributes; the words that its scripts say, those
    among them that may be classes, and the names in their code (`{tag}` of a data set is an attribute).
    """

    elements: set
    classes: set
    ids: set
    attributes: set
    scripts: set
    script_classes: set
    names: set


class Selector(NamedTuple):
    """One selector of a rule, and the names that must be known before it can match anything."""

    text: str
    elements: frozenset
    classes: frozenset
    ids: frozenset
    attributes: frozenset


class Rule(NamedTuple):
    """A rule: `selectors` and what it sets. Without selectors it is for all pages."""

    selectors: tuple
    sets: str

    @property
    def text(self):
        return ",".join(one.text for one in self.selectors) + self.sets


class Block(NamedTuple):
    """Rules under one condition, such as `@media print`."""

    head: str
    rules: list

    @property
    def text(self):
        return f"{self.head}{{{''.join(rule.text for rule in self.rules)}}}"


def trim(site, memory):
    """Trim the built site in the folder `site`; the pages look and work as before.

    memory: a folder for what was made of each page and read in each style sheet, so that the next build
        does this only where something has changed.
    """
    site, memory = Path(site), Path(memory)
    old = _recall(memory / "pages.json", json.loads)
    pages = {path: path.read_text(encoding="utf-8") for path in _list_pages(site)}
    digest = cache(_digest)
    keys = {path: _make_key(site, path, text, digest) for path, text in pages.items()}
    changed = {path: text for path, text in pages.items() if keys[path] not in old}
    made = _trim_pages(site, changed, read_sheets(site, memory)) if changed else {}
    new = {keys[path]: made[path] if path in made else old[keys[path]] for path in pages}
    for path, key in keys.items():
        path.write_text(new[key], encoding="utf-8", newline="\n")
    _remember(memory / "pages.json", json.dumps(new, ensure_ascii=False).encode())
    _shorten_scripts(site)
    _drop_unlinked(site)


def _recall(path, read):
    try:
        return read(path.read_bytes())
    except Exception:  # the first build, or one of another time: pickle has many ways to say so
        return {}


def _remember(path, data):
    path.parent.mkdir(exist_ok=True)
    with write_whole(path, None) as file:
        file.write(data)


def _make_key(site, path, text, digest):
    """Return what changes with a page, with each style sheet and script that it loads, and with this module.

    Not with others: the search index is another one after each change, and only one page loads it.
    """
    sheets = {_resolve(site, path, address) for address in SHEET.findall(text)}
    sheets = [sheet for sheet in sorted(sheets) if sheet.is_file()]
    parts = [digest(file) for file in sum(_list_scripts(site, path, text), sheets)]
    own = f"{path.relative_to(site)}\n{arriving_script()}\n{text}"
    return hashlib.sha256(b"".join([digest(Path(__file__)), *parts, own.encode()])).hexdigest()


def _digest(file):
    return hashlib.sha256(file.read_bytes()).digest()


def read_sheets(site, memory, whole=True):
    """Return {path: its rules} of all style sheets in a folder; addresses read from the top of the site.

    A sheet that the last build had is not read again. It takes a second: a build does it while Sphinx writes
    the pages. whole: whether all sheets are there already; one that is not is no reason to forget it.
    """
    site, memory = Path(site), Path(memory) / "sheets.pickle"
    old, new, sheets = _recall(memory, pickle.loads), {}, {}
    for path in sorted(site.rglob("*.css")):
        css = _read_css(site, path)
        key = hashlib.sha256(css.encode()).digest() + _digest(Path(__file__))
        sheets[path] = new[key] = old.get(key) or _read_rules(
            tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
        )
    kept = new if whole else {**old, **new}
    if kept.keys() != old.keys():
        _remember(memory, pickle.dumps(kept))
    return sheets


def _trim_pages(site, pages, sheets):
    """Return {path: text} of pages with a style of their own."""
    read_script = cache(partial(Path.read_text, encoding="utf-8"))
    texts, words, trimmed = {}, {}, {}
    for path, text in pages.items():
        texts[path] = text = _drop_idle_scripts(ARRIVING.sub(_write_arriving, text))
        scripts, later = (
            {file.name: read_script(file) for file in files} for files in _list_scripts(site, path, text)
        )
        words[path] = _read_words(text, {**scripts, "arriving.js": arriving_script()}, later)
    # What none of them needs is left out once for all.
    anywhere = Words(*(set().union(*(getattr(one, of) for one in words.values())) for of in Words._fields))
    read_sheet = cache(lambda sheet: _narrow(sheets[sheet], _Known(anywhere)))
    for path, text in texts.items():
        linked = [_resolve(site, path, address) for address in SHEET.findall(text)]
        known = _Known(words[path])
        rules = [rule for sheet in linked for rule in _narrow(read_sheet(sheet), known)]
        screen, paper = (
            "\n".join(rule.text for rule in rules if _is_for_paper(rule) == late) for late in (False, True)
        )
        drawn = "".join(re.findall(r'style="[^"]*"|<svg.*?</svg>', text, flags=re.DOTALL))
        style = _drop_unnamed(_drop_variables(screen, drawn + paper), paper)
        trimmed[path] = _put_style(text, *(_move(cssmin(css), site, path) for css in (style, paper)))
    return trimmed


def _is_for_paper(rule):
    return isinstance(rule, Block) and rule.head.split() == ["@media", "print"]


def _put_style(text, style, paper):
    """Return the page with its style where it linked the first sheet, that of paper at its end, and without
    the links.

    The scripts of exercises stand behind the first one; they are asked for before the page is there.
    """
    first = SHEET.search(text)
    if not first:
        return text
    scripts = SCRIPT_AT_ONCE.findall(text.partition("</head>")[2])
    early = "".join(f'<link rel="preload" as="script" href="{address}">' for address in scripts)
    rest, end, after = SHEET.sub("", text[first.end() :]).rpartition("</body>")
    late = f"<style>{paper}</style>\n" if paper else ""
    return f"{text[: first.start()]}{early}<style>{style}</style>\n{rest}{late}{end}{after}"


def _list_pages(site):
    return sorted(
        path for path in site.rglob("*.html") if "_static" not in path.parts
    )  # there: the theme's macros


def _list_scripts(site, path, text):
    """Return the scripts that a page loads, and those of ours that it may load later (PARTS)."""
    files = [_resolve(site, path, address) for address in SCRIPT.findall(text)]
    folders = [file.parent for file in files if file.name == FIRST_SCRIPT][:1]
    later = [folder / f"secondsource-{part}.js" for folder in folders for part in PARTS]
    return [[file for file in some if file.is_file()] for some in (files, later)]


def _write_arriving(_):
    return f"<script>{arriving_script()}</script>"


def _drop_idle_scripts(text):
    # Whole names: every page's menu button is a "primary-toggle", and nothing that folds.
    classes = {name for names in CLASSES.findall(text) for name in names.split()}

    def keep(script):
        acts_on = ACTS_ON.get(script[1].rpartition("/")[2])
        return script[0] if acts_on is None or not classes.isdisjoint(acts_on) else ""

    return SCRIPT.sub(keep, text)


def _read_words(text, scripts, later):
    """Return the Words of a page. Sphinx and our templates write every attribute in double quotes.

    scripts, later: {name: text} of those that it loads, and of ours that it may load, which set attributes
        and classes that begin with `ss`.
    """
    said = {name: _list_words(text, name == THEME_SCRIPT) for name, text in scripts.items()}
    others = (words for name, words in said.items() if not OUR_SCRIPT.fullmatch(name))
    markup = re.sub(r'<script type="application/json".*?</script>', "", text, flags=re.DOTALL)
    return Words(
        {*IMPLIED, *re.findall(r"<([a-z][a-z0-9-]*)", markup)},
        {name for names in CLASSES.findall(markup) for name in names.split()},
        set(IDS.findall(markup)),
        {word.partition("=")[0] for word in markup.replace(">", " ").split()},  # and words of the text
        set().union(*said.values()),
        set().union(*others),
        set().union(*map(_list_names, [*scripts.values(), *later.values()])),
    )


@cache
def _list_words(script, only_put):
    said = PUT.findall(script) if only_put else ("".join(texts) for texts in SAID.findall(script))
    return {word for text in said for word in re.findall(r"[A-Za-z][\w-]*", text)}


@cache
def _list_names(script):
    return set(re.findall(r"[A-Za-z]\w*", script))


def _resolve(site, page, address):
    return _locate(site, page.parent, address)


@cache
def _locate(site, folder, address):
    return site / normpath(f"{folder.relative_to(site).as_posix()}/{unquote(urlsplit(address).path)}")


def _read_css(site, path):
    base = dirname(path.relative_to(site).as_posix())
    return URL.sub(
        lambda url: _readdress(url, lambda address: normpath(f"{base}/{address}")),
        path.read_text(encoding="utf-8"),
    )


def _move(css, site, page):
    """Return the rules with addresses as they read from a page."""
    folder = dirname(page.relative_to(site).as_posix()) or "."
    return URL.sub(lambda url: _readdress(url, lambda address: relpath(address, folder)), css)


def _readdress(url, change):
    """Return a url() with its address changed, if that is a file of the site."""
    if url[1].startswith(("data:", "http:", "https:", "/")):
        return url[0]
    return url[0].replace(url[1], change(url[1]))


def _read_rules(parsed):
    """Return Rules and Blocks of what tinycss2 read."""
    rules = []
    for one in parsed:
        if one.type == "qualified-rule":
            selectors = tuple(_read_selector(part) for part in _split(one.prelude))
            rules.append(Rule(selectors, f"{{{tinycss2.serialize(one.content)}}}"))
        elif one.type == "at-rule" and one.at_keyword in RULES_INSIDE and one.content is not None:
            inside = tinycss2.parse_rule_list(one.content, skip_comments=True, skip_whitespace=True)
            head = f"@{one.at_keyword}{tinycss2.serialize(one.prelude)}"
            rules.append(Block(head, _read_rules(inside)))
        elif one.type == "at-rule" and one.at_keyword != "charset":
            rules.append(Rule((), one.serialize()))
    return rules


def _narrow(rules, known):
    """Return the rules that can match something; selectors of a list that cannot are left out."""
    kept = []
    for rule in rules:
        if isinstance(rule, Block):
            if inner := _narrow(rule.rules, known):
                kept.append(Block(rule.head, inner))
        elif not rule.selectors:
            kept.append(rule)
        elif selectors := tuple(one for one in rule.selectors if known.can_match(one)):
            kept.append(Rule(selectors, rule.sets))
    return kept


def _split(prelude):
    parts = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _read_selector(tokens):
    """Return the Selector of tokens. What stands in :not() and the like is not asked."""
    names = {"elements": set(), "classes": set(), "ids": set(), "attributes": set()}
    before = None
    for token in tokens:
        if token.type == "hash":
            names["ids"].add(token.value)
        if token.type == "[] block":
            names["attributes"].update([part.value for part in token.content if part.type == "ident"][:1])
        if token.type == "ident" and before == ".":
            names["classes"].add(token.value)
        elif token.type == "ident" and before != ":":
            names["elements"].add(token.value.lower())
        before = token.value if token.type == "literal" else None
    return Selector(tinycss2.serialize(tokens).strip(), **{name: frozenset(of) for name, of in names.items()})


class _Known:
    """What the Words of a page know; each name is looked up once."""

    def __init__(self, words):
        self.words = words
        self.has_class, self.has_attribute = cache(self._has_class), cache(self._has_attribute)

    def can_match(self, selector):
        """Tell whether everything that a selector names is known."""
        words = self.words
        return (
            all(name in words.elements or name in words.scripts for name in selector.elements)
            and all(map(self.has_class, selector.classes))
            and all(name in words.ids or name in words.scripts for name in selector.ids)
            and all(map(self.has_attribute, selector.attributes))
        )

    def _has_class(self, name):
        """Our own scripts put names together (`ss-${mark}`), so all of ours are known."""
        if name.startswith("ss") or name in self.words.classes:
            return True
        return name in self.words.script_classes and not ICON.match(name)

    def _has_attribute(self, name):
        """Scripts write data-theme as dataset.theme, and hidden as element.hidden."""
        first, *rest = name.removeprefix("data-").split("-")
        camel = first + "".join(part.title() for part in rest)
        words = self.words
        return name in words.attributes or name in words.scripts or camel in words.names


def _drop_variables(css, others):
    """Leave out custom properties that nothing uses, `others` neither, and what only they used."""
    outside = set(re.findall(r"--([\w-]+)", others))
    while True:
        used = outside | set(re.findall(r"var\(\s*--([\w-]+)", css))
        slim = DECLARED.sub(lambda found, used=used: found[0] if found[1] in used else "", css)
        if slim == css:
            return EMPTY.sub("", css)
        css = slim


def _drop_unnamed(css, others):
    """Leave out fonts and movements that no rule names, none of `others` either."""
    rest = NAMED.sub("", css)
    named = rest + others
    return "".join(one[0] for one in NAMED.finditer(css) if (one["font"] or one["movement"]) in named) + rest


def _shorten_scripts(site):
    for path in (site / "_static" / name for name in WORDY):
        if path.is_file():
            short = jsmin(path.read_text(encoding="utf-8")) + "\n"
            path.write_text(short, encoding="utf-8", newline="\n")


def _drop_unlinked(site):
    """Remove the files that no page, sheet or script leads to."""
    found = {*_list_pages(site), *(site / name for name in KEPT)}
    waiting = list(found)
    while waiting:
        path = waiting.pop()
        if path.suffix in (".html", ".css", ".js", ".svg") and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            addresses = LINK.findall(text) + URL.findall(text)
            for address in addresses:
                target = _resolve(site, path, address)
                if target not in found and target.is_file():
                    found.add(target)
                    waiting.append(target)
    for path in sorted(site.rglob("*"), reverse=True):
        if path.is_file() and path not in found:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
