"""Files that commands write, as they lie on the disk."""

import csv


def files_of(folder):
    """Return {path: bytes} of all files below a folder, but for locks."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".lock"
    }


def rows_of(path):
    """Return a CSV as a list of dicts."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
