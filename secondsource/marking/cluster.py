"""Mark more than one machine holds: the same reading and marking, in pieces, on a Dask cluster. Optional:
needs dask, distributed and fsspec.

A piece is some files, read and kept where it was read. Only the list of sittings (one line per student and
exercise) comes together to decide which of two sittings counts, so duplicates in different pieces are found
like any others; then each piece is marked where it lies. What comes back is one table, the same as from one
machine. Answers travel best as bundles: .jsonl, one answer file per line, 10,000 to a file.
"""

import posixpath
from functools import partial

import numpy as np
import pandas as pd

from ..files import ROOT
from ..problems import fail
from .marks import mark, wanted_key
from .reading import read_sources
from .sittings import HandIn, decide, join_answers, keep_answers, list_problems
from .sources import Source, open_zips

BATCH = 200  # files in one piece, at most; fewer where there are not enough to keep every worker busy
PIECES_PER_WORKER = 4


def mark_everywhere(paths, cluster=None, progress=None, last=False, root=ROOT):
    """Return a HandIn whose answers have `mark` and `points` too (see marking.mark).

    paths: files, folders or patterns as fsspec knows them ("s3://bucket/*.jsonl", "file:///srv/answers"), one
        or a list.
    cluster: address of a Dask scheduler, or a cluster or client; None = this process, piece by piece. Workers
        need the same kit.
    progress: called with (pieces read, pieces in all). last: see reading.py. root: of a kit with other texts
        and keys; workers must find it at the same place. Without it each worker reads its own kit.
    Raises ContentError where the optional packages or the keys are missing, OSError where a path or the
    cluster cannot be reached.
    """
    files = list_files([paths] if isinstance(paths, str) else paths)
    if cluster is None:
        return _mark_pieces(_Here(), files, 1, progress, last, root)
    client_class = _require("distributed").Client
    if isinstance(cluster, client_class):
        return _mark_pieces(cluster, files, len(cluster.ncores()), progress, last, root)
    with client_class(cluster, timeout=20) as client:
        return _mark_pieces(client, files, len(client.ncores()), progress, last, root)


def list_files(paths):
    """Return [(name to show, address)] of all files, sorted by name; names start below the folder they
    share.
    """
    fsspec, found = _require("fsspec"), set()
    for path in paths:
        system, place = fsspec.core.url_to_fs(str(path))
        inside = system.glob(place) if fsspec.core.has_magic(place) else system.find(place)
        found |= {system.unstrip_protocol(file) for file in inside if not system.isdir(file)}
    if not found:
        fail(", ".join(map(str, paths)), "", "no files were found.", "Check the address.")
    shared = posixpath.commonpath([posixpath.dirname(address) for address in found])
    return sorted((posixpath.relpath(address, shared), address) for address in found)


def read_piece(files, last=False, root=None):
    """Return the HandIn of some files, [(name, address)]; runs on a worker. root: None = the worker's kit."""
    fsspec = _require("fsspec")
    sources = [Source(name, partial(_open, fsspec, address)) for name, address in files]
    with open_zips(sources, alone=False) as opened:
        return read_sources(opened, root or ROOT, last=last)


def mark_piece(piece, sittings, counts, key):
    """Return the marked answers of those `sittings` of a piece that count; runs on a worker."""
    return mark(keep_answers(piece.answers, sittings, counts), key)


def _mark_pieces(client, files, workers, progress, last, root):
    size = max(1, min(BATCH, len(files) // (PIECES_PER_WORKER * max(workers, 1))))
    batches = [files[start : start + size] for start in range(0, len(files), size)]
    pieces = client.map(
        partial(read_piece, last=last, root=None if root == ROOT else root), batches, pure=False
    )
    lists = []
    for number, lot in enumerate(client.map(_list_sittings, pieces, pure=False), 1):
        lists.append(client.gather(lot))
        if progress:
            progress(number, len(batches))
    sittings, counts, faults = decide([sittings for sittings, _, _ in lists])
    ends = np.cumsum([len(sittings) for sittings, _, _ in lists])
    parts = [slice(start, end) for start, end in zip([0, *ends[:-1]], ends, strict=True)]
    named = sittings[["student", "name", "rows"]]  # all that a worker needs of them
    key = wanted_key(sittings, root)
    lots = [named[part] for part in parts], [counts[part] for part in parts]
    marked = client.gather(client.map(partial(mark_piece, key=key), pieces, *lots, pure=False))
    problems = pd.concat(
        [*(problems for _, problems, _ in lists), list_problems(faults)],
        ignore_index=True,
    )
    tasks = pd.concat([tasks for _, _, tasks in lists], ignore_index=True)
    return HandIn(join_answers(marked), problems, sittings[counts].reset_index(drop=True), tasks)


def _list_sittings(piece):
    return piece.sittings, piece.problems, piece.tasks


def _open(fsspec, address):
    return fsspec.open(address, "rb").open()


class _Here:
    """Does at once, in this process, what a Dask client has done elsewhere."""

    def map(self, function, *lists, pure=False):  # noqa: ARG002 (as the client's)
        return list(map(function, *lists))

    def gather(self, done):
        return done


def _require(name):
    try:
        return __import__(name, fromlist=["core"])
    except ImportError:
        fail(
            "mark --cluster",
            "",
            f"the package {name} is not installed.",
            "Install what it needs: .venv/bin/python -m pip install dask distributed fsspec",
        )
