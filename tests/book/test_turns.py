"""Two windows that build the same edition: one after the other, also where the first is killed."""

import subprocess
import sys
import threading

from helpers.places import ROOT

from secondsource.book.turns import alone, take


def test_who_comes_second_is_told_and_waits(tmp_path):
    said, began, order = [], threading.Event(), []

    def second():
        with alone(tmp_path / "work", lambda text: (said.append(text), began.set())) as waited:
            order.append(waited)

    with alone(tmp_path / "work", said.append) as waited:
        other = threading.Thread(target=second)
        other.start()
        assert began.wait(20) and not waited
        assert take(tmp_path / "work") is None and take(tmp_path / "another")
        order.append("first")
    other.join(20)
    assert order == ["first", True] and len(said) == 1 and "Another window" in said[0]


def test_whoever_is_killed_is_in_nobodys_way(tmp_path):
    code = "import sys, time\nfrom secondsource.book.turns import take\n"
    code += "lock = take(sys.argv[1])\nprint(bool(lock), flush=True)\ntime.sleep(300)\n"
    command = [sys.executable, "-c", code, str(tmp_path / "work")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "True\n" and take(tmp_path / "work") is None
        other.kill()
    assert take(tmp_path / "work")
