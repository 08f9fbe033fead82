"""Where on the page a problem belongs: names that lead to its field, as `key/units/p6.1/speaking/why`."""

import re
from pathlib import PurePath

FILES = {
    "article.txt": "article",
    "brief.txt": "brief",
    "evidence.yaml": "cards",
    "items.yaml": "items",
    "key.yaml": "key",
    "notes.md": "notes",
    "references.bib": "references",
}
LABELS = re.compile(r"\[?\b([pbxech]\d+(?:\.\d+)?)\b\]?")
FIELD = re.compile(r"`(\w+):|“(\w+):?” is missing|“(\w+):” is")
NUMBER = "is no whole number"  # of `minutes:`
# of a text to write it is its rubric and its model that are missing, not one field
ANSWERED = ("no label for", "none of the choices", "there is no answer")


def places_of(problem, cards=""):
    """Return the places of the fields that a Problem is about, the nearest it tells; [] for none of the page.

    cards: the text of evidence.yaml, which says what card a reference is of.
    """
    path, item = PurePath(problem.file), problem.item
    file = "page" if path.suffix == ".md" and path.parent.name == "book" else FILES.get(path.name)
    if file is None or item.startswith(("line ", "byte ")) and file not in ("page", "article"):
        return []
    if file in ("article", "brief"):
        return _in_text(file, problem)
    if file == "references":
        key = item.partition(",")[0]
        card = re.search(
            rf"^  ([\w-]+):\n(?:    .*\n)*?    reference: {re.escape(key)}$", cards, re.MULTILINE
        )
        return [f"cards/{card[1]}"] if card else []
    if file in ("page", "notes"):
        return [file]
    return [_in_yaml(file, problem)]


def _in_text(file, problem):
    labels = LABELS.findall(problem.item)
    if labels:
        return [f"{file}/{label}" for label in labels]
    if problem.item == "header" or problem.item.startswith("line "):
        return ["/".join([file, "header", *_named(problem)])]
    hardest = re.findall(LABELS, problem.cure) if "grade" in problem.fault else ()
    return [f"{file}/{label}" for label in hardest] or [file]


def _named(problem):
    """Return [the field that a message names], [] where it names none."""
    found = FIELD.search(problem.fault)
    if found:
        return [next(filter(None, found.groups()))]
    if NUMBER in problem.fault:
        return ["minutes"]
    is_text = problem.item.endswith(", text")
    return ["answer"] if any(words in problem.fault for words in ANSWERED) and not is_text else []


def _in_yaml(file, problem):
    parts = [part for part in problem.item.split(", ") if part and not part.startswith("line ")]
    if problem.item == "brief.txt":
        return "brief"
    if skill := re.fullmatch(r"skill “(\w+)”", problem.item):
        parts = ["skill", skill[1]]
    elif file == "key" and parts and parts[0] not in ("units", "answers"):
        parts = ["answers", *parts]
    elif file == "items" and parts[:1] == ["activities"]:
        parts = parts[1:]
    return "/".join([file, *parts, *_named(problem)])
