"""What goes wrong on a teacher's laptop: one clear line each, and nothing that was handed in is lost."""

import signal
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from helpers.live import SPEAKING, LiveClass

from secondsource.live.run import run_live, tell
from secondsource.problems import ContentError

resource = pytest.importorskip("resource")  # not on Windows
FULL = "The disk cannot be written to. Until it can, answers wait on the students’ devices."


def held(live, student):
    return live.ask("/live/mine", student["token"])[1]["sittings"][SPEAKING]["state"]["answers"]


def test_a_lid_that_is_closed_and_opened_loses_nothing_and_counts_nothing_twice(fresh_live):
    ada = fresh_live.join("Ada")
    fresh_live.hand_in(ada, {"p1.1": "S1"})
    fresh_live.process.send_signal(signal.SIGSTOP)
    with ThreadPoolExecutor(1) as pool:
        waits = pool.submit(fresh_live.hand_in, ada, {"p1.1": "S2"}, 2)
        time.sleep(0.5)
        assert not waits.done()
        fresh_live.process.send_signal(signal.SIGCONT)
        status, receipt = waits.result()
    # A page that gave up waiting sends the same once more.
    assert status == 200 and fresh_live.hand_in(ada, {"p1.1": "S2"}, 2) == (200, receipt)
    assert held(fresh_live, ada) == {"p1.1": "S2"}


def test_a_disk_that_is_full_is_said_to_both_and_what_comes_when_there_is_room_is_kept(fresh_live):
    ada = fresh_live.join("Ada")
    fresh_live.hand_in(ada, {"p1.1": "S1"})
    _, most = resource.prlimit(fresh_live.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(fresh_live.process.pid, resource.RLIMIT_FSIZE, (1, most))
    status, said = fresh_live.hand_in(ada, {"p1.1": "S2"}, 2)
    assert status == 503 and said["why"] == "The teacher's computer cannot keep answers now"
    assert fresh_live.ask("/live/teach/state", fresh_live.word)[1]["trouble"] == FULL
    resource.prlimit(fresh_live.process.pid, resource.RLIMIT_FSIZE, (most, most))
    assert fresh_live.hand_in(ada, {"p1.1": "S2"}, 2)[0] == 200
    assert fresh_live.ask("/live/teach/state", fresh_live.word)[1]["trouble"] == ""
    assert held(fresh_live, ada) == {"p1.1": "S2"}
    fresh_live.process.terminate()
    assert fresh_live.process.stdout.read().count(FULL) == 1


@pytest.mark.parametrize("place", ["a-file/folder", "/proc/nothing"])
def test_a_folder_in_which_nothing_can_be_kept_is_one_line(tmp_path, monkeypatch, place):
    (tmp_path / "a-file").write_text("", encoding="utf-8")
    monkeypatch.setenv("SECONDSOURCE_FOLDER", str(tmp_path / place))
    with pytest.raises(ContentError, match="nothing can be kept in .*SECONDSOURCE_FOLDER") as told:
        run_live(tmp_path, 30, show=False, new=True)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("addresses, first", [
    ([], "This computer is in no network, so no phone can reach it: start a hotspot, or join a network."),
    (["10.0.0.7"], "Students open   http://10.0.0.7:8460/"),
])  # fmt: skip
def test_what_is_said_at_the_start(addresses, first):
    said = []
    server = SimpleNamespace(
        addresses=addresses, names=(), port=8460, code="ABCDEF", address=lambda: "http://10.0.0.7:8460/"
    )
    tell(server, "heron", 3, said.append)
    assert [line for line in said if line][0] == first and "Class code      ABCDEF" in said
    assert said[-1] == (
        "From now on this computer answers its network at port 8460, for 3 hours or until you press Ctrl+C."
    )


def test_it_stops_by_itself_and_says_that_nothing_is_deleted(live_site, tmp_path):
    live = LiveClass(live_site, tmp_path, hours=1 / 3600)
    live.process.wait(20)
    assert "The time that was set is over: the class is no longer served. Nothing is deleted." in (
        live.process.stdout.read()
    )
    live.stop()
