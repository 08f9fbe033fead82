"""The reader's own copy on the page, in a private edition and in a notebook."""

import json
import zipfile
from xml.sax.saxutils import escape

import pytest
from conftest import DESKTOP, SHARED, copy_lean_kit, run_kit
from test_browser import answer_by_mouse, assert_full_marks, right_answers, violations

import secondsource
from secondsource.copies import read_copy
from secondsource.items import Phrases
from secondsource.originals import locate_quote, match
from secondsource.render import Library

SLUG = "2015-scale"


@pytest.fixture
def original():
    """The real original of the set, and where its units stand."""
    for path in sorted((SHARED / "articles").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        if found := match(SLUG, text).found:
            return path, text, {label: " ".join(text[start:end].split()) for label, (start, end) in found.items()}
    pytest.skip("the originals are not on this machine; they are not part of the kit")


def to_docx(path, text):
    paragraphs = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in text.splitlines() if line.strip())
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {space}><w:body>{paragraphs}</w:body></w:document>")
    return path


def open_panel(open_page, address):
    page = open_page(f"{address}/{SLUG}.html", DESKTOP)
    page.locator("[data-copy] summary").click()
    return page, page.locator("[data-copy]")


def shown(page, label):
    return page.locator(f'[data-unit="{label}"]').evaluate_all("spans => spans.map(s => s.textContent.replace(/\\s+/g, ' ').trim())")


def test_a_pasted_copy_is_shown_in_every_exercise_and_removed_with_one_click(study, serve, open_page, original):
    _, text, passages = original
    page, panel = open_panel(open_page, serve(study))
    retold = {label: shown(page, label) for label in passages}
    panel.locator("textarea").fill(text)
    panel.locator("[data-do=match]").click()
    count = len(passages)
    assert f"{count} of {count} passages found" in panel.locator(".ss-result").inner_text()
    for label, passage in passages.items():
        assert set(shown(page, label)) == {passage} and len(shown(page, label)) == len(retold[label])
    assert page.locator(f'[data-ss="{SLUG}/rewrite"] [data-unit="p3.3"].ss-original').count() == 1
    page.reload()
    assert set(shown(page, "p3.3")) == {passages["p3.3"]}, "it is kept on the device"
    page.locator("[data-copy] summary").click()
    panel.locator("[data-do=remove]").click()
    assert {label: shown(page, label) for label in passages} == retold
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('secondsource/copy/'))") == []
    assert page.faults == []


def test_the_exercises_have_the_same_items_and_key_on_the_original(study, serve, open_page, original):
    page, panel = open_panel(open_page, serve(study))
    panel.locator("textarea").fill(original[1])
    panel.locator("[data-do=match]").click()
    for name in (f"{SLUG}/speaking", f"{SLUG}/wording"):
        root, wanted = page.locator(f'[data-ss="{name}"]'), right_answers(name)
        answer_by_mouse(root, wanted)
        root.locator("[data-do=commit]").click()
        assert_full_marks(root, name, wanted)
    assert violations(page) == []


def test_the_copy_is_not_in_the_answer_file_and_goes_nowhere(study, serve, open_page, original, tmp_path):
    address = serve(study)
    page, panel = open_panel(open_page, address)
    panel.locator("textarea").fill(original[1])
    panel.locator("[data-do=match]").click()
    answer_by_mouse(page.locator(f'[data-ss="{SLUG}/speaking"]'), right_answers(f"{SLUG}/speaking"))
    with page.expect_download() as download:
        page.locator("[data-do=download]").click()
    download.value.save_as(tmp_path / "answers.json")
    saved = (tmp_path / "answers.json").read_text(encoding="utf-8")
    assert not any(passage in saved for passage in original[2].values())
    assert list(json.loads(saved)["activities"]) == [f"{SLUG}/speaking"]
    assert all(request.startswith((address, "data:", "blob:")) for request in page.requests_seen)


@pytest.mark.parametrize("kind", ["txt", "html", "docx"])
def test_a_file_is_read_by_the_page(study, serve, open_page, original, tmp_path, kind):
    from damage import to_html
    _, text, passages = original
    path = tmp_path / f"copy.{kind}"
    if kind == "docx":
        to_docx(path, text)
    else:
        path.write_text(to_html(text) if kind == "html" else text, encoding="utf-8")
    page, panel = open_panel(open_page, serve(study))
    panel.locator("input[type=file]").set_input_files(path)
    panel.locator(".ss-result", has_text="passages found").wait_for()
    assert f"{len(passages)} of {len(passages)}" in panel.locator(".ss-result").inner_text()


def test_the_source_of_a_web_page_may_be_pasted_too(study, serve, open_page, original):
    from damage import to_html
    _, text, passages = original
    page, panel = open_panel(open_page, serve(study))
    panel.locator("textarea").fill(to_html(text))
    panel.locator("[data-do=match]").click()
    assert f"{len(passages)} of {len(passages)} passages found" in panel.locator(".ss-result").inner_text()


def test_an_incomplete_copy_marks_what_stays_retold(study, serve, open_page, original):
    _, text, passages = original
    page, panel = open_panel(open_page, serve(study))
    panel.locator("textarea").fill("\n".join(line for line in text.splitlines() if "25 May 2015" not in line))
    panel.locator("[data-do=match]").click()
    assert f"{len(passages) - 1} of {len(passages)} passages found; the others stay" in panel.locator(".ss-result").inner_text()
    assert page.locator('[data-unit="p9.1"].ss-retold').count() >= 1 and page.locator('[data-unit="b1.1"].ss-retold').count() == 0


def test_a_wrong_text_or_file_is_told_and_changes_nothing(study, serve, open_page, tmp_path):
    page, panel = open_panel(open_page, serve(study))
    before = shown(page, "p3.3")
    panel.locator("textarea").fill("<script>alert(1)</script> lorem ipsum " * 3000)
    panel.locator("[data-do=match]").click()
    assert "no passage of it was found" in panel.locator(".ss-result").inner_text() and shown(page, "p3.3") == before
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 not a zip")
    panel.locator("input[type=file]").set_input_files(tmp_path / "broken.docx")
    panel.locator(".ss-result", has_text="could not be read").wait_for()
    assert page.faults == []


def test_a_private_edition_holds_the_originals_and_says_so(original, tmp_path):
    path, _, passages = original
    (tmp_path / "copies").mkdir()
    (tmp_path / "copies/mine.txt").write_bytes(path.read_bytes())
    (tmp_path / "copies/other.txt").write_text("A shopping list.")
    done = run_kit(copy_lean_kit(tmp_path / "kit"), "build", "--out", tmp_path / "site", "--originals", tmp_path / "copies")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "site" / f"{SLUG}.html").read_text(encoding="utf-8")
    assert "not for publication" in page and "data-copy" not in page
    assert passages["p3.4"].replace("&", "&amp;").replace("'", "&#39;") in page


def test_a_private_edition_without_a_copy_is_refused(tmp_path):
    (tmp_path / "copies").mkdir()
    done = run_kit(copy_lean_kit(tmp_path / "kit"), "build", "--out", tmp_path / "site", "--originals", tmp_path / "copies")
    assert done.returncode == 1 and "no file here is a copy" in done.stderr and not (tmp_path / "site").exists()


def test_a_notebook_shows_the_copy(original, tmp_path):
    path, _, passages = original
    widget = secondsource.activity(f"{SLUG}/rewrite", tmp_path, copy=path)
    assert passages["p3.4"] in widget.html
    assert secondsource.originals.match(SLUG, path.read_text(encoding="utf-8")).found.keys() == passages.keys()


def test_every_phrase_stands_in_the_original_or_its_unit_stays_retold():
    """Phrases are anchored by their words; most of them are the author's own."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((SHARED / "articles").glob("*.txt"))]
    if not texts:
        pytest.skip("the originals are not on this machine; they are not part of the kit")
    from secondsource.data import articles
    for slug in articles():
        library = Library(slug)
        text = next(text for text in texts if match(slug, text).found)
        spans = match(slug, text).found
        phrases = [phrase for activity in library.activities.values() if isinstance(activity, Phrases) for phrase in activity.phrases.values()]
        found = [phrase for phrase in phrases if phrase.unit in spans and locate_quote(phrase.quote, text[slice(*spans[phrase.unit])])]
        assert len(found) >= 0.9 * len(phrases), (slug, [phrase.quote for phrase in phrases if phrase not in found])
        assert all(len(phrase.quote.split()) <= 8 for phrase in phrases)


def test_the_command_line_tells_whose_copy_a_file_is(original, tmp_path):
    path, text, passages = original
    to_docx(tmp_path / "mine.docx", text)
    (tmp_path / "other.txt").write_text("A shopping list.")
    (tmp_path / "picture.jpg").write_bytes(b"x")
    from conftest import ROOT
    done = run_kit(ROOT, "originals", path, tmp_path / "mine.docx", tmp_path / "other.txt", tmp_path / "picture.jpg")
    assert done.returncode == 0
    assert done.stdout.count(f"{len(passages)} of {len(passages)}") == 2 and "none of ours" in done.stdout and "not read" in done.stdout
    (tmp_path / "part.txt").write_text("\n".join(line for line in text.splitlines() if "25 May 2015" not in line), encoding="utf-8")
    assert "p9.1" in run_kit(ROOT, "originals", tmp_path / "part.txt").stdout


def test_a_pdf_is_read(original, browser, tmp_path):
    _, text, passages = original
    page = browser.new_page()
    page.set_content("".join(f"<p>{escape(line)}</p>" for line in text.splitlines()))
    page.pdf(path=tmp_path / "mine.pdf")
    page.close()
    assert len(match(SLUG, read_copy(tmp_path / "mine.pdf")).found) >= 0.95 * len(passages)
