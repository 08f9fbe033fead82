"""Promises about content, for every set there is."""

from functools import cache

import pandas as pd
import pytest

from secondsource.check import SOUND_SHARE, count_sound
from secondsource.data import articles
from secondsource.keys import Essay
from secondsource.marking import mark, read_keys
from secondsource.render import Library
from secondsource.summary import COLUMNS, reading_grade, summarise
from secondsource.texts import slugs

GRADE = 10


Library = cache(Library)


def activities():
    return [f"{slug}/{name}" for slug in slugs() for name in Library(slug).activities]


@pytest.mark.parametrize("name", activities())
def test_the_key_scores_full_marks_and_a_blank_scores_none(name):
    slug, _, short = name.partition("/")
    library = Library(slug)
    key = read_keys([slug])
    answers = library.answers(short)
    assert set(answers) == {item.id for item in library.activity(short).items()}
    given = pd.DataFrame([(f"{name}/{item}", answer.model if isinstance(answer, Essay) else answer.answer) for item, answer in answers.items()],
                         columns=["item", "response"])
    full = mark(given, key)
    assert set(full["mark"].astype(str)) <= {"right", "contested", "kept"}
    assert (full["points"].dropna() == 1).all()
    blank = mark(given.assign(response=None), key)
    assert set(blank["mark"].astype(str)) == {"blank"} and blank["points"].sum() == 0


@pytest.mark.parametrize("slug", slugs())
def test_at_least_half_of_the_scored_units_are_sound(slug):
    library = Library(slug)
    counts = count_sound(library.activities, library.key)
    assert all(sound >= SOUND_SHARE * scored for sound, scored in counts.values()), counts
    if slug in articles():
        assert set(counts) == {"speaking", "figures"}


@pytest.mark.parametrize("slug", slugs())
def test_no_position_or_length_gives_an_answer_away(slug):
    """Always choosing the commonest answer must not pay: no exercise of six or more items has one answer for nine tenths of them."""
    library = Library(slug)
    for name, activity in library.activities.items():
        given = [answer.answer for answer in library.answers(name).values() if not isinstance(answer, Essay)]
        if len(given) >= 6:
            assert max(given.count(value) for value in given) < 0.9 * len(given), name


@pytest.mark.parametrize("slug", slugs())
def test_student_texts_read_at_grade_ten_or_below(slug):
    library = Library(slug)
    texts = {"article": library.article.units.values(), "brief": library.brief.units.values()}
    for name, units in texts.items():
        text = " ".join(unit.text for unit in units)
        assert reading_grade(text) <= GRADE, name
    reasons = " ".join(answer.why for name in library.activities for answer in library.answers(name).values() if not isinstance(answer, Essay))
    assert reading_grade(reasons) <= GRADE


def test_the_summary_counts_every_set_and_skill():
    table = summarise()
    assert list(table.columns) == COLUMNS and set(table["set"]) == set(slugs())
    assert (table["sound_share"].dropna() >= SOUND_SHARE).all() and (table["grade"] <= GRADE).all()
    assert (table["items"] >= table["scored"] + table["contested"]).all()


@pytest.mark.parametrize("skill", ["speaking", "figures"])
def test_the_two_mirror_texts_have_the_same_labels_as_often(skill):
    def labels(slug):
        key = Library(slug).key
        return sorted(getattr(unit, skill).answer for unit in key.units.values() if getattr(unit, skill))
    assert labels("mirror-north") == labels("mirror-south") and len(labels("mirror-north")) >= 10


def test_the_three_checks_are_built_alike():
    designs = []
    for slug in ("check-a", "check-b", "check-c"):
        library = Library(slug)
        answers = {name: sorted(answer.answer for answer in library.answers(name).values()) for name in library.activities}
        sound = sum(answer in ("S0", "F0", "no") for listed in answers.values() for answer in listed)
        assert sum(map(len, answers.values())) == 16 and sound == 8
        assert not any(answer.is_contested for name in library.activities for answer in library.answers(name).values())
        assert sum(int(activity.minutes) for activity in library.activities.values()) <= 12
        designs.append(answers)
    assert designs[0] == designs[1] == designs[2]
