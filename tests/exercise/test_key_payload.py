"""What a student is told after committing."""

import re

import pytest
from helpers.answering import library
from helpers.places import ROOT

from secondsource.content.labels import ATTRIBUTIONS
from secondsource.content.texts import slugs
from secondsource.content.textset import TextSet
from secondsource.data.items import list_items
from secondsource.exercise.html import render_activity
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
    what the label is for.
    """
    return told.get("whyNot", {}).get(answer) or item.choices[answer].means


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


EXPLAIN = """async ([address, pages]) => {
  const { showFeedback } = await import(`${address}/feedback.js`);
  const { findControls } = await import(`${address}/controls.js`);
  const told = [];
  for (const [name, html, picks] of pages) {
    document.body.innerHTML = html;
    const root = document.body.firstElementChild, controls = findControls(root);
    const key = JSON.parse(root.querySelector('.ss-key').textContent);
    for (const [item, pick] of picks) {
      const state = { answers: { [item]: pick }, confidence: {}, checked: {} };
      showFeedback(root, controls, state, { [item]: 'wrong' }, key);
      const box = root.querySelector(`[data-feedback="${CSS.escape(item)}"]`);
      const line = [...box.querySelectorAll('p > b')].find((b) => b.textContent.startsWith('You chose'));
      told.push([name, item, pick, line ? line.parentElement.textContent : '']);
    }
  }
  return told;
}"""


@pytest.mark.parametrize("edition", ["study", "teach", "notebook"])
def test_no_page_says_only_which_answer_was_chosen(edition, browser, serve):
    """“You chose “No”.” was all that was said of a wrong option; of a marked word, not even that."""
    pages = []
    for slug in slugs():
        text_set = library(slug)
        for name, activity in text_set.activities.items():
            key = text_set.answers(name)
            picks = [
                (item.id, pick)
                for item in activity.items()
                if item.choices and item.id in key and not key[item.id].is_contested
                for pick in item.choices
                if pick not in (key[item.id].answer, *key[item.id].also)
            ]
            if picks:
                html = render_activity(text_set, name, embed_key=True, edition=edition)
                pages.append((f"{slug}/{name}", html, picks))
    address, page = serve(ROOT / "secondsource"), browser.new_page()
    page.goto(f"{address}/exercise/js/feedback.js")
    told = page.evaluate(EXPLAIN, [f"{address}/exercise/js", pages])
    page.close()
    assert len(told) == sum(len(picks) for *_, picks in pages) > 1000
    for name, item, pick, line in told:
        found = re.fullmatch(r"You chose “([^”]+)”\. (.+)", line, re.DOTALL)
        assert found and SENTENCE.fullmatch(found[2]) and len(found[2].split()) > 3, (name, item, pick, line)
