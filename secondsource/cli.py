"""The command line: `python3 kit.py COMMAND` ends up here, inside the kit's own environment."""

import errno
import os
import sys
from contextlib import contextmanager

import click
from rich.console import Console
from rich.text import Text

from .book.editions import EDITIONS
from .files import ROOT, name_text

# markup=False: what stands in [brackets] is part of a name, not a style.
console = Console(highlight=False, soft_wrap=True, markup=False)
FOLDER = click.Path(file_okay=False)
PAPER = click.option(
    "--paper",
    type=click.Choice(["a4", "letter"]),
    default="a4",
    show_default=True,
    help="The size of the sheets in your printer.",
)
EDITION = click.Choice(EDITIONS)
CURES = dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "The disk is full. Make room and start again.")
CURES[errno.EROFS] = (
    f"The folder {ROOT} cannot be written to. Copy the kit to a folder of your own and start again there."
)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""\b
Examples:
  python3 kit.py                                      open the study edition
  python3 kit.py build --edition class --out site     the book without any answer
  python3 kit.py build --edition teach --out teach    with keys and teaching notes
  python3 kit.py check                                check the content after a change
  python3 kit.py test                                 run the tests
  python3 kit.py benchmark                            measure how fast it is""",
)
def main():
    """Second Source: read advocacy closely, claim by claim."""


@main.command()
def start():
    """Build the study edition, serve it and open it (what kit.py does alone).

    The first time it opens before the tables and charts are worked out; they follow.

    \b
    Example: python3 kit.py start
    """
    from .book.build import build_first, forget_first
    from .book.serve import open_book

    out = ROOT / "_build" / "study"
    with _last_book_named(out):
        with _steps() as say:
            first = build_first("study", out, say)
        server = open_book(first) if first else None
        if server:
            console.print("You can read already. Tables and charts are being worked out and follow.")
        site = _build("study", out)
    if server:
        server.show(site)
    forget_first("study")
    if server:
        console.print("The book is complete. Reload a page that says its tables are being worked out.")
    (server or open_book(site)).wait()


@main.command()
@click.option(
    "--edition",
    type=EDITION,
    default="study",
    show_default=True,
    help="study: feedback; class: no answers; teach: keys and notes.",
)
@click.option(
    "--out",
    type=FOLDER,
    help="Folder for the site (default: _build/EDITION). An older site there is replaced.",
)
@click.option(
    "--originals",
    type=click.Path(exists=True, file_okay=False),
    help="Folder with your own copies of the articles: a private site, not for publication.",
)
def build(edition, out, originals):
    """Build the book as a folder of web pages.

    \b
    Example: python3 kit.py build --edition class --out site
    """
    folder = _build(
        edition, out or ROOT / "_build" / (f"{edition}-private" if originals else edition), originals
    )
    console.print(
        f"The {edition} edition is in {folder}. Open index.html there, or put the folder on any web server."
    )


@main.command()
@click.option(
    "--edition",
    type=EDITION,
    default="class",
    show_default=True,
    help="Which edition; only class has no answers in it.",
)
@click.option(
    "--out", type=click.Path(dir_okay=False), help="The zip (default: _build/second-source-EDITION.zip)."
)
def bundle(edition, out):
    """Build the book and pack it into one zip, for a USB stick or a shared drive.

    Which edition? A lesson takes study; a check, or work that you mark, takes class; teach has the keys and
    is yours alone.

    \b
    Example: python3 kit.py bundle --out second-source-class.zip
    """
    from .book.site_zip import zip_site

    path = zip_site(
        _build(edition, ROOT / "_build" / edition), out or ROOT / "_build" / f"second-source-{edition}.zip"
    )
    answers = "It has no answers in it." if edition == "class" else "It has the answers in it."
    console.print(
        f"{path} ({path.stat().st_size / 1e6:.1f} MB): the {edition} edition. {answers} "
        "Unpack it and open second-source/index.html."
    )


@main.command()
@click.option(
    "--out", type=FOLDER, required=True, help="A new or empty folder, or one of an earlier release."
)
def release(out):
    """Make what a school downloads and uses without Python: the three editions as zips, each article as a
    lesson in one file, worksheets and keys as PDF on A4 and Letter, with checksums.

    The same kit makes the same bytes.

    \b
    Example: python3 kit.py release --out second-source-download
    """
    from .desk.release import make_release

    with _steps() as say:
        files = make_release(out, say)
    size = sum(path.stat().st_size for path in files)
    console.print(
        f"{len(files)} files ({size / 1e6:.0f} MB) are in {name_text(os.path.abspath(out))}. "
        "START-HERE.txt there says what each is for."
    )


@main.command()
@click.option(
    "--port", type=click.IntRange(1, 65435), default=8000, show_default=True, help="First port to try."
)
@click.option("--browser/--no-browser", default=True, help="Open a browser when there is one.")
@click.argument(
    "folder", type=click.Path(exists=True, file_okay=False), default=str(ROOT / "_build" / "study")
)
def serve(folder, port, browser):
    """Serve a built book on this computer, to you alone (127.0.0.1): no other device reaches it.

    For the devices of a class there is `python3 kit.py live`; or put the folder on a school server, a shared
    drive or a USB stick.

    \b
    Example: python3 kit.py serve site --port 9000
    """
    from .book.serve import open_book

    open_book(folder, port, browser).wait()


@main.command()
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(exists=True))
def originals(files):
    """Tell which article each FILE is a copy of, and how many of its passages are found. A folder stands for
    all files in it.

    \b
    Examples:
      python3 kit.py originals my-copy.html another.pdf
      python3 kit.py originals my-copies
    """
    from rich.table import Table

    from .originals.files import list_copies, look_at

    paths = [each for file in files for each in (list_copies(file) if os.path.isdir(file) else [file])]
    if not paths:
        sys.exit(f"{files[0]}: there is no file in it.")
    table = Table("File", "Article", "Passages found", "Not found")
    table.columns[0].overflow = "fold"  # cut short, names that differ in their last letters look alike
    shared = os.path.commonpath([os.path.dirname(os.path.abspath(path)) for path in paths])
    for path in paths:
        copy, name = look_at(path), name_text(os.path.relpath(path, shared))
        if copy.fault:
            table.add_row(name, "not read", "", copy.fault)
        elif not copy.slug:
            table.add_row(name, "none of ours", "0", "all")
        else:
            missing = " ".join(label for label in copy.match.wanted if label not in copy.match.found)
            count = f"{len(copy.match.found)} of {len(copy.match.wanted)}"
            table.add_row(name, copy.slug, count, missing or "-")
    console.print(table)


@main.command()
@click.option(
    "--originals",
    type=click.Path(exists=True, file_okay=False),
    help="Folder with the originals: also check that nothing of them is in the kit.",
)
@click.option(
    "--summary",
    is_flag=True,
    help="Also print the balance of the whole: items, sound share, evidence, words, reading grade.",
)
@click.option(
    "--site",
    multiple=True,
    type=click.Path(exists=True, file_okay=False),
    help="With --originals: a built site to check as well.",
)
@click.option(
    "--facts",
    is_flag=True,
    help="Also count what was compared with its source; a statement changed since is a problem.",
)
@click.option("--draft", metavar="SET", help="Check one draft as if it were in the book, and nothing else.")
def check(originals, summary, site, facts, draft):
    """Check texts, questions, keys and references; name every problem.

    \b
    Examples:
      python3 kit.py check
      python3 kit.py check --summary
      python3 kit.py check --facts
      python3 kit.py check --originals my-copies --site _build/study
      python3 kit.py check --draft school-phones
    """
    if draft:
        _check_draft(draft)
        return
    from .content.check import check as check_content
    from .content.ledger import list_changed
    from .content.texts import slugs

    with_key = (ROOT / "solutions").exists()
    problems, compared = check_content(with_key=with_key), []
    if originals:
        from .originals.quoting import check_originals

        found, compared = check_originals(originals, [ROOT, *site])
        problems += found
    for line in compared:
        console.print(line)
    for problem in problems:
        console.print(str(problem))
    changed = [] if problems else list_changed(with_key=with_key)
    for line in changed:
        console.print(f"note: {line}")
    if summary and not problems:
        _print_summary()
    if facts and not problems:
        _print_facts(with_key)
    if count := len(problems) + len(changed) * facts:
        sys.exit(f"{count} problem{'s' if count > 1 else ''} found.")
    console.print(f"All is well: {', '.join(slugs())}.")


@main.command()
@click.option(
    "--reader",
    type=click.Choice(["model", "person"]),
    default="person",
    show_default=True,
    help="Who compared: a language model, or a person.",
)
@click.argument("name", metavar="SET")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
def compared(name, file, reader):
    """Record which statements of a set were compared with their sources, and what came of it.

    SET is a set, `pages` for the sentences that cite in the book, or `cross-article` for the timeline and
    who counted what. FILE is YAML, a line a statement: `brief/b1.1: {result: seen, at: where it was seen}`.
    Results are seen, second, article, reasoning, notes and unseen; the book's page on checking says what
    they mean. `check --facts` counts them.

    \b
    Example: python3 kit.py compared 2015-scale compared.yaml
    """
    from .content.ledger import APART, record_readings
    from .content.texts import slugs

    if name not in (*slugs(), *APART):
        raise click.BadParameter(f"“{name}” is no set. There are: {', '.join((*slugs(), *APART))}.")
    count = record_readings(name, file, reader)
    plural = "" if count == 1 else "s"
    console.print(f"{count} comparison{plural} recorded. `python3 kit.py check --facts` counts all of them.")


@main.command()
@click.option(
    "--original",
    required=True,
    type=click.Path(exists=True, dir_okay=False),
    help="The article as a file: .txt, .md, .html, .docx or .pdf. It stays in the draft.",
)
@click.option("--link", default="", help="Where it was published.")
@click.option(
    "--browser/--no-browser", default=True, help="Open the page to write on, when there is a screen."
)
@click.argument("name", metavar="SET")
def new(name, original, link, browser):
    """Begin a set of your own: a draft with the article cut into claims, and two exercises to fill.

    Then it opens the page on which you write it; Ctrl+C ends that, and `author` opens it again.

    The draft is the folder drafts/SET. No edition, worksheet or export has anything of it until you publish
    it.

    \b
    Example: python3 kit.py new school-phones --original my-article.txt
    """
    from .author import opening
    from .author.drafts import new_draft

    folder, count = new_draft(name, original, link)
    console.print(f"The draft is in {folder.relative_to(ROOT)}: {count} passages, no label, no answer.")
    console.print(f"Write it on a page: python3 kit.py author {name}")
    console.print(f"Or in an editor, and look with: python3 kit.py check --draft {name}")
    if browser and opening.has_screen() and (server := opening.open_author(name)):
        server.wait()


@main.command()
@click.option(
    "--port",
    type=click.IntRange(1, 65435),
    help="First port to try. Without it a set keeps the port of its first start (from 8765 on).",
)
@click.option("--browser/--no-browser", default=True, help="Open a browser when there is one.")
@click.argument("name", metavar="SET")
def author(name, port, browser):
    """Open the page on which you write a draft or a set, on this computer only.

    It saves by itself, into the files of the set; every step can be taken back, also after a restart.
    Started again while it runs, it shows the page that is open.

    \b
    Example: python3 kit.py author ferry-fares
    """
    from .author.opening import open_author

    if server := open_author(name, port, browser):
        server.wait()


@main.command()
@click.option(
    "--caption",
    default="Your own texts",
    show_default=True,
    help="The part of the book’s contents it is named under.",
)
@click.option("--back", is_flag=True, help="Take the set out of the book again; it is a draft then.")
@click.argument("name", metavar="SET")
def publish(name, caption, back):
    """Put a draft into the book when `check` finds nothing, or take it back.

    \b
    Examples:
      python3 kit.py publish school-phones
      python3 kit.py publish ferry-fares --back
    """
    from .author.publishing import publish as publish_draft
    from .author.publishing import take_back

    problems = take_back(name) if back else publish_draft(name, caption)
    for problem in problems:
        console.print(str(problem))
    if count := len(problems):
        sys.exit(f"{count} problem{'s' if count > 1 else ''} found. Nothing was moved.")
    where = (
        f"It is in drafts/{name} again." if back else f"It is in the book: book/{name}.md, and its folders."
    )
    console.print(where)


@main.command()
@click.option(
    "--blind",
    type=FOLDER,
    help="Write a copy without any answer into this folder, for a colleague to fill in.",
)
@click.argument("name", metavar="SET")
@click.argument("other", required=False, type=click.Path(exists=True, dir_okay=False))
def agree(name, other, blind):
    """Compare the key of a set or a draft with the answers of a second reader.

    Prints Krippendorff’s alpha for each skill and every disagreement with both reasons. It changes nothing:
    talk, correct, or write `contested: true` where careful readers differ.

    \b
    Examples:
      python3 kit.py agree ferry-fares --blind blind-copy
      python3 kit.py agree ferry-fares for-a-colleague/other.yaml
    """
    from pathlib import Path

    from .author.agreement import compare_keys, measure, propose_contested, write_blind_copy

    if blind:
        for path in write_blind_copy(name, Path(blind)):
            console.print(f"written: {path}")
        return
    if not other:
        raise click.UsageError("Name the file with the other answers, or a folder with --blind.")
    pairs, problems = compare_keys(name, Path(other))
    for problem in problems:
        console.print(str(problem))
    for one in measure(pairs):
        alpha = "not defined" if one.alpha is None else f"{one.alpha:.2f}"
        console.print(f"{one.skill}: {one.same} of {one.items} alike, alpha {alpha}")
    for pair in pairs:
        if not pair.agrees:
            kind = "one finds fault, one does not" if pair.differs_in_kind else "another label"
            console.print(f"\n{pair.place} ({kind}): {pair.text}")
            console.print(
                f"  yours   {pair.mine[0]}: {pair.mine[1]}\n  theirs  {pair.theirs[0]}: {pair.theirs[1]}"
            )
    if open_ := propose_contested(pairs):
        console.print(
            f"\nTalk about these; where both reasons stay, write `contested: true`: {'; '.join(open_)}"
        )
    if not pairs:
        sys.exit("No item has an answer on both sides.")


@main.command()
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(["qti", "gift", "csv", "annotations"]),
    help="One format; may be given again. Default: all four.",
)
@click.option("--out", type=FOLDER, help="Folder for the files (default: _build/export).")
@click.argument("sets", nargs=-1)
def export(sets, formats, out):
    """Write questions and keys for other programs: Canvas, Moodle, spreadsheets, annotation tools.

    qti: a zip for each set, with a quiz for each exercise (Canvas). gift: a text file for each set (Moodle).
        csv: one table of all items.
    annotations: the keys on the texts, as W3C Web Annotations. All but a csv without solutions/ hold the
        answers: not for students.

    \b
    Examples:
      python3 kit.py export
      python3 kit.py export 2015-scale ferry-fares --format qti --out canvas
    """
    from .exports import FORMATS
    from .exports import export as export_sets

    folder = out or ROOT / "_build" / "export"
    written = export_sets(folder, sets, formats or FORMATS)
    files = f"{len(written)} file{'s' if len(written) > 1 else ''}"
    console.print(f"{files} in {folder}: {', '.join(path.name for path in written)}")


@main.command()
@click.argument("answers")
@click.option(
    "--out",
    type=FOLDER,
    default="marks",
    show_default=True,
    help="Folder for the marks; other files in it are not touched.",
)
@click.option(
    "--rubric",
    type=click.Path(exists=True, dir_okay=False),
    help="Your marked table of texts (default: texts.csv in the folder for the marks).",
)
@click.option(
    "--last",
    is_flag=True,
    help="Count the last answers in files of kit 0.1.0, which do not say in which edition they were given. "
    "Newer files say it.",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Mark on a Dask cluster; ANSWERS may then be any address that fsspec knows.",
)
@click.option(
    "--roster",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="Your class list: a Canvas or Moodle export as it comes, a table with name and id, or a name in "
    "each line.",
)
@click.option(
    "--scale",
    metavar="GRADES",
    help="Grades with the per cent from which each is given: “A=85 B=70 C=50 D=0”.",
)
@click.option(
    "--empty",
    type=click.Choice(["skip", "zero"]),
    default="skip",
    show_default=True,
    help="What was not handed in: left out of the total, or 0.",
)
def mark(answers, out, rubric, last, cluster, roster, scale, empty):
    """Mark the answer files in ANSWERS, a folder or a zip.

    \b
    Examples:
      python3 kit.py mark handed-in --out marks
      python3 kit.py mark handed-in --roster class.csv --scale "A=85 B=70 C=50 D=0"
      python3 kit.py mark submissions.zip
      python3 kit.py mark "s3://district/*.jsonl" --cluster tcp://10.0.0.5:8786
    """
    from rich.progress import Progress

    from .desk.grades import read_scale
    from .mark_class import Desk, mark_class

    desk = Desk(roster, read_scale(scale) if scale else None, empty == "zero")
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        summary = mark_class(
            answers,
            out,
            rubric,
            last,
            cluster,
            say=lambda text, done=None, total=None: bar.update(
                task, description=text, completed=done, total=total
            ),
            desk=desk,
        )
    console.print(str(summary))


@main.command()
def licences():
    """Make the table of packages and their licences anew (after the files of pins have changed).

    \b
    Example: python3 kit.py licences
    """
    from .book.notices import list_packages, write_packages

    packages = list_packages()
    write_packages(packages)
    console.print(f"written: secondsource/book/licences/packages.csv, {len(packages)} packages")


@main.command()
@click.option(
    "--inside",
    default=None,
    metavar="PATH",
    help="Where answers are in each folder (default: second-source/answers).",
)
@click.option(
    "--out",
    type=FOLDER,
    default="handed-in",
    show_default=True,
    help="Folder for the answer files, one for each student.",
)
@click.argument("homes", type=click.Path(exists=True, file_okay=False))
def gather(homes, inside, out):
    """Bring together the answers that students saved in their folders in HOMES, on JupyterHub or a shared
    computer.

    \b
    Example: python3 kit.py gather /home --out handed-in
    """
    from .marking.homes import INSIDE, list_idle
    from .marking.homes import gather as gather_answers
    from .marking.people import shorten

    found = gather_answers(homes, out, inside or INSIDE)
    for one in found:
        for file, fault in one.faults:
            console.print(f"{one.folder}/{inside or INSIDE}{'/' * bool(file)}{file}: {fault}")
    students, exercises = sum(one.exercises > 0 for one in found), sum(one.exercises for one in found)
    console.print(
        f"Students: {students}. Exercises: {exercises}. The files are in {name_text(os.path.abspath(out))}."
    )
    if idle := list_idle(homes, inside or INSIDE) + [one.folder for one in found if not one.exercises]:
        console.print(f"No answers from {len(idle)}: {shorten(idle, 40)}.")


@main.command()
@click.option(
    "--out",
    type=FOLDER,
    default=str(ROOT / "_build" / "worksheets"),
    help="Folder for the files (default: _build/worksheets).",
)
@click.option(
    "--only", default="", metavar="NAMES", help="Exercises by name, for a shorter sheet: speaking,missing."
)
@click.option(
    "--without", default="", metavar="PARTS", help="What the class has elsewhere: text,brief,worked,cards."
)
@click.option("--keys/--no-keys", default=True, help="With a key for the teacher, or without.")
@PAPER
@click.option(
    "--easier", is_flag=True, help="Articles in easier words (SET-easier.pdf), where a set has them."
)
@click.option(
    "--editable",
    is_flag=True,
    help="Each sheet as .docx as well, to change in Word, LibreOffice or Google Docs.",
)
@click.argument("sets", nargs=-1)
def worksheets(sets, out, only, without, keys, paper, easier, editable):
    """Make worksheets as PDF, keys for teachers, and tables to type paper answers into; all sets, or the
    named ones.

    \b
    Examples:
      python3 kit.py worksheets
      python3 kit.py worksheets 2015-scale --only speaking,missing
      python3 kit.py worksheets 2015-scale --easier
      python3 kit.py worksheets check-a --no-keys --out for-students
    """
    from rich.progress import track

    from .worksheets.sheets import choose_exercises, make_worksheets, split_names

    chosen = choose_exercises(sets, split_names(only))
    made = list(
        track(
            make_worksheets(
                chosen, out, split_names(without), keys, paper=paper, easier=easier, editable=editable
            ),
            "Making worksheets …",
            len(chosen),
            console=console,
            transient=True,
        )
    )
    for one in made:
        if one.missing:
            console.print(
                f"{one.slug}: no font on this computer has {' '.join(one.missing)}. Boxes stand in their "
                "place, and the PDF is not fully accessible (PDF/UA). Before you print, install a font that "
                "has them, such as one of the Noto fonts, or write other letters, and make the sheets again."
            )
    _print_worksheets(made, out, keys)


@main.command()
@click.option(
    "--out",
    type=FOLDER,
    default=str(ROOT / "_build" / "handouts"),
    help="Folder for the files (default: _build/handouts).",
)
@PAPER
@click.option(
    "--book", default="", metavar="ADDRESS", help="Where your class opens the book: slides then link to it."
)
def handouts(out, paper, book):
    """Make what you hand out or project: the three rules on a page, a poster, exit tickets, words for
    learners of English, a letter home, a page for a substitute (both to change as well), and
    slides of each lesson.

    \b
    Examples:
      python3 kit.py handouts
      python3 kit.py handouts --paper letter --book https://school.example/second-source
    """
    from .desk.handouts import make_handouts

    names = list(make_handouts(out, paper, book))
    console.print(f"{len(names)} files are in {name_text(os.path.abspath(out))}: {', '.join(names)}.")


def _print_worksheets(made, out, keys):
    from rich.table import Table

    table = Table("Set", "Pages", "Pages of the key", "Answer boxes")
    for one in made:
        table.add_row(one.slug, str(one.pages), str(one.key_pages or "-"), str(one.boxes))
    console.print(table)
    with_keys = ", their keys (SET-key.pdf)" if any(one.key_pages for one in made) else ""
    console.print(
        f"The sheets (SET.pdf){with_keys} and the tables for answers (SET-answers.csv) are in {out}."
    )
    if keys and not all(one.key_pages for one in made):
        console.print("Only student sheets were made: there is no folder solutions/ with the keys.")
    if old := [one.old_key for one in made if one.old_key]:
        console.print(f"Mind the older keys that are still there: {', '.join(old)}.")


def _check_draft(name):
    from .author.publishing import check_draft

    problems = check_draft(name)
    for problem in problems:
        console.print(str(problem))
    if count := len(problems):
        sys.exit(f"{count} problem{'s' if count > 1 else ''} found.")
    console.print(f"All is well: python3 kit.py publish {name}")


def _print_summary():
    from .data.balance import summarise

    click.echo(summarise().to_string(index=False, na_rep="-", float_format="{:.2f}".format))


def _print_facts(with_key):
    from .content.ledger import RESULTS, count_results, list_standings

    columns = ("statements", *RESULTS, "open", "one reader too few")
    rows = {}
    for name, standings in list_standings(with_key=with_key).items():
        counts = count_results(standings)
        lacking = sum(one.lacks_a_reader for one in standings)
        rows[name] = [len(standings), *(counts[each] for each in (*RESULTS, "open")), lacking]
    wide = max(map(len, rows), default=0)
    click.echo(" " * wide + "".join(f"  {column}" for column in columns))
    for name, row in rows.items():
        cells = (f"  {number:{len(column)}}" for number, column in zip(row, columns, strict=True))
        click.echo(f"{name:{wide}}" + "".join(cells))


@main.command()
@click.option(
    "--port", type=click.IntRange(1, 65435), default=8888, show_default=True, help="First port to try."
)
@click.option("--browser/--no-browser", default=True, help="Open a browser.")
def lab(port, browser):
    """Open the notebooks in JupyterLab, on this computer only.

    They are copied once to the folder second-source in your home (or to the one that SECONDSOURCE_FOLDER
    names), with your answers beside them; an update never touches what you did there.

    \b
    Example: python3 kit.py lab
    """
    from .notebooks.lab import run_lab

    sys.exit(run_lab(port, browser))


@main.command()
def notebooks():
    """Make exercises/notebooks anew from solutions/notebooks (after a change there).

    A notebook in which somebody has worked is left as it is, and named.

    \b
    Example: python3 kit.py notebooks
    """
    from .notebooks.making import write_student_notebooks

    for path in write_student_notebooks():
        console.print(f"written: {path.relative_to(ROOT)}")


@main.command("demo-report")
@click.option(
    "--students",
    type=click.IntRange(1, 10_000),
    default=30,
    show_default=True,
    help="How many students the synthetic class has.",
)
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, help="Another seed, another class."
)
@click.option(
    "--change",
    type=click.Choice(["discernment", "suspicion", "trust", "none"]),
    default="discernment",
    show_default=True,
    help="What the class is made to change from check to check.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False),
    default="demo-report.html",
    show_default=True,
    help="File for the report. An older one is replaced.",
)
def demo_report(students, seed, change, out):
    """Write the class report of a synthetic class: what the report looks like, without real students.

    \b
    Example: python3 kit.py demo-report --students 30 --change suspicion --out demo.html
    """
    from .report.page import write_demo_report

    with console.status("Making a synthetic class and its report …"):
        write_demo_report(out, students, seed, change)
    console.print(
        f"The report is in {name_text(os.path.abspath(out))}. Open it in a browser. "
        "It shows a synthetic class, no real students."
    )


@main.command()
@click.option(
    "--keep", type=click.IntRange(1, 3650), help="Days until the class is deleted (asked; else 30)."
)
@click.option(
    "--hours",
    type=click.FloatRange(0.01, 24 * 30),
    default=3,
    show_default=True,
    help="It then stops by itself.",
)
@click.option("--new", is_flag=True, help="Open another class, although one of today could go on.")
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Port (default: the first free one from 8460; it stays)."
)
@click.option("--name", "names", multiple=True, help="A name under which students reach this computer.")
@click.option("--store", help="postgresql://... for a school; default: a file of the class's own.")
@click.option("--code", help="With --store: also serve the class that has this class code.")
@click.option(
    "--teach-from-elsewhere", "elsewhere", is_flag=True, help="Your page also answers other computers."
)
@click.option("--browser/--no-browser", default=True, help="Open your page in a browser.")
@click.option("--delete", is_flag=True, help="Delete all classes on this computer, marks and reports too.")
def live(keep, hours, new, port, names, store, code, elsewhere, browser, delete):
    """Hold a class: phones join by a QR code, you open exercises and show where the class split.

    This is the one command that answers your network. It says so, and stops by itself.

    \b
    Example: python3 kit.py live
    """
    from .live.run import delete_all, run_live
    from .live.site import make_site

    if delete:
        click.confirm("Delete all classes on this computer, with their marks and reports?", abort=True)
        gone, elsewhere = delete_all(store)
        for folder in gone:
            console.print(f"deleted: {folder}")
        for folder in elsewhere:
            console.print(f"still there: {folder}. Its answers are in a database: add --store")
        return
    if code and not store:
        raise click.UsageError("--code needs --store: a class with a file of its own has one server.")
    if keep is None:
        keep = 30
        if sys.stdin.isatty():
            keep = click.prompt("Delete the answers after how many days?", 30, type=click.IntRange(1, 3650))
    site = make_site(_build("class", ROOT / "_build" / "class"), ROOT / "_build" / "live")
    run_live(site, keep, store, port, new, names, elsewhere, hours, browser, console.print, code)


def _build(edition, out, originals=None):
    from .book.build import build as build_edition

    with _steps() as say:
        return build_edition(edition, out, originals, say=say)


@contextmanager
def _last_book_named(site):
    """Where what goes on inside finds a fault, say how to open the book of before."""
    from .problems import ContentError

    try:
        yield
    except ContentError:
        if (site / "index.html").is_file():
            console.print("The book of the last build is as it was: python3 kit.py serve opens it.")
        raise


def _lasts(text):
    from .book.preparing import Lasting

    return isinstance(text, Lasting)


@contextmanager
def _steps():
    """Yield a function that shows what is being done: in one line of a terminal, else in a line for each
    step.
    """
    if console.is_terminal:
        with console.status("Starting …") as status:
            yield lambda text: console.print(text) if _lasts(text) else status.update(Text(text))
        return
    last = None

    def say(text):
        nonlocal last
        step = (
            text if _lasts(text) else text.partition(":")[0]
        )  # “Reading the pages: 35%” is the step of “Reading the pages: 3%”
        if step != last:
            print(step, flush=True)
        last = step

    yield say


def run():
    """Run the command line; content problems end it with their messages and exit code 1, never with a
    traceback.
    """
    from .problems import ContentError

    for stream in (sys.stdout, sys.stderr):  # a name need not be text, nor a terminal know every letter
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        main(prog_name="kit.py")
    except ContentError as error:
        sys.exit(str(error))
    except PermissionError as error:
        sys.exit(
            f"kit.py: {error.filename2 or error.filename or 'A file'} cannot be written or read. "
            "Is it open in another program, such as a spreadsheet, or write-protected? "
            "Close it there and start again."
        )
    except OSError as error:
        sys.exit(f"kit.py: {CURES.get(error.errno) or error}")


if __name__ == "__main__":
    run()
