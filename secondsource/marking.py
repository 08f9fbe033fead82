"""Mark answers: pandas in, pandas out, no loop over students. The rules are tests/marking_cases.json, as for widget.js."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from .keys import Essay
from .render import Library
from .strict import ROOT
from .texts import slugs

NUMBER = r"^\s*[~≈]?\s*([+-]?[\d.,\s]*\d)\s*(?:%|[^\d\s][^\d]*)?$"
MARKS = ["right", "also", "wrong", "blank", "contested", "unreadable", "kept", "unknown"]


class Key(NamedTuple):
    """Answers as two tables.

    items: one row per item; index `item` ("set/activity/item"); columns kind ("choice", "number", "text"), contested (bool),
        value (float, in the item's unit; NaN unless a number), tolerance (float, same unit).
    accepted: one row per accepted response; columns item, response, mark ("right" or "also").
    """

    items: pd.DataFrame
    accepted: pd.DataFrame


def mark(answers, key):
    """Return `answers` with two more columns, `mark` and `points`; rows and their order stay as they are.

    answers: DataFrame, one row per (student, item); columns `item` ("set/activity/item") and `response` (text, NaN = blank);
        further columns are kept.
    key: Key, as `read_keys` or `make_key` return it.
    mark is one of MARKS; points is 1.0 or 0.0, NaN where nothing is scored (contested, kept, unknown).
    Raises KeyError naming a column that is missing.
    """
    item, response = answers["item"].astype("category"), answers["response"].astype("category")
    width = len(response.cat.categories) + 1  # one more for a missing response, code -1
    pair = item.cat.codes.to_numpy(dtype=np.int64) * width + response.cat.codes.to_numpy(dtype=np.int64)
    row, pairs = pd.factorize(pair)
    place, answer = np.divmod(pairs + 1, width)  # + 1, so that a missing response belongs to its own item
    marks, points = _mark_pairs(_texts(place, item), _texts(answer - 1, response), key)
    return answers.assign(mark=pd.Categorical.from_codes(marks[row], categories=MARKS), points=points[row])


def _texts(codes, column):
    return pd.Series(pd.Categorical.from_codes(codes, column.cat.categories)).astype("string")


def _mark_pairs(item, response, key):
    """Return (codes into MARKS, points) of different (item, response) pairs: a class gives the same few answers many times over."""
    response = response.str.strip()
    items = key.items.reindex(item)
    kind = items["kind"].astype(object).fillna("").to_numpy()  # "" where the key does not know the item
    contested = (items["contested"] == True).to_numpy()  # noqa: E712 (the column holds NaN for unknown items)
    blank = (response.isna() | (response == "")).to_numpy(dtype=bool)
    number = np.full(len(response), np.nan)
    if (is_number := kind == "number").any():
        number[is_number] = parse_numbers(response[is_number])
    near = np.abs(number - items["value"].to_numpy()) <= items["tolerance"].to_numpy() + 1e-9
    accepted = _accepted_marks(item, response, key.accepted)
    marks = np.select(
        [kind == "", blank, kind == "text", is_number & np.isnan(number), contested,
         is_number & near, accepted == "right", accepted == "also"],
        ["unknown", "blank", "kept", "unreadable", "contested", "right", "right", "also"], default="wrong")
    points = np.select([np.isin(marks, ["right", "also"]), np.isin(marks, ["wrong", "unreadable", "blank"])], [1.0, 0.0], default=np.nan)
    # A blank contested item or text costs nothing.
    points[contested | (kind == "text")] = np.nan
    return pd.Categorical(marks, categories=MARKS).codes, points


def _accepted_marks(item, response, accepted):
    wanted = pd.DataFrame({"item": item.astype(str).to_numpy(), "response": response.fillna("").to_numpy(dtype=object)})
    return wanted.merge(accepted, on=["item", "response"], how="left")["mark"].astype(object).fillna("").to_numpy()


def parse_numbers(texts):
    """Return floats for what people typed ("1,000", "5,5 a day", "67%"); NaN where it is not one plain number."""
    digits = texts.astype("string").str.extract(NUMBER, expand=False).str.replace(r"\s", "", regex=True)
    grouped = digits.str.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?").fillna(False)
    digits = digits.mask(grouped, digits.str.replace(",", "")).str.replace(",", ".", n=1)
    plain = digits.str.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)").fillna(False)
    return pd.to_numeric(digits.where(plain), errors="coerce").to_numpy(dtype=float, na_value=np.nan)


def read_keys(names=None, root=ROOT):
    """Return the Key of the named text sets (all of them by default) from `solutions/`."""
    rows = []
    for slug in names or slugs(root):
        library = Library(slug, root)
        for name in library.activities:
            rows += [(f"{slug}/{name}/{item}", answer) for item, answer in library.answers(name).items()]
    return make_key(dict(rows))


def make_key(answers):
    """Return a Key from {full item id: Answer or Essay}. An answer is a number where its item id ends in `.number`."""
    items, accepted = [], []
    for item, answer in answers.items():
        if isinstance(answer, Essay):
            items.append((item, "text", False, np.nan, 0.0))
            continue
        is_number = item.endswith(".number")
        items.append((item, "number" if is_number else "choice", answer.is_contested,
                      float(answer.answer) if is_number else np.nan, float(answer.tolerance or 0)))
        if not is_number:
            accepted += [(item, answer.answer, "right"), *((item, also, "also") for also in answer.also)]
    frame = pd.DataFrame(items, columns=["item", "kind", "contested", "value", "tolerance"]).set_index("item")
    return Key(frame, pd.DataFrame(accepted, columns=["item", "response", "mark"], dtype="string"))
