"""The script in its two forms: a classic script for pages, an ES module for notebooks. One source, no build tool."""

import re
from importlib.resources import files

COMMENT = re.compile(r"^[ \t]*(//[^\n]*|/\*.*?\*/)[ \t]*\n", re.MULTILINE | re.DOTALL)  # whole lines only: never inside a string

START = """const start = () => { showCopies(); startExercises(); };
start();
document.addEventListener("DOMContentLoaded", () => { start(); startCopyPanels(); startPanels(); });
"""


def _source(name):
    """Return a source without its comments and indentation: a third of what a phone would have to fetch."""
    text = COMMENT.sub("", (files("secondsource") / name).read_text(encoding="utf-8"))
    return re.sub(r"^\s+", "", text, flags=re.MULTILINE)


def classic_script():
    """Return a script that works from file://. It binds the exercises above it at once, and all others when the page is complete."""
    return f'(() => {{\n"use strict";\n{_source("widget.js")}{_source("originals.js")}{START}}})();\n'


def module_script():
    """Return an ES module with the default export that an anywidget host calls."""
    return f'{_source("widget.js")}export default {{ render }};\n'


def style():
    """Return the style sheet of the exercises."""
    return _source("widget.css")


def teach_style():
    """Return the style sheet of teachers' pages."""
    return _source("teach.css")
