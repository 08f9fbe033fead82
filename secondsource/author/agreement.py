"""A second reader: a copy of a set without any answer to hand over, and how far two keys agree."""

import warnings
from typing import NamedTuple

from ..content.keys import Essay
from ..content.labels import SKILL_NAMES, finds_fault
from ..content.rules.found import Found
from ..content.yamlfile import read_yaml
from ..files import ROOT, write_whole
from ..problems import Problem, fail
from .workspace import Workspace

OTHER, SHEET = "other.yaml", "read-me-first.txt"
LEAST_ITEMS = 2  # of one skill that both answered; with fewer there is nothing to compare


class Pair(NamedTuple):
    """One item that both answered. mine, theirs: (answer, reason); "" for a reason that is not given."""

    place: str
    skill: str
    text: str
    mine: tuple
    theirs: tuple
    choices: dict
    contested: bool

    @property
    def agrees(self):
        return self.mine[0] == self.theirs[0]

    @property
    def differs_in_kind(self):
        """Whether one finds fault and the other does not: this costs students points either way."""
        return len({finds_fault(self.choices, answer) for answer, _ in (self.mine, self.theirs)}) > 1


class Agreement(NamedTuple):
    """Of one skill: how many items both answered, how many alike, and Krippendorff's alpha (None where it is
    not defined: fewer than two items, or one answer throughout).
    """

    skill: str
    items: int
    same: int
    alpha: float | None


def write_blind_copy(slug, folder, kit=ROOT):
    """Write what a colleague needs to label a set, without any answer, reason, note or word of the original;
    return the two paths.
    """
    workspace = Workspace(slug, kit)
    found = _read_set(workspace)
    sheet, blank = folder / SHEET, folder / OTHER
    if blank.exists():
        fail(blank.name, "", "there is one in this folder already.", "Your colleague may have filled it in.")
    for path, text in ((sheet, _sheet(found)), (blank, _blank(found))):
        with write_whole(path, "utf-8") as file:
            file.write(text)
    return sheet, blank


def compare_keys(slug, other, kit=ROOT):
    """Return (Pairs, Problems): the items that the set's key and a colleague's file both answer, and what in
    that file cannot be an answer.
    """
    found = _read_set(Workspace(slug, kit))
    theirs = read_yaml(other, kit)
    pairs, problems, known = [], [], set()
    for name, activity, item in found.items_of():
        given = _given(theirs, activity.answer_place(name, item.id).split(", "))
        known.add(tuple(activity.answer_place(name, item.id).split(", ")))
        mine = activity.answers_in(name, found.key).get(item.id) if found.key else None
        if item.form != "choice" or not given[0]:
            continue
        if given[0] not in item.choices:
            cure = f"Use one of: {', '.join(item.choices)}."
            problems.append(
                Problem(other.name, f"{name}, {item.id}", f"“{given[0]}” is no answer here.", cure)
            )
        elif mine is not None and not isinstance(mine, Essay):
            pairs.append(
                Pair(
                    f"{name}, {item.id}",
                    activity.skill,
                    _asked(found, activity, item).line,
                    (mine.answer, mine.why),
                    given,
                    item.choices,
                    mine.is_contested,
                )
            )
    problems += [
        Problem(other.name, ", ".join(place), "nothing asks for this.", "Correct the name, or remove it.")
        for place in _places(theirs)
        if place not in known
    ]
    return pairs, problems


def measure(pairs):
    """Return an Agreement for each skill, in the order of the skills.

    Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability; nominal, by the package.
    """
    return [
        Agreement(skill, len(of), sum(pair.agrees for pair in of), _alpha(of))
        for skill in SKILL_NAMES
        if (of := [pair for pair in pairs if pair.skill == skill])
    ]


def _alpha(pairs):
    import krippendorff

    values = sorted({answer for pair in pairs for answer in (pair.mine[0], pair.theirs[0])})
    if len(pairs) < LEAST_ITEMS or len(values) < 2:
        return None
    codes = [[values.index(getattr(pair, side)[0]) for pair in pairs] for side in ("mine", "theirs")]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return float(krippendorff.alpha(reliability_data=codes, level_of_measurement="nominal"))


def propose_contested(pairs):
    """Return the places whose two reasons should be talked about and, if both stay, be `contested: true`."""
    return [pair.place for pair in pairs if not pair.agrees and not pair.contested]


def _read_set(workspace):
    """Return the Found of a set; raises ContentError where its questions cannot be read."""
    found = Found(workspace.slug, workspace.root)
    if not found.activities:
        fail(f"{workspace.slug}", "", "its questions cannot be read.", "Run `python3 kit.py check` first.")
    return found


def _given(theirs, place):
    for name in place:
        theirs = theirs.get(name, {}) if isinstance(theirs, dict) else {}
    if isinstance(theirs, dict):
        return str(theirs.get("answer", "")).strip(), str(theirs.get("why", "")).strip()
    return str(theirs).strip(), ""


def _places(data, above=()):
    """Yield where answers stand in a file."""
    for name, value in data.items() if isinstance(data, dict) else ():
        if isinstance(value, dict) and "answer" not in value:
            yield from _places(value, (*above, name))
        elif value and (not isinstance(value, dict) or value["answer"]):
            yield (*above, name)


def _blank(found):
    """Return a file like key.yaml with every answer left open."""
    lines = [
        "# One answer behind each `answer:`, one sentence behind `why:`. Leave open what you do not",
        "# want to judge. The rules and the texts are in read-me-first.txt.",
    ]
    asked = {}
    for name, activity, item in found.items_of():
        if item.form == "choice":
            *above, last = activity.answer_place(name, item.id).split(", ")
            holder = asked
            for part in above:
                holder = holder.setdefault(part, {})
            holder[last] = list(item.choices)
    for top, held in asked.items():
        lines.append(f"{top}:")
        for first, inner in held.items():
            lines.append(f"  {first}:")
            for second, choices in inner.items():
                lines += [f"    {second}:  # {', '.join(choices)}", '      answer: ""', '      why: ""']
    return "\n".join(lines) + "\n"


def _sheet(found):
    lines = [f"{found.article.header.get('title', found.slug)}", ""]
    lines += ["Label what is asked in other.yaml, alone, before you talk with the author.", ""]
    for text in (found.article, found.brief):
        lines += ["The text" if text is found.article else "What others reported", ""]
        lines += [f"[{unit.label}] {unit.text}" for unit in text.units.values()] + [""]
    lines += ["Second sources", ""]
    lines += [f"- {card.title} ({card.publisher}, {card.date}): {card.says}" for card in found.cards.values()]
    for name, activity in (found.activities or {}).items():
        items = [item for item in activity.items() if item.form == "choice"]
        if not items:
            continue
        lines += ["", f"{name}: {activity.title}", activity.prompt]
        choices = activity.choices() or items[0].choices
        lines += [f"  {code} = {choice.name}: {choice.when}" for code, choice in choices.items()]
        lines += [_item_line(item, _asked(found, activity, item)) for item in items]
    return "\n".join(lines) + "\n"


def _asked(found, activity, item):
    return activity.asked(item, lambda label: found.units[label].text if label in found.units else "")


def _item_line(item, asked):
    place = f" ({asked.place})" if asked.place not in ("", item.id) else ""
    note = f" ({asked.full_note})" if asked.note else ""
    return f"  - {item.id}{place}: {asked.line}{note}"
