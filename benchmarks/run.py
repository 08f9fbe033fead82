"""Run the benchmarks: `python3 kit.py benchmark [NAME ...] [--originals DIR]`. The tables are also written to
`_build/benchmarks.md`.

Nothing else should run meanwhile: everything is compared within one run, but a busy computer makes all of it
    less certain.
"""

import argparse
import os
import subprocess
import sys

from measure import ROOT, TESTS, describe_machine  # isort: skip (it says where `helpers` is)

from helpers.browsers import find_browser  # isort: skip

NAMES = ("pages", "building", "start", "marking", "live", "matching")


def main(arguments):
    """Run the benchmarks named, all of them by default; return 0, or 1 when one of them failed."""
    parser = argparse.ArgumentParser(prog="kit.py benchmark")
    parser.add_argument("names", nargs="*", choices=[[], *NAMES], metavar="NAME", help=", ".join(NAMES))
    parser.add_argument(
        "--originals",
        metavar="DIR",
        help="a folder with copies of the articles, for “matching”; without it that one is left out",
    )
    wanted = parser.parse_args(arguments)

    names = [name for name in wanted.names or NAMES if name != "matching" or wanted.originals]
    report, failed = ROOT / "_build" / "benchmarks.md", []
    report.parent.mkdir(exist_ok=True)
    with open(report, "w", encoding="utf-8") as file:
        tell(f"Measured on {describe_machine()}.\n", file)
        for name in names:
            command = [
                sys.executable,
                ROOT / "benchmarks" / f"{name}.py",
                *([wanted.originals] if name == "matching" else []),
            ]
            with subprocess.Popen(
                command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=make_environment()
            ) as benchmark:
                for line in benchmark.stdout:
                    tell(line, file)
            if benchmark.returncode:
                failed.append(name)
    print(f"\nWritten to {report}." + (f" Failed: {', '.join(failed)}." if failed else ""))
    return int(bool(failed))


def make_environment():
    """Return the environment of a benchmark: a browser, the package, and the helpers of the tests."""

    return {
        **os.environ,
        "SECONDSOURCE_BROWSER": find_browser() or "",
        "PYTHONPATH": os.pathsep.join(map(str, (ROOT, TESTS))),
        "PYTHONUTF8": "1",
    }


def tell(line, file):
    """Print a line and write it down at once."""
    for place in (sys.stdout, file):
        place.write(line)
        place.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
