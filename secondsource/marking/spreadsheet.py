"""Tables for spreadsheets: text that came from students stays text."""

import csv
import io
import re
import unicodedata
from pathlib import Path

import numpy as np
import pandas as pd

from ..files import clean_cell, clean_line, decode_text, read_cell, write_whole

# What tables come in besides Unicode: from a Mac's older programs, and from those of DOS (cp850).
OLD, WINDOWS = {"mac_roman": "MacRoman", "cp850": "cp850 (DOS)"}, "windows-1252"
QUOTES = "“”„‘’‚«»‹›–—…½¼¾²³°€"  # signs that people do type beside a letter
RARE = "ªºµƒˆ¤¦¬¯¸¹�"  # the second halves of other encodings, mostly
# What a spreadsheet may take for a date, a time, a number or a truth value: “1/2”, “20 Nov 2026”, “0012”,
# “1E5”, “TRUE”. Each language has its own rules (tried: LibreOffice in six), so any short line with a digit.
VALUE = re.compile(
    r"(?=.{1,40}\Z)[^\n]*\d[^\n]*|\s*(true|false|wahr|falsch|vrai|faux|vero|falso|verdadero|waar|onwaar)\s*",
    re.IGNORECASE,
)


def write_csv(frame, path):
    """Write a table as CSV (UTF-8 with a mark, so that Excel shows names right); every text in it is
    cleaned.
    """
    columns = [_spell(frame[name]) for name in frame]
    with write_whole(path, "utf-8-sig", private=True) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([clean_line(str(name)) for name in frame])
        writer.writerows(zip(*columns, strict=True))


def read_csv(path):
    """Return a table as a spreadsheet saved it, all of it text, "" where empty; the separator may be a comma,
    a semicolon or a tab.

    Raises ValueError where it is no table, OSError where it cannot be read.
    """
    text, separator, _ = decode_table(Path(path).read_bytes())
    table = pd.read_csv(io.StringIO(text), sep=separator, dtype=str, keep_default_na=False)
    return table.rename(columns=str.strip).map(read_cell)


def guard_text(text):
    """Return a text that every spreadsheet takes for text and gives back as it is: with an apostrophe before
    what looks like a date or a number.
    """
    return "'" + text if VALUE.fullmatch(text) and clean_cell(text) == text else text


def read_guarded(text):
    """Return what stood in a cell before `guard_text`, whether the program has kept the apostrophe or not."""
    return text[1:] if text.startswith("'") and VALUE.fullmatch(text[1:]) else text


def decode_table(data):
    """Return (the text of a table that a spreadsheet saved, without empty lines in front; its separator:
    comma, semicolon, tab or bar; the old encoding it was taken to be in, "" where there is no doubt).
    """
    text, encoding = decode_text(data)
    doubtful = ""
    if encoding == "cp1252" and (odd := count_odd_signs(text)):
        guesses = {name: data.decode(encoding, "replace") for encoding, name in OLD.items()}
        best = min(guesses, key=lambda name: count_odd_signs(guesses[name]))
        doubtful = best if count_odd_signs(guesses[best]) < odd else WINDOWS
        text = guesses.get(doubtful, text)
    text = text.lstrip("\r\n").replace("\r\n", "\n").replace("\r", "\n")
    if named := re.match(r'"?sep=([,;\t|])"?\n', text):  # a line for Excel
        return text[named.end() :], named[1], doubtful
    return text, max(",;\t|", key=text.partition("\n")[0].count), doubtful


def count_odd_signs(text):
    """Return how many signs of a text are none that people type, or stand where nobody types them: “JŸrgen
    Wei§” has two. (charset-normalizer, asked for these three encodings, takes that for good, too.)
    """
    signs = [found for found in re.finditer(r"[^\x00-\x7f]", text)]
    return sum(_is_odd(text[max(found.start() - 1, 0) : found.end() + 2], found[0]) for found in signs)


def _is_odd(around, sign):
    before, behind = around.partition(sign)[::2]
    after = behind[:1]
    if sign.isalpha():
        starts_name = after.isupper() and behind[1:].islower()  # behind a sign inside a word: “OÕNeill”
        is_inside = before.islower() or before.isalpha() and (after.islower() or starts_name)
        return sign.isupper() and is_inside or sign in RARE
    joined = before.isalpha() or after.isalpha()
    return unicodedata.category(sign) in ("Cc", "Cn", "So") or joined and sign not in QUOTES or sign in RARE


def _spell(column):
    """Return a column as clean texts, "" where empty. A class writes the same few answers many times: each
    is cleaned once.
    """
    values = column.astype("category")
    spell = (
        "{:.10g}".format
        if pd.api.types.is_float_dtype(values.cat.categories)
        else lambda value: clean_cell(str(value))
    )
    cells = np.array([*map(spell, values.cat.categories), ""], dtype=object)
    return cells[values.cat.codes]  # the code of nothing is -1: the last
