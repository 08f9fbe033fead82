"""What the author page shows of a set: its parts however unfinished, what is wrong with them, the balance."""

from ..content.check import check_set
from ..content.directives import check_directives
from ..content.kinds import KINDS, with_defaults
from ..content.labels import CHOICE_LISTS, PHRASES, SKILL_NAMES, SKILLS, TOLD, list_options
from ..content.rules.balance import count_sound
from ..content.rules.found import Found
from ..content.rules.grade import reading_grade
from ..content.rules.pages import check_pages
from ..content.rules.texts import INVENTED
from ..content.texts import ARTICLE_HEADER
from ..content.textset import TextSet
from .cutting import find_passages
from .offers import list_offers
from .proposals import CUES, find_cues, give_aways, hints, longest_run, repeated_reasons
from .publishing import check_desk
from .wording import Words
from .workspace import read_or_nothing, read_units_of, split_entries
from .yamledit import get_value

QUESTIONS = {
    "speaking": "Who is named? Could you ring them up? Which words decide it?",
    "figures": "Who counted, what, and when? Could you follow the count back?",
}
EACH = {"units": 0.6, "rows": 0.6, "options": 0.5, "phrases": 0.2}  # minutes; exercises/README.md has them
TEXT = 8
UNDONE = (
    "has no text",
    "is called “Untitled” yet",
    "missing or empty",
    "there is no answer",
    "too few entries",
    "no units",
    "no words",
)


class UnfinishedSet(TextSet):
    """A TextSet of what can be read: units with words, and of exercises what asks for those."""

    def __init__(self, workspace):
        found = Found(workspace.slug, workspace.root)
        self.slug, self.passages = workspace.slug, {}
        self.article, self.brief = _with_words(found.article), _with_words(found.brief)
        self.brief.header.setdefault("title", "")
        self.units = {**self.article.units, **self.brief.units}
        self.easier, self.in_easier_words = _with_words(found.easier), False
        self.activities = {
            name: cut for name, one in (found.activities or {}).items() if (cut := self._cut(one)) is not None
        }
        self.cards, self.key, self.references = found.cards, found.key, workspace.references()

    def _cut(self, activity):
        cards = [card for card in activity.evidence if card in getattr(self, "cards", activity.evidence)]
        new = {"evidence": cards}
        if hasattr(activity, "units"):
            new["units"] = [unit for unit in activity.units if unit in self.units]
            new["worked"] = [step for step in activity.worked if step.unit in self.units]
        cut = activity.model_copy(update=new)
        whole = all(not item.unit or item.unit in self.units for item in cut.items())
        return cut if cut.items() and whole else None


def _with_words(text):
    units = {label: unit for label, unit in text.units.items() if unit.text}
    return type(text)(text.slug, dict(text.header), units)


def describe(workspace, history):
    """Return all that the page shows, ready for JSON."""
    found = Found(workspace.slug, workspace.root)
    items, key = read_or_nothing(workspace, "items"), read_or_nothing(workspace, "key")
    activities = {name: with_defaults(one) for name, one in _safe(items, ["activities"]).items()}
    original, notes = workspace.original, _safe(read_or_nothing(workspace, "memo"), ["units"])
    labels = _safe(key, ["units"])
    units = {name: read_units_of(workspace, name) for name in ("article", "brief")}
    problems = check_set(workspace.slug, workspace.root, references=workspace.references())
    problems += [*check_desk(workspace), *_check_page(workspace, found)]
    cards = _safe(read_or_nothing(workspace, "cards"), ["cards"])
    words = Words(workspace, units["article"], units["brief"], activities, cards)
    undo, redo = (words.plain(said) for said in history.can())
    return {
        "slug": workspace.slug,
        "draft": workspace.is_draft,
        "header": {name: found.article.header.get(name, "") for name in ARTICLE_HEADER},
        "original": _original(original, units["article"]),
        "units": [
            _unit(unit, activities, labels, notes, original, words) for unit in units["article"].values()
        ],
        "report": [
            _unit(unit, activities, labels, notes, original, words) for unit in units["brief"].values()
        ],
        "invented": found.article.header.get("link", "").startswith(INVENTED),
        "cards": _cards(workspace),
        "activities": activities,
        "answers": _safe(key, ["answers"]),
        "page": read_or_nothing(workspace, "page"),
        "notes": read_or_nothing(workspace, "notes"),
        "problems": _problems(problems, workspace, words) + repeated_reasons(labels, words),
        "balance": _balance(found),
        "skills": _skills(),
        "named": {name: _name(one) for name, one in activities.items()},
        "lists": TOLD,
        "choices": {name: _named(_choices(one)) for name, one in activities.items()},
        "offers": list_offers(activities),
        "planned": {name: planned_minutes(one) for name, one in activities.items()},
        "undo": undo,
        "redo": redo,
    }


def _check_page(workspace, found):
    """Yield what is wrong with the blocks of a draft's page; a set in the book has them elsewhere, too."""
    if workspace.is_draft and workspace.path("page").exists():
        yield from check_directives(workspace.desk)
        yield from check_pages({workspace.slug: found}, workspace.references(), workspace.desk, True)


def _safe(text, place):
    try:
        return get_value(text, place, {})
    except Exception:  # a file that cannot be read is told as a problem
        return {}


def _skills():
    return {
        skill: {
            "name": SKILL_NAMES[skill],
            "question": QUESTIONS[skill],
            "labels": _named(SKILLS[skill]),
        }
        for skill in QUESTIONS
    }


def _named(choices):
    return {code: [one.name, one.when] for code, one in choices.items()}


def _name(activity):
    """Return the kind and the skill of an exercise, as its page calls them."""
    kind, skill = activity.get("kind", ""), activity.get("skill", "")
    return f"{KINDS[kind].screen_name if kind in KINDS else kind} · {SKILL_NAMES.get(skill, skill)}"


def _choices(activity):
    """Return the answers to what an exercise asks, as far as an author chooses among them item by item."""
    if "choices" in activity:
        return CHOICE_LISTS.get(activity["choices"], {})
    if "phrases" in activity:
        return PHRASES
    return list_options(activity.get("skill")) if "options" in activity else {}


def planned_minutes(activity):
    """Return the minutes that an exercise of this size has in the kit, as words of items.yaml; 0 where the
    kit has none like it.
    """
    for field, each in EACH.items():
        if field in activity:
            return max(1, round(each * len(activity[field])))
    return TEXT if "passage" in activity else 0


def _unit(unit, activities, labels, notes, original, words):
    asked = [name for name, one in activities.items() if unit.label in one.get("units", [])]
    run, copied = longest_run(unit.text, original) if unit.text else (0, "")
    return {
        "label": unit.label,
        "name": words.unit(unit.label),
        "text": unit.text,
        "sources": list(unit.sources),
        "run": run,
        "words": copied,
        "grade": round(reading_grade(unit.text)) if len(unit.text.split()) > 3 else "",
        "hints": hints(unit, bool(asked)),
        "asked": asked,
        "key": labels.get(unit.label, {}),
        "note": notes.get(unit.label, ""),
        "figures": bool(find_cues(unit.text, "figures")),
    }


def _original(original, units):
    """Return [[text, label or "", [[start, end, kind of cue], …]], …]: the whole original in its order."""
    places = sorted(
        (start, end, label) for label, (start, end) in find_passages(units.values(), original).items()
    )
    parts, at = [], 0
    for start, end, label in places:
        if start >= at:
            parts += [(original[at:start], ""), (original[start:end], label)]
            at = end
    parts.append((original[at:], ""))
    return [[text, label, _cues(text) if label else []] for text, label in parts if text]


def _cues(text):
    return [[start, end, name] for name in CUES for start, end in find_cues(text, name)]


def _cards(workspace):
    cards, found = _safe(read_or_nothing(workspace, "cards"), ["cards"]), workspace.references()
    own = {key for key, _ in split_entries(read_or_nothing(workspace, "references"))}
    shown = {}
    for name, card in cards.items():
        reference = found.get(card.get("reference", ""), {})
        said = {field: reference.get(field, "") for field in ("author", "url", "year")}
        said["url"] = INVENTED if card.get("reference") == INVENTED else said["url"]
        shown[name] = {**card, **said, "mine": card.get("reference", "") in own}
    return shown


def _problems(problems, workspace, words):
    """Return problems in the words of the page, each with its rank (what is only not done yet, and what is
    wrong) and its places; what reads the same twice is told once.
    """
    told = {}
    for problem in dict.fromkeys(problems):
        rank = "to do" if any(one in problem.fault for one in UNDONE) else "must"
        places = words.places(problem, read_or_nothing(workspace, "cards"))
        where, fault, cure = words.tell(problem, places)
        one = {"where": where, "fault": fault, "cure": cure, "rank": rank, "places": places}
        told.setdefault((where, fault, cure), one)
    return list(told.values())


def _balance(found):
    told = []
    if found.key is not None:
        activities = found.activities or {}
        for skill, (sound, scored) in count_sound(activities, found.key).items():
            more = max(0, -(-scored // 2) - sound)
            told.append(
                f"{SKILL_NAMES[skill]} sound {sound} of {scored}{f', {more} more needed' if more else ''}"
            )
        told += give_aways(activities, found.key, found.brief)
    return told
