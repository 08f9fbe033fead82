"""How fast a class is marked: python3 kit.py benchmark marking

Each beside a floor measured in the same run, best of five in turn: 10,000 files of 100 answers against merely
parsing them with `json` (the files read from disk in both), a million answers against one bare categorical
merge, and the memory a million answers take.
"""

import json
import os
import tempfile
import time
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
from measure import show

from secondsource import __version__
from secondsource.content.items import read_items
from secondsource.content.texts import read_article
from secondsource.marking.marks import mark, read_keys, wanted_key
from secondsource.marking.reading import read_hand_in

FILES, ANSWERS, ROUNDS = 10_000, 100, 5
SET = "2015-scale"


def list_items():
    """Return {activity: {item: possible responses}} of one set, ANSWERS items in all, texts left out."""
    chosen, left = {}, ANSWERS
    for name, activity in read_items(SET).items():
        items = {
            item.id: list(item.choices) if item.choices else ["5.5", "1,000"]
            for item in activity.items()[:left]
            if activity.items()[0].form != "text"
        }
        chosen[f"{SET}/{name}"] = items
        left -= len(items)
    return {name: items for name, items in chosen.items() if items}


def write_files(folder, items):
    """Write FILES answer files as the page downloads them: answers, first answers, times, confidence on
    some.
    """
    random, fingerprint = np.random.default_rng(1), read_article(SET).fingerprint
    times = dict.fromkeys(("opened", "saved", "committed"), "2026-01-05T10:00:00.000Z")
    for number in range(FILES):
        activities = {}
        for name, asked in items.items():
            answers = {
                item: responses[place % len(responses)]
                for (item, responses), place in zip(
                    asked.items(), random.integers(0, 99, len(asked)), strict=True
                )
            }
            activities[name] = {
                "edition": "study",
                "answers": answers,
                "confidence": dict.fromkeys(list(answers)[:2], 80),
                "first": answers,
                "checked": {},
                "committed": True,
                "tries": 1,
                "times": times,
                "fingerprint": fingerprint,
                "kit": __version__,
            }
        file = {
            "schema": "second-source-answers/2",
            "kit": __version__,
            "student": f"Student {number}",
            "written": times["saved"],
            "activities": activities,
        }
        (folder / f"answers-{number:05}.json").write_text(
            json.dumps(file, indent=1, ensure_ascii=False), encoding="utf-8"
        )


def parse_files(folder):
    """The floor: read every file and parse it."""
    for entry in os.scandir(folder):
        with open(entry.path, "rb") as file:
            json.loads(file.read())


def parse_zip(path):
    """The floor for a zip: unpack every member and parse it."""
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            json.loads(archive.read(info))


def mark_files(path):
    """Read, check, merge, mark; the keys are read as well."""
    hand_in = read_hand_in(path)
    return mark(hand_in.answers, wanted_key(hand_in.sittings))


def best_of(*functions):
    """Return the best seconds of each function, all of them in turn, so that a busy moment hits them
    alike.
    """
    seconds = [[] for _ in functions]
    for _ in range(ROUNDS):
        for function, list_ in zip(functions, seconds, strict=True):
            start = time.perf_counter()
            function()
            list_.append(time.perf_counter() - start)
    return [min(list_) for list_ in seconds]


def peak_memory(function):
    """Return (most bytes held at once while the function ran, bytes of what it returned)."""
    tracemalloc.start()
    kept = function()
    held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return peak, held


def compare(place):
    """Yield rows (what, seconds, ratio, floor)."""
    folder, archive, items = place / "in", place / "class.zip", list_items()
    folder.mkdir()
    write_files(folder, items)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for path in folder.iterdir():
            file.write(path, path.name)
    floor, seconds, zip_floor, zipped = best_of(
        lambda: parse_files(folder),
        lambda: mark_files(folder),
        lambda: parse_zip(archive),
        lambda: mark_files(archive),
    )
    yield row(f"{FILES:,} files of {ANSWERS} answers, read and marked", seconds, "`json` alone", floor)
    yield row("the same out of one zip", zipped, "`json` alone, unpacked", zip_floor)
    answers, key = read_hand_in(folder).answers, read_keys([SET])
    both = {
        name: pd.CategoricalDtype(answers[name].cat.categories.union(key.accepted[name].unique()))
        for name in ("item", "response")
    }
    left, right = answers[["item", "response"]].astype(both), key.accepted.astype(both)
    plain = answers.astype({"item": "str", "response": "str"})
    floor, seconds, texts = best_of(
        lambda: left.merge(right, on=["item", "response"], how="left"),
        lambda: mark(answers, key),
        lambda: mark(plain, key),
    )
    yield row(f"{len(answers):,} answers marked", seconds, "a bare categorical merge", floor)
    yield row("the same held as plain text", texts, "a bare categorical merge", floor)
    for what, function in (
        ("marking", lambda: mark(answers, key)),
        ("reading and marking", lambda: mark_files(folder)),
    ):
        peak, held = peak_memory(function)
        yield (
            f"memory while {what}, for a million answers",
            f"{peak / len(answers):.0f} MB",
            "-",
            f"{held / len(answers):.0f} MB are kept",
        )


def row(what, seconds, floor_name, floor):
    return what, f"{seconds:.3f} s", f"{seconds / floor:.2f}", f"{floor_name}: {floor:.3f} s"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        show("Marking a class", ["what", "takes", "ratio", "floor"], compare(Path(name)))
