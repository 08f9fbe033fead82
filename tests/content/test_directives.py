"""Directives in pages: what is written wrongly is named by `check`, with file and line."""

import pytest

from secondsource.content.directives import check_directives, read_directives, read_paragraphs

PAGE = "book/who-is-missing.md"
CASES = {  # what a page says: (line of it, what is said of it)
    "```{article} ferry-fares\n:paragraphs: p5-p3\n```": (1, "runs backwards; write p3-p5"),
    "```{article} ferry-fares\n:paragraphs: three\n```": (1, "“three” is no paragraph"),
    "```{article} ferry-fares\n:paragraphs: p1-b2\n```": (1, "“p1-b2” is no paragraph"),
    "```{article} ferry-fares\n:paragraphs: p77\n```": (1, "has no paragraph “p77”"),
    "```{article} ferry-fares\n:paragraphs:\n```": (1, "no paragraph is named"),
    "```{article} ferry-fares\n:text: breif\n```": (1, "write article or brief"),
    "Words.\n\n```{article} ferry-fares\n:paragraph: p1\n```": (3, "no option “paragraph”"),
    "```{activity} ferry-fares/speaking\n:text: brief\n```": (1, "no option “text”"),
    "```{copy} ferry-fare\n```": (1, "no set of this name"),
    "```{evidence} feery-fares\n```": (1, "no set of this name"),
    "```{evidence} ferry-fares/xx\n```": (1, "{evidence} shows a whole set, and “ferry-fares/xx” is a part"),
    "```{copy} ferry-fares/\n```": (1, "Write ferry-fares."),
    "```{article} ferry-fares/speaking\n:text: brief\n```": (1, "Write ferry-fares."),
    "```{key} ferry-fares/speaking\n```": (1, "Write ferry-fares."),
    "```{notices} sites\n```": (1, "Write site or packages."),
    "```{notices}\n```": (1, "Write site or packages."),
    "```{claims} ferry-fares\n```": (1, "{claims} shows all there is. Remove “ferry-fares”."),
    "~~~{copy} ferry-fare\n~~~": (1, "no set of this name"),
    "Words.\n\n~~~{answers} ferry-fares\n": (3, "Write ~~~ on a line of its own where “{answers}"),
    "```{artcle} ferry-fares\n```": (1, "Did you mean {article}?"),
    "Words.\n\n```{answers} ferry-fares\n": (3, "never closed"),
    ":::{note}\nWords.": (1, "never closed"),
}
RIGHT = [
    "```{article} ferry-fares\n:text: brief\n:paragraphs: b1-b2 b4\n```",
    "````{admonition} One in another\n```{activity} ferry-fares/speaking\n```\n````",
    "```\n```{article} nowhere\n```",  # a page that shows how a directive is written
    "```python\nprint(1)\n```",
    ":::{note}\n:class: tip\nWords: more.\n:::",
]


def faults(kit, text):
    page = kit / PAGE
    before = len(page.read_text(encoding="utf-8").splitlines())
    page.write_text(page.read_text(encoding="utf-8") + "\n" + text + "\n", encoding="utf-8")
    return before + 1, list(check_directives(kit))


@pytest.mark.parametrize("text", CASES)
def test_a_directive_that_is_written_wrongly_is_named_with_its_line(kit, text):
    line, said = CASES[text]
    start, found = faults(kit, text)
    assert [problem.file for problem in found] == [PAGE] and said in str(found[0])
    assert found[0].item == f"line {start + line}"


@pytest.mark.parametrize("text", RIGHT)
def test_a_directive_that_is_right_is_left_alone(kit, text):
    assert faults(kit, text)[1] == []


def test_options_are_read_only_at_the_head_of_a_directive():
    directives, unclosed = read_directives("```{article} a\n:text: brief\n\n:paragraphs: p1\n```")
    assert directives[0].options == {"text": "brief"} and unclosed == []


def test_paragraphs_are_a_set_of_names():
    assert read_paragraphs("p3-p5, b2") == {"p3", "p4", "p5", "b2"}
