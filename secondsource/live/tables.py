"""What a live class keeps, as tables: the same for SQLite and PostgreSQL."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

META = MetaData()
# code: what students type to join. word: sha256 of the teacher's. version: grows with each change of the
# lesson, and is the id of the event that tells of it. keep_until, opened, ended: seconds since 1970.
CLASSES = Table(
    "classes",
    META,
    Column("id", String(40), primary_key=True),
    Column("code", String(20), nullable=False),
    Column("word", String(64), nullable=False),
    Column("mode", String(20), nullable=False),
    Column("port", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("opened", Float, nullable=False),
    Column("keep_until", Float, nullable=False),
    Column("ended", Float),
)
# What was opened, closed or shown: an exercise ("2015-scale/speaking"), or a check ("check-1"). closes: when
# it will, where that was foretold.
STEPS = Table(
    "steps",
    META,
    Column("class_id", ForeignKey("classes.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String(120), primary_key=True),
    Column("is_open", Boolean, nullable=False),
    Column("was_closed", Boolean, nullable=False),
    Column("shown", Float),
    Column("closes", Float),
)
# code: the student's own, by which a second device joins. ring: the place in the ring of forms.
STUDENTS = Table(
    "students",
    META,
    Column("id", String(40), primary_key=True),
    Column("class_id", ForeignKey("classes.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(80), nullable=False),
    Column("code", String(20), nullable=False),
    Column("ring", Integer, nullable=False),
    Column("joined", Float, nullable=False),
    Column("seen", Float, nullable=False),
    UniqueConstraint("class_id", "code"),
)
# token: sha256 of what a device sends in its header.
DEVICES = Table(
    "devices",
    META,
    Column("token", String(64), primary_key=True),
    Column("student_id", ForeignKey("students.id", ondelete="CASCADE"), nullable=False),
    Index("devices_of_a_student", "student_id"),
)
# state: as in an answer file, JSON. digest: of what the newest revision brought. frozen: what stood when the
# reasons were shown (classroom.py), JSON; missing before. late: it came after that, from a device that had
# no reasons yet.
SITTINGS = Table(
    "sittings",
    META,
    Column("student_id", ForeignKey("students.id", ondelete="CASCADE"), primary_key=True),
    Column("activity", String(120), primary_key=True),
    Column("class_id", ForeignKey("classes.id", ondelete="CASCADE"), nullable=False),
    Column("sitting", String(64), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("state", Text, nullable=False),
    Column("frozen", Text),
    Column("late", Boolean, nullable=False),
    Column("arrived", Float, nullable=False),
    Index("sittings_of_a_class", "class_id", "activity"),
)
