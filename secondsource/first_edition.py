"""The module names of the first edition, for notebooks that were handed out with it: `from
secondsource.tasks import check` still works.
"""

from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

MOVED = {
    "corpus": "data.words",
    "labels": "content.labels",
    "measures": "report.items",
    "progress": "notebooks.progress",
    "render": "content.textset",
    "tasks": "notebooks.tasks",
    "texts": "content.texts",
}
RENAMED = {"Library": "TextSet"}


class FirstEdition(MetaPathFinder, Loader):
    """Finds a module under its old name. Asked last: a name that is in use again goes before."""

    def find_spec(self, fullname, *_):
        package, _, name = fullname.rpartition(".")
        return ModuleSpec(fullname, self) if package == __package__ and name in MOVED else None

    def create_module(self, spec):
        return _OldName(spec.name)

    def exec_module(self, module):
        new = vars(import_module(f"{__package__}.{MOVED[module.__name__.rpartition('.')[2]]}"))
        vars(module).update({name: value for name, value in new.items() if not name.startswith("__")})
        vars(module).update({old: new[name] for old, name in RENAMED.items() if name in new})


class _OldName(ModuleType):
    """Importing secondsource.progress puts the module in the place of the function of that name; so it can
    be called as well.
    """

    def __call__(self, *arguments, **options):
        return vars(self)[self.__name__.rpartition(".")[2]](*arguments, **options)
