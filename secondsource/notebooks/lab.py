"""JupyterLab on the notebooks: on this computer only, asking no other host for anything."""

import os
import subprocess
import sys
from pathlib import Path

from ..files import ROOT, learner_folder, read_text
from ..problems import fail
from ..templating import fill_template
from .corpus_files import write_corpus
from .feedback import show_code
from .handing_out import hand_out

SETTINGS = Path(__file__).with_name("jupyterlab")
NOTEBOOKS = ROOT / "exercises" / "notebooks"
BOOK = ROOT / "_build" / "study"  # where `kit.py` alone builds it
NO_BOOK = "build it once with `python3 kit.py`, and start `python3 kit.py lab` again"
SITE = "static/"  # below this JupyterLab serves its folders of plain files
START = "start.ipynb"


def lab_command(port=8888, browser=True, folder=None):
    """Return the command that starts JupyterLab in `folder`, by default the learner's; news, updates and
    the extension manager would ask other hosts.

    The built book is served with it, so that both are one site: notebooks link to its pages, and what was
    done there is found here.
    `jupyterlab/overrides.json` says the same to the page, and starts the kernel without a question. Widgets
    talk to the kernel without subshells there: a kernel that another tab restarted has none of the old ones,
    and JupyterLab would go on sending to them, so that every save after the first is lost. Widget state is
    not saved in
    notebooks: JupyterLab drops it at the next save without a run, and an export with it needs a script from
        another host. `written.py` serves both.
    """
    folder = folder or learner_folder()
    settings = [
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        f"--ServerApp.root_dir={folder}",
        f"--ServerApp.extra_static_paths={[str(BOOK)]}",
        f"--LabApp.default_url=/lab/tree/{START}",
        f"--LabApp.app_settings_dir={SETTINGS}",
        "--LabApp.extension_manager=readonly",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--ServerApp.log_level=WARN",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        settings.append("--ServerApp.allow_root=True")  # a container, as a rule
    return [
        sys.executable,
        "-m",
        "jupyterlab",
        *settings,
        *([] if browser else ["--ServerApp.open_browser=False"]),
    ]


def run_lab(port=8888, browser=True):
    """Hand out the notebooks and run JupyterLab on them until Ctrl+C; return its exit code."""
    if not list(NOTEBOOKS.glob("*.ipynb")):
        fail(
            "exercises/notebooks", "", "there are no notebooks.", "Make them with `python3 kit.py notebooks`."
        )
    folder = learner_folder()
    for line in _hand_out(folder):
        print(line)
    if not (BOOK / "index.html").exists():
        print("The book is not built yet, so notebooks cannot link to it: run `python3 kit.py` once.")
    print(
        f"Your notebooks are in {folder}, your answers in {folder / 'answers'}. They are yours: no update of "
        "the kit touches them.\nJupyterLab is starting; its address appears below. Stop with Ctrl+C.",
        flush=True,
    )
    try:
        return subprocess.call(
            lab_command(port, browser),
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "JUPYTER_PREFER_ENV_PATH": "1"},
        )
    except KeyboardInterrupt:
        return 0


class Page:
    """A link to a page of the book, as HTML and as text."""

    def __init__(self, name, title, address):
        self.name, self.title, self.address = name, title, address

    def __repr__(self):
        return f"“{self.title}” in the book: {self.address or NO_BOOK}"

    def _repr_html_(self):
        return fill_template("notebooks/page.html", page=self, missing=NO_BOOK, code=show_code)


def page(name, root=ROOT):
    """Return a link to the page `name` of the book, such as "2015-scale", on the JupyterLab that runs.

    Where none serves the book, it says how to see it.
    """
    source = root / "book" / f"{name}.md"
    if not source.exists():
        if any((root / "book").glob("*.md")):
            cure = "Give the name of a file in `book/`, without .md."
            fail(name, "", "the book has no such page.", cure)
        return Page(name, name, "")  # a copy of the kit without its pages, as on a hub
    title = next(line for line in read_text(source, root).splitlines() if line.startswith("# "))[2:]
    is_built = (BOOK / f"{name}.html").exists()
    address = _served_at() if is_built else ""
    return Page(name, title, address and f"{address}{SITE}{name}.html")


def _served_at():
    """Return the address of the JupyterLab that runs on the learner's folder; "" where there is none."""
    from jupyter_server.serverapp import list_running_servers  # late: half a second

    folder = str(learner_folder())
    return next((one["url"] for one in list_running_servers() if one.get("root_dir") == folder), "")


def _hand_out(folder):
    try:
        return [*hand_out(folder), *write_corpus(folder)]
    except OSError as error:
        fault = f"your notebooks cannot be put there ({error.strerror})."
        fail(
            folder, "", fault, "Make room, or name another folder: set SECONDSOURCE_FOLDER, and start again."
        )
