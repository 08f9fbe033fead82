"""The built book in a real browser, as students meet it."""

import json
import re

import jsonschema
import pytest
from helpers.answering import (
    WHERE,
    answer_at_once,
    answer_by_keyboard,
    answer_by_mouse,
    assert_full_marks,
    contested,
    key_of,
    library,
    page_of,
    right_answers,
    show_list,
    violations,
)
from helpers.hosts import HOST
from helpers.kits import DESKTOP, NARROW, PHONE, wait_until
from helpers.paper import turn_back, turn_to_paper
from helpers.places import ROOT

from secondsource.book.editions import EDITIONS
from secondsource.content.keys import Essay
from secondsource.content.kinds import KINDS
from secondsource.content.places import PREFIX, list_activities
from secondsource.content.places import list_notebook_activities as list_notebook_activities
from secondsource.content.texts import slugs
from secondsource.marking.answer_file import LONGEST_TEXT, AnswerFile, answer_schema


def all_activities():
    return [f"{slug}/{name}" for slug in slugs() for name in library(slug).activities]


def pages():
    """Return {page: activities it shows}, from the sources of the book; of a notebook only those that
    stand nowhere else.
    """
    shown = {
        path.stem: names
        for path in sorted((ROOT / "book").glob("*.md"))
        if (names := list_activities(path.read_text(encoding="utf-8")))
    }
    elsewhere = {name for names in shown.values() for name in names}
    for name, notebook in list_notebook_activities().items():
        if name not in elsewhere:
            shown.setdefault(f"{PREFIX}{notebook}", []).append(name)
    return shown


def test_every_activity_is_on_a_page_that_the_tests_open():
    assert sorted(name for names in pages().values() for name in names) == sorted(all_activities())


# All pages are a long corpus. Each time: one of each sort of page; every kind of exercise by keyboard, below.
EVERY_KIND = "2015-scale"
EACH_TIME = ("transfer-clinic", "who-is-speaking", f"{PREFIX}across-sound")
MOUSE = [stem if stem in EACH_TIME else pytest.param(stem, marks=pytest.mark.slow) for stem in pages()]


@pytest.mark.parametrize("stem", MOUSE)
def test_every_activity_of_a_page_is_done_by_mouse_and_explained(study, serve, open_page, stem):
    page = open_page(f"{serve(study)}/{stem}.html")
    for name in pages()[stem]:
        root, wanted = page.locator(f'[data-ss="{name}"]'), right_answers(name)
        answer_by_mouse(root, wanted)
        root.locator("[data-do=commit]").click()
        assert_full_marks(root, name, wanted)
        told = root.evaluate(
            """root => Object.fromEntries([...root.querySelectorAll('[data-feedback]')]
                 .map(box => [box.dataset.feedback, box.textContent]))"""
        )
        for item, answer in key_of(name).items():
            said = answer.model if isinstance(answer, Essay) else answer.why
            assert " ".join(said.split()) in " ".join(told[item].split()), (name, item)
    assert page.faults == []


# By keyboard a page takes ten seconds: the shortest exercise of each kind always, all are a long corpus.


def shortest_of_each_kind():
    """Return the names of the exercises of one page with the fewest items, one of each kind."""
    shown = sorted(pages()[EVERY_KIND], key=lambda name: len(right_answers(name)), reverse=True)
    return list({library(EVERY_KIND).activity(name.partition("/")[2]).kind: name for name in shown}.values())


def test_the_exercises_done_by_keyboard_each_time_are_of_every_kind():
    assert len(shortest_of_each_kind()) == len(KINDS)


@pytest.mark.parametrize(
    "stem", ["each kind", *(pytest.param(stem, marks=pytest.mark.slow) for stem in pages())]
)
def test_every_activity_of_a_page_is_done_by_keyboard_alone(study, serve, open_page, stem):
    page = open_page(f"{serve(study)}/{EVERY_KIND if stem == 'each kind' else stem}.html", PHONE)
    for name in shortest_of_each_kind() if stem == "each kind" else pages()[stem]:
        wanted = right_answers(name)
        answer_by_keyboard(page, name, wanted)
        assert_full_marks(page.locator(f'[data-ss="{name}"]'), name, wanted)
        assert page.evaluate(WHERE)["ss"] == name, "after committing the focus is still in the exercise"


def mark_activity():
    return "ferry-fares/speaking"


def test_a_wrong_answer_is_explained_and_can_be_tried_again(study, serve, open_page):
    name = mark_activity()
    page = open_page(f"{serve(study)}/{page_of(study, name).name}")
    root, wanted = page.locator(f'[data-ss="{name}"]'), right_answers(name)
    item = next(item for item, value in wanted.items() if value == "S0" and item not in contested(name))
    answer_by_mouse(root, {**wanted, item: "S3"})
    root.locator("[data-do=commit]").click()
    box = root.locator(f'[data-feedback="{item}"]')
    assert (
        "Not this one" in box.inner_text()
        and "Vague group" in box.inner_text()
        and "Why:" in box.inner_text()
    )
    root.locator("[data-do=again]").click()
    assert box.is_hidden()
    answer_by_mouse(root, {item: "S0"})
    root.locator("[data-do=commit]").click()
    assert "Right" in box.inner_text()
    stored = json.loads(page.evaluate(f"localStorage['secondsource/2/study/{name}']"))
    assert stored["first"][item] == "S3" and stored["answers"][item] == "S0" and stored["tries"] == 2
    assert "(second try; your first answers count)" in page.locator(".ss-results").inner_text()


def test_open_items_are_named_before_anything_is_committed(study, serve, open_page):
    name = mark_activity()
    page = open_page(f"{serve(study)}/{page_of(study, name).name}")
    root = page.locator(f'[data-ss="{name}"]')
    show_list(root)
    root.locator("[data-do=commit]").click()
    assert "not answered yet" in root.locator(".ss-result").inner_text()
    assert root.locator("[data-feedback]:not([hidden])").count() == 0
    root.locator("[data-do=commit]").click()
    assert "0 of" in root.locator(".ss-result").inner_text()


def test_hits_and_false_alarms_are_counted_apart(study, serve, open_page):
    name = mark_activity()
    page = open_page(f"{serve(study)}/{page_of(study, name).name}")
    root, wanted = page.locator(f'[data-ss="{name}"]'), right_answers(name)
    answer_by_mouse(root, {item: "S4" for item in wanted})  # suspicion of everything
    root.locator("[data-do=commit]").click()
    text = root.locator(".ss-result").inner_text()
    noticed, weak = map(int, re.search(r"weak spots noticed: (\d+) of (\d+)", text).groups())
    peace, sound = map(int, re.search(r"sound ones left in peace: (\d+) of (\d+)", text).groups())
    assert noticed == weak > 0 and peace == 0 < sound


def test_answers_survive_a_reload_and_say_that_they_are_saved(study, serve, open_page):
    name = mark_activity()
    address = f"{serve(study)}/{page_of(study, name).name}"
    page = open_page(address)
    root, wanted = page.locator(f'[data-ss="{name}"]'), right_answers(name)
    item, value = next(iter(wanted.items()))
    answer_by_mouse(root, {item: value})
    assert root.locator(".ss-saved").inner_text() == "Saved on this device"
    page.reload()
    assert root.locator(f'[data-item="{item}"] input[value="{value}"]').is_checked()
    answer_by_mouse(root, wanted)
    root.locator("[data-do=commit]").click()
    page.reload()
    assert_full_marks(root, name, wanted)


def test_two_tabs_on_one_exercise_lose_nothing(study, serve, open_page):
    name = mark_activity()
    address = f"{serve(study)}/{page_of(study, name).name}"
    first = open_page(address)
    second = open_page(address, context=first.context)
    (one, a), (two, b) = list(right_answers(name).items())[:2]
    answer_by_mouse(first.locator(f'[data-ss="{name}"]'), {one: a})
    second.locator(f'[data-item="{one}"] input[value="{a}"]:checked').wait_for(state="attached")
    answer_by_mouse(second.locator(f'[data-ss="{name}"]'), {two: b})
    stored = json.loads(second.evaluate(f"localStorage['secondsource/2/study/{name}']"))
    assert stored["answers"] == {one: a, two: b}


def test_damaged_storage_does_not_break_the_page(study, serve, open_page):
    name = mark_activity()
    address = f"{serve(study)}/{page_of(study, name).name}"
    page = open_page(address)
    for rubbish in (
        "{",
        "[]",
        "7",
        '{"answers": 3}',
        '{"answers": {"p1.1": 5}, "confidence": null}',
        '"text"',
    ):
        page.evaluate("([k, v]) => localStorage.setItem(k, v)", [f"secondsource/2/study/{name}", rubbish])
        page.reload()
        assert page.locator(f'[data-ss="{name}"].ss-live').count() == 1
    assert page.faults == []


def test_blocked_storage_is_told_at_once(study, serve, open_page):
    name = mark_activity()
    page = open_page(f"{serve(study)}/{page_of(study, name).name}")
    page.evaluate(
        """() => { Storage.prototype.setItem =
             () => { throw new DOMException('full', 'QuotaExceededError'); }; }"""
    )
    root = page.locator(f'[data-ss="{name}"]')
    answer_by_mouse(root, dict([next(iter(right_answers(name).items()))]))
    assert (
        "Not saved" in root.locator(".ss-saved").inner_text()
        and "Download" in root.locator(".ss-saved").inner_text()
    )


def test_answers_are_downloaded_in_the_published_schema(study, serve, open_page, tmp_path):
    page = open_page(f"{serve(study)}/2015-scale.html")
    names = [
        name
        for name in all_activities()
        if name.startswith("2015-scale/") and page_of(study, name).stem == "2015-scale"
    ]
    for name in names:
        answer_at_once(page.locator(f'[data-ss="{name}"]'), right_answers(name))
        page.locator(f'[data-ss="{name}"] [data-do=commit]').click()
    page.locator("#ss-name").fill("=Ada <b>&‮")
    with page.expect_download() as download:
        page.locator("[data-do=download]").click()
    path = tmp_path / "answers.json"
    download.value.save_as(path)
    assert re.fullmatch(r"answers-[\w-]+\.json", download.value.suggested_filename)
    data = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.validate(data, json.loads(answer_schema()))
    file = AnswerFile.model_validate(data)
    assert file.student == "=Ada <b>&‮"
    for name in names:
        assert file.activities[name].answers == right_answers(name) and file.activities[name].committed
        assert len(file.activities[name].fingerprint) == 16


def test_nobody_can_type_more_than_the_answer_file_may_hold(study):
    page = (study / "2015-scale.html").read_text(encoding="utf-8")
    assert re.search(rf'<textarea[^>]*data-answer="text"[^>]*maxlength="{LONGEST_TEXT}"', page)


def test_start_again_asks_first_and_then_forgets(study, serve, open_page):
    page = open_page(f"{serve(study)}/2015-scale.html")
    name = "2015-scale/speaking"
    item, value = next(iter(right_answers(name).items()))
    answer_by_mouse(page.locator(f'[data-ss="{name}"]'), {item: value})
    checked = page.locator(f'[data-ss="{name}"] [data-item="{item}"] input:checked')
    page.locator("[data-do=restart]").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # held down
    assert checked.count() == 1 and page.locator(".ss-confirm").is_hidden(), "that keeps them"
    page.locator("[data-do=restart]").click()
    with page.expect_navigation():
        page.locator("[data-do=restart-yes]").click()
    second_copy = page.evaluate("""new Promise((done) => {
      indexedDB.open('secondsource/2/study/').onsuccess = (event) => {
        const copies = event.target.result.transaction('kept').objectStore('kept').getAll();
        copies.onsuccess = () => done(copies.result);
      };
    })""")
    assert (
        checked.count() == 0
        and page.evaluate(f"localStorage['secondsource/2/study/{name}']") is None
        and second_copy
        and all(list(copy[1]) == ["times"] for copy in second_copy)  # no more than when it was deleted
    )
    told = page.locator(":focus", has_text="Your answers on this page are deleted.")
    told.wait_for()
    assert page.locator(".ss-route").bounding_box()["y"] > told.bounding_box()["y"] >= 56, "below the bar"
    page.reload()
    assert page.locator("p", has_text="are deleted").count() == 0, "said once"


def test_a_second_source_that_was_read_says_so_wherever_it_stands(study, serve, open_page):
    page = open_page(f"{serve(study)}/2015-scale.html")
    page.mouse.move(5, 5)  # links become copies
    held = page.locator("details.ss-evidence[data-read], .ss details.ss-evidence")
    for fold in held.all():
        fold.evaluate("fold => { fold.open = true; }")
    titles = page.locator(".ss .ss-card > summary").all_inner_texts()
    twice = next(title for title in titles if titles.count(title) > 1)
    copies = page.locator(".ss-card", has=page.locator("summary", has_text=twice.split(",")[0]))
    assert page.locator(".ss-read").count() == 0
    turn_to_paper(page)
    turn_back(page)
    assert page.locator(".ss-read").count() == 0, "a printer opens all"
    copies.first.locator("summary").click()
    name = copies.first.evaluate("card => card.id || card.dataset.card")
    read = page.locator(".ss-read").evaluate_all("all => all.map((card) => card.id || card.dataset.card)")
    assert len(read) > 1 and set(read) == {name}
    sign = page.locator(".ss-read > summary").last
    assert "read" in sign.evaluate("e => getComputedStyle(e, '::after').content")
    page.reload()
    page.mouse.move(7, 7)  # on another day, too, with the first act
    wait_until(page, f"() => document.querySelectorAll('.ss-read').length === {len(read)}")


def test_the_results_so_far_stand_at_the_end_of_the_page(study, serve, open_page):
    page = open_page(f"{serve(study)}/2015-scale.html")
    name = "2015-scale/knowing"
    root, wanted = page.locator(f'[data-ss="{name}"]'), right_answers(name)
    show_list(root)
    for sure in root.locator("[data-sure]").all():
        sure.select_option("90")
    answer_by_mouse(root, wanted)
    root.locator("[data-do=commit]").click()
    results = page.locator(".ss-results").inner_text()
    assert root.locator(".ss-title").inner_text() in results and "90% sure on average, 100% right" in results
    first = page.locator("[data-ss]").first  # bound before the panel is there
    show_list(first)
    for _ in range(2):
        first.locator("[data-do=commit]").click()
    results = page.locator(".ss-results").inner_text()
    page.reload()
    page.locator(".ss-mine").wait_for()
    assert first.locator(".ss-title").inner_text() in results == page.locator(".ss-results").inner_text()


def test_a_page_works_from_a_folder(study, open_page):
    page = open_page((study / "2015-scale.html").as_uri())
    for name in ("2015-scale/speaking", "2015-scale/wording"):
        root, wanted = page.locator(f'[data-ss="{name}"]'), right_answers(name)
        answer_by_mouse(root, wanted)
        root.locator("[data-do=commit]").click()
        assert_full_marks(root, name, wanted)
        page.reload()
        assert_full_marks(root, name, wanted)
    assert all(request.startswith(("file:", "data:")) for request in page.requests_seen)
    assert page.faults == []


@pytest.mark.slow
def test_no_page_of_any_edition_asks_another_host_or_complains(editions, serve, open_page):
    for edition in EDITIONS:
        site = editions(edition)
        address = serve(site)
        page = open_page(f"{address}/index.html")
        for path in sorted(site.glob("*.html")):
            page.goto(f"{address}/{path.name}")
            assert page.faults == [], path.name
        page.wait_for_load_state("networkidle")
        assert {
            request for request in page.requests_seen if not request.startswith((address, "data:"))
        } == set()


def test_the_class_edition_keeps_answers_and_gives_none(editions, serve, open_page):
    site, name = editions("class"), mark_activity()
    page = open_page(f"{serve(site)}/{page_of(site, name).name}")
    root, wanted = page.locator(f'[data-ss="{name}"]'), right_answers(name)
    answer_by_mouse(root, wanted)
    root.locator("[data-do=commit]").click()
    assert "Your teacher has the key" in root.locator(".ss-result").inner_text()
    assert root.locator("[data-feedback]:not([hidden])").count() == 0
    page.reload()
    assert json.loads(page.evaluate(f"localStorage['secondsource/2/class/{name}']"))["answers"] == wanted
    root.locator("[data-do=again]").click()
    assert root.locator("[data-do=commit]").is_visible()


def test_without_javascript_every_question_can_be_read(study, serve, open_page):
    page = open_page(f"{serve(study)}/2015-scale.html", java_script_enabled=False)
    text = page.locator("main").inner_text()
    for name, activity in library("2015-scale").activities.items():
        if page_of(study, f"2015-scale/{name}").stem == "2015-scale":
            assert activity.prompt in text
    assert page.locator("[data-do=commit]:visible").count() == 0
    assert all(step.is_visible() for step in page.locator(".ss-step").all())


SOME = ["index", "2015-scale", "claims", "across-figures", "search"]


@pytest.mark.parametrize("names", [SOME, pytest.param(["*"], marks=pytest.mark.slow)], ids=["some", "all"])
def test_nothing_is_wider_than_the_narrowest_phone(study, serve, open_page, names):
    page = open_page(f"{serve(study)}/index.html", NARROW)
    paths = sorted(path for name in names for path in study.glob(f"{name}.html"))
    assert len(paths) >= len(SOME)
    for path in paths:
        page.goto(f"{serve(study)}/{path.name}")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= NARROW["width"], f"{path.name} is {width} pixels wide"


PLACES = """() => [...document.querySelectorAll('main *')].map((part) => {
  const { x, y, width, height } = part.getBoundingClientRect();
  return [part.className, x, y, width, height];
})"""


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_what_is_drawn_apart_stands_where_it_stood(study, serve, open_page, viewport):
    """An exercise and a card are laid out by themselves (page.css), so that a press draws one alone."""
    page = open_page(f"{serve(study)}/2015-scale.html", viewport)
    page.wait_for_selector(".ss-walking")
    for apart in (".ss", ".ss-card"):
        assert page.locator(apart).first.evaluate("e => getComputedStyle(e).contain") == "layout style"
    places = page.evaluate(PLACES)
    page.add_style_tag(content=".ss, .ss-card { contain: none !important }")
    assert len(places) > 1000 and page.evaluate(PLACES) == places


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_no_page_has_an_accessibility_violation(editions, serve, open_page, part):
    """Every page of the study edition, and of the teach edition those that only it has. The class edition
    is the study edition without answers.
    """
    study, teach = editions("study"), editions("teach")
    pages = [(study, path.name) for path in sorted(study.glob("*.html"))]
    pages += [(teach, path.name) for path in sorted(teach.glob("*.html")) if not (study / path.name).exists()]
    page = open_page("about:blank", PHONE)
    found = []
    for site, name in pages[part::4]:
        page.goto(f"{serve(site)}/{name}")
        found += violations(page)
    assert found == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "edition, viewport, scheme",
    [("teach", DESKTOP, "light"), ("study", PHONE, "dark"), ("class", DESKTOP, "dark")],
    ids=["teach-desktop-light", "study-phone-dark", "class-desktop-dark"],
)
def test_no_page_of_any_edition_has_an_accessibility_violation(
    editions, serve, open_page, edition, viewport, scheme
):
    """Each edition once, each look somewhere: editions differ in answers and teachers' pages alone."""
    site = editions(edition)
    page = open_page("about:blank", viewport, color_scheme=scheme)
    found = []
    for path in sorted(site.glob("*.html")):
        page.goto(f"{serve(site)}/{path.name}")
        found += violations(page)
    assert found == []


@pytest.mark.parametrize(
    "stem, least, scheme",
    [
        ("who-is-speaking", 7, "light"),
        pytest.param("2015-scale", 50, "light", marks=pytest.mark.slow),  # axe takes ten seconds for it
        pytest.param("2015-scale", 50, "dark", marks=pytest.mark.slow),
    ],
)
def test_feedback_has_no_accessibility_violation(study, serve, open_page, stem, least, scheme):
    page = open_page(f"{serve(study)}/{stem}.html", PHONE, color_scheme=scheme)
    for root in page.locator("[data-ss]").all():
        show_list(root)
        for _ in range(2):
            root.locator(
                "[data-do=commit]"
            ).click()  # half of it wrong, half of it blank: every kind of feedback
            if root.locator("[data-do=commit]").is_hidden():
                break
    assert page.locator("[data-feedback]:not([hidden])").count() > least
    assert violations(page) == []


def test_the_module_works_in_a_host_of_the_anywidget_contract(open_page):
    from secondsource.exercise.html import render_activity
    from secondsource.exercise.key_payload import describe_key
    from secondsource.exercise.scripts import module_script

    name = "2015-scale/figures"
    found, wanted = library("2015-scale"), right_answers("2015-scale/figures")
    key = describe_key(found, "figures")
    marks = {item: "contested" if item in contested(name) else "right" for item in wanted}
    page = open_page("about:blank")
    page.evaluate(
        HOST,
        [module_script(), render_activity(found, "figures", embed_key=False), {"marks": marks, "key": key}],
    )
    root = page.locator(f'[data-ss="{name}"]')
    answer_by_mouse(root, wanted)
    root.locator("[data-do=commit]").click()
    page.wait_for_function("document.querySelector('.ss-feedback:not([hidden])')")
    assert_full_marks(root, name, wanted)
    told = page.evaluate("window.told")
    assert {"type": "commit", "answers": wanted} in told and told[-2]["answers"] == wanted
    page.evaluate("window.unbind()")
    assert "ss-live" not in root.get_attribute("class")
