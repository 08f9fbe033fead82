"""The two forms of widget.js: a classic script for pages, an ES module for notebooks. One source, no build tool."""

from importlib.resources import files


def _source(name):
    return (files("secondsource") / name).read_text(encoding="utf-8")


def classic_script():
    """Return a script that works from file:// and binds every exercise of the page it stands at the end of."""
    return f'(() => {{\n"use strict";\n{_source("widget.js")}\nstartPage();\n}})();\n'


def module_script():
    """Return an ES module with the default export that an anywidget host calls."""
    return f'{_source("widget.js")}\nexport default {{ render }};\n'


def style():
    """Return the style sheet of the exercises."""
    return _source("widget.css")
