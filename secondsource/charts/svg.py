"""Charts for pages and notebooks: an SVG in the page's own colours, a text alternative, and the table behind
it.

Nothing rests on colour alone: parts differ by pattern, signs by shape, and both carry words. matplotlib is
    imported late: it takes 0.4 s.
"""

import hashlib
import io
import re
import textwrap
from html import escape

from markupsafe import Markup

from ..colours import COLOURS
from ..content.labels import OUTCOMES
from ..content.references import read_references

WIDTH = 380  # px: about a phone's column, so that letters of 13 px stay readable there
INK, SOFT, PAPER, LINE, ACCENT, PALE, GREY, AMBER = (f"#a0000{digit}" for digit in range(1, 9))
# Stand-ins while drawing -> the page's colours; a notebook, which has none of ours, gets what stands behind
# the comma.
DRAWN = {
    INK: "var(--ss-ink, currentColor)",
    SOFT: "var(--ss-ink-soft, currentColor)",
    PAPER: "var(--ss-paper, var(--jp-layout-color0, Canvas))",
    **{
        standin: f"var(--ss-{name}, {COLOURS[name].either})"
        for standin, name in (
            (LINE, "line"),
            (ACCENT, "accent"),
            (PALE, "accent-soft"),
            (GREY, "surface-2"),
            (AMBER, "amber"),
        )
    },
}
LONGEST_LABEL = 52  # characters of 13 px that fit into WIDTH; longer ones are set smaller
# JupyterLab sets tables to the right, captions into the middle, and lets drawings fill its width. The class
# stands twice: once weighs too little.
LEFT = ".ss-chart-table.ss-chart-table table :is(th,td,caption){text-align:left}"
STYLE = f"<style>{LEFT}.jp-OutputArea .ss-chart{{margin-inline:0}}.ss-chart>svg{{max-width:34rem}}</style>"
MISSING = ("nan", "NaT", "<NA>", "None")  # as pandas says it; a reader sees an empty cell
# fill and pattern, in the order of the columns
PARTS = ((PAPER, ""), (ACCENT, ""), (PALE, "//"), (AMBER, "xx"), (GREY, "--"), (PAPER, "\\\\"))
PARTIES = {
    "no": ("o", PAPER, "not a party"),
    "in part": ("s", GREY, "party in part"),
    "yes": ("D", ACCENT, "a party"),
}  # sign, fill, words
OFF_THE_GRID = {
    "fc": PAPER,
    "ec": "none",
    "pad": 1.5,
}  # behind letters: no line of the grid runs through them
LIMITS = {
    "minimum": ("at least ", 1.5),
    "upper limit": ("fewer than ", 1 / 1.5),
    "estimate": ("about ", 1),
}  # words, and how far the arrow reaches
TILES = {
    "borne-out": (ACCENT, ""),
    "partly": (PALE, "//"),
    "not-borne-out": (PAPER, ""),
    "not-measurable": (GREY, "--"),
    "not-covered": (PAPER, "\\\\"),
}


class Chart:
    """What a cell shows: the drawing (svg, "" for a table alone), its text alternative, and the table behind
    it (HTML), which carries the caption and opens under `behind`.
    """

    def __init__(self, svg, alternative, caption, table, behind="The numbers behind this chart"):
        self.svg, self.alternative, self.caption, self.table = svg, alternative, caption, table
        self.behind = behind

    def __repr__(self):
        return self.alternative

    def _repr_html_(self):
        if not self.svg:
            return f'<figure class="ss-chart">\n{self.table}</figure>'
        return (
            f'<figure class="ss-chart">\n{self.svg}\n<figcaption>{escape(self.caption)}</figcaption>\n'
            f"<details><summary>{escape(self.behind)}</summary>\n{self.table}</details>\n</figure>"
        )


def bars(table, alternative, caption, shares=True):
    """Return horizontal bars, one for each row of `table`, cut into one part for each column.

    table: DataFrame of counts (whole numbers, 0 or more); rows and columns named as they should read, six
        columns at most.
    shares: draw each row to 100 per cent of its own sum; else to the scale of the largest sum. The numbers
        shown are always counts.
    """
    sums, many = table.sum(axis="columns"), len(table.columns) > 1
    whole = sums.clip(lower=1) if shares else sums * 0 + max(sums.max(), 1)

    def paint(axes):
        for place, (name, row) in enumerate(table.iterrows()):
            axes.text(0, place - 0.27, f"{name}: {sums[name]}" if many else name, va="bottom")
            _bar(axes, place, row, whole[name])
        axes.set(xlim=(0, 1), ylim=(len(table) - 0.6, -0.9))
        if many and len(table):
            axes.legend(loc="upper left", bbox_to_anchor=(-0.015, 0), frameon=False, handlelength=1.6)

    shown = table.assign(**{"all together": sums}) if many else table
    return Chart(
        draw_svg(len(table) * 48, 20 * len(table.columns) + 18 if many else 2, paint, alternative),
        alternative,
        caption,
        _table(shown.reset_index(names="Row"), caption),
    )


def ranges(table, alternative, caption, axis="Number given"):
    """Return what each person said as a line from `low` to `high`, or as one sign where both are equal.

    table: as data.counts() returns it; low and high in people (or cities ...), above 0. Where they span an
        order of magnitude the scale is logarithmic. An arrow marks a minimum or an upper limit, a broken line
        a number given in words; sign and words show who is a party. axis: what its numbers are.
    """
    low, high = table["low"].min(), table["high"].max()
    is_wide = high >= 10 * low

    def paint(axes):
        axes.set(xscale="log" if is_wide else "linear", ylim=(len(table) - 0.5, -0.9))
        first = 10 ** (len(str(low)) - 1)
        axes.set_xlim(*(first / 1.6, high * 2) if is_wide else (0, high * 1.2))
        powers = [first * 10**power for power in range(9) if first * 10**power <= high]
        _scale(axes, powers if is_wide else [], axis)
        for place, row in enumerate(table.to_dict("records")):
            _interval(axes, place, row)

    return Chart(
        draw_svg(len(table) * 48, 48, paint, alternative),
        alternative,
        caption,
        _table(spoken(table), caption),
    )


def tiles(table, alternative, caption):
    """Return one tile for each cell of `table`: the outcome as words, fill and pattern.

    table: DataFrame; rows named by the forecast, columns (two) by the horizon, cells from labels.OUTCOMES. A
        missing cell stays empty.
    """
    names = [textwrap.wrap(str(name), 29) for name in table.index]
    tops = [sum(max(len(name), 2) * 17 + 14 for name in names[:place]) for place in range(len(names) + 1)]

    def paint(axes):
        axes.set(xlim=(0, 1), ylim=(tops[-1], -22))
        for place, name in enumerate(names):
            axes.text(0, tops[place] + 2, "\n".join(name), va="top", linespacing=1.15)
        for column, title in enumerate(table.columns):
            axes.text(0.58 + 0.215 * column, -6, title, va="bottom")
            for place, outcome in enumerate(table[title]):
                _tile(axes, 0.58 + 0.215 * column, tops[place], tops[place + 1] - tops[place] - 8, outcome)

    words = table.map(lambda outcome: OUTCOMES[outcome].name if outcome in OUTCOMES else "no answer here")
    return Chart(
        draw_svg(tops[-1] + 22, 0, paint, alternative),
        alternative,
        caption,
        _table(words.reset_index(names="Forecast"), caption),
    )


def listing(table, caption):
    """Return any DataFrame as a table without a drawing; the first column names the rows, cells of Markup
    stay as they are.
    """
    return Chart("", caption, caption, _table(table, caption))


def spoken(table):
    """Return counts() with columns and numbers as a reader says them (“at least 5,000”), and each note
    with a link to the source.
    """
    rows = table.to_dict("records")
    shown = table.assign(number=[_figure(row) for row in rows], note=[_source(row) for row in rows])
    heads = {
        "who": "Who",
        "number": "Number",
        "kind": "Kind",
        "party": "A party?",
        "said": "Said",
        "note": "Source and note",
    }
    return shown[list(heads)].rename(columns=heads)


def _bar(axes, place, row, whole):
    start = 0
    styles = PARTS if len(row) > 1 else PARTS[1:]
    for (name, count), (fill, pattern) in zip(row.items(), styles, strict=False):
        axes.barh(
            place,
            count / whole,
            0.46,
            left=start,
            facecolor=fill,
            hatch=pattern,
            edgecolor=INK,
            linewidth=1,
            label="_" * bool(place) + name,
        )
        if count:
            axes.text(
                start + count / whole / 2,
                place,
                str(count),
                ha="center",
                va="center_baseline",
                bbox={"fc": PAPER, "ec": "none", "pad": 1.5},
            )
        start += count / whole


def _interval(axes, place, row):
    sign, fill, words = PARTIES[row["party"]]
    reach = LIMITS.get(row["kind"], ("", 1))[1]
    _name_interval(axes, place, f"{row['who']} ({words})")
    if row["low"] != row["high"]:
        line = "--" if row["kind"] == "in words" else "-"
        between = [row["low"], row["high"]]
        axes.plot(between, [place, place], line, color=INK, linewidth=2, marker="|", markersize=10)
    if reach != 1:
        arrow = {"arrowstyle": "->", "color": INK, "linewidth": 1.5}
        axes.annotate("", (row["low"] * reach, place), (row["low"], place), arrowprops=arrow)
    axes.plot(
        (row["low"] * row["high"]) ** 0.5,
        place,
        sign,
        markerfacecolor=fill,
        markeredgecolor=INK,
        markeredgewidth=1.5,
        markersize=9,
    )
    _number_interval(axes, place, row, reach)


def _name_interval(axes, place, label):
    """Write who said it above its line, at the left end; a long label in smaller letters."""
    axes.text(
        0,
        place - 0.3,
        label,
        va="bottom",
        transform=axes.get_yaxis_transform(),
        fontsize=min(13, 13 * LONGEST_LABEL / len(label)),
        bbox=OFF_THE_GRID,
    )


def _number_interval(axes, place, row, reach):
    """Write the number beside its line: in the right half of the chart on the left."""
    fits = axes.transLimits.transform(axes.transScale.transform((row["high"], place)))[0] < 0.5
    end, gap, side = (
        (row["high"] * max(reach, 1), 10, "left") if fits else (row["low"] * min(reach, 1), -10, "right")
    )
    axes.annotate(
        _figure(row),
        (end, place),
        (gap, 0),
        textcoords="offset points",
        ha=side,
        va="center_baseline",
        bbox=OFF_THE_GRID,
    )


def _scale(axes, powers, name):
    """Draw lines at `powers` of ten; without them, at round numbers from 0. name: of the axis."""
    from matplotlib.ticker import FixedLocator, MaxNLocator, NullLocator, StrMethodFormatter

    axes.axis("on")
    axes.spines[:].set_visible(False)
    axes.yaxis.set_major_locator(NullLocator())
    axes.xaxis.set(
        major_locator=FixedLocator(powers) if powers else MaxNLocator(4, prune="upper"),
        minor_locator=NullLocator(),
        major_formatter=StrMethodFormatter("{x:,.0f}"),
    )
    axes.tick_params(axis="x", length=0)
    axes.grid(axis="x", color=LINE, linewidth=1)
    axes.set_axisbelow(True)
    if not powers:
        axes.get_xticklabels()[0].set_ha("left")  # the 0 stands at the very edge
    axes.set_xlabel(f"{name}; each line is ten times the one before." if powers else name, loc="left")


def _tile(axes, left, top, height, outcome):
    if outcome in TILES:
        fill, pattern = TILES[outcome]
        axes.bar(
            left, height, 0.2, top, align="edge", facecolor=fill, hatch=pattern, edgecolor=INK, linewidth=1
        )
        axes.text(
            left + 0.1,
            top + height / 2,
            OUTCOMES[outcome].name.replace("Not ", "Not\n"),
            ha="center",
            va="center",
            fontsize=11,
            linespacing=1,
            bbox={"fc": PAPER, "ec": "none", "pad": 1},
        )


def _figure(row):
    """Return one row of counts() as a reader says it: “at least 5,000”, “2,800 to 5,000”, “20,000”."""
    return LIMITS.get(row["kind"], ("",))[0] + (
        f"{row['low']:,}" if row["low"] == row["high"] else f"{row['low']:,} to {row['high']:,}"
    )


def _source(row):
    entry = read_references()[row["reference"]]
    return Markup('<div class="ss-note"><a class="reference external" href="{}">{}</a>. {}</div>').format(
        entry["url"], entry["howpublished"], row["note"]
    )


def draw_svg(height, below, paint, alternative):
    """Return what `paint` puts on axes of WIDTH x height px, with `below` px under them, as SVG for a
    page; the same bytes each time.
    """
    import matplotlib
    from matplotlib.figure import Figure

    name = "c" + hashlib.sha256(alternative.encode()).hexdigest()[:8]
    settings = {
        "svg.hashsalt": name,
        "svg.fonttype": "none",
        "font.family": "DejaVu Sans",
        "font.size": 13,
        "hatch.linewidth": 0.7,
        "text.color": INK,
        "axes.labelcolor": SOFT,
        "xtick.color": SOFT,
    }
    with matplotlib.rc_context(settings), io.StringIO() as file:
        drawing = Figure(figsize=(WIDTH / 72, (height + below) / 72), facecolor="none")
        axes = drawing.add_axes(
            (0.004, below / (height + below), 0.992, height / (height + below)), facecolor="none"
        )
        axes.axis("off")
        paint(axes)
        drawing.savefig(file, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
        return _in_page(file.getvalue(), name, alternative)


def _in_page(svg, name, alternative):
    """Return matplotlib's SVG fit to stand in a page: no prolog, no style for all elements, ids of its
    own, the page's font and colours.
    """
    svg = re.sub(r"^.*?(?=<svg )|<metadata>.*?</metadata>|<style.*?</style>", "", svg, flags=re.DOTALL)
    svg = re.sub(
        r'width="[^"]*" height="[^"]*" viewBox',
        f'role="img" aria-label="{escape(alternative)}" viewBox',
        svg,
        count=1,
    )
    used = set(re.findall(r'(?:url\(|href=")#([^")]+)', svg))
    svg = re.sub(r' id="([^"]*)"', lambda found: f' id="{name}-{found[1]}"' if found[1] in used else "", svg)
    svg = re.sub(r'(url\(|href=")#', rf"\1#{name}-", svg)
    svg = re.sub(
        r"font: ([\d.]+px) [^;\"]*|; font-family: [^;\"]*",
        lambda found: f"font-size: {found[1]}" if found[1] else "",
        svg,
    )
    return re.sub("#a0000[1-8]", lambda found: DRAWN[found[0]], re.sub(r"\s*\n\s*", "\n", svg)).strip()


def _table(table, caption):
    """Return a DataFrame as an HTML table."""
    return html_table(table.columns, table.itertuples(index=False), caption)


def html_table(heads, rows, caption):
    """Return an HTML table: column heads, row heads in the first column, a caption; Markup cells are kept."""
    heads = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in heads)
    rows = "\n".join("<tr>" + "".join(map(_cell, range(len(row)), row)) + "</tr>" for row in rows)
    caption = escape(caption)
    return (
        f'{STYLE}<div class="ss-chart-table" role="region" tabindex="0" aria-label="{caption}"><table>\n'
        f"<caption><span>{caption}</span></caption>\n"
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>\n"
    )


def _cell(column, value):
    is_missing = not isinstance(value, str) and str(value) in MISSING
    text = value if isinstance(value, Markup) else escape("" if is_missing else str(value))
    return f'<th scope="row">{text}</th>' if column == 0 else f"<td>{text}</td>"
