"""Live classes to try things on: in a SQLite file, and in a real PostgreSQL."""

import pytest
from helpers.live import LiveClass
from helpers.once import make_once
from helpers.postgres import run_postgres
from helpers.tiny_site import build_tiny, make_tiny_kit

from secondsource.book.trim import trim
from secondsource.live.classroom import Classroom, open_class
from secondsource.live.site import make_site
from secondsource.live.store import Store

ACTIVITIES = (
    "ferry-fares/speaking",
    "ferry-fares/knowing",
    "check-a/speaking",
    "check-b/speaking",
    "check-c/speaking",
)


@pytest.fixture(scope="session")
def postgres():
    with run_postgres() as address:
        yield address


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def address(request, tmp_path):
    """Where a class can be kept: every test that takes it runs on both."""
    if request.param == "SQLite":
        return str(tmp_path / "class.sqlite")
    return request.getfixturevalue("postgres")


@pytest.fixture
def store(address):
    opened = Store(address)
    yield opened
    opened.close()


@pytest.fixture
def room(store):
    return Classroom(store, open_class(store, "word", 8460, 30), ACTIVITIES)


@pytest.fixture(scope="session")
def live_site(shared):
    """The pages of a live class, of a book with two sets and a check."""
    return make_once(shared / "live-site", lambda: build_live_site(shared / "live-site"))


def build_live_site(target):
    kit = make_tiny_kit(target.with_name("live-kit"), sets=("ferry-fares", "transfer-clinic", "check-a"))
    # As in the whole book, an exercise may stand on a page that has another name than its text.
    (kit / "book/transfer-clinic.md").rename(kit / "book/a-letter.md")
    contents = kit / "book/_toc.yml"
    contents.write_text(contents.read_text("utf-8").replace("transfer-clinic", "a-letter"), "utf-8")
    folder, said = build_tiny(kit, "class")
    assert (folder / "ferry-fares.html").exists(), said
    trim(folder, kit / "trimmed")
    make_site(folder, target)


@pytest.fixture(scope="module")
def class_store():
    """Where served classes are kept: a file of their own; modules that try both stores have another one."""
    return ""


@pytest.fixture(scope="module")
def live(live_site, class_store, tmp_path_factory):
    """A class that a whole module uses."""
    served = LiveClass(live_site, tmp_path_factory.mktemp("learner"), store=class_store)
    yield served
    served.stop()


@pytest.fixture
def fresh_live(live_site, class_store, tmp_path):
    """A class of a test's own."""
    served = LiveClass(live_site, tmp_path / "learner", store=class_store)
    yield served
    served.stop()
