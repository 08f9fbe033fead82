"""Exercises as questions: each item asked once, as it is asked in the book, with its answers and reasons."""

import html

import pytest

from secondsource.content.texts import slugs
from secondsource.content.textset import TextSet
from secondsource.exports.questions import read_exercises, web_address
from secondsource.problems import ContentError


@pytest.mark.parametrize("slug", slugs())
def test_every_item_is_one_question_in_its_order_with_the_key_as_its_right_answer(slug):
    text_set = TextSet(slug)
    exercises = read_exercises(text_set)
    assert [exercise.name for exercise in exercises] == list(text_set.activities)
    for exercise in exercises:
        activity, answers = text_set.activities[exercise.name], text_set.answers(exercise.name)
        assert [question.id for question in exercise.questions] == [
            f"{slug}/{exercise.name}/{item.id}" for item in activity.items()
        ]
        for question, item in zip(exercise.questions, activity.items(), strict=True):
            marks = {option.value: option.mark for option in question.options}
            answer = answers[item.id]
            if question.form == "choice":
                assert marks[answer.answer] == "right" and list(marks) == list(item.choices), question.id
                assert (
                    question.scored != answer.is_contested and ("wrong" in marks.values()) == question.scored
                )
                assert all(marks[value] == "also" for value in answer.also), question.id
                said = {option.value: html.unescape(option.feedback) for option in question.options}
                assert answer.why in said[answer.answer], question.id
                if question.scored:
                    assert all(reason in said[value] for value, reason in answer.why_not.items()), question.id
            if question.form != "essay":
                assert text_set.asked(activity, item).text, question.id


def test_an_item_that_the_key_does_not_answer_is_named():
    text_set = TextSet("ferry-fares")
    del text_set.key.units["p2.1"]
    with pytest.raises(ContentError, match=r"solutions/ferry-fares/key.yaml, speaking, p2.1: has no answer"):
        read_exercises(text_set)


@pytest.mark.parametrize(
    "address, kept",
    [
        ("https://example.org/a", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("", False),
        (None, False),
    ],
)
def test_only_addresses_that_lead_to_a_page_become_links(address, kept):
    assert web_address(address) == (address if kept else "")
