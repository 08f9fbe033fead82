"""What is typed in a notebook while Python does not answer: told, kept in the browser, and offered back. A
real JupyterLab and browser.
"""

import json
import re
import urllib.request

import pytest
from helpers.answering import show_list
from helpers.jupyterlab import NAME, choose, exercise, kept, run_cell, run_first_and, wait_until

from secondsource.marking.answer_file import Sitting, keep_sitting, read_answers

ESSAY, TABLE = f"{NAME}/conclusion", f"{NAME}/figures"
TEXT = "It counts 165 in 30 days. Nobody else counted these days."
LOST = "NOT SAVED: run this cell again"


def line(page, name=ESSAY):
    return exercise(page, name).locator(".ss-saved").inner_text()


def essay(page):
    return exercise(page, ESSAY).locator("textarea")


def drafts(page):
    return page.evaluate(
        "Object.keys(localStorage).filter((name) => name.startsWith('secondsource/draft/')).length"
    )


def kernel(lab, action="", method="POST"):
    address = f"{lab[0]}/api/kernels"
    for running in json.load(urllib.request.urlopen(f"{address}?token=test")):
        urllib.request.urlopen(
            urllib.request.Request(f"{address}/{running['id']}{action}?token=test", method=method)
        )


def is_seen_beside_the_first_row(root):
    """Return whether the line on saving is in the window, uncovered, while the first row is."""
    root.locator(".ss-item .ss-chip").first.scroll_into_view_if_needed()
    return root.locator(".ss-saved").evaluate(
        """(line) => {
          const box = line.getBoundingClientRect();
          const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
          const rows = line.closest("[data-ss]").querySelector(".ss-table").getBoundingClientRect();
          return seen === line && rows.height > innerHeight / 2;
        }"""
    )


def restart_by_menu(page):
    choose(page, "Kernel", "Restart Kernel…")
    page.locator(".jp-Dialog button").filter(has_text="Restart").click()
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)


def stop(how, page, lab):
    if how == "restarted":
        restart_by_menu(page)
    else:
        kernel(lab, method="DELETE")


@pytest.mark.slow
@pytest.mark.parametrize("how", ["restarted", "killed"])
def test_what_is_typed_without_python_is_told_kept_and_offered_back(lab, open_notebook, how):
    page = open_notebook()
    run_first_and(page, ESSAY)
    essay(page).press_sequentially("Before. ")
    assert wait_until(lambda: line(page).startswith("Saved in")) and drafts(page) == 0, (
        "what Python has needs no draft"
    )
    stop(how, page, lab)
    essay(page).press_sequentially(TEXT)
    assert wait_until(lambda: LOST in line(page))
    assert (
        exercise(page, ESSAY).locator(".ss-saved").is_visible()
        and exercise(page, ESSAY).locator("[role=status].ss-lost").count() == 1
    )
    assert kept(lab[1], ESSAY) == {"text": "Before. "}
    if how == "killed":
        page.close()
        page = open_notebook(page.context)
    run_first_and(page, ESSAY)
    draft = exercise(page, ESSAY).locator(".ss-draft")
    assert f"Before. {TEXT}" in draft.inner_text() and essay(page).input_value() == "Before. "
    draft.get_by_text("Put it back").click()
    assert essay(page).input_value() == f"Before. {TEXT}" and draft.count() == 0
    assert wait_until(lambda: kept(lab[1], ESSAY) == {"text": f"Before. {TEXT}"})
    assert wait_until(lambda: drafts(page) == 0) and line(page).startswith("Saved in")


@pytest.mark.slow
def test_a_check_without_a_reply_is_told_and_the_answers_can_be_put_back(lab, open_notebook):
    page = open_notebook()
    run_first_and(page, TABLE)
    root = exercise(page, TABLE)
    restart_by_menu(page)
    show_list(root)
    first = root.locator(".ss-item").first
    first.locator(".ss-chip").first.click()
    chosen = first.locator("input:checked").get_attribute("value")
    assert wait_until(lambda: LOST in line(page, TABLE)) and is_seen_beside_the_first_row(root)
    for _ in range(2):  # the first press asks about the open rows
        root.locator("[data-do=commit]").click()
    assert wait_until(
        lambda: "NOT CHECKED" in root.locator(".ss-result").inner_text() and LOST in line(page, TABLE)
    )
    run_first_and(page, TABLE)
    root.locator(".ss-draft").get_by_text("Put it back").click()
    show_list(root)
    assert first.locator("input:checked").get_attribute("value") == chosen
    for _ in range(2):
        root.locator("[data-do=commit]").click()
    root.locator("[data-feedback]:not([hidden])").first.wait_for(timeout=20_000)
    assert "right" in root.locator(".ss-result").inner_text()
    sitting = read_answers(lab[1] / f"answers/{NAME}.json").activities[TABLE]
    assert sitting.tries == 1 and chosen in sitting.answers.values()


@pytest.mark.slow
def test_two_tabs_without_python_keep_a_draft_each_and_nothing_newer_is_overwritten(lab, open_notebook):
    page = open_notebook()
    run_first_and(page, ESSAY)
    essay(page).fill("Start.")
    assert wait_until(lambda: line(page).startswith("Saved in"))
    choose(page, "File", "Save Notebook")
    other = open_notebook(page.context)
    essay(other).wait_for(timeout=60_000)
    essay(page).press_sequentially(" From one.")
    assert wait_until(lambda: essay(other).input_value() == "Start. From one."), (
        "a second tab shows what the first has saved"
    )
    kernel(lab, "/restart")
    other.wait_for_timeout(3000)
    essay(page).press_sequentially(" Lost in one.")
    essay(other).press_sequentially(" Lost in two.")
    assert wait_until(lambda: LOST in line(page) and LOST in line(other)) and drafts(page) == 2
    keep_sitting(lab[1] / f"answers/{NAME}.json", ESSAY, Sitting(answers={"text": "Newer."}))
    run_first_and(page, ESSAY)
    offers = exercise(page, ESSAY).locator(".ss-draft")
    assert (
        offers.count() == 2
        and "Newer answers are saved" in offers.first.inner_text()
        and essay(page).input_value() == "Newer."
    )
    for wanted in ("one", "two"):
        offers.filter(has_text=f"Lost in {wanted}.").get_by_text("Put it back").click()
    both = "Newer.\n\nStart. From one. Lost in one.\n\nStart. From one. Lost in two."
    assert essay(page).input_value() == both
    assert wait_until(lambda: kept(lab[1], ESSAY)["text"] == both), (
        "every save after a restart from elsewhere, not just the first"
    )
    run_cell(page, f'activity("{ESSAY}")')
    assert offers.count() == 0 and essay(page).input_value().startswith("Newer.")


@pytest.mark.slow
def test_a_draft_that_is_thrown_away_does_not_come_back(lab, open_notebook):
    page = open_notebook()
    run_first_and(page, ESSAY)
    restart_by_menu(page)
    essay(page).fill("Not this.")
    run_first_and(page, ESSAY)
    exercise(page, ESSAY).get_by_text("Throw it away").click()
    assert drafts(page) == 0
    run_cell(page, f'activity("{ESSAY}")')
    assert exercise(page, ESSAY).locator(".ss-draft").count() == 0 and essay(page).input_value() == ""


@pytest.mark.slow
def test_a_busy_kernel_is_told_and_then_saves_and_the_draft_is_forgotten(lab, open_notebook):
    page = open_notebook()
    run_first_and(page, ESSAY)
    page.locator(".jp-CodeCell").nth(1).locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("import time; time.sleep(9)")
    page.keyboard.press("Control+Enter")
    essay(page).press_sequentially(TEXT)
    assert wait_until(lambda: LOST in line(page))
    assert wait_until(lambda: line(page).startswith("Saved in")) and drafts(page) == 0
    assert "ss-lost" not in exercise(page, ESSAY).locator(".ss-saved").get_attribute("class")
    assert kept(lab[1], ESSAY) == {"text": TEXT}


def exported(lab):
    """Return the notebook as JupyterLab's own export makes it, without its scripts: what is seen without a
    network.
    """
    page = urllib.request.urlopen(f"{lab[0]}/nbconvert/html/{NAME}.ipynb?token=test").read().decode()
    return re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)


@pytest.mark.slow
def test_what_is_typed_is_in_the_saved_notebook_and_its_export_and_seen_when_it_is_opened_again(
    lab, open_notebook
):
    page = open_notebook()
    run_first_and(page, ESSAY)
    essay(page).press_sequentially(
        TEXT
    )  # letter by letter: the output below changes with each, and must not take the focus
    assert essay(page).input_value() == TEXT
    assert wait_until(lambda: kept(lab[1], ESSAY) == {"text": TEXT})
    assert not page.locator(".ss-written").is_visible(), "the exercise itself is there"
    choose(page, "File", "Save Notebook")
    assert wait_until(lambda: TEXT in (lab[1] / f"{NAME}.ipynb").read_text(encoding="utf-8"))
    text = exported(lab)
    assert TEXT in text and "ActivityWidget" not in text
    kernel(lab, method="DELETE")
    page.close()
    page = open_notebook(page.context)
    page.locator(".ss-written").get_by_text(TEXT).wait_for(timeout=30_000)
    run_first_and(page, ESSAY)
    assert essay(page).input_value() == TEXT and not page.locator(".ss-written").is_visible()


@pytest.mark.slow
def test_an_exercise_done_in_the_book_beside_it_is_taken_over_and_counts(lab, open_notebook):
    page = open_notebook()
    done = Sitting(
        edition="study",
        id="0" * 32,
        answers={"text": TEXT},
        first={"text": TEXT},
        committed=True,
        tries=1,
        times=dict.fromkeys(("opened", "saved", "committed"), "2026-01-01T10:00:00.000Z"),
    )
    keep = "(text) => localStorage.setItem('secondsource/2/study/2015-scale/conclusion', text)"
    page.evaluate(keep, done.model_dump_json())
    run_first_and(page, ESSAY)
    path = lab[1] / f"answers/{NAME}.json"
    assert wait_until(lambda: path.exists() and read_answers(path).activities[ESSAY].committed)
    assert kept(lab[1], ESSAY) == {"text": TEXT} and essay(page).input_value() == TEXT
