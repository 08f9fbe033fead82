"""Teachers' pages speak as the screen does: titles, links into the exercises, sources by name."""

import math
import re

import pytest
from helpers.places import ROOT

from secondsource.book.plans import Namer
from secondsource.book.staging import collect
from secondsource.content.items import read_items
from secondsource.content.labels import SPEAKING
from secondsource.content.places import locate_activities
from secondsource.content.texts import read_article, slugs
from secondsource.content.textset import TextSet
from secondsource.exercise.minutes import WORDS
from secondsource.worksheets.sheets import PAPERS, choose_exercises, make_worksheets, split_names

PRINTED = re.compile(r"`python3 kit\.py worksheets ([^`]+)`, (\d+) pages(?: \((\d+) on Letter\))?")


@pytest.fixture(scope="module")
def namer():
    return Namer(ROOT)


@pytest.fixture(scope="module")
def pages():
    """The teachers' pages, as they are built."""
    return {
        name: text for name, text in collect("teach")[1].items() if name.startswith(("lessons-", "teaching-"))
    }


def test_an_exercise_is_named_by_its_title_and_links_into_it(namer):
    said = namer.explain("Do `2015-scale/taster`, then `speaking`.", "2015-scale")
    assert "“Two minutes, four claims” (2015)</a>" in said and "“Who is speaking?”</a>" in said
    assert 'href="2015-scale.html#ss-2015-scale-speaking"' in said


def test_a_heading_has_the_title_without_a_link(namer, pages):
    """The list “on this page” puts each heading into a link: with one inside, it has no words for anybody."""
    said = namer.explain("## `rewrite`: what a good answer does\n\nIn `rewrite`", "mirror-south")
    heading, _, body = said.split("\n")
    assert heading.startswith("## “Write it so that") and "<a" not in heading and "<a" in body
    assert [line for text in pages.values() for line in text.split("\n") if re.match("#+ .*<a", line)] == []


def test_options_are_written_out_and_a_word_in_a_sentence_is_not(namer):
    said = namer.explain("`2015-scale/holds-up`, hands up: shouting, rise, state-media-165")
    options = read_items("2015-scale")["holds-up"].options
    assert all(options[name].rstrip(".") in said for name in ("shouting", "rise", "state-media-165"))
    assert "state-media-165" not in said
    assert "a rise in price" in namer.explain("`2015-scale/holds-up`: a rise in price")


def test_no_short_name_of_an_option_is_left_unexplained(pages, namer):
    """“europe-capacity” tells a teacher nothing; such names are for the files."""
    names = {
        name for activity in namer.activities.values() for name in activity.named_options() if "-" in name
    }
    fenced = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
    left = {
        (page, word)
        for page, text in pages.items()
        for word in re.findall(
            r"(?<![\w-])[a-z]+(?:-[a-z]+)+(?![\w-])", re.sub(r'"[^"]*"', "", fenced.sub("", text))
        )
        if word in names
    }
    assert len(names) > 100 and left == set()


def test_commands_and_fenced_blocks_stay(namer):
    text = "`python3 kit.py mark`\n\n```text\n`2015-scale/taster`\n```\n"
    assert namer.explain(text) == text


def test_no_key_of_a_source_is_left_that_leads_nowhere(pages, namer):
    """196 of them stood there as codes."""
    left = {
        (name, code)
        for name, text in pages.items()
        for code in re.findall(r"`([\w-]+)`", text)
        if code in namer.references
    }
    assert left == set()


def test_every_link_into_an_exercise_has_its_place_in_the_book(pages):
    places = set(locate_activities(ROOT).values())
    found = {link for text in pages.values() for link in re.findall(r'href="([\w-]+\.html#ss-[\w-]+)"', text)}
    assert len(found) > 50 and found <= places
    names = {f"{slug}/{name}" for slug in slugs() for name in read_items(slug)}
    codes = {code for text in pages.values() for code in re.findall(r"`([\w-]+/[\w-]+)`", text)}
    assert not codes & names


@pytest.mark.slow
def test_each_lesson_names_its_paper_command_and_its_pages(tmp_path):
    """What a teacher prints for a lesson is what the lesson says, on A4 and on Letter."""
    for path in sorted((ROOT / "solutions/lessons").glob("lesson-?.md")):
        commands = PRINTED.findall(path.read_text("utf-8"))
        assert commands, path.name
        for words, pages, on_letter in commands:
            for paper, wanted in {"a4": pages, "letter": on_letter or pages}.items():
                assert count_pages(words, paper, tmp_path) == int(wanted), (path.name, words, paper)


@pytest.mark.parametrize("paper", PAPERS)
def test_lesson_1_is_seven_pages_at_most(paper, tmp_path):
    words, *_ = PRINTED.findall((ROOT / "solutions/lessons/lesson-1.md").read_text("utf-8"))[0]
    assert count_pages(words, paper, tmp_path) <= 7


def count_pages(words, paper, folder):
    """Return how many pages a worksheets command makes for students."""
    sets, _, only = words.partition(" --only ")
    chosen = choose_exercises(sets.split(), split_names(only))
    return sum(one.pages for one in make_worksheets(chosen, folder, keys=False, paper=paper))


UNREAD = r"^`{3}.*|\]\([^)]*\)|[`*|#>\[\]]"
ARTICLE = ("page", "speaking", "knowing", "missing", "holds-up")
# What each lesson says is to be read first, down to which heading, and in which notes: texts, and keys.
# “asked”: of a text that was read for an earlier lesson, the claims beside the key.
READ = {
    1: {
        "pages": {"book/who-is-speaking.md": ("## The rule", "## Three things people get wrong")},
        "ferry-fares": (("article", "asked"), ("speaking",)),
        "2015-scale": (("article", "asked"), ("speaking",)),
    },
    2: {
        "pages": {"book/how-do-they-know.md": ("## The rule", "## Four things people get wrong")},
        "ferry-fares": (("asked",), ("knowing",)),
        "2015-scale": (("asked",), ("knowing",)),
        "2018-main-opposition": (("article", "asked"), ("knowing",)),
    },
    3: {
        "pages": {"book/who-is-missing.md": ("## The rule", "## The second text")},
        "ferry-fares": (("brief",), ("missing",)),
        "2019-back-to-wall": (("article", "brief"), ("missing", "holds-up")),
    },
    4: {"2020-negotiations": (("article", "brief"), ARTICLE)},
    "4 for 2021": {"2021-big-blow": (("article", "brief"), ARTICLE)},
    5: {
        "mirror-north": (("article", "asked"), ("speaking", "knowing")),
        "mirror-south": (("article", "asked"), ("speaking", "knowing", "same-rules")),
        "transfer-clinic": (("article", "asked"), ("speaking", "knowing")),
    },
    6: {
        "pages": {"solutions/check-a/notes.md": ("# Checks A, B and C", "no such heading")},
        "across": (("article",), ("proof",)),
    },
}


@pytest.mark.parametrize("lesson", READ)
def test_what_is_to_be_read_before_a_lesson_takes_as_long_as_it_says(lesson):
    """By the formula of the exercises, in full: the plan, the rule, texts and the keys beside them."""
    number, _, choice = str(lesson).partition(" ")
    plan = (ROOT / f"solutions/lessons/lesson-{number}.md").read_text("utf-8")
    line = next(line for line in plan.split("\n") if line.startswith("**Read first, "))
    said = re.search(rf"(\d+) {choice}", line) if choice else re.search(r"first, (\d+) minutes", line)
    words = count_words(plan.partition("## Twenty minutes")[0])
    pages, *notes = ({"pages": {}} | READ[lesson]).items()
    for slug, (parts, exercises) in notes:
        words += count_read(slug, parts, exercises)
        assert f"(teaching-{slug}.md)" in line + plan.partition("**Choose one.**")[2].partition("## ")[0]
    for path, (start, end) in pages[1].items():
        text = (ROOT / path).read_text("utf-8")
        words += count_words(text.partition(start)[2].partition(end)[0])
        assert path.startswith("solutions") or f"“{end.strip('# ')}”" in line and end in text
    assert int(said[1]) == math.ceil(words / WORDS), words / WORDS


def test_before_lesson_1_fifteen_minutes_are_enough():
    assert "**Read first, 15 minutes:**" in (ROOT / "solutions/lessons/lesson-1.md").read_text("utf-8")


def count_words(text):
    return len(re.sub(UNREAD, " ", text, flags=re.MULTILINE).split())


def count_read(slug, parts, exercises):
    """Return how many words of a text and of its keys are read; no unit twice."""
    library = TextSet(slug)
    asked = [item.unit for name in exercises for item in library.activity(name).items() if item.unit]
    units = set(library.article.units if "article" in parts else ())
    units |= set(library.brief.units if "brief" in parts else ()) | set(asked if "asked" in parts else ())
    keys = [key for name in exercises for key in library.answers(name).values()]
    return sum(len(library.units[unit].text.split()) for unit in units) + sum(
        len(f"{key.reason} {key.sound}".split()) for key in keys
    )


def test_lessons_and_notes_are_called_what_they_are(pages):
    """A teacher looks for the title of the text, not for the name of its folder."""
    titles = {name: text.partition("\n")[0].removeprefix("# ") for name, text in pages.items()}
    for slug in slugs():
        told, page = titles[f"teaching-{slug}.md"], ROOT / f"book/{slug}.md"
        names = [read_article(slug).header["title"].partition(" (")[0]]
        names += [page.read_text("utf-8").partition("\n")[0].removeprefix("# ")] if page.exists() else []
        assert any(name in told for name in names) or slug.startswith(("check-", "across")), told
        assert slug not in told and told.endswith(("teaching notes", "teaching notes on the three exercises"))
    glance = re.findall(r"\[(\d) ([^]]+)\]\(lessons-lesson-\d\.md\)", pages["lessons-course-map.md"])
    assert [f"Lesson {number}: {title}" for number, title in glance] == [
        titles[f"lessons-lesson-{number}.md"] for number in range(1, 7)
    ]


def test_fingers_number_keys_and_codes_of_lesson_1_agree():
    text = (ROOT / "solutions/lessons/lesson-1.md").read_text("utf-8")
    labels = list(SPEAKING.items())  # the number keys go by this order
    fingers = re.findall(r"(\d) ([a-z ]+)[,:]", text.partition("fingers: ")[2].partition("fist")[0])
    assert fingers == [(str(key), choice.name.lower()) for key, (_, choice) in enumerate(labels[:5], 1)]
    assert f"fist for “{labels[5][1].name.lower()}”" in text and "the fist is key 6" in text
    codes = [code for code, _ in labels]
    assert f"{', '.join(codes[:-1])} and {codes[-1]}" in text


def test_each_lesson_says_what_opening_devices_costs():
    for path in (ROOT / "solutions/lessons").glob("lesson-?.md"):
        have = path.read_text("utf-8").partition("**Have ready**")[2].partition("\n## ")[0]
        assert "\n- Devices: " in have and "minutes" in have.partition("- Devices: ")[2].partition("\n")[0], (
            path.name
        )


def test_the_teach_edition_opens_as_what_it_is_with_its_lessons_first():
    made = collect("teach")[1]
    assert made["index.md"].split("\n", 3)[2].startswith("```{admonition} This is the teach edition")
    captions = re.findall(r"- caption: (.*)", made["_toc.yml"])
    assert captions[:3] == ["Lesson plans", "Teaching notes", "The three skills"]
    assert "index.md" not in collect("study")[1]
