"""The reading aid: off by default; wider lines, one sentence at a time, and a voice that needs no network."""

from helpers.kits import NARROW, PHONE

SCRIPT = "secondsource-aid.js"
TEXT = "#ss-2015-scale-article"  # not its copies beside a question
VOICES = """(voices => {
  window.spoken = [];
  Object.defineProperty(window, 'speechSynthesis', { value: {
    getVoices: () => voices, cancel: () => window.spoken.push(''), addEventListener: () => {},
    speak: (words) => { window.spoken.push(words.text); window.last = words; },
  } });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
})"""


def open_aid(study, serve, open_page, viewport=PHONE, voices=None, **options):
    page = open_page("about:blank", viewport, **options)
    if voices is not None:
        page.add_init_script(f"{VOICES}({voices})")
    page.goto(f"{serve(study)}/2015-scale.html")
    return page, page.locator(".ss-aid button")


def spoken(page):
    return page.locator(f"{TEXT} .ss-spoken").evaluate_all("all => all.map((e) => e.dataset.unit)")


def test_it_is_off_and_not_loaded_until_it_is_switched_on_and_stays_on(study, serve, open_page):
    page, switch = open_aid(study, serve, open_page, NARROW)
    height = "e => parseFloat(getComputedStyle(e).lineHeight) / parseFloat(getComputedStyle(e).fontSize)"
    text = page.locator("#ss-2015-scale-article [data-unit]").nth(2)
    before = text.evaluate(height)
    assert switch.get_attribute("aria-pressed") == "false"
    assert not [address for address in page.requests_seen if SCRIPT in address] and spoken(page) == []
    switch.click()
    page.locator(".ss-aid-bar").wait_for()
    assert spoken(page) == ["p1.1"] and text.evaluate(height) > before * 1.15
    page.get_by_role("button", name="Next sentence").click()
    assert spoken(page) == ["p2.1"]
    box, bar = page.locator(f"{TEXT} .ss-spoken").bounding_box(), page.locator(".ss-aid-bar").bounding_box()
    assert box["y"] >= 56 and box["y"] + box["height"] <= bar["y"], "in view, above the buttons"
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.reload()
    page.locator(".ss-aid-bar").wait_for()
    switch.click()
    assert spoken(page) == [] and page.locator(".ss-aid-bar").count() == 0
    assert text.evaluate(height) == before and page.faults == []


def test_a_voice_reads_sentence_by_sentence_only_where_it_works_without_a_network(study, serve, open_page):
    far, near = '{lang: "en-GB", localService: false}', '{lang: "en-GB", localService: true}'
    page, switch = open_aid(study, serve, open_page, voices=f"[{far}]")
    switch.click()
    page.locator(".ss-aid-bar").wait_for()
    hear = page.get_by_role("button", name="Read aloud")
    assert hear.count() == 0, "a voice of somebody's server is none"
    page, switch = open_aid(study, serve, open_page, voices=f"[{far}, {near}]")
    switch.click()
    hear = page.get_by_role("button", name="Read aloud")
    hear.click()
    assert page.evaluate("[window.last.voice.localService, window.last.lang]") == [True, "en-GB"]
    assert page.evaluate("window.spoken.at(-1)") == page.locator(f"{TEXT} .ss-spoken").inner_text()
    page.evaluate("window.last.onend()")
    assert spoken(page) == ["p2.1"]
    assert page.evaluate("window.spoken.at(-1)") == page.locator(f"{TEXT} .ss-spoken").inner_text()
    hear.click()
    assert page.evaluate("window.spoken.at(-1)") == "" and hear.get_attribute("aria-pressed") == "false"
