"""Nothing a student did is lost, whatever happens in the middle of it.

Here: the browser is killed; two tabs, one of them asleep; storage full; storage blocked; the clock set back;
    storage cleared by another page, by the browser, by nobody knows whom; a second copy that comes late;
    the kit upgraded between two sittings (page, notebook, hand-in); a notebook's kernel that does not answer;
    disk full and power cut at every call that writes the answer file; two notebooks saving into one file.
Elsewhere: reload, two tabs that hear of each other, damaged storage, “Start again” (test_pages.py); a
    kernel killed in JupyterLab (test_lab.py); damaged answer files (test_answer_file.py, test_widget.py).
"""

import json
import os
import subprocess
import sys
import time

import pytest
from helpers.answering import answer_at_once, answer_by_mouse, right_answers, show_list
from helpers.bare_page import download, write_page
from helpers.firefox import Firefox
from helpers.kits import copy_kit, wait_until
from helpers.needs import needs
from helpers.places import ROOT

import secondsource
from secondsource import files
from secondsource.content.textset import TextSet
from secondsource.exercise.scripts import classic_script, module_script, style
from secondsource.marking.answer_file import AnswerFile, Sitting, keep_sitting, read_answers, save_answers
from secondsource.marking.reading import read_hand_in

NAME, OTHER = "ferry-fares/speaking", "ferry-fares/missing"
STORED = f"secondsource/2/study/{NAME}"
ESSAY = "2015-scale/rewrite"
ESSAY_FIELD = f'[data-ss="{ESSAY}"] textarea'
RIGHT = right_answers(NAME)
SURE = "p4.1"  # where these pages ask how sure one is
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
(ONE, A), (TWO, B), (THREE, C) = list(RIGHT.items())[:3]


# ---- In the browser
# -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory):
    """A later kit: one claim is no longer asked, another is new, a third was retold."""
    root = copy_kit(tmp_path_factory.mktemp("upgraded"), leave_out=["secondsource", "solutions"])
    items, article = root / "exercises/ferry-fares/items.yaml", root / "exercises/ferry-fares/article.txt"
    text = items.read_text(encoding="utf-8")
    assert f"units: [{ONE}, " in text
    items.write_text(text.replace(f"units: [{ONE}, ", "units: [p5.3, ", 1), encoding="utf-8")
    article.write_text(
        article.read_text(encoding="utf-8").replace(f"[{TWO}] ", f"[{TWO}] Retold: ", 1), encoding="utf-8"
    )
    return root


@pytest.fixture(scope="module")
def address(tmp_path_factory, upgraded, serve):
    """Two pages with the HTML and the script of the book: page.html, and later.html of the later kit."""
    site = tmp_path_factory.mktemp("site")
    (site / "script.js").write_text(classic_script(), encoding="utf-8")
    (site / "style.css").write_text(style(), encoding="utf-8")
    (site / "favicon.ico").touch()  # a browser asks for it
    kits = {
        "page.html": TextSet("ferry-fares"),
        "later.html": TextSet("ferry-fares", upgraded, with_key=False),
    }
    for file, library in kits.items():
        library.activities["speaking"].confidence.append(SURE)
        write_page(site / file, library, [NAME, OTHER])
    write_page(site / "essay.html", TextSet("2015-scale"), [ESSAY])
    reflect = '<section id="reflect"><ol><li>What did you learn?</li></ol></section>'
    text = (site / "essay.html").read_text(encoding="utf-8").replace("<main>", f"<main>{reflect}")
    (site / "essay.html").write_text(text, encoding="utf-8")
    return serve(site)


def exercise(page, name=NAME):
    return page.locator(f'[data-ss="{name}"]')


def told(page):
    return exercise(page).locator(".ss-saved").inner_text()


def chosen(page):
    """Return {item: value} as the page shows it."""
    return exercise(page).evaluate(
        """root => Object.fromEntries([...root.querySelectorAll('input[type=radio]:checked')]
             .map(e => [e.closest('[data-item]').dataset.item, e.value]))"""
    )


def stored(page):
    return json.loads(page.evaluate(f"localStorage['{STORED}']"))


def start_chromium(browser, profile):
    """Start a browser of our own, which we may kill; return (process, a page in it)."""
    port = profile / "DevToolsActivePort"
    port.unlink(missing_ok=True)
    process = subprocess.Popen(
        [
            needs("Chromium"),
            "--headless",
            "--no-first-run",
            *FLAGS,
            "--remote-debugging-port=0",
            f"--user-data-dir={profile}",
            "about:blank",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(300):
        if port.exists() and "\n" in port.read_text():
            break
        time.sleep(0.1)
    connected = browser.browser_type.connect_over_cdp(f"http://127.0.0.1:{port.read_text().splitlines()[0]}")
    return process, connected.contexts[0].new_page()


def test_a_browser_killed_right_after_an_answer_has_it_when_it_comes_back(browser, address, tmp_path):
    (tmp_path / "profile").mkdir()
    for expected in ({}, {ONE: A}):
        process, page = start_chromium(browser, tmp_path / "profile")
        try:
            page.goto(f"{address}/page.html")
            wait_until(
                page,
                "wanted => document.querySelectorAll('input[type=radio]:checked').length === wanted",
                len(expected),
            )
            assert chosen(page) == expected
            if not expected:
                answer_by_mouse(exercise(page), {ONE: A})
                assert told(page) == "Saved on this device"
                time.sleep(0.2)  # a moment for the disk; localStorage alone would need up to five seconds
        finally:
            process.kill()
            process.wait(20)
        for lock in (tmp_path / "profile").glob("Singleton*"):
            lock.unlink()


@pytest.fixture
def tabs(address, open_page):
    """Two tabs on one exercise; the second hears nothing of the first."""
    awake = open_page(f"{address}/page.html")
    asleep = open_page("about:blank", context=awake.context)
    asleep.add_init_script(
        "window.addEventListener('storage', (event) => event.stopImmediatePropagation(), true)"
    )
    asleep.goto(f"{address}/page.html")
    awake.bring_to_front()  # a tab in the background is drawn once a second
    return awake, asleep


def test_a_tab_that_slept_loses_neither_its_own_answers_nor_the_other_tabs(tabs, tmp_path):
    awake, asleep = tabs
    answer_by_mouse(exercise(awake), {ONE: A, TWO: B})
    exercise(awake).locator(f'[data-sure="{SURE}"]').select_option("90")
    wait_until(
        asleep, "([key, item]) => (localStorage[key] || '').includes(`\"${item}\":90`)", [STORED, SURE]
    )
    asleep.bring_to_front()
    assert chosen(asleep) == {}, "it has not heard of the other tab"
    answer_by_mouse(exercise(asleep), {THREE: C})
    everything = {ONE: A, TWO: B, THREE: C}
    assert stored(asleep)["answers"] == chosen(asleep) == everything and stored(asleep)["confidence"] == {
        SURE: 90
    }
    awake.locator(f'[data-item="{THREE}"] input[value="{C}"]:checked').wait_for(state="attached")
    assert chosen(awake) == everything
    assert download(awake, tmp_path / "a.json").activities[NAME].answers == everything


def test_a_commit_from_a_tab_that_slept_keeps_the_first_answers(tabs):
    awake, asleep = tabs
    answer_by_mouse(exercise(awake), {**RIGHT, ONE: "S3"})
    exercise(awake).locator("[data-do=commit]").click()
    exercise(awake).locator("[data-do=again]").click()
    answer_by_mouse(exercise(awake), {ONE: A})
    wait_until(
        asleep,
        "([key, item, value]) => JSON.parse(localStorage[key]).answers[item] === value",
        [STORED, ONE, A],
    )
    asleep.bring_to_front()
    show_list(exercise(asleep))
    for _ in range(2):  # the first press asks whether nothing is meant
        exercise(asleep).locator("[data-do=commit]").click()
    state = stored(asleep)
    assert state["first"] == {**RIGHT, ONE: "S3"} and state["answers"] == RIGHT and state["tries"] == 2


def delete_answers(page):
    page.locator("[data-do=restart]").scroll_into_view_if_needed()
    page.wait_for_timeout(150)  # a claim that came into sight on the way has opened its panel by now
    page.locator("[data-do=restart]").click()
    with page.expect_navigation():
        page.locator("[data-do=restart-yes]").click()


def test_what_is_deleted_in_one_tab_is_gone_in_every_tab_and_stays_gone(address, open_page, tmp_path):
    one = open_page(f"{address}/page.html")
    answer_by_mouse(exercise(one), RIGHT)
    exercise(one).locator("[data-do=commit]").click()
    two = open_page(f"{address}/page.html", context=one.context)
    delete_answers(two)
    wait_until(one, "() => !document.querySelector('input[type=radio]:checked')")
    assert "deleted, earlier or in another tab" in told(one) and "Right" not in exercise(one).inner_text()
    assert one.locator(".ss-results").inner_text() == ""
    assert download(one, tmp_path / "a.json").activities == {}
    one.bring_to_front()
    answer_by_mouse(exercise(one), {THREE: C})
    work = download(one, tmp_path / "b.json").activities[NAME]
    assert work.answers == {THREE: C} and work.first == {} and work.tries == 0 and not work.committed
    one.reload()
    assert chosen(one) == {THREE: C}


def test_a_tab_that_did_not_hear_of_the_deletion_brings_nothing_back(tabs, tmp_path):
    awake, asleep = tabs
    asleep.bring_to_front()
    answer_by_mouse(exercise(asleep), {ONE: A, TWO: B})
    awake.bring_to_front()
    wait_until(awake, "() => document.querySelectorAll('input[type=radio]:checked').length === 2")
    delete_answers(awake)
    asleep.bring_to_front()
    answer_by_mouse(exercise(asleep), {THREE: C})
    assert stored(asleep)["answers"] == chosen(asleep) == {THREE: C}
    assert download(asleep, tmp_path / "a.json").activities[NAME].answers == {THREE: C}


MIRROR = """(entries) => new Promise((done) => {
  // The second copies: put some there, or return all.
  indexedDB.open('secondsource/2/study/').onsuccess = ({ target: { result } }) => {
    const change = result.transaction('kept', 'readwrite'), kept = change.objectStore('kept');
    for (const entry of entries) kept.put(entry, entry[0]);
    const all = kept.getAll();
    change.oncomplete = () => { result.close(); done(all.result); };
  };
})"""


@pytest.mark.parametrize("late", ["the first place", "the second copy"])
def test_what_is_deleted_stays_deleted_whichever_place_is_on_the_disk_first(address, open_page, late):
    """As after a crash, or a reload in the middle: one of the two places has not heard of it."""
    page = open_page(f"{address}/page.html")
    answer_by_mouse(exercise(page), {ONE: A, TWO: B})
    text, copies = page.evaluate(f"localStorage['{STORED}']"), page.evaluate(MIRROR, [])
    delete_answers(page)
    page.goto(f"{address}/style.css")
    if late == "the first place":
        page.evaluate(f"text => {{ localStorage.clear(); localStorage['{STORED}'] = text; }}", text)
    else:
        assert [name for name, _ in copies] == [NAME]
        page.evaluate(MIRROR, copies)
    last = {**json.loads(text), "answers": {"x": "y"}}
    page.evaluate(MIRROR, [["ferry-fares/zz-last", last]])  # there again when all is looked through
    page.goto(f"{address}/page.html")
    wait_until(page, f"() => '{STORED.replace(NAME, 'ferry-fares/zz-last')}' in localStorage")
    assert chosen(page) == {} and page.evaluate(f"localStorage['{STORED}']") is None
    assert ("deleted, earlier" in told(page)) == (late == "the first place")
    answer_by_mouse(exercise(page), {THREE: C})
    page.reload()
    assert chosen(page) == stored(page)["answers"] == {THREE: C} and page.faults == []


@pytest.mark.slow
def test_a_browser_killed_right_after_a_deletion_has_nothing_when_it_comes_back(browser, address, tmp_path):
    (tmp_path / "profile").mkdir()
    for round in ("answered", "deleted", "back"):
        process, page = start_chromium(browser, tmp_path / "profile")
        try:
            page.goto(f"{address}/page.html")
            if round == "answered":
                answer_by_mouse(exercise(page), {ONE: A})
                time.sleep(7)  # Chromium writes localStorage every five seconds
            if round == "deleted":
                wait_until(page, "() => document.querySelector('input[type=radio]:checked')")
                delete_answers(page)
                page.locator("p", has_text="are deleted").wait_for()
            if round == "back":
                wait_until(page, "() => !document.querySelector('input[type=radio]:checked')")
                wait_until(page, f"() => !('{STORED}' in localStorage)")
        finally:
            process.kill()
            process.wait(20)
        for lock in (tmp_path / "profile").glob("Singleton*"):
            lock.unlink()


def test_back_shows_what_is_kept_and_not_what_the_form_once_held(address, open_page):
    """The browser puts old values back into the controls after the script has run."""
    page = open_page(f"{address}/page.html")
    answer_by_mouse(exercise(page), {ONE: A, TWO: B})
    exercise(page).locator(f'[data-sure="{SURE}"]').select_option("90")
    page.locator("#ss-name").fill("Ada")
    page.goto(f"{address}/style.css")
    other = open_page(f"{address}/page.html", context=page.context)
    answer_by_mouse(exercise(other), {ONE: "S3"})
    exercise(other).locator(f'[data-sure="{SURE}"]').select_option("60")
    other.locator("#ss-name").fill("Bo")
    other.close()
    page.go_back()
    wait_until(page, "item => document.querySelector(`[data-sure='${item}']`).value === '60'", SURE)
    assert chosen(page) == {ONE: "S3", TWO: B} and page.locator("#ss-name").input_value() == "Bo"
    answer_by_mouse(exercise(page), {THREE: C})
    assert stored(page)["answers"] == {ONE: "S3", TWO: B, THREE: C}
    assert stored(page)["confidence"] == {SURE: 60}


CHOSEN = f"""Object.fromEntries([...document.querySelectorAll('[data-ss="{NAME}"] [type=radio]:checked')]
  .map((radio) => [radio.closest('[data-item]').dataset.item, radio.value]))"""
CHANGE = f"""(({{ answers, confidence, ...rest }}) => {{
  const state = {{ ...rest, answers: {{ ...answers, "{ONE}": "S3" }}, confidence: {{ "{SURE}": 60 }} }};
  localStorage["{STORED}"] = JSON.stringify(state);
  localStorage["secondsource/2/study/name"] = '"Bo"';
}})(JSON.parse(localStorage["{STORED}"]))"""


@pytest.mark.slow
@pytest.mark.parametrize("pages_in_memory", [0, 8])
def test_back_in_firefox_shows_what_is_kept_as_well(address, tmp_path, pages_in_memory):
    """With 0 the page is loaded anew and Firefox fills its form; with 8 it comes from memory as it was."""
    kept = {"browser.sessionhistory.max_total_viewers": pages_in_memory}
    window = Firefox(tmp_path / "profile", preferences=kept)
    control = f'document.querySelector(\'[data-ss="{NAME}"] [data-sure="{SURE}"]\')'
    try:
        window.goto(f"{address}/page.html")
        for item, value in ((ONE, A), (TWO, B)):
            window.evaluate(f"document.querySelector('[data-item=\"{item}\"] [value={value}]').click()")
        change = "dispatchEvent(new Event('change', { bubbles: true }))"
        window.evaluate(f"(({control}.value = '90'), {control}.{change})")
        window.wait("document.querySelector('#ss-name') && !document.querySelector('.ss-mine').hidden")
        window.evaluate("(document.querySelector('#ss-name').value = 'Ada')")
        window.evaluate("document.querySelector('#ss-name').dispatchEvent(new Event('input'))")
        assert window.evaluate(CHOSEN) == {ONE: A, TWO: B}
        window.goto(f"{address}/style.css")
        window.evaluate(CHANGE)  # as another tab would
        window.go_back()
        window.wait(f"location.pathname === '/page.html' && {control}?.value === '60'")
        assert window.evaluate(CHOSEN) == {ONE: "S3", TWO: B}
        window.wait("document.querySelector('#ss-name').value === 'Bo'")
        window.evaluate(f"document.querySelector('[data-item=\"{THREE}\"] [value={C}]').click()")
        kept = window.evaluate(f"JSON.parse(localStorage['{STORED}'])")
        assert kept["answers"] == {ONE: "S3", TWO: B, THREE: C} and kept["confidence"] == {SURE: 60}
    finally:
        window.stop()


def test_back_after_delete_shows_nothing_and_stores_nothing_again(address, open_page):
    page = open_page(f"{address}/page.html")
    answer_by_mouse(exercise(page), {ONE: A, TWO: B})
    page.goto(f"{address}/style.css")
    other = open_page(f"{address}/page.html", context=page.context)
    delete_answers(other)
    other.close()
    page.go_back()
    wait_until(page, "() => document.readyState === 'complete'")
    page.wait_for_timeout(200)
    assert chosen(page) == {}
    answer_by_mouse(exercise(page), {THREE: C})
    assert stored(page)["answers"] == {THREE: C}


FILE_NAMES = {
    "हिन्दी": "answers-हिन्दी.json",  # vowel signs are no letters
    "Zoe\u0308 Mu\u0308ller": "answers-Zoë-Müller.json",  # accents as macOS writes them
    "علی\u200cرضا": "answers-علی-رضا.json",
    "../../etc/passwd": "answers--etc-passwd.json",
    "<b>=Ada&\u202e": "answers--b-Ada-.json",
    "": "answers-student.json",
    "ก็" * 40: "answers-" + "ก็" * 20 + ".json",
}


def below_its_button(page):
    """Tell whether the answer to “Download my answers” stands right below the buttons."""
    button, said = (page.locator(find).bounding_box() for find in ("[data-do=restart]", ".ss-mine-saved"))
    return 0 <= said["y"] - (button["y"] + button["height"]) < 40


def test_a_file_keeps_its_students_name_and_the_page_says_where_it_is(address, open_page, tmp_path):
    page = open_page(f"{address}/page.html")
    answer_by_mouse(exercise(page), {ONE: A})
    page.evaluate(
        """() => { window.gone = []; const revoke = URL.revokeObjectURL;
        URL.revokeObjectURL = (url) => { if (url) gone.push(url); revoke.call(URL, url); }; }"""
    )
    for name, wanted in FILE_NAMES.items():
        page.locator("#ss-name").fill(name)
        with page.expect_download() as saving:
            page.locator("[data-do=download]").click()
        assert saving.value.suggested_filename == wanted
        said = page.locator(".ss-mine-saved").inner_text()
        assert wanted in said and "Downloads" in said
        assert "Not handed in yet: give this file to your teacher" in said
        assert below_its_button(page), "above the results, a phone would not show it"
        title = exercise(page).locator(".ss-title").inner_text()
        assert f"Not finished on this page: “{title}”." in said, "it would be counted without a word"
    page.wait_for_timeout(1500)
    last = page.evaluate("window.gone.length")
    assert last == len(FILE_NAMES) - 1, "the last file is there as long as a slow device may need"


FILL = """() => {
  for (let size = 1 << 22; size; size = Math.floor(size / 2))
    try { localStorage.setItem('filler' + size, 'x'.repeat(size)); } catch { /* a smaller one may fit */ }
  for (let i = 0; ; i++) try { localStorage.setItem('f' + i, 'x'); } catch { return; } }"""


def test_full_storage_is_told_at_once_and_the_download_holds_everything(address, open_page, tmp_path):
    page = open_page(f"{address}/page.html")
    answer_by_mouse(exercise(page), {ONE: A})
    page.evaluate(FILL)
    answer_by_mouse(exercise(page), {TWO: B, THREE: C})
    assert "Not saved" in told(page) and "Download" in told(page)
    page.locator("#ss-name").fill("Ada")
    file = download(page, tmp_path / "a.json")
    assert file.student == "Ada" and file.activities[NAME].answers == {ONE: A, TWO: B, THREE: C}
    answer_by_mouse(exercise(page), RIGHT)
    exercise(page).locator("[data-do=commit]").click()
    assert "Right" in exercise(page).inner_text() and page.faults == []
    page.reload()
    page.locator(f'[data-item="{TWO}"] input[value="{B}"]:checked').wait_for(state="attached")
    assert chosen(page) == RIGHT, "a second place on the device had room"
    assert download(page, tmp_path / "b.json").activities[NAME].answers == RIGHT


def test_blocked_storage_is_told_at_once_and_all_else_works(browser, address, tmp_path):
    """As with “block all cookies”, and in some private modes: the browser refuses to keep anything."""
    preferences = tmp_path / "profile/Default/Preferences"
    preferences.parent.mkdir(parents=True)
    preferences.write_text(json.dumps({"profile": {"default_content_setting_values": {"cookies": 2}}}))
    context = browser.browser_type.launch_persistent_context(
        tmp_path / "profile", executable_path=needs("Chromium"), args=FLAGS, accept_downloads=True
    )
    try:
        page, faults = context.new_page(), []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{address}/page.html")
        assert (
            page.evaluate(
                "() => { try { return localStorage.length; } catch (error) { return error.name; } }"
            )
            == "SecurityError"
        )
        answer_by_mouse(exercise(page), {ONE: A})
        assert "Not saved" in told(page) and "Download" in told(page)
        answer_by_mouse(exercise(page), RIGHT)
        exercise(page).locator("[data-do=commit]").click()
        assert "Right" in exercise(page).inner_text()
        sitting = download(page, tmp_path / "a.json").activities[NAME]
        assert sitting.answers == sitting.first == RIGHT and sitting.committed and faults == []
    finally:
        context.close()


def test_a_clock_set_back_changes_neither_the_answers_nor_which_file_counts(address, open_page, tmp_path):
    page = open_page("about:blank")
    page.clock.set_fixed_time("2026-05-20T10:00:00Z")
    page.goto(f"{address}/page.html")
    page.locator("#ss-name").fill("Ada")
    answer_by_mouse(exercise(page), {**RIGHT, ONE: "S3"})
    before = download(page, tmp_path / "z-before.json").activities[NAME]
    page.clock.set_fixed_time("2026-05-01T10:00:00Z")
    page.reload()
    answer_by_mouse(exercise(page), {ONE: "S4"})
    exercise(page).locator("[data-do=commit]").click()
    after = download(page, tmp_path / "a-after.json").activities[NAME]
    times = [before.times["opened"], before.times["saved"], after.times["saved"]]
    assert (
        times == sorted(times)
        and times[1] < times[2]
        and after.times["opened"] == times[0] <= after.times["committed"] <= times[2]
    )
    answers = (
        read_hand_in(tmp_path).answers.astype({"item": str, "response": str}).set_index("item")["response"]
    )
    assert answers[f"{NAME}/{ONE}"] == "S4" and len(answers) == len(RIGHT)


def test_after_an_upgrade_answers_to_the_same_claims_are_there_and_the_others_are_told_and_kept(
    address, open_page, tmp_path
):
    page = open_page(f"{address}/page.html")
    answer_by_mouse(exercise(page), {ONE: A, TWO: B})
    page.goto(f"{address}/later.html")
    assert chosen(page) == {TWO: B}
    assert "text has changed" in told(page) and "1 fits no question here any more" in told(page)
    answer_by_mouse(exercise(page), {"p5.3": "S0"})
    sitting = download(page, tmp_path / "a.json").activities[NAME]
    assert sitting.answers == {ONE: A, TWO: B, "p5.3": "S0"}
    assert sitting.fingerprint == exercise(page).get_attribute("data-fingerprint")
    page.reload()
    assert chosen(page) == {TWO: B, "p5.3": "S0"} and "1 fits no question" in told(page)
    exercise(page).locator("[data-do=commit]").click()
    exercise(page).locator("[data-do=commit]").click()
    assert stored(page)["first"] == {ONE: A, TWO: B, "p5.3": "S0"} and page.faults == []
    page.goto(f"{address}/page.html")
    assert chosen(page) == {ONE: A, TWO: B}, "whoever goes back to the old kit finds the old answer"


# ---- Cleared by others, late, or under a wrong clock
# -------------------------------------------------------------------------------------------------------


COPIES = """() => new Promise((done) => {
  // All second copies; none where there is no such place, and nothing is made by looking.
  const opening = indexedDB.open('secondsource/2/study/');
  opening.onupgradeneeded = () => opening.transaction.abort();
  opening.onerror = () => done([]);
  opening.onsuccess = ({ target: { result } }) => {
    const all = result.transaction('kept').objectStore('kept').getAll();
    all.onsuccess = () => { result.close(); done(all.result); };
  };
  setTimeout(() => done([]), 500); // somebody else holds it up
})"""


def wait_for_copy(page, item):
    """Wait until an answer stands in the second copy."""
    for _ in range(50):
        if any(item in (copy[1].get("answers") or {}) for copy in page.evaluate(COPIES)):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{item} is in no second copy")


def test_what_another_page_of_the_address_clears_comes_back_by_itself(address, open_page, tmp_path):
    """A school server, or all folders of a computer, is one address: `localStorage.clear()` is for all."""
    page = open_page(f"{address}/page.html")
    answer_by_mouse(exercise(page), {ONE: A, TWO: B})
    answer_by_mouse(exercise(page, OTHER), dict([next(iter(right_answers(OTHER).items()))]))
    wait_for_copy(page, next(iter(right_answers(OTHER))))
    before = stored(page)
    open_page(f"{address}/style.css", context=page.context).evaluate("localStorage.clear()")
    wait_until(page, f"() => '{STORED}' in localStorage")
    page.wait_for_timeout(100)
    assert (
        chosen(page) == {ONE: A, TWO: B} and told(page) == "Saved on this device" and stored(page) == before
    )
    answer_by_mouse(exercise(page), {THREE: C})
    page.reload()
    kept = download(page, tmp_path / "a.json").activities
    assert kept[NAME].answers == {ONE: A, TWO: B, THREE: C} and kept[NAME].id == before["id"]
    assert list(kept) == [OTHER, NAME] and page.faults == []


def test_what_vanishes_without_a_word_is_there_again_with_the_next_answer(address, open_page):
    page = open_page(f"{address}/page.html")
    answer_by_mouse(exercise(page), {ONE: A, TWO: B})
    before = stored(page)
    page.evaluate("localStorage.clear()")  # of which a page itself does not hear
    answer_by_mouse(exercise(page), {THREE: C})
    after = stored(page)
    assert chosen(page) == after["answers"] == {ONE: A, TWO: B, THREE: C}
    assert after["id"] == before["id"] and after["revision"] == before["revision"] + 1


def test_what_a_browser_is_told_to_forget_is_forgotten_and_what_follows_is_kept_twice(address, open_page):
    """“Delete the data of this site”, with the page open: the second copy goes, and is begun anew."""
    page = open_page(f"{address}/page.html")
    answer_by_mouse(exercise(page), {ONE: A, TWO: B})
    wait_for_copy(page, TWO)
    everything = {"origin": address, "storageTypes": "all"}
    page.context.new_cdp_session(page).send("Storage.clearDataForOrigin", everything)
    page.locator(".ss-saved", has_text="deleted, earlier").wait_for()
    assert chosen(page) == {} and page.evaluate(f"'{STORED}' in localStorage") is False
    answer_by_mouse(exercise(page), {THREE: C})
    wait_for_copy(page, THREE)
    page.evaluate("localStorage.clear()")
    page.reload()
    page.locator(f'[data-item="{THREE}"] input[value="{C}"]:checked').wait_for(state="attached")
    assert chosen(page) == {THREE: C} and page.faults == []


def test_whoever_wants_to_delete_the_second_copies_need_not_wait_for_an_open_page(address, open_page):
    page = open_page(f"{address}/page.html")
    answer_by_mouse(exercise(page), {ONE: A})
    wait_for_copy(page, ONE)
    deleted = """new Promise((done) => {
      const deleting = indexedDB.deleteDatabase('secondsource/2/study/');
      deleting.onsuccess = () => done('deleted');
      setTimeout(() => done('still waiting'), 2000); })"""
    assert page.evaluate(deleted) == "deleted"
    answer_by_mouse(exercise(page), {TWO: B})
    wait_for_copy(page, TWO)


LATE = """const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (...given) { // as on a slow device
  const opening = open.apply(this, given);
  let tell;
  Object.defineProperty(opening, 'onsuccess', { set(act) { tell = act; } });
  opening.addEventListener('success', (event) => setTimeout(() => tell?.call(opening, event), 800));
  return opening;
};"""


def test_who_answers_before_the_second_copy_is_read_loses_nothing_of_it(address, open_page):
    """As after a crash, which cost the last answers in the first place."""
    page = open_page(f"{address}/page.html")
    answer_by_mouse(exercise(page), {ONE: "S3"})
    first = page.evaluate(f"localStorage['{STORED}']")
    answer_by_mouse(exercise(page), {ONE: A, TWO: B})
    wait_for_copy(page, TWO)
    page.goto(f"{address}/style.css")
    page.evaluate(f"text => {{ localStorage['{STORED}'] = text; }}", first)
    page.add_init_script(LATE)
    page.goto(f"{address}/page.html")
    assert chosen(page) == {ONE: "S3"}
    answer_by_mouse(exercise(page), {THREE: C})
    page.locator(f'[data-item="{TWO}"] input[value="{B}"]:checked').wait_for(state="attached")
    assert stored(page)["answers"][TWO] == B and stored(page)["answers"][THREE] == C
    page.evaluate("localStorage.clear()")
    page.reload()
    page.locator(f'[data-item="{THREE}"] input[value="{C}"]:checked').wait_for(state="attached")
    assert chosen(page)[TWO] == B and page.faults == []


def test_a_clock_put_right_after_a_deletion_costs_nothing_that_is_answered_then(address, open_page):
    """The clock was ten years ahead, and so is the time of the deletion. Then a crash, or a full disk, keeps
    one of the two places from hearing of what came next."""
    page = open_page("about:blank")
    page.clock.set_fixed_time("2036-05-20T10:00:00Z")
    page.goto(f"{address}/page.html")
    answer_by_mouse(exercise(page), {ONE: "S3"})
    delete_answers(page)
    since = page.evaluate(f"localStorage['{STORED}.gone']")
    page.clock.set_fixed_time("2026-05-20T10:00:00Z")
    page.reload()
    answer_by_mouse(exercise(page), {ONE: A})
    assert stored(page)["times"]["saved"] > since
    wait_for_copy(page, ONE)
    page.goto(f"{address}/style.css")
    page.evaluate(f"since => {{ localStorage.clear(); localStorage['{STORED}.gone'] = since; }}", since)
    page.goto(f"{address}/page.html")
    page.locator(f'[data-item="{ONE}"] input[value="{A}"]:checked').wait_for(state="attached")
    page.goto(f"{address}/style.css")
    page.evaluate(MIRROR, [[NAME, {"times": {"saved": since}}], ["x/last", {"answers": {"x": "y"}}]])
    page.goto(f"{address}/page.html")
    wait_until(page, "() => 'secondsource/2/study/x/last' in localStorage")
    assert chosen(page) == {ONE: A}


def test_a_name_changed_right_before_a_crash_is_the_new_one(address, open_page):
    """Else the work of the second student of a device would be handed in under the name of the first."""
    page = open_page(f"{address}/page.html")
    answer_by_mouse(exercise(page), {ONE: A})
    page.locator("#ss-name").fill("Ada")
    page.wait_for_timeout(50)
    kept = page.evaluate("JSON.stringify(localStorage)")  # all that gets to the disk
    page.locator("#ss-name").fill("Bo")
    page.wait_for_timeout(100)
    page.goto(f"{address}/style.css")
    page.evaluate("text => { localStorage.clear(); Object.assign(localStorage, JSON.parse(text)); }", kept)
    page.goto(f"{address}/page.html")
    wait_until(page, "() => document.querySelector('#ss-name').value === 'Bo'")


def test_a_text_of_another_tab_is_in_the_field_that_was_left_for_it(address, open_page):
    """The field keeps the focus while its tab is in the background: the next letter must cost nothing."""
    page = open_page(f"{address}/essay.html")
    page.context.new_cdp_session(page).send("Emulation.setFocusEmulationEnabled", {"enabled": False})
    page.locator(ESSAY_FIELD).click()
    page.keyboard.type("Old.")
    other = open_page(f"{address}/essay.html", context=page.context)
    assert other.locator(ESSAY_FIELD).input_value() == "Old."
    other.bring_to_front()
    page.evaluate("dispatchEvent(new Event('blur'))")  # not every headless window loses it by that
    other.locator(ESSAY_FIELD).fill("A longer text.")
    wait_until(page, "() => document.querySelector('[data-answer]').value === 'A longer text.'")
    page.bring_to_front()
    page.keyboard.type(" More.")
    assert page.locator(ESSAY_FIELD).input_value() == "A longer text. More."
    kept = json.loads(page.evaluate(f"localStorage['secondsource/2/study/{ESSAY}']"))
    assert kept["answers"] == {"text": "A longer text. More."}


def test_a_text_that_is_typed_while_another_tab_deletes_is_kept_as_it_stands_there(address, open_page):
    page = open_page(f"{address}/essay.html")
    field = page.locator(ESSAY_FIELD)
    field.click()
    page.keyboard.type("My essay.")
    delete_answers(open_page(f"{address}/essay.html", context=page.context))
    page.locator(".ss-saved", has_text="deleted, earlier").wait_for()
    assert field.input_value() == "My essay."
    page.locator(f'[data-ss="{ESSAY}"] [data-do=commit]').evaluate("button => button.click()")
    kept = json.loads(page.evaluate(f"localStorage['secondsource/2/study/{ESSAY}']"))
    assert kept["answers"] == {"text": field.input_value()} == {"text": "My essay."}


def test_half_a_character_costs_that_character_only(address, open_page, tmp_path):
    page = open_page(f"{address}/essay.html")
    page.locator(ESSAY_FIELD).evaluate(
        "f => { f.value = 'a\\ud83d b'; f.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    assert download(page, tmp_path / "a.json").activities[ESSAY].answers == {"text": "a\ufffd b"}


def test_a_text_that_is_too_long_for_the_file_is_said_to_be_cut(address, open_page):
    page = open_page(f"{address}/essay.html")
    line = page.locator(f'[data-ss="{ESSAY}"] .ss-saved')
    page.locator(ESSAY_FIELD).click()
    page.keyboard.insert_text("word " * 6000)
    assert len(page.locator(ESSAY_FIELD).input_value()) == 20_000
    assert line.inner_text() == "Saved on this device (the field is full: what is longer is cut off)"
    page.keyboard.press("Backspace")
    assert line.inner_text() == "Saved on this device"


def test_a_note_for_oneself_that_cannot_be_kept_says_so_at_once(address, open_page):
    """It is in no answer file: whoever is not told finds nothing the next time."""
    page = open_page(f"{address}/essay.html")
    note, told_below = page.locator(".ss-own-note"), page.locator("#reflect [role=status]")
    note.fill("One.")
    assert told_below.inner_text() == ""
    page.evaluate(FILL)
    note.fill("One, and a line that is longer.")
    assert "Not saved" in told_below.inner_text() and "Copy" in told_below.inner_text()
    page.evaluate(
        "Object.keys(localStorage).filter((key) => /^f/.test(key)).forEach((key) => delete localStorage[key])"
    )
    note.press("End")
    page.keyboard.type("!")
    assert told_below.inner_text() == ""
    page.reload()
    assert note.input_value() == "One, and a line that is longer.!" and page.faults == []


EMPTY = """() => Object.keys(localStorage).filter((key) => /^f/.test(key))
  .forEach((key) => localStorage.removeItem(key))"""


def test_what_found_no_room_is_stored_with_the_next_answer_that_finds_some(address, open_page):
    page = open_page(f"{address}/page.html")
    answer_by_mouse(exercise(page), {ONE: A})
    page.evaluate(FILL)
    answer_by_mouse(exercise(page), {TWO: B, THREE: C})
    assert "Not saved" in told(page)
    page.evaluate(EMPTY)
    answer_by_mouse(exercise(page, OTHER), dict([next(iter(right_answers(OTHER).items()))]))
    assert told(page) == "Saved on this device"
    assert stored(page)["answers"] == chosen(page) == {ONE: A, TWO: B, THREE: C}


def test_a_tab_that_found_no_room_does_not_overwrite_what_another_tab_stores_then(address, open_page):
    page = open_page(f"{address}/page.html")
    answer_by_mouse(exercise(page), {ONE: A})
    page.evaluate(FILL)
    answer_by_mouse(exercise(page), {TWO: B})
    other = open_page(f"{address}/page.html", context=page.context)
    other.evaluate(EMPTY)
    answer_by_mouse(exercise(other), {THREE: C})
    page.locator(f'[data-item="{THREE}"] input[value="{C}"]:checked').wait_for(state="attached")
    page.bring_to_front()
    answer_by_mouse(exercise(page), {ONE: "S3"})
    assert stored(page)["answers"] == chosen(page) == {ONE: "S3", TWO: B, THREE: C}


def test_in_a_frame_that_may_save_no_file_the_answers_can_be_copied(address, open_page, tmp_path):
    """As in the preview of some learning platforms: nothing is kept, and no file comes."""
    page = open_page("about:blank")
    page.set_content('<iframe sandbox="allow-scripts" style="width: 1200px; height: 700px"></iframe>')
    html, script = (page.request.get(f"{address}/{name}").text() for name in ("page.html", "script.js"))
    whole = html.replace('<script src="script.js"></script>', f"<script>{script}</script>")
    page.locator("iframe").evaluate("(frame, html) => { frame.srcdoc = html; }", whole)
    frame = page.frame_locator("iframe")
    root = frame.locator(f'[data-ss="{NAME}"]')
    answer_at_once(root, {ONE: A})
    assert "Not saved" in root.locator(".ss-saved").inner_text()
    for _ in range(2):
        frame.locator("[data-do=download]").click()
    field = frame.get_by_label("copy all of this text", exact=False)
    (tmp_path / "a.json").write_text(field.input_value(), encoding="utf-8")
    assert read_answers(tmp_path / "a.json").activities[NAME].answers == {ONE: A}


# ---- In a notebook, and handed in
# -------------------------------------------------------------------------------------------


SILENT_HOST = """([script, html, state]) => new Promise((done, failed) => {
  // An anywidget host whose kernel never answers.
  window.values = { html, state, saved: "Answers read from answers/ferry-fares.json" };
  const model = { get: (name) => values[name], set: (name, value) => { values[name] = value; },
                  save_changes() {}, send() {}, on() {}, off() {} };
  import(URL.createObjectURL(new Blob([script], { type: "text/javascript" }))).then((module) => {
    module.default.render({ model, el: document.body });
    done();
  }, failed);
})"""


def test_a_notebook_of_a_later_kit_tells_what_fits_no_question_and_keeps_it(tmp_path, open_page):
    path = tmp_path / "ferry-fares.json"
    save_answers(
        path,
        AnswerFile(
            activities={
                NAME: Sitting(answers={"p9.9": "S2", TWO: B}, fingerprint="0" * 16, kit="0.0.1", tries=0)
            }
        ),
    )
    widget = secondsource.activity(NAME, tmp_path)
    page = open_page("about:blank")
    page.evaluate(SILENT_HOST, [module_script(), widget.html, widget.state])
    assert (
        "text has changed" in told(page)
        and "1 fits no question here any more" in told(page)
        and chosen(page) == {TWO: B}
    )
    answer_by_mouse(exercise(page), {THREE: C})
    widget.state = page.evaluate("values.state")
    assert read_answers(path).activities[NAME].answers == {"p9.9": "S2", TWO: B, THREE: C}
    assert widget.marks()["response"].dropna().tolist() == [B, C]


def test_a_notebook_does_not_say_saved_before_the_kernel_did(tmp_path, open_page):
    widget, news = secondsource.activity(NAME, tmp_path), []
    page = open_page("about:blank")
    page.evaluate(SILENT_HOST, [module_script(), widget.html, widget.state])
    answer_by_mouse(exercise(page), {ONE: A})
    assert told(page) == "Saving …"
    widget.observe(lambda change: news.append(change["new"]), "saved")
    for answers in ({ONE: A}, {ONE: A, TWO: B}):
        widget.state = {**widget.state, "answers": answers}
    assert [text[:8] for text in news if text] == ["Saved in"] * 2, (
        "the page hears of every save, also of the second with the same text"
    )


@pytest.mark.slow
def test_a_notebook_in_a_browser_that_keeps_nothing_says_to_copy_the_text_first(tmp_path, open_page):
    widget = secondsource.activity(NAME, tmp_path)
    page = open_page("about:blank")  # Chromium gives it no storage
    page.evaluate(SILENT_HOST, [module_script(), widget.html, widget.state])
    answer_by_mouse(exercise(page), {ONE: A})
    page.wait_for_timeout(3300)
    assert told(page).startswith("NOT SAVED: run this cell again. Copy what you typed before you do")
    exercise(page).locator("[data-do=commit]").click()
    exercise(page).locator("[data-do=commit]").click()
    page.wait_for_timeout(3300)
    assert "NOT CHECKED" in exercise(page).locator(".ss-result").inner_text() and told(page).startswith(
        "NOT SAVED"
    )
    answer_by_mouse(exercise(page), {TWO: B})
    assert told(page).startswith("NOT SAVED"), "it stays told while Python is silent"


def test_two_files_put_aside_in_one_second_are_both_kept(tmp_path):
    for text in ("{", "[", "("):
        (tmp_path / "ferry-fares.json").write_text(text)
        secondsource.activity(NAME, tmp_path)
    assert sorted(path.read_text() for path in tmp_path.glob("*.bad")) == ["(", "[", "{"]


def test_answers_to_an_older_kit_are_handed_in_by_label_and_what_fits_nothing_is_listed(tmp_path):
    sitting = Sitting(
        answers={"p9.9": "S2", TWO: B},
        first={"p9.9": "S2", TWO: B},
        committed=True,
        tries=1,
        fingerprint="0" * 16,
        kit="0.0.1",
    )
    save_answers(
        tmp_path / "a.json",
        AnswerFile(student="Ada", activities={NAME: sitting, "ferry-fares/gone": sitting}),
    )
    hand_in = read_hand_in(tmp_path)
    given = (
        hand_in.answers.astype({"item": str, "response": object})
        .set_index("item")["response"]
        .dropna()
        .to_dict()
    )
    assert given == {
        f"{NAME}/p9.9": "S2",
        f"{NAME}/{TWO}": B,
        "ferry-fares/gone/p9.9": "S2",
        f"ferry-fares/gone/{TWO}": B,
    }
    listed = "\n".join(hand_in.problems["problem"])
    assert "The text has changed" in listed and "p9.9" in listed and "ferry-fares/gone" in listed


# ---- On the disk
# -------------------------------------------------------------------------------------------------------


OLD, NEW = Sitting(answers={ONE: "S0"}), Sitting(answers={ONE: "S1", TWO: "x" * 15_000})


class Disk:
    """Stands between answers.py and the operating system: counts the calls that change something, and fails
    at the n-th.

    Everything else is real. `cut` is what a power cut leaves: bytes that no fsync vouched for are gone.
    """

    def __init__(self, monkeypatch, folder, fail_at, fail):
        self.folder, self.fail_at, self.fail, self.calls, self.synced, self.made = (
            folder,
            fail_at,
            fail,
            [],
            set(),
            set(),
        )
        for module, name in ((files.tempfile, "mkstemp"), (os, "fsync"), (os, "replace")):
            monkeypatch.setattr(module, name, self._counted(name, getattr(module, name)))
        fdopen = os.fdopen
        monkeypatch.setattr(
            os, "fdopen", lambda *arguments, **options: self._file(fdopen(*arguments, **options))
        )

    def _counted(self, name, call):
        def counted(*arguments, **options):
            self.calls.append(name)
            if len(self.calls) == self.fail_at:
                self.fail(self)
            result = call(*arguments, **options)
            if name == "mkstemp":
                self.made.add(os.fstat(result[0]).st_ino)
            if name == "fsync":
                self.synced.add(os.fstat(arguments[0]).st_ino)
            return result

        return counted

    def _file(self, file):
        for name in ("write", "flush"):
            setattr(self, name, self._counted(name, getattr(file, name)))

        class Counted:
            write, flush, fileno = map(staticmethod, (self.write, self.flush, file.fileno))

            def __enter__(self):
                return self

            def __exit__(self, *_):
                file.close()

        return Counted()

    def cut(self):
        for entry in os.scandir(self.folder):
            if entry.inode() in self.made - self.synced:
                os.truncate(entry.path, 0)
        os._exit(9)


CALLS = ["mkstemp", "write", "flush", "fsync", "replace", "fsync"]  # the last one is of the folder


def no_space(_disk):
    raise OSError(28, "No space left on device")


def test_the_answer_file_is_written_with_these_calls(tmp_path, monkeypatch):
    keep_sitting(tmp_path / "a-set.json", "a-set/one", OLD)
    disk = Disk(monkeypatch, tmp_path, 0, no_space)
    keep_sitting(tmp_path / "a-set.json", "a-set/one", NEW)
    assert disk.calls == (CALLS if hasattr(os, "O_DIRECTORY") else CALLS[:-1]), (
        "Disk must fail at each of them"
    )


@pytest.mark.parametrize(
    "number", range(1, len(CALLS) + 1), ids=lambda number: f"{number}-{CALLS[number - 1]}"
)
def test_a_disk_that_is_full_at_this_call_costs_nothing_that_was_saved(tmp_path, monkeypatch, number):
    path = tmp_path / "a-set.json"
    keep_sitting(path, "a-set/one", OLD)
    with monkeypatch.context() as patch:
        Disk(patch, tmp_path, number, no_space)
        if number < len(CALLS):
            with pytest.raises(OSError, match="No space"):
                keep_sitting(path, "a-set/one", NEW)
        else:
            keep_sitting(path, "a-set/one", NEW)
    assert read_answers(path).activities == {"a-set/one": OLD if number < len(CALLS) else NEW}
    assert [name for name in os.listdir(tmp_path) if not name.endswith(".lock")] == ["a-set.json"]
    keep_sitting(path, "a-set/two", NEW)
    assert list(read_answers(path).activities) == ["a-set/one", "a-set/two"]


def in_a_child(act):
    """Run `act` in a process of its own; return its exit code."""
    child = os.fork()
    if child == 0:
        try:
            act()
        except OSError:
            os._exit(28)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="a power cut is played in a forked process")


@needs_fork
@pytest.mark.parametrize(
    "number", range(1, len(CALLS) + 1), ids=lambda number: f"{number}-{CALLS[number - 1]}"
)
def test_a_power_cut_at_this_call_leaves_the_old_file_or_the_new_one_whole(tmp_path, monkeypatch, number):
    path = tmp_path / "a-set.json"
    keep_sitting(path, "a-set/one", OLD)

    def save_without_end():
        Disk(monkeypatch, tmp_path, number, Disk.cut)
        keep_sitting(path, "a-set/one", NEW)

    assert in_a_child(save_without_end) == 9
    assert read_answers(path).activities["a-set/one"] == (OLD if number < len(CALLS) else NEW)
    hand_in = read_hand_in(tmp_path)
    assert set(hand_in.sittings["file"]) == {"a-set.json"}, "what the cut left behind is no answer file"
    keep_sitting(path, "a-set/two", NEW)
    assert list(read_answers(path).activities) == ["a-set/one", "a-set/two"], (
        "and the next save is not held up"
    )


@needs_fork
@pytest.mark.parametrize("room", [0, 1, 4096, 15_000])
def test_a_disk_with_room_for_so_many_bytes_keeps_the_old_file(tmp_path, room):
    import resource

    path = tmp_path / "a-set.json"
    keep_sitting(path, "a-set/one", OLD)

    def save_in_little_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
        keep_sitting(path, "a-set/one", NEW)

    assert in_a_child(save_in_little_room) == 28
    assert read_answers(path).activities == {"a-set/one": OLD}
    assert [name for name in os.listdir(tmp_path) if not name.endswith(".lock")] == ["a-set.json"]


SAVER = """import sys
from secondsource.marking.answer_file import Sitting, keep_sitting
for number in range(40):
    keep_sitting(sys.argv[1], f"a-set/{sys.argv[2]}-{number}", Sitting(answers={"p1.1": "S0"}))
"""


def test_two_notebooks_that_save_at_once_lose_nothing(tmp_path):
    path = tmp_path / "a-set.json"
    savers = [
        subprocess.Popen(
            [sys.executable, "-c", SAVER, path, name], env={**os.environ, "PYTHONPATH": str(ROOT)}
        )
        for name in ("one", "two")
    ]
    assert [saver.wait(60) for saver in savers] == [0, 0]
    assert len(read_answers(path).activities) == 80
    assert set(read_hand_in(tmp_path).problems["file"]) == {"a-set.json"}, (
        "the lock beside it is no file that a teacher hears of"
    )
