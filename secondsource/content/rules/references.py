"""The rules of the book's references: each that is named is there, and each that is there is named."""

from ...problems import ContentError, Problem
from ..citations import list_claims
from ..counts import read_counts
from ..timeline import check_timeline, read_timeline


def check_counts(references, root):
    """Yield the Problems of the counts across the articles. references: None where they cannot be read."""
    try:
        counts = read_counts(root)
    except ContentError as error:
        yield from error.problems
        counts = getattr(error.partial, "counts", {})
    for name, count in counts.items():
        if references is not None and count.reference not in references:
            yield Problem(
                "exercises/cross-article/counts.yaml",
                name,
                f"the reference “{count.reference}” is not in book/references.bib.",
                "Add the entry, or correct the name.",
            )


def check_events(references, root):
    """Yield the Problems of the timeline. references: None where they cannot be read."""
    try:
        yield from check_timeline(read_timeline(root), references, root)
    except ContentError as error:
        yield from error.problems


def unused_references(references, root):
    """Yield a Problem for each reference that nothing rests on: a leftover, or a citation that was lost. Only
    when all else is well.
    """
    resting = list_claims(root)
    for key in references:
        if key not in resting:
            yield Problem(
                "book/references.bib",
                key,
                "no card, brief, page or teaching note uses this reference.",
                "Cite it where it is needed, or remove the entry.",
            )
