"""Change one value in a YAML file; comments and all lines of other values stay as they are.

A library that writes YAML with its comments would be one more package. What is needed here is less: the lines
of one name, found by the marks of PyYAML's own reader, are written anew. What comes out is read again by the
kit's strict reader and compared with what was meant; else nothing is written.
"""

import json
import re

import yaml

from ..content.yamlfile import parse_yaml
from ..files import UNSEEN
from ..problems import fail

# Read as it stands by any YAML reader: begins with a letter or a digit, and no sign in it means anything.
PLAIN = re.compile(r"[^\W_](?:[\w .,;’‘“”…()/%–-]|:(?=\S))*(?<![\s:])")
INDENT = 2
# Both give the same marks; the C loader is ten times as fast, and not everywhere to be had.
Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def clean_value(value):
    """Return a value without characters that nobody sees; a text is one line."""
    if isinstance(value, dict):
        return {name: clean_value(one) for name, one in value.items()}
    if isinstance(value, list):
        return [clean_value(one) for one in value]
    return " ".join(UNSEEN.sub(" ", value).encode("utf-8", "ignore").decode().split())


def set_value(text, path, value):
    """Return YAML text with another value (text, list or dict) at `path`, a list of names; names that are
    not there are added behind their neighbours. None removes it.

    Raises ContentError where the file cannot be changed so that only this value differs.
    """
    value = clean_value(value) if value is not None else None
    wanted = _meant(read(text), path, value)
    changed = _write(text, path, value, wanted)
    if read(changed) != wanted:
        fail(
            "YAML",
            " ".join(path),
            "this file is written in a way that is not changed here.",
            "Use an editor.",
        )
    return changed


def read(text):
    """Return what a YAML text says, {} for nothing."""
    return parse_yaml(text) if text.strip() else {}


def get_value(text, path, default=None):
    """Return the value at `path`, or the default."""
    found = read(text)
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return default if found is None else found


def render(name, value, column=0):
    """Return the lines of one name and its value."""
    pad = " " * column
    if isinstance(value, dict) and value:
        inner = "".join(render(key, one, column + INDENT) for key, one in value.items())
        return f"{pad}{name}:\n{inner}"
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return f"{pad}{name}:\n" + "".join(_render_entry(one, column + INDENT) for one in value)
    return f"{pad}{name}: {_flow(value)}\n"


def _render_entry(entry, column):
    lines = "".join(render(key, one, column + INDENT) for key, one in entry.items())
    return f"{' ' * column}- {lines[column + INDENT :]}"


def _flow(value):
    if isinstance(value, dict):
        return "{}"
    if isinstance(value, list):
        return f"[{', '.join(_scalar(one, inside=True) for one in value)}]"
    return _scalar(value)


def _scalar(text, inside=False):
    plain = PLAIN.fullmatch(text) and not (inside and re.search(r"[,\[\]{}]", text))
    return text if plain else json.dumps(text, ensure_ascii=False)


def _meant(data, path, value):
    """Return what the file should say afterwards; nothing of `data` is changed."""
    name, *rest = path
    data = dict(data) if isinstance(data, dict) else {}
    if rest:
        data[name] = _meant(data.get(name, {}), rest, value)
        if value is None and not data[name]:
            data[name] = {}
    elif value is None:
        data.pop(name, None)
    else:
        data[name] = value
    return data


def _write(text, path, value, wanted):
    """Return the text with the lines of the nearest name above that has lines of its own written anew."""
    if not text.strip():
        return text + "".join(render(name, one) for name, one in wanted.items())
    lines = text.splitlines(keepends=True)
    if not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    node, depth = yaml.compose(text, Loader), 0
    while True:
        pair = next((pair for pair in node.value if pair[0].value == path[depth]), None)
        below = pair[1] if pair else None
        deeper = isinstance(below, yaml.MappingNode) and below.value and not below.flow_style
        if pair is None or depth == len(path) - 1 or not deeper:
            break
        if value is None and len(below.value) == 1 and depth + 2 == len(path):
            break  # nothing would be left below this name: it is written as {}
        node, depth = below, depth + 1
    column = node.start_mark.column
    new = wanted
    for name in path[: depth + 1]:
        new = new.get(name) if isinstance(new, dict) else None
    written = "" if new is None else render(path[depth], new, column)
    if pair is None:
        place = _last_line(node, text) + 1
        return "".join([*lines[:place], written, *lines[place:]])
    return "".join([*lines[: pair[0].start_mark.line], written, *lines[_last_line(below, text) + 1 :]])


def _last_line(node, text):
    """Return the number of the last line of a text that belongs to a node."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
        end = node.end_mark
        if getattr(node, "style", None) in ("|", ">"):
            return _block_end(node, text[: end.index])
        return end.line - (end.column == 0 and end.line > node.start_mark.line)
    last = node.value[-1]
    return _last_line(last[1] if isinstance(last, tuple) else last, text)


def _block_end(node, kept):
    """A block of text ends, for the reader, where the next thing begins; empty lines lie between."""
    lines = kept.split("\n")
    end = min(node.end_mark.line, len(lines) - 1)
    if node.end_mark.column == 0 or end == node.end_mark.line:
        end -= 1
    while end > node.start_mark.line and (not lines[end].strip() or lines[end].lstrip().startswith("#")):
        end -= 1
    return end
