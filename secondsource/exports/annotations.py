"""W3C Web Annotations: every label and every phrase of a key, anchored in the text it judges (Web
Annotation Data Model, 23 February 2017).
"""

import json

from .. import __version__
from ..content.labels import SKILLS
from .questions import web_address

CONTEXT = "http://www.w3.org/ns/anno.jsonld"  # a name; nothing is fetched
CONTEXT_CHARACTERS = 32  # before and after; more where the same words stand twice in the same surroundings


def write_annotations(text_set):
    """Return the key of a set as an AnnotationCollection with one page, in JSON-LD, as bytes."""
    items = [*_labels(text_set), *_answers(text_set)]
    name = f"urn:second-source:{text_set.slug}:annotations"
    collection = {
        "@context": CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": f"Second Source: key to {text_set.article.header['title']}",
        "generator": {"type": "Software", "name": f"Second Source {__version__}"},
        "total": len(items),
        "first": {
            "id": f"{name}:1",
            "type": "AnnotationPage",
            "partOf": name,
            "startIndex": 0,
            "items": items,
        },
    }
    return (json.dumps(collection, ensure_ascii=False, indent=1) + "\n").encode()


def lay_out(text):
    """Return (whole, starts): a text as one string, and where each unit begins in it, counted in Unicode
    characters.

    Units stand in the order of the file, without labels and header: a space between two units of a paragraph,
    a line end between two paragraphs. Positions in the annotations count over this string.
    """
    whole, starts = "", {}
    for paragraph in text.paragraphs():
        whole += "\n" if whole else ""
        for unit in paragraph:
            whole += " " if unit is not paragraph[0] else ""
            starts[unit.label] = len(whole)
            whole += unit.text
    return whole, starts


def source_name(text, kind):
    """Return the name of exactly this version of a text: it ends in the fingerprint. kind: "article" or
    "brief".
    """
    return f"urn:second-source:{text.slug}:{kind}:{text.fingerprint}"


def _labels(text_set):
    for unit, skills in text_set.key.units.items():
        for skill, answer in skills:
            if answer:
                yield _annotate(text_set, f"label:{skill}:{unit}", unit, "", answer, SKILLS[skill], skill)


def _answers(text_set):
    """Yield the answers of exercises that are about a unit of the text, or about words of it."""
    for name, activity in text_set.activities.items():
        answers = {} if activity.labels_units else text_set.answers(name)
        for item in activity.items():
            if item.unit and item.choices and item.id in answers:
                scheme = activity.scheme
                place, answer = f"{scheme}:{name}:{item.id}", answers[item.id]
                yield _annotate(text_set, place, item.unit, item.quote, answer, item.choices, scheme)


def _annotate(text_set, name, unit, quote, answer, choices, scheme):
    return {
        "id": f"urn:second-source:{text_set.slug}:{name}",
        "type": "Annotation",
        "motivation": ["classifying", "commenting"],
        "body": [*_tags(answer, choices, scheme), *_comments(answer, choices), *_links(answer, text_set)],
        "target": _target(text_set, unit, quote),
    }


def _tags(answer, choices, scheme):
    yield {
        "type": "SpecificResource",
        "purpose": "classifying",
        "source": f"urn:second-source:{scheme}:{answer.answer}",
    }
    yield _say(choices[answer.answer].name, "tagging")
    if answer.is_contested:
        yield _say("contested", "tagging")


def _comments(answer, choices):
    yield _say(answer.reason, "commenting")
    if answer.is_contested:
        yield _say("Careful readers differ: shown and discussed, never scored.", "commenting")
    for value, reason in answer.also.items():
        yield _say(f"Also accepted, {choices[value].name}: {reason}", "commenting")
    if answer.sound:
        yield _say(f"A sound version: {answer.sound}", "commenting")


def _links(answer, text_set):
    for card in map(text_set.cards.get, answer.evidence):
        url = web_address(text_set.references.get(card.reference, {}).get("url"))
        yield (
            {"type": "SpecificResource", "purpose": "linking", "source": url}
            if url
            else _say(f"Second source: {card.title}", "describing")
        )


def _say(text, purpose):
    return {
        "type": "TextualBody",
        "purpose": purpose,
        "value": text,
        "format": "text/plain",
        "language": "en",
    }


def _target(text_set, unit, quote):
    kind = "article" if unit in text_set.article.units else "brief"
    text = getattr(text_set, kind)
    whole, starts = lay_out(text)
    words = quote or text.units[unit].text
    start = starts[unit] + (text.units[unit].text.index(quote) if quote else 0)
    return {
        "source": source_name(text, kind),
        "selector": [
            _quote_selector(whole, start, start + len(words)),
            {"type": "TextPositionSelector", "start": start, "end": start + len(words)},
        ],
    }


def _quote_selector(whole, start, end):
    """Return a TextQuoteSelector that fits one place only."""
    around = CONTEXT_CHARACTERS
    while whole.find(found := whole[max(0, start - around) : end + around]) != whole.rfind(found):
        around *= 2
    return {
        "type": "TextQuoteSelector",
        "exact": whole[start:end],
        "prefix": whole[max(0, start - around) : start],
        "suffix": whole[end : end + around],
    }
