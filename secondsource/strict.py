"""Read the files people write, strictly: text stays text, nothing is guessed, every fault is named."""

from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from .problems import ContentError, Problem, fail

ROOT = Path(__file__).resolve().parents[1]
DEEPEST = 50  # lists in lists; our files have seven
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

    The same text is parsed once, and all who ask for it get the same dicts: read them, never change them.
    Raises ContentError on a syntax error, a repeated name, or an anchor or tag (neither is needed, both can hide things).
    """
    name, text = shown(path, root), read_text(path, root)
    try:
        data = _parse_yaml(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        fault, cure = _FAULTS.get(error.context, (f"not readable as YAML: {error.problem}.", "Compare the indentation and quotation marks with the lines above."))
        fail(name, f"line {mark.line + 1}" if mark else "", fault.replace("{}", str(error.problem)), cure)  # not format(): the problem may be a brace
    except yaml.YAMLError as error:
        fail(name, "", f"not readable as YAML: {str(error).splitlines()[0]}.", "Remove unusual control characters.")
    except RecursionError:
        fail(name, "", "lists are nested too deeply.", "Compare it with the same file of another article.")
    if not isinstance(data, dict):
        fail(name, "", "the file should be a list of `name: value` lines.", "Compare it with the same file of another article.")
    return data


@lru_cache(maxsize=256)
def _parse_yaml(text):
    _refuse_hidden(text)
    return yaml.load(text, _TextLoader)


_TWICE, _HIDDEN = "a name twice", "an anchor or tag"
_FAULTS = {_TWICE: ("the name “{}” is used twice in the same place.", "Rename or remove one of the two."),
           _HIDDEN: ("anchors (&, *) and tags (!) are not used here.", "Write the value out.")}


class _TextLoader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):
    """Reads every value as text; refuses what plain YAML lets pass. The C loader is twenty times as fast, and not everywhere to be had."""

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "a name must be plain text", key.start_mark)
            if key.value in seen:
                raise yaml.constructor.ConstructorError(_TWICE, node.start_mark, key.value, key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _refuse_hidden(text):
    """Refuse anchors before anything is built from them (a few lines of nested ones would unfold to gigabytes), and very deep nesting."""
    depth = 0
    for event in yaml.parse(text, _TextLoader):
        if getattr(event, "anchor", None) or getattr(event, "tag", None):
            raise yaml.composer.ComposerError(_HIDDEN, event.start_mark, "", event.start_mark)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise RecursionError  # the C reader would not raise one: it brings Python down


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
