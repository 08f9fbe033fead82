"""The start: the book opens before its tables are worked out, is whole in the end, and is not built twice."""

import filecmp
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request

import pytest
from helpers.kits import allowed, run_kit, write_counting_page
from helpers.places import ROOT
from helpers.tiny_site import SET, make_tiny_kit

from secondsource.book.waiting import without_results
from secondsource.notebooks.running import has_cells

WAITING = "being worked out"
BUILDS = re.compile("Building the study edition|Another window is building")
FOOT = ("accessibility", "privacy", "third-party")


@pytest.fixture
def tiny_kit(tmp_path):
    return make_tiny_kit(tmp_path / "kit")


@pytest.fixture
def counting_kit(tiny_kit):
    """The tiny kit with one page that runs code, and the pages that the foot of every page leads to."""
    write_counting_page(tiny_kit, "6 * 7")
    for name in FOOT:
        (tiny_kit / f"book/{name}.md").write_text(f"# {name}\n", encoding="utf-8")
    with open(tiny_kit / "book/_toc.yml", "a", encoding="utf-8") as contents:
        contents.writelines(f"  - file: {name}\n" for name in ("counted", *FOOT))
    return tiny_kit


class Start:
    """`kit.py start` in a kit: its lines as they come, and its pages."""

    def __init__(self, kit):
        environment = {**os.environ, "PYTHONPATH": str(kit), "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
        for name in ("DISPLAY", "WAYLAND_DISPLAY"):
            environment.pop(name, None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "secondsource.cli", "start"],
            cwd=kit,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            start_new_session=True,
        )
        self.lines = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end(signal.SIGKILL)

    def until(self, words):
        """Read lines until one holds these words."""
        for line in self.process.stdout:
            self.lines.append(line)
            if words in line:
                return line
        raise AssertionError(f"it never said “{words}”:\n{''.join(self.lines)}")

    def read(self, name):
        address = re.search(r"http://127\.0\.0\.1:\d+/", "".join(self.lines))[0]
        return urllib.request.urlopen(address + name, timeout=10).read().decode()

    def end(self, how=signal.SIGINT):
        if self.process.poll() is None:
            os.killpg(self.process.pid, how)
        if not self.process.stdout.closed:
            self.lines += self.process.communicate()[0].splitlines(keepends=True)


def differences(one, other):
    """Return the names of files that two folders do not have alike."""
    names = {path.relative_to(site) for site in (one, other) for path in site.rglob("*") if path.is_file()}
    return [
        name
        for name in sorted(names)
        if not (
            (one / name).exists()
            and (other / name).exists()
            and filecmp.cmp(one / name, other / name, shallow=False)
        )
    ]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="process groups")
def test_the_book_opens_before_its_cells_are_run_and_becomes_the_same_as_ever(counting_kit):
    write_counting_page(counting_kit, "6 * 7", seconds=3)
    site = counting_kit / "_build/study"
    with Start(counting_kit) as start:
        start.until("http://127.0.0.1:")
        page = start.read("counted.html")
        assert (
            WAITING in page and "Text after the cell" in page and "<pre>42" not in page and not site.exists()
        )
        for name in re.findall(r'href="([\w-]+\.html)', page):
            assert start.read(name), name
        start.until("The book is complete")
        page = start.read("counted.html")
        assert WAITING not in page and "42" in page
    told = "".join(start.lines)
    assert (
        told.index("Checking")
        < told.index("Reading the pages")
        < told.index("http://")
        < told.index("Counting for counted.md")
    )
    assert not (counting_kit / "_build/work-study-first").exists()
    shutil.rmtree(counting_kit / "_build/work-study")
    assert run_kit(counting_kit, "build", "--out", counting_kit / "again").returncode == 0
    assert differences(site, counting_kit / "again") == []


@pytest.mark.skipif(os.name == "nt", reason="process groups")
@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_start_that_is_ended_leaves_no_half_book_and_the_next_one_completes_it(counting_kit, how):
    write_counting_page(counting_kit, "6 * 7", seconds=60)
    site = counting_kit / "_build/study"
    with Start(counting_kit) as start:
        start.until("Counting for counted.md")
        start.end(how)
    assert not site.exists() and "Traceback" not in "".join(start.lines)
    write_counting_page(counting_kit, "6 * 7")
    with Start(counting_kit) as start:
        start.until("The book is complete")
    assert WAITING not in (site / "counted.html").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="process groups")
def test_two_windows_that_start_at_once_build_one_after_the_other(counting_kit):
    write_counting_page(counting_kit, "6 * 7", seconds=5)
    with Start(counting_kit) as one, Start(counting_kit) as two:
        for start in (one, two):
            start.until("http://127.0.0.1:")
        early = [start for start in (one, two) if not BUILDS.search("".join(start.lines))]
        assert len(early) == 1, "one shows the book before its cells are run"
        early[0].until("The book is complete")
        for start in (one, two):
            page = start.read("counted.html")
            assert WAITING not in page and "42" in page, start.lines
    assert "Another window is building" in "".join(one.lines + two.lines)
    assert not (counting_kit / "_build/work-study-first").exists()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="process groups")
def test_a_cell_that_fails_is_named_and_leaves_no_half_book(counting_kit):
    write_counting_page(counting_kit, "1 / 0")
    with Start(counting_kit) as start:
        start.until("http://127.0.0.1:")
        start.until("ZeroDivisionError")
        assert start.process.wait(30) == 1
        with pytest.raises(urllib.error.URLError):
            start.read("counted.html")
    assert "counted.md" in "".join(start.lines) and not (counting_kit / "_build/study").exists()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="process groups")
def test_with_a_page_that_does_not_build_the_book_of_before_is_named(tiny_kit):
    assert run_kit(tiny_kit, "build").returncode == 0
    page = tiny_kit / f"book/{SET}.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n[There](nowhere.md)\n", encoding="utf-8")
    with Start(tiny_kit) as start:
        start.until("kit.py serve opens it")
        start.until(f"book/{SET}.md:")
        assert start.process.wait(30) == 1
    assert (tiny_kit / "_build/study/index.html").exists()


@pytest.mark.slow
def test_what_is_built_is_not_built_again(tiny_kit):
    def is_built():
        done = run_kit(tiny_kit, "build")
        assert done.returncode == 0, done.stderr
        return "Building the study edition" in done.stdout

    assert is_built() and not is_built()
    for name in (
        f"book/{SET}.md",
        f"exercises/{SET}/items.yaml",
        f"solutions/{SET}/key.yaml",
        "secondsource/cli.py",
    ):
        with open(tiny_kit / name, "a", encoding="utf-8") as file:
            file.write("\n")
        assert is_built(), name
    page = tiny_kit / f"_build/study/{SET}.html"
    page.write_text("changed", encoding="utf-8")
    assert is_built() and page.read_text(encoding="utf-8") != "changed"
    (tiny_kit / "exercises/notebooks/answers").mkdir(parents=True)
    (tiny_kit / "exercises/notebooks/answers/mine.json").write_text("{}", encoding="utf-8")
    assert not is_built(), "what a reader saves changes no page"


PAGES = [
    path
    for folder in ("book", "exercises/notebooks")
    for path in sorted((ROOT / folder).iterdir())
    if path.suffix in (".md", ".ipynb") and has_cells(path.name, path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_that_waits_keeps_its_headings_and_shows_no_code(path):
    text = path.read_text(encoding="utf-8")
    name, waiting = without_results(path.name, text)
    assert (
        name == f"{path.stem}.md"
        and waiting.count(WAITING) == 1
        and "{code-cell" not in waiting
        and waiting.startswith("# ")
    )
    headings = re.findall(r'^[ "]*(#+ [^\\\n"]*)', text, flags=re.MULTILINE)
    assert [line for line in headings if line.startswith("## ") and line not in waiting] == []


ON_A_DISK = (
    'mount -t tmpfs -o size=200m tmpfs "$1" && cp -r "$0"/. "$1" && cd "$1" && '
    'mount -o remount,$MODE,size=$(($(du -sk . | cut -f1) + $ROOM))k "$1" && '
    'PYTHONPATH="$1" PYTHONUTF8=1 PYTHONDONTWRITEBYTECODE=1 exec "$2" -m secondsource.cli build'
)


@pytest.mark.slow
@pytest.mark.skipif(not allowed("-rm"), reason="this computer does not let us mount a disk")
@pytest.mark.parametrize(
    "mode, room, words",
    [
        ("ro", 9000, "cannot be written to"),
        ("rw", 100, "The disk is full"),
        ("rw", 3000, "The disk is full"),
    ],
)
def test_a_disk_that_fills_up_while_building_is_told(tiny_kit, tmp_path, mode, room, words):
    disk = tmp_path / "disk"
    disk.mkdir()
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", ON_A_DISK, tiny_kit, disk, sys.executable],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "MODE": mode, "ROOM": str(room)},
    )
    assert done.returncode == 1 and words in done.stderr and len(done.stderr.splitlines()) == 1, done.stderr
