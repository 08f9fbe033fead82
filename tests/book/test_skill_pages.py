"""The skill pages: each step of a rule is followed at once by something to choose."""

import re

import pytest
from helpers.kits import DESKTOP, PHONE
from helpers.places import ROOT
from helpers.walking import in_hand, label_stop, press, walk_through

from secondsource.content.texts import PRACTICE
from secondsource.content.textset import TextSet

PAGES = {"who-is-speaking": "speaking", "how-do-they-know": "figures", "who-is-missing": "missing"}
WORDS = 250  # before the first choice: once there were 1,033, 957 and 743
STEP = re.compile(r"^### .*|^\*\*([^*]+)[.?]\*\*$", re.MULTILINE)  # a question, or a label, of the rule
ACTIVITY = re.compile(rf"^```\{{activity\}} {PRACTICE}/([\w-]+)$", re.MULTILINE)


def words_before_choice(html):
    """Return how many words of a page stand before its first choice; all of them where it has none."""
    body = re.split(r"data-(?:claim|item)=", html.partition('class="bd-article"')[2], maxsplit=1)[0]
    shown = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>|^[^<]*>|<[^<]*$", " ", body, flags=re.DOTALL)
    return len(shown.replace("#", " ").split())


def rule_of(text):
    return text.partition("\n## The rule\n")[2].partition("\n## ")[0]


def untried(rule):
    """Return the steps of a rule that are not followed by something to choose before the next one. A
    question that only leads to labels is tried with each of them.
    """
    steps = list(STEP.finditer(rule))
    ends = [step.start() for step in steps[1:]] + [len(rule)]
    return [
        step[0]
        for step, end, after in zip(steps, ends, [*steps[1:], None], strict=True)
        if not ACTIVITY.search(rule, step.end(), end)
        and not (step[0].startswith("###") and after and not after[0].startswith("###"))
    ]


@pytest.mark.parametrize("page", PAGES)
def test_a_choice_comes_within_250_words(study, page):
    words = words_before_choice((study / f"{page}.html").read_text(encoding="utf-8"))
    print(f"{page}: {words} words before the first choice")
    assert 20 < words <= WORDS


@pytest.mark.parametrize("page, skill", PAGES.items())
def test_each_step_of_a_rule_is_tried_at_once(page, skill):
    rule = rule_of((ROOT / f"book/{page}.md").read_text(encoding="utf-8"))
    assert untried(rule) == [] and len(STEP.findall(rule)) >= 4
    tried, activities = ACTIVITY.findall(rule), TextSet(PRACTICE).activities
    assert len(tried) >= 4
    assert {activities[name].skill for name in tried} == {skill}


def test_a_step_or_a_page_without_a_choice_is_seen():
    page = '<div class="bd-article"><p>' + "word " * 300 + "</p>{}<p>more</p></div>"
    assert words_before_choice(page.format("<i data-item=a></i>")) == 300
    assert words_before_choice(page.format("")) == 301
    step = "### 1. First?\nWhy.\n\n```{{activity}} {}/x\n```\n\n### 2. Who?\n**Sound.**\nAnything else.\n"
    assert untried(step.format(PRACTICE)) == ["**Sound.**"]
    assert untried(step.format("ferry-fares")) == ["### 1. First?", "**Sound.**"]


def test_neither_yes_nor_place_nor_length_tells_what_is_right():
    """Yes and no about as often, on each page; never always the first, the longer, or one of each."""
    library = TextSet(PRACTICE)
    for skill in PAGES.values():
        exercises = {name: one for name, one in library.activities.items() if one.skill == skill}
        answers = [[a.answer for a in library.answers(name).values()] for name in exercises]
        given = [answer for one in answers for answer in one]
        assert 0.35 <= given.count("yes") / len(given) <= 0.65, (skill, given)
        right = {"first": 0, "last": 0, "longest": 0}
        for name, one in exercises.items():
            key, options = library.answers(name), list(one.options)
            longest = max(options, key=lambda option: len(one.options[option]))
            picks = zip(right, (options[0], options[-1], longest), strict=True)
            for way, pick in picks:
                right[way] += key[pick].answer == "yes"
        assert max(right.values()) <= 0.75 * len(exercises), (skill, right)


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "laptop"])
def test_a_step_is_tried_in_one_screen_and_says_why(study, serve, open_page, viewport):
    page = open_page(f"{serve(study)}/who-is-speaking.html", viewport)
    root = page.locator(f'[data-ss="{PRACTICE}/unnamed"]')
    key = TextSet(PRACTICE).answers("unnamed")
    heights, reasons = [], []

    def look():
        reasons.append(root.locator(f'[data-feedback="{in_hand(root)}"]').inner_text())
        heights.append(root.evaluate("root => root.offsetHeight / innerHeight"))

    heights.append(root.evaluate("root => root.offsetHeight / innerHeight"))
    walk_through(page, root, {item: answer.answer for item, answer in key.items()}, look, press)
    assert max(heights) <= 1, heights
    assert len(reasons) == len(key)
    assert all(answer.why in told for answer, told in zip(key.values(), reasons, strict=True))
    assert in_hand(root) == "" and root.locator(".ss-score").inner_text()
    assert page.faults == []


def test_the_class_edition_takes_the_answers_and_tells_none(editions, serve, open_page):
    page = open_page(f"{serve(editions('class'))}/who-is-speaking.html", PHONE)
    root = page.locator(f'[data-ss="{PRACTICE}/unnamed"]')
    label_stop(page, root, {item: "yes" for item in TextSet(PRACTICE).activity("unnamed").options})
    press(page, root.locator("[data-do=go]"))
    assert "nothing is marked here" in root.inner_text()
    whole = page.content()
    assert not [a.why for a in TextSet(PRACTICE).answers("unnamed").values() if a.why in whole]
