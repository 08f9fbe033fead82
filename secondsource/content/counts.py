"""Who counted what: exercises/cross-article/counts.yaml, the numbers behind the charts across the
articles.
"""

from pydantic import Field

from ..files import ROOT
from .strict import Strict
from .yamlfile import read_model


class Count(Strict):
    """One number somebody gave for one thing. low and high are equal unless a range was given."""

    topic: str
    who: str
    low: str = Field(pattern=r"^\d+$")
    high: str = Field(pattern=r"^\d+$")
    said: str
    party: str
    kind: str
    reference: str
    note: str = ""


class CountsFile(Strict):
    """The whole of exercises/cross-article/counts.yaml."""

    counts: dict[str, Count]


def read_counts(root=ROOT):
    """Return {id: Count} in the file's order; none where the kit has no such file."""
    path = root / "exercises" / "cross-article" / "counts.yaml"
    return read_model(CountsFile, path, root).counts if path.exists() else {}
