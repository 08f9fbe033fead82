"""What somebody is doing on the author page outlives a save: focus, Ctrl+Z, selections, open lists, letters
that are being composed. And what a newcomer met who made a set with it, each as it was met.
"""

import pytest
from helpers.authoring import SLUG, make_draft, opened, unit_button
from helpers.kits import wait_until
from helpers.ports import free_port
from helpers.school_phones import ORIGINAL
from helpers.written_set import write_set

from secondsource.author.drafts import new_draft
from secondsource.author.server import start_author
from secondsource.author.workspace import Workspace

MARK_ALL = "() => document.querySelectorAll('main *').forEach((one) => { one.there = true; })"
NEW = """() => [...document.querySelectorAll('main *')].filter((one) => !one.there && !one.matches('.said'))
  .map((one) => one.outerHTML)"""
ACTIVE = "() => document.activeElement.textContent || document.activeElement.id"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One draft for all tests of this file; each has units of its own."""
    kit = make_draft(tmp_path_factory.mktemp("hands"))
    running = start_author(SLUG, kit, free_port())
    running.kit = kit
    yield running
    running.stop()


@pytest.fixture
def hands(server, open_page):
    return opened(open_page, server)


def begin_unit(hands, label):
    hands.click(unit_button(label))
    hands.press("e")


def test_ctrl_z_in_a_field_goes_back_over_a_save(hands):
    """Each save put another field in the place of the one that knew what had been typed."""
    begin_unit(hands, "p2.1")
    hands.page.keyboard.type("One.")
    hands.idle()
    hands.page.keyboard.type(" Two.")
    hands.idle()
    for _ in range(12):
        hands.press("Control+z")
    hands.idle()
    assert hands.page.locator("#retell-p2-1").input_value() == ""


def test_a_save_leaves_the_elements_of_the_page_alone(hands):
    begin_unit(hands, "p2.2")
    hands.page.keyboard.type("Said.")
    hands.idle()
    hands.page.evaluate(MARK_ALL)
    hands.page.keyboard.type(" And said again.")
    hands.idle()
    assert "And said again." in hands.page.locator("#units").inner_text()
    assert hands.page.evaluate(NEW) == []


def test_who_presses_a_button_by_keyboard_stays_there(hands):
    begin_unit(hands, "p3.1")
    hands.page.keyboard.type("Ada Venn said so.")
    hands.idle()
    hands.page.locator("#unit [data-skill=speaking] [data-code]").first.focus()
    for _ in range(2):  # saved, and once more with what that brought
        hands.press("Enter")
        hands.idle()
    assert hands.page.evaluate(ACTIVE) == "1 Sound"
    hands.page.locator("#unit").get_by_role("button", name="Leave out").focus()
    hands.press("Enter")
    hands.idle()
    assert hands.page.locator("#unit h2").inner_text() == "This unit: paragraph 3, claim 2"
    hands.click("[data-do=undo]")
    hands.idle()


def test_an_open_rule_and_selected_words_stay_over_a_save_of_another_window(server, hands, open_page):
    page = hands.page
    hands.click(unit_button("p3.2"))
    hands.click("#rules-speaking summary")
    page.locator("#unit").get_by_text("Previous").evaluate(
        "() => getSelection().selectAllChildren(document.querySelector('#original button'))"
    )
    selected = page.evaluate("() => String(getSelection())")
    assert selected
    other = opened(open_page, server)
    begin_unit(other, "p3.2")
    other.type("Heard from all sides.")
    other.idle()
    page.locator("#units").get_by_text("Heard from all sides.").wait_for()
    assert page.locator("#rules-speaking").evaluate("(one) => one.open")
    assert page.evaluate("() => String(getSelection())") == selected


def test_letters_that_are_being_composed_are_not_cut_off_by_a_save(hands):
    begin_unit(hands, "p3.3")
    line = hands.page.context.new_cdp_session(hands.page)
    hands.page.keyboard.type("A ")
    line.send("Input.imeSetComposition", {"text": "に", "selectionStart": 1, "selectionEnd": 1})
    hands.idle()
    line.send("Input.imeSetComposition", {"text": "にほん", "selectionStart": 3, "selectionEnd": 3})
    hands.idle()
    line.send("Input.insertText", {"text": "日本"})
    hands.idle()
    assert hands.page.locator("#retell-p3-3").input_value() == "A 日本"


def test_the_reason_is_written_at_once_after_the_label(server, hands):
    """R found no field until the save was back; “a” of the reason then took the claim out of the exercise."""
    begin_unit(hands, "p4.1")
    hands.page.keyboard.type("The group asked 120 parents.")
    hands.press("Escape")
    hands.idle()
    hands.page.route("**/change", lambda route: (hands.page.wait_for_timeout(300), route.continue_()))
    for key in "a1r":
        hands.press(key)
    hands.page.keyboard.type("At its own gate, 1 and all.")
    hands.idle()
    key = Workspace(SLUG, server.kit).read("key")
    assert "answer: S0" in key and "why: At its own gate, 1 and all." in key


def test_what_is_refused_is_not_shown_as_done(hands):
    hands.click(unit_button("p4.2"))
    refused = {"status": 422, "content_type": "application/json", "body": '{"problems": ["Refused."]}'}
    hands.page.route("**/change", lambda route: route.fulfill(**refused))
    hands.press("2")
    hands.idle()
    assert hands.page.locator("#alarm").inner_text() == "Refused."
    assert hands.page.locator("#unit [aria-pressed=true]").count() == 0


def test_a_problem_that_goes_moves_nothing_below_it(hands):
    """The next field went up under the hand: the click beside it was lost, and all that was typed."""
    hands.click("summary")
    below = hands.page.locator("#header-link")
    before = below.bounding_box()
    hands.page.locator("#header-byline").focus()
    hands.page.keyboard.type("Ben Oake")
    hands.idle()
    assert "missing" not in hands.page.locator("#header label:has(#header-byline)").inner_text()
    assert below.bounding_box() == before


def test_what_has_the_focus_is_not_behind_the_line_at_the_foot(hands):
    hands.page.set_viewport_size({"width": 1280, "height": 500})
    hands.click("#tab-exercises")
    box = hands.page.locator("#new-option-missing")
    box.evaluate("(one) => { scrollTo(0, 0); one.scrollIntoView({ block: 'end' }); one.focus(); }")
    foot = hands.page.locator("footer").bounding_box()["y"]
    assert box.bounding_box()["y"] + box.bounding_box()["height"] <= foot


def test_in_a_narrow_window_a_unit_comes_with_its_passage_and_the_next_is_a_button_away(hands):
    hands.page.set_viewport_size({"width": 800, "height": 600})
    hands.click(unit_button("p5.1"))
    passage = hands.page.locator("#unit blockquote")
    assert passage.inner_text().startswith("The town library says")
    assert 0 <= passage.bounding_box()["y"] < 300
    hands.page.get_by_role("button", name="Next", exact=True).click()
    assert hands.page.locator("#unit h2").inner_text() == "This unit: paragraph 5, claim 2"


def test_after_a_card_the_next_one_begins_with_its_title(hands):
    hands.click("#tab-cards")
    hands.click("#card--title")
    hands.page.keyboard.type("Record")
    hands.page.locator("#card--publisher").fill("Marl Hill council")
    hands.page.locator("#card--date").fill("4 May 2026")
    hands.press("Enter")
    hands.page.locator("form[data-card=marl-hill-2026-05]").wait_for()
    hands.idle()
    assert hands.page.evaluate(ACTIVE) == "card--title"
    values = "(form) => [...form.elements].map((one) => one.value).join('')"
    assert hands.page.locator("form[data-card='']").evaluate(values) == ""


def test_a_save_asks_the_server_once(hands):
    begin_unit(hands, "p6.1")
    hands.idle()
    hands.page.requests_seen.clear()
    hands.type("Free.")
    hands.idle()
    hands.page.wait_for_timeout(300)
    assert [one.rpartition("/")[2] for one in hands.page.requests_seen] == ["change"]


def test_where_there_is_nothing_to_try_the_preview_says_what_to_do(tmp_path, open_page):
    (tmp_path / "kit").mkdir()
    (tmp_path / "phones.txt").write_text(ORIGINAL, encoding="utf-8")
    kit = write_set(tmp_path / "kit")
    new_draft("bare", tmp_path / "phones.txt", kit=kit)
    server = start_author("bare", kit, free_port())
    try:
        hands = opened(open_page, server)
        hands.click("#tab-try")
        hands.page.frame_locator("#preview").get_by_text("Nothing to try yet").wait_for()
        hands.page.wait_for_timeout(200)
        assert hands.page.faults == []
    finally:
        server.stop()


def test_a_list_that_is_open_stays_the_same_list(server, hands):
    hands.click("#tab-exercises")
    hands.click("[data-new=table]")
    hands.idle()
    hands.page.evaluate("() => { document.querySelector('#choices-sorting').there = true; }")
    hands.page.locator("#exercise-sorting-title").fill("Sort them")
    hands.idle()
    assert hands.page.evaluate("() => document.querySelector('#choices-sorting').there")
    wait_until(hands.page, "() => document.querySelector('#alarm').hidden")


def test_a_card_is_saved_as_it_is_changed_and_a_half_filled_one_comes_back(server, hands, open_page):
    """There is no button to save: a card needed one, and half a card was gone with its page."""
    hands.click("#tab-cards")
    for name, text in {"title": "Minutes", "publisher": "Marl Hill school", "date": "6 May 2026"}.items():
        hands.page.locator(f"#card--{name}").fill(text)
    hands.page.locator("#card--url").fill("https://example.org/minutes")
    hands.page.locator("#card--date").press("Enter")
    form = "form[data-card=marl-hill-2026-05-2], form[data-card=marl-hill-2026-05]"
    hands.page.locator(form).last.wait_for()
    hands.idle()
    address = hands.page.locator(form).last.locator("[id$=-url]")
    title = hands.page.locator(form).last.locator("[id$=-title]")
    title.click()
    hands.press("End")
    hands.page.keyboard.type(" of May")
    address.click()
    hands.press("Control+a")
    hands.press("Delete")
    title.click()
    hands.idle()
    assert (title.input_value(), address.input_value()) == ("Minutes of May", "")
    assert "Minutes of May" in Workspace(SLUG, server.kit).read("references")
    hands.page.locator("#card--title").fill("Half a card")
    hands.page.close()
    page = open_page(server.address, context=hands.page.context)
    page.locator("#tab-cards").click()
    page.locator("#card--title").wait_for()
    assert page.locator("#card--title").input_value() == "Half a card"


def test_ctrl_enter_in_a_reason_leads_to_the_retelling_of_a_claim_without_a_label(server, hands):
    """The letters of a text were keys of the page: they ticked, jumped and stood in another claim."""
    begin_unit(hands, "p5.1")
    hands.page.keyboard.type("Nobody knows.")
    hands.press("Escape")
    for key in "a1r":
        hands.press(key)
    hands.page.keyboard.type("Because.")
    hands.press("Control+Enter")
    place = hands.page.evaluate("document.activeElement.id")
    assert place.startswith("retell-"), place
