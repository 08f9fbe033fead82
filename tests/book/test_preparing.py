"""What comes before the pages are built: a fault stops it before anything is put where Sphinx builds."""

import pytest

from secondsource.book import preparing
from secondsource.book.preparing import prepare, prepare_first
from secondsource.problems import ContentError, Problem

PLAIN = {"index.md": "# T\n", "_toc.yml": "format: jb-book\nroot: index\n"}
COUNTING = {**PLAIN, "across-all.md": "# A\n\n```{code-cell}\n1 + 1\n```\n"}
SILENT = {"say": lambda _text: None}


def test_without_cells_there_is_nothing_to_show_first(tmp_path, monkeypatch):
    monkeypatch.setattr(preparing, "collect", lambda *_: ({}, PLAIN))
    assert not prepare_first("study", tmp_path / "source", **SILENT)
    assert not (tmp_path / "source").exists()


def test_what_is_shown_first_has_no_cells(tmp_path, monkeypatch):
    monkeypatch.setattr(preparing, "collect", lambda *_: ({}, COUNTING))
    monkeypatch.setattr(preparing, "check", lambda **_: [])
    assert prepare_first("study", tmp_path, **SILENT)
    assert "code-cell" not in (tmp_path / "across-all.md").read_text(encoding="utf-8")
    prepare("study", tmp_path, **SILENT)
    assert (tmp_path / "across-all.md").read_text(encoding="utf-8") == COUNTING["across-all.md"]


@pytest.mark.parametrize("put", [prepare, prepare_first])
def test_content_with_a_fault_is_not_put_where_it_is_built(tmp_path, monkeypatch, put):
    monkeypatch.setattr(preparing, "collect", lambda *_: ({}, COUNTING))
    monkeypatch.setattr(preparing, "check", lambda **_: [Problem("a.yaml", "x", "it is wrong.", "Mend it.")])
    with pytest.raises(ContentError, match="it is wrong"):
        put("study", tmp_path, **SILENT)
    assert not list(tmp_path.iterdir())
