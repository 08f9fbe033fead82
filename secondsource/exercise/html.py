"""Turn content into HTML: one rendering for the book, the notebook and print. Everything written by people
is escaped.
"""

import json
import re

from markupsafe import Markup

from .. import __version__
from ..content.labels import SKILL_NAMES, WORDING
from ..content.places import OTHER_STEPS
from ..content.texts import INVENTED, origin_of
from ..marking.answer_file import LONGEST_TEXT
from ..originals.matching import locate_quote, read_stream
from ..templating import fill_template
from .key_payload import describe_key
from .stops import list_stops


def render_activity(text_set, name, embed_key, edition="study"):
    """Return one activity as a complete HTML section.

    embed_key: put the answers beside the questions as JSON (the book's study edition). A notebook keeps them
        in Python.
    edition: of the book, or "notebook": answers are kept apart by it, and it says which of them count.
        Teachers read an exercise as a whole: there, no walk through the claims lies over the list.
    """
    activity, answers = text_set.activity(name), text_set.answers(name)
    payload = describe_key(text_set, name) if embed_key and answers else None
    told = {card for answer in answers.values() for card in answer.evidence} if payload else set()
    stops = (
        list_stops(activity, text_set.article, text_set.brief)
        if edition != "teach" and activity.walked_as
        else []
    )
    return fill_template(
        "exercise/activity.html",
        id=f"ss-{text_set.slug}-{name}",
        slug=text_set.slug,
        name=name,
        activity=activity,
        kit=__version__,
        edition=edition,
        fingerprint=text_set.article.fingerprint,
        easier=text_set.easier.fingerprint if _offers_easier_words(text_set, activity.skill) else "",
        wording=text_set.wording,
        before=text_set.before,
        choices=activity.choices(),
        has_key=bool(answers),
        stops=stops,
        asked={item.id: item for item in activity.items()},
        explains="passage" if stops and answers and activity.reasons == "passage" else "",
        hand_in=activity.button if answers else "Finish this exercise",
        quoted_paragraphs=lambda: _quoted_paragraphs(text_set, activity),
        quoted_parts=lambda unit: _quoted_parts(text_set, unit, _quotes_in(activity).get(unit.label, {})),
        cards=activity.evidence,
        held=sorted(told - set(activity.evidence)),
        card_html=lambda card: render_card(
            text_set.cards[card], text_set.references, _card_name(text_set, card) if embed_key else ""
        ),
        payload=Markup(_json_in_html(_pack(payload, text_set, answers))) if payload else "",
        skill_names=SKILL_NAMES,
        longest_text=LONGEST_TEXT,
    )


def render_text(text_set, kind, paragraphs=None, choosable=True):
    """Return the reading edition (kind "article") or the comparator ("brief") as HTML prose.

    paragraphs: labels such as {"p3", "p4"}; None for all. choosable: with the buttons “Easier words” (where
        there are some) and “Reading aid”; False where no script of ours runs, as in a learning platform.
    """
    text = getattr(text_set, kind)
    wanted = [units for units in text.paragraphs() if paragraphs is None or units[0].paragraph in paragraphs]
    shown = [[describe_unit(unit, text_set) for unit in units] for units in wanted]
    header = _header_of(text_set, kind)
    easier = choosable and kind == "article" and not paragraphs and _offers_easier_words(text_set)
    return fill_template(
        "exercise/text.html",
        slug=text_set.slug,
        kind=kind,
        aided=choosable and kind == "article" and not paragraphs,
        easier=Markup(_json_in_html(_list_easier(text_set))) if easier else "",
        paragraphs=shown,
        header="" if paragraphs else header,
        origin=origin_of(text, bool(text_set.passages)) if kind == "article" and not paragraphs else "",
    )


def _header_of(text_set, kind):
    """Return what stands above a text: what it is, and who wrote it, where and when."""
    article = text_set.article
    if kind == "article":
        said = filter(None, (article.header.get(part) for part in ("byline", "outlet", "published")))
        return " · ".join(said)
    title = text_set.brief.header["title"]
    made_up = article.header.get("link", "").startswith(INVENTED) and INVENTED not in title.casefold()
    return f"{title} (invented, like the text)" if made_up else title


def _offers_easier_words(text_set, skill=""):
    """Tell whether a reader can choose easier words: not where exercises ask about the very words, and not
    where the original itself is shown.
    """
    return bool(text_set.easier.units) and not text_set.passages and skill != WORDING


def _list_easier(text_set):
    """Return {label: easier words} of the units that read differently in them."""
    full = text_set.article.units
    return {
        label: unit.text for label, unit in text_set.easier.units.items() if unit.text != full[label].text
    }


def render_copy_panel(text_set):
    """Return the panel “Use my own copy”: with the anchors of the units, and nothing else of the original."""
    anchors = [
        {
            "label": unit.label,
            "first": unit.first,
            "last": unit.last,
            "letters": len(read_stream(unit.text).letters),
        }
        for unit in text_set.article.units.values()
    ]
    return fill_template("exercise/copy.html", slug=text_set.slug, anchors=Markup(_json_in_html(anchors)))


def render_evidence(text_set):
    """Return all second-source cards of a set."""
    return (
        '<div class="ss-evidence">\n'
        + "\n".join(
            render_card(card, text_set.references, _card_name(text_set, name))
            for name, card in text_set.cards.items()
        )
        + "\n</div>"
    )


def render_route(text_set, paths):
    """Return the ways through a page as links with their minutes; the script shows on them what is done.

    paths: {"In class": [(name, minutes)]}; see content/places.py, read_steps.
    """
    shown = [
        {"name": name, "steps": steps, "minutes": sum(int(step["minutes"]) for step in steps)}
        for name, path in paths.items()
        for steps in [[_describe_step(text_set, *step) for step in path]]
    ]
    exercises = (step for path in shown for step in path["steps"] if "exercise" in step)
    return fill_template("exercise/route.html", paths=shown, first=next(exercises, None))


def _describe_step(text_set, name, minutes):
    if name in OTHER_STEPS:
        place = name if name == "reflect" else f"ss-{text_set.slug}-{name}"
        return {"place": place, "title": OTHER_STEPS[name], "minutes": minutes}
    activity = text_set.activity(name)
    return {
        "place": f"ss-{text_set.slug}-{name}",
        "title": activity.title,
        "minutes": activity.minutes,
        "exercise": f"{text_set.slug}/{name}",
    }


def render_answers_panel(edition="study"):
    """Return the panel with saving, results, download and start again; the script shows it."""
    return fill_template("exercise/answers.html", edition=edition)


def render_claims(resting, references):
    """Return every reference with the claims that rest on it (see claims.list_claims), in the order of
    their titles.
    """
    entries = [_claims_entry(key, fields, resting.get(key, [])) for key, fields in references.items()]
    return fill_template(
        "book/claims.html", entries=sorted(entries, key=lambda entry: entry["title"].casefold())
    )


def _claims_entry(key, fields, claims):
    answers = [f"{slug} {text}" for slug, kind, text in claims if kind == "answer"]
    return {
        "key": key,
        "title": fields.get("title", key),
        "outlet": fields.get("howpublished") or fields.get("journal", ""),
        "year": fields.get("year", "undated"),
        "note": fields.get("note", ""),
        "url": fields.get("url", ""),
        "count": f"{len(claims)} use{'s' if len(claims) != 1 else ''}",
        "texts": [(slug, text) for slug, kind, text in claims if kind not in ("answer", "notes")],
        "answers": ", ".join(answers),
        "notes": ", ".join(slug for slug, kind, _ in claims if kind == "notes"),
    }


def render_card(card, references, name=""):
    """Return one second source, folded; `references` give its address.

    name: by which the book knows it again on a page (see share_cards).
    """
    url = references.get(card.reference, {}).get("url", "")
    return Markup(fill_template("exercise/card.html", card=card, url=url, name=name))


def _card_name(text_set, card):
    return f"ss-card-{text_set.slug}-{card}"


CARD = re.compile(
    r'<details class="ss-card" data-card="([^"]+)">(<summary>(.*?)</summary>.*?</details>)', re.DOTALL
)
HELD = re.compile(r'\n<div class="ss-held" hidden>(.*?)\n</div>', re.DOTALL)


def share_cards(page):
    """Return the HTML of a page in which each second source stands once; wherever else it is shown there is a
    link, in whose place the script puts a copy (js/cards.js).

    What only the reasons name is held back in hidden places, and goes where the page shows it anyway.
    """
    shown = {name for name, *_ in CARD.findall(HELD.sub("", page))}

    def hold(found):
        kept = [
            card[0] for card in CARD.finditer(found[1]) if card[1] not in shown and not shown.add(card[1])
        ]
        return '\n<div class="ss-held" hidden>\n' + "\n".join(kept) + "\n</div>" if kept else ""

    met = set()

    def show(found):
        name, rest, title = found.groups()
        if name not in met and not met.add(name):
            return f'<details class="ss-card" id="{name}">{rest}'
        return f'<p class="ss-card ss-elsewhere" data-card="{name}"><a href="#{name}">{title}</a></p>'

    return CARD.sub(show, HELD.sub(hold, page))


def describe_unit(unit, text_set):
    """Return what a template shows of a unit: `label`, `text` as worded here, `paragraph`, `kind` and
    `citations`.
    """
    cites = [
        {
            "name": name_reference(key, text_set.references),
            "url": text_set.references.get(key, {}).get("url", ""),
        }
        for key in unit.sources
    ]
    return {
        "label": unit.label,
        "text": text_set.wording(unit.label),
        "paragraph": unit.paragraph,
        "kind": unit.label[0],
        "citations": cites,
    }


def name_reference(key, references):
    """Return a reference as a reader knows it: "CBS News, 2015"; its key where no outlet is given."""
    fields = references.get(key, {})
    name = re.split(r"[,;(]", fields.get("howpublished", ""))[0].strip()
    return f"{name}, {fields.get('year', 'undated')}" if name else key


def _quoted_paragraphs(text_set, activity):
    """Return the paragraphs that hold words an item asks about; each unit cut into (text, item id or "")
    parts.
    """
    quotes = _quotes_in(activity)
    paragraphs = [
        units for units in text_set.article.paragraphs() if any(unit.label in quotes for unit in units)
    ]
    return [
        [
            {"label": unit.label, "parts": _quoted_parts(text_set, unit, quotes.get(unit.label, {}))}
            for unit in units
        ]
        for units in paragraphs
    ]


def _quotes_in(activity):
    """Return {label of a unit: {words that an item asks about: its id}}."""
    quotes = {}
    for item in activity.items():
        if item.quote:
            quotes.setdefault(item.unit, {})[item.quote] = item.id
    return quotes


def _quoted_parts(text_set, unit, quotes):
    """Cut a unit at its quotes. In a reader's copy their words are looked up there; where one is missing
    the retelling stays.
    """
    passage = text_set.passages.get(unit.label)
    if not passage:
        return _cut(unit.text, quotes)
    found = {locate_quote(quote, passage): item for quote, item in quotes.items()}
    return _cut(unit.text, quotes) if None in found else _cut(passage, found)


def _cut(text, quotes):
    if not quotes:
        return [(text, "")]
    pattern = "|".join(re.escape(quote) for quote in sorted(quotes, key=len, reverse=True))
    return [(part, quotes.get(part, "")) for part in re.split(f"({pattern})", text) if part]


def _pack(payload, text_set, answers):
    """Return a key whose items name the second sources that stand on the page."""
    return {
        item: {**told, "evidence": [_card_name(text_set, card) for card in answers[item].evidence]}
        if "evidence" in told
        else told
        for item, told in payload.items()
    }


def _json_in_html(data):
    """JSON that cannot end the script element it stands in."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).replace("<", "\\u003c")
