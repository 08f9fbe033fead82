"""What was changed in a set, step by step: undo and redo, also after a restart; no half-written file.

A change is written down before it is made, in `history/NUMBER.json`: of each file, where it differs, and what
stood there before and after. `history/done` says up to which number the files were written. A change that was
ended in the middle is finished when the set is opened the next time.
"""

import hashlib
import json
import re
from contextlib import suppress
from datetime import datetime

from ..files import read_text, write_whole
from ..problems import fail

FOLDER, DONE = "history", "done"
MOST = 20_000  # changes; a set takes some hundreds
BOM = b"\xef\xbb\xbf"


class History:
    """The changes of one Workspace."""

    def __init__(self, workspace):
        self.workspace, self.folder = workspace, workspace.desk / FOLDER

    def entries(self):
        """Return all changes, oldest first."""
        paths = sorted(self.folder.glob("[0-9]*.json"))[:MOST]
        return [json.loads(read_text(path, self.workspace.kit)) for path in paths]

    def commit(self, texts, said, kind="do"):
        """Write files, {name in PLACES: text}, as one change; return False where nothing would differ.

        said: the change in a few words, for the list. kind: “undo” and “redo” when it is one.
        """
        files = []
        for name, text in texts.items():
            old = self.workspace.read(name)
            if old != text:
                files.append(_difference(name, old, text))
        if not files:
            return False
        number = int(self._last() or "0") + 1
        entry = {"number": number, "at": datetime.now().isoformat(timespec="seconds"), "said": said}
        with write_whole(self.folder / f"{number:06}.json", "utf-8", private=True) as file:
            json.dump({**entry, "kind": kind, "files": files}, file, ensure_ascii=False)
        try:
            self._make(files)
        except OSError:  # a file is held by another program, or the disk is full: it never was
            self._unmake(number, files)
            raise
        self._note(number)
        return True

    def recover(self):
        """Finish the change that was written down and not made; return whether there was one."""
        last = int(self._last() or "0")
        if last <= self._done():
            return False
        entry = json.loads(read_text(self.folder / f"{last:06}.json", self.workspace.kit))
        self._make(entry["files"])
        self._note(last)
        return True

    def undo(self):
        """Take the last change back, as a new change; return what it was, "" where there is none."""
        done, _ = self._stacks()
        return self._turn(done, "undo", ("new", "old"))

    def redo(self):
        """Make the change again that was taken back last."""
        _, undone = self._stacks()
        return self._turn(undone, "redo", ("old", "new"))

    def can(self):
        """Return (what undo would take back, what redo would make again); "" for nothing."""
        done, undone = self._stacks()
        return (done[-1]["said"] if done else "", undone[-1]["said"] if undone else "")

    def _turn(self, stack, kind, order):
        if not stack:
            return ""
        texts, (there, wanted) = {}, order
        for one in stack[-1]["files"]:
            text = self.workspace.read(one["name"])
            place = _find(text, one, there)
            if place is None:
                fault = f"{one['name']} was changed here by another program since."
                fail("history", "", fault, "Nothing was changed. Look at the file in an editor.")
            texts[one["name"]] = text[:place] + one[wanted] + text[place + len(one[there]) :]
        self.commit(texts, stack[-1]["said"], kind)
        return stack[-1]["said"]

    def _stacks(self):
        done, undone = [], []
        for entry in self.entries():
            if entry["kind"] == "undo" and done:
                undone.append(done.pop())
            elif entry["kind"] == "redo" and undone:
                done.append(undone.pop())
            elif entry["kind"] == "do":
                done.append(entry)
                undone = []
        return done, undone

    def _make(self, files):
        for one in files:
            text = self.workspace.read(one["name"])
            if _sum(text) != one["before"]:
                continue  # written already, or changed by somebody else: theirs stays
            start = one["start"]
            new = text[:start] + one["new"] + text[start + len(one["old"]) :]
            path = self.workspace.path(one["name"])
            old = path.read_bytes() if path.exists() else b""
            data = new.replace("\n", "\r\n") if b"\r\n" in old else new
            with write_whole(path) as file:
                file.write((BOM if old.startswith(BOM) else b"") + data.encode())

    def _unmake(self, number, files):
        """Write back what of a change was written. Where that fails, too, the entry stays, and the change is
        finished when the set is opened the next time.
        """
        made = [one for one in files if _sum(self.workspace.read(one["name"])) == one["after"]]
        self._make([{**one, "before": one["after"], "old": one["new"], "new": one["old"]} for one in made])
        (self.folder / f"{number:06}.json").unlink()

    def _last(self):
        return max((path.stem for path in self.folder.glob("[0-9]*.json")), default="")

    def _done(self):
        with suppress(OSError, ValueError):
            return int((self.folder / DONE).read_text(encoding="utf-8"))
        return 0

    def _note(self, number):
        with write_whole(self.folder / DONE, "utf-8", private=True) as file:
            file.write(str(number))


def _difference(name, old, new):
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    return {
        "name": name,
        "before": _sum(old),
        "after": _sum(new),
        "start": start,
        "old": old[start : len(old) - end],
        "new": new[start : len(new) - end],
        "beside": old[max(0, start - 20) : start],
    }


def _common(one, other):
    """Return how many letters two texts have in common from their beginnings."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


def _find(text, one, there):
    """Return where the words of a change stand now: in their place, else in the one place where they follow
    the same words.
    """
    if text[one["start"] :].startswith(one[there]) and text[: one["start"]].endswith(one["beside"]):
        return one["start"]
    places = [found.end() for found in re.finditer(re.escape(one["beside"]), text)]
    places = [place for place in places if text[place:].startswith(one[there])]
    return places[0] if len(places) == 1 and one["beside"] and one[there] else None


def _sum(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]
