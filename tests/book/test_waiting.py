"""The book before its cells are worked out holds together."""

import json

from secondsource.book.waiting import hold_back


def test_a_link_to_a_notebook_leads_to_the_plain_page_that_stands_for_it():
    cell = {"cell_type": "code", "source": ["1 + 1"]}
    link = {"cell_type": "markdown", "source": ["[the first](notebook-a.ipynb) and [b](notebook-a.ipynb#b)"]}
    notebooks = {
        "notebook-a.ipynb": json.dumps({"cells": [cell, link]}),
        "notebook-start.md": "[the first](notebook-a.ipynb)\n",
    }
    held = hold_back({}, notebooks)
    assert "notebook-a.md" in held and not [text for text in held.values() if ".ipynb" in text]
