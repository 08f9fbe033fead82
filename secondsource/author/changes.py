"""What an author may change on the page: each change is a small dict, and becomes new texts of files.

`was` is what the page showed before. Where a field says something else by now (another window, an editor),
nothing is written: both are shown. Fields that do not meet go together. `sent`: what a page sent before and
heard no answer to; where the field says that, it is the page's own.
"""

import re

from ..content.kinds import KINDS
from ..content.kinds.base import Activity
from ..content.labels import SKILLS
from ..content.rules.texts import INVENTED
from ..content.texts import ARTICLE_HEADER
from ..problems import ContentError, fail
from . import exercises
from . import yamledit as yaml
from .cutting import anchor_of, find_passages
from .drafts import INVENTED_RIGHTS, RIGHTS, UNTITLED
from .fields import Conflict, known_words, require_label, require_same, require_word, set_answer
from .textlines import add_unit, clean_text, free_label, remove_unit, set_header, set_unit, unit_lines
from .workspace import order_of, read_units_of, split_entries

CARD = ("title", "says", "date", "publisher", "party")
LONGEST = 60_000  # characters of one field
ADDRESS = re.compile(r"https?://\S+$")
BRIEF = "title: What others reported\n"


def make_change(workspace, change):
    """Return ({name of a file: new text}, what it is in a few words).

    Raises Conflict, or ContentError for what cannot be done; nothing is written here.
    """
    do = OPERATIONS.get(change.get("do"))
    texts = [value for value in change.values() if isinstance(value, str)]
    if do is None or any(len(text) > LONGEST for text in texts):
        fail("page", "", "this change is not known.", "Load the page again.")
    try:
        return do(workspace, change)
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        raise ContentError([]) from error


def stored(change):
    """Return what a field says after a change: what was typed, as one clean line."""
    to = change.get("to", "")
    if not isinstance(to, str):
        return to
    return _lines(to) if change["do"] == "whole" else clean_text(to)


def _lines(text):
    return text.replace("\r\n", "\n").rstrip() + "\n"


def _file_of(label):
    return "brief" if label.startswith("b") else "article"


def _retell(workspace, change):
    label = require_label(change)
    file = _file_of(label)
    units = read_units_of(workspace, file)
    require_same(change, units[label].text)
    text = set_unit(workspace.read(file), label, clean_text(change["to"]))
    return {file: text}, f"text of {label}"


def _header(workspace, change):
    field = change["field"]
    if field not in ARTICLE_HEADER:
        raise ValueError("no header")
    article = workspace.read("article")
    now = re.search(rf"^{field}:(.*)$", article.partition("\n[")[0], re.MULTILINE)
    before, to = now[1].strip() if now else "", clean_text(change["to"])
    require_same(change, before)
    texts = {"article": set_header(article, field, to)}
    if field == "link":
        texts["article"] = _with_rights(texts["article"], to.startswith(INVENTED))
    if field == "title":
        nameless = f"{UNTITLED} ({workspace.slug})"  # a title that was emptied comes again
        texts |= {
            name: _retitled(workspace.read(name), before or nameless, to or nameless)
            for name in ("page", "notes")
        }
    return texts, field


def _with_rights(article, is_invented):
    """Return the article with the line on rights that fits, where it still has one that we proposed."""
    there, wanted = (RIGHTS, INVENTED_RIGHTS)[:: 1 if is_invented else -1]
    return set_header(article, "rights", wanted) if f"\nrights: {there}\n" in article else article


def _retitled(text, before, to):
    """Return a page whose heading was the old title of the set with the new one: what is in brackets (a note
    that all is invented) stands in the title alone.
    """
    first, end, rest = text.partition("\n")
    old = {f"# {before}", f"# {before.partition(' (')[0]}"}
    new = to if to.startswith(f"{UNTITLED} (") else to.partition(" (")[0]
    return f"# {new}{end}{rest}" if first.strip() in old else text


def _split(workspace, change):
    """Cut a passage of the original in two; what was retold stays with the first part."""
    label, at = require_label(change), int(change["at"])
    units = read_units_of(workspace, "article")
    start, end = find_passages(units.values(), workspace.original)[label]
    if not start < at < end:
        raise ValueError("outside")
    original, article = workspace.original, workspace.read("article")
    parts = [anchor_of(original[start:at].strip()), anchor_of(original[at:end].strip())]
    new = free_label(article, label.partition(".")[0])
    article = set_unit(article, label, original=_anchor(parts[0]))
    return {"article": add_unit(article, unit_lines(new, "", _anchor(parts[1])), label)}, f"split {label}"


def _anchor(words):
    return " … ".join(words) if words[0] else ""


def _join(workspace, change):
    """Join a unit with the next of its paragraph; what the next was asked and answered goes with it."""
    label = require_label(change)
    units = list(read_units_of(workspace, "article").values())
    place = [unit.label for unit in units].index(label)
    one, other = units[place], units[place + 1]
    if one.paragraph != other.paragraph:
        fail("article.txt", label, "the next unit is in another paragraph.", "Only neighbours can be joined.")
    article = remove_unit(workspace.read("article"), other.label)
    anchor = _anchor((one.first, other.last)) if one.first and other.last else ""
    article = set_unit(article, label, f"{one.text} {other.text}".strip(), original=anchor)
    return {**_without(workspace, other.label), "article": article}, f"join {label} with {other.label}"


def _leave_out(workspace, change):
    label = require_label(change)
    file = _file_of(label)
    return {
        **_without(workspace, label),
        file: remove_unit(workspace.read(file), label),
    }, f"leave out {label}"


def _without(workspace, label):
    """Return items and key without a unit."""
    items, key = workspace.read("items"), workspace.read("key")
    for name, activity in yaml.get_value(items, ["activities"], {}).items():
        for field in ("units", "confidence", "passage"):
            if label in activity.get(field, []):
                kept = [one for one in activity[field] if one != label]
                items = yaml.set_value(items, ["activities", name, field], kept)
        worked = activity.get("worked", [])
        if any(step.get("unit") == label for step in worked):
            kept = [step for step in worked if step.get("unit") != label] or None
            items = yaml.set_value(items, ["activities", name, "worked"], kept)
        for phrase, one in activity.get("phrases", {}).items():
            if one.get("unit") == label:
                items, key = exercises.drop(items, key, ["activities", name, "phrases"], phrase)
    if yaml.get_value(key, ["units", label]) is not None:
        key = yaml.set_value(key, ["units", label], None)
    return {"items": items, "key": key}


def _report(workspace, change):
    """A new sentence of the report, with its sources."""
    brief = workspace.read("brief") or BRIEF
    label = free_label(
        brief, f"b{max(map(int, re.findall(r'^.b([0-9]+)', brief, re.MULTILINE)), default=0) + 1}"
    )
    lines = unit_lines(
        label, clean_text(change["to"]), "", ", ".join(map(_name_of_source, change["sources"]))
    )
    return {"brief": add_unit(brief, lines)}, f"sentence {label}"


def _name_of_source(text):
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text):
        raise ValueError("no reference")
    return text


def _sources(workspace, change):
    label = require_label(change)
    named = ", ".join(map(_name_of_source, change["to"]))
    return {"brief": set_unit(workspace.read("brief"), label, source=named)}, f"sources of {label}"


def _key(workspace, change):
    """A label, a reason, a sound version, or the cards behind an answer."""
    label, skill, field = require_label(change), change["skill"], change["field"]
    if skill not in SKILLS or field not in ("answer", "why", "sound", "evidence", "contested"):
        raise ValueError("no field")
    return {"key": set_answer(workspace, ["units", label, skill], change)}, f"{field} of {label}"


def _ask(workspace, change):
    """Ask for a unit in an exercise, or no longer; units stand in the order of the texts."""
    label, name = require_label(change), require_word(change["activity"])
    items = workspace.read("items")
    if not KINDS.get(yaml.get_value(items, ["activities", name, "kind"]), Activity).labels_units:
        raise ValueError("it asks for no units")
    asked = yaml.get_value(items, ["activities", name, "units"], [])
    wanted = {*asked, label} if change["to"] else {*asked} - {label}
    listed = [one for one in order_of(workspace) if one in wanted]
    return {
        "items": yaml.set_value(items, ["activities", name, "units"], listed)
    }, f"{label} asked" if change["to"] else f"{label} no longer asked"


def _exercise(workspace, change):
    name, field = require_word(change["activity"]), change["field"]
    if field not in ("title", "minutes", "prompt"):
        raise ValueError("no field")
    items = workspace.read("items")
    place = ["activities", name, field]
    require_same(change, yaml.get_value(items, place, ""))
    return {"items": yaml.set_value(items, place, clean_text(change["to"]))}, f"{field} of an exercise"


def _option(workspace, change):
    """An option of “Who is missing?”: its words, or, with `to` empty, that it is gone."""
    activity, option = require_word(change["activity"]), require_word(change["option"])
    items, key = workspace.read("items"), workspace.read("key")
    place, answer = ["activities", activity, "options", option], ["answers", activity, option]
    require_same(change, yaml.get_value(items, place, ""))
    to = clean_text(change["to"]) or None
    if to is None and yaml.get_value(key, answer) is not None:
        key = yaml.set_value(key, answer, None)
    return {"items": yaml.set_value(items, place, to), "key": key}, f"option “{(to or '')[:40]}”"


def _card(workspace, change):
    """One form for a second source: the card, and the reference behind it, under one name."""
    name, given = (
        _name_of_source(change["card"]),
        {one: clean_text(value) for one, value in change["to"].items()},
    )
    card = {field: given.get(field, "") for field in CARD}
    cards = workspace.read("cards")
    made_up = given.get("url", "").casefold().startswith(INVENTED)
    if given.get("url") and not made_up and not ADDRESS.match(given["url"]):
        fail("evidence.yaml", name, f"the address “{given['url'][:40]}” leads to no web page.", "")
    before = yaml.get_value(cards, ["cards", name, "reference"], "")
    reference = INVENTED if made_up else change.get("reference") or name
    reference = name if reference == INVENTED and not made_up else reference
    cards = yaml.set_value(cards, ["cards", name], {**card, "reference": reference})
    items = workspace.read("items")
    for one in yaml.get_value(items, ["activities"], {}):
        named = yaml.get_value(items, ["activities", one, "evidence"], [])
        if name not in named:
            items = yaml.set_value(items, ["activities", one, "evidence"], [*named, name])
    texts = {"cards": cards, "items": items}
    if reference != INVENTED:
        texts["references"] = _reference(workspace.read("references"), reference, given)
    elif before not in ("", INVENTED):
        texts |= _without_reference(workspace, before)
    return texts, f"second source “{given.get('title', '')[:40]}”"


def _without_reference(workspace, key):
    """Return the references and the report without one that was this draft's own."""
    texts = {}
    for unit in read_units_of(workspace, "brief").values():
        if key in unit.sources:
            left = ", ".join(one for one in unit.sources if one != key)
            brief = texts.get("brief") or workspace.read("brief")
            texts["brief"] = set_unit(brief, unit.label, source=left)
    if workspace.is_draft:
        entries = split_entries(workspace.read("references"))
        texts["references"] = "".join(entry for one, entry in entries if one != key)
    return texts


def _reference(text, key, given):
    entries = split_entries(text)
    fields = {
        "author": given.get("author") or given.get("publisher", ""),
        "title": given.get("title", ""),
        "howpublished": given.get("publisher", ""),
        "year": given.get("year", ""),
        "url": given.get("url", ""),
        "note": ". ".join(filter(None, (given.get("date", ""), f"Supports: {given.get('says', '')}"))),
    }
    doubled = ("author", "title")
    lines = "".join(
        f"  {name} = {'{{' if name in doubled else '{'}{_bib(value)}{'}}' if name in doubled else '}'},\n"
        for name, value in fields.items()
        if value
    )
    new = f"@misc{{{key},\n{lines}}}\n\n"
    if any(one == key for one, _ in entries):
        return "".join(new if one == key else entry for one, entry in entries)
    return f"{text.rstrip()}\n\n{new}".lstrip("\n")


def _bib(text):
    return re.sub(r"([&%_#$])", r"\\\1", re.sub(r"[{}\\]", "", text))


def _remove_card(workspace, change):
    name = _name_of_source(change["card"])
    cards, items = workspace.read("cards"), workspace.read("items")
    reference = yaml.get_value(cards, ["cards", name, "reference"], "")
    for one in yaml.get_value(items, ["activities"], {}):
        named = yaml.get_value(items, ["activities", one, "evidence"], [])
        if name in named:
            left = [card for card in named if card != name] or None
            items = yaml.set_value(items, ["activities", one, "evidence"], left)
    shared = [
        one
        for one, card in yaml.get_value(cards, ["cards"], {}).items()
        if one != name and card.get("reference") == reference
    ]
    texts = {
        "cards": yaml.set_value(cards, ["cards", name], None),
        "items": items,
        "key": _unnamed(workspace, name),
    }
    return texts | (
        {} if shared or reference == INVENTED else _without_reference(workspace, reference)
    ), "without a second source"


def _unnamed(workspace, card):
    """Return the key without a card that answers name."""
    key = workspace.read("key")
    held = {top: yaml.get_value(key, [top], {}) for top in ("units", "answers")}
    for top, parts in held.items():
        for part, answers in parts.items():
            for one, answer in answers.items():
                if card in answer.get("evidence", []):
                    left = [name for name in answer["evidence"] if name != card] or None
                    key = yaml.set_value(key, [top, part, one, "evidence"], left)
    return key


def _note(workspace, change):
    label = require_label(change)
    memo = workspace.read("memo") or "units: {}\n"
    require_same(change, yaml.get_value(memo, ["units", label], ""))
    to = clean_text(change["to"]) or None
    return {"memo": yaml.set_value(memo, ["units", label], to)}, f"note at {label}"


def _whole(workspace, change):
    """The page or the teaching notes, as a whole."""
    name = change["file"]
    if name not in ("page", "notes"):
        raise ValueError("no file")
    now = workspace.read(name)
    if now.strip() not in {text.strip() for text in known_words(change)}:
        raise Conflict(now)
    return {name: _lines(change["to"])}, name


OPERATIONS = {
    "retell": _retell,
    "header": _header,
    "split": _split,
    "join": _join,
    "leave out": _leave_out,
    "report": _report,
    "sources": _sources,
    "key": _key,
    "ask": _ask,
    "exercise": _exercise,
    "new exercise": exercises.new_exercise,
    "remove exercise": exercises.remove_exercise,
    "option": _option,
    "option key": exercises.answer,
    "phrase": exercises.phrase,
    "table": exercises.table,
    "row": exercises.row,
    "passage": exercises.passage,
    "essay": exercises.essay,
    "card": _card,
    "remove card": _remove_card,
    "note": _note,
    "whole": _whole,
}
