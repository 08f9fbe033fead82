"""Teachers' pages in a reader's words: exercises by their titles, with links into them; sources as links;
options by what they say. The files keep the short names, which are what commands and keys use.
"""

import re
from html import escape

from ..content.items import read_items
from ..content.places import locate_activities
from ..content.references import read_references
from ..content.texts import slugs
from ..content.textset import TextSet
from ..exercise.html import name_reference
from ..files import ROOT

FENCED = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([\w-]+(?:/[\w-]+)?)`")
YEAR = re.compile(r"^\d{4}(?=-)")
HEADING = re.compile(r"^#.*", re.MULTILINE)
LINKED = re.compile(r"</?a\b[^>]*>| <small\b.*?</small>")
IDS = r"(?<![\w-])((?:{ids})(?:(?:, | and )(?:{ids}))+)(?![\w-])"
SHORT = re.compile(r"(?<![\w`/-])[a-z]+(?:-[a-z0-9]+)+(?![\w`/-])")  # “europe-capacity”, never a plain word
FORMS = "check-"  # the notes on one check compare all of them


class Namer:
    """Knows the exercises, cards and references of the kit by their names."""

    def __init__(self, root=ROOT):
        self.root, self.references = root, read_references(root)
        self.addresses = locate_activities(root)
        self.activities = {
            f"{slug}/{name}": activity
            for slug in slugs(root)
            for name, activity in read_items(slug, root).items()
        }
        self.cards = {}

    def explain(self, text, slug=""):
        """Return Markdown of a teachers' page with names in place of codes. slug: the set it is about."""
        parts = FENCED.split(text)
        return "".join(part if part.startswith("```") else self._explain(part, slug) for part in parts)

    def title(self, activity):
        """Return the title of an exercise in quotation marks, with its article's year where it has one."""
        year = YEAR.match(activity)
        return f"“{self.activities[activity].title}”" + (f" ({year[0]})" if year else "")

    def _explain(self, text, slug):
        lines = "\n".join(self.spell_options(line, slug) for line in text.split("\n"))
        said = self._options_of(slug)
        spelled = SHORT.sub(lambda found: _list(found[0], said) if found[0] in said else found[0], lines)
        named = SPAN.sub(lambda found: self._name(found, slug), spelled)
        # “On this page” makes a link of each heading, and a link holds no other.
        return HEADING.sub(lambda heading: LINKED.sub("", heading[0]), named)

    def _name(self, found, slug):
        name = found[1]
        activity = name if name in self.activities else f"{slug}/{name}"
        if activity in self.activities and (name != slug):
            return self._link_exercise(activity, with_set="/" in name)
        return self._link_source(name, slug) or found[0]

    def _link_exercise(self, activity, with_set):
        words = self.title(activity) if with_set else f"“{self.activities[activity].title}”"
        address = self.addresses.get(activity)
        code = escape(activity, quote=True)
        if not address:
            return words
        short = f'<small class="ss-short">{code}</small>'
        return f'<a href="{address}" title="{code}">{escape(words)}</a> {short}'

    def _link_source(self, key, slug):
        """Return a source as a link to its page, by the name that readers know; "" where the key is none."""
        card = self._cards_of(slug).get(key)
        key = card.reference if card else key
        if key not in self.references:
            return ""
        name, address = name_reference(key, self.references), self.references[key].get("url", "")
        if not address:
            return name
        return (
            f'<a href="{escape(address, quote=True)}" title="{escape(key, quote=True)}" '
            f'rel="noreferrer noopener">{escape(name)}</a>'
        )

    def _options_of(self, slug):
        """Return {short name: what it says} of all options of a set."""
        group = FORMS if slug.startswith(FORMS) else f"{slug}/"
        return {
            name: told
            for full, activity in self.activities.items()
            if slug and full.startswith(group)
            for name, told in activity.named_options().items()
        }

    def _cards_of(self, slug):
        if slug not in self.cards:
            known = slug in slugs(self.root)
            self.cards[slug] = TextSet(slug, self.root, with_key=False).cards if known else {}
        return self.cards[slug]

    def spell_options(self, line, slug=""):
        """Write out a list of options, such as “hands up: shouting, rise”, where the line names the exercise
        that has them.
        """
        for name in SPAN.findall(line):
            activity = self.activities.get(name) or self.activities.get(f"{slug}/{name}")
            said = activity.named_options() if activity else {}
            if not said:
                continue
            pattern = IDS.format(ids="|".join(sorted(map(re.escape, said), key=len, reverse=True)))
            line = re.sub(pattern, lambda found, said=said: _list(found[1], said), line)
        return line


def _list(ids, said):
    return "; ".join(f"“{said[each].rstrip('.')}”" for each in re.split(", | and ", ids))
