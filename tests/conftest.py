"""Shared by all tests: the built editions, a copy of the kit to break, and a real browser."""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from filelock import FileLock

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
PHONE, DESKTOP, NARROW = {"width": 390, "height": 844}, {"width": 1280, "height": 900}, {"width": 320, "height": 640}
KIT_PARTS = ("book", "exercises", "secondsource", "solutions")


def copy_kit(target, leave_out=()):
    """Copy what a build needs to `target`; the copy is a kit of its own."""
    for part in KIT_PARTS:
        if part not in leave_out:
            shutil.copytree(ROOT / part, target / part, ignore=shutil.ignore_patterns("__pycache__"))
    return target


def copy_lean_kit(target, sets=("ferry-fares", "2015-scale")):
    """Copy the kit with a few sets and their pages only: a build takes a third of the time. Links to pages that are left out become text."""
    copy_kit(target)
    for folder in ("exercises", "solutions"):
        for path in (target / folder).iterdir():
            if path.is_dir() and path.name not in (*sets, "cross-article"):
                shutil.rmtree(path)
    pages = {path.name: path.read_text(encoding="utf-8") for path in (target / "book").glob("*.md")}
    kept = [name for name in pages if set(re.findall(r"^`{3,}\{activity\}\s+([^\s/]+)", pages[name], flags=re.MULTILINE)) <= set(sets) and not name.startswith("across-")]
    for name in pages.keys() - set(kept):
        (target / "book" / name).unlink()
    for name in kept:
        text = re.sub(r"\[([^\]]*)\]\(([\w-]+\.md)[^)]*\)", lambda link: link[0] if link[2] in kept else link[1], pages[name])
        (target / "book" / name).write_text(text, encoding="utf-8")
    chapters = "".join(f"- file: {name.removesuffix('.md')}\n" for name in sorted(kept) if name != "index.md")
    (target / "book/_toc.yml").write_text(f"format: jb-book\nroot: index\nchapters:\n{chapters}", encoding="utf-8")
    for path in [*target.glob("exercises/*/items.yaml"), *target.glob("solutions/*/key.yaml")]:
        path.write_text(without_block(path.read_text(encoding="utf-8"), "conclusion"), encoding="utf-8")  # it stands in a notebook
    _keep_used_references(target)
    return target


def without_block(text, name):
    """Return YAML text without the block `name` of the second level."""
    kept, inside = [], False
    for line in text.splitlines():
        if line.startswith("  ") and line[2:3] not in ("", " ", "#"):
            inside = line.strip() == f"{name}:"
        if not inside:
            kept.append(line)
    return "\n".join(kept) + "\n"


def _keep_used_references(kit):
    files = [path for folder in ("exercises", "solutions", "book") for path in (kit / folder).rglob("*") if path.suffix in (".md", ".yaml", ".txt")]
    used = set(re.findall(r"[\w-]+", "\n".join(path.read_text(encoding="utf-8") for path in files)))
    for path in (kit / "book").glob("*.bib"):
        first, *entries = re.split(r"^(?=@)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        path.write_text(first + "".join(entry for entry in entries if entry[entry.index("{") + 1:entry.index(",")] in used), encoding="utf-8")


def wait_until(page, question, argument=None, seconds=10):
    """Ask the page until the answer is yes. Playwright's own wait_for_function evaluates a string inside the page, which the site's policy forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(question, argument):
        assert time.monotonic() < end, f"still not after {seconds} s: {question}"
        page.wait_for_timeout(50)


def run_kit(root, *arguments):
    """Run the command line of the kit in `root`; return the finished process."""
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONUTF8": "1", "COLUMNS": "200"}
    return subprocess.run([sys.executable, "-m", "secondsource.cli", *map(str, arguments)], cwd=root, env=environment,
                          capture_output=True, text=True, encoding="utf-8")


@pytest.fixture
def kit(tmp_path):
    """A copy of the kit that a test may break."""
    return copy_kit(tmp_path / "kit")


@pytest.fixture
def lean_kit(tmp_path):
    """The kit with two sets, for tests that build and break."""
    return copy_lean_kit(tmp_path / "kit")


@pytest.fixture(scope="session")
def editions(tmp_path_factory):
    """Return a function from edition to its built site. Each is built once a run, whatever the number of workers.

    The class edition is built from a copy without `solutions/`.
    """
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if os.environ.get("PYTEST_XDIST_WORKER") else shared

    def edition(name):
        site = shared / f"site-{name}"
        with FileLock(shared / f"{name}.lock"):
            if not site.exists():
                root = copy_kit(shared / f"kit-{name}", leave_out=["solutions"] if name == "class" else [])
                done = run_kit(root, "build", "--edition", name, "--out", site)
                assert done.returncode == 0, done.stdout + done.stderr
        return site
    return edition


@pytest.fixture(scope="session")
def study(editions):
    return editions("study")


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium, found by tests/browsers.py."""
    from playwright.sync_api import sync_playwright
    path = os.environ.get("SECONDSOURCE_BROWSER") or shutil.which("chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        yield running
        running.close()


@pytest.fixture
def open_page(browser):
    """Return a function that opens an address in a fresh profile and records `page.requests_seen` and `page.faults`."""
    contexts = []

    def open_address(address, viewport=DESKTOP, context=None, **options):
        if context is None:
            context = browser.new_context(viewport=viewport, accept_downloads=True, **options)
            contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.requests_seen, page.faults = [], []
        page.on("request", lambda request: page.requests_seen.append(request.url))
        page.on("requestfailed", lambda request: None if "ABORTED" in request.failure else page.faults.append(f"failed: {request.url}"))
        page.on("console", lambda message: page.faults.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(address)
        return page
    yield open_address
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def serve():
    """Return a function from a site's folder to its address on 127.0.0.1, served by the kit's own server."""
    import threading
    from secondsource.serve import start_server
    servers = {}

    def address(folder):
        if folder not in servers:
            server = start_server(folder, 8200)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            servers[folder] = server
        return f"http://127.0.0.1:{servers[folder].server_address[1]}"
    yield address
    for server in servers.values():
        server.shutdown()
        server.server_close()
