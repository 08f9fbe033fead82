"""A class in a school's database that two servers hold at once: what one is told, the other knows."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from helpers.live import SPEAKING, LiveClass

from secondsource.content.textset import TextSet


@pytest.fixture
def two(live_site, postgres, tmp_path):
    one = LiveClass(live_site, tmp_path / "one", store=postgres)
    other = LiveClass(live_site, tmp_path / "other", store=postgres, code=one.code)
    yield one, other
    for served in (one, other):
        served.stop()


def listen(served, student, until):
    """Return a thread's future of what one page hears until it has heard `until`."""
    pool, begun = ThreadPoolExecutor(1), threading.Event()
    heard = pool.submit(served.listen, student["token"], 20, until, begun=begun)
    assert begun.wait(10)
    return heard


def test_students_and_the_teacher_may_be_at_different_servers(two):
    one, other = two
    assert one.code == other.code and one.port != other.port
    ada = one.join("Ada")
    assert one.hand_in(ada, {"p1.1": "S1"})[0] == 200
    assert other.hand_in(ada, {"p1.1": "S2"}, 2)[0] == 200
    assert one.hand_in(ada, {"p1.1": "S3"}, 2)[0] == 409  # another device was at the other server
    for act, until in (("open", f'"open": ["{SPEAKING}"]'), ("show", '"why"')):
        heard = listen(other, ada, until)
        assert one.act(act)[0] == 200
        assert until in heard.result()
    assert len(one.ask("/live/mine", ada["token"])[1]["sittings"]) == 1


def test_closing_is_foretold_at_both_servers_and_outlives_the_one_that_was_told(two):
    one, other = two
    ada = one.join("Ada")
    one.act("open")
    heard = listen(other, ada, "event: closing")
    assert one.ask("/live/teach/act", one.word, {"act": "close", "name": SPEAKING, "after": 2})[0] == 200
    one.kill()
    told = json.loads(heard.result().rpartition("event: closing\ndata: ")[2])
    assert told["activities"] == [SPEAKING] and told["seconds"] in (1, 2)
    assert f'"closed": ["{SPEAKING}"]' in other.listen(ada["token"], 20, f'"closed": ["{SPEAKING}"]')


def test_many_hand_in_at_both_servers_at_once_and_all_of_it_counts_once(two):
    items = [item.id for item in TextSet("ferry-fares").activity("speaking").items()]
    students = [two[number % 2].join(f"Student {number}") for number in range(16)]

    def work(number):
        told = []
        for revision in range(1, 9):
            answers = dict.fromkeys(items[: 1 + revision % len(items)], "S1")
            told.append(two[(number + revision) % 2].hand_in(students[number], answers, revision)[0])
        return told

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(work, range(16)))
    assert {status for each in told for status in each} == {200}
    for student in students:
        assert two[0].ask("/live/mine", student["token"])[1]["sittings"][SPEAKING]["revision"] == 8


def test_a_class_that_is_deleted_at_one_server_ends_at_the_other(two):
    one, other = two
    assert "the class in the database" in one.ask("/live/teach/delete", one.word, {})[1]["removed"]
    other.process.wait(20)
