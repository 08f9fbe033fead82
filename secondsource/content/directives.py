"""The kit's directives as pages write them: their names, their options, and what is wrong with one."""

import re
from difflib import get_close_matches
from typing import NamedTuple

from ..files import ROOT, read_text, shown
from ..problems import ContentError, Problem
from .places import FENCE, lesson_files, read_directives, read_steps
from .rules.folders import broken_sets, named_sets
from .texts import read_article, read_brief

RUN = re.compile(r"([a-z])(\d+)(?:-([a-z])?(\d+))?")  # p3, p3-p5
NO_SET = ("checked", "claims", "notices", "standards", "timeline")  # these ask for no set
NOTICES = ("site", "packages")
BARE = re.compile(r"\s*`{0,2}\{([\w-]+)\}\s+[\w/-]+\s*")  # a first line that has lost its backticks
# close to a name of ours, and right
OTHERS = ("figure", "image", "note", "code", "table", "list-table", "math")


def read_paragraphs(text):
    """Return {"p3", "p4"} for "p3-p4" or "p3 p4". Raises ValueError where it is neither or runs backwards."""
    wanted = set()
    for part in text.replace(",", " ").split():
        run = RUN.fullmatch(part)
        if not run or run[3] not in (None, run[1]):
            raise ValueError(f"“{part}” is no paragraph, and no run of them; write p3 or p3-p5")
        first, last = int(run[2]), int(run[4] or run[2])
        if last < first:
            raise ValueError(f"“{part}” runs backwards; write {run[1]}{last}-{run[1]}{first}")
        wanted |= {f"{run[1]}{number}" for number in range(first, last + 1)}
    if not wanted:
        raise ValueError("no paragraph is named; write p3 or p3-p5, or leave the option out")
    return wanted


def read_kind(text):
    """Return "article" or "brief". Raises ValueError."""
    if text not in ("article", "brief"):
        raise ValueError(f"“{text}” is no text of a set; write article or brief")
    return text


# {name: {option: what reads it, or raises ValueError}}; Sphinx reads them by the same functions.
OPTIONS = {
    "article": {"text": read_kind, "paragraphs": read_paragraphs},
    "route": {"class": read_steps, "home": read_steps},
    **dict.fromkeys(("activity", "copy", "evidence", "answers", "labelled", "key", *NO_SET), {}),
}


def argument_fault(name, argument):
    """Return (fault, cure) of what stands behind a directive's name, None where it is what this one shows.

    Whether there is such a set, or such an exercise, is another question.
    """
    slug = argument.partition("/")[0]
    if name == "notices" and argument not in NOTICES:
        return f"{{{name}}} shows one of two lists, and not “{argument}”.", f"Write {' or '.join(NOTICES)}."
    if name in NO_SET and name != "notices" and argument:
        return f"{{{name}}} shows all there is.", f"Remove “{argument}”."
    if name not in NO_SET and name != "activity" and slug != argument:
        return f"{{{name}}} shows a whole set, and “{argument}” is a part of one.", f"Write {slug}."
    return None


class Sets(NamedTuple):
    """The names of the sets that can be shown, and of those whose folder is told to be wrong."""

    good: list
    broken: set


def check_directives(root=ROOT, with_key=True):
    """Yield a Problem, with file and line, for each directive that shows nothing there is, or is misspelt."""
    texts, sets = {}, Sets(named_sets(root), broken_sets(root))
    for path in [*sorted((root / "book").glob("**/*.md")), *(lesson_files(root) if with_key else [])]:
        text = read_text(path, root)
        directives, unclosed = read_directives(text)
        bare = _lost_fences(text)
        yield from (Problem(shown(path, root), *fault) for fault in bare)
        if bare:
            continue  # what follows is read as something else
        for line in unclosed:
            opening = text.splitlines()[line - 1].strip()
            marks = FENCE.fullmatch(opening)[1]
            cure = f"Write {marks} on a line of its own where “{opening.lstrip(marks)}” ends."
            yield Problem(shown(path, root), f"line {line}", "this block is opened and never closed.", cure)
        for directive in _first_of_lost_sets(directives, sets):
            for fault, cure in _faults(directive, sets, root, texts):
                yield Problem(shown(path, root), f"line {directive.line}", fault, cure)


def _lost_fences(text):
    """Return (place, fault, cure) for each first line of a directive that has lost its backticks."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        bare = BARE.fullmatch(line)
        if bare and bare[1] in OPTIONS:
            fault = f"{{{bare[1]}}} begins a block only behind three backticks."
            found.append((f"line {number}", fault, f"Write “```{line.strip().lstrip('`')}”."))
    return found


def _first_of_lost_sets(directives, sets):
    """Yield the directives, of those that name one set that is not there only the first; none where its
    folder is told.
    """
    told = set(sets.broken)
    for directive in directives:
        slug = directive.argument.partition("/")[0]
        if directive.name not in OPTIONS or directive.name in NO_SET or slug in sets.good:
            yield directive
        elif slug not in told:
            told.add(slug)
            yield directive


def _faults(directive, sets, root, texts):
    """Yield (fault, cure) of one directive. texts: paragraphs of sets that were looked at before."""
    name, slug = directive.name, directive.argument.partition("/")[0]
    if name not in OPTIONS:
        for close in get_close_matches(name, OPTIONS, 1, 0.75) if name not in OTHERS else ():
            yield f"there is no directive “{{{name}}}”.", f"Did you mean {{{close}}}?"
        return
    if name not in NO_SET and slug not in sets.good:
        close = get_close_matches(slug, sets.good, 1)
        cure = f"Did you mean {close[0]}?" if close else f"There are: {', '.join(sets.good)}."
        yield f"{{{name}}} shows “{slug}”, and there is no set of this name.", cure
        return
    if fault := argument_fault(name, directive.argument):
        yield fault
    for option, value in directive.options.items():
        if option not in OPTIONS[name]:
            known = ", ".join(OPTIONS[name]) or "none"
            yield (
                f"{{{name}}} has no option “{option}”.",
                f"Its options: {known}. Remove the line, or correct it.",
            )
            continue
        try:
            wanted = OPTIONS[name][option](value)
        except ValueError as error:
            yield f"`:{option}:` {error}.", ""
            continue
        if option == "paragraphs":
            yield from _lost_paragraphs(slug, directive.options.get("text", "article"), wanted, root, texts)


def _lost_paragraphs(slug, kind, wanted, root, texts):
    try:
        if (slug, kind) not in texts:
            read = read_brief if kind == "brief" else read_article
            texts[slug, kind] = {unit.paragraph for unit in read(slug, root).units.values()}
    except ContentError:
        return  # reported with the set
    for paragraph in sorted(wanted - texts[slug, kind]):
        yield (
            f"`:paragraphs:` the {kind} of {slug} has no paragraph “{paragraph}”.",
            "Labels are in the text's file.",
        )
