"""Templates: each stands beside the code that fills it, in ROOM/templates. One environment for all of
them: everything is escaped.
"""

from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined

from .colours import COLOURS

ROOMS = ("author", "book", "desk", "exercise", "exports", "live", "notebooks", "report")
_loader = PrefixLoader({room: PackageLoader("secondsource", f"{room}/templates") for room in ROOMS})
_environment = Environment(loader=_loader, autoescape=True, undefined=StrictUndefined)
_environment.globals["colours"] = COLOURS  # for what stands in a notebook, where no style sheet of ours is


def fill_template(name, /, **values):
    """Return the template "ROOM/FILE" filled in; every value is escaped unless it is Markup."""
    return _environment.get_template(name).render(**values)
