"""The labels and choices of every exercise, with the short rules that students see.

The long form, with the order in which the questions are asked, is in the book's three skill pages.
`sound` says which answers mean "nothing wrong here"; hits and false alarms are counted from it.
"""

from typing import NamedTuple


class Choice(NamedTuple):
    """One answer a student can give: its name on the button, and when it fits."""

    name: str
    when: str
    sound: bool = False


NOT_A_CLAIM = Choice("Not a factual claim", "an opinion, a forecast, a slogan, a metaphor, or a motive nobody could observe")

SPEAKING = {
    "S0": Choice("Sound", "named, with a role or stake you can see; or public record that anyone can look up", sound=True),
    "S1": Choice("Hidden interest", "named, but the text does not show that this source has a stake in the claim"),
    "S2": Choice("Unnamed", "one particular source, without a name or a role"),
    "S3": Choice("Vague group", "a group nobody could ring up, such as observers, websites or the people"),
    "S4": Choice("No source", "the writer simply says so"),
    "X": NOT_A_CLAIM,
}

FIGURES = {
    "F0": Choice("Traceable", "a named source that counts such things, or public record, with a unit and a period", sound=True),
    "F1": Choice("No source", "nobody is shown to have counted"),
    "F2": Choice("Counted by a party", "the one who counted gains from the number"),
    "F3": Choice("Out of what, or when?", "there is a source, but base, period or comparison is missing, or the counter is not named"),
    "F4": Choice("Stretched", "the sum fails, the source could not know, or “all”, “always”, “more than ever” rests on nothing"),
    "X": NOT_A_CLAIM,
}

MISSING = {
    "C0": Choice("Other side given", "the other side’s answer is given fairly, or nobody is accused", sound=True),
    "C1": Choice("Accused not heard", "somebody is accused and gets no answer"),
    "C2": Choice("Rival finding left out", "another figure or finding that could have been known is missing"),
    "C3": Choice("Only allies quoted", "several voices, all on one side"),
}

SKILLS = {"speaking": SPEAKING, "figures": FIGURES, "missing": MISSING}

SKILL_NAMES = {
    "speaking": "Who is speaking?",
    "figures": "How do they know?",
    "missing": "Who is missing?",
    "wording": "Which words argue?",
    "whole": "All three skills",
}

SOURCE_CLASSES = {
    "party-to-the-dispute": Choice("Party to the dispute", "has something to win or lose in this very quarrel"),
    "government-or-state-media": Choice("Government or state media", "an official in office, or an outlet the state owns"),
    "third-party-official": Choice("Official of another country", "a government or body that is not in the quarrel"),
    "rights-body-or-court": Choice("Rights body or court", "the UN, a court, an organisation that documents cases"),
    "independent-media": Choice("Independent media", "a named outlet that neither the state nor a party owns"),
    "unnamed": Choice("Unnamed", "some person or outlet, but which one?"),
    "no-source": Choice("No source", "nobody is cited at all"),
}

VERDICTS = {
    "corroborated": Choice("Corroborated", "independent sources give the same"),
    "consistent-with-independent-data": Choice("Consistent with independent data", "not confirmed, but it fits what others counted"),
    "disputed": Choice("Disputed", "serious sources disagree"),
    "organiser-or-party-claim": Choice("Organiser’s or party’s claim", "only the side that gains from it says so"),
    "unverifiable": Choice("Unverifiable", "nothing found could confirm or refute it"),
    "contradicted": Choice("Contradicted", "independent data speak against it"),
    "misleading-context": Choice("Misleading context", "true in itself, but framed so that it misleads"),
}

OUTCOMES = {
    "borne-out": Choice("Borne out", "it happened, within the time named in the row"),
    "partly": Choice("Partly", "some of it happened, or something close to it"),
    "not-borne-out": Choice("Not borne out", "it did not happen within that time"),
    "not-measurable": Choice("Not measurable", "a metaphor, a conditional, or a wish: nothing could settle it"),
    "not-covered": Choice("Not covered", "the sources of this kit do not reach that far"),
}

CHOICE_LISTS = {"source-classes": SOURCE_CLASSES, "verdicts": VERDICTS, "outcomes": OUTCOMES}

PHRASES = {
    "loaded": Choice("Loaded", "the word carries a judgement that the facts given do not"),
    "fair": Choice("Fair", "a plain or earned word, however grave", sound=True),
}

OPTIONS = {
    "yes": Choice("Belongs", "you ticked it"),
    "no": Choice("Does not belong", "you left it open", sound=True),
}
