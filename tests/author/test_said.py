"""The author page says at once, and at its place, what is missing, what is wrong and what is under way."""

import pytest
from helpers.authoring import SLUG, make_draft, opened, start_servers, unit_button
from helpers.kits import wait_until
from helpers.ports import free_port

from secondsource.author.server import start_author
from secondsource.author.workspace import Workspace


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    kit = make_draft(tmp_path_factory.mktemp("said"))
    running = start_author(SLUG, kit, free_port())
    running.kit = kit
    yield running
    running.stop()


@pytest.fixture
def hands(server, open_page):
    return opened(open_page, server)


def said_at(hands, field):
    """Return what stands at a field, and whether it is marked as wrong and tied to those words."""
    box = hands.page.locator(field)
    ids = (box.get_attribute("aria-describedby") or "").split()
    words = " ".join(hands.page.locator(f"[id='{one}']").inner_text() for one in ids)
    return words, box.get_attribute("aria-invalid") == "true"


def test_an_address_that_is_none_is_marked_while_it_is_typed(hands):
    """“invented …” was refused when the set was published, and the field was not marked."""
    hands.click("#tab-cards")
    address = "#card--url"
    hands.page.locator(address).fill("in the town hall")
    words, is_marked = said_at(hands, address)
    assert words.startswith("This is no address") and is_marked
    for good in ("invented, not published anywhere", "https://example.org/minutes", ""):
        hands.page.locator(address).fill(good)
        assert said_at(hands, address) == ("", False), good


def test_an_empty_card_says_what_is_missing_and_where(server, hands):
    """“Add” said nothing at all, or that a name of small letters and hyphens was needed."""
    hands.click("#tab-cards")
    hands.page.locator("form[data-card=''] [type=submit]").click()
    assert hands.page.evaluate("document.activeElement.id") == "card--title"
    for field in ("title", "publisher", "date"):
        words, is_marked = said_at(hands, f"#card--{field}")
        assert words.startswith("Missing:") and is_marked, field
    hands.page.locator("#card--title").fill("Minutes")
    hands.page.locator("#card--publisher").fill("Marl Hill school")
    hands.page.locator("#card--date").fill("4 May 2026")
    hands.page.locator("#card--url").fill("invented")
    hands.page.locator("form[data-card=''] [type=submit]").click()
    hands.page.locator("form[data-card=marl-hill-2026-05]").wait_for()
    hands.idle()
    assert "reference: invented" in Workspace(SLUG, server.kit).read("cards")
    assert hands.page.locator("#card-marl-hill-2026-05-url").input_value() == "invented"
    assert said_at(hands, "#card--title") == ("", False)


def test_a_sentence_of_the_report_is_written_and_sourced_in_one_place(server, hands):
    """Its sources stood behind a jump to another tab, and there only was it said that it has none."""
    hands.click("#tab-cards")
    card = {"title": "Record", "publisher": "Council of Marl Hill", "date": "5 May 2026"}
    for field, text in {**card, "url": "https://example.org/record"}.items():
        hands.page.locator(f"#card--{field}").fill(text)
    hands.page.locator("form[data-card=''] [type=submit]").click()
    hands.page.locator("form[data-card=council-marl-2026-05]").wait_for()
    hands.idle()
    hands.click("#tab-report")
    add = hands.page.locator("#report > button")
    add.click()
    assert said_at(hands, "#new-sentence") == ("Write the sentence first.", True)
    hands.page.locator("#new-sentence").fill("The council voted.")
    add.click()
    sentence = "#retell-b1-1-report"
    hands.page.locator(sentence).wait_for()
    hands.idle()
    words, is_marked = said_at(hands, sentence)
    assert words.startswith("No source is ticked.") and is_marked
    hands.page.locator("#report li").get_by_label("Record").check()
    hands.idle()
    assert said_at(hands, sentence) == ("", False)
    hands.page.locator("#new-sentence").fill("Lockers cost 3,900 crowns.")
    hands.page.locator("#source-new-sentence-council-marl-2026-05").check()
    add.click()
    hands.page.locator("#retell-b2-1-report").wait_for()
    hands.idle()
    assert Workspace(SLUG, server.kit).read("brief").count("source: council-marl-2026-05") == 2
    hands.page.locator(sentence).fill("The council voted on 4 May.")
    hands.idle()
    assert "The council voted on 4 May." in Workspace(SLUG, server.kit).read("brief")


def test_go_there_leads_to_the_field_of_every_problem(hands):
    hands.click("#tab-problems")
    places = hands.page.locator("#problems li")
    lines = places.all_inner_texts()
    assert len(lines) > 5
    for number in [*range(4), len(lines) - 1]:
        hands.click("#tab-problems")
        line = places.nth(number).inner_text()
        places.nth(number).get_by_role("button").click()
        active = (
            "document.activeElement.closest('main [data-at]')?.innerText || document.activeElement.innerText"
        )
        there = hands.page.evaluate(active)
        fault = line.partition(": ")[2].removesuffix("Go there").strip()
        assert fault[:30] in there, (line, there)


def test_the_last_claim_of_a_paragraph_has_nothing_to_be_joined_with(hands):
    hands.click(unit_button("p6.1"))
    assert hands.page.get_by_role("button", name="Join with next").is_disabled()
    hands.click(unit_button("p3.1"))
    assert hands.page.get_by_role("button", name="Join with next").is_enabled()


@pytest.fixture
def start(tmp_path):
    yield from start_servers(make_draft(tmp_path))


def test_publishing_is_announced_and_pressed_twice_it_is_asked_for_once(start, open_page):
    """It takes seconds, and nothing showed it: who pressed again sent it twice."""
    hands = opened(open_page, start())
    hands.page.evaluate(WATCH)
    moves = []
    hands.page.route(
        "**/change", lambda route: (moves.append(route.request.post_data_json), route.continue_())
    )
    hands.page.locator("[data-do=publish]").dblclick()
    wait_until(hands.page, "() => document.querySelector('#saved').textContent === 'Not published. '")
    assert [one["do"] for one in moves] == ["publish"]
    assert hands.page.evaluate("() => window.heard").count("Publishing …") == 1
    assert hands.page.locator("[data-do=publish]").get_attribute("aria-disabled") == "false"
    alarm = hands.page.locator("#alarm").inner_text()
    assert "more: they are on the tab Problems" in alarm and "About the text" in alarm


WATCH = """() => { window.heard = []; const foot = document.querySelector('[role=status]');
  new MutationObserver(() => window.heard.push(foot.textContent)).observe(foot, { childList: true }); }"""
