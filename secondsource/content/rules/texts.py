"""The rules of article.txt and brief.txt."""

import re
from difflib import get_close_matches

from ...problems import Problem
from ..texts import INVENTED

QUOTE_WORDS = 8  # the longest phrase of an original that may stand in quotation marks
QUOTATIONS = (r"“([^“”]*)”", r'"([^"]*)"', r"„([^„“”]*)[“”]", r"«([^«»]*)»")


def check_texts(found, references):
    """Yield the Problems of a set's two texts. references: the book's, None where they cannot be read."""
    for text, file, mine in ((found.article, "article.txt", False), (found.brief, "brief.txt", True)):
        for unit in text.units.values():
            where = (found.place(file), f"[{unit.label}]")
            faults = [*_misplaced(unit, mine), *list_quotation_faults(unit)]
            yield from (Problem(*where, *fault) for fault in faults)
    yield from _lost_sources(found, references)
    yield from _unsourced(found)
    yield from _lost_units(found)
    yield from _no_brief(found)


def _misplaced(unit, in_brief):
    if unit.label.startswith("b") != in_brief:
        yield "labels with b belong in brief.txt, all others in article.txt.", "Rename the unit."
    if unit.first if in_brief else unit.sources:
        note, other = ("original", "article.txt") if in_brief else ("source", "brief.txt")
        yield f"`{note}:` belongs in {other}; here nothing reads it.", "Remove the line."


def list_quotation_faults(unit):
    """Yield (fault, cure) for each quotation of a unit that is too long."""
    quotes = [quote for marks in QUOTATIONS for quote in re.findall(marks, unit.text)]
    for quote in quotes:
        if len(quote.split()) > QUOTE_WORDS:
            yield (
                f"the quotation “{quote[:40]}…” has {len(quote.split())} words.",
                f"Quote at most {QUOTE_WORDS}; retell the rest.",
            )


def _lost_sources(found, references):
    """Yield one Problem for each source that is not there, however many sentences name it."""
    naming = {}
    for unit in found.brief.units.values() if references is not None else ():
        for source in unit.sources:
            if source not in references:
                naming.setdefault(source, []).append(unit.label)
    for source, labels in naming.items():
        close = get_close_matches(source, references, 1, 0.85)
        cure = f"Did you mean “{close[0]}”?" if close else "Add the entry, or correct the name."
        fault = f"the source “{source}” is not in book/references.bib."
        yield Problem(found.place("brief.txt"), f"[{'], ['.join(labels)}]", fault, cure)


def _unsourced(found):
    """A brief is the side that a reader may rely on: every sentence rests on something."""
    if found.article.header.get("link", INVENTED).startswith(INVENTED):
        return
    bare = [unit.label for unit in found.brief.units.values() if not unit.sources]
    if bare and "brief.txt" not in found.unsure:
        fault = "the sentence has no source." if len(bare) == 1 else f"these {len(bare)} have no source."
        cure = "Add a line `source: reference` below, with a key of book/references.bib."
        yield Problem(found.place("brief.txt"), f"[{'], ['.join(bare)}]", fault, cure)


def _lost_units(found):
    """A unit that is asked for and has an answer is missing in the text: one fault, and not two or three."""
    keyed = found.key.units if found.key is not None else ()
    for label in dict.fromkeys(item.unit for _, _, item in found.items_of() if item.unit in keyed):
        file = "brief.txt" if label.startswith("b") else "article.txt"
        if label not in found.units and not found.may_hold(label) and found.has(file):
            fault = "there is no such unit, but it is asked for and has an answer."
            yield Problem(found.place(file), f"[{label}]", fault, "Write it again, or correct its label.")
            found.told.add(label)


def _no_brief(found):
    """A brief that is not there is one fault, and not one for each of its sentences."""
    asked = dict.fromkeys(item.unit for _, _, item in found.items_of() if item.unit.startswith("b"))
    if asked and not found.has("brief.txt") and "brief.txt" not in found.unsure:
        fault = f"there is no such file, and items.yaml asks for [{'], ['.join(asked)}]."
        yield Problem(found.place("brief.txt"), "", fault, "Add it (exercises/README.md shows one).")
        found.unsure.add("brief.txt")
