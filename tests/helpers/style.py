"""The code's style: ruff's findings and its layout, with the settings in pyproject.toml."""

import subprocess
import sys

from helpers.places import ROOT

# No cache: it would stay behind in the kit's folder, and all files take a fifth of a second.
STEPS = (("check", "--no-cache", "--output-format", "concise"), ("format", "--no-cache", "--check"))
CURE = "kit.py test: mend what ruff names. Much of it ruff does itself: {0} check --fix . && {0} format ."


def check_style(folder=ROOT):
    """Return whether ruff has nothing to say about the code in `folder`; print one line, after its findings
    where there are any.
    """
    ruff = [sys.executable, "-m", "ruff"]
    for step in STEPS:
        done = subprocess.run(
            [*ruff, *step, "."], cwd=folder, capture_output=True, text=True, encoding="utf-8"
        )
        if done.returncode:
            print(done.stdout + done.stderr + CURE.format(" ".join(ruff)), flush=True)
            return False
    print("ruff: nothing to mend.", flush=True)
    return True
