"""Second Source: read advocacy closely, claim by claim."""

from importlib import import_module

__version__ = "0.1.0"

__all__ = ["activity", "originals"]


def __getattr__(name):
    # Imported late: the command line must not wait for ipywidgets and pandas.
    if name == "activity":
        from .widget import activity
        return activity
    if name == "originals":
        return import_module(".originals", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
