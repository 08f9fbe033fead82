"""What a teacher hands out or projects, as PDF: the rules on one page, a poster, exit tickets, words, the
letter home, a page for a substitute, and slides. All of it is made from the skill pages, the labels, the
glossary and the lesson plans.
"""

import re
from pathlib import Path

from ..book.plans import Namer
from ..content.places import LESSONS
from ..files import ROOT, read_text, write_whole
from ..problems import fail
from ..worksheets.sheets import print_sheet
from ..worksheets.word import write_letter
from .lesson_plan import plain_text, read_plans, read_sections
from .rules import read_reminder, read_rules

TEMPLATES = Path(__file__).parent / "templates"
TICKETS = 4  # on a page
BIG = {"a4": "a3", "letter": "us-tabloid"}  # the same poster on a sheet of twice the size
LETTERS = {"letter-home": "A letter home", "substitute": "For a substitute"}
TERM = re.compile(r"^(\S.*)\n  (\S.*)$", re.MULTILINE)  # a word of the glossary and its first line
NOTED = re.compile(r"^(The c|C)ontent note( above)?; ")  # it has a slide of its own
PAGE_LINK = re.compile(r"\{\w+\}`[^`]*`")


def make_handouts(out, paper="a4", book="", root=ROOT):
    """Yield the name of each file that was written to the folder `out`.

    paper: one of PAPERS. book: the address of a built book, for links on the slides; without it they name
        page and exercise. Raises ContentError where the lesson plans are not installed.
    """
    plans = read_plans(root)
    if not plans:
        fail(f"solutions/{LESSONS}", "", "the lesson plans are not here.", "Use the whole kit.")
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for name, template, printed, size in [*_sheets(plans, paper, root), *_slides(plans, paper, book)]:
        with write_whole(out / name) as file:
            file.write(print_sheet(TEMPLATES / template, printed, size)[0])
        yield name
    for name, blocks in read_letters(root).items():
        write_letter(out / f"{name}.docx", LETTERS[name], blocks, paper)
        yield f"{name}.docx"


def _sheets(plans, paper, root):
    """Yield (file, template, what it prints, size of the paper)."""
    rules = {"rules": read_rules(root), "reminder": read_reminder(root)}
    yield "three-rules.pdf", "three-rules.typ", rules, paper
    yield "poster.pdf", "poster.typ", rules, paper
    yield "poster-large.pdf", "poster.typ", rules, BIG[paper]
    tickets = [{"number": plan.number, "title": plan.title, "ask": plan.ticket} for plan in plans]
    yield "exit-tickets.pdf", "exit-tickets.typ", {"tickets": tickets, "on_page": TICKETS}, paper
    yield "words.pdf", "words.typ", {"lessons": describe_words(plans, root)}, paper
    for name, blocks in read_letters(root).items():
        yield f"{name}.pdf", "letter.typ", {"title": LETTERS[name], "blocks": blocks}, paper


def _slides(plans, paper, book):
    for plan in plans:
        yield f"slides-lesson-{plan.number}.pdf", "slides.typ", describe_slides(plan, book), paper


def describe_words(plans, root=ROOT):
    """Return [{number:, title:, words: [{word:, meaning:}], beginnings:}] of the lessons, meanings from the
    glossary.
    """
    glossary = read_glossary(root)
    lessons = []
    for plan in plans:
        for word in plan.words:
            if word not in glossary:
                page = f"solutions/{LESSONS}/lesson-{plan.number}.md"
                fail(page, word, "the glossary does not have this word.", "Add it to book/glossary.md.")
        words = [{"word": word, "meaning": glossary[word]} for word in plan.words]
        lessons.append(
            {"number": plan.number, "title": plan.title, "words": words, "beginnings": plan.beginnings}
        )
    return lessons


def read_glossary(root=ROOT):
    """Return {word, small: what it means} of the book's glossary."""
    text = read_text(root / "book" / "glossary.md", root)
    return {word.casefold(): PAGE_LINK.sub("", meaning) for word, meaning in TERM.findall(text)}


def describe_slides(plan, book=""):
    """Return all that the slides of a lesson print. What is an answer in the plan is not in it."""
    return {
        "number": plan.number,
        "title": plan.title,
        "question": plan.question,
        "goals": plan.goals,
        "steps": [
            {
                "minutes": step.minutes,
                "what": _begin(NOTED.sub("", step.what)),
                "said": step.said,
                "note": plan.note if place == plan.note_at else "",
                "exercises": [_link(exercise, book) for exercise in step.exercises],
                "talks": [talk._asdict() for talk in step.talks],
                "ticket": plan.ticket if place == len(plan.steps) - 1 else "",
            }
            for place, step in enumerate(plan.steps)
        ],
    }


def _begin(words):
    return words[:1].upper() + words[1:]


def _link(exercise, book):
    """Return an exercise with a link to its projector view, "" without the address of a book."""
    shown = exercise.address.replace("#", "#project-")
    return {**exercise._asdict(), "link": f"{book.rstrip('/')}/{shown}" if book else ""}


def read_letters(root=ROOT):
    """Return {name: blocks} of the texts to copy: paragraphs, tables and lists in the order of their page,
    exercises by their titles.
    """
    namer, page = Namer(root), root / "solutions" / LESSONS / "letter-home.md"
    sections = read_sections(read_text(page, root))
    return {name: _blocks(sections[heading], namer) for name, heading in LETTERS.items()}


def _blocks(nodes, namer):
    blocks = []
    for node in nodes:
        if node.type == "blockquote":
            blocks += _blocks(node.children, namer)
        elif node.type == "table":
            rows = [row for part in node.children for row in part.children]
            cells = [[plain_text(cell, namer) for cell in row.children] for row in rows]
            blocks.append({"kind": "table", "rows": cells})
        elif node.type == "bullet_list":
            blocks.append({"kind": "list", "items": [plain_text(item, namer) for item in node.children]})
        else:
            blocks.append({"kind": "text", "text": plain_text(node, namer)})
    return blocks
