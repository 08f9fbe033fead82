"""An article page on paper: complete, and each second source printed once."""

import re

import pytest
from helpers.answering import answer_at_once, key_of, right_answers
from helpers.paper import turn_back, turn_to_paper

from secondsource.desk.lesson_file import write_lesson

QUICK = "2015-scale"
OTHERS = ("2018-main-opposition", "2019-back-to-wall", "2020-negotiations", "2021-big-blow")
SHEETS = {"untouched": 30, "answered": 48}  # A4; the longest article takes 27 and 45. It was 77 and 160

# What a reader of the sheets sees. `whole`: how often the text of each second source is printed.
PAPER = """() => {
  const seen = (e) => e.checkVisibility(), cards = [...document.querySelectorAll('.ss-card')].filter(seen);
  const named = (card) => card.id || card.dataset.card, whole = {}, lines = [];
  for (const card of cards) {
    const isWhole = [...card.querySelectorAll(':scope > p')].some(seen);
    whole[named(card)] = (whole[named(card)] || 0) + isWhole;
    const list = card.closest('.ss-evidence.ss-rules');
    if (!isWhole) lines.push([named(card), card.dataset.printed || list?.dataset.printed || '']);
  }
  const empty = [...document.querySelectorAll('.ss select, .ss-evidence select')].filter(
    (select) => seen(select) && !select.value);
  return { whole, lines, empty: empty.length,
    closed: [...document.querySelectorAll('.ss details, .ss-evidence details')].filter(
      (fold) => seen(fold) && !fold.open).length,
    meanings: [...document.querySelectorAll('.ss-rules dd')].filter((e) => !seen(e)).length,
    unseen: [...document.querySelectorAll('.ss-chip, .ss-option > label, .ss-feedback:not([hidden])')].filter(
      (e) => !seen(e)).length,
    reasons: [...document.querySelectorAll('.ss-feedback')].filter(seen).length,
    moved: [...document.querySelectorAll('.ss-own, .ss-walk, .ss-mine, .ss-switch')].filter(seen).length };
}"""
NAMES = """() => [...new Set([...document.querySelectorAll('details.ss-card[id], .ss-card[data-card]')].map(
  (card) => card.id || card.dataset.card))]"""


def print_page(page):
    page.mouse.move(5, 5)
    page.wait_for_function("!document.querySelector('.ss-elsewhere')")  # links become copies
    turn_to_paper(page)
    page.emulate_media(media="print")
    return page.evaluate(PAPER)


def answer_all(page):
    names = page.locator("[data-ss]").evaluate_all("all => all.map((root) => root.dataset.ss)")
    for name in names:
        root = page.locator(f'[data-ss="{name}"]')
        answer_at_once(root, right_answers(name))
        root.locator("[data-do=commit]").evaluate("button => button.click()")
        root.locator(".ss-feedback:not([hidden])").first.wait_for(state="attached")
    return sum(len(key_of(name)) for name in names)


def count_sheets(page, path):
    page.emulate_media(media=None)
    page.pdf(path=path, prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b", path.read_bytes()))


@pytest.mark.parametrize("state", ["answered", pytest.param("untouched", marks=pytest.mark.slow)])
@pytest.mark.parametrize("slug", [QUICK, *(pytest.param(slug, marks=pytest.mark.slow) for slug in OTHERS)])
def test_each_second_source_is_printed_once_and_nothing_is_left_closed(
    study, serve, open_page, tmp_path, slug, state
):
    page = open_page(f"{serve(study)}/{slug}.html")
    reasons = answer_all(page) if state == "answered" else 0
    names = page.evaluate(NAMES)
    paper = print_page(page)
    assert paper["whole"] == dict.fromkeys(names, 1) and len(names) > 15
    assert {place for _, place in paper["lines"]} == {"see “More second sources”, below"}
    nothing = dict.fromkeys(("empty", "closed", "meanings", "unseen", "moved"), 0)
    assert {name: paper[name] for name in nothing} == nothing
    assert paper["reasons"] == reasons
    turn_back(page)
    assert page.locator("[data-printed]").count() == 0 and page.locator("details.ss-card[open]").count() == 0
    assert count_sheets(page, tmp_path / "page.pdf") <= SHEETS[state]


def test_where_a_page_lists_no_second_sources_each_is_printed_where_it_is_first_used(study, serve, open_page):
    page = open_page(f"{serve(study)}/across-figures.html")
    answer_all(page)
    paper = print_page(page)
    names = {name for name, _ in paper["lines"]} | set(paper["whole"])
    assert paper["whole"] == dict.fromkeys(names, 1) and names
    for _, place in paper["lines"]:
        assert re.fullmatch("see “.+”, above", place)


def test_without_scripts_paper_is_open_too(study, serve, open_page):
    page = open_page(f"{serve(study)}/2015-scale.html", java_script_enabled=False)
    page.emulate_media(media="print")
    for part in (".ss details.ss-card > p", ".ss-rules dd"):
        texts = page.locator(part)
        assert texts.count() > 20 and texts.first.is_visible() and texts.last.is_visible(), part


def test_a_lesson_in_one_file_prints_open_and_each_second_source_once(study, open_page, tmp_path):
    lesson = tmp_path / "lesson.html"
    page = (study / "2015-scale.html").read_text(encoding="utf-8")
    lesson.write_text(write_lesson(page), encoding="utf-8")
    page = open_page(lesson.as_uri())
    names = page.evaluate(NAMES)
    paper = print_page(page)
    assert paper["whole"] == dict.fromkeys(names, 1) and len(names) > 15
    assert paper["closed"] == paper["meanings"] == paper["moved"] == 0
    assert count_sheets(page, tmp_path / "page.pdf") <= 40, "its type is larger, and its paper Letter"
