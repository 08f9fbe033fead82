"""Build one edition of the book. A build that fails leaves the last good site as it was."""

import hashlib
import shutil
from pathlib import Path

from ..content.places import COUNTED
from ..files import ROOT, write_whole
from ..notebooks.running import fill_cache, is_filled
from ..problems import fail
from .run_sphinx import Sphinx
from .standing import digest_sources, stands, write_record
from .trim import read_sheets, trim

WORK = ROOT / "_build"
# rooms that cells of pages use
COMPUTING = ("content", "originals", "charts", "data", "notebooks", "exercise")

_shown = {}  # {edition: lock} of the first books that this window shows


def build(edition, out, originals=None, say=print):
    """Build `edition` ("study", "class" or "teach") into the folder `out` and return its path.

    originals: a folder with copies of the articles; their wording then stands in the exercises of this
        private site.
    say: called with a line of text at each step. Raises ContentError when the content has problems or a page
        does not build.
    """
    out = Path(out).resolve()
    _refuse_dangerous(out)
    work = WORK / f"work-{edition}{'-private' if originals else ''}"
    digest = digest_sources(edition, originals)
    if stands(work / "standing", digest, out):
        say("Nothing has changed since it was built.")
        return out
    with Sphinx(work) as sphinx:  # it gets ready while the content is checked
        from .preparing import prepare  # these take half a second to load
        from .turns import alone

        with alone(work, say) as waited:
            if waited and stands(work / "standing", digest := digest_sources(edition, originals), out):
                say("Nothing has changed since the other window built it.")
                return out
            prepare(edition, work / "source", originals, say)
            say(f"Building the {edition} edition …")
            _build_staged(work, sphinx, out, say)
            write_record(work / "standing", digest, out)
    return out


def _build_staged(work, sphinx, out, say):
    """Build what stands in WORK/source, and put the site where `out` is."""
    written = _forget_old_pages(work)
    _forget_old_results(work)
    pages, cache = sorted((work / "source").glob("*.*")), work / "_build" / ".jupyter_cache"
    fill_cache(pages, cache, work, say=lambda page: say(f"Counting for {page} …"))
    html, memory = work / "_build" / "html", work / "trimmed"
    sphinx.run(say, meanwhile=lambda: read_sheets(html, memory, whole=False))
    _remember_pages(work, written)
    _swap(html, out, memory)


def build_first(edition, out, say=print):
    """Return a folder with the whole book but for what cells work out, built in a few seconds; None where
    `build` is as fast, or another window shows one.

    It is for reading while `build` works, and is nobody's `out`: what ends `build` leaves no half book
    behind.
    """
    work = WORK / f"work-{edition}"
    if stands(work / "standing", digest_sources(edition), Path(out).resolve()) or _results_stand(work):
        return None
    from .turns import take

    WORK.mkdir(exist_ok=True)
    first = _first(edition)
    if not (lock := take(first)):
        return None
    _shown[edition] = lock
    shutil.rmtree(first, ignore_errors=True)  # a start that was killed has left it
    with Sphinx(first) as sphinx:
        from .preparing import prepare_first

        if not prepare_first(edition, first / "source", say):
            return None
        sphinx.run(say)
    return first / "_build" / "html"


def forget_first(edition):
    """Remove what `build_first` made in this window."""
    if lock := _shown.pop(edition, None):
        shutil.rmtree(_first(edition), ignore_errors=True)
        lock.release()


def _first(edition):
    return WORK / f"work-{edition}-first"


def _refuse_dangerous(out):
    """`out` is replaced as a whole: never replace a folder that is not one of our sites."""
    if out.exists() and not (out / "index.html").exists() and (not out.is_dir() or any(out.iterdir())):
        fault = "this folder holds something else than a built book, and building would replace it."
        fail(out, "", fault, "Name a new or empty folder.")
    if out == ROOT or out in ROOT.parents:
        fail(out, "", "this folder contains the kit itself.", "Name a new or empty folder.")


def _forget_old_results(work):
    """Drop cached results of cells when content or code has changed: the cache knows the cells, not the
    data they read.
    """
    if not _results_stand(work):
        shutil.rmtree(work / "_build" / ".jupyter_cache", ignore_errors=True)
        for page in (work / "source").glob(f"{COUNTED}*"):
            page.touch()
        (work / "data-read").write_text(_digest_data(), encoding="utf-8")


def _forget_old_pages(work):
    """Let all pages be written anew when one came or went, what each of them loads is another, or the last
    build did not come to its end; return what WORK/pages says once this one has.

    Sphinx leaves the page of a text that is gone where it was (with its answers), and in pages that did not
    change the menu of before. Where no page changed, it leaves our styles and scripts as they were, too.
    """
    source, stamp = work / "source", work / "pages"
    pages = "\n".join(sorted(path.name for path in source.glob("*.*"))) + (source / "_toc.yml").read_text(
        encoding="utf-8"
    )
    for path in sorted((source / "_static").glob("*")):
        pages += f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != pages:
        for written in ("html", ".doctrees"):
            shutil.rmtree(work / "_build" / written, ignore_errors=True)
    # Killed while it writes, Sphinx takes the pages that it has read for written the next time.
    stamp.unlink(missing_ok=True)
    return pages


def _remember_pages(work, pages):
    """Keep what `_forget_old_pages` returned, once all pages are written."""
    with write_whole(work / "pages", "utf-8") as file:
        file.write(pages)


def _results_stand(work):
    """Return whether all cells were run, on the data that are here now."""
    stamp = work / "data-read"
    filled = is_filled(work / "_build" / ".jupyter_cache")
    return filled and stamp.exists() and stamp.read_text(encoding="utf-8") == _digest_data()


def _digest_data():
    folders = ["exercises", "solutions", *(f"secondsource/{room}" for room in COMPUTING)]
    files = [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in (".txt", ".yaml", ".py")
    ]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _swap(built, out, memory):
    new, old = out.with_name(out.name + ".new"), out.with_name(out.name + ".old")
    for leftover in (new, old):
        shutil.rmtree(leftover, ignore_errors=True)
    shutil.copytree(built, new)
    trim(new, memory)
    if out.exists():
        out.rename(old)
    new.rename(out)
    shutil.rmtree(old, ignore_errors=True)
