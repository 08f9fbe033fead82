"""The kit's own corpus as raw tables, to be cleaned and joined: each sentence of our texts, and what the keys
say about it. Checks A to C are left out: who has seen their sentences cannot be measured with them.
"""

import pandas as pd

from ..content.cards import read_evidence
from ..content.texts import PRACTICE, read_article, read_brief, slugs
from ..files import ROOT
from .tables import articles, figures, labels

LEFT_OUT = ("check-", "across", PRACTICE)
ABOUT = {  # column: what it holds
    "texts.csv": {
        "set": "name of the text set",
        "document": "article or brief",
        "side": "movement (the five real articles), invented, or kit (briefs, written by us)",
        "title": "as the reading edition has it",
        "byline": "who signs it",
        "outlet": "where it appeared",
        "published": "as text, with how we know it",
    },
    "sentences.csv": {
        "set": "as above",
        "document": "as above",
        "unit": "p3.2 is the second claim of paragraph 3; b: of a brief; e: a post; h: a heading",
        "text": "our retelling, never the original",
    },
    "labels.csv": {
        "set": "as above",
        "unit": "as above",
        "skill": "speaking (who says it) or figures (how do they know)",
        "label": "S0 to S4, F0 to F4, or X: no factual claim",
        "contested": "yes where careful readers differ",
    },
    "figures.csv": {
        "set": "as above",
        "unit": "as above",
        "figure": "as the text states it",
        "note": "what the text gives as its source",
        "verdict": "what the second sources say of it",
        "contested": "as above",
    },
    "cards.csv": {
        "set": "as above",
        "card": "name of a second source",
        "title": "of the second source",
        "publisher": "who stands behind it",
        "party": "does it have a stake itself? Yes, no or in part, and why",
        "date": "as text, as the source has it",
        "says": "what it says, in our words",
    },
}


def corpus(root=ROOT):
    """Return {file name: table} of the corpus. Without solutions `labels.csv` has no rows, and `figures.csv`
    no verdicts.
    """
    sets = [slug for slug in slugs(root) if not slug.startswith(LEFT_OUT)]
    tables = {
        "texts.csv": pd.DataFrame(row for slug in sets for row in _texts(slug, root)),
        "sentences.csv": pd.DataFrame(row for slug in sets for row in _sentences(slug, root)),
        "cards.csv": pd.DataFrame(row for slug in sets for row in _cards(slug, root)),
    }
    given = labels(root)
    tables["labels.csv"] = _with_contested(given[given["set"].isin(sets)])
    tables["figures.csv"] = _with_contested(figures(root))
    return {name: tables[name][list(columns)] for name, columns in ABOUT.items()}


def _texts(slug, root):
    article, brief = read_article(slug, root), read_brief(slug, root)
    side = "movement" if slug in articles(root) else "invented"
    fields = {name: article.header.get(name, "") for name in ("title", "byline", "outlet", "published")}
    yield {"set": slug, "document": "article", "side": side, **fields}
    if brief.units:
        yield {"set": slug, "document": "brief", "side": "kit", **dict.fromkeys(fields, "")}


def _sentences(slug, root):
    for document, text in (("article", read_article(slug, root)), ("brief", read_brief(slug, root))):
        for unit in text.units.values():
            yield {"set": slug, "document": document, "unit": unit.label, "text": unit.text}


def _cards(slug, root):
    for name, card in read_evidence(slug, root).items():
        yield {"set": slug, "card": name, **card.model_dump()}


def _with_contested(table):
    return table.assign(contested=table["scored"].map({True: "no", False: "yes"}))
