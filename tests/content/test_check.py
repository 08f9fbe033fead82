"""Every rule of the content check: a broken example of each, and the message a teacher gets."""

import pytest
from helpers.kits import run_kit
from helpers.places import ROOT

from secondsource.content.check import check
from secondsource.content.texts import slugs

SET = "ferry-fares"
BREAKAGES = [
    # name, file, words to replace (None: append), replacement, what the message must say
    (
        "a label twice",
        "exercises/{set}/article.txt",
        None,
        "\n[p2.1] Again.\n",
        ["article.txt", "[p2.1]", "stands twice", "next free number"],
    ),
    (
        "a wrong label",
        "exercises/{set}/article.txt",
        None,
        "\n[q7] What?\n",
        ["article.txt", "[q7]", "not a unit label", "[p3.2]"],
    ),
    ("a unit without text", "exercises/{set}/article.txt", None, "\n[p99.1]\n", ["[p99.1]", "no text"]),
    (
        "an unknown header",
        "exercises/{set}/article.txt",
        "byline:",
        "author:",
        ["line", "author:", "not a header line", "byline"],
    ),
    (
        "a long anchor",
        "exercises/{set}/article.txt",
        None,
        "\n[p99.1] Hi.\noriginal: one two three four five six … end\n",
        ["[p99.1]", "more than 5 words"],
    ),
    (
        "a note with a capital letter",
        "exercises/{set}/article.txt",
        None,
        "\n[p99.1] Hi.\nOriginal: one two … the end\n",
        [
            "article.txt, [p99.1], line ",
            "“Original:” is no line of a unit",
            "`original: first words … last words`",
        ],
    ),
    (
        "a source with a capital letter",
        "exercises/{set}/brief.txt",
        None,
        "\n[b99.1] Hi.\nSource: nobody-1999\n",
        ["brief.txt, [b99.1], line ", "“Source:” is no line of a unit", "`source: reference, reference`"],
    ),
    (
        "a lost label",
        "exercises/{set}/article.txt",
        "[p2.1]",
        "",
        ["article.txt, [p1.3], line ", "has no label", "[p5.2]"],
    ),
    (
        "a misspelt header",
        "exercises/{set}/article.txt",
        "byline:",
        "bylne:",
        ["article.txt, line 2", "“bylne:”", "`byline: …`"],
    ),
    (
        "an anchor in the brief",
        "exercises/{set}/brief.txt",
        None,
        "\n[b99.1] Hi.\noriginal: one … end\n",
        ["[b99.1]", "`original:` belongs in article.txt"],
    ),
    (
        "a source in the article",
        "exercises/{set}/article.txt",
        None,
        "\n[p99.1] Hi.\nsource: nobody-1999\n",
        ["[p99.1]", "`source:` belongs in brief.txt"],
    ),
    (
        "a long quotation",
        "exercises/{set}/article.txt",
        None,
        "\n[p99.1] “One two three four five six seven eight nine”.\n",
        ["[p99.1]", "9 words", "at most 8"],
    ),
    (
        "a brief label in the article",
        "exercises/{set}/article.txt",
        None,
        "\n[b9.9] Hi.\n",
        ["[b9.9]", "brief.txt"],
    ),
    (
        "an unknown source",
        "exercises/{set}/brief.txt",
        None,
        "\n[b99.1] Hi.\nsource: nobody-1999\n",
        ["[b99.1]", "nobody-1999", "references.bib"],
    ),
    (
        "an unknown reference",
        "exercises/{set}/evidence.yaml",
        "reference: invented",
        "reference: nobody-1999",
        ["evidence.yaml", "nobody-1999", "references.bib"],
    ),
    (
        "an unknown reference of a count",
        "exercises/cross-article/counts.yaml",
        "reference: ",
        "reference: nobody-1999-",
        ["counts.yaml", "nobody-1999", "references.bib"],
    ),
    (
        "an unknown field",
        "exercises/{set}/items.yaml",
        "minutes:",
        "minuets:",
        ["items.yaml", "“minuets” is not known", "Did you mean `minutes:`?"],
    ),
    (
        "a number that is none",
        "exercises/{set}/items.yaml",
        "minutes: ",
        "minutes: some ",
        ["items.yaml", "minutes"],
    ),
    (
        "an unknown kind",
        "exercises/{set}/items.yaml",
        "kind: mark",
        "kind: guess",
        ["items.yaml", "kind", "choose, mark, phrases, table or write"],
    ),
    (
        "a name twice",
        "exercises/{set}/items.yaml",
        "kind: mark",
        "kind: mark\n    kind: mark",
        ["items.yaml", "line", "“kind” is used twice"],
    ),
    (
        "broken YAML",
        "exercises/{set}/items.yaml",
        "activities:",
        "activities: [",
        ["items.yaml", "line", "not readable as YAML"],
    ),
    (
        "an anchor",
        "exercises/{set}/items.yaml",
        "kind: mark",
        "kind: &x mark",
        ["items.yaml", "anchors", "Write the value out"],
    ),
    (
        "a missing answer",
        "solutions/{set}/key.yaml",
        "@first-unit",
        None,
        ["key.yaml", "asks this, and there is no answer", "`why:`"],
    ),
    (
        "an answer without an item",
        "solutions/{set}/key.yaml",
        None,
        "@orphan",
        ["key.yaml", "missing, nonsense", "nothing asks for it"],
    ),
    (
        "an answer for no activity",
        "solutions/{set}/key.yaml",
        None,
        "@orphan-activity",
        ["key.yaml", "nonsense", "no such activity"],
    ),
    (
        "a label that is none",
        "solutions/{set}/key.yaml",
        "answer: S0",
        "answer: S9",
        ["key.yaml", "S9", "Use one of: S0 (Sound), S1"],
    ),
    ("a reason missing", "solutions/{set}/key.yaml", "why:", "sound:", ["key.yaml"]),
    (
        "an unknown card",
        "solutions/{set}/key.yaml",
        "evidence: [",
        "evidence: [nobody, ",
        ["key.yaml", "nobody", "evidence.yaml"],
    ),
]


def break_kit(kit, file, old, new):
    path = kit / file.format(set=SET)
    text = path.read_text(encoding="utf-8")
    if old == "@first-unit":
        start = text.index("\n  ", text.index("units:")) + 1
        end = text.index("\n  ", text.index("\n", start))
        while text[end + 3] == " ":
            end = text.index("\n  ", end + 1)
        text = text[:start] + text[end + 1 :]
    elif new == "@orphan":
        text = text.replace("  missing:\n", "  missing:\n    nonsense: {answer: yes, why: because}\n", 1)
    elif new == "@orphan-activity":
        text = text.replace("answers:\n", "answers:\n  nonsense: {one: {answer: yes, why: because}}\n", 1)
    else:
        assert old is None or old in text, f"{old!r} is no longer in {file}"
        text = text + new if old is None else text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "file, old, new, said", [case[1:] for case in BREAKAGES], ids=[case[0] for case in BREAKAGES]
)
def test_a_broken_set_is_named_with_file_item_fault_and_cure(kit, file, old, new, said):
    break_kit(kit, file, old, new)
    messages = [str(problem) for problem in check(kit)]
    assert any(all(words in message for words in said) for message in messages), "\n".join(messages)


def test_the_kit_as_it_is_has_no_problem():
    assert [str(problem) for problem in check(ROOT)] == []


def test_a_quote_that_is_not_in_the_text_is_answered_with_the_closest_words(kit):
    path = kit / "exercises/2015-scale/items.yaml"
    items = path.read_text(encoding="utf-8")
    path.write_text(
        items.replace("quote: behind closed doors", "quote: behind closed dors"), encoding="utf-8"
    )
    message = "\n".join(map(str, check(kit)))
    assert "“behind closed dors” is not in p4.1." in message
    assert "Closest words there: “" in message and "behind closed doors" in message


def test_a_file_that_is_not_utf8_is_named(kit):
    path = kit / f"exercises/{SET}/article.txt"
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))
    assert f"exercises/{SET}/article.txt, byte 0: the file is not UTF-8 text." in str(check(kit)[0])


def test_a_set_with_too_few_sound_units_is_refused(kit):
    path = kit / f"solutions/{SET}/key.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("answer: S0", "answer: S4"), encoding="utf-8")
    assert "only 0 of" in "\n".join(map(str, check(kit)))


@pytest.mark.parametrize(
    "file, old, new, said",
    [
        (
            "book/2015-scale.md",
            "{activity} 2015-scale/rewrite",
            "{activity} 2015-scale/missing",
            [
                "rewrite: the exercise stands on no pages of the book",
                "missing: the exercise stands on 2 pages of the book",
            ],
        ),
        (
            "book/index.md",
            None,
            "\n{cite}`nobody-1999`\n\n```{activity} 2015-scale/nonsense\n```\n",
            [
                "book/index.md, line {line}, nobody-1999: this reference is not in book/references.bib",
                "book/index.md, line {line+2}, 2015-scale/nonsense: there is no such exercise",
            ],
        ),
        (
            "book/references.bib",
            None,
            "\n@misc{nobody-1999,\n  title = {Nothing},\n}\n",
            ["book/references.bib, nobody-1999: no card"],
        ),
    ],
    ids=[
        "an exercise on two pages and one on none",
        "a page that names what is not there",
        "a reference that nothing uses",
    ],
)
def test_what_pages_show_and_cite_is_compared_with_what_there_is(kit, file, old, new, said):
    line = len((kit / file).read_text(encoding="utf-8").splitlines()) + 2  # of what is put behind it
    break_kit(kit, file, old, new)
    messages = "\n".join(map(str, check(kit)))
    said = [words.format(**{"line": line, "line+2": line + 2}) for words in said]
    assert all(words in messages for words in said), messages


@pytest.mark.parametrize(
    "block",
    [
        ":::{activity} 2015-scale/nonsense\n:::",
        "~~~{activity} 2015-scale/nonsense\n~~~",
        "- In a list:\n  ```{activity} 2015-scale/nonsense\n  ```",
        "````{admonition} Try it\n```{activity} 2015-scale/nonsense\n```\n````",
        "```{activity} 2015-scale/speaking/nonsense\n```",
        "```{activity} 2015-scale\n```",
        "```{route} 2015-scale\n:class: article=6 speaking nonsense\n```",
        "```{route} 2015-scale\n:class: speaking\n:home: 2015-scale/nonsense\n```",
    ],
)
def test_a_lost_exercise_is_named_with_its_line_however_its_block_is_fenced(kit, block):
    """What the build accepts, `check` reads too: a block in colons was never looked at, nor the steps of a
    way.
    """
    path = kit / "book/index.md"
    before = path.read_text(encoding="utf-8")
    path.write_text(f"{before}\n{block}\n", encoding="utf-8")
    at = next(number for number, line in enumerate(block.splitlines()) if "2015-scale" in line)
    (message,) = map(str, check(kit))
    assert message.startswith(f"book/index.md, line {len(before.splitlines()) + 2 + at}"), message


def test_an_exercise_in_a_block_of_colons_stands_on_its_page(kit):
    path = kit / "book/2015-scale.md"
    text = path.read_text(encoding="utf-8")
    block = "```{activity} 2015-scale/rewrite\n```"
    assert block in text
    path.write_text(text.replace(block, ":::{activity} 2015-scale/rewrite\n:::"), encoding="utf-8")
    assert [*map(str, check(kit))] == []


def test_a_key_without_questions_is_refused(kit):
    (kit / "solutions/nobody").mkdir()
    (kit / "solutions/nobody/key.yaml").write_text("answers: {}\n")
    assert "solutions/nobody/key.yaml: there is no set of this name" in "\n".join(map(str, check(kit)))


def test_several_problems_are_reported_at_once(kit):
    for file in ("article.txt", "evidence.yaml"):
        (kit / f"exercises/{SET}" / file).write_text("nonsense\n")
    files = {problem.file for problem in check(kit)}
    assert {f"exercises/{SET}/article.txt", f"exercises/{SET}/evidence.yaml"} <= files


def test_the_command_line_ends_with_exit_code_1_and_no_traceback(kit):
    (kit / f"exercises/{SET}/items.yaml").write_text("activities: [\n")
    done = run_kit(kit, "check")
    assert (
        done.returncode == 1 and "items.yaml" in done.stdout and "Traceback" not in done.stdout + done.stderr
    )


def test_the_command_line_says_when_all_is_well():
    done = run_kit(ROOT, "check")
    assert (
        done.returncode == 0
        and done.stdout.startswith("All is well")
        and all(slug in done.stdout for slug in slugs())
    )
