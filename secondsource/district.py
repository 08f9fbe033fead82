"""Mark more than one machine holds: the same reading and marking, in pieces, on a Dask cluster. Optional: needs dask, distributed and fsspec.

A piece is some files, read and kept where it was read. Only the list of sittings (one line per student and exercise) comes together to decide
which of two sittings counts, so duplicates in different pieces are found like any others; then each piece is marked where it lies.
What comes back is one table, the same as from one machine. Answers travel best as bundles: .jsonl, one answer file per line, 10,000 to a file.
"""

import posixpath
from functools import partial

import numpy as np
import pandas as pd

from .collect import read_sources
from .gradebook import wanted_key
from .intake import Source, open_zips
from .marking import mark
from .problems import fail
from .sittings import PROBLEM, HandIn, choose_sittings, join_answers

BATCH = 200  # files in one piece, at most; fewer where there are not enough to keep every worker busy
PIECES_PER_WORKER = 4


def mark_everywhere(paths, cluster=None, progress=None, last=False):
    """Return a HandIn whose answers have `mark` and `points` too (see marking.mark).

    paths: files, folders or patterns as fsspec knows them ("s3://bucket/*.jsonl", "file:///srv/answers"), one or a list.
    cluster: address of a Dask scheduler, or a cluster or client; None = this process, piece by piece. Workers need the same kit.
    progress: called with (pieces read, pieces in all). last: see collect.
    Raises ContentError where the optional packages or the keys are missing, OSError where a path or the cluster cannot be reached.
    """
    files = list_files([paths] if isinstance(paths, str) else paths)
    if cluster is None:
        return _mark_pieces(_Here(), files, 1, progress, last)
    client_class = _require("distributed").Client
    if isinstance(cluster, client_class):
        return _mark_pieces(cluster, files, len(cluster.ncores()), progress, last)
    with client_class(cluster, timeout=20) as client:
        return _mark_pieces(client, files, len(client.ncores()), progress, last)


def list_files(paths):
    """Return [(name to show, address)] of all files, sorted by name; names start below the folder they share."""
    fsspec, found = _require("fsspec"), set()
    for path in paths:
        system, place = fsspec.core.url_to_fs(str(path))
        inside = system.glob(place) if fsspec.core.has_magic(place) else system.find(place)
        found |= {system.unstrip_protocol(file) for file in inside if not system.isdir(file)}
    if not found:
        fail(", ".join(map(str, paths)), "", "no files were found.", "Check the address.")
    shared = posixpath.commonpath([posixpath.dirname(address) for address in found])
    return sorted((posixpath.relpath(address, shared), address) for address in found)


def read_piece(files, last=False):
    """Return the HandIn of some files, [(name, address)]; runs on a worker."""
    fsspec = _require("fsspec")
    sources = [Source(name, partial(_open, fsspec, address)) for name, address in files]
    with open_zips(sources, alone=False) as opened:
        return read_sources(opened, last=last)


def mark_piece(piece, counts, key):
    """Return the marked answers of those sittings of a piece that count; runs on a worker."""
    answers = piece.answers if counts.all() else piece.answers[np.repeat(counts, piece.sittings["rows"])].reset_index(drop=True)
    return mark(answers, key)


def _mark_pieces(client, files, workers, progress, last):
    size = max(1, min(BATCH, len(files) // (PIECES_PER_WORKER * max(workers, 1))))
    batches = [files[start:start + size] for start in range(0, len(files), size)]
    pieces = client.map(partial(read_piece, last=last), batches, pure=False)
    lists = []
    for number, lot in enumerate(client.map(_list_sittings, pieces, pure=False), 1):
        lists.append(client.gather(lot))
        if progress:
            progress(number, len(batches))
    sittings = pd.concat([sittings for sittings, _ in lists], ignore_index=True)
    counts, faults = choose_sittings(sittings)
    shares = np.split(counts, np.cumsum([len(sittings) for sittings, _ in lists])[:-1])
    key = wanted_key(sittings)
    marked = client.gather(client.map(partial(mark_piece, key=key), pieces, shares, pure=False))
    problems = pd.concat([*(problems for _, problems in lists), pd.DataFrame(faults, columns=PROBLEM, dtype="str")], ignore_index=True)
    return HandIn(join_answers(marked), problems, sittings[counts].reset_index(drop=True))


def _list_sittings(piece):
    return piece.sittings, piece.problems


def _open(fsspec, address):
    return fsspec.open(address, "rb").open()


class _Here:
    """Does at once, in this process, what a Dask client has done elsewhere."""

    def map(self, function, *lists, pure=False):
        return list(map(function, *lists))

    def gather(self, done):
        return done


def _require(name):
    try:
        return __import__(name, fromlist=["core"])
    except ImportError:
        fail("mark --cluster", "", f"the package {name} is not installed.", "Install what it needs: .venv/bin/python -m pip install dask distributed fsspec")
