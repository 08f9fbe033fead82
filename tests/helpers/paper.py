"""A page that is printed: in a browser, as its reader would."""

from helpers.kits import wait_until


def turn_to_paper(page):
    """Let the page make itself ready for paper, as a browser does before it prints."""
    page.mouse.move(5, 5)  # the script for paper is loaded with the first act
    wait_until(page, "() => Boolean(globalThis.secondSource?.paper)")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")


def turn_back(page):
    page.evaluate("dispatchEvent(new Event('afterprint'))")
