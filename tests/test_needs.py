"""What a computer does not have is left out in one line, and fails in CI."""

import os
import subprocess
import sys

import pytest
from helpers import needs as module
from helpers.needs import MISSING, PROGRAMS, needs
from helpers.places import ROOT

TESTS = """
import pytest
from helpers.needs import needs

@pytest.mark.parametrize("number", range(3))
def test_page(number):
    needs("node")

def test_store():
    needs("PostgreSQL")

def test_plain():
    pass
"""


@pytest.fixture
def nothing_here(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(
        module, "PROGRAMS", dict.fromkeys(PROGRAMS, ("no-such-program", "/no/such/*/program"))
    )


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_test_is_left_out_where_its_program_is_missing(nothing_here, name):
    with pytest.raises(pytest.skip.Exception, match=MISSING.format(name)):
        needs(name)


@pytest.mark.parametrize("name", PROGRAMS)
def test_in_ci_a_missing_program_is_a_failure(nothing_here, monkeypatch, name):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="in CI it has to be"):
        needs(name)


def test_no_helper_leaves_a_test_out_by_itself():
    """A driver that was missing left tests out in CI, too: its helper did not ask here."""
    helpers = [path for path in (ROOT / "tests/helpers").glob("*.py") if path.name != "needs.py"]
    assert [path.name for path in helpers if "pytest.skip(" in path.read_text(encoding="utf-8")] == []


def test_a_program_is_found_by_name_or_by_place(monkeypatch, tmp_path):
    (tmp_path / "v1").mkdir()
    (tmp_path / "v1/tool").touch()
    monkeypatch.setattr(
        module, "PROGRAMS", {"named": ("nothing", sys.executable), "placed": (str(tmp_path / "*/tool"),)}
    )
    assert needs("named") == sys.executable and needs("placed") == str(tmp_path / "v1/tool")


def test_what_was_left_out_is_told_in_one_line_for_each_reason(tmp_path):
    (tmp_path / "test_some.py").write_text(TESTS, encoding="utf-8")
    (tmp_path / "conftest.py").write_text(
        "from helpers import needs\nfrom conftest_of_the_kit import pytest_terminal_summary\n"
        "needs.PROGRAMS = dict.fromkeys(needs.PROGRAMS, ('no-such-program',))\n",
        encoding="utf-8",
    )
    (tmp_path / "conftest_of_the_kit.py").write_text(
        (ROOT / "tests/conftest.py").read_text(encoding="utf-8"), encoding="utf-8"
    )
    folders = os.pathsep.join(map(str, (ROOT / "tests", ROOT, tmp_path)))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider", tmp_path],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": folders, "CI": "", "PYTEST_DEBUG_TEMPROOT": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("Left out")]
    assert lines == [
        "Left out, 3 tests: node is not on this computer.",
        "Left out, 1 test: PostgreSQL is not on this computer.",
    ], done.stdout + done.stderr
