"""What a school downloads: complete, in the right hands, the same bytes each time."""

import hashlib
import re
import zipfile

import pytest
from helpers.kits import run_kit
from helpers.places import ROOT
from helpers.tiny_site import make_tiny_kit
from pypdf import PdfReader

from secondsource.desk.release import _print_lesson, make_release
from secondsource.problems import ContentError

SLUG = "2015-scale"


def test_a_folder_with_something_else_in_it_is_never_replaced(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(ContentError, match="something else"):
        make_release(tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_the_readme_says_where_to_get_it():
    import tomllib

    download = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["secondsource"]["download"]
    readme = (ROOT / "README.md").read_text("utf-8")
    assert (download or "from whoever gave you the kit") in readme.partition("python3 kit.py")[0]


@pytest.mark.slow
def test_a_release_is_complete_keeps_keys_apart_and_is_the_same_twice(tmp_path):
    kit = make_tiny_kit(tmp_path / "kit", sets=[SLUG])
    sums = []
    for name in ("one", "two"):
        done = run_kit(kit, "release", "--out", tmp_path / name)
        assert done.returncode == 0, done.stdout + done.stderr
        sums.append((tmp_path / name / "SHA256SUMS.txt").read_text())
    assert sums[0] == sums[1]
    out = tmp_path / "one"
    listed = dict(reversed(line.split("  ")) for line in sums[0].splitlines())
    there = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
    assert set(listed) == set(there) - {"SHA256SUMS.txt"}
    assert all(hashlib.sha256(there[name].read_bytes()).hexdigest() == told for name, told in listed.items())
    assert {"class.zip", "study.zip", "teach.zip", "START-HERE.txt", f"lessons/{SLUG}.html"} <= set(listed)
    assert {f"keys-letter/{SLUG}-key.pdf", f"worksheets-a4/{SLUG}.pdf"} <= set(listed)
    assert {f"worksheets-a4/{SLUG}-easier.pdf", f"worksheets-letter/{SLUG}.docx"} <= set(listed)
    assert b"do not give them away" in (out / "keys-a4/START-HERE.txt").read_bytes().replace(b"\n", b" ")
    assert not [name for name in listed if name.startswith("worksheets") and "key" in name.rpartition("/")[2]]
    sizes = {
        paper: [
            round(float(side))
            for side in PdfReader(out / f"worksheets-{paper}/{SLUG}.pdf").pages[0].mediabox[2:]
        ]
        for paper in ("a4", "letter")
    }
    assert sizes == {"a4": [595, 842], "letter": [612, 792]}
    with zipfile.ZipFile(out / "teach.zip") as archive:
        told = archive.read("START-HERE.txt")
        assert b"do not give it away" in told and b"Six lessons" in told and b"hand them in" not in told


@pytest.mark.parametrize("lesson", ["lesson-1", "lesson-6"])
def test_what_a_lesson_prints_is_in_the_download(tmp_path, lesson):
    """A teacher without Python was told a command; whole sheets have three times the pages."""
    plan = ROOT / f"solutions/lessons/{lesson}.md"
    _print_lesson(plan, tmp_path, "letter", ROOT)
    text = plan.read_text(encoding="utf-8")
    wanted = sum(int(number) for number in re.findall(r"worksheets [^`]+`, (\d+) pages", text))
    assert sum(len(PdfReader(path).pages) for path in tmp_path.glob("*.pdf")) == wanted
    assert f"the folder `{lesson}` among the worksheets" in text and not list(tmp_path.glob("*key*"))
