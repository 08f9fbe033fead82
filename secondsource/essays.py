"""Free texts: laid out for a teacher to mark in a spreadsheet, and the marks read back. What a teacher typed is never written over."""

import hashlib
import re
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from .cells import clean_cell, read_cell, read_csv, write_csv
from .items import read_items
from .labels import SKILL_NAMES
from .strict import ROOT

SKILLS = ["speaking", "figures", "missing"]
MOST = 3  # points for one skill: 0 not done, 3 done well
TYPED = [*SKILLS, "comment"]  # what a teacher fills in
COLUMNS = ["code", "student", "name", "item", "title", "text", *TYPED]


class Rubric(NamedTuple):
    """What teachers typed. cells: {code: {column: text}}, only cells with something in them; texts: {code: text as it was marked}."""

    cells: dict
    texts: dict
    problems: list


def lay_out(marked, root=ROOT):
    """Return the free texts of a marked table, one row each; columns COLUMNS, those to fill in empty.

    code: what a row is found again by, whatever a spreadsheet does to names and texts.
    """
    texts = marked[marked["mark"] == "kept"].sort_values(["item", "student"], key=lambda column: column.astype("str"))
    table = texts[["student", "name", "item"]].astype("str").assign(text=texts["response"].astype("str"))
    table["code"] = [_code(student, item) for student, item in zip(table["student"], table["item"])]
    table["title"] = table["item"].map({item: _title(item, root) for item in table["item"].unique()})
    return table.assign(**dict.fromkeys(TYPED, ""))[COLUMNS].reset_index(drop=True)


def list_tables(folder):
    """Return the tables of texts in a folder, oldest first: texts.csv, texts-2.csv …"""
    numbered = [(int(match[1] or 1), path) for path in Path(folder).glob("texts*.csv") if (match := re.fullmatch(r"texts(?:-(\d+))?\.csv", path.name))]
    return [path for _, path in sorted(numbered)]


def read_rubric(paths):
    """Return the Rubric in some tables; in case of doubt the later table counts. Problems are rows (file, student, problem)."""
    rubric = Rubric({}, {}, [])
    for path in map(Path, paths):
        try:
            table = read_csv(path)
        except (OSError, ValueError) as error:
            rubric.problems.append((path.name, "", f"The table cannot be read ({str(error).splitlines()[0]}). Save it from the spreadsheet as CSV."))
            continue
        if missing := [name for name in ("code", *TYPED) if name not in table]:
            rubric.problems.append((path.name, "", f"The columns {', '.join(missing)} are missing, so no mark is read. Mark in the table that this command wrote."))
            continue
        for row in table.to_dict("records"):
            _read_row(row, path.name, rubric)
    return rubric


def _read_row(row, file, rubric):
    code, student = row["code"].strip(), row.get("name", "")
    cells = rubric.cells.setdefault(code, {})
    rubric.texts[code] = row.get("text", "")
    for column in TYPED:
        cell = row[column].strip()
        if column in SKILLS and cell and cell not in map(str, range(MOST + 1)):
            rubric.problems.append((file, student, f"{row.get('item', code)}: “{cell[:40]}” for {column} is no mark. Type 0, 1, 2 or {MOST}."))
        elif cell:
            if cells.get(column, cell) != cell:
                rubric.problems.append((file, student, f"{row.get('item', code)}: {column} was “{cells[column][:40]}” in an older table; “{cell[:40]}” counts."))
            cells[column] = cell


def fill_in(table, rubric):
    """Return (the laid-out table with what teachers typed, rows for `problems` about what does not fit)."""
    filled = table.assign(**{column: [rubric.cells.get(code, {}).get(column, "") for code in table["code"]] for column in TYPED})
    problems, known = list(rubric.problems), set(table["code"])
    problems += [("texts", "", f"Marks for the row {code[:40] or 'without a code'} are kept in your table but belong to no text that was handed in.")
                 for code, cells in rubric.cells.items() if cells and code not in known]
    for row in filled.itertuples():
        given = [skill for skill in SKILLS if getattr(row, skill)]
        if (given or row.comment) and _squeeze(rubric.texts[row.code]) != _squeeze(row.text):
            problems.append(("texts", row.name, f"{row.item}: the text has changed since it was marked. Look at it again."))
        if given and len(given) < len(SKILLS):
            problems.append(("texts", row.name, f"{row.item}: marked for {' and '.join(given)} only, so it has no total yet."))
    return filled, problems


def total_points(filled):
    """Return the points of each row, 0 to 9; NaN until all three skills are marked."""
    return filled[SKILLS].apply(lambda column: pd.to_numeric(column, errors="coerce")).sum(axis=1, skipna=False) if len(filled) else pd.Series(dtype=float)


def write_texts(filled, rubric, folder):
    """Write the table where nothing of a teacher's is lost; return its path.

    texts.csv is written anew as long as nobody marked in it; afterwards a new table (texts-2.csv …) is written beside it when
    there are texts it does not have, with the marks given so far.
    """
    tables = list_tables(folder)
    own, untouched = read_rubric(tables), all(map(_is_untouched, tables))
    if not untouched and all(_squeeze(own.texts.get(row.code)) == _squeeze(row.text) for row in filled.itertuples()):
        return tables[-1]
    number = 1 if untouched else int(re.search(r"(\d*)\.csv$", tables[-1].name)[1] or 1) + 1
    path = Path(folder) / ("texts.csv" if number == 1 else f"texts-{number}.csv")
    write_csv(filled, path)
    return path


def _is_untouched(path):
    """Tell whether a table is as we wrote it: a mark, a comment or a column of the teacher's own makes it theirs."""
    try:
        table = read_csv(path)
    except (OSError, ValueError):
        return False
    return list(table.columns) == COLUMNS and not (table[TYPED] != "").any(axis=None)


def _code(student, item):
    return "t" + hashlib.sha256(f"{student}\n{item}".encode("utf-8", "replace")).hexdigest()[:10]  # a letter first, or Excel makes 12e45 a number


def _squeeze(text):
    return None if text is None else " ".join(read_cell(clean_cell(text)).split())


def _title(item, root):
    slug, name, _ = item.split("/", 2)
    activity = read_items(slug, root)[name]
    return f"{activity.title} ({SKILL_NAMES[activity.skill]})"
