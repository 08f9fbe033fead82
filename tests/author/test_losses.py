"""Whatever ends in the middle: killed at random among many changes, a disk that is full, a browser that is
killed, one that keeps nothing, two servers. What was saved is there, and what was typed comes back.
"""

import os
import random
import shutil
import subprocess
import sys
import threading

import pytest
from helpers.asking import ask
from helpers.authoring import IDLE, SLUG, make_draft, opened, start_servers, unit_button
from helpers.browsers import find_browser, watch
from helpers.corpus import some
from helpers.killing import count_calls, kill_at
from helpers.kits import DESKTOP, allowed, wait_until
from helpers.places import ROOT

from secondsource.author.changes import make_change
from secondsource.author.history import History
from secondsource.author.workspace import PLACES, Workspace

KILLS, SEED = 200, 20
KEY = {"do": "key", "unit": "p2.1", "skill": "speaking", "was": ""}
STEPS = [
    {"do": "retell", "unit": "p2.1", "was": "", "to": "On 4 May the council voted."},
    {"do": "ask", "unit": "p2.1", "activity": "speaking", "to": True},
    {**KEY, "field": "answer", "to": "S0"},
    {**KEY, "field": "why", "to": "Public: so #1, {x}."},
    {"do": "card", "card": "town-2026-05", "to": {"title": "Record", "says": "It voted.", "year": "2026"}},
    {"do": "report", "to": "It voted.", "sources": ["town-2026-05"]},
    {"do": "join", "unit": "p3.1"},
    {"do": "undo"},
    {"do": "new exercise", "kind": "table"},
    {"do": "leave out", "unit": "p6.1"},
    {"do": "undo"},
    {"do": "redo"},
]


@pytest.fixture
def kit(tmp_path):
    return make_draft(tmp_path)


@pytest.fixture
def start(kit):
    yield from start_servers(kit)


def do(workspace, step):
    history = History(workspace)
    if step["do"] in ("undo", "redo"):
        getattr(history, step["do"])()
    else:
        history.commit(*make_change(workspace, step))


def files_of(workspace):
    return {name: workspace.read(name) for name in PLACES}


@pytest.mark.slow
def test_killed_two_hundred_times_among_many_changes_all_files_are_of_one_step(kit, tmp_path):
    """Killed before a random call of each change in turn: opened again, the set is as before it or after."""
    begun, rng, workspace = tmp_path / "begun", random.Random(SEED), Workspace(SLUG, kit)
    shutil.copytree(kit, begun)
    seen = set()
    for number in range(KILLS):
        if number % len(STEPS) == 0:
            shutil.rmtree(kit)
            shutil.copytree(begun, kit)
        step = STEPS[number % len(STEPS)]
        before, calls = files_of(workspace), 0
        trial = tmp_path / "trial"
        shutil.copytree(kit, trial)
        calls = count_calls(lambda step=step, trial=trial: do(Workspace(SLUG, trial), step))
        after = files_of(Workspace(SLUG, trial))
        shutil.rmtree(trial)
        assert calls > 10, step
        kill_at(lambda step=step: do(workspace, step), rng.randint(1, calls))
        for name, text in files_of(workspace).items():
            assert text in (before[name], after[name]), (number, step, name)
        History(workspace).recover()
        found = files_of(workspace)
        assert found in (before, after), (number, step)
        seen.add(found == after)
        if found == before:
            do(workspace, step)
        assert files_of(workspace) == after, (number, step)
    assert seen == {True, False}


FULL = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from secondsource.author.changes import make_change
from secondsource.author.history import History
from secondsource.author.workspace import PLACES, Workspace
kit = Path(sys.argv[1])
workspace, failed = Workspace({slug!r}, kit), 0
(kit / "filler").write_bytes(b"")
for number in range(60):
    was = next(line for line in workspace.read("article").splitlines() if line.startswith("[p2.1]"))[7:]
    step = {{"do": "retell", "unit": "p2.1", "was": was, "to": f"Number {{number}}. " + "word " * 400}}
    before = {{name: workspace.read(name) for name in PLACES}}
    try:
        History(workspace).commit(*make_change(workspace, step))
    except OSError as error:
        assert error.errno == 28, error
        failed += 1
        assert {{name: workspace.read(name) for name in PLACES}} == before, number
        assert not History(workspace).recover()
    else:
        assert f"Number {{number}}." in workspace.read("article")
    with open(kit / "filler", "ab") as filler:
        try:
            filler.write(b"x" * (8_000 if number > 10 else 0))
        except OSError:
            pass
assert failed > 5, "the disk was never full"
(kit / "filler").unlink()
History(workspace).commit(*make_change(workspace, {{**step, "was": was, "to": "There is room again."}}))
assert "There is room again." in workspace.read("article")
print("failed", failed)
"""


@pytest.mark.slow
@pytest.mark.skipif(not allowed("-rm"), reason="this computer does not let us mount a disk")
def test_on_a_disk_that_fills_up_each_change_is_made_or_not_at_all(kit, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    code = FULL.format(root=str(ROOT), slug=SLUG)
    mount = 'mount -t tmpfs -o size=512k tmpfs "$1" && cp -r "$0"/. "$1" && exec "$2" -c "$3" "$1"'
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", mount, kit, disk, sys.executable, code],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]


def test_what_was_typed_when_the_browser_was_killed_is_there_the_next_time(kit, start, browser, tmp_path):
    """The whole browser ends at once, as in a power cut; the server was gone, so nothing had reached it."""
    server = start()
    options = {
        "executable_path": os.environ.get("SECONDSOURCE_BROWSER") or find_browser(),
        "args": ["--no-sandbox"],
        "viewport": DESKTOP,
    }
    first = browser.browser_type.launch_persistent_context(tmp_path / "profile", **options)
    page = watch(first.new_page())
    page.goto(server.address)
    page.locator(unit_button("p2.1")).click()
    page.keyboard.press("e")
    server.stop()
    page.keyboard.type("Typed, and then the light went out.")
    wait_until(page, "() => document.querySelector('#alarm').textContent.startsWith('Not saved since')")
    with pytest.raises(Exception, match="closed"):
        page.context.new_cdp_session(page).send("Browser.crash")
    server = start(server.port)
    again = browser.browser_type.launch_persistent_context(tmp_path / "profile", **options)
    try:
        page = watch(again.new_page())
        page.goto(server.address)
        page.locator("#units li").first.wait_for()
        wait_until(page, IDLE, seconds=20)
        assert "[p2.1] Typed, and then the light went out." in Workspace(SLUG, kit).read("article")
    finally:
        again.close()


@pytest.mark.parametrize("leave", ["reload", "back"])
def test_what_was_typed_a_moment_before_the_page_is_left_is_there_again(kit, start, open_page, leave):
    hands = opened(open_page, start())
    hands.click(unit_button("p2.1"))
    hands.press("e")
    hands.page.keyboard.type("Typed and left.")
    if leave == "reload":
        hands.page.reload()
    else:
        hands.page.goto("about:blank")
        hands.page.go_back()
    hands.page.locator("#units").get_by_text("Typed and left.").wait_for()
    hands.idle()
    assert "[p2.1] Typed and left." in Workspace(SLUG, kit).read("article")


NOTHING_KEPT = {
    "refused": "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('no'); } })",
    "none": "Object.defineProperty(window, 'indexedDB', { value: undefined })",
    "opens not": "indexedDB.open = () => { const it = {}; setTimeout(() => it.onerror()); return it; }",
    "answers not": "indexedDB.open = () => ({})",
    "breaks": "IDBDatabase.prototype.transaction = () => { throw new DOMException('no'); }",
}


@pytest.mark.parametrize("how", some(NOTHING_KEPT, each=3))
def test_a_browser_that_keeps_nothing_says_so_saves_all_the_same_and_asks_before_it_closes(
    kit, start, open_page, how
):
    server = start()
    page = open_page("about:blank")
    page.add_init_script(NOTHING_KEPT[how])
    page.goto(server.address)
    page.locator("#units li").first.wait_for()
    wait_until(page, "() => document.querySelector('#alarm').textContent.includes('keeps nothing')")
    page.locator(unit_button("p2.1")).click()
    page.keyboard.press("e")
    page.keyboard.type("Saved without a net.")
    page.wait_for_timeout(50)
    wait_until(page, IDLE)
    assert "[p2.1] Saved without a net." in Workspace(SLUG, kit).read("article")
    server.stop()
    page.keyboard.type(" More.")
    wait_until(page, "() => document.querySelector('#alarm').textContent.startsWith('Not saved since')")
    assert "kept in this browser" not in page.locator("#alarm").inner_text()
    with page.expect_event("dialog") as asking:
        page.close(run_before_unload=True)
    assert asking.value.type == "beforeunload"
    asking.value.accept()


def test_two_servers_on_one_set_keep_step_and_lose_nothing(kit, start, open_page):
    """`kit.py author` twice: each change is seen in the other's page, and all of both are in the files."""
    one, other = start(), start()
    hands = opened(open_page, other)
    labels = ("p2.1", "p2.2", "p3.1", "p3.2", "p3.3", "p4.1")

    def write(server, mine):
        for label in mine:
            said = {"do": "retell", "unit": label, "was": "", "to": f"Said of {label}."}
            assert ask(server, "/change", said)[0] == 200

    threads = [
        threading.Thread(target=write, args=(server, labels[part::2]))
        for part, server in enumerate((one, other))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    article = Workspace(SLUG, kit).read("article")
    assert all(f"[{label}] Said of {label}." in article for label in labels)
    for label in labels:
        hands.page.locator("#units").get_by_text(f"Said of {label}.").wait_for()
    for _ in labels:
        assert ask(other, "/change", {"do": "undo"})[0] == 200
    assert "Said of" not in Workspace(SLUG, kit).read("article")
    hands.page.locator("#units").get_by_text("Said of").first.wait_for(state="detached")
