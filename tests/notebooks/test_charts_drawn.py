"""Charts that students draw: what stands over each name is read, and what keeps a reader from reading it is
told, whichever way it was drawn.
"""

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.figure import Figure

from secondsource.notebooks.charts_drawn import describe_chart, read_chart
from secondsource.notebooks.comparing import describe_fault
from secondsource.notebooks.plain import simplify
from secondsource.notebooks.varying import _run

SHARES = pd.Series({"b": 2.5, "a": 5.0})
ROWS = SHARES.rename_axis("who").reset_index(name="n")
WHOLE = pd.Series({2015.0: 1, 2016.0: 3})  # years beside a missing one are decimals
YEARS = pd.Series({2015: 1, 2016: 3})
DAYS = pd.Series({pd.Timestamp("2015-01-01"): 1, pd.Timestamp("2016-01-01"): 3})
BY_YEAR, BY_DAY = {"2015": 1.0, "2016": 3.0}, {"2015-01-01": 1.0, "2016-01-01": 3.0}
NAMED = {"title": "Shares", "ylabel": "Per cent"}
LYING = {"title": "Shares", "xlabel": "Per cent"}


@pytest.fixture(autouse=True)
def apart():
    yield
    plt.close("all")


def axes(draw, **named):
    one = Figure().subplots()
    draw(one)
    one.set(**(named or NAMED))
    return one


def by_plt(*steps):
    """Draw as tutorials do: step by step into what is there."""
    plt.figure()
    for step in steps:
        step()
    plt.title("Shares")
    plt.ylabel("Per cent")
    return plt.gca()


def second_of_two():
    one = Figure().subplots(1, 2)[1]
    one.bar(SHARES.index, SHARES)
    one.set(**NAMED)
    return one


def under_the_figures_title():
    one = SHARES.plot.bar(ylabel="Per cent")
    one.figure.suptitle("Shares")
    return one


# Forty honest right charts: taken, or told the one thing to change.
DRAWN = [
    *[(draw, SHARES, "") for draw in (
        lambda: SHARES.plot.bar(**NAMED), lambda: SHARES.plot.barh(**LYING),
        lambda: SHARES.plot(kind="bar", **NAMED), lambda: SHARES.plot(kind="barh", **LYING),
        lambda: SHARES.to_frame("x").plot.bar(**NAMED), lambda: ROWS.plot.bar(x="who", y="n", **NAMED),
        lambda: ROWS.plot(x="who", y="n", kind="barh", **LYING),
        lambda: SHARES.to_frame("x").plot.bar(stacked=True, **NAMED),
        lambda: SHARES.plot.bar(color=["r", "b"], width=0.9, rot=0, alpha=0.5, legend=True, **NAMED),
        lambda: SHARES.plot.bar(yerr=[0.1, 0.2], **NAMED), lambda: SHARES.plot.bar(ylim=(0, 10), **NAMED),
        lambda: SHARES.plot.barh(grid=True, **LYING), lambda: SHARES.sort_values().plot.bar(**NAMED),
        lambda: SHARES.set_axis(pd.CategoricalIndex(SHARES.index)).plot.bar(**NAMED),
        lambda: SHARES.astype("float32").plot.bar(**NAMED),
        lambda: SHARES.astype("Float64").plot.bar(**NAMED),
        lambda: SHARES.rename({"a": "a\n"}).plot.bar(**NAMED), lambda: SHARES.to_frame().T.plot.bar(**NAMED),
        lambda: axes(lambda one: one.bar(SHARES.index, SHARES)),
        lambda: axes(lambda one: one.barh(SHARES.index, SHARES), **LYING),
        lambda: axes(lambda one: [one.barh(*pair) for pair in SHARES.items()], **LYING),
        lambda: axes(lambda one: (one.barh(SHARES.index, SHARES), one.invert_yaxis()), **LYING),
        lambda: axes(lambda one: one.bar(SHARES.index, SHARES, align="edge")),
        lambda: axes(lambda one: one.bar_label(one.bar(SHARES.index, SHARES))),
        lambda: axes(lambda one: (one.bar(SHARES.index, SHARES), one.axhline(3))),
        lambda: axes(lambda one: (one.bar(SHARES.index, SHARES), one.annotate("most", (1, 5)))),
        lambda: axes(lambda one: (one.bar(range(2), SHARES), one.set_xticks(range(2), SHARES.index))),
        lambda: axes(lambda one: one.bar([1, 2], SHARES, tick_label=list(SHARES.index))),
        lambda: axes(lambda one: (one.bar(SHARES.index, SHARES), one.set_title("Shares", loc="left")),
                     ylabel="Per cent"),
        lambda: by_plt(lambda: plt.bar(SHARES.index, SHARES)),
        lambda: by_plt(lambda: plt.bar([0, 1], SHARES), lambda: plt.xticks([0, 1], SHARES.index)),
        lambda: axes(lambda one: one.plot(SHARES.index, SHARES, "o")),
        lambda: axes(lambda one: (one.plot(SHARES.index, SHARES, "o"), one.axhline(3))),
        lambda: axes(lambda one: one.scatter(SHARES.index, SHARES)),
        lambda: axes(lambda one: one.stem(SHARES.index, SHARES)),
        lambda: axes(lambda one: (one.vlines(SHARES.index, 0, SHARES), one.scatter(SHARES.index, SHARES))),
        lambda: axes(lambda one: one.errorbar(SHARES.index, SHARES, yerr=[0.1, 0.2], fmt="o")),
        second_of_two, under_the_figures_title,
    )],
    *[(draw, BY_YEAR, "") for draw in (
        lambda: YEARS.plot.bar(**NAMED), lambda: YEARS.plot(**NAMED), lambda: WHOLE.plot.bar(**NAMED),
        lambda: WHOLE.plot(**NAMED), lambda: axes(lambda one: one.bar(YEARS.index, YEARS)),
        lambda: axes(lambda one: one.plot(YEARS.index, YEARS)),
        lambda: axes(lambda one: one.bar(YEARS.index.astype(str), YEARS)),
    )],
    *[(draw, BY_DAY, "") for draw in (
        lambda: DAYS.plot.bar(**NAMED), lambda: DAYS.plot(**NAMED),
        lambda: axes(lambda one: one.plot(DAYS.index, DAYS, "o")),
    )],
    (lambda: [SHARES.plot.bar(**NAMED)], SHARES, "add [0]"),
    (lambda: SHARES.to_frame("x").plot.bar(subplots=True, **NAMED), SHARES, "add [0]"),
    (lambda: (SHARES.plot.bar(**NAMED).figure, plt.gca()), SHARES, "add [1]"),
    (lambda: SHARES.plot.bar(**NAMED).figure, SHARES, "fig.axes[0]"),
    (lambda: SHARES.plot.bar().set_title("Shares"), SHARES, "plt.gca()"),
    (lambda: SHARES.plot(**NAMED), SHARES, "Not every number has its name"),
    (lambda: SHARES.plot.bar(logy=True, **NAMED), SHARES, "leave log out"),
    (lambda: SHARES.plot.pie(**NAMED), SHARES, "In a pie"),
]  # fmt: skip


def test_there_are_forty_charts():
    assert len(DRAWN) >= 40


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("draw, wanted, said", DRAWN)
def test_an_honest_chart_is_taken_whichever_way_it_was_drawn_or_told_the_one_thing_to_change(
    draw, wanted, said
):
    wanted = {str(name): float(number) for name, number in wanted.items()}
    chart = draw()  # once: pandas draws into the chart that is there
    assert said in describe_chart(chart) if said else describe_chart(chart) == ""
    if not said:
        assert read_chart(chart) == wanted == simplify(chart)
        assert describe_fault(chart, wanted, 0) == ""


def test_bars_beside_bars_are_two_of_each_name():
    assert read_chart(pd.DataFrame({"x": SHARES, "y": SHARES}).plot.bar()).keys() == {
        "a",
        "b",
        "a (2)",
        "b (2)",
    }


@pytest.mark.parametrize(
    "draw, said",
    [
        (lambda: SHARES.plot.bar(**NAMED), ""),
        (lambda: SHARES.plot.barh(title="Shares", xlabel="Per cent"), ""),
        (lambda: SHARES.plot.bar(title="Shares"), "ax.set_ylabel"),
        (lambda: SHARES.plot.barh(title="Shares", ylabel="Per cent"), "ax.set_xlabel"),
        (lambda: SHARES.plot.bar(ylabel="Per cent"), "no title"),
        (lambda: SHARES.plot.bar(ylim=(2, 6), **NAMED), "do not begin at nought"),
        (lambda: YEARS.plot(**NAMED), ""),
        (lambda: Figure().subplots(), "Nothing is drawn"),
        (lambda: SHARES, "wanted is a chart"),
        (lambda: SHARES.plot.bar().figure, "fig.axes[0]"),
        (lambda: plt.bar([1], [2]), "plt.gca()"),
        (lambda: 3, "wanted is a chart"),
        (lambda: None, "wanted is a chart"),
    ],
)
def test_what_keeps_a_reader_from_reading_it_is_told(draw, said):
    fault = describe_chart(draw())
    assert said in fault if said else fault == ""


def test_a_cell_that_is_run_on_other_rows_draws_into_no_chart_of_the_student():
    own = SHARES.plot.bar()
    code = "import matplotlib.pyplot as plt\nplt.bar(['z'], [1])\nax = plt.gca()\ncheck('a/b', ax)"
    assert read_chart(_run("a/b", code, {})) == {"z": 1.0}
    assert read_chart(own) == SHARES.to_dict() and plt.get_fignums() == [own.figure.number]
