"""Questions: what `items.yaml` asks about a text. Nothing in here helps a student cheat."""

from functools import reduce
from operator import or_
from typing import Annotated

from pydantic import Discriminator, Tag

from ..files import ROOT, shown
from .kinds import KINDS
from .kinds.base import Name
from .strict import Strict
from .yamlfile import read_model


def _kind(activity):
    """Return what tells the kinds apart: the line `kind:`."""
    kind = activity.get("kind") if isinstance(activity, dict) else getattr(activity, "kind", None)
    return kind if isinstance(kind, str) else None


_NAMES = list(KINDS)
AnyActivity = Annotated[
    reduce(or_, [Annotated[kind, Tag(name)] for name, kind in KINDS.items()]),
    Discriminator(
        _kind,
        custom_error_type="unknown_kind",
        custom_error_message=f"Use {', '.join(_NAMES[:-1])} or {_NAMES[-1]}.",
    ),
]


class ItemsFile(Strict):
    """The whole of `items.yaml`: activities by name, in the order in which they are meant."""

    activities: dict[Name, AnyActivity]


def read_items(slug, root=ROOT):
    """Return the activities of `slug`, by name."""
    path = root / "exercises" / slug / "items.yaml"
    return read_model(ItemsFile, path, root).activities


def items_file(slug, root=ROOT):
    """Return the path of the questions as messages show it."""
    return shown(root / "exercises" / slug / "items.yaml", root)
