"""The author page without a mouse: from the first unit to the published set, by keys alone."""

import pytest
from helpers.authoring import opened
from helpers.drafts import write_draft
from helpers.kits import wait_until
from helpers.written_set import write_set

from secondsource.author.server import start_author
from secondsource.author.workspace import Workspace
from secondsource.content.keys import read_key

SLUG = "phones"


@pytest.fixture
def page(tmp_path, open_page):
    (tmp_path / "kit").mkdir()
    kit = write_set(tmp_path / "kit")
    write_draft(kit, SLUG)
    server = start_author(SLUG, kit, 19020)
    hands = opened(open_page, server)
    hands.kit = kit
    yield hands
    server.stop()


def tab_to(page, question):
    """Press Tab until what has the focus answers a question; every stop on the way is to be seen."""
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate(f"() => {{ const here = document.activeElement; return {question}; }}"):
            return
    raise AssertionError(f"the Tab key never came to: {question}")


def test_a_unit_is_rewritten_labelled_and_asked_and_the_set_published_by_keys(page):
    keys = page.page.keyboard
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    keys.press("e")
    keys.press("Control+a")
    keys.insert_text("On 1 March the Ferry Office put a crossing up by 40 per cent.")
    keys.press("Escape")
    page.idle()
    keys.press("a")
    page.idle()
    keys.press("1")
    page.idle()
    keys.press("r")
    keys.insert_text("Public record, with its day: anyone can look it up.")
    keys.press("Escape")
    page.idle()
    key = read_key(SLUG, Workspace(SLUG, page.kit).root).units["p1.2"].speaking
    assert (key.answer, key.why[:13]) == ("S0", "Public record")
    tab_to(page.page, "here.dataset.do === 'publish'")
    assert page.page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") != "none"
    keys.press("Enter")
    done = "() => document.querySelector('[data-do=publish]').textContent === 'Take back'"
    wait_until(page.page, done, seconds=40)
    assert not Workspace(SLUG, page.kit).is_draft


def test_a_problem_stands_at_its_field_and_the_list_leads_there(page):
    """p1.1 is shown worked: to ask for it as well is wrong, and its tick says so, on both tabs."""
    page.page.keyboard.press("ArrowDown")
    page.page.keyboard.press("a")
    page.idle()
    for tab in ("text", "exercises"):
        page.page.locator(f"#tab-{tab}").click()
        tick = page.page.locator(f"#{tab} [data-at='items/speaking/p1.1']")
        tick.get_by_text("shows the claim as an example").wait_for()
    page.click("#tab-problems")
    page.click("#problems button:text('Go there')")
    here = "() => document.activeElement.closest('[data-at]')?.dataset.at"
    assert page.page.evaluate(here) == "items/speaking/p1.1"
    page.press("Space")
    page.idle()
    assert page.page.locator("#tab-problems").inner_text() == "Problems"


def test_tabs_are_gone_through_with_arrows_and_nothing_is_cut_off_at_twice_the_size(page):
    page.page.locator("#tab-text").focus()
    page.page.keyboard.press("ArrowRight")
    assert page.page.evaluate("() => document.activeElement.id") == "tab-cards"
    assert page.page.locator("#cards").is_visible()
    page.page.keyboard.press("End")
    assert page.page.evaluate("() => document.activeElement.id") == "tab-problems"
    page.page.evaluate(
        "() => { document.documentElement.style.fontSize = '200%'; document.body.style.fontSize = '32px'; }"
    )
    for tab in ("text", "cards", "exercises", "problems"):
        page.page.locator(f"#tab-{tab}").click()
        assert page.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), tab
