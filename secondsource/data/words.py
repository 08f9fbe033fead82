"""The words of the real articles for counting: a reader's own copies where there are any, else our retelling;
and the briefs beside them.

Own copies are read into memory only. Nothing here writes them anywhere, and a table that shows their text
does not belong in a saved notebook.
"""

from pathlib import Path

import pandas as pd

from ..content.texts import read_article, read_brief
from ..files import ROOT, learner_folder
from ..originals.files import SUFFIXES, choose_copies, look_through
from ..problems import fail
from .tables import articles

EACH = 1000  # words; texts of 500 to 900 words have too few hits for a rate per hundred
# copies from the web have either kind; nobody types the curly one into a pattern
CURLY = str.maketrans("’‘“”", "''\"\"")


def read_texts(copies="copies", root=ROOT):
    """Return the texts of the real articles and of their briefs, one row per unit.

    copies: folder with the reader's own copies of the originals (text, HTML, Word or PDF; any names), here
        or else in the learner's folder; None, or no such folder: there are none.
    Columns: set, unit, text, source (“own copy”, “retelling” or “brief”). A unit that is not found in the
        copy keeps the retelling.
    Raises ContentError naming the file that cannot be read.
    """
    places = [] if copies is None else [Path(copies), learner_folder(root) / copies]
    folder = next((place for place in places if place.is_dir()), None)
    own = _read_copies(folder, root) if folder else {}
    rows = [(slug, *row) for slug in articles(root) for row in _units(slug, own.get(slug, {}), root)]
    return pd.DataFrame(rows, columns=["set", "unit", "text", "source"])


def count_words(texts):
    """Return how many words each row of `texts` (as `read_texts` returns it) has: what stands between
    spaces.
    """
    return texts["text"].str.split().str.len()


def count_hits(texts, pattern):
    """Return how often `pattern` stands in each row of `texts`, as whole words, capitals or not.

    pattern: a regular expression such as "regime|mullahs?"; "" finds nothing. Raises re.error when it is
        none.
    """
    words = texts["text"].str.translate(CURLY)
    return words.str.count(rf"(?i)\b(?:{pattern.translate(CURLY)})(?!\w)") if pattern else words.str.len() * 0


def rate(texts, pattern, by="set"):
    """Return how often `pattern` stands in 1,000 words: a Series with one number for each group in the
    column (or columns) `by`.

    texts: as `read_texts` returns it, or part of it.
    """
    counted = (
        texts.assign(hits=count_hits(texts, pattern), words=count_words(texts))
        .groupby(by)[["hits", "words"]]
        .sum()
    )
    return EACH * counted["hits"] / counted["words"]


def _read_copies(folder, root):
    """Return {slug: {label: passage}}. Nothing tells a reader here which file was used, so one that should
    be text and cannot be read is an error; the pictures of a saved page are none.
    """
    copies = look_through(folder, root)
    for copy in copies:
        if copy.fault and Path(copy.name).suffix.lower() in SUFFIXES:
            fail(copy.name, "", copy.fault, "Save its text as .txt, or take the file out of the folder.")
    return {slug: copy.passages for slug, copy in choose_copies(copies).items()}


def _units(slug, own, root):
    for unit in read_article(slug, root).units.values():
        yield (
            (unit.label, own[unit.label], "own copy")
            if unit.label in own
            else (unit.label, unit.text, "retelling")
        )
    for unit in read_brief(slug, root).units.values():
        yield unit.label, unit.text, "brief"
