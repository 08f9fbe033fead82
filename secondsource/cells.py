"""Tables for spreadsheets: text that came from students stays text, and a file is there whole or not at all."""

import codecs
import csv
import io
import os
import re
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\n")  # a spreadsheet takes what begins so for a formula; full-width signs too, in Japan
# Control characters (NUL ends a cell in some programs), and signs that turn the direction of writing, so that a name could read as another.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def clean_cell(text):
    """Return a text that no spreadsheet runs: an apostrophe stands before what looks like a formula, and what cannot be seen is gone."""
    text = UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")).encode("utf-8", "replace").decode()
    return "'" + text if text.startswith(STARTS) or text.lstrip(" \n'").startswith(STARTS) else text


def clean_line(text):
    """Return a text as one line that no spreadsheet runs: for names."""
    return clean_cell(" ".join(text.split()))


def read_cell(text):
    """Return what stood in a cell before `clean_cell`."""
    return text[1:] if text.startswith("'") and clean_cell(text[1:]) == text else text


def write_csv(frame, path):
    """Write a table as CSV (UTF-8 with a mark, so that Excel shows names right); every text in it is cleaned."""
    columns = [_spell(frame[name]) for name in frame]

    def write(file):
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([clean_line(str(name)) for name in frame])
        writer.writerows(zip(*columns))
    write_whole(path, write)


def write_whole(path, write, encoding="utf-8-sig"):
    """Call `write` with an open text file; put it in the place of `path` when all of it is written.

    Only the owner may read it: marks and reports are personal. Raises OSError; the old file is then untouched.
    """
    path = Path(path)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding=encoding, newline="") as file:
            write(file)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def read_csv(path):
    """Return a table as a spreadsheet saved it, all of it text, "" where empty; the separator may be a comma, a semicolon or a tab.

    Raises ValueError where it is no table, OSError where it cannot be read.
    """
    text, separator = decode_table(Path(path).read_bytes())
    table = pd.read_csv(io.StringIO(text), sep=separator, dtype=str, keep_default_na=False)
    return table.rename(columns=str.strip).map(read_cell)


def decode_table(data):
    """Return the text of a table that a spreadsheet saved, without empty lines in front, and its separator: comma, semicolon or tab."""
    text = _decode(data).lstrip("\r\n")
    return text, max(",;\t", key=text.partition("\n")[0].count)


def _decode(data):
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")  # Excel's “Unicode text”
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _spell(column):
    """Return a column as clean texts, "" where empty. A class writes the same few answers many times: each is cleaned once."""
    values = column.astype("category")
    spell = "{:.10g}".format if pd.api.types.is_float_dtype(values.cat.categories) else lambda value: clean_cell(str(value))
    cells = np.array([*map(spell, values.cat.categories), ""], dtype=object)
    return cells[values.cat.codes]  # the code of nothing is -1: the last
