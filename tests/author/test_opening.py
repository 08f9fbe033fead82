"""A set has one page and one port: what a browser keeps of it is by address, and would be lost to sight."""

import os
import socket

import pytest
from helpers.authoring import SLUG, make_draft
from helpers.ports import free_port
from helpers.school_phones import ORIGINAL

from secondsource.author import opening
from secondsource.author.drafts import new_draft
from secondsource.problems import ContentError

OTHER = "school-canteen"


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Return (a function that starts a set's page, what it has said, what a browser was shown)."""
    kit, said, shown, running = make_draft(tmp_path), [], [], []
    (tmp_path / "canteen.txt").write_text(ORIGINAL, encoding="utf-8")
    new_draft(OTHER, tmp_path / "canteen.txt", kit=kit)
    monkeypatch.setattr(opening, "PORT", free_port())
    monkeypatch.setattr(opening, "has_screen", lambda: True)
    monkeypatch.setattr(opening.webbrowser, "open", shown.append)

    def start(slug=SLUG, **more):
        server = opening.open_author(slug, say=said.append, kit=kit, **more)
        if server:
            running.append(server)
        return server

    yield start, said, shown
    for server in running:
        if server.is_alive():
            server.stop()


def test_started_twice_the_page_that_is_open_is_shown_again(desk):
    """It took another port, where the browser had nothing of what was half written."""
    start, said, shown = desk
    server = start()
    assert start() is None
    assert shown == [server.address] * 2
    assert said[-1].startswith(f"The author page of {SLUG} is open already: {server.address}")


def test_a_set_keeps_its_port_and_no_other_set_takes_it(desk):
    start, said, _ = desk
    first = start()
    port = first.port
    first.stop()
    other = start(OTHER)
    assert other.port != port, "its own set may be opened again while this one is open"
    again = start()
    assert again.port == port
    assert not any("taken" in line for line in said)


def test_a_port_that_another_program_has_is_named_and_kept_for_later(desk):
    start, said, _ = desk
    first = start()
    port = first.port
    first.stop()
    with socket.socket() as program:
        program.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        program.bind(("127.0.0.1", port))
        program.listen()
        elsewhere = start()
        assert elsewhere.port != port and any(f"Port {port}" in line for line in said)
        elsewhere.stop()
    assert start().port == port


def test_nobody_else_on_the_computer_can_read_the_address(desk, tmp_path):
    start, _, _ = desk
    server = start()
    path = tmp_path / f"kit/drafts/.{SLUG}.place"
    assert server.guard.token in path.read_text(encoding="utf-8")
    if os.name != "nt":
        assert path.stat().st_mode & 0o077 == 0
    server.stop()
    assert server.guard.token not in path.read_text(encoding="utf-8")
    before = sorted((tmp_path / "kit/drafts").iterdir())
    with pytest.raises(ContentError):
        start("nowhere")
    assert sorted((tmp_path / "kit/drafts").iterdir()) == before
