"""What a student is told after committing."""

import re

from helpers.answering import library

from secondsource.content.labels import ATTRIBUTIONS
from secondsource.content.texts import slugs
from secondsource.content.textset import TextSet
from secondsource.data.items import list_items
from secondsource.exercise.key_payload import describe_key

SET = "2019-back-to-wall"


def test_a_false_attribution_is_told_before_the_reason_wherever_reasons_stand():
    """“Sound” alone was read as “true”: 2019 p3.1, where no report has the admission."""
    told = describe_key(TextSet(SET), "speaking")
    assert told["p3.1"]["answer"] == "S0" and told["p3.1"]["why"].startswith(ATTRIBUTIONS["unfound"])
    assert told["p9.4"]["why"].startswith(ATTRIBUTIONS["altered"])
    assert not told["p11.3"]["why"].startswith("Sound")
    assert list_items().loc[f"{SET}/speaking/p3.1", "why"] == told["p3.1"]["why"]


SENTENCE = re.compile(r"[“‘(]?[A-Z0-9].*[.!?][”’)]*", re.DOTALL)


def told_of(item, told, answer):
    """Return what the page says of a wrong pick (js/feedback.js): the key's words for this very mistake, or
    what the label is for; where there are two answers, the reason speaks of the other one.
    """
    own = told.get("whyNot", {}).get(answer)
    return own or item.choices[answer].means or told["why"]


def test_every_wrong_pick_of_every_key_gets_a_sentence_of_its_own():
    count = 0
    for slug in slugs():
        text_set = library(slug)
        for name, activity in text_set.activities.items():
            told = describe_key(text_set, name)
            for item in activity.items():
                key = told.get(item.id, {})
                wrong = set(item.choices or ()) - {key.get("answer"), *key.get("also", {})}
                said = {answer: told_of(item, key, answer) for answer in wrong if not key.get("contested")}
                for answer, text in said.items():
                    where = (slug, name, item.id, answer, text)
                    assert SENTENCE.fullmatch(text) and len(text.split()) > 3, where
                assert len(set(said.values())) == len(said), (
                    slug,
                    name,
                    item.id,
                    "one sentence for two picks",
                )
                count += len(said)
    print(f"{count} wrong picks, each with a sentence")
    assert count > 2000
