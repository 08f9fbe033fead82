"""The exercise in a notebook: it runs, its key stays in Python, its answers are in a file."""

import html
import itertools
import json
import re

import nbformat
import pytest
from helpers.places import ROOT
from nbclient import NotebookClient

import secondsource
from secondsource.content.keys import Essay
from secondsource.content.textset import TextSet
from secondsource.exercise import widget as widget_module
from secondsource.marking.answer_file import read_answers
from secondsource.problems import ContentError

NAME, SPEAKING = "2015-scale/figures", "ferry-fares/speaking"


@pytest.fixture
def sent(monkeypatch):
    """Collect what a widget sends to the page."""
    messages = []
    monkeypatch.setattr(
        "secondsource.exercise.widget.ActivityWidget.send",
        lambda self, content, buffers=None: messages.append(content),
    )
    return messages


def key_sentences(name):
    slug, _, short = name.partition("/")
    for answer in TextSet(slug).answers(short).values():
        yield from (
            answer.rubric
            if isinstance(answer, Essay)
            else (answer.why, *([answer.sound] if answer.sound else []))
        )


def answers_of(name):
    slug, _, short = name.partition("/")
    return {item: answer.answer for item, answer in TextSet(slug).answers(short).items()}


def test_it_runs_under_nbclient_and_its_key_is_not_in_the_saved_state(tmp_path, monkeypatch):
    monkeypatch.setenv("SECONDSOURCE_FOLDER", str(tmp_path))
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(
                f"import sys; sys.path.insert(0, {str(ROOT)!r})\nimport secondsource\n"
                f"w = secondsource.activity('{NAME}')\n"
                f"w.state = {{**w.state, 'answers': {answers_of(NAME)!r}}}\nw"
            ),
            nbformat.v4.new_code_cell("print(w.marks()['points'].sum())"),
        ]
    )
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    saved = json.dumps(notebook, ensure_ascii=False)
    assert "application/vnd.jupyter.widget-view+json" in saved
    state = notebook.metadata["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
    assert any("_esm" in model["state"] for model in state.values()), "the widget's state is saved at all"
    told = [text for text in key_sentences(NAME) if json.dumps(text, ensure_ascii=False)[1:-1] in saved]
    assert told == []
    assert float(notebook.cells[1].outputs[0]["text"]) > 0
    assert json.loads((tmp_path / "answers/2015-scale.json").read_text(encoding="utf-8"))["activities"][NAME][
        "answers"
    ] == answers_of(NAME)


def test_feedback_is_sent_only_after_committing(tmp_path, sent):
    widget = secondsource.activity(NAME, tmp_path)
    widget.state = {**widget.state, "answers": answers_of(NAME)}
    assert sent == []
    widget._handle_custom_msg({"type": "commit"}, [])
    assert set(sent[0]["marks"].values()) <= {"right", "contested"} and sent[0]["key"]


def test_of_a_walk_only_the_passages_that_are_checked_are_explained(tmp_path, sent):
    widget = secondsource.activity(NAME, tmp_path)
    items = list(answers_of(NAME))[:2]
    widget._handle_custom_msg({"type": "commit", "answers": answers_of(NAME), "items": items}, [])
    assert sorted(sent[-1]["marks"]) == sorted(sent[-1]["key"]) == sorted(items)


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
    assert secondsource.activity(NAME, tmp_path).state["answers"] == {"f1": "disputed"}, (
        "one activity does not overwrite another"
    )


def test_a_damaged_answer_file_is_put_aside_and_told(tmp_path):
    (tmp_path / "2015-scale.json").write_text("{")
    widget = secondsource.activity(NAME, tmp_path)
    assert "put aside" in widget.saved and len(list(tmp_path.glob("*.bad"))) == 1


def test_a_failed_save_is_told_at_once(tmp_path, monkeypatch):
    widget = secondsource.activity(NAME, tmp_path)

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("secondsource.marking.answer_file.save_answers", full)
    widget.state = {**widget.state, "answers": {"f1": "disputed"}}
    assert "NOT SAVED" in widget.saved


def test_without_solutions_feedback_is_off_and_answers_are_kept(tmp_path, sent, monkeypatch):
    monkeypatch.setattr("secondsource.content.textset.read_key", lambda *_arguments: None)
    widget = secondsource.activity(NAME, tmp_path)
    widget.state = {**widget.state, "answers": {"f1": "disputed"}}
    widget._handle_custom_msg({"type": "commit"}, [])
    assert (
        sent == [{"type": "feedback", "marks": None, "key": None}] and (tmp_path / "2015-scale.json").exists()
    )


@pytest.mark.parametrize(
    "name, said", [("2015-scale/nonsense", "speaking"), ("nonsense/x", "exercises/nonsense")]
)
def test_a_name_that_is_none_is_answered_with_the_names_there_are(tmp_path, name, said):
    with pytest.raises(ContentError, match=said):
        secondsource.activity(name, tmp_path)


# ---- The answers as text: print, export, a notebook opened without Python
# ---------------------------------------------------


ESSAY = "It counts 165 in 30 days.\n\nNobody else counted <b>these</b> days."


def run_with_answers(folder, **options):
    """Return a notebook that ran, with an essay, a table and a widget that changed after its cell."""
    cells = [
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\nimport secondsource\nw = "
        "secondsource.activity('2015-scale/conclusion')\nw",
        f"f = secondsource.activity('{NAME}')\nf",
        f"w.state = {{**w.state, 'answers': {{'text': {ESSAY!r}}}}}\nf.state = {{**f.state, "
        f"'answers': {answers_of(NAME)!r}}}",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}, **options
    ).execute()
    return notebook


@pytest.mark.parametrize(
    "with_state",
    [False, pytest.param(True, marks=pytest.mark.slow)],
    ids=["as-jupyterlab-saves-it", "with-widget-state"],
)
def test_an_export_holds_the_essay_and_the_answers_as_text(tmp_path, with_state):
    from nbconvert import HTMLExporter, LatexExporter

    notebook = run_with_answers(tmp_path, store_widget_state=with_state)
    page, _ = HTMLExporter().from_notebook_node(notebook)
    paper, _ = LatexExporter().from_notebook_node(notebook)
    shown = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)  # what stands there without a network
    for text in (shown, paper):
        assert (
            "Nobody else counted" in text
            and "Misleading context" in text
            and "five or six people a day" in text
        )
        assert "ActivityWidget" not in text and "Nothing is answered yet" not in text
    assert "&lt;b&gt;these&lt;/b&gt;" in shown
    assert [text for text in key_sentences(NAME) if text in html.unescape(shown)] == []


def two_kernels(name, folder):
    """Return two widgets of one exercise that do not hear of each other."""
    widgets = [secondsource.activity(name, folder) for _ in range(2)]
    widget_module.LIVE.clear()
    return widgets


def test_two_notebooks_on_one_activity_keep_each_others_answers(tmp_path):
    one, two = two_kernels(NAME, tmp_path)
    one.state = {**one.state, "answers": {"f1": "disputed"}}
    two.state = {
        **two.state,
        "answers": {"f2": "corroborated"},
        "times": {"saved": "2026-11-27T10:00:00.000Z"},
    }
    assert read_answers(tmp_path / "2015-scale.json").activities[NAME].answers == {
        "f1": "disputed",
        "f2": "corroborated",
    }
    assert (
        two.state["answers"] == {"f1": "disputed", "f2": "corroborated"}
        and two.kept == "2026-11-27T10:00:00.000Z"
    )
    two.state = {**two.state, "answers": {"f2": "corroborated"}}
    assert secondsource.activity(NAME, tmp_path).state["answers"] == {"f2": "corroborated"}, (
        "what is taken back is gone"
    )


def test_an_answer_that_two_notebooks_changed_is_not_written_over(tmp_path):
    name = "2015-scale/conclusion"
    one, two = two_kernels(name, tmp_path)
    one.state = {**one.state, "answers": {"text": "From one."}}
    two.state = {
        **two.state,
        "answers": {"text": "From two."},
        "times": {"saved": "2026-11-27T10:00:00.000Z"},
    }
    assert two.saved.startswith("NOT SAVED") and "Run this cell again" in two.saved and two.kept == ""
    assert secondsource.activity(name, tmp_path).state["answers"] == {"text": "From one."}


def test_a_notebook_that_is_opened_again_says_what_to_do(tmp_path):
    """JupyterLab itself shows “model not found” there; alive, the exercise hides the answers below it."""
    html = secondsource.activity(NAME, tmp_path).written()._repr_html_()
    assert html.count("ss-written") == 1 and html.rstrip().endswith("</section>")
    assert "model not found" in html and "run this cell" in html


# ---- Two live widgets of one exercise: one notebook in two tabs, a copied cell, two notebooks


SECONDS = itertools.count()


def typed(widget, base, answers, **parts):
    """Return what a page sends that shows the state `base`: more answers, and perhaps more."""
    saved = f"2026-05-20T10:00:{next(SECONDS):02}.000Z"
    times = {"opened": saved, **base["times"], "saved": saved}
    merged = {**base["answers"], **answers}
    return {**base, "answers": merged, "times": times, "revision": base["revision"] + 1, **parts}


def check(widget, base, answers):
    """Commit, as a page does."""
    state = typed(widget, base, answers, committed=True)
    first = base["first"] or state["answers"]
    widget.state = {**state, "first": first, "tries": base["tries"] + 1}


def kept(folder):
    return read_answers(folder / "ferry-fares.json").activities[SPEAKING]


def test_a_second_widget_keeps_the_first_commit_and_both_keep_step(tmp_path):
    one, two = (secondsource.activity(SPEAKING, tmp_path) for _ in range(2))
    before = two.state
    check(one, one.state, {"p2.1": "S0"})
    two.state = typed(two, before, {"p2.3": "S1"})  # its page had not heard of the other yet
    work = kept(tmp_path)
    assert work.answers == {"p2.1": "S0", "p2.3": "S1"} and work.first == {"p2.1": "S0"}
    assert work.committed and work.tries == 1
    assert one.state == two.state == work.model_dump()


def test_two_notebooks_of_one_exercise_lose_neither_first_answers_nor_tries(tmp_path):
    """Each in a kernel of its own: neither hears of the other before it saves."""
    one, two = two_kernels(SPEAKING, tmp_path)
    check(one, one.state, {"p2.1": "S0"})
    check(two, two.state, {"p2.3": "S1"})
    check(one, one.state, {"p4.1": "S2"})
    work = kept(tmp_path)
    assert work.answers == {"p2.1": "S0", "p2.3": "S1", "p4.1": "S2"} and work.tries == 3
    assert work.first == {"p2.1": "S0", "p2.3": "S1"} and work.committed


def test_two_tabs_of_one_widget_that_type_at_once_lose_nothing(tmp_path):
    widget = secondsource.activity(SPEAKING, tmp_path)
    shown = widget.state  # in both tabs
    check(widget, shown, {"p2.1": "S0"})
    widget.state = typed(widget, shown, {"p2.3": "S1"})
    work = kept(tmp_path)
    assert work.answers == {"p2.1": "S0", "p2.3": "S1"} and work.first == {"p2.1": "S0"}
    assert work.committed and work.tries == 1 and widget.state == work.model_dump()
    widget.state = {**typed(widget, widget.state, {}), "answers": {"p2.3": "S1"}}
    assert kept(tmp_path).answers == {"p2.3": "S1"}, "what is taken away on purpose goes"


def test_a_passage_that_was_checked_in_one_notebook_stays_checked_in_the_other(tmp_path):
    one, two = two_kernels(SPEAKING, tmp_path)
    first = {"first": {"p2.1": "S0"}, "passages": {"p2.1": "checked"}, "place": "p2.3"}
    one.state = typed(one, one.state, {"p2.1": "S0"}, **first)
    two.state = typed(two, two.state, {"p4.1": "S1"}, passages={"p4.1": "skipped"}, place="p4.1")
    work = kept(tmp_path)
    assert work.passages == {"p2.1": "checked", "p4.1": "skipped"} and work.first == {"p2.1": "S0"}
    assert work.place == "p4.1" and work.id == one.state["id"]
