"""Once installed, the kit works without a network: it is taken away, and everything is done.

Where this computer does not let us take it away, every proxy refuses instead.
"""

import os
import shutil
import subprocess
import sys

import pytest
from helpers.kits import add_counting_page
from helpers.places import ROOT

from secondsource.report.synthetic import make_class, write_answer_files

REFUSED = dict.fromkeys(
    ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9"
)
# In its own network there is nothing but this computer, and even that sleeps at first; kernels need it.
WAKE = """import fcntl, os, socket, struct, sys
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
    fcntl.ioctl(line, 0x8914, struct.pack("16sh", b"lo", 1))  # SIOCSIFFLAGS, IFF_UP
os.execv(sys.argv[1], sys.argv[1:])"""
REACH = "import socket; socket.create_connection(('192.0.2.1', 80), 2)"  # nobody is there
SERVE_AND_READ = """import os, signal, subprocess, sys, urllib.request
command = [sys.executable, "kit.py", "serve", "--no-browser"]
with subprocess.Popen(command, env={**os.environ, "PYTHONUNBUFFERED": "1"}, start_new_session=True,
                      stdout=subprocess.PIPE, text=True, encoding="utf-8") as server:
    address = server.stdout.readline().split(" at ")[1].split()[0]
    read = urllib.request.build_opener(urllib.request.ProxyHandler({})).open
    pages = [read(address + name, timeout=10).read() for name in ("", "2015-scale.html", "counted.html")]
    os.killpg(server.pid, signal.SIGTERM)
assert b"Second Source" in pages[0] and b'data-ss="2015-scale' in pages[1] and b"42" in pages[2]"""


def cut_off(*command):
    """Return a command that runs another one without a network, and the variables it needs."""
    wake = ["unshare", "-rn", sys.executable, "-c", WAKE]
    if (
        shutil.which("unshare")
        and subprocess.run([*wake, sys.executable, "-c", ""], capture_output=True).returncode == 0
    ):
        return [*wake, *command], {}
    return [*command], REFUSED


@pytest.fixture
def installed_kit(lean_kit):
    """The small kit with what was installed before, a page that runs code, and the class report."""
    for name in ("kit.py", "requirements.txt"):
        shutil.copy(ROOT / name, lean_kit)
    (lean_kit / ".venv").symlink_to(sys.prefix)
    add_counting_page(lean_kit)
    (lean_kit / "solutions/notebooks").mkdir()
    shutil.copy(ROOT / "solutions/notebooks/class-report.ipynb", lean_kit / "solutions/notebooks")
    return lean_kit


def run_offline(kit, *arguments):
    """Run this computer's own Python, as a newcomer would, in a kit without a network; it must succeed."""
    command, variables = cut_off(sys._base_executable, *arguments)
    done = subprocess.run(
        command, cwd=kit, env={**os.environ, **variables}, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="links and process groups")
def test_without_a_network_the_installed_kit_builds_serves_marks_and_prints(installed_kit, tmp_path):
    if not cut_off()[1]:
        with pytest.raises(AssertionError, match="unreachable"):
            run_offline(installed_kit, "-c", REACH)
    told = run_offline(installed_kit, "kit.py", "build")
    assert "Installing" not in told and "The study edition is in" in told
    run_offline(installed_kit, "-c", SERVE_AND_READ)
    (tmp_path / "handed-in").mkdir()
    write_answer_files(tmp_path / "handed-in", make_class(3, sets=["ferry-fares"]))
    run_offline(installed_kit, "kit.py", "mark", tmp_path / "handed-in", "--out", tmp_path / "marks")
    run_offline(installed_kit, "kit.py", "worksheets", "ferry-fares", "--out", tmp_path / "sheets")
    run_offline(installed_kit, "kit.py", "export", "ferry-fares", "--out", tmp_path / "export")
    run_offline(installed_kit, "kit.py", "bundle", "--edition", "study", "--out", tmp_path / "stick.zip")
    made = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.stat().st_size}
    assert {
        "marks/marks.csv",
        "marks/report.html",
        "sheets/ferry-fares.pdf",
        "export/ferry-fares-qti.zip",
        "stick.zip",
    } <= made
