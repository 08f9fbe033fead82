"""The quotation check: nothing of an original in the kit but short phrases, and few of those."""

import pytest
from conftest import ROOT, SHARED, run_kit

from secondsource.quotation import MOST_QUOTED, PHRASE, RUN, check_quotations
from secondsource.render import Library
from secondsource.worksheets import compile_pdf, describe_sheet

ORIGINAL = " ".join(f"word{number}" for number in range(200))


def words(start, count):
    return " ".join(ORIGINAL.split()[start:start + count])


@pytest.fixture
def folder(tmp_path):
    return tmp_path


@pytest.mark.parametrize("name, text", [
    ("page.md", "He said: {}."), ("page.html", "<p>{}</p>"), ("items.yaml", "why: {}\n"),
    ("book.ipynb", '{{"source": ["{}"]}}'), ("answers.json", '{{"text": "{}"}}'),
])
def test_nine_words_in_a_row_are_found_in_every_kind_of_file(folder, name, text):
    (folder / name).write_text(text.format(words(10, RUN)), encoding="utf-8")
    problems = check_quotations({"original.txt": ORIGINAL}, [folder])
    assert len(problems) == 1 and name in problems[0].file and "original.txt" in problems[0].fault and "own words" in problems[0].cure


def test_nine_words_split_by_tags_are_found(folder):
    (folder / "page.html").write_text(f"<p>{words(10, 4)} <b>{words(14, 5)}</b></p>")
    assert len(check_quotations({"o": ORIGINAL}, [folder])) == 1


def test_nine_words_in_a_pdf_are_found(folder):
    library = Library("check-a")
    sheet = {**describe_sheet(library, ["missing"]), "rights": words(10, RUN)}
    (folder / "sheet.pdf").write_bytes(compile_pdf("worksheet.typ", sheet))
    assert len(check_quotations({"o": ORIGINAL}, [folder])) == 1


def test_eight_words_in_quotation_marks_are_allowed(folder):
    (folder / "page.md").write_text(f"“{words(10, RUN - 1)}”")
    assert check_quotations({"o": ORIGINAL}, [folder]) == []


def test_many_short_quotations_are_too_many(folder):
    (folder / "page.md").write_text(" … ".join(words(start, PHRASE) for start in range(0, 60, 20)))
    problems = check_quotations({"o": ORIGINAL}, [folder])
    assert len(problems) == 1 and "18 of its 200 words" in problems[0].fault


def test_one_short_quotation_is_not_too_many(folder):
    assert PHRASE <= MOST_QUOTED * 200
    (folder / "page.md").write_text(words(0, PHRASE))
    assert check_quotations({"o": ORIGINAL}, [folder]) == []


def test_nothing_of_the_originals_is_in_the_kit_or_in_what_it_builds(editions):
    if not (SHARED / "articles").exists():
        pytest.skip("the originals are not on this machine; they are not part of the kit")
    sites = [option for edition in ("study", "teach", "class") for option in ("--site", editions(edition))]
    done = run_kit(ROOT, "check", "--originals", SHARED / "articles", *sites)
    assert done.returncode == 0, done.stdout


def test_a_folder_without_an_original_is_told(folder):
    (folder / "other.txt").write_text("Something else altogether.")
    done = run_kit(ROOT, "check", "--originals", folder)
    assert done.returncode == 1 and "no file here is an original" in done.stderr
