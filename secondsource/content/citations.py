"""Which claims of the kit rest on which reference."""

import re

from ..files import ROOT, read_text
from .counts import read_counts
from .places import lesson_files, list_citations
from .texts import slugs
from .textset import TextSet
from .timeline import read_timeline


def list_claims(root=ROOT, with_key=True):
    """Return {reference key: [(set or page, kind, text)]}; kind is "card", "brief", "count", "date", "page",
    "answer" or "notes".

    A page's text is the sentence that cites. An answer rests on a reference through the second sources its
    key names; its text is the item's name, so that nothing is given away.
    """
    resting = {}
    for slug in slugs(root):
        text_set = TextSet(slug, root, with_key)
        for card in text_set.cards.values():
            resting.setdefault(card.reference, []).append((slug, "card", card.says))
        for unit in text_set.brief.units.values():
            for key in unit.sources:
                resting.setdefault(key, []).append((slug, "brief", unit.text))
        for name in text_set.activities:
            for item, answer in text_set.answers(name).items():
                for key in dict.fromkeys(text_set.cards[card].reference for card in answer.evidence):
                    resting.setdefault(key, []).append((slug, "answer", f"{name} {item}"))
    for place, key in _noted(root) if with_key else ():
        resting.setdefault(key, []).append((place, "notes", ""))
    for count in read_counts(root).values():
        resting.setdefault(count.reference, []).append(
            ("cross-article", "count", f"{count.topic}: {count.who}, {count.said}")
        )
    for event in read_timeline(root).values():
        resting.setdefault(event.reference, []).append(
            ("cross-article", "date", f"{event.when}: {event.what}")
        )
    for page, keys, sentence in list_cited_sentences(root):
        for key in keys:
            resting.setdefault(key, []).append((page, "page", sentence))
    return resting


def _noted(root):
    """Yield (set or page, key) for every reference that teaching notes name in `code` and lesson plans
    cite.
    """
    for path in sorted((root / "solutions").glob("*/notes.md")):
        for key in sorted(set(re.findall(r"`([a-z0-9-]+)`", read_text(path, root)))):
            yield path.parent.name, key
    for path in lesson_files(root):
        yield from ((path.stem, key) for key in dict.fromkeys(list_citations(read_text(path, root))))


def list_cited_sentences(root=ROOT):
    """Yield (page, keys, sentence) for every line of a page that cites; pages have one sentence a line."""
    for path in sorted((root / "book").glob("*.md")):
        for line in read_text(path, root).splitlines():
            keys = list_citations(line)
            if keys:
                plain = re.sub(r"\s*\{cite\}`[^`]+`", "", line)
                plain = re.sub(r"\{\w+\}`([^`<]+?)(?:\s*<[^>]*>)?`|\[([^\]]+)\]\([^)]*\)", r"\1\2", plain)
                yield path.stem, keys, plain.strip("|*- ").replace("**", "")
