"""Nothing of a draft is in anything that is made: words that nobody else has are looked for everywhere."""

import shutil
import subprocess
import zipfile
from io import BytesIO

import pytest
from helpers.asking import ask
from helpers.kits import run_kit
from helpers.places import ROOT
from helpers.school_phones import LINK, ORIGINAL
from helpers.tiny_site import make_tiny_kit

from secondsource.author.drafts import new_draft
from secondsource.author.server import start_author

SLUG = "school-phones"
SECRET = {
    "original": "zanzibarqua",
    "note": "quokkafern",
    "key": "wombatlily",
    "retold": "lemurthyme",
    "gone": "ocelotmint",  # in the history alone
    "card": "tapirsage",
}
KEY = {"do": "key", "unit": "p2.1", "skill": "speaking", "was": ""}
CHANGES = (
    {"do": "retell", "unit": "p2.1", "was": "", "to": f"It is {SECRET['gone']}."},
    {"do": "retell", "unit": "p2.1", "was": f"It is {SECRET['gone']}.", "to": f"It is {SECRET['retold']}."},
    {"do": "note", "unit": "p2.1", "was": "", "to": SECRET["note"]},
    {"do": "ask", "unit": "p2.1", "activity": "speaking", "to": True},
    {**KEY, "field": "answer", "to": "S4"},
    {**KEY, "field": "why", "to": SECRET["key"]},
    {"do": "card", "card": "town-2026-03", "to": {"title": SECRET["card"], "says": "It rose."}},
)
COMMANDS = {
    "class": ["build", "--edition", "class", "--out"],
    "study": ["build", "--edition", "study", "--out"],
    "teach": ["build", "--edition", "teach", "--out"],
    "export": ["export", "--out"],
    "sheets": ["worksheets", "--out"],
    "bundle": ["bundle", "--edition", "teach", "--out"],
    "release": ["release", "--out"],
    "notebooks": ["notebooks"],
}


def contents(data):
    """Yield some bytes, and of a zip what is in it."""
    yield data
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from contents(archive.read(name))


@pytest.fixture
def kit(tmp_path):
    """A kit of one set, with a draft in which every secret stands."""
    (tmp_path / "kit").mkdir()
    kit = make_tiny_kit(tmp_path / "kit")
    (tmp_path / "phones.txt").write_text(ORIGINAL.replace("stupid", SECRET["original"]), encoding="utf-8")
    new_draft(SLUG, tmp_path / "phones.txt", LINK, kit)
    server = start_author(SLUG, kit, 18985)
    for change in CHANGES:
        assert ask(server, "/change", change)[0] == 200
    server.stop()
    return kit


@pytest.mark.slow
def test_nothing_of_a_draft_is_in_anything_that_is_made(kit, tmp_path):
    written = b"".join(path.read_bytes() for path in (kit / "drafts").rglob("*") if path.is_file())
    assert all(word.encode() in written for word in SECRET.values())
    for name, command in COMMANDS.items():
        given = [tmp_path / "out" / name] if "--out" in command else []
        done = run_kit(kit, *command, *given)
        assert done.returncode == 0, done.stdout + done.stderr
    files = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    files += [path for path in (kit / "_build").rglob("*") if path.is_file()]
    assert len(files) > 50 and {path.suffix for path in files} >= {".html", ".zip", ".pdf", ".csv"}
    for path in files:
        for data in contents(path.read_bytes()):
            assert not [word for word in SECRET.values() if word.encode() in data], path


def test_git_sees_nothing_of_a_draft(kit):
    shutil.copy(ROOT / ".gitignore", kit)
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *command], cwd=kit, check=True, capture_output=True)
    listed = subprocess.run(["git", "ls-files"], cwd=kit, check=True, capture_output=True, text=True).stdout
    assert "exercises/ferry-fares/article.txt" in listed and SLUG not in listed
