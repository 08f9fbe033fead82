"""kit.py: two commands, nothing else, and one clear message when something is in the way."""

import os
import shutil
import subprocess
import sys
import urllib.request

import pytest
from conftest import ROOT, run_kit

from secondsource.serve import start_server

KIT = ROOT / "kit.py"


def run(folder, *arguments, **environment):
    return subprocess.run([sys.executable, folder / "kit.py", *arguments], capture_output=True, text=True, encoding="utf-8",
                          env={**os.environ, **environment})


@pytest.fixture
def bare(tmp_path):
    """A folder with kit.py and a requirements file that asks for one package."""
    shutil.copy(KIT, tmp_path)
    (tmp_path / "requirements.txt").write_text("no-such-package-anywhere==1.0 --hash=sha256:" + "0" * 64 + "\n")
    return tmp_path


def test_kit_py_is_short_and_uses_the_standard_library_only():
    text = KIT.read_text(encoding="utf-8")
    imported = {line.split()[1].split(".")[0] for line in text.splitlines() if line.startswith(("import ", "from "))}
    assert len(text.splitlines()) < 120 and imported <= sys.stdlib_module_names


def test_without_a_network_one_message_says_what_to_do(bare):
    done = run(bare, PIP_INDEX_URL="http://127.0.0.1:9/", PIP_RETRIES="0", PIP_NO_INDEX="0")
    assert done.returncode == 1 and "Is there a network?" in done.stderr and "Traceback" not in done.stderr
    assert not list((bare / ".venv").glob("installed-*")), "the next start tries again"


def test_a_read_only_folder_is_told(bare):
    # The folder's own mode would not stop root; a file where .venv should be stops anybody.
    (bare / ".venv").write_text("in the way")
    done = run(bare)
    assert done.returncode == 1 and "cannot be written to" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("version", [(3, 10, 4), (3, 15, 0), (2, 7, 18)])
def test_a_python_too_old_or_too_new_is_told(monkeypatch, version):
    sys.path.insert(0, str(ROOT))
    import kit
    monkeypatch.setattr(kit.sys, "version_info", version)
    with pytest.raises(SystemExit, match="needs Python 3.11 to 3.14"):
        kit.require_python()


def test_help_shows_every_command_with_examples():
    done = run_kit(ROOT, "--help")
    assert done.returncode == 0 and all(command in done.stdout for command in ("build", "serve", "check", "python3 kit.py test"))
    for command in ("build", "serve", "check"):
        assert "Example" in run_kit(ROOT, command, "--help").stdout


def test_a_taken_port_makes_the_next_one_serve(tmp_path):
    (tmp_path / "index.html").write_text("here")
    first, second = start_server(tmp_path, 8400), start_server(tmp_path, 8400)
    try:
        assert second.server_address[1] > first.server_address[1] and first.server_address[0] == "127.0.0.1"
    finally:
        first.server_close()
        second.server_close()


def test_start_builds_serves_and_prints_the_address(lean_kit):
    environment = {**os.environ, "PYTHONPATH": str(lean_kit), "PYTHONUNBUFFERED": "1"}
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        environment.pop(name, None)
    with subprocess.Popen([sys.executable, "-m", "secondsource.cli", "start"], cwd=lean_kit, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        line = next(line for line in process.stdout if "http://127.0.0.1:" in line)
        address = line.split(" at ")[1].split()[0]
        page = urllib.request.urlopen(address, timeout=10).read().decode("utf-8")
        process.terminate()
    assert "Second Source" in page


def test_the_readme_opens_with_the_two_commands():
    commands = [line.split("#")[0].strip() for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[1:6] if line.startswith("    ")]
    assert commands == ["python3 kit.py", "python3 kit.py test"]
