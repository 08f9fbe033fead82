"""The quotation check: nothing of an original in the kit but short phrases, and few of those."""

import pytest
from helpers.kits import run_kit
from helpers.needs import needs_originals
from helpers.places import ROOT, SHARED

from secondsource.content.textset import TextSet
from secondsource.originals.quoting import MOST_QUOTED, PHRASE, RUN, check_originals, check_quotations
from secondsource.worksheets.sheets import describe_sheet, print_sheet

ORIGINAL = " ".join(f"word{number}" for number in range(200))


def words(start, count):
    return " ".join(ORIGINAL.split()[start : start + count])


@pytest.fixture
def folder(tmp_path):
    return tmp_path


@pytest.mark.parametrize(
    "name, text",
    [
        ("page.md", "He said: {}."),
        ("page.html", "<p>{}</p>"),
        ("items.yaml", "why: {}\n"),
        ("book.ipynb", '{{"source": ["{}"]}}'),
        ("answers.json", '{{"text": "{}"}}'),
    ],
)
def test_nine_words_in_a_row_are_found_in_every_kind_of_file(folder, name, text):
    (folder / name).write_text(text.format(words(10, RUN)), encoding="utf-8")
    problems = check_quotations({"original.txt": ORIGINAL}, [folder])[0]
    assert (
        len(problems) == 1
        and name in problems[0].file
        and "original.txt" in problems[0].fault
        and "own words" in problems[0].cure
    )


LONG = words(10, RUN).split()
HIDDEN_RUNS = [
    # name, file, text that shows a reader RUN words of the original in a row
    (
        "split over two units",
        "article.txt",
        f"[p1.1] {' '.join(LONG[:4])}\noriginal: word1 … word2\n\n[p1.2] {' '.join(LONG[4:])}\n",
    ),
    ("in single quotation marks", "page.md", " ".join(f"'{word}'" for word in LONG)),
    ("with soft hyphens", "page.md", " ".join(f"{word[:2]}\u00ad{word[2:]}" for word in LONG)),
    ("with invisible spaces", "page.md", " ".join(f"{word[:2]}\u200b{word[2:]}" for word in LONG)),
    ("with accents", "page.md", " ".join(LONG).replace("o", "o\u0301")),
    ("in an attribute", "page.html", "<p title='" + "&quot; ".join(LONG) + "'></p>"),
    ("in JSON that spells characters", "page.html", '<script>["' + "\\u201c ".join(LONG) + '"]</script>'),
    ("with links", "page.md", " ".join(f"[{word}](other-{word}.md)" for word in LONG)),
    ("with citations", "page.md", " {cite}`un-2015` ".join(LONG)),
    ("over YAML lines", "items.yaml", "a: >-\n  " + "\n  ".join(LONG)),
    ("in a backup file", "article.txt~", " ".join(LONG)),
]


@pytest.mark.parametrize("name, text", [run[1:] for run in HIDDEN_RUNS], ids=[run[0] for run in HIDDEN_RUNS])
def test_nine_words_are_found_however_they_are_written(folder, name, text):
    (folder / name).write_text(text, encoding="utf-8")
    assert len(check_quotations({"original.txt": ORIGINAL}, [folder])[0]) == 1


def test_the_originals_own_apostrophes_and_hyphens_hide_nothing(folder):
    (folder / "page.md").write_text(words(10, RUN), encoding="utf-8")
    original = " ".join(f"‘{word[:3]}\u00ad{word[3:]}’" for word in ORIGINAL.split())
    assert len(check_quotations({"original.txt": original}, [folder])[0]) == 1


def test_nine_words_split_by_tags_are_found(folder):
    (folder / "page.html").write_text(f"<p>{words(10, 4)} <b>{words(14, 5)}</b></p>")
    assert len(check_quotations({"o": ORIGINAL}, [folder])[0]) == 1


def test_nine_words_in_a_pdf_are_found(folder):
    library = TextSet("check-a")
    sheet = {**describe_sheet(library, ["missing"]), "rights": words(10, RUN)}
    (folder / "sheet.pdf").write_bytes(print_sheet("worksheet.typ", sheet)[0])
    assert len(check_quotations({"o": ORIGINAL}, [folder])[0]) == 1


def test_eight_words_in_quotation_marks_are_allowed(folder):
    (folder / "page.md").write_text(f"“{words(10, RUN - 1)}”")
    assert check_quotations({"o": ORIGINAL}, [folder])[0] == []


def test_many_short_quotations_are_too_many(folder):
    (folder / "page.md").write_text(" … ".join(words(start, PHRASE) for start in range(0, 60, 20)))
    problems = check_quotations({"o": ORIGINAL}, [folder])[0]
    assert len(problems) == 1 and "18 of its 200 words" in problems[0].fault


@pytest.mark.parametrize(
    "file, unit", [("article.txt", "[p{0}.1] {1}\n\n"), ("page.html", '<span data-unit="p{0}.1">{1}</span> ')]
)
def test_words_that_meet_where_two_units_do_are_no_quotation_unless_they_are_nine(folder, file, unit):
    pieces = [words(start, 3) for place in range(0, 60, 20) for start in (place, place + 3)]
    (folder / file).write_text(
        "".join(
            unit.format(number, piece + " and so on" * (number % 2)) for number, piece in enumerate(pieces)
        )
    )
    assert check_quotations({"o": ORIGINAL}, [folder])[0] == []
    (folder / file).write_text(unit.format(1, words(0, 4)) + unit.format(2, words(4, 5)))
    assert "shares" in str(check_quotations({"o": ORIGINAL}, [folder])[0][0])


def test_one_short_quotation_is_not_too_many(folder):
    assert PHRASE <= MOST_QUOTED * 200
    (folder / "page.md").write_text(words(0, PHRASE))
    assert check_quotations({"o": ORIGINAL}, [folder])[0] == []


def test_of_a_short_text_the_title_and_a_phrase_may_be_quoted_and_what_is_too_much_is_named(folder):
    (folder / "page.md").write_text(f"{words(0, PHRASE)}. And {words(20, PHRASE)}.")
    assert check_quotations({"o": words(0, 60)}, [folder])[0] == []
    (folder / "more.md").write_text(words(40, 7))
    (problem,) = check_quotations({"o": words(0, 60)}, [folder])[0]
    assert "19 of its 60 words" in problem.fault and f"“{words(40, 7)}”" in problem.cure


@pytest.mark.slow
def test_nothing_of_the_originals_is_in_the_kit_or_in_what_it_builds(editions):
    needs_originals()
    sites = [option for edition in ("study", "teach", "class") for option in ("--site", editions(edition))]
    done = run_kit(ROOT, "check", "--originals", SHARED / "articles", *sites)
    assert done.returncode == 0, done.stdout


def test_a_folder_without_an_original_is_told(folder):
    (folder / "other.txt").write_text("Something else altogether.")
    problems, _lines = check_originals(folder, [])
    assert ["no file here is an original" in str(problem) for problem in problems] == [True]


SLUG, NAMES = "2015-scale", [f"w{number}" for number in range(60)]


@pytest.fixture
def anchored(kit, folder):
    """A kit with an article of ten units of six words each, and a folder with its original."""
    article = kit / f"exercises/{SLUG}/article.txt"
    header = article.read_text(encoding="utf-8").partition("[")[0]
    units = [
        f"[p{1 + unit // 5}.{1 + unit % 5}] Retold.\noriginal: "
        f"{' '.join(NAMES[6 * unit :][:2])} … {' '.join(NAMES[6 * unit + 4 :][:2])}\n"
        for unit in range(10)
    ]
    article.write_text(header + "\n".join(units), encoding="utf-8")
    (folder / "copies/deep").mkdir(parents=True)
    (folder / "copies/deep/copy.txt").write_text(" ".join(NAMES))
    return article


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("w12 w13", "w12 x13", ["article.txt, [p1.3]", "“w12 x13” is not in deep/copy.txt"]),
        ("w16 w17", "w16 of w17", ["article.txt, [p1.3]", "“w16 of w17” is not in deep/copy.txt"]),
        ("w12 w13", "w40 w41", ["article.txt, [p1.3]", "“w40 w41 … w16 w17” is not found in this place"]),
        (
            "\noriginal: w18 w19 … w22 w23",
            "",
            ["[p1.4]: there is no `original:`", "without it [p1.5] is not found"],
        ),
    ],
    ids=["the first words", "the last words", "words of another place", "none, beside a unit that needs it"],
)
def test_anchors_that_are_not_in_the_original_are_named(anchored, folder, old, new, said):
    anchored.write_text(anchored.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    problems, _ = check_originals(folder / "copies", [folder / "nothing"], anchored.parents[2])
    assert len(problems) == 1 and all(words in str(problems[0]) for words in said), "\n".join(
        map(str, problems)
    )


def test_a_unit_without_an_anchor_is_counted(anchored, folder):
    anchored.write_text(
        anchored.read_text(encoding="utf-8").replace("\noriginal: w12 w13 … w16 w17", ""), encoding="utf-8"
    )
    problems, lines = check_originals(folder / "copies", [], anchored.parents[2])
    assert (
        problems == []
        and lines[0] == f"{SLUG}: 9 of 9 passages found in deep/copy.txt. Without `original:`: p1.3."
    )


def test_a_copy_that_is_cut_off_is_one_problem(anchored, folder):
    (folder / "copies/deep/copy.txt").write_text(" ".join(NAMES[:25]))
    problems, _ = check_originals(folder / "copies", [], anchored.parents[2])
    assert len(problems) == 1 and "4 of 10 passages" in str(problems[0]) and "complete" in problems[0].cure


def test_what_was_compared_is_counted(anchored, folder):
    (folder / "copies/.hidden").write_bytes(b"\0")
    (folder / "copies/~$copy.docx").write_bytes(b"\0")
    (folder / "copies/other.txt").write_text("Something else altogether.")
    problems, lines = check_originals(folder / "copies", [], anchored.parents[2])
    assert problems == [] and lines[0] == f"{SLUG}: 10 of 10 passages found in deep/copy.txt."
    assert "2018-main-opposition: not compared, none of these files is its original." in lines
    assert "deep/copy.txt: 0.0% of its words stand in the kit in runs of 6 or more." in lines
    assert "other.txt: 0.0% of its words stand in the kit in runs of 6 or more." in lines


def test_a_text_that_cannot_be_read_hides_neither_copied_words_nor_other_faults(anchored, folder):
    anchored.write_text(f"bylne: x\n[p1.1] {' '.join(NAMES[:RUN])}\n", encoding="utf-8")
    problems, lines = check_originals(folder / "copies", [anchored.parent], anchored.parents[2])
    assert any("shares “w0 w1" in str(problem) for problem in problems)
    assert "The `original:` lines are compared when all texts can be read." in lines


def test_the_command_line_names_every_fault_and_prints_the_counts(kit, anchored, folder):
    done = run_kit(kit, "check", "--originals", folder / "copies")
    assert "10 of 10 passages found" in done.stdout, done.stdout + done.stderr
    anchored.write_text(
        anchored.read_text(encoding="utf-8").replace("original:", "Original:", 1) + " ".join(NAMES[:RUN]),
        encoding="utf-8",
    )
    done = run_kit(kit, "check", "--originals", folder / "copies")
    assert (
        done.returncode == 1
        and "“Original:” is no line of a unit" in done.stdout
        and "shares “w0 w1" in done.stdout
        and "problems found" in done.stderr
    )
