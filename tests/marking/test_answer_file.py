"""Answer files: read strictly, saved so that nothing is lost."""

import json
import os

import pytest

from secondsource.marking.answer_file import (
    AnswerFile,
    Sitting,
    keep_sitting,
    parse_document,
    read_answers,
    save_answers,
)
from secondsource.problems import ContentError

FILE = AnswerFile(
    student="Ada", activities={"a-set/speaking": Sitting(answers={"p1.1": "S0"}, confidence={"p1.1": 90})}
)


def test_what_is_saved_is_read_again(tmp_path):
    save_answers(tmp_path / "answers" / "a-set.json", FILE)
    assert read_answers(tmp_path / "answers" / "a-set.json") == FILE
    assert (
        json.loads((tmp_path / "answers" / "a-set.json").read_text(encoding="utf-8"))["schema"]
        == "second-source-answers/2"
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_that_an_editor_saved_anew_is_read_and_kept_as_mark_reads_it(tmp_path, encoding):
    path = tmp_path / "a-set.json"
    path.write_text(FILE.model_dump_json(by_alias=True), encoding=encoding)
    assert read_answers(path) == FILE == parse_document(path.read_bytes())
    keep_sitting(path, "a-set/knowing", Sitting(answers={"p1.1": "F0"}))
    assert set(read_answers(path).activities) == {"a-set/speaking", "a-set/knowing"}


def test_no_file_is_an_empty_file(tmp_path):
    assert read_answers(tmp_path / "nothing.json").activities == {}


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_save_that_fails_leaves_the_old_file_whole_and_nothing_behind(tmp_path, monkeypatch, failing):
    path = tmp_path / "a-set.json"
    save_answers(path, FILE)

    def no_space(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, failing, no_space)
    with pytest.raises(OSError):
        save_answers(path, AnswerFile(student="Eve"))
    assert read_answers(path) == FILE and os.listdir(tmp_path) == ["a-set.json"]


@pytest.mark.parametrize(
    "text, said",
    [
        ("{", "json"),
        ("[]", "object"),
        ('{"schema": "other/1"}', "schema"),
        ('{"unknown": 1}', "unknown"),
        ('{"activities": {"../x": {}}}', "pattern"),
        ('{"activities": {"a/b": {"confidence": {"x": 20}}}}', "confidence"),
    ],
    ids=[
        "cut short",
        "a list",
        "another schema",
        "an unknown field",
        "a path for a name",
        "a confidence below 50",
    ],
)
def test_a_file_that_is_no_answer_file_is_refused_with_its_name(tmp_path, text, said):
    path = tmp_path / "bad.json"
    path.write_text(text)
    with pytest.raises(ContentError) as caught:
        read_answers(path)
    assert "bad.json" in str(caught.value) and said in str(caught.value).lower()
