"""The command line: `python3 kit.py COMMAND` ends up here, inside the kit's own environment."""

import sys

import click
from rich.console import Console

from .editions import EDITIONS
from .strict import ROOT

console = Console(highlight=False, soft_wrap=True)
FOLDER = click.Path(file_okay=False)
EDITION = click.Choice(EDITIONS)


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, epilog="""\b
Examples:
  python3 kit.py                                      open the study edition
  python3 kit.py build --edition class --out site     the book without any answer
  python3 kit.py build --edition teach --out teach    with keys and teaching notes
  python3 kit.py check                                check the content after a change
  python3 kit.py test                                 run the tests
  python3 kit.py benchmark                            measure how fast it is""")
def main():
    """Second Source: read advocacy closely, claim by claim."""


@main.command()
def start():
    """Build the study edition, serve it and open it (what kit.py does alone)."""
    from .serve import serve
    serve(_build("study", ROOT / "_build" / "study"))


@main.command()
@click.option("--edition", type=EDITION, default="study", show_default=True, help="study: feedback; class: no answers; teach: keys and notes.")
@click.option("--out", type=FOLDER, help="Folder for the site (default: _build/EDITION). An older site there is replaced.")
@click.option("--originals", type=click.Path(exists=True, file_okay=False), help="Folder with your own copies of the articles: a private site, not for publication.")
def build(edition, out, originals):
    """Build the book as a folder of web pages.

    \b
    Example: python3 kit.py build --edition class --out site
    """
    folder = _build(edition, out or ROOT / "_build" / (f"{edition}-private" if originals else edition), originals)
    console.print(f"The {edition} edition is in {folder}. Open index.html there, or put the folder on any web server.")


@main.command()
@click.option("--edition", type=EDITION, default="class", show_default=True, help="Which edition; only class has no answers in it.")
@click.option("--out", type=click.Path(dir_okay=False), help="The zip (default: _build/second-source-EDITION.zip).")
def bundle(edition, out):
    """Build the book and pack it into one zip, for a USB stick or a shared drive.

    \b
    Example: python3 kit.py bundle --out second-source-class.zip
    """
    from .package import zip_site
    path = zip_site(_build(edition, ROOT / "_build" / edition), out or ROOT / "_build" / f"second-source-{edition}.zip")
    answers = "It has no answers in it." if edition == "class" else "It has the answers in it."
    console.print(f"{path} ({path.stat().st_size / 1e6:.1f} MB): the {edition} edition. {answers} Unpack it and open second-source/index.html.")


@main.command()
@click.option("--port", type=click.IntRange(1, 65435), default=8000, show_default=True, help="First port to try.")
@click.option("--browser/--no-browser", default=True, help="Open a browser when there is one.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False), default=str(ROOT / "_build" / "study"))
def serve(folder, port, browser):
    """Serve a built book on this computer (127.0.0.1).

    \b
    Example: python3 kit.py serve site --port 9000
    """
    from .serve import serve as serve_folder
    serve_folder(folder, port, browser)


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
def originals(files):
    """Tell which article each FILE is a copy of, and how many of its passages are found.

    \b
    Example: python3 kit.py originals my-copy.html another.pdf
    """
    from rich.table import Table
    from .copies import find_article, read_copy
    from .problems import ContentError
    table = Table("File", "Article", "Passages found", "Not found")
    for file in files:
        try:
            slug, match = find_article(read_copy(file))
            missing = " ".join(label for label in match.wanted if label not in match.found) if slug else "all"
            table.add_row(file, slug or "none of ours", f"{len(match.found)} of {len(match.wanted)}" if slug else "0", missing or "-")
        except ContentError as error:
            table.add_row(file, "not read", "", error.problems[0].fault)
    console.print(table)


@main.command()
@click.option("--originals", type=click.Path(exists=True, file_okay=False), help="Folder with the originals: also check that nothing of them is in the kit.")
@click.option("--summary", is_flag=True, help="Also print the balance of the whole: items, sound share, evidence, words, reading grade.")
@click.option("--site", multiple=True, type=click.Path(exists=True, file_okay=False), help="With --originals: a built site to check as well.")
def check(originals, summary, site):
    """Check texts, questions, keys and references; name every problem.

    \b
    Examples:
      python3 kit.py check
      python3 kit.py check --summary
      python3 kit.py check --originals my-copies --site _build/study
    """
    from .check import check as check_content
    from .texts import slugs
    problems = check_content(with_key=(ROOT / "solutions").exists())
    if originals:
        from .quotation import check_quotations, read_originals
        problems += check_quotations(read_originals(originals), [ROOT, *site])
    for problem in problems:
        console.print(str(problem), markup=False)
    if summary and not problems:
        _print_summary()
    if problems:
        sys.exit(f"{len(problems)} problem{'s' if len(problems) > 1 else ''} found.")
    console.print(f"All is well: {', '.join(slugs())}.")


@main.command()
@click.option("--format", "formats", multiple=True, type=click.Choice(["qti", "gift", "csv", "annotations"]), help="One format; may be given again. Default: all four.")
@click.option("--out", type=FOLDER, help="Folder for the files (default: _build/export).")
@click.argument("sets", nargs=-1)
def export(sets, formats, out):
    """Write questions and keys for other programs: Canvas, Moodle, spreadsheets, annotation tools.

    qti: a zip for each set, with a quiz for each exercise (Canvas). gift: a text file for each set (Moodle). csv: one table of all items.
    annotations: the keys on the texts, as W3C Web Annotations. All but a csv without solutions/ hold the answers: not for students.

    \b
    Examples:
      python3 kit.py export
      python3 kit.py export 2015-scale ferry-fares --format qti --out canvas
    """
    from .exports import FORMATS, export as export_sets
    folder = out or ROOT / "_build" / "export"
    written = export_sets(folder, sets, formats or FORMATS)
    console.print(f"{len(written)} file{'s' if len(written) > 1 else ''} in {folder}: {', '.join(path.name for path in written)}", markup=False)


@main.command()
@click.argument("answers")
@click.option("--out", type=FOLDER, default="marks", show_default=True, help="Folder for the marks; other files in it are not touched.")
@click.option("--rubric", type=click.Path(exists=True, dir_okay=False), help="Your marked table of texts (default: texts.csv in the folder for the marks).")
@click.option("--last", is_flag=True, help="Count the last answers, not the first: for the class edition, which gives no feedback between two tries.")
@click.option("--cluster", metavar="ADDRESS", help="Mark on a Dask cluster; ANSWERS may then be any address that fsspec knows.")
def mark(answers, out, rubric, last, cluster):
    """Mark the answer files in ANSWERS, a folder or a zip.

    \b
    Examples:
      python3 kit.py mark handed-in --out marks
      python3 kit.py mark submissions.zip --last
      python3 kit.py mark "s3://district/*.jsonl" --cluster tcp://10.0.0.5:8786
    """
    from rich.progress import Progress
    from .gradebook import mark_class
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        summary = mark_class(answers, out, rubric, last, cluster, say=lambda text, done=None, total=None: bar.update(task, description=text, completed=done, total=total))
    console.print(str(summary), markup=False)


@main.command()
def licences():
    """Make the table of packages and their licences anew (after the files of pins have changed).

    \b
    Example: python3 kit.py licences
    """
    from .licences import list_packages, write_packages
    packages = list_packages()
    write_packages(packages)
    console.print(f"written: secondsource/notices/packages.csv, {len(packages)} packages")


@main.command()
@click.option("--inside", default=None, metavar="PATH", help="Where answers are in each folder (default: second-source/answers).")
@click.option("--out", type=FOLDER, default="handed-in", show_default=True, help="Folder for the answer files, one for each student.")
@click.argument("homes", type=click.Path(exists=True, file_okay=False))
def gather(homes, inside, out):
    """Bring together the answers that students saved in their folders in HOMES, on JupyterHub or a shared computer.

    \b
    Example: python3 kit.py gather /home --out handed-in
    """
    from .gather import INSIDE, gather as gather_answers
    found = gather_answers(homes, out, inside or INSIDE)
    for one in found:
        for file, fault in one.faults:
            console.print(f"{one.student}/{inside or INSIDE}{'/' * bool(file)}{file}: {fault}", markup=False)
    console.print(f"Students: {sum(one.exercises > 0 for one in found)}. Exercises: {sum(one.exercises for one in found)}. The files are in {out}.", markup=False)


@main.command()
@click.option("--out", type=FOLDER, default=str(ROOT / "_build" / "worksheets"), help="Folder for the files (default: _build/worksheets).")
@click.option("--only", default="", metavar="NAMES", help="Exercises by name, for a shorter sheet: speaking,missing.")
@click.option("--without", default="", metavar="PARTS", help="What the class has elsewhere: text,brief,worked,cards.")
@click.option("--keys/--no-keys", default=True, help="With a key for the teacher, or without.")
@click.argument("sets", nargs=-1)
def worksheets(sets, out, only, without, keys):
    """Make worksheets as PDF, keys for teachers, and tables to type paper answers into; all sets, or the named ones.

    \b
    Examples:
      python3 kit.py worksheets
      python3 kit.py worksheets 2015-scale --only speaking,missing
      python3 kit.py worksheets check-a --no-keys --out for-students
    """
    from rich.progress import track
    from .worksheets import choose_exercises, make_worksheets, split_names
    chosen = choose_exercises(sets, split_names(only))
    made = list(track(make_worksheets(chosen, out, split_names(without), keys), "Making worksheets …", len(chosen), console=console, transient=True))
    _print_worksheets(made, out, keys)


def _print_worksheets(made, out, keys):
    from rich.table import Table
    table = Table("Set", "Pages", "Pages of the key", "Answer boxes")
    for one in made:
        table.add_row(one.slug, str(one.pages), str(one.key_pages or "-"), str(one.boxes))
    console.print(table)
    console.print(f"The sheets (SET.pdf){', their keys (SET-key.pdf)' if any(one.key_pages for one in made) else ''} and the tables for answers (SET-answers.csv) are in {out}.")
    if keys and not all(one.key_pages for one in made):
        console.print("Only student sheets were made: there is no folder solutions/ with the keys.")
    if old := [one.old_key for one in made if one.old_key]:
        console.print(f"Mind the older keys that are still there: {', '.join(old)}.")


def _print_summary():
    from .summary import summarise
    click.echo(summarise().to_string(index=False, na_rep="-", float_format="{:.2f}".format))


@main.command()
@click.option("--port", type=click.IntRange(1, 65435), default=8888, show_default=True, help="First port to try.")
@click.option("--browser/--no-browser", default=True, help="Open a browser.")
def lab(port, browser):
    """Open the notebooks in JupyterLab, on this computer only.

    \b
    Example: python3 kit.py lab
    """
    from .lab import run_lab
    sys.exit(run_lab(port, browser))


@main.command()
def notebooks():
    """Make exercises/notebooks anew from solutions/notebooks (after a change there).

    \b
    Example: python3 kit.py notebooks
    """
    from .notebooks import write_student_notebooks
    for path in write_student_notebooks():
        console.print(f"written: {path.relative_to(ROOT)}")


@main.command("demo-report")
@click.option("--students", type=click.IntRange(1, 10_000), default=30, show_default=True, help="How many students the synthetic class has.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Another seed, another class.")
@click.option("--change", type=click.Choice(["discernment", "suspicion", "trust", "none"]), default="discernment", show_default=True, help="What the class is made to change from check to check.")
@click.option("--out", type=click.Path(dir_okay=False), default="demo-report.html", show_default=True, help="File for the report. An older one is replaced.")
def demo_report(students, seed, change, out):
    """Write the class report of a synthetic class: what the report looks like, without real students.

    \b
    Example: python3 kit.py demo-report --students 30 --change suspicion --out demo.html
    """
    from .report import write_demo_report
    with console.status("Making a synthetic class and its report …"):
        write_demo_report(out, students, seed, change)
    console.print(f"The report is in {out}. It shows a synthetic class, no real students.", markup=False)


def _build(edition, out, originals=None):
    from .build import build as build_edition
    with console.status("Starting …") as status:
        return build_edition(edition, out, originals, say=status.update)


def run():
    """Run the command line; content problems end it with their messages and exit code 1, never with a traceback."""
    from .problems import ContentError
    try:
        main(prog_name="kit.py")
    except ContentError as error:
        sys.exit(str(error))
    except PermissionError as error:
        sys.exit(f"kit.py: {error.filename2 or error.filename or 'A file'} cannot be written or read. "
                 "Is it open in another program, such as a spreadsheet, or write-protected? Close it there and start again.")
    except OSError as error:
        sys.exit(f"kit.py: {error}")


if __name__ == "__main__":
    run()
