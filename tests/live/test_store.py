"""What is acknowledged is on the disk; what cannot be written is said; nobody else can read it."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys

import pytest
from helpers.places import ROOT
from sqlalchemy import event, insert, select

from secondsource.live.classroom import find_classes, open_class
from secondsource.live.store import Store, StoreError, delete_file
from secondsource.live.tables import CLASSES

ROW = {"code": "c", "word": "w", "mode": "show", "port": 1, "version": 1, "opened": 0.0, "keep_until": 0.0}
PRIVATE = 0o600


def put(name):
    return lambda connection: connection.execute(insert(CLASSES), {**ROW, "id": name})


def names(store):
    with store.read() as connection:
        return set(connection.execute(select(CLASSES.c.id)).scalars())


def test_arrivals_of_one_moment_are_one_commit(store):
    commits = []
    event.listen(store.engine, "commit", commits.append)
    for done in [store.write(put(f"one-{number}")) for number in range(200)]:
        done.result(10)
    assert len(names(store) & {f"one-{number}" for number in range(200)}) == 200
    assert len(commits) < 60, len(commits)


def test_one_that_cannot_be_written_stops_no_other(store):
    jobs = [store.write(put(name)) for name in ("two-1", "two-1", "two-2")]
    outcomes = [job.exception(10) for job in jobs]
    assert outcomes[0] is None and outcomes[2] is None
    assert isinstance(outcomes[1], StoreError)
    assert {"two-1", "two-2"} <= names(store)


CHILD = """
import sys
sys.path.insert(0, sys.argv[1])
from sqlalchemy import insert
from secondsource.live.store import Store
from secondsource.live.tables import CLASSES
store = Store(sys.argv[2])
row = dict(code="c", word="w", mode="show", port=1, version=1, opened=0.0, keep_until=0.0)
for number in range(100_000):
    name = f"{sys.argv[3]}-{number}"
    store.write(lambda connection: connection.execute(insert(CLASSES), {**row, "id": name})).result()
    print(name, flush=True)
"""


def test_what_was_acknowledged_outlives_a_process_that_is_killed(address):
    command = [sys.executable, "-c", CHILD, str(ROOT), address, "killed"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        told = [child.stdout.readline().strip() for _ in range(40)]
        child.send_signal(signal.SIGKILL)
        told += [line for line in child.stdout.read().split("\n")[:-1] if line]
    store = Store(address)
    assert len(told) >= 40 and set(told) <= names(store)
    store.close()


def test_sqlite_waits_for_the_disk_at_each_commit(tmp_path):
    """Killing a process does not show it: only a power cut would."""
    store = Store(tmp_path / "class.sqlite")
    with store.read() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")
        ]
    store.close()
    assert found == ["wal", 2]


def test_a_class_file_and_what_stands_beside_it_are_its_owners_only_and_go_together(tmp_path):
    path = tmp_path / "class.sqlite"
    store = Store(path)
    store.write(put("x")).result(10)
    beside = sorted(tmp_path.iterdir())
    assert [one.name for one in beside] == ["class.sqlite", "class.sqlite-shm", "class.sqlite-wal"]
    assert {stat.S_IMODE(one.stat().st_mode) for one in beside} == {PRIVATE}
    assert sorted(delete_file(path)) == beside and not list(tmp_path.iterdir())
    store.close()


def test_a_full_disk_is_said_and_room_made_is_used(tmp_path):
    store = Store(tmp_path / "class.sqlite")

    def wide(name):
        row = {**ROW, "id": name, "mode": "x" * 60_000}
        return lambda connection: connection.execute(insert(CLASSES), row)

    def limit(pages):
        """SQLite itself says that the disk is full when its file may not grow."""
        event.listen(
            store.engine,
            "begin",
            lambda connection: connection.exec_driver_sql(f"PRAGMA max_page_count={pages}"),
        )
        store.engine.dispose()

    limit(20)
    with pytest.raises(StoreError, match="The disk is full: make room"):
        store.write(wide("a")).result(10)
    limit(100_000)
    store.write(wide("b")).result(10)
    assert names(store) == {"b"}
    store.close()


def test_a_file_that_may_not_be_written_is_said(tmp_path):
    path = tmp_path / "class.sqlite"
    store = Store(path)
    event.listen(store.engine, "begin", lambda connection: connection.exec_driver_sql("PRAGMA query_only=1"))
    store.engine.dispose()
    with pytest.raises(StoreError, match="may not be written to"):
        store.write(put("a")).result(10)
    store.close()


def test_a_file_that_is_no_class_is_said_and_stays(tmp_path):
    path = tmp_path / "class.sqlite"
    path.write_bytes(b"a letter to my aunt" * 100)
    with pytest.raises(StoreError, match="is damaged or is none of the kit’s"):
        Store(path)
    assert path.read_bytes() == b"a letter to my aunt" * 100


def test_no_token_and_no_word_is_kept_as_it_is(tmp_path):
    store = Store(tmp_path / "class.sqlite")
    open_class(store, "heron-lantern", 8460, 30)
    store.close()
    assert b"heron-lantern" not in (tmp_path / "class.sqlite").read_bytes()


def test_classes_are_listed_newest_first(store):
    first, second = open_class(store, "w", 1, 30), open_class(store, "w", 1, 30)
    listed = [row.id for row in find_classes(store)]
    assert listed.index(second) < listed.index(first)


def test_a_store_that_is_not_there_is_said():
    with pytest.raises(StoreError, match="The database cannot be used"):
        Store("postgresql://kit@127.0.0.1:1/none")


def test_sqlite_is_read_by_anybodys_sqlite(tmp_path):
    """A teacher’s data protection officer may look with other tools."""
    path = tmp_path / "class.sqlite"
    store = Store(path)
    open_class(store, "w", 1, 30)
    assert sqlite3.connect(os.fspath(path)).execute("select count(*) from classes").fetchone() == (1,)
    store.close()
