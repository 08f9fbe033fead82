"""How fast a page is: python3 kit.py benchmark pages

The article page with the most exercises, from its top and from the address of its first exercise, beside the
same page without exercises on the same theme, with its questions shown by jupyterquiz (plain.py), and as bare
HTML: the same text without style or script, which no page can beat. Weight, requests, first paint, first
question clickable, click to feedback; where nothing is asked, a reason is put behind the first paragraph, and
that much is the floor of feedback. All served alike, in turn, in one run, the middle of ROUNDS; on this
computer and as on a slow phone (slow 4G, processor four times slower), compressed and not.
"""

import gzip
import http.server
import os
import re
import statistics
import sys
import tempfile
import threading
from functools import cache, partial
from pathlib import Path

from building import build_kit
from helpers.answering import key_of, right_answers
from helpers.walking import button, label_stop
from measure import ROOT, show
from plain import add_quiz_page, build_plain, stage_plain
from playwright.sync_api import sync_playwright

SET, ROUNDS = "2015-scale", 7
WALKED = f"{SET}/speaking"  # its first passage is answered, and checked
KINDS = ("this kit", "without exercises", "jupyterquiz", "bare HTML")
AT = f"#ss-{SET}-speaking"  # the address of an exercise: where it opens, the page has not ended
NETWORKS = {  # name: (slow, compressed)
    "this computer": (False, True),
    "slow phone": (True, True),
    "slow phone, nothing compressed": (True, False),
}
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
# `ss-live` is set when our handlers are bound, and jupyterquiz draws its buttons with theirs: from then on,
# and once it is painted, a question can be clicked.
LIVE = "[data-ss].ss-live, .MCButton"
WATCH = f"""new MutationObserver((_, watcher) => {{
    if (document.querySelector('{LIVE}')) {{ window.live = performance.now(); watcher.disconnect(); }}
  }}).observe(document, {{subtree: true, childList: true, attributes: true, attributeFilter: ['class']}})"""
SETTLE = (300, 1000)  # milliseconds after the load event, for what comes late
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
# What a press leads to is drawn when a message that the next frame sends arrives: its task comes behind it.
DRAWN = """new Promise((done) => {
  const start = performance.now();
  %s;
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(performance.now() - start);
    channel.port2.postMessage(0);
  });
})"""
CLICK = f"(button) => {DRAWN % 'button.click()'}"
APPEND = f"(text) => {DRAWN % 'document.querySelector(`main p`).append(text)'}"


@cache
def compress(path):
    return gzip.compress(path.read_bytes(), 6, mtime=0)


class Handler(http.server.SimpleHTTPRequestHandler):
    """Sends files compressed, as nearly every web server does, or as they are, as a school's may."""

    def __init__(self, *arguments, compressed, **more):
        self.compressed = compressed
        super().__init__(*arguments, **more)

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        body = compress(path) if self.compressed else path.read_bytes()
        self.send_response(200)
        for name, value in {
            "Content-Type": self.guess_type(path),
            "Content-Encoding": "gzip" if self.compressed else "identity",
            "Content-Length": len(body),
            "Cache-Control": "no-store",
        }.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        pass


def serve(site, compressed):
    """Serve a site from a thread; return its address."""
    handler = partial(Handler, directory=str(site), compressed=compressed)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}"


def measure(browser, address, slow, at=""):
    """Return {what: value} of one cold load of SET's page: milliseconds, and bytes as they were sent.

    at: the fragment that it is opened at.
    """
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page, got = context.new_page(), {}
    page.add_init_script(WATCH)
    if slow:
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.on(
        "response",
        lambda response: (
            got.update({response.url: int(response.headers.get("content-length", 0))})
            if response.url.startswith("http")
            else None
        ),
    )
    page.goto(f"{address}/{SET}.html{at}", wait_until="load")
    page.wait_for_timeout(SETTLE[slow])
    paint, live = page.evaluate(f"[{PAINT}, window.live]")
    found = {
        "paint": paint,
        "clickable": live and max(paint, live),
        "requests": len(got),
        "weight": sum(got.values()),
    }
    if live:
        found["feedback"] = find_answer(page).evaluate(CLICK)
    else:
        found["feedback"] = page.evaluate(APPEND, next(iter(key_of(WALKED).values())).why)
    context.close()
    return found


def find_answer(page):
    """Return what is pressed to see whether one is right: the button of a passage, all of it answered, or the
    first choice that jupyterquiz offers.
    """
    root = page.locator(f'[data-ss="{WALKED}"]')
    if not root.count():
        return page.locator("label.MCButton").first
    label_stop(page, root, right_answers(WALKED))
    page.wait_for_timeout(SETTLE[True])
    return button(root)


def build_sites(folder):
    """Build the three; return {kind: folder of the site}."""
    build_kit(ROOT, folder / "ours")
    write_bare(folder / "ours" / f"{SET}.html", folder / "bare")
    plain, quiz = folder / "plain", folder / "quiz"
    for source in (plain, quiz):
        stage_plain(source, computed=False)
    add_quiz_page(quiz, SET)
    sites = (folder / "ours", build_plain(plain)[1], build_plain(quiz)[1], folder / "bare")
    return dict(zip(KINDS, sites, strict=True))


def write_bare(page, folder):
    """Write the text of a page as HTML without any style or script, under the same name."""
    main = re.search(r"<main\b.*</main>", page.read_text(encoding="utf-8"), re.DOTALL)[0]
    main = re.sub(r"<(script|style|svg)\b.*?</\1>", "", main, flags=re.DOTALL)
    main = re.sub(r' (?:class|style|data-[\w-]+|aria-[\w-]+)="[^"]*"', "", main)
    folder.mkdir()
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Bare</title>'
    (folder / page.name).write_text(head + main, encoding="utf-8")


def rows(folder):
    """Yield rows (network, page, weight, requests, first paint, first question clickable, click to
    feedback).
    """
    sites = build_sites(folder)
    looks = {kind: (kind, "") for kind in KINDS} | {f"{KINDS[0]}, at {AT}": (KINDS[0], AT)}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("SECONDSOURCE_BROWSER", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        for network, (slow, compressed) in NETWORKS.items():
            addresses = {kind: serve(site, compressed) for kind, site in sites.items()}
            runs = {look: [] for look in looks}
            for _ in range(ROUNDS):
                for look, (kind, at) in looks.items():
                    runs[look].append(measure(browser, addresses[kind], slow, at))
            for look in looks:
                yield network, look, *describe(runs[look])
        browser.close()


def describe(runs):
    """Return the middle of each measure as text, "-" where a page has no questions."""
    middle = {
        what: statistics.median(values)
        for what in runs[0]
        if None not in (values := [run[what] for run in runs])
    }
    yield f"{middle['weight'] / 1000:.0f} kB"
    yield f"{middle['requests']:.0f}"
    yield from (
        f"{middle[what]:.0f} ms" if what in middle else "-" for what in ("paint", "clickable", "feedback")
    )


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        show(
            "A page",
            [
                "network",
                "page",
                "weight",
                "requests",
                "first paint",
                "first question clickable",
                "click to feedback",
            ],
            rows(Path(name)),
        )
