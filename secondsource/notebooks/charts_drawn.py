"""Read a chart that a student drew: what stands over each name, and whether a reader can read it."""

import re

DRAW = "Draw it with .plot.bar(…), .plot.barh(…) or ax.bar(…), and give what that returns."
OTHERS = {  # what students give in place of axes
    "Figure": "This is the whole figure; wanted are its axes: give fig.axes[0].",
    "BarContainer": "These are the bars alone; wanted are the axes: give plt.gca().",
    "Text": "This is the title or a name alone; wanted are the axes: give plt.gca().",
}
NAMELESS = (
    "Not every number has its name at the axis: draw bars, or give the names with ax.set_{}ticks(…, names)."
)
BESIDE = 0.5  # of the distance of two names; bars beside bars stand that far from theirs at most
SCALES = ("Scalar", "Log", "Date", "TimeSeries")  # their ticks are numbers and days, which nobody wrote
WHOLE = re.compile(r"-?\d+\.0")
MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d) 00:00:00")


def is_chart(value):
    """Return whether a value is what matplotlib and pandas draw into (Axes)."""
    return hasattr(value, "get_xaxis") and hasattr(value, "containers")


def describe_chart(value):
    """Return what keeps a reader from reading a chart, in words; "" where nothing is found.

    A chart needs a title, a name at the axis of its numbers, bars that begin at nought, and a name for each.
    """
    if not is_chart(value):
        return _describe_other(value)
    axis, bars = "x" if _lie(value) else "y", _bars(value)
    if not _marks(value):
        pie = any(type(part).__name__ == "Wedge" for part in value.patches)
        said = "In a pie nobody can compare the parts." if pie else "Nothing is drawn in it yet."
        return f"{said} {DRAW}"
    if not _has_title(value):
        return "The chart has no title: add title=… or ax.set_title(…)."
    if not getattr(value, f"get_{axis}label")().strip():
        cure = f"add {axis}label=… or ax.set_{axis}label(…)."
        return f"The axis of the numbers has no name. Say what is counted: {cure}"
    if bars and getattr(value, f"get_{axis}scale")() == "log":
        return "A logarithmic axis has no nought to begin at, so bars lie there: leave log out."
    low, high = sorted(getattr(value, f"get_{axis}lim")())
    if bars and not low <= 0 <= high:
        return "The bars do not begin at nought, so their lengths lie. Take the limit of the axis away."
    return "" if _all_named(value) else NAMELESS.format("y" if axis == "x" else "x")


def _describe_other(value):
    called = type(value).__name__
    if called in OTHERS:
        return OTHERS[called]
    parts = list(value) if isinstance(value, (list, tuple)) or getattr(value, "ndim", 0) == 1 else []
    place = next((place for place, part in enumerate(parts) if is_chart(part)), None)
    cure = DRAW if place is None else f"Take the axes out of it: add [{place}]."
    return f"This is a {called}; wanted is a chart. {cure}"


def _has_title(axes):
    own = any(axes.get_title(loc=place).strip() for place in ("left", "center", "right"))
    return own or bool(axes.figure and axes.figure.get_suptitle().strip())


def read_chart(axes):
    """Return {name: number} of the bars, or else the points of the one line, that are drawn into `axes`.

    A name that is drawn twice (bars beside bars) is there twice, as "name" and "name (2)"; where all bars
    stand at one name, the legend names them.
    """
    marks, found = _marks(axes), {}
    names = [_name(axes, place) for place, _ in marks]
    if len(set(names)) == 1 and len(legend := _legend(axes)) == len(names):
        names = legend
    for name, (_, number) in zip(names, marks, strict=True):
        twice = sum(one == name or one.startswith(f"{name} (") for one in found)
        found[f"{name} ({twice + 1})" if twice else name] = float(number)
    return found


def _bars(axes):
    """Return the groups of bars: error bars and stems are groups as well, and have no bars."""
    return [group for group in axes.containers if getattr(group, "patches", ())]


def _lie(axes):
    return any(group.orientation == "horizontal" for group in _bars(axes))


def _legend(axes):
    """Return the name in the legend of each bar; [] where a group has more bars than one, or no name."""
    named = all(len(group.patches) == 1 and group.get_label()[:1] not in "_" for group in _bars(axes))
    return [group.get_label() for group in _bars(axes)] if named else []


def _marks(axes):
    """Return [(place on the axis of names, number)] of what is drawn."""
    bars = [bar for group in _bars(axes) for bar in group.patches]
    if bars and _lie(axes):
        return [(bar.get_y() + bar.get_height() / 2, bar.get_width()) for bar in bars]
    if bars:
        return [(bar.get_x() + bar.get_width() / 2, bar.get_height()) for bar in bars]
    points = [line.get_xydata() for line in _lines(axes)] or [
        part.get_offsets() for part in axes.collections if type(part).__name__ == "PathCollection"
    ]
    return [(place, number) for part in points for place, number in part]


def _lines(axes):
    """Return the lines through data; a line across the chart (ax.axhline) and the foot of stems are none."""
    stems = [group.markerline for group in axes.containers if hasattr(group, "markerline")]
    return stems or [line for line in axes.lines if line.get_transform() == axes.transData]


def _name(axes, place):
    """Return what stands at a place of the axis of names: the nearest name that was given, or the day, or
    else the number itself.
    """
    axis = axes.get_yaxis() if _lie(axes) else axes.get_xaxis()
    given = [(abs(tick - place), name) for tick, name in _ticks(axis) if name]
    distance, name = min(given, default=(1, ""))
    return _tidy(name) if distance < BESIDE else _day(axes, axis, place) or f"{float(place):g}"


def _tidy(name):
    """Return a name as the key has it: on one line, 2015 for 2015.0, a day without its midnight."""
    name = MIDNIGHT.sub(r"\1", " ".join(name.split()))
    return name[:-2] if WHOLE.fullmatch(name) else name


def _day(axes, axis, place):
    """Return the day, month or year at a place of an axis of time; "" on any other axis."""
    scale = type(axis.get_major_formatter()).__name__
    if "TimeSeries" in scale and hasattr(axes, "freq"):
        import pandas as pd  # late: the command line must not wait for it

        return str(pd.Period(ordinal=round(place), freq=axes.freq))
    if "Date" in scale:
        from matplotlib.dates import num2date

        return num2date(place).strftime("%Y-%m-%d")
    return ""


def _ticks(axis):
    """Return (place, name) pairs of the names that somebody gave; numbers of a scale are none."""
    formatter, ticks = axis.get_major_formatter(), axis.get_ticklocs()
    is_scale = any(word in type(formatter).__name__ for word in SCALES)
    return [] if is_scale else zip(ticks, formatter.format_ticks(ticks), strict=False)


def _all_named(axes):
    """Return whether each number has its name where any has: pandas leaves some out below a line."""
    axis = axes.get_yaxis() if _lie(axes) else axes.get_xaxis()
    named = [tick for tick, name in _ticks(axis) if name]
    return not named or all(min(abs(tick - place) for tick in named) < BESIDE for place, _ in _marks(axes))
