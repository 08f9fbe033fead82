"""The kinds of activity: one module each, which answers every question about it (see base.py).

The name of a kind is the name of its module and of its templates, and by it they are found. Nothing else in
the package knows one kind from another, so a new one is these four files, and its line in exercises/README.md
for who writes a set (tests/helpers/sixth_kind is one that works):

| file | what it is |
|---|---|
| content/kinds/NAME.py | the kind itself |
| exercise/templates/kinds/NAME.html | on the screen, made of exercise/templates/controls.html |
| worksheets/templates/kinds/NAME.typ | on paper, made of worksheets/templates/controls.typ |
| exports/templates/kinds/NAME.html | the question, as other programs ask it |
"""

from importlib import import_module
from pkgutil import iter_modules

from .base import Activity


def _find_kinds():
    """Return {name: the kind in the module of that name}."""
    found = {}
    for entry in iter_modules(__path__):
        module = import_module(f"{__name__}.{entry.name}")
        for one in vars(module).values():
            is_kind = isinstance(one, type) and issubclass(one, Activity) and one is not Activity
            if is_kind and one.__module__ == module.__name__:
                found[entry.name] = one
    return dict(sorted(found.items()))


KINDS = _find_kinds()


def with_defaults(activity):
    """Return an exercise of items.yaml, however much of it is not written yet, with what its kind takes for
    granted where the file says nothing.
    """
    kind = KINDS.get(activity.get("kind"))
    fields = kind.model_fields if kind else {}
    return {name: one.default for name, one in fields.items() if not one.is_required()} | activity
