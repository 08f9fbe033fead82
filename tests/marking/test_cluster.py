"""Marking on a cluster: the same tables as from one machine, duplicates in different pieces and bad lines
included.
"""

import builtins

import pytest
from helpers.handing_in import SPEAKING, read, sitting, submission
from helpers.places import ROOT
from pandas.testing import assert_frame_equal

from secondsource.content.items import read_items
from secondsource.marking.cluster import list_files, mark_everywhere
from secondsource.marking.marks import mark, wanted_key
from secondsource.marking.reading import read_hand_in
from secondsource.problems import ContentError

BUNDLES, LINES = 20, 10_000
LABELS = ["S0", "S1", "S2", "S3", "S4", "X"]


@pytest.fixture(scope="module")
def cluster():
    """Two worker processes on this computer."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as running:
        yield running


def assert_same(folder, everywhere):
    """Compare with what one machine reads from the folder: every table, every row, every category."""
    here = read_hand_in(folder)
    assert_frame_equal(everywhere.answers, mark(here.answers, wanted_key(here.sittings)), check_exact=True)
    assert_frame_equal(everywhere.problems, here.problems)
    assert_frame_equal(everywhere.sittings, here.sittings)


def write_bundles(folder):
    """Write 200,000 submissions; one in a hundred was handed in twice, mostly in different bundles; one in
    five thousand is cut short.
    """
    items = [item.id for item in read_items("ferry-fares")["speaking"].items()]
    for bundle in range(BUNDLES):
        with open(folder / f"school-{bundle:02}.jsonl", "w", encoding="utf-8") as file:
            for line in range(LINES):
                number = bundle * LINES + line
                student = number // 2 if number % 50 == 49 else number
                answers = ",".join(
                    f'"{item}":"{LABELS[(number * 7 + place * place + number // 11) % 6]}"'
                    for place, item in enumerate(items[number % 3 :])
                )
                saved = f"2026-01-{1 + number % 28:02}T10:00:00Z"
                text = (
                    f'{{"schema":"second-source-answers/1","student":"Student {student}",'
                    f'"activities":{{"{SPEAKING}":{{"answers":{{{answers}}},"first":{{{answers}}},'
                    '"confidence":{},"checked":{},"committed":true,"tries":1,'
                    f'"times":{{"saved":"{saved}"}}}}}}}}'
                )
                file.write(text[: 99 if number % 5000 == 7 else None] + "\n")


@pytest.mark.slow
def test_200_000_submissions_are_marked_on_two_workers_as_on_one_machine(tmp_path, cluster):
    write_bundles(tmp_path)
    told = []
    everywhere = mark_everywhere(
        f"file://{tmp_path}/*.jsonl", cluster, progress=lambda *step: told.append(step)
    )
    assert everywhere.problems["problem"].str.contains("cut short").sum() == BUNDLES * LINES // 5000
    assert everywhere.problems["problem"].str.contains("Handed in twice").sum() > 1900
    assert told[-1][0] == told[-1][1] > 2
    assert_same(tmp_path, everywhere)


def test_pieces_in_one_process_give_the_same_as_a_folder(tmp_path):
    files = {
        f"{n:03}.json": submission(
            f"S{n % 40}", {SPEAKING: sitting({"p2.1": LABELS[n % 6]}, saved=f"2026-01-01T10:00:{n % 60:02}Z")}
        )
        for n in range(50)
    }
    read(tmp_path, {**files, "bad.json": b"{", "x/deep.json": submission("Deep"), "notes.txt": b"?"})
    everywhere = mark_everywhere(str(tmp_path))
    assert len(everywhere.sittings) == 41 and not everywhere.answers["mark"].isna().any()
    assert_same(tmp_path, everywhere)


def test_any_store_that_fsspec_knows_is_read():
    import fsspec

    with fsspec.open("memory://district/a/ada.json", "wb") as file:
        file.write(submission("Ada"))
    assert mark_everywhere("memory://district").sittings["student"].tolist() == ["ada"]
    with pytest.raises(ContentError, match="no files"):
        list_files(["memory://nothing/*.json"])


def test_without_the_extra_packages_it_says_what_to_install(monkeypatch):
    real = builtins.__import__

    def no_dask(name, *rest, **more):
        if name == "distributed":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", no_dask)
    with pytest.raises(ContentError, match="pip install dask"):
        mark_everywhere(str(ROOT / "exercises"), "tcp://127.0.0.1:1")


def test_another_kit_marks_by_its_own_texts_and_keys(kit, tmp_path, cluster):
    """The kit with a root of its own was read for texts and keys of this one."""
    path = kit / "exercises/ferry-fares/items.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("  speaking:", "  spoken:", 1), encoding="utf-8")
    folder = tmp_path / "handed-in"
    folder.mkdir()
    handed_in = submission("Ada", {"ferry-fares/spoken": sitting({"p2.1": "S0"})})
    (folder / "ada.json").write_bytes(handed_in)
    here = read_hand_in(folder, kit)
    for where in (None, cluster.scheduler_address):
        everywhere = mark_everywhere(str(folder), where, root=kit)
        assert_frame_equal(everywhere.answers, mark(here.answers, wanted_key(here.sittings, kit)))
        assert "unknown" not in set(everywhere.answers["mark"])
