"""The rules of the book's pages: each exercise stands on one, and what they show and cite is there."""

from difflib import get_close_matches

from ...files import read_text, shown
from ...problems import Problem
from ..items import items_file
from ..places import (
    OTHER_STEPS,
    lesson_files,
    list_activities,
    list_notebook_activities,
    locate_citations,
    read_directives,
    read_steps,
)

README = "exercises/README.md shows a whole page."


def check_pages(found, references, root, with_key):
    """Yield the Problems of pages, lesson plans and notebooks. found: {slug: Found} of all sets.

    On no page an exercise is lost, on two it would share its answers. A notebook may show one again, and may
    be the only place of one.
    """
    known = {f"{slug}/{name}" for slug, one in found.items() for name in one.activities or {}}
    noted, shown_names, meant = list_notebook_activities(root), [], set()
    for name, notebook in noted.items():
        if _is_lost(name, known, found):
            cure = "Correct the name in solutions/notebooks, then run `python3 kit.py notebooks`."
            yield Problem(f"exercises/notebooks/{notebook}.ipynb", name, "there is no such exercise.", cure)
    texts = {
        path: read_text(path, root)
        for path in [*sorted((root / "book").glob("**/*.md")), *(lesson_files(root) if with_key else [])]
    }
    for text in texts.values():
        shown_names += list_activities(text)
    for path, text in texts.items():
        for directive in read_directives(text)[0]:
            for name, close in _lost_exercises(directive, known, found, shown_names):
                meant.add(close)
                cure = f"Did you mean {close}?" if close else "Names are in exercises/SET/items.yaml."
                item = f"line {directive.line}, {name}"
                yield Problem(shown(path, root), item, "there is no such exercise.", cure)
        for line, key in locate_citations(text):
            if references is not None and key not in references:
                fault = "this reference is not in book/references.bib."
                item = f"line {line}, {key}"
                yield Problem(shown(path, root), item, fault, "Add the entry, or correct the name.")
    yield from _not_once(found, {*noted, *meant}, shown_names, root)


def sets_without_a_page(found, root):
    """Return the names of sets none of whose exercises stands anywhere."""
    texts = (read_text(path, root) for path in (root / "book").glob("**/*.md"))
    there = {name.partition("/")[0] for text in texts for name in list_activities(text)}
    there |= {name.partition("/")[0] for name in list_notebook_activities(root)}
    return {slug for slug, one in found.items() if one.activities and slug not in there}


def _lost_exercises(directive, known, found, shown_names):
    """Yield (name of an exercise that is not there, what it may mean or "") for each that a directive has."""
    argument = directive.argument
    if directive.name == "activity" and argument and _is_lost(argument, known, found):
        yield argument, _closest(argument, known - set(shown_names))
    for path in directive.options.values() if directive.name == "route" else ():
        try:
            steps = [step for step, _ in read_steps(path) if step not in OTHER_STEPS]
        except ValueError:
            continue  # told with the options
        for step in steps:
            if _is_lost(f"{argument}/{step}", known, found):
                yield step, _closest(step, found[argument].activities)


def _closest(name, names):
    return next(iter(get_close_matches(name, names, 1)), "")


def _is_lost(name, known, found):
    """Tell whether an exercise is not there, and no other fault says so. Of a set that is not there the
    directive is told.
    """
    slug, _, short = name.partition("/")
    if name in known or slug not in found:
        return False
    return found[slug].activities is not None and not found[slug].has_lost("activities", short)


def _not_once(found, placed, shown_names, root):
    bare = sets_without_a_page(found, root)
    for slug in sorted(bare):
        fault = f"there is no page with the exercises of this set ({', '.join(found[slug].activities)})."
        yield Problem(f"book/{slug}.md", "", fault, f"Write it, and name it in book/_toc.yml; {README}")
    for slug, one in found.items():
        for name in one.activities or () if slug not in bare else ():
            times = shown_names.count(f"{slug}/{name}")
            if times != 1 and not (times == 0 and f"{slug}/{name}" in placed):
                yield Problem(
                    items_file(slug, root),
                    name,
                    f"the exercise stands on {times or 'no'} page{'s' if times != 1 else ''} of the book.",
                    f"Show it once: a line ```{{activity}} {slug}/{name}, and a line ``` below.",
                )
