"""Find or install a browser, then run the tests: `python3 kit.py test [pytest options]`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PARALLEL = ["-n", "2", "--dist", "worksteal"]  # a worker that is done takes over: the browser's tests are long
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (r"C:\Program Files\Google\Chrome\Application\chrome.exe", r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
          "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def main(options):
    """Run pytest with the browser's path in the environment; return pytest's exit code."""
    browser = system_browser() or playwright_browser() or debian_browser()
    if not browser:
        sys.exit("kit.py test: no browser was found. Install Chromium or Chrome, or run: .venv/bin/python -m playwright install chromium")
    environment = {**os.environ, "SECONDSOURCE_BROWSER": browser, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.call([sys.executable, "-m", "pytest", *(options or PARALLEL)], cwd=ROOT, env=environment)


def system_browser():
    """Return the path of an installed Chromium, Chrome or Edge, or None."""
    return next((found for found in map(shutil.which, NAMES) if found), None) or next((place for place in PLACES if Path(place).exists()), None)


def playwright_browser():
    """Return the path of Playwright's own Chromium if it was downloaded before, or None."""
    from playwright.sync_api import sync_playwright
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def debian_browser():
    """Install Debian's Chromium when that needs no question to anybody; return its path or None."""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    print("Installing a browser for the tests (apt-get install chromium) …", flush=True)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.call(["apt-get", "update"], **quiet)
    subprocess.call(["apt-get", "install", "-y", "--no-install-recommends", "chromium"], **quiet)
    return shutil.which("chromium")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
