"""Find the browsers that tests and benchmarks drive, or install them where that asks nobody anything."""

import os
import shutil
import subprocess
from glob import glob
from pathlib import Path

# The same engine without a window's own pages: a new context takes a quarter of the time.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)

# What else the tests use where it is there, and in CI always: names to look for, and Debian's package.
OTHERS = {
    # With windows and profiles, which the shell has not.
    "Chromium": (*(name for name in NAMES if name != SHELL), *PLACES, "chromium"),
    "Firefox": ("firefox", "firefox-esr", "firefox-esr"),
    "WebKit": ("WebKitWebDriver", "webkit2gtk-driver"),
    "Xvfb": ("Xvfb", "xvfb"),
    "node": ("node", "nodejs", "nodejs"),
    "npm": ("npm", "npm"),
    "PostgreSQL": ("postgres", "/usr/lib/postgresql/*/bin/postgres", "postgresql"),
}


def find_browser():
    """Return the path of a Chromium, Chrome or Edge; None where there is none and none could be installed.

    In CI the shell is installed where Debian has it.
    """
    if os.environ.get("CI") and not shutil.which(SHELL):
        install_debian([SHELL])
    return system_browser() or playwright_browser() or debian_browser()


def system_browser():
    """Return the path of an installed Chromium, Chrome or Edge, or None."""
    return next((found for found in map(shutil.which, NAMES) if found), None) or next(
        (place for place in PLACES if Path(place).exists()), None
    )


def playwright_browser():
    """Return the path of Playwright's own Chromium if it was downloaded before, or None."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def debian_browser():
    """Install Debian's Chromium when that needs no question to anybody; return its path or None."""
    install_debian(["chromium"])
    return shutil.which("chromium")


def missing_programs():
    """Return the names of OTHERS that are not on this computer; in CI, after trying to install them."""
    missing = [name for name in OTHERS if not find_program(name)]
    if missing and os.environ.get("CI"):
        install_debian([OTHERS[name][-1] for name in missing])
    return [name for name in missing if not find_program(name)]


def find_program(name):
    """Return the path of one of OTHERS, or None."""
    *names, _ = OTHERS[name]
    found = next((found for found in map(shutil.which, names) if found), None)
    # Debian's PostgreSQL is not on the PATH: each version has a folder of its own.
    return found or next((path for pattern in names if "*" in pattern for path in glob(pattern)), None)


def install_debian(packages):
    """Install packages with apt-get where this is Debian and we are root; else do nothing."""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    print(f"Installing for the tests: apt-get install {' '.join(packages)} …", flush=True)
    quiet = {
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    }
    subprocess.call(["apt-get", "update"], **quiet)
    subprocess.call(["apt-get", "install", "-y", "--no-install-recommends", *packages], **quiet)


def watch(page):
    """Record what a page asks for and what goes wrong in it, as `requests_seen` and `faults`; return it."""
    page.set_default_timeout(10_000)
    page.requests_seen, page.faults = [], []

    def note_failure(request):
        if "ABORTED" not in request.failure:
            page.faults.append(f"failed: {request.url}")

    def note_message(message):
        if message.type in ("error", "warning"):
            page.faults.append(message.text)

    page.on("request", lambda request: page.requests_seen.append(request.url))
    page.on("requestfailed", note_failure)
    page.on("console", note_message)
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    return page
