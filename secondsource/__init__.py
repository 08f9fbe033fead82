"""Second Source: read advocacy closely, claim by claim."""

__version__ = "0.1.0"

__all__ = ["activity"]


def __getattr__(name):
    # Imported late: the command line must not wait for ipywidgets and pandas.
    if name == "activity":
        from .widget import activity
        return activity
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
