"""What the READMEs of exercises and solutions show is there: codes, lists, a reference, a page."""

import re

import pytest
from helpers.places import ROOT
from helpers.written_set import SET, model_page, model_reference
from pybtex.database import parse_string

from secondsource.content.directives import OPTIONS, read_directives
from secondsource.content.items import read_items
from secondsource.content.kinds import KINDS
from secondsource.content.labels import CHOICE_LISTS, FIGURES, SPEAKING

EXERCISES, SOLUTIONS = (
    (ROOT / folder / "README.md").read_text(encoding="utf-8") for folder in ("exercises", "solutions")
)


@pytest.mark.parametrize("choices", [SPEAKING, FIGURES])
def test_every_label_stands_there_with_its_code_and_rule(choices):
    for code, choice in choices.items():
        line = f"| `{code}` | {choice.name} | {choice.when} |"
        assert line in SOLUTIONS, f"solutions/README.md lacks the line {line}"


def test_every_list_of_a_table_stands_there_with_its_values():
    for name, choices in CHOICE_LISTS.items():
        line = f"| `{name}` | {', '.join(f'`{code}`' for code in choices)} |"
        assert line in EXERCISES, f"exercises/README.md lacks the line {line}"


def test_every_kind_and_every_block_of_a_set_is_explained():
    for name in KINDS:
        assert f"| `{name}` |" in EXERCISES, f"exercises/README.md has no line of a table for the kind {name}"
    explained = set(re.findall(r"^\| `\{(\w+)\}", EXERCISES, flags=re.MULTILINE))
    assert {"article", "activity", "evidence", "copy", "answers"} <= explained <= set(OPTIONS)


def test_the_page_shows_all_of_the_model_set():
    found, unclosed = read_directives(model_page())
    assert not unclosed
    shown = {one.argument for one in found if one.name == "activity"}
    assert shown == {f"{SET}/{name}" for name in read_items(SET)}
    assert [one.name for one in found].count("article") == 2 and found[-1].name == "answers"


def test_the_reference_is_read_and_has_what_students_see():
    (entry,) = parse_string(model_reference(), "bibtex").entries.values()
    assert {"author", "title", "howpublished", "year", "url", "note"} <= {*entry.fields, *entry.persons}
