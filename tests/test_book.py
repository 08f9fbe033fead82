"""The built book as files: editions, nothing leaked, the same bytes twice, nothing half-written."""

import filecmp
import json
import re

import pytest
from conftest import ROOT, copy_kit, run_kit

from secondsource.book import SCRIPT, STYLE
from secondsource.bundle import classic_script, module_script
from secondsource.keys import Essay
from secondsource.render import Library
from secondsource.texts import slugs


def built_text(site):
    """Everything in a site that can be read, as one text per file; HTML entities and JSON escapes undone."""
    import html
    for path in sorted(site.rglob("*")):
        if path.is_file() and path.suffix in {".html", ".js", ".json", ".txt", ".xml", ".css", ".md", ".ipynb", ".inv", ""}:
            text = path.read_bytes().decode("utf-8", errors="replace")
            yield path.relative_to(site).as_posix(), html.unescape(text) + text.replace("\\u003c", "<").replace('\\"', '"')


def secrets():
    """Every text of the keys, but for the few plain words that students' own texts have as well ("executed")."""
    public = " ".join(" ".join(path.read_text(encoding="utf-8").split()) for folder in ("exercises", "book")
                      for path in sorted((ROOT / folder).rglob("*")) if path.suffix in (".txt", ".yaml", ".md", ".bib"))
    return [(item, text) for item, text in key_texts() if text not in public]


def key_texts():
    for slug in slugs():
        library = Library(slug)
        for name in library.activities:
            for item, answer in library.answers(name).items():
                if isinstance(answer, Essay):
                    yield from ((f"{slug}/{name}/{item}", text) for text in (*answer.rubric, answer.model))
                else:
                    yield from ((f"{slug}/{name}/{item}", text) for text in (answer.why, answer.sound, *answer.also.values(), *answer.why_not.values()) if text)


def test_hardly_a_text_of_the_keys_is_public():
    assert len(secrets()) > 0.95 * len(list(key_texts()))


def test_the_class_edition_is_built_without_solutions_and_says_nothing_of_them(editions):
    everything = "\n".join(text for _, text in built_text(editions("class")))
    told = [f"{item}: {secret}" for item, secret in secrets() if secret in everything]
    assert told == []
    assert "ss-key" not in "\n".join(text for name, text in built_text(editions("class")) if name.endswith(".html"))


def test_the_same_search_finds_the_answers_in_the_study_edition(study):
    everything = "\n".join(text for _, text in built_text(study))
    assert all(secret in everything for _, secret in secrets())


def test_the_teach_edition_shows_every_reason_beside_its_question(editions):
    for slug in slugs():
        page = next(text for name, text in built_text(editions("teach")) if name == f"teaching-{slug}.html")
        library = Library(slug)
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
    glossary.write_text(text + "\nA sentence more.\n", encoding="utf-8")
    assert built_differently(kit, site, study) == ["glossary.html", "searchindex.js"]
    anew = {name for name, before in written.items() if (pages / name).stat().st_mtime_ns != before}
    assert "glossary.html" in anew and not anew & {f"{slug}.html" for slug in slugs()}, "only what changed is built again"
    glossary.write_text(text, encoding="utf-8")
    assert built_differently(kit, site, study) == []


def built_differently(kit, site, other):
    """Build `kit` into `site`; return the names of files that `other` has not or has with other bytes."""
    done = run_kit(kit, "build", "--out", site)
    assert done.returncode == 0, done.stdout + done.stderr
    assert files_of(site) == files_of(other)
    return sorted(sum(filecmp.cmpfiles(other, site, files_of(other), shallow=False)[1:], []))


def test_no_page_is_run_twice(study):
    pages = [path for path in (ROOT / "book").glob("*.md") if "{code-cell}" in path.read_text(encoding="utf-8")]
    results = study.parent / "kit-study/_build/work-study/_build/.jupyter_cache/executed"
    assert len(list(results.iterdir())) == len(pages) + len(list((ROOT / "exercises/notebooks").glob("*.ipynb")))


def files_of(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_questions_stand_in_the_page_before_any_script_runs(study):
    page = (study / "2015-scale.html").read_text(encoding="utf-8")
    library = Library("2015-scale")
    without_scripts = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    for name, activity in library.activities.items():
        if name not in ("taster", "conclusion"):  # they stand on the first page and in the notebook
            assert f'data-ss="2015-scale/{name}"' in without_scripts and activity.title.replace("’", "’") in without_scripts


def test_the_script_stands_behind_the_first_exercise_and_nothing_in_the_head_holds_up_the_others(study):
    head, _, body = (study / "2015-scale.html").read_text(encoding="utf-8").partition("</head>")
    first, second = [found.start() for found in re.finditer('data-ss="', body)][:2]
    assert first < body.index(f"_static/{SCRIPT}") < second
    assert "Content-Security-Policy" not in head, "there it keeps Chromium from fetching files ahead: page.js sets it"


def test_script_and_style_weigh_at_most_15_kb_gzipped_and_stand_once_on_a_page(study):
    import gzip
    weight = sum(len(gzip.compress((study / "_static" / name).read_bytes(), 9)) for name in (SCRIPT, STYLE))
    assert weight <= 15_000
    for page in study.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert text.count(f"_static/{SCRIPT}") == (1 if "data-ss=" in text else 0), page.name


def test_both_forms_of_the_script_come_from_one_source():
    source = (ROOT / "secondsource/widget.js").read_text(encoding="utf-8")
    functions = re.findall(r"^function (\w+)", source, flags=re.MULTILINE)
    assert len(functions) > 20 and all(f"function {name}(" in script for name in functions for script in (classic_script(), module_script()))
    assert "// ----" not in classic_script() and "/**" not in classic_script()


def test_the_published_schema_is_a_schema(study):
    import jsonschema
    schema = json.loads((study / "_static/answers.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["properties"]["schema"]["const"] == "second-source-answers/1"


@pytest.mark.parametrize("file, text, said", [
    ("book/index.md", "\n[nowhere](nowhere.md)\n", "nowhere"),
    ("exercises/2015-scale/items.yaml", "\nnonsense: [\n", "items.yaml"),
], ids=["a wrong link on a page", "broken YAML"])
def test_a_build_that_fails_says_why_and_leaves_the_last_site_alone(lean_kit, tmp_path, file, text, said):
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("the last good site")
    path = lean_kit / file
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    done = run_kit(lean_kit, "build", "--out", site)
    assert done.returncode == 1 and said in done.stderr and "Traceback" not in done.stderr, done.stderr
    assert files_of(site) == ["index.html"] and (site / "index.html").read_text() == "the last good site"


def test_a_change_of_text_or_code_is_in_the_next_build(lean_kit, tmp_path):
    def build():
        done = run_kit(lean_kit, "build", "--out", tmp_path / "site")
        assert done.returncode == 0, done.stderr
        return (tmp_path / "site/who-is-speaking.html").read_text(encoding="utf-8")
    assert "Ferry Bureau" not in build()
    for name in ("exercises/ferry-fares/article.txt", "secondsource/templates/text.html"):
        text = (lean_kit / name).read_text(encoding="utf-8")
        (lean_kit / name).write_text(text.replace("Ferry Office", "Ferry Bureau").replace("ss-byline", "ss-changed"), encoding="utf-8")
    page = build()
    assert "Ferry Bureau" in page and "ss-changed" in page


def test_a_folder_with_something_else_in_it_is_not_replaced(kit, tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/holiday.jpg").write_bytes(b"x")
    done = run_kit(kit, "build", "--out", tmp_path / "photos")
    assert done.returncode == 1 and "holds something else" in done.stderr
    assert (tmp_path / "photos/holiday.jpg").exists()
