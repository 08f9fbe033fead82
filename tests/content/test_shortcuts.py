"""What a student scores who does not read: by cue words, place, position, ticking or labelling alike.

A shortcut counts only where it can be used, labels and ticks apart. It may get MOST of the points in an
article and HALF on average over the articles. `python3 kit.py test -k shortcuts -rP` prints the table.
"""

import re

import pytest
from helpers.questions import scored

from secondsource.content.rules.balance import count_sound
from secondsource.content.textset import TextSet
from secondsource.data import articles

MOST = 0.60
HALF = 0.50
SCORED = 600  # items with points in the five articles: no shortcut is closed by taking the points away

# What two readers without a key named as telling the answer, by kind of question: the first found counts.
CUES = {
    "speaking": {
        r"\b(web)?site\b": "S1",
        r"\b(eyewitness|source|officials?|information|one of the)\b": "S2",
        r"\b(some|several|experts|analysts|those close|proponents|the people)\b": "S3",
        r"\b(thought|knew|know|frightens|prefers|trying|hope|wants?|desperate|drove)\b": "X",
        r"\b(said|says|told|wrote|answered|warned)\b": "S0",
    },
    "figures": {
        r"\b(all|every|always|more than ever)\b": "F4",
        r"\b(organisers?|supports?|against the government|own|authorities|under fire|spokes\w+)\b": "F2",
        r"\b(at least|monitor|more than)\b": "F0",
    },
    "sources": {
        r"\b(people|one of|chants|circle|analysts|websites)\b": "unnamed",
        r"\b(nobody|thought|knew|frightens|hope|prefers|truth)\b": "no-source",
        r"\b(movement|resistance|MEK)\b": "party-to-the-dispute",
    },
    "verdicts": {
        r"\b(all|every|sole|ever|only|likely|little)\b": "unverifiable",
        r"\b(as the (day|date|year|month)|days?|years?)\b": "corroborated",
    },
    "outcomes": {
        r"\b(wall|room|keg|horizon|blow|thin|its end|repaired|weaker|best|easily)\b": "not-measurable"
    },
    "missing": {
        r"\b(at all|balance|guess|made up|in truth|as a fact|a sign|should|must|has to|as much space|beside|"
        r"share|deserves?|both sides|about to|really|himself|own|only|whether|if)\b": "no",
    },
    "whole": {
        r"\b(only|himself|itself|whenever|no|own|exactly|whole|checked|never|always|all|facts|so)\b": "no"
    },
    "wording": {
        r"\b(truth|real|true|clearly|seriously|so-called|himself|course|undeniable|brutal|vicious|terror\w*|"
        r"massacre|murder\w*|criminals?|crimes|assassination|tortured|executions?|bomb|fire|secret|prisoners|"
        r"invasion|banned|dungeons|dictatorship)\b": "loaded",
        r"\b(\d+|two|days|hours|trip|tour|annual|minister)\b": "fair",
    },
}
# The label that is right most often in all five articles together, sound ones apart; what a place suggests.
COMMONEST = {
    "speaking": "S4",
    "figures": "F2",
    "sources": "no-source",
    "verdicts": "corroborated",
    "outcomes": "not-measurable",
}
PLACES = {"speaking": {"b": "S0", "": "S4"}, "figures": {"b": "F0", "": "F1"}}


def by_cue(question):
    cues = CUES[question.kind].items()
    return next((label for cue, label in cues if re.search(cue, question.words, re.IGNORECASE)), None)


def by_place(question):
    return PLACES.get(question.kind, {}).get(question.place) if not question.ticks else None


def alike(question):
    return None if question.ticks else COMMONEST[question.kind]


def ticking(choose):
    """Return the shortcut that ticks where `choose` says so of a Question."""

    def shortcut(question):
        if not question.ticks:
            return None
        return question.ticks[0 if choose(question) else 1]

    return shortcut


SHORTCUTS = {
    "cue words": by_cue,
    "article or brief": by_place,
    "always the same label": alike,
    "tick all": ticking(lambda question: True),
    "tick none": ticking(lambda question: False),
    "tick the first half": ticking(lambda question: question.position < question.many / 2),
    "tick the second half": ticking(lambda question: question.position >= question.many / 2),
    "tick every other one": ticking(lambda question: question.position % 2 == 0),
    "tick the other ones": ticking(lambda question: question.position % 2 == 1),
    "tick the longer ones": ticking(lambda question: question.longer),
}


GROUPS = {"labels": lambda question: not question.ticks, "ticks": lambda question: bool(question.ticks)}


def tally(shortcut, group):
    """Return {article: (points, questions)} of a shortcut where it can be used."""
    found = {}
    for slug in articles():
        given = [(shortcut(question), question.right) for question in scored(slug) if GROUPS[group](question)]
        used = [answer in right for answer, right in given if answer is not None]
        found[slug] = sum(used), len(used)
    return found


CASES = [(name, "labels") for name in ("cue words", "article or brief", "always the same label")]
CASES += [(name, "ticks") for name in SHORTCUTS if name == "cue words" or name.startswith("tick")]


@pytest.mark.parametrize("name, group", CASES)
def test_no_shortcut_answers_for_the_reader(name, group):
    """Before the items were mended: cue words 88%, article or brief 65%, tick all 59% in one article.

    Then labels and ticks were counted in one sum: cue words that pointed the wrong way in the ticks hid that
    they still gave 68% of the labels. Then cue words were held over all articles together: 52 of 87, and 11
    of 14 in one of them.
    """
    found = tally(SHORTCUTS[name], group)
    print(f"{name:24}{group:8}", *(f"{points:3}/{many}" for points, many in found.values()))
    shares = [points / many for points, many in found.values()]
    assert max(shares) <= MOST and round(sum(shares) / len(shares), 2) <= HALF, found


@pytest.mark.parametrize("skill", ["speaking", "figures"])
@pytest.mark.parametrize("slug", articles())
def test_always_sound_gets_the_sound_share_and_no_more(slug, skill):
    """A label for a weak claim that accepts “sound” as well would give its point away."""
    library = TextSet(slug)
    sound, asked = count_sound(library.activities, library.key)[skill]
    given = [question for question in scored(slug) if question.kind == skill and not question.ticks]
    points = sum(bool({"S0", "F0"} & set(question.right)) for question in given)
    print(f"{slug} {skill}: always sound {points} of {asked}, sound {sound}")
    assert len(given) == asked and points <= sound


def test_no_shortcut_was_closed_by_taking_points_away():
    library = [TextSet(slug) for slug in articles()]
    sums = sum(
        item.form == "number"
        for one in library
        for activity in one.activities.values()
        for item in activity.items()
    )
    assert sum(len(scored(slug)) for slug in articles()) + sums >= SCORED


def test_how_many_are_to_be_ticked_differs_from_article_to_article():
    """Once page was 4 and 4 and holds-up 6 and 3 in all five: who counted need not read."""
    for name in ("page", "missing", "holds-up"):
        quotas = set()
        for slug in articles():
            given = [answer.answer for answer in TextSet(slug).answers(name).values()]
            quotas.add((given.count("yes"), given.count("no")))
        assert len(quotas) >= 4, (name, quotas)
