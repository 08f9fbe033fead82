"""What to teach again: rules that turn the counts into sentences a teacher can act on. Sound claims that
were accused come first.
"""

import re
from typing import NamedTuple

from ..content.kinds import KINDS
from ..content.labels import SKILL_NAMES, finds_fault
from ..data.items import name_choice
from ..files import ROOT, read_text
from .splits import FEWEST

ACCUSED, MISSED, CONFUSED = 0.25, 0.35, 0.2  # shares from which on something is worth a lesson
MOST = 4  # of each kind: what fits into one lesson
LEAN = 0.1  # criterion; closer to 0 the class leans to neither side, whatever the interval says
PAGES = ("speaking", "figures", "missing")  # skills that have a page of the book, with the skill's own name


class Advice(NamedTuple):
    """One thing to teach again.

    finding: what was counted, in words. text: the claim it is about ("" for a rule). where: set, exercise and
        unit ("" for a rule). why: the key's reason.
    again: where to go back to. share: of the students, 0 to 1.
    """

    finding: str
    text: str
    where: str
    why: str
    again: str
    share: float


def find_accused(shares, catalogue, lessons):
    """Return Advice on sound claims that many objected to, worst first. shares: as measures.share_answers
    returns it.
    """
    return _find(shares, catalogue, lessons, "sound", ACCUSED)


def find_missed(shares, catalogue, lessons):
    """Return Advice on weak claims in which many saw no fault, worst first."""
    return _find(shares, catalogue, lessons, "weak", MISSED)


def find_confusions(shares, catalogue, lessons):
    """Return Advice on pairs of labels that many took for one another, whatever the claim."""
    # Of two answers, whoever misses the one gives the other: that says nothing about a pair.
    several = catalogue["discerns"].astype(bool) & (catalogue["choices"].map(len) > 2)
    labels = shares[shares["item"].map(several).astype(bool)]
    labels = labels.assign(
        key=labels["item"].map(catalogue["answer"]).astype(object),
        skill=labels["item"].map(catalogue["skill"]).astype(object),
    )
    labels = labels[~labels["item"].map(catalogue["contested"]).astype(bool) & ~labels["right"]]
    wrong = labels.groupby(["skill", "key", "response"], observed=True)["answers"].sum()
    scored = shares[~shares["item"].map(catalogue["contested"]).astype(bool)]
    whole = scored.groupby(scored["item"].map(catalogue["answer"]).astype(object))["answers"].sum()
    rows = [
        (skill, key, given, count / whole[key])
        for (skill, key, given), count in wrong.items()
        if whole[key] >= 4 * FEWEST and count >= CONFUSED * whole[key]
    ]
    names = {value: choice for choices in catalogue["choices"][several] for value, choice in choices.items()}
    return [_advise_pair(row, names, lessons) for row in sorted(rows, key=lambda row: -row[3])[:MOST]]


def judge_lean(criterion, low, high):
    """Return "readily", "rarely" or "": which way a class leans, where its interval leaves out 0 and the
    lean is not tiny.
    """
    if high < 0 and criterion < -LEAN:
        return "readily"
    return "rarely" if low > 0 and criterion > LEAN else ""


def list_lessons(root=ROOT):
    """Return {exercise ("set/activity"): title of the first lesson plan that uses it}; {} without lesson
    plans.
    """
    found = {}
    for path in sorted((root / "solutions" / "lessons").glob("lesson-*.md")):
        text = read_text(path, root)
        title = re.search(r"^# (.+)", text, flags=re.MULTILINE)
        for line in re.findall(r"^- Exercises: .*", text, flags=re.MULTILINE) if title else ():
            for exercise in re.findall(r"`([a-z0-9-]+/[a-z0-9-]+)`", line):
                found.setdefault(exercise, title[1])
    return found


def _find(shares, catalogue, lessons, target, least):
    rows = shares.assign(
        target=shares["item"].map(catalogue["target"]).astype(object),
        objects=[
            finds_fault(catalogue["choices"][item], response)
            for item, response in zip(shares["item"], shares["response"], strict=True)
        ],
    )
    rows = rows[(rows["target"] == target) & rows["objects"].notna()]
    decided = rows.groupby("item", observed=True)["answers"].sum()
    fallen = rows[rows["objects"].astype(bool) == (target == "sound")]
    share = (fallen.groupby("item", observed=True)["answers"].sum() / decided)[decided >= FEWEST].dropna()
    worst = share[share >= least].sort_values(ascending=False, kind="stable").head(MOST)
    first = fallen.drop_duplicates("item").set_index("item")["response"]
    return [
        _advise_item(
            catalogue.loc[item], f"{item}".rpartition("/")[0], value, decided[item], first[item], lessons
        )
        for item, value in worst.items()
    ]


def _advise_item(item, exercise, share, count, response, lessons):
    finding = KINDS[item["kind"]].findings[item["target"]]
    words = finding.format(
        share=f"{100 * share:.0f}%",
        count=count,
        label=name_choice(item["choices"], response),
        answer=name_choice(item["choices"], item["answer"]),
    )
    reason = item["why_not"].get(str(response)) or item["why"]
    text = f"“{item['text']}” in: {item['sentence']}" if item["quote"] else item["text"]
    where = f"{item['set']}, “{item['title']}”" + (f", {item['unit']}" if item["unit"] else "")
    return Advice(words, text, where, reason, _again(item["skill"], exercise, lessons), share)


def _advise_pair(row, names, lessons):
    skill, key, given, share = row
    finding = (
        f"Where the answer is “{name_choice(names, key)}”, {100 * share:.0f}% chose "
        f"“{name_choice(names, given)}”. "
        "Put one of each side by side and ask what differs."
    )
    return Advice(finding, "", "", "", _again(skill, "", lessons), share)


def _again(skill, exercise, lessons):
    parts = [f"the page “{SKILL_NAMES[skill]}”"] if skill in PAGES else ["“Loaded word” in the glossary"]
    return " and ".join(parts + ([f"“{lessons[exercise]}”"] if exercise in lessons else []))
