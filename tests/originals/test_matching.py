"""The reader's own copy: found in both languages alike, measured on the real originals and on damaged
copies of them.
"""

import json
import random
from pathlib import Path

import pytest
from helpers.damage import KINDS, damage, to_html
from helpers.needs import NO_ORIGINALS, find_originals

from secondsource.content.texts import Unit
from secondsource.data import articles
from secondsource.originals.files import find_article, read_copy
from secondsource.originals.matching import match, match_units, read_stream

CASES = json.loads(Path(__file__).with_name("cases.json").read_text(encoding="utf-8"))
ORIGINALS = find_originals()
SEEDS = range(12)
LOREM = [
    "lorem",
    "ipsum",
    "dolor",
    "sit",
    "amet",
    "consectetur",
    "adipiscing",
    "elit",
    "sed",
    "do",
    "eiusmod",
    "tempor",
    "incididunt",
    "ut",
    "labore",
    "et",
    "dolore",
    "magna",
    "aliqua",
    "the",
    "iranian",
    "regime",
]

needs_originals = pytest.mark.skipif(not ORIGINALS, reason=NO_ORIGINALS)


def pristine():
    """Return {slug: original text}, by what the matcher itself says, checked to be one to one."""
    found = {
        find_article(path.read_text(encoding="utf-8"))[0]: path.read_text(encoding="utf-8")
        for path in ORIGINALS
    }
    assert set(found) == set(articles()) and len(found) == len(ORIGINALS)
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_python_finds_what_the_case_says(case):
    units = [Unit(unit["label"], unit["text"], unit["first"], unit["last"]) for unit in case["units"]]
    found = match_units(units, case["copy"]).found
    assert {label: list(span) for label, span in found.items()} == case["found"], {
        label: case["copy"][a:b] for label, (a, b) in found.items()
    }


MATCHING = ("originals/matching.js", "matchUnits")


def as_json(units):
    return [
        {
            "label": unit.label,
            "first": unit.first,
            "last": unit.last,
            "letters": len(read_stream(unit.text).letters),
        }
        for unit in units
    ]


def test_the_browser_finds_what_every_case_says(call_script):
    units = [
        [Unit(unit["label"], unit["text"], unit["first"], unit["last"]) for unit in case["units"]]
        for case in CASES
    ]
    jobs = [[as_json(listed), case["copy"]] for listed, case in zip(units, CASES, strict=True)]
    found = call_script(*MATCHING, jobs)
    assert {case["name"]: spans for case, spans in zip(CASES, found, strict=True)} == {
        case["name"]: case["found"] for case in CASES
    }


@needs_originals
def test_nearly_every_unit_is_found_in_its_original():
    for slug, text in pristine().items():
        found = match(slug, text)
        assert len(found.found) >= 0.98 * len(found.wanted), (slug, set(found.wanted) - set(found.found))
        spans = [found.found[label] for label in found.wanted if label in found.found]
        assert all(start < end for start, end in spans)
        for label, (start, end) in found.found.items():
            unit = next(unit for unit in units_of(slug) if unit.label == label)
            letters = read_stream(text[start:end]).letters
            assert letters.startswith(read_stream(unit.first).letters) and letters.endswith(
                read_stream(unit.last).letters
            )


def units_of(slug):
    from secondsource.content.texts import read_article

    return list(read_article(slug).units.values())


def judge(slug, text, truth, kinds, seed):
    """Return (found, present, wrong) for one damaged copy. A unit is present when nine tenths of its
    letters are.
    """
    copy = damage(text, kinds, seed)
    spans = match(slug, copy.text).found
    there = {place for _, place in copy.marked if place is not None}
    found, present, wrong = 0, 0, []
    for label, (start, end) in truth.items():
        wanted = [place for place in range(start, end) if text[place].isalnum()]
        is_there = len(there & set(wanted)) >= 0.9 * len(wanted)
        present += is_there
        if label in spans:
            got = [place for place in copy.places(*spans[label]) if text[place].isalnum()]
            shared = len(set(got) & set(wanted))
            same_words = [text[place].lower() for place in got] == [text[place].lower() for place in wanted]
            right = same_words or (shared >= 0.9 * len(wanted) and shared >= 0.9 * len(set(got)))
            found += right and is_there
            wrong += [] if right else [(seed, label, copy.text[slice(*spans[label])])]
    return found, present, wrong


@needs_originals
@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_nine_tenths_of_a_damaged_copy_are_found_and_nothing_wrong(kind):
    for slug, text in pristine().items():
        truth = match(slug, text).found
        results = [judge(slug, text, truth, [kind], seed) for seed in SEEDS]
        assert [wrong for _, _, wrongs in results for wrong in wrongs] == [], slug
        assert sum(result[0] for result in results) >= 0.9 * sum(result[1] for result in results), slug


@pytest.mark.slow
@needs_originals
def test_nine_tenths_are_found_when_five_kinds_of_damage_come_together():
    for slug, text in pristine().items():
        truth = match(slug, text).found
        results = []
        for seed in SEEDS:
            chosen = random.Random(seed).sample(list(KINDS), 4)
            kinds = [
                kind for kind in KINDS if kind in chosen or kind == "typing errors"
            ]  # wrapping comes after moving paragraphs
            results.append(judge(slug, text, truth, kinds, seed))
        assert [wrong for _, _, wrongs in results for wrong in wrongs] == [], slug
        assert sum(result[0] for result in results) >= 0.9 * sum(result[1] for result in results), slug


@pytest.mark.slow
@needs_originals
def test_a_copy_as_a_web_page_is_read_like_the_text(tmp_path):
    for slug, text in pristine().items():
        (tmp_path / "copy.html").write_text(to_html(text), encoding="utf-8")
        page = read_copy(tmp_path / "copy.html")
        assert "color: red" not in page and "var a" not in page
        assert len(match(slug, page).found) == len(match(slug, text).found)


@pytest.mark.slow
@needs_originals
def test_a_wrong_text_finds_nothing():
    texts = pristine()
    for slug in texts:
        assert all(not match(slug, other).found for name, other in texts.items() if name != slug)
        assert not match(slug, " ".join(random.Random(7).choices(LOREM, k=60_000))).found


@pytest.mark.slow
@needs_originals
def test_the_browser_finds_the_same_places_in_the_originals_as_python(call_script):
    texts = pristine()
    jobs, expected = [], []
    for slug, text in texts.items():
        for seed in (None, 3, 5):
            copy = (
                text
                if seed is None
                else damage(text, ["typing errors", "paragraphs swapped", "soft hyphens"], seed).text
            )
            jobs.append([as_json(units_of(slug)), copy])
            expected.append({label: list(span) for label, span in match(slug, copy).found.items()})
    assert call_script(*MATCHING, jobs) == expected
