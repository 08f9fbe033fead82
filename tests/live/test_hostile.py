"""Hostile input on every route, generated: no crash, no key before *show*, and the class goes on."""

import json
import random
import socket
import threading
import time
from contextlib import suppress

import pytest
from helpers.live import SPEAKING

from secondsource.content.textset import TextSet

CASES = 5_000
SEED = 17
PATHS = (
    *("/live/", "/live/about", "/live/join", "/live/mine", "/live/answers", "/live/events", "/live/teach"),
    *("/live/teach/state", "/live/teach/act", "/live/teach/mode", "/live/teach/end", "/live/teach/marks"),
    *(
        "/live/teach/delete",
        "/live/teach/wall",
        "/live/projector",
        "/",
        "/ferry-fares.html",
        "/live/reasons/",
    ),
    *(
        f"/live/reasons/{SPEAKING}",
        "/live/reasons/../../etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/%00",
        "/live/x",
    ),
)
NAMES = (
    *(
        "<img src=x onerror=alert(1)>",
        "=HYPERLINK(1)",
        "\u202eadA",
        "a\x00b",
        "\ud83d",
        "{{7*7}}",
        "'; drop--",
        "😀" * 80,
    ),
    *("", " ", "\n", "x" * 81, "x" * 10_000, "${x}", "../../x", "Ada\r\nX: y", "\u0000", "ａ＝１"),
)


def send(live, data, patience):
    """Send bytes as they are; return what comes back in `patience` seconds, b"" where the line is closed."""
    with socket.create_connection(("127.0.0.1", live.port), timeout=10) as line:
        line.settimeout(patience)
        try:
            line.sendall(data)
            return line.recv(65_536)
        except OSError:
            return b""


def make_body(rng, live, student, victim):
    """Return (path, body) of one hostile message."""
    state = {"answers": {rng.choice(("p1", "__proto__", "x" * 90)): rng.choice(NAMES)}}
    good = {"sitting": f"sitting-{victim}", "revision": 1, "base": 0, "activity": SPEAKING, "state": state}
    odd = rng.choice((None, -1, 2**63, 1e999, [], {}, "x", True, "9" * 400, [[[]]] * 50))
    bent = {**good, rng.choice(list(good)): odd}
    deep = "[" * rng.choice((10, 5_000, 100_000))
    joining = {
        "class_code": rng.choice((live.code, "WRONG", "", None, live.code * 9)),
        "name": rng.choice(NAMES),
    }
    return rng.choice(
        (
            ("/live/answers", json.dumps(bent)),
            ("/live/answers", json.dumps(good)[: rng.randrange(80)]),
            ("/live/answers", deep),
            (
                "/live/answers",
                json.dumps({**good, "state": {"answers": {"a": "x" * rng.choice((20_001, 250_000))}}}),
            ),
            ("/live/join", json.dumps(joining)),
            ("/live/teach/act", json.dumps({"act": "show", "name": rng.choice((SPEAKING, "x", odd))})),
            (rng.choice(PATHS), json.dumps(odd)),
        )
    )


def make_request(rng, live, student, victim):
    """Return (bytes to send, whether the length that they announce is their body's)."""
    path, body = make_body(rng, live, student, victim)
    data = body.encode("utf-8", "surrogatepass")
    token = rng.choice((student["token"], "x", "", student["token"][:-1], "\x00", "é" * 30))
    host = rng.choice((f"127.0.0.1:{live.port}",) * 6 + ("evil.test", ""))
    length = rng.choice((len(data),) * 8 + (len(data) + 9, -1, 10**9, "x"))
    method = rng.choice(("POST",) * 5 + ("GET", "PUT", "HEAD", "OPTIONS", "DELETE", "\x00"))
    where = rng.choice((path,) * 5 + PATHS)
    head = (
        f"{method} {where} HTTP/1.1\r\nHost: {host}\r\n"
        f"Authorization: Bearer {token}\r\n"
        f"Content-Length: {length}\r\nConnection: close\r\n\r\n"
    )
    return head.encode("utf-8", "replace") + data, length == len(data)


def attack(live, cases, seed=SEED):
    rng, answers = random.Random(seed), []
    ada, mallory = live.join("Ada"), live.join("Mallory")
    live.hand_in(ada, {"p1.1": "adas-answer"}, committed=True)
    for number in range(cases):
        data, is_whole = make_request(rng, live, mallory, ada["id"])
        # A body that is never whole is waited for, by the server: not by 5,000 cases, each for seconds.
        answers.append(send(live, data, 5 if is_whole else 0.1))
        assert live.process.poll() is None, (number, data[:300])
        leaked = [word for word in (b"adas-answer", b"Traceback", b" 500 ") if word in answers[-1]]
        assert not leaked, (number, leaked, data[:300], answers[-1][:300])
    said = b"".join(answers)
    reasons = [answer.reason.encode() for answer in TextSet("ferry-fares").answers("speaking").values()]
    assert not [why for why in reasons if why in said or json.dumps(why.decode())[1:-1].encode() in said]
    # The class goes on, and nothing of Ada's was touched.
    mine = live.ask("/live/mine", ada["token"])[1]
    assert mine["sittings"][SPEAKING]["state"]["answers"] == {"p1.1": "adas-answer"}
    assert live.hand_in(ada, {"p1.1": "S2"}, 2)[0] == 200


def test_a_hundred_hostile_requests_change_nothing(fresh_live):
    attack(fresh_live, 100)


@pytest.mark.slow
def test_five_thousand_hostile_requests_change_nothing(fresh_live):
    attack(fresh_live, CASES, SEED + 1)


def test_a_message_that_is_too_large_is_refused_and_the_next_is_taken(live):
    ada = live.join()
    with suppress(OSError):  # the line may be closed while it is being sent
        assert live.hand_in(ada, {"a": "x" * 300_000})[0] in (400, 413)
    assert live.hand_in(ada, {"a": "S1"})[0] == 200


def test_slow_senders_hold_nobody_up(live):
    ada = live.join()
    head = f"POST /live/answers HTTP/1.1\r\nHost: 127.0.0.1:{live.port}\r\n"
    head = f"{head}Content-Length: 900\r\n\r\n{{".encode()
    slow = [socket.create_connection(("127.0.0.1", live.port)) for _ in range(100)]
    for line in slow:
        line.sendall(head)
    start = time.monotonic()
    assert live.hand_in(ada, {"a": "S1"})[0] == 200 and time.monotonic() - start < 10
    for line in slow:
        line.close()


def test_a_flood_of_joins_is_slowed_and_who_is_in_goes_on(fresh_live):
    ada, told = fresh_live.join("Ada"), []

    def flood():
        for _ in range(25):
            told.append(fresh_live.ask("/live/join", "", {"class_code": fresh_live.code})[0])

    threads = [threading.Thread(target=flood) for _ in range(20)]
    for thread in threads:
        thread.start()
    assert fresh_live.hand_in(ada, {"a": "S1"})[0] == 200
    for thread in threads:
        thread.join()
    assert set(told) <= {200, 429} and len(told) == 500
    assert fresh_live.ask("/live/mine", ada["token"])[0] == 200
