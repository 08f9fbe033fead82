"""The exercise in a notebook: it runs, its key stays in Python, its answers are in a file."""

import json

import nbformat
import pytest
from conftest import ROOT
from nbclient import NotebookClient

import secondsource
from secondsource.keys import Essay
from secondsource.problems import ContentError
from secondsource.render import Library

NAME = "2015-scale/figures"


@pytest.fixture
def sent(monkeypatch):
    """Collect what a widget sends to the page."""
    messages = []
    monkeypatch.setattr("secondsource.widget.ActivityWidget.send", lambda self, content, buffers=None: messages.append(content))
    return messages


def key_sentences(name):
    slug, _, short = name.partition("/")
    for answer in Library(slug).answers(short).values():
        yield from (answer.rubric if isinstance(answer, Essay) else (answer.why, *([answer.sound] if answer.sound else [])))


def answers_of(name):
    slug, _, short = name.partition("/")
    return {item: answer.answer for item, answer in Library(slug).answers(short).items()}


def test_it_runs_under_nbclient_and_its_key_is_not_in_the_saved_state(tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\nimport secondsource\nw = secondsource.activity('{NAME}')\n"
        f"w.state = {{**w.state, 'answers': {answers_of(NAME)!r}}}\nw"), nbformat.v4.new_code_cell("print(w.marks()['points'].sum())")])
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    saved = json.dumps(notebook, ensure_ascii=False)
    assert "application/vnd.jupyter.widget-view+json" in saved
    state = notebook.metadata["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
    assert any("_esm" in model["state"] for model in state.values()), "the widget's state is saved at all"
    told = [text for text in key_sentences(NAME) if json.dumps(text, ensure_ascii=False)[1:-1] in saved]
    assert told == []
    assert float(notebook.cells[1].outputs[0]["text"]) > 0
    assert json.loads((tmp_path / "answers/2015-scale.json").read_text(encoding="utf-8"))["activities"][NAME]["answers"] == answers_of(NAME)


def test_feedback_is_sent_only_after_committing(tmp_path, sent):
    widget = secondsource.activity(NAME, tmp_path)
    widget.state = {**widget.state, "answers": answers_of(NAME)}
    assert sent == []
    widget._handle_custom_msg({"type": "commit"}, [])
    assert set(sent[0]["marks"].values()) <= {"right", "contested"} and sent[0]["key"]


def test_answers_that_come_with_the_commit_are_marked_even_when_they_are_not_kept_yet(tmp_path, sent):
    widget = secondsource.activity(NAME, tmp_path)
    widget._handle_custom_msg({"type": "commit", "answers": answers_of(NAME)}, [])
    assert set(sent[0]["marks"].values()) <= {"right", "contested"}


@pytest.mark.parametrize("answers", [None, [], {"f1": 3}, {"f1": {"x": "y"}}, "f1"], ids=str)
def test_a_commit_with_other_things_than_answers_is_marked_by_what_is_kept(tmp_path, sent, answers):
    secondsource.activity(NAME, tmp_path)._handle_custom_msg({"type": "commit", "answers": answers}, [])
    assert set(sent[0]["marks"].values()) == {"blank"}


def test_answers_are_there_again_when_the_notebook_is_reopened(tmp_path):
    widget = secondsource.activity(NAME, tmp_path)
    widget.state = {**widget.state, "answers": {"f1": "disputed"}}
    assert "Saved in" in widget.saved
    assert secondsource.activity(NAME, tmp_path).state["answers"] == {"f1": "disputed"}
    other = secondsource.activity("2015-scale/missing", tmp_path)
    other.state = {**other.state, "answers": {"x": "yes"}}
    assert secondsource.activity(NAME, tmp_path).state["answers"] == {"f1": "disputed"}, "one activity does not overwrite another"


def test_a_damaged_answer_file_is_put_aside_and_told(tmp_path):
    (tmp_path / "2015-scale.json").write_text("{")
    widget = secondsource.activity(NAME, tmp_path)
    assert "put aside" in widget.saved and len(list(tmp_path.glob("*.bad"))) == 1


def test_a_failed_save_is_told_at_once(tmp_path, monkeypatch):
    widget = secondsource.activity(NAME, tmp_path)

    def full(*_arguments):
        raise OSError(28, "No space left on device")
    monkeypatch.setattr("secondsource.answers.save_answers", full)
    widget.state = {**widget.state, "answers": {"f1": "disputed"}}
    assert "NOT SAVED" in widget.saved


def test_without_solutions_feedback_is_off_and_answers_are_kept(tmp_path, sent, monkeypatch):
    monkeypatch.setattr("secondsource.render.read_key", lambda *_arguments: None)
    widget = secondsource.activity(NAME, tmp_path)
    widget.state = {**widget.state, "answers": {"f1": "disputed"}}
    widget._handle_custom_msg({"type": "commit"}, [])
    assert sent == [{"type": "feedback", "marks": None, "key": None}] and (tmp_path / "2015-scale.json").exists()


@pytest.mark.parametrize("name, said", [("2015-scale/nonsense", "speaking"), ("nonsense/x", "exercises/nonsense")])
def test_a_name_that_is_none_is_answered_with_the_names_there_are(tmp_path, name, said):
    with pytest.raises(ContentError, match=said):
        secondsource.activity(name, tmp_path)
