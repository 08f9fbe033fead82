"""The class report: `report.load_report(table)` returns it, and each of its methods is one section.

The table has one row for each (student, item), as `items.csv` and the notebook behind the report have it.
"""

from .page import load_report, show_style

__all__ = ["load_report", "show_style"]
