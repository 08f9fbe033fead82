"""Sheets that a teacher can change, as .docx: what the PDF prints, in Word's own format. The same sheet makes
the same bytes.
"""

import io
import zipfile
from datetime import datetime

from ..files import DAY, write_whole, write_zip

# Millimetres, as the PDF has them.
PAGES = {"a4": (210, 297), "letter": (215.9, 279.4)}
MARGIN = 16
BOX, LINE = "☐", "_" * 84
WRITING_LINES = 7


def write_sheet(path, sheet, paper="a4"):
    """Write a student sheet, as sheets.describe_sheet gives it, to a .docx."""
    document = _open(sheet["title"], paper)
    document.add_paragraph("Name or code ____________________   Class __________   Date __________")
    document.add_heading(sheet["title"], 1)
    _small(document, f"{sheet['byline']}. {sheet['rights']}")
    if sheet["note"]:
        _named(document.add_paragraph(), f"{sheet['note']['title']}. ", sheet["note"]["text"])
    if sheet["text"]:
        document.add_heading("Read it", 2)
        _reading(document, sheet["text"])
    for number, activity in enumerate(sheet["activities"], 1):
        _exercise(document, number, activity)
    if sheet["cards"]:
        document.add_heading("Second sources", 2)
        for number, card in enumerate(sheet["cards"], 1):
            _card(document, number, card)
    _save(document, path)


def write_letter(path, title, blocks, paper="a4"):
    """Write a text of paragraphs, tables and lists, as desk.handouts.read_letters gives it, to a .docx."""
    document = _open(title, paper)
    document.add_heading(title, 1)
    for block in blocks:
        if "rows" in block:
            _table(document, block["rows"])
        elif "items" in block:
            for item in block["items"]:
                document.add_paragraph(item, style="List Bullet")
        else:
            document.add_paragraph(block["text"])
    _save(document, path)


def _open(title, paper):
    from docx import Document  # late: the command line starts without it
    from docx.shared import Mm, Pt, RGBColor

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(side) for side in PAGES[paper])
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Calibri", Pt(11)
    for level in (1, 2, 3):
        document.styles[f"Heading {level}"].font.color.rgb = RGBColor(0x26, 0x26, 0x26)
    about = document.core_properties
    about.title, about.author, about.language, about.comments = title, "Second Source", "en-GB", ""
    about.created = about.modified = datetime(*DAY)
    return document


def _save(document, path):
    """Write the document whole. A .docx is a zip, and holds no day of writing."""
    made = io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as zipped, write_whole(path) as file:
        parts = [(name, zipped.read(name)) for name in zipped.namelist()]
        write_zip(file, parts, rights=0o600, level=None)  # as the sheets that schools have


def _exercise(document, number, activity):
    if activity["brief"]:
        document.add_heading("Read this as well", 2)
        _reading(document, activity["brief"]["paragraphs"])
    document.add_heading(f"{number}. {activity['title']}", 2)
    cards = ", ".join(map(str, activity["cards"]))
    sources = f" · Second sources: {cards}" if cards else ""
    _small(document, f"{activity['skill']} · {activity['minutes']} minutes{sources}")
    document.add_paragraph(activity["prompt"])
    if not activity["repeats_choices"]:
        for choice in activity["choices"]:
            _named(document.add_paragraph(), f"{choice['code']}  {choice['name']}: ", choice["when"])
    if activity["worked"]:
        document.add_heading("Watch first: these are done for you", 3)
        rows = [
            [step["unit"], step["text"], f"{step['label']} {step['name']}. {step['why']}"]
            for step in activity["worked"]
        ]
        _table(document, rows)
    if activity["full"]:
        document.add_heading("The full text of these paragraphs", 3)
        _reading(document, activity["full"])
    _small(document, activity["task"])
    _questions(document, activity)


def _questions(document, activity):
    """Write the boxes: a row for each item with a box for each label, a box before each option, or lines."""
    if activity["choices"]:
        _table(document, [_row(activity, item) for item in activity["items"]])
    elif "passage" in activity:
        document.add_paragraph(" ".join(activity["passage"]), style="Quote")
        for _ in range(WRITING_LINES):
            document.add_paragraph(LINE)
    else:
        for item in activity["items"]:
            paragraph = document.add_paragraph(f"{BOX} {item['text']} ")
            _grey(paragraph, f"{activity['name']} {item['id']}{_sure(item)}")


def _row(activity, item):
    boxes = "  ".join(f"{BOX} {choice['code']}" for choice in activity["choices"])
    name = f"{activity['name']} {item['id']}"
    asked = [part for part in (item["text"], item["note"]) if part]
    if item["number"]:
        number = item["number"]
        asked.append(f"{number['question']} ________ {number['unit']} ({activity['name']} {number['id']})")
    return [name, "\n".join(asked), boxes + _sure(item)]


def _sure(item):
    return "  Sure? ____ %" if item["sure"] else ""


def _reading(document, paragraphs):
    for units in paragraphs:
        paragraph = document.add_paragraph()
        for unit in units:
            _grey(paragraph, f"{unit['label']} ")
            paragraph.add_run(f"{unit['text']} ").bold = unit["kind"] == "h"


def _card(document, number, card):
    _named(document.add_paragraph(), f"{number} · {card['title']}  ", card["date"])
    document.add_paragraph(card["says"])
    _small(document, f"Published by {card['publisher']}. Itself a party? {card['party']}")


def _table(document, rows):
    from docx.shared import Mm

    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    widths = {2: (40, 138), 3: (24, 96, 58)}[len(rows[0])]
    table.autofit = False
    for cells, texts in zip(table.rows, rows, strict=True):
        for cell, text, width in zip(cells.cells, texts, widths, strict=True):
            cell.text, cell.width = text, Mm(width)
    document.add_paragraph()


def _named(paragraph, name, text):
    paragraph.add_run(name).bold = True
    paragraph.add_run(text)


def _small(document, text):
    _grey(document.add_paragraph(), text)


def _grey(paragraph, text):
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(8.5), RGBColor(0x59, 0x59, 0x59)
