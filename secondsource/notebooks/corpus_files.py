"""The corpus as files in the learner's folder. What a learner changed is never written over."""

import hashlib
import json

from ..data.raw import ABOUT, corpus
from ..files import ROOT, clean_cell, learner_folder, write_whole
from ..problems import fail

FOLDER = "corpus"
MADE = ".made.json"  # in it: digests of the files as they were written
HEAD = """The corpus of Second Source, as raw tables (CSV, UTF-8).
The sentences are our own retelling of the articles, our briefs and our invented texts; the originals are not
in it. You may use it under CC BY 4.0 (LICENSE-content in the kit).
"""
NO_KEY = """
This copy of the kit has no solutions: labels.csv has no rows, and figures.csv no verdicts. You can still
read, clean, join and count sentences, texts and second sources.
"""


def write_corpus(folder=None, root=ROOT):
    """Write the corpus into `corpus` in `folder` (by default the learner's); return what there is to say,
    line by line.

    A file that was changed stays, and the new edition goes beside it. Raises OSError.
    """
    place = (folder or learner_folder(root)) / FOLDER
    tables = corpus(root)
    files = {name: _csv(table) for name, table in tables.items()}
    files["README.txt"] = _describe(tables)
    made, lines = _read_made(place), []
    for name, text in files.items():
        lines += _put(place, name, text.encode(), made)
    _write(place / MADE, json.dumps(made, indent=1).encode())
    if tables["labels.csv"].empty:
        lines.append(f"The corpus in {place} comes without labels: this kit has no solutions.")
    return lines


def data_file(name, root=ROOT):
    """Return the path of the file `name` of the corpus, such as "sentences.csv", in the learner's folder;
    where it is missing it is written.

    Raises ContentError naming the files there are.
    """
    path = learner_folder(root) / FOLDER / name
    if name not in ABOUT:
        fail(name, "", "there is no such file in the corpus.", f"There are: {', '.join(ABOUT)}.")
    if not path.exists():
        write_corpus(root=root)
    return path


def _put(place, name, data, made):
    """Write one file unless it is there; return what there is to say."""
    path, digest = place / name, _digest(data)
    if not path.exists():
        _write(path, data)
    elif (held := _digest(path.read_bytes())) == digest:
        pass
    elif held == made.get(name):
        _write(path, data)
    else:
        path = path.with_stem(f"{path.stem}-new")
        if path.exists() and _digest(path.read_bytes()) == digest:
            return []
        _write(path, data)
        return [f"You have changed corpus/{name}; the new edition is beside it: {path.name}."]
    made[name] = digest
    return []


def _csv(table):
    guarded = table.map(lambda value: clean_cell(value) if isinstance(value, str) else value)
    return guarded.to_csv(index=False, lineterminator="\n")


def _describe(tables):
    lines = [HEAD]
    for name, table in tables.items():
        lines += [
            f"{name}: {len(table)} rows",
            *(f"  {column}: {ABOUT[name][column]}" for column in table),
            "",
        ]
    return "\n".join(lines) + NO_KEY * tables["labels.csv"].empty


def _read_made(place):
    try:
        made = json.loads((place / MADE).read_text(encoding="utf-8"))
        return made if isinstance(made, dict) else {}
    except (OSError, ValueError):
        return {}


def _digest(data):
    return hashlib.sha256(data).hexdigest()[:16]


def _write(path, data):
    with write_whole(path) as file:
        file.write(data)
