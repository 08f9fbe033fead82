"""Second sources: the cards a student opens while deciding, and the references behind them."""

from functools import cache

from pybtex.database import BibliographyDataError, parse_string
from pybtex.exceptions import PybtexError

from .problems import fail
from .strict import ROOT, Strict, read_text, read_yaml, shown, validate


class Card(Strict):
    """One second source.

    says: what it says, in our words. date: when it was published. publisher: who publishes it.
    party: is it itself a party to the matter? reference: key into book/references.bib.
    """

    title: str
    says: str
    date: str
    publisher: str
    party: str
    reference: str


class EvidenceFile(Strict):
    """The whole of `evidence.yaml`: cards by id."""

    cards: dict[str, Card]


def read_evidence(slug, root=ROOT):
    """Return the cards of `slug`, by id; none where the set has no evidence file."""
    path = root / "exercises" / slug / "evidence.yaml"
    return validate(EvidenceFile, read_yaml(path, root), path, root).cards if path.exists() else {}


@cache
def read_references(root=ROOT):
    """Return the book's references, from all its .bib files: {key: {field: text}}, BibTeX's escapes removed."""
    found = {}
    for path in sorted((root / "book").glob("*.bib")):
        for key, entry in _parse(path, root).items():
            if key in found:
                fail(shown(path, root), key, "this key stands twice in the book's references.", "Remove or rename one of the two.")
            found[key] = {name.lower(): _plain(value) for name, value in entry.fields.items()}
            if not found[key].get("url", "https://").startswith(("http://", "https://")):  # “javascript:” would run on our pages
                fail(shown(path, root), key, f"the address “{found[key]['url'][:40]}” leads to no web page.", "Begin it with https:// or http://.")
    return found


def _parse(path, root):
    try:
        return parse_string(read_text(path, root), "bibtex").entries
    except (PybtexError, BibliographyDataError) as error:
        fail(shown(path, root), "", f"not readable as BibTeX: {error}.", "Compare the entry with the one before it.")


def _plain(value):
    return value.replace("{", "").replace("}", "").replace("\\&", "&").replace("\\_", "_").replace("\\%", "%")
