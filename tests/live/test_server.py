"""What a server tells its pages, and under which names it is asked."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from helpers.live import SPEAKING

from secondsource.live import guards
from secondsource.live.progress import list_exercises, read_done
from secondsource.live.results import worth_talking
from secondsource.live.server import LiveServer
from secondsource.report.splits import Part, Passage, Row


@pytest.fixture
def server(room, tmp_path):
    return LiveServer(room, tmp_path, "word", 8460, ["class.test"], say=lambda _text: None)


def test_an_event_says_what_holds_and_brings_the_reasons_of_what_is_shown_now(server, room):
    lesson = room.change_step("show", SPEAKING).result(10)
    event = server.event(lesson, 0, [SPEAKING]).decode()
    assert event.startswith(f"id: {lesson.version}\nevent: lesson\ndata: ") and event.endswith("\n\n")
    told = json.loads(event.split("data: ")[1])
    assert told["shown"] == [SPEAKING] and "why" in next(iter(told["reasons"][SPEAKING].values()))
    assert json.loads(server.event(lesson, 0).decode().split("data: ")[1])["reasons"] == {}


def test_a_new_address_is_noticed_and_the_old_one_answers_no_more(server, monkeypatch):
    monkeypatch.setattr(guards, "own_addresses", lambda: ["10.0.0.7"])
    server.look_for_addresses()
    assert "10.0.0.7:8460" in server.hosts
    monkeypatch.setattr(guards, "own_addresses", lambda: ["10.0.0.8"])
    assert server.look_for_addresses() and not server.look_for_addresses()
    assert "10.0.0.8:8460" in server.hosts and "10.0.0.7:8460" not in server.hosts
    assert server.address() == "http://class.test:8460/"


def test_a_passage_is_finished_when_each_claim_of_it_is_answered_or_left_out():
    exercise = list_exercises()[SPEAKING]
    label, items = exercise.passages[0]
    state = {"answers": {}, "passages": {}, "committed": False}

    def read(**more):
        row = {"state": json.dumps({**state, **more}), "revision": 1, "frozen": None, "late": False}
        return read_done(exercise, SimpleNamespace(**row)).finished

    assert (
        read(answers=dict.fromkeys(items, "S1")) == read(passages=dict.fromkeys(items, "skipped")) == {label}
    )
    assert read() == frozenset() and len(read(committed=True)) == len(exercise.passages)


def test_the_passages_to_talk_about_are_the_most_divided_and_three_at_most():
    def passage(unit, share, split):
        return Passage(unit, "", [Row("", [Part("a", share, False)], split, 9, False)])

    split = [passage(f"p{number}", 0.3 + number / 20, "split") for number in range(5)]
    found = worth_talking([passage("agreed", 0.9, "agreed"), *reversed(split)])
    assert [one.unit for one in found] == ["p0", "p1", "p2"]
    assert worth_talking([passage("agreed", 0.9, "agreed")]) == []


@pytest.mark.parametrize("is_deleting", [False, True], ids=["by another server", "by this one"])
def test_a_server_that_finds_its_class_deleted_ends_unless_it_is_just_deleting_it(server, is_deleting):
    """It ended before the teacher was told that all is gone, and the page said that the connection broke."""

    async def look():
        server.stopped = asyncio.Event()
        server.is_deleting = is_deleting
        await server._look_for_news()
        return server.stopped.is_set()

    server.room.delete().result()
    # In a thread of its own: after a browser's test, Playwright's loop runs in this one.
    with ThreadPoolExecutor(1) as alone:
        assert alone.submit(asyncio.run, look()).result() != is_deleting
