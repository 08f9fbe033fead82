"""A second reader gets no answer, and what both said is compared: alpha as worked out by hand, every
difference with both reasons.
"""

import re

import pytest
import yaml
from helpers.kits import run_kit
from helpers.written_set import SET, write_set

from secondsource.author.agreement import compare_keys, measure, propose_contested, write_blind_copy
from secondsource.author.workspace import MEMO, ORIGINAL
from secondsource.content.keys import read_key
from secondsource.content.texts import slugs
from secondsource.content.textset import TextSet
from secondsource.problems import ContentError


@pytest.fixture
def kit(tmp_path):
    (tmp_path / "kit").mkdir()
    return write_set(tmp_path / "kit")


def fill(blank, answers):
    """Write answers, {unit: label}, of one skill into a blank copy; reasons as well."""
    data = yaml.safe_load(blank.read_text(encoding="utf-8"))
    for unit, label in answers.items():
        data["units"][unit]["speaking"] = {"answer": label, "why": f"Because of {unit}."}
    blank.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")


def test_a_blind_copy_asks_everything_and_tells_nothing(kit, tmp_path):
    desk = kit / "drafts" / SET
    desk.mkdir(parents=True)
    (desk / ORIGINAL).write_text("Zanzibar, an original.", encoding="utf-8")
    (desk / MEMO).write_text("units:\n  p2.1: A note on Zanzibar.\n", encoding="utf-8")
    paths = write_blind_copy(SET, tmp_path / "colleague", kit)
    given = "".join(path.read_text(encoding="utf-8") for path in paths)
    key = read_key(SET, kit)
    assert all(f"\n  {unit}:" in given for unit in key.units) and "money-answer" in given
    told = [answer.why for one in key.units.values() for _, answer in one if answer]
    assert len(told) > 14 and not [reason for reason in told if reason[:40] in given]
    assert "Zanzibar" not in given and not re.search(r'\n +answer: (?!"")', paths[1].read_text("utf-8"))
    with pytest.raises(ContentError, match="already"):
        write_blind_copy(SET, tmp_path / "colleague", kit)


@pytest.mark.parametrize("slug", slugs())
def test_a_blind_copy_gives_the_words_of_all_that_is_to_be_judged(slug, tmp_path):
    """Rows of tables stood there as “t1-one” alone: nobody could judge them."""
    sheet, blank = (path.read_text(encoding="utf-8") for path in write_blind_copy(slug, tmp_path))
    text_set = TextSet(slug)
    for name, activity in text_set.activities.items():
        for item in (item for item in activity.items() if item.form == "choice"):
            (line,) = re.findall(rf"^  - {re.escape(item.id)}(?:: | \().*", _part(sheet, name), re.MULTILINE)
            asked = text_set.asked(activity, item)
            assert asked.line in line and asked.note in line and len(line) > len(item.id) + 8, line
            assert activity.answer_place(name, item.id).split(", ")[-1] in blank


def _part(sheet, name):
    """Return what the sheet says of one exercise."""
    return re.search(rf"^{name}: .*?(?=\n\n|\Z)", sheet, re.MULTILINE | re.DOTALL)[0]


def test_a_difference_is_shown_with_the_words_of_its_row(tmp_path):
    _, blank = write_blind_copy("2015-scale", tmp_path)
    text_set = TextSet("2015-scale")
    (name, activity), *_ = [(name, one) for name, one in text_set.activities.items() if hasattr(one, "rows")]
    row, *_ = activity.rows
    answer = text_set.answers(name)[row].answer
    data = {"answers": {name: {row: {"answer": answer, "why": "It says so."}}}}
    blank.write_text(yaml.safe_dump(data), encoding="utf-8")
    (pair,), problems = compare_keys("2015-scale", blank)
    assert pair.text == activity.rows[row].text and problems == []


def test_alpha_and_differences_are_as_worked_out_by_hand(kit, tmp_path):
    _, blank = write_blind_copy(SET, tmp_path, kit)
    mine = {unit: one.speaking.answer for unit, one in read_key(SET, kit).units.items() if one.speaking}
    theirs = {**mine, "p6.1": "S0"}
    assert mine["p6.1"] == "S4"
    fill(blank, theirs)
    pairs, problems = compare_keys(SET, blank, kit)
    (speaking,) = measure(pairs)
    # Krippendorff 2011: 1 - (n - 1) * differing pairs / expected, over the values of both readers
    values = [*mine.values(), *theirs.values()]
    total = len(values)
    expected = sum(values.count(a) * values.count(b) for a in set(values) for b in set(values) if a != b)
    assert problems == [] and speaking[:3] == ("speaking", 8, 7)
    assert speaking.alpha == pytest.approx(1 - (total - 1) * 2 / expected)
    (other,) = [pair for pair in pairs if not pair.agrees]
    assert other.differs_in_kind and other.mine[0] == "S4" and other.theirs == ("S0", "Because of p6.1.")
    assert propose_contested(pairs) == ["speaking, p6.1"]
    assert "contested" not in (kit / f"solutions/{SET}/key.yaml").read_text(encoding="utf-8")


def test_full_agreement_on_one_label_has_no_alpha_and_a_wrong_answer_is_told(kit, tmp_path):
    _, blank = write_blind_copy(SET, tmp_path, kit)
    fill(blank, {"p2.1": "S0", "p4.1": "F9"})
    pairs, problems = compare_keys(SET, blank, kit)
    assert [one.alpha for one in measure(pairs)] == [None]
    assert [problem.fault for problem in problems] == ["“F9” is no answer here."]
    blank.write_text("units:\n  p99.1:\n    speaking: {answer: S0}\n", encoding="utf-8")
    assert compare_keys(SET, blank, kit)[1][0].item == "units, p99.1, speaking"


def test_the_command_shows_both_reasons_side_by_side(lean_kit, tmp_path):
    run_kit(lean_kit, "agree", SET, "--blind", tmp_path)
    fill(tmp_path / "other.yaml", {"p2.1": "S0", "p6.1": "S0"})
    said = run_kit(lean_kit, "agree", SET, tmp_path / "other.yaml").stdout
    assert (
        "speaking: 1 of 2 alike, alpha 0.00" in said
        and "speaking, p6.1 (one finds fault, one does not)" in said
    )
    assert "  yours   S4: " in said and "  theirs  S0: Because of p6.1." in said and "contested: true" in said
