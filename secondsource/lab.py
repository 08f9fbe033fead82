"""JupyterLab on the notebooks: on this computer only, asking no other host for anything."""

import os
import subprocess
import sys
from pathlib import Path

from .problems import fail
from .strict import ROOT

SETTINGS = Path(__file__).with_name("jupyterlab")
NOTEBOOKS = ROOT / "exercises" / "notebooks"


def lab_command(port=8888, browser=True, folder=NOTEBOOKS):
    """Return the command that starts JupyterLab in `folder`; news, updates and the extension manager would ask other hosts.

    `jupyterlab/overrides.json` says the same to the page, and starts the kernel without a question.
    """
    settings = ["--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", f"--ServerApp.root_dir={folder}",
                f"--LabApp.app_settings_dir={SETTINGS}", "--LabApp.extension_manager=readonly",
                "--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--ServerApp.log_level=WARN"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        settings.append("--ServerApp.allow_root=True")  # a container, as a rule
    return [sys.executable, "-m", "jupyterlab", *settings, *([] if browser else ["--ServerApp.open_browser=False"])]


def run_lab(port=8888, browser=True):
    """Run JupyterLab until Ctrl+C; return its exit code."""
    if not list(NOTEBOOKS.glob("*.ipynb")):
        fail("exercises/notebooks", "", "there are no notebooks.", "Make them with `python3 kit.py notebooks`.")
    print(f"JupyterLab is starting; its address appears below. Your answers are saved in {NOTEBOOKS / 'answers'}. Stop with Ctrl+C.", flush=True)
    try:
        return subprocess.call(lab_command(port, browser), env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "JUPYTER_PREFER_ENV_PATH": "1"})
    except KeyboardInterrupt:
        return 0
