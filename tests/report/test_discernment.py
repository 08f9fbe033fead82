"""Discernment, items and agreement: the sums are right, small classes get words instead of numbers, large
ones are no trouble.
"""

import numpy as np
import pandas as pd
import pytest

from secondsource.content.labels import OPTIONS, PHRASES, SPEAKING
from secondsource.data.items import CHECKS, list_items
from secondsource.marking.marks import make_key, mark, read_keys
from secondsource.marking.reading import read_hand_in
from secondsource.report import advice as reteach
from secondsource.report import checks as change
from secondsource.report import discernment
from secondsource.report import items as measures
from secondsource.report import splits as heatmap
from secondsource.report.discernment import (
    OUTCOMES,
    count_responses,
    describe_change,
    describe_class,
    describe_detection,
    describe_students,
)
from secondsource.report.synthetic import CHANGES, make_class, write_answer_files

COLUMNS = {
    "set": "s",
    "activity": "a",
    "kind": "mark",
    "skill": "speaking",
    "unit": "p1.1",
    "place": 0,
    "sentence": "A sentence.",
    "text": "A sentence.",
    "quote": "",
    "title": "T",
    "form": "choice",
    "choices": SPEAKING,
    "discerns": True,
    "asks_confidence": False,
    "target": "weak",
    "answer": "S2",
    "contested": False,
    "two_sided": False,
    "why": "Because.",
    "why_not": {},
}


def catalogue_of(**items):
    """Return a small catalogue: {name: what differs from COLUMNS}."""
    return pd.DataFrame(
        [{**COLUMNS, **parts} for parts in items.values()],
        index=pd.Index([f"s/a/{name}" for name in items], name="item"),
    )


def marked_of(rows):
    """Return marked answers from (student, item, response, mark, points)."""
    table = pd.DataFrame(rows, columns=["student", "item", "response", "mark", "points"])
    return table.assign(item="s/a/" + table["item"], name=table["student"], confidence=np.nan)


@pytest.fixture(scope="module")
def catalogue():
    return list_items()


@pytest.fixture(scope="module")
def marked():
    return mark(make_class(30, sets=["2015-scale", *CHECKS]), read_keys())


def counts_of(*rows):
    return pd.DataFrame(
        rows,
        columns=OUTCOMES,
        index=pd.MultiIndex.from_tuples(
            [(f"s{n}", "speaking") for n in range(len(rows))], names=["student", "skill"]
        ),
    )


@pytest.mark.parametrize(
    "counts, d_prime, criterion",
    [
        (
            (20, 5, 10, 15),
            1.0445,
            -0.2788,
        ),  # Macmillan & Creelman's faces, chapter 1: .80 and .40; 1.095 and -.294 without the correction
        ((5, 5, 5, 5), 0.0, 0.0),
        ((8, 0, 0, 8), 3.1864, 0.0),  # perfect, and finite: 8.5/9 against 0.5/9
        ((8, 0, 8, 0), 0.0, -1.5932),  # objects to everything: no skill, a strong lean
        ((0, 8, 0, 8), 0.0, 1.5932),
        ((0, 8, 8, 0), -3.1864, 0.0),
    ],
)
def test_d_prime_and_criterion_are_those_worked_out_by_hand(counts, d_prime, criterion):
    found = describe_detection(pd.DataFrame([counts], columns=OUTCOMES)).iloc[0]
    assert found["d_prime"] == pytest.approx(d_prime, abs=5e-4) and found["criterion"] == pytest.approx(
        criterion, abs=5e-4
    )


@pytest.mark.parametrize("each, error", [(8, 0.66), (15, 0.48), (30, 0.34), (75, 0.22)])
def test_the_error_of_one_persons_d_prime_is_what_the_teaching_notes_say(each, error):
    """70 per cent hits, 30 per cent false alarms, as in solutions/check-a/notes.md; the correction takes a
    little off for few items.
    """
    found = describe_detection(
        pd.DataFrame([[0.7 * each, 0.3 * each, 0.3 * each, 0.7 * each]], columns=OUTCOMES)
    ).iloc[0]
    assert found["d_error"] == pytest.approx(error, abs=0.015) and found["c_error"] == found["d_error"] / 2


@pytest.mark.parametrize("counts", [(3, 1, 0, 0), (0, 0, 2, 2), (0, 0, 0, 0)])
def test_without_sound_or_without_weak_claims_there_is_no_d_prime(counts):
    assert (
        describe_detection(pd.DataFrame([counts], columns=OUTCOMES))[discernment.MEASURES]
        .isna()
        .all(axis=None)
    )


@pytest.mark.parametrize(
    "item, response, outcome",
    [
        ({"target": "weak", "answer": "S2"}, "S2", "hits"),
        ({"target": "weak", "answer": "S2"}, "S4", "hits"),  # the wrong label, but a fault was noticed
        ({"target": "weak", "answer": "S2"}, "S0", "misses"),
        ({"target": "weak", "answer": "S2"}, "X", "misses"),  # says that nothing is claimed: no objection
        ({"target": "sound", "answer": "S0"}, "S0", "correct_rejections"),
        ({"target": "sound", "answer": "S0"}, " S3 ", "false_alarms"),
        ({"target": "sound", "answer": "S0"}, "X", "correct_rejections"),
        ({"target": "weak", "choices": PHRASES, "skill": "wording"}, "loaded", "hits"),
        ({"target": "sound", "choices": PHRASES, "skill": "wording"}, "loaded", "false_alarms"),
        ({"target": "weak", "choices": OPTIONS, "skill": "missing"}, "no", "misses"),
        ({"target": "sound", "choices": OPTIONS, "skill": "missing"}, "no", "correct_rejections"),
        ({"target": "sound", "answer": "S0"}, "loaded", None),  # an answer to another exercise
        ({"target": "", "contested": True}, "S2", None),
        ({"target": "weak", "two_sided": True}, "S0", None),
        ({"target": "weak"}, None, None),
        ({"target": "weak"}, "", None),
        ({"target": "weak"}, "<script>alert(1)</script>", None),
        ({"target": "weak"}, "constructor", None),
    ],
)
def test_what_counts_as_hit_and_false_alarm(item, response, outcome):
    counts = count_responses(marked_of([("ada", "q", response, "wrong", 0.0)]), catalogue_of(q=item))
    assert counts.sum().sum() == (outcome is not None)
    assert outcome is None or counts[outcome].tolist() == [1]


def test_a_key_that_accepts_both_sides_makes_an_item_two_sided(catalogue):
    """Such an item counts neither as a hit nor as a false alarm: an accepted answer is none."""
    assert catalogue["two_sided"].sum() > 5
    assert set(catalogue[catalogue["two_sided"]]["target"]) == {""}


def test_the_catalogue_counts_as_the_students_page_does(catalogue):
    from secondsource.content.textset import TextSet
    from secondsource.exercise.key_payload import describe_key

    library = TextSet("2015-scale")
    for name in library.activities:
        told = {item: parts.get("target", "") for item, parts in describe_key(library, name).items()}
        assert {item: catalogue.loc[f"2015-scale/{name}/{item}", "target"] for item in told} == told


def test_without_solutions_the_catalogue_has_questions_and_no_answers(kit):
    import shutil

    shutil.rmtree(kit / "solutions")
    items = list_items(kit)
    assert (
        len(items) == len(list_items())
        and items["answer"].isna().all()
        and set(items["target"]) == {""}
        and not items["why"].any()
    )


def test_class_intervals_are_those_of_a_bootstrap_over_students(marked, catalogue):
    counts = count_responses(marked, catalogue)
    found = describe_class(counts).loc["speaking"]
    table = counts.xs("speaking", level="skill")
    draws = np.random.default_rng(3).multinomial(len(table), np.full(len(table), 1 / len(table)), size=2000)
    spread = describe_detection(pd.DataFrame(draws @ table.to_numpy(), columns=OUTCOMES))[
        discernment.MEASURES
    ].std()
    for name in discernment.MEASURES:
        half = (found[f"{name}_high"] - found[name]) / discernment.quantile_t(len(table) - 1)
        assert half == pytest.approx(spread[name], rel=0.12)


@pytest.mark.parametrize(
    "freedom, quantile",
    [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (10, 2.228), (29, 2.045), (9999, 1.960)],
)
def test_students_t_is_that_of_the_tables(freedom, quantile):
    assert discernment.quantile_t(freedom) == pytest.approx(quantile, rel=0.02)


@pytest.mark.parametrize(
    "rows", [[(8, 0, 0, 8)], [(8, 0, 0, 8)] * 30, [(4, 4, 2, 6)] * 12, [(8, 0, 8, 0), (0, 8, 0, 8)]]
)
def test_a_class_that_is_one_or_all_alike_has_a_finite_interval_that_is_not_empty(rows):
    found = describe_class(counts_of(*rows)).iloc[0]
    assert (
        np.isfinite(found.to_numpy(dtype=float)).all()
        and found["d_prime_low"] < found["d_prime"] < found["d_prime_high"]
    )
    assert found["hit_rate_low"] >= 0 and found["hit_rate_high"] <= 1


def test_a_change_is_counted_over_the_students_who_took_both():
    before = counts_of((4, 4, 4, 4), (5, 3, 3, 5), (8, 0, 8, 0)).droplevel("skill")
    after = counts_of((7, 1, 1, 7), (6, 2, 2, 6)).droplevel("skill")
    found = describe_change(before, after)
    assert (
        found["students"] == 2
        and found["hit_rate"] == pytest.approx(13 / 16 - 9 / 16)
        and found["false_alarm_rate"] == pytest.approx(3 / 16 - 7 / 16)
    )
    assert describe_change(before.iloc[:1], after) is None and describe_change(before.iloc[2:], after) is None


def change_of(hits, alarms, d_prime):
    return pd.Series(
        {
            f"{name}{end}": value
            for name, ends in (("hit_rate", hits), ("false_alarm_rate", alarms), ("d_prime", d_prime))
            for end, value in zip(("_low", "", "_high"), ends, strict=True)
        }
    )


UP, DOWN, FLAT = (0.05, 0.2, 0.35), (-0.35, -0.2, -0.05), (-0.1, 0.0, 0.1)


@pytest.mark.parametrize(
    "hits, alarms, d_prime, verdict",
    [
        (UP, UP, FLAT, "suspicion"),
        (FLAT, UP, DOWN, "suspicion"),
        (DOWN, DOWN, FLAT, "trust"),
        (UP, FLAT, UP, "better"),
        (UP, DOWN, UP, "better"),
        (UP, UP, UP, "mixed"),
        (FLAT, FLAT, DOWN, "worse"),
        (FLAT, FLAT, FLAT, "unclear"),
        (FLAT, (-0.05, 0.06, 0.17), FLAT, "watch"),
    ],
)
def test_suspicion_is_never_taken_for_discernment(hits, alarms, d_prime, verdict):
    assert change.judge_change(change_of(hits, alarms, d_prime)) == verdict


@pytest.mark.parametrize(
    "made, verdict",
    [("discernment", "better"), ("suspicion", "suspicion"), ("trust", "trust"), ("none", "unclear")],
)
def test_a_class_made_to_change_in_one_way_gets_that_verdict(catalogue, made, verdict):
    answers = mark(make_class(200, 5, change=made, sets=list(CHECKS)), read_keys(CHECKS))
    _, compared, _ = change.compare_occasions(answers, catalogue)
    assert [(one.first, one.second) for one in compared] == [
        ("Before", "After"),
        ("Before", "Later"),
        ("After", "Later"),
    ]
    assert compared[0].verdict == verdict


def test_no_verdict_says_that_the_kit_did_it():
    assert not any("kit" in text.lower() for verdict in change.VERDICTS.values() for text in verdict)


RING = {"ada": "abc", "bea": "bca", "cem": "cab", "dan": "ab"}


@pytest.mark.parametrize("kind", ["str", "category", "datetime64[us, UTC]", None])
def test_in_a_ring_each_students_own_first_form_is_before(catalogue, kind):
    rows = [
        (student, f"check-{form}/speaking/{item}", f"2026-0{month}-01T10:00:00Z")
        for student, forms in RING.items()
        for month, form in enumerate(forms, 1)
        for item in ("p1.1", "p1.3")
    ]
    table = pd.DataFrame(rows, columns=["student", "item", "saved"]).assign(mark="right")
    found, order = change.order_checks(
        table.astype({"saved": kind}) if kind else table.drop(columns="saved"), catalogue
    )
    before = found[found["occasion"] == 0].drop_duplicates("student")
    ring = {
        "ada": "check-a",
        "bea": "check-b",
        "cem": "check-c",
    }  # Dan took two of three: what came first is not known
    assert before.set_index("student")["set"].astype(str).to_dict() == (
        ring if kind else {"ada": "check-a", "bea": "check-a", "cem": "check-a", "dan": "check-a"}
    )
    assert ("own order" in order) == bool(kind)


def test_the_times_of_a_hand_in_tell_the_order(tmp_path, catalogue):
    """Files of one order for all: the times are there, and the plan of the class is A, B, C."""
    write_answer_files(tmp_path, make_class(6, sets=list(CHECKS)))
    hand_in = read_hand_in(tmp_path)
    saved = np.repeat(hand_in.sittings["saved"].to_numpy(), hand_in.sittings["rows"])
    found, order = change.order_checks(
        mark(hand_in.answers, read_keys(CHECKS)).assign(saved=saved), catalogue
    )
    assert "everybody" in order and found.groupby("set", observed=True)["occasion"].unique().map(
        list
    ).to_dict() == {name: [place] for place, name in enumerate(CHECKS)}


def test_difficulty_and_discrimination_are_those_of_numpy(marked, catalogue):
    found = measures.describe_items(marked, catalogue)
    item = "2015-scale/speaking/p2.1"
    of_set = marked[
        marked["item"].astype(str).str.startswith("2015-scale/") & marked["mark"].isin(measures.SCORED)
    ]
    wide = of_set.pivot(index="student", columns="item", values="points").astype(float)
    taken = wide[wide[item].notna()]
    rest = taken.drop(columns=item).mean(axis="columns")
    assert found.loc[item, "difficulty"] == pytest.approx(taken[item].mean()) and found.loc[
        item, "answered"
    ] == len(taken)
    assert found.loc[item, "discrimination"] == pytest.approx(np.corrcoef(taken[item], rest)[0, 1])


def test_under_ten_students_there_is_no_discrimination(catalogue):
    few = mark(make_class(9, sets=["check-a"]), read_keys(["check-a"]))
    found = measures.describe_items(few, catalogue)
    assert found["discrimination"].isna().all() and found["difficulty"].between(0, 1).all()


def test_calibration_counts_what_was_marked_right_or_wrong():
    table = marked_of(
        [
            ("a", "q", "S2", "right", 1.0),
            ("b", "q", "S0", "wrong", 0.0),
            ("c", "q", None, "blank", 0.0),
            ("d", "q", "S2", "contested", np.nan),
        ]
    )
    found = measures.calibrate(table.assign(confidence=[90.0, 90.0, 90.0, 90.0]))
    assert found.loc[90, "answers"] == 2 and found.loc[90, "right"] == 0.5
    assert measures.measure_overconfidence(table.assign(confidence=[90.0, 70.0, np.nan, 100.0])) == 30.0
    assert measures.measure_overconfidence(table) is None and measures.calibrate(table).empty


def test_wilsons_interval_is_the_published_one():
    low, high = measures.wilson(np.array([8.0, 0.0]), np.array([10.0, 10.0]))
    assert low == pytest.approx([0.490, 0.0], abs=5e-4) and high == pytest.approx([0.943, 0.278], abs=5e-4)


def test_alpha_is_that_of_krippendorffs_published_example():
    """Krippendorff 2011: four coders, twelve units, some missing; nominal alpha .743."""
    coders = [
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    ]
    rows = [
        (
            f"c{coder}",
            f"q{unit:02}",
            None if value == "." else value,
            "blank" if value == "." else "wrong",
            0.0,
        )
        for coder, values in enumerate(coders)
        for unit, value in enumerate(values.split())
    ]
    items = catalogue_of(**{f"q{unit:02}": {"kind": "table"} for unit in range(12)})
    found = measures.measure_agreement(marked_of(rows), items).iloc[0]
    assert found["alpha"] == pytest.approx(0.743, abs=5e-4) and found["students"] == 4


@pytest.mark.parametrize(
    "rows, expected",
    [
        ([("a", "q", "S0", "right", 1.0)], 0),  # one student: nobody to agree with
        ([("a", "q", "S0", "right", 1.0), ("b", "q", "S0", "right", 1.0)], 1),
    ],
)
def test_alpha_without_anything_to_compare_is_no_number_and_no_warning(recwarn, rows, expected):
    found = measures.measure_agreement(marked_of(rows), catalogue_of(q={}))
    assert (
        len(found) == expected
        and found["alpha"].isna().all()
        and found["one_answer"].all()
        and not recwarn.list
    )


def shares_of(target, answer, response, objecting, count=20, **item):
    """Return share_answers and catalogue for one item of which `objecting` of `count` students gave
    `response`.
    """
    given = [response] * objecting + [answer] * (count - objecting)
    rows = [
        (f"s{n}", "q", value, "right" if value == answer else "wrong", float(value == answer))
        for n, value in enumerate(given)
    ]
    items = catalogue_of(q={"target": target, "answer": answer, **item})
    return measures.share_answers(marked_of(rows), items), items


def test_a_sound_claim_that_many_accused_is_taught_again_with_its_reason_and_its_lesson():
    shares, items = shares_of("sound", "S0", "S1", 9, why_not={"S1": "Her interest is shown."})
    [advice] = reteach.find_accused(shares, items, {"s/a": "Lesson 1: Who is speaking?"})
    assert (
        advice.finding
        == "45% of 20 students found fault with this claim. It is sound. Most of them said “Hidden interest”."
    )
    assert (
        advice.why == "Her interest is shown."
        and advice.again == "the page “Who is speaking?” and “Lesson 1: Who is speaking?”"
    )


@pytest.mark.parametrize(
    "finder, target, answer, response, objecting, count, found",
    [
        (reteach.find_accused, "sound", "S0", "S1", 4, 20, 0),  # a fifth is no lesson
        (reteach.find_accused, "sound", "S0", "S1", 3, 4, 0),  # four students are no share
        (
            reteach.find_accused,
            "weak",
            "S2",
            "S4",
            15,
            20,
            0,
        ),  # the wrong label for a weak claim is no false alarm
        (reteach.find_missed, "weak", "S2", "S0", 8, 20, 1),
        (reteach.find_missed, "weak", "S2", "X", 8, 20, 1),
        (reteach.find_missed, "weak", "S2", "S4", 15, 20, 0),
        (reteach.find_confusions, "weak", "S2", "S4", 8, 20, 1),
        (reteach.find_confusions, "weak", "S2", "S4", 3, 20, 0),
    ],
)
def test_what_is_taught_again(finder, target, answer, response, objecting, count, found):
    assert len(finder(*shares_of(target, answer, response, objecting, count), {})) == found


@pytest.mark.parametrize(
    "criterion, low, high, lean",
    [
        (-0.4, -0.6, -0.2, "readily"),
        (0.4, 0.2, 0.6, "rarely"),
        (-0.4, -0.9, 0.1, ""),
        (-0.05, -0.08, -0.02, ""),
    ],
)
def test_a_lean_is_told_only_where_it_is_sure_and_not_tiny(criterion, low, high, lean):
    assert reteach.judge_lean(criterion, low, high) == lean


def test_every_lesson_that_is_named_teaches_an_exercise_there_is(catalogue):
    lessons = reteach.list_lessons()
    assert lessons and set(lessons) <= set(catalogue["set"] + "/" + catalogue["activity"])


def test_the_heat_map_follows_the_text_and_its_shares_add_up(marked, catalogue):
    shares, workers = heatmap.share_of_sets(marked, catalogue)
    passages = heatmap.draw_map(shares, catalogue[catalogue["set"] == "2015-scale"])
    places = [
        catalogue.loc[(catalogue["set"] == "2015-scale") & (catalogue["unit"] == passage.unit), "place"].iloc[
            0
        ]
        for passage in passages
        if passage.unit
    ]
    assert places == sorted(places) and passages[-1].unit == "" and workers["2015-scale"] >= heatmap.FEWEST
    for passage in passages:
        for row in passage.rows:
            assert sum(part.share for part in row.parts) == pytest.approx(1) and len(
                {part.name for part in row.parts}
            ) == len(row.parts)
    assert sum(heatmap.count_splits(passages).values()) == sum(len(passage.rows) for passage in passages)


@pytest.mark.parametrize("share, word", [(20, "agreed"), (15, "agreed"), (13, "leaning"), (11, "split")])
def test_a_split_is_a_word_before_it_is_a_pattern(share, word):
    shares, items = shares_of("weak", "S2", "S4", 20 - share)
    assert heatmap.draw_map(shares, items)[0].rows[0].split == word


def test_a_students_d_prime_is_reliable_only_from_thirty_of_each():
    items = catalogue_of(
        **{f"w{n}": {} for n in range(30)},
        **{f"s{n}": {"target": "sound", "answer": "S0"} for n in range(30)},
    )
    rows = [("ada", name.rpartition("/")[2], "S2", "right", 1.0) for name in items.index]
    whole = describe_students(marked_of(rows), items).iloc[0]
    assert (
        whole["reliable"]
        and whole["weak"] == whole["sound"] == 30
        and whole["low"] < whole["d_prime"] < whole["high"]
    )
    assert not describe_students(marked_of(rows[1:]), items).iloc[0]["reliable"]


def test_students_are_listed_by_name_not_by_rank():
    rows = [
        (name, "q", answer, "right", 1.0) for name, answer in (("zoe", "S2"), ("Ada", "S0"), ("bea", "S2"))
    ]
    assert describe_students(marked_of(rows), catalogue_of(q={}))["name"].tolist() == ["Ada", "bea", "zoe"]


def test_the_same_seed_makes_the_same_class_and_another_another():
    first, again, other = (make_class(5, seed, sets=["check-a"]) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again)
    assert not first["response"].astype(str).equals(other["response"].astype(str))


def test_a_synthetic_class_says_so_in_every_name_and_answers_what_can_be_answered(catalogue):
    answers = make_class(4)
    assert (
        answers["name"].astype(str).str.startswith("Synthetic ").all()
        and answers["student"].astype(str).str.startswith("synthetic-").all()
    )
    given = (
        answers.dropna(subset=["response"])
        .astype({"item": str, "response": str})
        .drop_duplicates(["item", "response"])
    )
    choices = given["item"].map(catalogue["choices"])
    pairs = zip(given["response"], choices, strict=True)
    assert all(response in allowed for response, allowed in pairs if allowed)
    marks = mark(answers, read_keys())["mark"]
    assert not marks.isin(["unknown", "unreadable"]).any() and set(answers["item"].cat.categories) == set(
        catalogue.index
    )
    asked = answers["item"].astype(str).map(catalogue["asks_confidence"]).astype(bool)
    assert (
        answers["confidence"].dropna().between(50, 100).all()
        and answers.loc[~asked, "confidence"].isna().all()
        and answers.loc[asked, "confidence"].notna().any()
    )


def test_synthetic_answer_files_are_read_as_any_hand_in(tmp_path):
    answers = make_class(3, sets=["check-a", "ferry-fares"])
    assert len(write_answer_files(tmp_path, answers)) == 3
    read = read_hand_in(tmp_path).answers
    columns = ["name", "item", "response", "confidence"]
    both = [
        table[columns].astype({name: str for name in columns[:3]}).sort_values(columns[:2], ignore_index=True)
        for table in (read, answers)
    ]
    pd.testing.assert_frame_equal(*both)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("students", [1, 2])
def test_the_smallest_classes_are_counted_without_a_warning(recwarn, catalogue, students, change):
    table = mark(make_class(students, change=change, sets=["ferry-fares"]), read_keys(["ferry-fares"]))
    assert np.isfinite(describe_class(count_responses(table, catalogue)).to_numpy(dtype=float)).all()
    for describe in (measures.describe_items, measures.measure_agreement, describe_students):
        describe(table, catalogue)
    assert not measures.calibrate(table).empty and not recwarn.list


def test_ten_thousand_students_are_counted_as_a_small_class_is(catalogue):
    table = mark(make_class(10_000, sets=["check-a", "check-b"]), read_keys(["check-a", "check-b"]))
    counts = count_responses(table, catalogue)
    alone = table[(table["student"] == "synthetic-00007").to_numpy()]
    pd.testing.assert_frame_equal(
        count_responses(alone, catalogue).droplevel("student"), counts.xs("synthetic-00007", level="student")
    )
    found = describe_class(counts)
    assert found["students"].max() > 9_000 and (found["d_prime_high"] - found["d_prime_low"]).max() < 0.1
    assert measures.measure_agreement(table, catalogue)["alpha"].between(0, 1).all()


def test_an_empty_table_is_an_empty_answer(catalogue):
    nothing = mark(
        pd.DataFrame({"student": [], "name": [], "item": [], "response": [], "confidence": []}, dtype="str"),
        make_key({}),
    )
    counts = count_responses(nothing, catalogue)
    assert counts.empty and describe_class(counts).empty and measures.describe_items(nothing, catalogue).empty
