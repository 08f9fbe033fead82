"""A short walk in the browsers that are not Chromium: a stop answered, checked, found again, and the end."""

import pytest
from helpers.answering import page_of, right_answers
from helpers.firefox import Firefox
from helpers.webkit import WebKit

NAME = "ferry-fares/speaking"
ROOT = f"document.querySelector('[data-ss=\"{NAME}\"]')"
STOP = f"{ROOT}.querySelectorAll('.ss-stop:not([hidden]) [data-claim]')"
IN_HAND = f"{ROOT}.querySelector('.ss-stop .ss-now')?.dataset.claim"
IN_VIEW = f"""(() => {{
  const verdict = {ROOT}.querySelector('.ss-now .ss-verdict')?.getBoundingClientRect();
  return Boolean(verdict?.height && verdict.top >= 0 && verdict.bottom <= innerHeight);
}})()"""
FITS = "document.documentElement.scrollWidth <= innerWidth"


def press(browser, selector):
    found = f"{ROOT}.querySelector({selector!r})"
    browser.wait(f"{found} ? ({found}.click(), 1) : 0")


def go(browser):
    press(browser, "[data-do=go]:not(:disabled)")


def label_stop(browser, wanted):
    for item in browser.evaluate(f"[...{STOP}].map((claim) => claim.dataset.claim)"):
        press(browser, f'.ss-stop [data-claim="{item}"]')
        press(browser, f'.ss-now [type=radio][value="{wanted[item]}"]')
        browser.evaluate(f'({ROOT}.querySelector(\'[data-item="{item}"] [data-percent="80"]\')?.click(), 1)')


@pytest.mark.slow
@pytest.mark.parametrize("browser", [Firefox, WebKit])
def test_a_walk_is_gone_and_found_again(study, serve, tmp_path, browser):
    wanted, address = right_answers(NAME), f"{serve(study)}/{page_of(study, NAME).name}"
    window = browser(tmp_path / "profile")
    try:
        window.goto(address)
        window.wait(f"{ROOT}.matches('.ss-walking')")
        label_stop(window, wanted)
        go(window)
        window.wait(IN_VIEW)
        assert window.evaluate(f"{ROOT}.querySelector('.ss-now .ss-verdict').textContent").startswith("Right")
        assert window.evaluate(FITS)
        here = window.evaluate(IN_HAND)
        window.goto(address)
        window.wait(f"Boolean({ROOT}.querySelector('.ss-now .ss-verdict'))")
        assert window.evaluate(IN_HAND) == here
        for _ in range(40):
            if window.evaluate(f"{ROOT}.matches('.ss-ended')"):
                break
            if not window.evaluate(f"{ROOT}.querySelector('[data-do=skip]').hidden"):
                label_stop(window, wanted)
            go(window)
        score = window.wait(f"{ROOT}.querySelector('.ss-score').textContent")
        assert "right" in score and window.evaluate("document.activeElement.textContent") == "How you did"
    finally:
        window.stop()


@pytest.mark.slow
def test_no_page_is_wider_than_the_narrowest_phone_in_firefox(study, serve, tmp_path):
    window = Firefox(tmp_path / "profile", 320, 640)
    try:
        for page in ("index.html", "2015-scale.html", "background.html"):
            if (study / page).exists():
                window.goto(f"{serve(study)}/{page}")
                assert window.evaluate(FITS), page
    finally:
        window.stop()
