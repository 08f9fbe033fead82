"""How fast a page is: python3 benchmarks/pages.py

Weight, requests, first paint, first question clickable and click-to-feedback of the heaviest article page, beside the same page without exercises
on the same theme (plain.py), both served by the kit's own server, in turn, in one run; locally and on a slow phone (slow 4G, processor four times slower).
"""

import gzip
import os
import statistics
import sys
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from building import build_kit, environment  # noqa: E402
from plain import build_plain, stage_plain  # noqa: E402
from secondsource.serve import start_server  # noqa: E402

PAGE, ROUNDS = "2015-scale.html", 7
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
# `ss-live` is set when the handlers are bound: from then on a click on a question is answered.
WATCH = """new MutationObserver((_, watcher) => { if (document.querySelector('[data-ss].ss-live')) { window.clickable = performance.now(); watcher.disconnect(); } })
  .observe(document, {subtree: true, childList: true, attributes: true, attributeFilter: ['class']})"""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
CLICK = """() => new Promise((done) => { const button = document.querySelector('[data-ss] [data-do=commit]'), start = performance.now();
  button.click(); requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = () => done(performance.now() - start); channel.port2.postMessage(0); }); })"""


def measure(browser, address, slow):
    """Return milliseconds and bytes of one cold load."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page, sizes = context.new_page(), []
    page.add_init_script(WATCH)
    if slow:
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.on("response", lambda response: sizes.append(response.url))
    page.goto(address)
    page.wait_for_timeout(300)
    found = {"paint": page.evaluate(PAINT), "clickable": page.evaluate("window.clickable"), "requests": len(sizes)}
    if found["clickable"]:
        found["feedback"] = page.evaluate(CLICK)
    found["weight"] = sum(weigh(url, address) for url in set(sizes))
    context.close()
    return found


def weigh(url, address):
    """Return the bytes of a file of the site as a server would send it, gzipped."""
    site = SITES[address.rsplit("/", 1)[0]]
    path = site / url.split("?")[0].split("/", 3)[3]
    return len(gzip.compress(path.read_bytes(), 6)) if path.is_file() else 0


SITES = {}


def serve(site):
    """Serve a site; return its address."""
    server = start_server(site, 8700)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    SITES[address] = site
    return address


def main(folder):
    from playwright.sync_api import sync_playwright
    build_kit(ROOT, folder / "ours")
    stage_plain(folder / "plain", sorted((ROOT / "book").glob("*.md")))
    addresses = {"this kit": serve(folder / "ours"), "without exercises": serve(build_plain(folder / "plain", environment(ROOT)))}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("SECONDSOURCE_BROWSER", "/usr/bin/chromium"), args=["--no-sandbox", "--disable-gpu"])
        print("| network | page | weight, gzipped | requests | first paint | first question clickable | click to feedback |\n|---|---|---|---|---|---|---|")
        for slow in (False, True):
            runs = {name: [] for name in addresses}
            for _ in range(ROUNDS):
                for name, address in addresses.items():
                    runs[name].append(measure(browser, f"{address}/{PAGE}", slow))
            for name, measured in runs.items():
                show("slow phone" if slow else "local", name, measured)
        browser.close()


def show(network, name, runs):
    """Print the medians of one page."""
    middle = {what: statistics.median(run[what] for run in runs if run.get(what) is not None) if any(run.get(what) for run in runs) else None
              for what in ("weight", "requests", "paint", "clickable", "feedback")}
    cells = [f"{middle['weight'] / 1000:.0f} kB", f"{middle['requests']:.0f}", f"{middle['paint']:.0f} ms"]
    cells += [f"{middle[what]:.0f} ms" if middle[what] else "-" for what in ("clickable", "feedback")]
    print(f"| {network} | {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        main(Path(name))
