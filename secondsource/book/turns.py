"""One window at a time builds in a folder: two would take the pages out of each other's hands."""

from contextlib import contextmanager

from filelock import FileLock, Timeout


def take(work):
    """Return the lock on the folder `work`, None while another window has it. It is free however one ends."""
    lock = FileLock(f"{work}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        return None
    return lock


@contextmanager
def alone(work, say=print):
    """Work in the folder `work` while no other window builds there; yield whether one did, and was waited
    for.
    """
    lock = take(work)
    if waited := not lock:
        say("Another window is building this edition; waiting for it …")
        lock = FileLock(f"{work}.lock")
        lock.acquire()
    try:
        yield waited
    finally:
        lock.release()
