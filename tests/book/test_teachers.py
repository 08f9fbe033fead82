"""The teach edition: each text with its key beside it, lesson plans, standards; and nothing of it in the
other editions.
"""

import html
import re

import pytest
from helpers.kits import DESKTOP, NARROW, PHONE

from secondsource.content.check import check
from secondsource.content.citations import list_claims
from secondsource.content.labels import SKILL_NAMES, SKILLS
from secondsource.content.places import lesson_files
from secondsource.content.standards import check_standards, read_standards
from secondsource.content.texts import slugs
from secondsource.content.textset import TextSet

CONTESTED = "contested: discussed, never scored"


def plain(text):
    """Return HTML as a reader gets it: without tags, entities undone."""
    return html.unescape(re.sub(r"<[^>]+>", "", text))


def units_of(site, slug):
    """Return {label: {"": the unit and all that stands beside it, skill: what stands beside it for that
    skill}} of a teaching page.
    """
    page = (site / f"teaching-{slug}.html").read_text(encoding="utf-8")
    found = re.findall(
        r'<li class="ss-labelled-unit" id="unit-([^"]+)">(.*?)(?=<li class="ss-labelled-unit"|</section>)',
        page,
        flags=re.DOTALL,
    )
    return {
        label: {"": plain(text)}
        | {
            re.search(r'ss-skill">([^<]+)', part)[1]: plain(part)
            for part in text.split('<div class="ss-label">')[1:]
        }
        for label, text in found
    }


@pytest.mark.parametrize("slug", slugs())
def test_every_unit_has_its_whole_key_beside_it(editions, slug):
    library, shown = TextSet(slug), units_of(editions("teach"), slug)
    assert list(shown) == list(library.units)
    for label, unit in library.units.items():
        assert unit.text in shown[label][""]
        answers = [(skill, answer) for skill, answer in library.key.units.get(label, ()) if answer]
        for skill, answer in answers:
            wanted = [
                f"{answer.answer} {SKILLS[skill][answer.answer].name}",
                answer.why,
                answer.sound,
                *answer.also.values(),
                *answer.why_not.values(),
                *(f"Also accepted, {other}" for other in answer.also),
                *(library.cards[card].title for card in answer.evidence),
            ]
            assert [text for text in wanted if text not in shown[label][SKILL_NAMES[skill]]] == [], (
                f"{slug}, {label}, {skill}"
            )
        words = [
            answers[item]
            for name, activity in library.activities.items()
            if activity.kind == "phrases"
            for answers in [library.answers(name)]
            for item, phrase in activity.phrases.items()
            if phrase.unit == label
        ]
        assert shown[label][""].count(CONTESTED) == sum(
            answer.is_contested for answer in [*(answer for _, answer in answers), *words]
        ), f"{slug}, {label}"


def test_every_unit_says_which_exercises_ask_for_it(editions):
    shown = units_of(editions("teach"), "2015-scale")
    for activity in TextSet("2015-scale").activities.values():
        for number, unit in enumerate(activity.units if activity.kind == "mark" else (), 1):
            assert f"{activity.title} (no. {number})" in shown[unit][""]


def test_every_lesson_page_is_in_the_contents_and_the_course_map_comes_first(editions):
    page = (editions("teach") / "index.html").read_text(encoding="utf-8")
    linked = list(dict.fromkeys(re.findall(r'href="lessons-([\w-]+)\.html"', page)))
    assert sorted(linked) == [path.stem for path in lesson_files()]
    assert linked[0] == "course-map" and [stem for stem in linked if stem.startswith("lesson-")] == sorted(
        stem for stem in linked if stem.startswith("lesson-")
    )
    assert page.index("Lesson plans") < page.index("Teaching notes")


def test_every_exercise_has_a_row_of_declared_codes(editions):
    page = (editions("teach") / "lessons-standards.html").read_text(encoding="utf-8")
    rows = dict(re.findall(r'<tr role="row" data-exercise="([^"]+)">(.*?)</tr>', page, flags=re.DOTALL))
    assert set(rows) == {f"{slug}/{name}" for slug in slugs() for name in TextSet(slug).activities}
    declared = {
        f"{framework} {code}": asks
        for framework, held in read_standards().frameworks.items()
        for code, asks in held.codes.items()
    }
    for name, row in rows.items():
        codes = re.findall(r'<a class="ss-code" href="#code-([^"]+)">([^<]+)</a>', row)
        assert codes and {code for _, code in codes} <= set(declared), name
        assert all(f'id="code-{anchor}"' in page for anchor, _ in codes), name
    assert [asks for asks in declared.values() if asks not in html.unescape(page)] == []


@pytest.mark.parametrize("edition", ["study", "class"])
def test_the_other_editions_have_nothing_of_it(editions, edition):
    names = [path.name for path in editions(edition).rglob("*")]
    assert [name for name in names if name.startswith(("lessons-", "teaching-", "secondsource-teach"))] == []
    everything = "\n".join(
        plain(path.read_text(encoding="utf-8")) for path in editions(edition).glob("*.html")
    )
    sentences = [
        max(re.findall(r"^[^`*\[{|\n]+$", path.read_text(encoding="utf-8"), flags=re.MULTILINE), key=len)
        for path in lesson_files()
    ]
    assert sentences and [sentence for sentence in sentences if sentence in everything] == []
    assert "Lesson plans" not in everything and CONTESTED not in everything


WRONG = [
    ("an undeclared code", "digcomp 1.2", "digcomp 9.9", ["digcomp 9.9", "not declared", "FRAMEWORK CODE"]),
    (
        "an exercise without a use",
        "kind: phrases",
        "kind: write",
        ["uses, wording phrases", "have no codes", "`kind: phrases`"],
    ),
    (
        "a use without an exercise",
        "skill: wording\n    kind: phrases",
        "skill: words\n    kind: phrases",
        ["uses, words phrases", "no exercise"],
    ),
    (
        "two uses",
        "skill: wording\n    kind: choose",
        "skill: wording\n    kind: phrases",
        ["wording phrases", "two uses"],
    ),
    ("a source that is no address", "source: https://", "source: www.", ["frameworks", "is no address"]),
    ("an unknown name", "    why:", "    because:", ["because", "not known"]),
]


@pytest.mark.parametrize("old, new, said", [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_a_fault_in_the_standards_is_named_with_its_cure(kit, old, new, said):
    path = kit / "solutions/lessons/standards.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    messages = [str(problem) for problem in check_standards(kit)]
    assert any(
        message.startswith("solutions/lessons/standards.yaml") and all(words in message for words in said)
        for message in messages
    ), messages


def test_a_citation_in_a_lesson_uses_a_reference_and_must_name_a_known_one(kit):
    path = kit / "solutions/lessons/lesson-1.md"
    path.write_text(
        path.read_text(encoding="utf-8") + "\nSee {cite}`cbs-2015-05, nobody-1999`.\n", encoding="utf-8"
    )
    assert ("lesson-1", "notes", "") in list_claims(kit)["cbs-2015-05"]
    assert ", nobody-1999: this reference is not in book/references.bib" in "\n".join(map(str, check(kit)))


PAGES = ["teaching-2015-scale", "lessons-standards", "lessons-course-map"]


def test_teachers_pages_fit_a_narrow_phone_and_print_without_the_menu(editions, serve, open_page):
    page = open_page("about:blank", NARROW)
    for name in PAGES:
        page.goto(f"{serve(editions('teach'))}/{name}.html")
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], name
    page.emulate_media(media="print")
    assert page.locator(".ss-bar:visible, .bd-sidebar-primary:visible, .ss-pager:visible").count() == 0


def test_the_key_stands_beside_its_unit_on_a_desk_and_below_it_on_a_phone(editions, serve, open_page):
    page = open_page(f"{serve(editions('teach'))}/teaching-2015-scale.html", DESKTOP)
    text, labels = page.locator("#unit-p2\\.1 .ss-labelled-text"), page.locator("#unit-p2\\.1 .ss-labels")
    left, right = text.bounding_box(), labels.bounding_box()
    assert right["x"] >= left["x"] + left["width"] and abs(right["y"] - left["y"]) < 2
    page.set_viewport_size(PHONE)
    above, below = text.bounding_box(), labels.bounding_box()
    assert below["y"] >= above["y"] + above["height"]
