"""Reading article.txt and brief.txt."""

import pytest

from secondsource.problems import ContentError
from secondsource.texts import ANCHOR_WORDS, read_article, read_brief, read_units, slugs

HEADER = "title: A title\n"


def read(tmp_path, body, wanted=("title",)):
    path = tmp_path / "article.txt"
    path.write_bytes((HEADER + body).encode("utf-8"))
    return read_units(path, "a-set", wanted)


def test_a_unit_has_label_text_anchor_and_sources(tmp_path):
    text = read(tmp_path, "[p1.1] One\ntwo.\noriginal: First words … the end\n\n[b1.1] Three.\nsource: a-1, b-2\n")
    unit = text.units["p1.1"]
    assert (unit.text, unit.first, unit.last, unit.paragraph) == ("One two.", "First words", "the end", "p1")
    assert text.units["b1.1"].sources == ("a-1", "b-2")


def test_units_are_grouped_by_the_paragraph_of_the_original(tmp_path):
    text = read(tmp_path, "[h1] Head\n[p1.1] A\n[p1.2] B\n[p2.1] C\n")
    assert [[unit.label for unit in units] for units in text.paragraphs()] == [["h1"], ["p1.1", "p1.2"], ["p2.1"]]


def test_text_is_never_touched_by_markdown_or_smart_quotes(tmp_path):
    assert read(tmp_path, "[p1.1] *Not* \"bold\" -- <b>plain</b> $5\n").units["p1.1"].text == "*Not* \"bold\" -- <b>plain</b> $5"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_kind_of_newline_and_a_byte_order_mark_are_read(tmp_path, newline):
    path = tmp_path / "article.txt"
    path.write_bytes(("\ufeff" + HEADER + "[p1.1] A\n\n[p1.2] B\n").replace("\n", newline).encode("utf-8"))
    assert list(read_units(path, "s", ("title",)).units) == ["p1.1", "p1.2"]


def test_the_fingerprint_changes_with_a_word_and_not_with_an_anchor(tmp_path):
    plain, anchored, changed = (read(tmp_path, body).fingerprint for body in
                                ("[p1.1] A\n", "[p1.1] A\noriginal: x … y\n", "[p1.1] B\n"))
    assert plain == anchored != changed and len(plain) == 16


def test_every_fault_of_a_file_is_reported_at_once(tmp_path):
    with pytest.raises(ContentError) as caught:
        read(tmp_path, "[p1.1]\n[p1.1] A\n[zz] B\n[p3.1] C\noriginal: only first words\n", wanted=("title", "byline"))
    faults = " ".join(problem.fault for problem in caught.value.problems)
    assert all(part in faults for part in ("“byline:” is missing", "no text", "not a unit label", "first and last words"))


@pytest.mark.parametrize("slug", slugs())
def test_every_paragraph_of_the_reading_edition_is_in_order(slug):
    labels = [units[0].paragraph for units in read_article(slug).paragraphs()]
    numbers = [int(label[1:]) for label in labels if label.startswith("p")]
    assert numbers == sorted(numbers) and len(set(labels)) == len(labels)
    assert all(label.startswith("b") for label in read_brief(slug).units)


@pytest.mark.parametrize("slug", slugs())
def test_anchors_are_short(slug):
    for unit in read_article(slug).units.values():
        assert max(len(unit.first.split()), len(unit.last.split())) <= ANCHOR_WORDS
