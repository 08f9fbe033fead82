"""Writing: the passage stands beside the field, words are counted, and the list to compare with follows."""

import pytest
from helpers.answering import key_of, library, page_of
from helpers.kits import DESKTOP, PHONE, wait_until

NAME = "transfer-clinic/rewrite"


def open_field(study, serve, open_page, viewport):
    page = open_page(f"{serve(study)}/{page_of(study, NAME).name}", viewport, reduced_motion="reduce")
    root = page.locator(f'[data-ss="{NAME}"]')
    return page, root, root.locator("textarea")


def test_the_passage_stands_beside_the_field_and_words_are_counted(study, serve, open_page):
    _page, root, field = open_field(study, serve, open_page, DESKTOP)
    passage, box = root.locator(".ss-source").bounding_box(), field.bounding_box()
    units = library("transfer-clinic").activity("rewrite").passage
    assert all(library("transfer-clinic").wording(unit) in root.inner_text() for unit in units)
    assert passage["x"] + passage["width"] <= box["x"], "beside it"
    assert box["y"] < passage["y"] + passage["height"] and passage["y"] < box["y"] + box["height"]
    counted = root.locator(".ss-count")
    for text, said in {"One": "1 word", "One fair\nsentence": "3 words", "": "0 words"}.items():
        field.fill(text)
        assert counted.inner_text() == said


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "laptop"])
def test_the_list_to_compare_with_and_a_model_follow_and_come_into_view(study, serve, open_page, viewport):
    page, root, field = open_field(study, serve, open_page, viewport)
    field.fill("My own fair version.")
    assert root.locator(".ss-rubric, .ss-model").count() == 0, "not before"
    root.locator("[data-do=commit]").click()
    lines = root.locator(".ss-rubric label")
    lines.first.wait_for()
    wait_until(page, "() => document.activeElement.matches('.ss-feedback')")
    essay = key_of(NAME)["text"]
    assert lines.all_inner_texts() == essay.rubric
    assert " ".join(essay.model.split()) in " ".join(root.locator(".ss-model").inner_text().split())
    box = lines.first.bounding_box()
    assert 0 < box["y"] < viewport["height"] - box["height"]
    assert field.input_value() == "My own fair version.", "it stays to be compared"
