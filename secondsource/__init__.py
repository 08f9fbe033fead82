"""Second Source: read advocacy closely, claim by claim.

The names in `__all__` are what notebooks and pages use; everything else may move.
"""

import sys
from importlib import import_module

from .first_edition import FirstEdition

__version__ = "0.2.0"

# Name: where it is kept; "module" or "module:what is in it".
_PUBLIC = {
    "TextSet": "content.textset:TextSet",
    "activity": "exercise.widget:activity",
    "charts": "charts",
    "check": "notebooks.tasks:check",
    "check_all": "notebooks.handing_in:check_all",
    "data": "data",
    "data_file": "notebooks.corpus_files:data_file",
    "export": "notebooks.handing_in:export",
    "labels": "content.labels",
    "models": "notebooks.tasks:models",
    "originals": "originals",
    "page": "notebooks.lab:page",
    "progress": "notebooks.progress:progress",
    "read_article": "content.texts:read_article",
    "report": "report",
    "wilson": "report.items:wilson",
    "words": "data.words",
}
__all__ = ["__version__", *_PUBLIC]  # noqa: PLE0604 (all of them are text)

sys.meta_path.append(FirstEdition())


def __getattr__(name):
    # Imported late: the command line must not wait for ipywidgets and pandas.
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, what = _PUBLIC[name].partition(":")
    found = import_module(f".{module}", __name__)
    return getattr(found, what) if what else found


def __dir__():
    return __all__
