"""Run notebooks, all in one kernel, each with a clean namespace: a kernel for every notebook would import
pandas a dozen times.

nbformat and nbclient are imported late: they take half a second.
"""

import hashlib
import os

from ..files import ROOT, read_text
from ..problems import fail

KERNEL = "python3"
PAGES = (".md", ".ipynb")
# In the cache: digests of pages whose results are there. To see that nothing is to do takes no library.
DONE = "pages-done"
TIMEOUT = 120  # seconds for a cell
LANGUAGE = {"name": "python", "pygments_lexer": "ipython3"}


def execute(notebooks, folder, say=None):
    """Run the code cells of `notebooks` in place, with `folder` as working folder.

    notebooks: {name: NotebookNode}. say: called with each name.
    Raises ContentError naming the notebook, the cell's first line and the error; the notebooks after it are
    not run.
    """
    from nbclient import NotebookClient

    if not notebooks:
        return
    # No times in the cells: the cache knows a cell by its source and its metadata.
    client = NotebookClient(
        _blank(),
        kernel_name=KERNEL,
        timeout=TIMEOUT,
        record_timing=False,
        # What a cell raises comes back as a message. The kernel's own errors are those of a kernel that is
        # ended while it works: with Ctrl-C a reader would meet a traceback of its sockets.
        extra_arguments=["--IPKernelApp.log_level=50"],
    )
    # nbclient plays the front end of output widgets and talks to the kernel in between; about one run in 30
    # then waits for its timeout.
    client.comm_open_handlers = {}
    with client.setup_kernel(cwd=str(folder), env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}):
        for name, notebook in notebooks.items():
            if say:
                say(name)
            _run(client, "", _blank("%reset -f"))
            _run(client, name, notebook)


def fill_cache(pages, cache_folder, folder, say=None):
    """Run the pages that have cells and put the results where the book's build looks for them; pages found
    there are left alone.

    pages: paths of MyST Markdown pages and notebooks. cache_folder: of jupyter-cache.
    """
    # Digests of pages whose results are there: to see that nothing is to do takes no library.
    done = cache_folder / DONE
    known = set(done.read_text(encoding="utf-8").split()) if done.exists() else set()
    pages = [path for path in pages if path.suffix in PAGES and has_cells(path.name, read_text(path))]
    digests = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in pages}
    if not set(digests.values()) <= known:
        _run_into_cache(
            [path for path, digest in digests.items() if digest not in known], cache_folder, folder, say
        )
        done.write_text("\n".join(digests.values()), encoding="utf-8")


def is_filled(cache_folder):
    """Return whether results were put there to the end."""
    return (cache_folder / DONE).exists()


def has_cells(name, text):
    """Return whether a page has cells to run."""
    return name.endswith(".ipynb") or (name.endswith(".md") and "{code-cell" in text)


def _run_into_cache(pages, cache_folder, folder, say):
    from jupyter_cache import get_cache
    from jupyter_cache.base import CacheBundleIn

    cache, waiting = get_cache(cache_folder), {}
    for path in pages:
        notebook = _read(path)
        if not _is_cached(cache, notebook):
            waiting[path.name] = notebook
    execute(waiting, folder, say)
    for name, notebook in waiting.items():
        notebook.metadata.setdefault("language_info", LANGUAGE)
        cache.cache_notebook_bundle(CacheBundleIn(notebook, name), check_validity=False, overwrite=True)


def _run(client, name, notebook):
    from nbclient.exceptions import CellExecutionError

    client.nb = notebook
    client.reset_execution_trackers()
    for index, cell in enumerate(notebook.cells):
        try:
            client.execute_cell(cell, index)
        except CellExecutionError as error:
            fail(
                name,
                f"the cell that begins “{cell.source.splitlines()[0]}”",
                f"it stops with {error.ename}: {error.evalue}.",
                "Run the notebook in JupyterLab to see where.",
            )


def _blank(*cells):
    from nbformat.v4 import new_code_cell, new_notebook

    return new_notebook(cells=[new_code_cell(cell) for cell in cells])


def _read(path):
    """Return a page as a notebook."""
    import nbformat
    from myst_nb.core.read import read_myst_markdown_notebook

    text = path.read_text(encoding="utf-8")
    return (
        nbformat.reads(text, as_version=4)
        if path.suffix == ".ipynb"
        else read_myst_markdown_notebook(text, path=path)
    )


def _is_cached(cache, notebook):
    try:
        return bool(cache.match_cache_notebook(notebook))
    except KeyError:
        return False
