"""Totals, per cent and grades of a class, and the table that Moodle imports.

What an empty cell means: nothing was handed in. It is no zero: the exercise stays out of that student's
total, unless the teacher says that it counts as 0. A text that was handed in and not marked yet stays out
always.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

import pandas as pd

from ..marking.csv_tables import UNGRADED, count, name_exercises
from ..marking.people import shorten
from ..marking.spreadsheet import write_csv
from ..problems import fail
from .roster import IDS, WHO, write_who

MOODLE = {"number": "ID number", "username": "Username", "email": "Email address"}
HEADINGS = {"canvas": "ID", "sis": "SIS User ID", "login": "Login", **MOODLE}
NO_EXERCISE = f"^{'|^'.join(UNGRADED)}|/task-"  # what has no mark, and a task of a notebook: not in the total
NAMES_SHOWN = 40  # names of missing students on the screen


class Scale(NamedTuple):
    """Grades and the per cent from which each is given, the highest first."""

    steps: tuple = ()

    def grade(self, per_cent):
        """Return the grade for a per cent; "" below the lowest step or where there is none."""
        return next((name for name, least in self.steps if per_cent is not None and per_cent >= least), "")


def read_scale(text):
    """Return the Scale that a teacher typed: “A=85 B=70 C=50 D=0”, highest or lowest first.

    Raises ContentError where a grade has no per cent, or two stand at one.
    """
    steps = []
    for part in re.split(r"[,;\s]+(?=\S)", text.strip()):
        found = re.fullmatch(r"([^=:]{1,20})[=:](\d{1,3}(?:\.\d+)?)%?", part.strip(",; "))
        if not found or float(found[2]) > 100:
            cure = "Write each grade with the per cent from which it is given: --scale “A=85 B=70 C=50 D=0”."
            fail("--scale", "", f"“{part[:40]}” is no grade with a per cent.", cure)
        steps.append((found[1], Decimal(found[2])))
    steps.sort(key=lambda step: step[1], reverse=True)
    for (name, least), (other, same) in zip(steps, steps[1:], strict=False):
        if least == same:
            cure = "Give each grade a per cent of its own."
            fail("--scale", "", f"{name} and {other} both begin at {least}.", cure)
    return Scale(tuple(steps))


def lay_out_grades(people, counted, sittings, scale=None, empty_is_zero=False):
    """Return the table for a teacher: who, how much was handed in, total, out of, per cent, grade, and the
    points of each exercise (columns by its id, such as "2015-scale/speaking"). Where somebody left an
    exercise unfinished, or read a text in easier words, it also says how many exercises that are.

    people: index student id, column `name`. counted: a Points. sittings: what was handed in.
    """
    points = counted.points.reindex(people.index)
    graded = ~sittings["activity"].str.contains(NO_EXERCISE)
    handed = pd.crosstab(sittings["student"][graded], sittings["activity"][graded]) > 0
    handed = handed.reindex(people.index, fill_value=False)
    if empty_is_zero:
        nothing = ~handed.reindex(columns=points.columns, fill_value=False)
        points = points.mask(nothing & points.isna(), 0.0)
    total, out_of = points.sum(axis=1), points.notna() @ counted.possible.astype(float)
    shares = [_per_cent(got, most) for got, most in zip(total, out_of, strict=True)]
    table = pd.DataFrame({"Student": people["name"]}, index=people.index)
    table["Handed in"] = [f"{number} of {handed.shape[1]}" for number in handed.sum(axis=1)]
    table["Total"], table["Out of"] = total.where(out_of > 0), out_of.where(out_of > 0)
    table["Per cent"] = [None if share is None else float(share) for share in shares]
    for heading, which in (("Not finished", ~sittings["committed"]), ("In easier words", sittings["easier"])):
        if (graded & which).any():
            number = sittings[graded & which].groupby("student").size()
            table[heading] = number.reindex(people.index, fill_value=0)
    if scale:
        table["Grade"] = [scale.grade(share) for share in shares]
    return table.join(points)


def tell_unfinished(sittings):
    """Return in one line how many exercises count that nobody finished, and whose; () where there is none."""
    open_ones = sittings[~sittings["committed"] & ~sittings["activity"].str.contains(NO_EXERCISE)]
    if open_ones.empty:
        return ()
    names = shorten(sorted(open_ones["name"].unique()))
    return (
        f"Not finished, and counted as they stand: {count(len(open_ones), 'exercise')} of {names}. "
        "grades.csv says how many each, problems.csv which.",
    )


def _per_cent(total, out_of):
    """Return the per cent to one place as a Decimal, halves upwards; None where nothing counts."""
    if not out_of:
        return None
    share = Decimal(str(total)) * 100 / Decimal(str(out_of))
    return share.quantize(Decimal("0.1"), ROUND_HALF_UP)


def write_grades(folder, people, counted, sittings, root, scale=None, empty_is_zero=False):
    """Write grades.csv."""
    table = lay_out_grades(people, counted, sittings, scale, empty_is_zero)
    ids = [column for column in IDS if column in people and (people[column] != "").any()]
    for place, column in enumerate(ids, 1):
        table.insert(place, HEADINGS[column], people[column])
    write_csv(table.rename(columns=_name(counted, root)), folder / "grades.csv")
    return table


def write_moodle(folder, people, grades, counted, root):
    """Write moodle.csv for Moodle's grade import (Grades, Import, CSV file); return the names it leaves out.

    Moodle finds a student by ID number, username or e-mail address, and stops the whole import at a row that
    is nobody: students without the one that most have are left out. Returns None, and writes nothing, where
    nobody has one or the class list is Canvas's.
    """
    ids = people.rename(columns={"login": "username"})[list(MOODLE)]
    if (people["canvas"] != "").any() or not (ids != "").any(axis=None):
        return None
    kept = people[ids[(ids != "").sum().idxmax()] != ""]
    table = pd.DataFrame({"Full name": kept["name"]}, index=kept.index)
    for column, heading in MOODLE.items():
        if (ids.loc[kept.index, column] != "").any():
            table[heading] = ids.loc[kept.index, column]
    table = table.join(grades[list(counted.possible.index)])
    table["Total (per cent)"] = grades["Per cent"]
    write_csv(table.rename(columns=_name(counted, root)), folder / "moodle.csv")
    return people.loc[~people.index.isin(kept.index), "name"].tolist()


def _name(counted, root):
    names = name_exercises(counted.possible.index, root)
    return {activity: f"{words} (out of {counted.possible[activity]:g})" for activity, words in names.items()}


def tell_class(recognised, folder, left_out):
    """Return what a teacher should read on the screen about the class list, in lines; write who.csv."""
    people, missing, unknown, unread, unsure = recognised
    listed = int(people["listed"].sum())
    here = listed - len(missing) - len({*unread, *unsure})
    lines = [f"On your list: {count(listed, 'student')}; {here} handed in something that counts."]
    strangers = " (or is one of the names below theirs?)" if len(unknown) > len(unsure) else ""
    for names, told in (
        (missing, f"Nothing from {len(missing)}{strangers}"),
        (unread, "A file that could not be read, and no other, from"),
        (unsure, "Two or more of one name, so it is not known yet whose the work is"),
    ):
        if names:
            more = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
            lines.append(f"{told}: {', '.join(names[:NAMES_SHOWN])}{more}.")
    if write_who(unknown, folder):
        lines.append(
            f"Who is that? {shorten(unknown.iloc[:, 0])}. Say it in {WHO} (a name or an ID from your list, "
            "or “nobody”) and run this again. Until then they are at the end of the marks."
        )
    if left_out is not None:
        lines.append(
            "moodle.csv is for Moodle’s grade import."
            + (f" Not in it, for want of an ID: {shorten(left_out)}." if left_out else "")
        )
    return tuple(lines)
