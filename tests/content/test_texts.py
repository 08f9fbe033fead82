"""Reading article.txt and brief.txt."""

import string

import pytest

from secondsource.content.texts import ANCHOR_WORDS, read_article, read_brief, read_units, slugs
from secondsource.problems import ContentError

HEADER = "title: A title\n"


def read(tmp_path, body, wanted=("title",)):
    path = tmp_path / "article.txt"
    path.write_bytes((HEADER + body).encode("utf-8"))
    return read_units(path, "a-set", wanted)


def test_a_unit_has_label_text_anchor_and_sources(tmp_path):
    text = read(
        tmp_path, "[p1.1] One\ntwo.\noriginal: First words … the end\n\n[b1.1] Three.\nsource: a-1, b-2\n"
    )
    unit = text.units["p1.1"]
    assert (unit.text, unit.first, unit.last, unit.paragraph) == ("One two.", "First words", "the end", "p1")
    assert text.units["b1.1"].sources == ("a-1", "b-2")


def test_units_are_grouped_by_the_paragraph_of_the_original(tmp_path):
    text = read(tmp_path, "[h1] Head\n[p1.1] A\n[p1.2] B\n[p2.1] C\n")
    assert [[unit.label for unit in units] for units in text.paragraphs()] == [
        ["h1"],
        ["p1.1", "p1.2"],
        ["p2.1"],
    ]


def test_text_is_never_touched_by_markdown_or_smart_quotes(tmp_path):
    assert (
        read(tmp_path, '[p1.1] *Not* "bold" -- <b>plain</b> $5\n').units["p1.1"].text
        == '*Not* "bold" -- <b>plain</b> $5'
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_kind_of_newline_and_a_byte_order_mark_are_read(tmp_path, newline):
    path = tmp_path / "article.txt"
    path.write_bytes(("\ufeff" + HEADER + "[p1.1] A\n\n[p1.2] B\n").replace("\n", newline).encode("utf-8"))
    assert list(read_units(path, "s", ("title",)).units) == ["p1.1", "p1.2"]


def test_the_fingerprint_changes_with_a_word_and_not_with_an_anchor(tmp_path):
    plain, anchored, changed = (
        read(tmp_path, body).fingerprint
        for body in ("[p1.1] A\n", "[p1.1] A\noriginal: x … y\n", "[p1.1] B\n")
    )
    assert plain == anchored != changed and len(plain) == 16


def test_every_fault_of_a_file_is_reported_at_once(tmp_path):
    with pytest.raises(ContentError) as caught:
        read(
            tmp_path,
            "[p1.1]\n[p1.1] A\n[zz] B\n[p3.1] C\noriginal: only first words\n",
            wanted=("title", "byline"),
        )
    faults = " ".join(problem.fault for problem in caught.value.problems)
    assert all(
        part in faults
        for part in ("“byline:” is missing", "no text", "not a unit label", "first and last words")
    )


TEXT = "A title\n\n[p1.1] Retold in our words.\n"
AS_ANCHOR, NO_LABEL, DAMAGED = "`original: first words … last words`", "has no label", "damaged label"
SLIPS = [
    # name, what stands below HEADER's “title: ” and what the one message must say
    (
        "a capital letter",
        TEXT + "Original: In the meantime … days ago\n",
        ["[p1.1], line 4", "“Original:”", AS_ANCHOR],
    ),
    ("all capitals", TEXT + "ORIGINAL: In the meantime … days ago\n", ["line 4", AS_ANCHOR]),
    ("a letter lost", TEXT + "orginal: In the meantime … days ago\n", ["line 4", "“orginal:”", AS_ANCHOR]),
    ("two letters changed", TEXT + "Orignial: In the meantime and more\n", ["line 4", AS_ANCHOR]),
    ("a space before the colon", TEXT + "original : In the meantime … days ago\n", ["line 4", AS_ANCHOR]),
    ("a wide colon", TEXT + "original： In the meantime … days ago\n", ["line 4", AS_ANCHOR]),
    ("a semicolon", TEXT + "original; In the meantime … days ago\n", ["line 4", AS_ANCHOR]),
    ("an equals sign", TEXT + "original = In the meantime and more\n", ["line 4", AS_ANCHOR]),
    ("no colon", TEXT + "original In the meantime … days ago\n", ["line 4", AS_ANCHOR]),
    ("an indented line", TEXT + "   original: In the meantime … days ago\n", ["line 4", AS_ANCHOR]),
    ("an invisible space", TEXT + "\u200boriginal: In the meantime … days ago\n", ["line 4", AS_ANCHOR]),
    (
        "an invisible space inside",
        TEXT + "ori\u00adginal: In the meantime … days ago\n",
        ["line 4", AS_ANCHOR],
    ),
    (
        "letters that only look alike",
        TEXT + "\u043eriginal: In the meantime and more\n",
        ["line 4", AS_ANCHOR],
    ),
    ("a list mark", TEXT + "- original: In the meantime … days ago\n", ["line 4", AS_ANCHOR]),
    ("bold", TEXT + "**Original:** In the meantime … days ago\n", ["line 4", AS_ANCHOR]),
    ("a longer name", TEXT + "Original words: In the meantime and more\n", ["line 4", AS_ANCHOR]),
    ("a short name", TEXT + "orig: In the meantime and more\n", ["line 4", AS_ANCHOR]),
    (
        "a word of another language",
        TEXT + "Quelle: In the meantime and more\n",
        ["line 4", "“Quelle:”", "at the end of the line above"],
    ),
    (
        "a note below a heading",
        "T\n\n[h1] A heading\nQuelle: In the meantime\n",
        ["[h1], line 4", "“Quelle:”"],
    ),
    (
        "a small letter below a sentence",
        TEXT + "wording: In the meantime and more\n",
        ["line 4", "“wording:”"],
    ),
    (
        "a word the kit does not know, with dots",
        TEXT + "passage here: In the meantime … days ago\n",
        ["line 4", AS_ANCHOR],
    ),
    ("dots without a name", TEXT + "In the meantime … days ago\n", ["line 4", AS_ANCHOR]),
    ("dots without a name, three of them", TEXT + "In the meantime ... days ago\n", ["line 4", AS_ANCHOR]),
    (
        "a source with a capital letter",
        TEXT + "Source: un-2015\n",
        ["line 4", "“Source:”", "`source: reference, reference`"],
    ),
    ("sources", TEXT + "sources: un-2015\n", ["line 4", "`source: reference, reference`"]),
    ("a comment", TEXT + "# In the meantime and more\n", ["line 4", "“# In the", "students"]),
    (
        "on the line of the label",
        "T\n\n[p1.1] Original: In the meantime and more\n",
        ["[p1.1], line 3", AS_ANCHOR],
    ),
    (
        "behind the sentence",
        "T\n\n[p1.1] Retold. original: In the meantime … days ago\n",
        ["[p1.1], line 3", AS_ANCHOR],
    ),
    (
        "behind half a sentence",
        "T\n\n[p1.1] Retold Original: In the meantime … days ago\n",
        ["[p1.1], line 3", AS_ANCHOR],
    ),
    (
        "a source behind the sentence",
        "T\n\n[p1.1] Retold. source: un-2015\n",
        ["[p1.1], line 3", "`source: reference, reference`"],
    ),
    (
        "a lost label",
        TEXT + "original: a … b\n\nAnother claim.\noriginal: c … d\n",
        ["[p1.1], line 6", "“Another claim.”", NO_LABEL, "[p5.2]"],
    ),
    ("a lost label and no anchor", TEXT + "\nAnother claim.\n", ["line 5", NO_LABEL]),
    (
        "a lost label and no empty line",
        TEXT + "original: a … b\nAnother claim.\noriginal: c … d\n",
        ["line 5", NO_LABEL],
    ),
    (
        "a lost label, line on line",
        TEXT + "Another claim.\noriginal: c … d\noriginal: e … f\n",
        ["line 6", "`original:` stands twice"],
    ),
    (
        "an anchor over two lines",
        TEXT + "original: In the meantime … days\nago and more\n",
        ["line 5", NO_LABEL],
    ),
    (
        "an original sentence kept below",
        TEXT + "original: a … b\n\nIn the meantime and more.\n",
        ["line 6", NO_LABEL],
    ),
    (
        "a label without its dot",
        "T\n\n[p11] Retold.\n",
        ["“[p11] Retold.”, line 3", "not a unit label", "`[p1.1]`?"],
    ),
    ("a label with a space", "T\n\n[p1. 1] Retold.\n", ["“[p1. 1] Retold.”, line 3", "not a unit label"]),
    ("a capital label", "T\n\n[P1.1] Retold.\n", ["“[P1.1] Retold.”, line 3", "not a unit label"]),
    ("a label that is not closed", "T\n\n[p1.1 Retold.\n", ["“[p1.1 Retold.”, line 3", "not a unit label"]),
    ("an indented label", TEXT + " [p1.2] Another claim.\n", ["[p1.1], line 4", DAMAGED, "[p5.2]"]),
    ("an invisible space before a label", TEXT + "\ufeff[p1.2] Another claim.\n", ["line 4", DAMAGED]),
    ("round brackets", TEXT + "(p1.2) Another claim.\n", ["line 4", DAMAGED]),
    ("half a bracket", TEXT + "p1.2] Another claim.\n", ["line 4", DAMAGED]),
    ("no bracket", TEXT + "p1.2 Another claim.\n", ["line 4", DAMAGED]),
    (
        "two labels on a line",
        "T\n\n[p1.1] Retold. [p1.2] Another claim.\n",
        ["[p1.1], line 3", "“[p1.2]”", "in the middle", "new line"],
    ),
    ("an indented label as the first", "T\n\n [p1.1] Retold.\n[p1.2] B\n", ["line 3", DAMAGED]),
    (
        "a label twice",
        TEXT + "[p1.1] Another claim.\n",
        ["[p1.1], line 4", "stands twice", "next free number"],
    ),
    ("an anchor twice", TEXT + "original: a … b\noriginal: a … b\n", ["line 5", "`original:` stands twice"]),
    ("an empty anchor", TEXT + "original:\n", ["[p1.1], line 4", "`original:` is empty", AS_ANCHOR]),
    (
        "an anchor with one side",
        TEXT + "original: In the meantime\n",
        ["[p1.1]", "first and last words", AS_ANCHOR],
    ),
    ("an anchor with dots twice", TEXT + "original: a … b … c\n", ["[p1.1]", "first and last words", "once"]),
    ("a long side", TEXT + "original: one two three four five six … end\n", ["[p1.1]", "more than 5 words"]),
    (
        "two long sides",
        TEXT + "original: one two three four five … six seven eight nine\n",
        ["[p1.1]", "9 words", "8"],
    ),
    ("a header misspelt", "A\nbylne: me\n\n[p1.1] A.\n", ["line 2", "“bylne:”", "`byline:"]),
    ("a header with a capital letter", "A\nByline: me\n\n[p1.1] A.\n", ["line 2", "“Byline:”", "`byline:"]),
    ("a header with a hyphen", "A\nby-line: me\n\n[p1.1] A.\n", ["line 2", "“by-line:”", "`byline:"]),
    ("a header twice", "A\nbyline: me\nbyline: you\n\n[p1.1] A.\n", ["line 3", "“byline:” stands twice"]),
    (
        "a header over two lines",
        "A\nbyline: me\nand you\n\n[p1.1] A.\n",
        ["line 3", "“and you”", "not a header line", "title, byline"],
    ),
    ("a header missing", "A\n\n[p1.1] A.\n", ["header", "“byline:” is missing"]),
    (
        "an anchor in the header",
        "A\nbyline: me\noriginal: a … b\n\n[p1.1] A.\n",
        ["line 3", "not a header line"],
    ),
    ("a header below the units", TEXT + "byline: me\n", ["line 4", "“byline:”"]),
]


@pytest.mark.parametrize("body, said", [slip[1:] for slip in SLIPS], ids=[slip[0] for slip in SLIPS])
def test_a_slip_is_one_message_and_never_text_for_students(tmp_path, body, said):
    path = tmp_path / "article.txt"
    path.write_bytes(("title: " + body).encode("utf-8"))
    with pytest.raises(ContentError) as caught:
        read_units(path, "a-set", ("title", "byline") if body.startswith("A\n") else ("title",))
    assert len(caught.value.problems) == 1 and all(words in str(caught.value) for words in said), str(
        caught.value
    )


def mistyped(word):
    """Yield every word that one wrong key makes of `word`: a letter lost, doubled, swapped, wrong, or one
    too many.
    """
    for at in range(len(word) + 1):
        for key in string.ascii_letters + " .,-_*#>;:=“\u00a0\u200b\t":
            yield word[:at] + key + word[at:]
            yield word[:at] + key + word[at + 1 :]
        yield word[:at] + word[at + 1 :]
        yield word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]


@pytest.mark.parametrize("above", ["[p1.1] Retold in our words.", "[h1] A heading"])
@pytest.mark.parametrize("name", ["original: ", "Original: "])
def test_no_wrong_key_makes_text_of_an_anchor(tmp_path, above, name):
    path = tmp_path / "article.txt"
    for typed in set(mistyped(name)):
        path.write_text(f"title: T\n\n{above}\n{typed}In the meantime … days ago\n", encoding="utf-8")
        try:
            texts = [unit.text for unit in read_units(path, "a-set", ("title",)).units.values()]
        except ContentError:
            continue
        assert not any("meantime" in text or "days ago" in text for text in texts), repr(typed)


@pytest.mark.parametrize(
    "body, text",
    [
        ("Signed: “Staff Writer”.", "Signed: “Staff Writer”."),
        (
            "Known only later: on 30 June the vote was lost.",
            "Known only later: on 30 June the vote was lost.",
        ),
        ("Source: Iran Focus.", "Source: Iran Focus."),
        (
            "He compares it with the original: a speech of 1988.",
            "He compares it with the original: a speech of 1988.",
        ),
        (
            "The regional source: nobody, the writer admits.",
            "The regional source: nobody, the writer admits.",
        ),
        (
            "In an hour-long speech he\nsaid: “nothing” has changed.",
            "In an hour-long speech he said: “nothing” has changed.",
        ),
        (
            "It was, says the writer,\n“brutal” … and there it ends.",
            "It was, says the writer, “brutal” … and there it ends.",
        ),
        ("The vote was on 5 May, at\n10:30 in the hall.", "The vote was on 5 May, at 10:30 in the hall."),
        (
            "It is denied by other\nsources close to it: nobody, says the original\ntext in "
            "that place: “nobody”.",
            "It is denied by other sources close to it: nobody, says the original text in that "
            "place: “nobody”.",
        ),
        ("One of them wrote\n[sic] nothing.", None),
        (
            "They read\n(p. 12) the report\n#FreeIran and\nC4 was found.",
            "They read (p. 12) the report #FreeIran and C4 was found.",
        ),
        (
            "An Iranian “regime” … and there the post breaks off.",
            "An Iranian “regime” … and there the post breaks off.",
        ),
        (
            "… and here the printed sentence takes another road. Maryam made a pledge.",
            "… and here the printed sentence takes another road. Maryam made a pledge.",
        ),
    ],
)
def test_honest_text_with_colons_brackets_and_dots_is_read(tmp_path, body, text):
    if text is None:
        with pytest.raises(ContentError, match="not a unit label"):
            read(tmp_path, f"[p1.1] {body}\n")
    else:
        assert read(tmp_path, f"[p1.1] {body}\noriginal: a … b\n").units["p1.1"].text == text


@pytest.mark.parametrize("dots", ["…", "...", "....", ". . ."])
def test_the_dots_of_an_anchor_may_be_typed_on_any_keyboard(tmp_path, dots):
    unit = read(tmp_path, f"[p1.1] A.\noriginal: first words {dots} the end\n").units["p1.1"]
    assert (unit.first, unit.last) == ("first words", "the end")


@pytest.mark.parametrize("separator", ["\u2028", "\x0b", "\x0c", "\x85"])
def test_line_breaks_of_word_processors_end_a_line(tmp_path, separator):
    text = read(tmp_path, f"[p1.1] A.{separator}original: first … last{separator}[p1.2] B.\n")
    assert [(unit.text, unit.first) for unit in text.units.values()] == [("A.", "first"), ("B.", "")]


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
