"""The HTML of an exercise: a second source stands once on a page, and links and keys name it."""

import json
import re

import pytest
from helpers.answering import answer_by_mouse, right_answers
from helpers.kits import DESKTOP

from secondsource.content.textset import TextSet
from secondsource.exercise.html import render_activity, render_evidence, share_cards
from secondsource.exercise.key_payload import describe_key

SLUG, NAME = "2015-scale", "speaking"


@pytest.fixture(scope="module")
def library():
    return TextSet(SLUG)


def keys_of(page):
    return [
        json.loads(key.replace("\\u003c", "<")) for key in re.findall(r'class="ss-key">(.*?)</script>', page)
    ]


def named_in(keys):
    return [card for key in keys for told in key.values() for card in told.get("evidence", [])]


def test_a_second_source_stands_once_on_a_page_and_every_link_and_key_leads_to_it(study):
    for path in study.glob("*.html"):
        page = path.read_text(encoding="utf-8")
        cards = re.findall(r'<details class="ss-card" id="(ss-card-[^"]+)"', page)
        links = re.findall(r'<p class="ss-card ss-elsewhere" data-card="([^"]+)"><a href="#([^"]+)">\S', page)
        assert len(cards) == len(set(cards)) and 'ss-card" data-card' not in page, path.name
        assert {name for link in links for name in link} <= set(cards), path.name
        assert set(named_in(keys_of(page))) <= set(cards), path.name
        if path.stem == SLUG:
            assert len(cards) > 30 < len(links) and len(named_in(keys_of(page))) > 30


def test_what_only_reasons_name_is_held_back_once_and_not_where_the_page_shows_it(library):
    names = [f"ss-card-{SLUG}-{card}" for card in library.cards]
    exercise = render_activity(library, NAME, embed_key=True)
    alone, with_all = share_cards(exercise * 2), share_cards(exercise + render_evidence(library))
    held = re.findall(r'<div class="ss-held" hidden>.*?</div>', alone, flags=re.DOTALL)
    assert len(held) == 1 and "ss-held" not in with_all
    told = set(named_in(keys_of(exercise)))
    shown = {f"ss-card-{SLUG}-{card}" for card in library.activity(NAME).evidence}
    assert set(re.findall(r'id="(ss-card[^"]+)"', held[0])) == told - shown != set()
    assert sorted(re.findall(r'<details class="ss-card" id="([^"]+)"', with_all)) == sorted(names)


def test_where_nothing_is_sent_no_button_says_hand_in():
    """In the class edition an answer leaves the device as a file, which the student gives to the teacher."""
    page = render_activity(TextSet(SLUG, with_key=False), NAME, False, edition="class")
    assert page.count("Finish this exercise") == 2 and "hand in" not in page.lower()


@pytest.mark.parametrize("name, words", [("missing", {"Missing", "No gap"}), ("holds-up", {"Yes", "No"})])
def test_an_answer_has_the_name_of_the_button_that_gives_it(library, name, words):
    """The key said “Belongs” of what students had called “Missing”."""
    page = render_activity(library, name, embed_key=True)
    assert set(re.findall(r'data-decide="[^"]+" aria-pressed="false">([^<]+)<', page)) == words
    assert {told["name"] for told in describe_key(library, name).values()} == words
    activity = library.activity(name)
    assert {
        activity.spell_choice(choice) for item in activity.items() for choice in item.choices.values()
    } == words


def test_without_a_key_nothing_says_what_reasons_rest_on():
    assert "ss-held" not in render_activity(TextSet(SLUG, with_key=False), NAME, embed_key=True)


def test_feedback_that_is_drawn_before_the_page_has_ended_gets_its_second_sources(study, tab, serve, library):
    first = re.search(f'data-ss="{SLUG}/([^"]+)', (study / f"{SLUG}.html").read_text(encoding="utf-8"))[1]
    state = {"answers": right_answers(f"{SLUG}/{first}"), "committed": True}
    page = tab(f"{serve(study)}/{SLUG}.html", {f"secondsource/2/study/{SLUG}/{first}": json.dumps(state)})
    root = page.locator(f'[data-ss="{SLUG}/{first}"]')
    wanted = sum(len(answer.evidence) for answer in library.answers(first).values())
    assert root.locator("[data-feedback] details.ss-card").count() == wanted > 0
    assert page.locator(".ss-elsewhere").count() == 0 and page.faults == []
    twice = (
        "[...document.querySelectorAll('[id]')].map(e => e.id).filter((id, n, ids) => ids.indexOf(id) < n)"
    )
    assert page.evaluate(twice) == []


def test_without_scripts_a_link_leads_to_the_second_source(study, open_page):
    page = open_page(f"{study.as_uri()}/{SLUG}.html", java_script_enabled=False)
    fold = page.locator(".ss-evidence:has(> .ss-elsewhere)").first
    fold.locator("summary").first.click()
    link = fold.locator(".ss-elsewhere a").first
    name = link.get_attribute("href")[1:]
    link.click()
    assert page.url.endswith(f"#{name}") and page.locator(f"details#{name} > summary").is_visible()


def test_feedback_shows_the_whole_card_closed(study, open_page, library):
    page = open_page(f"{study.as_uri()}/{SLUG}.html", DESKTOP)
    root = page.locator(f'[data-ss="{SLUG}/{NAME}"]')
    root.locator(".ss-evidence").first.evaluate(
        "fold => fold.querySelectorAll('details').forEach(d => d.open = true)"
    )
    answer_by_mouse(root, right_answers(f"{SLUG}/{NAME}"))
    root.locator("[data-do=commit]").click()
    item = next(item for item, one in library.answers(NAME).items() if one.evidence)
    cards = root.locator(f'[data-feedback-for="{item}"] .ss-card, [data-feedback="{item}"] .ss-card')
    wanted = [library.cards[card].title for card in library.answers(NAME)[item].evidence]
    assert cards.count() == len(wanted)
    for card, title in zip(cards.all(), wanted, strict=True):
        assert title in card.text_content() and card.get_attribute("open") is None
    assert page.faults == []
