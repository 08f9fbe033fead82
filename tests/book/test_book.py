"""The built book as files: editions, nothing leaked, the same bytes twice, nothing half-written."""

import filecmp
import json
import re

import pytest
from helpers.keys import key_texts, secrets
from helpers.kits import copy_kit, run_kit
from helpers.places import ROOT
from helpers.tiny_site import make_tiny_kit

from secondsource.book.extension import PART, SCRIPT
from secondsource.content.keys import Essay
from secondsource.content.texts import slugs
from secondsource.content.textset import TextSet
from secondsource.exercise.scripts import (
    PARTS,
    STYLES,
    TEXT,
    common_style,
    page_style,
    some_style,
    walk_page_style,
)


def built_text(site):
    """Everything in a site that can be read, as one text per file; HTML entities and JSON escapes undone."""
    import html

    for path in sorted(site.rglob("*")):
        if path.is_file() and path.suffix in {
            ".html",
            ".js",
            ".json",
            ".txt",
            ".xml",
            ".css",
            ".md",
            ".ipynb",
            ".inv",
            "",
        }:
            text = path.read_bytes().decode("utf-8", errors="replace")
            yield (
                path.relative_to(site).as_posix(),
                html.unescape(text) + text.replace("\\u003c", "<").replace('\\"', '"'),
            )


def test_hardly_a_text_of_the_keys_is_public():
    assert len(secrets()) > 0.95 * len(list(key_texts()))


def test_the_class_edition_is_built_without_solutions_and_says_nothing_of_them(editions):
    everything = "\n".join(text for _, text in built_text(editions("class")))
    told = [f"{item}: {secret}" for item, secret in secrets() if secret in everything]
    assert told == []
    assert 'class="ss-key"' not in "\n".join(
        text for name, text in built_text(editions("class")) if name.endswith(".html")
    )


def test_the_same_search_finds_the_answers_in_the_study_edition(study):
    everything = "\n".join(text for _, text in built_text(study))
    assert all(secret in everything for _, secret in secrets())


def test_the_teach_edition_shows_every_reason_beside_its_question(editions):
    for slug in slugs():
        page = next(text for name, text in built_text(editions("teach")) if name == f"teaching-{slug}.html")
        library = TextSet(slug)
        for name in library.activities:
            for answer in library.answers(name).values():
                assert (answer.model if isinstance(answer, Essay) else answer.why) in page


def test_only_the_teach_edition_has_teaching_pages(editions):
    assert not list(editions("study").glob("teaching-*")) and not list(editions("class").glob("teaching-*"))


@pytest.mark.slow
def test_two_builds_are_the_same_bytes_and_so_is_a_build_after_a_change_that_was_undone(study, tmp_path):
    kit, site = copy_kit(tmp_path / "again"), tmp_path / "site"
    glossary, pages = kit / "book/glossary.md", kit / "_build/work-study/_build/html"
    text = glossary.read_text(encoding="utf-8")
    assert built_differently(kit, site, study) == []
    written = {path.name: path.stat().st_mtime_ns for path in pages.glob("*.html")}
    # a word that another page has: Sphinx never forgets one that no page has any more
    glossary.write_text(text + "\nFerry.\n", encoding="utf-8")
    assert built_differently(kit, site, study) == ["glossary.html", "searchindex.js"]
    anew = {name for name, before in written.items() if (pages / name).stat().st_mtime_ns != before}
    assert "glossary.html" in anew and not anew & {f"{slug}.html" for slug in slugs()}, (
        "only what changed is built again"
    )
    glossary.write_text(text, encoding="utf-8")
    assert built_differently(kit, site, study) == []


def built_differently(kit, site, other):
    """Build `kit` into `site`; return the names of files that `other` has not or has with other bytes."""
    done = run_kit(kit, "build", "--out", site)
    assert done.returncode == 0, done.stdout + done.stderr
    assert files_of(site) == files_of(other)
    return sorted(sum(filecmp.cmpfiles(other, site, files_of(other), shallow=False)[1:], []))


def test_no_page_is_run_twice(study):
    pages = [
        path for path in (ROOT / "book").glob("*.md") if "{code-cell}" in path.read_text(encoding="utf-8")
    ]
    results = study.parent / "kit-study/_build/work-study/_build/.jupyter_cache/executed"
    assert len(list(results.iterdir())) == len(pages) + len(
        list((ROOT / "exercises/notebooks").glob("*.ipynb"))
    )


def files_of(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_questions_stand_in_the_page_before_any_script_runs(study):
    page = (study / "2015-scale.html").read_text(encoding="utf-8")
    library = TextSet("2015-scale")
    without_scripts = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    for name, activity in library.activities.items():
        if name not in ("taster", "conclusion"):  # they stand on the first page and in the notebook
            assert (
                f'data-ss="2015-scale/{name}"' in without_scripts
                and activity.title.replace("’", "’") in without_scripts
            )


def test_the_script_stands_behind_the_first_exercise_and_nothing_in_the_head_holds_up_the_others(study):
    head, _, body = (study / "2015-scale.html").read_text(encoding="utf-8").partition("</head>")
    first, second = [found.start() for found in re.finditer('data-ss="', body)][:2]
    assert first < body.index(f"_static/{SCRIPT}") < second
    assert 'http-equiv="Content-Security-Policy"' not in head, (
        "there it keeps Chromium from fetching files ahead: arriving.js sets it"
    )


WEIGHT = 15_000  # bytes, gzipped: what every page with an exercise loads of ours
ROOM = 3_000  # of these, for what comes next
CLASS = re.compile(r"\.(ss-[\w-]+)")


def test_all_that_every_exercise_page_loads_of_ours_is_weighed_and_stands_once_on_a_page(study):
    weights = {
        "script": weigh((study / "_static" / SCRIPT).read_bytes()),
        "styles": weigh((common_style() + page_style()).encode()),
    }
    total = sum(weights.values())
    parts = {part: weigh((study / "_static" / PART.format(part)).read_bytes()) for part in PARTS}
    walking = total + parts["walk"] + weigh(walk_page_style().encode())
    print(f"{weights} = {total:,} bytes gzipped of {WEIGHT:,}; with a walk {walking:,}; {parts}")
    assert total <= WEIGHT - ROOM, "what is needed only now and then belongs into a file of its own"
    for page in study.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert text.count(f'<script src="_static/{SCRIPT}') == (1 if "data-ss=" in text else 0), page.name
        walk = PART.format("walk")
        assert text.count(f'<script src="_static/{walk}') == (1 if 'class="ss-stop"' in text else 0), (
            page.name
        )


def test_a_page_has_the_style_of_whatever_stands_on_it_and_of_nothing_else(study):
    sheets = {name: some_style(name) for name in {**STYLES, **TEXT}}
    met = set()
    for page in study.glob("*.html"):
        style, _, body = page.read_text(encoding="utf-8").partition("</head>")
        classes = {name for names in re.findall(r'class="([^"]*)"', body) for name in names.split()}
        for name, css in sheets.items():
            others = [common_style(), page_style(), *(sheets[other] for other in sheets if other != name)]
            named = [set(CLASS.findall(sheet)) for sheet in (css, "".join(others))]
            own = named[0] - named[1] - {"ss-done"}  # a walk has it, too
            first = re.search(r"^[^{}@]*\{[^{}]*\}", css)[0]
            if own & classes:
                met.add(name)
                assert first in style, f"{page.name} has {own & classes} and not the style of {name}"
    assert met == {*sheets} - {"options"}
    article, check = (read_head(study, name) for name in ("2015-scale", "check-a"))
    assert ".ss-option label" in article and ".ss-rubric" in article and ".ss-rubric" not in check
    assert ".ss-phrase:hover" in article and ".ss-phrase:hover" not in check


def read_head(site, name):
    return (site / f"{name}.html").read_text(encoding="utf-8").partition("</head>")[0]


def weigh(content):
    import gzip

    return len(gzip.compress(content, 9))


def test_the_published_schema_is_a_schema(study):
    import jsonschema

    schema = json.loads((study / "_static/answers.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    known = ["second-source-answers/2", "second-source-answers/1"]
    assert schema["properties"]["schema"]["enum"] == known


@pytest.mark.parametrize(
    "file, text, said",
    [
        ("book/index.md", "\n[nowhere](nowhere.md)\n", "nowhere"),
        ("exercises/ferry-fares/items.yaml", "\nnonsense: [\n", "items.yaml"),
    ],
    ids=["a wrong link on a page", "broken YAML"],
)
def test_a_build_that_fails_says_why_and_leaves_the_last_site_alone(tmp_path, file, text, said):
    kit, site = make_tiny_kit(tmp_path / "kit"), tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("the last good site")
    path = kit / file
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    done = run_kit(kit, "build", "--out", site)
    assert done.returncode == 1 and said in done.stderr and "Traceback" not in done.stderr, done.stderr
    assert files_of(site) == ["index.html"] and (site / "index.html").read_text() == "the last good site"


@pytest.mark.slow
def test_a_change_of_text_or_code_is_in_the_next_build(tmp_path):
    kit = make_tiny_kit(tmp_path / "kit")

    def build():
        done = run_kit(kit, "build", "--out", tmp_path / "site")
        assert done.returncode == 0, done.stderr
        return (tmp_path / "site/ferry-fares.html").read_text(encoding="utf-8")

    assert "Ferry Bureau" not in build()
    for name in ("exercises/ferry-fares/article.txt", "secondsource/exercise/templates/text.html"):
        text = (kit / name).read_text(encoding="utf-8")
        changed = text.replace("Ferry Office", "Ferry Bureau").replace("ss-byline", "ss-changed")
        (kit / name).write_text(changed, encoding="utf-8")
    page = build()
    assert "Ferry Bureau" in page and "ss-changed" in page


@pytest.mark.slow
def test_a_page_that_is_taken_back_is_in_no_later_build(tmp_path):
    """A text was taken back as a draft: its page stayed, with its answers, and menus led there."""
    kit, site = make_tiny_kit(tmp_path / "kit"), tmp_path / "site"
    page, contents = kit / "book/own.md", kit / "book/_toc.yml"
    before = contents.read_text(encoding="utf-8")
    page.write_text("# My own text\n\nOnce here.\n", encoding="utf-8")
    contents.write_text(before.rstrip("\n") + "\n  - file: own\n", encoding="utf-8")
    for there in (True, False):
        done = run_kit(kit, "build", "--out", site)
        assert done.returncode == 0, done.stdout + done.stderr
        pages = {path.name: path.read_text(encoding="utf-8") for path in site.glob("*.html")}
        naming = [name for name, text in pages.items() if "own.html" in text]
        assert (site / "own.html").exists() == there and bool(naming) == there, naming
        page.unlink(missing_ok=True)
        contents.write_text(before, encoding="utf-8")
