"""Problems in content, worded for the teacher who has to mend them."""

from dataclasses import dataclass


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
    """Raised when a file cannot be used; carries every problem found in it, not just the first."""

    def __init__(self, problems):
        self.problems = list(problems)
        super().__init__("\n".join(map(str, self.problems)))


def fail(file, item, fault, cure):
    """Raise a ContentError with a single problem."""
    raise ContentError([Problem(str(file), item, fault, cure)])
