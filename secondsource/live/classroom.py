"""One live class in a store: who joined, what was opened, what was handed in.

What writes returns a Future (store.py): it is done when it is on the disk.
"""

import hashlib
import json
import secrets
import time
from typing import NamedTuple

from sqlalchemy import and_, bindparam, delete, func, insert, select, update

from ..marking.answer_file import Sitting
from .lesson import ACTS, MODES, Lesson, Refusal, Step, change
from .tables import CLASSES, DEVICES, SITTINGS, STEPS, STUDENTS

LETTERS = "BCDFGHJKMNPQRSTVWXZ23456789"  # none that is mistaken for another, no vowel: no code is a word
MOST_STUDENTS = 2_000
DAY = 24 * 3600
# What is read of a sitting before a revision of it is kept, and how that is written.
HELD = ("student_id", "activity", "sitting", "revision", "digest", "state", "frozen", "late", "arrived")
# One order for all workers, so that no two wait for each other. Made once: it took longer than asking.
FIND_HELD = (
    select(*(SITTINGS.c[name] for name in HELD))
    .where(
        SITTINGS.c.student_id.in_(bindparam("students", expanding=True)),
        SITTINGS.c.activity.in_(bindparam("activities", expanding=True)),
    )
    .order_by(SITTINGS.c.student_id, SITTINGS.c.activity)
    .with_for_update()
)
CHANGE = update(SITTINGS).where(
    SITTINGS.c.student_id == bindparam("_student"), SITTINGS.c.activity == bindparam("_activity")
)
FIND_CLASS = select(CLASSES).where(CLASSES.c.id == bindparam("class_id"))
FIND_STEPS = select(STEPS).where(STEPS.c.class_id == bindparam("class_id"))
HOLD_CLASS = FIND_CLASS.with_for_update(read=True)


class Student(NamedTuple):
    """Somebody who joined. ring: see lesson.py. code: by which a second device joins."""

    id: str
    name: str
    code: str
    ring: int


class Receipt(NamedTuple):
    """A hand-in is on the disk. arrived: since when, in seconds since 1970."""

    sitting: str
    revision: int
    arrived: float


class Newer(NamedTuple):
    """Another device has handed in since: the answers must be brought together first."""

    sitting: str
    revision: int
    state: dict


def open_class(store, word, port, days):
    """Make a class in the store; return its id. word: the teacher's, kept as a digest only."""
    row = {
        "id": secrets.token_hex(8),
        "code": make_code(6),
        "word": digest(word),
        "mode": MODES[0],
        "port": port,
        "version": 1,
        "opened": time.time(),
        "keep_until": time.time() + days * DAY,
        "ended": None,
    }
    store.write(lambda connection: connection.execute(insert(CLASSES), row)).result()
    return row["id"]


def find_classes(store):
    """Return the rows of all classes in a store, newest first."""
    with store.read() as connection:
        return connection.execute(select(CLASSES).order_by(CLASSES.c.opened.desc())).all()


def make_code(length):
    """Return a code that a person can read out and type."""
    return "".join(secrets.choice(LETTERS) for _ in range(length))


def digest(text):
    """Return what is kept of a secret."""
    return hashlib.sha256(text.encode()).hexdigest()


class Classroom:
    """A class that is there. activities: names of all exercises that it may open."""

    def __init__(self, store, class_id, activities):
        self.store, self.id, self.activities = store, class_id, tuple(activities)

    def about(self):
        """Return the row of the class; None when it was deleted."""
        with self.store.read() as connection:
            return connection.execute(select(CLASSES).where(CLASSES.c.id == self.id)).first()

    def lesson(self):
        """Return the Lesson as it is now."""
        with self.store.read() as connection:
            return self._lesson(connection)

    def _lesson(self, connection, locked=False):
        """locked: nothing is opened, closed or shown by another worker until this transaction is over."""
        mine = {"class_id": self.id}
        about = connection.execute(HOLD_CLASS if locked else FIND_CLASS, mine).one()
        rows = connection.execute(FIND_STEPS, mine)
        steps = {row.name: Step(row.is_open, row.was_closed, row.shown, row.closes) for row in rows}
        return Lesson(about.version, about.mode, steps, self.activities, about.ended)

    def version(self):
        """Return how often the lesson was changed."""
        with self.store.read() as connection:
            return connection.execute(select(CLASSES.c.version).where(CLASSES.c.id == self.id)).scalar()

    # who is there

    def join(self, name):
        """Take a student in. Future of (Student, token) or a Refusal."""
        token = secrets.token_urlsafe(32)

        def job(connection):
            # Locks the class, so that no two workers give one place of the ring or one code twice.
            connection.execute(update(CLASSES).where(CLASSES.c.id == self.id).values(port=CLASSES.c.port))
            here = STUDENTS.c.class_id == self.id
            number = connection.execute(select(func.count()).where(here)).scalar()
            if number >= MOST_STUDENTS:
                return Refusal("This class is full.")
            codes = set(connection.execute(select(STUDENTS.c.code).where(here)).scalars())
            code = next(made for made in iter(lambda: make_code(5), "") if made not in codes)
            student = Student(secrets.token_hex(8), name or f"Code {code}", code, number)
            joined = {"class_id": self.id, "joined": time.time(), "seen": time.time()}
            connection.execute(insert(STUDENTS), {**student._asdict(), **joined})
            connection.execute(insert(DEVICES), {"token": digest(token), "student_id": student.id})
            return student, token

        return self.store.write(job)

    def add_device(self, code):
        """Let another device of a student in. Future of (Student, token), or None where no student has this
        code.
        """
        token = secrets.token_urlsafe(32)

        def job(connection):
            row = connection.execute(
                select(STUDENTS).where(STUDENTS.c.class_id == self.id, STUDENTS.c.code == code.upper())
            ).first()
            if not row:
                return None
            connection.execute(insert(DEVICES), {"token": digest(token), "student_id": row.id})
            return _student(row), token

        return self.store.write(job)

    def find_student(self, token):
        """Return the Student of this class whose device has the token, or None."""
        query = select(STUDENTS).join(DEVICES, DEVICES.c.student_id == STUDENTS.c.id)
        with self.store.read() as connection:
            row = connection.execute(
                query.where(DEVICES.c.token == digest(token), STUDENTS.c.class_id == self.id)
            ).first()
        return row and _student(row)

    def students(self):
        """Return the rows of all students, in the order in which they joined."""
        with self.store.read() as connection:
            return connection.execute(
                select(STUDENTS).where(STUDENTS.c.class_id == self.id).order_by(STUDENTS.c.ring)
            ).all()

    def count(self):
        """Return how many joined."""
        with self.store.read() as connection:
            query = select(func.count()).where(STUDENTS.c.class_id == self.id)
            return connection.execute(query).scalar()

    def note_seen(self, ids):
        """Note that these students' pages are connected now."""
        chosen = and_(STUDENTS.c.class_id == self.id, STUDENTS.c.id.in_(list(ids)))
        return self.store.write(
            lambda connection: connection.execute(update(STUDENTS).where(chosen).values(seen=time.time()))
        )

    # what is done in class

    def change_step(self, act, name, after=0):
        """Open, close (at once or after some seconds) or show. Future of the new Lesson, or a Refusal."""

        def job(connection):
            lesson = self._lock(connection)
            if why := lesson.refuse(act, name):
                return Refusal(why)
            step, old = change(lesson.step(name), act, time.time(), after), name in lesson.steps
            here = and_(STEPS.c.class_id == self.id, STEPS.c.name == name)
            values = {**step._asdict(), "class_id": self.id, "name": name}
            connection.execute(
                update(STEPS).where(here).values(values) if old else insert(STEPS).values(values)
            )
            if act == "show":
                self._freeze_all(connection, lesson, name)
            return self._lesson(connection)

        assert act in ACTS
        return self.store.write(job)

    def change_mode(self, mode):
        """Choose when students get reasons. Future of the new Lesson."""
        return self._change(mode=mode)

    def end(self):
        """End the class: nothing is open any more; what still waits on devices is taken all the same."""
        return self._change(ended=time.time())

    def reopen(self):
        """Go on with a class that was ended."""
        return self._change(ended=None)

    def keep(self, port, word):
        """Note the port and the teacher's word of a new start."""
        return self._change(port=port, word=digest(word))

    def _change(self, **values):
        def job(connection):
            self._lock(connection)
            connection.execute(update(CLASSES).where(CLASSES.c.id == self.id).values(values))
            return self._lesson(connection)

        return self.store.write(job)

    def _lock(self, connection):
        """Count the change that follows, and return the Lesson before it; other workers wait."""
        here = CLASSES.c.id == self.id
        connection.execute(update(CLASSES).where(here).values(version=CLASSES.c.version + 1))
        return self._lesson(connection)

    # what is handed in

    def hand_in(self, student, given):
        """Keep one revision of a sitting. Future of a Receipt, or Newer where it does not build on what is
        here.

        given: a HandedIn (messages.py). The same revision twice is one. `first` never shrinks.
        """
        return self.store.write_together(self._take, (student, given))

    def _take(self, connection, arrivals):
        """Keep what arrived in one moment, [(Student, HandedIn)]; return a Receipt or Newer for each.

        In as few statements as there can be: each gives up Python's lock, and with a thousand students the
        thread that writes then waits for it, longer than for the disk.
        """
        lesson = self._lesson(connection, locked=True)
        held = self._held(connection, arrivals)
        old, told = set(held), []
        for student, given in arrivals:
            key = (student.id, given.activity)
            answer = _answer(held.get(key), given)
            if not answer:
                held[key] = self._settle(lesson, student, given, held.get(key))
                answer = Receipt(*(held[key][part] for part in Receipt._fields))
            told.append(answer)
        self._put(connection, [row for key, row in held.items() if "class_id" in row], old)
        return told

    def _held(self, connection, arrivals):
        """Return {(student's id, exercise): row} of what is kept already of some arrivals."""
        wanted = {
            "students": sorted({student.id for student, _ in arrivals}),
            "activities": sorted({given.activity for _, given in arrivals}),
        }
        rows = connection.execute(FIND_HELD, wanted).mappings()
        return {(row["student_id"], row["activity"]): dict(row) for row in rows}

    def _put(self, connection, rows, old):
        """Write rows of sittings. old: the keys of those that are there already."""
        by_key = {(row["student_id"], row["activity"]): row for row in rows}
        new = [row for key, row in by_key.items() if key not in old]
        changed = [
            {**row, "_student": key[0], "_activity": key[1]} for key, row in by_key.items() if key in old
        ]
        if new:
            connection.execute(insert(SITTINGS), new)
        if changed:
            connection.execute(CHANGE, changed)

    def _settle(self, lesson, student, given, held):
        """Return the row of a sitting with what was handed in."""
        state, first = given.state.model_dump(), json.loads(held["state"])["first"] if held else {}
        state["first"] = {**state["first"], **first}
        is_shown = lesson.step(lesson.name_of(given.activity, student.ring)).shown is not None
        frozen = held["frozen"] if held else None
        is_late = is_shown and not given.seen  # made before the reasons were there, as that device says
        if is_late:
            frozen = _snapshot(state)
        elif is_shown and frozen is None:
            frozen = _snapshot(json.loads(held["state"]) if held else Sitting().model_dump())
        return {
            "student_id": student.id,
            "activity": given.activity,
            "class_id": self.id,
            "sitting": held["sitting"] if held else given.sitting,
            "revision": given.revision,
            "digest": given.digest(),
            "state": json.dumps(state, ensure_ascii=False),
            "frozen": frozen,
            "late": is_late or bool(held and held["late"]),
            "arrived": time.time(),
        }

    def _freeze_all(self, connection, lesson, name):
        """Keep what stood before the reasons are shown: later changes count for nobody."""
        query = select(SITTINGS, STUDENTS.c.ring).join(STUDENTS, STUDENTS.c.id == SITTINGS.c.student_id)
        rows = connection.execute(query.where(SITTINGS.c.class_id == self.id, SITTINGS.c.frozen.is_(None)))
        for row in rows.all():
            if lesson.name_of(row.activity, row.ring) == name:
                _freeze(connection, row)

    def give_reasons(self, student, activity):
        """Note that a student gets the reasons. Future of whether that may be."""

        def job(connection):
            row = connection.execute(
                select(SITTINGS).where(SITTINGS.c.student_id == student.id, SITTINGS.c.activity == activity)
            ).first()
            committed = bool(row) and json.loads(row.state)["committed"]
            lesson = self._lesson(connection)
            if not lesson.gives_reasons(activity, student.ring, committed):
                return False
            if row and row.frozen is None:
                _freeze(connection, row)
            return True

        return self.store.write(job)

    def sittings(self, student=None, activities=None, since=None):
        """Return the rows of what was handed in: all, or one student's, of some exercises, or since then."""
        query = select(SITTINGS).where(SITTINGS.c.class_id == self.id)
        if student:
            query = query.where(SITTINGS.c.student_id == student.id)
        if activities is not None:
            query = query.where(SITTINGS.c.activity.in_(activities))
        if since is not None:
            query = query.where(SITTINGS.c.arrived > since)
        with self.store.read() as connection:
            return connection.execute(query.order_by(SITTINGS.c.arrived)).all()

    def delete(self):
        """Delete all of the class. Future."""

        def job(connection):
            mine = select(STUDENTS.c.id).where(STUDENTS.c.class_id == self.id)
            connection.execute(delete(DEVICES).where(DEVICES.c.student_id.in_(mine)))
            for table in (SITTINGS, STUDENTS, STEPS):
                connection.execute(delete(table).where(table.c.class_id == self.id))
            connection.execute(delete(CLASSES).where(CLASSES.c.id == self.id))

        return self.store.write(job)


def _answer(held, given):
    """Return what is told of a revision that changes nothing, None of one that is to be kept."""
    if not held:
        return None
    if (held["sitting"], held["revision"], held["digest"]) == (given.sitting, given.revision, given.digest()):
        return Receipt(held["sitting"], held["revision"], held["arrived"])
    if given.base != held["revision"] or given.revision <= held["revision"]:
        return Newer(held["sitting"], held["revision"], json.loads(held["state"]))
    return None


def _student(row):
    return Student(row.id, row.name, row.code, row.ring)


def _freeze(connection, row):
    here = and_(SITTINGS.c.student_id == row.student_id, SITTINGS.c.activity == row.activity)
    connection.execute(update(SITTINGS).where(here).values(frozen=_snapshot(json.loads(row.state))))


def _snapshot(state):
    """Return what counts of a sitting as it stands now, as JSON. committed: the whole exercise was handed in
    at least once, so that an item without an answer is blank, not open.
    """
    kept = {name: state[name] for name in ("answers", "passages")}
    return json.dumps({**kept, "committed": state["tries"] > 0 or state["committed"]}, ensure_ascii=False)
