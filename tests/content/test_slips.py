"""Slips of people who write a set by hand: each gives one message, the right one, or is rightly accepted.

slips.txt beside this file has the message of each slip, which tests/helpers/slips.py makes. The first word of
what is accepted is “Accepted”; the reason follows.
"""

import random
import re
from pathlib import Path

import pytest
from helpers.slips import ARTICLE, BIB, BRIEF, CARDS, ITEMS, KEY, PAGE, SLIPS, all_of, change
from helpers.written_set import ORIGINAL, REFERENCE, SET, write_set

from secondsource.content.check import check
from secondsource.originals.quoting import check_originals

SAID = dict(
    re.findall(r"^### (.*)\n(.*)$", Path(__file__).with_name("slips.txt").read_text("utf-8"), re.MULTILINE)
)


@pytest.fixture
def kit(tmp_path):
    (tmp_path / "originals").mkdir()
    (tmp_path / "originals/copy.txt").write_text(ORIGINAL, encoding="utf-8")
    (tmp_path / "kit").mkdir()
    return write_set(tmp_path / "kit")


def messages(kit):
    """Return what `check --originals` says."""
    found = check(kit) + check_originals(kit.parent / "originals", [kit], kit)[0]
    return [str(problem).replace(f"{kit.as_posix()}/", "") for problem in found]


def test_every_slip_has_its_message():
    assert list(SAID) == list(SLIPS) and len(SLIPS) >= 73


def test_the_set_that_the_readme_shows_has_no_fault(kit):
    assert messages(kit) == []


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_gives_one_right_message_or_is_accepted(kit, name):
    SLIPS[name](kit)
    assert messages(kit) == ([] if SAID[name].startswith("Accepted") else [SAID[name]])


def test_all_faults_of_a_set_are_told_at_once(kit):
    """One fault in each file, two in the key: none hides another, and none brings more messages."""
    names = [
        "a header misspelt",
        "a source misspelt in the brief",
        "a reference misspelt in a card",
        "minutes as a word",
        "no space after the colon",
        "Yes for yes",
        "an option without its key",
        "an exercise misspelt in the page",
        "no notes",
    ]
    all_of(*(SLIPS[name] for name in names))(kit)
    expected = [SAID[name] for name in names if not SAID[name].startswith("Accepted")]
    assert sorted(messages(kit)) == sorted(expected)


@pytest.mark.parametrize("width", [0, 2])
def test_a_block_that_has_lost_its_first_backticks_is_named(kit, width):
    change(PAGE, rf"```{{activity}} {SET}/knowing", "`" * width + f"{{activity}} {SET}/knowing")(kit)
    assert [text for text in messages(kit) if "three backticks" in text] == [
        f"book/{SET}.md, line 22: {{activity}} begins a block only behind three backticks. "
        f"Write “```{{activity}} {SET}/knowing”."
    ]


@pytest.mark.parametrize(
    "file, pattern, new, said",
    [
        (KEY, r"why: >-\n        The source is named.*?page\.", 'why: ""', "`why:` is empty. Write it out"),
        (KEY, r"S1: The office does[^\n]*", "S1: …", "`S1:` is empty"),
        (ITEMS, r"prompt: >-\n      Give.*?believe it\.", "prompt: TODO", "`prompt:` is empty"),
        (CARDS, rf"reference: {REFERENCE}", "reference: …", "`reference:` is empty"),
        (BIB, r"title = \{\{", "title = {", "a brace { is missing"),
        (BIB, "@misc", "misc", "line 1: an entry begins with @ and its type. Write `@misc{town-2026-03,`."),
        (ARTICLE, r"\[p7\.2\] ", "[p72] ", "a dot between them: `[p7.2]`?"),
        (BRIEF, r"\[b6\.1\]", "[b5.1]", "the next free number: `[b5.2]`"),
    ],
)
def test_what_is_missing_is_named(kit, file, pattern, new, said):
    change(file, pattern, new)(kit)
    found = messages(kit)
    assert len(found) == 1 and found[0].startswith(file) and said in found[0], found


@pytest.mark.parametrize(
    "slip, said",
    [
        (
            change(CARDS, "^  ferry-figures:", "  ferry-figure:"),
            f"{CARDS}, ferry-figures: there is no such card, and 8 places name it. Is it the one "
            "that is called “ferry-figure”?",
        ),
        (
            change(ARTICLE, r"^\[p4\.1\][^\n]*\n\n", ""),
            f"{ARTICLE}, [p4.1]: there is no such unit, but it is asked for and has an answer. "
            "Write it again, or correct its label.",
        ),
        (
            change(KEY, "^  missing:", "    missing:"),
            f"{KEY}, answers: there is nothing below `missing:`. Indent what belongs to it by two "
            "spaces more than its name, or remove it.",
        ),
        (
            change(KEY, "^    speaking:\n      answer: S1", "    speaking:\n    answer: S1"),
            f"{KEY}, line 71: the line is indented by 4 spaces, its neighbours by 6. Write "
            "`      answer: S1`.",
        ),
        (
            change(ITEMS, "skill: missing\n *title", "skill: missing title"),
            f"{ITEMS}, line 47: two names stand on one line, `skill:` and `title:`. Give each a "
            "line of its own.",
        ),
        (
            change(ITEMS, "^      - unit: p1.2", "    - unit: p1.2"),
            f"{ITEMS}, line 36: the line is indented by 4 spaces, its neighbours by 6. Write "
            "`      - unit: p1.2`.",
        ),
    ],
    ids=["card", "unit", "nothing below", "dedented", "joined", "dash"],
)
def test_one_cause_gives_one_message(kit, slip, said):
    slip(kit)
    assert messages(kit) == [said]


def damage(lines, rng):
    """Damage one line in a way that people do: a character lost or typed, a line moved, joined, cut, lost."""
    at = rng.randrange(1, len(lines))
    place = rng.randrange(len(lines[at]) + 1)
    rng.choice(
        [
            lambda: lines.pop(at),
            lambda: lines.insert(at, lines[at]),
            lambda: lines.__setitem__(
                at, lines[at][:place] + rng.choice("\"':#,[]{}\t -…") + lines[at][place:]
            ),
            lambda: lines.__setitem__(at, lines[at][:place] + lines[at][place + 1 :]),
            lambda: lines.__setitem__(at, lines[at][:place]),
            lambda: lines.__setitem__(at, "  " + lines[at]),
            lambda: lines.__setitem__(at, lines[at][2:]),
            lambda: lines.__setitem__(slice(at - 1, at + 1), [f"{lines[at - 1]} {lines[at].strip()}"]),
        ]
    )()


@pytest.mark.parametrize("seed", range(4))
def test_no_damage_stops_the_check_and_few_bring_more_than_two_messages(kit, seed):
    rng, many = random.Random(seed), []
    for _ in range(40):
        path = kit / rng.choice([ARTICLE, BRIEF, CARDS, ITEMS, KEY, PAGE, BIB])
        whole = path.read_text(encoding="utf-8")
        lines = whole.split("\n")
        damage(lines, rng)
        path.write_text("\n".join(lines), encoding="utf-8")
        found = [str(problem) for problem in check(kit, with_grade=False)]
        many += [found] * (len(found) > 2)
        path.write_text(whole, encoding="utf-8")
    assert len(many) <= 1, many
