"""Second sources: the cards a student opens while deciding."""

from ..files import ROOT
from .strict import Strict, Words
from .yamlfile import read_model


class Card(Strict):
    """One second source.

    says: what it says, in our words. date: when it was published. publisher: who publishes it.
    party: is it itself a party to the matter? reference: key into book/references.bib.
    """

    title: Words
    says: Words
    date: Words
    publisher: Words
    party: Words
    reference: Words


class EvidenceFile(Strict):
    """The whole of `evidence.yaml`: cards by id."""

    cards: dict[str, Card]


def read_evidence(slug, root=ROOT):
    """Return the cards of `slug`, by id; none where the set has no evidence file."""
    path = root / "exercises" / slug / "evidence.yaml"
    return read_model(EvidenceFile, path, root).cards if path.exists() else {}
