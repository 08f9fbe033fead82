"""Damaged copies of a text, made from a seed, with the truth about every letter kept beside them."""

import html
import random
import re
import textwrap

STRAIGHT = str.maketrans("“”‘’«»–—", '""\'\'""--')


class Copy:
    """A text as a list of (character, place in the pristine text or None)."""

    def __init__(self, text):
        self.marked = [(character, place) for place, character in enumerate(text)]

    @property
    def text(self):
        return "".join(character for character, _ in self.marked)

    def places(self, start, end):
        """Return the pristine places of a passage of the damaged text."""
        return [place for _, place in self.marked[start:end] if place is not None]

    def retell(self, change):
        """Apply a function that only changes white space and single characters (same letters in the same
        order).
        """
        changed, rest, out = change(self.text), list(self.marked), []
        for character in changed:
            if rest and not character.isspace():
                while rest and rest[0][0].isspace():
                    rest.pop(0)
            out.append((character, rest.pop(0)[1] if rest and not character.isspace() else None))
        self.marked = out

    def split(self):
        """Return the paragraphs as lists of marked characters."""
        paragraphs, current = [], []
        for entry in self.marked:
            if entry[0] == "\n":
                paragraphs.append(current)
                current = []
            else:
                current.append(entry)
        return [
            paragraph for paragraph in [*paragraphs, current] if any(not c.isspace() for c, _ in paragraph)
        ]

    def join(self, paragraphs):
        self.marked = [
            entry for paragraph in paragraphs for entry in [*paragraph, ("\n", None), ("\n", None)]
        ]


def misspell(copy, chance, share=0.01):
    """Change `share` of all characters: replaced, dropped, doubled or swapped with the next."""
    out, skip = [], False
    for index, (character, place) in enumerate(copy.marked):
        if skip:
            skip = False
        elif chance.random() >= share or character == "\n":
            out.append((character, place))
        else:
            kind = chance.choice(["replace", "drop", "double", "swap"])
            if kind == "replace":
                out.append((chance.choice("abcdefghijklmnopqrstuvwxyz "), place))
            elif kind == "double":
                out += [(character, place), (character, None)]
            elif kind == "swap" and index + 1 < len(copy.marked):
                out += [copy.marked[index + 1], (character, place)]
                skip = True
    copy.marked = out


def drop_paragraphs(copy, chance):
    paragraphs = copy.split()
    gone = set(chance.sample(range(len(paragraphs)), max(1, len(paragraphs) // 6)))
    copy.join([paragraph for index, paragraph in enumerate(paragraphs) if index not in gone])


def double_paragraphs(copy, chance):
    paragraphs = copy.split()
    at = chance.randrange(len(paragraphs))
    copy.join(paragraphs[: at + 1] + paragraphs[at:])


def swap_paragraphs(copy, chance):
    paragraphs = copy.split()
    one, other = chance.sample(range(len(paragraphs)), 2)
    paragraphs[one], paragraphs[other] = paragraphs[other], paragraphs[one]
    copy.join(paragraphs)


def straighten_quotes(copy, _chance):
    copy.marked = [(character.translate(STRAIGHT), place) for character, place in copy.marked]


def wrap(copy, _chance):
    copy.retell(
        lambda text: "\n\n".join(textwrap.fill(line, 60) for line in text.split("\n") if line.strip())
    )


def add_debris(copy, chance):
    """Menus, share buttons and a copyright line between the paragraphs, as a careless copy from a page
    brings them.
    """
    lines = [
        "Home | News | About",
        "Share this:",
        "Advertisement",
        "Related posts",
        "© All rights reserved",
        "Read more",
        "1 comment",
    ]
    paragraphs = []
    for paragraph in copy.split():
        paragraphs.append(paragraph)
        if chance.random() < 0.4:
            paragraphs.append([(character, None) for character in chance.choice(lines)])
    copy.join(paragraphs)


def hyphenate(copy, chance):
    """Soft hyphens inside words, as web pages and e-books have them."""
    out = []
    for entry in copy.marked:
        out.append(entry)
        if entry[0].isalpha() and chance.random() < 0.1:
            out.append(("\u00ad", None))
    copy.marked = out


def to_html(text):
    """Return a page with the text in it, scripts, styles and entities included."""
    body = "".join(
        f"<p class='x'>{html.escape(line).replace('a', '&#97;', 1)}</p>\n"
        for line in text.split("\n")
        if line.strip()
    )
    head = "<style>p { color: red }</style><script>var a = '<p>no</p>';</script>"
    return f"<html><head>{head}</head><body><nav>Home</nav>{body}</body></html>"


KINDS = {
    "typing errors": misspell,
    "paragraphs dropped": drop_paragraphs,
    "a paragraph doubled": double_paragraphs,
    "paragraphs swapped": swap_paragraphs,
    "quotes straightened": straighten_quotes,
    "wrapped at 60 columns": wrap,
    "page debris": add_debris,
    "soft hyphens": hyphenate,
}


def damage(text, kinds, seed):
    """Return a Copy of `text` with the named kinds of damage, always the same for the same seed."""
    copy, chance = Copy(text), random.Random(seed)
    for kind in kinds:
        KINDS[kind](copy, chance)
    return copy


def letters(text):
    return re.sub(r"[\W_]+", "", text)
