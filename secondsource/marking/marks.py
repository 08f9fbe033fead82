"""Mark answers: pandas in, pandas out, no loop over students. The rules are tests/marking/cases.json, as
for the script. The tables that teachers get, marks.csv among them, are laid out in csv_tables.py.
"""

import re
import unicodedata
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..content.keys import Essay
from ..content.texts import slugs
from ..content.textset import TextSet
from ..files import ROOT
from ..problems import fail

# One number, and perhaps a unit without any sign of a number in it: 5² is not 5.
_UNIT = r"[^\d\u00b2\u00b3\u00b9\u2070-\u2189]"
NUMBER = rf"^\s*[~≈]?\s*([+-]?\s*(?:\d[\d.,'’\s]*)?(?:[.,]?\d))\s*(?:%|(?!\s){_UNIT}+)?$"
FRACTIONS = {sign: unicodedata.numeric(sign) for sign in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"}
MIXED = re.compile(rf"(?<!\d)(\d{{0,15}})\s*([{''.join(FRACTIONS)}])")
TYPED = re.compile(r"^([\s~≈+-]*)(\d{1,15})\s+([1-9])/([2-9]|10)(?![\d/.,])")  # 5 1/2
MINUS = {ord(sign): "-" for sign in "−–－﹣"}  # as Word, phones and keyboards of East Asia write it
# Digits as keyboards of Arabic, Persian, Hindi, Bengali and East Asia type them, and the signs between them;
# signs of the direction of writing say nothing.
DIGITS = {first + digit: str(digit) for first in (0x660, 0x6F0, 0x966, 0x9E6, 0xFF10) for digit in range(10)}
TYPING = MINUS | DIGITS | {ord("٫"): ".", ord("٬"): ",", 0x200E: None, 0x200F: None, 0x61C: None}
SPACED = r"[+-]?\d{1,3}(?:[\s'’]\d{3})+(?:[.,]\d+)?"
ASIDE = ["skipped", "open"]  # passages a student skipped or never checked: neither right nor wrong
MARKS = ["right", "also", "wrong", "blank", "contested", "unreadable", "kept", "unknown", *ASIDE]


class Key(NamedTuple):
    """Answers as two tables.

    items: one row per item; index `item` ("set/activity/item"); columns kind ("choice", "number", "text"),
        contested (bool), value (float, in the item's unit; NaN unless a number), tolerance (float, same
        unit), unit (text that may stand behind the number).
    accepted: one row per accepted response; columns item, response, mark ("right" or "also").
    """

    items: pd.DataFrame
    accepted: pd.DataFrame


def mark(answers, key):
    """Return `answers` with two more columns, `mark` and `points`; rows and their order stay as they are.

    answers: DataFrame, one row per (student, item); columns `item` ("set/activity/item") and `response`
        (text, NaN = blank); where there is a column `aside` (one of ASIDE or NaN), it is the mark.
        Further columns are kept.
    key: Key, as `read_keys` or `make_key` return it.
    mark is one of MARKS; points is 1.0 or 0.0, NaN where nothing is scored (contested, kept,
        unknown, skipped, open).
    Raises KeyError naming a column that is missing.
    """
    item, response = answers["item"].astype("category"), answers["response"].astype("category")
    width = len(response.cat.categories) + 1  # one more for a missing response, code -1
    pair = item.cat.codes.to_numpy(dtype=np.int64) * width + response.cat.codes.to_numpy(dtype=np.int64)
    row, pairs = pd.factorize(pair)
    place, answer = np.divmod(pairs + 1, width)  # + 1, so that a missing response belongs to its own item
    marks, points = _mark_pairs(_texts(place, item), _texts(answer - 1, response), key)
    marks, points = marks[row], points[row]
    if "aside" in answers:
        aside = pd.Categorical(answers["aside"], categories=MARKS).codes
        marks, points = np.where(aside < 0, marks, aside), np.where(aside < 0, points, np.nan)
    return answers.assign(mark=pd.Categorical.from_codes(marks, categories=MARKS), points=points)


def _texts(codes, column):
    return pd.Series(pd.Categorical.from_codes(codes, column.cat.categories)).astype("string")


def _mark_pairs(item, response, key):
    """Return (codes into MARKS, points) of different (item, response) pairs: a class gives the same few
    answers many times over.
    """
    response = response.str.strip()
    items = key.items.reindex(item)
    kind = items["kind"].astype(object).fillna("").to_numpy()  # "" where the key does not know the item
    contested = (items["contested"] == True).to_numpy()  # noqa: E712 (the column holds NaN for unknown items)
    blank = (response.isna() | (response == "")).to_numpy(dtype=bool)
    numbers = np.full((len(response), 2), np.nan)
    if (is_number := kind == "number").any():
        numbers[is_number] = read_numbers(response[is_number], items["unit"][is_number])
    number, value, tolerance = numbers[:, 0], items["value"].to_numpy(), items["tolerance"].to_numpy()
    near = (np.abs(numbers - value[:, None]) <= tolerance[:, None] + 1e-9).any(axis=1)
    accepted = _accepted_marks(item, response, key.accepted)
    marks = np.select(
        [
            kind == "",
            blank,
            kind == "text",
            is_number & np.isnan(number),
            contested,
            is_number & near,
            accepted == "right",
            accepted == "also",
        ],
        ["unknown", "blank", "kept", "unreadable", "contested", "right", "right", "also"],
        default="wrong",
    )
    points = np.select(
        [np.isin(marks, ["right", "also"]), np.isin(marks, ["wrong", "unreadable", "blank"])],
        [1.0, 0.0],
        default=np.nan,
    )
    # A blank contested item or text costs nothing.
    points[contested | (kind == "text")] = np.nan
    return pd.Categorical(marks, categories=MARKS).codes, points


def _accepted_marks(item, response, accepted):
    wanted = pd.DataFrame(
        {"item": item.astype(str).to_numpy(), "response": response.fillna("").to_numpy(dtype=object)}
    )
    return (
        wanted.merge(accepted, on=["item", "response"], how="left")["mark"]
        .astype(object)
        .fillna("")
        .to_numpy()
    )


def read_numbers(texts, units=None):
    """Return both readings of what people typed ("1,000", "5,5 a day", "67%") as floats, an array of two
    columns; NaN where it is not one plain number.

    The second is there where a comma may group thousands or begin decimals ("163,333"); never after a leading
    0. units: for each text, words that may stand behind the number although they hold one ("executions in 30
    days").
    """
    texts = texts.astype("string").str.translate(TYPING)
    for unit in set(units if units is not None else ()) - {"", np.nan}:
        has = (units == unit).to_numpy()
        texts = texts.mask(has, texts.str.replace(rf"\s*{re.escape(unit)}\W*$", "", case=False, regex=True))
    texts = texts.str.replace(MIXED, _add_fraction, regex=True).str.replace(TYPED, _add_typed, regex=True)
    digits = texts.str.extract(NUMBER, expand=False).str.replace(r"^([+-])\s+", r"\1", regex=True)
    spaced = digits.str.fullmatch(SPACED).fillna(False)
    digits = digits.mask(spaced, digits.str.replace(r"[\s'’]", "", regex=True))
    grouped = digits.str.fullmatch(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?").fillna(False)
    european = digits.str.fullmatch(r"[+-]?[1-9]\d{0,2}((\.\d{3})+,\d+|(\.\d{3}){2,})").fillna(False)
    decimal = digits.mask(european, digits.str.replace(".", "", regex=False)).str.replace(",", ".", n=1)
    first = decimal.mask(grouped, digits.str.replace(",", ""))
    return np.column_stack([_to_floats(first), _to_floats(decimal.where(grouped))])


def _add_fraction(found):
    return f"{int(found[1] or 0) + FRACTIONS[found[2]]:.10g}"


def _add_typed(found):
    before, whole, above, below = found.groups()
    return f"{before}{int(whole) + int(above) / int(below):.10g}"


def _to_floats(digits):
    plain = digits.str.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)").fillna(False)
    return pd.to_numeric(digits.where(plain), errors="coerce").to_numpy(dtype=float, na_value=np.nan)


def read_keys(names=None, root=ROOT):
    """Return the Key of the named text sets (all of them by default) from `solutions/`."""
    answers, numbers = {}, {}
    for slug in names or slugs(root):
        text_set = TextSet(slug, root)
        for name in text_set.activities:
            answers |= list_answers(text_set, name)
            numbers |= list_numbers(text_set, name)
    return make_key(answers, numbers)


def list_answers(text_set, name):
    """Return {full item id: Answer or Essay} of one activity."""
    return {f"{text_set.slug}/{name}/{item}": answer for item, answer in text_set.answers(name).items()}


def list_numbers(text_set, name):
    """Return {full item id: unit} of the items of one activity that are answered with a number."""
    items = text_set.activity(name).items()
    return {f"{text_set.slug}/{name}/{item.id}": item.measure for item in items if item.form == "number"}


def make_key(answers, numbers=()):
    """Return a Key from {full item id: Answer or Essay}. numbers: the items answered with a number; where it
    is a dict, with their units.
    """
    units = numbers if isinstance(numbers, dict) else dict.fromkeys(numbers, "")
    items, accepted = [], []
    for item, answer in answers.items():
        if isinstance(answer, Essay):
            items.append((item, "text", False, np.nan, 0.0, ""))
            continue
        is_number = item in numbers
        items.append(
            (
                item,
                "number" if is_number else "choice",
                answer.is_contested,
                float(answer.answer) if is_number else np.nan,
                float(answer.tolerance or 0),
                units.get(item, ""),
            )
        )
        if not is_number:
            accepted += [(item, answer.answer, "right"), *((item, also, "also") for also in answer.also)]
    columns = ["item", "kind", "contested", "value", "tolerance", "unit"]
    frame = pd.DataFrame(items, columns=columns).set_index("item")
    return Key(frame, pd.DataFrame(accepted, columns=["item", "response", "mark"], dtype="string"))


def wanted_key(sittings, root=ROOT):
    """Return the Key of the sets that were handed in. Raises ContentError where there are no keys."""
    if not (root / "solutions").exists():
        fail(
            "solutions",
            "",
            "the answer keys are not in this copy of the kit.",
            "Mark with a copy that has the folder solutions/.",
        )
    return read_keys(
        sorted({name.partition("/")[0] for name in sittings["activity"].unique()} & set(slugs(root))), root
    )
