"""Find or install a browser, then run the tests: `python3 kit.py test [pytest options]`."""

import os
import subprocess
import sys
from pathlib import Path

from browsers import find_browser

ROOT = Path(__file__).resolve().parents[1]
PARALLEL = ["-n", "2", "--dist", "worksteal"]  # a worker that is done takes over: the browser's tests are long


def main(options):
    """Run pytest with the browser's path in the environment; return pytest's exit code."""
    browser = find_browser()
    if not browser:
        sys.exit("kit.py test: no browser was found. Install Chromium or Chrome, or run: .venv/bin/python -m playwright install chromium")
    environment = {**os.environ, "SECONDSOURCE_BROWSER": browser, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.call([sys.executable, "-m", "pytest", *(options or PARALLEL)], cwd=ROOT, env=environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
