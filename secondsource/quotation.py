"""The quotation check: nothing of an original in the kit but short phrases, and few of those."""

import html
import re
from pathlib import Path

from .copies import find_article, read_copy
from .problems import Problem, fail
from .strict import ROOT, shown

RUN = 9           # words in a row that no file may share with an original
PHRASE = 6        # words in a row from which on a shared run counts as a quotation; shorter ones are names and common turns
MOST_QUOTED = 0.05  # of an original's words that may stand in such runs, in all files of the kit together
NOT_OURS = {".git", ".venv", "_build", "__pycache__", ".pytest_cache", ".hypothesis", ".ipynb_checkpoints", "node_modules"}
MARKUP = {".html", ".svg", ".xml", ".js", ".json", ".ipynb"}
BINARY = {".png", ".ico", ".woff", ".woff2", ".ttf", ".zip", ".pickle", ".doctree", ".inv"}


def check_quotations(originals, folders=(ROOT,)):
    """Return a Problem for every file that shares a run of RUN words with an original, and for every original quoted too much.

    originals: {name: text}. folders: the kit, and built sites.
    """
    words = {name: read_words(text) for name, text in originals.items()}
    known = {name: _runs(listed, PHRASE) for name, listed in words.items()}
    covered = {name: set() for name in originals}
    problems = []
    for path, readings in (found for folder in folders for found in _read_files(Path(folder))):
        for name in originals:
            long_run = ""
            for reading in readings:
                long_run = _cover(reading, words[name], known[name], covered[name]) or long_run
            if long_run:
                problems.append(Problem(shown(path), "", f"shares “{long_run}” with {name}.", "Say it in the kit's own words."))
    for name, places in covered.items():
        if len(places) > MOST_QUOTED * len(words[name]):
            problems.append(Problem(name, "", f"{len(places)} of its {len(words[name])} words stand in runs of {PHRASE} or more in the kit.",
                                    f"At most {MOST_QUOTED:.0%} may: quote less, retell more."))
    return problems


def _cover(reading, words, runs, covered):
    """Add the places of `words` (an original) that a reading repeats to `covered`; return a shared run of RUN words, or ""."""
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
    """Return a text's words in lower case, without punctuation."""
    return re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))


def read_originals(folder):
    """Return {file name: text} of the originals in a folder; fails when none of its files is an article of the kit."""
    texts = {path.name: read_copy(path) for path in sorted(Path(folder).iterdir()) if path.is_file()}
    if not any(find_article(text)[0] for text in texts.values()):
        fail(folder, "", "no file here is an original of the kit's articles.", "Name the folder that holds them.")
    return texts


def _windows(words, length):
    """Return an iterator over all runs of `length` words."""
    return zip(*(words[start:] for start in range(length)))


def _runs(words, length):
    """Return {run of words: [places]}."""
    found = {}
    for place, run in enumerate(_windows(words, length)):
        found.setdefault(run, []).append(place)
    return found


def _read_files(folder):
    """Yield (path, [words of the file as it is, and as a reader sees it]) for every file with text in it."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        if not path.is_file() or path.suffix in BINARY or NOT_OURS & set(inside):
            continue
        if path.suffix == ".pdf":
            yield path, [read_words(read_copy(path))]
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        readings = [read_words(text)]
        if path.suffix in MARKUP:
            seen = html.unescape(re.sub(r"<[^>]*>", " ", text)).replace("\\n", " ").replace("\\u2019", "'")
            readings.append(read_words(seen))
        yield path, readings
