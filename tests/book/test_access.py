"""The book for everybody: what axe (test_pages.py) cannot see or does not ask for."""

import re
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from helpers.answering import answer_at_once, answer_by_mouse, right_answers, show_list
from helpers.kits import DESKTOP, PHONE, wait_until
from helpers.walking import button, label_stop, press, reach

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
ZOOMED = {"width": 640, "height": 450}  # a window of 1280 × 900 at 200%


class Outline(HTMLParser):
    """The elements of a page in order, each with its attributes and the names of the elements around it."""

    def __init__(self, text):
        super().__init__()
        self.elements, self._open = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes), tuple(self._open)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes), tuple(self._open)))

    def handle_endtag(self, tag):
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def named(self, *tags):
        return [(attributes, around) for tag, attributes, around in self.elements if tag in tags]


@cache
def outline(path):
    return Outline(path.read_text(encoding="utf-8"))


def language(page):
    return [] if page.named("html")[0][0].get("lang") == "en" else ["no language"]


def headings(page):
    levels = [
        int(tag[1]) for tag, _, around in page.elements if re.fullmatch("h[1-6]", tag) and "main" in around
    ]
    steps = pairwise([0, *levels])
    jumps = [f"h{before} then h{after}" for before, after in steps if after > before + 1]
    return jumps + ([] if levels.count(1) == 1 else [f"{levels.count(1)} h1"])


def landmarks(page):
    found = Counter(
        tag
        for tag, _, around in page.elements
        if tag in ("header", "main", "footer") and not {"section", "article", "table"} & set(around)
    )
    names = [attributes.get("aria-label") for attributes, _ in page.named("nav", "dialog")]
    wrong = [] if found == {"header": 1, "main": 1, "footer": 1} else [str(found)]
    return wrong + [
        f"unnamed or twice: {name}" for name, times in Counter(names).items() if not name or times > 2
    ]  # a dialog bears the name of the list it shows


def tables(page):
    return [
        str(attributes)
        for attributes, _ in page.named("th")
        if attributes.get("scope") not in ("col", "row", "colgroup", "rowgroup")
    ]


def pictures(page):
    unnamed = [str(attributes) for attributes, _ in page.named("img") if "alt" not in attributes]
    for attributes, around in page.named("svg"):
        hidden = attributes.get("aria-hidden") == "true"
        named = attributes.get("role") == "img" and (
            attributes.get("aria-label") or attributes.get("aria-labelledby")
        )
        if not hidden and not named and "svg" not in around:
            unnamed.append(str(attributes))
    return unnamed


def references(page):
    ids = Counter(attributes["id"] for _, attributes, _ in page.elements if "id" in attributes)
    named = [
        name
        for _, attributes, _ in page.elements
        for key in ("for", "aria-labelledby", "aria-describedby", "aria-controls")
        for name in (attributes.get(key) or "").split()
    ]
    return [f"twice: {name}" for name, times in ids.items() if times > 1] + [
        f"missing: {name}" for name in named if name not in ids
    ]


def is_claim_in_text(tag, attributes, around):
    """Only this may be a button that is no <button>, which would not break over two lines. It must take the
    focus and say more than its sentence; its keys are pressed in tests/exercise/test_walk.py.
    """
    return (
        (tag, *around[-1:]) == ("span", "p")
        and all(attributes.get(name) for name in ("data-claim", "aria-describedby"))
        and attributes.get("tabindex") == "0"
    )


def buttons(page):
    return [
        f"{tag} {attributes}"
        for tag, attributes, around in page.elements
        if (attributes.get("role") == "button" and not is_claim_in_text(tag, attributes, around))
        or "onclick" in attributes
        or (tag == "button" and "type" not in attributes and attributes.get("class") != "ss-tool")
    ]


CLAIM = '<p><span role="button" data-claim="p1.1" tabindex="0" aria-describedby="n">It rose.</span></p>'


@pytest.mark.parametrize(
    "part, other",
    [
        ("span", "div"),
        (' tabindex="0"', ""),
        ("p>", "li>"),
        (' aria-describedby="n"', ""),
        ("data-claim", "id"),
    ],
)
def test_what_only_looks_like_a_button_is_found(part, other):
    assert buttons(Outline(CLAIM)) == [] and len(buttons(Outline(CLAIM.replace(part, other)))) == 1


@pytest.mark.parametrize(
    "find_faults",
    [language, headings, landmarks, tables, pictures, references, buttons],
    ids=lambda rule: rule.__name__,
)
def test_every_page_is_in_order(editions, find_faults):
    study, teach = editions("study"), editions("teach")
    pages = sorted(study.glob("*.html")) + [
        path for path in sorted(teach.glob("*.html")) if not (study / path.name).exists()
    ]
    assert {path.name: faults for path in pages if (faults := find_faults(outline(path)))} == {}


def test_the_class_edition_is_made_of_the_same_parts_as_the_study_edition(editions):
    """So what holds for the study edition's pages holds for it."""

    def parts(edition):
        return {
            (tag, attributes.get("class"), attributes.get("role"))
            for path in editions(edition).glob("*.html")
            for tag, attributes, _ in outline(path).elements
        }

    assert parts("class") - parts("study") == set()


FEEDBACK = """() => [...document.querySelectorAll('[data-feedback]:not([hidden])')].map((box) => {
  const words = box.querySelector('.ss-verdict');
  const phrase = document.querySelector(`[data-tap="${CSS.escape(box.dataset.feedback)}"]`);
  return { mark: box.className.split('ss-').pop(), words: words.firstChild.textContent.trim(),
           sign: getComputedStyle(words, '::before').content, border: getComputedStyle(box).borderTopStyle,
           phrase: phrase && getComputedStyle(phrase.parentElement, '::after').content };
})"""
LOOK = """e => { const s = getComputedStyle(e);
  return [s.backgroundColor, s.color, s.borderBottomStyle, getComputedStyle(e, '::before').content]; }"""
SIGNS = {
    "right": "✓",
    "also": "✓",
    "wrong": "✗",
    "unreadable": "✗",
    "contested": "≈",
    "blank": "•",
    "kept": "•",
}


def answer_in_every_way(page, slug):
    """Answer right, wrong, not at all, and with something that is no number; commit. Return the exercises
    by name.
    """
    roots = {
        name: page.locator(f'[data-ss="{slug}/{name}"]')
        for name in ("speaking", "figures", "wording", "rewrite")
    }
    for name, root in roots.items():
        answers = right_answers(f"{slug}/{name}")
        every_third = {item: answer for place, (item, answer) in enumerate(answers.items()) if place % 3}
        if name == "speaking":
            every_third |= {
                item: "S3" if answer != "S3" else "S0"
                for place, (item, answer) in enumerate(answers.items())
                if place % 3 == 1
            }
        if name == "figures":
            every_third |= {item: "many" for item in answers if item.endswith(".number")}
        answer_at_once(root, answers if name == "rewrite" else every_third)
    return roots


def test_no_mark_is_told_by_colour_alone_and_all_is_seen_in_forced_colours(study, serve, open_page):
    page = open_page(
        f"{serve(study)}/2015-scale.html", DESKTOP, forced_colors="active", reduced_motion="reduce"
    )
    roots = answer_in_every_way(page, "2015-scale")
    chosen, other = (
        page.locator(f".ss-chip input{state} + span").first.evaluate(LOOK)
        for state in (":checked", ":not(:checked)")
    )
    assert chosen[0] != other[0] and chosen[1] != other[1] and "✓" in chosen[3] and other[3] == "none"
    tapped, left = (
        page.locator(f".ss-phrase{state}").first.evaluate(LOOK)
        for state in (":has(:checked)", ":not(:has(:checked))")
    )
    assert tapped[0] != left[0] and tapped[2] != left[2]
    for root in roots.values():
        show_list(root)
        commit = root.locator("[data-do=commit]")
        commit.click()
        if "Press again" in root.locator(".ss-result").inner_text():
            commit.click()
    told = page.evaluate(FEEDBACK)
    assert {"right", "wrong", "blank", "contested", "unreadable", "kept"} <= {one["mark"] for one in told}
    for one in told:
        assert SIGNS[one["mark"]] in one["sign"] and one["border"] == "solid", one
        assert one["phrase"] is None or one["mark"] == "blank" or SIGNS[one["mark"]] in one["phrase"], one
    words = {one["mark"]: one["words"] for one in told}
    assert len(set(words.values())) == len(words)
    here, there = (
        page.locator(selector).first.evaluate("e => getComputedStyle(e).borderTopStyle")
        for selector in ("nav.bd-links li.current > a", "nav.bd-links li:not(.current) > a")
    )
    assert here == "solid" != there


LONGEST_MOTION = """() => Math.max(...[...document.querySelectorAll('*')].flatMap((e) =>
  ['', '::before', '::after'].flatMap((part) => {
    const style = getComputedStyle(e, part || undefined);
    const times = [style.transitionDuration, style.animationDuration];
    return times.flatMap((text) => text.split(', ').map(parseFloat));
  })))"""


def test_nothing_moves_for_those_who_asked_for_less_motion(study, open_page):
    page = open_page((study / "who-is-speaking.html").as_uri(), reduced_motion="reduce")
    # seconds; not 0, so that scripts that wait for an end still hear of it
    assert page.evaluate(LONGEST_MOTION) <= 0.001
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(LONGEST_MOTION) > 0.05, "this test can see motion"


# Words that can be read, without the heads of tables: on narrow screens a table is a list, and each line says
# its head itself. Nor is a text lost that stands behind a tab where there is room for one: a press shows it.
WORDS = """() => { const front = document.querySelector('main article').innerText;
  const wordsOf = (text) => text.split(/\\s+/).filter(Boolean);
  const cells = [...document.querySelectorAll('main thead th')];
  const heads = new Set(cells.flatMap((e) => wordsOf(e.textContent)));
  const behind = [...document.querySelectorAll('.ss-text')].map((text) => {
    if (text.checkVisibility()) return '';
    const texts = text.parentElement, at = [...texts.querySelectorAll('.ss-text')].indexOf(text);
    const tab = texts.querySelectorAll('.ss-tabs button')[at];
    if (tab.checkVisibility()) tab.click();
    return text.checkVisibility() ? text.innerText : ''; // innerText of what is hidden is all of it
  });
  return wordsOf([front, ...behind].join(' ')).filter((word) => !heads.has(word)); }"""
TEXTS_ARE_THERE = "() => !document.querySelector('.ss-texts:empty')"
CUT_OFF = """() => [...document.querySelectorAll('main *')].filter((e) => {
  const style = getComputedStyle(e);
  return e.checkVisibility() && e.clientWidth > 1 && style.clipPath === 'none'
    && !e.closest('svg') && e.tagName !== 'INPUT' && e.tagName !== 'SELECT'
    && ((style.overflowX === 'hidden' && e.scrollWidth > e.clientWidth + 1)
      || (style.overflowY === 'hidden' && e.scrollHeight > e.clientHeight + 1));
}).map((e) => e.outerHTML.slice(0, 120))"""
WIDER_SPACING = """() => { const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important; } p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets = [sheet]; }"""


OTHERS = [pytest.param(stem, marks=pytest.mark.slow) for stem in ("check-a", "notebook-2015-scale")]


@pytest.mark.parametrize("stem", ["2015-scale", "across-figures", *OTHERS])
def test_nothing_is_lost_at_200_percent_or_with_wider_spacing(study, open_page, stem):
    page = open_page((study / f"{stem}.html").as_uri(), DESKTOP)
    wait_until(page, TEXTS_ARE_THERE)
    words = Counter(page.evaluate(WORDS))
    page.set_viewport_size(ZOOMED)
    assert dict(words - Counter(page.evaluate(WORDS))) == {}
    for spacing in ("usual", "wider"):
        if spacing == "wider":
            page.evaluate(WIDER_SPACING)
        assert page.evaluate("document.documentElement.scrollWidth") <= ZOOMED["width"], spacing
        assert page.evaluate(CUT_OFF) == [], spacing


def test_what_happens_is_announced(study, serve, open_page):
    page = open_page(f"{serve(study)}/2015-scale.html")
    root = page.locator('[data-ss="2015-scale/holds-up"]')
    show_list(root)
    result, saved = root.locator(".ss-result"), root.locator(".ss-saved")
    for region in (result, saved):  # a live region must be there, and empty, before it can tell anything
        assert (
            region.get_attribute("role") == "status" and region.is_visible() and region.text_content() == ""
        )
    page.evaluate("""() => {
      window.told = [];
      const hear = ({ target }) => { if (target.closest('[role=status]')) told.push(target.textContent); };
      const exercise = document.querySelector('[data-ss="2015-scale/holds-up"]');
      new MutationObserver((changes) => changes.forEach(hear))
        .observe(exercise, { childList: true, subtree: true });
    }""")
    root.locator("[data-do=commit]").click()
    assert "Nothing is chosen yet" in page.evaluate("told.at(-1)")
    answer_by_mouse(root, right_answers("2015-scale/holds-up"))
    root.locator("[data-do=commit]").click()
    assert "Saved on this device" in page.evaluate("told") and " right" in page.evaluate("told.at(-1)")
    page.goto(f"{serve(study)}/search.html?q=ferry")
    page.locator("[role=status]", has_text=re.compile("found [1-9]")).wait_for(state="attached")


def test_what_happens_in_a_walk_is_announced_or_gets_the_focus(study, serve, open_page):
    page = open_page(f"{serve(study)}/2015-scale.html")
    root, wanted = page.locator('[data-ss="2015-scale/holds-up"]'), right_answers("2015-scale/holds-up")
    reach(page, root)
    for region in (root.locator(".ss-said"), root.locator(".ss-saved")):
        assert region.get_attribute("role") == "status" and region.text_content() == ""
        assert region.evaluate("(region) => region.checkVisibility()")
    label_stop(page, root, wanted)
    names = root.locator("[data-decide]").all_text_contents()
    said = re.match(r"Option \d: (.+?)\. ", root.locator(".ss-said").text_content())
    assert said[1] in names
    assert root.locator(".ss-saved").text_content() == "Saved on this device"
    press(page, button(root))
    assert re.match("Right|Contested", page.evaluate("document.activeElement.textContent").strip())


SMALL = """() => [...document.querySelectorAll(
  'button, select, textarea, summary, input, .ss-chip, nav a, .ss-option label')].filter((e) => {
  if (!e.checkVisibility({ visibilityProperty: true })) return false;
  if (e.matches('.ss-hidden, [type=hidden]')) return false;
  const box = e.getBoundingClientRect();
  return box.width < 24 || box.height < 24;
}).map((e) => { const { width, height } = e.getBoundingClientRect();
  return `${e.outerHTML.slice(0, 120)} ${width} × ${height}`; })"""


@pytest.mark.parametrize("stem", ["2015-scale", "notebook-2015-scale", "search"])
def test_every_control_is_big_enough_for_a_finger(study, serve, open_page, stem):
    page = open_page(f"{serve(study)}/{stem}.html", PHONE)
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    for root in page.locator("[data-ss]").all():
        show_list(root)
    for commit in page.locator("[data-do=commit]").all():
        commit.click()
        if commit.is_visible():
            commit.click()
    assert page.evaluate(SMALL) == []
    page.locator(".primary-toggle").click()
    assert page.evaluate(SMALL) == []
