"""A PostgreSQL of the tests' own, on a socket in a folder, gone afterwards."""

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from glob import glob
from pathlib import Path

from helpers.needs import needs
from helpers.ports import free_port


def _programs():
    needs("PostgreSQL")
    found = sorted(glob("/usr/lib/postgresql/*/bin"))
    return Path(found[-1]) if found else Path(os.path.realpath(shutil.which("postgres"))).parent


@contextmanager
def run_postgres():
    """Give the address of a database server that keeps its data in a folder of its own: pytest closes those
    that it makes to all other users, whenever another pytest starts.
    """
    with tempfile.TemporaryDirectory(prefix="postgres-") as folder:
        yield from _run(_programs(), folder)


def _run(programs, folder):
    data, user = Path(folder) / "data", []
    if os.geteuid() == 0:  # it refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
        user = ["runuser", "-u", "postgres", "--"]
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": "/", "timeout": 90}
    make = [programs / "initdb", "-D", data, "-U", "kit", "-A", "trust", "--no-sync", "-E", "UTF8"]
    subprocess.run([*user, *make, "--locale=C"], **quiet)
    port = free_port()
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
    control = [*user, programs / "pg_ctl", "-D", data, "-w"]
    subprocess.run([*control, "-o", options, "-l", Path(folder) / "log", "start"], **quiet)
    try:
        yield f"postgresql://kit@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **quiet)
