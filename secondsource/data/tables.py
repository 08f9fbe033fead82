"""The exercises as tidy tables: what the cross-article pages and the notebooks count. Nothing is typed a
second time.

Every table has one row per item and the columns `set` and `item`; answers come from `solutions/` and are
missing (NaN) without it.
"""

import sys

import pandas as pd

from ..content.cards import read_evidence
from ..content.counts import Count, read_counts
from ..content.labels import CHOICE_LISTS
from ..content.texts import slugs
from ..content.textset import TextSet
from ..files import ROOT

SETTLED = ("borne-out", "partly", "not-borne-out")  # outcomes; all others settle nothing
FIRST_EDITION = "secondsource.tasks"  # only notebooks of the first edition import it


def articles(root=ROOT):
    """Return the slugs of the real articles, in order of publication."""
    return [slug for slug in slugs(root) if slug[:4].isdigit()]


def sources(root=ROOT):
    """Return who is cited in the real articles, one row per row of the source audits.

    Columns: set, item, unit, source (who or what is cited), note, kind (class in the key), also
        (tuple of further accepted classes), scored (bool: False where readers differ).
    """
    return _rows("source-classes", "source", "kind", root)


def figures(root=ROOT):
    """Return the figures of the real articles, one row per row of the figure audits.

    Columns: set, item, unit, figure (as stated), note (the source given), verdict, also, scored.
    """
    return _rows("verdicts", "figure", "verdict", root)


def forecasts(root=ROOT):
    """Return the forecasts of the real articles, one row per forecast and horizon.

    Columns: set, item, unit, forecast, horizon (text: one or five years, with the date), years (1 or
        5), outcome, also, scored.
    """
    table = _rows("outcomes", "forecast", "outcome", root).rename(columns={"note": "horizon"})
    return table.assign(years=table["item"].map(lambda item: 5 if item.endswith("five") else 1))


def labelled_figures(root=ROOT):
    """Return `figures()` with the label that the claim around each has for its figures; NaN where it has
    none.
    """
    given = labels(root).query("skill == 'figures'")[["set", "unit", "label"]]
    return figures(root).merge(given, how="left", on=["set", "unit"], validate="many_to_one")


def settled_forecasts(root=ROOT):
    """Return the scores of `forecasts()` that are settled, with the column sentence ("set/t1")."""
    table = forecasts(root)
    sentence = table["set"] + "/" + table["item"].str.extract(r"/(t\d+)-")[0]
    return table.assign(sentence=sentence)[table["outcome"].isin(SETTLED)]


def phrases(root=ROOT):
    """Return the phrases of the wording exercises of the real articles.

    Columns: set, item, unit, phrase, answer ("loaded" or "fair"), plain (a neutral version, "" where none is
        needed), scored.
    """
    rows = []
    for text_set, name, activity, answers in _activities(root):
        for item in activity.items():
            if not item.quote:
                continue
            answer = answers.get(item.id)
            rows.append(
                {
                    "set": text_set.slug,
                    "item": f"{name}/{item.id}",
                    "unit": item.unit,
                    "phrase": item.quote,
                    "answer": answer.answer if answer else None,
                    "plain": answer.sound if answer else None,
                    "scored": bool(answer) and not answer.is_contested,
                }
            )
    return pd.DataFrame(rows)


def labels(root=ROOT):
    """Return the labels of all units that a key labels, invented sets included.

    Columns: set, unit, document ("article" or "brief"), skill ("speaking" or "figures"), label, scored.
    """
    rows = []
    for slug in slugs(root):
        text_set = TextSet(slug, root)
        for unit, skills in text_set.key.units.items() if text_set.key else ():
            for skill, answer in skills:
                if answer:
                    rows.append(
                        {
                            "set": slug,
                            "unit": unit,
                            "document": "brief" if unit in text_set.brief.units else "article",
                            "skill": skill,
                            "label": answer.answer,
                            "scored": not answer.is_contested,
                        }
                    )
    table = pd.DataFrame(rows, columns=["set", "unit", "document", "skill", "label", "scored"])
    return _with_former(table, text="document")


def cards(slug, root=ROOT):
    """Return the second sources of a set: columns card, title, says, date (as text), publisher, party,
    reference, day (a Timestamp; NaT where the date is no plain day).
    """
    rows = [{"card": name, **card.model_dump()} for name, card in read_evidence(slug, root).items()]
    table = pd.DataFrame(rows)
    return table.assign(day=pd.to_datetime(table["date"], format="%d %B %Y", errors="coerce"))


def counts(topic=None, root=ROOT):
    """Return what different people counted or estimated for one thing: a rally, the dead of 1988.

    Columns: id, topic, who, low, high (int, people), said (date, as text), party ("yes", "no" or "in part"),
        kind (count, estimate, announcement, minimum ...), reference (key in references.bib), note.
    """
    rows = [{"id": name, **count.model_dump()} for name, count in read_counts(root).items()]
    # A kit need not have the file: the columns are there all the same.
    table = pd.DataFrame(rows, columns=["id", *Count.model_fields]).astype({"low": int, "high": int})
    return table if topic is None else table[table["topic"] == topic].reset_index(drop=True)


def _activities(root):
    for slug in articles(root):
        text_set = TextSet(slug, root)
        for name, activity in text_set.activities.items():
            yield text_set, name, activity, text_set.answers(name)


def _rows(choices, text, answer_name, root):
    """Return the items that are answered from one of the CHOICE_LISTS, one row each."""
    rows = []
    for text_set, name, activity, answers in _activities(root):
        for item in activity.items():
            if item.choices is not CHOICE_LISTS[choices]:
                continue
            asked, answer = text_set.asked(activity, item), answers.get(item.id)
            rows.append(
                {
                    "set": text_set.slug,
                    "item": f"{name}/{item.id}",
                    "unit": asked.place,
                    text: asked.text,
                    "note": asked.note,
                    answer_name: answer.answer if answer else None,
                    "also": tuple(answer.also) if answer else (),
                    "scored": bool(answer) and not answer.is_contested,
                }
            )
    return _with_former(pd.DataFrame(rows), where="unit")


def _with_former(table, **former):
    """Return a table with a copy of columns under the names they had in the first edition, where a notebook
    of that runs: `where` is a method of every table, and `text` was a wording elsewhere.
    """
    is_old = FIRST_EDITION in sys.modules
    return table.assign(**{old: table[new] for old, new in former.items()}) if is_old else table
