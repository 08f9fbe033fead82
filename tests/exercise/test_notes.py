"""Two lines for oneself below each question of “Reflect”."""

import json

from helpers.kits import PHONE, wait_until

PAGE = "2015-scale.html"
KEPT = (
    "() => Object.keys(localStorage).filter((key) => key.includes('/reflect.') && localStorage[key]).length"
)


def test_reflect_has_fields_that_keep_what_is_written_and_hand_nothing_in(study, serve, open_page, tmp_path):
    page = open_page(f"{serve(study)}/{PAGE}", PHONE)
    fields = page.locator("#reflect textarea")
    page.mouse.move(5, 5)  # they are there with the first act
    wait_until(page, "() => document.querySelectorAll('.ss-own-note').length === 5")
    assert fields.count() == page.locator("#reflect ol > li").count() == 5
    assert fields.nth(1).get_attribute("aria-label").startswith("Where did you raise a false alarm")
    fields.nth(1).fill("<b>At p9.1</b>, since I like no quotations.")
    page.reload()
    page.mouse.move(7, 7)
    wait_until(page, "() => document.querySelectorAll('.ss-own-note').length === 5")
    assert fields.nth(1).input_value() == "<b>At p9.1</b>, since I like no quotations."
    assert fields.nth(0).input_value() == "" and page.locator("#reflect li b").count() == 0
    with page.expect_download() as download:
        page.locator("[data-do=download]").click()
    download.value.save_as(tmp_path / "a.json")
    text = (tmp_path / "a.json").read_text(encoding="utf-8")
    assert "quotations" not in text and json.loads(text)["activities"] == {}
    page.locator("[data-do=restart]").click()
    with page.expect_navigation():
        page.locator("[data-do=restart-yes]").click()
    page.mouse.move(5, 5)
    wait_until(page, "() => document.querySelectorAll('.ss-own-note').length === 5")
    assert page.evaluate(KEPT) == 0 and fields.nth(1).input_value() == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"] and page.faults == []


def test_a_script_that_does_not_arrive_is_asked_for_again_and_keeps_no_note(study, serve, open_page):
    script = "**/secondsource-rest.js*"
    page = open_page(f"{serve(study)}/{PAGE}", PHONE)
    page.route(script, lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.mouse.move(5, 5)
    assert page.locator("#reflect textarea").count() == 0
    page.evaluate("localStorage.setItem(`secondsource/2/study/reflect.${location.pathname}.1`, 'Kept.')")
    page.locator("[data-do=restart]").click()
    with page.expect_navigation():
        page.locator("[data-do=restart-yes]").click()
    assert page.evaluate(KEPT) == 0, "forgotten, although its field was never there"
    page.unroute(script)
    page.locator("[data-item] input[type=radio]").first.evaluate("box => box.click()")
    wait_until(page, "() => document.querySelectorAll('.ss-own-note').length === 5")


def test_the_end_of_an_article_leads_on(study, serve, open_page):
    page = open_page(f"{serve(study)}/{PAGE}", PHONE)
    onward = page.locator("#reflect p", has_text="That was this article.").locator("a")
    assert onward.get_attribute("href").startswith("2018-main-opposition.html")
