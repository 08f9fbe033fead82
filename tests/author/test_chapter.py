"""A sixth set goes from a text file to a published, answered, marked chapter: commands and the page alone."""

import csv
import os
import re
import shutil
import subprocess
import sys

import pytest
from helpers.answering import answer_at_once
from helpers.authoring import (
    SLUG,
    opened,
    publish,
    unit_button,
    write_cards,
    write_essay,
    write_labels,
    write_options,
    write_table,
    write_text,
    write_words,
)
from helpers.kits import run_kit
from helpers.places import ROOT
from helpers.school_phones import LINK, ORIGINAL, ROWS, WORDS
from helpers.tiny_site import make_tiny_kit
from helpers.written_set import model_page

from secondsource.content.keys import Essay
from secondsource.content.textset import TextSet

NOTE = "Quokkafern: ask the parents first."


class Author:
    """`kit.py author`, running; `address` is what it prints."""

    def __init__(self, kit):
        command = [
            sys.executable,
            "-m",
            "secondsource.cli",
            "author",
            SLUG,
            "--no-browser",
            "--port",
            "19100",
        ]
        environment = {**os.environ, "PYTHONPATH": str(kit), "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
        self.running = subprocess.Popen(
            command, cwd=kit, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        said = ""
        while "http://" not in said:
            line = self.running.stdout.readline()
            assert line, f"it ended: {said}"
            said += line
        self.address = re.search(r"http://\S+", said)[0]

    def stop(self):
        self.running.terminate()
        self.running.wait(20)


@pytest.fixture
def kit(tmp_path):
    """A kit of one set and one page, and beside it a text file."""
    (tmp_path / "kit").mkdir()
    (tmp_path / "phones.txt").write_text(ORIGINAL, encoding="utf-8")
    return make_tiny_kit(tmp_path / "kit", {"who-is-speaking": model_page()})


def done(kit, *arguments):
    """Run a command that has to succeed."""
    ran = run_kit(kit, *arguments)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def write_all(hands):
    for write in (
        write_text,
        write_labels,
        write_cards,
        write_options,
        write_words,
        write_table,
        write_essay,
    ):
        write(hands)
    hands.click("#tab-problems")
    assert hands.page.locator("#problems ul").nth(0).inner_text() == ""
    assert hands.page.locator("#problems ul").nth(1).inner_text() == ""


def hand_in(page, text_set, path, wrong):
    """Answer all of the chapter, with one answer wrong, and save the file as the student does."""
    for name in text_set.activities:
        answers = {
            item: "My own fair version." if isinstance(answer, Essay) else answer.answer
            for item, answer in text_set.answers(name).items()
        }
        answers |= wrong.get(name, {})
        root = page.locator(f'[data-ss="{SLUG}/{name}"]')
        answer_at_once(root, answers)
        root.locator("[data-do=commit]").evaluate("(button) => button.form.requestSubmit(button)")
    page.locator("#ss-name").fill("Ada")
    with page.expect_download() as saving:
        page.locator("[data-do=download]").click()
    path.parent.mkdir()
    saving.value.save_as(path)


@pytest.mark.slow
def test_a_set_goes_from_a_text_file_to_a_marked_chapter(kit, open_page, serve, tmp_path):
    said = done(kit, "new", SLUG, "--original", tmp_path / "phones.txt", "--link", LINK)
    assert f"author {SLUG}" in said
    author = Author(kit)
    try:
        hands = opened(open_page, author)
        write_all(hands)
        hands.click("#tab-text")
        hands.click(unit_button("p3.2"))
        hands.click("#note-p3-2")
        hands.type(NOTE)
        hands.idle()
        publish(hands)
        assert hands.page.faults == []
    finally:
        author.stop()
    done(kit, "check")
    done(kit, "build", "--edition", "class", "--out", tmp_path / "site")
    for path in (tmp_path / "site").rglob("*.*"):
        told = [word for word in (NOTE, "Parents are furious") if word.encode() in path.read_bytes()]
        assert told == [], f"a note or the original in {path}"
    made = TextSet(SLUG, kit)
    assert set(made.activities) == {"speaking", "missing", "wording", "sorting", "rewrite"}
    page = open_page(f"{serve(tmp_path / 'site')}/{SLUG}.html")
    hand_in(page, made, tmp_path / "answers/ada.json", {"speaking": {"p2.1": "S4"}})
    assert page.faults == []
    (kit / "solutions/notebooks").mkdir()  # the report, which a tiny kit does without
    shutil.copy(ROOT / "solutions/notebooks/class-report.ipynb", kit / "solutions/notebooks")
    done(kit, "mark", tmp_path / "answers", "--out", tmp_path / "marks")
    with open(tmp_path / "marks/marks.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    ada = next(row for row in rows if row["Student"] == "Ada")
    possible = next(row for row in rows if "Points Possible" in row["Student"])
    points = {name: (ada[name], possible[name]) for name in ada if SLUG in name or "Phones Out" in name}
    assert len(made.activities["speaking"].units) == 8
    got = sorted(tuple(map(float, pair)) for pair in points.values() if all(pair))
    assert got == sorted([(7, 8), (5, 5), *((n, n) for n in (len(WORDS), len(ROWS)))]), points
