"""The page on how the kit's own statements were checked: the ledger, in numbers."""

from datetime import date

from ..content.ledger import READERS, RESULTS, count_results
from ..templating import fill_template


def render_checked(standings):
    """Return the HTML of what came of comparing each statement with its source.

    standings: {set, "cross-article" or "pages": [Standing]}, as list_standings gives them. Statements that
    were never compared, or were changed since, are counted as open.
    """
    everything = [one for group in standings.values() for one in group]
    compared = [one for one in everything if one.is_compared]
    days = sorted({date.fromisoformat(one.record.compared) for one in compared})
    return fill_template(
        "book/checked.html",
        results={**RESULTS, "open": "not compared yet, or changed since"},
        rows={name: count_results(group) for name, group in standings.items()},
        total=count_results(everything),
        grave=sum(one.statement.is_grave for one in everything),
        twice=sum(one.statement.is_grave and not one.lacks_a_reader for one in compared),
        readers={
            words: sum(name in one.record.readers for one in compared) for name, words in READERS.items()
        },
        days=[f"{day.day} {day:%B} {day.year}" for day in days],
        # of what students see; the path of an answer says something about it
        doubtful=[
            one
            for one in compared
            if one.record.result in ("notes", "unseen") and not one.statement.folder.startswith("solutions/")
        ],
    )
