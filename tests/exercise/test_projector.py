"""The projector view: one claim at a time for a show of hands, by keys or a clicker, at its own address."""

import pytest
from helpers.answering import key_of, library, page_of, show_list, violations
from helpers.kits import DESKTOP, NARROW

SLUG, NAME = "ferry-fares", "ferry-fares/speaking"
SCRIPT = "secondsource-projector.js"


def at(name, number=""):
    return f"#project-ss-{name.replace('/', '-')}{number}"


def hash_of(page):
    return page.evaluate("location.hash")  # page.url hears of it later


def open_wall(study, open_page, name=NAME, number="", viewport=DESKTOP, **options):
    """Open the view of an exercise by its address, from a folder."""
    address = page_of(study, name).as_uri() + at(name, number)
    page = open_page(address, viewport, **options)
    wall = page.locator(".ss-wall")
    wall.wait_for()
    return page, wall


def test_it_is_gone_by_keys_and_by_a_clicker_and_shows_the_answer_on_a_key(study, open_page):
    page, wall = open_wall(study, open_page)
    text_set, claim = library(SLUG), wall.locator(".ss-wall-claim")
    units = text_set.activity("speaking").units
    assert claim.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 53, "40 points"
    assert wall.locator("li").all_inner_texts() == [
        choice.name for choice in text_set.activity("speaking").choices().values()
    ]
    for key, number in (("PageDown", 2), ("ArrowRight", 3), ("Space", 4), ("PageUp", 3), ("ArrowLeft", 2)):
        page.keyboard.press(key)
        assert claim.inner_text() == text_set.wording(units[number - 1]), key
        assert hash_of(page) == at(NAME, f"={number}")
    answer, key = wall.locator(".ss-wall-answer"), key_of(NAME)[units[1]]
    assert answer.count() == 0, "first the hands"
    for reveal in ("r", "Enter", "."):
        page.keyboard.press(reveal)
        assert key.reason in answer.inner_text(), reveal
        page.keyboard.press(reveal)
        assert answer.count() == 0
    page.keyboard.press("r")
    assert violations(page) == []
    page.keyboard.press("PageDown")
    assert answer.count() == 0, "the next claim is open again"
    page.reload()
    assert claim.inner_text() == text_set.wording(units[2]), "the address says where one was"
    page.keyboard.press("Escape")
    wall.wait_for(state="detached")
    assert hash_of(page) == f"#ss-{SLUG}-speaking"
    kept = page.evaluate("Object.keys(localStorage)")
    assert not [name for name in kept if name.startswith("secondsource")], "nothing was answered"
    assert page.faults == []


def test_a_press_on_a_button_goes_on_once_with_space_too(study, open_page):
    page, wall = open_wall(study, open_page)
    wall.get_by_role("button", name="Next").click()
    assert hash_of(page) == at(NAME, "=2")
    page.keyboard.press("Space")
    assert hash_of(page) == at(NAME, "=3")


@pytest.mark.parametrize("kind", ["sources", "figures", "missing", "wording"])
def test_every_kind_is_shown_with_its_answer(study, open_page, kind):
    name = f"2015-scale/{kind}"
    page, wall = open_wall(study, open_page, name, viewport=NARROW)
    item = library("2015-scale").activity(kind).items()[0].id
    page.keyboard.press("r")
    assert key_of(name)[item].reason in wall.locator(".ss-wall-answer").inner_text()
    assert len(wall.locator(".ss-wall-claim").inner_text()) > 8
    assert (wall.locator("mark").count() == 1) == (kind == "wording")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_it_is_loaded_by_its_link_alone_which_stands_with_the_list(study, serve, open_page):
    page = open_page(f"{serve(study)}/{page_of(study, NAME).name}")
    root = page.locator(f'[data-ss="{NAME}"]')
    assert root.locator(".ss-project").is_hidden(), "who walks needs none"
    show_list(root)
    assert not [address for address in page.requests_seen if SCRIPT in address]
    root.locator(".ss-project a").click()
    page.locator(".ss-wall").wait_for()
    assert [address for address in page.requests_seen if SCRIPT in address]
    page.keyboard.press("Escape")
    page.locator(".ss-wall").wait_for(state="detached")
    assert root.locator(".ss-project a").evaluate("link => link === document.activeElement")


ROOTS = "all => all.map((root) => root.dataset.ss)"


OTHERS = [pytest.param(slug, marks=pytest.mark.slow) for slug in ("how-do-they-know", "who-is-missing")]


@pytest.mark.parametrize("slug", ["who-is-speaking", *OTHERS])
def test_a_page_of_short_exercises_is_gone_from_end_to_end_from_one_link(study, serve, open_page, slug):
    page = open_page(f"{serve(study)}/{slug}.html")
    links, names = page.locator(".ss-project a:visible"), page.locator("[data-ss]").evaluate_all(ROOTS)
    assert links.all_inner_texts() == ["Projector view: all steps"]
    links.click()
    wall, claim, met = page.locator(".ss-wall"), page.locator(".ss-wall-claim"), []
    wall.wait_for()
    for name in names:
        for number, item in enumerate(library(name.split("/")[0]).activity(name.split("/")[1]).items(), 1):
            assert hash_of(page) == at(name, f"={number}")
            assert len(claim.inner_text()) > 8 and wall.locator("li").count() >= 2
            page.keyboard.press("b")
            assert key_of(name)[item.id].reason in page.locator(".ss-wall-answer").inner_text()
            met.append(hash_of(page))
            page.keyboard.press("PageDown")
    assert hash_of(page) == met[-1], "the end"
    for before in met[-2::-1]:
        page.keyboard.press("PageUp")
        assert hash_of(page) == before
    page.keyboard.press("PageDown")
    page.keyboard.press("Escape")
    wall.wait_for(state="detached")
    assert links.evaluate("link => link === document.activeElement")
    assert page.faults == []


@pytest.mark.parametrize("kind", ["speaking", "knowing"])
def test_what_is_asked_fits_on_an_old_projector(study, open_page, kind):
    """The keys that would scroll go on to the next claim."""
    name = f"2015-scale/{kind}"
    page, wall = open_wall(study, open_page, name, viewport={"width": 1024, "height": 700})
    sizes = []
    for _ in library("2015-scale").activity(kind).items():
        assert wall.evaluate("wall => wall.scrollHeight <= wall.clientHeight")
        sizes.append(
            wall.locator(".ss-wall-claim").evaluate(
                "e => Math.round(parseFloat(getComputedStyle(e).fontSize))"
            )
        )
        page.keyboard.press("PageDown")
    assert max(sizes) == 53 and 37 <= min(sizes) < 53, "40 points, and down to 28"


def test_an_edition_without_answers_shows_none(editions, open_page):
    page, wall = open_wall(editions("class"), open_page)
    page.keyboard.press("r")
    assert wall.locator(".ss-wall-answer").count() == 0
    assert wall.get_by_role("button").all_inner_texts() == ["‹ Before", "Next ›", "Close (Esc)"]


def test_teachers_have_the_link(editions):
    page = page_of(editions("teach"), NAME).read_text(encoding="utf-8")
    assert f'href="{at(NAME)}"' in page
