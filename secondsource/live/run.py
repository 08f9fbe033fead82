"""`kit.py live`: find or open a class, serve it, say what a teacher needs to know."""

import asyncio
import os
import re
import secrets
import sys
import time
import webbrowser
from contextlib import suppress
from pathlib import Path

import segno
from filelock import FileLock, Timeout

from ..files import learner_folder, write_whole
from ..problems import fail
from ..templating import fill_template
from .classroom import DAY, Classroom, digest, find_classes, make_code, open_class
from .lesson import is_check
from .progress import list_exercises
from .server import FIRST_PORT, PORTS, LiveServer
from .site import locate_exercises
from .store import BUNDLE, SIDE_FILES, Store, StoreError, delete_file

GOES_ON = 12 * 3600  # seconds: a class that was opened no longer ago goes on when `live` is started again
FILE = "class.sqlite"
DATED = re.compile(r"class-\d{4}-\d\d-\d\d-\d{6}(-\w+)?")  # the folder of a class with a file of its own


def classes_folder():
    """Return where classes are kept: outside the kit, its builds and git."""
    return learner_folder() / "live"


def run_live(
    site,
    days,
    store=None,
    port=None,
    new=False,
    names=(),
    elsewhere=False,
    hours=3,
    show=True,
    say=print,
    code=None,
):
    """Serve a class until somebody stops it. Raises ContentError where it cannot.

    store: a database's address; code: of a class in it that another server serves already.
    """
    try:
        for path in forget_old(classes_folder()):
            say(f"Deleted, since its days were over: {path.parent}")
        room, folder, lock = find_room(store, days, port, new, say, code, list_offered(site))
    except StoreError as error:
        fail("live", "", str(error), "Then start again.")
    except OSError as error:
        place = error.filename or classes_folder()
        cure = "Free the disk or the folder, or name another one with SECONDSOURCE_FOLDER."
        fail("live", "", f"nothing can be kept in {place} ({error.strerror}).", cure)
    word = f"{make_code(4)}-{make_code(4)}-{make_code(4)}"
    try:
        asyncio.run(_serve(room, folder, site, word, port, names, elsewhere, hours, show, say))
    except StoreError as error:
        fail("live", "", str(error), "Then start again.")
    except KeyboardInterrupt:
        say("Stopped. Nothing is deleted; `python3 kit.py live` goes on with this class.")
    finally:
        with suppress(StoreError):
            room.store.close()
        (folder / "open.html").unlink(missing_ok=True)
        if lock:
            lock.release()


async def _serve(room, folder, site, word, port, names, elsewhere, hours, show, say):
    allow_connections()
    about = room.about()
    # In a school’s database a class can have several servers, each at a port of its own.
    port = port or about.port
    server = LiveServer(room, site, digest(word), port, names, elsewhere, say)
    server.folder, server.forget = folder, lambda: forget(room, folder)
    try:
        server.listen()
    except OSError:
        cure = (
            "Close it and start again. Or take another with --port: open pages then have to be joined again."
        )
        fail("live", "", f"port {port} is used by another program, perhaps this class itself.", cure)
    await asyncio.wrap_future(room.keep(about.port, digest(word)))  # and what cannot be written is said now
    server.lesson = room.lesson()
    page = write_opening(folder, word, port)  # before a teacher is told that the class is there
    tell(server, word, hours, say)
    if show and (sys.platform in ("win32", "darwin") or os.environ.get("DISPLAY")):
        webbrowser.open(page.as_uri())
    await server.run(hours)


def allow_connections():
    """Let the server hold as many connections as the system allows: a student has two."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows

        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def tell(server, word, hours, say):
    """Say where the class is, how to join, and what is open to the network."""
    address = server.address()
    if server.addresses or server.names:
        qr = segno.make(f"{address}live/#{server.code}", error="m")
        say("")
        qr.terminal(compact=True, border=2) if sys.stdout.isatty() else None
        say(f"Students open   {address}")
    else:
        say("This computer is in no network, so no phone can reach it: start a hotspot, or join a network.")
    say(f"Class code      {server.code}")
    say(f"Your page       http://127.0.0.1:{server.port}/live/teach")
    say(f"Your word       {word}   (for that page; show it to nobody)")
    say(
        f"From now on this computer answers its network at port {server.port}, for {hours:g} hours "
        "or until you press Ctrl+C."
    )


def list_offered(site):
    """Return the exercises that a class can open: those across the articles are on no page of its book."""
    places = locate_exercises(site)
    return [name for name in list_exercises() if name in places or is_check(name)]


def find_room(address, days, port, new, say, code=None, activities=()):
    """Return (Classroom, its folder, the lock on it): a class of today that goes on, or a new one.

    activities: those it may open; all if left out.
    """
    activities = activities or list(list_exercises())
    if address:
        store = Store(address)
        for row in forget_old_rows(store):
            say(f"Deleted from the database, since its days were over: the class {row.code}")
        class_id, lock = _find_in(store, code, new)
        class_id = class_id or open_class(store, "", port or FIRST_PORT, days)
        folder = _folder_of(class_id)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return Classroom(store, class_id, activities), folder, lock or (None if code else _lock(folder))
    for folder in [] if new else sorted(classes_folder().glob("class-*"), reverse=True):
        found = _go_on(folder, activities, port)
        if found:
            say("The class that was open goes on. For another one: python3 kit.py live --new")
            return found
    return _begin(activities, days, port)


def _find_in(store, code, new):
    """Return (id, lock) of the class in a database to go on with: the one with the code; else one of today
    that this computer has begun and does not serve now. Another teacher’s class is never taken.
    """
    fresh = _fresh(store)
    if code:
        found = [row.id for row in fresh if row.code == code.upper()]
        if not found:
            cure = "Look at the teacher’s page of that class, or leave out --code."
            fail("--code", "", f"the database has no class of today with the code {code}.", cure)
        return found[0], None
    for row in fresh if not new else ():
        if _folder_of(row.id).exists() and (lock := _lock(_folder_of(row.id))):
            return row.id, lock
    return None, None


def _fresh(store):
    return [row for row in find_classes(store) if not row.ended and time.time() - row.opened < GOES_ON]


def _find_known(store):
    return next(iter(_fresh(store)), None)


def _folder_of(class_id):
    return classes_folder() / f"class-{class_id}"


def _lock(folder):
    """Return the lock on a class, None while another `live` serves it."""
    lock = FileLock(folder / "lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        return None
    return lock


def _go_on(folder, activities, port):
    """Return the class of a folder if it is of today, is not ended, and no other `live` serves it."""
    if not (folder / FILE).exists():
        return None
    lock = _lock(folder)
    if not lock:
        return None
    store = Store(folder / FILE)
    known = _find_known(store)
    if not known:
        store.close()
        lock.release()
        return None
    room = Classroom(store, known.id, activities)
    if port and port != known.port:
        room.keep(port, "").result()
    return room, folder, lock


def _begin(activities, days, port):
    name = f"class-{time.strftime('%Y-%m-%d-%H%M%S')}"
    folder = classes_folder() / name
    try:
        folder.mkdir(parents=True, mode=0o700)
    except FileExistsError:
        folder = classes_folder() / f"{name}-{secrets.token_hex(2)}"
        folder.mkdir(mode=0o700)
    lock = FileLock(folder / "lock", timeout=0)
    lock.acquire()
    store = Store(folder / FILE)
    class_id = open_class(store, "", port or find_port(), days)
    return Classroom(store, class_id, activities), folder, lock


def find_port():
    """Return the first port that nobody has. It stays the class's own."""
    from tornado.netutil import bind_sockets

    for port in range(FIRST_PORT, FIRST_PORT + PORTS):
        try:
            sockets = bind_sockets(port, "0.0.0.0")
        except OSError:
            continue
        for one in sockets:
            one.close()
        return port
    fault = f"no port between {FIRST_PORT} and {FIRST_PORT + PORTS - 1} is free."
    return fail("live", "", fault, "Close another program, or name a port with --port.")


def write_opening(folder, word, port):
    """Write the page that opens the teacher's page, for the owner only: the word is in no address and in no
    list of running programs.
    """
    path = folder / "open.html"
    with write_whole(path, "utf-8", private=True) as file:
        file.write(fill_template("live/opening.html", word=word, port=port))
    return path


def forget(room, folder):
    """Delete what the class has kept; return (removed, what else was written and is there still)."""
    room.store.close()
    removed = delete_file(folder / FILE) if room.store.path else ["the class in the database"]
    for name in (BUNDLE, "open.html"):
        if (folder / name).exists():
            (folder / name).unlink()
            removed.append(folder / name)
    marks = folder / "marks"
    return removed, [marks] if marks.exists() else []


def forget_old(folder, now=None):
    """Delete every class whose days are over; return the files that were removed."""
    removed = []
    for path in sorted(Path(folder).glob(f"class-*/{FILE}")):
        lock = FileLock(path.with_name("lock"), timeout=0)
        try:
            with lock:
                removed += _forget_if_over(path, now or time.time())
        except (Timeout, StoreError):
            continue  # it is served now, or is none of ours
    return removed


def _forget_if_over(path, now):
    store = Store(path)
    rows = find_classes(store)
    store.close()
    if not rows or max(row.keep_until for row in rows) > now:
        return []
    removed = delete_file(path)
    for name in (BUNDLE, "open.html"):
        path.with_name(name).unlink(missing_ok=True)
    return removed


def forget_old_rows(store, now=None):
    """Delete every class of a database whose days are over; return their rows."""
    old = [row for row in find_classes(store) if row.keep_until <= (now or time.time())]
    for row in old:
        Classroom(store, row.id, ()).delete().result()
        for name in (BUNDLE, "open.html"):
            (_folder_of(row.id) / name).unlink(missing_ok=True)
    return old


def list_classes():
    """Return (folder, when it is deleted) of each class on this computer."""
    found = []
    for path in sorted(classes_folder().glob(f"class-*/{FILE}")):
        store = Store(path)
        rows = find_classes(store)
        store.close()
        found += [(path.parent, row.keep_until) for row in rows]
    return found


def delete_all(address=None):
    """Delete every class on this computer with all that was written of it; return (the folders that are gone,
    the folders of classes that are in a database). address: of that database; its classes go as well, but
    none that another computer made.
    """
    import shutil

    folders = sorted(classes_folder().glob("class-*"))
    elsewhere = [folder for folder in folders if DATED.fullmatch(folder.name) is None]
    if address:
        _delete_rows(address, {folder.name.removeprefix("class-") for folder in elsewhere})
        elsewhere = []
    gone = [folder for folder in folders if folder not in elsewhere]
    for folder in gone:
        with FileLock(folder / "lock", timeout=0):
            for ending in SIDE_FILES:
                Path(f"{folder / FILE}{ending}").unlink(missing_ok=True)
        shutil.rmtree(folder)
    return gone, elsewhere


def _delete_rows(address, ids):
    store = Store(address)
    for row in find_classes(store):
        if row.id in ids:
            Classroom(store, row.id, ()).delete().result()
    store.close()


__all__ = ["DAY", "delete_all", "list_classes", "run_live"]
