"""A real JupyterLab on a notebook as it is handed out: started once, and as good as new for each test."""

import json
import os
import shutil
import subprocess
import time
import urllib.request

import pytest
from helpers.jupyterlab import NAME
from helpers.kits import DESKTOP, copy_kit
from helpers.ports import free_port

from secondsource.notebooks.handing_out import hand_out
from secondsource.notebooks.lab import lab_command


@pytest.fixture(scope="session")
def running_lab(tmp_path_factory):
    """The one JupyterLab of a run, on an empty folder: to start one takes longer than most of its tests."""
    home, port = tmp_path_factory.mktemp("lab"), free_port()
    root, folder = copy_kit(home / "kit"), home / "second-source"
    folder.mkdir()
    command = [*lab_command(port, browser=False, folder=folder), "--IdentityProvider.token=test"]
    environment = {
        **os.environ,
        "PYTHONPATH": str(root),
        "SECONDSOURCE_FOLDER": str(folder),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "HOME": str(home),
    }
    server = subprocess.Popen(
        command, env=environment, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(240):
        try:
            ask(address, "")
            break
        except OSError:
            time.sleep(0.25)
    yield address, folder
    server.terminate()
    server.wait(20)


@pytest.fixture
def lab(running_lab):
    """JupyterLab on a learner's folder with one notebook; its address and the folder. Nothing that a test
    before did is there: no kernel, no answer, no theme, no open tab.
    """
    address, folder = running_lab
    for running in ask(address, "/sessions"):
        ask(address, f"/sessions/{running['id']}", "DELETE")
    for running in ask(address, "/kernels"):
        ask(address, f"/kernels/{running['id']}", "DELETE")
    for kept in [*folder.iterdir(), folder.parent / "config/lab"]:
        shutil.rmtree(kept) if kept.is_dir() else kept.unlink(missing_ok=True)
    hand_out(folder, folder.parent / "kit")
    yield address, folder


def ask(address, what, method="GET"):
    """Return what JupyterLab's own interface answers."""
    request = urllib.request.Request(f"{address}/api{what}?token=test", method=method)
    with urllib.request.urlopen(request, timeout=20) as said:
        return json.loads(said.read() or b"null")


@pytest.fixture
def open_notebook(lab, open_page):
    def open_it(context=None):
        page = open_page(f"{lab[0]}/lab/tree/{NAME}.ipynb?token=test", DESKTOP, context)
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)
        return page

    return open_it
