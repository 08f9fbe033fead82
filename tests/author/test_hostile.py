"""Hostile requests to the author page's server, generated: it never breaks, tells nobody anything who has no
token, and no file of the kit is another one afterwards.
"""

import json
import random
import socket

import pytest
from helpers.asking import ask, split_address
from helpers.attacks import MARKUP, SIGNS
from helpers.authoring import make_draft
from helpers.kit_files import files_of
from helpers.ports import free_port
from helpers.school_phones import ORIGINAL

from secondsource.author.changes import OPERATIONS
from secondsource.author.server import start_author

SLUG, SECRET = "school-phones", b"zanzibarqua"
PATHS = ("/", "/state", "/change", "/steps", "/preview/study", "/preview/class", "/events", "/author.js")
ODD_PATHS = (
    *(
        "/../key.yaml",
        "/%2e%2e/%2e%2e/original.txt",
        "/drafts/school-phones/original.txt",
        "//evil.test/state",
    ),
    *(
        "/preview/teach",
        "/preview/study/..",
        "/state%00",
        "/change?token=x",
        "http://evil.test/state",
        "*",
        "",
    ),
)
HOSTS = (
    "evil.test",
    "127.0.0.1",
    "127.0.0.1:1",
    "localhost.evil.test",
    "[::1]",
    "",
    "0.0.0.0",
    "127.0.0.1:{}.evil.test",
)
ORIGINS = (
    "http://evil.test",
    "null",
    "",
    "http://127.0.0.1",
    "http://127.0.0.1:{}.evil.test",
    "https://127.0.0.1:{}",
)
FIELDS = (
    "unit",
    "to",
    "was",
    "field",
    "skill",
    "activity",
    "option",
    "phrase",
    "row",
    "card",
    "file",
    "at",
    "line",
)
VALUES = (
    *(None, True, -1, 2**63, 1e300, [], {}, [[[]]] * 9, {"__proto__": 1}, ["p2.1", None], "x" * 70_000, ""),
    *(
        "p2.1",
        "b1.1",
        "h1",
        "speaking",
        "missing",
        "why",
        "answer",
        "key",
        "page",
        "../../kit.py",
        "__class__",
    ),
    *(
        "p2.1\n[p9.9] smuggled",
        "a: b\nc: d",
        "-",
        "{x: y}",
        "!!python/object:os.system",
        "𝕡𝟚.𝟙",
        *MARKUP,
        *SIGNS,
    ),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    original = ORIGINAL.replace("stupid", SECRET.decode())
    kit = make_draft(tmp_path_factory.mktemp("hostile"), original)
    running = start_author(SLUG, kit, free_port())
    running.kit = kit
    yield running
    running.stop()


def send(server, data):
    """Send bytes as they are; return what comes back, b"" where the line is closed."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        line.settimeout(2)
        try:
            line.sendall(data)
            line.shutdown(socket.SHUT_WR)
            return line.recv(300_000)
        except OSError:
            return b""


def stranger(rng, port, token):
    """Return a request with at least one thing wrong that the page itself always has right."""
    host, origin, cookie = f"127.0.0.1:{port}", f"http://127.0.0.1:{port}", f"second-source-{port}={token}"
    wrong = rng.choice(("host", "origin", "token", "kind", "header", "site"))
    method = (
        "POST"
        if wrong in ("origin", "kind", "header")
        else rng.choice(("GET", "POST", "PUT", "DELETE", "HEAD"))
    )
    if wrong == "host":
        host = rng.choice(HOSTS).format(port)
    if wrong == "token":
        cookie = rng.choice(
            ("", f"second-source-{port}=", f"second-source-{port}={token[:-1]}", f"x={token}", "é=é")
        )
    headers = {
        "Host": host,
        "Cookie": cookie,
        "Origin": rng.choice(ORIGINS).format(port) if wrong == "origin" else origin,
        "Content-Type": rng.choice(("text/plain", "", "application/json-x", "multipart/form-data"))
        if wrong == "kind"
        else "application/json",
        "X-Second-Source": rng.choice(("", "0", "1,1")) if wrong == "header" else "1",
        "Sec-Fetch-Site": rng.choice(("cross-site", "same-site")) if wrong == "site" else "same-origin",
        "Sec-Fetch-Mode": "cors",
    }
    body = json.dumps({"do": "retell", "unit": "p2.1", "was": "", "to": "By a stranger."}).encode()
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    path = "/change" if method == "POST" else rng.choice(PATHS)
    head = f"{method} {path} HTTP/1.1\r\n{lines}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode("utf-8") + body, wrong


def check_strangers(server, cases, seed):
    rng, (port, token), before = random.Random(seed), split_address(server), files_of(server.kit)
    for number in range(cases):
        data, wrong = stranger(rng, port, token)
        answer = send(server, data)
        status = answer.split(b"\r\n")[0]
        assert b" 403 " in status or b" 405 " in status or b" 400 " in status, (
            number,
            wrong,
            data,
            answer[:300],
        )
        assert SECRET not in answer and token.encode() not in answer, (number, wrong)
    assert files_of(server.kit) == before


def check_bent_changes(server, cases, seed):
    """With the token, as a page gone wrong would: each is done or refused, and all files stay readable."""
    rng, outside = (
        random.Random(seed),
        {name for name in files_of(server.kit) if not name.startswith("drafts/")},
    )
    first = {name: data for name, data in files_of(server.kit).items() if name in outside}
    for number in range(cases):
        said = {"do": rng.choice([*OPERATIONS, "undo", "redo", "steps", None, 7])}
        for name in rng.sample(FIELDS, rng.randint(1, 7)):
            said[name] = rng.choice(VALUES)
        status, _, body = ask(server, "/change", said)
        assert status in (200, 400, 409, 422), (number, said, status, body[:300])
        assert b"Traceback" not in body
        if status == 200 and number % 10 == 0:
            assert ask(server, "/preview/study")[0] == 200, (number, said)
    for path in ODD_PATHS:
        assert SECRET not in send(
            server, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
        )
    status, _, body = ask(server, "/state")
    assert status == 200 and json.loads(body)["units"]
    assert {name: data for name, data in files_of(server.kit).items() if name in outside} == first
    assert {name for name in files_of(server.kit) if not name.startswith("drafts/")} == outside


def test_a_hundred_strangers_learn_and_change_nothing(server):
    check_strangers(server, 100, 20)


def test_sixty_bent_changes_break_nothing(server):
    check_bent_changes(server, 60, 21)


@pytest.mark.slow
def test_two_thousand_strangers_and_a_thousand_bent_changes(server):
    check_strangers(server, 2_000, 22)
    check_bent_changes(server, 1_000, 23)
