"""One odd stored value stops only its own exercise, and costs no answer file: in a real browser.

What a browser keeps may have been edited, cut short by a crash or left by another kit. What is odd in it is
not thrown away: it is in the answer file as a text, under a name that no item has. Elsewhere: storage
that is blocked or full (test_nothing_lost.py), files that are no JSON (test_answer_file.py, test_hostile.py).
"""

import json
import re

import pytest
from helpers.answering import answer_at_once, contested, right_answers, show_list
from helpers.bare_page import download, write_page
from helpers.corpus import some
from helpers.kits import wait_until
from pydantic import ValidationError

from secondsource.content.kinds import KINDS
from secondsource.content.textset import TextSet
from secondsource.exercise import scripts
from secondsource.exercise.html import render_copy_panel
from secondsource.marking.answer_file import LONGEST_TEXT, Sitting, read_answers
from secondsource.marking.marks import list_answers, make_key, mark
from secondsource.marking.reading import read_hand_in

NAMES = ["ferry-fares/speaking", "ferry-fares/knowing", "ferry-fares/missing"]
FIRST, SECOND, THIRD = NAMES
RIGHT = {name: right_answers(name) for name in NAMES}
ITEM, VALUE = next(iter(RIGHT[FIRST].items()))
ALL_KINDS = "2015-scale"  # a set with every kind of exercise
ODD_ANSWER = 'a"]b'
TOLD = "Of your earlier answers, some cannot be read: kept in your answer file, for your teacher."
MOST = 5 * LONGEST_TEXT  # characters of something odd that are kept


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A page of the book's HTML and scripts: three exercises, the panels “My answers” and “My own copy”."""
    folder, library = tmp_path_factory.mktemp("site"), TextSet("ferry-fares")
    write_page(folder / "page.html", library, NAMES)
    page = (folder / "page.html").read_text(encoding="utf-8")
    page = page.replace("</main>", f"{render_copy_panel(library)}</main>")
    before, key, after = re.split(r'(?<=class="ss-key">)(.*?)(?=</script>)', page, maxsplit=1)
    told = json.loads(key)
    lost = json.dumps({**told, ITEM: None})
    pages = {
        "page": page,
        "cut": before + key[:40] + after,  # the key of the first exercise is cut short
        "lost": before + lost + after,  # its key to one item is lost
        "anchors": re.sub(r"(data-copy=.*?<script[^>]*>.{40}).*?(</script>)", r"\1\2", page, flags=re.DOTALL),
    }
    assert len(set(pages.values())) == len(pages)
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    everything = TextSet(ALL_KINDS)
    write_page(folder / "kinds.html", everything, [f"{ALL_KINDS}/{name}" for name in everything.activities])
    for name, text in (("script", scripts.classic_script()), ("script-copy", scripts.part_script("copy"))):
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    (folder / "style.css").write_text(scripts.style(), encoding="utf-8")
    (folder / "favicon.ico").touch()  # a browser asks for it
    return folder


@pytest.fixture
def visit(site, serve, tab):
    """Return a function that opens a page of the site on a device that has these things stored."""

    def visit_page(stored, page="page.html"):
        return tab(f"{serve(site)}/{page}", {f"secondsource/{key}": text for key, text in stored.items()})

    return visit_page


def live(page):
    return page.evaluate("[...document.querySelectorAll('[data-ss].ss-live')].map(root => root.dataset.ss)")


def exercise(page, name):
    return page.locator(f'[data-ss="{name}"]')


def assert_all_works(page, path):
    """Every exercise is answered and checked, and everything is in a file that the kit reads."""
    assert live(page) == NAMES
    for name in NAMES:
        root = exercise(page, name)
        if root.locator("[data-do=again]").is_visible():
            root.locator("[data-do=again]").click()
        answer_at_once(root, RIGHT[name])
        assert root.locator(".ss-saved").inner_text() == "Saved on this device"
        for _ in range(2):  # the first press may ask about what is open
            if root.locator("[data-do=commit]").is_visible():
                root.locator("[data-do=commit]").click()
        assert "Right" in root.inner_text()
    kept = download(page, path).activities
    assert list(kept) == sorted(NAMES) and page.faults == []
    for name in NAMES:
        assert RIGHT[name].items() <= kept[name].answers.items() and kept[name].committed


def not_read(sitting):
    """Return what stands in the answer file for a teacher to look at; "" where nothing does."""
    odd = {name: text for name, text in sitting.answers.items() if name.startswith("not-read.")}
    assert list(odd) == [f"not-read.{number + 1}" for number in range(len(odd))]
    return "".join(odd.values())


def test_an_answer_that_fits_no_choice_stops_nothing_and_is_told_and_kept(visit, tmp_path):
    odd = {"answers": {ITEM: ODD_ANSWER}, "committed": True}
    page = visit({f"2/study/{FIRST}": json.dumps(odd)})
    assert live(page) == NAMES and page.faults == []
    show_list(exercise(page, FIRST))
    assert "Not this one" in exercise(page, FIRST).inner_text()
    assert "fits no question here" in exercise(page, FIRST).locator(".ss-saved").inner_text()
    assert download(page, tmp_path / "a.json").activities[FIRST].answers == {ITEM: ODD_ANSWER}
    assert json.loads(page.evaluate(f"localStorage['secondsource/2/study/{FIRST}']")) == odd, "kept as it was"
    assert_all_works(page, tmp_path / "b.json")
    assert not_read(read_answers(tmp_path / "b.json").activities[FIRST]) == f"{ITEM}: {ODD_ANSWER}"


ODD = {
    "an answer that would end a selector": {"answers": {ITEM: ODD_ANSWER}},
    "an answer that is a backslash": {"answers": {ITEM: "\\"}, "committed": True},
    "an item that would end a selector": {"answers": {'"]': "S0"}, "committed": True},
    "an item named as a part of every object": {"answers": {"__proto__": "S0", "constructor": "S1"}},
    "an item with a long name": {"answers": {"p" * 81: "S0"}},
    "answers of other types": {"answers": {ITEM: 5, "p9.1": None, "p9.2": {}, "p9.3": ["S0"], "p9.4": True}},
    "a list of answers": {"answers": ["S0", "S1"]},
    "half a character": {"answers": {ITEM: "\ud83d"}},
    "half a character as an item": {"answers": {"\ud83d": "S0"}},
    "a text that is too long": {"answers": {ITEM: "x" * (LONGEST_TEXT + 1)}, "committed": True},
    "ten thousand answers": {"answers": {f"p{number}.1": "S0" for number in range(10_000)}},
    "how sure, as words": {"answers": {}, "confidence": {ITEM: "90", "p9.1": 'a"]b', "p9.2": {}}},
    "how sure, out of range": {"answers": {}, "confidence": {ITEM: 1e9, "p9.1": -1, "p9.2": 75.5}},
    "how sure, as a list": {"answers": {}, "confidence": [90], "committed": True},
    "first answers of other types": {"answers": {}, "first": {ITEM: {"a": 1}}, "tries": 1},
    "ticks that are words": {"answers": {}, "checked": {"0": "yes", '"]': True, "x": None}},
    "tries that are no number": {"answers": {}, "tries": "many"},
    "tries below nought": {"answers": {}, "tries": -3},
    "committed, as a word": {"answers": {ITEM: VALUE}, "committed": "no"},
    "times of other types": {"answers": {}, "times": {"saved": {"a": 1}, "opened": 5, "stolen": "x"}},
    "a time that is no text": {"answers": {}, "times": {"saved": {"toString": "x"}, "opened": ["2026-1"]}},
    "the last day there is": {"answers": {}, "times": {"saved": "+275760-09-13T00:00:00.000Z"}},
    "a time that is a long text": {"answers": {}, "times": {"saved": "9" * 10_000}},
    "a fingerprint of another type": {"answers": {}, "fingerprint": {"a": 1}, "kit": ["x"]},
    "fields that no kit writes": {"answers": {}, "__proto__": {"answers": 1}, "more": {"a": 1}},
    "parts that are null": {
        part: None for part in ("answers", "confidence", "first", "checked", "times", "committed", "tries")
    },
    "a text": "text",
    "a number": 7,
    "a list": [],
    "nothing": None,
}


@pytest.mark.parametrize("odd", some(ODD.values()), ids=ODD)
def test_whatever_is_stored_of_an_exercise_all_exercises_work_and_the_file_is_read(visit, tmp_path, odd):
    page = visit({f"2/study/{FIRST}": json.dumps(odd)})
    before = download(page, tmp_path / "a.json").activities.get(FIRST, Sitting())
    assert_all_works(page, tmp_path / "b.json")
    after = read_answers(tmp_path / "b.json").activities[FIRST]
    if not is_sitting(odd):
        for sitting in (before, after):
            kept = not_read(sitting)
            assert kept == odd if isinstance(odd, str) else json.JSONDecoder().raw_decode(kept)[0] == odd
        page.reload()
        assert TOLD in exercise(page, FIRST).locator(".ss-saved").inner_text()


def is_sitting(value):
    """Tell whether a value has the shape that the answer file asks for; null is nothing at all."""
    try:
        return value is None or bool(Sitting.model_validate(value))
    except ValidationError:
        return False


DEEP = 100_000
NO_JSON = ["{", '{"answers": {"p2.1": "S0"', "\x00", "undefined", "[" * DEEP, "[" * DEEP + "]" * DEEP]


@pytest.mark.parametrize("text", some(NO_JSON), ids=range(len(NO_JSON)))
def test_what_is_no_json_is_told_and_costs_nothing_else(visit, tmp_path, text):
    page = visit({f"2/study/{FIRST}": text})
    assert TOLD in exercise(page, FIRST).locator(".ss-saved").inner_text()
    assert not_read(download(page, tmp_path / "a.json").activities[FIRST]) == text[:MOST]
    assert_all_works(page, tmp_path / "b.json")
    assert not_read(read_answers(tmp_path / "b.json").activities[FIRST]) == text[:MOST]


def test_a_number_that_is_none_in_json_is_told_and_costs_nothing_else(visit, tmp_path):
    page = visit({f"2/study/{FIRST}": '{"answers": 1e999}'})
    assert TOLD in exercise(page, FIRST).locator(".ss-saved").inner_text()
    assert_all_works(page, tmp_path / "a.json")
    assert not_read(read_answers(tmp_path / "a.json").activities[FIRST]) == '{"answers":null}'


@pytest.mark.slow
def test_something_huge_leaves_room_for_the_answers_and_its_beginning_is_kept(visit, tmp_path):
    page = visit({f"2/study/{FIRST}": json.dumps("x" * 5_000_000)})
    assert TOLD in exercise(page, FIRST).locator(".ss-saved").inner_text()
    assert_all_works(page, tmp_path / "a.json")
    assert not_read(read_answers(tmp_path / "a.json").activities[FIRST]) == "x" * MOST


def test_what_is_kept_for_a_teacher_costs_no_mark(visit, tmp_path):
    page = visit({f"2/study/{FIRST}": json.dumps({"answers": {ITEM: ODD_ANSWER}, "tries": "many"})})
    folder = tmp_path / "handed-in"
    folder.mkdir()
    page.locator("#ss-name").fill("Ada")
    assert_all_works(page, folder / "a.json")
    given = read_hand_in(folder)
    marks = mark(given.answers, make_key(list_answers(TextSet("ferry-fares"), "speaking")))
    ours = marks[marks["item"].astype(str).str.startswith(FIRST)].set_index("item")
    [problem] = given.problems["problem"]
    assert "not-read.1" in problem, "the teacher is told where to look"
    assert ours.loc[f"{FIRST}/{ITEM}", "mark"] == "right"
    odd = ours[ours.index.astype(str).str.contains("not-read")]
    assert list(odd["mark"]) == ["unknown"] and odd["points"].isna().all()


def open_answers(name):
    """Return the right answers to what a second try is about: what readers differ on is locked."""
    return {item: answer for item, answer in right_answers(name).items() if item not in contested(name)}


def test_answers_that_fit_no_choice_stop_no_kind_of_exercise(visit, tmp_path):
    library = TextSet(ALL_KINDS)
    assert {activity.kind for activity in library.activities.values()} >= KINDS.keys()
    names = {f"{ALL_KINDS}/{name}": activity.items() for name, activity in library.activities.items()}
    page = visit(
        {
            f"2/study/{name}": json.dumps(
                {"answers": {item.id: ODD_ANSWER for item in items}, "committed": True}
            )
            for name, items in names.items()
        },
        "kinds.html",
    )
    assert live(page) == [*names] and page.faults == []
    for name, items in names.items():
        root, unfit = exercise(page, name), [item.id for item in items if item.form == "choice"]
        told = root.locator(".ss-saved").inner_text()
        assert (f"{len(unfit)} fit" in told) == bool(unfit), told
        root.locator("[data-do=again]").click()
        answer_at_once(root, open_answers(name))
        for _ in range(2):
            if root.locator("[data-do=commit]").is_visible():
                root.locator("[data-do=commit]").click()
    kept = download(page, tmp_path / "a.json").activities
    assert page.faults == []
    for name, items in names.items():
        answers = kept[name].answers
        assert open_answers(name).items() <= answers.items()
        choices = [item.id for item in items if item.form == "choice"]
        replaced = [f"{item}: {ODD_ANSWER}" for item in choices if answers[item] != ODD_ANSWER]
        assert sorted(not_read(kept[name]).splitlines()) == sorted(replaced)


def test_what_is_of_another_type_is_left_out_and_told_and_the_rest_is_there(visit, tmp_path):
    other = next(item for item in RIGHT[FIRST] if item != ITEM)
    odd = {"answers": {ITEM: VALUE, other: 5}, "confidence": {ITEM: "high"}}
    page = visit({f"2/study/{FIRST}": json.dumps(odd)})
    assert TOLD in exercise(page, FIRST).locator(".ss-saved").inner_text()
    kept = download(page, tmp_path / "a.json").activities[FIRST]
    assert kept.answers == {ITEM: VALUE, "not-read.1": kept.answers["not-read.1"]}
    assert json.loads(not_read(kept)) == odd
    assert exercise(page, FIRST).locator(f'[data-item="{ITEM}"] input[value="{VALUE}"]').is_checked()


NAMES_STORED = {
    "an exercise": {"answers": {}},
    "a number": 5,
    "a list": ["Ada"],
    "nothing": None,
    "long": "x" * 5000,
    "half a character": "\ud83d Ada",
    "yes": True,
}


@pytest.mark.parametrize("name", some(NAMES_STORED.values()), ids=NAMES_STORED)
def test_an_odd_name_does_not_stop_the_download(visit, tmp_path, name):
    page = visit(
        {"2/study/name": json.dumps(name), f"2/study/{FIRST}": json.dumps({"answers": {ITEM: VALUE}})}
    )
    file = download(page, tmp_path / "a.json")
    assert file.activities[FIRST].answers == {ITEM: VALUE} and len(file.student) <= 80
    page.locator("#ss-name").fill("Ada")
    assert download(page, tmp_path / "b.json").student == "Ada" and page.faults == []


def test_a_store_under_a_name_that_is_no_exercise_does_not_spoil_the_file(visit, tmp_path):
    good = json.dumps({"answers": {ITEM: VALUE}})
    odd = ["A/b", "a/b/c", 'a/"', "/", "a/", "/b", "../b", "a/" + "b" * 120, "a b/c", "constructor/x"]
    page = visit({f"2/study/{name}": good for name in [*odd, FIRST]})
    kept = download(page, tmp_path / "a.json").activities
    assert sorted(kept) == ["constructor/x", FIRST]
    assert live(page) == NAMES and page.faults == []


FAULT = ".ss-fault"


def test_an_exercise_that_cannot_be_started_says_so_and_stops_no_other(visit, tmp_path):
    kept = json.dumps({"answers": {ITEM: VALUE}, "times": {"saved": "2026-05-20T10:00:00.000Z"}})
    page = visit({f"2/study/{FIRST}": kept}, "cut.html")
    assert live(page) == [SECOND, THIRD]
    assert "does not work as it should" in exercise(page, FIRST).locator(FAULT).inner_text()
    assert page.locator(FAULT).count() == 1 and page.locator(".ss-mine").is_visible()
    show_list(exercise(page, FIRST))
    exercise(page, FIRST).locator(f'[data-item="{ITEM}"] .ss-chip').first.click()
    exercise(page, FIRST).locator("select, input[type=radio]").last.focus()
    address = page.url
    exercise(page, FIRST).locator("form").evaluate("form => form.requestSubmit()")
    for name in (SECOND, THIRD):
        answer_at_once(exercise(page, name), RIGHT[name])
        exercise(page, name).locator("[data-do=commit]").click()
        assert "Right" in exercise(page, name).inner_text()
    assert page.evaluate(f"localStorage['secondsource/2/study/{FIRST}']") == kept and page.url == address
    file = download(page, tmp_path / "a.json")
    assert file.activities[FIRST].answers == {ITEM: VALUE}
    assert file.activities[SECOND].answers == RIGHT[SECOND]


def test_what_fails_later_is_told_in_the_exercise_and_its_answers_are_kept(visit, tmp_path):
    page = visit({}, "lost.html")
    assert live(page) == NAMES
    answer_at_once(exercise(page, FIRST), RIGHT[FIRST])
    exercise(page, FIRST).locator("[data-do=commit]").click()
    assert "does not work as it should" in exercise(page, FIRST).locator(FAULT).inner_text()
    assert download(page, tmp_path / "a.json").activities[FIRST].answers == RIGHT[FIRST]
    answer_at_once(exercise(page, SECOND), RIGHT[SECOND])
    exercise(page, SECOND).locator("[data-do=commit]").click()
    assert "Right" in exercise(page, SECOND).inner_text() and page.locator(FAULT).count() == 1
    page.reload()
    assert live(page)[-2:] == [SECOND, THIRD] and page.locator(FAULT).count() == 1
    assert download(page, tmp_path / "b.json").activities[FIRST].answers == RIGHT[FIRST]


def test_something_odd_from_another_tab_stops_nothing(visit, tmp_path):
    page = visit({})
    answer_at_once(exercise(page, FIRST), {ITEM: VALUE})
    for odd in ("{", "7", json.dumps({"answers": {ITEM: 5}, "committed": True}), "null", ""):
        page.evaluate(
            """([key, text]) => { localStorage.setItem(key, text);
            window.dispatchEvent(new StorageEvent('storage', { key })); }""",
            [f"secondsource/2/study/{FIRST}", odd],
        )
    assert_all_works(page, tmp_path / "a.json")


KEEP = """entries => new Promise((done, failed) => {
  const opening = indexedDB.open('secondsource/2/study/');
  opening.onupgradeneeded = () => opening.result.createObjectStore('kept');
  opening.onerror = failed;
  opening.onsuccess = () => {
    const change = opening.result.transaction('kept', 'readwrite'), kept = change.objectStore('kept');
    for (const [key, value] of entries) kept.put(value, key);
    change.oncomplete = () => { opening.result.close(); done(); };
  };
})"""


def test_odd_things_in_the_second_copy_stop_nothing_and_what_is_good_in_it_comes_back(visit, tmp_path):
    page = visit({f"2/study/{FIRST}": '{"answers": {"p2.1": "S0"'})
    good = {"answers": {ITEM: VALUE}, "times": {"saved": "2026-05-20T10:00:00.000Z"}}
    odd = [[0, None], [1, 5], [2, [7, good]], [3, ["1", None]], [4, [THIRD, "text"]], [5, {"a": 1}]]
    page.evaluate(KEEP, [*odd, ["a", [["x"], good]], ["z", [FIRST, good]]])
    page.reload()
    chip = f'[data-ss="{FIRST}"] [data-item="{ITEM}"] input[value="{VALUE}"]'
    wait_until(page, "chip => document.querySelector(chip).checked", chip)
    assert download(page, tmp_path / "a.json").activities[FIRST].answers == {ITEM: VALUE}
    assert_all_works(page, tmp_path / "b.json")


COPIES = [
    "null",
    "7",
    "[]",
    '"text"',
    "{",
    '{"p2.1": 5, "p2.3": ["x"]}',
    '{"p2.1": "", "p2.3": " "}',
    '{"\\"]": "x"}',
]


@pytest.mark.parametrize("text", some(COPIES))
def test_an_odd_copy_leaves_the_page_as_it_is(visit, tmp_path, text):
    page = visit({"copy/ferry-fares": text})
    told = page.locator("[data-unit]").all_inner_texts()
    assert all(text.strip() for text in told)
    assert_all_works(page, tmp_path / "a.json")


def test_a_panel_for_copies_that_is_cut_short_stops_nothing_and_says_so_when_it_is_used(visit, tmp_path):
    page = visit({"copy/ferry-fares": '{"p2.1": "My own words."}'}, "anchors.html")
    assert "My own words." in page.locator('[data-unit="p2.1"]').first.inner_text()
    panel = page.locator("[data-copy]")
    panel.locator("summary").click()
    panel.locator("textarea").fill("A text.")
    panel.locator("[data-do=match]").click()
    panel.locator(".ss-result", has_text="did not work").wait_for()
    assert_all_works(page, tmp_path / "a.json")


def test_without_the_second_script_the_panel_says_so_and_all_else_works(visit, site, tmp_path):
    second = site / "script-copy.js"
    kept = second.read_bytes()
    second.unlink()
    try:
        page = visit({"copy/ferry-fares": '{"p2.1": "My own words."}'})
        page.locator("[data-copy] summary").click()
        page.locator("[data-copy] .ss-result", has_text="did not work").wait_for()
    finally:
        second.write_bytes(kept)
    page.faults.clear()  # the file that is missing
    page.locator("[data-copy] textarea").fill("A text.")
    page.locator("[data-copy] [data-do=match]").click()
    page.locator("[data-copy] .ss-result", has_text="not the article").wait_for()
    assert_all_works(page, tmp_path / "a.json")
