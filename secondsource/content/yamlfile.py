"""Read the files people write, strictly: text stays text, nothing is guessed, every fault is named."""

from copy import deepcopy
from functools import lru_cache, partial

import yaml
from pydantic import ValidationError

from ..files import ROOT, read_text, shown
from ..problems import ContentError, Problem
from .fieldfaults import find_place, tell_faults
from .yamlfaults import mend_cuts, mend_syntax

DEEPEST = 50  # lists in lists; our files have seven
MOST_FAULTS = 20  # of one file, told at once


def read_yaml(path, root=ROOT, model=None):
    """Return a YAML file as dicts, lists and strings; every value is text (`no` stays "no").

    The same text is parsed once, and all who ask for it get the same dicts: read them, never change them.
    Raises ContentError on a syntax error, a repeated name, an anchor or tag (neither is needed, both can hide
    things), or a value that YAML cuts short; its `partial` is what the file says with all that mended. model:
    what the file should be, which helps to tell the cause.
    """
    data, problems = _read_mended(read_text(path, root), shown(path, root), model)
    if problems:
        raise ContentError(problems, data)
    return data


def read_model(model, path, root=ROOT, depth=2):
    """Return a YAML file as a `model`, or raise ContentError naming every fault.

    depth: how many names lead to a part that can be left out of the error's `partial` when it is faulty.
    """
    problems = []
    try:
        data = read_yaml(path, root, model)
    except ContentError as error:
        data, problems = error.partial, error.problems
    if data is None:
        raise ContentError(problems)
    try:
        value, lost = validate(model, data, path, root), set()
    except ContentError as error:
        problems += error.problems
        value, lost = _leave_out_faulty(model, data, depth)
    if problems:
        raise ContentError(problems, value, lost)
    return value


@lru_cache(maxsize=256)
def _read_mended(text, name, model):
    """Return (data, Problems), once for a text; data is None where no mending makes the text readable."""
    problems, longer = [], 0
    for _ in range(MOST_FAULTS):
        try:
            data = parse_yaml(text)
        except yaml.MarkedYAMLError as error:
            mend = (
                None
                if error.context in _FAULTS
                else mend_syntax(text, error, parse_yaml, partial(_count_faults, model))
            )
            problems.append(_told(error, name, longer) if mend is None else _mended(mend, name, longer))
        except yaml.YAMLError as error:
            fault = f"not readable as YAML: {str(error).splitlines()[0]}."
            return None, [*problems, Problem(name, "", fault, "Remove unusual control characters.")]
        except RecursionError:
            fault = "lists are nested too deeply."
            return None, [*problems, Problem(name, "", fault, _COMPARE)]
        else:
            return _read_uncut(text, data, name, problems, longer)
        if mend is None:
            return None, problems
        longer += mend.text.count("\n") - text.count("\n")
        text = mend.text
    return None, problems


def _count_faults(model, data):
    """Return how many faults a `model` finds in what a file says; 0 where there is none to ask."""
    try:
        model and model.model_validate(data)
    except ValidationError as error:
        return error.error_count()
    return 0


def _read_uncut(text, data, name, problems, longer):
    """Return (data, Problems) of a readable text, with the words that YAML takes away put back."""
    for _ in range(MOST_FAULTS):
        mend = next(mend_cuts(text, _read_events(text)), None)
        if mend is None:
            break
        problems.append(_mended(mend, name, longer))
        text = mend.text
        try:
            data = parse_yaml(text)
        except yaml.YAMLError:
            return None, problems
    if not isinstance(data, dict):
        fault = "the file should be a list of `name: value` lines."
        return None, [*problems, Problem(name, "", fault, _COMPARE)]
    return data, problems


def _mended(mend, name, longer):
    return Problem(name, f"line {mend.line - longer}", mend.fault, mend.cure)


def _told(error, name, longer):
    """Return what YAML itself says, where we know no better."""
    mark = error.problem_mark or error.context_mark
    plain = (
        f"not readable as YAML: {error.problem}.",
        "Compare the indentation and quotation marks with the lines above.",
    )
    fault, cure = _FAULTS.get(error.context, plain)
    # not format(): the problem may be a brace
    place = f"line {mark.line + 1 - longer}" if mark else ""
    return Problem(name, place, fault.replace("{}", str(error.problem)), cure)


@lru_cache(maxsize=256)
def parse_yaml(text):
    """Return what a YAML text says, strictly read; raises yaml.YAMLError. All who ask get the same dicts."""
    events = iter(_read_events(text))
    next(events)  # the stream begins
    if isinstance(next(events), yaml.StreamEndEvent):
        return None
    value = _build(next(events), events)
    next(events)  # the document ends
    if isinstance(more := next(events), yaml.DocumentStartEvent):
        raise yaml.composer.ComposerError(None, None, "a second document begins here", more.start_mark)
    return value


@lru_cache(maxsize=2)  # the values are built of them, then cuts are looked for
def _read_events(text):
    """Return the events of a YAML text, in order.

    Refuses anchors before anything is built from them (a few lines of nested ones would unfold to gigabytes),
    and very deep nesting.
    """
    events, depth = [], 0
    for event in yaml.parse(text, _LOADER):
        if getattr(event, "anchor", None) or getattr(event, "tag", None):
            raise yaml.composer.ComposerError(_HIDDEN, event.start_mark, "", event.start_mark)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise RecursionError
        events.append(event)
    return tuple(events)


def _build(event, events):
    """Return what begins with an event: text, list or dict. Takes what belongs to it of `events`."""
    if isinstance(event, yaml.ScalarEvent):
        return event.value
    if isinstance(event, yaml.SequenceStartEvent):
        return [_build(part, events) for part in _parts(events)]
    value = {}
    for name in _parts(events):
        if not isinstance(name, yaml.ScalarEvent):
            raise yaml.constructor.ConstructorError(None, None, "a name must be plain text", name.start_mark)
        if name.value in value:
            raise yaml.constructor.ConstructorError(_TWICE, event.start_mark, name.value, name.start_mark)
        value[name.value] = _build(next(events), events)
    return value


def _parts(events):
    """Yield the event with which each part of a list or dict begins, up to its end."""
    for event in events:
        if isinstance(event, yaml.CollectionEndEvent):
            return
        yield event


# The C reader is many times as fast, and not everywhere to be had.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_TWICE, _HIDDEN = "a name twice", "an anchor or tag"
_COMPARE = "Compare it with the same file of another article."
_FAULTS = {
    _TWICE: ("the name “{}” is used twice in the same place.", "Rename or remove one of the two."),
    _HIDDEN: ("anchors (&, *) and tags (!) are not used here.", "Write the value out."),
}


def validate(model, data, path, root=ROOT):
    """Return `data` as a `model`, or raise ContentError naming each field that is missing, unknown or
    wrong.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise ContentError(tell_faults(shown(path, root), error.errors(), data)) from None


def _leave_out_faulty(model, data, depth):
    """Return (`data` as a `model` without its faulty parts, or None where it is none; where these stood)."""
    data, lost = deepcopy(data), set()
    for _ in range(2):  # some faults show only when others are gone
        try:
            return model.model_validate(data), lost
        except ValidationError as error:
            places = {tuple(find_place(detail["loc"], data)[:depth]) for detail in error.errors()}
        for place in places:
            holder = data
            for name in place[:-1]:
                holder = holder.get(name, {}) if isinstance(holder, dict) else {}
            if isinstance(holder, dict) and len(place) == depth:
                holder.pop(place[-1], None)
        # a name in the wrong place may be all that is left of what should stand beside it
        lost |= places | {place[:-1] for place in places if len(place) == depth > 2}
    return None, lost
