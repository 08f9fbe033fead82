"""Free texts: laid out for a teacher to mark in a spreadsheet, and the marks read back. What a teacher
typed is never written over.

An exercise asks for one, two or three of the skills (`columns` in key.yaml); the others carry a dash, and the
points are out of what was asked.
"""

import hashlib
import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ..content.items import read_items
from ..content.labels import SKILL_NAMES
from ..content.textset import TextSet
from ..files import ROOT, clean_cell, read_cell
from .paper import DASHES
from .spreadsheet import VALUE, guard_text, read_csv, read_guarded, write_csv

SKILLS = ["speaking", "figures", "missing"]
MOST = 3  # points for one skill: 0 not done, 3 done well
TYPED = [*SKILLS, "comment"]  # what a teacher fills in
COLUMNS = ["code", "student", "name", "item", "title", "text", "asked", *TYPED]
NOT_ASKED = "–"
OWN_FORMS = (".xlsx", ".xls", ".xlsm", ".ods", ".numbers")
CODE = re.compile(r"t[0-9a-f]{10}")


class Rubric(NamedTuple):
    """What teachers typed. cells: {code: {column: text}}, only cells with something in them; texts: {code:
    text as it was marked}; items: {code: item}; tables: {code: {column: the table it was typed into}}.
    """

    cells: dict
    texts: dict
    problems: list
    items: dict
    tables: dict


def lay_out(marked, root=ROOT):
    """Return the free texts of a marked table, one row each; columns COLUMNS, those to fill in empty.

    asked: the skills to mark, the main one first; in the columns of the others stands NOT_ASKED. code: what
        a row is found again by, whatever a spreadsheet does to names and texts.
    """
    texts = marked[marked["mark"] == "kept"].sort_values(
        ["item", "student"], key=lambda column: column.astype("str")
    )
    table = texts[["student", "name", "item"]].astype("str").assign(text=texts["response"].astype("str"))
    table["code"] = [
        _code(student, item) for student, item in zip(table["student"], table["item"], strict=True)
    ]
    table["title"] = table["item"].map({item: _title(item, root) for item in table["item"].unique()})
    asked = {item: ask(item, root) for item in table["item"].unique()}
    table["asked"] = table["item"].map({item: ", ".join(columns) for item, columns in asked.items()})
    cells = {skill: [_empty(skill, asked[item]) for item in table["item"]] for skill in SKILLS}
    return table.assign(**cells, comment="")[COLUMNS].reset_index(drop=True)


def ask(item, root=ROOT):
    """Return the skills that a teacher marks in a free text ("set/activity/text"), the main one first."""
    slug, name, part = item.split("/", 2)
    return TextSet(slug, root).answers(name)[part].columns


def _empty(skill, asked):
    return "" if skill in asked else NOT_ASKED


def list_tables(folder):
    """Return the tables of texts in a folder, oldest first: texts.csv, texts-2.csv …"""
    numbered = [
        (int(match[1] or 1), path)
        for path in Path(folder).glob("texts*.csv")
        if (match := re.fullmatch(r"texts(?:-(\d+))?\.csv", path.name))
    ]
    return [path for _, path in sorted(numbered)]


def list_overlooked(folder, rubric):
    """Return rows for `problems` about files beside the tables that may hold a teacher's points and are not
    read: saved in a spreadsheet's own form later than every table, or a table under another name with points
    that count nowhere.
    """
    tables = list_tables(folder)
    latest = max((path.stat().st_mtime for path in tables), default=0)
    found = []
    for path in sorted(Path(folder).glob("[Tt][Ee][Xx][Tt][Ss]*.*")):
        kind = path.suffix.lower()
        if kind in OWN_FORMS and path.stat().st_mtime > latest:
            text = "This was saved after every table of texts and is not read. If you typed points into it, "
            found.append(
                (path.name, "", f"{text}save it as “CSV UTF-8” under the name texts.csv; mark again.")
            )
        elif kind == ".csv" and path not in tables:
            more = read_rubric([path]).cells.items()
            if any(cells.items() - rubric.cells.get(code, {}).items() for code, cells in more):
                text = "Points in this table do not count: only texts.csv, texts-2.csv … are read. "
                found.append((path.name, "", f"{text}Mark again with --rubric and this file, or rename it."))
    return found


def read_rubric(paths):
    """Return the Rubric in some tables; in case of doubt the later table counts. Problems are rows (file,
    student, problem).
    """
    rubric = Rubric({}, {}, [], {}, {})
    for path in map(Path, paths):
        try:
            table = read_csv(path)
        except (OSError, ValueError) as error:
            reason = str(error).splitlines()[0]
            fault = f"The table cannot be read ({reason}). Save it from the spreadsheet as CSV."
            rubric.problems.append((path.name, "", fault))
            continue
        if missing := [name for name in ("code", *TYPED) if name not in table]:
            fault = f"The columns {', '.join(missing)} are missing, so no mark is read."
            cure = "Mark in the table that this command wrote."
            rubric.problems.append((path.name, "", f"{fault} {cure}"))
            continue
        for row in table.to_dict("records"):
            _read_row(row, path.name, rubric)
    return rubric


def _read_row(row, file, rubric):
    code, student = row["code"].strip(), row.get("name", "")
    item = row.get("item", code)
    cells, tables = rubric.cells.setdefault(code, {}), rubric.tables.setdefault(code, {})
    rubric.texts[code], rubric.items[code] = row.get("text", ""), item
    for column in TYPED:
        cell = _read_points(row[column]) if column in SKILLS else row[column].strip()
        cell = "" if cell in DASHES else cell
        if column in SKILLS and cell and cell not in map(str, range(MOST + 1)):
            fault = f"{item}: “{cell[:40]}” for {column} is no mark. Type 0, 1, 2 or {MOST}."
            rubric.problems.append((file, student, fault))
        elif cell:
            older = cells.get(column, cell)
            if older != cell:
                fault = (
                    f"{item}: {column} is “{older[:40]}” in the older table {tables[column]} and "
                    f"“{cell[:40]}” in {file}, which counts. Correct it there."
                )
                rubric.problems.append((file, student, fault))
            cells[column], tables[column] = cell, file


def _read_points(cell):
    """Return what stands in a cell for points as it is compared: “2.0”, “2,00” and “۲” are 2."""
    cell = cell.strip()
    whole = re.fullmatch(r"(\d)(?:[.,٫]0+)?", unicodedata.normalize("NFKC", cell))
    return str(int(whole[1])) if whole else cell


def fill_in(table, rubric):
    """Return (the laid-out table with what teachers typed, rows for `problems` about what does not fit)."""
    rubric = _find_again(table, rubric)
    filled = table.assign(
        **{
            column: [
                rubric.cells.get(code, {}).get(column, empty)
                for code, empty in zip(table["code"], table[column], strict=True)
            ]
            for column in TYPED
        }
    )
    problems, known = list(rubric.problems), set(table["code"])
    problems += [
        (
            "texts",
            "",
            f"Marks for the row {code[:40] or 'without a code'} are kept in your table "
            "but belong to no text that was handed in.",
        )
        for code, cells in rubric.cells.items()
        if cells and code not in known
    ]
    for row in filled.itertuples():
        asked = row.asked.split(", ")
        given = [skill for skill in SKILLS if getattr(row, skill) not in ("", NOT_ASKED)]
        if (given or row.comment) and not is_same_text(rubric.texts[row.code], row.text):
            problems.append(
                ("texts", row.name, f"{row.item}: {_tell_change(rubric.texts[row.code], row.text)}")
            )
        if more := [skill for skill in given if skill not in asked]:
            fault = (
                f"{row.item}: this exercise asks for {' and '.join(asked)}; "
                f"the points for {' and '.join(more)} do not count."
            )
            problems.append(("texts", row.name, fault))
        if left := [skill for skill in asked if given and skill not in given]:
            fault = f"{row.item}: {' and '.join(left)} has no points yet, so it has no total yet."
            problems.append(("texts", row.name, fault))
    return filled, problems


def total_points(filled):
    """Return the points of each row, 0 to MOST for each skill that is asked; NaN until all of these are
    marked.
    """
    if not len(filled):
        return pd.Series(dtype=float)
    points = filled[SKILLS].apply(lambda column: pd.to_numeric(column, errors="coerce"))
    asked = pd.DataFrame({skill: filled["asked"].str.contains(skill) for skill in SKILLS})
    return points.where(asked, 0).sum(axis=1, skipna=False)


def write_texts(filled, folder):
    """Write the table where nothing of a teacher's is lost; return its path.

    texts.csv is written anew as long as nobody marked in it; afterwards a new table (texts-2.csv …) is
    written beside it when there are texts it does not have, with the marks given so far.
    """
    tables = list_tables(folder)
    own, untouched = read_rubric(tables), all(map(_is_untouched, tables))
    own = _find_again(filled, own)
    if not untouched and all(is_same_text(own.texts.get(row.code), row.text) for row in filled.itertuples()):
        return tables[-1]
    number = 1 if untouched else int(re.search(r"(\d*)\.csv$", tables[-1].name)[1] or 1) + 1
    path = Path(folder) / ("texts.csv" if number == 1 else f"texts-{number}.csv")
    write_csv(filled.assign(text=filled["text"].map(guard_text)), path)
    return path


def _is_untouched(path):
    """Tell whether a table is as we wrote it: a mark, a comment or a column of the teacher's own makes it
    theirs.
    """
    try:
        table = read_csv(path)
    except (OSError, ValueError):
        return False
    return list(table.columns) == COLUMNS and not (~table[TYPED].isin(["", *DASHES])).any(axis=None)


def _code(student, item):
    # a letter first, or Excel makes 12e45 a number
    return "t" + hashlib.sha256(f"{student}\n{item}".encode("utf-8", "replace")).hexdigest()[:10]


def _find_again(table, rubric):
    """Return the Rubric with marks under the codes of `table`, also where a student is called otherwise now:
    the one text of that exercise with the same words is it.
    """
    known = set(table["code"])
    lost = [
        code for code, cells in rubric.cells.items() if cells and code not in known and CODE.fullmatch(code)
    ]
    free = table[~table["code"].isin(rubric.cells)]
    for code in lost:
        rows = free[free["item"] == rubric.items[code]]
        same = [
            row.code for row in rows.itertuples() if row.text and is_same_text(rubric.texts[code], row.text)
        ]
        if len(same) == 1:
            for held in (rubric.cells, rubric.texts, rubric.items, rubric.tables):
                held[same[0]] = held.pop(code)
    return rubric


def is_same_text(marked, text):
    """Tell whether a text in a teacher's table is the one that was handed in, whatever a spreadsheet lost: as
    plain CSV it writes “?” for → and 😀, and a Mac's saves other signs for some.
    """
    if marked is None:
        return False
    marked, text = _squeeze(marked), _squeeze(text)
    forms = [unicodedata.normalize(form, text) for form in ("NFC", "NFD")]
    return unicodedata.normalize("NFC", marked) == forms[0] or any(
        _letters(marked) == _letters(form) and _is_left_of(_signs(marked), _signs(form))
        for form in (text, *forms)
    )


def _tell_change(marked, text):
    marked, text = _squeeze(marked or ""), _squeeze(text)
    if VALUE.fullmatch(marked) and VALUE.fullmatch(text):
        return (
            f"the text is “{text}”, and “{marked}” in your table. A spreadsheet may have made that of it; "
            "your points stay. Look at it again if the student wrote another text."
        )
    return "the text has changed since it was marked. Look at it again."


def _squeeze(text):
    return " ".join(read_guarded(read_cell(clean_cell(text))).split())


def _letters(text):
    return re.sub(r"[^A-Za-z0-9]", "", text).lower()


def _signs(text):
    return re.sub(r"[\x00-\x7f\ufffd]", "", text)


def _is_left_of(some, signs):
    """Tell whether `some` are signs of `signs`, in their order."""
    signs = iter(signs)
    return all(sign in signs for sign in some)


def _title(item, root):
    slug, name, _ = item.split("/", 2)
    activity = read_items(slug, root)[name]
    return f"{activity.title} ({SKILL_NAMES[activity.skill]})"
