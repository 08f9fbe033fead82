"""The class list: who is on it, whose a hand-in is, and who has handed in nothing.

A list comes as it was exported: from Canvas (Grades, Export), from Moodle (Participants or Grades), or typed:
a column of names, perhaps ids. Nobody is guessed: a name that fits no one on the list, or two, is put into
who.csv for the teacher to say who it is.

Sources of the columns: canvas-lms, lib/gradebook_exporter.rb; moodle, grade/import/csv/classes/load_data.php.
"""

import csv
import difflib
import io
import re
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ..files import MAX_BYTES, UNREADABLE, clean_line, read_cell
from ..marking.csv_tables import CANVAS, POSSIBLE, list_students
from ..marking.people import fold_name, shorten
from ..marking.sittings import NOT_READ, choose_sittings, keep_answers, list_problems
from ..marking.spreadsheet import decode_table, read_csv, write_csv
from ..problems import fail

# What a column may be called, compared without capitals, spaces and signs.
COLUMNS = {
    "name": ("student", "name", "fullname", "studentname"),
    "first": ("firstname", "givenname", "forename"),
    "last": ("lastname", "surname", "familyname"),
    "canvas": ("id", "canvasid"),
    "sis": ("sisuserid",),
    "login": ("sisloginid", "username", "login", "userid"),
    "number": ("idnumber", "studentid", "studentnumber"),
    "email": ("emailaddress", "email", "mail"),
    "section": ("section", "group", "groups", "class"),
}
IDS = ("canvas", "sis", "login", "number", "email")
SAVED_NUMBER = re.compile(r"\d{1,15}|\d([.,]\d{1,15})?e\+\d{1,2}")  # as a spreadsheet saves one
TYPED_NUMBER = re.compile(r"\d{1,15}|\d{1,15}e\+?\d{1,2}")  # what it takes for one
NO_STUDENTS = ("student,test", "teststudent")  # Canvas's own rows
WHO, FOUND, SAYS, GUEST = "who.csv", "name in the files", "student on your list", "nobody"


class Recognised(NamedTuple):
    """Who is whom.

    people: one row per student on the list, index: the student id of the hand-in; columns name and those of
        COLUMNS. Also everybody who is not on the list, with an empty row of ids.
    missing: names of those who handed in nothing. unknown: one row per name that is nobody's, for who.csv.
    unread: names of those of whom there is a file that could not be read, and no other. unsure: names of
    those who may be one of the unknown, since two have the name.
    """

    people: pd.DataFrame
    missing: list
    unknown: pd.DataFrame
    unread: list = []
    unsure: list = []


def read_roster(path):
    """Return a class list: a DataFrame with the columns of COLUMNS, "" where empty, one row per student.

    path: a CSV as Canvas, Moodle or a spreadsheet saves it, or a text with a name in each line. Raises
    ContentError where it has no names.
    """
    rows = _read_rows(path)
    places = _find_columns(rows[0])
    if not places and all(len(row) == 1 for row in rows):
        places, rows = {"name": 0}, [["name"], *rows]
    if not ("name" in places or {"first", "last"} <= set(places)):
        fail(
            path,
            "",
            f"no column of names is in it; its first line is “{', '.join(rows[0])[:80]}”.",
            "Call the column of names “name”, and that of ids “id”, or write one name in each line.",
        )
    cells = [{column: _cell(row, place) for column, place in places.items()} for row in rows[1:]]
    cells = [dict.fromkeys(COLUMNS, "") | one for one in cells]
    table = pd.DataFrame(cells, columns=list(COLUMNS), dtype=str)
    if "canvas" in places and "sisloginid" not in map(_fold, rows[0]):
        table["number"], table["canvas"] = table["number"].where(table["number"] != "", table["canvas"]), ""
    whole = (table["first"] + " " + table["last"]).str.strip()
    table["name"] = table["name"].where(table["name"] != "", whole).map(_turn)
    table = table[~table["name"].map(_is_no_student)].drop_duplicates().reset_index(drop=True)
    if table.empty:
        fail(
            path, "", "there is nobody in it.", "Export the class list again, or write one name in each line."
        )
    return table


def _read_rows(path):
    try:
        data = Path(path).read_bytes()
        if data.startswith(b"PK") or data.startswith(b"\xd0\xcf") or len(data) > MAX_BYTES:
            raise ValueError
        text, separator, _ = decode_table(data)
    except UNREADABLE:
        fail(path, "", "this is no table of text.", "Open it in a spreadsheet and save it as CSV.")
    return [
        row for row in csv.reader(io.StringIO(text), delimiter=separator) if any(map(str.strip, row))
    ] or [[""]]


def _fold(heading):
    return re.sub(r"[\W_]", "", heading).casefold()


def _find_columns(headings):
    """Return {column: place} of the headings that are known, the first of each."""
    folded, found = [_fold(heading) for heading in headings], {}
    for column, spellings in COLUMNS.items():
        place = next((place for place, heading in enumerate(folded) if heading in spellings), None)
        if place is not None:
            found[column] = place
    return found


def _cell(row, place):
    return clean_line(read_cell(row[place].strip())) if place < len(row) else ""


def _turn(name):
    """Return “Lovelace, Ada” as “Ada Lovelace”."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and first.strip() else name


def _is_no_student(name):
    return not name or POSSIBLE in name or fold_name(name) in NO_STUDENTS


def recognise(hand_in, roster, typed=None):
    """Return (the HandIn with students as the class list names them, a Recognised).

    roster: from `read_roster`; None = there is no list, and everybody is who they say.
    typed: {name in the files: who the teacher said it is} of an earlier who.csv. Files of one student under
    two names are put together; of an exercise handed in twice the sitting saved last counts, as always.
    """
    if roster is None:
        roster = pd.DataFrame(columns=list(COLUMNS), dtype=str)
        people = _list_people(roster, [], hand_in.sittings)
        return hand_in, Recognised(people, [], pd.DataFrame())
    students, known = _name_rows(roster), _list_keys(roster)
    canvas = {number: {row} for row, number in enumerate(roster["canvas"]) if number}
    said = {fold_name(name) for name in hand_in.sittings["name"]}
    known, typed = _add_as_numbers(known, said), _add_as_numbers(typed or {}, said)
    found, unknown, faults = {}, [], []
    for student, group in hand_in.sittings.groupby("student", sort=False):
        row, why, more = _find(group, known, canvas, roster, typed)
        faults += more
        if row is not None:
            found[student] = row
        elif why:
            unknown.append(_describe(student, group, why, roster))
    ids = {student: students[row] for student, row in found.items()}
    names = dict(zip(students, roster["name"], strict=True))
    hand_in, more = _rename(hand_in, ids, names)
    here = set(hand_in.sittings["student"])
    absent = [row for row, student in enumerate(students) if student not in here]
    rows_of = {
        "unread": _rows_named(hand_in.problems["student"][hand_in.problems["kind"] == NOT_READ], known),
        "unsure": _rows_named((one[FOUND] for one in unknown), known),
    }
    missing, *others = [
        [_label(roster, row) for row in absent if row in rows]
        for rows in (set(absent).difference(*rows_of.values()), *rows_of.values())
    ]
    problems = pd.concat([hand_in.problems, list_problems(faults + more)], ignore_index=True)
    people = _list_people(roster, students, hand_in.sittings)
    unknown = pd.DataFrame(unknown, columns=[FOUND, "files", "why", SAYS, "student"])
    return hand_in._replace(problems=problems), Recognised(people, missing, unknown, *others)


def _rows_named(names, known):
    """Return the rows of the class list that some names may mean."""
    return set().union(*(known.get(_squeeze(_plain(name)), set()) for name in names))


def _plain(name):
    """Return a name without the file behind it, by which two of one name are kept apart."""
    return re.sub(r" \([^()]*\)$", "", name)


def _name_rows(roster):
    """Return a student id for each row: the name as hand-ins have it, and what tells two of one apart."""
    folded = roster["name"].map(fold_name)
    twins = folded.duplicated(keep=False)
    return [
        f"{name} ({_tell(roster, row) or row + 1})" if twin else name
        for row, (name, twin) in enumerate(zip(folded, twins, strict=True))
    ]


def _tell(roster, row):
    """Return what tells a student from another of that name: the first id there is."""
    return next((roster.at[row, column] for column in (*IDS, "section") if roster.at[row, column]), "")


def _label(roster, row):
    name = roster.at[row, "name"]
    twin = (roster["name"].map(fold_name) == fold_name(name)).sum() > 1
    return f"{name} ({_tell(roster, row) or row + 1})" if twin else name


def _list_keys(roster):
    """Return {what a file may call a student: rows it may mean}, as `_squeeze` compares it."""
    keys = {}
    for row, one in enumerate(roster.itertuples()):
        first, last = one.first, one.last
        if not last:
            first, _, last = one.name.rpartition(" ")
        names = {one.name, f"{first} {last}", f"{last} {first}"}
        ids = {getattr(one, column) for column in IDS if getattr(one, column)}
        told = {f"{name} {value}" for name in names for value in ids}
        for key in {_squeeze(each) for each in names | told | ids} - {""}:
            keys.setdefault(key, set()).add(row)
    return keys


def _add_as_numbers(table, names):
    """Return {name: value} with more names that a spreadsheet takes for numbers: 007 is what 7 is there.

    Only where one such name is the one number there: nobody is guessed.
    """
    held, asked = {}, {}
    for keys, numbers, form in ((table, held, SAVED_NUMBER), (names, asked, TYPED_NUMBER)):
        for key in keys:
            if form.fullmatch(key):
                numbers.setdefault(Decimal(key.replace(",", ".")), []).append(key)
    more = {
        asking[0]: table[held[number][0]]
        for number, asking in asked.items()
        if len(asking) == len(held.get(number, ())) == 1
    }
    return more | table


def _squeeze(name):
    return re.sub(r"[\W_]", "", fold_name(name))


def _find(group, known, canvas, roster, typed):
    """Return (row of the class list or None, why there is none, rows for `problems`)."""
    names = [*dict.fromkeys(group["name"])]
    told = next((typed[fold_name(name)] for name in names if typed.get(fold_name(name))), "")
    if told:
        if fold_name(told) == GUEST:
            return None, "", []
        rows = _add_as_numbers(known, {fold_name(told)}).get(_squeeze(told), set())
        return _only(rows, f"“{told}” in {WHO}", roster)
    by_name = set().union(*(known.get(_squeeze(name), set()) for name in names))
    by_account = set().union(*(canvas.get(account, set()) for account in group["account"] if account))
    if len(by_account) == 1:
        (row,) = by_account
        if by_name and row not in by_name:
            text = (
                f"The file says “{names[0]}”, and its Canvas account is that of {roster.at[row, 'name']}, "
                "who gets the marks. Whose work is it?"
            )
            return row, "", [(shorten(group["file"]), names[0], text)]
        return row, "", []
    by_holder = set().union(*(known.get(_squeeze(name), set()) for name in group["holder"] if name))
    both = by_name & by_holder if by_name and by_holder else by_name or by_holder
    twins = _rows_named(names, known)
    if not both and len(twins) == 1:
        (row,) = twins
        return None, f"Two hand-ins have this name, and {roster.at[row, 'name']} is on the list once", []
    nameless = (group["name"] == group["file"]).all()
    return _only(both or twins, "No name is in the file; its own" if nameless else "This name", roster)


def _only(rows, what, roster):
    """Return (the row, why not, no problems): the row where there is exactly one."""
    if len(rows) == 1:
        return next(iter(rows)), "", []
    if rows:
        people = shorten(_label(roster, row) for row in sorted(rows))
        return None, f"{what} stands for {len(rows)} students: {people}", []
    return None, f"{what} is not on the list", []


def _describe(student, group, why, roster):
    names = [*dict.fromkeys(group["name"])]
    near = difflib.get_close_matches(_spoken(names[0]), roster["name"].tolist(), 1, 0.6)
    return {
        FOUND: names[0],
        "files": shorten(group["file"]),
        "why": why + (f". Perhaps {near[0]}?" if near and "stands for" not in why else ""),
        SAYS: "",
        "student": student,
    }


def _spoken(name):
    """Return the name that a file without one may have got from its sender: “dora-maar.json” is Dora Maar."""
    return re.sub(r"[\W_]+", " ", re.sub(r"\.\w+$", "", name)).strip().title()


def _rename(hand_in, ids, names):
    """Return (the HandIn with students as in `ids` and `names`, rows for `problems`)."""
    sittings = hand_in.sittings.copy()
    known = sittings["student"].isin(ids)
    sittings.loc[known, "student"] = sittings.loc[known, "student"].map(ids)
    sittings.loc[known, "name"] = sittings.loc[known, "student"].map(names)
    counts, faults = choose_sittings(sittings)
    answers = keep_answers(hand_in.answers, sittings, counts)
    return hand_in._replace(answers=answers, sittings=sittings[counts].reset_index(drop=True)), faults


def _list_people(roster, students, sittings):
    """Return the class list, and below it who handed in and is not on it."""
    listed = roster.set_axis(pd.Index(students, name="student"))
    others = sittings[~sittings["student"].isin(students)].groupby("student")["name"].last()
    guests = pd.DataFrame("", index=others.index, columns=list(COLUMNS), dtype=str)
    guests["name"] = others.map(clean_line)
    listed = listed.assign(listed=True)
    return pd.concat([listed, guests.assign(listed=False)]) if len(guests) else listed


def lay_out_students(people, sittings):
    """Return the first columns of marks.csv: Canvas's, from a class list; an ID that only the files' names
    have is taken from there.
    """
    accounts = list_students(sittings)["ID"].reindex(people.index, fill_value="")
    table = pd.DataFrame(
        {
            "Student": people["name"].str.replace(POSSIBLE, "Points-Possible"),
            "ID": people["canvas"].where(people["canvas"] != "", accounts),
            "SIS User ID": people["sis"],
            "SIS Login ID": people["login"].where(people["canvas"] != "", ""),
            "Section": people["section"].where(people["canvas"] != "", ""),
        }
    )
    return table[CANVAS]


def read_who(folder):
    """Return {name in the files, compared as names are: whom the teacher took it for} of FOLDER/who.csv."""
    path = Path(folder) / WHO
    if not path.exists():
        return {}
    try:
        table = read_csv(path)
        pairs = zip(table[FOUND], table[SAYS], strict=True)
    except (KeyError, ValueError):
        fail(
            path,
            "",
            f"its columns “{FOUND}” and “{SAYS}” are not there.",
            "Put the file away and mark again: it is written anew.",
        )
    return {fold_name(found): said.strip() for found, said in pairs if said.strip()}


def write_who(unknown, folder):
    """Write who.csv, with what the teacher typed before; return whether there is somebody to name."""
    path = Path(folder) / WHO
    rows = unknown.drop(columns="student")
    if path.exists():
        old = read_csv(path)
        answered = old[(old[SAYS].str.strip() != "") & ~old[FOUND].isin(rows[FOUND])]
        rows = pd.concat([answered, rows], ignore_index=True)[list(rows.columns)]
    if len(rows):
        write_csv(rows, path)
    return bool(len(unknown))
