"""The labels and choices of every exercise, with the short rules that students see.

The long form, with the order in which the questions are asked, is in the book's three skill pages; a label or
a verdict that is new stands in exercises/README.md or solutions/README.md as well (a test names the line).
Add it at the end of its list: answer sheets on paper letter the choices in this order.
`sound` says which answers mean "nothing wrong here"; hits and false alarms are counted from it.
"""

from typing import NamedTuple


class Choice(NamedTuple):
    """One answer a student can give: its name on the button, when it fits, and the same as a sentence, for a
    student who picked it and missed.
    """

    name: str
    when: str
    sound: bool = False
    means: str = ""

    @property
    def finds_fault(self):
        """Whether this answer finds fault with what is asked about; “not a factual claim” finds none."""
        return not self.sound and self != NOT_A_CLAIM


NOT_A_CLAIM = Choice(
    "Not a factual claim",
    "an opinion, a forecast, a slogan, a metaphor, or a motive nobody could observe",
    means="It is for what nobody could look up: an opinion, a forecast, a slogan, a metaphor, a motive.",
)

SPEAKING = {
    "S0": Choice(
        "Sound",
        "named, with a role or stake you can see; or public record that anyone can look up",
        sound=True,
        means="It is for a source that is named and shows its role or stake, and for public record.",
    ),
    "S1": Choice(
        "Hidden interest",
        "named, but the text does not show that this source has a stake in the claim",
        means="It is for a named source whose stake in the claim the text does not show.",
    ),
    "S2": Choice(
        "Unnamed",
        "a particular source that is not named, or a name with no role",
        means="It is for one particular source that has no name, or a name with no role.",
    ),
    "S3": Choice(
        "Vague group",
        "a group nobody could ring up, such as observers, websites or the people",
        means="It is for a group that nobody could ring up.",
    ),
    "S4": Choice(
        "No source",
        "the writer simply says so",
        means="It is for a claim for which nobody is named, and which is no public record.",
    ),
    "X": NOT_A_CLAIM,
}

# What a second source shows of a claim that is soundly attributed: a name in the text is no proof that the
# person said it. Stands first in the reason, since “sound” alone would be read as “true”.
ATTRIBUTIONS = {
    "unfound": "Sound, but not borne out: you see who is said to have spoken, and we did not find that it "
    "was said.",
    "altered": "Sound, but altered: you see who spoke, and in the reports that we found it was something "
    "else.",
}

FIGURES = {
    "F0": Choice(
        "Traceable",
        "a named source that counts such things, or public record, with a unit and a period",
        sound=True,
        means="It is for a number with a unit and a period, from a named counter or public record.",
    ),
    "F1": Choice(
        "No source",
        "nobody is shown to have counted",
        means="It is for a number that nobody is shown to have counted.",
    ),
    "F2": Choice(
        "Counted by a party",
        "the one who counted gains from the number",
        means="It is for a number that was counted by somebody who gains from it.",
    ),
    "F3": Choice(
        "Out of what, or when?",
        "there is a source, but base, period or comparison is missing, or the counter is not named",
        means="It is for a number with a source, and without base, period, comparison or counter.",
    ),
    "F4": Choice(
        "Stretched",
        "the sum fails, the source could not know, or “all”, “always”, “more than ever” rests on nothing",
        means="It is for a failed sum, a number nobody could know, or an “all” that rests on nothing.",
    ),
    "X": NOT_A_CLAIM,
}

MISSING = {
    "C0": Choice(
        "Other side given",
        "the other side’s answer is given fairly, or nobody is accused",
        sound=True,
        means="It is for a text that gives the other side’s answer fairly, or accuses nobody.",
    ),
    "C1": Choice(
        "Accused not heard",
        "somebody is accused and gets no answer",
        means="It is for a text that accuses somebody and gives no answer.",
    ),
    "C2": Choice(
        "Rival finding left out",
        "another figure or finding that could have been known is missing",
        means="It is for a text without a figure or finding that could have been known.",
    ),
    "C3": Choice(
        "Only allies quoted",
        "several voices, all on one side",
        means="It is for a text with several voices, all of them on one side.",
    ),
}

SKILLS = {"speaking": SPEAKING, "figures": FIGURES, "missing": MISSING}

WORDING = "wording"  # the skill whose exercises ask about the very words of a text
SKILL_NAMES = {
    "speaking": "Who is speaking?",
    "figures": "How do they know?",
    "missing": "Who is missing?",
    WORDING: "Which words argue?",
    "whole": "All three skills",
}

SOURCE_CLASSES = {
    "party-to-the-dispute": Choice(
        "Party to the dispute",
        "has something to win or lose in this very quarrel",
        means="It is for somebody who has something to win or lose in this very quarrel.",
    ),
    "government-or-state-media": Choice(
        "Government or state media",
        "an official in office, or an outlet the state owns",
        means="It is for an official in office, or an outlet that the state owns.",
    ),
    "third-party-official": Choice(
        "Official of another country",
        "a government or body that is not in the quarrel",
        means="It is for a government or body that is not in the quarrel.",
    ),
    "rights-body-or-court": Choice(
        "Rights body or court",
        "the UN, a court, an organisation that documents cases",
        means="It is for the UN, a court, or an organisation that documents cases.",
    ),
    "independent-media": Choice(
        "Independent media",
        "a named outlet that neither the state nor a party owns",
        means="It is for a named outlet that neither the state nor a party owns.",
    ),
    "unnamed": Choice(
        "Unnamed",
        "some person or outlet, but which one?",
        means="It is for a person or an outlet that the text does not name.",
    ),
    "no-source": Choice(
        "No source", "nobody is cited at all", means="It is for a passage that cites nobody at all."
    ),
}

VERDICTS = {
    "corroborated": Choice(
        "Corroborated",
        "independent sources give the same",
        means="It is for a claim for which independent sources give the same.",
    ),
    "consistent-with-independent-data": Choice(
        "Consistent with independent data",
        "not confirmed, but it fits what others counted",
        means="It is for a claim that nobody confirms and that fits what others counted.",
    ),
    "disputed": Choice(
        "Disputed", "serious sources disagree", means="It is for a claim on which serious sources disagree."
    ),
    "organiser-or-party-claim": Choice(
        "Organiser’s or party’s claim",
        "only the side that gains from it says so",
        means="It is for a claim that only the side that gains from it makes.",
    ),
    "unverifiable": Choice(
        "Unverifiable",
        "nothing found could confirm or refute it",
        means="It is for a claim that nothing we found could confirm or refute.",
    ),
    "contradicted": Choice(
        "Contradicted",
        "independent data speak against it",
        means="It is for a claim against which independent data speak.",
    ),
    "misleading-context": Choice(
        "Misleading context",
        "true in itself, but framed so that it misleads",
        means="It is for a claim that is true in itself and misleads by its frame.",
    ),
}

OUTCOMES = {
    "borne-out": Choice(
        "Borne out",
        "it happened, within the time named in the row",
        means="It is for what happened within the time that the row names.",
    ),
    "partly": Choice(
        "Partly",
        "some of it happened, or something close to it",
        means="It is for what happened in part, or for something close to it.",
    ),
    "not-borne-out": Choice(
        "Not borne out",
        "it did not happen within that time",
        means="It is for what did not happen within that time.",
    ),
    "not-measurable": Choice(
        "Not measurable",
        "a metaphor, a conditional, or a wish: nothing could settle it",
        means="It is for a metaphor, a condition or a wish: nothing could settle it.",
    ),
    "not-covered": Choice(
        "Not covered",
        "the sources of this kit do not reach that far",
        means="It is for a day that the sources of this kit do not reach.",
    ),
}

CHOICE_LISTS = {"source-classes": SOURCE_CLASSES, "verdicts": VERDICTS, "outcomes": OUTCOMES}
JUDGED = {"source-classes": "Source", "verdicts": "Figure", "outcomes": "Forecast"}  # with each of them
TOLD = {  # by each of them, for an author who chooses one
    "source-classes": "what kind of source (party, official, media, unnamed …)",
    "verdicts": "how well a figure stands (corroborated, disputed …)",
    "outcomes": "what came of a forecast (borne out, partly …)",
}

PHRASES = {
    "loaded": Choice(
        "Loaded",
        "the word carries a judgement that the facts given do not",
        means="It is for a word that carries a judgement which the facts given do not carry.",
    ),
    "fair": Choice(
        "Fair",
        "a plain or earned word, however grave",
        sound=True,
        means="It is for a plain word, or for a grave one that the facts given have earned.",
    ),
}

OPTIONS = {
    "yes": Choice(
        "Yes",
        "what the question asks is so",
        means="It is for a line where what the question asks is so, in every part of the line.",
    ),
    "no": Choice(
        "No",
        "what the question asks is not so",
        sound=True,
        means="It is for a line where what the question asks is not so, or not in every part.",
    ),
}
GAPS = {
    "yes": Choice(
        "Missing",
        "the text leaves it out, and a fair one would have told it",
        means="It is for what the text leaves out and a fair one would have told.",
    ),
    "no": Choice(
        "No gap",
        "it stands there already, or would change nothing",
        sound=True,
        means="It is for what stands there already, could not be known, or would change nothing.",
    ),
}


def list_options(skill):
    """Return the answers to the options of an exercise on a skill."""
    return GAPS if skill == "missing" else OPTIONS


TICKS = (PHRASES, OPTIONS, GAPS)  # lists of two answers that are given with one box: ticked, then left open


def correct_choice(choices, value):
    """Return what to write instead of `value`, an answer that is none of `choices`, with the names of all."""
    for code, choice in choices.items():
        if value.casefold() in (code.casefold(), choice.name.casefold()):
            return f"Write `{code}`."
    said = (
        code if code == choice.name.casefold() else f"{code} ({choice.name})"
        for code, choice in choices.items()
    )
    return f"Use one of: {', '.join(said)}."


def finds_fault(choices, value):
    """Tell whether an answer finds fault with what is asked about; None where it is none of `choices`.

    choices: {value: Choice}. value: an answer, as a key or a student gives it.
    """
    choice = (choices or {}).get(value)
    return None if choice is None else choice.finds_fault
