"""A class's rules, on a real database: revisions, what counts, the ring of forms, what is refused."""

import json
import threading

import pytest

from secondsource.live.classroom import Newer, Receipt
from secondsource.live.lesson import Refusal
from secondsource.live.messages import HandedIn, Joining, read_message
from secondsource.live.progress import Exercise, Progress
from secondsource.live.results import (
    CHANGED,
    IN_TIME,
    TOO_LATE,
    count_after,
    list_after,
    write_after,
    write_marks,
)
from secondsource.marking.answer_file import Sitting
from secondsource.problems import ContentError

SPEAKING = "ferry-fares/speaking"


def join(room, name="Ada"):
    return room.join(name).result(10)[0]


def given(revision, answers, base=None, sitting="sitting-1", activity=SPEAKING, **more):
    seen = more.pop("seen", False)
    return HandedIn(
        sitting=sitting,
        revision=revision,
        base=revision - 1 if base is None else base,
        activity=activity,
        seen=seen,
        state=Sitting(answers=answers, **more),
    )


def hand_in(room, student, *what, **more):
    return room.hand_in(student, given(*what, **more)).result(10)


def held(room, student):
    return [json.loads(row.state)["answers"] for row in room.sittings(student)]


def test_the_same_revision_twice_is_one(room):
    ada = join(room)
    first = hand_in(room, ada, 1, {"p1": "S1"})
    assert hand_in(room, ada, 1, {"p1": "S1"}) == first
    assert held(room, ada) == [{"p1": "S1"}]


def test_the_newest_revision_wins_and_an_old_one_that_comes_late_changes_nothing(room):
    ada = join(room)
    hand_in(room, ada, 1, {"p1": "S1"})
    assert isinstance(hand_in(room, ada, 2, {"p1": "S2"}), Receipt)
    late = hand_in(room, ada, 1, {"p1": "S1"})
    assert late == Newer("sitting-1", 2, json.loads(room.sittings(ada)[0].state))
    assert held(room, ada) == [{"p1": "S2"}]


def test_two_devices_that_did_not_know_of_each_other_are_told(room):
    ada = join(room)
    hand_in(room, ada, 1, {"p1": "S1"})
    other = hand_in(room, ada, 1, {"p2": "S2"}, sitting="sitting-2", base=0)
    assert isinstance(other, Newer) and other.state["answers"] == {"p1": "S1"}
    both = {"p1": "S1", "p2": "S2"}
    assert hand_in(room, ada, 2, both, sitting="sitting-2", base=1).sitting == "sitting-1"
    assert held(room, ada) == [both]


def test_what_arrives_in_one_moment_is_kept_one_after_the_other_and_show_stands_between(room):
    ada, bo, go = join(room), join(room, "Bo"), threading.Event()
    room.store.write(lambda _connection: go.wait(10))  # so that all that follows is one commit
    first = room.hand_in(ada, given(1, {"p1": "S1"}, first={"p1": "S1"}))
    again = room.hand_in(ada, given(1, {"p1": "S1"}, first={"p1": "S1"}))
    second = room.hand_in(ada, given(2, {"p1": "S2"}))
    other = room.hand_in(bo, given(1, {"p1": "S4"}))
    room.change_step("show", SPEAKING)
    third = room.hand_in(ada, given(3, {"p1": "S0"}, seen=True))
    old = room.hand_in(ada, given(2, {"p1": "S9"}))
    go.set()
    assert [one.result(10).revision for one in (first, again, second, other, third)] == [1, 1, 2, 1, 3]
    assert first.result() == again.result() and isinstance(old.result(10), Newer)
    mine, theirs = room.sittings(ada)[0], room.sittings(bo)[0]
    assert json.loads(mine.state)["answers"] == {"p1": "S0"} and json.loads(mine.state)["first"] == {
        "p1": "S1"
    }
    assert json.loads(mine.frozen)["answers"] == {"p1": "S2"}
    assert json.loads(theirs.frozen)["answers"] == {"p1": "S4"}


def test_first_never_shrinks_and_never_changes(room):
    ada = join(room)
    hand_in(room, ada, 1, {"p1": "S1"}, first={"p1": "S1"})
    hand_in(room, ada, 2, {"p1": "S2"}, first={"p2": "S2"})
    hand_in(room, ada, 3, {"p1": "S2"}, first={"p1": "S9"})
    assert json.loads(room.sittings(ada)[0].state)["first"] == {"p1": "S1", "p2": "S2"}


def test_two_people_of_one_name_are_two(room):
    one, two = join(room), join(room)
    hand_in(room, one, 1, {"p1": "S1"})
    hand_in(room, two, 1, {"p1": "S2"})
    assert one.code != two.code and held(room, one) == [{"p1": "S1"}] and held(room, two) == [{"p1": "S2"}]


def test_a_second_device_joins_by_the_code_and_never_by_the_name(room):
    ada = join(room)
    again, token = room.add_device(ada.code.lower()).result(10)
    assert again == ada and room.find_student(token) == ada
    assert room.add_device("Ada").result(10) is None


def test_a_token_of_one_class_is_none_in_another(store, room):
    from secondsource.live.classroom import Classroom, open_class

    _, token = room.join("Ada").result(10)
    other = Classroom(store, open_class(store, "w", 1, 30), room.activities)
    assert room.find_student(token) and other.find_student(token) is None


def test_what_stood_before_the_reasons_were_shown_counts(room):
    ada, bo = join(room), join(room, "Bo")
    hand_in(room, ada, 1, {"p1": "S1"})
    room.change_step("show", SPEAKING).result(10)
    hand_in(room, ada, 2, {"p1": "S0"}, seen=True)
    hand_in(room, bo, 1, {"p1": "S0"}, seen=True, base=0)
    frozen = {row.student_id: (json.loads(row.frozen)["answers"], row.late) for row in room.sittings()}
    assert frozen == {ada.id: ({"p1": "S1"}, False), bo.id: ({}, False)}


def test_answers_that_were_under_way_when_the_reasons_were_shown_count_and_are_noted(room):
    ada = join(room)
    hand_in(room, ada, 1, {"p1": "S1"})
    room.change_step("show", SPEAKING).result(10)
    hand_in(room, ada, 2, {"p1": "S1", "p2": "S2"}, seen=False)
    hand_in(room, ada, 3, {"p1": "S0", "p2": "S0"}, seen=True)
    (row,) = room.sittings(ada)
    assert json.loads(row.frozen)["answers"] == {"p1": "S1", "p2": "S2"} and row.late


def test_each_third_of_a_class_has_another_form_at_each_time_and_nobody_has_one_twice(room):
    rings = [join(room, str(number)).ring for number in range(6)]
    lesson = room.lesson()
    for time in ("check-1", "check-2", "check-3"):
        forms = [lesson.activities_of(time, ring)[0] for ring in rings]
        assert sorted(forms) == sorted(["check-a/speaking", "check-b/speaking", "check-c/speaking"] * 2)
    for ring in rings:
        taken = [lesson.activities_of(time, ring)[0] for time in ("check-1", "check-2", "check-3")]
        assert len(set(taken)) == 3
        assert [lesson.name_of(activity, ring) for activity in taken] == ["check-1", "check-2", "check-3"]


def test_the_reasons_of_a_check_are_refused_until_the_third_one_is_closed(room):
    ada = join(room)
    for time in ("check-1", "check-2", "check-3"):
        room.change_step("open", time).result(10)
        assert isinstance(room.change_step("show", "check-1").result(10), Refusal)
    hand_in(room, ada, 1, {"p1": "S1"}, activity="check-a/speaking", committed=True)
    for mode in ("at-once", "self-paced", "show"):
        room.change_mode(mode).result(10)
        assert room.give_reasons(ada, "check-a/speaking").result(10) is False
    room.change_step("close", "check-3").result(10)
    assert room.change_step("show", "check-1").result(10).step("check-1").shown
    assert room.give_reasons(ada, "check-a/speaking").result(10) is True


@pytest.mark.parametrize("mode, committed, given_now", [
    ("show", True, False),
    ("at-once", False, False),
    ("at-once", True, True),
    ("self-paced", True, True),
])  # fmt: skip
def test_reasons_at_once_come_after_an_exercise_is_handed_in(room, mode, committed, given_now):
    ada = join(room)
    room.change_mode(mode).result(10)
    hand_in(room, ada, 1, {"p1": "S1"}, committed=committed)
    assert room.give_reasons(ada, SPEAKING).result(10) is given_now
    assert (room.sittings(ada)[0].frozen is not None) is given_now


def test_opening_and_closing_are_told_in_numbers_that_grow(room):
    told = [room.change_step(act, SPEAKING).result(10) for act in ("open", "close", "open")]
    assert [lesson.version for lesson in told] == [2, 3, 4]
    assert [SPEAKING in lesson.describe(0)["open"] for lesson in told] == [True, False, True]
    assert room.version() == 4


def test_self_paced_opens_all_but_the_checks(room):
    told = room.change_mode("self-paced").result(10).describe(0)
    assert told["open"] == ["ferry-fares/speaking", "ferry-fares/knowing"]
    assert SPEAKING in room.change_step("close", SPEAKING).result(10).describe(0)["closed"]


def test_an_ended_class_opens_nothing_and_still_takes_what_waited(room):
    ada = join(room)
    room.change_step("open", SPEAKING).result(10)
    assert room.end().result(10).describe(0)["open"] == []
    assert isinstance(room.change_step("open", SPEAKING).result(10), Refusal)
    assert isinstance(hand_in(room, ada, 1, {"p1": "S1"}), Receipt)


def test_many_who_join_at_once_have_codes_and_places_of_their_own(room):
    found = []
    threads = [threading.Thread(target=lambda: found.append(join(room))) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one.code for one in found}) == 40 and sorted(one.ring for one in found) == list(range(40))


def test_a_deleted_class_is_gone_and_others_stay(store, room):
    from secondsource.live.classroom import Classroom, open_class

    other = Classroom(store, open_class(store, "w", 1, 30), room.activities)
    bo = other.join("Bo").result(10)[0]
    ada = join(room)
    hand_in(room, ada, 1, {"p1": "S1"})
    room.delete().result(10)
    assert room.about() is None and not room.students() and not room.sittings()
    assert [row.id for row in other.students()] == [bo.id]


@pytest.mark.parametrize("name, kept", [
    ("  Ada \n Lovelace ", "Ada Lovelace"),
    ("\u202eadA", "adA"),
    ("Zoe\u0301", "Zoé"),
    ("<b>x</b>", "<b>x</b>"),
])  # fmt: skip
def test_a_name_is_one_line_that_reads_as_it_is_written(name, kept):
    message = json.dumps({"class_code": "x", "name": name}).encode()
    assert read_message(Joining, message).name == kept


@pytest.mark.parametrize("message", [
    b"", b"{", b"[" * 100_000, b'{"class_code": 1}', b'{"class_code": "x", "more": 1}', b"\xff\xfe", b"null",
    json.dumps({"class_code": "x", "name": "n" * 81}).encode(),
])  # fmt: skip
def test_what_is_no_message_is_none(message):
    assert read_message(Joining, message) is None


def test_what_came_after_the_reasons_is_kept_and_listed_with_what_of_it_counts(room, tmp_path):
    ada, bo, chidi, dana = (join(room, name) for name in ("Ada", "Bo", "Chidi", "=Dana"))
    hand_in(room, ada, 1, {"p1": "S1", "p2": "S2"})
    hand_in(room, chidi, 1, {"p1": "S4"})
    room.change_step("show", SPEAKING).result(10)
    hand_in(room, ada, 2, {"p1": "S0", "p2": "S2"}, seen=True)
    hand_in(room, bo, 1, {"p1": "S3"}, base=0, seen=False)
    hand_in(room, dana, 1, {"p1": "S2"}, base=0, seen=True)
    found = [(one.name, one.item, one.counted, one.now, one.why) for one in list_after(room)]
    assert found == [
        ("=Dana", "p1", "", "S2", TOO_LATE),
        ("Ada", "p1", "S1", "S0", CHANGED),
        ("Bo", "p1", "S3", "S3", IN_TIME),
    ]
    assert count_after(room) == 2  # those that a teacher would miss
    text = write_after(room, tmp_path).read_text(encoding="utf-8-sig")
    assert "'=Dana," in text and text.count("\n") == 4


def test_all_that_came_after_the_reasons_is_no_reason_to_find_nothing(room, tmp_path):
    ada = join(room)
    room.change_step("show", SPEAKING).result(10)
    hand_in(room, ada, 1, {"p1": "S0"}, base=0, seen=True)
    with pytest.raises(ContentError, match="came after the reasons were shown, so nothing counts") as told:
        write_marks(room, tmp_path)
    assert str(tmp_path / "marks/after-the-reasons.csv") in str(told.value)


def test_a_look_at_how_far_a_class_is_reads_only_what_is_new(room, monkeypatch):
    exercises = {SPEAKING: Exercise(SPEAKING, "", "", "", (("p1", {"p1"}), ("p2", {"p2"})))}
    progress, (ada, bo), read = Progress(room, exercises), (join(room), join(room, "Bo")), []
    monkeypatch.setattr("secondsource.live.progress.OVERLAP", 0)
    monkeypatch.setattr(room, "sittings", lambda since: read.append(ask(since=since)) or read[-1])
    ask = type(room).sittings.__get__(room)
    hand_in(room, ada, 1, {"p1": "S1"})
    assert {who: set(done.finished) for who, done in progress.look()[SPEAKING].items()} == {ada.id: {"p1"}}
    hand_in(room, bo, 1, {"p2": "S1"})
    found = progress.look()[SPEAKING]
    assert found[bo.id].finished == {"p2"} and found[ada.id].finished == {"p1"}
    assert [len(rows) for rows in read] == [1, 1]
    monkeypatch.setattr("secondsource.live.progress.OVERLAP", 20)
    monkeypatch.setattr("time.time", lambda: 1_000_000.0)  # the clock is put back
    hand_in(room, ada, 2, {"p1": "S1", "p2": "S1"})
    assert progress.look()[SPEAKING][ada.id].finished == {"p1", "p2"}
