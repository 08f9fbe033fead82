"""What a school downloads and uses without Python: the editions as zips, each article as a lesson in one
file, worksheets and keys as PDF. The same kit makes the same bytes.
"""

import hashlib
import re
import shutil
import tempfile
from pathlib import Path

from ..book.build import build
from ..book.editions import EDITIONS
from ..book.site_zip import HANDING_IN, START, START_TEXT, zip_site
from ..content.places import lesson_files
from ..content.texts import read_easier, slugs
from ..data import articles
from ..files import ROOT, read_text, write_whole
from ..problems import fail
from ..worksheets.sheets import PAPERS, choose_exercises, make_worksheets, split_names
from .handouts import make_handouts
from .lesson_file import write_lesson

SUMS = "SHA256SUMS.txt"
PRINTED = re.compile(r"`python3 kit\.py worksheets ([^`]+)`")  # what a lesson plan says to print
BEGIN = """
Begin with "Six lessons at a glance", then the plan of your lesson: its first
line says what to read before you teach it.
"""
STARTS = {
    "class": "This is the CLASS edition, for checks and for work that a teacher marks.\n"
    "It has no answer in it.\n\n",
    "study": "This is the STUDY edition, for lessons and for learning alone.\n"
    "It holds the answers: they show after you check.\n\n",
    "teach": "This is the TEACH edition. It has the KEYS: do not give it away, and do\n"
    "not put it where students find it. Open it on your own screen.\n\n",
}
FOLDERS = {  # each may be copied without the others
    "lessons": "One article in each file, as a lesson. Open it in a browser, or send it: it\n"
    "needs no network. It holds the answers, shown after checking. A class that\n"
    "has not learned the labels yet: give out three-rules.pdf of the handouts, or\n"
    "begin with the lesson plans in teach.zip, which use study.zip.\n",
    "worksheets": "Sheets for students. NAME.pdf is for the printer, NAME.docx to change,\n"
    "NAME-easier the same in easier words. NAME-answers.csv is for you: a table\n"
    "to type the answers into. lesson-1 to lesson-6 hold what the plan of each\n"
    "lesson prints, and no more. No answer is in this folder.\n",
    "keys": "These are the KEYS to the worksheets: do not give them away, and do not\n"
    "put them where students find them.\n",
    "handouts": "To hand out and to project; no answer is in this folder. slides-lesson-N.pdf\n"
    "are the steps of a lesson; words.pdf is for who learns English; letter-home\n"
    "and substitute are for you to change and sign (.docx).\n",
}
GUIDE = """SECOND SOURCE: what is in this folder. Nothing has to be installed.

WITH A CLASS TOMORROW
  lessons/NAME.html  one article in one file. Send it or put it into your
                     learning platform; it opens in any browser, without
                     a network. It holds the answers, shown after checking.
  study.zip          the whole book, with reasons after checking. The six
                     lesson plans (in teach.zip) use this one.
  class.zip          the same exercises without any answer: for checks and
                     for work that you mark.

FOR YOU ALONE (has the keys: do not give away)
  teach.zip          lesson plans, keys beside the texts, teaching notes.
                     Unpack it and begin with "Six lessons at a glance".
  keys-a4, keys-letter      the keys to the worksheets, as PDF.
  To mark a class's answer files by itself takes the kit and Python; whoever
  gave you this folder has them. Without, mark from the keys.

ON PAPER
  worksheets-a4, worksheets-letter      a sheet for each text, as PDF and as
                     .docx to change, and a table to type the answers into.
                     NAME-easier is the same in easier words; lesson-1 to
                     lesson-6 hold what each lesson plan prints.
  handouts-a4, handouts-letter      three rules on a page, a poster, exit
                     tickets, words for learners of English, slides of each
                     lesson, a letter home, a page for a substitute.

Unpack a zip before you open it. Inside the zip window the book does not
work. SHA256SUMS.txt tells whether a file arrived whole.
"""


def make_release(out, say=print, root=ROOT, build=build):
    """Write everything into the folder `out`, which an earlier release there leaves; return its files.

    say: called with a line of text at each step. build: makes an edition in a folder, as book.build.build.
    Raises ContentError where the folder holds something else, or the content has problems.
    """
    out = Path(out)
    _refuse_foreign(out)
    with tempfile.TemporaryDirectory(prefix="second-source-") as folder:
        made = Path(folder) / "release"
        made.mkdir()
        for edition in EDITIONS:
            site = build(edition, root / "_build" / edition, say=say)
            zip_site(site, made / f"{edition}.zip", _start(edition))
            if edition == "study":
                say("Writing the lessons in one file …")
                _write_lessons(site, made / "lessons", root)
        for paper in PAPERS:
            say(f"Making the worksheets and what is handed out ({paper}) …")
            _write_paper(made, paper, root)
            if lesson_files(root):
                list(make_handouts(made / f"handouts-{paper}", paper, root=root))
        _write_text(made / START, GUIDE)
        for folder in sorted(path for path in made.iterdir() if path.is_dir()):
            _write_text(folder / START, FOLDERS[folder.name.partition("-")[0]])
        _write_sums(made)
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(made, out)
    return sorted(path for path in out.rglob("*") if path.is_file())


def _refuse_foreign(out):
    if out.exists() and (not out.is_dir() or any(out.iterdir()) and not (out / SUMS).exists()):
        fault = "this folder holds something else than a release, and making one would replace it."
        fail(out, "", fault, "Name a new or empty folder.")


def _write_lessons(site, folder, root):
    for slug in articles(root):
        page = (Path(site) / f"{slug}.html").read_text(encoding="utf-8")
        _write_text(folder / f"{slug}.html", write_lesson(page, root))


def _write_paper(made, paper, root):
    """Write the sheets of all sets, and the keys into a folder of their own."""
    sheets, keys = made / f"worksheets-{paper}", made / f"keys-{paper}"
    keys.mkdir()
    every = choose_exercises(slugs(root), root=root)
    simpler = {slug: names for slug, names in every.items() if read_easier(slug, root).units}
    for chosen, easier in ((every, False), (simpler, True)):
        for one in make_worksheets(chosen, sheets, root=root, paper=paper, easier=easier, editable=True):
            key = sheets / f"{one.slug}-key.pdf"
            if key.exists():
                key.rename(keys / key.name)

    for path in lesson_files(root):
        _print_lesson(path, sheets / path.stem, paper, root)


def _print_lesson(plan, folder, paper, root):
    """Write the sheets that a lesson plan says to print, for a teacher who cannot run its command."""
    for words in PRINTED.findall(read_text(plan, root)) if re.fullmatch(r"lesson-\d+", plan.stem) else ():
        sets, _, only = words.removesuffix(" --no-keys").partition(" --only ")
        if set(sets.split()) <= set(slugs(root)):
            chosen = choose_exercises(sets.split(), split_names(only), root)
            list(make_worksheets(chosen, folder, keys=False, root=root, paper=paper))


def _start(edition):
    """Return the START-HERE of an edition's zip: a teacher hands no answers in."""
    rest = START_TEXT.replace(HANDING_IN, BEGIN) if edition == "teach" else START_TEXT
    return STARTS[edition] + rest


def _write_sums(made):
    files = sorted(path for path in made.rglob("*") if path.is_file())
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(made).as_posix()}\n"
        for path in files
    ]
    _write_text(made / SUMS, "".join(lines))


def _write_text(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    with write_whole(path, "utf-8") as file:
        file.write(text)
