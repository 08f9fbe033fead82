"""Read the files people write, strictly: text stays text, nothing is guessed, every fault is named."""

import re
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from .problems import ContentError, Problem, fail

ROOT = Path(__file__).resolve().parents[1]
MAY_HIDE = re.compile(r"(^|[\s\[{,:-])[&*!]", re.MULTILINE)  # where YAML could have an anchor, an alias or a tag
MAX_BYTES = 2_000_000  # our longest file is under 200 kB; more is a mistake or an attack


class Strict(BaseModel):
    """Base of every model of a written file: unknown names are refused, values are not converted."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def shown(path, root=ROOT):
    """Return the path as a teacher knows it: from the kit's top folder, with forward slashes."""
    path = Path(path)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def read_text(path, root=ROOT):
    """Return a file's text with `\\n` newlines and without a byte-order mark.

    Raises ContentError when the file is missing, too large or not UTF-8.
    """
    name = shown(path, root)
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        fail(name, "", f"cannot be read ({error.strerror}).", "Check the file's name and folder.")
    if len(data) > MAX_BYTES:
        fail(name, "", f"is {len(data):,} bytes long; at most {MAX_BYTES:,} are read.", "Is it the right file?")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        fail(name, f"byte {error.start}", "the file is not UTF-8 text.", "Save it again with the encoding UTF-8.")


def read_yaml(path, root=ROOT):
    """Return a YAML file as dicts, lists and strings; every value is text (`no` stays "no").

    Raises ContentError on a syntax error, a repeated name, or an anchor or tag (neither is needed, both can hide things).
    """
    name, text = shown(path, root), read_text(path, root)
    try:
        _refuse_anchors(name, text)
        data = YAML(typ="base", pure=True).load(text)
    except DuplicateKeyError as error:
        key = error.problem.split('"')[1] if error.problem and '"' in error.problem else "?"
        fail(name, _line(error), f"the name “{key}” is used twice in the same place.", "Rename or remove one of the two.")
    except MarkedYAMLError as error:
        fail(name, _line(error), f"not readable as YAML: {error.problem}.", "Compare the indentation and quotation marks with the lines above.")
    except YAMLError as error:
        fail(name, "", f"not readable as YAML: {str(error).splitlines()[0]}", "Remove unusual control characters.")
    if not isinstance(data, dict):
        fail(name, "", "the file should be a list of `name: value` lines.", "Compare it with the same file of another article.")
    return data


def _refuse_anchors(name, text):
    if not MAY_HIDE.search(text):
        return  # a second reading of a long key would double the time of every check
    for event in YAML(typ="base", pure=True).parse(text):
        if getattr(event, "anchor", None) or getattr(event, "tag", None):
            fail(name, f"line {event.start_mark.line + 1}", "anchors (&, *) and tags (!) are not used here.", "Write the value out.")


def _line(error):
    mark = error.problem_mark or error.context_mark
    return f"line {mark.line + 1}" if mark else ""


def validate(model, data, path, root=ROOT):
    """Return `data` as a `model`, or raise ContentError naming each field that is missing, unknown or wrong."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise ContentError(_problem(shown(path, root), detail) for detail in error.errors()) from None


def _problem(file, detail):
    place = [str(part) for part in detail["loc"] if part not in ("Answer", "Essay", "[key]")]  # names of ours, not of the file
    item, name = ", ".join(place[:-1]), (place or ["?"])[-1]
    if detail["type"] == "extra_forbidden":
        return Problem(file, item, f"the name “{name}” is not known here.", "Check its spelling, or remove the line.")
    if detail["type"] == "missing":
        return Problem(file, item, f"“{name}” is missing.", f"Add a line `{name}: …`.")
    if detail["type"].startswith("union_tag"):
        return Problem(file, ", ".join(place), "`kind:` is missing or unknown.", "Use mark, phrases, table, choose or write.")
    message = detail["msg"].removeprefix("Value error, ")
    return Problem(file, ", ".join(place), message[0].lower() + message[1:] + ("" if message.endswith(".") else "."), "")
