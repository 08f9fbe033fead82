"""What is printed: a page in a browser, as its reader would; the text of a PDF."""

import re

from helpers.kits import wait_until


def turn_to_paper(page):
    """Let the page make itself ready for paper, as a browser does before it prints."""
    page.mouse.move(5, 5)  # the script for paper is loaded with the first act
    wait_until(page, "() => Boolean(globalThis.secondSource?.rest)")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")


def turn_back(page):
    page.evaluate("dispatchEvent(new Event('afterprint'))")


def squeeze(text):
    """Return a text without spaces: a PDF does not know whether a word ends at the end of a line."""
    return re.sub(r"\s", "", text)
