"""Forty honest right answers for each kind of task: taken, or told the one thing to change. The values are
what students make with pandas, numpy and plain Python.
"""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from secondsource.notebooks.comparing import describe_fault
from secondsource.notebooks.grading import _agrees
from secondsource.notebooks.making import source_notebooks
from secondsource.notebooks.plain import read_as, spoken
from secondsource.notebooks.shapes import describe_emptiness, describe_shape
from secondsource.notebooks.tasks import Task, read_tasks

S, F, NP = pd.Series, pd.DataFrame, np.array
SHARES = {"a": 39.1, "b": 35.4, "c": 37.8}  # of 39.123, 35.447 and 37.755, as a key has them
TRUE = {"a": 39.1228, "b": 35.4467, "c": 37.7551}
DAYS = {"2021-07-14", "2021-07-25"}

NUMBER = (23.0, 0, "")
CENT = (85.71, 0.5, "per cent")
SHARE = (0.5615, 0.006, "")
NUMBERS = [  # (value, key, what is said; "" where it is taken)
    *[
        (value, NUMBER, "")
        for value in (
            23, 23.0, np.int64(23), np.int32(23), np.int8(23), np.uint16(23), np.float64(23), np.float32(23),
            np.float16(23), Decimal(23), Fraction(23), S([1] * 23).sum(), S([True] * 23).sum(), len("x" * 23),
            23.0000000001, S(range(24)).max(), S([23], dtype="Int64").max(), S([23.0], dtype="Float64").max(),
            round(22.9999), S(list("ab") * 23).value_counts().iloc[0], int("23"), pd.to_numeric("23"),
        )
    ],
    *[(value, CENT, "") for value in (86, 86.0, np.round(85.714), 85.7, 85.71, 600 / 7, Fraction(600, 7))],
    *[(value, SHARE, "") for value in (0.56, 0.5615, 0.56149, np.float32(0.5615))],
    (56.15, SHARE, "share or per cent"),
    (56, SHARE, "share or per cent"),
    (0.857, CENT, "share or per cent"),
    (6 / 7, CENT, "share or per cent"),
    ("23", NUMBER, "quotation marks"),
    ([23], NUMBER, "add [0]"),
    (S([23]), NUMBER, "add .iloc[0]"),
    (S({"a": 23}), NUMBER, "add .iloc[0]"),
    (NP([23]), NUMBER, "add [0]"),
    (F({"a": [23]}), NUMBER, "add .iloc[0, 0]"),
    (pd.Timedelta(days=23), NUMBER, ".days"),
    (dt.timedelta(days=23), NUMBER, ".days"),
    (NP(23), NUMBER, ""),
    ("23 %", CENT, "quotation marks, the sign"),
    ("1,023", NUMBER, "the comma"),
    (pd.NA, NUMBER, "something is missing"),
    (pd.NaT, NUMBER, "something is missing"),
    (np.True_, NUMBER, "True or False"),
    (map(len, ["x"]), NUMBER, "list(…)"),
]  # fmt: skip

NAMES_KEY = ({"p3", "p5"}, 0, "")
DAYS_KEY = (DAYS, 0, "")
TABLE = F({"who": ["p3", "p5"], "n": [1, 2]})
NAMES = [
    *[
        (value, NAMES_KEY, "")
        for value in (
            ["p3", "p5"], ["p5", "p3"], ("p3", "p5"), {"p3", "p5"}, frozenset(["p3", "p5"]), S(["p3", "p5"]),
            S(["p3", "p5"], index=[7, 9]), S(["p3", "p5"], dtype="string"), S(["p3", "p5"], dtype="category"),
            pd.Index(["p3", "p5"]), pd.CategoricalIndex(["p3", "p5"]), NP(["p3", "p5"]),
            NP(["p3", "p5"], dtype=object), TABLE["who"], TABLE["who"].unique(), TABLE["who"].array,
            TABLE["who"].values, TABLE.set_index("who").index, TABLE["who"].tolist(), list(TABLE["who"]),
            {"p3": 1, "p5": 2}.keys(), S({"p3": 1, "p5": 2}).index, S({"p3": 1, "p5": 2}).keys(),
            ["p3", "p5", "p3"], [" p3", "p5 "], sorted({"p5", "p3"}), pd.Categorical(["p3", "p5"]),
            S(["p3", "p5"]).drop_duplicates(), TABLE.who[TABLE.n > 0], [np.str_("p3"), np.str_("p5")],
        )
    ],
    *[
        (value, DAYS_KEY, "")
        for value in (
            sorted(DAYS), [pd.Timestamp(day) for day in DAYS], [dt.date.fromisoformat(day) for day in DAYS],
            [dt.datetime.fromisoformat(day) for day in DAYS], pd.to_datetime(sorted(DAYS)),
            S(pd.to_datetime(sorted(DAYS))), NP(sorted(DAYS), dtype="datetime64[D]"),
            NP(sorted(DAYS), dtype="datetime64[ns]"), ["2021-07-14 00:00:00", "2021-07-25"],
        )
    ],
    (F({"who": ["p3", "p5"]}), NAMES_KEY, "add ['who']"),
    (F({"n": [1, 2]}, index=["p3", "p5"]), NAMES_KEY, "add"),
    (S({"p3": 1, "p5": 2}), NAMES_KEY, "add .index"),
    ({"p3": 1, "p5": 2}, NAMES_KEY, "list(…)"),
    ("p3; p5", NAMES_KEY, "quotation marks of its own"),
    ("p3, p5", NAMES_KEY, "into a list"),
    (S({"p3": True, "p5": True, "p6": False}), NAMES_KEY, ".index"),
    (NP([True, False]), NAMES_KEY, "square brackets"),
    ([True, True], NAMES_KEY, "square brackets"),
    (pd.MultiIndex.from_tuples([("p3",), ("p5",)]), NAMES_KEY, ""),
    ({1: "p3", 2: "p5"}.values(), NAMES_KEY, ""),
    (["P3", "p5"], NAMES_KEY, "capitals or blanks: write p3."),
    (TABLE.index, NAMES_KEY, "Take the column in which the names stand"),
    (TABLE[["who"]].values, NAMES_KEY, "brackets of its own"),
    ([["p3", "p5"]], NAMES_KEY, "one pair of brackets away"),
    (TABLE.n > 1, NAMES_KEY, "take the column that has the names"),
    ((name for name in ["p3", "p5"]), NAMES_KEY, "list(…)"),
    (filter(None, ["p3", "p5"]), NAMES_KEY, "list(…)"),
    (S(["p3", "p5", None]), NAMES_KEY, "something is missing"),
    (S(["p3", pd.NA, "p5"], dtype="string"), NAMES_KEY, "something is missing"),
    (pd.Timestamp("2021-07-14"), DAYS_KEY, "This is a day; wanted is several texts"),
    (dt.date(2021, 7, 14), DAYS_KEY, "Put all into a list"),
    ([dt.date(2021, 7, 14), None], DAYS_KEY, "something is missing"),
    (["14 July 2021", "25 July 2021"], DAYS_KEY, "write each as 2021-07-01"),
]  # fmt: skip

SUMS = ({"30": 5.5, "28": 5.893}, 0.05, "people a day")
PER_CENT = (SHARES, 0.1, "per cent")
SIDES = ({"nothing": 85.71, "something": 57.14}, 0.5, "per cent")
COUNTS = ({"a": 4.0, "b": 2.0}, 0, "voices")
PACE = {30: 165 / 30, 28: 165 / 28}
TABLES = [
    *[
        (value, SUMS, "")
        for value in (
            PACE, S(PACE), S({30.0: 5.5, 28.0: 5.89}), S({"30": 5.5, "28": 5.893}), S({28: 5.893, 30: 5.5}),
            {30.0: 5.5, 28.0: 5.9}, {np.int64(30): 5.5, np.int64(28): 5.9}, S(PACE, dtype="Float64"),
            S(PACE, dtype=object), S(PACE).astype("float32"),
            S([5.5, 5.9], index=pd.Index([30, 28], name="n")),
            S([5.5, 5.9], index=pd.MultiIndex.from_tuples([(30,), (28,)])), 
            S(PACE).round(1), S(PACE).round(2),
            {" 30": 5.5, "28 ": 5.9}, S([Decimal("5.5"), Decimal("5.9")], index=[30, 28]),
            F({"x": PACE})["x"], F({"x": PACE}).squeeze(), F({"x": PACE}).T.iloc[0], S(PACE).sort_index(),
        )
    ],
    *[
        (value, PER_CENT, "")
        for value in (
            TRUE, S(TRUE), S(TRUE).round(), S(TRUE).round().astype(int), {"a": 39, "b": 35, "c": 38}
        )
    ],
    *[
        (value, COUNTS, "")
        for value in (
            S(list("aaaabb")).value_counts(), S(list("aaaabb")).groupby(list("aaaabb")).size(),
            S({"a": 4, "b": 2}, dtype="Int64"), S({"a": 4, "b": 2}, dtype="uint8"), {"a": 4.0, "b": 2},
        )
    ],
    ({name: share / 100 for name, share in TRUE.items()}, PER_CENT, "share or per cent"),
    (S(TRUE) / 100, PER_CENT, "share or per cent"),
    ((S(TRUE) / 100).round(3), PER_CENT, "share or per cent"),
    (F({"x": PACE}), SUMS, "add ['x']"),
    (F({"x": PACE}).T, SUMS, "add .iloc[0]"),
    (S({True: 85.7, False: 57.1}), SIDES, "nothing, something"),
    (S({False: 57.1, True: 85.7}), SIDES, ".rename("),
    ({True: 85.7, False: 57.1}, SIDES, ".rename("),
    ([5.5, 5.893], SUMS, "have no names"),
    (NP([5.5, 5.893]), SUMS, "have no names"),
    ([(30, 5.5), (28, 5.893)], SUMS, "dict(…)"),
    (S({30: "5.5", 28: "5.893"}), SUMS, ".astype(float)"),
    (S({"a": 4, "b": 2}).map(lambda days: pd.Timedelta(days=days)), COUNTS, ".dt.days"),
    (S(list("aaaabb")), COUNTS, ".value_counts()"),
    (S(list("aaaabb"), dtype="category"), COUNTS, ".value_counts()"),
    (S(["a", "a", None]), COUNTS, ".value_counts()"),
    (S(list("aaaabb")).value_counts().reset_index(), COUNTS, "add .set_index('index')['count']"),
    (S(list("aaaabb")).value_counts().to_frame(), COUNTS, "add ['count']"),
    (S(list("aaaabb")).value_counts(normalize=True), COUNTS, "they add up to 1. Wanted are counts"),
    (S(list("aaaabb")).value_counts(normalize=True) * 100, COUNTS, "they add up to 100. Wanted are counts"),
    ({"A": 4, "B": 2}, COUNTS, "write a, b."),
    ({"a": 4, "b ": 2, np.nan: 1}, COUNTS, "One of the names is NaN"),
    (S({"a": 4, "b": pd.NA}, dtype="Int64"), COUNTS, "something is missing"),
    (S({"a": 4, "b": None}, dtype=object), COUNTS, "something is missing"),
    (S([4, 2], index=pd.MultiIndex.from_tuples([("x", "a"), ("x", "b")])), COUNTS, "Its index has 2 levels"),
    (S([4, 2], index=pd.CategoricalIndex(["a", "b"])), COUNTS, ""),
    ({"a": [4], "b": [2]}, COUNTS, "Take the one number out of each"),
    ({"a": "4", "b": "2"}, COUNTS, "take the quotation marks away"),
    ({"a": 4, "b": 2}.items(), COUNTS, "dict(…)"),
    ({"a": "39.1%", "b": "35.4%", "c": "37.8 %"}, PER_CENT, "without signs and commas"),
    (S(SHARES).map("{:.1f}%".format), PER_CENT, "without signs and commas"),
    (np.float64(4), COUNTS, "This is one number; wanted is one number for each name"),
    (S(pd.to_datetime(["2021-07-14"])), COUNTS, "(days)"),
    ({"a": Fraction(4), "b": Decimal(2)}, COUNTS, ""),
    ({"a": 12, "b": 88}, ({"a": 12.5, "b": 87.5}, 0.1, "per cent"), ""),
    ({"a": 13, "b": 87}, ({"a": 12.5, "b": 87.5}, 0.1, "per cent"), ""),
]  # fmt: skip

NAME_KEY = ("2018-main-opposition", 0, "")
ONE = S({"2018-main-opposition": 3.0, "2019-back-to-wall": 1.0})
NAME = [
    *[
        (value, NAME_KEY, "")
        for value in (
            "2018-main-opposition", " 2018-main-opposition ", np.str_("2018-main-opposition"), ONE.idxmax(),
            ONE.sort_values().index[-1], max(ONE.index, key=ONE.get), ONE.index[0], list(ONE.index)[0],
            F({"x": ONE})["x"].idxmax(), ONE.nlargest(1).index[0], ONE.index[ONE.argmax()],
            ONE.index.values[0],
            ONE[ONE == 3].index.item(), next(iter(ONE.to_dict())), S(["2018-main-opposition"]).mode()[0],
            S(["2018-main-opposition"], dtype="category").iloc[0], S(["2018-main-opposition"]).squeeze(),
            S(["2018-main-opposition"]).unique()[0], S(["2018-main-opposition"], dtype="string")[0],
            ONE.rename_axis("set").reset_index()["set"][0], str(ONE.index[0]), f"{ONE.idxmax()}",
            "\n2018-main-opposition", ONE.abs().idxmax(), ONE.rank().idxmax(), (-ONE).idxmin(),
            S(["2018-main-opposition"]).max(), S(["2018-main-opposition"]).loc[0],
            F({"set": ONE.index, "x": ONE.array}).loc[0, "set"], F({"set": ONE.index}).iat[0, 0],
        )
    ],
    *[
        (value, NAME_KEY, "Take the one value out of it")
        for value in (
            ["2018-main-opposition"], ("2018-main-opposition",), {"2018-main-opposition"},
            S(["2018-main-opposition"]), ONE.nlargest(1), ONE.nlargest(1).index, ONE.index[:1],
            NP(["2018-main-opposition"]), {"2018-main-opposition": 3.0},
        )
    ],
    (F({"set": ["2018-main-opposition"]}), NAME_KEY, "add .iloc[0, 0]"),
    ("2018-Main-Opposition", NAME_KEY, "capitals or blanks: write 2018-main-opposition."),
    (pd.NA, NAME_KEY, "something is missing"),
]  # fmt: skip
KINDS = {"number": NUMBERS, "names": NAMES, "table": TABLES, "name": NAME}


@pytest.mark.parametrize("kind, cases", KINDS.items(), ids=list(KINDS))
def test_there_are_forty_of_each_kind(kind, cases):
    assert len(cases) >= 40


@pytest.mark.parametrize("value, key, said", [case for cases in KINDS.values() for case in cases])
def test_an_honest_right_answer_is_taken_or_told_the_one_thing_to_change(value, key, said):
    wanted, tolerance, unit = key
    fault = describe_fault(value, wanted, tolerance, unit=unit)
    assert said in fault if said else fault == ""


@pytest.mark.parametrize(
    "value, key",
    [
        (85, CENT), (87, CENT), (63, (63.9, 0.5, "per cent")), ({**TRUE, "a": 41}, PER_CENT),
        ({"a": 39, "b": 34, "c": 38}, PER_CENT), ({"a": 39, "b": 35, "c": 37.5}, PER_CENT),
        ({True: 57.1, False: 85.7}, SIDES), (["2021-07-14", "2021-07-26"], DAYS_KEY), (24, NUMBER),
        ({30: 6, 28: 6}, SUMS), (["p3"], NAMES_KEY), ({"a": 0.39, "b": 0.39, "c": 0.39}, PER_CENT),
    ],
)  # fmt: skip
def test_what_is_wrong_stays_wrong(value, key):
    assert describe_fault(value, key[0], key[1], unit=key[2])


@pytest.mark.parametrize(
    "value, key", [case[:2] for cases in KINDS.values() for case in cases if not case[2]]
)
def test_what_is_taken_in_the_notebook_is_right_when_it_is_marked(value, key):
    wanted, tolerance, unit = key
    kind = {float: "number", str: "name", set: "names", dict: "table"}[type(wanted)]
    answer, texts = spoken(wanted), dict.fromkeys(("hint", "fuller", "why"), "")
    task = Task(kind=kind, answer=answer, tolerance=str(tolerance), unit=unit, **texts)
    assert _agrees(task, spoken(read_as(value, task.value)))


@pytest.mark.parametrize("value", [[], pd.Index([]), S(dtype=float), S([], dtype=str), {}, set()])
@pytest.mark.parametrize("wanted", [{"p3"}, {"a": 1.0}])
def test_of_what_is_empty_the_condition_is_looked_at(value, wanted):
    assert "no row fits" in (describe_emptiness(value, wanted))


def test_where_no_name_is_wanted_no_day_is_either():
    """On other rows nothing may be left; then a typed name is compared, and is too much."""
    assert describe_shape(["p3"], set()) == "" and "1 does not belong" in describe_fault(["p3"], set(), 0)


def test_names_of_another_column_are_told_so():
    assert "None of these is among the names" in describe_fault(["Reuters"], {"reuters-2019"}, 0)


@pytest.mark.parametrize("notebook", [path.stem for path in source_notebooks()])
def test_the_number_that_the_feedback_shows_is_right(notebook):
    for name, task in read_tasks(notebook).items():
        given = task.read(task.answer)
        given = list(given) if isinstance(given, set) else given
        assert describe_fault(given, task.value, float(task.tolerance), unit=task.unit) == "", name
        assert describe_shape(given, task.value) == "", name
