"""One set of colours for all pages: no style has its own, and everything can be read in light and in dark."""

import re
from itertools import product

import pytest
from helpers.places import ROOT

from secondsource.author.server import author_style
from secondsource.colours import (
    COLOURS,
    book_colours,
    device_colours,
    either_colours,
    live_colours,
    notebook_colours,
)
from secondsource.desk import lesson_file
from secondsource.exercise.scripts import module_style, style
from secondsource.report import page as report
from secondsource.report.page import show_style

PACKAGE = ROOT / "secondsource"
VALUE = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|color)a?\([^)]*\)|"
    r"(?<=[: ])(?:white|black|gr[ae]y|silver|red|green|blue|navy|teal|orange|yellow|brown)(?=[;, }])",
    re.IGNORECASE,
)
ON_PAPER = "a line on paper, where there is no dark"
# Values that are no colour of the pages, and why they stand where they do.
KEPT = {
    "secondsource/exercise/exercise.css": {
        "#999": ON_PAPER,
        "#ccc": ON_PAPER,
        "#555": ON_PAPER,
        "#000": ON_PAPER,
    },
    "secondsource/exercise/options.css": {"#ccc": ON_PAPER},
    "secondsource/exercise/table.css": {"#ccc": ON_PAPER},
    "secondsource/book/teach.css": {"#999": ON_PAPER},
    "secondsource/charts/svg.py": {
        "#a0000": "stands for a name while matplotlib draws, and is in no page",
    },
    "secondsource/live/live.css": {
        "#fff": "the ground of a QR code: every camera reads dark on white",
        **dict.fromkeys(
            ("#2e8b57", "#c97b2b", "#6a7fb5", "#a9a15a", "#8d8d8d"),
            "parts of one bar, told apart from their neighbours; the words below say the same",
        ),
    },
    "book/_static/theme.css": {
        "#0009": "dims the page behind a menu, light or dark",
        "#fff": "paper",
        "#000": ON_PAPER,
    },
}


def sources():
    """Return {name: text} of all that writes a page or its style, without the comments of style sheets."""
    found = {
        path
        for folder in (PACKAGE, ROOT / "book/_static", ROOT / "book/_templates")
        for path in folder.rglob("*")
        if path.suffix in (".css", ".html", ".js", ".py") and path != PACKAGE / "colours.py"
    }
    return {
        path.relative_to(ROOT).as_posix(): re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        for path in sorted(found)
    }


def values(name, text):
    """Return the colours that a source holds: in a style sheet all, elsewhere those with a # in quotes or in
    a style.
    """
    if name.endswith(".css"):
        return {found.lower() for found in VALUE.findall(re.sub(r"url\([^)]*\)", "", text))}
    return {found.lower() for found in re.findall(r"""(?<=["':, ])#[0-9a-fA-F]{3,8}(?=["'; {])""", text)}


def test_a_colour_stands_in_one_place():
    own = {name: values(name, text) - KEPT.get(name, {}).keys() for name, text in sources().items()}
    assert {name: sorted(found) for name, found in own.items() if found} == {}, (
        "take one of secondsource/colours.py: var(--ss-NAME), in a template {{ colours.NAME.either }}"
    )


def test_no_exception_is_left_over():
    there = sources()
    assert {
        name: left for name, kept in KEPT.items() if (left := [one for one in kept if one not in there[name]])
    } == {}


@pytest.mark.parametrize(
    "name, text",
    [
        ("a.css", "p { color: #1c6b3f; }"),
        ("a.css", "p { color: var(--ss-good, #1C6B3F) }"),
        ("a.css", "p { background: rgb(1 2 3) }"),
        ("a.css", "p { border: 1px solid grey; }"),
        ("a.html", '<p style="color:#1c6b3f">'),
        ("a.py", 'GOOD = "#1c6b3f"'),
        ("a.js", "box.style.color = '#1c6b3f';"),
    ],
)
def test_a_colour_of_its_own_is_seen(name, text):
    assert len(values(name, text)) == 1
    assert values(name, "p { color: var(--ss-good); grid-area: reds; } #add { fill: url(#dad); }") <= {"#add"}


def declared(text):
    return dict(re.findall(r"(--ss-[\w-]+): ?(#[0-9a-f]+);", text))


@pytest.mark.parametrize(
    "css",
    [
        pytest.param(lesson_file._style(ROOT), id="lesson"),
        pytest.param(report._page_style(), id="report"),
        pytest.param(live_colours() + (PACKAGE / "live/live.css").read_text("utf-8"), id="live"),
        pytest.param(author_style(), id="author"),
        pytest.param(str(show_style().html), id="report in a notebook"),
    ],
)
def test_a_page_that_stands_alone_brings_every_colour_that_it_names(css):
    named = set(re.findall(r"var\((--[\w-]+)\)", css))
    assert len(named) > 8
    assert named - set(re.findall(r"(--[\w-]+):", css)) == set()


def test_light_and_dark_are_chosen_where_the_reader_chooses():
    light, dark = (
        {f"--ss-{name}": getattr(one, which) for name, one in COLOURS.items()} for which in ("light", "dark")
    )
    for css, chooses in (
        (book_colours(), "@media screen {"),
        (device_colours(), "@media screen and (prefers-color-scheme: dark) {"),
        (notebook_colours(".ss"), 'body[data-jp-theme-light="false"] .ss {'),
    ):
        before, after = css.split(chooses)
        assert (declared(before), declared(after)) == (light, dark)
    assert book_colours() in live_colours() and device_colours().endswith(
        live_colours().removeprefix(book_colours())
    )
    assert {name for name, one in COLOURS.items() if one.either} == {
        name.removeprefix("--ss-") for name in declared(either_colours(".ssr"))
    }
    assert style().startswith(":root{") and "prefers-color-scheme:dark" in style()
    assert module_style().startswith(".ss{") and ":root" not in module_style(), (
        "JupyterLab's page is not ours"
    )


NOTEBOOK = notebook_colours("main")


@pytest.mark.parametrize(
    "css, top, device, shown",
    [
        (book_colours(), "<html data-theme=light>", "dark", "light"),
        (book_colours(), "<html data-theme=dark>", "light", "dark"),
        (device_colours(), "<html>", "light", "light"),
        (device_colours(), "<html>", "dark", "dark"),
        (device_colours(), "<html data-theme=auto>", "dark", "dark"),
        (device_colours(), "<html data-theme=light>", "dark", "light"),
        (live_colours(), "<html data-theme=light>", "dark", "light"),
        (live_colours(), "<html data-theme=dark>", "light", "dark"),
        (live_colours(), "<html>", "dark", "dark"),
        (NOTEBOOK, "<html><body data-jp-theme-light=true>", "dark", "light"),
        (NOTEBOOK, "<html><body data-jp-theme-light=false>", "light", "dark"),
    ],
)
def test_a_page_shows_the_colours_that_its_reader_or_device_has(open_page, css, top, device, shown):
    page = open_page("about:blank", color_scheme=device)
    page.set_content(f"<!doctype html>{top}<style>{css}</style><main>Words</main>")
    paper = "getComputedStyle(document.querySelector('main')).getPropertyValue('--ss-paper')"
    assert page.evaluate(paper) == getattr(COLOURS["paper"], shown)
    page.emulate_media(media="print")
    assert css == NOTEBOOK or page.evaluate(paper) == COLOURS["paper"].light, "paper is always light"


def brightness(value):
    """Return the relative luminance of a colour. Source: WCAG 2.2."""
    digits = value.removeprefix("#")
    digits = digits if len(digits) == 6 else "".join(one * 2 for one in digits)
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((brightness(one), brightness(other)))
    return (lighter + 0.05) / (darker + 0.05)


TEXTS = ("ink", "ink-soft", "accent", "good", "warn", "bad")
GROUNDS = ("paper", "surface", "surface-2", "accent-soft", "good-soft", "warn-soft", "bad-soft")
FILLED = [(ground, text) for ground in ("accent", "ink", "bad") for text in ("accent-ink", "paper")]


@pytest.mark.parametrize("which", ["light", "dark"])
def test_every_text_can_be_read_on_every_ground_and_every_control_seen(which):
    def low(pairs, least):
        told = [
            (one, other, getattr(COLOURS[one], which), getattr(COLOURS[other], which)) for one, other in pairs
        ]
        return [f"{one} on {other}" for one, other, *two in told if contrast(*two) < least]

    assert low([*product(TEXTS, GROUNDS), *FILLED], 4.5) == []
    assert low(product(("edge", "focus"), GROUNDS), 3) == []


# White, JupyterLab's dark, and that of a common editor.
STRANGE = ("#ffffff", "#111111", "#1e1e1e")
FILLS = {"surface-2", "accent-soft", "amber"}  # a pattern or a line around them tells them apart


def test_a_line_is_seen_on_a_ground_that_is_not_ours():
    lines = {name: one.either for name, one in COLOURS.items() if one.either and name not in FILLS}
    assert len(lines) >= 5
    assert [name for name, ground in product(lines, STRANGE) if contrast(lines[name], ground) < 3] == []


def test_contrast_is_counted_as_the_guidelines_do():
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
