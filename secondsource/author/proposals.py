"""What a program may propose to an author: where to look. Never a label, never a reason.

Of 160 keys tried, a guess at the label was right in 54%: an author who takes guesses over would put a third
of the answers wrong. So there are only highlights, each measured on the kit's own sets; what finds less than
95% of what the keys ask for is off. The figures are printed on the page for authors.
"""

import re

from ..content.rules.balance import COMMONEST, FEW_ITEMS
from ..content.rules.grade import reading_grade
from ..content.rules.texts import QUOTATIONS
from ..originals.quoting import read_words
from .wording import name_answer

_NUMBERS = (
    "half|third|quarter|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|scores?|hundreds?"
    "|thousands?|millions?|billions?|percent|per cent|first|second|once|twice|double[ds]?|triple[ds]?"
)
_AMOUNTS = (
    "all|every(?:one|body|where|thing)?|each|always|never|no|none|nobody|nothing|nowhere|most(?:ly)?|many|much|few"
    "|several|majority|minority|more|less|fewer|least|largest|biggest|highest|lowest|record|only|any|whole|entire"
    "|total|both|numerous|countless|widespread|growing|rising|fall(?:en|ing)?"
)
_SAYING = (
    "sa(?:ys?|id|ying)|according|told|tells?|claim(?:s|ed)?|argue[sd]?|warn(?:s|ed)?|report(?:s|ed)?|called?|calls"
    "|wr[io]te[s]?|written|announce[sd]?|admit(?:s|ted)?|acknowledge[sd]?|quot(?:es?|ed)|cit(?:es?|ed)|state[sd]?"
    "|hears?|heard|not(?:es?|ed)|thinks?|thought|believe[sd]?|whispers?(?:ed)?|suggest(?:s|ed)?|insist(?:s|ed)?"
    "|explain(?:s|ed)?|describe[sd]?|reveal(?:s|ed)?|f(?:ind|ound)s?|show(?:s|ed|n)?"
    "|confirm(?:s|ed)?|den(?:y|ies|ied)|count(?:s|ed)?|estimate[sd]?|declare[sd]?|add(?:s|ed)|ask(?:s|ed)|indicat(?:es?|ed)|talk(?:s|ed)?"
)
CUES = {
    "figures": re.compile(rf"\d|\b(?:{_NUMBERS}|{_AMOUNTS})\b", re.IGNORECASE),
    "attributions": re.compile(rf"\b(?:{_SAYING})\b|“", re.IGNORECASE),
}
OPENINGS = re.compile(
    r"(?:That|This|These|Those|It|They|He|She|His|Her|Its|Their|But|And|So|Then|Also|There|Such|Nor|Or|Yet"
    r"|By the same|In other words|Instead|Meanwhile|On the other hand|For this)\b"
)


def find_cues(text, name):
    """Return [(start, end)] of what one kind of highlight marks in a text."""
    return [found.span() for found in CUES[name].finditer(text)]


def hints(unit, is_asked):
    """Return what could be better about one unit, in words; what `check` refuses is not among it."""
    told, words = [], unit.text.split()
    opening = OPENINGS.match(unit.text)
    if is_asked and opening:
        told.append(f"opens with “{opening[0]}”, and an exercise shows it without its neighbours")
    if len(words) > 5 and (grade := reading_grade(unit.text)) > 12:
        told.append(f"reads at school grade {grade:.0f}")
    return told


def longest_run(text, original):
    """Return (how many words in a row a text shares with the original, those words)."""
    words, theirs = read_words(text), read_words(original)
    places = {}
    for place, word in enumerate(theirs):
        places.setdefault(word, []).append(place)
    best, at = 0, 0
    lengths = {}
    for place, word in enumerate(words):
        lengths = {there: lengths.get(there - 1, 0) + 1 for there in places.get(word, ())}
        longest = max(lengths.values(), default=0)
        if longest > best:
            best, at = longest, place + 1
    return best, " ".join(words[at - best : at])


def give_aways(activities, key, brief):
    """Return sentences on how answers could be guessed without reading. key: a KeyFile."""
    told = []
    for name, activity in activities.items():
        answers = activity.answers_in(name, key)
        given = [one.answer for one in answers.values() if hasattr(one, "answer")]
        if len(given) >= FEW_ITEMS:
            common = max(set(given), key=given.count)
            if given.count(common) >= min(0.7, COMMONEST) * len(given):
                told.append(
                    f"“{activity.title}”: “{name_answer(common)}” is the answer to {given.count(common)} "
                    f"of {len(given)}."
                )
        told += _by_length(activity, answers) + _by_place(activity, answers, brief)
        told += _by_quotation(activity, answers)
    return told


def _by_length(activity, answers):
    """The longest options are often the right ones: the one who writes takes care with those."""
    options = activity.named_options()
    right = [len(options[one]) for one in options if one in answers and answers[one].answer == "yes"]
    wrong = [len(options[one]) for one in options if one in answers and answers[one].answer == "no"]
    if len(right) > 1 and len(wrong) > 1 and min(right) > max(wrong):
        return [f"“{activity.title}”: every option that belongs is longer than every other."]
    return []


def _by_place(activity, answers, brief):
    if not activity.labels_units:
        return []
    choices = activity.choices()
    sides = {True: [], False: []}
    for unit, answer in answers.items():
        if answer.answer in choices and not answer.is_contested:
            sides[unit in brief.units].append(choices[answer.answer].sound)
    if len(sides[True]) > 2 and all(sides[True]) and sides[False].count(False) > len(sides[False]) / 2:
        return [f"“{activity.title}”: all of the report is sound and most of the article is not."]
    return []


def _by_quotation(activity, answers):
    quotes = {item.id: item.quote for item in activity.items() if item.quote}
    quoted = {one: any(re.search(marks, quote) for marks in QUOTATIONS) for one, quote in quotes.items()}
    loaded = {one: answers[one].answer == "loaded" for one in quotes if one in answers}
    if len(loaded) > 3 and all(quoted[one] == loaded[one] for one in loaded):
        return [f"“{activity.title}”: what stands in quotation marks is loaded, and nothing else."]
    return []


def repeated_reasons(labels, words):
    """Return notes, as the page shows problems, on reasons that say nothing of their own claim: the same one
    twice, or a sound version that is the reason once more. labels: the units of key.yaml. words: the page's.
    """
    told, first = [], {}
    for unit, skills in labels.items():
        for skill, answer in skills.items() if isinstance(skills, dict) else ():
            why, sound = (_bare(answer.get(field, "")) for field in ("why", "sound"))
            place = f"key/units/{unit}/{skill}"
            if why and why == sound:
                told.append(_note(f"{place}/sound", words, unit, "This is the reason once more.", SOUND_CURE))
            if why and (other := first.setdefault(why, unit)) != unit:
                fault = f"The same reason stands at {words.unit(other)}."
                told.append(_note(f"{place}/why", words, unit, fault, WHY_CURE))
    return told


WHY_CURE = "A reason names the words that decide, and is true of this claim alone."
SOUND_CURE = "A sound version is what the writer could have written."


def _bare(text):
    return " ".join(read_words(text))


def _note(place, words, unit, fault, cure):
    return {
        "where": f"Text, {words.unit(unit)}",
        "fault": fault,
        "cure": cure,
        "rank": "better",
        "places": [place],
    }
