"""The pages of a live class for everybody: axe, keyboard, a narrow screen, what is announced."""

import pytest
from helpers.answering import violations
from helpers.live import SPEAKING
from playwright.sync_api import expect

PATIENCE = 40_000  # ms: a computer that does much else


@pytest.fixture
def open_room(browser):
    contexts = []

    def open_address(address, width=390, scheme="light"):
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(address)
        return page

    yield open_address
    for context in contexts:
        context.close()


def enter(page, live):
    page.fill("#given", live.word)
    page.press("#given", "Enter")
    page.locator("#class").wait_for()
    page.select_option("#set", "ferry-fares")


PIN = "(how) => document.querySelectorAll('.ss-dock').forEach((dock) => { dock.style.position = how; })"


def expect_good(page):
    # Below the window a panel that sticks to its lower edge lies over the first line of its exercise.
    page.evaluate(PIN, "static")
    # A book of two pages has no heading between its title and an exercise.
    assert not [fault for fault in violations(page) if "heading-order" not in fault]
    page.evaluate(PIN, "")
    width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1] + 1, width


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_teachers_page_and_the_wall(live, open_room, scheme):
    live.join("A name that is rather long, for a name, and has no space to break")
    for width in (1280, 320):
        page = open_room(live.address("/live/teach"), width, scheme)
        expect_good(page)
        enter(page, live)
        expect_good(page)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        expect_good(page)
        page.click("#end")  # far below: what is said of it is in sight all the same
        expect(page.locator("#news")).to_have_text("The class is ended.")
        expect(page.locator("#news")).to_be_in_viewport()
        page.click("#end")
        with page.context.expect_page() as opened:
            page.click("#wall")
        expect(opened.value.locator("#code")).to_have_text(live.code)
        expect_good(opened.value)
    alone = open_room(live.address("/live/projector"), 320, scheme)
    expect(alone.locator("#trouble")).to_have_text("Open this window from the teacher’s page.")
    expect(alone.locator("#trouble")).to_be_in_viewport()
    expect_good(alone)


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_joining_and_answering_in_every_state(fresh_live, open_room, scheme):
    page = open_room(fresh_live.address("/live/", "class.test"), 320, scheme)
    expect_good(page)
    page.fill("#class_code", "WRONG")
    page.press("#class_code", "Enter")
    expect(page.locator("#fault")).to_contain_text("not the code")
    expect_good(page)
    page.fill("#class_code", fresh_live.code)
    page.press("#class_code", "Enter")
    page.locator("#mine").wait_for()
    expect_good(page)
    page.goto(fresh_live.address("/ferry-fares.html", "class.test"))
    root = page.locator(f"[data-ss='{SPEAKING}']")
    expect(root.locator(".lv-note")).to_contain_text("not opened this exercise yet")
    expect_good(page)
    fresh_live.act("open")
    expect(page.locator(".lv-news")).to_contain_text("Open now")
    expect_good(page)
    page.context.set_offline(True)
    root.locator("input[value=S1]").first.evaluate("(one) => one.click()")
    expect(page.locator(".lv-said")).to_contain_text("kept here, 1 waiting", timeout=PATIENCE)
    page.click(".lv-help summary")
    page.click("[data-live=bring]")
    expect_good(page)
    assert page.locator(".lv-bring input").bounding_box()["width"] < 320


def test_what_is_open_leads_to_the_page_on_which_it_stands(fresh_live, open_room):
    """The ferry quarrel of lesson 1 has no page of its own: its link led to “not in the book”."""
    fresh_live.act("open", "transfer-clinic/speaking")
    page = open_room(fresh_live.address("/live/", "class.test"))
    page.fill("#class_code", fresh_live.code)
    page.press("#class_code", "Enter")
    page.click("#open a")
    expect(page.locator("#ss-transfer-clinic-speaking")).to_be_visible()
    assert page.url.endswith("/a-letter.html#ss-transfer-clinic-speaking")


@pytest.mark.slow
def test_closing_is_foretold_and_takes_neither_the_text_nor_the_focus(fresh_live, open_room):
    page = open_room(fresh_live.address("/live/", "class.test"))
    page.fill("#class_code", fresh_live.code)
    page.press("#class_code", "Enter")
    page.locator("#mine").wait_for()
    page.goto(fresh_live.address("/a-letter.html", "class.test"))
    text = page.locator("[data-ss^='transfer-clinic/'] textarea").first
    name = text.evaluate("(text) => text.closest('[data-ss]').dataset.ss")
    fresh_live.act("open", name)
    expect(page.locator(f"[data-ss='{name}'] .lv-note")).to_be_hidden()
    text.fill("Half a sen")
    told = {"act": "close", "name": name, "after": 3}
    assert fresh_live.ask("/live/teach/act", fresh_live.word, told)[0] == 200
    expect(page.locator(".lv-news")).to_contain_text("Closing in 3 seconds")
    expect(page.locator(f"[data-ss='{name}'] .lv-note")).to_contain_text("Closed.")
    page.keyboard.type("tence")
    expect(page.locator(".lv-news")).to_have_text(
        "Closed. What you answered is kept and handed in; nothing more can be changed."
    )
    assert text.input_value() == "Half a sen" and text.evaluate("(text) => text === document.activeElement")
    fresh_live.act("show", name)
    expect(page.locator(".lv-news")).to_contain_text("The reasons are here")
    assert text.evaluate("(text) => text === document.activeElement")
