"""Write what a teacher needs from a marked class: marks.csv, items.csv, texts.csv, problems.csv,
report.html.
"""

import re
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ..content.items import read_items
from ..content.texts import PRACTICE
from ..data.items import read_titles
from ..files import ROOT, clean_line, name_text
from .counting import SKIPPED
from .marks import wanted_key
from .people import fold_name
from .rubric import (
    MOST,
    ask,
    fill_in,
    lay_out,
    list_overlooked,
    list_tables,
    read_rubric,
    total_points,
    write_texts,
)
from .sittings import NOT_READ, list_problems
from .spreadsheet import write_csv

CHECKS = "check-"  # Checks A to C measure a class; their notes say: no grades from them
UNGRADED = (CHECKS, f"{PRACTICE}/")  # beginnings of exercises without a mark
CANVAS = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
POSSIBLE = "Points Possible"
ITEMS = ["student", "name", "item", "response", "mark", "points", "confidence", "committed", "file"]
# As a teacher reads it: who finished an exercise, and what is a text of the student's own.
HEADINGS, MARK_NAMES = {"committed": "finished"}, {"kept": "text"}


class Points(NamedTuple):
    """What everybody got. points: one row per student id, one column per exercise (NaN = nothing that has
    points yet). possible: Series, the most that an exercise gives. Both without what is UNGRADED, in the
    order of the kit. skipped: how many scored items each student skipped, a column per exercise.
    """

    points: pd.DataFrame
    possible: pd.Series
    skipped: pd.DataFrame = pd.DataFrame()


class Summary(NamedTuple):
    """What was written. texts: free texts; texts_marked: those with a mark for every skill that is asked;
    checks: answers to Checks A to C; unread: what is not in the marks, in one line; table: the table of
    texts that counts; counted: the points; notes: what else a teacher should read, in lines.
    """

    students: int
    answers: int
    files: int
    problems: int
    texts: int
    texts_marked: int
    checks: int
    folder: Path
    unread: str = ""
    table: str = ""
    tasks: int = 0
    counted: Points | None = None
    notes: tuple = ()

    def __str__(self):
        read = f"{count(self.answers, 'answer')} from {count(self.files, 'file')}"
        lines = [
            *([self.unread] if self.unread else []),
            f"{count(self.students, 'student')}, {read}.",
            f"The marks are in {name_text(str(self.folder.resolve()))}: grades.csv (totals, for you), "
            "marks.csv (for Canvas), items.csv (every answer), report.html (the class).",
            *self.notes,
        ]
        if self.texts:
            lines.append(
                f"{self.table}: {count(self.texts, 'text')} to read, {self.texts_marked} marked. "
                f"Type 0 to {MOST} for each skill that is asked and run this again: "
                "nothing you typed is written over."
                + (" The newest table counts; older ones are kept." if self.table != "texts.csv" else "")
            )
        if self.tasks:
            lines.append(
                f"{count(self.tasks, 'task')} of notebooks: marks.csv counts those that are right; work.html "
                "has the code beside the texts. It was not run."
            )
        if self.checks:
            lines.append(
                "Checks A, B and C are in the report and in items.csv, not in marks.csv: "
                "they measure a class and are no basis for grades."
            )
        lines.append(
            f"problems.csv: {count(self.problems, 'line')}. Please look through them."
            if self.problems
            else "No problems: problems.csv is empty."
        )
        return "\n".join(lines)


def write_gradebook(hand_in, marked, folder, rubric=None, root=ROOT, tasks=None, wanted=None, students=None):
    """Write all tables into `folder`; return a Summary.

    marked: the answers of `hand_in` with mark and points. rubric: a table of marked texts; by default those
        in `folder`. tasks: the tasks of notebooks, one row for each student and task, with notebook and
        right; wanted: how many a notebook asks. students: the rows of marks.csv, by default those who handed
        in.
    Only files of these names are written, each of them whole. Raises OSError where that is not possible.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    typed = read_rubric([rubric] if rubric else list_tables(folder))
    overlooked = [] if rubric else list_overlooked(folder, typed)
    texts, faults = fill_in(lay_out(marked, root), typed)
    faults += overlooked
    problems = pd.concat([hand_in.problems, list_problems(faults)], ignore_index=True)
    table = write_texts(texts, folder).name if len(texts) else ""
    key = wanted_key(hand_in.sittings, root)
    counted = count_points(marked, key, texts, root)
    students = list_students(hand_in.sittings) if students is None else students
    marks = lay_out_marks(students, counted, root)
    if tasks is not None and len(tasks):
        marks = add_tasks(marks, students, tasks, wanted)
    write_csv(marks, folder / "marks.csv")
    table_of_items = marked[ITEMS].assign(mark=marked["mark"].cat.rename_categories(MARK_NAMES))
    write_csv(table_of_items.rename(columns=HEADINGS), folder / "items.csv")
    write_csv(problems, folder / "problems.csv")
    sittings = hand_in.sittings
    return Summary(
        sittings["student"].nunique(),
        len(marked),
        sittings["file"].nunique(),
        len(problems),
        len(texts),
        int(total_points(texts).notna().sum()),
        int(sittings["activity"].str.startswith(CHECKS).sum()),
        folder,
        tell_unread(problems, sittings),
        table,
        0 if tasks is None else len(tasks),
        counted,
    )


def tell_unread(problems, sittings):
    """Return in one line how many files and students are not in the marks; "" where all of them are."""
    lost = problems[problems["kind"] == NOT_READ]
    if lost.empty:
        return ""
    read = {_squeeze(name) for column in ("student", "name", "holder") for name in sittings[column].unique()}
    gone = {_squeeze(name) for name in lost["student"] if name} - read
    files = count(lost["file"].nunique(), "file")
    students = f", among them all the work of {count(len(gone), 'student')}" if gone else ""
    return f"NOT READ: {files}{students}. problems.csv says which, why, and what to do."


def _squeeze(name):
    """Return a name as it can be compared with one from a file's name: “Jane Doe” and “Jane-Doe” are one."""
    return re.sub(r"\W|_", "", fold_name(name))


def count_points(marked, key, texts, root=ROOT):
    """Return the Points of a class. Free texts have a column once one of them is marked. Where passages were
    skipped, the others count in proportion.
    """
    activity = _activity(marked["item"])
    graded = marked["points"].notna() & ~activity.str.startswith(UNGRADED)
    points = marked[graded].groupby(["student", activity[graded]], observed=True)["points"].sum().unstack()
    scored = key.items[(key.items["kind"] != "text") & ~key.items["contested"]]
    possible = scored.groupby(_activity(scored.index)).size()
    skipped = _count_skipped(marked, scored.index)
    points = _in_proportion(points, possible, skipped)
    given = texts.assign(points=total_points(texts), activity=_activity(texts["item"])).dropna(
        subset="points"
    )
    if len(given):
        points = points.join(given.pivot(index="student", columns="activity", values="points"), how="outer")
        wanted = given.drop_duplicates("activity").set_index("activity")["item"]
        possible = pd.concat([possible, wanted.map(lambda item: MOST * len(ask(item, root)))])
    wanted = [name for name in dict.fromkeys(_activity(key.items.index)) if name in points]
    return Points(points.set_axis(points.index.astype("str"))[wanted], possible[wanted], skipped)


def lay_out_marks(students, counted, root=ROOT):
    """Return the table a Canvas gradebook imports: one row per student, one column per exercise, under a name
    that parents can read (see `name_exercises`).

    students: as from `list_students`. The second line holds the points possible. Blank = not handed in.
    Behind all exercises stands how many items were skipped.
    Source of the shape: canvas-lms, lib/gradebook_importer.rb (student by ID, else by name; points from the
    row “Points Possible”).
    """
    names = name_exercises(counted.possible.index, root)
    table = students.join(counted.points).rename(columns=names)
    first = pd.DataFrame(
        [
            {
                **dict.fromkeys(CANVAS, ""),
                "Student": f"    {POSSIBLE}",
                **counted.possible.rename(names),
            }
        ]
    )
    table = pd.concat([first, table], ignore_index=True)[list(table.columns)]
    return table.assign(**_lay_out_skipped(counted.skipped, students, names))


def _count_skipped(marked, scored):
    """Return how many scored items were skipped: a row for each student, a column for each exercise."""
    rows = marked[(marked["mark"] == SKIPPED).to_numpy() & marked["item"].isin(scored).to_numpy()]
    counts = rows.groupby(["student", _activity(rows["item"]).astype("str")], observed=True).size()
    return counts.unstack(fill_value=0)


def _in_proportion(points, possible, skipped):
    for name in skipped.columns.intersection(points.columns):
        left = possible[name] - skipped[name].reindex(points.index).fillna(0)
        points[name] = (points[name].astype(float) * possible[name] / left.where(left > 0)).round(2)
    return points


def _lay_out_skipped(skipped, students, names):
    columns = {name: skipped[name].reindex(students.index) for name in names if name in skipped}
    return {
        f"{names[name]} (skipped)": ["", *counts.fillna(0).astype(int)] for name, counts in columns.items()
    }


def add_tasks(marks, students, tasks, wanted):
    """Return the table of marks with a column for each notebook ("2015-scale tasks"): how many are right."""
    right = tasks.groupby(["student", "notebook"])["right"].sum().unstack()
    columns = {notebook: f"{notebook} tasks" for notebook in right}
    possible = marks.iloc[:1].assign(**{name: wanted[notebook] for notebook, name in columns.items()})
    rows = marks.iloc[1:].set_axis(students.index)
    return pd.concat([possible, rows.join(right.rename(columns=columns))], ignore_index=True)


def name_exercises(activities, root=ROOT):
    """Return {"2015-scale/speaking": "“The Real Picture of Iran”: Who is speaking?"}, no two alike."""
    titles, names = read_titles(root), {}
    for activity in activities:
        slug, name = activity.split("/", 1)
        words = f"“{titles[slug].strip('“”')}”: {read_items(slug, root)[name].title}"
        names[activity] = f"{words} ({slug} {name})" if words in names.values() else words
    return names


def _activity(items):
    items = pd.Series(items).astype("category")  # a million items are a few hundred different ones
    return items.cat.categories.astype("str").str.replace(r"/[^/]*$", "", regex=True).take(items.cat.codes)


def list_students(sittings):
    """Return one row per student id: the name as last typed, and the Canvas id where the files' names give
    exactly one.
    """
    table = sittings.groupby("student").agg(
        name=("name", "last"), accounts=("account", lambda ids: set(ids) - {""})
    )
    # Canvas takes any row whose name holds these words for the points possible.
    table["Student"] = table["name"].map(clean_line).str.replace(POSSIBLE, "Points-Possible")
    table["ID"] = [accounts.pop() if len(accounts) == 1 else "" for accounts in table["accounts"]]
    return table.assign(**dict.fromkeys(CANVAS[2:], ""))[CANVAS].sort_values(
        "Student", key=lambda names: names.str.casefold()
    )


def count(number, noun):
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
