"""Classes on a computer: which goes on, which is deleted, and when."""

import time

import pytest

from secondsource.live.classroom import find_classes, open_class
from secondsource.live.run import FILE, delete_all, find_room, forget_old, forget_old_rows
from secondsource.live.store import Store
from secondsource.problems import ContentError

DAY = 24 * 3600


def make_class(folder, days):
    store = Store(folder / FILE)
    open_class(store, "w", 8460, days)
    store.close()
    return folder / FILE


def test_a_class_is_deleted_when_its_days_are_over_and_not_before(tmp_path):
    old, young = make_class(tmp_path / "class-1", 2), make_class(tmp_path / "class-2", 30)
    assert forget_old(tmp_path, time.time() + 1 * DAY) == []
    assert old in forget_old(tmp_path, time.time() + 3 * DAY)
    assert not old.exists() and young.exists()


def test_a_file_that_is_none_of_ours_is_left_alone(tmp_path):
    path = tmp_path / "class-1" / FILE
    path.parent.mkdir()
    path.write_bytes(b"a letter" * 300)
    assert forget_old(tmp_path, time.time() + 99 * DAY) == [] and path.exists()


def test_a_class_of_today_goes_on_and_one_that_is_served_or_ended_does_not(tmp_path, monkeypatch):
    monkeypatch.setenv("SECONDSOURCE_FOLDER", str(tmp_path))
    first, _, lock = find_room(None, 30, 8470, False, print)
    other, _, other_lock = find_room(None, 30, 8471, False, print)
    assert other.id != first.id  # the first one is served
    first.store.close()
    lock.release()
    again, _, lock = find_room(None, 30, None, False, print)
    assert again.id == first.id and find_classes(again.store)[0].port == 8470
    again.end().result(10)
    again.store.close()
    lock.release()
    new, _, lock = find_room(None, 30, 8472, False, print)
    assert new.id not in (first.id, other.id)
    for room in (new, other):
        room.store.close()
    lock.release()
    other_lock.release()


@pytest.fixture
def school(postgres, tmp_path, monkeypatch):
    """Find a room in the school's database as one of its teachers; each has a computer."""
    held = []

    def find(teacher, new=False, code=None):
        monkeypatch.setenv("SECONDSOURCE_FOLDER", str(tmp_path / teacher))
        room, _, lock = find_room(postgres, 30, None, new, print, code)
        held.append((room, lock))
        return room

    def end():
        while held:
            room, lock = held.pop()
            room.store.close()
            if lock:
                lock.release()

    find.end = end
    yield find
    end()


def test_a_teacher_never_gets_the_class_of_another_one_from_the_schools_database(school):
    ada = school("ada", new=True)
    code = ada.about().code
    assert school("bo").id != ada.id and school("ada").id != ada.id  # his own; hers is served now
    assert school("bo", code=code.lower()).id == ada.id
    with pytest.raises(ContentError, match="no class of today with the code WRONG"):
        school("bo", code="WRONG")
    school.end()
    assert school("ada").id != ada.id  # the newest that she began
    assert school("ada").id == ada.id  # that one is served now


def test_classes_in_a_database_go_when_their_days_are_over(school):
    room = school("chidi", new=True)
    assert room.id not in [row.id for row in forget_old_rows(room.store, time.time() + 29 * DAY)]
    assert room.id in [row.id for row in forget_old_rows(room.store, time.time() + 31 * DAY)]
    assert room.about() is None


def test_deleting_all_takes_this_computers_classes_out_of_a_database_and_no_others(school, postgres):
    other, mine = school("dana", new=True).id, school("emil", new=True).id
    school.end()
    assert [len(found) for found in delete_all()] == [0, 1]  # named, and kept: no address was given
    assert [len(found) for found in delete_all(postgres)] == [1, 0]
    store = Store(postgres)
    left = [row.id for row in find_classes(store)]
    store.close()
    assert mine not in left and other in left
