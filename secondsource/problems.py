"""Problems in content, worded for the teacher who has to mend them."""

from dataclasses import dataclass
from typing import NoReturn


@dataclass(frozen=True)
class Problem:
    """One fault in one file: where it is, what is wrong, and what to do about it."""

    file: str
    item: str
    fault: str
    cure: str

    def __str__(self):
        place = f"{self.file}, {self.item}" if self.item else self.file
        return f"{place}: {self.fault} {self.cure}".rstrip()


class ContentError(Exception):
    """Raised when a file cannot be used; carries every problem found in it, not just the first.

    partial: what could be read all the same, None where nothing could. lost: where in the file the parts
    stand that are missing from it, as tuples of names. `check` looks at the rest, so that all faults of a
    set are told at once; nobody else may use them.
    """

    def __init__(self, problems, partial=None, lost=()):
        self.problems, self.partial, self.lost = list(problems), partial, set(lost)
        super().__init__("\n".join(map(str, self.problems)))


def fail(file, item, fault, cure) -> NoReturn:
    """Raise a ContentError with a single problem."""
    raise ContentError([Problem(str(file), item, fault, cure)])
