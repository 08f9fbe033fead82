"""The text in easier words says what the article says: unit for unit, so that one key fits both."""

import re
import shutil

import pytest
from helpers.places import ROOT

from secondsource.content.rules.easier import check_easier
from secondsource.content.rules.found import Found
from secondsource.content.rules.grade import EASIER_GRADE, check_grade, reading_grade
from secondsource.content.texts import read_article, read_easier
from secondsource.content.textset import TextSet

ARTICLES = ("2015-scale", "2018-main-opposition", "2019-back-to-wall", "2020-negotiations", "2021-big-blow")
SET = "2015-scale"


@pytest.fixture
def kit(tmp_path):
    """A folder with one set that has a text in easier words."""
    shutil.copytree(ROOT / "exercises" / SET, tmp_path / "exercises" / SET)
    return tmp_path


def change(kit, pattern, new):
    path = kit / f"exercises/{SET}/easier.txt"
    text, count = re.subn(pattern, new, path.read_text(encoding="utf-8"), count=1)
    assert count == 1
    path.write_text(text, encoding="utf-8")


def said(kit):
    found = Found(SET, kit, False)
    return [str(problem) for problem in (*found.faults, *check_easier(found))]


@pytest.mark.parametrize("slug", ARTICLES)
def test_every_article_has_the_same_units_in_easier_words(slug):
    article, easier = read_article(slug), read_easier(slug)
    assert list(article.units) == list(easier.units) and article.fingerprint != easier.fingerprint
    assert reading_grade(" ".join(unit.text for unit in easier.units.values())) <= EASIER_GRADE
    assert list(check_easier(Found(slug, ROOT, False))) == []


@pytest.mark.parametrize(
    "pattern, new, told",
    [
        (r"\[p3\.4\].*\n", "", "[p3.4]: article.txt has this unit, and here it is missing"),
        (r"\[p3\.4\]", "[p3.9]", "[p3.9]: article.txt has no such unit"),
        (r"165 prisoners", "Prisoners", "the figure “165” of article.txt is missing"),
        (r"five or six people", "six people", "the figure “five” of article.txt is missing"),
        (r"five or six people", "five or six of 80 people", "the figure “80” is not in article.txt"),
        (r"“less than a month”", "a month", "the limit “less than” of article.txt is missing"),
        (r"the Ebtekar daily", "a daily paper", "names Ebtekar in this unit, and here the name is missing"),
        (r"“seriously embarrassed”", "“red with shame”", "“red with shame” is no quotation of article.txt"),
        (r"(\[p3\.4\].*)", r"\1\noriginal: meaning five … a day", "here nothing reads them"),
        (r"the past 30 days", "“one two three four five six seven eight nine”", "has 9 words"),
        (r"\[p3\.4\]", "[p34]", "this is not a unit label"),
    ],
)
def test_what_the_article_says_and_the_easier_text_does_not_is_told(kit, pattern, new, told):
    assert said(kit) == []
    change(kit, pattern, new)
    assert any(told in line for line in said(kit)), said(kit)


def test_easier_words_that_are_not_easy_are_told(kit):
    assert not [problem for problem in check_grade(Found(SET, kit, False)) if "easier" in str(problem)]
    hard = "Institutionalised intergovernmental organisations characteristically necessitate deliberations. "
    change(kit, r"(\[p11\.5\] )", r"\1" + hard * 4)
    told = [str(problem) for problem in check_grade(Found(SET, kit, False)) if "easier" in str(problem)]
    assert len(told) == 1 and "at most 5." in told[0] and "[p11.5]" in told[0]


def test_a_set_without_easier_words_is_whole(kit):
    (kit / f"exercises/{SET}/easier.txt").unlink()
    assert said(kit) == [] and read_easier(SET, kit).units == {}


@pytest.mark.parametrize("slug", ARTICLES)
def test_an_exercise_on_wording_keeps_the_text_that_holds_its_words(slug):
    full, easier = TextSet(slug, with_key=False), TextSet(slug, with_key=False, in_easier_words=True)
    assert easier.in_easier_words and not full.in_easier_words
    changed = [label for label in full.article.units if easier.wording(label) != full.wording(label)]
    assert len(changed) > len(full.article.units) / 2
    assert all(easier.wording(label) == full.wording(label) for label in full.brief.units)
    wording = easier.wording_in(easier.activity("wording"))
    assert all(wording(label) == full.wording(label) for label in full.article.units)
