"""Printed minutes are those of one formula, on cards and in plans."""

import re

import pytest
from helpers.answering import library

from secondsource.content.places import lesson_files
from secondsource.content.texts import slugs
from secondsource.exercise.minutes import count_minutes, is_near

OWN_TIME = {"across/own-question"}  # a question of one's own: looking for data is not counted in words
# “`set/name`, 5 minutes” of a plan; not where a part of it is meant, or the reading with it
PLANNED = re.compile(r"`([a-z0-9-]+/[a-z0-9-]+)`[^|.;`]{0,30}?(\d+) minutes(?! with)")
PART = re.compile(r"other|rest of|The report and|with the reading")


@pytest.mark.parametrize("slug", slugs())
def test_the_minutes_of_a_card_are_within_a_fifth_of_the_formula(slug):
    for name, activity in library(slug).activities.items():
        counted = count_minutes(library(slug), name)
        if f"{slug}/{name}" not in OWN_TIME:
            assert is_near(int(activity.minutes), counted), f"{slug}/{name}: {counted:.1f} by the formula"


def test_lesson_plans_print_the_minutes_of_the_formula():
    found = 0
    for path in lesson_files():
        for line in path.read_text(encoding="utf-8").splitlines():
            for full, minutes in [] if PART.search(line) else PLANNED.findall(line):
                slug, _, name = full.partition("/")
                counted = count_minutes(library(slug), name)
                assert is_near(int(minutes), counted), f"{path.name}: {full}, {counted:.1f} by the formula"
                found += 1
    assert found >= 12


def test_more_words_and_more_decisions_take_longer():
    assert is_near(5, 4.2) and is_near(10, 12) and not is_near(10, 12.6) and not is_near(2, 3.1)
    speaking, taster = (count_minutes(library("2015-scale"), name) for name in ("speaking", "taster"))
    assert speaking > 3 * taster
