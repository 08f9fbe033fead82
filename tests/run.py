"""Look at the style, find or install what tests use, run them: `python3 kit.py test [pytest options]`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.browsers import find_browser, missing_programs
from helpers.ims_files import fetch_ims_files
from helpers.node_packages import install_packages
from helpers.style import check_style

ROOT = Path(__file__).resolve().parents[1]
# A worker that is done takes over: the browser's tests are long.
TAKE_OVER = ["--dist", "worksteal"]
# One more than most computers of a class have cores: a test often waits, for a page or for a server.
PARALLEL = ["-n", "3"]


def main(options):
    """Look at the style of the code, then run pytest with the browser's path in the environment; return
    pytest's exit code, or 1 where the style is off.
    """
    if not check_style():
        return 1
    browser = find_browser()
    if not browser:
        sys.exit(
            "kit.py test: no browser was found. Install Chromium or Chrome, "
            "or run: .venv/bin/python -m playwright install chromium"
        )
    if missing := ", ".join(missing_programs()):
        if os.environ.get("CI"):
            sys.exit(
                f"kit.py test: in CI no test is left out, and these are missing: {missing}. Install them."
            )
        print(f"Not on this computer, so tests that need it are left out: {missing}", flush=True)
    install_packages()
    fetch_ims_files()
    environment = {**os.environ, "SECONDSOURCE_BROWSER": browser, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    options = options or PARALLEL
    dist = TAKE_OVER if "-n" in options and "--dist" not in options else []
    return run_pytest([*dist, *options], ROOT, environment)


def run_pytest(options, folder, environment):
    """Run pytest in a folder; return its exit code. In CI what failed runs once more, alone.

    A test that fails beside others on a busy computer and passes alone is a race, and no reason to refuse
    work. Its name and how it failed stay in the output. On a developer's computer nothing runs twice.
    """
    command = [sys.executable, "-m", "pytest", *options]
    code = subprocess.call(command, cwd=folder, env=environment)
    if code != pytest.ExitCode.TESTS_FAILED or not os.environ.get("CI"):
        return code
    print("Once more, alone: what has failed above. If it passes now, it is a race to mend.", flush=True)
    alone = ["-n", "0", "--last-failed", "--last-failed-no-failures", "none"]
    return subprocess.call([*command, *alone], cwd=folder, env=environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
