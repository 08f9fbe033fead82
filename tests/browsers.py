"""Find the browser that tests and benchmarks drive, or install one where that asks nobody anything."""

import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (r"C:\Program Files\Google\Chrome\Application\chrome.exe", r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
          "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def find_browser():
    """Return the path of a Chromium, Chrome or Edge; None where there is none and none could be installed."""
    return system_browser() or playwright_browser() or debian_browser()


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
