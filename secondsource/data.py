"""The exercises as tidy tables: what the cross-article pages and the notebooks count. Nothing is typed a second time.

Every table has one row per item and the columns `set` and `item`; answers come from `solutions/` and are missing (NaN) without it.
"""

import pandas as pd

from .counts import read_counts
from .evidence import read_evidence
from .items import Phrases, Table
from .keys import activity_key
from .render import Library
from .strict import ROOT
from .texts import slugs


def articles(root=ROOT):
    """Return the slugs of the real articles, in order of publication."""
    return [slug for slug in slugs(root) if slug[:4].isdigit()]


def sources(root=ROOT):
    """Return who is cited in the real articles, one row per row of the source audits.

    Columns: set, item, where (unit), source (who or what is cited), note, kind (class in the key), also (tuple of further
    accepted classes), scored (bool: False where readers differ).
    """
    return _rows("source-classes", "source", "kind", root)


def figures(root=ROOT):
    """Return the figures of the real articles, one row per row of the figure audits.

    Columns: set, item, where (unit), figure (as stated), note (the source given), verdict, also, scored.
    """
    return _rows("verdicts", "figure", "verdict", root)


def forecasts(root=ROOT):
    """Return the forecasts of the real articles, one row per forecast and horizon.

    Columns: set, item, where (unit), forecast, horizon (text: one or five years, with the date), years (1 or 5), outcome, also, scored.
    """
    table = _rows("outcomes", "forecast", "outcome", root).rename(columns={"note": "horizon"})
    return table.assign(years=table["item"].map(lambda item: 5 if item.endswith("five") else 1))


def phrases(root=ROOT):
    """Return the phrases of the wording exercises of the real articles.

    Columns: set, item, unit, phrase, answer ("loaded" or "fair"), plain (a neutral version, "" where none is needed), scored.
    """
    rows = []
    for library, name, activity, answers in _activities(Phrases, root):
        for item, phrase in activity.phrases.items():
            answer = answers.get(item)
            rows.append({"set": library.slug, "item": f"{name}/{item}", "unit": phrase.unit, "phrase": phrase.quote,
                         "answer": answer.answer if answer else None, "plain": answer.sound if answer else None,
                         "scored": bool(answer) and not answer.is_contested})
    return pd.DataFrame(rows)


def labels(root=ROOT):
    """Return the labels of all units that a key labels, invented sets included.

    Columns: set, unit, text ("article" or "brief"), skill ("speaking" or "figures"), label, scored.
    """
    rows = []
    for slug in slugs(root):
        library = Library(slug, root)
        for unit, skills in (library.key.units.items() if library.key else ()):
            for skill, answer in skills:
                if answer:
                    rows.append({"set": slug, "unit": unit, "text": "brief" if unit in library.brief.units else "article",
                                 "skill": skill, "label": answer.answer, "scored": not answer.is_contested})
    return pd.DataFrame(rows, columns=["set", "unit", "text", "skill", "label", "scored"])


def cards(slug, root=ROOT):
    """Return the second sources of a set: columns card, title, says, date (as text), publisher, party, reference."""
    return pd.DataFrame([{"card": name, **card.model_dump()} for name, card in read_evidence(slug, root).items()])


def counts(topic=None, root=ROOT):
    """Return what different people counted or estimated for one thing: a rally, the dead of 1988.

    Columns: id, topic, who, low, high (int, people), said (date, as text), party ("yes", "no" or "in part"), kind (count, estimate,
    announcement, minimum ...), reference (key in references.bib), note.
    """
    rows = [{"id": name, **count.model_dump()} for name, count in read_counts(root).items()]
    table = pd.DataFrame(rows).astype({"low": int, "high": int})
    return table if topic is None else table[table["topic"] == topic].reset_index(drop=True)


def _activities(kind, root):
    for slug in articles(root):
        library = Library(slug, root)
        for name, activity in library.activities.items():
            if isinstance(activity, kind):
                yield library, name, activity, activity_key(name, activity, library.key) if library.key else {}


def _rows(choices, text, answer_name, root):
    rows = []
    for library, name, activity, answers in _activities(Table, root):
        for item, row in activity.rows.items() if activity.choices == choices else ():
            answer = answers.get(item)
            rows.append({"set": library.slug, "item": f"{name}/{item}", "where": row.where, text: row.text, "note": row.note,
                         answer_name: answer.answer if answer else None, "also": tuple(answer.also) if answer else (),
                         "scored": bool(answer) and not answer.is_contested})
    return pd.DataFrame(rows)
