"""A lesson plan as data: what slides, exit tickets and word lists are made of. The plan itself is the page in
`solutions/lessons/` that teachers read; what only they should see (answers, asides) stays there.
"""

import re
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from ..book.plans import Namer
from ..content.places import lesson_files
from ..files import ROOT, read_text, shown
from ..problems import fail

NUMBER = re.compile(r"lesson-(\d+)$")
# What is said in class stands in quotation marks; a year before it says to whom. What stands in brackets
# outside of them is for the teacher.
SAID = re.compile(r"((?:20\d\d: )?“[^”]*”)|\([^()]*\)")
WHOLE = re.compile(r"[.?!…]”$")  # a sentence; “powder keg” alone is a word that the teacher talks about
# In a row of the plan: the questions to talk about come in this step. “The sentences below” are none.
BELOW = re.compile(r"\b(?:see|questions) below\b", re.IGNORECASE)
MINUTE = re.compile(r",? minute (\d+)")  # in what a talk is about: it comes in the step that begins there
STEPS, TICKET, WORDS = "Fifty minutes", "Exit ticket", "Words, and ways to begin a sentence"
DONE = (STEPS, TICKET, WORDS, "Twenty minutes", "Everybody in", "What usually goes wrong", "Looking back")
_markdown = MarkdownIt("commonmark").enable("table")


class Exercise(NamedTuple):
    """An exercise as students see it: its title, its minutes, the page and the address in the book."""

    name: str
    title: str
    minutes: int
    page: str
    address: str


class Talk(NamedTuple):
    """Questions to talk about, with what they are about ("" where the plan does not say)."""

    about: str
    questions: list


class Step(NamedTuple):
    """One row of the plan: “4–12”, what happens, what is said, the exercises, the questions of its talk."""

    minutes: str
    what: str
    said: list
    exercises: list
    talks: list


class LessonPlan(NamedTuple):
    """All of a plan that students may see. note: what is said before a text that speaks of violence;
    note_at: the place of the step before which it is said.
    """

    number: int
    title: str
    question: str
    goals: list
    note: str
    note_at: int
    steps: list
    ticket: str
    words: list
    beginnings: list


def read_plans(root=ROOT):
    """Return a LessonPlan for each lesson, in order; none where solutions are not installed."""
    namer = Namer(root)
    paths = {int(found[1]): path for path in lesson_files(root) if (found := NUMBER.search(path.stem))}
    return [_read_whole(number, path, namer, root) for number, path in sorted(paths.items())]


def _read_whole(number, path, namer, root):
    try:
        return _read_plan(number, path, namer, root)
    except _Absent as absent:
        return fail(shown(path, root), "", f"there is no {absent}.", "Lesson 1 shows how it is written.")


class _Absent(Exception):
    """What a plan must have and has not."""


def _first(found, what):
    for one in found:
        return one
    raise _Absent(what)


def read_sections(text):
    """Return {heading: [its nodes]} of a Markdown text; what stands before the first is under ""."""
    sections, heading = {"": []}, ""
    for node in SyntaxTreeNode(_markdown.parse(text)).children:
        if node.type == "heading" and node.tag in ("h1", "h2"):
            heading = _text(node)
            sections[heading] = []
        else:
            sections[heading].append(node)
    return sections


def plain_text(node, namer=None):
    """Return the words of a node as students read them: exercises by their titles, lines joined."""
    return _text(node, namer)


def _read_plan(number, path, namer, root):
    lines = read_text(path, root).split("\n")
    sections = read_sections("\n".join(namer.spell_options(line) for line in lines))
    title, opening = list(sections.items())[1]
    for name in (STEPS, TICKET, WORDS):
        if name not in sections:
            fail(shown(path, root), "", f"there is no section “{name}”.", "Every lesson plan has one.")
    steps = _steps(sections, namer)
    return LessonPlan(
        number,
        title.partition(": ")[2] or title,
        _question(opening),
        [_text(item, namer).rstrip(",.") for item in _items(opening)[: _count_goals(opening)]],
        *_note(opening, steps, namer),
        steps,
        _quote(sections[TICKET], namer),
        _words(sections[WORDS]),
        [_text(item, namer) for item in _items(sections[WORDS])],
    )


def _question(opening):
    """Return the question of the day, which stands in italics in the first paragraph."""
    slanted = _first(
        (node for node in opening[0].walk() if node.type == "em"), "question in italics at the top"
    )
    words = _text(slanted)
    return words[0].upper() + words[1:]


def _count_goals(opening):
    return len(
        _first(
            (node for node in opening if node.type == "bullet_list"), "list of what students can do"
        ).children
    )


def _note(opening, steps, namer):
    """Return (what the plan says before a text with violence, the place of the step before which it is said),
    ("", 0) where it says nothing.
    """
    for node in opening:
        if node.type == "paragraph" and _text(node).startswith("Say "):
            when, *rest = _parts(node)
            ends = [place for place, child in enumerate(rest) if child.type == "softbreak"]
            told = "".join(_text(child, namer) for child in rest[: (ends or [None])[0]]).strip()
            when, told = _text(when), told if told[0] == "“" else told[told.rindex("“") :]
            return told.partition("“")[2].rpartition("”")[0], _place(when, steps)
    return "", 0


def _place(when, steps):
    """Return the place of the step that “at minute 19” means, or of the one with the content note."""
    if minute := re.search(r"minute (\d+)", when):
        begins = (place for place, step in enumerate(steps) if step.minutes.startswith(f"{minute[1]}–"))
        return _first(begins, f"step that begins at minute {minute[1]}, at which something is to be said")
    return _first(
        (place for place, step in enumerate(steps) if "ontent note" in step.what),
        "step with the content note",
    )


def _steps(sections, namer):
    """Return the Steps. The questions of a section come in the step that says “see below”; where none is left
    that does, before the exit ticket, which is the last row. A talk that names its minute comes then.
    """
    groups = [
        found
        for heading, nodes in list(sections.items())[2:]
        if heading not in DONE and (found := _talks(nodes, namer))
    ]
    rows, steps = _rows(sections[STEPS]), []
    for place, (minutes, what, say) in enumerate(rows):
        done, told = _text(what, namer), _text(say, namer)
        mine = groups[:1] if BELOW.search(f"{done} {told}") else groups if place == len(rows) - 2 else []
        groups = groups[len(mine) :]
        talks = [talk for group in mine for talk in group]
        said = [words for words in _said(told) if WHOLE.search(words)]
        steps.append(Step(_text(minutes), done, said, _exercises((what, say), namer), talks))
    return _at_their_minutes(steps)


def _at_their_minutes(steps):
    """Return the Steps with each Talk that names a minute in the step that begins there."""
    starts = [step.minutes.partition("–")[0] for step in steps]
    placed = [[] for _ in steps]
    for place, step in enumerate(steps):
        for talk in step.talks:
            minute = MINUTE.search(talk.about)
            at = starts.index(minute[1]) if minute and minute[1] in starts else place
            placed[at].append(talk._replace(about=MINUTE.sub("", talk.about)))
    return [step._replace(talks=talks) for step, talks in zip(steps, placed, strict=True)]


def _exercises(cells, namer):
    names = [node.content for cell in cells for node in cell.walk() if node.type == "code_inline"]
    return [describe_exercise(name, namer) for name in dict.fromkeys(names) if name in namer.activities]


def describe_exercise(name, namer):
    """Return an Exercise by its name, such as "2015-scale/speaking"."""
    activity, address = namer.activities[name], namer.addresses.get(name, "")
    page = namer.root / "book" / f"{address.partition('.html')[0]}.md"
    title = read_text(page, namer.root).partition("\n")[0].lstrip("# ") if page.exists() else ""
    return Exercise(name, activity.title, activity.minutes, title, address)


def _talks(nodes, namer):
    """Return the Talks of a section: each paragraph that asks something, without its answers, and each list
    of points as one.
    """
    found = [_talk(node, namer) for node in nodes if node.type == "paragraph"]
    for node in nodes:
        if node.type == "ordered_list":
            points = [question for item in node.children for question in _asked(item.children[0], namer)]
            found.insert(0, Talk("", points))
    return [talk for talk in found if talk.questions]


def _talk(node, namer):
    first = _parts(node)[0]
    about = _text(first, namer).rstrip(".") if first.type == "strong" else ""
    return Talk(about, _asked(node, namer))


def _asked(node, namer):
    """Return the questions of a paragraph. What comes after “Good answer” in a line is an answer."""
    questions, line = [], ""
    for child in [*node.children[0].children, None]:
        if child is None or child.type == "softbreak":
            questions += [said for said in _said(line) if WHOLE.search(said)]
            line = ""
        elif child.type == "em" and "nswer" in _text(child):
            line += "\0"
        elif "\0" not in line and child.type != "strong":
            line += _text(child, namer)
    return questions


def _parts(paragraph):
    """Return what a paragraph is made of; the parser puts an empty text before bold words."""
    return [part for part in paragraph.children[0].children if part.type != "text" or part.content]


def _said(text):
    return [found[1] for found in SAID.finditer(text.partition("\0")[0]) if found[1]]


def _rows(nodes):
    table = _first((node for node in nodes if node.type == "table"), "table of minutes")
    body = next(part for part in table.children if part.type == "tbody")
    return [row.children for row in body.children]


def _items(nodes):
    return [item for node in nodes if node.type == "bullet_list" for item in node.children]


def _quote(nodes, namer):
    return _text(
        _first((node for node in nodes if node.type == "blockquote"), "exit ticket in a quotation"), namer
    )


def _words(nodes):
    """Return the words that a plan lists after “Words:”."""
    line = next((_text(node) for node in nodes if _text(node).startswith("Words")), "")
    return [word.strip(" .") for word in line.partition(":")[2].split(",") if word.strip(" .")]


def _text(node, namer=None):
    if node.type in ("softbreak", "hardbreak"):
        return " "
    if node.type == "code_inline":
        return namer.title(node.content) if namer and node.content in namer.activities else node.content
    if node.type == "text":
        return node.content
    apart = " " if node.type in ("blockquote", "list_item") else ""
    return apart.join(_text(child, namer) for child in node.children)
