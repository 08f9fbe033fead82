"""What every model of a written file has: strict fields, and texts that say something."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict
from pydantic_core import PydanticCustomError


class Strict(BaseModel):
    """Base of every model of a written file: unknown names are refused, values are not converted."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _has_words(value):
    if not re.search(r"\w", value) or value.strip().casefold() in ("todo", "tbd", "xxx"):
        raise PydanticCustomError("no_words", "there are no words")
    return value


Words = Annotated[str, AfterValidator(_has_words)]  # a text that says something: no “…” that waits for it


def field_names():
    """Return the names of all fields of written files."""
    names, models = set(), [Strict]
    while models:
        model = models.pop()
        models += model.__subclasses__()
        names |= {field.alias or name for name, field in model.model_fields.items()}
    return sorted(names)
