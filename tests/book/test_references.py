"""References that a build takes over from the last one: never of an entry that has changed since."""

import codecs

import latexcodec  # noqa: F401 (it brings the codec that is compared)
import pytest
from helpers.tiny_site import build_tiny, make_tiny_kit
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string
from pybtex.exceptions import PybtexError
from pybtex.markup import LaTeXParser
from pybtex.plugin import find_plugin

from secondsource.book.references import GROUP, PLAIN, STYLE, RememberingStyle, read_field
from secondsource.files import ROOT

ENTRY = """@online{boat, author = {{A boat club}}, title = {The %s boat}, year = {2020},
  url = {https://example.org/boat}}
"""
PAGES = {
    "one": "# One\n\nIt is said {cite}`boat`.\n",
    "two": "# Two\n\n```{bibliography}\n:all:\n:style: plain\n```\n",
}


def test_a_reference_is_written_once_until_its_entry_changes(monkeypatch):
    written = []
    parent = find_plugin(GROUP, STYLE)

    def watch(style, label, entry, bib_data=None):
        written.append(entry.fields["title"])
        return parent_write(style, label, entry, bib_data)

    style, parent_write = RememberingStyle(), RememberingStyle.__mro__[1].format_entry
    monkeypatch.setattr(RememberingStyle.__mro__[1], "format_entry", watch)
    for name in ("red", "red", "blue", "blue", "red"):
        entry = parse_string(ENTRY % name, "bibtex").entries["boat"]
        ours, plain = style.format_entry("7", entry), parent_write(parent(), "7", entry)
        assert ours.text.render_as("text") == plain.text.render_as("text") and name in str(ours.text)
    assert written == ["The red boat", "The blue boat", "The red boat"]


def read_slowly(text):
    """As pybtex.richtext.Text.from_latex does."""
    return LaTeXParser(codecs.decode(text, "ulatex")).parse()


def test_a_field_is_read_as_pybtex_reads_it():
    entries = [
        entry
        for path in sorted((ROOT / "book").glob("*.bib"))
        for entry in parse_string(path.read_text(encoding="utf-8"), "bibtex").entries.values()
    ]
    fields = [text for entry in entries for text in entry.fields.values()]
    assert sum(bool(PLAIN.fullmatch(text)) for text in fields) > 0.8 * len(fields), "most are read quickly"
    for text in fields:
        assert read_field(text) == read_slowly(text), text


@given(st.text(alphabet="aZ9 é{}\\$%&#^_~`'\"<>?!|-.,:;()/+*@=[]“”—…\n\t", max_size=12))
def test_so_is_any_text(text):
    try:
        expected = read_slowly(text)
    except (PybtexError, ValueError):
        with pytest.raises((PybtexError, ValueError)):
            read_field(text)
    else:
        assert read_field(text) == expected


@pytest.mark.slow
def test_a_corrected_entry_stands_corrected_after_the_next_build(tmp_path):
    kit = make_tiny_kit(tmp_path / "kit", PAGES)
    for name in ("red", "blue"):
        (kit / "book/references.bib").write_text(ENTRY % name, encoding="utf-8")
        site, said = build_tiny(kit)
        page = (site / "two.html").read_text(encoding="utf-8")
        assert f"The {name} boat" in page, said
    assert "The red boat" not in page
