"""What a notebook hands in besides its answers: the code of the task cells. It is text for a teacher to read;
nothing here runs it.
"""

import json
import re

import pandas as pd

SCHEMA = "second-source-code/1"
LOOK = 200  # bytes; the schema stands first in the file
LONGEST = 20_000  # characters of one cell
MOST = 60  # cells of one notebook
TASK = re.compile(r"[a-z0-9-]{1,60}")
OWN = "own-"  # the name of a cell of an open question begins so; it answers no task
TASKS = ["file", "activity", "answer", "tries", "code"]


def write_code(student, notebook, cells):
    """Return the bytes of a file with the code of a notebook's task cells, {task: code}."""
    content = {"schema": SCHEMA, "student": student, "notebook": notebook, "cells": cells}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def is_code_file(data):
    """Tell whether some bytes look like such a file, even a damaged one."""
    return SCHEMA.encode() in data[:LOOK]


def parse_code(data):
    """Return (student, {"notebook/task-name": code}) of such a file, or the reason why there is none."""
    try:
        content = json.loads(data)
        student, notebook, cells = content["student"], content["notebook"], content["cells"]
        if not (isinstance(student, str) and TASK.fullmatch(notebook) and isinstance(cells, dict)):
            raise ValueError
        wanted = list(cells.items())[:MOST]
        code = {
            f"{notebook}/task-{task}": str(text)[:LONGEST] for task, text in wanted if TASK.fullmatch(task)
        }
    except (ValueError, KeyError, TypeError, RecursionError):
        return "This file with the code of a notebook is damaged. Ask for the zip again."
    return student, code


def lay_out_tasks(tasks, code, files):
    """Return the tasks that were handed in as a table, columns TASKS; below them the cells of open questions.

    tasks: (file, activity, answer, tries, student) of each. code: {(folder, student, activity): code}, for
        the files that lie in one folder or zip with it. files: {(folder, student): a file of answers there}.
    """
    rows = [
        (file, activity, answer, tries, code.get((folder_of(file), student, activity), ""))
        for file, activity, answer, tries, student in tasks
    ]
    rows += [
        (files[folder, student], activity, "", 0, text)
        for (folder, student, activity), text in code.items()
        if f"/task-{OWN}" in activity and (folder, student) in files
    ]
    return pd.DataFrame(rows, columns=TASKS).astype({"tries": int})


def folder_of(file):
    """Return the folder or zip that a file of a hand-in lies in; "" for the topmost."""
    return file.rpartition("/")[0]
