"""A whole lesson in real browsers: a teacher, five students in Chromium and one in Firefox, and all that goes
wrong in a room.

Students' pages stand under an address that is not trusted like 127.0.0.1, since a phone on a room's http
address lacks what that grants.
"""

import csv
import json
import re

import pytest
from helpers.firefox import Firefox
from helpers.live import SPEAKING, LiveClass
from playwright.sync_api import expect

from secondsource.content.textset import TextSet

ITEMS = [item.id for item in TextSet("ferry-fares").activity("speaking").items()]
ROOT = f"[data-ss='{SPEAKING}']"
HANDED = re.compile(r"^handed in \d\d:\d\d")
WAITS = re.compile(r"^kept here, 1 waiting for the teacher’s computer")
PATIENCE = 40_000  # ms: a computer that does much else


class Phone:
    """A student with a device of their own."""

    def __init__(self, browser, live, name="", host="class.test", code=""):
        self.live, self.host = live, host
        self.context = browser.new_context(viewport={"width": 390, "height": 844})
        self.context.set_default_timeout(PATIENCE)
        self.page, self.faults = self.context.new_page(), []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.goto(live.address(f"/live/#{live.code}", host))
        if code:
            self.page.locator("#join summary").click()
            self.page.fill("#student_code", code)
        else:
            self.page.fill("#name", name)
        self.page.click("#join .lv-big")
        self.page.locator("#mine").wait_for()
        self.code = self.page.inner_text("#code")
        self.told = {}  # what its page called handed in

    def read(self):
        self.page.goto(self.live.address("/ferry-fares.html", self.host))
        expect(self.page.locator(ROOT)).not_to_have_attribute("data-live", re.compile("."), timeout=PATIENCE)

    def pick(self, item, label):
        self.page.locator(f'{ROOT} [data-item="{item}"] input[value="{label}"]').evaluate(
            "(one) => one.click()"
        )

    def expect_said(self, pattern):
        expect(self.page.locator(".lv-said")).to_have_text(pattern, timeout=PATIENCE)

    def answer(self, item, label):
        """Pick a label and wait until the page says that it is handed in."""
        self.pick(item, label)
        self.page.wait_for_function(
            """([name]) => { const own = (part) => localStorage.getItem(part + name);
            const held = JSON.parse(own("secondsource/live/held/") || "null");
            return held && JSON.stringify(held.state.answers) === JSON.stringify(
              JSON.parse(own("secondsource/2/live/")).answers); }""",
            arg=[SPEAKING],
        )
        self.expect_said(HANDED)
        self.told[item] = label

    def shown(self, item):
        chosen = self.page.locator(f'{ROOT} [data-item="{item}"] input:checked')
        return chosen.get_attribute("value") if chosen.count() else None


class FirefoxPhone:
    """The same in Firefox."""

    def __init__(self, folder, live, name):
        self.live, self.page, self.told, self.faults = live, Firefox(folder), {}, []
        self.page.goto(live.address(f"/live/#{live.code}", "class.test"))
        self.page.evaluate(f"document.querySelector('#name').value = {json.dumps(name)}")
        self.page.evaluate("document.querySelector('#join .lv-big').click()")
        self.code = self.page.wait("document.querySelector('#code').textContent")

    def read(self):
        self.page.goto(self.live.address("/ferry-fares.html", "class.test"))
        self.page.wait(f"""!(document.querySelector("{ROOT}").dataset.live)""")

    def pick(self, item, label):
        self.page.evaluate(
            f"""document.querySelector(`{ROOT} [data-item="{item}"] input[value="{label}"]`).click()"""
        )

    def answer(self, item, label):
        self.pick(item, label)
        own = f"JSON.parse(localStorage['secondsource/live/held/{SPEAKING}'] || 'null')"
        self.page.wait(f"{own}?.state.answers['{item}'] === '{label}'")
        self.expect_said(HANDED)
        self.told[item] = label

    def expect_said(self, pattern):
        self.page.wait(f"/{pattern.pattern}/.test(document.querySelector('.lv-said').textContent)")

    def shown(self, item):
        where = f"""{ROOT} [data-item="{item}"] input:checked"""
        return self.page.evaluate(f"document.querySelector(`{where}`)?.value")


@pytest.fixture
def firefox_phone(tmp_path):
    """Make a FirefoxPhone that is gone afterwards."""
    made = []

    def make(live, name):
        made.append(FirefoxPhone(tmp_path / "firefox", live, name))
        return made[-1]

    yield make
    for phone in made:
        phone.page.stop()


def teach(browser, live):
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(live.address("/live/teach"))
    page.fill("#given", live.word)
    page.click("#word button")
    page.locator("#class").wait_for()
    page.select_option("#set", "ferry-fares")
    return page


def do(page, act, name=SPEAKING):
    page.locator(f'tr[data-key="{name}"] [data-act={act}]').click()


@pytest.mark.slow
def test_a_whole_lesson_loses_nothing_and_counts_nothing_twice(browser, firefox_phone, live_site, tmp_path):
    live = LiveClass(live_site, tmp_path / "learner")
    try:
        _hold_lesson(browser, firefox_phone, live)
    finally:
        live.stop()


def _hold_lesson(browser, firefox_phone, live):
    teacher = teach(browser, live)
    do(teacher, "open")
    names = ("Ada", "Ada", "Chidi", "Dana", "Emil", "Femi")
    ada, other, chidi, dana, emil = phones = [Phone(browser, live, name) for name in names[:5]]
    femi = firefox_phone(live, names[5])
    phones.append(femi)
    for phone in phones:
        phone.read()
        phone.answer(ITEMS[0], "S1")
    for phone in (chidi, femi):
        lacks = phone.page.evaluate("[isSecureContext, typeof crypto.randomUUID, typeof navigator.locks]")
        assert lacks == [False, "undefined", "undefined"]
    # Offline for a while, and a page that says so.
    chidi.context.set_offline(True)
    chidi.pick(ITEMS[1], "S2")
    chidi.expect_said(WAITS)
    chidi.context.set_offline(False)
    chidi.expect_said(HANDED)
    chidi.told[ITEMS[1]] = "S2"
    # A reload, and a closed tab.
    ada.answer(ITEMS[1], "S0")
    ada.page.reload()
    assert ada.shown(ITEMS[1]) == "S0"
    dana.pick(ITEMS[2], "S3")
    dana.page.close(run_before_unload=False)
    dana.page = dana.context.new_page()
    dana.read()
    dana.expect_said(HANDED)
    dana.told[ITEMS[2]] = dana.shown(ITEMS[2])
    # A second device joins by the student's own code, and both go on.
    tablet = Phone(browser, live, code=ada.code)
    tablet.read()
    expect(tablet.page.locator(f'{ROOT} [data-item="{ITEMS[1]}"] input[value=S0]')).to_be_checked()
    tablet.answer(ITEMS[3], "S4")
    ada.answer(ITEMS[4], "X")
    ada.told.update(tablet.told)
    # A clock that is put back.
    emil.page.clock.install(time=0)
    emil.answer(ITEMS[1], "S4")
    # The server is killed in the middle, and students go on.
    live.kill()
    for phone in (other, chidi, femi):
        phone.pick(ITEMS[5], "S0")
        phone.expect_said(WAITS)
    live.start()
    for phone in (other, chidi, femi):
        phone.expect_said(HANDED)
        phone.told[ITEMS[5]] = "S0"
    teacher.reload()
    teacher.fill("#given", live.word)  # another start, another word
    teacher.click("#word button")
    teacher.locator("#class").wait_for()
    teacher.select_option("#set", "ferry-fares")
    do(teacher, "show")
    for phone in (ada, other, chidi):
        # The walk shows one claim at a time: the others' reasons are there, out of sight.
        expect(phone.page.locator(f"{ROOT} .ss-verdict").first).to_be_attached(timeout=PATIENCE)
        phone.expect_said(HANDED)
    femi.page.wait(f"""Boolean(document.querySelector("{ROOT} .ss-verdict"))""")
    teacher.click("#marks")
    expect(teacher.locator("#news")).to_contain_text("Marks and report are in", timeout=120_000)
    assert not [fault for phone in phones for fault in phone.faults]
    _expect_marks(live, zip(names, phones, strict=True))


def _expect_marks(live, students):
    """All that a page called handed in is in the table, once."""
    (folder,) = (live.learner / "live").glob("class-*/marks")
    with open(folder / "items.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [(row["name"], row["item"].rpartition("/")[2], row["response"]) for row in rows]
    for name, phone in students:
        owner = f"{name} ({phone.code})" if name == "Ada" else name
        for item, label in phone.told.items():
            assert found.count((owner, item, label)) == 1, (owner, item, label)


@pytest.mark.slow
def test_answers_that_wait_are_not_left_unasked_and_go_to_the_new_address_of_the_laptop(
    browser, live_site, tmp_path
):
    live = LiveClass(live_site, tmp_path / "learner")
    try:
        live.act("open")
        ada, asked = Phone(browser, live, "Ada"), []
        ada.read()
        ada.page.route("http://class.test:*/**", lambda route: route.abort())
        ada.page.locator(f"{ROOT} [data-sure], {ROOT} .ss-title").first.click()  # somebody is at it
        ada.pick(ITEMS[0], "S1")
        ada.expect_said(re.compile("^kept here, 1 waiting .* It is out of reach: do not reload this page"))
        ada.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
        ada.page.close(run_before_unload=True)
        ada.page.wait_for_timeout(500)
        assert asked == ["beforeunload"]
        ada.page.click(".lv-help summary")
        ada.page.click("[data-live=bring]")
        ada.page.fill(".lv-bring input", live.address("", "127.0.0.1"))
        with ada.context.expect_page() as opened:
            ada.page.click(".lv-bring button")
        expect(opened.value.locator("#who")).to_have_text("Ada", timeout=PATIENCE)
        expect(opened.value.locator("#waiting")).to_have_text("Everything is handed in.", timeout=PATIENCE)
        rows = [one for one in live.ask("/live/teach/state", live.word)[1]["students"] if one["handed"]]
        assert [row["name"] for row in rows] == ["Ada"]
    finally:
        live.stop()
