"""What pages may send: everything else is refused before anything looks at it."""

import hashlib
import unicodedata
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from ..files import UNSEEN
from ..marking.answer_file import Sitting
from .lesson import ACTS, MODES

LARGEST = 256_000  # bytes of one message
Code = Annotated[str, Field(max_length=20)]
Activity = Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$", max_length=120)]


class Message(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Joining(Message):
    """class_code: from the projector. name: what the student chose, "" for a code only. student_code: of
    somebody who joined before with another device.
    """

    class_code: Code
    name: Annotated[str, Field(max_length=80)] = ""
    student_code: Code = ""

    @field_validator("name")
    @classmethod
    def _show_all(cls, name):
        """A name is one line, and what cannot be seen or turns the direction of writing is not in it."""
        return " ".join(UNSEEN.sub("", unicodedata.normalize("NFC", name)).split())


class HandedIn(Message):
    """One revision of one exercise. base: the revision that this device last knew to be here, 0 for none.
    seen: whether this device had the reasons by then.
    """

    sitting: Annotated[str, Field(pattern=r"^[\w-]{8,64}$")]
    revision: Annotated[int, Field(ge=1, le=2**31 - 1)]
    base: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    activity: Activity
    seen: bool = False
    state: Sitting

    @cached_property
    def _digest(self):
        return hashlib.sha256(self.state.model_dump_json().encode()).hexdigest()

    def digest(self):
        return self._digest


class StepAct(Message):
    """The teacher opens, closes or shows something. after: seconds in which students are told of it."""

    act: Literal[ACTS]
    name: Annotated[str, Field(max_length=120)]
    after: Annotated[int, Field(ge=0, le=300)] = 0


class ModeAct(Message):
    """The teacher chooses when students get reasons."""

    mode: Literal[MODES]


def read_message(kind, data):
    """Return a message of this kind, or None where the bytes are none."""
    try:
        return kind.model_validate_json(data)
    except (ValidationError, ValueError, RecursionError):
        return None
