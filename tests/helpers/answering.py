"""Exercises in a page: answered as a student would, by mouse and by keyboard."""

from functools import cache

from secondsource.content.keys import Essay
from secondsource.content.places import list_notebook_activities as list_notebook_activities
from secondsource.content.textset import TextSet

library = cache(TextSet)


@cache
def page_of(site, name):
    """Return the page of the site that shows an activity."""
    return next(
        page
        for page in sorted(site.glob("*.html"))
        if f'data-ss="{name}"' in page.read_text(encoding="utf-8")
    )


def key_of(name):
    """Return the key to an activity, by item id."""
    slug, _, short = name.partition("/")
    return library(slug).answers(short)


def right_answers(name):
    """Return {item id: the text of the right answer}."""
    return {
        item: "My own fair version." if isinstance(answer, Essay) else answer.answer
        for item, answer in key_of(name).items()
    }


def contested(name):
    return {
        item for item, answer in key_of(name).items() if not isinstance(answer, Essay) and answer.is_contested
    }


def show_list(root):
    """Turn a walk into the list that is under it: “All on one page”. Tests of answers drive that list; the
    walk has its own (tests/exercise/test_walk.py).
    """
    if root.evaluate("root => root.classList.contains('ss-walking')"):
        # By script: the short exercises below a rule's steps do not offer the list, but are one on paper.
        root.locator("[data-do=list]").evaluate("button => button.click()")


# Where to click for an answer, in the middle of the window: nothing lies over it. Or which control
# takes it otherwise. One question to the page for each item, where there were six.
PLACE = """(root, [item, value]) => {
  const quoted = CSS.escape(item), choice = CSS.escape(value);
  const chip = root.querySelector(`[data-item="${quoted}"] .ss-chip:has(input[value="${choice}"])`);
  const phrase = root.querySelector(`.ss-phrase:has([data-tap="${quoted}"])`);
  const control = root.querySelector(`[data-answer="${quoted}"]`);
  if (!chip && !phrase && control.type !== 'checkbox') return { tag: control.tagName };
  const tick = (phrase || control)?.matches('label') ? phrase : control?.parentElement;
  const target = chip || tick;
  if (!chip && target.querySelector('input').value !== value) return {};
  target.scrollIntoView({ block: 'center', behavior: 'instant' });
  const box = target.getClientRects()[0], x = box.x + box.width / 2, y = box.y + box.height / 2;
  const there = document.elementFromPoint(x, y);
  if (!target.contains(there)) throw new Error(`${item}: ${there?.outerHTML.slice(0, 80)} lies over it`);
  return { x, y };
}"""


def answer_by_mouse(root, wanted):
    show_list(root)
    for item, value in wanted.items():
        place = root.evaluate(PLACE, [item, value])
        if "x" in place:
            root.page.mouse.click(place["x"], place["y"])
        elif place.get("tag") == "SELECT":
            root.locator(f'[data-answer="{item}"]').select_option(value)
        elif "tag" in place:
            root.locator(f'[data-answer="{item}"]').fill(value)


AT_ONCE = """(root, wanted) => {
  const tell = (control, value) => {
    control.value = value;
    for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, { bubbles: true }));
  };
  for (const [item, value] of Object.entries(wanted)) {
    const quoted = CSS.escape(item), controls = [...root.querySelectorAll(
      `[data-item="${quoted}"] input[type=radio], [data-answer="${quoted}"], [data-tap="${quoted}"]`)];
    if (!controls.length) throw new Error(`nothing answers ${item}`);
    if (!['radio', 'checkbox'].includes(controls[0].type)) tell(controls[0], value);
    else controls.find((tick) => tick.value === value && !tick.checked)?.click();
  }
}"""


def answer_at_once(root, wanted):
    """Give answers to the script without a mouse, in one call: for tests of what then becomes of them."""
    show_list(root)
    root.evaluate(AT_ONCE, wanted)


SHOWN = """root => Object.fromEntries(
  [...root.querySelectorAll('input[type=radio]:checked, [data-answer]:not([type=checkbox])')].map(
    (control) => [control.dataset.answer || control.closest('[data-item]').dataset.item, control.value]))"""


def shown_answers(root):
    """Return {item id: answer} of what is picked or typed in an exercise."""
    return {item: answer for item, answer in root.evaluate(SHOWN).items() if answer}


WHERE = """() => { const e = document.activeElement, root = e.closest('[data-ss]');
  const choices = e.tagName === 'SELECT' ? [...e.options]
    : e.type === 'radio' ? [...root.querySelectorAll(`input[name="${e.name}"]`)] : [];
  const seen = e.type === 'radio' ? e.nextElementSibling : e.dataset.tap ? e.parentElement : e;
  return { ss: root && root.dataset.ss, tag: e.tagName, type: e.type || '',
           values: choices.map(c => c.value),
           item: e.dataset.answer || e.dataset.tap || e.closest('[data-item]')?.dataset.item,
           action: e.dataset.do || '', check: e.dataset.check, sure: e.dataset.sure,
           outline: getComputedStyle(seen).outlineStyle } }"""


def answer_by_keyboard(page, name, wanted):
    """Walk through one activity with the Tab key alone, answer each item as it comes, and commit with
    Enter.
    """
    keys = page.keyboard
    show_list(page.locator(f'[data-ss="{name}"]'))
    page.locator(f'[data-ss="{name}"]').evaluate("e => { e.tabIndex = -1; e.focus(); }")
    for _ in range(400):
        keys.press("Tab")
        here = page.evaluate(WHERE)
        assert here["ss"] == name, f"Tab left the exercise before it was committed: {here}"
        assert here["outline"] != "none", f"no visible focus: {here}"
        value = wanted.get(here["item"])
        if here["action"] == "step":
            keys.press("Enter")
        elif here["action"] == "commit":
            return keys.press("Enter")
        elif here["sure"] or value is None:
            continue
        elif here["type"] == "radio":
            keys.press("Space")
            for _ in range(here["values"].index(value)):
                keys.press("ArrowRight")
        elif here["tag"] == "SELECT":
            for _ in range(here["values"].index(value)):
                keys.press("ArrowDown")
        elif here["type"] == "checkbox":
            keys.press("Space") if value in ("loaded", "yes") else None
        elif here["type"] in ("text", "textarea"):
            keys.type(value)
    raise AssertionError("the commit button was never reached")


def assert_full_marks(root, name, wanted):
    root.locator("[data-feedback]:not([hidden])").first.wait_for(state="attached")  # the reasons are loaded
    marks = root.evaluate(
        """root => Object.fromEntries([...root.querySelectorAll('[data-feedback]:not([hidden])')]
             .map(b => [b.dataset.feedback, b.className.split('ss-').pop()]))"""
    )
    assert set(marks) == set(wanted)
    discussed = contested(name)
    expected = {
        item: "contested" if item in discussed else "kept" if value == "My own fair version." else "right"
        for item, value in wanted.items()
    }
    assert marks == expected
    assert root.locator(".ss-result").inner_text()


AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page):
    from importlib.resources import files

    if not page.evaluate("'axe' in window"):
        # a script tag would be inline, and the policy stops those
        page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate(
        "rules => axe.run(document, { runOnly: rules, resultTypes: ['violations'], preload: false })",
        AXE_TAGS,
    )["violations"]
    return [f"{page.url}: {fault['id']}: {node['html'][:200]}" for fault in found for node in fault["nodes"]]
