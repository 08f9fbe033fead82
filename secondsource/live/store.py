"""Where a live class is kept: one SQLite file for each class, or a PostgreSQL for a school.

Whatever is written goes through one thread: what arrives within a few milliseconds is committed together, and
nobody is told that it is there before it is on the disk.
"""

import os
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import contextmanager
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import create_engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool

from ..problems import fail
from .tables import META

GATHER = 0.003  # seconds; a disk takes about as long for one commit, so waiting costs a single phone little
MOST = 500  # jobs in one commit
BUNDLE = "handed-in.jsonl"  # beside the file: what marks are made from
SIDE_FILES = ("", "-wal", "-shm", "-journal")  # of a SQLite file


class StoreError(Exception):
    """It could not be written or read: the disk is full, the file may not be written to, the database is
    away. Its text says which.
    """


class _Job(NamedTuple):
    """What waits for the next commit."""

    do: Callable
    item: object
    done: Future


class Store:
    """A database with the tables of live classes. path: its file, None for a database that is a server."""

    def __init__(self, address):
        """address: the path of a SQLite file, made for its owner only, or "postgresql://..."."""
        self.path = None if "://" in str(address) else Path(address)
        self.engine = _open_file(self.path) if self.path else _open_server(str(address))
        self._jobs = queue.SimpleQueue()
        try:
            META.create_all(self.engine)
        except SQLAlchemyError as error:
            raise StoreError(explain(error)) from error
        self._writer = threading.Thread(target=self._write, daemon=True)
        self._writer.start()

    def write(self, job):
        """Do `job(connection)` in the next commit; return a Future of what it returns. It is done when all of
        it is on the disk, and fails with StoreError when it is not.
        """
        return self._put(lambda connection, _items: [job(connection)], None)

    def write_together(self, job, item):
        """Like `write`, for what comes often: `job(connection, items)` does all items that arrive one after
        the other in one go, and returns a list with what came of each.
        """
        return self._put(job, item)

    def _put(self, job, item):
        done = Future()
        self._jobs.put(_Job(job, item, done))
        return done

    @contextmanager
    def read(self):
        """Give a connection to read with."""
        try:
            with self.engine.connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise StoreError(explain(error)) from error

    def close(self):
        """Write what waits and close the database."""
        self._jobs.put(None)
        self._writer.join()
        self.engine.dispose()

    def _write(self):
        ended = False
        while not ended:
            jobs = self._gather()
            ended = None in jobs
            jobs = [job for job in jobs if job]
            if jobs and not self._commit(jobs):
                for job in jobs:  # one that cannot be done stops no other
                    self._commit([job], alone=True)

    def _gather(self):
        jobs, until = [self._jobs.get()], time.monotonic() + GATHER
        while len(jobs) < MOST and jobs[-1] is not None:
            try:
                jobs.append(self._jobs.get(timeout=max(until - time.monotonic(), 0)))
            except queue.Empty:
                break
        return jobs

    def _commit(self, jobs, alone=False):
        """Do jobs in one transaction; return whether it is on the disk. alone: tell the job if it is not."""
        results = []
        try:
            with self.engine.begin() as connection:
                for do, group in groupby(jobs, attrgetter("do")):
                    results += do(connection, [job.item for job in group])
        except Exception as error:  # whatever it is, the thread goes on: others hand in, too
            if alone:
                is_ours = isinstance(error, (SQLAlchemyError, OSError))
                jobs[0].done.set_exception(StoreError(explain(error)) if is_ours else error)
            return False
        for job, result in zip(jobs, results, strict=True):
            job.done.set_result(result)
        return True


def explain(error):
    """Return in one line what is in the way of a database, and what to do."""
    text = str(getattr(error, "orig", error))
    for sign, said in (
        ("disk is full", "The disk is full: make room. Until then answers wait on the students’ devices."),
        (
            "disk I/O error",
            "The disk cannot be written to. Until it can, answers wait on the students’ devices.",
        ),
        ("readonly", "The class’s file may not be written to. Until it may, answers wait on the devices."),
        (
            "unable to open",
            "The class’s file cannot be opened. Is its folder there, and may it be written to?",
        ),
        ("not a database", "The class’s file is damaged or is none of the kit’s."),
    ):
        if sign in text:
            return said
    return f"The database cannot be used ({' '.join(text.split())[:160]})."


def delete_file(path):
    """Remove a class's SQLite file and what SQLite keeps beside it; return the paths that were removed."""
    removed = []
    for ending in SIDE_FILES:
        side = Path(f"{path}{ending}")
        if side.exists():
            side.unlink()
            removed.append(side)
    return removed


def _open_file(path):
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # its -wal and -shm get the same rights
    except OSError as error:
        raise StoreError(f"{path} cannot be written ({error.strerror}). Name another folder.") from error
    engine = create_engine(
        f"sqlite:///{path}",
        poolclass=QueuePool,
        pool_size=4,
        connect_args={"timeout": 10, "check_same_thread": False, "isolation_level": None},
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection, _record):
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection):
        connection.exec_driver_sql("BEGIN")  # the driver itself would begin too late

    return engine


def _open_server(address):
    address = address.replace("postgres://", "postgresql://", 1)
    address = address.replace("postgresql://", "postgresql+pg8000://", 1)
    try:
        return create_engine(address, pool_size=4, pool_pre_ping=True)
    except ImportError:
        cure = "Install it beside the kit: .venv/bin/python -m pip install pg8000"
        fail("--store", "", "PostgreSQL needs a package that the kit does not bring.", cure)
    except SQLAlchemyError:
        cure = "Write it like postgresql://name:word@computer/database"
        fail("--store", "", "this is no address of a database.", cure)
