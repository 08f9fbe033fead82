"""The three rules as data, for a sheet of one page and a poster: labels from `content/labels.py`, their order
and their examples from the skill pages of the book. Nothing is written twice.
"""

from ..content.labels import SKILL_NAMES, SKILLS
from ..files import ROOT, read_text
from ..worksheets.sheets import NOTE
from .lesson_plan import plain_text, read_sections

RULE = "The rule"


def read_rules(root=ROOT):
    """Return [{title:, asked: [questions in front of the labels], labels: [{name:, when:, sound:,
    example:}]}] of the three skills, each in the order in which its page asks.
    """
    rules = []
    for skill, choices in SKILLS.items():
        page = SKILL_NAMES[skill].rstrip("?").lower().replace(" ", "-")
        nodes = read_sections(read_text(root / "book" / f"{page}.md", root))[RULE]
        asked = [plain_text(node).partition(". ")[2] for node in nodes if node.type == "heading"]
        labels = _read_labels(nodes, {_fold(choice.name): choice for choice in choices.values()})
        rules.append({"title": SKILL_NAMES[skill], "asked": asked, "labels": labels})
    return rules


def read_reminder(root=ROOT):
    """Return {title:, text:} of what the first skill page says of “nothing wrong here”."""
    found = NOTE.search(read_text(root / "book" / "who-is-speaking.md", root))
    return {"title": found[1], "text": " ".join(found[2].split())}


def _read_labels(nodes, choices):
    """Return the labels in the order of a page, each with its example; an example that cites a source is a
    real one and stays on the page.
    """
    found, current = {}, ""
    for node in nodes:
        if node.type == "paragraph":
            bold = [_fold(plain_text(part)) for part in node.walk() if part.type == "strong"]
            current = next((name for name in bold if name in choices), current)
            if current:
                found.setdefault(current, "")
        if node.type == "blockquote" and current:
            example = plain_text(node.children[0])
            found[current] = found[current] or ("" if "{cite}" in example else example)
    return [
        {"name": choice.name, "when": choice.when, "sound": choice.sound, "example": example}
        for choice, example in ((choices[name], example) for name, example in found.items())
    ]


def _fold(name):
    return name.rstrip(".").replace(",", "").casefold()
