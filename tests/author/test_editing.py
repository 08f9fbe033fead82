"""One change in one file: all other lines stay, nasty values come back as they went in, undo gives the first
bytes, and a save that is killed leaves the old text or the new one.
"""

import os
import random
import shutil
from pathlib import Path

import pytest
from helpers.killing import STEPS, count_calls, every, kill_at
from helpers.places import ROOT
from helpers.written_set import SET, write_set
from hypothesis import given, settings
from hypothesis import strategies as st

from secondsource.author.history import History
from secondsource.author.textlines import add_unit, clean_text, free_label, remove_unit, set_header, set_unit
from secondsource.author.workspace import Workspace
from secondsource.author.yamledit import clean_value, get_value, read, set_value
from secondsource.content.texts import read_units
from secondsource.problems import ContentError

FILES = sorted(
    path
    for top in ("exercises", "solutions")
    for path in ROOT.glob(f"{top}/*/*.yaml")
    if "notebooks" not in str(path)
)
NASTY = [
    *("no", "010", "a: b", "a #b", "'quoted' first", '"x" y', "- item", "{a, b}", "[x]", "* & ! | > % @ `"),
    *(
        "emoji 😀",
        "עברית",
        "tab\there",
        "two\nlines",
        "ends:",
        "",
        "x" * 50_000,
        "null",
        "~",
        "a\u2028b",
        "\x07bell",
    ),
]


UNIT = "  p1.1:\n    speaking:\n      answer: S0\n"


def paths_in(data, above=()):
    for name, value in data.items():
        yield [*above, name]
        if isinstance(value, dict):
            yield from paths_in(value, (*above, name))


# A ledger is written by a command and never changed on the page: with the long corpora.
CHANGED = [
    pytest.param(path, marks=pytest.mark.slow) if path.name == "checked.yaml" else path for path in FILES
]


@pytest.mark.parametrize("path", CHANGED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_change_touches_only_the_lines_of_what_is_changed(path):
    text = path.read_text(encoding="utf-8")
    places = list(paths_in(read(text)))
    for place in random.Random(1).sample(places, min(8, len(places))):
        new = set_value(text, place, "Said: “so” #1, {twice}")
        assert get_value(new, place) == "Said: “so” #1, {twice}"
        start = next(at for at, (a, b) in enumerate(zip(text + "\0", new + "\1", strict=False)) if a != b)
        end = next(
            at for at, (a, b) in enumerate(zip(text[::-1] + "\0", new[::-1] + "\1", strict=False)) if a != b
        )
        assert (
            len(place) == 1
            or text.count("\n", start, len(text) - end) <= _lines(get_value(text, place[:2])) + 2
        )


def _lines(value):
    return 4 + sum(
        map(_lines, value.values() if isinstance(value, dict) else value if isinstance(value, list) else ())
    )


@pytest.mark.parametrize("value", NASTY, ids=lambda value: repr(value)[:20])
def test_a_nasty_value_comes_back_as_it_went_in(value):
    text = f"units:\n  # a note of my own\n{UNIT}      why: Old.\nanswers: {{}}\n"
    new = set_value(text, ["units", "p1.1", "speaking", "why"], value)
    assert get_value(new, ["units", "p1.1", "speaking", "why"], "") == clean_value(value)
    assert "# a note of my own" in new and new.endswith("answers: {}\n")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["p1.1", "p2.1", "p3.2"]),
            st.sampled_from(["answer", "why", "sound"]),
            st.one_of(st.none(), st.text(max_size=30)),
        ),
        max_size=12,
    )
)
def test_any_changes_are_read_back_and_the_comments_stay(changes):
    text = f"# top\nunits:\n  # first\n{UNIT}      # why?\n      why: >-\n        Old.\n\n# end\n"
    meant = read(text)
    for unit, field, value in changes:
        before = text
        text = set_value(text, ["units", unit, "speaking", field], value)
        if value is not None:
            assert get_value(text, ["units", unit, "speaking", field]) == clean_value(value)
        assert [line for line in before.splitlines() if line in ("# top", "# end")] == ["# top", "# end"]
    assert text.startswith("# top\n") and "# end" in text and isinstance(meant, dict)


def test_units_are_changed_added_and_removed_and_the_rest_stays(tmp_path):
    source = (ROOT / f"exercises/{SET}/article.txt").read_text(encoding="utf-8")
    changed = set_unit(source, "p2.1", "Another claim.", original="And for … year before")
    new = "[p2.1] Another claim.\noriginal: And for … year before"
    (old,) = [line for line in source.splitlines() if line.startswith("[p2.1]")]
    assert new in changed and changed.replace(new, old) == source
    label = free_label(changed, "p2")
    assert label == "p2.4"
    grown = add_unit(changed, f"[{label}] A fourth.\n", "p2.3")
    (tmp_path / "article.txt").write_text(set_header(grown, "outlet", "New"), encoding="utf-8")
    header = ("title", "byline", "published", "outlet", "link", "rights")
    text = read_units(tmp_path / "article.txt", SET, header, tmp_path)
    names = list(text.units)
    assert names[names.index("p2.3") + 1] == "p2.4" and text.header["outlet"] == "New"
    assert remove_unit(grown, "p2.4") == changed


def test_what_is_typed_becomes_one_clean_line():
    assert (
        clean_text("He said \"so\",\n and 'no' ... it's\u200b done") == "He said “so”, and ‘no’ … it’s done"
    )


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "kit").mkdir()
    return Workspace(SET, write_set(tmp_path / "kit"))


def test_undo_of_all_gives_the_first_bytes_also_after_a_restart(workspace):
    first = {name: workspace.path(name).read_bytes() for name in ("article", "key")}
    for number in range(5):
        key = set_value(
            workspace.read("key"), ["units", f"p{number}.1", "speaking"], {"answer": "S0", "why": "So."}
        )
        article = set_unit(workspace.read("article"), "p2.1", f"Claim {number}.")
        assert History(workspace).commit({"article": article, "key": key}, f"step {number}")
    last = workspace.read("article")
    assert History(workspace).can() == ("step 4", "")
    while History(workspace).undo():
        pass
    assert {name: workspace.path(name).read_bytes() for name in first} == first
    while History(workspace).redo():
        pass
    assert workspace.read("article") == last and History(workspace).can() == ("step 4", "")


def test_windows_line_ends_and_a_byte_order_mark_stay(workspace):
    path = workspace.path("article")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    History(workspace).commit({"article": set_unit(workspace.read("article"), "p2.1", "New.")}, "x")
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and data.count(b"\r\n") == data.count(b"\n") and b"New." in data


def test_undo_never_writes_over_what_another_program_wrote(workspace):
    History(workspace).commit({"article": set_unit(workspace.read("article"), "p2.1", "Mine.")}, "x")
    theirs = set_unit(workspace.read("article"), "p2.1", "Theirs.")
    workspace.path("article").write_text(theirs, encoding="utf-8")
    with pytest.raises(ContentError, match="another program"):
        History(workspace).undo()
    assert workspace.read("article") == theirs


def test_a_change_elsewhere_in_the_file_does_not_hinder_undo(workspace):
    before = workspace.read("article")
    History(workspace).commit({"article": set_unit(before, "p5.1", "Mine.")}, "x")
    workspace.path("article").write_text(
        set_unit(workspace.read("article"), "p1.2", "Theirs, longer."), "utf-8"
    )
    History(workspace).undo()
    assert workspace.read("article") == set_unit(before, "p1.2", "Theirs, longer.")


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_call_a_save_is_done_or_not(workspace, tmp_path, step):
    kit, begun = workspace.kit, tmp_path / "begun"
    shutil.copytree(kit, begun)
    before = (workspace.read("article"), workspace.read("key"))
    after = (
        set_unit(before[0], "p2.1", "New."),
        set_value(before[1], ["units", "p2.1", "speaking", "why"], "New."),
    )

    def work():
        History(workspace).commit({"article": after[0], "key": after[1]}, "x")

    calls, seen = count_calls(work), set()
    for number in every(step, calls):
        shutil.rmtree(kit)
        shutil.copytree(begun, kit)
        kill_at(work, number)
        for name, old, new in zip(("article", "key"), before, after, strict=True):
            assert workspace.read(name) in (old, new), f"half a file after call {number}"
        History(workspace).recover()
        found = (workspace.read("article"), workspace.read("key"))
        assert found in (before, after), f"one file of two after call {number}"
        seen.add(found == after)
    assert calls > 15 and seen == {True, False}


def test_a_power_cut_finds_all_that_a_save_rests_on_upon_the_disk(workspace, monkeypatch):
    """What is not synced may be lost, a name before its content. So: the content of a file, then its name,
    then its folder; and the history, before the first file of the set.
    """
    calls, sync, replace = [], os.fsync, os.replace

    def note_sync(handle):
        calls.append(("sync", Path(os.readlink(f"/proc/self/fd/{handle}"))))
        sync(handle)

    def note_replace(temporary, path):
        calls.append(("name", Path(temporary), Path(path)))
        replace(temporary, path)

    monkeypatch.setattr("secondsource.files.os.fsync", note_sync)
    monkeypatch.setattr("secondsource.files.os.replace", note_replace)
    article = set_unit(workspace.read("article"), "p2.1", "New.")
    History(workspace).commit({"article": article}, "x")
    named = [place for place, call in enumerate(calls) if call[0] == "name"]
    assert [calls[place][2].name for place in named] == ["000001.json", "article.txt", "done"]
    for place in named:
        _, temporary, path = calls[place]
        assert ("sync", temporary) in calls[:place] and calls[place + 1] == ("sync", path.parent)


@pytest.mark.parametrize("taken", ["article.txt", "key.yaml"])
def test_a_file_that_another_program_holds_keeps_all_files_as_they_were(workspace, monkeypatch, taken):
    """As on Windows, where a file is open in Word. The change that failed came back with the next start."""
    before = {name: workspace.read(name) for name in ("article", "key")}
    replace = os.replace

    def held(temporary, path):
        if Path(path).name == taken:
            raise PermissionError(13, "Permission denied")
        replace(temporary, path)

    changed = {name: text + "# new\n" for name, text in before.items()}
    with monkeypatch.context() as patch, pytest.raises(PermissionError):
        patch.setattr("secondsource.files.os.replace", held)
        History(workspace).commit(changed, "x")
    assert {name: workspace.read(name) for name in before} == before
    assert not History(workspace).recover() and History(workspace).entries() == []
    assert {name: workspace.read(name) for name in before} == before


def test_a_link_in_the_place_of_a_file_is_not_followed(workspace, tmp_path):
    (tmp_path / "elsewhere.txt").write_text("not mine", encoding="utf-8")
    workspace.path("article").unlink()
    workspace.path("article").symlink_to(tmp_path / "elsewhere.txt")
    with pytest.raises(ContentError, match="link to another place"):
        workspace.read("article")
