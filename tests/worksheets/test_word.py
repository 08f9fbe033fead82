"""Sheets as .docx: what is asked stands in them, nothing of the key, and the same bytes each time."""

import re

import pytest
from docx import Document
from helpers.keys import secrets
from helpers.paper import squeeze

from secondsource.content.texts import slugs
from secondsource.content.textset import TextSet
from secondsource.worksheets.sheets import describe_sheet
from secondsource.worksheets.word import PAGES, write_sheet


def read(path):
    """Return all that a .docx shows, without spaces, and the file's first section."""
    document = Document(path)
    cells = [cell.text for table in document.tables for cell in table._cells]
    shown = [paragraph.text for paragraph in document.paragraphs] + cells
    return re.sub(r"\s", "", "".join(shown)), document.sections[0]


@pytest.mark.parametrize(
    "slug", [pytest.param(slug, marks=[pytest.mark.slow] * (slug != "mirror-south")) for slug in slugs()]
)
def test_a_sheet_to_change_asks_all_and_tells_no_answer(slug, tmp_path):
    library = TextSet(slug)
    sheet = describe_sheet(library, list(library.activities))
    write_sheet(tmp_path / "one.docx", sheet)
    text, _ = read(tmp_path / "one.docx")
    asked = [item["text"] for activity in sheet["activities"] for item in activity["items"] if item["text"]]
    asked += [
        f"{activity['name']} {item['id']}"
        for activity in sheet["activities"]
        for item in activity["items"]
        if "passage" not in activity
    ]
    asked += [choice["when"] for activity in sheet["activities"] for choice in activity["choices"]]
    asked += [unit.text for unit in library.units.values()] + [
        activity["prompt"] for activity in sheet["activities"]
    ]
    assert [one for one in asked if squeeze(one) not in text] == []
    mine = [secret for item, secret in secrets() if item.startswith(f"{slug}/")]
    assert mine and [secret for secret in mine if squeeze(secret) in text] == []


@pytest.mark.parametrize("paper", PAGES)
def test_it_has_the_size_of_the_paper_and_the_same_bytes_each_time(paper, tmp_path):
    library = TextSet("check-a")
    sheet = describe_sheet(library, list(library.activities))
    for name in ("one", "two"):
        write_sheet(tmp_path / f"{name}.docx", sheet, paper)
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()
    _, section = read(tmp_path / "one.docx")
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx(PAGES[paper], abs=0.1)
