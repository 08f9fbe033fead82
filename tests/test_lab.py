"""A real JupyterLab, driven by a real browser: run a notebook, answer, see the feedback, lose the kernel, find the answer again."""

import json
import os
import socket
import subprocess
import time
import urllib.request

import pytest
from conftest import DESKTOP, copy_kit
from test_browser import answer_by_keyboard, answer_by_mouse, assert_full_marks, right_answers

from secondsource.answers import read_answers
from secondsource.lab import lab_command

NAME = "2015-scale"


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def lab(tmp_path):
    """JupyterLab on a copy of the notebooks; its address and folder."""
    root = copy_kit(tmp_path / "kit")
    folder, port = root / "exercises/notebooks", free_port()
    command = [*lab_command(port, browser=False, folder=folder), "--IdentityProvider.token=test"]
    environment = {**os.environ, "PYTHONPATH": str(root), "JUPYTER_CONFIG_DIR": str(tmp_path / "config"), "JUPYTER_DATA_DIR": str(tmp_path / "data"), "HOME": str(tmp_path)}
    server = subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{address}/api?token=test", timeout=1)
            break
        except OSError:
            time.sleep(0.5)
    yield address, folder
    server.terminate()
    server.wait(20)


@pytest.fixture
def open_notebook(lab, open_page):
    def open_it(context=None):
        page = open_page(f"{lab[0]}/lab/tree/{NAME}.ipynb?token=test", DESKTOP, context)
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)
        return page
    return open_it


def choose(page, menu, entry):
    page.locator(f'.lm-MenuBar-itemLabel:text-is("{menu}")').click()
    page.locator(f'.lm-Menu-itemLabel:text-is("{entry}")').click()


def run_all(page):
    choose(page, "Run", "Run All Cells")
    page.locator(f'[data-ss="{NAME}/conclusion"]').wait_for(timeout=90_000)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)


def kept(folder, name):
    return read_answers(folder / f"answers/{NAME}.json").activities[name].answers


def wait_until(holds):
    for _ in range(100):
        if holds():
            return True
        time.sleep(0.1)
    return False


def test_a_notebook_is_run_answered_killed_and_found_again(lab, open_notebook):
    address, folder = lab
    page = open_notebook()
    run_all(page)
    by_mouse, by_keyboard = f"{NAME}/holds-up", f"{NAME}/figures"
    root = page.locator(f'[data-ss="{by_mouse}"]')
    answer_by_mouse(root, right_answers(by_mouse))
    root.locator("[data-do=commit]").click()
    answer_by_keyboard(page, by_keyboard, right_answers(by_keyboard))
    for name in (by_mouse, by_keyboard):
        page.locator(f'[data-ss="{name}"] [data-feedback]:not([hidden])').first.wait_for(timeout=20_000)
        assert_full_marks(page.locator(f'[data-ss="{name}"]'), name, right_answers(name))
    assert wait_until(lambda: kept(folder, by_keyboard) == right_answers(by_keyboard))

    kernels = json.load(urllib.request.urlopen(f"{address}/api/kernels?token=test"))
    urllib.request.urlopen(urllib.request.Request(f"{address}/api/kernels/{kernels[0]['id']}?token=test", method="DELETE"))
    page.close()
    page = open_notebook(page.context)
    run_all(page)
    for item, value in right_answers(by_keyboard).items():
        assert page.locator(f'[data-ss="{by_keyboard}"] [data-answer="{item}"]').input_value() == value
    assert [url for url in page.requests_seen if not url.startswith((address, "data:", "blob:", address.replace("http", "ws")))] == [], "JupyterLab asks no other host"
