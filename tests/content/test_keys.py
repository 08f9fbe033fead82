"""Answers: what a key may say."""

import pytest

from secondsource.content.keys import Answer, UnitKey
from secondsource.content.labels import ATTRIBUTIONS
from secondsource.content.textset import TextSet
from secondsource.data import articles


@pytest.mark.parametrize("mark", ATTRIBUTIONS)
def test_what_became_of_an_attribution_stands_first_in_the_reason(mark):
    answer = Answer(answer="S0", why="He is named.", attribution=mark)
    assert answer.reason.startswith(ATTRIBUTIONS[mark]) and answer.reason.endswith("He is named.")
    assert Answer(answer="S0", why="He is named.").reason == "He is named."


@pytest.mark.parametrize("skill, label", [("speaking", "S4"), ("speaking", "X"), ("figures", "F0")])
def test_only_a_sound_source_can_have_said_something_else(skill, label):
    marked = {"answer": label, "why": "So.", "attribution": "unfound"}
    with pytest.raises(ValueError, match="attribution"):
        UnitKey.model_validate({skill: marked})


def test_the_words_that_nobody_is_known_to_have_heard_are_marked():
    marked = {
        (slug, unit)
        for slug in articles()
        for unit, labels in TextSet(slug).key.units.items()
        if labels.speaking and labels.speaking.attribution
    }
    # “admits” and “maintains” of 2019
    assert {("2019-back-to-wall", "p3.1"), ("2019-back-to-wall", "p11.6")} <= marked
