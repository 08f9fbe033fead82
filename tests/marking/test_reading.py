"""Reading what a class handed in: every file is read or listed with a reason, and no file stops the rest."""

import gzip
import json
import os
import re
import struct
import zlib
from email.message import EmailMessage
from html import escape

import pandas as pd
import pytest
from helpers.handing_in import GOOD, SET, SPEAKING, link_member, read, sitting, submission, zipped
from helpers.kits import run_kit
from helpers.places import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from secondsource.content.texts import read_article, read_easier
from secondsource.marking import sources as intake
from secondsource.marking.answer_file import AnswerFile, parse_document
from secondsource.marking.paper import write_table
from secondsource.marking.people import fold_name
from secondsource.marking.reading import read_hand_in
from secondsource.marking.zip_names import name_members


def encrypted_zip():
    """A zip whose one member says that it is encrypted."""
    data = bytearray(zipped({"secret.json": b"{}"}))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(signature)
        data[start + place : start + place + 2] = struct.pack("<H", 1)
    return bytes(data)


OTHER = submission("Bo", {SPEAKING: sitting({"p2.1": "S1"})})
CURLED = GOOD.decode().replace('": ', "”: ").replace('"', "“").encode()


def responses(hand_in, student="ada"):
    """Return {item without the set: response} of one student, blanks left out."""
    rows = hand_in.answers[(hand_in.answers["student"] == student) & hand_in.answers["response"].notna()]
    return rows.set_index(rows["item"].str.split("/", n=1).str[1])["response"].to_dict()


BAD = [
    ("cut.json", GOOD[:-9], "cut short"),
    ("empty.json", b"", "empty"),
    ("spaces.json", b" \n ", "empty"),
    ("not.json", b"hello", "not readable as JSON"),
    ("list.json", b"[]", "no answer file"),
    ("other.json", GOOD.replace(b"answers/2", b"answers/3"), "second-source-answers/3"),
    ("extra.json", submission(run="import os"), "run"),
    ("nul.json", GOOD.replace(b"Ada", b"A\x00a"), "not readable as JSON"),
    ("zeros.json", b"\0" * 5000, "not readable as JSON"),
    ("deep.json", b"[" * 100_000, "not readable as JSON"),
    ("deeper.json", b'{"activities":' * 5000 + b"1" + b"}" * 5000, "not readable as JSON"),
    ("latin.json", submission("Zo\u00eb").replace(b"\\u00eb", b"\xeb").replace(b"}", b""), "is cut short"),
    ("surrogate.json", submission("\ud800"), "not readable as JSON"),
    ("long-name.json", submission("x" * 1_000_000), "student"),
    ("huge.json", submission("x" * 3_000_000), "larger than 2,000,000 bytes"),
    ("path.json", submission(activities={"../../etc": sitting({})}), "no answer file"),
    ("sure.json", submission(activities={SPEAKING: sitting({}, confidence={"p2.1": 101})}), "confidence"),
    ("many.json", submission(activities={SPEAKING: sitting({}, tries=-1)}), "tries"),
    ("essay.docx", b"PK", "no answer file"),
    ("answers.json.exe", GOOD, "no answer file"),
    ("Ada.eml", b"From: ada", "an e-mail. Save the file that is attached"),
    ("table.XLSX", b"PK", "save it as “CSV UTF-8”"),
    ("IMG_1.HEIC", b"x", "holds no answers. Ask for the file"),
    ("My answers.pdf", b"%PDF", "holds no answers. Ask for the file"),
    ("Ada.rar", b"Rar!", "Unpack it"),
    ("start.ipynb", b"{}", "Its last cell makes a zip"),
    ("answers.json.crdownload", GOOD[:90], "download was not finished"),
    ("bare", b"hello", "no answer file"),
    ("film.mp4", b"\0" * 99, "no answer file"),
    ("zip.json", zipped({"a.json": GOOD}), "Let its name end in .zip"),
    ("packed.json", gzip.compress(GOOD), "Unpack it and mark again"),
    ("rar.json", b"Rar!\x1a\x07", "Unpack it and mark again"),
    ("signin.json", b"<!DOCTYPE html><title>Sign in", "a web page, perhaps one to sign in"),
    ("rar.zip", b"Rar!\x1a\x07", "RAR, 7z"),
    ("notes.txt", b"Milk, bread", "no answer file"),
    ("list.txt", b'{"milk": 2}', "no answer file"),
    ("cut.json.txt", GOOD[:-9], "cut short"),
    ("curly.json", CURLED.replace("”:".encode(), b":", 1), "quotation marks curly, and it cannot be read"),
    ("empty.zip", zipped({}), "zip is empty"),
    ("broken.zip", zipped({"a.json": GOOD})[:80], "zip cannot be opened"),
    ("text.zip", b"hello", "zip cannot be opened"),
    ("up.zip", zipped({"../../up.json": GOOD}), "leads out of the folder"),
    ("root.zip", zipped({"/etc/a.json": GOOD}), "leads out of the folder"),
    ("drive.zip", zipped({"C:\\a.json": GOOD}), "leads out of the folder"),
    ("back.zip", zipped({"..\\a.json": GOOD}), "leads out of the folder"),
    ("link.zip", zipped({link_member(): b"/etc/passwd"}), "links are not followed"),
    (
        "inner.zip",
        zipped({"in.zip": zipped({"in.zip": zipped({"a.json": GOOD})})}),
        "zip inside a zip inside",
    ),
    ("spoilt.zip", zipped({"in.zip": b"PK"}), "zip cannot be opened"),
    ("inner-bomb.zip", zipped({"in.zip": zipped({"a.json": b"0" * 1_900_000})}), "zip bomb"),
    ("dark.zip", zipped({"in.zip": encrypted_zip()}), "encrypted"),
    ("bomb.zip", zipped({"a.json": b"0" * 1_900_000}), "zip bomb"),
    ("secret.zip", encrypted_zip(), "encrypted"),
    ("heading.csv", b"name\nAda\n", "not “student”"),
    ("empty.csv", b"student,no/such/item\n", "no such item"),
    ("paper.zip", zipped({"a.csv": b"student\n"}), "paper answers"),
]


READABLE = [  # how an answer file may arrive that another program has touched
    ("answers-Bo.json.txt", OTHER),
    ("answers-Bo.json (1)", OTHER),
    ("answers-Bo.json.download", OTHER),
    ("answers-Bo", OTHER),
    ("answers-Bo.txt", OTHER),
    *(
        (f"answers-Bo{end}", OTHER)
        for end in (".json_", ".json.bak", ".jsn", ".js", ".bin", ".", ".md", ".log")
    ),
    ("mark.json", b"\xef\xbb\xbf" + OTHER),
    ("wide.json", OTHER.decode().encode("utf-16")),
    ("wide-be.json", b"\xfe\xff" + OTHER.decode().encode("utf-16-be")),
    ("wide-no-mark.json", OTHER.decode().encode("utf-16-le")),
    ("wide.json.txt", OTHER.decode().encode("utf-16")),
    ("one.zip", zipped({"inside.zip": zipped({"a.json": OTHER})})),
    ("Bo Roe_7_assignsubmission_file_/one.zip", zipped({"b/a.json": OTHER})),
]


@pytest.mark.parametrize("name, data", READABLE, ids=[name for name, _ in READABLE])
def test_a_readable_file_is_read_whatever_its_ending_and_encoding(tmp_path, name, data):
    hand_in = read(tmp_path, {"good.json": GOOD, name: data})
    assert responses(hand_in, "bo") == {"speaking/p2.1": "S1"} and hand_in.problems.empty


@pytest.mark.parametrize("ends", ["“”", "„“", "““"])
def test_curly_quotation_marks_are_read_as_straight_ones_and_told(tmp_path, ends):
    text = "It was “fair”, she said: ‘yes’, and then; “no”?"
    essay = {"2015-scale/rewrite": sitting({"text": text}, fingerprint="")}
    data = json.dumps(json.loads(submission("Bo", essay)), ensure_ascii=False)
    curly = re.sub('"([^"]*)"', rf"{ends[0]}\1{ends[1]}", data)
    hand_in = read(tmp_path, {"a.json": curly.encode()})
    assert responses(hand_in, "bo") == {"rewrite/text": text}
    assert hand_in.problems["problem"].str.contains("read as if they were straight").tolist() == [True]


def test_a_file_saved_in_windows_1252_keeps_its_letters_and_is_told(tmp_path):
    """An old editor saves so; ü was read as � without a word, and Jürgen and Jörgen were one student."""
    essay = {"2015-scale/rewrite": sitting({"text": "“Café” – 5 €"}, fingerprint="")}
    data = json.dumps(json.loads(submission("Jürgen", essay)), ensure_ascii=False).encode("cp1252")
    hand_in = read(tmp_path, {"a.json": data, "b.json": data.replace(b"J\xfcrgen", b"J\xf6rgen")})
    assert hand_in.sittings["name"].tolist() == ["Jürgen", "Jörgen"]
    assert responses(hand_in, "jürgen") == responses(hand_in, "jörgen") == {"rewrite/text": "“Café” – 5 €"}
    assert hand_in.problems["problem"].str.contains("windows-1252").tolist() == [True, True]


LINES = json.dumps(json.loads(OTHER), indent=1)  # as the page saves it
LETTER = f"Dear Ms Roe {{5b}},\n\nmy answers:\n\n{LINES}\n\nThank you!\nBo {{}}\n"


def word_file(text, kind):
    """Return a file of a word processor with a paragraph for each line."""
    lines = [escape(line) for line in text.splitlines()]
    if kind == "docx":
        body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
        return zipped({"word/document.xml": f'<w:d xmlns:w="w">{body}</w:d>'.encode()})
    lines = [re.sub(r"^( +)", lambda gap: f'<t:s t:c="{len(gap[1])}"/>', line) for line in lines]
    body = "".join(f"<t:p><t:span/>{line}</t:p>" for line in lines)
    return zipped({"content.xml": f'<t:d xmlns:t="t">{body}</t:d>'.encode()})


def mail(text, attached=()):
    message = EmailMessage()
    message["From"], message["Subject"] = "bo@example.org", "My answers"
    message.set_content(text)
    for name, data in attached:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


QUOTED = "".join(f"> {line}\n" for line in LETTER.splitlines())
WRAPPED = [
    ("letter.txt", LETTER.encode()),
    ("letter", LETTER.encode()),
    ("letter.json", LETTER.encode()),
    ("signed.json", OTHER + b"\n\nSent from my phone"),
    ("quoted.txt", f"On Monday Bo wrote:\n{QUOTED}".encode()),
    ("twice.txt", f"{LETTER}\nOn Monday Bo wrote:\n{LETTER}".encode()),
    ("wide.txt", LETTER.encode("utf-16")),
    ("curly.txt", LETTER.replace("Bo {}", "Bo").replace('": ', "”: ").replace('"', "“").encode()),
    ("spaced.txt", LETTER.replace("Bo {}", "Bo").replace("\n ", "\n\u00a0").encode()),
    ("letter.docx", word_file(LETTER, "docx")),
    ("letter.odt", word_file(LETTER, "odt")),
    ("body.eml", mail(LETTER)),
]
BARE = [
    ("bare.docx", word_file(LINES, "docx")),
    ("attached.eml", mail("Here it is.", [("answers-Bo.json", OTHER)])),
    ("class.zip", zipped({"attached.eml": mail("Hi", [("a.png", b"x"), ("answers-Bo.json", OTHER)])})),
]


@pytest.mark.parametrize("name, data", WRAPPED + BARE, ids=[name for name, _ in WRAPPED + BARE])
def test_answers_in_a_letter_are_taken_out_where_nothing_must_be_guessed(tmp_path, name, data):
    hand_in = read(tmp_path, {"good.json": GOOD, name: data})
    assert responses(hand_in, "bo") == {"speaking/p2.1": "S1"}
    assert ("other text around" in " ".join(hand_in.problems["problem"])) == ((name, data) in WRAPPED)


def test_each_file_that_is_attached_to_a_mail_is_read(tmp_path):
    attached = [("a.json", submission("Ada")), ("b.json", OTHER), ("list.csv", b"student\n")]
    hand_in = read(tmp_path, {"both.eml": mail(LETTER, attached)})
    assert sorted(set(hand_in.answers["file"])) == ["both.eml/a.json", "both.eml/b.json"]


BROKEN = LETTER.replace('"S1"', '"S\n1"')
NOT_TAKEN = [
    ("two.txt", LETTER.encode() + GOOD, "Several answer files"),
    ("two.json", OTHER + GOOD, "Several answer files"),
    ("lines.json", OTHER + b"\n" + GOOD, "Several answer files"),
    ("cut.json", OTHER[:-9] + GOOD, "Several answer files"),
    ("broken.txt", BROKEN.encode(), "has changed them"),
    ("broken.docx", word_file(BROKEN, "docx"), "has changed them"),
    ("cut.txt", f"My answers: {LINES[:-30]}".encode(), "has changed them"),
    ("essay.odt", word_file("An essay.", "odt"), "no answer file"),
    ("letter.rtf", b"{\\rtf1 second-source-answers/2}", "save it as .txt"),
    ("letter.doc", b"\xd0\xcf", "save it as .txt"),
    ("picture.eml", mail("See above", [("a.png", b"x")]), "an e-mail. Save the file that is attached"),
    ("damaged.odt", b"PK", "no answer file"),
    ("bomb.odt", zipped({"content.xml": b"0" * 21_000_000}), "no answer file"),
]


@pytest.mark.parametrize("name, data, reason", NOT_TAKEN, ids=[name for name, _, _ in NOT_TAKEN])
def test_where_it_must_be_guessed_one_line_says_what_to_do(tmp_path, name, data, reason):
    hand_in = read(tmp_path, {name: data})
    assert hand_in.problems["problem"].str.contains(reason).tolist() == [True] and hand_in.answers.empty


SPACES = {
    "no-break": "\u00a0",
    "narrow": "\u202f",
    "wide": "\u3000",
    "of no width": "\u200b",
    "a mark": "\ufeff",
}


@pytest.mark.parametrize("space", SPACES.values(), ids=SPACES)
@pytest.mark.parametrize("curly", [False, True], ids=["straight", "curly"])
def test_odd_spaces_of_a_mail_program_are_read_as_plain_ones_and_told(tmp_path, space, curly):
    text = f'It{space}was \\ “fair” {{ 5 }},  a\\"b'
    essay = {"2015-scale/rewrite": sitting({"text": text}, fingerprint="")}
    data = json.dumps(json.loads(submission("Bo", essay)), ensure_ascii=False, indent=2)
    data = re.sub(r"(?m)^ +|(?<=\":) ", lambda found: space * len(found[0]), data).replace("\n", f"{space}\n")
    if curly:
        data = re.sub(r'"((?:[^"\\]|\\.)*)"', r"“\1”", data)
    hand_in = read(tmp_path, {"a.json": f"{space}{data}".encode()})
    assert responses(hand_in, "bo") == {"rewrite/text": text}
    told = " ".join(hand_in.problems["problem"])
    assert "odd spaces" in told and ("straight" in told) == curly


def test_a_damaged_file_full_of_quotation_marks_is_refused_at_once():
    """At once: each sign is looked at a few times, however many there are; else this test does not end."""
    for damaged in ('{\u00a0"' + '\\"' * 400_000, "{\u00a0" + '"' * 800_001, '{\u00a0"a\\'):
        said = parse_document(damaged.encode())
        assert "is not readable" in said or "cut short" in said


def test_students_of_a_platform_may_hand_in_a_zip_each(tmp_path):
    zips = {f"doe{n}_{n + 100}_7_work.zip": zipped({"a.json": submission("")}) for n in range(3)}
    path = tmp_path / "submissions.zip"
    path.write_bytes(zipped(zips))
    hand_in = read_hand_in(path)
    assert hand_in.sittings["account"].tolist() == ["100", "101", "102"]
    assert hand_in.sittings["name"].tolist() == ["doe0", "doe1", "doe2"]


def zip_of(name, data, flags=0):
    """A zip whose one member has a name in any bytes."""
    raw = bytearray(zipped({"x" * len(name): data}))
    raw = raw.replace(b"x" * len(name), name)
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = raw.find(signature)
        raw[start + place : start + place + 2] = struct.pack("<H", flags)
    return bytes(raw)


@pytest.mark.parametrize(
    "raw, name",
    [
        ("Zoë Müller.json".encode(), "Zoë Müller.json"),
        ("Zoe\u0308.json".encode(), "Zoë.json"),
        ("Łukasz.json".encode(), "Łukasz.json"),
        ("Zoë Müller.json".encode("cp437"), "Zoë Müller.json"),
        ("Ærø Ávila.json".encode("cp850"), "Ærø Ávila.json"),
        ("Jürgen Weiß.json".encode("cp1252"), "Jürgen Weiß.json"),
        ("Zoë Müller.json".encode("cp1252"), "Zoë Müller.json"),
        ("García Martín.json".encode("cp1252"), "García Martín.json"),
        ("Jürgen Weiß.json".encode("mac_roman"), "Jürgen Weiß.json"),
        (b"class\\Ada.json", "class/Ada.json"),
    ],
)
def test_a_name_in_a_zip_is_read_as_its_maker_meant_it(tmp_path, raw, name):
    (tmp_path / "a.zip").write_bytes(zip_of(raw, submission("")))
    hand_in = read_hand_in(tmp_path / "a.zip")
    assert hand_in.sittings["file"].tolist() == [name]


NAMES = [
    *("Zoë Müller", "Ærø Ávila", "José Ñáñez", "François Lefèvre", "Søren Ågård", "Håkon Østby"),
    *("João Gonçalves", "Inês Conceição", "Édouard Hervé", "ÉMILIE DUBÉ", "JÜRGEN MÜLLER", "NÚÑEZ"),
    *("Günther Groß", "Peña", "Íñigo", "Öz", "Über", "Noël", "Gaëlle", "Jérôme", "Benoît", "Sebastián"),
    *("Martín", "López", "Brontë", "Strauß_Ä", "Sjöström", "Änne"),
]


@pytest.mark.parametrize("encoding", ["cp850", "cp437", "cp1252", "mac_roman", "utf-8"])
def test_all_names_of_a_zip_tell_its_encoding_together(encoding):
    def can(name):
        return name.encode(encoding, "replace").decode(encoding) == name

    names = [name for name in NAMES if can(name)]
    for start in range(len(names) - 3):
        some = [f"{name}_12_assignsubmission_file_/answers.json" for name in names[start : start + 4]]
        assert name_members([(name.encode(encoding).decode("cp437"), 0, b"") for name in some]) == some


def test_a_second_name_of_a_member_in_utf_8_is_taken_where_it_is_of_this_name():
    old = "Zo\u00eb ?.json".encode("cp1252")
    field = struct.pack("<BL", 1, zlib.crc32(old)) + "Zoë Łuk.json".encode()
    extra = struct.pack("<HH", 1, 2) + b"xx" + struct.pack("<HH", 0x7075, len(field)) + field
    assert name_members([(old.decode("cp437"), 0, extra)]) == ["Zoë Łuk.json"]
    changed = "Noël.json".encode("cp1252").decode("cp437")
    assert name_members([(changed, 0, extra), (changed, 0, extra[:9])]) == ["Noël.json"] * 2


def test_what_programs_leave_behind_is_worth_no_line(tmp_path):
    noise = [
        "class/", "class\\", "class\\Thumbs.db", "__MACOSX\\._Ada.json", "__MACOSX/._a.json", ".DS_Store",
        "~$answers.docx", ".~lock.marks.csv#", "a/desktop.ini", ".a.json.lock", "a/.ipynb_checkpoints/x.json",
        "$RECYCLE.BIN/a.json", ".Trash-1000/files/a.json",
    ]  # fmt: skip
    (tmp_path / "a.zip").write_bytes(zipped({**dict.fromkeys(noise, b"x"), "Ada.json": GOOD}))
    (tmp_path / ".ipynb_checkpoints").mkdir()
    (tmp_path / ".ipynb_checkpoints" / "Ada-checkpoint.json").write_bytes(b"{")
    (tmp_path / "~$marks.csv").write_bytes(b"x")
    hand_in = read_hand_in(tmp_path)
    assert hand_in.problems.empty and set(hand_in.answers["file"]) == {"a.zip/Ada.json"}


def test_an_answer_that_nobody_can_choose_is_listed_and_a_number_or_a_text_is_not(tmp_path):
    work = {
        SPEAKING: sitting({"p2.1": "S9", "p2.3": "s0", "p4.1": " S0 ", "p4.2": ""}),
        "2015-scale/figures": sitting({"f1": "confirmed", "f1.number": "five"}, fingerprint=""),
        "2015-scale/rewrite": sitting({"text": "x"}, fingerprint=""),
    }
    hand_in = read(tmp_path, {"a.json": submission("Ada", work), "b.json": submission("Bo")})
    (row,) = hand_in.problems.itertuples()
    assert (row.file, row.student, row.kind) == ("a.json", "Ada", "note")
    listed = f"{SPEAKING}/p2.1 (“S9”), {SPEAKING}/p2.3 (“s0”), 2015-scale/figures/f1 (“confirmed”)"
    assert row.problem.startswith(f"None of the answers to choose from, so marked wrong: {listed}. ")


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
    assert set(hand_in.problems["file"]) == {
        "link.json",
        "up",
        *(["pipe.json"] if hasattr(os, "mkfifo") else []),
    }


def test_limits_on_a_zip_list_what_is_beyond_them(tmp_path, monkeypatch):
    monkeypatch.setattr(intake, "MAX_MEMBERS", 3)
    monkeypatch.setattr(intake, "MAX_UNPACKED", 2 * len(submission("A1")))
    hand_in = read(tmp_path, {"class.zip": zipped({f"{n}.json": submission(f"A{n}") for n in range(5)})})
    assert set(hand_in.answers["student"]) == {"a0", "a1"}
    assert [
        len(hand_in.problems),
        *hand_in.problems["problem"].str.contains("unpacks to more|holds 5 files"),
    ] == [2, True, True]


@given(
    st.one_of(
        st.binary(max_size=300),
        st.tuples(st.integers(0, len(GOOD)), st.binary(max_size=4)).map(
            lambda cut: GOOD[: cut[0]] + cut[1] + GOOD[cut[0] + 1 :]
        ),
    )
)
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_an_answer_file_or_have_a_reason(data):
    assert isinstance(parse_document(data), (AnswerFile, str))


def test_a_zip_of_a_learning_platform_is_read_as_it_comes(tmp_path):
    names = ["doejane_4711_99_second-source-answers.json", "Jo Roe_12_assignsubmission_file_/answers-Jo.json"]
    path = tmp_path / "submissions.zip"
    path.write_bytes(
        zipped(
            {
                names[0]: submission("Jane"),
                names[1]: submission("Jo"),
                "__MACOSX/._x.json": b"?",
                ".DS_Store": b"?",
                "sub/": b"",
            }
        )
    )
    hand_in = read_hand_in(path)
    assert set(hand_in.answers["file"]) == set(names) and hand_in.problems.empty
    assert hand_in.sittings.set_index("student")["account"].to_dict() == {"jane": "4711", "jo": ""}
    assert os.listdir(tmp_path) == ["submissions.zip"]


def test_a_bundle_holds_one_file_in_each_line(tmp_path):
    lines = [
        submission("Ada"),
        b"{",
        b"",
        submission("Bo"),
        b'{"student": "' + b"x" * 2_100_000 + b'"}',
        submission("Cy"),
    ]
    hand_in = read(tmp_path, {"class.jsonl": b"\n".join(lines)})
    assert set(hand_in.answers["student"]) == {"ada", "bo", "cy"}
    assert hand_in.problems["file"].tolist() == ["class.jsonl, line 2", "class.jsonl, line 5"]


COUNTED = [
    (
        "the answers at the first commit",
        sitting({"p2.1": "S1"}, first={"p2.1": "S0"}, tries=2),
        False,
        "S0",
        "Changed after the first check",
    ),
    (
        "the last answers, in the class edition",
        sitting({"p2.1": "S1"}, first={"p2.1": "S0"}, tries=2),
        True,
        "S1",
        "the last answers count",
    ),
    (
        "the first answers where a second try was left open",
        sitting({"p2.1": "S1"}, first={"p2.1": "S0"}, committed=False),
        True,
        "S0",
        "A second try was not finished",
    ),
    (
        "work that was never committed, as it stands",
        sitting({"p2.1": "S3"}, tries=0, committed=False),
        False,
        "S3",
        "Not finished",
    ),
    ("the same answer given twice, without a word", sitting({"p2.1": "S0"}, tries=2), False, "S0", None),
    (
        "answers to a text that has changed since",
        sitting({"p2.1": "S0"}, fingerprint="0" * 16),
        False,
        "S0",
        "text has changed",
    ),
]


@pytest.mark.parametrize(
    "work, last, response, listed", [case[1:] for case in COUNTED], ids=[case[0] for case in COUNTED]
)
def test_what_counts_is(tmp_path, work, last, response, listed):
    hand_in = read(tmp_path, {"a.json": submission(activities={SPEAKING: work})}, last=last)
    assert responses(hand_in) == {"speaking/p2.1": response}
    assert (
        any(listed in problem for problem in hand_in.problems["problem"])
        if listed
        else hand_in.problems.empty
    )


def test_it_is_known_who_read_the_text_in_easier_words(tmp_path):
    """The answers count as any others, and nothing is said of a text that has changed."""
    files = {
        f"{name}.json": submission(
            name, {"2015-scale/speaking": sitting({"p2.1": "S3"}, fingerprint=text("2015-scale").fingerprint)}
        )
        for name, text in {"Ada": read_article, "Bo": read_easier}.items()
    }
    hand_in = read(tmp_path, files)
    assert dict(hand_in.sittings[["name", "easier"]].to_numpy()) == {"Ada": False, "Bo": True}
    assert hand_in.problems.empty and (hand_in.answers["response"] == "S3").sum() == 2


def test_an_item_left_open_is_a_blank_row_and_a_strange_one_is_kept_and_listed(tmp_path):
    hand_in = read(
        tmp_path,
        {
            "a.json": submission(
                activities={
                    SPEAKING: sitting({"p2.1": "S0", "p99.9": "S1"}, confidence={"p2.1": 80}),
                    "no-such/thing": sitting({"x": "y"}),
                }
            )
        },
    )
    rows = hand_in.answers[hand_in.answers["item"].str.startswith(SPEAKING)]
    assert (
        len(rows) == 9 and rows["response"].isna().sum() == 7 and rows["confidence"].dropna().tolist() == [80]
    )
    assert responses(hand_in)["thing/x"] == "y"
    assert hand_in.problems["problem"].str.contains("p99.9|no-such/thing").tolist() == [True, True]


def test_what_was_only_opened_and_what_is_no_exercise_is_listed_and_not_counted(tmp_path):
    opened = sitting({}, tries=0, committed=False)
    hand_in = read(
        tmp_path,
        {
            "a.json": submission(activities={SPEAKING: opened, f"{SET}/task-sum": sitting({"value": "3"})}),
            "b.json": submission("Bo", {}),
        },
    )
    assert hand_in.answers.empty
    assert (
        hand_in.problems["problem"].str.contains("Opened but not|no answers in the file").tolist()
        == [True] * 2
    )
    assert list(hand_in.sittings["activity"]) == [f"{SET}/task-sum"] and hand_in.sittings["rows"].sum() == 0
    assert hand_in.tasks[["activity", "answer", "tries"]].values.tolist() == [[f"{SET}/task-sum", "3", 1]]


@pytest.mark.parametrize(
    "typed",
    ["ada lovelace", " ADA  Lovelace ", "Ada\u00a0Lovelace", "\uff21da Lovelace", "Ada\u200b Love\u202elace"],
)
def test_one_name_typed_in_different_ways_is_one_student(typed):
    assert fold_name(typed) == fold_name("Ada Lovelace")


def test_files_of_one_student_are_merged_and_of_the_same_exercise_the_latest_counts(tmp_path):
    early = submission(
        " ADA",
        {SPEAKING: sitting({"p2.1": "S4"}, saved="2026-01-04T10:00:00Z", opened="2026-01-04T09:00:00Z")},
    )
    other = submission("ada", {f"{SET}/knowing": sitting({"p2.1": "F0"})})
    hand_in = read(tmp_path, {"a.json": GOOD, "z-early.json": early, "other.json": other, "copy.json": GOOD})
    assert responses(hand_in) == {"speaking/p2.1": "S0", "knowing/p2.1": "F0"}
    listed = hand_in.problems.set_index("file")["problem"].to_dict()
    assert set(listed) == {"z-early.json", "a.json"}
    assert (
        "copy.json was saved last" in listed["z-early.json"]
        and "two people" in listed["z-early.json"]
        and "saved at the same time" in listed["a.json"]
    )


def test_a_time_that_is_none_counts_as_the_oldest(tmp_path):
    odd = submission(activities={SPEAKING: sitting({"p2.1": "S4"}, saved="zzz tomorrow")})
    assert responses(read(tmp_path, {"a.json": GOOD, "z.json": odd})) == {"speaking/p2.1": "S0"}


def test_one_name_from_two_canvas_accounts_is_listed(tmp_path):
    hand_in = read(
        tmp_path,
        {
            "roejo_LATE_11_1_a.json": submission("Sam"),
            "doejo_12_2_a.json": submission("Sam", {f"{SET}/knowing": sitting({"p2.1": "F0"})}),
        },
    )
    assert hand_in.problems["problem"].str.contains("2 Canvas accounts").tolist() == [True]


@pytest.mark.parametrize("name", ["", "  ", "\u200b\u202e"])
def test_a_file_without_a_name_is_listed_under_its_own(tmp_path, name):
    hand_in = read(tmp_path, {"box/a.json": submission(name)})
    assert (
        set(hand_in.answers["student"]) == {"box/a.json"} and "no name" in hand_in.problems["problem"].item()
    )


def test_paper_answers_are_read_beside_files_and_give_way_to_them(tmp_path):
    write_table([SPEAKING], tmp_path / "paper.csv")
    heading = (tmp_path / "paper.csv").read_text(encoding="utf-8-sig").strip()
    column = heading.split(",").index(f"{SPEAKING}/p2.1")
    rows = [name + "," * column + "S2" for name in ("Ada", "Bo")]
    hand_in = read(tmp_path, {"paper.csv": "\n".join([heading, *rows]).encode(), "a.json": GOOD})
    assert responses(hand_in) == {"speaking/p2.1": "S0"} and responses(hand_in, "bo") == {
        "speaking/p2.1": "S2"
    }
    assert hand_in.problems["file"].tolist() == ["paper.csv"]


@pytest.mark.skipif(os.name == "nt", reason="every name is text there")
def test_files_whose_names_are_not_text_are_read_and_shown_by_their_letters(tmp_path):
    folder = os.path.join(os.fsencode(tmp_path), b"J\xf6rgs [b]Klasse[x]")
    os.makedirs(folder)
    for name, data in ((b"J\xf6rg.json", submission("")), (b"Zo\xeb[x].json", b"{")):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(data)
    hand_in = read_hand_in(os.fsdecode(folder))
    assert hand_in.sittings["name"].tolist() == ["Jörg.json"]
    assert sorted(hand_in.problems["file"]) == ["Jörg.json", "Zoë[x].json"]
    done = run_kit(ROOT, "mark", os.fsdecode(folder), "--out", tmp_path / "marks[/b]")
    assert done.returncode == 0 and f"The marks are in {tmp_path}/marks[/b]:" in done.stdout
    assert "Jörgs [b]Klasse[x]" in (tmp_path / "marks[/b]/report.html").read_text(encoding="utf-8")


def test_progress_is_told_and_our_own_folder_is_left_out(tmp_path):
    told = []
    hand_in = read(
        tmp_path,
        {"a.json": GOOD, "marks/items.csv": b"x"},
        leave_out=tmp_path / "marks",
        progress=lambda *step: told.append(step),
    )
    assert told[-1] == (1, 1) and hand_in.problems.empty


def test_an_empty_folder_gives_empty_tables(tmp_path):
    hand_in = read_hand_in(tmp_path)
    assert [len(table) for table in hand_in] == [0, 0, 0, 0] and isinstance(hand_in.answers, pd.DataFrame)
