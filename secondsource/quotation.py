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
BINARY = {".png", ".ico", ".woff", ".woff2", ".ttf", ".zip", ".pickle", ".doctree", ".inv"}


def check_quotations(originals, folders=(ROOT,)):
    """Return a Problem for every run of RUN words a file shares with an original, and for every original quoted too much.

    originals: {name: text}. folders: the kit, and built sites.
    """
    originals = {name: read_words(text) for name, text in originals.items()}
    texts = {path: [read_words(text) for text in readings] for folder in folders for path, readings in _read_files(Path(folder))}
    problems = []
    for name, words in originals.items():
        long_runs, covered = _runs(words, RUN), set()
        short_runs = _runs(words, PHRASE)
        for path, readings in texts.items():
            hits = [run for reading in readings for run in _runs(reading, RUN) if run in long_runs]
            if hits:
                problems.append(Problem(shown(path), "", f"shares “{' '.join(hits[0])}” with {name}.", "Say it in the kit's own words."))
            covered |= {place for reading in readings for run in _runs(reading, PHRASE) if run in short_runs
                        for start in short_runs[run] for place in range(start, start + PHRASE)}
        if len(covered) > MOST_QUOTED * len(words):
            problems.append(Problem(name, "", f"{len(covered)} of its {len(words)} words stand in runs of {PHRASE} or more in the kit.",
                                    f"At most {MOST_QUOTED:.0%} may: quote less, retell more."))
    return problems


def quoted_share(original, texts):
    """Return the share of an original's words that stand in runs of PHRASE or more in `texts` (0 to 1)."""
    words = read_words(original)
    runs = _runs(words, PHRASE)
    covered = {place for text in texts for run in _runs(read_words(text), PHRASE) if run in runs
               for start in runs[run] for place in range(start, start + PHRASE)}
    return len(covered) / max(1, len(words))


def read_words(text):
    """Return a text's words in lower case, without punctuation."""
    return re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))


def read_originals(folder):
    """Return {file name: text} of the originals in a folder; fails when none of its files is an article of the kit."""
    texts = {path.name: read_copy(path) for path in sorted(Path(folder).iterdir()) if path.is_file()}
    if not any(find_article(text)[0] for text in texts.values()):
        fail(folder, "", "no file here is an original of the kit's articles.", "Name the folder that holds them.")
    return texts


def _runs(words, length):
    """Return {run of words: [places]}."""
    found = {}
    for start in range(len(words) - length + 1):
        found.setdefault(tuple(words[start:start + length]), []).append(start)
    return found


def _read_files(folder):
    """Yield (path, [the file as it is, and as a reader sees it]) for every file with text in it."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        if not path.is_file() or path.suffix in BINARY or NOT_OURS & set(inside):
            continue
        if path.suffix == ".pdf":
            yield path, [read_copy(path)]
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        seen = html.unescape(re.sub(r"<[^>]*>", " ", text)) if path.suffix in (".html", ".svg", ".xml", ".js") else text
        yield path, [text, seen.replace("\\n", " ").replace("\\u2019", "'")]
