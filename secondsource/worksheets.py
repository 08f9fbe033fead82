"""Worksheets: the exercises on paper, and their keys, as PDF. Texts reach Typst as data and are printed as they are, never read as markup."""

import io
import json
import re
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from .items import Mark, Phrases, Table, Write, read_items
from .keys import Essay
from .labels import CHOICE_LISTS, SKILL_NAMES, SKILLS
from .paper import codes, write_table
from .problems import fail
from .render import Library, describe_unit
from .strict import ROOT, read_text
from .texts import slugs

TEMPLATES = Path(__file__).parent / "templates"
PARTS = ("text", "brief", "worked", "cards")  # what a sheet can go without when the class has it elsewhere
TASKS = {
    "mark": "Tick one box in each row.", "table": "Tick one letter in each row.", "phrases": "Tick the words that argue; leave the fair ones open.",
    "choose": "Tick what belongs; leave the rest open. If nothing belongs, write “nothing” beside the title.", "write": "Write on the lines.",
}
BYLINE = ("byline", "outlet", "published")
NOTE = re.compile(r"^```\{admonition\} (.+)\n(?::.*\n)*((?:.*\n)*?)```$", re.MULTILINE)


class Made(NamedTuple):
    """What was made for one set: pages of the sheet, pages of the key (0 = none made), answer boxes, and the name of a key that an earlier run left there."""

    slug: str
    pages: int
    key_pages: int
    boxes: int
    old_key: str


def make_worksheets(chosen, out, without=(), keys=True, root=ROOT):
    """Yield a Made for each set, its files written to the folder `out`: SET.pdf, SET-answers.csv and, with solutions, SET-key.pdf.

    chosen: {set: names of exercises}, from `choose_exercises`. without: some of PARTS. Raises ContentError naming the parts there are.
    """
    for part in set(without) - set(PARTS):
        fail("--without", part, "there is no such part of a sheet.", f"There are: {', '.join(PARTS)}.")
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for slug, names in chosen.items():
        library = Library(slug, root, with_key=keys)
        sheet, key = describe_sheet(library, names, without, root), out / f"{slug}-key.pdf"
        write_table([f"{slug}/{name}" for name in names], out / f"{slug}-answers.csv", root)
        yield Made(slug, pages=_write_pdf(out / f"{slug}.pdf", "worksheet.typ", sheet),
                   key_pages=_write_pdf(key, "worksheet-key.typ", describe_keys(library, sheet)) if library.key else 0,
                   boxes=sum(len(library.activity(name).items()) for name in names), old_key=key.name if key.exists() and not library.key else "")


def choose_exercises(names=(), only=(), root=ROOT):
    """Return {set: [names of its exercises]} in the order in which they are printed. Sets without any of them are left out.

    names: sets; all by default. only: exercises; all by default. Raises ContentError naming the sets or exercises there are.
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


def compile_pdf(template, sheet):
    """Return a PDF (bytes, the same each time) of a template of ours and the data it prints.

    Tagged, and to the accessibility standard PDF/UA-1 unless a character needs a font from this computer.
    """
    import typst  # late: the command line starts without it
    options = {"root": str(TEMPLATES), "sys_inputs": {"sheet": json.dumps(sheet)}, "format": "pdf", "font_paths": [_fonts()]}
    try:
        return typst.compile(str(TEMPLATES / template), ignore_system_fonts=True, pdf_standards=["ua-1"], **options)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
    return typst.compile(str(TEMPLATES / template), **options)


def describe_sheet(library, chosen, without=(), root=ROOT):
    """Return all that a student sheet prints, ready for JSON. Nothing in it comes from the key."""
    cards = _number_cards(library, chosen)
    title, _, subtitle = library.article.header["title"].partition(" (")
    return {
        "slug": library.slug, "title": title, "subtitle": subtitle.removesuffix(")"), "note": _content_note(library.slug, root),
        "byline": " · ".join(library.article.header[field] for field in BYLINE), "rights": library.article.header["rights"],
        "text": _paragraphs(library, "article") if "text" not in without else [],
        "activities": _activities(library, chosen, cards, without),
        "cards": [library.cards[card].model_dump() for card in cards] if "cards" not in without else [],
    }


def describe_keys(library, sheet):
    """Return all that a key prints: the sheet's exercises with their answers in place of the questions."""
    numbers = {card: f"{number} " for number, card in enumerate(_number_cards(library, [activity["name"] for activity in sheet["activities"]]), 1)}
    titles = {card: (numbers.get(card, "") if sheet["cards"] else "") + library.cards[card].title for card in library.cards}
    return {**sheet, "activities": [{**activity, "answers": _answers(library, activity["name"], titles)} for activity in sheet["activities"]]}


def _write_pdf(path, template, sheet):
    """Write a PDF and return its number of pages."""
    from pypdf import PdfReader
    data = compile_pdf(template, sheet)
    path.write_bytes(data)
    return len(PdfReader(io.BytesIO(data)).pages)


def _fonts():
    """Return the folder of DejaVu, which comes with matplotlib: signs and scripts that Typst's own fonts lack, the same on every computer."""
    return str(Path(find_spec("matplotlib").origin).parent / "mpl-data" / "fonts" / "ttf")


def _content_note(slug, root):
    """Return the note in front of the first heading of the set's page ({title:, text:}), or None where there is none."""
    page = root / "book" / f"{slug}.md"
    found = NOTE.search(read_text(page, root).partition("\n## ")[0]) if page.exists() else None
    return {"title": found[1], "text": " ".join(found[2].split())} if found else None


def _paragraphs(library, kind):
    return [[describe_unit(unit, library) for unit in units] for units in getattr(library, kind).paragraphs()]


def _number_cards(library, chosen):
    """Return the ids of the cards that the chosen exercises name, in the order of the set's file."""
    named = {card for name in chosen for card in library.activity(name).evidence}
    return [card for card in library.cards if card in named]


def _activities(library, chosen, cards, without):
    """Return the exercises in order. The brief stands before the first one about gaps; rules are printed once and referred to by that exercise's number."""
    described, ruled = [], {}
    gap = next((name for name in chosen if library.activity(name).skill == "missing"), None)
    for number, name in enumerate(chosen, 1):
        activity = library.activity(name)
        rules = activity.skill if isinstance(activity, Mark) else getattr(activity, "choices", "")
        described.append({**_activity(library, name, activity, without), "repeats_choices": ruled.get(rules, 0),
                          "cards": [] if "cards" in without else sorted(cards.index(card) + 1 for card in activity.evidence),
                          "brief": _brief(library) if name == gap and library.brief.units and "brief" not in without else None})
        ruled.setdefault(rules, number)
    return described


def _activity(library, name, activity, without):
    return {"name": name, "kind": activity.kind, "skill": SKILL_NAMES[activity.skill], "minutes": activity.minutes, "title": activity.title,
            "prompt": activity.prompt, "task": TASKS[activity.kind], "asks_sure": bool(activity.confidence), "choices": _choices(activity),
            "worked": _worked(library, activity) if "worked" not in without else [], "items": _items(library, activity),
            "passage": [library.wording(unit) for unit in activity.passage] if isinstance(activity, Write) else [],
            "heads": activity.heads.model_dump() if isinstance(activity, Table) else None}


def _brief(library):
    return {"title": library.brief.header["title"], "paragraphs": _paragraphs(library, "brief")}


def _choices(activity):
    choices = SKILLS[activity.skill] if isinstance(activity, Mark) else CHOICE_LISTS[activity.choices] if isinstance(activity, Table) else {}
    return [{"code": code, "name": choices[value].name, "when": choices[value].when} for value, code in codes(choices).items()]


def _worked(library, activity):
    steps = activity.worked if isinstance(activity, Mark) else []
    return [{"unit": step.unit, "text": library.wording(step.unit), "label": step.label, "name": SKILLS[activity.skill][step.label].name, "why": step.why} for step in steps]


def _items(library, activity):
    """Return the rows of an exercise: always id and text, and what else its kind shows. A sum stands in the row it belongs to."""
    if isinstance(activity, Table):
        rows = [{"id": item, **row.model_dump()} for item, row in activity.rows.items()]
    else:
        rows = [{"id": item.id, "unit": item.unit, "text": _asked(library, activity, item)} for item in activity.items()]
    return [{**row, "sure": row["id"] in activity.confidence} for row in rows]


def _asked(library, activity, item):
    asked = library.asked(activity, item)
    return f"“{asked}”" if isinstance(activity, Phrases) else asked


def _answers(library, name, titles):
    activity, answers = library.activity(name), library.answers(name)
    return [{"id": item.id, "asked": _asked(library, activity, item), **_answer(answers[item.id], item.choices or {}),
             "cards": [titles[card] for card in answers[item.id].evidence]} for item in activity.items() if item.id in answers]


def _answer(answer, choices):
    if isinstance(answer, Essay):
        return {"rubric": answer.rubric, "model": answer.model}
    short = codes(choices)
    called = {value: f"{short[value]} {choice.name}" for value, choice in choices.items()}
    return {"code": short.get(answer.answer, answer.answer), "name": choices[answer.answer].name if choices else "", "why": answer.why,
            "sound": answer.sound, "contested": answer.is_contested, "tolerance": answer.tolerance, "also_codes": [short.get(value, value) for value in answer.also],
            "also": [[called.get(value, value), reason] for value, reason in answer.also.items()],
            "why_not": [[called.get(value, value), reason] for value, reason in answer.why_not.items()]}
