"""The class report's drawings: numbers with their error bars, one line each, in the style of the book's
charts.
"""

import math

import pandas as pd

from ..charts.svg import ACCENT, INK, LINE, PAPER, SOFT, Chart, draw_svg, listing
from .numbers import read_measure, spell_interval, spell_measure, spell_number

# px: a line with its name, the space over the first, the scale under the last, words for its ends
ROW, ABOVE, SCALE, ENDS = 46, 6, 24, 22
D_PRIME, CRITERION = (-0.5, 3.5), (-1.2, 1.2)  # scales that hold most classes; a wider interval widens them


def draw_measure(rows, name, caption, scale, ends):
    """Return a Chart of one measure, with its intervals, of several skills or occasions.

    rows: list of (words, row of discernment.describe_class). scale: (from, to). ends: what its two ends mean.
    """
    table = pd.DataFrame(
        [(words, *read_measure(row, name)) for words, row in rows], columns=["name", "value", "low", "high"]
    )
    scale = min(scale[0], math.floor(table["low"].min())), max(scale[1], math.ceil(table["high"].max()))
    alternative = (
        f"{caption}. " + "; ".join(f"{words}: {spell_measure(row, name)}" for words, row in rows) + "."
    )
    return draw_intervals(table, caption, alternative, scale, ends)


def draw_calibration(bins):
    """Return a Chart of how often each confidence was right. bins: as measures.calibrate returns it."""
    names = [f"said {percent}% sure ({answers:,} answers)" for percent, answers in bins["answers"].items()]
    table = pd.DataFrame(
        {
            "name": names,
            "value": bins["right"],
            "low": bins["low"],
            "high": bins["high"],
            "goal": bins.index / 100,
        }
    )
    spoken = "; ".join(
        f"{row.name}: {spell_number(row.value, True)} right" for row in table.itertuples(index=False)
    )
    alternative = f"Share of right answers by how sure students were. {spoken}."
    caption = "How often each confidence was right; the thick tick is where it would be if sure meant sure"
    return draw_intervals(table, caption, alternative, (-0.06, 1.07), percent=True)


def draw_intervals(table, caption, alternative, scale, ends=(), percent=False):
    """Return a Chart with one line for each row: its name and number in words, a sign at the value, and its
    error bar.

    table: DataFrame with the columns name, value, low, high, and optionally goal (a thick tick: where the
        value would be at best).
    scale: (from, to); a line is drawn at 0. ends: what the two ends of the scale mean, in a word or two.
        percent: values are shares.
    """
    rows = table.to_dict("records")

    def paint(axes):
        axes.set(xlim=scale, ylim=(len(rows) - 0.35, -0.7))
        _paint_scale(axes, percent)
        for place, row in enumerate(rows):
            _paint_row(axes, place, row, percent)
        for place, words in enumerate(ends):
            axes.annotate(
                words,
                (place, 0),
                (0, -36),
                xycoords="axes fraction",
                textcoords="offset points",
                ha=("left", "right")[place],
                color=SOFT,
            )

    below = SCALE + (ENDS if ends else 0)
    return Chart(
        draw_svg(ROW * len(rows) + ABOVE, below, paint, alternative),
        alternative,
        caption,
        listing(_spell(rows, percent), caption).table,
    )


def _paint_row(axes, place, row, percent):
    words = f"{row['name']}: {spell_interval(row['value'], row['low'], row['high'], percent)}"
    axes.text(
        0,
        place - 0.24,
        words,
        va="bottom",
        transform=axes.get_yaxis_transform(),
        bbox={"fc": PAPER, "ec": "none", "pad": 1},
    )
    axes.plot(
        [row["low"], row["high"]],
        [place, place],
        color=INK,
        linewidth=2,
        marker="|",
        markersize=9,
        markeredgewidth=1.5,
    )
    if "goal" in row:
        axes.plot(row["goal"], place, marker="|", color=INK, markersize=20, markeredgewidth=3)
    axes.plot(
        row["value"],
        place,
        "o",
        markerfacecolor=ACCENT,
        markeredgecolor=INK,
        markeredgewidth=1.5,
        markersize=9,
    )


def _paint_scale(axes, percent):
    from matplotlib.ticker import FuncFormatter, MaxNLocator, NullLocator

    axes.axis("on")
    axes.spines[:].set_visible(False)
    axes.yaxis.set_major_locator(NullLocator())
    axes.xaxis.set(
        major_locator=MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]),
        major_formatter=FuncFormatter(lambda value, _: spell_number(value, percent)),
    )
    axes.tick_params(axis="x", length=0)
    axes.grid(axis="x", color=LINE, linewidth=1)
    axes.set_axisbelow(True)
    axes.axvline(0, color=INK, linewidth=1.5)
    _keep_inside(axes)


def _keep_inside(axes):
    """Let the labels at both edges grow inwards: half of one is outside the drawing, and −1 would read 1."""
    low, high = axes.get_xlim()
    places = [place for place in axes.get_xticks() if low <= place <= high]
    axes.set_xticks(places)
    labels, edge = axes.get_xticklabels(), (high - low) / 18  # half of “−40.0” is 20 px of 380
    if places and places[0] - low < edge:
        labels[0].set_ha("left")
    if places and high - places[-1] < edge:
        labels[-1].set_ha("right")


def _spell(rows, percent):
    """Return the table behind the drawing."""
    shown = [
        (
            row["name"],
            spell_number(row["value"], percent),
            f"{spell_number(row['low'], percent)} to {spell_number(row['high'], percent)}",
        )
        for row in rows
    ]
    return pd.DataFrame(shown, columns=["What", "Value", "95% interval"])
