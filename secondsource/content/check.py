"""Check all content: every rule that ties the files of a text set together, from `rules/`. Messages are for
the person who has to mend it.
"""

from ..files import ROOT
from ..problems import ContentError
from .directives import check_directives
from .references import read_references
from .rules.answers import check_key, is_answered
from .rules.balance import check_balance
from .rules.cards import check_cards
from .rules.easier import check_easier
from .rules.folders import find_orphans, named_sets
from .rules.found import Found
from .rules.grade import check_grade
from .rules.pages import check_pages, sets_without_a_page
from .rules.questions import check_questions
from .rules.references import check_counts, check_events, unused_references
from .rules.texts import check_texts
from .standards import check_standards


def check(root=ROOT, with_key=True, with_grade=True):
    """Return every Problem in `exercises/`, `solutions/` and the pages that show them; an empty list when all
    is well.

    with_key: also check `solutions/` (the class edition has none). with_grade: also measure how hard texts
        are to read, which takes a second.
    """
    references, problems = _references(root)
    found = {slug: Found(slug, root, with_key) for slug in named_sets(root)}
    for one in found.values():
        problems += _check_found(one, with_key, references, with_grade)
    bare = sets_without_a_page(found, root)
    problems += find_orphans(root, with_key, bare)
    problems += check_directives(root, with_key)
    problems += check_pages(found, references, root, with_key)
    problems += check_standards(root) if with_key else []
    problems += check_counts(references, root)
    problems += check_events(references, root)
    if with_key and not problems:
        problems += unused_references(references, root)
    return list(dict.fromkeys(problems))


def check_set(slug, root=ROOT, with_key=True, references=None):
    """Return the Problems of one text set."""
    return _check_found(Found(slug, root, with_key), with_key, references, True)


def _check_found(found, with_key, references, with_grade):
    problems = [
        *found.faults,
        *check_texts(found, references),
        *check_easier(found),
        *check_cards(found, references),
        *check_questions(found),
        *(check_key(found) if with_key else ()),
    ]
    if with_key and is_answered(found):
        problems += check_balance(found)
    return [*problems, *(check_grade(found) if with_grade else ())]


def _references(root):
    """Return (the book's references, None where they cannot be read; Problems)."""
    try:
        return read_references(root), []
    except ContentError as error:
        return None, error.problems
