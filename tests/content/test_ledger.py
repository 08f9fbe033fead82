"""The ledger: each statement is recorded with the words that were compared, and a changed one is found."""

import shutil

import pytest
from helpers.kits import run_kit
from helpers.places import ROOT

from secondsource.content.ledger import (
    count_results,
    list_changed,
    list_standings,
    read_ledger,
    record_readings,
)
from secondsource.content.statements import (
    digest,
    list_page_statements,
    list_statements,
    list_table_statements,
)
from secondsource.problems import ContentError

SET = "2015-scale"
CARD, SENTENCE, REASON = "evidence/cbs-2015-05", "brief/b2.1", "units/p3.3/speaking/why"
READINGS = f"""{CARD}: {{result: seen, at: cbsnews.com}}
{SENTENCE}: {{result: seen, at: ohchr.org}}
{REASON}: {{result: article}}
"""


@pytest.fixture
def kit(tmp_path):
    """A folder with one set, one page that cites, and no ledger."""
    for top in ("exercises", "solutions"):
        shutil.copytree(ROOT / top / SET, tmp_path / "kit" / top / SET)
        (tmp_path / "kit" / top / SET / "checked.yaml").unlink(missing_ok=True)
    (tmp_path / "kit/book").mkdir()
    (tmp_path / "kit/book/page.md").write_text("A page.\nHe said so {cite}`cbs-2015-05`.\n", encoding="utf-8")
    return tmp_path / "kit"


def record(kit, text=READINGS, name=SET, reader="model", day="2026-11-28"):
    file = kit / "readings.yaml"
    file.write_text(text, encoding="utf-8")
    return record_readings(name, file, reader, kit, day)


def replace(kit, file, old, new):
    text = (kit / file).read_text(encoding="utf-8")
    assert old in text
    (kit / file).write_text(text.replace(old, new), encoding="utf-8")


def test_statements_are_cards_briefs_and_all_that_answers_say(kit):
    found = {one.id: one for one in list_statements(SET, kit)}
    assert found[CARD].references == ("cbs-2015-05",) and found[CARD].folder == f"exercises/{SET}"
    assert "98 people" in found[SENTENCE].words and found[SENTENCE].references == ("un-2015-05-08",)
    assert found[REASON].folder == f"solutions/{SET}" and found[REASON].references == ("un-2015-05-08",)
    assert {
        "units/p3.3/speaking/also/S4",
        "units/p3.3/speaking/why_not/S0",
        "answers/conclusion/text/model",
    } <= set(found)
    assert not any(one.folder.startswith("solutions") for one in list_statements(SET, kit, with_key=False))
    assert [one.references for one in list_page_statements(kit)] == [("cbs-2015-05",)]


@pytest.mark.parametrize(
    "words, grave",
    [
        ("Up to 98 people were reported put to death.", True),
        ("A court in Antwerp found him guilty.", True),
        ("Zarif replied that the MP had no right to speak.", True),
        ("The price is printed on the ticket.", False),
        ("The courtyard was full.", False),
    ],
)
def test_what_names_a_court_a_crime_the_dead_or_the_accused_wants_two_readers(words, grave, kit):
    statement = list_statements(SET, kit)[0]._replace(words=words)
    assert statement.is_grave is grave


def test_a_comparison_is_kept_with_its_words_and_references(kit):
    assert record(kit) == 3
    kept = read_ledger(f"exercises/{SET}", kit)
    assert list(kept) == [CARD, SENTENCE], "in the order of the files"
    assert (
        kept[CARD].result == "seen" and kept[CARD].at == "cbsnews.com" and kept[CARD].compared == "2026-11-28"
    )
    assert list(read_ledger(f"solutions/{SET}", kit)) == [REASON]
    text = (kit / f"exercises/{SET}/checked.yaml").read_text(encoding="utf-8")
    assert sum(line.startswith("  ") for line in text.splitlines()) == 2, "a line a statement"
    counts = count_results(list_standings(kit)[SET])
    assert counts["seen"] == 2 and counts["article"] == 1 and counts["open"] == counts.total() - 3


@pytest.mark.parametrize(
    "file, old, new",
    [
        (f"exercises/{SET}/brief.txt", "Up to 98 people", "98 people"),
        (f"exercises/{SET}/evidence.yaml", "Zarif answers him sharply", "Zarif shouts at him"),
        (f"solutions/{SET}/key.yaml", "No source in this sentence. Paragraph 8", "No source. Paragraph 8"),
    ],
)
def test_a_statement_that_was_changed_is_named_until_it_is_compared_again(kit, file, old, new):
    record(kit)
    assert list_changed(kit) == []
    replace(kit, file, old, new)
    (line,) = list_changed(kit)
    assert line.startswith(file.rpartition("/")[0]) and "changed since it was compared" in line
    record(kit)
    assert list_changed(kit) == []


def test_spaces_and_line_ends_change_nothing():
    assert digest("Up to  98\npeople") == digest("Up to 98 people") != digest("Up to 99 people")


def test_a_second_reader_is_added_and_the_worse_result_stands(kit):
    record(kit)
    record(kit, f"{SENTENCE}: {{result: notes}}\n", reader="person")
    kept = read_ledger(f"exercises/{SET}", kit)
    assert kept[SENTENCE].readers == ["model", "person"] and kept[SENTENCE].result == "notes"
    record(kit, f"{SENTENCE}: {{result: seen}}\n")
    assert read_ledger(f"exercises/{SET}", kit)[SENTENCE].result == "notes", "until the words are mended"
    replace(kit, f"exercises/{SET}/brief.txt", "Up to 98 people", "As many as 98 people")
    record(kit, f"{SENTENCE}: {{result: seen}}\n")
    kept = read_ledger(f"exercises/{SET}", kit)
    assert kept[SENTENCE].readers == ["model"] and kept[SENTENCE].result == "seen", "new words, new record"


@pytest.mark.parametrize(
    "text, said",
    [
        ("brief/b99.1: {result: seen}\n", "brief/b99.1: “2015-scale” has no such statement."),
        (f"{CARD}: {{result: perhaps}}\n", "`result:` cannot be “perhaps”. Use one of: seen, second"),
        (f"{CARD}: {{result: seen, by: me}}\n", "“by” is not known here"),
    ],
)
def test_a_bad_list_is_refused_and_nothing_is_written(kit, text, said):
    with pytest.raises(ContentError, match="readings.yaml") as refused:
        record(kit, READINGS + text if CARD not in text else text)
    assert said in str(refused.value)
    assert not list(kit.rglob("checked.yaml"))


def test_pages_have_a_ledger_too(kit):
    (statement,) = list_page_statements(kit)
    record(kit, f"{statement.id}: {{result: seen}}\n", name="pages")
    assert list(read_ledger("book", kit)) == [statement.id]
    replace(kit, "book/page.md", "He said so", "She said so")
    assert count_results(list_standings(kit)["pages"])["open"] == 1


def test_the_timeline_and_the_counts_have_a_ledger_too(kit):
    shutil.copytree(ROOT / "exercises/cross-article", kit / "exercises/cross-article")
    folder = "exercises/cross-article"
    (kit / folder / "checked.yaml").unlink(missing_ok=True)
    statements = {one.id: one for one in list_table_statements(kit)}
    assert statements["timeline/us-listing"].references == ("usip-2012-09-28",)
    assert "300" in statements["counts/killed-amnesty-1988"].words.split("\n")
    text = "timeline/us-listing: {result: seen}\ncounts/killed-amnesty-1988: {result: seen}\n"
    assert record(kit, text, name="cross-article") == 2 and len(read_ledger(folder, kit)) == 2
    replace(kit, f"{folder}/timeline.yaml", 'day: "1997"', 'day: "1998"')
    replace(kit, f"{folder}/counts.yaml", "low: 300\n", "low: 310\n")
    assert [line.split(": ")[0] for line in list_changed(kit)] == [
        f"{folder}, timeline/us-listing",
        f"{folder}, counts/killed-amnesty-1988",
    ]


def test_no_statement_of_the_kit_was_changed_since_it_was_compared():
    done = run_kit(ROOT, "check", "--facts")
    assert done.returncode == 0 and "changed since it was compared" not in done.stdout, done.stdout
