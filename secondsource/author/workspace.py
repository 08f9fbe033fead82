"""Where the files of a set stand while somebody writes it: in a draft of its own, or in the kit.

A draft is a small kit in `drafts/SET/`: the same files in the same folders, so that everything that reads a
set reads a draft. Beside them lie what never leaves it: `original.txt`, `author.yaml` (notes) and `history/`.
"""

import re

from filelock import FileLock

from ..content.references import read_references
from ..content.rules.folders import SLUG, named_sets, propose_name
from ..content.texts import ARTICLE_HEADER, BRIEF_HEADER, read_units, slugs
from ..files import ROOT, read_text
from ..problems import ContentError, fail

DRAFTS = "drafts"
# the files of a set, by the names that the page and the history use for them
PLACES = {
    "article": "exercises/{}/article.txt",
    "brief": "exercises/{}/brief.txt",
    "cards": "exercises/{}/evidence.yaml",
    "items": "exercises/{}/items.yaml",
    "key": "solutions/{}/key.yaml",
    "notes": "solutions/{}/notes.md",
    "page": "book/{}.md",
    "references": "book/references.bib",
}
MEMO, ORIGINAL, MOVING = "author.yaml", "original.txt", "moving.json"
BUSY = 20  # seconds to wait for another window


class Workspace:
    """One set and where it stands now. kit: the kit's folder; desk: the set's folder in `drafts/`; root: the
    one of the two that holds the set's files.

    Raises ContentError where there is no such set, or its name cannot be one.
    """

    def __init__(self, slug, kit=ROOT):
        require_name(slug)
        self.slug, self.kit, self.desk = slug, kit, desk_of(slug, kit)
        if not self.is_draft and slug not in slugs(kit):
            there = sorted({*list_drafts(kit), *named_sets(kit)})
            cure = f"There are: {', '.join(there)}. A new one: `python3 kit.py new {slug} --original FILE`."
            fail(f"{DRAFTS}/{slug}", "", "there is no draft and no set of this name.", cure)

    @property
    def is_draft(self):
        return (self.desk / "exercises" / self.slug).is_dir()

    @property
    def root(self):
        return self.desk if self.is_draft else self.kit

    def path(self, name):
        """Return the path of one of PLACES, or of the notes that an author keeps."""
        if name == "memo":
            return self.desk / MEMO
        return self.root / PLACES[name].format(self.slug)

    def read(self, name):
        """Return the text of a file, "" where it is not there. Links lead elsewhere and are not followed."""
        path = self.path(name)
        if any(part.is_symlink() for part in (path, path.parent, self.desk)):
            fail(path.name, "", "this is a link to another place.", "Put the file itself here.")
        return read_text(path, self.root) if path.exists() else ""

    @property
    def original(self):
        """The text of the original, "" where there is none on this desk."""
        path = self.desk / ORIGINAL
        return read_text(path, self.kit) if path.is_file() and not path.is_symlink() else ""

    def references(self):
        """Return the references of the book and the draft's own; what cannot be read is left out."""
        found = {}
        for root in dict.fromkeys((self.kit, self.root)):
            try:
                found |= read_references(root)
            except ContentError as error:
                found |= error.partial or {}
        return found

    def lock(self):
        """Return a lock: while it is held no other window and no other command writes this set."""
        return lock_drafts(self.kit, self.slug)


def require_name(slug):
    """Raise a ContentError, with a name like it that can be one, unless `slug` can name a set."""
    if not SLUG.fullmatch(slug) or len(slug) > 60:
        cure = f"Names are small letters, digits and hyphens, at most 60: {propose_name(slug)[:60]}."
        fail(slug, "", "this cannot be the name of a set.", cure)


def desk_of(slug, kit=ROOT):
    """Return the folder of one set in `drafts/`."""
    return kit / DRAFTS / slug


def list_drafts(kit=ROOT):
    """Return the names of all drafts, sorted."""
    folders = (kit / DRAFTS).glob("*/exercises/*")
    return sorted({path.name for path in folders if path.parents[1].name == path.name})


def lock_drafts(kit, slug):
    """Return a lock on one draft; the file stays, since to remove it would free it for two at once."""
    (kit / DRAFTS).mkdir(exist_ok=True)
    return FileLock(kit / DRAFTS / f".{slug}.lock", timeout=BUSY)


def read_or_nothing(workspace, name):
    """Return the text of a file, "" where it cannot be read: that is told as a problem, and nothing is lost,
    since a change of such a file is refused.
    """
    try:
        return workspace.read(name)
    except ContentError:
        return ""


def read_units_of(workspace, name):
    """Return {label: Unit} of the article or the brief, those without words as well."""
    path = workspace.path(name)
    if not read_or_nothing(workspace, name):
        return {}
    wanted = BRIEF_HEADER if name == "brief" else ARTICLE_HEADER
    try:
        return read_units(path, workspace.slug, wanted, workspace.root).units
    except ContentError as error:
        return error.partial.units if error.partial else {}


def order_of(workspace):
    """Return the labels of all units, in the order of the texts."""
    return [*read_units_of(workspace, "article"), *read_units_of(workspace, "brief")]


def split_entries(text):
    """Return [(key, text)] of the entries of a .bib file; what stands before the first has the key ""."""
    parts = re.split(r"^(?=@)", text, flags=re.MULTILINE)
    found = []
    for part in parts:
        key = re.match(r"@\w+\s*\{\s*([^\s,]+)", part)
        found.append((key[1] if key else "", part))
    return found
