"""References as sphinxcontrib-bibtex writes them, each written once.

It writes every reference of the book anew at every build, and twice: for the page and for what is shown
where it is cited. At every citation it looks through all installed packages for what writes it. That took
a third of a build after one changed page, and a fifth of a whole one.
"""

from pybtex.plugin import find_plugin, register_plugin

GROUP, STYLE = "pybtex.style.formatting", "plain"  # the style that references.md asks for
WRITERS = {"pybtex.backends": ("docutils", "plaintext")}
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


def remember_references(app):
    """Let Sphinx use this style, and take over what was written at the last build."""
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
