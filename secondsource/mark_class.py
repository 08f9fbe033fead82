"""From a class's hand-in to its marks and its report: read, mark, write."""

from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from .desk.grades import Scale, tell_class, tell_unfinished, write_grades, write_moodle
from .desk.roster import lay_out_students, read_roster, read_who, recognise
from .files import ROOT, name_text
from .marking.csv_tables import count, write_gradebook
from .marking.marks import ASIDE, mark, wanted_key
from .marking.reading import read_hand_in
from .notebooks.grading import count_tasks, judge, own_code, write_work
from .problems import fail


class Desk(NamedTuple):
    """What a teacher settles. roster: a file with the class list, or None; scale: a Scale of grades, or None;
    empty_is_zero: an exercise that was not handed in counts as 0 in the total.
    """

    roster: str | Path | None = None
    scale: Scale | None = None
    empty_is_zero: bool = False


def mark_class(
    answers,
    folder,
    rubric=None,
    last=False,
    cluster=None,
    say=lambda *_: None,
    root=ROOT,
    desk=None,
):
    """Read, mark and write what a class handed in; return a Summary.

    answers: a folder, a zip or a file; with `cluster` (see marking/cluster.py) or "://" in it, an address
        that fsspec knows. folder: where to write.
    desk: the class list, and how totals are made.
    say: called with (what is being done, files read, files in all). Raises ContentError where there is
        nothing to mark or no key.
    """
    desk = desk or Desk()
    roster = read_roster(desk.roster) if desk.roster else None
    say("Reading the answers")
    hand_in = _read_and_mark(answers, folder, last, cluster, partial(say, "Reading the answers"), root)
    hand_in, recognised = recognise(hand_in, roster, read_who(folder))
    say("Writing the marks")
    tasks = judge(hand_in, root)
    summary = _write_tables(hand_in, recognised, tasks, folder, rubric, root)
    summary = summary._replace(notes=_write_desk(summary, hand_in.sittings, recognised, desk, root))
    known = _with_times(hand_in.answers, hand_in.sittings)
    known = known[~known["mark"].isin(["unknown", *ASIDE])]
    if known.empty and len(tasks):
        return summary
    if known.empty:
        cure = f"{summary.folder / 'problems.csv'} says why ({count(summary.problems, 'line')})."
        fail(answers, "", "there is nothing to mark in it.", cure)
    from .report.page import write_report

    say("Writing the report")
    title = name_text(Path(answers).name)
    write_report(known, summary.folder / "report.html", title, warning=summary.unread)
    return summary


def _read_and_mark(answers, folder, last, cluster, progress, root):
    """Return the HandIn of all that was handed in, its answers with their marks."""
    if cluster or "://" in str(answers):
        from .marking.cluster import mark_everywhere

        return mark_everywhere(answers, cluster, progress, last, root)
    _refuse(Path(answers), Path(folder))
    hand_in = read_hand_in(answers, root, progress, folder, last)
    _refuse_empty(answers, hand_in)
    return hand_in._replace(answers=mark(hand_in.answers, wanted_key(hand_in.sittings, root)))


def _write_tables(hand_in, recognised, tasks, folder, rubric, root):
    """Write the tables of a class, and what its cells of code are; return a Summary."""
    marked, own = hand_in.answers, own_code(hand_in)
    wanted = {notebook: count_tasks(notebook, root) for notebook in tasks["notebook"].unique()}
    students = lay_out_students(recognised.people, hand_in.sittings)
    summary = write_gradebook(hand_in, marked, folder, rubric, root, tasks, wanted, students)
    if len(tasks) or len(own):
        write_work(tasks, own, marked, summary.folder / "work.html", root)
    return summary


def _write_desk(summary, sittings, recognised, desk, root):
    """Write grades.csv, and with a class list moodle.csv and who.csv; return lines for the screen."""
    people, folder = recognised.people, summary.folder
    table = write_grades(folder, people, summary.counted, sittings, root, desk.scale, desk.empty_is_zero)
    told = tell_unfinished(sittings)
    if not desk.roster:
        return told
    return told + tell_class(recognised, folder, write_moodle(folder, people, table, summary.counted, root))


def _with_times(marked, sittings):
    """Add when each answer was saved: the report takes from it in which order a student did the checks."""
    return marked.assign(saved=np.repeat(sittings["saved"].to_numpy(), sittings["rows"]))


def _refuse_empty(answers, hand_in):
    if hand_in.sittings.empty and hand_in.problems.empty:
        fail(
            answers,
            "",
            "there is no answer file in it, and nothing else.",
            "Put in what students handed in (answers-NAME.json), or the zip of your learning platform.",
        )


def _refuse(answers, folder):
    if not answers.exists():
        fail(
            answers,
            "",
            "there is no such file or folder.",
            "Give the folder or the zip with the students’ answer files.",
        )
    if answers.resolve() == folder.resolve():
        fail(folder, "", "the marks would be written among the answers.", "Choose another folder with --out.")
