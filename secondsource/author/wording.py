"""What is wrong with a set, for somebody who has only the page: what, where and what to do, in its words.

`check` speaks to a person with an editor: it names files, labels, fields and short names. None of them is
to be seen on the page, so each of its messages has its sentence here, and what has none comes from a file
that was changed outside of the page.
"""

import re
from pathlib import Path

from ..content.kinds import KINDS
from ..content.kinds.base import Activity
from ..content.labels import CHOICE_LISTS, PHRASES, SKILL_NAMES, SKILLS
from ..originals.quoting import read_words
from .places import places_of
from .workspace import read_units_of
from .yamledit import get_value

PARTS = {
    "p": "paragraph",
    "h": "the heading in line",
    "x": "beside the text, line",
    "e": "the post in line",
    "c": "the caption in line",
}
LABEL = re.compile(r"\[?\b([pbxech]\d+(?:\.\d+)?)\b\]?")
CODE = re.compile(r"“(X|[SFC]\d)”")
# the fields as the page calls them
FIELDS = {
    "answer": "The answer",
    "author": "Author",
    "byline": "Author",
    "date": "Date",
    "heads": "The headings",
    "link": "Address",
    "minutes": "Minutes",
    "model": "A good answer",
    "note": "What is said of it",
    "outlet": "Where it was published",
    "party": "Is it a party to the quarrel?",
    "passage": "What is to be written again",
    "prompt": "Prompt",
    "published": "Date",
    "publisher": "Publisher",
    "quote": "The words to tap",
    "rights": "Rights",
    "rubric": "What a good text has",
    "says": "What it says, in your words",
    "sound": "Sound version",
    "text": "What is sorted",
    "title": "Title",
    "tolerance": "How far off is still right",
    "unit": "What it is counted in",
    "url": "Address",
    "where": "Where it stands",
    "why": "Why",
}
TABS = {
    "article": "Text",
    "brief": "Report",
    "cards": "Second sources",
    "items": "Exercises",
    "key": "Answers and reasons",
    "notes": "Teaching notes",
    "page": "The page students read",
    "references": "Second sources",
}
OUTSIDE = (
    "This part was changed outside of this page, and the page cannot show what is there now.",
    "Undo that change where it was made. In a terminal, `python3 kit.py check{}` says what it is.",
)
ELSEWHERE = (
    "Something else in the kit, not in this set, is not well, and is mended first.",
    "In a terminal, `python3 kit.py check` says what and where.",
)


def _read_messages():
    """Return [(what `check` says, the fault, the cure)]; {0} is what a group has caught.

    In the file “=” keeps the cure of `check`, and “-” is none.
    """
    text = Path(__file__).with_name("messages.txt").read_text(encoding="utf-8")
    blocks = [[line.strip() for line in block.splitlines()] for block in text.strip().split("\n\n")]
    return [(re.compile(said), fault, cure) for said, fault, cure in blocks]


TOLD = _read_messages()


class Words:
    """Names of the page for the parts of one set; `tell` gives a Problem in them."""

    def __init__(self, workspace, units, brief, activities, cards):
        self.workspace, self.slug = workspace, workspace.slug
        self.units, self.brief, self.report = units, brief, list(brief)
        self.activities, self.cards = activities, cards

    def unit(self, label):
        """Return what a unit is called: paragraph 3, claim 2."""
        if label in self.report:
            return f"report, sentence {self.report.index(label) + 1}"
        number, _, claim = label[1:].partition(".")
        if label[0] == "b":
            return f"report, sentence {number}"
        return f"{PARTS[label[0]]} {number}" + (f", claim {claim}" if claim else "")

    def exercise(self, name):
        """Return what an exercise is called: its title."""
        return f"“{self.activities.get(name, {}).get('title') or 'without a title'}”"

    def card(self, name):
        """Return what a second source is called: its title."""
        return f"“{self.cards.get(name, {}).get('title') or 'without a title'}”"

    def tell(self, problem, places=()):
        """Return (where, the fault, the cure) of a Problem, in the words of the page."""
        if self._is_elsewhere(problem):
            return "The kit", *ELSEWHERE
        if places == ["page"] and not re.search("“Untitled”|shares “", problem.fault):
            line = re.search(r"line \d+", problem.item)  # the page is text that stands there as it is
            return ", ".join(filter(None, (TABS["page"], line and line[0]))), problem.fault, problem.cure
        fault, cure = self._say(problem)
        return self._where(places, problem), fault, cure

    def places(self, problem, cards=""):
        """Return the places of a Problem; of words as in the original, those of the claims that have them."""
        copied = re.search(r"^shares “(.*)” with ", problem.fault)
        units = {"article": self.units, "brief": self.brief} if copied else {}
        found = [
            f"{file}/{label}"
            for file, named in units.items()
            for label, unit in named.items()
            if copied[1] in " ".join(read_words(unit.text))
        ]
        return found or places_of(problem, cards)

    def say(self, problem):
        """Return a Problem as one line."""
        places = self.places(problem)
        where, fault, cure = self.tell(problem, places)
        return f"{where}: {fault} {cure}".strip() if places else f"{fault} {cure}".strip()

    def plain(self, text):
        """Return a text without labels of units and codes of answers: what they are called stands there."""
        text = LABEL.sub(lambda found: self.unit(found[1]), text)
        return CODE.sub(lambda found: f"“{name_answer(found[1])}”", text)

    def _is_elsewhere(self, problem):
        """Tell whether a Problem of the kit is of another set, found when this one is published."""
        file = problem.file
        named = re.match(r"(?:exercises|solutions)/([^/]+)|book/([^/]+)\.md|drafts/([^/]+)/", file)
        return bool(named) and (named[1] or named[2] or named[3]) != self.slug

    def _say(self, problem):
        fault = problem.fault
        if "asks this" in fault and "rubric" in problem.cure:
            fault = "no answer, rubric"
        for pattern, told, cure in TOLD:
            if found := pattern.search(fault):
                caught = [FIELDS.get(one, one) for one in found.groups()]
                if "is the answer to" in fault:
                    caught[0] = name_answer(caught[0])
                if "there is no unit" in fault:
                    caught[0] = self.unit(caught[0]) if LABEL.fullmatch(caught[0]) else caught[0]
                kept = {"=": self._cure(problem), "-": ""}
                return told.format(*caught), kept.get(cure, cure)
        if fault.startswith("“") and "is called" in fault:
            return fault, problem.cure
        draft = f" --draft {self.slug}" if self.workspace.is_draft else ""
        return OUTSIDE[0], OUTSIDE[1].format(draft)

    def _cure(self, problem):
        """Return the cure of `check`; the hardest reasons are named by their exercise and item."""
        return self.plain(re.sub(r"([\w-]+), ([\w.-]+)(?=[;.])", self._reason, problem.cure))

    def _reason(self, found):
        name, item = found.groups()
        return f"{self.exercise(name)}, {self._item(name, item)}" if name in self.activities else found[0]

    def _item(self, activity, item):
        if LABEL.fullmatch(item):
            return self.unit(item)
        fields = self.activities.get(activity, {})
        called, words = KINDS.get(fields.get("kind"), Activity).told_as(fields, item)
        return f"the {called} “{_begin(words)}”" if words else ""

    def _where(self, places, problem):
        parts = places[0].split("/") if places else [_file(problem)]
        tab, rest = parts[0], parts[1:]
        if tab in ("article", "brief"):
            return _join(TABS[tab], *self._text_place(rest))
        if tab == "cards":
            return _join(TABS[tab], self.card(rest[0]) if rest else "", _field(rest[1:]))
        if tab == "key" and rest[:1] == ["skill"]:
            return _join("Exercises", SKILL_NAMES.get(rest[1], ""))
        if tab == "key" and rest[:1] == ["units"] and len(rest) > 1:
            skill = SKILL_NAMES.get(rest[2], "") if len(rest) > 2 else ""
            return _join("Text", self.unit(rest[1]), skill, _field(rest[3:]))
        if tab in ("items", "key"):
            rest = rest[1:] if rest[:1] == ["answers"] else rest
            if not rest or rest[0] not in self.activities:
                return TABS[tab]
            item = self._item(rest[0], rest[1]) if len(rest) > 1 else ""
            is_item = item or [tab, *rest[1:2]] == ["key", "text"]  # what is to be written is no field
            return _join("Exercises", self.exercise(rest[0]), item, _field(rest[2 if is_item else 1 :]))
        return TABS.get(tab, "The set")

    def _text_place(self, rest):
        if rest[:1] == ["header"]:
            return ["About the text", _field(rest[1:])]
        return [self.unit(rest[0]).removeprefix("report, ")] if rest and LABEL.fullmatch(rest[0]) else []


def name_answer(code):
    """Return what a label or a choice is called."""
    lists = (*SKILLS.values(), PHRASES, *CHOICE_LISTS.values())
    return next((named[code].name for named in lists if code in named), code)


def _file(problem):
    places = places_of(problem.__class__(problem.file, "", "", ""))
    return places[0] if places else "article" if problem.file.endswith("original.txt") else ""


def _field(names):
    return f"“{FIELDS[names[-1]]}”" if names and names[-1] in FIELDS else ""


def _join(*parts):
    return ", ".join(filter(None, parts))


def _begin(text, most=40):
    return text if len(text) <= most else f"{text[:most].rstrip()}…"


def words_of(workspace):
    """Return the Words of a set as its files are now."""

    def values(name, place):
        try:
            return get_value(workspace.read(name), place, {}) or {}
        except Exception:  # a file that cannot be read is told as a problem
            return {}

    units, brief = (read_units_of(workspace, name) for name in ("article", "brief"))
    return Words(workspace, units, brief, values("items", ["activities"]), values("cards", ["cards"]))
