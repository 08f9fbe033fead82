"""What no message of the author page may name: files, short names, labels of units, codes of answers."""

import re

from secondsource.author.yamledit import get_value

INSIDE = re.compile(
    r"\.(?:yaml|yml|txt|bib|toml)\b|\b(?:exercises|solutions|drafts)/|`\w+:`|\b[pbxech]\d+\.\d+\b|\b[SFC]\d\b"
)


def named(text, workspace):
    """Return what a text names that is only the kit's: file names, `fields:`, p3.2, S4, a-card, an-option."""
    names = set()
    for file, top in (("items", "activities"), ("cards", "cards")):
        try:
            parts = get_value(workspace.read(file), [top], {})
        except Exception:
            continue  # a file that cannot be read names nothing on the page
        names |= {*parts}
        for one in parts.values():
            names |= {*one.get("options", {}), *one.get("phrases", {}), *one.get("rows", {})}
            names.add(one.get("reference", "a-card"))
    slugs = [name for name in names if "-" in name or re.fullmatch(r"[wr]\d+", name)]
    shown = [name for name in slugs if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)]
    return INSIDE.findall(text) + shown
