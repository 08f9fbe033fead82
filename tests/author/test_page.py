"""The author page in a real browser: a small set is made with it alone, nothing typed is lost or leaks."""

import time
from contextlib import suppress

import psutil
import pytest
from helpers.authoring import (
    IDLE,
    SLUG,
    make_draft,
    opened,
    publish,
    start_servers,
    unit_button,
    write_cards,
    write_labels,
    write_options,
    write_text,
)
from helpers.kits import wait_until
from helpers.school_phones import CARDS, LABELS, RETOLD, count_sentences
from helpers.walking import PAUSE

from secondsource.author.workspace import PLACES, Workspace
from secondsource.content.check import check
from secondsource.content.keys import read_key
from secondsource.content.textset import TextSet

SOON = 0.5  # seconds from key to preview


@pytest.fixture
def kit(tmp_path):
    return make_draft(tmp_path)


@pytest.fixture
def start(kit):
    """Return a function that starts the server, on a port of its own or, again, on `port`."""
    yield from start_servers(kit)


def key_to_preview(hands):
    """Return (seconds from a last key to the preview that shows it, what all our processes worked in them,
    seconds of the same preview when nothing was changed), each at best of four. What is typed is undone.

    A busy computer lets us wait, and does not make us work more: what is worked is what the page answers for.
    """
    page, times, works, floors = hands.page, [], [], []
    for number in range(4):
        word = page.frame_locator("#preview").get_by_text(f"Word{number}.").first
        page.locator("#tab-text").click()
        page.locator(unit_button("p6.1")).click()
        page.keyboard.press("e")
        page.keyboard.press("End")
        page.keyboard.insert_text(f" Word{number}.")
        began, worked = time.monotonic(), processor_time()
        page.locator("#tab-try").click()
        word.wait_for()
        times.append(time.monotonic() - began)
        works.append(processor_time() - worked)
        began = time.monotonic()
        with page.expect_event("framenavigated", lambda frame: "preview/class" in frame.url):
            page.locator("#edition").select_option("class")
        word.wait_for()
        floors.append(time.monotonic() - began)
        page.locator("#edition").select_option("study")
    hands.idle()
    for _ in times:
        page.locator("[data-do=undo]").click()
        hands.idle()
    return min(times), min(works), min(floors)


def processor_time():
    """Return the seconds that this process, with its server, and the browser have worked."""
    mine, total = psutil.Process(), 0
    for one in (mine, *mine.children(recursive=True)):
        with suppress(psutil.Error):
            total += sum(one.cpu_times()[:2])
    return total


@pytest.mark.slow
def test_a_small_set_is_made_with_the_page_alone(kit, start, open_page, capsys):
    """From a text file to a published chapter. By hand: its files, as an editor has to have them."""
    server = start()
    hands = opened(open_page, server)
    write_text(hands)
    write_labels(hands)
    write_cards(hands)
    write_options(hands)
    seconds, worked, floor = key_to_preview(hands)
    hands.click("#tab-problems")
    assert hands.page.locator("#problems ul").nth(0).inner_text() == ""
    assert hands.page.locator("#problems ul").nth(1).inner_text() == ""
    publish(hands)
    hands.idle()
    assert hands.page.locator("#saved").inner_text().startswith("Published.")
    assert hands.page.faults == []
    assert check(kit) == [] and SLUG in (kit / "book/_toc.yml").read_text("utf-8")
    made = TextSet(SLUG, kit)
    assert {unit: made.article.units[unit].text for unit in RETOLD} == RETOLD
    keyed = read_key(SLUG, kit).units
    assert {unit: answer.speaking.why for unit, answer in keyed.items()} == {
        one: why for one, (_, why) in LABELS.items()
    }
    assert [made.cards[name].says for name in CARDS] == [card[3] for card in CARDS.values()]
    by_hand = sum(len((kit / path.format(SLUG)).read_text("utf-8")) for path in PLACES.values())
    sentences = count_sentences()
    on_page, beside = hands.keys + hands.clicks, by_hand - sentences
    with capsys.disabled():
        print(
            f"\n{SLUG}: {hands.keys} keys and {hands.clicks} clicks; "
            f"by hand {by_hand} characters in {len(PLACES)} files. "
            f"That is {on_page / by_hand:.1%}. "
            f"From key to preview {seconds:.2f} s, of them {worked:.2f} s of work in all processes; "
            f"the preview alone {floor:.2f} s. "
            f"Beside the {sentences} characters of its sentences: {on_page - sentences} against {beside}."
        )
    assert on_page <= by_hand / 3
    assert min(seconds, worked) <= SOON


def test_what_is_typed_survives_a_page_that_is_closed_at_once(kit, start, open_page):
    server = start()
    hands = opened(open_page, server)
    hands.click(unit_button("p2.1"))
    hands.press("e")
    hands.page.keyboard.type("Typed and gone.")
    hands.page.close()
    end = time.monotonic() + 10
    while "Typed and gone." not in Workspace(SLUG, kit).read("article") and time.monotonic() < end:
        time.sleep(0.1)
        page = open_page(server.address, context=hands.page.context)
        page.locator("#units li").first.wait_for()
        wait_until(page, IDLE, seconds=30)
    assert "[p2.1] Typed and gone." in Workspace(SLUG, kit).read("article")


def test_a_page_closed_before_it_heard_of_a_save_is_no_other_window(kit, start, open_page):
    """Half of a text was saved, the page did not hear of it: its own half stood there as somebody else's."""
    server = start()
    hands = opened(open_page, server)
    hands.page.route("**/change", lambda route: route.fetch())  # it is done, and never answered
    hands.click(unit_button("p2.1"))
    hands.press("e")
    hands.page.keyboard.type("Typed")
    end = time.monotonic() + 20
    while "[p2.1] Typed" not in Workspace(SLUG, kit).read("article") and time.monotonic() < end:
        hands.page.wait_for_timeout(50)
    hands.page.keyboard.type(" and gone.")
    hands.page.wait_for_timeout(300)
    hands.page.close()
    page = open_page(server.address, context=hands.page.context)
    page.locator("#units li").first.wait_for()
    wait_until(page, IDLE)
    assert "[p2.1] Typed and gone." in Workspace(SLUG, kit).read("article")


def test_what_is_typed_while_the_server_is_gone_is_saved_when_it_is_back(kit, start, open_page):
    server = start()
    hands = opened(open_page, server)
    hands.click(unit_button("p2.1"))
    hands.press("e")
    server.stop()
    hands.type("Kept in the browser.")
    wait_until(
        hands.page,
        "() => document.querySelector('#alarm').textContent.startsWith('Not saved since')",
        seconds=30,
    )
    assert "kit.py author school-phones" in hands.page.locator("#alarm").inner_text()
    hands.page.close()
    again = start(server.port)
    assert again.port == server.port
    page = open_page(again.address, context=hands.page.context)
    page.locator("#units li").first.wait_for()
    wait_until(page, "() => document.body.dataset.busy === '0'", seconds=20)
    assert "[p2.1] Kept in the browser." in Workspace(SLUG, kit).read("article")


def test_two_windows_show_each_others_changes_and_a_clash_shows_both(kit, start, open_page):
    server = start()
    one = opened(open_page, server)
    other = open_page(server.address, context=one.page.context)
    other.locator("#units li").first.wait_for()
    one.click(unit_button("p2.1"))
    one.press("e")
    one.type("First.")
    one.idle()
    other.locator("#units li", has_text="First.").wait_for()
    path = Workspace(SLUG, kit).path("article")
    other.locator(unit_button("p2.1")).click()
    other.keyboard.press("e")
    other.evaluate("() => { window.fetch = () => new Promise(() => {}) }")  # this window's saves hang
    other.keyboard.type(" Second.")
    one.press("End")
    one.type(" Third.")
    one.idle()
    assert "First. Third." in path.read_text("utf-8")
    other.close()
    page = open_page(server.address, context=one.page.context)
    wait_until(
        page, "() => document.querySelector('#alarm').textContent.includes('changed elsewhere')", seconds=30
    )
    said = page.locator("#alarm").inner_text()
    assert "First. Third." in said and "Second." in said
    page.get_by_role("button", name="Keep mine").click()
    wait_until(page, IDLE)
    assert "Second." in path.read_text("utf-8") and "Third." not in path.read_text("utf-8")


def test_what_is_typed_while_a_clash_is_shown_is_kept_with_the_rest(kit, start, open_page):
    hands = opened(open_page, start())
    path = Workspace(SLUG, kit).path("article")

    def write_first(route):
        if "Theirs." not in path.read_text("utf-8"):
            path.write_text(path.read_text("utf-8").replace("[p2.1]", "[p2.1] Theirs."), encoding="utf-8")
        route.continue_()

    hands.page.route("**/change", write_first)
    hands.click(unit_button("p2.1"))
    hands.press("e")
    hands.type("Mine.")
    hands.page.locator("#alarm", has_text="changed elsewhere").wait_for()
    hands.type(" More.")
    hands.page.get_by_role("button", name="Keep mine").click()
    hands.idle()
    assert "[p2.1] Mine. More." in path.read_text("utf-8")


def test_a_press_is_not_lost_where_the_page_is_drawn_anew_before_it_ends(kit, start, open_page):
    """A reason was typed, then an answer clicked: the save drew the page, and the button was another one."""
    server = start()
    hands = opened(open_page, server)
    hands.click(unit_button("p2.1"))
    hands.press("a")
    hands.press("1")
    hands.idle()
    button = hands.page.locator("#unit [data-code]:not([aria-pressed=true])").first
    code = button.get_attribute("data-code")
    hands.press("r")
    hands.type("Public record.")
    button.hover()
    hands.page.mouse.down()
    hands.idle()
    hands.page.wait_for_timeout(300)
    assert "Public record." in Workspace(SLUG, kit).read("key")
    hands.page.mouse.up()
    hands.page.locator(f"#unit [data-code={code}][aria-pressed=true]").wait_for()
    hands.idle()
    assert f"answer: {code}" in Workspace(SLUG, kit).read("key")


def test_undo_works_after_a_restart(kit, start, open_page):
    server = start()
    hands = opened(open_page, server)
    hands.click(unit_button("p2.1"))
    hands.press("e")
    hands.type("To be undone.")
    hands.press("Escape")
    hands.idle()
    server.stop()
    hands = opened(open_page, start(server.port))
    hands.click("[data-do=undo]")
    hands.idle()
    wait_until(hands.page, "() => !document.querySelector('#units').textContent.includes('undone')")
    assert "To be undone" not in Workspace(SLUG, kit).read("article")


def test_the_preview_marks_answers_and_has_no_storage_and_no_way_out(kit, start, open_page):
    server = start()
    hands = opened(open_page, server)
    hands.click(unit_button("p2.1"))
    hands.press("e")
    hands.type("The council voted on 4 May.")
    hands.press("Escape")
    hands.press("a")
    hands.press("1")
    hands.idle()
    hands.press("r")
    hands.type("Public record.")
    hands.press("Escape")
    hands.idle()
    hands.click("#tab-try")
    frame = hands.page.frame_locator("#preview")
    frame.locator("[data-ss]").wait_for()
    hands.page.wait_for_timeout(1000 * PAUSE)  # what is pressed while its panel grows counts for nothing
    frame.locator("input[value=S0]").check()
    frame.locator("[data-do=commit]").evaluate("(button) => button.form.requestSubmit(button)")
    frame.get_by_text("Why: Public record.").wait_for()
    inside = next(frame for frame in hands.page.frames if "/preview/" in frame.url)
    assert (
        inside.evaluate("() => { try { localStorage.x = 1; return 'kept' } catch { return origin } }")
        == "null"
    )
    assert (
        inside.evaluate("() => { try { return parent.document.body.innerText } catch { return 'no' } }")
        == "no"
    )


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_axe_finds_nothing_and_all_is_reached_with_keys(start, open_page, scheme):
    from axe_playwright_python.sync_playwright import Axe

    hands = opened(open_page, start())
    hands.page.emulate_media(color_scheme=scheme)
    for tab in ("text", "cards", "report", "exercises", "page", "problems"):
        hands.page.locator(f"#tab-{tab}").click()
        result = Axe().run(hands.page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:100]) for one in result] == [], (scheme, tab)
    hands.page.set_viewport_size({"width": 320, "height": 640})
    hands.page.locator("#tab-text").click()
    assert hands.page.evaluate("() => document.documentElement.scrollWidth") <= 320
