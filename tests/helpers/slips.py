"""The slips that people make when they write a set by hand: what is done to the files of a good one."""

import re

from helpers.written_set import REFERENCE, SET

ARTICLE, BRIEF, CARDS, ITEMS = (
    f"exercises/{SET}/{name}" for name in ("article.txt", "brief.txt", "evidence.yaml", "items.yaml")
)
KEY, NOTES = (f"solutions/{SET}/{name}" for name in ("key.yaml", "notes.md"))
PAGE, CONTENTS, BIB = f"book/{SET}.md", "book/_toc.yml", "book/references.bib"
REASON = r"why: >-\n        The writer says so.*?public sitting\."  # of p6.1, speaking, in the key
BOAT = r"    writers-boat:\n      answer: no\n      why: >-\n.*?2\.80 crowns\.\n"
LOCATED = r"original: On the first … eighty silver crowns"
WORDING = """  wording:
    kind: phrases
    skill: wording
    title: Which words argue?
    minutes: 3
    prompt: Tap the words that argue.
    phrases:
      w1: {{unit: p1.3, quote: daylight robbery}}
      w2: {{unit: {unit}, quote: {quote}}}
"""
WORDING_KEY = """  wording:
    w1: {{answer: loaded, why: Nobody was robbed.}}
    w2: {{answer: {answer}, why: It is an opinion.}}
"""


def change(file, pattern, new):
    """Return a slip that puts `new` in the place of the first match of `pattern`."""

    def slip(kit):
        path = kit / file
        text, times = re.subn(
            pattern,
            lambda found: found.expand(new),
            path.read_text(encoding="utf-8"),
            count=1,
            flags=re.MULTILINE | re.DOTALL,
        )
        assert times, f"{pattern!r} is no longer in {file}"
        path.write_text(text, encoding="utf-8", newline="")

    return slip


def add(file, text):
    """Return a slip that adds `text` to the end of a file, which need not be there."""

    def slip(kit):
        with open(kit / file, "a", encoding="utf-8") as open_file:
            open_file.write(text)

    return slip


def remove(name):
    """Return a slip that removes a file."""
    return lambda kit: (kit / name).unlink()


def rename(name, new):
    """Return a slip that renames a file or a folder."""
    return lambda kit: (kit / name).rename(kit / new)


def encode(file, encoding):
    """Return a slip that saves a file in another encoding."""

    def slip(kit):
        text = (kit / file).read_text(encoding="utf-8")
        (kit / file).write_bytes(text.encode(encoding, "replace"))

    return slip


def all_of(*slips):
    """Return several slips as one."""

    def slip(kit):
        for one in slips:
            one(kit)

    return slip


def reason(words):
    """Return a slip that writes the reason for p6.1 on one line, as `words`."""
    return change(KEY, REASON, f"why: {words}".replace("\\", r"\\"))


def wording(unit="p6.2", quote="wants", answer="loaded"):
    """Return a slip that adds an exercise on words to the set, to its key and to its page."""
    return all_of(
        add(ITEMS, WORDING.format(unit=unit, quote=quote)),
        add(KEY, WORDING_KEY.format(answer=answer)),
        change(PAGE, r"## What to", f"```{{activity}} {SET}/wording\n```\n\n## What to"),
    )


SLIPS = {
    "a comma in a reason in braces": change(
        KEY, BOAT, "    writers-boat: {answer: no, why: That is about her, not the claim, is it.}\n"
    ),
    "a reason that begins with straight quotes": reason('"Nobody" is told, she says.'),
    "a colon in a reason": reason("One thing is clear: nobody is named."),
    "a hash in a reason": reason("The writer says so #no source"),
    "a reason that begins with an apostrophe": reason("'Tis the writer who says so."),
    "a tab before a name": change(KEY, f" {{6}}({REASON})", r"\t\1"),
    "no space after the colon": change(KEY, r"answer: S4", "answer:S4"),
    "the name of a label instead of its code": change(KEY, r"answer: S4", "answer: No source"),
    "a code in small letters": change(KEY, r"answer: S4", "answer: s4"),
    "a code of the other skill": change(KEY, r"answer: S4", "answer: F1"),
    "no reason": change(KEY, f" {{6}}{REASON}\n", ""),
    "no key for one unit": change(KEY, r"  p4\.2:\n.*?(?=  p5\.1)", ""),
    "a key for a unit that nobody asks": change(
        KEY, r"^answers:", "  p3.1:\n    speaking: {answer: S0, why: She counted and says so.}\nanswers:"
    ),
    "a unit misspelt in the questions": change(ITEMS, r"p5\.1, p6\.1", "p5.11, p6.1"),
    "a card misspelt": change(ITEMS, r"\[club-register, ", "[clubregister, "),
    "a source misspelt in the brief": change(BRIEF, REFERENCE, "town-2026-3"),
    "a reference misspelt in a card": change(CARDS, REFERENCE, "town-2026"),
    "a comma lost in the references": change(BIB, r"March\}\},", "March}}"),
    "a brace lost in the references": change(BIB, r"vote\},\n\}", "vote},\n"),
    "a key twice in the references": lambda kit: add(BIB, (kit / BIB).read_text(encoding="utf-8"))(kit),
    "& and % bare in the references": change(BIB, r"Record of", "Record & 5% of"),
    "a reference that nothing uses": add(BIB, "\n@misc{spare-2020,\n  title = {Spare},\n}\n"),
    "words to tap that are not in the unit": wording(quote="really wanted"),
    "words to tap that stand there twice": wording(unit="p3.2", quote="in March"),
    "three dots in an anchor": change(ARTICLE, LOCATED, "original: On the first ... eighty silver crowns"),
    "an anchor with words that are not there": change(
        ARTICLE, LOCATED, "original: Nobody ever … eighty silver crowns"
    ),
    "an anchor with one side": change(ARTICLE, LOCATED, "original: On the first …"),
    "no anchor": change(ARTICLE, LOCATED + "\n", ""),
    "straight quotes in a text": change(
        ARTICLE, r"“A fare freeze would cost next to nothing,”", '"A freeze"'
    ),
    "a long quotation": change(ARTICLE, r"“A fare freeze would", "“A fare freeze on this lake would surely"),
    "a long quotation in straight quotes": change(
        ARTICLE,
        r"“A fare freeze would cost next to nothing,”",
        '"A fare freeze on this lake would surely cost us,"',
    ),
    "a sentence that is copied": change(
        ARTICLE,
        r"next to nothing,” says",
        "nothing,” told nobody why the office suddenly needed quite so many, says",
    ),
    "a label without its dot": change(ARTICLE, r"\[p5\.2\]", "[p52]"),
    "a label twice": change(ARTICLE, r"\[p5\.2\]", "[p5.1]"),
    "a unit without a label": change(ARTICLE, r"\[p5\.2\] ", ""),
    "a unit over two lines": change(ARTICLE, r"next to nothing,” says", "next to nothing,”\nsays"),
    "no empty line between units": change(ARTICLE, r"\n\n\[p5\.2\]", "\n[p5.2]"),
    "a header missing": change(ARTICLE, r"^rights:[^\n]*\n", ""),
    "a header misspelt": change(ARTICLE, r"^byline:", "by-line:"),
    "a date in another form": change(ARTICLE, r"^published:[^\n]*", "published: spring, perhaps"),
    "a sentence of the brief without its source": change(BRIEF, rf"source: {REFERENCE}\n", ""),
    "lines that end as on Windows": lambda kit: (kit / ARTICLE).write_bytes(
        (kit / ARTICLE).read_bytes().replace(b"\n", b"\r\n")
    ),
    "a byte-order mark in a text": encode(ARTICLE, "utf-8-sig"),
    "a text in Windows-1252": encode(ARTICLE, "cp1252"),
    "a byte-order mark in the key": encode(KEY, "utf-8-sig"),
    "a key in UTF-16": encode(KEY, "utf-16"),
    "minutes as a word": change(ITEMS, r"minutes: 5", "minutes: five"),
    "a kind misspelt": change(ITEMS, r"kind: choose", "kind: chose"),
    "a skill misspelt": change(ITEMS, r"skill: missing", "skill: mising"),
    "a field misspelt": change(ITEMS, r"confidence: \[p2", "confidense: [p2"),
    "a skill that this kind does not have": change(ITEMS, r"skill: figures", "skill: wording"),
    "nothing worked": change(ITEMS, r"    worked:\n.*?(?=    units: \[p2\.1, p2\.3)", ""),
    "a unit shown worked and asked": change(ITEMS, r"unit: p1\.2", "unit: p3.3"),
    "Yes for yes": change(KEY, r"answer: yes", "answer: Yes"),
    "true for yes": change(KEY, r"answer: yes", "answer: true"),
    "an option without its key": change(KEY, BOAT, ""),
    "a further answer without a reason": change(KEY, r"answer: S1\n", "answer: S1\n      also: S0\n"),
    "a page that the contents do not name": change(CONTENTS, rf"chapters:\n- file: {SET}\n", ""),
    "no page": remove(PAGE),
    "a page without one exercise": change(PAGE, rf"```{{activity}} {SET}/knowing\n```\n", ""),
    "an exercise misspelt in the page": change(PAGE, r"fares/knowing", "fares/knowings"),
    "a page without the answers": change(PAGE, rf"```{{answers}} {SET}\n```\n", ""),
    "a block of the page that never ends": change(PAGE, r"fares/speaking\n```", "fares/speaking"),
    "no notes": remove(NOTES),
    "no solutions": lambda kit: [remove(KEY)(kit), remove(NOTES)(kit), (kit / KEY).parent.rmdir()],
    "no brief": remove(BRIEF),
    "no cards": remove(CARDS),
    "questions in items.yml": rename(ITEMS, ITEMS.replace(".yaml", ".yml")),
    "a folder with capitals and a space": rename(f"exercises/{SET}", "exercises/Ferry Fares"),
    "a backup file": lambda kit: (kit / f"{ARTICLE}~").write_bytes((kit / ARTICLE).read_bytes()),
    "a lock file of a word processor": add(f"exercises/{SET}/~$brief.txt", "x"),
    "an answer among the questions": change(ITEMS, r"(    title: Who is missing)", r"    answer: S4\n\1"),
    "a choice that is none": wording(answer="ok"),
    "no sound version of a weak claim": change(KEY, r"      sound: >-\n        The Ferry.*?bills\.\n", ""),
}
