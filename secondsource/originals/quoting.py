"""The quotation check: nothing of an original in the kit but short phrases, and few of those."""

import html
import re
import unicodedata
from pathlib import Path

from ..content.rules.folders import broken_sets
from ..content.texts import read_article, slugs
from ..files import ROOT, shown
from ..problems import ContentError, Problem
from .files import find_article, read_copy
from .matching import find_anchor, read_stream

RUN = 9  # words in a row that no file may share with an original
# words in a row from which on a shared run counts as a quotation; shorter ones are names and common turns
PHRASE = 6
MOST_QUOTED = 0.05  # of an original's words that may stand in such runs, in all files of the kit together
LEAST = 2 * PHRASE  # words that always may: of a short text its title and a phrase
NOT_OURS = {
    "drafts",
    ".git",
    ".venv",
    "_build",
    "__pycache__",
    ".pytest_cache",
    ".hypothesis",
    ".ipynb_checkpoints",
    "node_modules",
}
LATER = "The `original:` lines are compared when all texts can be read."
SHOWN = 3  # quotations that are named where there are too many
BREAK = "0unit0"  # stands between two units; no text has such a word
TEXTS = {"article.txt", "brief.txt", "easier.txt"}
MARKUP = {".html", ".svg", ".xml", ".js", ".json", ".ipynb"}
# Characters that nobody sees, and the accents that NFKD sets apart: inside a word they would hide it.
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff\u0300-\u036f]")
BINARY = {".png", ".ico", ".woff", ".woff2", ".ttf", ".zip", ".pickle", ".doctree", ".inv"}


def check_originals(folder, folders=(ROOT,), root=ROOT):
    """Return (Problems, lines): what is wrong between the kit and a folder of originals; what was compared.

    folders: the kit, and built sites.
    """
    try:
        originals = read_originals(folder)
    except ContentError as error:
        return error.problems, []
    problems, shares = check_quotations(originals, folders)
    try:
        matches = {name: find_article(text, root) for name, text in originals.items()}
    except ContentError:  # `check` names it; copied words are told all the same
        return problems, [LATER]
    if not any(slug for slug, _ in matches.values()):
        if broken_sets(root):  # the copy may be of a set that cannot be read, which `check` names
            return problems, [LATER]
        return [
            *problems,
            Problem(
                str(folder),
                "",
                "no file here is an original of the kit's articles.",
                "Name the folder that holds them.",
            ),
        ], []
    found, lines = _check_passages(originals, matches, root)
    quoted = [
        f"{name}: {share:.1%} of its words stand in the kit in runs of {PHRASE} or more."
        for name, share in shares.items()
    ]
    return [*problems, *found], [*lines, *quoted]


def _check_passages(originals, matches, root):
    """Return (Problems, lines) of the `original:` lines; matches: {file name: (slug, Match)}."""
    known = sorted((len(found.found), name, slug) for name, (slug, found) in matches.items() if slug)
    best = {slug: name for _, name, slug in known}  # of two copies of one article the fuller one decides
    problems, lines = [], []
    for slug in slugs(root):
        units = read_article(slug, root).units.values()
        anchored, bare = [unit for unit in units if unit.first], [unit for unit in units if not unit.first]
        if slug in best:
            found = matches[best[slug]][1].found
            without = f" Without `original:`: {' '.join(unit.label for unit in bare)}." if bare else ""
            lines.append(f"{slug}: {len(found)} of {len(anchored)} passages found in {best[slug]}.{without}")
            problems += _lost_passages(slug, best[slug], found, units, originals[best[slug]], root)
        elif anchored:
            lines.append(f"{slug}: not compared, none of these files is its original.")
    return problems, lines


def _lost_passages(slug, name, found, units, text, root):
    """Yield a Problem for each unit whose passage is not found; one for all when the copy seems to be cut
    off.
    """
    file, letters = shown(root / "exercises" / slug / "article.txt", root), read_stream(text).letters
    lost = [unit for unit in units if unit.first and unit.label not in found]
    if len(lost) > len(found):
        fault = f"only {len(found)} of {len(found) + len(lost)} passages are in {name}."
        yield Problem(file, "", fault, "Is the copy complete?")
        return
    wrong = {
        unit.label: words
        for unit in lost
        for words in (unit.last, unit.first)
        if not find_anchor(words, letters)
    }
    bare = {unit.paragraph: unit.label for unit in units if not unit.first}
    blamed = {unit.paragraph for unit in lost if unit.label in wrong}
    cure = f"Copy the first and last words of the passage from {name}."
    for unit in lost:
        if unit.label in wrong:
            fault = f"`original:`: “{wrong[unit.label]}” is not in {name}."
            yield Problem(file, f"[{unit.label}]", fault, cure)
        elif unit.paragraph in bare:  # a neighbour is to blame: they are found by each other
            fault = f"there is no `original:`, and without it [{unit.label}] is not found."
            yield Problem(file, f"[{bare[unit.paragraph]}]", fault, cure)
        elif unit.paragraph not in blamed:
            fault = f"`original:`: “{unit.first} … {unit.last}” is not found in this place."
            yield Problem(file, f"[{unit.label}]", fault, cure)


def check_quotations(originals, folders=(ROOT,)):
    """Return (a Problem for every file that shares a run of RUN words with an original and for every original
    quoted too much; {name: share of its words that is quoted}).

    originals: {name: text}. folders: the kit, and built sites.
    """
    words = {name: read_words(text) for name, text in originals.items()}
    known = {name: _runs(listed, PHRASE) for name, listed in words.items()}
    covered = {name: set() for name in originals}
    problems = []
    for path, readings in (found for folder in folders for found in _read_files(Path(folder))):
        for name in originals:
            long_run = ""
            for reading, is_counted in readings:
                places = covered[name] if is_counted else set()
                long_run = _cover(reading, words[name], known[name], places) or long_run
            if long_run:
                problems.append(
                    Problem(
                        shown(path), "", f"shares “{long_run}” with {name}.", "Say it in the kit's own words."
                    )
                )
    for name, places in covered.items():
        total = len(words[name])
        if len(places) > max(LEAST, MOST_QUOTED * total):
            fault = f"{len(places)} of its {total} words stand in runs of {PHRASE} or more in the kit."
            told = ", ".join(f"“{run}”" for run in _stretches(words[name], places)[:SHOWN])
            cure = f"At most {MOST_QUOTED:.0%} may: quote less, retell more. They are, among others: {told}."
            problems.append(Problem(name, "", fault, cure))
    return problems, {name: len(places) / max(1, len(words[name])) for name, places in covered.items()}


def _stretches(words, places):
    """Return the words at places, those that follow each other as one text, in their order."""
    found = []
    for place in sorted(places):
        if place - 1 in places:
            found[-1] += f" {words[place]}"
        else:
            found.append(words[place])
    return found


def _cover(reading, words, runs, covered):
    """Add the places of `words` (an original) that a reading repeats to `covered`; return a shared run of
    RUN words, or "".
    """
    long_run = ""
    shared = set(_windows(reading, PHRASE)) & runs.keys()
    for run in shared:
        covered.update(place for start in runs[run] for place in range(start, start + PHRASE))
    if shared:
        # Only where short runs are shared can there be a long one.
        long_runs = set(_windows(reading, RUN)) & set(_windows(words, RUN))
        long_run = " ".join(min(long_runs, default=()))
    return long_run


def read_words(text):
    """Return a text's words in lower case, without punctuation, accents and characters that nobody sees."""
    plain = text if text.isascii() else UNSEEN.sub("", unicodedata.normalize("NFKD", text))
    return re.findall(r"[a-z0-9]+(?:'[a-z0-9]+)*", plain.lower().replace("’", "'"))


def read_originals(folder):
    """Return {file name: text} of the originals in a folder and in those inside it; hidden files are none."""
    folder = Path(folder)
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    names = {path.relative_to(folder).as_posix(): path for path in paths}
    return {name: read_copy(path) for name, path in names.items() if not re.search(r"(^|/)(\.|~\$)", name)}


def _windows(words, length):
    """Return an iterator over all runs of `length` words."""
    return zip(*(words[start:] for start in range(length)), strict=False)


def _runs(words, length):
    """Return {run of words: [places]}."""
    found = {}
    for place, run in enumerate(_windows(words, length)):
        found.setdefault(run, []).append(place)
    return found


def _read_files(folder):
    """Yield (path, [(words, whether short runs count)]) for every file with text: as it is, and as a
    reader sees it.
    """
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        if not path.is_file() or path.suffix in BINARY or NOT_OURS & set(inside):
            continue
        if path.suffix == ".pdf":
            yield path, _with_and_without_breaks(read_copy(path))
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        yield path, [read for reading in _readings(path, text) for read in _with_and_without_breaks(reading)]


def _readings(path, text):
    """Yield what a program reads in a file, and what a person sees of it."""
    if path.suffix in MARKUP:
        spelt = re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text.replace("\\n", " "))
        yield html.unescape(spelt)
        yield html.unescape(
            re.sub(r"<[^>]*>", " ", spelt.replace("<span data-unit=", f" {BREAK} <span data-unit="))
        )
        return
    yield text
    if path.suffix == ".md":
        yield re.sub(r"\]\([^)]*\)|\{\w+\}`[^`]*`", " ", text)
    if path.name in TEXTS:
        yield re.sub(r"^(?:original|source):.*|^\[[^\]]*\]", f" {BREAK} ", text, flags=re.MULTILINE)


def _with_and_without_breaks(text):
    """Return [(words, whether short runs count)]: a sentence cut into two units is still that sentence.

    Short runs count inside a unit only: where one ends and the next begins, words meet by chance. Four such
        places in one article made “31 of its 529 words” of 12.
    """
    words = read_words(text)
    joined = [([word for word in words if word != BREAK], False)] if BREAK in words else []
    return [(words, True), *joined]
