"""Back and forward, within a page and from another one: the place and the answers stay."""

import pytest
from helpers.answering import right_answers
from helpers.browsers import watch
from helpers.firefox import Firefox
from helpers.kits import PHONE
from helpers.needs import needs
from helpers.walking import chip, label_stop, press, reach

FIRST, SECOND = "2015-scale/page", "2015-scale/speaking"

# What a reader finds: the claims in hand and the answers of both exercises, and how high the second's stands.
PLACE = """(() => {
  const found = ['2015-scale/page', '2015-scale/speaking'].map((name) => {
    const root = document.querySelector(`[data-ss="${name}"]`);
    const now = root.querySelector('.ss-stop:not([hidden]) .ss-now');
    return [now?.dataset.claim, [...root.querySelectorAll('input:checked')].map((box) =>
      box.dataset.answer || box.closest('[data-item]').dataset.item + box.value)];
  });
  const now = document.querySelector('[data-ss="2015-scale/speaking"] .ss-stop .ss-now');
  const high = now ? now.getBoundingClientRect().top : -1;
  return { found, address: location.hash, inView: high >= 0 && high < innerHeight };
})()"""


@pytest.fixture(params=["kept whole", pytest.param("loaded anew", marks=pytest.mark.slow)])
def window(request, browser):
    """A page of a browser that keeps a page whole while another is shown, as browsers do, and of one that
    loads it anew."""
    without = ["--disable-back-forward-cache"] if request.param == "kept whole" else []
    own = browser.browser_type.launch(  # Chromium's shell keeps no page
        executable_path=needs("Chromium"), args=["--no-sandbox", "--disable-gpu"], ignore_default_args=without
    )
    page = watch(own.new_page(viewport=PHONE))
    page.is_kept = request.param == "kept whole"
    yield page
    own.close()


def move(page, by, address):
    """Go back or forward: a page that was kept whole is not loaded, so nothing waits for that."""
    page.evaluate(f"void setTimeout(() => history.go({by}))")
    page.wait_for_url(address, wait_until="commit")
    page.wait_for_function("document.querySelector('.ss-walking .ss-stop .ss-now')")
    page.wait_for_timeout(300)


def test_the_place_and_the_answers_stay(study, serve, window):
    page, address = window, f"{serve(study)}/2015-scale.html"
    first, second = (page.locator(f'[data-ss="{name}"]') for name in (FIRST, SECOND))
    page.goto(address)
    page.evaluate("window.here = true")
    page.locator(f'[data-step="{FIRST}"]').click()
    label_stop(page, first, right_answers(FIRST))
    page.locator(f'[data-step="{SECOND}"]').click()
    reach(page, second)
    press(page, chip(second, "S2"))
    page.wait_for_timeout(300)
    left = page.evaluate(PLACE)
    assert left["inView"] and all(answers for _, answers in left["found"])
    move(page, -1, f"{address}#ss-2015-scale-page")
    move(page, 1, f"{address}#ss-2015-scale-speaking")
    assert page.evaluate(PLACE) == left
    page.evaluate("document.querySelector('a[href*=background]').click()")
    page.wait_for_url("**/background.html")
    move(page, -1, f"{address}#ss-2015-scale-speaking")
    assert page.evaluate("Boolean(window.here)") == page.is_kept
    assert page.evaluate(PLACE) == left
    press(page, chip(second, "S0"))  # it goes on as if nobody had left
    page.wait_for_timeout(300)
    later = page.evaluate(PLACE)
    assert len(later["found"][1][1]) == 2
    move(page, -2, address)
    move(page, 2, f"{address}#ss-2015-scale-speaking")
    assert page.evaluate(PLACE) == later
    assert page.faults == []


@pytest.mark.slow
def test_they_stay_in_firefox(study, serve, tmp_path):
    address, root = f"{serve(study)}/2015-scale.html", f"document.querySelector('[data-ss=\"{SECOND}\"]')"
    window = Firefox(tmp_path / "profile")
    try:
        window.goto(f"{address}#ss-2015-scale-speaking")
        window.wait(f"{root}.matches('.ss-walking')")
        window.evaluate(f"({root}.querySelector('.ss-now [type=radio][value=S2]').click(), 1)")
        window.wait(f"{root}.querySelectorAll('input:checked').length")
        window.evaluate(f"({root}.querySelector('.ss-stop .ss-now').scrollIntoView(), 1)")
        window.wait(f"{PLACE}.inView")
        left = window.evaluate(f"JSON.stringify({PLACE})")
        window.evaluate("(setTimeout(() => document.querySelector('a[href*=background]').click()), 1)")
        window.wait("location.pathname.endsWith('background.html') && document.readyState === 'complete'")
        window.go_back()
        window.wait("location.pathname.endsWith('2015-scale.html') && document.readyState === 'complete'")
        window.wait(f"JSON.stringify({PLACE}) === {left!r}")
    finally:
        window.stop()
