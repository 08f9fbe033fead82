"""The words of the articles: whose they are, how they are counted, and that a reader's own copy stays
where it is.
"""

import re

import pandas as pd
import pytest
from helpers.needs import needs_originals

from secondsource.content.texts import read_article, read_brief
from secondsource.data import articles
from secondsource.data import words as corpus
from secondsource.problems import ContentError

SLUG = "2019-back-to-wall"


def made_up_copy(slug, labels):
    """A text that has the passages of `labels` as the original would: the right words at both ends, ours
    between them.
    """
    units = read_article(slug).units
    return " ".join(
        f"{units[label].first} and forty-two further words {units[label].last}." for label in labels
    )


@pytest.fixture
def copies(tmp_path):
    """A folder with a made-up copy of the first anchored units of an article, and a text that is none of
    ours.
    """
    found = [unit.label for unit in read_article(SLUG).units.values() if unit.first][:12]
    (tmp_path / "my copy.txt").write_text(made_up_copy(SLUG, found), encoding="utf-8")
    (tmp_path / "recipe.txt").write_text("Take two eggs and a cup of flour. " * 40, encoding="utf-8")
    return tmp_path, found


@pytest.mark.parametrize("folder", [None, "no such folder"])
def test_without_copies_every_unit_is_there_in_our_own_words(folder):
    texts = corpus.read_texts(folder)
    expected = [
        (slug, unit.label, unit.text)
        for slug in articles()
        for text in (read_article(slug), read_brief(slug))
        for unit in text.units.values()
    ]
    assert list(texts[["set", "unit", "text"]].itertuples(index=False, name=None)) == expected
    assert set(texts["source"]) == {"retelling", "brief"}
    assert set(texts.loc[texts["source"] == "brief", "unit"].str[0]) == {"b"}


def test_a_copy_takes_the_place_of_the_retelling_where_it_is_found_and_nowhere_else(copies):
    folder, found = copies
    texts, retold = corpus.read_texts(folder), corpus.read_texts(None)
    own = texts[texts["source"] == "own copy"]
    assert set(own["set"]) == {SLUG} and set(own["unit"]) <= set(found) and len(own) >= 6
    assert own["text"].str.contains("forty-two further words").all()
    rest = texts["source"] != "own copy"
    pd.testing.assert_frame_equal(texts[rest], retold[rest])


def test_reading_copies_leaves_no_file_behind(copies, monkeypatch):
    folder, _ = copies
    monkeypatch.chdir(folder)
    before = {path: path.read_bytes() for path in folder.rglob("*")}
    corpus.rate(corpus.read_texts("."), "regime")
    assert {path: path.read_bytes() for path in folder.rglob("*")} == before


def test_a_damaged_copy_is_named(tmp_path):
    (tmp_path / "picture.jpg").write_bytes(b"beside a saved page")
    assert "own copy" not in set(corpus.read_texts(tmp_path)["source"])
    (tmp_path / "mine.docx").write_bytes(b"no Word file")
    with pytest.raises(ContentError, match="mine.docx"):
        corpus.read_texts(tmp_path)


@pytest.mark.parametrize(
    "text, pattern, hits",
    [
        ("The regime and the Regime’s press", "regime", 2),
        ("a regimen", "regime", 0),
        ("the mullahs' rule, a mullah", "mullahs?", 2),
        ("the mullahs’ rule", "mullahs'", 1),
        ("said, says and saying", "said|says", 2),
        ("so-called, and called", "called", 2),
        ("nothing here", "regime", 0),
        ("nothing asked", "", 0),
    ],
)
def test_words_are_counted_whole_with_capitals_or_without(text, pattern, hits):
    assert corpus.count_hits(pd.DataFrame({"text": [text]}), pattern).tolist() == [hits]


def test_a_rate_is_hits_in_a_thousand_words_of_each_group():
    texts = pd.DataFrame({"set": ["a", "a", "b"], "text": ["one two three four", "one", "one one"]})
    assert corpus.rate(texts, "one").to_dict() == {"a": 400.0, "b": 1000.0}
    assert corpus.rate(texts.head(0), "one").empty
    with pytest.raises(re.error):
        corpus.rate(texts, "(")


def test_an_original_is_read_from_its_file(tmp_path):
    paths = [path for path in needs_originals() if path.name.startswith("004_")]
    (tmp_path / "some name.txt").write_bytes(paths[0].read_bytes())
    texts = corpus.read_texts(tmp_path)
    own = texts[texts["source"] == "own copy"]
    anchored = [unit for unit in read_article(SLUG).units.values() if unit.first]
    assert set(own["set"]) == {SLUG} and len(own) >= 0.9 * len(anchored)
    assert corpus.count_words(own).sum() > 450
