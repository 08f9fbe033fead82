"""The colours of all pages, each once: in light, in dark, and as it may stand on either.

A style says `var(--ss-NAME)` and holds no colour itself; tests/test_colours.py names the few that do, and
why. It tries the pairs as well: text on a ground reaches 4.5:1, the line of a control (edge) 3:1.
"""

from typing import NamedTuple


class Colour(NamedTuple):
    """either: for lines and fills on a ground that is not ours and may be light or dark: a notebook's, in any
    program that shows one. Never for words; "" where no such line has it.
    """

    light: str
    dark: str
    either: str = ""


COLOURS = {
    "ink": Colour("#1b2730", "#e7ebec"),
    "ink-soft": Colour("#4d5962", "#aeb9bf"),
    "paper": Colour("#fdfcf9", "#11181c"),
    "surface": Colour("#f5f2eb", "#19232a"),
    "surface-2": Colour("#ebe7dc", "#222f37", "#d9d6ce"),
    "line": Colour("#dcd6c8", "#33424b", "#8a8f94"),
    "edge": Colour("#857e6f", "#74858f", "#75807f"),
    "accent": Colour("#0b5c63", "#74cbca", "#2a8a90"),
    "accent-ink": Colour("#fff", "#06282a"),
    "accent-soft": Colour("#e0efee", "#143438", "#bfe0e0"),
    "good": Colour("#1d6337", "#86d49d", "#1f7a5c"),
    "good-soft": Colour("#e2f2e5", "#16321f"),
    "warn": Colour("#7d4f00", "#f1c06a", "#b4690e"),
    "warn-soft": Colour("#fcefd2", "#392c10"),
    "bad": Colour("#9b2828", "#ffa79e", "#c0504a"),
    "bad-soft": Colour("#fbe5e1", "#421e1c"),
    "focus": Colour("#b45100", "#ffc266"),
    "amber": Colour("#dd9226", "#f0a63c", "#dd9226"),
}
# Short lists: each name that a device has not is looked for before anything is painted.
LETTERS = "--ss-sans: system-ui, sans-serif; --ss-serif: Charter, Georgia, serif;"
CHOSEN = 'html[data-theme="dark"]'  # as the reader chose it; the book's script says so on every page


def book_colours():
    """Return the style of a page whose reader chooses light or dark. On screens: paper is always light."""
    return f"{_root()}@media screen {{\n{_rule(CHOSEN, 'dark')}}}\n"


def device_colours():
    """Return the style of a page of its own: dark where the device is, unless the page says it is light."""
    return f"{_root()}{_follow_device()}"


def live_colours():
    """Return the style of a live class: its line stands on pages of the book, and it has pages of its own."""
    return f"{book_colours()}{_follow_device()}"


def notebook_colours(boxes):
    """Return the style of what stands in these boxes of a notebook: dark in JupyterLab's dark theme."""
    return _rule(boxes, "light") + _rule(f'body[data-jp-theme-light="false"] {boxes}', "dark")


def either_colours(boxes):
    """Return the style of lines and fills in these boxes, on a ground that may be light or dark."""
    return _rule(boxes, "either")


def _root():
    return f":root {{ {LETTERS} }}\n{_rule(':root', 'light')}"


def _follow_device():
    dark = _rule(':root:not([data-theme="light"])', "dark")
    return f"@media screen and (prefers-color-scheme: dark) {{\n{dark}}}\n"


def _rule(selector, which):
    said = ((name, getattr(colour, which)) for name, colour in COLOURS.items())
    return f"{selector} {{ {' '.join(f'--ss-{name}: {value};' for name, value in said if value)} }}\n"
