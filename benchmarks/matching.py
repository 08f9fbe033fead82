"""How many readers' copies are matched in a minute: python3 kit.py benchmark matching --originals DIR

Clean copies and damaged ones, on one core and on two, beside a floor: merely reading the letters of the same
copies.
"""

import sys
import time
from multiprocessing import Pool
from pathlib import Path

from helpers.damage import KINDS, damage
from measure import show

from secondsource.originals.files import find_article, read_copy
from secondsource.originals.matching import match, read_stream

COPIES = 200


def match_one(job):
    """Return how many units of a set stand in a copy."""
    slug, text = job
    return len(match(slug, text).found)


def read_one(job):
    """The floor: only read the copy's letters."""
    return len(read_stream(job[1]).letters)


def jobs(folder):
    """Return COPIES jobs: every second copy clean, the others damaged in every way at once."""
    texts = {}
    for path in sorted(Path(folder).glob("*")):
        text = read_copy(path)
        texts[find_article(text)[0]] = text
    slugs = sorted(slug for slug in texts if slug)
    return [
        (
            slugs[n % len(slugs)],
            texts[slugs[n % len(slugs)]] if n % 2 else damage(texts[slugs[n % len(slugs)]], KINDS, n).text,
        )
        for n in range(COPIES)
    ]


def timed(function, work, cores):
    """Return seconds for all jobs."""
    start = time.perf_counter()
    if cores == 1:
        list(map(function, work))
    else:
        with Pool(cores) as pool:
            pool.map(function, work, chunksize=5)
    return time.perf_counter() - start


def compare(work):
    """Yield rows (cores, copies a minute, milliseconds each, milliseconds of the floor)."""
    for cores in (1, 2):
        floor, seconds = timed(read_one, work, cores), timed(match_one, work, cores)
        yield (
            cores,
            f"{60 * COPIES / seconds:,.0f}",
            f"{seconds / COPIES * 1000:.0f} ms",
            f"{floor / COPIES * 1000:.1f} ms",
        )


if __name__ == "__main__":
    show("Readers’ own copies", ["cores", "copies a minute", "each", "only read"], compare(jobs(sys.argv[1])))
