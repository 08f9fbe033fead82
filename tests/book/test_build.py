"""Building: what is refused before anything is built, and which results of cells are kept."""

import os
import re
import shutil
import subprocess
import sys
from functools import partial

import psutil
import pytest
from helpers.tiny_site import SET, build_tiny, make_tiny_kit
from helpers.written_set import model_page

from secondsource.book import build as building
from secondsource.book.build import build
from secondsource.book.run_sphinx import Sphinx, count_processes
from secondsource.book.staging import author_file
from secondsource.content.items import read_items
from secondsource.files import ROOT
from secondsource.notebooks.running import DONE
from secondsource.problems import ContentError


def test_a_folder_with_something_else_in_it_is_not_replaced(tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/holiday.jpg").write_bytes(b"x")
    with pytest.raises(ContentError, match="holds something else"):
        build("study", tmp_path / "photos")
    assert (tmp_path / "photos/holiday.jpg").exists()


@pytest.mark.parametrize("folder", [ROOT, ROOT.parent])
def test_the_kit_itself_is_not_replaced(folder, monkeypatch):
    monkeypatch.setattr(building, "Sphinx", pytest.fail)
    with pytest.raises(ContentError, match="holds something else|contains the kit itself"):
        build("study", folder)


@pytest.mark.parametrize(
    "file, forgotten",
    [
        ("exercises/ferry-fares/items.yaml", True),
        ("solutions/ferry-fares/key.yaml", True),
        ("secondsource/data/tables.py", True),
        ("secondsource/marking/marks.py", False),
        ("secondsource/report/page.py", False),
        ("book/ferry-fares.md", False),
    ],
)
def test_results_of_cells_are_forgotten_when_what_they_read_has_changed(
    tmp_path, monkeypatch, file, forgotten
):
    kit, work = make_tiny_kit(tmp_path / "kit"), tmp_path / "work"
    cache = work / "_build/.jupyter_cache"
    monkeypatch.setattr(building, "ROOT", kit)
    cache.mkdir(parents=True)
    building._forget_old_results(work)
    cache.mkdir(exist_ok=True)
    (cache / DONE).write_text("", encoding="utf-8")
    building._forget_old_results(work)
    assert cache.exists()
    with open(kit / file, "a", encoding="utf-8") as changed:
        changed.write("\n# changed\n")
    building._forget_old_results(work)
    assert cache.exists() != forgotten


def test_pages_are_all_written_anew_when_one_came_or_went_or_what_each_loads_changed(tmp_path):
    html = tmp_path / "_build/html"
    (tmp_path / "source/_static").mkdir(parents=True)
    for name in ("_toc.yml", "one.md", "two.md", "_static/page.js"):
        (tmp_path / "source" / name).write_text(name, encoding="utf-8")
    script = tmp_path / "source/_static/page.js"
    stays = []
    for change in (
        lambda: None,
        lambda: None,
        (tmp_path / "source/two.md").unlink,
        lambda: None,
        lambda: script.write_text("changed", encoding="utf-8"),
        lambda: None,
    ):
        html.mkdir(parents=True, exist_ok=True)
        change()
        pages = building._forget_old_pages(tmp_path)
        stays.append(html.exists())
        building._remember_pages(tmp_path, pages)
    assert stays == [False, True, False, True, False, True]


@pytest.mark.slow  # three builds
def test_no_page_stays_as_it_was_after_a_build_that_was_killed_while_it_wrote(tmp_path):
    """Sphinx takes what it has read for written: an old key stood in the next book."""
    kit = make_tiny_kit(tmp_path / "kit")

    def run(stop):
        code = (
            "from secondsource.book import build as building, preparing\n"
            "preparing._check = lambda *_: None\n"  # it misses the pages that a tiny book has not
            "def say(text):\n"
            f"    if text.startswith({stop!r}): raise KeyboardInterrupt\n"
            "building.build('study', 'site', say=say)\n"
        )
        environment = {**os.environ, "PYTHONPATH": str(kit)}
        return subprocess.run([sys.executable, "-c", code], cwd=kit, env=environment).returncode

    assert run("nowhere") == 0
    page, items = kit / f"_build/work-study/_build/html/{SET}.html", kit / f"exercises/{SET}/items.yaml"
    shutil.copy2(page, tmp_path)
    title = re.search("title: (.*)", items.read_text(encoding="utf-8"))[1]
    items.write_text(items.read_text(encoding="utf-8").replace(title, "A zebra"), encoding="utf-8")
    assert run("Writing") != 0
    shutil.copy2(tmp_path / page.name, page)  # as where it is killed before it has written this one
    assert run("nowhere") == 0
    assert "A zebra" in (kit / f"site/{SET}.html").read_text(encoding="utf-8")


def write_source(folder, files):
    """Write a book of one page, or what stands for it in `files`."""
    book = {
        "_config.yml": "title: T\n",
        "_toc.yml": "format: jb-book\nroot: index\n",
        "index.md": "# T\n",
    }
    folder.mkdir()
    for name, text in {**book, **files}.items():
        (folder / name).write_text(text, encoding="utf-8")


def test_a_book_that_does_not_build_is_told_without_the_folder_it_was_staged_in(tmp_path):
    write_source(tmp_path / "source", {"index.md": "# T\n\n[There](nowhere.md)\n"})
    (tmp_path / "_build/.jupyter_cache").mkdir(parents=True)
    with pytest.raises(ContentError, match=r"\nbook/index.md:3: .*nowhere.md"), Sphinx(tmp_path) as sphinx:
        sphinx.run()
    left = [path.name for path in (tmp_path / "_build").iterdir()]
    assert left == [".jupyter_cache"], "what was read before would hide the warning the next time"


@pytest.mark.parametrize(
    "name, file",
    [
        ("glossary.md", "book/glossary.md"),
        ("lessons-rubrics.md", "solutions/lessons/rubrics.md"),
        (f"teaching-{SET}.md", f"solutions/{SET}/notes.md"),
        ("notebook-who-is-who.ipynb", None),
    ],
)
def test_a_staged_page_is_told_as_the_file_that_an_author_wrote(name, file):
    assert author_file(name) == file


@pytest.mark.parametrize("end", ["a fault was found", "whoever started it is gone"])
def test_sphinx_that_got_ready_for_nothing_ends_and_builds_nothing(tmp_path, end):
    with Sphinx(tmp_path / "work") as sphinx:
        if end != "a fault was found":
            sphinx.process.stdin.close()
            assert sphinx.process.wait(60) == 0
    assert sphinx.process.returncode is not None
    assert list((tmp_path / "work").iterdir()) == []


def test_sphinx_ends_when_whoever_started_it_is_killed(tmp_path):
    """It went on, and the next build met it at work on the same pages."""
    settings = "title: T\nsphinx:\n  local_extensions:\n    slow: .\n"
    slow = "import time\n\ndef setup(app):\n    print('slow', flush=True)\n    time.sleep(300)\n"
    write_source(tmp_path / "source", {"_config.yml": settings, "slow.py": slow})
    code = (
        "from pathlib import Path\n"
        "from secondsource.book import run_sphinx\n"
        "with run_sphinx.Sphinx(Path('.').resolve()) as sphinx:\n"
        "    print(sphinx.process.pid, flush=True)\n"
        "    lines = sphinx.process.stdout\n"
        "    sphinx.process.stdout = (print(line, end='', flush=True) or line for line in lines)\n"
        "    sphinx.run()\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True
    ) as caller:
        builder = psutil.Process(int(caller.stdout.readline()))
        assert any(line == "slow\n" for line in caller.stdout), "it is at work"
        assert builder.is_running()
        caller.kill()
    _, alive = psutil.wait_procs([builder], timeout=20)
    assert not alive


@pytest.mark.slow
@pytest.mark.skipif(count_processes() < 2, reason="pages are made one by one on this computer")
def test_pages_are_the_same_whether_one_process_or_more_make_them(lean_kit, tmp_path):
    cores = sorted(os.sched_getaffinity(0))
    for site, some in {"one": cores[:1], "more": cores}.items():
        shutil.rmtree(lean_kit / "_build", ignore_errors=True)
        command = [sys.executable, "-m", "secondsource.cli", "build", "--out", tmp_path / site]
        subprocess.run(
            command,
            cwd=lean_kit,
            env={**os.environ, "PYTHONPATH": str(lean_kit)},
            preexec_fn=partial(os.sched_setaffinity, 0, some),
            check=True,
        )
    one, more = (_read_site(tmp_path / site) for site in ("one", "more"))
    assert one == more and len(one) > 20


def _read_site(site):
    return {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_a_book_that_was_mended_builds(tmp_path):
    kit = make_tiny_kit(tmp_path / "kit", {"first": "# First\n\n[There](nowhere.md)\n"})
    assert "first.md:3" in build_tiny(kit)[1]
    (kit / "book/first.md").write_text("# First\n\n[There](index.md)\n", encoding="utf-8")
    site, said = build_tiny(kit)
    assert said == "" and (site / "first.html").exists()


def test_the_page_that_the_readme_shows_builds_with_all_its_exercises(tmp_path):
    pages = {SET: model_page(), "who-is-speaking": "# Who is speaking?\n"}
    site, said = build_tiny(make_tiny_kit(tmp_path / "kit", pages))
    assert "WARNING" not in said and "ERROR" not in said, said
    page = (site / f"{SET}.html").read_text(encoding="utf-8")
    assert all(f'id="ss-{SET}-{name}"' in page for name in read_items(SET))
