"""The author page in a real browser, used as an author would; keys and clicks are counted."""

from helpers.kits import wait_until
from helpers.ports import free_port
from helpers.school_phones import (
    CARDS,
    ESSAY,
    HEADER,
    LABELS,
    LINK,
    OPTIONS,
    ORIGINAL,
    RETOLD,
    ROWS,
    WORDS,
)
from helpers.written_set import write_set
from secondsource.author.drafts import new_draft
from secondsource.author.server import start_author

SLUG = "school-phones"
IDLE = "() => document.body.dataset.busy === '0'"


class Hands:
    """What an author does on the page; keys and clicks are counted."""

    def __init__(self, page):
        self.page, self.keys, self.clicks = page, 0, 0

    def type(self, text):
        """Write a text at once: key by key it would take a minute. It counts as its keys all the same."""
        self.page.keyboard.insert_text(text)
        self.keys += len(text)

    def press(self, key):
        self.page.keyboard.press(key)
        self.keys += 1

    def click(self, selector):
        self.page.locator(selector).first.click()
        self.clicks += 1

    def idle(self):
        try:
            wait_until(self.page, IDLE, seconds=60)
        except AssertionError:
            raise AssertionError(self.page.locator("#alarm").inner_text(), self.page.faults) from None


def make_draft(folder, original=ORIGINAL):
    """Return a kit in a folder with a draft of the prepared set, its original beside it."""
    (folder / "kit").mkdir()
    (folder / "phones.txt").write_text(original, encoding="utf-8")
    kit = write_set(folder / "kit")
    new_draft(SLUG, folder / "phones.txt", LINK, kit)
    return kit


def start_servers(kit):
    """Yield a function that starts the server, on a port of its own or on `port`; then stop all of them."""
    running = []

    def begin(port=None):
        running.append(start_author(SLUG, kit, port or free_port()))
        return running[-1]

    yield begin
    for server in running:
        if server.is_alive():
            server.stop()


def opened(open_page, server):
    page = open_page(server.address)
    page.locator("#units li").first.wait_for()
    return Hands(page)


def unit_button(label):
    return f"#units button:text-is('{label}')"


def write_text(hands):
    hands.click("summary")
    for value in HEADER.values():
        hands.press("Tab")  # which selects what stands in the next field: it is replaced
        hands.type(value)
    hands.click(unit_button("h1"))
    hands.press("e")
    for text in RETOLD.values():
        hands.type(text)
        hands.press("Control+Enter")
    hands.press("Escape")
    hands.idle()


def write_labels(hands):
    for unit, (digit, why) in LABELS.items():
        hands.click(unit_button(unit))
        hands.press("a")
        hands.press(digit)
        hands.idle()
        hands.press("r")
        hands.type(why)
        hands.press("Escape")
        hands.idle()


def write_cards(hands):
    """Year and name are proposed by the form, and not typed."""
    hands.click("#tab-cards")
    for name, card in CARDS.items():
        hands.click("#card--title")
        for field in card:
            hands.type(field)
            hands.press("Tab") if field is not card[-1] else hands.press("Enter")
        hands.page.locator(f"#cards form[data-card='{name}']").wait_for()
        hands.idle()
        hands.click(f"form[data-card='{name}'] button:text('Make a sentence')")
        hands.idle()


def write_options(hands):
    hands.click("#tab-exercises")
    hands.click("#new-option-missing")
    for number, (option, _) in enumerate(OPTIONS.items(), 1):
        hands.type(option)
        hands.press("Enter")
        hands.page.locator("[data-option]").nth(number - 1).wait_for()
        hands.idle()
    for number, (answer, why) in enumerate(OPTIONS.values()):
        card = f":nth-match([data-option], {number + 1})"
        hands.click(f"{card} [data-code={answer}]")
        hands.idle()
        hands.click(f"{card} textarea")
        hands.type(why)
        hands.idle()


def write_words(hands):
    """Words to tap are selected in the unit they stand in."""
    hands.click("#tab-exercises")
    hands.click("[data-new=phrases]")
    hands.idle()
    hands.click("#tab-text")
    for words, (unit, answer, why) in WORDS.items():
        hands.click(unit_button(unit))
        hands.press("e")
        hands.page.evaluate(SELECT, words)
        hands.press("Alt+w")
        card = f"#unit [data-phrase]:has-text('{words}')"
        hands.page.locator(card).wait_for()
        hands.idle()
        hands.click(f"{card} [data-code={answer}]")
        hands.idle()
        hands.click(f"{card} textarea")
        hands.type(why)
        hands.idle()


SELECT = """(words) => { const box = document.activeElement, at = box.value.indexOf(words);
  box.setSelectionRange(at, at + words.length); }"""


def write_table(hands):
    hands.click("#tab-exercises")
    hands.click("[data-new=table]")
    hands.idle()
    hands.click("#new-option-sorting")
    for number, row in enumerate(ROWS, 1):
        hands.type(row[0])
        hands.press("Enter")
        hands.page.locator(f"[data-row=r{number}]").wait_for()
        hands.idle()
    for number, (_, where, note, answer, why) in enumerate(ROWS, 1):
        for field, text in (("where", where), ("note", note)):
            hands.click(f"#row-sorting-r{number}-{field}")
            hands.type(text)
            hands.idle()
        hands.click(f"[data-row=r{number}] [data-code={answer}]")
        hands.idle()
        hands.click(f"#option-key-sorting-r{number}-why")
        hands.type(why)
        hands.idle()


def write_essay(hands):
    hands.click("#tab-exercises")
    hands.click("[data-new=write]")
    hands.idle()
    for unit in ESSAY["passage"]:
        hands.click(f"#passage-{unit.replace('.', '-')}-rewrite")
        hands.idle()
    hands.click("#new-option-rewrite")
    for number, line in enumerate(ESSAY["rubric"]):
        hands.type(line)
        hands.press("Enter")
        hands.page.locator(f"#essay-rewrite-rubric-{number}").wait_for()
        hands.idle()
    hands.click("#essay-rewrite-model")
    hands.type(ESSAY["model"])
    hands.idle()


def publish(hands):
    hands.click("[data-do=publish]")
    done = "() => document.querySelector('[data-do=publish]').textContent === 'Take back'"
    wait_until(hands.page, done, seconds=30)
