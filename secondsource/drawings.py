"""The class report's drawing: numbers with their error bars, one line each, in the style of the book's charts."""

from .charts import ACCENT, INK, LINE, PAPER, SOFT, Chart, _svg, listing

SIGNS = {"filled": ("o", ACCENT), "open": ("D", PAPER)}  # shape and fill differ, so that nothing rests on colour
ROW, ABOVE, BELOW = 46, 6, 46  # px: a line with its name, the space over the first, the scale under the last


def draw_intervals(table, caption, alternative, scale, ends=("", ""), percent=False):
    """Return a Chart with one line for each row: its name and number in words, a sign at the value, and its error bar.

    table: DataFrame with the columns name, value, low, high, sign (of SIGNS), and optionally goal (a tick: where the value would be at best).
    scale: (from, to); a line is drawn at 0 if it lies within. ends: what the two ends of the scale mean, in a word or two.
    percent: values are shares, shown as per cent.
    """
    rows = table.to_dict("records")

    def paint(axes):
        axes.set(xlim=scale, ylim=(len(rows) - 0.35, -0.7))
        _paint_scale(axes, scale, percent)
        for place, row in enumerate(rows):
            _paint_row(axes, place, row, scale, percent)
        for side, words in zip(("left", "right"), ends):
            axes.annotate(words, (0 if side == "left" else 1, 0), (0, -36), xycoords="axes fraction", textcoords="offset points", ha=side, color=SOFT)
    below = BELOW if any(ends) else BELOW - 22
    return Chart(_svg(ROW * len(rows) + ABOVE, below, paint, alternative), alternative, caption, listing(_spell(rows, percent), caption).table)


def spell_number(value, percent=False, digits=1):
    """Return a number as the report writes it: “68%”, or with a few decimals; a true minus sign, and none before a zero."""
    text = f"{100 * value:.0f}%" if percent else f"{value:.{digits}f}"
    return text.replace("-", "−") if any(digit in text for digit in "123456789") else text.removeprefix("-")


def spell_interval(value, low, high, percent=False):
    """Return a number with its interval: “1.4 (1.1 to 1.7)”."""
    return f"{spell_number(value, percent)} ({spell_number(low, percent)} to {spell_number(high, percent)})"


def spell_change(value, low, high, percent=False):
    """Return a change with its interval and signs: “+4 points (−4 to +11)”, “+0.5 (+0.1 to +0.9)”."""
    def signed(number):
        text = spell_number(number, percent).rstrip("%")
        return f"+{text}" if text[0] != "−" and text.strip("0.") else text
    return f"{signed(value)}{' points' if percent else ''} ({signed(low)} to {signed(high)})"


def _paint_row(axes, place, row, scale, percent):
    sign, fill = SIGNS[row["sign"]]
    axes.text(0, place - 0.24, f"{row['name']}: {spell_interval(row['value'], row['low'], row['high'], percent)}", va="bottom", transform=axes.get_yaxis_transform(),
              bbox={"fc": PAPER, "ec": "none", "pad": 1})
    low, high = max(row["low"], scale[0]), min(row["high"], scale[1])
    axes.plot([low, high], [place, place], color=INK, linewidth=2, marker="|", markersize=9, markeredgewidth=1.5)
    if "goal" in row:
        axes.plot(row["goal"], place, marker="|", color=INK, markersize=20, markeredgewidth=3)
    axes.plot(min(max(row["value"], scale[0]), scale[1]), place, sign, markerfacecolor=fill, markeredgecolor=INK, markeredgewidth=1.5, markersize=9)


def _paint_scale(axes, scale, percent):
    from matplotlib.ticker import FuncFormatter, MaxNLocator, NullLocator
    axes.axis("on")
    axes.spines[:].set_visible(False)
    axes.yaxis.set_major_locator(NullLocator())
    axes.xaxis.set(major_locator=MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]), major_formatter=FuncFormatter(lambda value, _: spell_number(value, percent)))
    axes.tick_params(axis="x", length=0)
    axes.grid(axis="x", color=LINE, linewidth=1)
    axes.set_axisbelow(True)
    if scale[0] < 0 < scale[1]:
        axes.axvline(0, color=INK, linewidth=1.5)


def _spell(rows, percent):
    """Return the table behind the drawing."""
    import pandas as pd
    heads = {"name": "What", "value": "Value", "interval": "95% interval"}
    shown = [{"name": row["name"], "value": spell_number(row["value"], percent),
              "interval": f"{spell_number(row['low'], percent)} to {spell_number(row['high'], percent)}"} for row in rows]
    return pd.DataFrame(shown, columns=list(heads)).rename(columns=heads)
