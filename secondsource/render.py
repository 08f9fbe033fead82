"""Turn content into HTML: one rendering for the book, the notebook and print. Everything written by people is escaped."""

import json
import re
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from . import __version__
from .answers import LONGEST_TEXT
from .evidence import read_evidence, read_references
from .feedback import describe_key
from .items import read_items
from .keys import activity_key, read_key
from .labels import CHOICE_LISTS, SKILL_NAMES, SKILLS
from .originals import locate_quote, read_stream
from .problems import fail
from .strict import ROOT
from .texts import read_article, read_brief

KIND_NAMES = {"mark": "Label the claims", "phrases": "Tap the words", "table": "Sort the rows", "choose": "Choose", "write": "Write"}


def _template(name):
    return (files("secondsource") / "templates" / name).read_text(encoding="utf-8")


_environment = Environment(loader=FunctionLoader(_template), autoescape=True, undefined=StrictUndefined, trim_blocks=False)


def fill_template(file, /, **values):
    """Return a file of `templates/` filled in; every value is escaped unless it is Markup."""
    return _environment.get_template(file).render(**values)


class Library:
    """Everything one text set holds, read once: `article`, `brief`, `activities`, `cards`, `key` (None without solutions).

    passages: {label: original wording} from a reader's own copy; shown in place of the retelling, in every exercise.
    """

    def __init__(self, slug, root=ROOT, with_key=True, passages=None):
        self.slug = slug
        self.article = read_article(slug, root)
        self.passages = passages or {}
        self.brief = read_brief(slug, root)
        self.activities = read_items(slug, root)
        self.cards = read_evidence(slug, root)
        self.key = read_key(slug, root) if with_key else None
        self.references = read_references(root)
        self.units = {**self.article.units, **self.brief.units}

    def wording(self, label):
        """Return how a unit reads here: in the reader's own copy where it was found, else as we retell it."""
        return self.passages.get(label) or self.units[label].text

    def activity(self, name):
        """Return one activity, or fail with the names there are."""
        if name not in self.activities:
            fail(f"exercises/{self.slug}/items.yaml", "", f"there is no activity “{name}”.", f"There are: {', '.join(self.activities)}.")
        return self.activities[name]

    def asked(self, activity, item):
        """Return what an item asks about: a claim, a phrase, an option, a row, or a sum; "" for a free text."""
        name = item.id.removesuffix(".number")
        if activity.kind == "table":
            return activity.rows[name].text if item.choices else activity.rows[name].number.question
        return {"mark": lambda: self.wording(name), "phrases": lambda: activity.phrases[name].quote, "choose": lambda: activity.options[name],
                "write": str}[activity.kind]()

    def answers(self, name):
        """Return the key to one activity's items, by item id ({} without a key)."""
        return activity_key(name, self.activity(name), self.key) if self.key else {}


def render_activity(library, name, embed_key):
    """Return one activity as a complete HTML section.

    embed_key: put the answers beside the questions as JSON (the book's study edition). A notebook keeps them in Python.
    """
    activity, answers = library.activity(name), library.answers(name)
    payload = describe_key(library, name) if embed_key and answers else None
    return fill_template(
        "activity.html", id=f"ss-{library.slug}-{name}", slug=library.slug, name=name, activity=activity, kit=__version__,
        fingerprint=library.article.fingerprint, wording=library.wording, choices=_choices(activity), has_key=bool(answers),
        phrase_paragraphs=_phrase_paragraphs(library, activity), cards=[library.cards[card] for card in activity.evidence],
        card_html=lambda card: render_card(card, library.references),
        payload=Markup(_json_in_html(payload)) if payload else "", kind_names=KIND_NAMES, skill_names=SKILL_NAMES,
        longest_text=LONGEST_TEXT)


def render_text(library, kind, paragraphs=None):
    """Return the reading edition (kind "article") or the comparator ("brief") as HTML prose.

    paragraphs: labels such as {"p3", "p4"}; None for all.
    """
    text = getattr(library, kind)
    wanted = [units for units in text.paragraphs() if paragraphs is None or units[0].paragraph in paragraphs]
    shown = [[describe_unit(unit, library) for unit in units] for units in wanted]
    header = " · ".join(filter(None, (text.header.get(part) for part in ("byline", "outlet", "published")))) if kind == "article" else text.header["title"]
    return fill_template("text.html", slug=library.slug, kind=kind, paragraphs=shown, header="" if paragraphs else header)


def render_copy_panel(library):
    """Return the panel “Use my own copy”: with the anchors of the units, and nothing else of the original."""
    anchors = [{"label": unit.label, "first": unit.first, "last": unit.last, "letters": len(read_stream(unit.text).letters)} for unit in library.article.units.values()]
    return fill_template("copy.html", slug=library.slug, anchors=Markup(_json_in_html(anchors)))


def render_evidence(library):
    """Return all second-source cards of a set."""
    return '<div class="ss-evidence">\n' + "\n".join(render_card(card, library.references) for card in library.cards.values()) + "\n</div>"


def render_answers_panel():
    """Return the panel with saving, results, download and start again; the script shows it."""
    return fill_template("answers.html")


def render_claims(resting, references):
    """Return every reference with the claims that rest on it (see claims.list_claims), in the order of their titles."""
    entries = [_claims_entry(key, fields, resting.get(key, [])) for key, fields in references.items()]
    return fill_template("claims.html", entries=sorted(entries, key=lambda entry: entry["title"].casefold()))


def _claims_entry(key, fields, claims):
    answers = [f"{slug} {text}" for slug, kind, text in claims if kind == "answer"]
    return {"key": key, "title": fields.get("title", key), "outlet": fields.get("howpublished") or fields.get("journal", ""),
            "year": fields.get("year", "undated"), "note": fields.get("note", ""), "url": fields.get("url", ""), "count": f"{len(claims)} use{'s' if len(claims) != 1 else ''}",
            "texts": [(slug, text) for slug, kind, text in claims if kind not in ("answer", "notes")], "answers": ", ".join(answers),
            "notes": ", ".join(slug for slug, kind, _ in claims if kind == "notes")}


def _choices(activity):
    if activity.kind == "mark":
        return SKILLS[activity.skill]
    return CHOICE_LISTS[activity.choices] if activity.kind == "table" else None


def render_card(card, references):
    """Return one second source, folded; `references` give its address."""
    url = references.get(card.reference, {}).get("url", "")
    return Markup(fill_template("card.html", card=card, url=url))


def describe_unit(unit, library):
    """Return what a template shows of a unit: `label`, `text` as worded here, `paragraph`, `kind` and `citations`."""
    cites = [{"name": name_reference(key, library.references), "url": library.references.get(key, {}).get("url", "")} for key in unit.sources]
    return {"label": unit.label, "text": library.wording(unit.label), "paragraph": unit.paragraph, "kind": unit.label[0], "citations": cites}


def name_reference(key, references):
    """Return a reference as a reader knows it: "CBS News, 2015"; its key where no outlet is given."""
    fields = references.get(key, {})
    name = re.split(r"[,;(]", fields.get("howpublished", ""))[0].strip()
    return f"{name}, {fields.get('year', 'undated')}" if name else key


def _phrase_paragraphs(library, activity):
    """Return the paragraphs that hold a phrase; each unit cut into (text, item id or "") parts."""
    if activity.kind != "phrases":
        return []
    quotes = {}
    for item, phrase in activity.phrases.items():
        quotes.setdefault(phrase.unit, {})[phrase.quote] = item
    paragraphs = [units for units in library.article.paragraphs() if any(unit.label in quotes for unit in units)]
    return [[{"label": unit.label, "parts": _phrase_parts(library, unit, quotes.get(unit.label, {}))} for unit in units] for units in paragraphs]


def _phrase_parts(library, unit, quotes):
    """Cut a unit at its phrases. In a reader's copy their words are looked up there; where one is missing the retelling stays."""
    passage = library.passages.get(unit.label)
    if not passage:
        return _cut(unit.text, quotes)
    found = {locate_quote(quote, passage): item for quote, item in quotes.items()}
    return _cut(unit.text, quotes) if None in found else _cut(passage, found)


def _cut(text, quotes):
    if not quotes:
        return [(text, "")]
    pattern = "|".join(re.escape(quote) for quote in sorted(quotes, key=len, reverse=True))
    return [(part, quotes.get(part, "")) for part in re.split(f"({pattern})", text) if part]


def _json_in_html(data):
    """JSON that cannot end the script element it stands in."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).replace("<", "\\u003c")
