"""The class report: solutions/notebooks/class-report.ipynb, run on a class's answers and written as one HTML
file that needs nothing else.

nbformat, nbclient and nbconvert are imported late: together they take more than a second.
"""

import json
import re
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from ..colours import device_colours, either_colours
from ..files import ROOT, read_text, write_whole
from ..notebooks.running import execute
from ..problems import fail
from .synthetic import SYNTHETIC

NOTEBOOK = ROOT / "solutions" / "notebooks" / "class-report.ipynb"
TEXTS = ("student", "name", "item", "response", "mark")  # columns of text, kept as categoricals
NEEDED = (*TEXTS, "confidence", "points")
NOTEBOOK_ONLY = "notebook-only"  # tag of cells that the page goes without


def write_report(marked, path, title="", synthetic=False, warning=""):
    """Write the report on a class as one HTML file at `path`; an older one is replaced only when the new one
    is whole.

    marked: DataFrame, one row per (student, item): student, name, item, response, confidence (50 to 100 or
        NaN), mark, points; with a column `saved` (times), checks taken in different orders are told apart.
        title, warning: for the top of the page. synthetic: the class is made up; the page says so. Raises
        ContentError where the notebook or an answer key is missing or a cell fails, OSError where `path`
        cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="second-source-") as folder:
        table = Path(folder) / "marked.npz"
        save_marked(marked, table)
        notebook = _prepare({"TABLE": str(table), "TITLE": title, "SYNTHETIC": bool(synthetic)})
        execute({"class-report.ipynb": notebook}, folder)
    html = _render(notebook, title, synthetic, warning)
    with write_whole(path, "utf-8", private=True) as file:
        file.write(html)


def write_demo_report(path, students=30, seed=1, change="discernment"):
    """Write the report on a synthetic class (see synthetic.make_class) as one HTML file at `path`."""
    from ..marking import marks as marking
    from .synthetic import make_class

    write_report(
        marking.mark(make_class(students, seed, change=change), marking.read_keys()), path, synthetic=True
    )


def save_marked(marked, path):
    """Write a table of marked answers for `read_marked`: numbers and JSON, nothing that could run when it
    is read. Free texts are left out.
    """
    _require(marked, "the table of answers")
    kept = marked[(marked["mark"] != "kept").to_numpy()]
    arrays = {name: kept[name].to_numpy(dtype=float, na_value=np.nan) for name in ("confidence", "points")}
    for name in TEXTS + (("saved",) if "saved" in kept else ()):
        column = kept[name].astype(str).where(kept[name].notna()) if name == "saved" else kept[name]
        texts = column.astype("category").cat.remove_unused_categories()
        arrays[name] = texts.cat.codes.to_numpy()
        arrays[f"{name}.texts"] = np.frombuffer(
            json.dumps([str(text) for text in texts.cat.categories]).encode(), dtype=np.uint8
        )
    np.savez(path, **arrays)


def read_marked(path):
    """Return a table of marked answers from a file of `save_marked`, or from a CSV with the same columns.
    Raises ContentError naming what is missing.
    """
    path = Path(path)
    if path.suffix == ".csv":
        table = pd.read_csv(
            path,
            dtype=dict.fromkeys(TEXTS, "str"),
            keep_default_na=False,
            na_values={"response": [""], "confidence": [""], "points": [""]},
        )
        _require(table, path)
        return table.astype(dict.fromkeys(TEXTS, "category"))
    with np.load(path, allow_pickle=False) as arrays:
        texts = {
            name.removesuffix(".texts"): json.loads(arrays[name].tobytes())
            for name in arrays.files
            if name.endswith(".texts")
        }
        return pd.DataFrame(
            {
                name: pd.Categorical.from_codes(arrays[name], pd.Index(texts[name], dtype="str"))
                if name in texts
                else arrays[name]
                for name in arrays.files
                if not name.endswith(".texts")
            }
        )


def load_report(table="", title="", synthetic=False):
    """Return the ClassReport that the notebook shows: of the answers in `table`, or of a synthetic class
    where there is none.

    table: path of a CSV with one row for each (student, item): student, name, item, response, confidence (50
        to 100, per cent; empty where none was given), mark, points (0 or 1; empty where nothing is scored).
    title: stands on top; "" is a plain one. synthetic: the class is made up, and the report says so.
    Raises ContentError naming the column that is missing.
    """
    from .class_report import ClassReport

    if table:
        return ClassReport(read_marked(table), title, synthetic)
    from ..marking import marks as marking
    from .synthetic import make_class

    return ClassReport(marking.mark(make_class(), marking.read_keys()), title, synthetic=True)


def show_style():
    """Return what makes the report look in JupyterLab as it does on its page; display it once."""
    from .class_report import Section

    colours = either_colours(".ssr")
    return Section("style", f"<style>{colours}{_style('report.css')}{_charts_style()}</style>")


def _require(table, where):
    if missing := [name for name in NEEDED if name not in table]:
        fail(
            where,
            "",
            f"these columns are missing: {', '.join(missing)}.",
            "Mark the answers first: python3 kit.py mark FOLDER.",
        )


def _prepare(parameters):
    """Return the notebook with the parameters set after the cell tagged `parameters`. Values are written
    as Python literals, so a title is never code.
    """
    import nbformat

    if not NOTEBOOK.exists():
        fail(
            "solutions/notebooks/class-report.ipynb",
            "",
            "the report's notebook is not here.",
            "Use a copy of the kit that has the folder solutions/.",
        )
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    place = next(
        number for number, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", ())
    )
    code = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
    notebook.cells.insert(place + 1, nbformat.v4.new_code_cell(code))
    return notebook


def _render(notebook, title, synthetic, warning):
    """Return the executed notebook as a page: our own template, no code, no script, nothing from another
    host.
    """
    from nbconvert import HTMLExporter
    from traitlets.config import Config

    config = Config({"TagRemovePreprocessor": {"remove_cell_tags": {NOTEBOOK_ONLY}, "enabled": True}})
    exporter = HTMLExporter(
        config=config,
        template_name="class-report",
        extra_template_basedirs=[str(Path(__file__).parent / "templates")],
        # with it on, each piece of HTML in a text cell is closed at its end, and a fold would hold nothing
        embed_images=False,
        exclude_input=True,
        exclude_anchor_links=True,
    )
    exporter.register_filter("name_headings", _name_headings)
    name = " ".join(title.split()) or "Class report"
    page, _ = exporter.from_notebook_node(
        notebook,
        {
            "page_title": f"{name}: {SYNTHETIC}" if synthetic else name,
            "page_style": _page_style(),
            "page_warning": warning,
        },
    )
    return page


def _name_headings(html):
    """Give each heading the id it has in JupyterLab, so that the same links work in both; nbconvert's own
    would come with a sign to click.
    """
    return re.sub(
        r"<h2>(.*?)</h2>", lambda found: f'<h2 id="{found[1].replace(" ", "-")}">{found[1]}</h2>', html
    )


def _page_style():
    """Return all style of the page: the book's colours, light and dark as the reader's device says, the
    charts', and the report's own.
    """
    return "\n".join([device_colours(), _style("report-page.css"), _charts_style(), _style("report.css")])


def _charts_style():
    return read_text(ROOT / "book" / "_static" / "charts.css")


def _style(name):
    return read_text(Path(__file__).with_name(name))
