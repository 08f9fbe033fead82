"""Worksheets: the exercises on paper, and their keys, as PDF. Texts reach Typst as data and are printed as
they are, never read as markup.
"""

import io
import json
import re
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from ..content.items import read_items
from ..content.keys import Essay
from ..content.labels import SKILL_NAMES, WORDING
from ..content.texts import INVENTED, origin_of, slugs
from ..content.textset import TextSet
from ..exercise.html import describe_unit
from ..files import ROOT, read_text, write_whole
from ..marking.paper import codes, write_table
from ..problems import fail
from .word import write_sheet

TEMPLATES = Path(__file__).parent / "templates"
PAPERS = {"a4": "a4", "letter": "us-letter"}  # as a teacher says it, as Typst does
PARTS = ("text", "brief", "worked", "cards")  # what a sheet can go without when the class has it elsewhere
BYLINE = ("byline", "outlet", "published")
UNDISPLAYED = re.compile(r'the text `"(.+?)"` could not be displayed')
MOST_MISSING = 40  # letters that are named; a text in a script without a font has too many to be read
NOTE = re.compile(r"^```\{admonition\} (.+)\n(?::.*\n)*((?:.*\n)*?)```$", re.MULTILINE)


class Made(NamedTuple):
    """What was made for one set: pages of the sheet, pages of the key (0 = none made), answer boxes, the name
    of a key that an earlier run left there, and the letters that no font here has.
    """

    slug: str
    pages: int
    key_pages: int
    boxes: int
    old_key: str
    missing: str = ""


def make_worksheets(chosen, out, without=(), keys=True, root=ROOT, paper="a4", easier=False, editable=False):
    """Yield a Made for each set, its files written to the folder `out`: SET.pdf, SET-answers.csv and, with
    solutions, SET-key.pdf. editable: SET.docx as well.

    chosen: {set: names of exercises}, from `choose_exercises`. without: some of PARTS. paper: one of
        PAPERS. easier: articles in easier words, where a set has them; the files are SET-easier.pdf and so
        on. Raises ContentError naming the parts there are.
    """
    for part in set(without) - set(PARTS):
        fail("--without", part, "there is no such part of a sheet.", f"There are: {', '.join(PARTS)}.")
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for slug, names in chosen.items():
        text_set = TextSet(slug, root, with_key=keys, in_easier_words=easier)
        file = f"{slug}-easier" if text_set.in_easier_words else slug
        sheet, key = describe_sheet(text_set, names, without, root), out / f"{file}-key.pdf"
        write_table([f"{slug}/{name}" for name in names], out / f"{slug}-answers.csv", root)
        pages, missing = _write_pdf(out / f"{file}.pdf", "worksheet.typ", sheet, paper)
        if editable:
            write_sheet(out / f"{file}.docx", sheet, paper)
        key_pages, more = (
            _write_pdf(key, "worksheet-key.typ", describe_keys(text_set, sheet), paper)
            if text_set.key
            else (0, "")
        )
        yield Made(
            file,
            pages=pages,
            key_pages=key_pages,
            boxes=sum(len(text_set.activity(name).items()) for name in names),
            old_key=key.name if key.exists() and not text_set.key else "",
            missing="".join(dict.fromkeys(missing + more)),
        )


def choose_exercises(names=(), only=(), root=ROOT):
    """Return {set: [names of its exercises]} in the order in which they are printed. Sets without any of them
    are left out.

    names: sets; all by default. only: exercises; all by default. Raises ContentError naming the sets or
        exercises there are.
    """
    known = slugs(root)
    for name in set(names) - set(known):
        fail(f"exercises/{name}", "", "there is no such set.", f"There are: {', '.join(known)}.")
    there = {slug: list(read_items(slug, root)) for slug in names or known}
    all_names = list(dict.fromkeys(name for listed in there.values() for name in listed))
    for name in set(only) - set(all_names):
        fail("--only", name, "there is no such exercise.", f"There are: {', '.join(all_names)}.")
    chosen = {slug: [name for name in listed if not only or name in only] for slug, listed in there.items()}
    return {slug: listed for slug, listed in chosen.items() if listed}


def split_names(text):
    """Return the names in "speaking, missing"."""
    return text.replace(",", " ").split()


def print_sheet(template, sheet, paper="a4"):
    """Return (a PDF of a template of ours and the data it prints, the letters in it that no font here has);
    the same bytes each time.

    template: its name here, or its path in another room. paper: one of PAPERS, or a size as Typst calls it.
    Tagged, and to the accessibility standard PDF/UA-1, with fonts of this computer only where ours lack a
    letter. Where no font has it, a box stands there, and the PDF cannot keep to the standard.
    """
    for ours_alone in (True, False):
        data, unknown = _compile(
            template, sheet, paper, ignore_system_fonts=ours_alone, pdf_standards=["ua-1"]
        )
        if data:
            return data, ""
    missing, text = "", json.dumps(sheet, ensure_ascii=False)
    while unknown and len(missing) < MOST_MISSING:
        missing += unknown
        for letter in unknown:
            text = text.replace(letter, "")
        _, unknown = _compile(template, json.loads(text), paper, pdf_standards=["ua-1"])
    return _compile(template, sheet, paper)[0], missing


def _compile(template, sheet, paper, **options):
    """Return (PDF, "") or (None, letters that none of the fonts has). Typst names them one word at a time."""
    import typst  # late: the command line starts without it

    try:
        return typst.compile(
            str(TEMPLATES / template),
            root=str(TEMPLATES.parents[1]),
            sys_inputs={"sheet": json.dumps(sheet), "paper": PAPERS.get(paper, paper)},
            format="pdf",
            font_paths=[_fonts()],
            **options,
        ), ""
    except typst.TypstError as error:
        found = UNDISPLAYED.search(str(error))
        if not found:
            raise
        return None, re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), found[1])


def _byline(article):
    """Return who wrote a text, where and when; what it is, where neither title nor author say it."""
    said = " · ".join(article.header[field] for field in BYLINE)
    told = " ".join(article.header[field] for field in ("title", "byline", "rights")).casefold()
    return said if INVENTED in told or "retelling" in told else f"{origin_of(article)} {said}".strip()


def describe_sheet(text_set, chosen, without=(), root=ROOT):
    """Return all that a student sheet prints, ready for JSON. Nothing in it comes from the key."""
    cards = _number_cards(text_set, chosen)
    title, _, subtitle = text_set.article.header["title"].partition(" (")
    return {
        "slug": text_set.slug,
        "title": title,
        "subtitle": subtitle.removesuffix(")"),
        "note": _content_note(text_set.slug, root),
        "byline": _byline(text_set.article),
        "rights": text_set.article.header["rights"],
        "text": _paragraphs(text_set, "article") if "text" not in without else [],
        "activities": _activities(text_set, chosen, cards, without),
        "cards": [text_set.cards[card].model_dump() for card in cards] if "cards" not in without else [],
    }


def describe_keys(text_set, sheet):
    """Return all that a key prints: the sheet's exercises with their answers in place of the questions."""
    numbers = {
        card: f"{number} "
        for number, card in enumerate(
            _number_cards(text_set, [activity["name"] for activity in sheet["activities"]]), 1
        )
    }
    titles = {
        card: (numbers.get(card, "") if sheet["cards"] else "") + text_set.cards[card].title
        for card in text_set.cards
    }
    return {
        **sheet,
        "activities": [
            {**activity, "answers": _answers(text_set, activity["name"], titles)}
            for activity in sheet["activities"]
        ],
    }


def _write_pdf(path, template, sheet, paper):
    """Write a PDF; return (its number of pages, the letters that no font has)."""
    from pypdf import PdfReader

    data, missing = print_sheet(template, sheet, paper)
    with write_whole(path) as file:
        file.write(data)
    return len(PdfReader(io.BytesIO(data)).pages), missing


def _fonts():
    """Return the folder of DejaVu, which comes with matplotlib: signs and scripts that Typst's own fonts
    lack, the same on every computer.
    """
    return str(Path(find_spec("matplotlib").origin).parent / "mpl-data" / "fonts" / "ttf")


def _content_note(slug, root):
    """Return the note in front of the first heading of the set's page ({title:, text:}), or None where
    there is none.
    """
    page = root / "book" / f"{slug}.md"
    found = NOTE.search(read_text(page, root).partition("\n## ")[0]) if page.exists() else None
    return {"title": found[1], "text": " ".join(found[2].split())} if found else None


def _paragraphs(text_set, kind):
    return [
        [describe_unit(unit, text_set) for unit in units] for units in getattr(text_set, kind).paragraphs()
    ]


def _number_cards(text_set, chosen):
    """Return the ids of the cards that the chosen exercises name, in the order of the set's file."""
    named = {card for name in chosen for card in text_set.activity(name).evidence}
    return [card for card in text_set.cards if card in named]


def _activities(text_set, chosen, cards, without):
    """Return the exercises in order. The brief stands before the first one about gaps; rules are printed
    once and referred to by that exercise's number.
    """
    described, ruled = [], {}
    gap = next((name for name in chosen if text_set.activity(name).skill == "missing"), None)
    for number, name in enumerate(chosen, 1):
        activity = text_set.activity(name)
        rules = tuple(activity.choices() or ())
        described.append(
            {
                **_activity(text_set, name, activity, without),
                "repeats_choices": ruled.get(rules, 0),
                "cards": []
                if "cards" in without
                else sorted(cards.index(card) + 1 for card in activity.evidence),
                "brief": _brief(text_set)
                if name == gap and text_set.brief.units and "brief" not in without
                else None,
            }
        )
        ruled.setdefault(rules, number)
    return described


def _activity(text_set, name, activity, without):
    return {
        "name": name,
        "kind": activity.kind,
        "skill": SKILL_NAMES[activity.skill],
        "minutes": activity.minutes,
        "title": activity.title,
        "prompt": activity.prompt,
        "task": activity.paper_task,
        "asks_sure": bool(activity.confidence),
        "choices": _choices(activity),
        "worked": _worked(text_set, activity) if "worked" not in without else [],
        "full": _full_text(text_set, activity),
        "items": _items(text_set, activity),
        **activity.on_paper(text_set.wording_in(activity)),
    }


def _brief(text_set):
    return {"title": text_set.brief.header["title"], "paragraphs": _paragraphs(text_set, "brief")}


def _full_text(text_set, activity):
    """Return the paragraphs whose words an exercise asks about, where the sheet has them in easier words."""
    if not text_set.in_easier_words or activity.skill != WORDING:
        return []
    asked = {item.unit for item in activity.items()}
    paragraphs = [
        units for units in text_set.article.paragraphs() if any(unit.label in asked for unit in units)
    ]
    return [[{**describe_unit(unit, text_set), "text": unit.text} for unit in units] for units in paragraphs]


def _choices(activity):
    choices = activity.choices() or {}
    return [
        {"code": code, "name": choices[value].name, "when": choices[value].when}
        for value, code in codes(choices).items()
    ]


def _worked(text_set, activity):
    return [
        {
            "unit": step.unit,
            "text": text_set.wording(step.unit),
            "label": step.label,
            "name": activity.choices()[step.label].name,
            "why": step.why,
        }
        for step in activity.steps()
    ]


def _items(text_set, activity):
    """Return the rows of an exercise. A sum stands in the row it belongs to, as `number`."""
    items = activity.items()
    numbers = {item.row: _number(item, text_set.asked(activity, item)) for item in items if item.row}
    rows = [
        _row(activity, item, text_set.asked(activity, item), text_set.before(item.unit))
        for item in items
        if not item.row
    ]
    return [{**row, "number": numbers.get(row["id"])} for row in rows]


def _row(activity, item, asked, before):
    return {
        "id": item.id,
        "before": f"{before} " if before else "",
        "place": asked.place,
        "text": _in_quotes(item, asked.text),
        "note": asked.note,
        "sure": item.id in activity.confidence,
    }


def _number(item, asked):
    return {"id": item.id, "question": asked.question, "unit": asked.measure}


def _in_quotes(item, text):
    return f"“{text}”" if item.quote else text


def _answers(text_set, name, titles):
    activity, answers = text_set.activity(name), text_set.answers(name)
    return [
        {
            "id": item.id,
            "asked": _in_quotes(item, text_set.asked(activity, item).line),
            **_answer(answers[item.id], item.choices or {}),
            "cards": [titles[card] for card in answers[item.id].evidence],
        }
        for item in activity.items()
        if item.id in answers
    ]


def _answer(answer, choices):
    if isinstance(answer, Essay):
        return {"rubric": answer.rubric, "model": answer.model}
    short = codes(choices)
    called = {value: f"{short[value]} {choice.name}" for value, choice in choices.items()}
    return {
        "code": short.get(answer.answer, answer.answer),
        "name": choices[answer.answer].name if choices else "",
        "why": answer.reason,
        "sound": answer.sound,
        "contested": answer.is_contested,
        "tolerance": answer.tolerance,
        "also_codes": [short.get(value, value) for value in answer.also],
        "also": [[called.get(value, value), reason] for value, reason in answer.also.items()],
        "why_not": [[called.get(value, value), reason] for value, reason in answer.why_not.items()],
    }
