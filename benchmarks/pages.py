"""How fast a page is: python3 kit.py benchmark pages

The article page with the most exercises, beside the same page without exercises on the same theme, and with its questions shown by jupyterquiz
(plain.py): weight, requests, first paint, first question clickable, click to feedback. All served alike, compressed; in turn, in one run, the middle of
ROUNDS; on this computer and as on a slow phone (slow 4G, processor four times slower).
"""

import gzip
import http.server
import os
import statistics
import sys
import tempfile
import threading
from functools import cache, partial
from pathlib import Path

from building import build_kit
from measure import ROOT, show
from plain import add_quiz_page, build_plain, stage_plain
from playwright.sync_api import sync_playwright

SET, ROUNDS = "2015-scale", 7
KINDS = ("this kit", "without exercises", "jupyterquiz")
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
# `ss-live` is set when our handlers are bound, and jupyterquiz draws its buttons with theirs: from then on, and once it is painted, a question can be clicked.
LIVE = "[data-ss].ss-live, .MCButton"
WATCH = f"""new MutationObserver((_, watcher) => {{ if (document.querySelector('{LIVE}')) {{ window.live = performance.now(); watcher.disconnect(); }} }})
  .observe(document, {{subtree: true, childList: true, attributes: true, attributeFilter: ['class']}})"""
SETTLE = (300, 1000)  # milliseconds after the load event, for what comes late
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
CLICK = """() => new Promise((done) => { const button = document.querySelector('[data-ss] [data-do=commit], label.MCButton'), start = performance.now();
  button.click(); requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = () => done(performance.now() - start); channel.port2.postMessage(0); }); })"""


@cache
def compress(path):
    return gzip.compress(path.read_bytes(), 6, mtime=0)


class Handler(http.server.SimpleHTTPRequestHandler):
    """Sends compressed files, as nearly every web server does."""

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            return self.send_error(404)
        body = compress(path)
        self.send_response(200)
        for name, value in {"Content-Type": self.guess_type(path), "Content-Encoding": "gzip", "Content-Length": len(body), "Cache-Control": "no-store"}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        pass


def serve(site):
    """Serve a site from a thread; return its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}"


def measure(browser, address, slow):
    """Return {what: value} of one cold load: milliseconds, and bytes as they were sent."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page, got = context.new_page(), {}
    page.add_init_script(WATCH)
    if slow:
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.on("response", lambda response: got.update({response.url: int(response.headers.get("content-length", 0))}) if response.url.startswith("http") else None)
    page.goto(f"{address}/{SET}.html", wait_until="load")
    page.wait_for_timeout(SETTLE[slow])
    paint, live = page.evaluate(f"[{PAINT}, window.live]")
    found = {"paint": paint, "clickable": live and max(paint, live), "requests": len(got), "weight": sum(got.values())}
    found["feedback"] = page.evaluate(CLICK) if live else None
    context.close()
    return found


def build_sites(folder):
    """Build the three; return {kind: folder of the site}."""
    build_kit(ROOT, folder / "ours")
    plain, quiz = folder / "plain", folder / "quiz"
    for source in (plain, quiz):
        stage_plain(source, computed=False)
    add_quiz_page(quiz, SET)
    return dict(zip(KINDS, (folder / "ours", build_plain(plain)[1], build_plain(quiz)[1])))


def rows(folder):
    """Yield rows (network, page, weight, requests, first paint, first question clickable, click to feedback)."""
    addresses = {kind: serve(site) for kind, site in build_sites(folder).items()}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("SECONDSOURCE_BROWSER", "/usr/bin/chromium"), args=["--no-sandbox", "--disable-gpu"])
        for network in ("this computer", "slow phone"):
            runs = {kind: [] for kind in KINDS}
            for _ in range(ROUNDS):
                for kind, address in addresses.items():
                    runs[kind].append(measure(browser, address, slow=network == "slow phone"))
            for kind in KINDS:
                yield network, kind, *describe(runs[kind])
        browser.close()


def describe(runs):
    """Return the middle of each measure as text, "-" where a page has no questions."""
    middle = {what: statistics.median(values) for what in runs[0] if None not in (values := [run[what] for run in runs])}
    yield f"{middle['weight'] / 1000:.0f} kB"
    yield f"{middle['requests']:.0f}"
    yield from (f"{middle[what]:.0f} ms" if what in middle else "-" for what in ("paint", "clickable", "feedback"))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        show("A page", ["network", "page", "weight, compressed", "requests", "first paint", "first question clickable", "click to feedback"], rows(Path(name)))
