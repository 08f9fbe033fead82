"""The walk: one passage at a time, gone by thumb and by keys, in short and in narrow windows."""

import json
import re

import pytest
from helpers.answering import contested, key_of, library, page_of, right_answers, show_list, violations
from helpers.corpus import some
from helpers.hosts import HOST
from helpers.kits import DESKTOP, NARROW, PHONE, wait_until
from helpers.paper import turn_back, turn_to_paper
from helpers.walking import (
    PAUSE,
    button,
    chip,
    claims_of_stop,
    in_hand,
    label_stop,
    press,
    reach,
    stop_of,
    tap,
    walk_through,
)

from secondsource.content.texts import slugs
from secondsource.exercise.html import render_activity
from secondsource.exercise.key_payload import describe_key
from secondsource.exercise.scripts import module_script, module_style
from secondsource.exercise.stops import list_stops
from secondsource.marking.answer_file import Sitting

SHORT = {"width": 640, "height": 400}  # a laptop at 200%
ARTICLES = [slug for slug in slugs() if slug[:2] == "20"]
NAME = "ferry-fares/speaking"  # on a short page: it opens in a fifth of the time
LONG = "2015-scale/speaking"
ASKS_SURE = "2015-scale/knowing"
SCREENS, PRESSES = 1.5, 2.5  # of a stop; for each claim, reasons read


def walked(slug):
    """Return the exercises of a set that have a walk and stand on its page."""
    return [name for name, activity in library(slug).activities.items() if activity.walked_as]


def wrong_answers(full):
    """Return an answer to every item, the same one throughout; where it is a word, nothing is tapped."""
    slug, _, name = full.partition("/")
    items = library(slug).activity(name).items()
    return {item.id: list(item.choices)[-1] if item.choices else "0" for item in items}


def open_walk(study, serve, open_page, name=NAME, viewport=PHONE, **options):
    """Open a page and go to the claim in hand of an exercise."""
    page = open_page(f"{serve(study)}/{page_of(study, name).name}", viewport, **options)
    root = page.locator(f'[data-ss="{name}"]')
    if options.get("java_script_enabled", True):
        reach(page, root, tap)
    return page, root


def stored(page, name=NAME, edition="study"):
    return json.loads(
        page.evaluate("place => localStorage[place] || 'null'", f"secondsource/2/{edition}/{name}")
    )


# ---- The stops


@pytest.mark.parametrize("slug", slugs())
def test_everything_that_is_asked_stands_in_one_stop_and_in_its_place(slug):
    text_set = library(slug)
    for name in walked(slug):
        activity = text_set.activity(name)
        stops, places = list_stops(activity, text_set.article, text_set.brief), activity.places()
        asked = list(places) or [item.id for item in activity.items()]
        assert sorted(claim for stop in stops for claim in stop.claims) == sorted(asked)
        for stop in stops:
            units = [unit for passage in stop.passages for unit in passage if unit]
            assert stop.claims and all(
                places[claim] in (unit.label, unit.paragraph)
                for unit in units
                for claim in stop.at.get(unit.label, [])
            )
            assert sorted(sum(stop.at.values(), [])) == sorted(stop.claims if places else [])
            assert set(stop.at) <= {unit.label for unit in units}
            assert bool(stop.place) == bool(places)
        alone = sum(len(stop.claims) == 1 for stop in stops)
        assert alone <= len(stops) / 2, f"{name}: a stop of one claim is a press for little"


# ---- What was promised of it, measured

MEASURE = """root => {
  const box = (find) => root.querySelector(find).getBoundingClientRect();
  const verdict = root.querySelector('.ss-now .ss-verdict'), dock = box('.ss-dock');
  const seen = verdict && verdict.getBoundingClientRect();
  const bar = document.querySelector('header.ss-bar')?.getBoundingClientRect().bottom || 0;
  const on = root.querySelector('.ss-stop:not([hidden]) [data-claim].ss-now');
  return {
    inText: Boolean(on && on.closest('.ss-stop p')),
    verdict: Boolean(seen && seen.top >= Math.max(bar, dock.top) && seen.bottom <= innerHeight),
  };
}"""
BELOW = """root => {
  const claim = root.querySelector('.ss-stop [data-claim].ss-now'), // or the sentence that holds the word
    on = (claim.matches('.ss-phrase') ? claim.closest('[data-unit]') : claim).getBoundingClientRect(),
    gap = root.querySelector('.ss-dock').getBoundingClientRect().top - on.bottom;
  return gap > -2 && gap < 24;
}"""
HEIGHT = """root => {
  const height = (find) => root.querySelector(find).offsetHeight;
  return (height('.ss-way') + height('.ss-stops') + (root.querySelector('.ss-stops').contains(
    root.querySelector('.ss-dock')) ? 0 : height('.ss-dock'))) / innerHeight;
}"""


# All exercises of all articles are a long corpus; one of each kind is walked each time.
EACH_KIND = [
    *("ferry-fares/speaking", "ferry-fares/missing"),
    *("2019-back-to-wall/figures", "transfer-clinic/wording"),
]
CORPUS = ["each-kind", *(pytest.param(slug, marks=pytest.mark.slow) for slug in ARTICLES)]


def test_the_exercises_walked_each_time_are_of_every_kind_that_has_a_walk():
    kinds = {
        activity.kind
        for slug in slugs()
        for activity in library(slug).activities.values()
        if activity.walked_as
    }
    tried = (name.partition("/") for name in EACH_KIND)
    assert {library(slug).activity(name).kind for slug, _, name in tried} == kinds


@pytest.mark.parametrize("corpus", CORPUS)
def test_a_stop_is_a_screen_and_a_half_and_every_reason_comes_into_view(study, serve, open_page, corpus):
    for full in EACH_KIND if corpus == "each-kind" else [f"{corpus}/{name}" for name in walked(corpus)]:
        worst, seen = 0, []
        wanted = wrong_answers(full)
        page, root = open_walk(study, serve, open_page, full)
        screens = []

        def look(root=root, screens=screens, seen=seen):
            found = root.evaluate(MEASURE)
            screens.append(root.evaluate(HEIGHT))
            seen.append(found["verdict"] and found["inText"])

        for stop in range(root.locator(".ss-stop").count()):
            tap(page, root.locator(f'[data-stop="{stop}"]'))
            screens.append(root.evaluate(HEIGHT))
        tap(page, root.locator('[data-stop="0"]'))
        presses = walk_through(page, root, wanted, look, tap)
        worst = max(screens)
        print(
            f"{full}: {worst:.2f} screens a stop at most, {sum(seen)} of {len(seen)} reasons in view, "
            f"{presses} presses for {len(wanted)} answers, {root.locator('.ss-stop').count()} stops"
        )
        assert worst <= SCREENS and all(seen), (full, worst, seen)
        claims, words = root.locator(".ss-stop [data-claim]").count(), root.locator(".ss-phrase").count()
        assert len(seen) == claims or words
        slug, _, name = full.partition("/")
        asked = len(library(slug).activity(name).confidence)  # there nothing moves on by itself
        assert presses <= PRESSES * len(wanted) + asked
        assert page.faults == []


def test_how_sure_one_is_is_asked_of_every_claim_of_an_exercise_or_of_none():
    """It was asked of 4 claims of 16, here and there. An article asks it in one exercise, a check in all."""
    for slug in slugs():
        asking = {name: one for name, one in library(slug).activities.items() if one.confidence}
        for name, one in asking.items():
            assert sorted(one.confidence) == sorted(one.units), f"{slug}/{name}"
        assert slug.startswith("check-") or len(asking) <= 1, slug
        assert asking or slug not in ARTICLES


def activity_labels(full):
    slug, _, name = full.partition("/")
    return library(slug).activity(name).choices()


@pytest.mark.slow
@pytest.mark.parametrize("slug", ARTICLES)
def test_in_a_short_window_the_panel_stands_below_the_sentence_and_the_verdict_in_view(
    study, serve, open_page, slug
):
    for name in walked(slug):
        full = f"{slug}/{name}"
        page, root = open_walk(study, serve, open_page, full, SHORT)
        wanted, seen = right_answers(full), []

        def look(root=root, seen=seen):
            found = root.evaluate(MEASURE)
            below = root.evaluate(BELOW)
            seen.append(found["verdict"] and below)

        walk_through(page, root, wanted, look, tap)
        print(f"{full}: {sum(seen)} of {len(seen)} verdicts in view at 640x400")
        assert all(seen) and seen, (full, seen)


@pytest.mark.slow
def test_nothing_is_answered_by_a_double_tap_at_any_height(study, serve, open_page):
    page, root = open_walk(study, serve, open_page, LONG)
    root.locator(".ss-hand").scroll_into_view_if_needed()
    for stage in ("open", "checked"):
        if stage == "checked":
            label_stop(page, root, right_answers(LONG))
            press(page, button(root))
        box = root.locator(".ss-dock").bounding_box()
        for y in range(int(box["y"]) + 4, int(box["y"] + box["height"]) - 2, 12):
            page.wait_for_timeout(450)
            before, here = stored(page, LONG) or {"answers": {}, "passages": {}}, in_hand(root)
            page.mouse.dblclick(box["x"] + box["width"] / 4, min(y, PHONE["height"] - 2))
            after = stored(page, LONG) or {"answers": {}, "passages": {}}
            changed = {
                item
                for item in {*before["answers"], *after["answers"]}
                if before["answers"].get(item) != after["answers"].get(item)
            }
            assert changed <= {here}, f"{stage}, {y}: the second tap answered {changed}"
            assert len(after["passages"]) - len(before["passages"]) in (0, len(claims_of_stop(root)), 3)
            page.evaluate("name => localStorage.removeItem(`secondsource/2/study/${name}`)", LONG)
            page.evaluate("name => localStorage.removeItem(`secondsource/2/study/${name}.place`)", LONG)
            if stage == "open":
                page.reload()
                reach(page, root, tap)
                root.locator(".ss-hand").scroll_into_view_if_needed()
            else:
                break


# ---- Where one lands

LOW_PHONE = {"width": 320, "height": 568}
WIDE = {"width": 1280, "height": 800}
WINDOWS = {"phone": PHONE, "low-phone": LOW_PHONE, "short": SHORT, "laptop": WIDE}
EACH_TIME = ("low-phone", "short")  # where there is least room; the others in the long run
SOME_WINDOWS = [
    pytest.param(window, id=name, marks=() if name in EACH_TIME else pytest.mark.slow)
    for name, window in WINDOWS.items()
]
# What is seen of the claim in hand and of what is pressed to answer it: [the claim, the answers].
SIGHT = """root => {
  const claim = root.querySelector('.ss-stop:not([hidden]) .ss-now') ||
      root.querySelector('.ss-stop:not([hidden]) [data-claim]'),
    see = (part) => [...part.getClientRects()].some(({ x, y, width, height }) =>
      width && part.contains(document.elementFromPoint(x + width / 2, y + height / 2)));
  return [see(claim), [...root.querySelectorAll(
    '.ss-dock :is(.ss-chip span, [data-decide], [data-do=skip], [data-do=go])')].some(
      (part) => see(part) && !(part.matches('[data-do=go]') && /^Go /.test(part.textContent)))];
}"""
LANDED = ["2015-scale/speaking", "2015-scale/missing", "2020-negotiations/figures", "2015-scale/wording"]


@pytest.mark.parametrize("name", some(LANDED, each=2))
@pytest.mark.parametrize("viewport", SOME_WINDOWS)
def test_nothing_can_be_answered_before_its_claim_was_in_sight(study, serve, open_page, name, viewport):
    """From a card one landed at an introduction, with the labels of a claim below that nobody had read."""
    page = open_page(f"{serve(study)}/{page_of(study, name).name}", viewport, reduced_motion="reduce")
    root = page.locator(f'[data-ss="{name}"]')
    page.locator(f'[data-step="{name}"]').click()
    page.wait_for_timeout(150)
    assert root.evaluate(SIGHT) in ([True, True], [False, False], [True, False])
    if root.evaluate("root => root.classList.contains('ss-ahead')"):
        root.evaluate(
            "root => root.querySelector('.ss-stop [data-claim]').dispatchEvent("
            "new KeyboardEvent('keydown', { key: '1', bubbles: true }))"
        )
        assert stored(page, name) is None, "no digit picks a label that is not shown"
        go = button(root)
        assert go.inner_text().startswith("Go to the first ")
        go.focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.closest('[data-ss]').dataset.ss") == name
        assert root.evaluate(SIGHT)[0] and not root.evaluate("root => root.matches('.ss-ahead')")


def test_whoever_scrolls_to_the_claim_is_asked_without_a_press(study, serve, open_page):
    page = open_page(f"{serve(study)}/{page_of(study, LONG).name}", PHONE, reduced_motion="reduce")
    root = page.locator(f'[data-ss="{LONG}"]')
    root.scroll_into_view_if_needed()
    assert chip(root, "S0").is_hidden() and root.locator("[data-do=skip]").is_hidden()
    root.locator(".ss-stop .ss-now").evaluate("claim => claim.scrollIntoView({ block: 'start' })")
    chip(root, "S0").wait_for()
    assert root.evaluate(SIGHT) == [True, True], "the panel that grows does not lie over it"
    assert root.locator("[data-do=skip]").is_visible()


def test_a_kept_place_is_one_press_away_after_a_reload(study, serve, open_page):
    page, root = open_walk(study, serve, open_page, LONG, PHONE)
    press(page, root.locator("[data-stop='2']"))
    second = claims_of_stop(root)[1]
    press(page, root.locator(f'.ss-stop [data-claim="{second}"]'))
    for back in (page.reload, page.go_back):
        if back == page.go_back:
            page.goto(f"{serve(study)}/index.html")
        else:
            page.evaluate("scrollTo(0, 0)")
            page.wait_for_timeout(200)
        back()
        page.evaluate("scrollTo(0, 0)")
        page.wait_for_timeout(200)
        if root.evaluate("root => root.classList.contains('ss-ahead')"):
            assert button(root).text_content() == "Go on where you were"
            page.locator(f'[data-step="{LONG}"]').click()
            press(page, button(root))
        else:
            press(page, root.locator(f'.ss-stop [data-claim="{second}"]'))
        assert in_hand(root) == second and root.evaluate(SIGHT) == [True, True]


# ---- What the panel leaves in sight

# Of everything to press in the panel and not scrolled to: what is half under the big button; whether it says
# that there is more; whether the big button breaks its line.
PANEL = """root => {
  const dock = root.querySelector('.ss-dock'), go = root.querySelector('.ss-go'),
    edge = go.getBoundingClientRect().top,
    parts = [...dock.querySelectorAll('.ss-now :is(.ss-chip, [data-decide], [data-percent])')],
    cut = parts.filter((part) => {
      const { top, bottom, height } = part.getBoundingClientRect();
      return height && top < edge - 1 && bottom > edge + 1;
    }),
    isMore = dock.scrollHeight - dock.clientHeight - dock.scrollTop > 8;
  return { cut: cut.map((part) => part.textContent.trim()),
    silent: isMore && !dock.classList.contains('ss-more'), high: go.firstElementChild.offsetHeight > 48 };
}"""


@pytest.mark.parametrize(
    "viewport", [PHONE, pytest.param(LOW_PHONE, marks=pytest.mark.slow)], ids=["phone", "low-phone"]
)
@pytest.mark.parametrize(
    "name", some(["2015-scale/sources", "2015-scale/knowing", "2020-negotiations/figures"])
)
def test_no_label_is_cut_by_the_edge_of_the_panel(study, serve, open_page, name, viewport):
    """The last of seven labels was, and “Check this passage” broke its line."""
    page, root = open_walk(study, serve, open_page, name, viewport, reduced_motion="reduce")
    wanted = wrong_answers(name)
    for stop in range(root.locator(".ss-stop").count()):
        tap(page, root.locator(f'[data-stop="{stop}"]'))
        for item in claims_of_stop(root):
            tap(page, root.locator(f'.ss-stop [data-claim="{item}"]'))
            found = root.evaluate(PANEL)
            assert found == {"cut": [], "silent": False, "high": False}, (item, found)
        if viewport is PHONE:
            labels = root.locator(".ss-now .ss-chip")
            edge = root.locator(".ss-go").bounding_box()["y"]
            assert all(label.bounding_box()["y"] < edge for label in labels.all()), "all seven are shown"
    tap(page, root.locator("[data-stop='0']"))
    label_stop(page, root, wanted, tap)
    assert button(root).inner_text() == "Check this passage"
    assert not root.evaluate(PANEL)["high"]


@pytest.mark.parametrize("viewport", SOME_WINDOWS)
@pytest.mark.parametrize("name", some(["2015-scale/missing", "2015-scale/page"]))
def test_an_option_and_its_answers_are_in_sight_together_and_the_article_is_one_press_away(
    study, serve, open_page, name, viewport
):
    """The article stood open above them and pushed the option out of sight."""
    page, root = open_walk(study, serve, open_page, name, viewport, reduced_motion="reduce")
    root.locator(".ss-texts .ss-text").first.wait_for(state="attached")
    whole = """root => [...root.querySelectorAll(
      '.ss-stop .ss-now, .ss-dock .ss-now [data-decide]')].every((part) =>
      [...part.getClientRects()].every(({ x, y, width, height }) =>
        [y + 3, y + height - 3].every((at) => part.contains(
          document.elementFromPoint(x + width / 2, at)))))"""
    for item in claims_of_stop(root):
        if in_hand(root) != item:
            press(page, root.locator(f'.ss-stop [data-claim="{item}"]'))
        assert root.evaluate(whole), item
        if viewport is not WIDE:
            tab = root.locator(".ss-tabs button").first
            assert root.locator(".ss-text:visible").count() == 0
            box = tab.bounding_box()
            page.mouse.click(box["x"] + 20, box["y"] + box["height"] / 2)
            text = root.locator(".ss-text").first
            text.wait_for()
            assert tab.get_attribute("aria-pressed") == "true"
            seen = text.bounding_box()
            assert seen["y"] > 0 and seen["y"] + min(seen["height"], 100) < viewport["height"], "it is seen"
            if viewport is PHONE:
                assert root.evaluate(whole), "there is room for all three"
            box = tab.bounding_box()
            page.mouse.click(box["x"] + 20, box["y"] + box["height"] / 2)
            assert text.is_hidden()
            tap(page, root.locator(f'.ss-stop [data-claim="{item}"]'))
        press(page, chip(root, "no"))


# ---- Keys, windows, colours


@pytest.mark.parametrize(
    "viewport",
    [
        pytest.param(PHONE, id="phone", marks=pytest.mark.slow),
        pytest.param(SHORT, id="short", marks=pytest.mark.slow),
        pytest.param(DESKTOP, id="laptop"),
    ],
)
def test_a_walk_is_gone_by_keys_alone(study, serve, open_page, viewport):
    page, root = open_walk(study, serve, open_page, viewport=viewport)
    wanted, labels = right_answers(NAME), list(activity_labels(NAME))
    root.locator(".ss-now input").first.focus()
    for _ in range(200):
        here = in_hand(root)
        if not here:
            break
        focus = page.evaluate(
            """() => { const e = document.activeElement, seen = e.type === 'radio' ? e.nextElementSibling : e;
                 return [e.closest('[data-ss]')?.dataset.ss, getComputedStyle(seen).outlineStyle]; }"""
        )
        assert focus[0] == NAME, f"the focus is lost at {here}"
        if here not in (stored(page) or {"answers": {}})["answers"]:
            page.keyboard.press(str(labels.index(wanted[here]) + 1))
            if in_hand(root) == here:
                page.keyboard.press("Enter")
        else:
            page.keyboard.press("Enter")
    assert in_hand(root) == "" and stored(page)["answers"] == wanted and stored(page)["committed"]
    assert page.evaluate("document.activeElement.textContent") == "How you did"


# What lies over the middle of what has the focus; nothing where it is seen itself.
OVER = """() => {
  const here = document.activeElement, seen = here.type === 'radio' ? here.nextElementSibling : here;
  const box = seen.getClientRects()[0];
  const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const isSeen = [seen, here].some((one) => one.contains(there));
  return isSeen ? '' : there?.outerHTML.slice(0, 90) || 'out of view';
}"""


@pytest.mark.parametrize("name", some(["2020-negotiations/figures", "2020-negotiations/missing"]))
def test_in_a_short_window_what_has_the_focus_is_never_below_the_big_button(study, serve, open_page, name):
    page, root = open_walk(study, serve, open_page, name, SHORT, reduced_motion="reduce")
    root.evaluate("root => { root.tabIndex = -1; root.focus(); }")
    seen = {}
    for _ in range(40):
        page.keyboard.press("Tab")
        if not root.evaluate("root => root.contains(document.activeElement)"):
            break
        seen[page.evaluate("document.activeElement.outerHTML")] = page.evaluate(OVER)
        if page.evaluate("document.activeElement.matches('[type=radio], [data-decide]')"):
            page.keyboard.press("1")
            seen[f"picked: {in_hand(root)}"] = page.evaluate(OVER)
    assert len(seen) > 5 and not any(seen.values()), seen


# What has the focus: whether it is seen and marked, and what it is for.
FOCUS = """root => {
  const here = document.activeElement, inside = root.contains(here) && here !== root,
    seen = here.closest('.ss-phrase') || (here.type === 'radio' ? here.nextElementSibling : here),
    is = (find) => here.matches(find), now = here.closest('.ss-now, [data-decide]'),
    over = [...seen.getClientRects()].map(({ x, y, width, height }) => (height < 60 ? [height / 2] :
      [6, height / 2, height - 6]).map((down) => document.elementFromPoint(x + width / 2, y + down))).flat(),
    isDone = now && now.closest('.ss-item')?.querySelector('input:checked, [aria-pressed=true][data-decide]'),
    isSeen = over.some((part) => part &&
      (part === here || seen.contains(part) || part.contains(here) && part.matches('label')));
  return {
    inside, ended: root.classList.contains('ss-ended'),
    fault: !inside || is('h4') || isSeen && // a heading is read, and nothing to press
      [seen, here].some((one) => getComputedStyle(one).outlineStyle !== 'none') ? '' :
      (isSeen ? 'not marked: ' : `below ${over[0]?.outerHTML.slice(0, 60)}: `) + here.outerHTML.slice(0, 90),
    key: !inside ? 'Tab' : is('[type=radio]') && !isDone ? 'Space' :
      is('[data-decide]') && !isDone ? 'Enter' : is('[type=text], textarea') && !here.value ? '7' :
      is('[data-do=go], [data-do=commit]') ? 'Enter' : 'Tab',
    verdict: is('.ss-feedback') ? here.textContent : '',
  };
}"""
BY_KEYS = [  # one of each kind
    "ferry-fares/speaking",
    "2019-back-to-wall/figures",
    "ferry-fares/missing",
    "transfer-clinic/wording",
    "2015-scale/rewrite",
]


@pytest.mark.slow
@pytest.mark.parametrize("viewport", [LOW_PHONE, SHORT], ids=["320", "200-per-cent"])
@pytest.mark.parametrize("name", BY_KEYS)
def test_an_exercise_is_gone_by_keys_alone_from_the_address_to_the_last_reason(
    study, serve, open_page, name, viewport
):
    address = f"{serve(study)}/{page_of(study, name).name}#ss-{name.replace('/', '-')}"
    page = open_page(address, viewport, reduced_motion="reduce")
    root = page.locator(f'[data-ss="{name}"]')
    faults, verdicts, reached = [], {}, 0
    for _ in range(400):
        found = root.evaluate(FOCUS)
        reached += found["inside"]
        assert found["inside"] or not reached, f"the focus has left the exercise: {verdicts}"
        faults += [found["fault"]] if found["fault"] else []
        if found["verdict"]:
            verdicts[stop_of(root)] = found["verdict"]
        if found["ended"] or (found["verdict"] and not root.locator(".ss-stop").count()):
            break
        page.keyboard.press(found["key"])
    else:
        raise AssertionError(f"the end was not reached: {found}")
    assert faults == []
    stops = root.locator(".ss-stop").count()
    assert verdicts and (not stops or stops - 1 in verdicts or root.locator(".ss-phrase").count()), verdicts


def test_digits_pick_labels_unless_they_are_switched_off_on_every_page(study, serve, open_page):
    page, root = open_walk(study, serve, open_page, LONG, viewport=DESKTOP)
    switch = root.locator("[data-do=keys]")
    assert switch.get_attribute("aria-pressed") == "true"
    switch.click()
    root.locator(".ss-now input").first.focus()
    page.keyboard.press("2")
    assert switch.get_attribute("aria-pressed") == "false" and stored(page, LONG) is None
    page.goto(page.url.replace(page_of(study, LONG).name, page_of(study, "ferry-fares/speaking").name))
    other = page.locator('[data-ss="ferry-fares/speaking"]')
    other.locator(".ss-now input").first.focus()
    page.keyboard.press("2")
    assert stored(page, "ferry-fares/speaking") is None, "what was said on one page counts on all"
    press(page, other.locator("[data-do=keys]"))
    other.locator(".ss-now input").first.focus()
    page.keyboard.press("2")
    assert list(stored(page, "ferry-fares/speaking")["answers"].values()) == ["S1"]


BESIDE = """root => {
  const box = (find) => root.querySelector(find).getBoundingClientRect();
  const text = box('.ss-stop:not([hidden])'), dock = box('.ss-dock'), way = box('.ss-way');
  const on = box('.ss-stop [data-claim].ss-now');
  return {
    panel: dock.width, gap: dock.left - text.right, text: text.width, dock: [dock.top, dock.bottom],
    seen: on.top >= way.bottom - 1 && on.bottom <= innerHeight,
    wide: document.documentElement.scrollWidth - innerWidth,
  };
}"""


@pytest.mark.parametrize(
    "width", [1280, *(pytest.param(width, marks=pytest.mark.slow) for width in (1440, 1920))]
)
def test_on_a_wide_screen_the_panel_stands_beside_the_text_and_stays_in_the_window(
    study, serve, open_page, width
):
    viewport = {"width": width, "height": 800}
    name = "ferry-fares/speaking"
    page, root = open_walk(study, serve, open_page, name, viewport)
    wanted = {**right_answers(name), "p2.1": "S3"}

    def look():
        found = root.evaluate(BESIDE)
        assert found["panel"] == 400 and found["gap"] >= 24 and found["seen"] and found["wide"] <= 0
        assert found["text"] >= 480, "some 66 letters of the fonts that computers have"
        assert found["dock"][0] >= 0 and found["dock"][1] <= 800, "all of it can be seen"
        assert root.evaluate(MEASURE)["verdict"]

    press(page, root.locator("[data-stop='0']"))
    walk_through(page, root, wanted, look)
    assert page.locator(".bd-sidebar-secondary").is_hidden()
    show_list(root)
    assert page.locator(".bd-sidebar-secondary").is_visible()


def test_arrows_change_the_claim_and_escape_leads_to_its_words(study, serve, open_page):
    page, root = open_walk(study, serve, open_page)
    first, second = claims_of_stop(root)[:2]
    root.locator(".ss-now input").first.focus()
    page.keyboard.press("ArrowDown")
    assert in_hand(root) == second and stored(page) is None
    assert root.locator(".ss-hand b").get_attribute("data-code") == second  # as plans and keys call it
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")  # within the labels: picks, and stays
    assert in_hand(root) == first and len(stored(page)["answers"]) == 1
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.claim") == first
    described = page.evaluate(
        "document.getElementById(document.activeElement.getAttribute('aria-describedby')).textContent"
    )
    assert described.startswith("Claim 1:") and page.evaluate("document.activeElement.role") == "button"


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_claim_in_the_text_is_pressed_by_keys_as_a_button_is(study, serve, open_page, key):
    page, root = open_walk(study, serve, open_page)
    first, second = claims_of_stop(root)[:2]
    root.locator(f'.ss-stop [data-claim="{second}"]').focus()
    assert in_hand(root) == first
    page.wait_for_timeout(1000 * PAUSE)
    page.keyboard.press(key)
    assert in_hand(root) == second and stored(page) is None
    assert page.evaluate("document.activeElement.closest('.ss').dataset.ss") == NAME


def test_a_key_in_a_list_of_how_sure_answers_nothing(study, serve, open_page):
    page, root = open_walk(study, serve, open_page, ASKS_SURE)
    sure = library("2015-scale").activity("knowing").confidence[0]
    stop = next(
        at for at in range(20) if root.locator(f'.ss-stop >> nth={at} >> [data-claim="{sure}"]').count()
    )
    press(page, root.locator(f'[data-stop="{stop}"]'))
    press(page, root.locator(f'.ss-stop [data-claim="{sure}"]'))
    show_list(root)
    root.locator(f'[data-sure="{sure}"]').focus()
    page.keyboard.press("9")
    assert not (stored(page, ASKS_SURE) or {}).get("answers")


def to_claim(page, root, item):
    """Go to the stop of a claim and take it into hand."""
    stops = root.locator(".ss-stop")
    stop = next(at for at in range(stops.count()) if stops.nth(at).locator(f'[data-claim="{item}"]').count())
    press(page, root.locator(f'[data-stop="{stop}"]'))
    press(page, root.locator(f'.ss-stop [data-claim="{item}"]'))


@pytest.mark.parametrize("colours", some(["none", "active"]))
def test_how_sure_one_is_is_a_row_of_buttons_by_thumb_and_by_keys(study, serve, open_page, colours):
    name = ASKS_SURE
    page, root = open_walk(study, serve, open_page, name, forced_colors=colours)
    asked = library("2015-scale").activity("knowing").confidence[0]
    to_claim(page, root, asked)
    hand = root.locator(".ss-hand b")
    assert hand.inner_text().endswith("How do they know?"), "the question stands with the claim"
    assert root.locator("[data-sure]:visible").count() == 0, "there is no list to open"
    press(page, chip(root, "F3"))
    assert in_hand(root) == asked, "it waits"
    row = root.locator(".ss-now .ss-percents")
    assert row.get_attribute("role") == "group" and row.get_attribute("aria-label") == "How sure are you?"
    row.locator("[data-percent='50']").focus()  # from the labels one Tab away
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert stored(page, name)["confidence"] == {asked: 60} and in_hand(root) != asked
    press(page, root.locator(f'.ss-stop [data-claim="{asked}"]'))
    picked, other = row.locator("[aria-pressed=true]"), row.locator("[aria-pressed=false]").first
    assert picked.get_attribute("data-percent") == "60"
    look = "e => getComputedStyle(e).backgroundColor"
    assert picked.evaluate(look) != other.evaluate(look), "in every choice of colours it is seen"
    sizes = row.locator("button").evaluate_all("all => all.map((e) => e.offsetHeight)")
    spilt = row.locator("button").evaluate_all(
        "all => all.filter((e) => e.scrollWidth > e.clientWidth).length"
    )
    assert spilt == 0, "“(certain)” lay over the edge of its button"
    names = row.locator("button").evaluate_all("all => all.map((e) => [e.textContent, e.ariaLabel])")
    assert names[0] == ["guess", "50% (a guess)"] and names[-1] == ["certain", "100% (certain)"]
    assert min(sizes) >= 44 and page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    press(page, picked)  # the same once more takes it back
    kept = stored(page, name)
    assert kept["confidence"] == {} and kept["answers"] == {asked: "F3"}
    show_list(root)
    assert row.is_hidden() and root.locator(f'[data-sure="{asked}"]').is_visible()


@pytest.mark.parametrize(
    "viewport, scheme",
    [
        pytest.param(
            viewport,
            scheme,
            id=f"{name}-{scheme}",
            marks=() if (name, scheme) == ("phone", "light") else pytest.mark.slow,
        )
        for name, viewport in {"phone": PHONE, "short": SHORT, "laptop": DESKTOP}.items()
        for scheme in ("light", "dark")
    ],
)
def test_no_state_of_a_walk_has_an_accessibility_violation(study, serve, open_page, scheme, viewport):
    name = "ferry-fares/speaking"
    page, root = open_walk(study, serve, open_page, name, viewport, color_scheme=scheme)
    wanted = dict.fromkeys(right_answers(name), "S4")
    assert violations(page) == []
    label_stop(page, root, wanted)
    assert violations(page) == []
    press(page, button(root))
    assert root.locator(".ss-now .ss-verdict").is_visible()
    assert violations(page) == []
    press(page, root.locator("[data-stop='1']"))
    walk_through(page, root, wanted)
    assert root.locator(".ss-summary").is_visible() and violations(page) == []


def test_nothing_of_a_walk_is_wider_than_the_narrowest_phone(study, serve, open_page):
    page, root = open_walk(study, serve, open_page, "2018-main-opposition/knowing", NARROW)
    for stop in range(root.locator(".ss-stop").count()):
        press(page, root.locator(f'[data-stop="{stop}"]'))
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_a_long_label_behind_a_sentence_is_not_wider_than_a_phone(study, serve, open_page):
    page, root = open_walk(study, serve, open_page, "2020-negotiations/figures", NARROW)
    items = library("2020-negotiations").activity("figures").items()
    longest = max((choice for item in items for choice in item.choices or []), key=len)
    first = in_hand(root)
    tap(page, chip(root, longest))
    tag = root.locator(f'.ss-stop [data-claim="{first}"]').get_attribute("data-tag")
    assert tag == longest.capitalize().replace("-", " ")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_what_is_said_of_a_pick_names_its_claim_and_is_gone_in_the_next_passage(study, serve, open_page):
    page, root = open_walk(study, serve, open_page)
    said = root.locator(".ss-said")
    first, second = claims_of_stop(root)[:2]
    tap(page, chip(root, "S1"))
    assert in_hand(root) == second and said.inner_text().startswith("Claim 1: Hidden interest. ")
    press(page, root.locator(f'.ss-stop [data-claim="{first}"]'))
    press(page, chip(root, "S1"))
    assert said.text_content() == "", "taken back"
    label_stop(page, root, right_answers(NAME))
    tap(page, button(root))
    while stop_of(root) == 0:
        tap(page, button(root))
    assert said.get_attribute("hidden") is None and said.text_content() == ""


def test_no_short_name_of_an_option_is_shown_as_a_place(study, serve, open_page):
    """“flat-1500” gives away why it was made; “p8.1” is what plans call a claim."""
    page, root = open_walk(study, serve, open_page, "2020-negotiations/missing")
    codes = set()
    for stop in range(root.locator(".ss-stop").count()):
        tap(page, root.locator(f'[data-stop="{stop}"]'))
        for item in claims_of_stop(root):
            tap(page, root.locator(f'.ss-stop [data-claim="{item}"]'))
            codes.add(root.locator(".ss-hand b").get_attribute("data-code"))
    assert codes == {""}


# ---- What is kept


def test_the_place_survives_a_reload_and_is_no_exercise_of_the_file(study, serve, open_page, tmp_path):
    page, root = open_walk(study, serve, open_page)
    label_stop(page, root, right_answers(NAME))
    press(page, button(root))
    press(page, root.locator("[data-stop='2']"))
    second = claims_of_stop(root)[1]
    press(page, root.locator(f'.ss-stop [data-claim="{second}"]'))
    page.reload()
    assert in_hand(root) == second
    Sitting.model_validate(stored(page))
    with page.expect_download() as download:
        page.locator("[data-do=download]").click()
    download.value.save_as(tmp_path / "answers.json")
    text = (tmp_path / "answers.json").read_text(encoding="utf-8")
    assert list(json.loads(text)["activities"]) == [NAME]
    press(page, root.locator("[data-stop='0']"))
    assert root.locator(".ss-now .ss-verdict").is_visible(), "what was checked is still explained"
    assert root.locator(".ss-now input:enabled").count() == 0, "and stands as it was first answered"


def test_answers_of_the_first_edition_are_read_and_walked_on(study, serve, open_page):
    wanted = right_answers(LONG)
    half = dict(list(wanted.items())[:5])
    old = {"answers": half, "times": {"saved": "2026-01-01T00:00:00.000Z"}}
    page, root = open_walk(study, serve, open_page, LONG)
    page.evaluate("([n, s]) => localStorage.setItem(`secondsource/2/study/${n}`, s)", [LONG, json.dumps(old)])
    page.evaluate("n => localStorage.removeItem(`secondsource/2/study/${n}.place`)", LONG)
    page.reload()
    assert in_hand(root) and in_hand(root) not in half
    assert f"Claims left: {len(wanted) - 5}" in root.locator(".ss-where").inner_text()
    done = {**old, "answers": wanted, "first": wanted, "committed": True, "tries": 1}
    page.evaluate(
        "([n, s]) => localStorage.setItem(`secondsource/2/study/${n}`, s)", [LONG, json.dumps(done)]
    )
    page.evaluate("n => localStorage.removeItem(`secondsource/2/study/${n}.place`)", LONG)
    page.reload()
    assert in_hand(root) == "" and f"of {len(wanted) - len(contested(LONG))} right" in root.inner_text()


def test_a_second_tab_shows_what_the_first_has_labelled(study, serve, open_page):
    page, root = open_walk(study, serve, open_page)
    other = open_page(page.url, PHONE, context=page.context)
    press(page, chip(root, "S2"))
    item = next(iter(stored(page)["answers"]))
    wait_until(
        other,
        "item => document.querySelector(`.ss-stop [data-claim='${item}']`).dataset.tag === 'Unnamed'",
        item,
    )


def test_a_skipped_passage_costs_nothing_and_can_be_labelled_after_all(study, serve, open_page):
    page, root = open_walk(study, serve, open_page, "ferry-fares/speaking")
    name = "ferry-fares/speaking"
    wanted, skipped = right_answers(name), claims_of_stop(root)
    press(page, chip(root, "S3"))
    press(page, root.locator("[data-do=skip]"))
    assert stored(page, name)["answers"] == {} and stored(page, name)["passages"] == dict.fromkeys(
        skipped, "skipped"
    )
    walk_through(page, root, wanted)
    scored = [item for item in wanted if item not in {*skipped, *contested(name)}]
    assert f"{len(scored)} of {len(scored)} right" in root.locator(".ss-result").inner_text()
    assert root.locator("[data-do=again]").is_hidden(), "nothing was missed"


def test_again_leads_over_what_was_missed_and_keeps_the_first_answers(study, serve, open_page):
    name = "ferry-fares/speaking"
    page, root = open_walk(study, serve, open_page, name)
    wanted = right_answers(name)
    missed = next(item for item in wanted if item not in contested(name) and wanted[item] == "S0")
    walk_through(page, root, {**wanted, missed: "S4"})
    links = root.locator(".ss-summary [data-claim]:visible")
    score = root.locator(".ss-score").inner_text()
    assert root.locator(".ss-form").inner_text().count(score) == 1, "it is said in one place"
    assert f"{len(wanted) - len(contested(name)) - 1} of" in score and "left in peace" in score
    assert links.evaluate_all("all => all.map(e => e.dataset.claim)") == [missed]
    press(page, links.first)
    assert in_hand(root) == missed and root.locator(".ss-now .ss-verdict").is_visible()
    while in_hand(root):
        press(page, button(root))
    press(page, root.locator("[data-do=again]"))
    assert in_hand(root) == missed
    assert button(root).inner_text() == "Check this passage", "the end would take the old answer once more"
    press(page, chip(root, wanted[missed]))
    press(page, button(root))
    assert "Right" in root.locator(".ss-now .ss-verdict").inner_text()
    while in_hand(root):
        press(page, button(root))
    state = stored(page, name)
    assert state["first"][missed] == "S4" and state["answers"] == wanted and state["tries"] == 2


def test_the_same_label_again_takes_it_away(study, serve, open_page):
    page, root = open_walk(study, serve, open_page)
    item = in_hand(root)
    press(page, chip(root, "S2"))
    press(page, root.locator(f'.ss-stop [data-claim="{item}"]'))
    press(page, chip(root, "S2"))
    assert stored(page)["answers"] == {} and in_hand(root) == item


def test_a_worked_example_shows_the_sentences_that_it_labels_and_stays_open(study, serve, open_page):
    page, root = open_walk(study, serve, open_page)
    while root.locator("[data-do=step]").is_visible():
        root.locator("[data-do=step]").click()
    steps = root.locator(".ss-steps .ss-unit")
    assert steps.count() and all(step.is_visible() for step in steps.all())
    page.reload()
    assert all(step.is_visible() for step in steps.all())


# ---- Rows, options and words


def test_a_row_is_marked_in_the_text_its_sum_stands_in_the_panel_and_both_are_checked(
    study, serve, open_page
):
    name = "2015-scale/figures"
    page, root = open_walk(study, serve, open_page, name)
    item, wanted = in_hand(root), right_answers(name)
    press(page, chip(root, wanted[item]))
    assert in_hand(root) == item, "the sum is still to do"
    press(page, chip(root, wanted[item]))  # the same once more takes it away
    label_stop(page, root, wanted)
    press(page, button(root))
    assert root.locator(".ss-now .ss-verdict").count() == 2 == root.locator(".ss-now .ss-right").count()
    assert set(stored(page, name)["first"]) == {
        part for claim in claims_of_stop(root) for part in (claim, f"{claim}.number") if part in wanted
    }


def test_an_option_that_is_left_open_is_decided_and_both_texts_stand_beside_it(study, serve, open_page):
    name = "2015-scale/missing"
    page, root = open_walk(study, serve, open_page, name)
    first, second = claims_of_stop(root)[:2]
    assert button(root).is_disabled()
    press(page, chip(root, "no"))
    assert stored(page, name)["answers"] == {first: "no"} and in_hand(root) == second
    page.reload()
    assert in_hand(root) == second and root.locator("[data-decide][aria-pressed=true]").count() == 1
    reach(page, root)
    root.locator(".ss-tabs button").first.click()
    assert root.locator(".ss-front [data-unit='p2.1']").is_visible()
    root.locator(".ss-tabs button").last.click()
    assert root.locator(".ss-front [data-unit='b1.1']").is_visible()
    press(page, root.locator(f'.ss-stop [data-claim="{first}"]'))
    press(page, chip(root, "no"))  # the same once more takes it back
    assert stored(page, name)["answers"] == {}


HEIGHTS = "() => [...document.querySelectorAll('[data-ss]')].map((root) => root.offsetHeight)"


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("stem", ["who-is-speaking", "check-a", "across-figures"])
def test_nothing_moves_when_the_rest_of_the_scripts_arrives(study, serve, open_page, stem, viewport):
    """Room was kept for texts that do not stand on the page; with the first act it was gone, and a button
    with it.
    """
    page = open_page(f"{serve(study)}/{stem}.html", viewport)
    before = page.evaluate(HEIGHTS)
    page.mouse.move(5, 5)
    wait_until(page, "() => Boolean(globalThis.secondSource?.rest)")
    page.wait_for_timeout(100)
    after = page.evaluate(HEIGHTS)
    assert before and max(abs(one - other) for one, other in zip(before, after, strict=True)) < 10


def test_the_reason_of_a_word_opens_in_the_panel_when_the_word_is_tapped(study, serve, open_page):
    name = "2015-scale/wording"
    page, root = open_walk(study, serve, open_page, name)
    words, wanted = claims_of_stop(root), right_answers(name)
    loaded = next(word for word in words if wanted[word] == "loaded")
    fair = next(word for word in words if wanted[word] == "fair")
    page.wait_for_timeout(1000 * PAUSE)  # what is pressed while the panel grows counts for nothing
    for word in (loaded, fair):  # at once: nothing moves under the thumb
        root.locator(f'.ss-phrase[data-claim="{word}"]').click()
    assert stored(page, name)["answers"] == {loaded: "loaded", fair: "loaded"}
    press(page, button(root))
    assert in_hand(root) == next(
        (
            word
            for word in words
            if word not in contested(name) and (wanted[word] == "loaded") != (word in (loaded, fair))
        ),
        words[0],
    )
    assert set(stored(page, name)["first"]) == set(words), "a word left alone is an answer"
    press(page, root.locator(f'.ss-phrase[data-claim="{loaded}"]'))  # its box is locked by now
    assert in_hand(root) == loaded and root.locator(".ss-now .ss-verdict").count() == 1
    assert root.locator(".ss-now .ss-quoted").is_visible()


def test_a_turned_phone_stays_at_the_claim(study, serve, open_page):
    page, root = open_walk(study, serve, open_page, "2015-scale/knowing")
    press(page, root.locator("[data-stop='2']"))
    press(page, root.locator(".ss-now .ss-chip").first)
    for viewport in ({"width": 844, "height": 390}, PHONE):
        page.set_viewport_size(viewport)
        page.wait_for_timeout(200)
        box = root.locator(".ss-stop .ss-now").first.bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= viewport["height"], viewport


# ---- The list stays


def test_all_on_one_page_is_for_the_whole_page_and_kept(study, serve, open_page):
    page, root = open_walk(study, serve, open_page, LONG)
    other = page.locator('[data-ss="2015-scale/knowing"]')
    press(page, chip(root, "S2"))
    show_list(root)
    for each in (root, other):
        assert each.locator(".ss-item").first.is_visible() and each.locator(".ss-stops").is_hidden()
        assert each.locator(".ss-item:visible").count() == each.locator(".ss-item").count()
        sign = "e => getComputedStyle(e, '::after').content"
        assert each.locator(".ss-chip span").first.evaluate(sign) == "none", "a list has no keys"
    page.reload()
    assert root.locator(".ss-stops").is_hidden() and root.locator("input:checked").count() == 1
    root.locator("[data-do=list]").click()
    assert root.locator(".ss-stops").is_visible() and other.locator(".ss-stops").is_visible()


@pytest.mark.parametrize("viewport", [PHONE, SHORT], ids=["phone", "short"])
def test_paper_has_the_list(study, serve, open_page, viewport):
    page, root = open_walk(study, serve, open_page, viewport=viewport)
    folded = root.locator("details:not([open])").count()
    turn_to_paper(page)
    assert folded and root.locator("details:not([open])").count() == 0, "what answers mean, second sources"
    page.emulate_media(media="print")
    assert root.locator(".ss-item:visible").count() == len(key_of(NAME))
    assert root.locator(".ss-walk:visible").count() == 0
    page.emulate_media(media="screen")
    turn_back(page)
    assert root.locator("details:not([open])").count() == folded
    assert root.locator(".ss-item:visible").count() == 1


def test_without_javascript_there_is_only_the_list(study, serve, open_page):
    page, root = open_walk(study, serve, open_page, java_script_enabled=False)
    assert root.locator(".ss-item:visible").count() == len(key_of(NAME))
    assert root.locator(".ss-walk:visible, .ss-switch:visible").count() == 0


def test_teachers_have_the_list(editions):
    page = (editions("teach") / "2015-scale.html").read_text(encoding="utf-8")
    assert "data-ss=" in page and "secondsource.js" in page
    markup = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    assert [part for part in ("ss-stop", "ss-walk", "secondsource-walk.js") if part in markup] == []


@pytest.mark.parametrize("slug", slugs())
def test_no_exercise_has_a_walk_for_teachers(slug):
    text_set = library(slug)
    for name, activity in text_set.activities.items():
        page, list_only = (render_activity(text_set, name, True, edition) for edition in ("study", "teach"))
        walks = [part for part in ("ss-stop", "ss-walk", "data-claim") if part in list_only]
        assert walks == [] and ("ss-stop" in page) == bool(activity.walked_as), name


# ---- Other editions


def test_the_class_edition_keeps_labels_marks_nothing_and_says_how_to_go_on(editions, serve, open_page):
    name = "ferry-fares/speaking"
    page, root = open_walk(editions("class"), serve, open_page, name)
    wanted = dict.fromkeys(right_answers(name), "S4")
    while in_hand(root):
        label_stop(page, root, wanted)
        press(page, button(root))
        assert root.locator(".ss-verdict").count() == 0
    assert "your teacher has the key" in root.locator(".ss-summary").inner_text()
    assert root.locator(".ss-form").inner_text().count("teacher has the key") == 1
    state = stored(page, name, "class")
    assert state["answers"] == wanted and state["committed"]
    press(page, root.locator("[data-do=again]"))
    first = in_hand(root)
    press(page, chip(root, "S0"))
    page.reload()
    assert stored(page, name, "class")["answers"] == {**wanted, first: "S0"}


def test_a_check_gives_its_reasons_at_the_end(study, serve, open_page):
    name = "check-a/speaking"
    page, root = open_walk(study, serve, open_page, name)
    wanted, last = right_answers(name), root.locator(".ss-stop").count() - 1
    for sure in root.locator("[data-sure]").all():
        sure.evaluate("e => { e.value = '80'; e.dispatchEvent(new Event('change', { bubbles: true })); }")
    page.wait_for_timeout(450)  # what was set counts as pressed
    press(page, root.locator('[data-stop="0"]'))
    for stop in range(last + 1):
        label_stop(page, root, wanted)
        assert root.locator(".ss-verdict").count() == 0, "a check does not teach while it measures"
        assert root.locator(f'[data-stop="{stop}"]').get_attribute("aria-current") == "step"
        press(page, button(root))
    assert in_hand(root) == "" and root.locator(".ss-verdict").count() == len(wanted)
    press(page, root.locator('[data-stop="0"]'))
    assert root.locator(".ss-now .ss-verdict").is_visible()


def test_in_a_notebook_nothing_is_stuck_and_python_is_asked_for_one_passage(open_page):
    text_set = library("2015-scale")
    key = describe_key(text_set, "speaking")
    marks = {item: "right" for item in key}
    page = open_page("about:blank", PHONE)
    page.add_style_tag(content=module_style())
    html = render_activity(text_set, "speaking", embed_key=False)
    page.evaluate(HOST, [module_script(), html, {"marks": marks, "key": key}])
    root = page.locator(f'[data-ss="{LONG}"]')
    claims = claims_of_stop(root)
    label_stop(page, root, right_answers(LONG))
    press(page, button(root))
    wait_until(page, "document.querySelector('.ss-now .ss-verdict')")
    asked = [told for told in page.evaluate("window.told") if told.get("type") == "commit"]
    assert [sorted(told["items"]) for told in asked] == [sorted(claims)]
    parts = root.locator(".ss-walk, .ss-dock, .ss-dock *")  # not the line that nothing was saved
    places = parts.evaluate_all("all => all.map((e) => getComputedStyle(e).position)")
    assert not {"sticky", "fixed"} & set(places)
    Sitting.model_validate(page.evaluate("window.told.findLast(told => told.answers && !told.type)"))
