"""Write what a teacher needs from a marked class: marks.csv, items.csv, texts.csv, problems.csv, report.html."""

from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from .cells import clean_line, write_csv
from .collect import read_hand_in
from .essays import MOST, SKILLS, fill_in, lay_out, list_tables, read_rubric, total_points, write_texts
from .marking import mark, read_keys
from .problems import fail
from .sittings import PROBLEM
from .strict import ROOT
from .texts import slugs

CHECKS = "check-"  # Checks A to C measure a class; their notes say: no grades from them
CANVAS = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
POSSIBLE = "Points Possible"
ITEMS = ["student", "name", "item", "response", "mark", "points", "confidence", "committed", "file"]


class Summary(NamedTuple):
    """What was written. texts: free texts; texts_marked: those with a mark for all three skills; checks: answers to Checks A to C."""

    students: int
    answers: int
    files: int
    problems: int
    texts: int
    texts_marked: int
    checks: int
    folder: Path

    def __str__(self):
        lines = [f"{_count(self.students, 'student')}, {_count(self.answers, 'answer')} from {_count(self.files, 'file')}.",
                 f"The marks are in {self.folder}: marks.csv (for a gradebook), items.csv (every answer), report.html (the class)."]
        if self.texts:
            lines.append(f"texts.csv: {_count(self.texts, 'text')} to read, {self.texts_marked} marked. "
                         f"Type 0 to {MOST} for each skill and run this again: nothing you typed is written over.")
        if self.checks:
            lines.append("Checks A, B and C are in the report and in items.csv, not in marks.csv: they measure a class and are no basis for grades.")
        lines.append(f"problems.csv: {_count(self.problems, 'line')}. Please look through them." if self.problems else "No problems: problems.csv is empty.")
        return "\n".join(lines)


def mark_class(answers, folder, rubric=None, last=False, cluster=None, say=lambda text, done=None, total=None: None, root=ROOT):
    """Read, mark and write what a class handed in; return a Summary.

    answers: a folder, a zip or a file; with `cluster` (see district.py) or "://" in it, an address that fsspec knows. folder: where to write.
    say: called with (what is being done, files read, files in all). Raises ContentError where there is nothing to mark or no key.
    """
    say("Reading the answers")
    if cluster or "://" in str(answers):
        from .district import mark_everywhere
        hand_in = mark_everywhere(answers, cluster, partial(say, "Reading the answers"), last)
        marked = hand_in.answers
    else:
        _refuse(Path(answers), Path(folder))
        hand_in = read_hand_in(answers, root, partial(say, "Reading the answers"), folder, last)
        marked = mark(hand_in.answers, wanted_key(hand_in.sittings, root))
    say("Writing the marks")
    summary = write_gradebook(hand_in, marked, folder, rubric, root)
    known = _with_times(marked, hand_in.sittings)
    known = known[known["mark"] != "unknown"]
    if known.empty:
        fail(answers, "", "there is nothing to mark in it.", f"{summary.folder / 'problems.csv'} says why ({_count(summary.problems, 'line')}).")
    from .report import write_report
    say("Writing the report")
    write_report(known, summary.folder / "report.html", title=Path(answers).name)
    return summary


def _with_times(marked, sittings):
    """Add when each answer was saved: the report takes from it in which order a student did the checks."""
    return marked.assign(saved=np.repeat(sittings["saved"].to_numpy(), sittings["rows"]))


def _refuse(answers, folder):
    if not answers.exists():
        fail(answers, "", "there is no such file or folder.", "Give the folder or the zip with the students’ answer files.")
    if answers.resolve() == folder.resolve():
        fail(folder, "", "the marks would be written among the answers.", "Choose another folder with --out.")


def wanted_key(sittings, root=ROOT):
    """Return the Key of the sets that were handed in. Raises ContentError where there are no keys."""
    if not (root / "solutions").exists():
        fail("solutions", "", "the answer keys are not in this copy of the kit.", "Mark with a copy that has the folder solutions/.")
    return read_keys(sorted({name.partition("/")[0] for name in sittings["activity"].unique()} & set(slugs(root))), root)


def write_gradebook(hand_in, marked, folder, rubric=None, root=ROOT):
    """Write all tables into `folder`; return a Summary.

    marked: the answers of `hand_in` with mark and points. rubric: a table of marked texts; by default those in `folder`.
    Only files of these names are written, each of them whole. Raises OSError where that is not possible.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    typed = read_rubric([rubric] if rubric else list_tables(folder))
    texts, faults = fill_in(lay_out(marked, root), typed)
    problems = pd.concat([hand_in.problems, pd.DataFrame(faults, columns=PROBLEM, dtype="str")], ignore_index=True)
    if len(texts):
        write_texts(texts, typed, folder)
    key = wanted_key(hand_in.sittings, root)
    write_csv(lay_out_marks(hand_in.sittings, marked, key, texts), folder / "marks.csv")
    write_csv(marked[ITEMS], folder / "items.csv")
    write_csv(problems, folder / "problems.csv")
    sittings = hand_in.sittings
    return Summary(sittings["student"].nunique(), len(marked), sittings["file"].nunique(), len(problems), len(texts), int(total_points(texts).notna().sum()),
                   int(sittings["activity"].str.startswith(CHECKS).sum()), folder)


def lay_out_marks(sittings, marked, key, texts):
    """Return the table a Canvas gradebook imports: one row per student, one column per exercise ("2015-scale speaking").

    The second line holds the points possible. Blank = not handed in. Free texts have a column once one of them is marked.
    Source of the shape: canvas-lms, lib/gradebook_importer.rb (student by ID, else by name; points from the row “Points Possible”).
    """
    activity = _activity(marked["item"])
    graded = marked["points"].notna() & ~activity.str.startswith(CHECKS)
    points = marked[graded].groupby(["student", activity[graded]], observed=True)["points"].sum().unstack()
    scored = key.items[(key.items["kind"] != "text") & ~key.items["contested"]]
    possible = scored.groupby(_activity(scored.index)).size()
    given = texts.assign(points=total_points(texts), activity=_activity(texts["item"])).dropna(subset="points")
    if len(given):
        points = points.join(given.pivot(index="student", columns="activity", values="points"), how="outer")
        possible = pd.concat([possible, pd.Series(MOST * len(SKILLS), index=given["activity"].unique())])
    wanted = [name for name in dict.fromkeys(_activity(key.items.index)) if name in points]
    students = _list_students(sittings)
    table = students.join(points.set_axis(points.index.astype("str"))[wanted]).rename(columns=lambda name: name.replace("/", " "))
    first = pd.DataFrame([{**dict.fromkeys(CANVAS, ""), "Student": f"    {POSSIBLE}", **{name.replace("/", " "): possible[name] for name in wanted}}])
    return pd.concat([first, table], ignore_index=True)[list(table.columns)]


def _activity(items):
    items = pd.Series(items).astype("category")  # a million items are a few hundred different ones
    return items.cat.categories.astype("str").str.replace(r"/[^/]*$", "", regex=True).take(items.cat.codes)


def _list_students(sittings):
    """Return one row per student: the name as last typed, and the Canvas id where the files' names give exactly one."""
    table = sittings.groupby("student").agg(name=("name", "last"), accounts=("account", lambda ids: set(ids) - {""}))
    # Canvas takes any row whose name holds these words for the points possible.
    table["Student"] = table["name"].map(clean_line).str.replace(POSSIBLE, "Points-Possible")
    table["ID"] = [accounts.pop() if len(accounts) == 1 else "" for accounts in table["accounts"]]
    return table.assign(**dict.fromkeys(CANVAS[2:], ""))[CANVAS].sort_values("Student", key=lambda names: names.str.casefold())


def _count(number, noun):
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
