"""JupyterLab's menus and cells, as a student uses them, and what was kept."""

import re
import time

from secondsource.marking.answer_file import read_answers

NAME = "2015-scale"


def choose(page, menu, entry):
    page.locator(f'.lm-MenuBar-itemLabel:text-is("{menu}")').click()
    page.locator(f'.lm-Menu-itemLabel:text-is("{entry}")').click()


def run_all(page):
    choose(page, "Run", "Run All Cells")
    page.locator(f'[data-ss="{NAME}/conclusion"]').wait_for(timeout=90_000)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)


def exercise(page, name):
    return page.locator(f'[data-ss="{name}"]')


def code_cell(page, text):
    """Return the code cell in which `text` stands."""
    return page.locator(".jp-CodeCell").filter(has_text=text)


def run_cell(page, text):
    """Run the cell in which `text` stands, by hand; return it when it is through."""
    cell = code_cell(page, text)
    number = cell.locator(".jp-InputPrompt").first
    number.evaluate("(number) => { number.textContent = 'not yet'; }")  # after a restart it may be the same
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    number.filter(has_text=re.compile(r"\[\d+\]")).wait_for(timeout=60_000)
    return cell


def run_first_and(page, *names):
    """Run the cell of imports and those of some exercises, as a student does after a restart."""
    run_cell(page, "SystemExit")
    for name in names:
        run_cell(page, f'activity("{name}")')
        exercise(page, name).wait_for(timeout=60_000)


def write_cell(page, text, code):
    """Put `code` into the cell in which `text` stands, and run it."""
    code_cell(page, text).locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(code)
    return run_cell(page, text)


def kept(folder, name):
    return read_answers(folder / f"answers/{NAME}.json").activities[name].answers


def wait_until(holds):
    for _ in range(100):
        if holds():
            return True
        time.sleep(0.1)
    return False
