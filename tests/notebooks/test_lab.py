"""A real JupyterLab, driven by a real browser: run a notebook, answer, see the feedback, lose the kernel,
find the answer again, hand in.
"""

import json
import urllib.request

import pytest
from helpers.answering import (
    answer_by_keyboard,
    answer_by_mouse,
    assert_full_marks,
    right_answers,
    shown_answers,
)
from helpers.jupyterlab import (
    NAME,
    exercise,
    kept,
    run_all,
    run_cell,
    run_first_and,
    wait_until,
    write_cell,
)
from helpers.kits import run_kit
from helpers.places import ROOT

from secondsource.marking.spreadsheet import read_csv


# Half a minute; each time a browser in JupyterLab is driven by the last test of test_lost_text.py.
@pytest.mark.slow
def test_a_notebook_is_run_answered_killed_and_found_again(lab, open_notebook):
    address, folder = lab
    page = open_notebook()
    run_all(page)
    by_mouse, by_keyboard = f"{NAME}/holds-up", f"{NAME}/figures"
    root = page.locator(f'[data-ss="{by_mouse}"]')
    answer_by_mouse(root, right_answers(by_mouse))
    root.locator("[data-do=commit]").click()
    answer_by_keyboard(page, by_keyboard, right_answers(by_keyboard))
    for name in (by_mouse, by_keyboard):
        page.locator(f'[data-ss="{name}"] [data-feedback]:not([hidden])').first.wait_for(timeout=20_000)
        assert_full_marks(page.locator(f'[data-ss="{name}"]'), name, right_answers(name))
    assert wait_until(lambda: kept(folder, by_keyboard) == right_answers(by_keyboard))

    kernels = json.load(urllib.request.urlopen(f"{address}/api/kernels?token=test"))
    urllib.request.urlopen(
        urllib.request.Request(f"{address}/api/kernels/{kernels[0]['id']}?token=test", method="DELETE")
    )
    page.close()
    page = open_notebook(page.context)
    run_first_and(page, by_keyboard)
    found = exercise(page, by_keyboard)
    assert wait_until(lambda: shown_answers(found) == right_answers(by_keyboard)), shown_answers(found)
    assert found.locator(".ss-score").inner_text() == found.locator(".ss-result").inner_text() != ""
    assert [
        url
        for url in page.requests_seen
        if not url.startswith((address, "data:", "blob:", address.replace("http", "ws")))
    ] == [], "JupyterLab asks no other host"


@pytest.mark.slow
def test_in_the_dark_theme_second_sources_are_dark_and_tables_stand_on_the_left(lab, open_notebook):
    page = open_notebook()
    run_first_and(page, f"{NAME}/figures")
    run_cell(page, "windows = pd.DataFrame")
    page.locator('.lm-MenuBar-itemLabel:text-is("Settings")').click()
    page.locator('.lm-Menu-itemLabel:text-is("Theme")').hover()
    page.locator('.lm-Menu-itemLabel:text-is("JupyterLab Dark")').click()
    page.locator('body[data-jp-theme-light="false"]').wait_for(state="attached", timeout=20_000)
    style = "(parts, name) => [...new Set(parts.map((part) => getComputedStyle(part)[name]))]"
    shown = exercise(page, f"{NAME}/figures")
    paper = shown.locator(".ss-chip span").first.evaluate("(part) => getComputedStyle(part).backgroundColor")
    assert shown.locator(".ss-evidence").evaluate_all(style, "backgroundColor") == [paper]
    assert page.locator(".ss-chart-table :is(th, td, caption)").evaluate_all(style, "textAlign") == ["left"]
    code = page.locator(".jp-CodeCell .cm-content").first.get_attribute("class")
    assert "cm-lineWrapping" in code, "a hint in a comment would run out of the window"
    left = "(part) => part.getBoundingClientRect().x"
    text = page.locator(".jp-MarkdownOutput h2").first.evaluate(left)
    assert page.locator(".ss-chart").evaluate(left) - text < 10


RATES = 'rates = {days: 165 / days for days in (30, 28)}\ncheck("2015-scale/per-day", rates)'
TIMES = "times = 1 + 1  # </pre><b>\n" + 'check("2015-scale/times", times)'


@pytest.mark.slow
def test_a_student_hands_in_and_mark_lays_code_beside_the_text_and_runs_none(lab, open_notebook, tmp_path):
    page, essay = open_notebook(), f"{NAME}/conclusion"
    run_first_and(page, essay)
    cell = write_cell(page, "2015-scale/per-day", RATES)
    assert "✓ Right" in cell.inner_text()
    shown = cell.locator("[role=status] pre").evaluate("(code) => getComputedStyle(code).wordBreak")
    assert shown == "normal", "JupyterLab would break a line of code in the middle of a word"
    write_cell(page, "2015-scale/times", f"open({str(tmp_path / 'ran')!r}, 'a').write('x')\n{TIMES}")
    exercise(page, essay).locator("textarea").fill("Nobody else counted <b>these</b> days.")
    exercise(page, essay).locator("[data-do=commit]").click()
    assert wait_until(lambda: kept(lab[1], essay))
    said = run_cell(page, "export(").locator(".jp-OutputArea").inner_text()
    assert "✓ right" in said and "↺ not yet" in said and "○ open" in said, "without a name: what is done"
    said = write_cell(page, "export(", f'name = "Ada Lovelace"\nexport("{NAME}", name)').inner_text()
    path = lab[1] / f"hand-in/Ada-Lovelace-{NAME}.zip"
    assert wait_until(path.exists) and str(path) in said
    (tmp_path / "ran").unlink()

    done = run_kit(ROOT, "mark", path.parent, "--out", tmp_path / "marks")
    assert done.returncode == 0 and read_csv(tmp_path / "marks/problems.csv").empty, done.stderr
    marks = read_csv(tmp_path / "marks/marks.csv")
    assert marks[f"{NAME} tasks"].tolist() == ["9", "1"] and marks["Student"].iloc[1] == "Ada Lovelace"
    page.goto((tmp_path / "marks/work.html").as_uri())
    text, code = page.locator(".essay"), page.locator("pre").filter(has_text="165 / days")
    assert text.inner_text() == "Nobody else counted <b>these</b> days."
    beside = text.bounding_box()
    assert beside["x"] + beside["width"] <= code.bounding_box()["x"]
    assert page.locator("pre").filter(has_text="</pre><b>").is_visible()
    assert not (tmp_path / "ran").exists(), "what a student wrote was run once, in the notebook"
