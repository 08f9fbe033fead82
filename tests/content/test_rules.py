"""Each module of rules, asked alone, says what is wrong in its own subject, and nothing of a good set."""

import shutil

import pytest
from helpers.places import ROOT

from secondsource.content.fieldfaults import find_place
from secondsource.content.references import read_references
from secondsource.content.rules.answers import check_key, is_answered
from secondsource.content.rules.cards import check_cards
from secondsource.content.rules.found import Found
from secondsource.content.rules.pages import check_pages, sets_without_a_page
from secondsource.content.rules.questions import check_questions
from secondsource.content.rules.references import check_counts, check_events, unused_references
from secondsource.content.rules.texts import check_texts
from secondsource.content.strict import field_names

SET = "ferry-fares"
PAGE = f"# One\n\n```{{activity}} {SET}/speaking\n```\n"


@pytest.fixture
def kit(tmp_path):
    """A folder with one set and one page."""
    for top in ("exercises", "solutions"):
        shutil.copytree(ROOT / top / SET, tmp_path / top / SET)
    (tmp_path / "book").mkdir()
    (tmp_path / "book/one.md").write_text(PAGE, encoding="utf-8")
    return tmp_path


def damage(kit, file, old, new):
    path = kit / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return Found(SET, kit, True)


def said(problems):
    return " ".join(map(str, problems))


def test_of_a_good_set_no_rule_says_anything(kit):
    found = Found(SET, kit, True)
    rules = (check_texts(found, {}), check_cards(found, {}), check_questions(found), check_key(found))
    assert found.faults == [] and [list(rule) for rule in rules] == [[], [], [], []]
    assert is_answered(found)


@pytest.mark.parametrize(
    "rule, file, old, new, word",
    [
        (check_cards, "exercises", "reference: invented", "reference: nowhere", "nowhere"),
        (check_questions, "exercises", "units: [p2.1, p2.3,", "units: [p2.1, p9.9,", "p9.9"),
        (check_key, "solutions", "  p2.1:\n", "  p9.9:\n", "p9.9"),
    ],
)
def test_a_rule_names_what_is_wrong_in_its_subject(kit, rule, file, old, new, word):
    names = {check_cards: "evidence.yaml", check_questions: "items.yaml"}
    found = damage(kit, f"{file}/{SET}/{names.get(rule, 'key.yaml')}", old, new)
    problems = rule(found, {}) if rule is check_cards else rule(found)
    assert word in said(problems)


def test_a_brief_sentence_rests_on_a_reference_of_the_book(kit):
    text = kit / f"exercises/{SET}/brief.txt"
    text.write_text(
        text.read_text(encoding="utf-8") + "\n[b9.1] So it was.\nsource: nowhere\n", encoding="utf-8"
    )
    assert "nowhere" in said(check_texts(Found(SET, kit, True), {}))


def test_what_is_asked_and_not_answered_is_not_counted(kit):
    assert not is_answered(damage(kit, f"solutions/{SET}/key.yaml", "  p2.1:\n", "  p9.9:\n"))


def test_pages_show_each_exercise_once(kit):
    found = {SET: Found(SET, kit, True)}
    assert sets_without_a_page(found, kit) == set()
    (kit / "book/two.md").write_text(PAGE, encoding="utf-8")
    assert "speaking" in said(check_pages(found, {}, kit, True))
    for name in ("one", "two"):
        (kit / f"book/{name}.md").unlink()
    assert sets_without_a_page(found, kit) == {SET}


def test_references_are_named_and_there():
    references = read_references(ROOT)
    assert said([*check_counts(references, ROOT), *check_events(references, ROOT)]) == ""
    assert "is not in book/references.bib" in said(check_counts({}, ROOT))
    assert "is not in book/references.bib" in said(check_events({}, ROOT))
    assert list(unused_references(["nobody-rests-on-it"], ROOT))[0].item == "nobody-rests-on-it"


def test_names_of_fields_are_those_that_people_write():
    assert {"why_not", "choices", "evidence"} <= set(field_names()) and "choice_list" not in field_names()


def test_the_place_of_a_fault_has_only_names_of_the_file():
    data = {"answers": {"missing": {"a": {"answer": "yes"}}}}
    place = find_place(("answers", "missing", "a", "Answer", "why"), data, is_missing=True)
    assert list(place) == ["answers", "missing", "a", "why"]
