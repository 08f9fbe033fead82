"""Right and wrong options read alike: no surface of the words tells them apart, and no habit of ours does.

An earlier edition met the cue words of test_shortcuts.py by putting them into right options: 29 of the 34
with “own” or “himself” were right. So nothing here knows which way a cue points. A learner reads the
options of four articles with their answers and guesses those of the fifth: it once got 74% of the gaps.
"""

import math
import re
from collections import Counter

import pytest
from helpers.questions import scored

from secondsource.data import articles

LISTS = ("page", "missing", "holds-up")
MOST = 0.60
SOME = 15  # a surface that fewer options have tells a student nothing about the next one
SURFACES = {
    "a digit": r"\d",
    "a quotation": "“",
    "“not”": r"\b(not|nor)\b",
    "“own”, “himself”": r"\b(own|himself|itself|themselves)\b",
    "a hedge": r"\b(may|might|perhaps|some|probably|about|nearly|almost)\b",
    "an extreme": r"\b(all|every|always|never|only|no|nobody|none|nothing|first|ever)\b",
    "two sentences": r"[.] [A-Z“]",
    "a comma": ",",
    "a conclusion": r", (so|since|which|because)\b",
    "“should”": r"\b(should|must|has to|belongs)\b",
}


def options(slug):
    """Return [(words, is right)] of an article's options, by list."""
    found = {name: [] for name in LISTS}
    for question in scored(slug):
        if (name := question.name.partition("/")[0]) in LISTS:
            found[name].append((question.words, question.right[0] == "yes"))
    return found


def learn(known):
    """Return how much each word speaks for a right option (naive Bayes), and the odds before any word."""
    counts, totals = {True: Counter(), False: Counter()}, Counter()
    for text, right in known:
        totals[right] += 1
        counts[right].update(split(text))
    weigh = {
        word: math.log((counts[True][word] + 1) / (totals[True] + 2))
        - math.log((counts[False][word] + 1) / (totals[False] + 2))
        for word in counts[True] | counts[False]
    }
    return weigh, math.log((totals[True] + 1) / (totals[False] + 1))


def split(text):
    return set(re.findall(r"[a-z’]+|\d+", text.lower()))


def guess(name, slug):
    """Return (points, options) of a learner of the other four articles."""
    known = [option for other in articles() if other != slug for option in options(other)[name]]
    weigh, odds = learn(known)
    given = options(slug)[name]
    return sum(
        (odds + sum(map(lambda word: weigh.get(word, 0), split(text))) > 0) == right for text, right in given
    ), len(given)


def test_a_learner_of_such_words_would_find_them():
    weigh, _ = learn([("his own answer", True), ("a list", False), ("her own answer", True)])
    assert weigh["own"] > 0 > weigh["list"]


def test_who_has_learned_four_articles_cannot_guess_the_fifth():
    """Before: 74% of the gaps, 71% of the page, 55% of what holds up."""
    points = {name: [guess(name, slug) for slug in articles()] for name in LISTS}
    for name, given in points.items():
        print(f"{name:10}", *(f"{right}/{many}" for right, many in given))
    right, many = (
        sum(column) for column in zip(*(pair for given in points.values() for pair in given), strict=True)
    )
    print(f"{right}/{many} = {right / many:.1%}")
    assert right / many <= MOST


@pytest.mark.parametrize("surface", SURFACES)
def test_no_surface_speaks_for_right_or_for_wrong(surface):
    """Before: 85% of the options with “own” or “himself” were right, 79% of those with two sentences."""
    having = [
        right
        for slug in articles()
        for given in options(slug).values()
        for text, right in given
        if re.search(SURFACES[surface], text)
    ]
    print(f"{surface:18} {sum(having)} right of {len(having)}")
    if len(having) >= SOME:
        assert 1 - MOST <= sum(having) / len(having) <= MOST, surface
