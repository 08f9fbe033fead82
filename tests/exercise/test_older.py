"""What kit 0.1.0 kept in a browser is found and taken over, once; the class edition asks first.

`first_edition/` was made by commit 62b62b7, driven in Chromium: what it stored, half done and whole; and its
page and script, for a folder that the new kit is unpacked over.
"""

import json
import shutil
from pathlib import Path

import pytest
from helpers.answering import answer_by_mouse, show_list
from helpers.bare_page import download, write_page
from helpers.kits import wait_until

from secondsource.content.textset import TextSet
from secondsource.exercise import scripts

OLD = Path(__file__).parent / "first_edition"
STORED = json.loads((OLD / "storage.json").read_text(encoding="utf-8"))
SPEAKING, MISSING = NAMES = ["ferry-fares/speaking", "ferry-fares/missing"]
SCRIPTS = {
    "": scripts.first_script(),
    **{f"-{part}": scripts.part_script(part) for part in scripts.PARTS},
}


def write_site(folder):
    """Write a page of the study edition and one of the class edition, as page.html and class.html."""
    write_page(folder / "page.html", TextSet("ferry-fares"), NAMES)
    write_page(folder / "class.html", TextSet("ferry-fares", with_key=False), NAMES, "class")
    for name, text in SCRIPTS.items():
        (folder / f"script{name}.js").write_text(text, encoding="utf-8")
    (folder / "style.css").write_text(scripts.style(), encoding="utf-8")
    (folder / "favicon.ico").touch()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    write_site(folder)
    return folder


PUT = """([stored, mirror]) => new Promise((done) => {
  for (const [key, text] of Object.entries(stored)) localStorage.setItem(key, text);
  if (!mirror.length) return done();
  const opening = indexedDB.open('secondsource');
  opening.onupgradeneeded = () => opening.result.createObjectStore('kept');
  opening.onsuccess = () => {
    const change = opening.result.transaction('kept', 'readwrite');
    for (const [key, value] of mirror) change.objectStore('kept').put(value, key);
    change.oncomplete = () => { opening.result.close(); done(); };
  };
})"""
OLD_LEFT = """async () => Object.keys(localStorage).filter((key) => key.startsWith('secondsource/1/'))
  .concat((await indexedDB.databases()).map(({ name }) => name).filter((name) => name === 'secondsource'))"""


@pytest.fixture
def visit(site, serve, open_page):
    """Return a function that opens a page on a device on which kit 0.1.0 has kept something.

    script: runs before those of the page. tab: one that is open already; it leaves its page first. What is
    kept is put there while no page of the kit is open: on a slow computer one would still be looking for it.
    """

    def visit_page(stored, mirror=(), page="page.html", script="", tab=None):
        blank = f"{serve(site)}/style.css"
        tab = tab or open_page(blank)
        tab.goto(blank)
        tab.evaluate(PUT, [stored, list(mirror)])
        if script:
            tab.add_init_script(script)
        tab.goto(f"{serve(site)}/{page}")
        return tab

    return visit_page


def exercise(page, name=SPEAKING):
    return page.locator(f'[data-ss="{name}"]')


def new_keys(page, edition="study"):
    return page.evaluate(
        "(start) => Object.keys(localStorage).filter((key) => key.startsWith(start) && !/gone$/.test(key))"
        ".length",
        f"secondsource/2/{edition}/ferry-fares/",
    )


def wait_for_answers(page, kind, edition="study"):
    wanted = len(json.loads(STORED[kind]["stored"][f"secondsource/1/{SPEAKING}"])["answers"])
    wait_until(page, "n => document.querySelectorAll('input[type=radio]:checked').length === n", wanted)
    wait_until(page, f"async () => (await ({OLD_LEFT})()).length === 0")
    assert new_keys(page, edition) == 2


def old_sitting(kind, name=SPEAKING):
    return json.loads(STORED[kind]["stored"][f"secondsource/1/{name}"])


PLACES = {"both": (True, True), "storage": (True, False), "second copy": (False, True)}


@pytest.mark.parametrize("places", PLACES)
@pytest.mark.parametrize("kind", ["half", pytest.param("whole", marks=pytest.mark.slow)])
def test_what_the_first_edition_kept_is_there_again(visit, tmp_path, kind, places):
    stored, mirror = STORED[kind]["stored"], STORED[kind]["mirror"]
    has_storage, has_mirror = PLACES[places]
    page = visit(stored if has_storage else {}, mirror if has_mirror else ())
    wait_for_answers(page, kind)
    page.locator(".ss-mine").wait_for()  # panel.js: it is loaded when the answers are there
    assert page.locator("#ss-name").input_value() == "Ada Berg" and page.faults == []
    if kind == "whole":
        assert " right" in exercise(page).locator(".ss-result").inner_text()
    file = download(page, tmp_path / "a.json")
    assert file.student == "Ada Berg" and set(file.activities) == set(NAMES)
    for name in NAMES:
        work, old = file.activities[name], old_sitting(kind, name)
        assert {part: getattr(work, part) for part in old} == old
        assert work.edition == "", "nobody knows in which it was answered"
    page.reload()
    wait_for_answers(page, kind)


def test_going_on_with_old_answers_keeps_first_and_tries_and_gives_the_sitting_an_id(visit, tmp_path):
    page = visit(**STORED["whole"])
    wait_for_answers(page, "whole")
    show_list(exercise(page))
    exercise(page).locator("[data-do=again]").click()
    item = (
        exercise(page)
        .locator("input[type=radio]:enabled")
        .first.evaluate("chip => chip.closest('[data-item]').dataset.item")
    )
    answer_by_mouse(exercise(page), {item: "S3"})
    work, old = download(page, tmp_path / "a.json").activities[SPEAKING], old_sitting("whole")
    assert work.first == old["first"] and work.tries == old["tries"] and work.answers[item] == "S3"
    assert len(work.id) == 32 and work.revision >= 1 and work.edition == ""


def test_a_folder_that_the_new_kit_is_unpacked_over_finds_the_answers_of_the_old(tmp_path, serve, open_page):
    shutil.copytree(OLD / "site", tmp_path / "site")
    (tmp_path / "site/style.css").touch()
    (tmp_path / "site/favicon.ico").touch()
    page = open_page(f"{serve(tmp_path / 'site')}/page.html")
    answer_by_mouse(exercise(page), {"p2.1": "S0", "p2.3": "S1"})
    assert exercise(page).locator(".ss-saved").inner_text() == "Saved on this device"
    write_site(tmp_path / "site")
    page.goto(f"{serve(tmp_path / 'site')}/page.html?new")
    wait_until(page, "() => document.querySelectorAll('input[type=radio]:checked').length === 2")
    answers = download(page, tmp_path / "a.json").activities[SPEAKING].answers
    assert answers == {"p2.1": "S0", "p2.3": "S1"} and page.faults == []


NO_ROOM = """if (!sessionStorage.free) { const set = Storage.prototype.setItem;
  Storage.prototype.setItem = function (key, text) {
    if (key.startsWith('secondsource/2/')) throw new DOMException('full', 'QuotaExceededError');
    set.call(this, key, text); }; }"""


def test_the_old_is_removed_only_when_the_new_is_stored(visit, tmp_path):
    page = visit(**STORED["half"], script=NO_ROOM)
    wait_until(page, "() => document.querySelectorAll('input[type=radio]:checked').length === 2")
    assert len(page.evaluate(OLD_LEFT)) == 4 and new_keys(page) == 0
    assert len(download(page, tmp_path / "a.json").activities[SPEAKING].answers) == 2
    page.evaluate("sessionStorage.free = '1'")
    page.reload()
    wait_for_answers(page, "half")


def test_what_was_typed_since_then_stands_and_the_rest_is_added(visit, tmp_path):
    page = visit({})
    answer_by_mouse(exercise(page), {"p2.1": "S3"})
    visit(STORED["half"]["stored"], tab=page)
    wait_for_answers(page, "half")
    work = download(page, tmp_path / "a.json").activities[SPEAKING]
    assert work.answers == {**old_sitting("half")["answers"], "p2.1": "S3"} and len(work.id) == 32


def test_the_class_edition_asks_first_and_takes_them_over(visit, tmp_path):
    page = visit(**STORED["whole"], page="class.html")
    box = page.locator(".ss-older")
    box.wait_for()
    assert "2 exercises" in box.inner_text() and "Ada Berg" in box.inner_text()
    assert page.locator("input[type=radio]:checked").count() == 0 and new_keys(page, "class") == 0
    assert download(page, tmp_path / "a.json").activities == {}
    box.get_by_role("button", name="Yes").click()
    wait_for_answers(page, "whole", "class")
    assert download(page, tmp_path / "b.json").activities[SPEAKING].edition == ""
    page.reload()
    page.wait_for_timeout(300)
    assert box.count() == 0


def test_the_class_edition_leaves_them_for_the_study_edition_and_asks_no_more(visit, site, serve):
    page = visit(**STORED["half"], page="class.html")
    page.locator(".ss-older").get_by_role("button", name="No").click()
    page.reload()
    page.wait_for_timeout(300)
    assert page.locator(".ss-older").count() == 0 and page.locator("input:checked").count() == 0
    page.goto(f"{serve(site)}/page.html")
    wait_for_answers(page, "half")


def test_deleting_while_the_class_edition_asks_leaves_what_nobody_has_called_theirs(visit):
    """Another student of the device may have given them: “my answers” are those of this page."""
    page = visit(**STORED["half"], page="class.html")
    box = page.locator(".ss-older")
    box.wait_for()
    answer_by_mouse(exercise(page), {"p2.3": "S1"})
    kept = page.evaluate(OLD_LEFT)
    page.locator("[data-do=restart]").click()
    with page.expect_navigation():
        page.locator("[data-do=restart-yes]").click()
    box.wait_for()
    assert page.locator("input:checked").count() == 0 and sorted(page.evaluate(OLD_LEFT)) == sorted(kept)
    box.get_by_role("button", name="Yes").click()
    wait_for_answers(page, "half", "class")
    page.locator("[data-do=restart]").click()
    with page.expect_navigation():
        page.locator("[data-do=restart-yes]").click()
    page.locator(".ss-saved", has_text="are deleted").wait_for()
    assert page.locator("input:checked").count() == 0 and page.evaluate(OLD_LEFT) == []


def test_what_was_taken_over_and_could_not_be_stored_is_deleted_in_the_class_edition_too(visit):
    page = visit(**STORED["half"], page="class.html", script=NO_ROOM)
    page.locator(".ss-older").get_by_role("button", name="Yes").click()
    wait_until(page, "() => document.querySelectorAll('input[type=radio]:checked').length === 2")
    page.locator("[data-do=restart]").click()
    with page.expect_navigation():
        page.locator("[data-do=restart-yes]").click()
    page.locator("[data-do=restart]").wait_for()
    left = page.evaluate(OLD_LEFT)
    assert [key for key in left if "ferry-fares" in key] == []


def test_answers_of_the_study_edition_do_not_arrive_in_the_class_edition(site, serve, open_page, tmp_path):
    page = open_page(f"{serve(site)}/page.html")
    answer_by_mouse(exercise(page), {"p2.1": "S3"})
    assert download(page, tmp_path / "a.json").activities[SPEAKING].edition == "study"
    page.goto(f"{serve(site)}/class.html")
    assert page.locator("input:checked").count() == 0
    answer_by_mouse(exercise(page), {"p2.3": "S1"})
    work = download(page, tmp_path / "b.json").activities[SPEAKING]
    assert work.edition == "class" and work.answers == {"p2.3": "S1"}
    page.goto(f"{serve(site)}/page.html")
    assert exercise(page).locator('[data-item="p2.1"] input[value="S3"]').is_checked()


def test_nobody_without_old_answers_loads_the_script_for_them(site, serve, open_page):
    page = open_page(f"{serve(site)}/page.html")
    page.wait_for_timeout(300)
    answer_by_mouse(exercise(page), {"p2.1": "S3"})
    page.reload()
    page.wait_for_timeout(300)
    assert not [address for address in page.requests_seen if "older" in address]


def test_what_is_deleted_is_deleted_in_the_older_place_too(visit):
    """Where the new could not be stored the old is still there: deleted, it must not come back."""
    page = visit(**STORED["half"], script=NO_ROOM)
    wait_until(page, "() => document.querySelectorAll('input[type=radio]:checked').length === 2")
    page.locator("[data-do=restart]").click()
    with page.expect_navigation():
        page.locator("[data-do=restart-yes]").click()
    page.wait_for_timeout(500)
    assert page.locator("input:checked").count() == 0


def test_what_was_deleted_does_not_come_back_from_the_older_place(visit, tmp_path):
    """The page was closed in the middle of a deletion, or the script for the older place did not arrive."""
    page = visit(**STORED["half"], script=NO_ROOM)
    wait_until(page, "() => document.querySelectorAll('input[type=radio]:checked').length === 2")
    page.route("**/script-older.js", lambda route: route.abort())
    page.reload()
    page.locator("[data-do=restart]").click()
    with page.expect_navigation():
        page.locator("[data-do=restart-yes]").click()
    page.unroute("**/script-older.js")
    page.evaluate("sessionStorage.free = '1'")
    page.reload()
    wait_until(page, f"async () => (await ({OLD_LEFT})()).length === 0")
    assert page.locator("input:checked").count() == 0 and new_keys(page) == 0
    assert download(page, tmp_path / "a.json").student == "Ada Berg", "the name was not deleted"
