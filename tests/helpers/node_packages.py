"""What tests take from npm, fetched once, before the tests, as `tests/package.json` pins it: TypeScript,
which checks the types of the script's modules, gift-pegjs, which reads Moodle's GIFT, and a screen reader. A
test that does not find its package is left out, and fails in CI.
"""

import json
import shutil
import subprocess
from contextlib import suppress

from helpers.places import ROOT

TESTS = ROOT / "tests"
INSTALL = ("ci", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=1")
PATIENCE = 180  # seconds; it took 2 with a network


def install_packages(folder=TESTS):
    """Fetch the pinned packages into `folder` where they are not there and npm is; say so in a line."""
    npm, wanted = shutil.which("npm"), pinned_versions(folder)
    if npm is None or installed_versions(folder) == wanted:
        return
    named = ", ".join(f"{name} {version}" for name, version in wanted.items())
    print(f"Fetching for the tests: {named} …", flush=True)
    with suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run([npm, *INSTALL], cwd=folder, capture_output=True, timeout=PATIENCE)
    if installed_versions(folder) != wanted:
        print("npm could not fetch all: what needs it goes unchecked. With a network, try again.", flush=True)


def pinned_versions(folder=TESTS):
    """Return {package: version} that `package.json` asks for."""
    return json.loads((folder / "package.json").read_text(encoding="utf-8"))["devDependencies"]


def installed_versions(folder=TESTS):
    """Return {package: version} of the pinned ones that are there."""
    places = {name: folder / "node_modules" / name / "package.json" for name in pinned_versions(folder)}
    return {
        name: json.loads(about.read_text(encoding="utf-8"))["version"]
        for name, about in places.items()
        if about.exists()
    }
