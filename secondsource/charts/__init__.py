"""Charts as SVG, with a table behind each: for pages, notebooks and the report.

`bars`, `ranges`, `tiles` and `listing` take a DataFrame, a text alternative and a caption (`listing`: a
caption only) and return a Chart, which a cell shows. What a row is, and in which unit, is said by each.
"""

from .svg import Chart, bars, listing, ranges, spoken, tiles

__all__ = ["Chart", "bars", "listing", "ranges", "spoken", "tiles"]
