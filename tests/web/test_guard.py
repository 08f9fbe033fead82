"""A server for one person: this computer only, with its token, from its own page, within limits."""

import json
import socket
import threading
import time

import pytest
from helpers.asking import ask, split_address

from secondsource.web.events import Events
from secondsource.web.guard import HEADERS, LARGEST, POLICY, Guarded
from secondsource.web.server import LOCAL, LocalServer


class Echo(Guarded):
    def get(self):
        self.let_in()
        self.finish("secret")

    def post(self):
        self.tell({"got": self.body()})


@pytest.fixture(scope="module")
def server():
    running = LocalServer([("/", Echo), ("/events", Events)], {}, 18900)
    yield running
    running.stop()


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example:80"},
        {"Host": "127.0.0.1"},
        {"Host": "127.0.0.1:1"},
        {"Host": ""},
        {"Cookie": None},
        {"Cookie": "second-source=wrong"},
        {"Cookie": "second-source-18900=" + "x" * 5000},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
    ids=str,
)
def test_a_request_from_elsewhere_gets_nothing(server, headers):
    status, _, body = ask(server, "/", **headers)
    assert status in (400, 403) and b"secret" not in body


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": None},
        {"Content_Type": "text/plain"},
        {"Content_Type": "application/x-www-form-urlencoded"},
        {"X_Second_Source": None},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "none"},
        {"Cookie": None},
        {"Host": "rebound.example"},
    ],
    ids=str,
)
def test_a_write_from_another_page_is_refused(server, headers):
    assert ask(server, "/", {"a": 1}, **headers)[0] == 403
    assert ask(server, "/", {"a": 1})[0] == 200


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"\xff\xfe", b"[" * 100_000, b'"x"'], ids=len)
def test_what_is_no_object_is_refused(server, body):
    assert ask(server, "/", body)[0] == 400


def test_too_much_is_refused_and_the_server_lives_on(server):
    port, token = split_address(server)
    with socket.create_connection((LOCAL, port), timeout=10) as line:
        head = f"POST / HTTP/1.1\r\nHost: {LOCAL}:{port}\r\nContent-Length: {LARGEST + 1}\r\n\r\n"
        line.sendall(head.encode())
        assert b"200" not in line.recv(100)
    with socket.create_connection((LOCAL, port), timeout=10) as line:
        line.sendall(b"GET / HTTP/1.1\r\nX: " + b"y" * 50_000)
    assert ask(server, "/")[0] == 200


def test_only_this_computer_can_reach_it_and_the_token_is_long(server):
    port, token = split_address(server)
    assert [one.getsockname()[0] for one in server.sockets] == ["127.0.0.1"] and len(token) >= 32
    status, headers, body = ask(server, f"/?token={token}", Cookie=None)
    assert (status, body) == (200, b"secret")
    assert headers["Set-Cookie"] == f"second-source-{port}={token}; HttpOnly; Path=/; SameSite=Strict"
    assert (
        headers["Content-Security-Policy"] == POLICY and {name: headers[name] for name in HEADERS} == HEADERS
    )
    assert headers["Server"] is None and headers["Access-Control-Allow-Origin"] is None
    assert ask(server, "/", method="OPTIONS", Origin="http://evil.example")[0] in (403, 405)


def test_two_servers_have_two_tokens_and_ports(server):
    other = LocalServer([("/", Echo)], {}, server.port)
    try:
        assert other.port != server.port and split_address(other)[1] != split_address(server)[1]
        assert ask(other, "/", Cookie=f"second-source-{other.port}={split_address(server)[1]}")[0] == 403
    finally:
        other.stop()


def test_news_reaches_a_page_that_listens(server):
    heard = []

    def listen():
        port, token = split_address(server)
        with socket.create_connection((LOCAL, port), timeout=10) as line:
            cookie = f"Cookie: second-source-{port}={token}"
            line.sendall(f"GET /events HTTP/1.1\r\nHost: {LOCAL}:{port}\r\n{cookie}\r\n\r\n".encode())
            text = b""
            while b"data: " not in text or not text.endswith(b"\r\n"):
                text += line.recv(1000)
            heard.append(text)

    listener = threading.Thread(target=listen)
    listener.start()
    end = time.monotonic() + 10
    while not server.news.queues and time.monotonic() < end:
        time.sleep(0.02)
    server.loop.call_soon_threadsafe(server.news.tell, {"mark": "1"})
    listener.join(10)
    assert json.dumps({"mark": "1"}).encode() in heard[0] and b"text/event-stream" in heard[0]
