"""The zip for a USB stick."""

import os
import shutil
import zipfile

import pytest
from click.testing import CliRunner
from helpers.answering import answer_by_mouse, page_of, right_answers

from secondsource import cli
from secondsource.book.site_zip import FOLDER, LONGEST, START, zip_site
from secondsource.problems import ContentError

EXERCISE = "ferry-fares/speaking"


@pytest.fixture(scope="module")
def stick(editions, tmp_path_factory):
    """The zip of the class edition and the folder into which it was unpacked."""
    folder = tmp_path_factory.mktemp("stick")
    path = zip_site(editions("class"), folder / "class.zip")
    zipfile.ZipFile(path).extractall(folder / "unpacked")
    return path, folder / "unpacked"


def test_what_is_unpacked_is_the_site_and_a_word_on_how_to_start(stick, editions):
    site, unpacked = editions("class"), stick[1]
    assert sorted(path.name for path in unpacked.iterdir()) == [START, FOLDER]
    # old editors on Windows know no more than that
    assert "index.html" in (unpacked / START).read_text(encoding="ascii")
    files = {path.relative_to(site) for path in site.rglob("*") if path.is_file()}
    assert {
        path.relative_to(unpacked / FOLDER) for path in (unpacked / FOLDER).rglob("*") if path.is_file()
    } == files
    assert all((unpacked / FOLDER / name).read_bytes() == (site / name).read_bytes() for name in files)


def test_the_unpacked_book_works_and_gives_no_answer(stick, editions, open_page):
    folder = stick[1] / FOLDER
    page = open_page((folder / "index.html").as_uri())
    page.locator("main a", has_text="Who is speaking?").first.click()
    assert page.url.endswith(page_of(editions("class"), EXERCISE).name)
    root, wanted = page.locator(f'[data-ss="{EXERCISE}"]'), right_answers(EXERCISE)
    answer_by_mouse(root, wanted)
    root.locator("[data-do=commit]").click()
    page.reload()
    assert "Your teacher has the key" in root.locator(".ss-result").inner_text()
    assert page.faults == []
    assert not [
        path.name for path in folder.glob("*.html") if 'class="ss-key"' in path.read_text(encoding="utf-8")
    ]


def test_the_same_site_makes_the_same_zip_on_another_day(stick, editions, tmp_path):
    copy = shutil.copytree(editions("class"), tmp_path / "copy")
    os.utime(copy / "index.html", (1_500_000_000, 1_500_000_000))
    assert zip_site(copy, tmp_path / "again.zip").read_bytes() == stick[0].read_bytes()


@pytest.mark.parametrize(
    "names, said",
    [
        (["aux.html"], "Windows cannot unpack"),
        (["_static/Con"], "Windows cannot unpack"),
        (["a:b.html"], "Windows cannot unpack"),
        (["page.html ."], "Windows cannot unpack"),
        (["x" * LONGEST + ".html"], "more than 180"),
        (["Page.html", "page.html"], "the same file"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="Windows cannot make these files in the first place")
def test_a_name_that_windows_refuses_is_named(tmp_path, names, said):
    for name in names:
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    if len(list((tmp_path / "site").rglob("*"))) < len(names):
        pytest.skip("this file system takes the two names for one")
    with pytest.raises(ContentError, match=said):
        zip_site(tmp_path / "site", tmp_path / "site.zip")
    assert not (tmp_path / "site.zip").exists()


def test_the_command_says_where_the_zip_is_and_whether_it_holds_answers(editions, tmp_path, monkeypatch):
    monkeypatch.setattr(cli, "_build", lambda edition, _out: editions(edition))  # built once for all tests
    for edition, said in (("class", "It has no answers in it."), ("study", "It has the answers in it.")):
        done = CliRunner().invoke(
            cli.main, ["bundle", "--edition", edition, "--out", str(tmp_path / f"{edition}.zip")]
        )
        assert done.exit_code == 0 and said in done.output and "MB" in done.output
        assert zipfile.ZipFile(tmp_path / f"{edition}.zip").testzip() is None
