"""kit.py: two commands, nothing else, and one clear message when something is in the way."""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
import urllib.request
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from helpers.kits import allowed, run_kit
from helpers.places import ROOT
from packaging.markers import Marker
from packaging.tags import compatible_tags, cpython_tags, mac_platforms
from packaging.utils import parse_wheel_filename

from secondsource.book.serve import start_server

KIT = ROOT / "kit.py"


INDEX = {
    "PIP_FIND_LINKS": "",
    "PIP_NO_INDEX": "0",
    "PIP_RETRIES": "1",
}  # the packages come from an index, not from our folder


def run(folder, *arguments, python=sys.executable, before=(), **environment):
    """Run kit.py in a folder. before: a command that runs it, such as one that takes the network away."""
    return subprocess.run(
        [*before, python, folder / "kit.py", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **environment},
    )


def pack(name, folder, change=lambda path, data: data):
    """Make a wheel again out of an installed package; return its line for a requirements file.

    change: called with each file's path and content, for wheels that are to be broken.
    """
    package = metadata.distribution(name)
    tag = re.findall(r"^Tag: (.*)$", package.read_text("WHEEL"), re.MULTILINE)[-1]
    wheel = folder / f"{name}-{package.version}-{tag}.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path in package.files:
            if "__pycache__" in str(path) or path.name in ("INSTALLER", "REQUESTED", "direct_url.json"):
                continue
            inside = f"{name}-{package.version}.data/scripts/{path.name}" if ".." in path.parts else str(path)
            entry = zipfile.ZipInfo(inside)
            entry.external_attr = 0o100755 << 16  # a file that may be run
            archive.writestr(entry, change(str(path), path.locate().read_bytes()), zipfile.ZIP_DEFLATED, 1)
    return (
        f"{name}=={package.version} \\\n    --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"
    )


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """A folder with wheels of uv and one small package, and their requirements file: no network is needed."""
    folder = tmp_path_factory.mktemp("packages")
    (folder / "requirements.txt").write_text(pack("uv", folder) + pack("six", folder), encoding="utf-8")
    return folder


def bare_kit(folder, packages):
    """Put kit.py and a requirements file that asks for one package into a folder of its own."""
    folder.mkdir(exist_ok=True)
    shutil.copy(KIT, folder)
    shutil.copy(packages / "requirements.txt", folder)
    return folder


@pytest.fixture
def bare(tmp_path, packages, monkeypatch):
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)  # what this computer says of packages is not asked
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(packages))
    return bare_kit(tmp_path / "kit", packages)


def installed(folder, name="six"):
    """Return who installed a package into the folder's .venv; fails where a file of it is missing."""
    site = next((folder / ".venv").glob("[lL]ib*/**/site-packages"))
    package = next(metadata.distributions(name=name, path=[str(site)]))
    assert package.files and all(path.locate().exists() for path in package.files)
    return package.read_text("INSTALLER").strip()


def told(done, *words):
    """Check that kit.py ended with one message, of two lines, and no traceback."""
    lines = done.stderr.strip().splitlines()
    assert done.returncode == 1 and len(lines) == 2 and lines[0].startswith("kit.py: "), done.stderr
    assert all(word in done.stderr for word in words), done.stderr


def test_kit_py_is_short_and_uses_the_standard_library_only():
    text = KIT.read_text(encoding="utf-8")
    imported = {
        line.split()[1].split(".")[0] for line in text.splitlines() if line.startswith(("import ", "from "))
    }
    assert len(text.splitlines()) < 220 and imported <= sys.stdlib_module_names


def test_packages_are_installed_by_uv_once(bare):
    first, second = run(bare), run(bare)
    assert (
        installed(bare) == "uv" and "up to" in first.stdout and "Installing packages: done." in first.stdout
    )
    assert "Installing" not in second.stdout and "Making" not in second.stdout


@pytest.mark.skipif(os.name == "nt", reason="Windows has no exec")
def test_what_ends_kit_py_ends_what_it_started(bare, tmp_path):
    """A server that went on by itself kept its port, and a build its pages."""
    (bare / "secondsource").mkdir()
    (bare / "secondsource/cli.py").write_text(
        "import os, sys\nprint(os.getpid(), os.getcwd(), *sys.argv[1:])\nsys.exit(3)\n", encoding="utf-8"
    )
    command = [sys.executable, bare / "kit.py", "mark", "a b"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as process:
        lines = process.stdout.read().splitlines()
    assert lines[-1] == f"{process.pid} {tmp_path} mark a b" and process.returncode == 3


@pytest.mark.slow
def test_a_changed_requirements_file_is_installed(bare, packages):
    run(bare)
    text = (bare / "requirements.txt").read_text(encoding="utf-8")
    (bare / "requirements.txt").write_text(text + pack("click", packages), encoding="utf-8")
    assert "Installing packages: done." in run(bare).stdout and installed(bare, "click") == "uv"


@pytest.mark.slow
def test_where_uv_does_not_run_pip_installs_and_says_so(bare, tmp_path):
    broken = tmp_path / "broken"
    broken.mkdir()
    lines = pack(
        "uv", broken, lambda path, data: b"exit(3)" if path.endswith("__main__.py") else data
    ) + pack("six", broken)
    (bare / "requirements.txt").write_text(lines, encoding="utf-8")
    done = run(bare, PIP_FIND_LINKS=str(broken))
    assert (
        installed(bare) == "pip"
        and "Trying pip" in done.stdout
        and "Installing packages: done." in done.stdout
    )


def test_without_a_network_one_message_says_what_to_do(bare):
    told(run(bare, PIP_INDEX_URL="http://127.0.0.1:9/", **INDEX), "Is there a network?")
    assert "Installing packages: done." in run(bare).stdout and installed(bare) == "uv", (
        "the next start tries again"
    )


@pytest.mark.skipif(not allowed("-rn"), reason="this computer does not let us take the network away")
def test_without_any_network_at_all_the_message_is_the_same(bare):
    told(run(bare, before=["unshare", "-rn"], **INDEX), "Is there a network?")


def test_a_proxy_that_refuses_is_named(bare):
    told(
        run(bare, HTTPS_PROXY="http://name:secret@127.0.0.1:9", **INDEX),
        "is the proxy http://127.0.0.1:9 right",
    )


@pytest.mark.slow
def test_a_package_that_is_not_the_tested_one_is_refused(bare):
    text = (bare / "requirements.txt").read_text(encoding="utf-8")
    before, sep, after = text.partition("six==")
    (bare / "requirements.txt").write_text(
        before + sep + re.sub("[0-9a-f]{64}", "0" * 64, after), encoding="utf-8"
    )
    told(run(bare), "not the one the kit was tested with")


def test_a_read_only_folder_is_told(bare):
    # The folder's own mode would not stop root; a file where .venv should be stops anybody.
    (bare / ".venv").write_text("in the way")
    told(run(bare), "cannot be written to", "Copy the kit to a folder of your own")


ON_A_DISK = (
    'mount -t tmpfs -o size=$SIZE tmpfs "$1" && cp "$0"/kit.py "$0"/requirements.txt "$1" && '
    'mount -o remount,size=$SIZE,$MODE "$1" && exec "$2" "$1"/kit.py'
)


@pytest.mark.skipif(not allowed("-rm"), reason="this computer does not let us mount a disk")
@pytest.mark.parametrize(
    "mode, size, words",
    [
        ("ro", "9m", "cannot be written to"),
        ("rw", "28k", "The disk is full"),
        ("rw", "9m", "The disk is full"),
    ],
)
def test_a_disk_that_is_full_or_read_only_is_told(bare, tmp_path, mode, size, words):
    disk = tmp_path / "disk"
    disk.mkdir()
    told(run(bare, before=["unshare", "-rm", "sh", "-c", ON_A_DISK, bare, disk], SIZE=size, MODE=mode), words)


@pytest.mark.slow
@pytest.mark.parametrize("left", ["nothing", "another python"])
def test_a_half_finished_environment_is_made_anew(bare, left):
    run(bare)
    if left == "nothing":
        shutil.rmtree(bare / ".venv" / "lib", ignore_errors=True)
    shutil.rmtree(bare / ".venv" / "bin")
    if left == "another python":
        (bare / ".venv/bin").mkdir()
        (bare / ".venv/bin/python").symlink_to("/nowhere/python")
    assert "Installing packages: done." in run(bare).stdout and installed(bare) == "uv"


@pytest.mark.slow
def test_an_installation_that_was_ended_in_the_middle_is_done_again(bare):
    run(bare)
    site = next((bare / ".venv").glob("[lL]ib*/**/site-packages"))
    for path in (site / "six.py", next(site.glob("six-*")) / "RECORD"):
        path.unlink()
    (bare / ".venv/installed-kit").write_text("unfinished", encoding="utf-8")
    run(bare)
    assert installed(bare) == "uv"


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("seconds", [0.5, pytest.param(2, marks=pytest.mark.slow)])
def test_a_killed_start_recovers(bare, seconds):
    with subprocess.Popen(
        [sys.executable, bare / "kit.py"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGKILL)
    run(bare)
    assert installed(bare) == "uv"


@pytest.fixture
def python_without_pip(tmp_path):
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "python"], check=True)
    return tmp_path / "python" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


@pytest.mark.slow
def test_a_python_without_pip_brings_its_own(bare, python_without_pip):
    run(bare, python=python_without_pip)
    assert installed(bare) == "uv"


def test_a_python_with_neither_pip_nor_ensurepip_is_told(bare, python_without_pip, tmp_path):
    (tmp_path / "ensurepip.py").write_text("raise ModuleNotFoundError('as on Debian without python3-venv')")
    told(
        run(bare, python=python_without_pip, PYTHONPATH=str(tmp_path)),
        "nor ensurepip",
        "apt install python3-venv",
    )


def test_uv_asks_the_index_that_pip_is_told_to_ask(monkeypatch, tmp_path):
    kit = import_kit()
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    assert kit.read_pip_settings() == ["--default-index", "http://127.0.0.1:9/simple"]
    monkeypatch.setenv("PIP_NO_INDEX", "true")
    monkeypatch.setenv("PIP_FIND_LINKS", "here there")
    assert kit.read_pip_settings() == ["--no-index", "--find-links=here", "--find-links=there"]


COMPUTERS = {  # what pip calls them: tags of wheels, and what markers in a requirements file see
    "linux": (
        [f"manylinux_2_{minor}_x86_64" for minor in range(40, 4, -1)]
        + ["manylinux2014_x86_64", "linux_x86_64"],
        {
            "sys_platform": "linux",
            "platform_system": "Linux",
            "os_name": "posix",
            "platform_machine": "x86_64",
        },
    ),
    "windows": (
        ["win_amd64"],
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
    ),
    "mac": (
        list(mac_platforms((14, 0), "arm64")),
        {
            "sys_platform": "darwin",
            "platform_system": "Darwin",
            "os_name": "posix",
            "platform_machine": "arm64",
        },
    ),
}


def download(packages, computer, minor):
    """Return the bytes of the wheels that one kind of computer with Python 3.`minor` downloads."""
    platforms, markers = COMPUTERS[computer]
    python = {
        "python_version": f"3.{minor}",
        "python_full_version": f"3.{minor}.1",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    tags = [
        *cpython_tags((3, minor), platforms=platforms),
        *compatible_tags((3, minor), f"cp3{minor}", platforms),
    ]
    places, total = {tag: place for place, tag in enumerate(tags)}, 0
    for package in packages:
        if "marker" not in package or Marker(package["marker"]).evaluate({**markers, **python}):
            files = [
                (places[tag], wheel["size"])
                for wheel in package.get("wheels", [])
                for tag in parse_wheel_filename(wheel["url"].rpartition("/")[2])[3]
                if tag in places
            ]
            total += min(files)[1] if files else package["sdist"]["size"]
    return total


@pytest.mark.slow
def test_what_kit_py_says_of_the_download_is_true_on_every_kind_of_computer(tmp_path):
    ask = [
        sys.executable,
        "-m",
        "uv",
        "pip",
        "compile",
        ROOT / "tests/requirements.txt",
        "--universal",
        "--no-deps",
        "--python-version=3.11",
        "--format=pylock.toml",
        "--generate-hashes",
        "--quiet",
        "-o",
        tmp_path / "pylock.toml",
    ]
    if subprocess.run(ask, capture_output=True).returncode:
        pytest.skip("the package index does not answer")
    found = tomllib.loads((tmp_path / "pylock.toml").read_text(encoding="utf-8"))["packages"]
    kit = set(
        re.findall(r"^([\w.-]+)==", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
    )
    parts = {
        "kit": [package for package in found if package["name"] in kit],
        "tests": [package for package in found if package["name"] not in kit],
    }
    for part, said in import_kit().DOWNLOAD.items():
        sizes = [
            download(parts[part], computer, minor) / 1e6 for computer in COMPUTERS for minor in range(11, 15)
        ]
        assert said - 10 < max(sizes) <= said, (
            f"{part}: {max(sizes):.1f} MB at most, {min(sizes):.1f} at least"
        )


def test_what_kit_py_says_of_the_space_is_true():
    used = sum(path.stat().st_size for path in Path(sys.prefix).rglob("*") if path.is_file()) / 1e6
    assert 500 < used < import_kit().NEEDED, f"{used:.0f} MB"


def test_the_readme_says_the_same_of_download_and_space():
    readme, kit = (ROOT / "README.md").read_text(encoding="utf-8"), import_kit()
    assert (
        f"downloads up to {kit.DOWNLOAD['kit']} MB, once" in readme
        and f"takes up to {kit.NEEDED} MB" in readme
    )


def import_kit():
    sys.path.insert(0, str(ROOT))
    import kit

    return kit


@pytest.mark.parametrize("version", [(3, 10, 4), (3, 15, 0), (2, 7, 18)])
def test_a_python_too_old_or_too_new_is_told(monkeypatch, version):
    kit = import_kit()
    monkeypatch.setattr(kit.sys, "version_info", version)
    with pytest.raises(SystemExit, match="needs Python 3.11 to 3.14"):
        kit.require_python()


def test_help_shows_every_command_with_examples():
    done = run_kit(ROOT, "--help")
    assert done.returncode == 0 and all(
        command in done.stdout for command in ("build", "serve", "check", "python3 kit.py test")
    )
    for command in ("build", "serve", "check"):
        assert "Example" in run_kit(ROOT, command, "--help").stdout


def test_a_taken_port_makes_the_next_one_serve(tmp_path):
    (tmp_path / "index.html").write_text("here")
    first, second = start_server(tmp_path, 8400), start_server(tmp_path, 8400)
    try:
        assert first.address != second.address and all(
            one.address.startswith("http://127.0.0.1:84") for one in (first, second)
        )
        assert urllib.request.urlopen(second.address, timeout=10).read() == b"here"
    finally:
        first.stop()
        second.stop()


# Each time tests/test_start.py starts a smaller book.
@pytest.mark.slow
def test_start_builds_serves_and_prints_the_address(lean_kit):
    environment = {**os.environ, "PYTHONPATH": str(lean_kit), "PYTHONUNBUFFERED": "1"}
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        environment.pop(name, None)
    with subprocess.Popen(
        [sys.executable, "-m", "secondsource.cli", "start"],
        cwd=lean_kit,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        line = next(line for line in process.stdout if "http://127.0.0.1:" in line)
        address = line.split(" at ")[1].split()[0]
        page = urllib.request.urlopen(address, timeout=10).read().decode("utf-8")
        process.terminate()
    assert "Second Source" in page


def test_the_readme_opens_with_what_needs_no_python_and_then_the_two_commands():
    """Most teachers have none: what they can take stands first, and the commands come right behind it."""
    lines = [line for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if line][1:20]
    assert lines[0].startswith("**No Python? Take these**")
    row = next(at for at, line in enumerate(lines) if not line.startswith("|") and at)
    taken = " ".join(line.split("|")[1] for line in lines[1:row])
    assert all(
        f"`{name}`" in taken for name in ("lessons/NAME.html", "study.zip", "class.zip", "worksheets-a4")
    )
    commands = [line for line in lines if line.startswith("    ")]
    assert [line.split("#")[0].strip() for line in commands] == ["python3 kit.py", "python3 kit.py test"]
    assert lines.index(commands[0]) <= row + 2
