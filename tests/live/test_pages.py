"""Every address of a live class, asked as a student, a teacher and an attacker would."""

import base64
import hashlib
import http.client
import json
import re
import socket
import stat
import time
import urllib.request

import pytest
from helpers.keys import secrets
from helpers.live import SPEAKING, LiveClass

from secondsource.book.policy import CONNECTED
from secondsource.content.textset import TextSet
from secondsource.exercise.scripts import PROGRESS
from secondsource.live.pages import list_routes

MARKING = 200  # seconds: a report is drawn, on a computer that may do much else
TEACHER = (
    ("/live/teach/state", None),
    ("/live/teach/wall", None),
    ("/live/teach/act", {"act": "show", "name": SPEAKING}),
    ("/live/teach/mode", {"mode": "at-once"}),
    ("/live/teach/end", {}),
    ("/live/teach/marks", {}),
    ("/live/teach/delete", {}),
)
STUDENT = (
    ("/live/mine", None),
    ("/live/answers", {}),
    ("/live/events", None),
    (f"/live/reasons/{SPEAKING}", None),
)


@pytest.fixture(scope="module", params=["SQLite", "PostgreSQL"])
def class_store(request):
    """Everything in here holds for both stores."""
    return "" if request.param == "SQLite" else request.getfixturevalue("postgres")


def whys():
    """Sentences that only the key has."""
    answers = TextSet("ferry-fares").answers("speaking")
    return [answer.reason for answer in answers.values()]


def test_the_address_that_the_class_types_from_the_projector_is_where_it_joins(live):
    """It was the first page of the book: the book has every address that nobody else takes."""
    page = live.ask("/")[1]
    assert "<title>Join the class" in page and 'id="class_code"' in page


def test_a_student_joins_hands_in_and_finds_it_again(live):
    ada = live.join("Ada")
    status, receipt = live.hand_in(ada, {"p1.1": "S1"})
    assert status == 200 and receipt["revision"] == 1 and abs(receipt["arrived"] - time.time()) < 60
    assert live.hand_in(ada, {"p1.1": "S1"}) == (200, receipt)
    mine = live.ask("/live/mine", ada["token"])[1]
    assert mine["sittings"][SPEAKING]["state"]["answers"] == {"p1.1": "S1"}
    other = live.join(student_code=ada["code"])
    assert other["id"] == ada["id"] and other["token"] != ada["token"]


@pytest.mark.parametrize("path, message", STUDENT)
@pytest.mark.parametrize("token", ["", "wrong", "Zoë", "a" * 9_000])
def test_without_a_token_a_student_gets_nothing(live, path, message, token):
    assert live.ask(path, token.encode("utf-8").decode("latin-1"), message)[0] in (401, 431, 400)


@pytest.mark.parametrize("path, message", TEACHER)
def test_without_the_word_nobody_is_the_teacher(fresh_live, path, message):
    student = fresh_live.join()
    for word in ("", "wrong", student["token"], fresh_live.code):
        assert fresh_live.ask(path, word, message)[0] == 401
    assert fresh_live.ask("/live/mine", student["token"])[0] == 200


def test_every_address_of_the_teacher_is_asked_for_the_word_here():
    """A new one that nobody lists here could be open to everybody."""
    routes = list_routes()
    windows = {"/live/teach", "/live/projector"}  # without the word they show nothing
    teachers = {address for address, _ in routes if address.startswith("/live/teach")}
    assert teachers - windows == {address for address, _ in TEACHER}
    assert routes[-1][0] == "/(.*)", "the book has every address that nobody else takes"


def test_words_are_not_guessed(fresh_live):
    told = [fresh_live.ask("/live/teach/state", f"guess-{number}")[0] for number in range(14)]
    assert told[:10] == [401] * 10 and told[-1] == 429


def test_whoever_guesses_words_does_not_shut_the_teacher_out(fresh_live):
    for _ in range(12):
        line = http.client.HTTPConnection("127.0.0.1", fresh_live.port, source_address=("127.0.0.2", 0))
        line.request("GET", "/live/teach/state", headers={"Authorization": "Bearer guess"})
        told = line.getresponse().status
        line.close()
    assert told == 429 and fresh_live.ask("/live/teach/state", fresh_live.word)[0] == 200


def test_a_class_code_is_not_guessed_and_who_joined_goes_on(fresh_live):
    ada = fresh_live.join()
    told = [fresh_live.ask("/live/join", "", {"class_code": f"GUESS{number}"})[0] for number in range(14)]
    assert told == [403] * 10 + [429] * 4
    assert fresh_live.hand_in(ada, {"p1.1": "S1"})[0] == 200


def test_a_code_is_taken_as_people_type_it(live):
    spaced = f" {live.code[:3].lower()} {live.code[3:]}"
    assert live.ask("/live/join", "", {"class_code": spaced})[0] == 200


def test_no_reason_leaves_the_server_before_it_is_shown(fresh_live):
    ada = fresh_live.join()
    fresh_live.hand_in(ada, {"p1.1": "S1"}, committed=True)
    said = [
        str(fresh_live.ask(path, ada["token"])[1])
        for path in (
            "/live/mine",
            f"/live/reasons/{SPEAKING}",
            "/ferry-fares.html",
            "/live/",
            "/live/live.js",
        )
    ]
    said.append(fresh_live.listen(ada["token"]))
    assert not [why for why in whys() for text in said if why in text]
    assert fresh_live.act("show")[0] == 200
    assert all(json.dumps(why)[1:-1] in fresh_live.listen(ada["token"], last="0") or why for why in whys())
    status, reasons = fresh_live.ask(f"/live/reasons/{SPEAKING}", ada["token"])
    assert status == 200 and sorted(entry["why"] for entry in reasons.values()) == sorted(whys())


def test_no_page_of_the_live_site_holds_an_answer(live_site):
    texts = [
        path.read_text(encoding="utf-8") for path in live_site.rglob("*") if path.suffix in (".html", ".js")
    ]
    assert texts and not [item for item, secret in secrets() for text in texts if secret in text]


def test_what_is_shown_reaches_a_page_that_listens(fresh_live):
    ada = fresh_live.join()
    first = fresh_live.listen(ada["token"])
    number = re.search(r"id: (\d+)", first)[1]
    assert ": nothing new" in fresh_live.listen(ada["token"], last=number)
    fresh_live.act("open")
    missed = fresh_live.listen(ada["token"], last=number)
    assert json.loads(missed.split("data: ")[1])["open"] == [SPEAKING]


def test_a_student_sees_nothing_of_another(fresh_live):
    ada, bo = fresh_live.join("Ada Secretname"), fresh_live.join("Bo")
    fresh_live.hand_in(ada, {"p1.1": "adas-answer"})
    fresh_live.hand_in(bo, {"p1.1": "S2"})
    seen = json.dumps([fresh_live.ask("/live/mine", bo["token"]), fresh_live.listen(bo["token"])])
    assert "adas-answer" not in seen and "Secretname" not in seen and ada["code"] not in seen


def test_the_wall_has_no_name_no_answer_and_no_split_of_fewer_than_five(fresh_live):
    students = [fresh_live.join(f"Secretname {number}") for number in range(5)]
    items = [item.id for item in TextSet("ferry-fares").activity("speaking").items()]
    for student in students[:4]:
        fresh_live.hand_in(student, dict.fromkeys(items, "S1"), committed=True)
    fresh_live.act("show")
    wall = json.dumps(fresh_live.ask("/live/teach/wall", fresh_live.word)[1])
    assert "Fewer than 5 handed this in" in wall and "Secretname" not in wall
    assert not [one for one in students if one["code"] in wall or one["id"] in wall]


def test_the_wall_shows_where_a_class_of_five_split(fresh_live):
    items = [item.id for item in TextSet("ferry-fares").activity("speaking").items()]
    for number in range(5):
        student = fresh_live.join(f"Secretname {number}")
        label = "S1" if number < 3 else "S2"
        fresh_live.hand_in(student, {**dict.fromkeys(items, "S0"), items[0]: label}, committed=True)
    fresh_live.act("show")
    split = fresh_live.ask("/live/teach/wall", fresh_live.word)[1]["split"]
    worth = split.split("Sentence by sentence")[0]
    assert "60%" in worth and "40%" in worth and "of 5" in worth and "Secretname" not in split
    assert split.count("<li>") >= len(items)


@pytest.mark.parametrize("host, status", [
    ("evil.test", 403),
    ("127.0.0.1.evil.test", 403),
    ("127.0.0.1", 403),  # another port is another server
    ("", 400),
])  # fmt: skip
def test_another_name_that_leads_here_is_refused(live, host, status):
    with socket.create_connection(("127.0.0.1", live.port), timeout=10) as line:
        line.sendall(f"GET /live/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        assert int(line.recv(100).split()[1]) in (status, 403)


@pytest.mark.parametrize("origin", ["http://evil.test", "null", "https://127.0.0.1", "file://"])
def test_a_page_of_somebody_else_is_refused(live, origin):
    message = {"class_code": live.code}
    assert live.ask("/live/join", "", message, {"Origin": origin})[0] == 403
    assert live.ask("/live/teach/state", live.word, None, {"Origin": origin})[0] == 403


def test_headers_say_what_a_browser_may_do_and_no_cookie_is_set(live):
    arriving = re.search(r"<script>(.*?)</script>", live.ask("/ferry-fares.html")[1], flags=re.DOTALL)[1]
    fingerprint = base64.b64encode(hashlib.sha256(arriving.encode()).digest()).decode()
    assert CONNECTED in arriving
    for path in ("/live/", "/live/about", "/ferry-fares.html", "/live/teach", "/live/live.js"):
        with urllib.request.urlopen(live.address(path)) as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert (
                "connect-src 'self'" in policy
                and f"script-src 'self' 'sha256-{fingerprint}';" in policy
                and "default-src 'none'" in policy
            )
            assert answer.headers["Set-Cookie"] is None and answer.headers["Server"] is None


def test_a_live_page_does_not_say_that_nothing_is_sent(live):
    for path in ("/privacy.html", "/your-answers.html", "/live/about"):
        text = live.ask(path)[1]
        assert "To anybody else: nothing." in text and "your answers stay on your device." not in text
        assert "read along in the same room" in text


def test_the_contents_say_what_is_done_in_this_class_and_not_in_the_class_edition(live):
    assert '"edition": "live"' in live.ask(f"/_static/{PROGRESS}")[1]


def test_marks_of_a_class_that_handed_nothing_in_are_refused_in_one_line(fresh_live):
    status, said = fresh_live.ask("/live/teach/marks", fresh_live.word, {})
    assert status == 409 and "nothing was handed in yet" in said["why"]


NAMES = ("<img src=x onerror=alert(1)>", "=HYPERLINK(1)", "\u202eadA", "a\x00b", "{{7*7}}")


def test_marks_know_namesakes_apart_take_no_name_for_code_and_stay_when_the_class_is_deleted(fresh_live):
    one, two, *others = [fresh_live.join(name) for name in ("Ada", "Ada", *NAMES)]
    for student in (one, two, *others):
        fresh_live.hand_in(student, {"p1.1": "S1"}, committed=True)
    status, done = fresh_live.ask("/live/teach/marks", fresh_live.word, {}, seconds=MARKING)
    assert status == 200, done
    (folder,) = (fresh_live.learner / "live").glob("class-*")
    text = (folder / "marks/marks.csv").read_text(encoding="utf-8-sig")
    assert f"Ada ({one['code']})" in text and f"Ada ({two['code']})" in text
    assert "\n=HYPER" not in text and "\u202e" not in text and "\x00" not in text
    assert "<img src=x" not in (folder / "marks/report.html").read_text(encoding="utf-8")
    assert stat.S_IMODE((folder / "handed-in.jsonl").stat().st_mode) == 0o600
    said = fresh_live.ask("/live/teach/delete", fresh_live.word, {})[1]
    fresh_live.process.wait(20)
    assert sorted(path.name for path in folder.iterdir() if path.name != "lock") == ["marks"]
    assert said["left"] == [str(folder / "marks")]
    assert any(name.endswith((".sqlite", "in the database")) for name in said["removed"])


def test_a_class_goes_on_after_it_was_killed(fresh_live):
    ada = fresh_live.join()
    fresh_live.act("open")
    fresh_live.hand_in(ada, {"p1.1": "S1"})
    code, port, word = fresh_live.code, fresh_live.port, fresh_live.word
    fresh_live.kill()
    fresh_live.start()
    assert (fresh_live.code, fresh_live.port) == (code, port) and fresh_live.word != word
    mine = fresh_live.ask("/live/mine", ada["token"])[1]
    assert mine["sittings"][SPEAKING]["revision"] == 1 and mine["lesson"]["open"] == [SPEAKING]


def test_two_classes_at_once_have_a_port_and_a_file_each(live_site, fresh_live):
    other = LiveClass(live_site, fresh_live.learner, store=fresh_live.store)
    try:
        assert other.port != fresh_live.port and other.code != fresh_live.code
        ada = fresh_live.join()
        assert other.ask("/live/mine", ada["token"])[0] == 401
    finally:
        other.stop()


def test_a_port_that_is_taken_is_one_line(live_site, fresh_live, tmp_path):
    with pytest.raises(AssertionError, match=f"port {fresh_live.port} is used by another program"):
        LiveClass(live_site, tmp_path / "other", fresh_live.port, fresh_live.store)


def test_classes_are_kept_outside_the_kit_for_their_owner_only(fresh_live):
    ada = fresh_live.join()
    fresh_live.hand_in(ada, {"p1.1": "S1"})
    (folder,) = (fresh_live.learner / "live").glob("class-*")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    file = () if fresh_live.store else ("class.sqlite", "class.sqlite-wal", "class.sqlite-shm")
    for name in (*file, "open.html"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600, name


def test_nothing_that_is_said_holds_an_address_of_a_student_or_a_token(fresh_live):
    ada = fresh_live.join()
    fresh_live.ask("/live/answers", ada["token"], b"{" * 1000)
    fresh_live.ask("/no/such/page")
    fresh_live.process.terminate()
    rest = fresh_live.process.stdout.read()
    assert ada["token"] not in rest and "Traceback" not in rest and "GET" not in rest


def test_the_file_that_opens_the_teachers_page_carries_the_word_in_no_address(fresh_live):
    (page,) = (fresh_live.learner / "live").glob("class-*/open.html")
    text = page.read_text(encoding="utf-8")
    assert 'method="post"' in text and fresh_live.word in text and f"?{fresh_live.word}" not in text
    status, said = fresh_live.ask("/live/teach", "", f"word={fresh_live.word}".encode(), {"Origin": "null"})
    assert status == 200 and fresh_live.word in said
