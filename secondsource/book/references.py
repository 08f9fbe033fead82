"""References as sphinxcontrib-bibtex writes them, each written once.

It writes every reference of the book anew at every build, and twice: for the page and for what is shown
where it is cited. That took a third of a build after one changed page.
"""

from pybtex.plugin import find_plugin, register_plugin

GROUP, STYLE = "pybtex.style.formatting", "plain"  # the style that references.md asks for
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
    app.connect("env-before-read-docs", _recall)


def _recall(_app, env, _pages):
    _written.clear()
    for citation in env.get_domain("cite").citations:
        written = citation.formatted_entry
        _written[written.key, written.label] = citation.entry, written
