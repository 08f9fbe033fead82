"""The author page in Firefox: what is typed outlives a server that is gone and a window that closes."""

import pytest
from helpers.authoring import SLUG
from helpers.firefox import Firefox
from helpers.school_phones import LINK, ORIGINAL
from helpers.written_set import write_set

from secondsource.author.drafts import new_draft
from secondsource.author.server import start_author
from secondsource.author.workspace import Workspace

IDLE = "document.body.dataset.busy === '0' && !!document.querySelector('#units li')"
OPEN = "[...document.querySelectorAll('#units button')].find((one) => one.textContent === 'p2.1').click()"
BOX = "document.getElementById('retell-p2-1')"


def type_text(firefox, text):
    firefox.evaluate(f"({OPEN}, {BOX}.focus(), 1)")
    keys = [{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")]
    firefox.do(
        "input.performActions", context=firefox.tab, actions=[{"type": "key", "id": "k", "actions": keys}]
    )


@pytest.mark.slow
def test_in_firefox_what_is_typed_is_saved_and_outlives_the_server_and_the_window(tmp_path):
    (tmp_path / "kit").mkdir()
    (tmp_path / "phones.txt").write_text(ORIGINAL, encoding="utf-8")
    kit = write_set(tmp_path / "kit")
    new_draft(SLUG, tmp_path / "phones.txt", LINK, kit)
    workspace, server = Workspace(SLUG, kit), start_author(SLUG, kit, 18995)
    firefox = Firefox(tmp_path / "profile", 1280, 900)
    try:
        firefox.goto(server.address)
        firefox.wait(IDLE)
        type_text(firefox, "Saved “so”.")
        firefox.wait(f"{IDLE} && document.getElementById('saved').textContent.startsWith('Saved')")
        assert "[p2.1] Saved “so”." in workspace.read("article")
        server.stop()
        type_text(firefox, " Kept.")
        firefox.wait("document.getElementById('alarm').textContent.startsWith('Not saved since')")
        firefox.goto("about:blank")
        server = start_author(SLUG, kit, server.port)
        firefox.goto(server.address)
        firefox.wait(IDLE)
        assert "Kept." in workspace.read("article") and "Saved “so”." in workspace.read("article")
        assert firefox.evaluate("document.documentElement.scrollWidth <= innerWidth")
    finally:
        firefox.stop()
        server.stop()
