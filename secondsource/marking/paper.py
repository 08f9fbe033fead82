"""Answers given on paper: the table a teacher types them into, and how it is read back."""

import csv
import io
import re
import unicodedata
from itertools import count, product
from pathlib import Path
from string import ascii_lowercase
from typing import NamedTuple

import pandas as pd

from ..content.items import read_items
from ..content.labels import TICKS
from ..content.texts import slugs
from ..files import MAX_BYTES, ROOT, clean_cell, write_whole
from .answer_file import LONGEST_TEXT
from .marks import TYPING, read_numbers
from .people import fold_name, shorten
from .spreadsheet import decode_table

NAME = "student"
SURE = " sure"  # ends the heading of a column of percentages
DASHES = ("-", "–")  # typed where a box was left empty
# “х” is Cyrillic; ☒ and ✗ are crosses as Word and phones make them
TICKED = ("x", "×", "х", "✗", "✘", "☒", "✓", "✔", "☑", "1", "y", "yes", "true")
OPEN = (*DASHES, "0", "n", "no", "false")
DATE = r"\d\s*[./-]\s*[^\W\d]{3}"  # what a spreadsheet makes of 5.5 or 5/5: “05. May”
MOST_TITLES = 10  # rows above the heading
LONGEST_NAME = 200  # characters, as in an answer file


class _Column(NamedTuple):
    """One column of the table.

    form: as an Item's. forms: {what may be typed: answer}, {} for a number or a text. open: the answer that
        an empty box means, or "".
    sure: place of its percentages, or None. measure: the unit of its numbers.
    """

    place: int
    item: str
    form: str
    choices: dict | None
    forms: dict
    open: str
    sure: int | None
    measure: str = ""

    @property
    def activity(self):
        return self.item.rpartition("/")[0]


def codes(choices):
    """Return {answer: what stands for it on paper}: a tick is x, a label stands for itself, the answers of
    a longer list are a, b, c …
    """
    if choices in TICKS:
        return {value: "–" if choice.sound else "x" for value, choice in choices.items()}
    is_short = all(len(value) <= 2 for value in choices)  # "S0", "X"
    return {value: value if is_short else letter for value, letter in zip(choices, _letters(), strict=False)}


def _letters():
    """Yield a, b … z, aa, ab … without end: no answer of a long list is left without a code."""
    for length in count(1):
        yield from map("".join, product(ascii_lowercase, repeat=length))


def write_table(names, path, root=ROOT):
    """Write an empty table for the named exercises (sets or "set/activity"): one column per answer box, in
    the order of the sheet.

    The heading of a column is the item's full id; a box for “how sure?” has a column of its own behind it.
    Read by `read_paper`.
    """
    with write_whole(path, "utf-8-sig") as file:  # Excel takes a file without the mark for cp1252
        csv.writer(file).writerow(map(clean_cell, [NAME, *_headings(names, root)]))


def read_paper(path, root=ROOT):
    """Return (answers, problems) of a filled-in table. Nothing in the file raises an error: every fault is a
    row of `problems`.

    answers: DataFrame, one row per (student, item); columns student, item ("set/activity/item"), response
        (text as in key.yaml; NA = missing), confidence (per cent, 50 to 100; NA = not given).
    problems: DataFrame; columns file, student, item, problem (what is wrong and what to do). As on the
        screen, a box left open is an answer only where the exercise was worked: one other cell of it is
        filled, if only with “-”.
    """
    faults = []
    rows, doubtful = _read_rows(Path(path), faults)
    header, *body = rows or [[]]
    columns = _read_header(header, root, faults)
    if doubtful and columns:
        _ask_about(body, doubtful, faults)
    rows = [
        row
        for student, cells in _read_students(header, body, faults)
        for row in _read_student(student, cells, columns, faults)
    ]
    answers = pd.DataFrame(rows, columns=["student", "item", "response", "confidence"])
    answers = answers.astype(
        {"student": "string", "item": "string", "response": "string", "confidence": "Int64"}
    )
    numbers = {column.item: column.measure for column in columns if column.form == "number"}
    _note_numbers(answers, numbers, faults)
    return answers, pd.DataFrame(
        [(Path(path).name, *fault) for fault in faults], columns=["file", "student", "item", "problem"]
    )


def _headings(names, root):
    for name in names:
        slug, _, wanted = name.partition("/")
        for short, activity in read_items(slug, root).items():
            for item in activity.items() if wanted in ("", short) else ():
                yield f"{slug}/{short}/{item.id}"
                if item.id in activity.confidence:
                    yield f"{slug}/{short}/{item.id}{SURE}"


def _read_rows(path, faults):
    """Return (the table as lists of texts, without empty rows at the top, [] where it cannot be read; the
    encoding that it was taken to be in, where there is doubt).
    """
    try:
        data = path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
    except OSError as error:
        faults.append(("", "", f"The file cannot be read ({error.strerror}). Check its name and folder."))
        return [], ""
    if data is None:
        faults.append(
            (
                "",
                "",
                f"The file is larger than {MAX_BYTES:,} bytes. Is it the right one? Cut it "
                "into several files if it is.",
            )
        )
        return [], ""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        text = "This is a spreadsheet’s own file that is called .csv. Save it as “CSV UTF-8” and mark again."
        faults.append(("", "", text))
        return [], ""
    text, separator, doubtful = decode_table(data)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        _note_open_quote(text, separator, faults)
        return _drop_titles(rows), doubtful
    except csv.Error as error:
        faults.append(
            ("", "", f"This is not a table of text ({error}). Save it from the spreadsheet as CSV.")
        )
        return [], ""


def _note_open_quote(text, separator, faults):
    """A quotation mark that is never closed makes one cell of all rows behind it."""
    rows, number = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), 1
    try:
        for _ in rows:
            number += 1
    except csv.Error as error:
        if "end of data" in str(error):
            fault = f"A quotation mark in row {number} is never closed, so that row and all behind it "
            faults.append(("", "", f"{fault}are not read as rows. Close it or take it out, and mark again."))


def _drop_titles(rows):
    """Return a table without what a teacher wrote above its heading, such as the name of the class."""
    heads = (place for place, row in enumerate(rows[:MOST_TITLES]) if _is_heading(row))
    return rows[next(heads, 0) :]


def _is_heading(row):
    return bool(row) and row[0].strip().casefold() == NAME


def _ask_about(body, encoding, faults):
    names = [row[0].strip() for row in body if row and not row[0].isascii()]
    faults.append(
        (
            "",
            "",
            f"The table is not saved as Unicode; it was read as {encoding}. Are these names right: "
            f"{shorten(names) or 'none has a special letter'}? If not, save it again as “CSV UTF-8” "
            "and mark again.",
        )
    )


def _read_header(header, root, faults):
    """Return the _Columns there are; headings that are no item of the kit are listed."""
    headings = [heading.strip() for heading in header]
    if header and headings[0].casefold() != NAME:
        faults.append(
            (
                "",
                "",
                f"The first column is “{headings[0][:40]}”, not “{NAME}”. Copy the first row "
                "from the empty table again.",
            )
        )
        return []
    known, columns = _known_items(headings, root), []
    for place, heading in enumerate(headings[1:], 1):
        if heading in headings[1:place]:
            faults.append(("", heading, "This column stands twice; the first is used. Remove the other."))
        elif heading in known:
            sure = headings.index(heading + SURE) if heading + SURE in headings else None
            item = known[heading]
            columns.append(
                _Column(place, heading, item.form, item.choices, *_forms(item.choices), sure, item.measure)
            )
        elif heading and heading.removesuffix(SURE) not in known:
            faults.append(
                (
                    "",
                    heading,
                    "There is no such item in the kit, so the column is not read. Copy the "
                    "heading from the empty table again.",
                )
            )
    return columns


def _known_items(headings, root):
    wanted = {heading.partition("/")[0] for heading in headings} & set(slugs(root))
    return {
        f"{slug}/{name}/{item.id}": item
        for slug in wanted
        for name, activity in read_items(slug, root).items()
        for item in activity.items()
    }


def _forms(choices):
    """Return ({what may be typed: answer}, the answer that a box left open means or "")."""
    if choices is None:
        return {}, ""
    typed = {
        _fold(form): value
        for value, code in codes(choices).items()
        for form in (value, choices[value].name, code)
    }
    if choices not in TICKS:
        return typed, ""
    meant = {code: value for value, code in codes(choices).items()}
    return {**typed, **dict.fromkeys(TICKED, meant["x"]), **dict.fromkeys(OPEN, meant["–"])}, meant["–"]


def _fold(text):
    """Return a cell as it is compared: "C)", "party to the dispute" and "Party-to-the-dispute" are what
    they mean.
    """
    text = unicodedata.normalize("NFKC", text.translate(TYPING)).strip().casefold()
    return text if text in DASHES else re.sub(r"[\s().’'“”\"–\u200b\u2060\ufe0f-]", "", text)


def _read_students(header, body, faults):
    """Yield (name, cells) for each row with something in it. A second row of one name, as names are compared,
    is listed and left out.
    """
    seen = {}
    for number, row in enumerate(body, 2):
        cells = [cell.strip() for cell in row] + [""] * (len(header) - len(row))
        if not any(cells):
            continue
        student = cells[0][:LONGEST_NAME] or f"row {number}"
        if not cells[0]:
            faults.append(
                (student, "", f"The name is missing; the row is read as “{student}”. Type a name or a code.")
            )
        if any(cells[len(header) :]):
            faults.append(
                (
                    student,
                    "",
                    "The row has more cells than the first one; the rest is not read. Is there "
                    "a separator in a text? Save the table from the spreadsheet again.",
                )
            )
        same = fold_name(student) or student
        if same in seen:
            faults.append(
                (
                    student,
                    "",
                    f"This name stands in row {seen[same]} already; row {number} "
                    "is not read. Give the two different names.",
                )
            )
            continue
        seen[same] = number
        yield student, cells


def _read_student(student, cells, columns, faults):
    worked = {column.activity for column in columns if cells[column.place]}
    for column in columns:
        response = _read_cell(cells[column.place], column, column.activity in worked)
        if response is None:
            faults.append(
                (student, column.item, f"“{cells[column.place][:40]}” is no answer here. {_cure(column)}")
            )
        yield student, column.item, response or None, _read_sure(student, cells, column, faults)


def _read_cell(cell, column, is_worked):
    """Return the answer in a cell, "" where there is none, None where it cannot be read."""
    if not cell:
        return column.open if is_worked else ""
    if cell in DASHES:
        return column.open
    if column.choices is None:
        return cell if len(cell) <= LONGEST_TEXT else None
    return column.forms.get(_fold(cell))


def _cure(column):
    if column.choices is None:
        return f"At most {LONGEST_TEXT:,} characters are kept. Shorten it."
    if column.open:
        return "Type x where the box is ticked, and leave it empty where it is not."
    return f"Type one of: {', '.join(codes(column.choices).values())}."


def _read_sure(student, cells, column, faults):
    cell = cells[column.sure] if column.sure else ""
    if not cell or cell in DASHES:
        return None
    sure = _read_per_cent(cell.translate(TYPING))
    if sure is not None and 50 <= sure <= 100:
        return sure
    faults.append(
        (
            student,
            column.item + SURE,
            f"“{cell[:40]}” is no percentage from 50 to 100. Correct it, or leave the cell empty.",
        )
    )
    return None


def _read_per_cent(cell):
    """Return what “70”, “70 %” or “70.00%” means, and “0.7”, which a spreadsheet saves where it shows 70%;
    None for anything else.
    """
    if digits := re.fullmatch(r"([0-9]{2,3})(?:[.,]0+)?\s*[%٪％]?", cell):
        return int(digits[1])
    if share := re.fullmatch(r"0?[.,]([0-9])([0-9]?)0*", cell):
        return int(share[1] + (share[2] or "0"))
    return None


def _note_numbers(answers, numbers, faults):
    """A number that nobody can read stays an answer (a student may have written a word), but a slip of the
    keys should be seen. numbers: {item: unit}.
    """
    given = answers[answers["item"].isin(numbers) & answers["response"].notna()]
    unread = pd.isna(read_numbers(given["response"], given["item"].map(numbers))[:, 0]) | given[
        "response"
    ].str.contains(DATE).to_numpy(dtype=bool)
    for row in given[unread].itertuples():
        faults.append(
            (
                row.student,
                row.item,
                f"“{row.response[:40]}” is not one plain number. If the sheet says otherwise, "
                "format the column as text and type it like 5.5.",
            )
        )
