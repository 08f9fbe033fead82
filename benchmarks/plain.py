"""The floor for pages and builds: the same book without exercises, made by plain `jupyter-book` with the same
theme and settings.

The texts and second sources that our directives would show stand there as plain Markdown.

And a peer: one of its pages with the exercises as jupyterquiz shows them.
"""

import re
import shutil
import sys

from measure import ROOT, run

from secondsource.book.extension import DIRECTIVES
from secondsource.book.staging import COUNTED, make_contents
from secondsource.content.places import PREFIX
from secondsource.content.textset import TextSet
from secondsource.exercise.key_payload import describe_key

OURS = re.compile(
    rf"^(`{{3,}})\{{(?P<name>{'|'.join(DIRECTIVES)})\}}(?P<argument>.*?)$.*?^\1\s*$", re.MULTILINE | re.DOTALL
)
OUR_EXTENSION = "      - secondsource.book.extension\n"
RUNS_CELLS = "---\nkernelspec:\n  name: python3\nfile_format: mystnb\n---\n\n"


def stage_plain(source, computed=True):
    """Write the book's pages to `source` with our directives taken out; settings as in the kit, our extension
    left out.

    computed: with the pages that have cells to run (the class edition goes without them).
    """
    shutil.copytree(
        ROOT / "book",
        source,
        ignore=shutil.ignore_patterns("__pycache__", *([] if computed else [f"{COUNTED}*"])),
    )
    for path in source.glob("*.md"):
        path.write_text(OURS.sub(plain_text, path.read_text(encoding="utf-8")), encoding="utf-8")
    notebooks = sorted((ROOT / "exercises" / "notebooks").glob("*.ipynb")) if computed else []
    for path in notebooks:
        shutil.copyfile(path, source / f"{PREFIX}{path.name}")
    config = source / "_config.yml"
    before, ours, after = config.read_text(encoding="utf-8").partition(OUR_EXTENSION)
    assert ours, "the floor would be built with the kit's extension"
    config.write_text(before + after, encoding="utf-8")
    (source / "_toc.yml").write_text(
        make_contents("study" if computed else "class", [f"{PREFIX}{path.name}" for path in notebooks]),
        encoding="utf-8",
    )


def plain_text(found):
    """Return what stands for one of our directives on a page without exercises."""
    if found["name"] not in ("article", "evidence"):
        return ""
    library = TextSet(found["argument"].strip())
    if found["name"] == "evidence":
        return "\n".join(f"- {card.title}: {card.says}" for card in library.cards.values())
    text = library.brief if ":text: brief" in found[0] else library.article
    return "\n\n".join(" ".join(unit.text for unit in units) for units in text.paragraphs())


def add_quiz_page(source, slug):
    """Turn the page of a set into one with a jupyterquiz in the place of each of our exercises: the same
    questions, answers and reasons.
    """
    library, page = TextSet(slug), source / f"{slug}.md"
    text = (ROOT / "book" / page.name).read_text(encoding="utf-8")
    page.write_text(RUNS_CELLS + OURS.sub(lambda found: quiz_cell(library, found), text), encoding="utf-8")


def quiz_cell(library, found):
    """Return the cell that stands for one of our directives, "" where it asks nothing that jupyterquiz can
    ask.
    """
    slug, _, name = found["argument"].strip().partition("/")
    if found["name"] != "activity" or slug != library.slug:
        return plain_text(found)
    activity, told = library.activity(name), describe_key(library, name)
    questions = [
        {
            "question": library.asked(activity, item).line,
            "type": "multiple_choice",
            "answers": [
                {
                    "answer": choice.name,
                    "correct": value == told[item.id]["answer"],
                    "feedback": told[item.id]["why"],
                }
                for value, choice in item.choices.items()
            ],
        }
        for item in activity.items()
        if item.choices
    ]
    if not questions:
        return ""
    code = f"from jupyterquiz import display_quiz\ndisplay_quiz({questions!r})"
    return f"```{{code-cell}} python\n:tags: [remove-input]\n{code}\n```\n"


def build_plain(source):
    """Run plain jupyter-book on `source`; return the Run and the folder of the site."""
    done = run(
        [
            sys.executable,
            "-c",
            "from jupyter_book.cli.main import main; main()",
            "build",
            str(source),
            "--quiet",
        ],
        ROOT,
    )
    return done, source / "_build" / "html"
