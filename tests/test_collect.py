"""Reading what a class handed in: every file is read or listed with a reason, and no file stops the rest."""

import io
import json
import os
import struct
import zipfile

import pandas as pd
import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from secondsource import intake
from secondsource.answers import AnswerFile
from secondsource.collect import fold_name, parse_document, read_hand_in
from secondsource.paper import write_table
from secondsource.texts import read_article

SET = "ferry-fares"
SPEAKING = f"{SET}/speaking"
FINGERPRINT = read_article(SET, ROOT).fingerprint


def sitting(answers, first=None, tries=1, committed=True, saved="2026-01-05T10:00:00.000Z", fingerprint=FINGERPRINT, confidence=None, opened="2026-01-05T09:00:00.000Z"):
    return {"answers": answers, "first": first if first is not None else answers if tries else {}, "tries": tries, "committed": committed,
            "times": {"opened": opened, "saved": saved}, "fingerprint": fingerprint, "confidence": confidence or {}}


def submission(student="Ada", activities=None, **fields):
    """Return an answer file as bytes."""
    activities = {SPEAKING: sitting({"p2.1": "S0"})} if activities is None else activities
    return json.dumps({"schema": "second-source-answers/1", "student": student, "activities": activities, **fields}).encode()


def zipped(members, compression=zipfile.ZIP_DEFLATED):
    """Return a zip as bytes. members: {name or ZipInfo: bytes}."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def link_member():
    info = zipfile.ZipInfo("link.json")
    info.external_attr = 0o120777 << 16
    return info


def encrypted_zip():
    """A zip whose one member says that it is encrypted."""
    data = bytearray(zipped({"secret.json": b"{}"}))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(signature)
        data[start + place:start + place + 2] = struct.pack("<H", 1)
    return bytes(data)


def read(folder, files, **options):
    """Write {name: bytes} into a folder and read it."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return read_hand_in(folder, **options)


def responses(hand_in, student="ada"):
    """Return {item without the set: response} of one student, blanks left out."""
    rows = hand_in.answers[(hand_in.answers["student"] == student) & hand_in.answers["response"].notna()]
    return {item.split("/", 1)[1]: response for item, response in zip(rows["item"], rows["response"])}


GOOD = submission()
BAD = [
    ("cut.json", GOOD[:-9], "cut short"), ("empty.json", b"", "empty"), ("spaces.json", b" \n ", "empty"), ("not.json", b"hello", "not readable as JSON"),
    ("list.json", b"[]", "no answer file"), ("other.json", GOOD.replace(b"answers/1", b"answers/2"), "second-source-answers/2"),
    ("extra.json", submission(run="import os"), "run"), ("nul.json", GOOD.replace(b"Ada", b"A\x00a"), "not readable as JSON"),
    ("zeros.json", b"\0" * 5000, "not readable as JSON"), ("deep.json", b"[" * 100_000, "not readable as JSON"),
    ("deeper.json", b'{"activities":' * 5000 + b"1" + b"}" * 5000, "not readable as JSON"), ("latin.json", submission("Zo\u00eb").replace(b"\\u00eb", b"\xeb"), "not readable as JSON"),
    ("surrogate.json", submission("\ud800"), "not readable as JSON"), ("long-name.json", submission("x" * 1_000_000), "student"),
    ("huge.json", submission("x" * 3_000_000), "larger than 2,000,000 bytes"), ("path.json", submission(activities={"../../etc": sitting({})}), "no answer file"),
    ("sure.json", submission(activities={SPEAKING: sitting({}, confidence={"p2.1": 101})}), "confidence"), ("many.json", submission(activities={SPEAKING: sitting({}, tries=-1)}), "tries"),
    ("essay.docx", b"PK", "no answer file"), ("answers.json.exe", GOOD, "no answer file"), ("bare", GOOD, "no answer file"),
    ("empty.zip", zipped({}), "zip is empty"), ("broken.zip", zipped({"a.json": GOOD})[:80], "zip cannot be opened"), ("text.zip", b"hello", "zip cannot be opened"),
    ("up.zip", zipped({"../../up.json": GOOD}), "leads out of the folder"), ("root.zip", zipped({"/etc/a.json": GOOD}), "leads out of the folder"),
    ("drive.zip", zipped({"C:\\a.json": GOOD}), "leads out of the folder"), ("back.zip", zipped({"..\\a.json": GOOD}), "leads out of the folder"),
    ("link.zip", zipped({link_member(): b"/etc/passwd"}), "links are not followed"), ("inner.zip", zipped({"in.zip": zipped({"a.json": GOOD})}), "zip inside a zip"),
    ("bomb.zip", zipped({"a.json": b"0" * 1_900_000}), "zip bomb"), ("secret.zip", encrypted_zip(), "encrypted"),
    ("paper.zip", zipped({"a.csv": b"student\n"}), "paper answers"),
]


@pytest.mark.parametrize("name, data, reason", BAD, ids=[name for name, _, _ in BAD])
def test_a_bad_file_is_listed_with_a_reason_and_the_good_one_beside_it_is_read(tmp_path, name, data, reason):
    hand_in = read(tmp_path, {"good.json": GOOD, name: data})
    assert responses(hand_in) == {"speaking/p2.1": "S0"}
    listed = hand_in.problems[hand_in.problems["file"].str.startswith(name)]["problem"].tolist()
    assert len(listed) == 1 and reason in listed[0]


def test_links_and_pipes_are_listed_and_not_followed(tmp_path):
    outside = tmp_path / "outside.json"
    outside.write_bytes(submission("Eve"))
    folder = tmp_path / "in"
    folder.mkdir()
    os.symlink(outside, folder / "link.json")
    os.symlink(tmp_path, folder / "up")
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.json")
    hand_in = read(folder, {"good.json": GOOD})
    assert set(hand_in.answers["student"]) == {"ada"}
    assert set(hand_in.problems["file"]) == {"link.json", "up", *(["pipe.json"] if hasattr(os, "mkfifo") else [])}


def test_limits_on_a_zip_list_what_is_beyond_them(tmp_path, monkeypatch):
    monkeypatch.setattr(intake, "MAX_MEMBERS", 3)
    monkeypatch.setattr(intake, "MAX_UNPACKED", 2 * len(submission("A1")))
    hand_in = read(tmp_path, {"class.zip": zipped({f"{n}.json": submission(f"A{n}") for n in range(5)})})
    assert set(hand_in.answers["student"]) == {"a0", "a1"}
    assert [len(hand_in.problems), *hand_in.problems["problem"].str.contains("unpacks to more|holds 5 files")] == [2, True, True]


@given(st.one_of(st.binary(max_size=300), st.tuples(st.integers(0, len(GOOD)), st.binary(max_size=4)).map(lambda cut: GOOD[:cut[0]] + cut[1] + GOOD[cut[0] + 1:])))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_an_answer_file_or_have_a_reason(data):
    assert isinstance(parse_document(data), (AnswerFile, str))


def test_a_zip_of_a_learning_platform_is_read_as_it_comes(tmp_path):
    names = ["doejane_4711_99_second-source-answers.json", "Jo Roe_12_assignsubmission_file_/answers-Jo.json"]
    path = tmp_path / "submissions.zip"
    path.write_bytes(zipped({names[0]: submission("Jane"), names[1]: submission("Jo"), "__MACOSX/._x.json": b"?", ".DS_Store": b"?", "sub/": b""}))
    hand_in = read_hand_in(path)
    assert set(hand_in.answers["file"]) == set(names) and hand_in.problems.empty
    assert dict(zip(hand_in.sittings["student"], hand_in.sittings["account"])) == {"jane": "4711", "jo": ""}
    assert os.listdir(tmp_path) == ["submissions.zip"]


def test_a_bundle_holds_one_file_in_each_line(tmp_path):
    lines = [submission("Ada"), b"{", b"", submission("Bo"), b'{"student": "' + b"x" * 2_100_000 + b'"}', submission("Cy")]
    hand_in = read(tmp_path, {"class.jsonl": b"\n".join(lines)})
    assert set(hand_in.answers["student"]) == {"ada", "bo", "cy"}
    assert hand_in.problems["file"].tolist() == ["class.jsonl, line 2", "class.jsonl, line 5"]


COUNTED = [
    ("the answers at the first commit", sitting({"p2.1": "S1"}, first={"p2.1": "S0"}, tries=2), False, "S0", "Changed after the first commit"),
    ("the last answers, in the class edition", sitting({"p2.1": "S1"}, first={"p2.1": "S0"}, tries=2), True, "S1", "the last committed answers count"),
    ("the first answers where a second try was left open", sitting({"p2.1": "S1"}, first={"p2.1": "S0"}, committed=False), True, "S0", "second try was not committed"),
    ("work that was never committed, as it stands", sitting({"p2.1": "S3"}, tries=0, committed=False), False, "S3", "Not committed"),
    ("the same answer given twice, without a word", sitting({"p2.1": "S0"}, tries=2), False, "S0", None),
    ("answers to a text that has changed since", sitting({"p2.1": "S0"}, fingerprint="0" * 16), False, "S0", "text has changed"),
]


@pytest.mark.parametrize("work, last, response, listed", [case[1:] for case in COUNTED], ids=[case[0] for case in COUNTED])
def test_what_counts_is(tmp_path, work, last, response, listed):
    hand_in = read(tmp_path, {"a.json": submission(activities={SPEAKING: work})}, last=last)
    assert responses(hand_in) == {"speaking/p2.1": response}
    assert any(listed in problem for problem in hand_in.problems["problem"]) if listed else hand_in.problems.empty


def test_an_item_left_open_is_a_blank_row_and_a_strange_one_is_kept_and_listed(tmp_path):
    hand_in = read(tmp_path, {"a.json": submission(activities={SPEAKING: sitting({"p2.1": "S0", "p99.9": "S1"}, confidence={"p2.1": 80}), "no-such/thing": sitting({"x": "y"})})})
    rows = hand_in.answers[hand_in.answers["item"].str.startswith(SPEAKING)]
    assert len(rows) == 9 and rows["response"].isna().sum() == 7 and rows["confidence"].dropna().tolist() == [80]
    assert responses(hand_in)["thing/x"] == "y"
    assert hand_in.problems["problem"].str.contains("p99.9|no-such/thing").tolist() == [True, True]


def test_what_was_only_opened_and_what_is_no_exercise_is_listed_and_not_counted(tmp_path):
    opened = sitting({}, tries=0, committed=False)
    hand_in = read(tmp_path, {"a.json": submission(activities={SPEAKING: opened, f"{SET}/task-sum": sitting({"value": "3"})}), "b.json": submission("Bo", {})})
    assert hand_in.answers.empty
    assert hand_in.problems["problem"].str.contains("Opened but not|Tasks of a notebook|no answers in the file").tolist() == [True] * 3


@pytest.mark.parametrize("typed", ["ada lovelace", " ADA  Lovelace ", "Ada\u00a0Lovelace", "\uff21da Lovelace", "Ada\u200b Love\u202elace"])
def test_one_name_typed_in_different_ways_is_one_student(typed):
    assert fold_name(typed) == fold_name("Ada Lovelace")


def test_files_of_one_student_are_merged_and_of_the_same_exercise_the_latest_counts(tmp_path):
    early = submission(" ADA", {SPEAKING: sitting({"p2.1": "S4"}, saved="2026-01-04T10:00:00Z", opened="2026-01-04T09:00:00Z")})
    other = submission("ada", {f"{SET}/knowing": sitting({"p2.1": "F0"})})
    hand_in = read(tmp_path, {"a.json": GOOD, "z-early.json": early, "other.json": other, "copy.json": GOOD})
    assert responses(hand_in) == {"speaking/p2.1": "S0", "knowing/p2.1": "F0"}
    listed = dict(zip(hand_in.problems["file"], hand_in.problems["problem"]))
    assert set(listed) == {"z-early.json", "a.json"}
    assert "copy.json was saved last" in listed["z-early.json"] and "two people" in listed["z-early.json"] and "saved at the same time" in listed["a.json"]


def test_a_time_that_is_none_counts_as_the_oldest(tmp_path):
    odd = submission(activities={SPEAKING: sitting({"p2.1": "S4"}, saved="zzz tomorrow")})
    assert responses(read(tmp_path, {"a.json": GOOD, "z.json": odd})) == {"speaking/p2.1": "S0"}


def test_one_name_from_two_canvas_accounts_is_listed(tmp_path):
    hand_in = read(tmp_path, {"roejo_LATE_11_1_a.json": submission("Sam"), "doejo_12_2_a.json": submission("Sam", {f"{SET}/knowing": sitting({"p2.1": "F0"})})})
    assert hand_in.problems["problem"].str.contains("2 Canvas accounts").tolist() == [True]


@pytest.mark.parametrize("name", ["", "  ", "\u200b\u202e"])
def test_a_file_without_a_name_is_listed_under_its_own(tmp_path, name):
    hand_in = read(tmp_path, {"box/a.json": submission(name)})
    assert set(hand_in.answers["student"]) == {"box/a.json"} and "no name" in hand_in.problems["problem"].item()


def test_paper_answers_are_read_beside_files_and_give_way_to_them(tmp_path):
    write_table([SPEAKING], tmp_path / "paper.csv")
    heading = (tmp_path / "paper.csv").read_text(encoding="utf-8-sig").strip()
    column = heading.split(",").index(f"{SPEAKING}/p2.1")
    rows = [name + "," * column + "S2" for name in ("Ada", "Bo")]
    hand_in = read(tmp_path, {"paper.csv": "\n".join([heading, *rows]).encode(), "a.json": GOOD})
    assert responses(hand_in) == {"speaking/p2.1": "S0"} and responses(hand_in, "bo") == {"speaking/p2.1": "S2"}
    assert hand_in.problems["file"].tolist() == ["paper.csv"]


def test_progress_is_told_and_our_own_folder_is_left_out(tmp_path):
    told = []
    hand_in = read(tmp_path, {"a.json": GOOD, "marks/items.csv": b"x"}, leave_out=tmp_path / "marks", progress=lambda *step: told.append(step))
    assert told[-1] == (1, 1) and hand_in.problems.empty


def test_an_empty_folder_gives_empty_tables(tmp_path):
    hand_in = read_hand_in(tmp_path)
    assert [len(table) for table in hand_in] == [0, 0, 0] and isinstance(hand_in.answers, pd.DataFrame)
