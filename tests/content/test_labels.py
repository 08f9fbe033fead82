"""The labels: what a student who missed is told about the one that was picked."""

import re

import pytest

from secondsource.content.labels import CHOICE_LISTS, GAPS, OPTIONS, PHRASES, SKILLS
from secondsource.content.texts import slugs
from secondsource.content.textset import TextSet
from secondsource.exercise.html import render_activity

LISTS = {**SKILLS, **CHOICE_LISTS, "phrases": PHRASES, "options": OPTIONS, "gaps": GAPS}


@pytest.mark.parametrize("name", LISTS)
def test_every_label_says_in_a_sentence_of_its_own_what_it_is_for(name):
    for choice in LISTS[name].values():
        assert re.fullmatch(r"It is for [^.]{10,100}\.", choice.means), (choice.name, choice.means)
    assert len({choice.means for choice in LISTS[name].values()}) == len(LISTS[name])


@pytest.mark.parametrize("slug", slugs())
def test_no_pick_is_answered_with_half_a_sentence(slug):
    text_set = TextSet(slug)
    for name, activity in text_set.activities.items():
        items = activity.items()
        choices = activity.choices() or items[0].choices or {}
        told = re.findall(r'data-(?:rest-)?means="([^"]*)"', render_activity(text_set, name, embed_key=False))
        assert len(told) == len(choices) and all(sentence.endswith(".") for sentence in told), name
