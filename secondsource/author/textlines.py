"""Change one unit in article.txt or brief.txt; all other bytes of the file stay as they are."""

import re

from ..content.texts import LABEL, NOTES
from ..files import UNSEEN

# What pages on the web put into words for their own layout: places to break a line, and the mark of a byte
# order. The joiners (U+200C, U+200D) stay: Persian is not written without them.
BREAKS = re.compile("[\u00ad\u200b\u2060\ufeff]")
BLOCK = re.compile(r"^(?=\[)", re.MULTILINE)


def clean_text(text):
    """Return what a person typed as one line: no characters that nobody sees, and curly quotation marks."""
    text = " ".join(UNSEEN.sub(" ", BREAKS.sub("", text)).split())
    text = re.sub(r"(^|[\s(\[“])\"", r"\1“", text).replace('"', "”")
    text = re.sub(r"(^|[\s(\[“])'", r"\1‘", text).replace("'", "’")
    return text.encode("utf-8", "ignore").decode().replace("...", "…")


def unit_lines(label, text, original="", source=""):
    """Return the lines of one unit."""
    notes = [f"{name}: {value}\n" for name, value in (("original", original), ("source", source)) if value]
    return f"[{label}] {text}".rstrip() + "\n" + "".join(notes)


def set_unit(content, label, text=None, **notes):
    """Return the file with another text of a unit, or another note (`original`, `source`; "" removes it)."""
    head, *blocks = BLOCK.split(content)
    for place, block in enumerate(blocks):
        if _label(block) == label:
            blocks[place] = _changed(block, text, notes)
    return head + "".join(blocks)


def add_unit(content, unit, after=None):
    """Return the file with the lines of a new unit, behind another one, else at its end."""
    head, *blocks = BLOCK.split(content)
    place = next((place for place, block in enumerate(blocks, 1) if _label(block) == after), len(blocks))
    if place and not blocks[place - 1].endswith("\n\n"):
        blocks[place - 1] = blocks[place - 1].rstrip("\n") + "\n\n"
    elif not place and not head.endswith("\n\n"):
        head = head.rstrip("\n") + "\n\n"
    blocks.insert(place, unit + ("\n" if place < len(blocks) else ""))
    return head + "".join(blocks)


def remove_unit(content, label):
    """Return the file without a unit."""
    head, *blocks = BLOCK.split(content)
    kept = [block for block in blocks if _label(block) != label]
    return (head + "".join(kept)).rstrip("\n") + "\n"


def set_header(content, name, value):
    """Return the file with another value of a header line."""
    head, *blocks = BLOCK.split(content)
    line = f"{name}: {value}".rstrip()
    new, times = re.subn(rf"^{name}:.*$", lambda _: line, head, flags=re.MULTILINE)
    return (new if times else f"{line}\n{head}") + "".join(blocks)


def free_label(content, paragraph):
    """Return the next free label of a paragraph: p3.4 behind p3.3, whatever was removed in between."""
    taken = [int(number) for number in re.findall(rf"^\[{paragraph}\.(\d+)\]", content, re.MULTILINE)]
    return f"{paragraph}.{max(taken, default=0) + 1}"


def _label(block):
    match = LABEL.match(block)
    return match and match[1]


def _changed(block, text, notes):
    lines = block.rstrip("\n").split("\n")
    gap = block[len(block.rstrip("\n")) :]
    kept, closed = [], False
    for line in lines[1:]:
        kind = line.partition(":")[0]
        is_note = kind in NOTES and ":" in line
        closed = closed or is_note or not line.strip()
        if (is_note and kind in notes) or (text is not None and not closed):
            continue
        kept.append(line)
    added = [f"{name}: {value}" for name, value in notes.items() if value]
    first = lines[0] if text is None else f"[{_label(block)}] {text}".rstrip()
    return "\n".join([first, *kept, *added]) + gap
