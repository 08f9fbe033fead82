"""The rules of easier.txt: it says what article.txt says, unit for unit, so that one key fits both.

What a label rests on can be counted in part, and that part is counted here: figures and their limits, names,
quotations. Whether the meaning is the same, only a reader can tell.
"""

import re

from ...problems import Problem
from .texts import QUOTATIONS, list_quotation_faults

NUMBER = re.compile(
    r"\d+(?:[.,]\d+)*|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundreds?|thousands?|millions?|"
    r"billions?|dozens?|tens|half|twice|decades?|per cent)\b",
    re.IGNORECASE,
)
LIMIT = re.compile(
    r"\b(?:at least|at most|more than|fewer than|less than|(?:up to|about|nearly|almost|over|some)(?= \d))\b",
    re.IGNORECASE,
)
NAME = re.compile(
    r"(?<=[\w,;:’)] )[“(]?([A-Z][\w’-]+)"
)  # inside a sentence; at its start any word has a capital
STEM = 4  # letters by which a name is known: Iran and Iranian, Slovenia and Slovenian
OTHER_NAMES = {"America": ("US",), "Parliament": ("parliament",)}


def check_easier(found):
    """Yield a Problem for each way in which the text in easier words is not the article."""
    article, easier = found.article.units, found.easier.units
    if not easier or {"article.txt", "easier.txt"} & found.unsure:
        return
    file = found.place("easier.txt")
    if lost := [label for label in article if label not in easier]:
        fault = "article.txt has this unit, and here it is missing."
        yield Problem(
            file, f"[{'], ['.join(lost)}]", fault, "Write each unit of article.txt again, in easier words."
        )
    for unit in easier.values():
        if unit.label not in article:
            cure = "Remove it, or correct its label."
            yield Problem(file, f"[{unit.label}]", "article.txt has no such unit.", cure)
            continue
        for fault in (*list_quotation_faults(unit), *_shifts(article[unit.label], unit)):
            yield Problem(file, f"[{unit.label}]", *fault)


def _shifts(full, easier):
    """Yield (fault, cure) for what is said here and not there."""
    if easier.first or easier.sources:
        yield (
            "`original:` and `source:` belong in the other texts; here nothing reads them.",
            "Remove the line.",
        )
    yield from _differing("the figure", _figures(full.text), _figures(easier.text))
    yield from _differing("the limit", _limits(full.text), _limits(easier.text))
    for name in dict.fromkeys(NAME.findall(full.text)):
        known = (name[:STEM], *next((also for one, also in OTHER_NAMES.items() if name.startswith(one)), ()))
        if not any(stem in easier.text for stem in known):
            yield (
                f"article.txt names {name} in this unit, and here the name is missing.",
                "Name it here, too.",
            )
    for quote in _quotations(easier.text):
        if quote.casefold() not in full.text.casefold():
            yield f"“{quote[:40]}” is no quotation of article.txt.", "Quote what is quoted there, or nothing."


def _differing(what, there, here):
    for one in sorted(there - here):
        yield f"{what} “{one}” of article.txt is missing.", "Keep each figure as it is there."
    for one in sorted(here - there):
        yield f"{what} “{one}” is not in article.txt.", "Keep each figure as it is there."


def _figures(text):
    return {found.casefold() for found in NUMBER.findall(text)}


def _limits(text):
    return {found.casefold() for found in LIMIT.findall(text)}


def _quotations(text):
    return [quote.strip(" .,!?") for marks in QUOTATIONS for quote in re.findall(marks, text)]
