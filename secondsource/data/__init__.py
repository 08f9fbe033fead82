"""The exercises as tidy tables: `data.sources()`, `data.figures()` and so on, for pages and notebooks.

Each returns a new DataFrame; its columns stand in its own description. `set` is the slug of the text, `unit`
the label of the claim in it, `scored` is False where readers differ. Counts are in people, years in years,
dates are texts as the source has them. `articles()` returns a list of slugs.
"""

from .tables import (
    articles,
    cards,
    counts,
    figures,
    forecasts,
    labelled_figures,
    labels,
    phrases,
    settled_forecasts,
    sources,
)

__all__ = [
    "articles",
    "cards",
    "counts",
    "figures",
    "forecasts",
    "labelled_figures",
    "labels",
    "phrases",
    "settled_forecasts",
    "sources",
]
