"""Where the class split, over the text: every sentence that was asked about, in order, with what share of
the class gave which answer.
"""

from typing import NamedTuple

from ..content.labels import SKILL_NAMES
from ..data.items import name_choice
from .items import share_answers

FEWEST = 5  # students who answered an item, before the report speaks of a share of them
SMALLEST = 0.05  # rarer answers stand together as “others”, unless one is the right one
# share of the most frequent answer from which on a class agreed, or leaned
SPLITS = ((0.75, "agreed"), (0.6, "leaning"), (0, "split"))


class Part(NamedTuple):
    """One answer to an item: its name, its share of all answers (0 to 1), and whether it is accepted."""

    name: str
    share: float
    right: bool


class Row(NamedTuple):
    """One item: what is asked about the text, its parts (most frequent first), how far the class agreed,
    answers.
    """

    asked: str
    parts: list
    split: str
    count: int
    contested: bool


class Passage(NamedTuple):
    """One sentence of the text with its rows; the last passage of a set, without a sentence, holds the
    gaps.
    """

    unit: str
    text: str
    rows: list


def draw_map(shares, catalogue):
    """Return the Passages of one set, in the order of its text. shares and catalogue: rows of that set."""
    items = catalogue[catalogue["discerns"].astype(bool)]
    tables = dict(list(shares[shares["item"].isin(items.index)].groupby("item", observed=True)))
    passages = {}
    for item in items.sort_values("place", kind="stable").itertuples():
        table = tables.get(item.Index)
        if table is not None and table["answers"].sum() >= FEWEST:
            passage = passages.setdefault(item.unit, Passage(item.unit, item.sentence, []))
            passage.rows.append(_read_row(item, table))
    gaps = passages.pop("", None)
    return [*passages.values(), *([gaps] if gaps else [])]


def count_splits(passages):
    """Return {“agreed”, “leaning”, “split”: number of items}."""
    found = [row.split for passage in passages for row in passage.rows]
    return {name: found.count(name) for _, name in SPLITS}


def share_of_sets(marked, catalogue):
    """Return share_answers and, for each set with at least FEWEST students, how many worked on it;
    most-worked first.
    """
    shares = share_answers(marked, catalogue)
    given = marked[(marked["mark"] != "blank").to_numpy()]
    items = given["item"].astype("category")
    sets = catalogue["set"].reindex(items.cat.categories).astype("category").array.take(items.cat.codes)
    workers = given.assign(set=sets).drop_duplicates(["student", "set"]).groupby("set", observed=True).size()
    return shares, workers[workers >= FEWEST].sort_values(ascending=False, kind="stable")


def _read_row(item, table):
    whole = table["answers"].sum()
    parts = [
        Part(
            name_choice(item.choices, row.response),
            row.answers / whole,
            bool(row.right) or row.response == item.answer,
        )
        for row in table.itertuples()
    ]
    shown = [part for part in parts if part.share >= SMALLEST or part.right]
    rare = [part for part in parts if part not in shown]
    if rare:
        shown.append(rare[0] if len(rare) == 1 else Part("others", sum(part.share for part in rare), False))
    split = next(name for least, name in SPLITS if parts[0].share >= least)
    return Row(_asked(item), shown, split, int(whole), bool(item.contested))


def _asked(item):
    """Return what is asked, in a row under the sentence it is about: of the whole sentence, a question."""
    if item.text == item.sentence:
        return SKILL_NAMES[item.skill]
    return f"“{item.text}”" if item.quote else item.text
