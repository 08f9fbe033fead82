"""A field of the page: whether it still says what the page showed, and names that may stand in a file."""

import re

from . import yamledit as yaml
from .textlines import clean_text

LABEL = re.compile(r"[pbxech]\d+(?:\.\d+)?")
NAME = re.compile(r"[a-z][a-z0-9-]*")


class Conflict(Exception):
    """Raised where a field holds something else than the page showed. theirs: what it holds."""

    def __init__(self, theirs):
        super().__init__(theirs)
        self.theirs = theirs


def require_same(change, now):
    """Raise a Conflict unless a field holds what the page showed, or what it sent and heard no more of."""
    if clean_text(now) == clean_text(change.get("to", "")):
        return  # saved already, by a page that was closed before it heard of it
    if clean_text(now) not in {clean_text(text) for text in known_words(change)}:
        raise Conflict(now)


def known_words(change):
    """Return what the page may find in its field."""
    return [change.get("was", ""), *change.get("sent", [])]


def require_label(change, name="unit"):
    """Return the label of a unit that a change names; ValueError where it cannot be one."""
    if not LABEL.fullmatch(change[name]):
        raise ValueError("no label")
    return change[name]


def require_word(text):
    """Return a name; ValueError where it cannot be one."""
    if not NAME.fullmatch(text):
        raise ValueError("no name")
    return text


def set_answer(workspace, place, change):
    """Return the key with another value of one field of an answer; place: the names that lead to it."""
    key, to, field = workspace.read("key"), change["to"], change["field"]
    if field == "evidence":
        to = [require_word(one) for one in to] or None
    else:
        require_same(change, yaml.get_value(key, [*place, field], ""))
        to = clean_text(to) or None
    if to is None and yaml.get_value(key, [*place, field]) is None:
        return key
    return yaml.set_value(key, [*place, field], to)
