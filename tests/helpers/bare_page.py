"""A page with exercises and the panel “My answers”, without the book around them; and what is downloaded."""

from secondsource.exercise.html import render_activity, render_answers_panel, share_cards
from secondsource.marking.answer_file import read_answers


def write_page(path, library, names, edition="study"):
    """Write a page with some activities of a TextSet; it asks for `script.js` and `style.css` beside it."""
    exercises = share_cards(
        "".join(
            render_activity(library, name.partition("/")[2], embed_key=True, edition=edition)
            for name in names
        )
    )
    path.write_text(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Test</title>'
        '<link rel="stylesheet" href="style.css"></head>'
        f"<body><main>{exercises}{render_answers_panel(edition)}</main>"
        '<script src="script.js"></script></body></html>',
        encoding="utf-8",
    )


def download(page, path):
    """Save the answer file as the student does; return it, read by the kit's own reader."""
    button = page.locator("[data-do=download]")
    button.scroll_into_view_if_needed()
    page.wait_for_timeout(150)  # a claim that came into sight on the way has opened its panel by now
    with page.expect_download() as saving:
        button.click()
    saving.value.save_as(path)
    return read_answers(path)
