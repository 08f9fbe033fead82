"""What comes before the pages are built: the content is checked, readers' copies are looked through, all is
put where Sphinx builds it.
"""

from ..content.check import check
from ..originals.files import choose_copies, look_through
from ..problems import ContentError, fail
from .staging import collect, stage
from .waiting import hold_back


class Lasting(str):
    """A line that stays on the screen, whatever is being done next."""


def prepare(edition, source, originals=None, say=print):
    """Put an edition into the folder `source`. Raises ContentError where its content has problems.

    originals, say: as `build` has them.
    """
    _check(edition, say)
    if originals:
        _report_copies(originals, say)
    stage(source, *collect(edition, originals))


def prepare_first(edition, source, say=print):
    """Put an edition without what cells work out into the folder `source`; return whether it has any."""
    pages, made = collect(edition)
    held = hold_back(pages, made)
    if held == made:
        return False
    _check(edition, say)
    stage(source, pages, held)
    return True


def _check(edition, say):
    say("Checking the content …")
    # how hard a text is to read stops no build
    if problems := check(with_key=edition != "class", with_grade=False):
        raise ContentError(problems)


def _report_copies(originals, say):
    """Say which files are used, and which are not, and why; stop where none is."""
    copies = look_through(originals)
    used = choose_copies(copies)
    for copy in copies:
        if used.get(copy.slug) is copy:
            count = f"{len(copy.match.found)} of {len(copy.match.wanted)}"
            left = (
                " The others stay in our retelling." if len(copy.match.found) < len(copy.match.wanted) else ""
            )
            say(Lasting(f"{copy.slug}: {count} passages of {copy.name} are used.{left}"))
        elif copy.fault:
            say(Lasting(f"NOT USED: {copy.name} {copy.fault}"))
        elif copy.slug:
            say(Lasting(f"NOT USED: {copy.name}, since {used[copy.slug].name} has as many of {copy.slug}."))
        else:
            say(Lasting(f"NOT USED: {copy.name} is none of our articles."))
    if not used:
        cure = f"Try `python3 kit.py originals {originals}` to see what is found."
        fail(originals, "", "no file here is a copy of one of the articles.", cure)
