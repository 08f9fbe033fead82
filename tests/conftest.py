"""Shared by all tests: the built editions, a copy of the kit to break, and a real browser."""

import os
import shutil
from collections import Counter

import pytest
from helpers.browsers import watch
from helpers.editions import build_ahead, find_edition, sort_shares
from helpers.kits import DESKTOP, copy_kit, copy_lean_kit
from helpers.places import ROOT
from helpers.ports import WORKER

WHOLE_RUN = 1000  # tests; who asks for a few waits for no edition that they do not need


@pytest.fixture(autouse=True, scope="session")
def learner(tmp_path_factory):
    """A learner's folder of the tests' own: none of them writes into the home of who runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECONDSOURCE_FOLDER", str(tmp_path_factory.mktemp("learner")))
        yield


@pytest.fixture
def kit(tmp_path):
    """A copy of the kit that a test may break."""
    return copy_kit(tmp_path / "kit")


@pytest.fixture
def lean_kit(tmp_path):
    """The kit with two sets, for tests that build and break."""
    return copy_lean_kit(tmp_path / "kit")


@pytest.fixture(scope="session")
def shared(tmp_path_factory):
    """A folder that all workers of a run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def editions(shared):
    """Return a function from edition to its built site."""
    return lambda name: find_edition(name, shared)


@pytest.hookimpl(trylast=True)  # behind who leaves tests out
def pytest_collection_modifyitems(config, items):
    items[:] = sort_shares(items, getattr(config, "workerinput", {"workercount": 1})["workercount"])


@pytest.fixture(autouse=True, scope="session")
def ahead(request, shared):
    """In a whole run all editions will be asked for: the first worker has them built beside its tests."""
    if WORKER == 0 and len(request.session.items) > WHOLE_RUN:
        build_ahead(shared)


@pytest.fixture(scope="session")
def study(editions):
    return editions("study")


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium, found by tests/helpers/browsers.py.

    The only one of a run: Playwright's blocking interface is started once in a process. `class.test` is this
    computer under a name that is not trusted like 127.0.0.1: a phone's view of the live class.
    """
    from playwright.sync_api import sync_playwright

    path = os.environ.get("SECONDSOURCE_BROWSER") or shutil.which("chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--host-resolver-rules=MAP class.test 127.0.0.1",
            ],
        )
        yield running
        running.close()


@pytest.fixture
def open_page(browser):
    """Return a function that opens an address in a fresh profile and records `page.requests_seen` and
    `page.faults`.
    """
    contexts = []

    def open_address(address, viewport=DESKTOP, context=None, **options):
        if context is None:
            context = browser.new_context(viewport=viewport, accept_downloads=True, **options)
            contexts.append(context)
        page = watch(context.new_page())
        page.goto(address)
        return page

    yield open_address
    for context in contexts:
        context.close()


STORE_ONLY = """async (stored) => {
  localStorage.clear();
  for (const { name } of await indexedDB.databases())
    await new Promise((done) => { indexedDB.deleteDatabase(name).onsuccess = done; });
  Object.entries(stored).forEach(([key, text]) => localStorage.setItem(key, text));
}"""


@pytest.fixture(scope="module")
def tab(browser):
    """One page for all tests of a module that visit the same site: a new one costs a second each time.

    Return a function that opens an address in it on a device on which these things are stored, and no other.
    """
    context = browser.new_context(viewport=DESKTOP, accept_downloads=True)
    page = watch(context.new_page())

    def open_address(address, stored):
        origin = "/".join(address.split("/")[:3])
        page.goto(f"{origin}/favicon.ico")
        page.evaluate(STORE_ONLY, stored)
        page.requests_seen.clear()
        page.faults.clear()
        page.goto(address)
        return page

    yield open_address
    context.close()


IMPORT = """([address, name, calls]) => import(address).then((module) => calls.map(
  (given) => module[name](...given.map((one) => one === null ? undefined : one))))"""


@pytest.fixture
def call_script(browser, serve):
    """Return a function that calls what a module of the script exports, in a real browser: once for each
    list of arguments; None arrives as undefined.
    """
    address, page = serve(ROOT / "secondsource"), browser.new_page()

    def call(module, name, calls):
        page.goto(f"{address}/{module}")
        return page.evaluate(IMPORT, [f"{address}/{module}", name, calls])

    yield call
    page.close()


@pytest.fixture(scope="session")
def serve():
    """Return a function from a site's folder to its address on 127.0.0.1, served by the kit's own server."""
    from secondsource.book.serve import start_server

    servers = {}

    def address(folder):
        if folder not in servers:
            servers[folder] = start_server(folder, 8200)
        return servers[folder].address.rstrip("/")

    yield address
    for server in servers.values():
        server.stop()


def pytest_terminal_summary(terminalreporter):
    """Say in one line for each reason how many tests were left out."""
    reasons = Counter(
        report.longrepr[2].removeprefix("Skipped: ")
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple)
    )
    for reason, count in reasons.most_common():
        terminalreporter.write_line(f"Left out, {count} test{'' if count == 1 else 's'}: {reason}.")
