"""Promises about content, for every set there is."""

import re

import pandas as pd
import pytest
import textstat
from conftest import ROOT, SHARED

from secondsource.check import SOUND_SHARE, count_sound
from secondsource.keys import Essay
from secondsource.marking import mark, read_keys
from secondsource.render import Library
from secondsource.texts import slugs

RUN = 9  # words in a row that may not be shared with an original
GRADE = 10
SKIPPED = {".png", ".ico", ".woff2"}


def activities():
    return [f"{slug}/{name}" for slug in slugs() for name in Library(slug).activities]


@pytest.mark.parametrize("name", activities())
def test_the_key_scores_full_marks_and_a_blank_scores_none(name):
    slug, _, short = name.partition("/")
    library = Library(slug)
    key = read_keys([slug])
    answers = library.answers(short)
    assert set(answers) == {item.id for item in library.activity(short).items()}
    given = pd.DataFrame([(f"{name}/{item}", answer.model if isinstance(answer, Essay) else answer.answer) for item, answer in answers.items()],
                         columns=["item", "response"])
    full = mark(given, key)
    assert set(full["mark"].astype(str)) <= {"right", "contested", "kept"}
    assert (full["points"].dropna() == 1).all()
    blank = mark(given.assign(response=None), key)
    assert set(blank["mark"].astype(str)) == {"blank"} and blank["points"].sum() == 0


@pytest.mark.parametrize("slug", slugs())
def test_at_least_half_of_the_scored_units_are_sound(slug):
    library = Library(slug)
    counts = count_sound(library.activities, library.key)
    assert counts and all(sound >= SOUND_SHARE * scored for sound, scored in counts.values()), counts


@pytest.mark.parametrize("slug", slugs())
def test_no_position_or_length_gives_an_answer_away(slug):
    """Always choosing the commonest answer must not pay: no exercise of six or more items has one answer for nine tenths of them."""
    library = Library(slug)
    for name, activity in library.activities.items():
        given = [answer.answer for answer in library.answers(name).values() if not isinstance(answer, Essay)]
        if len(given) >= 6:
            assert max(given.count(value) for value in given) < 0.9 * len(given), name


@pytest.mark.parametrize("slug", slugs())
def test_student_texts_read_at_grade_ten_or_below(slug):
    library = Library(slug)
    texts = {"article": library.article.units.values(), "brief": library.brief.units.values()}
    for name, units in texts.items():
        text = " ".join(unit.text for unit in units)
        assert textstat.flesch_kincaid_grade(text) <= GRADE, name
    reasons = " ".join(answer.why for name in library.activities for answer in library.answers(name).values() if not isinstance(answer, Essay))
    assert textstat.flesch_kincaid_grade(reasons) <= GRADE


def words(text):
    return re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))


def runs_of(text):
    listed = words(text)
    return {tuple(listed[start:start + RUN]) for start in range(len(listed) - RUN + 1)}


def originals():
    folder = SHARED / "articles"
    if not folder.exists():
        pytest.skip("the originals are not on this machine; they are not part of the kit")
    return {path.name: runs_of(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.txt"))}


def text_files(folder):
    hidden = {".git", ".venv", "_build", "__pycache__", ".pytest_cache", "node_modules"}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in SKIPPED and not hidden & set(path.relative_to(folder).parts):
            yield path


def shared_runs(folder, known):
    for path in text_files(folder):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        mine = runs_of(text) | runs_of(re.sub(r"<[^>]*>", " ", text))
        for name, runs in known.items():
            yield from (f"{path.relative_to(folder)}: “{' '.join(run)}” ({name})" for run in mine & runs)


def test_no_nine_words_in_a_row_come_from_an_original():
    assert list(shared_runs(ROOT, originals())) == []


def test_no_nine_words_in_a_row_of_a_built_page_come_from_an_original(editions):
    known = originals()
    assert list(shared_runs(editions("study"), known)) + list(shared_runs(editions("teach"), known)) == []


def test_the_search_for_copied_words_finds_them(tmp_path):
    known = {"x": runs_of("one two three four five six seven eight nine ten")}
    (tmp_path / "page.html").write_text("<p>Two <b>three</b> four five six seven eight nine ten</p>")
    assert len(list(shared_runs(tmp_path, known))) == 1


