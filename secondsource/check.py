"""Check all content: every rule that ties the files of a text set together. Messages are for the person who has to mend it."""

import re
from difflib import SequenceMatcher

from .claims import list_claims
from .counts import read_counts
from .evidence import read_evidence, read_references
from .feedback import target
from .items import Mark, Phrases, Table, Write, items_file, read_items
from .keys import Answer, Essay, activity_key, key_file, read_key
from .notebooks import list_activities as list_notebook_activities
from .pages import lesson_files, list_activities, list_citations
from .problems import ContentError, Problem
from .standards import check_standards
from .strict import ROOT, read_text, shown
from .texts import read_article, read_brief, slugs

QUOTE_WORDS = 8  # the longest phrase of an original that may stand in quotation marks
SOUND_SHARE = 0.5  # with fewer sound units a class learns suspicion, not discernment
INVENTED = "invented"  # the reference of a card in an invented text set


def check(root=ROOT, with_key=True):
    """Return every Problem in `exercises/`, `solutions/` and the pages that show them; an empty list when all is well.

    with_key: also check `solutions/` (the class edition has none).
    """
    problems = list(_unreferenced_sets(root)) if with_key else []
    references = _collect(problems, read_references, root)
    for slug in slugs(root):
        problems += check_set(slug, root, with_key, references)
    problems += list(_check_pages(root, with_key)) + (check_standards(root) if with_key else [])
    for name, count in (_collect(problems, read_counts, root) or {}).items():
        if references is not None and count.reference not in references:
            problems.append(Problem("exercises/cross-article/counts.yaml", name, f"the reference “{count.reference}” is not in book/references.bib.",
                                    "Add the entry, or correct the name."))
    return problems or (list(_unused_references(root, references)) if with_key else [])


def _unused_references(root, references):
    """A reference that nothing rests on is a leftover, or a citation that was lost. Looked for only when all else is well."""
    resting = list_claims(root)
    for key in references:
        if key not in resting:
            yield Problem("book/references.bib", key, "no card, brief, page or teaching note uses this reference.", "Cite it where it is needed, or remove the entry.")


def check_set(slug, root=ROOT, with_key=True, references=None):
    """Return the Problems of one text set."""
    problems = []
    article, brief = _collect(problems, read_article, slug, root), _collect(problems, read_brief, slug, root)
    activities, cards = _collect(problems, read_items, slug, root), _collect(problems, read_evidence, slug, root)
    key = _collect(problems, read_key, slug, root) if with_key else None
    if problems:
        return problems
    units = {**article.units, **brief.units}
    problems += _check_texts(slug, article, brief, references, root)
    problems += _check_cards(slug, cards, references, root)
    for name, activity in activities.items():
        problems += _check_activity(items_file(slug, root), name, activity, units, cards)
    if with_key and key is None:
        problems.append(Problem(key_file(slug, root), "", "there is no key.", "Copy another set’s key.yaml and answer every item."))
    elif with_key:
        problems += _check_key(slug, activities, key, units, cards, root)
    return problems


def count_sound(activities, key):
    """Return {skill: (sound, scored)} over the units that `mark` activities ask for; contested ones are not scored."""
    counts = {}
    for name, activity in activities.items():
        if not isinstance(activity, Mark):
            continue
        for answer in activity_key(name, activity, key).values():
            sound, scored = counts.get(activity.skill, (0, 0))
            is_sound = target(answer, activity.items()[0].choices) == "sound"
            counts[activity.skill] = (sound + is_sound, scored + (not answer.is_contested))
    return counts


def _collect(problems, read, *arguments):
    try:
        return read(*arguments)
    except ContentError as error:
        problems += error.problems
        return None


def _unreferenced_sets(root):
    known = set(slugs(root))
    return [Problem(shown(path, root), "", "there is no set of this name in exercises/.", "Rename the folder, or remove it.")
            for path in sorted((root / "solutions").glob("*/key.yaml")) if path.parent.name not in known]


def _check_texts(slug, article, brief, references, root):
    place = shown(root / "exercises" / slug, root)
    for text, file, mine in ((article, "article.txt", False), (brief, "brief.txt", True)):
        for unit in text.units.values():
            where = (f"{place}/{file}", f"[{unit.label}]")
            if unit.label.startswith("b") != mine:
                yield Problem(*where, "labels with b belong in brief.txt, all others in article.txt.", "Rename the unit.")
            for quote in re.findall(r"“([^”]*)”", unit.text):
                if len(quote.split()) > QUOTE_WORDS:
                    yield Problem(*where, f"the quotation “{quote[:40]}…” has {len(quote.split())} words.", f"Quote at most {QUOTE_WORDS}; retell the rest.")
            for source in unit.sources:
                if references is not None and source not in references:
                    yield Problem(*where, f"the source “{source}” is not in book/references.bib.", "Add the entry, or correct the name.")


def _check_cards(slug, cards, references, root):
    for name, card in cards.items():
        if references is not None and card.reference not in references and card.reference != INVENTED:
            yield Problem(shown(root / "exercises" / slug / "evidence.yaml", root), name,
                          f"the reference “{card.reference}” is not in book/references.bib.", "Add the entry, or correct the name.")


def _check_activity(file, name, activity, units, cards):
    for card in activity.evidence:
        if card not in cards:
            yield Problem(file, name, f"there is no evidence card “{card}”.", "Add it to evidence.yaml, or correct the name.")
    items = activity.items()
    for item in items:
        if item.unit and item.unit not in units:
            yield Problem(file, f"{name}, {item.id}", f"there is no unit [{item.unit}] in the texts.", "Correct the label; labels are in article.txt and brief.txt.")
    ids = [item.id for item in items]
    for item in sorted({item for item in ids if ids.count(item) > 1}):
        yield Problem(file, name, f"“{item}” is asked twice.", "Remove one of the two.")
    for item in activity.confidence:
        if item not in ids:
            yield Problem(file, f"{name}, confidence", f"there is no item “{item}”.", "Name one of the items above.")
    yield from _check_own_fields(file, name, activity, units)


def _check_own_fields(file, name, activity, units):
    if isinstance(activity, Mark):
        for step in activity.worked:
            if step.unit not in units:
                yield Problem(file, f"{name}, worked", f"there is no unit [{step.unit}] in the texts.", "Correct the label.")
            if step.unit in activity.units:
                yield Problem(file, f"{name}, {step.unit}", "the unit is shown worked and asked as well.", "Remove it from one of the two.")
            if step.label not in activity.items()[0].choices:
                yield Problem(file, f"{name}, worked, {step.unit}", f"“{step.label}” is no label here.", f"Use one of {', '.join(activity.items()[0].choices)}.")
    if isinstance(activity, Phrases):
        for item, phrase in activity.phrases.items():
            if phrase.unit in units:
                yield from _check_quote(file, f"{name}, {item}", phrase, units[phrase.unit].text)
    if isinstance(activity, Write):
        for unit in activity.passage:
            if unit not in units:
                yield Problem(file, f"{name}, passage", f"there is no unit [{unit}] in the texts.", "Correct the label.")
    if isinstance(activity, Table) and not activity.rows:
        yield Problem(file, name, "the table has no rows.", "Add `rows:`.")


def _check_quote(file, item, phrase, text):
    found = text.count(phrase.quote)
    if found == 0:
        yield Problem(file, item, f"“{phrase.quote}” is not in {phrase.unit}.", f"Closest words there: “{_closest(phrase.quote, text)}”.")
    elif found > 1:
        yield Problem(file, item, f"“{phrase.quote}” stands {found} times in {phrase.unit}.", "Quote a word more, so that it is found once.")


def _closest(quote, text):
    words, length = text.split(), len(quote.split())
    runs = [" ".join(words[start:start + length]) for start in range(max(1, len(words) - length + 1))]
    return max(runs, key=lambda run: SequenceMatcher(None, run, quote).ratio())


def _check_key(slug, activities, key, units, cards, root):
    file = key_file(slug, root)
    for unit in key.units:
        if unit not in units:
            yield Problem(file, f"units, {unit}", "there is no such unit in the texts.", "Correct the label, or remove the entry.")
    for name in key.answers:
        if name not in activities:
            yield Problem(file, f"answers, {name}", "there is no such activity in items.yaml.", "Correct the name, or remove the entry.")
    for name, activity in activities.items():
        yield from _check_answers(file, name, activity, activity_key(name, activity, key))
    for place, answer in _all_answers(key):
        for card in answer.evidence:
            if card not in cards:
                yield Problem(file, place, f"there is no evidence card “{card}”.", "Add it to evidence.yaml, or correct the name.")
    for skill, (sound, scored) in count_sound(activities, key).items():
        if sound < SOUND_SHARE * scored:
            yield Problem(file, f"skill “{skill}”", f"only {sound} of {scored} scored units are sound.",
                          "At least half must be: add sound units, for example from brief.txt.")


def _all_answers(key):
    for unit, skills in key.units.items():
        yield from ((f"units, {unit}, {skill}", answer) for skill, answer in skills if answer)
    for name, items in key.answers.items():
        yield from ((f"{name}, {item}", answer) for item, answer in items.items())


def _check_answers(file, name, activity, answers):
    items = {item.id: item for item in activity.items()}
    for item in items:
        if item not in answers:
            section = f"units, {item}, {activity.skill}" if isinstance(activity, Mark) else f"answers, {name}, {item}"
            yield Problem(file, section, f"“{name}” asks this, and there is no answer.", "Add `answer:` and `why:`.")
    for item, answer in answers.items():
        if item not in items:
            yield Problem(file, f"{name}, {item}", "there is an answer, but nothing asks for it.", "Correct the name, or remove the answer.")
        else:
            yield from _check_answer(file, f"{name}, {item}", items[item], answer, activity)


def _check_answer(file, place, item, answer, activity):
    if isinstance(activity, Write) != isinstance(answer, Essay):
        yield Problem(file, place, "a free text needs `rubric:` and `model:`, everything else `answer:` and `why:`.", "")
    elif isinstance(answer, Answer) and item.choices is None:
        if not re.fullmatch(r"-?\d+(\.\d+)?", answer.answer):
            yield Problem(file, place, f"“{answer.answer}” is not a number.", "Write digits, with a point: 5.5.")
    elif isinstance(answer, Answer):
        for label in (answer.answer, *answer.also, *answer.why_not):
            if label not in item.choices:
                yield Problem(file, place, f"“{label}” is none of the choices.", f"Use one of: {', '.join(item.choices)}.")


def _check_pages(root, with_key):
    """Every exercise stands on one page: on none it is lost, on two it would share its answers. What pages name must exist.

    A notebook may show an exercise again, and may be the only place of one.
    """
    activities, references = _known_activities(root), _known_references(root)
    shown_names, noted = [], list_notebook_activities(root)
    for name, notebook in noted.items():
        if activities is not None and name not in activities:
            yield Problem(f"exercises/notebooks/{notebook}.ipynb", name, "there is no such exercise.", "Correct the name in solutions/notebooks, then run `python3 kit.py notebooks`.")
    for path in [*sorted((root / "book").glob("**/*.md")), *(lesson_files(root) if with_key else [])]:
        text = read_text(path, root)
        for name in list_activities(text):
            shown_names.append(name)
            if activities is not None and name not in activities:
                yield Problem(shown(path, root), name, "there is no such exercise.", "Correct the name; names are in exercises/SET/items.yaml.")
        for key in list_citations(text):
            if references is not None and key not in references:
                yield Problem(shown(path, root), key, "this reference is not in book/references.bib.", "Add the entry, or correct the name.")
    for name in activities or ():
        times = shown_names.count(name)
        if times != 1 and not (times == 0 and name in noted):
            slug, _, short = name.partition("/")
            yield Problem(items_file(slug, root), short, f"the exercise stands on {times or 'no'} page{'s' if times != 1 else ''} of the book.",
                          f"Show it once, with ```{{activity}} {name}```.")


def _known_activities(root):
    """Return the full names of all exercises; None where a set cannot be read (it is reported with the set)."""
    return _collect([], lambda: {f"{slug}/{name}" for slug in slugs(root) for name in read_items(slug, root)})


def _known_references(root):
    return _collect([], read_references, root)
