"""The exercises as tables: one row per item, nothing lost, nothing typed twice."""

import pandas as pd
import pytest
from helpers.kits import copy_kit

from secondsource import data
from secondsource.content.labels import CHOICE_LISTS, PHRASES, SKILLS
from secondsource.content.references import read_references
from secondsource.content.texts import slugs
from secondsource.content.textset import TextSet
from secondsource.content.yamlfile import read_yaml
from secondsource.files import ROOT
from secondsource.problems import ContentError

TABLES = {
    "sources": ("source-classes", "source", "kind"),
    "figures": ("verdicts", "figure", "verdict"),
    "forecasts": ("outcomes", "forecast", "outcome"),
}
COUNTS = ["id", "topic", "who", "low", "high", "said", "party", "kind", "reference", "note"]


@pytest.fixture(scope="module")
def unkeyed(tmp_path_factory):
    """A copy of the kit as the class edition has it."""
    return copy_kit(tmp_path_factory.mktemp("unkeyed"), leave_out=["solutions"])


def asked(choices):
    """Return the full names of all rows of tables with these choices, in the real articles."""
    return [
        (slug, f"{name}/{item}")
        for slug in data.articles()
        for name, activity in TextSet(slug).activities.items()
        for item in (activity.rows if activity.choices() is CHOICE_LISTS[choices] else ())
    ]


def test_the_real_articles_come_in_order_of_publication():
    assert data.articles() == sorted(data.articles()) and len(data.articles()) == 5
    assert not {"ferry-fares", "across", "check-a"} & set(data.articles())


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_its_columns_and_one_row_per_item(name):
    choices, text, answer = TABLES[name]
    table = getattr(data, name)()
    note = "horizon" if name == "forecasts" else "note"
    assert list(table.columns) == ["set", "item", "unit", text, note, answer, "also", "scored"] + (
        ["years"] if name == "forecasts" else []
    )
    assert sorted(zip(table["set"], table["item"], strict=True)) == sorted(asked(choices))
    assert (
        table[answer].isin(list(CHOICE_LISTS[choices])).all()
        and table["also"].map(type).eq(tuple).all()
        and table["scored"].dtype == bool
    )


@pytest.mark.parametrize("name", TABLES)
def test_the_answers_of_a_table_are_those_of_the_key_file(name):
    for row in getattr(data, name)().to_dict("records"):
        activity, item = row["item"].split("/")
        written = read_yaml(ROOT / "solutions" / row["set"] / "key.yaml")["answers"][activity][item]
        assert (row[TABLES[name][2]], row["scored"]) == (
            written["answer"],
            written.get("contested") != "true",
        )


def test_every_forecast_has_a_horizon_of_one_or_five_years():
    table = data.forecasts()
    assert set(table["years"]) == {1, 5}
    assert all(
        ("five years" in horizon) == (years == 5)
        for horizon, years in zip(table["horizon"], table["years"], strict=True)
    )


def test_phrases_have_one_row_each_with_its_answer():
    table = data.phrases()
    assert list(table.columns) == ["set", "item", "unit", "phrase", "answer", "plain", "scored"]
    assert len(table) == sum(
        bool(item.quote)
        for slug in data.articles()
        for activity in TextSet(slug).activities.values()
        for item in activity.items()
    )
    assert table["answer"].isin(list(PHRASES)).all()


def test_labels_have_one_row_per_labelled_unit_and_skill():
    table = data.labels()
    assert list(table.columns) == ["set", "unit", "document", "skill", "label", "scored"]
    assert not table.duplicated(["set", "unit", "skill"]).any() and set(table["document"]) <= {
        "article",
        "brief",
    }
    assert len(table) == sum(
        1 for slug in slugs() for skills in TextSet(slug).key.units.values() for _, answer in skills if answer
    )
    assert all(row["label"] in SKILLS[row["skill"]] for row in table.to_dict("records"))


def test_counts_agree_with_their_file_and_name_known_references():
    table, written = data.counts(), read_yaml(ROOT / "exercises" / "cross-article" / "counts.yaml")["counts"]
    assert list(table.columns) == COUNTS and table["id"].tolist() == list(written)
    for row in table.to_dict("records"):
        assert {name: str(row[name]) for name in COUNTS[1:] if name in written[row["id"]]} == written[
            row["id"]
        ]
    assert (
        (table["low"] <= table["high"]).all()
        and (table["low"] > 0).all()
        and set(table["party"]) <= {"yes", "no", "in part"}
    )
    assert set(table["reference"]) <= set(read_references())


def test_a_topic_has_its_own_rows_and_an_unknown_one_has_none():
    rally = data.counts("rally-2018")
    assert set(rally["topic"]) == {"rally-2018"} and rally.index.tolist() == list(range(len(rally)))
    unknown = data.counts("no-such-thing")
    assert unknown.empty and list(unknown.columns) == COUNTS


def test_the_second_hand_number_is_marked_as_such_wherever_it_stands():
    low = data.counts("rally-2018").query("low == 4000")
    assert low["kind"].tolist() == ["reported second-hand"] and low["party"].tolist() == ["in part"]


def test_without_solutions_the_answers_are_missing_and_the_questions_are_there(unkeyed):
    for name, (choices, text, answer) in TABLES.items():
        table = getattr(data, name)(unkeyed)
        assert (
            len(table) == len(asked(choices))
            and table[answer].isna().all()
            and not table["scored"].any()
            and table[text].notna().all()
        )
    assert data.phrases(unkeyed)[["answer", "plain"]].isna().all(axis=None) and data.labels(unkeyed).empty
    pd.testing.assert_frame_equal(data.counts(root=unkeyed), data.counts())


def test_a_number_that_is_no_number_is_named_with_its_file(tmp_path):
    folder = tmp_path / "exercises" / "cross-article"
    folder.mkdir(parents=True)
    entry = dict.fromkeys(COUNTS[1:], "x") | {"low": "many", "high": "5"}
    (folder / "counts.yaml").write_text(
        "counts:\n  first:\n" + "".join(f"    {name}: {value}\n" for name, value in entry.items())
    )
    said = "counts.yaml, counts, first: “many” is no whole number. Write digits: `low: 5`."
    with pytest.raises(ContentError, match=said):
        data.counts(root=tmp_path)


def test_cards_are_those_of_the_evidence_file():
    from secondsource.content.cards import read_evidence

    table = data.cards("2018-main-opposition")
    assert (
        list(table["card"]) == list(read_evidence("2018-main-opposition")) and not table["date"].isna().any()
    )
