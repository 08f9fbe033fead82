"""`python3 kit.py test` says what it does not find; in CI nothing may be missing, and Debian installs it."""

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from helpers.browsers import PLACES
from helpers.editions import sort_shares
from helpers.node_packages import install_packages
from helpers.places import ROOT

PROGRAMS = ("chromium-headless-shell", "chromium", "firefox-esr", "WebKitWebDriver", "Xvfb", "node", "npm")
# In the place of Debian's, which would change the computer on which the tests run. It notes what it is asked.
APT = """#!/bin/sh
echo "$@" >> "$LOG"
for package in "$@"; do
  case $package in
    firefox-esr) made=firefox-esr;;
    webkit2gtk-driver) made=WebKitWebDriver;;
    xvfb) made=Xvfb;;
    *) continue;;
  esac
  printf '#!/bin/sh\\n' > "$PATH/$made"; /bin/chmod +x "$PATH/$made"
done
"""


def write_program(folder, name, text="#!/bin/sh\n"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def run_tests(folder, **variables):
    """Run the tests' runner with only the programs in `folder`; pytest only says its version."""
    # PYTHONPATH too: `kit.py test` starts the runner without one.
    ours = ("CI", "PATH", "PYTHONPATH")
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.run(
        [sys.executable, ROOT / "tests/run.py", "--version"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**environment, "PATH": str(folder), "LOG": str(folder / "log"), **variables},
    )


pytestmark = pytest.mark.skipif(os.name == "nt", reason="programs are shell scripts")


def test_on_a_developers_computer_what_is_missing_is_said_and_the_rest_runs(tmp_path):
    write_program(tmp_path, "chromium")
    write_program(tmp_path, "apt-get", APT)
    done = run_tests(tmp_path)
    said = "Not on this computer, so tests that need it are left out: Firefox, WebKit, Xvfb, node, npm"
    assert done.returncode == 0 and said in done.stdout.splitlines()
    assert not (tmp_path / "log").exists(), "nothing is installed on a developer's computer"


@pytest.mark.parametrize(
    "missing, name",
    [
        ("chromium", "Chromium"),
        ("firefox-esr", "Firefox"),
        ("WebKitWebDriver", "WebKit"),
        ("Xvfb", "Xvfb"),
        ("node", "node"),
        ("npm", "npm"),
    ],
)
def test_in_ci_whatever_is_missing_is_a_failure(tmp_path, missing, name):
    for program in PROGRAMS:
        if program != missing:
            write_program(tmp_path, program)
    done = run_tests(tmp_path, CI="true")
    assert (
        done.returncode == 1
        and f"these are missing: {name}." in done.stderr
        and len(done.stderr.splitlines()) == 1
    )


def test_where_the_style_is_off_no_test_runs(monkeypatch):
    import run

    monkeypatch.setattr(run, "check_style", lambda: False)
    monkeypatch.setattr(run, "run_pytest", lambda *_: pytest.fail("pytest was started"))
    monkeypatch.setattr(run, "find_browser", lambda: pytest.fail("a browser was looked for"))
    assert run.main([]) == 1


def test_in_ci_with_everything_there_nothing_is_installed(tmp_path):
    for program in PROGRAMS:
        write_program(tmp_path, program)
    write_program(tmp_path, "apt-get", APT)
    done = run_tests(tmp_path, CI="true")
    assert done.returncode == 0 and "left out" not in done.stdout and not (tmp_path / "log").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root installs packages")
def test_in_ci_debians_packages_are_installed_and_only_what_is_missing(tmp_path):
    for program in ("chromium-headless-shell", "chromium", "node", "npm", "Xvfb"):
        write_program(tmp_path, program)
    write_program(tmp_path, "apt-get", APT)
    done = run_tests(tmp_path, CI="true")
    asked = (tmp_path / "log").read_text(encoding="utf-8").splitlines()
    assert done.returncode == 0 and asked == [
        "update",
        "install -y --no-install-recommends firefox-esr webkit2gtk-driver",
    ]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root installs packages")
@pytest.mark.parametrize("others, wanted", [({"CI": "true"}, True), ({}, False)], ids=["CI", "developer"])
def test_in_ci_the_lighter_browser_is_installed(tmp_path, others, wanted):
    for program in ("chromium", *PROGRAMS[1:]):
        write_program(tmp_path, program)
    write_program(tmp_path, "apt-get", APT)
    assert run_tests(tmp_path, **others).returncode == 0, "another Chromium will do"
    log = tmp_path / "log"
    assert wanted == (
        log.exists() and "install -y --no-install-recommends chromium-headless-shell" in log.read_text()
    )


@pytest.mark.skipif(
    any(Path(place).exists() for place in PLACES), reason="a browser stands where PATH does not matter"
)
def test_without_any_chromium_the_tests_do_not_run(tmp_path):
    done = run_tests(tmp_path)
    assert done.returncode == 1 and "no browser was found" in done.stderr


NPM = """#!/bin/sh
echo "$@" >> "$LOG"
/bin/mkdir -p node_modules/typescript
echo '{"version": "VERSION"}' > node_modules/typescript/package.json
"""


@pytest.fixture
def npm(tmp_path, monkeypatch):
    """Return a function that writes npm's stand-in, and the folder that it is to fill."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("LOG", str(tmp_path / "log"))
    (tmp_path / "package.json").write_text('{"devDependencies": {"typescript": "7.0.2"}}', encoding="utf-8")
    return lambda text: write_program(tmp_path, "npm", text), tmp_path


def test_typescript_is_fetched_once_and_again_when_another_is_pinned(npm, capsys):
    write_npm, folder = npm
    write_npm(NPM.replace("VERSION", "7.0.2"))
    for _ in range(2):
        install_packages(folder)
    assert capsys.readouterr().out == "Fetching for the tests: typescript 7.0.2 …\n"
    (folder / "package.json").write_text('{"devDependencies": {"typescript": "7.1.0"}}', encoding="utf-8")
    write_npm(NPM.replace("VERSION", "7.1.0"))
    install_packages(folder)
    assert [line.split()[0] for line in (folder / "log").read_text().splitlines()] == ["ci", "ci"]


@pytest.mark.parametrize("text", ["#!/bin/sh\nexit 1\n", "#!/bin/sh\nexit 0\n", "#!/no/such/shell\n"])
def test_without_a_network_typescript_is_missed_in_one_line(npm, capsys, text):
    write_npm, folder = npm
    write_npm(text)
    install_packages(folder)
    assert capsys.readouterr().out.splitlines()[1:] == [
        "npm could not fetch all: what needs it goes unchecked. With a network, try again."
    ]


def test_without_npm_nothing_is_fetched_and_nothing_said_twice(npm, capsys):
    install_packages(npm[1])
    assert capsys.readouterr().out == ""


class Asking(NamedTuple):
    """A test as far as its order goes."""

    number: int
    fixturenames: tuple


def test_no_worker_begins_with_a_test_that_waits_for_a_build():
    tests = [Asking(number, ("editions",) if number % 3 else ()) for number in range(4502)]
    ordered = sort_shares(tests, 3)
    assert sorted(ordered) == tests
    # Where xdist cuts 4502 tests for three workers: an even share of what is left, to one after the other.
    for start, end in [(0, 1500), (1500, 3001), (3001, 4502)]:
        late = ["editions" in test.fixturenames for test in ordered[start:end]]
        assert late == sorted(late) and not late[0]
        assert {test.number for test in ordered[start:end]} == set(range(start, end))


# The first time the race fails, the second time it is won.
RACES = """from pathlib import Path
import pytest
def test_fine(): pass
@pytest.mark.skipif({always}, reason="only the race")
def test_race():
    before = Path("raced").exists()
    Path("raced").touch()
    assert before
def test_broken(): assert not {always}
"""


ENDS = [
    (False, "true", 0),
    *(pytest.param(*end, marks=pytest.mark.slow) for end in [(True, "true", 1), (False, "", 1)]),
]


@pytest.mark.parametrize("always, ci, ended", ENDS)
def test_in_ci_what_failed_runs_once_more_alone(tmp_path, monkeypatch, capfd, always, ci, ended):
    from run import run_pytest

    (tmp_path / "test_races.py").write_text(RACES.format(always=always), encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    monkeypatch.setenv("CI", ci)
    environment = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    environment["PYTEST_DEBUG_TEMPROOT"] = str(tmp_path)  # else it clears away what earlier runs have left
    assert run_pytest(["-n", "2", "--dist", "worksteal"], tmp_path, environment) == ended
    said = capfd.readouterr().out
    assert ("Once more, alone" in said) == bool(ci)
    assert "1 failed, " in said, "how it failed stays in the output"
    again = said.partition("Once more, alone")[2]
    assert ("1 passed" in again) == (bool(ci) and not always), said
