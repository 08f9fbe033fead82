"""Ports for servers under test."""

import itertools
import os
from socket import create_server

# Below the ports that a system gives to calls (from 32768 on Linux): one that a class or a database lost by a
# kill must still be free when it starts again. Each of pytest’s workers has a thousand of its own.
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
PORTS = itertools.cycle(range(20_000 + WORKER * 1000, 21_000 + WORKER * 1000))


def free_port():
    """Return a port that nobody listens on and no other test of this run is given."""
    for port in itertools.islice(PORTS, 1000):
        try:
            create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return port
    raise OSError("no port is free")
