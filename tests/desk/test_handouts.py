"""What is handed out and projected: from plans, labels and glossary, whole, and without answers."""

import io

import pytest
from docx import Document
from helpers.keys import secrets
from helpers.kits import copy_kit
from helpers.paper import squeeze
from helpers.places import ROOT
from pypdf import PdfReader

from secondsource.content.labels import SKILLS
from secondsource.desk.handouts import (
    BIG,
    LETTERS,
    TEMPLATES,
    _sheets,
    describe_slides,
    describe_words,
    make_handouts,
    read_letters,
)
from secondsource.desk.lesson_plan import read_plans
from secondsource.desk.rules import read_rules
from secondsource.problems import ContentError
from secondsource.worksheets.sheets import PAPERS, print_sheet


@pytest.fixture(scope="module")
def plans():
    return read_plans()


def pages_of(data):
    return [squeeze(page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages]


def count_slides(lesson):
    """Title and goals, then what each step shows."""
    steps = lesson["steps"]
    own = sum(
        bool(step["ticket"] or step["said"] or step["exercises"] or not step["talks"]) for step in steps
    )
    return 2 + own + sum(len(step["talks"]) + bool(step["note"]) for step in steps)


def test_there_is_a_plan_of_each_lesson_with_all_that_is_shown(plans):
    assert [plan.number for plan in plans] == [1, 2, 3, 4, 5, 6]
    for plan in plans:
        assert plan.question.endswith("?") and plan.goals and plan.note and plan.ticket
        assert len(plan.words) >= 3 and len(plan.beginnings) >= 4
        assert any(step.talks for step in plan.steps) and any(step.exercises for step in plan.steps)
        starts, ends = zip(*(map(int, step.minutes.split("–")) for step in plan.steps), strict=True)
        assert starts == (0, *ends[:-1]) and ends[-1] == 50


def test_a_plan_in_which_something_is_missing_is_named_with_what_it_is(tmp_path):
    lean = copy_kit(tmp_path / "kit")
    path = lean / "solutions/lessons/lesson-1.md"
    good = path.read_text(encoding="utf-8")
    faults = {
        good.replace("*who stands behind this claim, and can I see it?*", "who?"): "question in italics",
        good.replace(
            "**Say before the article of 2015:**", "**Say at minute 22:**"
        ): "step that begins at minute 22",
        good.replace("- give a claim", "give a claim")
        .replace("- say “nothing", "say “nothing")
        .replace("- keep “I can", "keep “I can")
        .replace("\n- ", "\n"): "list of what students can do",
    }
    for text, missing in faults.items():
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ContentError, match=missing) as told:
            read_plans(lean)
        assert "lesson-1.md" in str(told.value)


def test_slides_show_no_answer_of_the_plan_and_no_code_of_an_exercise(plans):
    shown = " ".join(str(describe_slides(plan)) for plan in plans)
    assert "nswer:*" not in shown and "Good answer" not in shown
    # answers that stand right behind a question of the plans
    assert [
        told
        for told in ("campaign’s treasurer", "about 38", "privately licensed", "four of eight")
        if told in shown
    ] == []
    names = [exercise.name for plan in plans for step in plan.steps for exercise in step.exercises]
    said = " ".join(" ".join([step.what, *step.said, plan.note]) for plan in plans for step in plan.steps)
    assert len(names) > 20 and [name for name in names if name in said] == []


def test_questions_come_when_the_class_can_answer_them(plans):
    """“Below each, the first sentence to try” is not “see below”: what was asked about the newsletter came
    before anybody had read it, and the slide of the talk was empty.
    """
    talks = {
        (plan.number, step.minutes): [talk.about for talk in step.talks]
        for plan in plans
        for step in plan.steps
        if step.talks
    }
    assert talks[1, "41–46"] == ["Lukas Hame, the ferry expert (p5.1)", "Two men on the row (b1.6 and b1.5)"]
    assert talks[4, "41–46"] == ["Either text"] and talks[5, "41–46"] == ["The letter"]
    assert talks[6, "29–34"] == ["The forecasts of 2019 (and 2020 or 2021)"]
    assert [place for place in talks if place[0] == 2] == [(2, "28–33"), (2, "42–47")]
    steps = [step for plan in plans for step in plan.steps]
    assert [step.what for step in steps if step.what.startswith("Talk") and not step.talks + step.said] == []


def test_slides_ask_whole_sentences(plans):
    """“Three things people get wrong” is a heading, told to the teacher; it was asked."""
    said = [words for plan in plans for step in plan.steps for words in step.said]
    assert len(said) > 30 and [words for words in said if words[-2] not in ".?!…"] == []


def test_slides_name_the_key_nowhere(plans):
    shown = squeeze(" ".join(str(describe_slides(plan)) for plan in plans))
    assert [secret for _, secret in secrets() if len(secret) > 40 and squeeze(secret) in shown] == []


@pytest.mark.parametrize(
    "number", [pytest.param(n, marks=[pytest.mark.slow] * (n != 6)) for n in range(1, 7)]
)
def test_each_slide_stays_on_one_page(number, plans):
    lesson = describe_slides(plans[number - 1])
    pages = pages_of(print_sheet(TEMPLATES / "slides.typ", lesson)[0])
    assert len(pages) == count_slides(lesson)
    assert [
        step["what"]
        for step in lesson["steps"]
        if step["said"] and not step["ticket"] and not any(squeeze(step["what"]) in page for page in pages)
    ] == []


def test_slides_link_into_the_book_where_its_address_is_known(plans):
    lesson = describe_slides(plans[0], "https://school.example/book/")
    page = PdfReader(io.BytesIO(print_sheet(TEMPLATES / "slides.typ", lesson)[0])).pages[2]
    links = [note.get_object()["/A"]["/URI"] for note in page["/Annots"]]
    assert links and set(links) == {"https://school.example/book/index.html#project-ss-2015-scale-taster"}


def test_rules_have_every_label_in_the_order_of_their_page():
    rules = read_rules()
    assert [len(rule["labels"]) for rule in rules] == [6, 5, 4]
    for rule, choices in zip(rules, SKILLS.values(), strict=True):
        known = {(choice.name, choice.when) for choice in choices.values()}
        assert {(label["name"], label["when"]) for label in rule["labels"]} <= known
        assert rule["labels"][-1]["sound"] and len(rule["labels"]) >= len(choices) - 1
    assert len(rules[0]["asked"]) == 3


@pytest.mark.parametrize("paper", PAPERS)
def test_sheets_have_the_pages_that_a_teacher_prints(paper, plans):
    wanted = {
        "three-rules.pdf": 1,
        "poster.pdf": 1,
        "poster-large.pdf": 1,
        "exit-tickets.pdf": 6,
        "words.pdf": 6,
        "letter-home.pdf": 1,
        "substitute.pdf": 1,
    }
    found = {}
    for name, template, printed, size in _sheets(plans, paper, ROOT):
        data, missing = print_sheet(TEMPLATES / template, printed, size)
        found[name] = len(PdfReader(io.BytesIO(data)).pages)
        assert missing == "" and data == print_sheet(TEMPLATES / template, printed, size)[0]
        width = float(PdfReader(io.BytesIO(data)).pages[0].mediabox.width)
        assert width == pytest.approx(
            {"a4": 595.3, "letter": 612, "a3": 841.9, "us-tabloid": 792}[size], abs=1
        )
    assert found == wanted and set(BIG) == set(PAPERS)


def test_a_word_that_the_glossary_lacks_is_named(plans):
    with pytest.raises(ContentError, match="counterweight"):
        describe_words([plans[0]._replace(words=["counterweight"])])


def test_the_letter_home_tells_of_executions_skipping_and_speaking_for_nobody():
    letters = read_letters()
    letter = " ".join(block["text"] for block in letters["letter-home"])
    for told in ("executions", "skip any passage", "Nobody has to speak for a country", "do not leave"):
        assert told in letter or told == "do not leave"
    assert {block["kind"] for block in letters["substitute"]} == {"text", "table", "list"}


@pytest.mark.slow
def test_all_is_written_and_the_same_each_time(tmp_path):
    names = list(make_handouts(tmp_path / "one"))
    assert names == list(make_handouts(tmp_path / "two")) and len(names) == 15
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name
    for name, title in LETTERS.items():
        assert Document(tmp_path / "one" / f"{name}.docx").paragraphs[0].text == title
