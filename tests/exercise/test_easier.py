"""Easier words on the page: chosen with one button, kept on the device, known in the answer file."""

import json

import pytest
from helpers.answering import violations
from helpers.kits import DESKTOP, PHONE, wait_until

from secondsource.content.textset import TextSet
from secondsource.exercise.html import render_activity, render_text

SLUG = "2015-scale"
SPEAKING = f'[data-ss="{SLUG}/speaking"]'


@pytest.fixture(scope="module")
def library():
    return TextSet(SLUG)


def shown(page, label, inside):
    return page.locator(f'{inside} [data-unit="{label}"]').first.evaluate("place => place.textContent")


def kept(page, name):
    """Return the fingerprint of the text that stands in what is kept of an exercise."""
    found = page.evaluate(f"Object.entries(localStorage).filter(([key]) => key.endsWith('{SLUG}/{name}'))")
    return json.loads(found[0][1])["fingerprint"]


def broken_rules(page):
    """Return the names of axe's rules; in which element one is broken is another test's business."""
    return {fault.split(": ")[1] for fault in violations(page)}


@pytest.mark.slow
def test_the_text_in_easier_words_breaks_no_rule_that_the_full_one_keeps(study, serve, open_page):
    page = open_page(f"{serve(study)}/{SLUG}.html", DESKTOP)
    before = broken_rules(page)
    page.locator("[data-words] button").click()
    wait_until(page, IS_EASY)
    assert broken_rules(page) == before


IS_EASY = "() => document.querySelector('[data-words] button').ariaPressed === 'true'"


def test_the_button_changes_the_text_and_its_exercises_and_is_remembered(study, serve, open_page, library):
    full, easier = library.article, library.easier
    address = f"{serve(study)}/{SLUG}.html"
    page = open_page(address, DESKTOP)
    button = page.locator("[data-words] button")
    assert shown(page, "p6.5", SPEAKING) == full.units["p6.5"].text
    button.click()
    wait_until(page, IS_EASY)
    for inside in (f"#ss-{SLUG}-article", SPEAKING):
        assert shown(page, "p6.5", inside) == easier.units["p6.5"].text
    assert shown(page, "p6.5", f'[data-ss="{SLUG}/wording"]') == full.units["p6.5"].text
    assert shown(page, "b1.4", SPEAKING) == library.brief.units["b1.4"].text
    page.reload()
    assert (
        shown(page, "p6.5", SPEAKING) == easier.units["p6.5"].text
        and button.get_attribute("aria-pressed") == "true"
    )
    page.locator(f"{SPEAKING} [data-item] input[type=radio]").first.evaluate("box => box.click()")
    assert kept(page, "speaking") == easier.fingerprint
    button.click()
    assert shown(page, "p6.5", SPEAKING) == full.units["p6.5"].text
    page.locator(f"{SPEAKING} [data-item] input[type=radio]").nth(1).evaluate("box => box.click()")
    assert kept(page, "speaking") == full.fingerprint
    page.reload()
    assert "text has changed" not in page.locator(SPEAKING).inner_text() and not page.faults


SCRIPT = "**/secondsource-easier.js*"


def test_where_its_script_does_not_arrive_it_says_so_and_the_next_press_has_it(study, serve, open_page):
    page = open_page(f"{serve(study)}/{SLUG}.html", PHONE)
    button, said = page.locator("[data-words] button"), page.locator("[data-words] .ss-saved")
    page.route(SCRIPT, lambda route: route.abort())
    button.click()
    wait_until(page, "() => document.querySelector('[data-words] .ss-saved').textContent")
    assert said.inner_text() == "This did not work. Load the page again."
    page.unroute(SCRIPT)
    button.click()
    wait_until(page, IS_EASY)
    assert "Shorter sentences" in said.inner_text()


def test_a_script_that_comes_late_puts_nothing_over_a_copy_of_ones_own(study, serve, open_page, library):
    page = open_page(f"{serve(study)}/{SLUG}.html", PHONE)
    waiting = []
    page.route(SCRIPT, lambda route: waiting.append(route))
    page.locator("[data-words] button").click()
    page.locator("[data-copy] summary").click()
    page.wait_for_timeout(300)
    waiting[0].continue_()
    wait_until(page, "() => Boolean(globalThis.secondSource.easier)")
    page.wait_for_timeout(100)
    assert shown(page, "p6.5", SPEAKING) == library.article.units["p6.5"].text
    assert page.locator("[data-words] button").get_attribute("aria-pressed") == "false"


def test_a_copy_of_ones_own_takes_the_place_of_both(study, serve, open_page, library):
    page = open_page(f"{serve(study)}/{SLUG}.html", PHONE)
    page.locator("[data-words] button").click()
    wait_until(page, IS_EASY)
    page.locator("[data-copy] summary").click()
    wait_until(page, "() => document.querySelector('[data-words] button').ariaPressed === 'false'")
    assert shown(page, "p6.5", SPEAKING) == library.article.units["p6.5"].text
    page.evaluate(f"localStorage['secondsource/copy/{SLUG}'] = JSON.stringify({{'p6.5': 'My own words.'}})")
    page.reload()
    wait_until(page, "() => document.querySelector('.ss-original')")
    assert page.locator("[data-words]").is_hidden() and not page.faults


def test_where_there_is_no_choice_none_is_offered(library):
    private = TextSet(SLUG, passages={"p6.5": "Original words."})
    assert "data-words" in render_text(library, "article") and "data-easier" in render_activity(
        library, "speaking", False
    )
    assert "data-easier" not in render_activity(library, "wording", False), "it asks about the very words"
    for text in (
        render_text(private, "article"),
        render_text(library, "brief"),
        render_text(library, "article", {"p3"}),
    ):
        assert "data-words" not in text
    assert "data-easier" not in render_activity(private, "speaking", False)
    assert "data-words" not in render_text(TextSet("ferry-fares"), "article")
