"""References as sphinxcontrib-bibtex writes them, each written once.

It writes every reference of the book anew at every build, and twice: for the page and for what is shown
where it is cited. At every citation it looks through all installed packages for what writes it. That took
a third of a build after one changed page, and a fifth of a whole one. And it reads every field, letter by
letter, for LaTeX's own characters: nine in ten have none but braces.
"""

import re

from pybtex.markup import LaTeXParser
from pybtex.plugin import find_plugin, register_plugin
from pybtex.richtext import Text

GROUP, STYLE = "pybtex.style.formatting", "plain"  # the style that references.md asks for
WRITERS = {"pybtex.backends": ("docutils", "plaintext")}
# What LaTeX takes as it stands; not “--”, “?`”, two spaces, or one at the beginning.
PLAIN = re.compile(r"(?! )(?:[\w,.:;()/+*@=\[\]“”‘’–—…{}]|-(?!-)|[?!](?!`)| (?! ))*")
_read_latex = Text.from_latex
_written = {}  # {(key, label): (entry, as it was written)}


class RememberingStyle(find_plugin(GROUP, STYLE)):
    """The style itself, which remembers what it has written."""

    def format_entry(self, label, entry, bib_data=None):
        """Return the reference to `entry`; the one of before where nothing of it has changed."""
        before, written = _written.get((entry.key, label), (None, None))
        if before != entry:
            written = super().format_entry(label, entry, bib_data)
            _written[entry.key, label] = entry, written
        return written


def read_field(text):
    """Return the text of a field as pybtex does, in a quarter of its time."""
    return LaTeXParser(text).parse() if PLAIN.fullmatch(text) else _read_latex(text)


def remember_references(app):
    """Let Sphinx use this style, and take over what was written at the last build."""
    Text.from_latex = read_field
    register_plugin(GROUP, STYLE, RememberingStyle, force=True)
    for group, names in WRITERS.items():
        for name in names:
            register_plugin(group, name, find_plugin(group, name), force=True)
    app.connect("env-before-read-docs", _recall)


def _recall(_app, env, _pages):
    _written.clear()
    for citation in env.get_domain("cite").citations:
        written = citation.formatted_entry
        _written[written.key, written.label] = citation.entry, written
