"""The reader's own copy on the page, in a private edition and in a notebook."""

import json
import re
import zipfile
from xml.sax.saxutils import escape

import nbformat
import pytest
from helpers.answering import (
    answer_at_once,
    answer_by_mouse,
    assert_full_marks,
    library,
    right_answers,
    violations,
)
from helpers.corpus import some
from helpers.damage import to_html
from helpers.kits import DESKTOP, run_kit
from helpers.needs import needs_originals
from helpers.places import ROOT
from helpers.tiny_site import make_tiny_kit
from nbclient import NotebookClient

import secondsource
from secondsource.content.kinds.phrases import Phrases
from secondsource.content.textset import TextSet
from secondsource.content.words_before import words_before
from secondsource.exercise.html import render_activity
from secondsource.originals.files import read_copy
from secondsource.originals.matching import locate_quote, match
from secondsource.worksheets.sheets import describe_sheet

SLUG = "2015-scale"


@pytest.fixture
def original():
    """The real original of the set, and where its units stand."""
    for path in needs_originals():
        text = path.read_text(encoding="utf-8")
        if found := match(SLUG, text).found:
            return (
                path,
                text,
                {label: " ".join(text[start:end].split()) for label, (start, end) in found.items()},
            )
    raise AssertionError(f"none of the originals at hand is that of {SLUG}")


def to_docx(path, text):
    paragraphs = "".join(
        f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in text.splitlines() if line.strip()
    )
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml", f"<w:document {space}><w:body>{paragraphs}</w:body></w:document>"
        )
    return path


def open_panel(open_page, address):
    page = open_page(f"{address}/{SLUG}.html", DESKTOP)
    page.locator("[data-copy] summary").click()
    return page, page.locator("[data-copy]")


def shown(page, label):
    return page.locator(f'[data-unit="{label}"]').evaluate_all(
        "spans => spans.map(s => s.textContent.replace(/\\s+/g, ' ').trim())"
    )


CUT = {
    "p1": "A heading.",
    "p2.1": "Readers know. A harbour master said:",
    "p2.2": "“Fares will rise. No one asked us.",
    "p2.3": "And that is that,” he ended.",
    "p2.10": "It was late.",
    "p3.1": 'She wrote "so it is',
    "p3.2": 'and stays" and left.',
}
LEADS = {
    "p2.2": "A harbour master said:",
    "p2.3": "A harbour master said: “Fares will rise. No one asked us.",
    "p3.2": 'She wrote "so it is',
}


def test_words_before_a_cut_off_passage_are_the_same_in_python_and_in_the_page(call_script):
    wanted = {label: LEADS.get(label, "") for label in [*CUT, "p9.9"]}
    assert {label: words_before(CUT, label) for label in wanted} == wanted
    found = call_script("originals/panel.js", "wordsBefore", [[CUT, label] for label in wanted])
    assert dict(zip(wanted, found, strict=True)) == wanted


def test_a_list_of_claims_has_the_words_before_one_that_is_cut_off(study, serve, open_page, original):
    path, text, passages = original
    item = "p12.2"
    lead = words_before(passages, item)
    page, panel = open_panel(open_page, serve(study))
    panel.locator("textarea").fill(text)
    panel.locator("[data-do=match]").click()
    claim = page.locator(f'[data-item="{item}"] legend')
    assert lead and claim.evaluate("e => e.textContent") == f"{lead} {passages[item]}"
    panel.locator("[data-do=remove]").click()
    assert claim.evaluate("e => e.textContent") == library(SLUG).wording(item)
    own = TextSet(SLUG, passages=passages)
    html = render_activity(own, "speaking", embed_key=False)
    assert f'<span class="ss-before">{escape(lead)} </span>' in html
    sheet = describe_sheet(own, ["speaking"])
    rows = {row["id"]: row["before"] for row in sheet["activities"][0]["items"]}
    assert rows[item] == f"{lead} " and rows["p9.1"] == ""


def test_a_pasted_copy_is_shown_in_every_exercise_and_removed_with_one_click(
    study, serve, open_page, original
):
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


@pytest.mark.parametrize("served", [True, False], ids=["served", "from a folder"])
def test_the_script_for_copies_is_loaded_only_where_it_is_wanted(study, serve, open_page, served):
    def loaded(page):
        return len([url for url in page.requests_seen if "secondsource-copy.js" in url])

    page = open_page(f"{serve(study) if served else study.as_uri()}/{SLUG}.html", DESKTOP)
    assert loaded(page) == 0
    for _ in range(3):
        page.locator("[data-copy] summary").click()
    panel = page.locator("[data-copy]")
    panel.locator("textarea").fill("This is another text.")
    panel.locator("[data-do=match]").click()
    panel.locator(".ss-result", has_text="not the article").wait_for()
    assert loaded(page) == 1 and page.faults == []
    library = TextSet(SLUG)  # words to tap stay in our retelling where a copy has others
    phrases = [one for one in library.activities.values() if isinstance(one, Phrases)]
    others = {item.unit for one in phrases for item in one.items()} | set(library.brief.units)
    unit = next(unit for unit in library.activity("speaking").units if unit not in others)
    page.evaluate(f"localStorage['secondsource/copy/{SLUG}'] = JSON.stringify({{'{unit}': 'My own words.'}})")
    page.reload()
    assert set(shown(page, unit)) == {"My own words."} and loaded(page) == 2


def test_the_exercises_have_the_same_items_and_key_on_the_original(study, serve, open_page, original):
    page, panel = open_panel(open_page, serve(study))
    panel.locator("textarea").fill(original[1])
    panel.locator("[data-do=match]").click()
    for name in (f"{SLUG}/speaking", f"{SLUG}/wording"):
        root, wanted = page.locator(f'[data-ss="{name}"]'), right_answers(name)
        answer_at_once(root, wanted)
        root.locator("[data-do=commit]").click()
        assert_full_marks(root, name, wanted)


@pytest.mark.slow
def test_a_page_with_an_original_in_it_has_no_accessibility_violation(study, serve, open_page, original):
    page, panel = open_panel(open_page, serve(study))
    panel.locator("textarea").fill(original[1])
    panel.locator("[data-do=match]").click()
    for name in (f"{SLUG}/speaking", f"{SLUG}/wording"):
        root = page.locator(f'[data-ss="{name}"]')
        answer_at_once(root, right_answers(name))
        root.locator("[data-do=commit]").click()
    assert violations(page) == []


def test_no_page_says_our_own_retelling_above_an_original(study, serve, open_page, original):
    page, panel = open_panel(open_page, serve(study))
    note = page.locator(".ss-retelling")
    assert "none of the sentences" in note.inner_text()
    assert page.locator(".ss-retold").count() == 0, "“(retold)” is for what a copy lacks"
    panel.locator("textarea").fill(original[1])
    panel.locator("[data-do=match]").click()
    assert "your own copy" in note.inner_text() and "retelling, in the" not in note.inner_text()
    called = page.locator(".ss-origin:not([hidden])")  # “Retold in our own words from:”, above the text
    assert called.count() == 0
    panel.locator("[data-do=remove]").click()
    assert "none of the sentences" in note.inner_text() and called.count() > 0


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


@pytest.mark.parametrize("kind", some(["docx", "html", "txt"]))
def test_a_file_is_read_by_the_page(study, serve, open_page, original, tmp_path, kind):
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
    assert (
        f"{len(passages) - 1} of {len(passages)} passages found; the others stay"
        in panel.locator(".ss-result").inner_text()
    )
    assert (
        page.locator('[data-unit="p9.1"].ss-retold').count() >= 1
        and page.locator('[data-unit="b1.1"].ss-retold').count() == 0
    )


def test_a_wrong_text_or_file_is_told_and_changes_nothing(study, serve, open_page, tmp_path):
    page, panel = open_panel(open_page, serve(study))
    before = shown(page, "p3.3")
    panel.locator("[data-do=match]").click()
    assert "There is nothing in the box yet" in panel.locator(".ss-result").inner_text()
    panel.locator("textarea").fill("<script>alert(1)</script> lorem ipsum " * 3000)
    panel.locator("[data-do=match]").click()
    assert (
        "no passage of it was found" in panel.locator(".ss-result").inner_text()
        and set(shown(page, "p3.3")) == set(before)  # the texts beside the questions may have come meanwhile
    )
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 not a zip")
    panel.locator("input[type=file]").set_input_files(tmp_path / "broken.docx")
    panel.locator(".ss-result", has_text="could not be read").wait_for()
    assert page.faults == []


@pytest.mark.slow
def test_a_private_edition_holds_the_originals_and_says_so(original, tmp_path):
    path, _, passages = original
    (tmp_path / "copies").mkdir()
    (tmp_path / "copies/mine.txt").write_bytes(path.read_bytes())
    (tmp_path / "copies/other.txt").write_text("A shopping list.")
    (tmp_path / "copies/scan.pdf").write_bytes(b"%PDF-1.4 cut short")
    kit = make_tiny_kit(tmp_path / "kit", sets=[SLUG])
    page = kit / "book" / f"{SLUG}.md"
    told = re.search(
        r"```\{container\} ss-retelling\n.*?```\n", (ROOT / "book" / page.name).read_text("utf-8"), re.S
    )
    page.write_text(page.read_text("utf-8") + "\n" + told[0], encoding="utf-8")
    done = run_kit(kit, "build", "--out", tmp_path / "site", "--originals", tmp_path / "copies")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "site" / f"{SLUG}.html").read_text(encoding="utf-8")
    assert "not for publication" in page and "data-copy" not in page
    assert "none of the sentences" not in page and "words of your class’s own copy" in page
    assert f"{SLUG}: {len(passages)} of {len(passages)} passages of mine.txt are used." in done.stdout
    assert "NOT USED: other.txt is none of our articles." in done.stdout
    assert "NOT USED: scan.pdf" in done.stdout, "a file that cannot be read stops no build"
    assert passages["p3.4"].replace("&", "&amp;").replace("'", "&#39;") in page


def test_a_private_edition_without_a_copy_is_refused(tmp_path):
    (tmp_path / "copies").mkdir()
    kit = make_tiny_kit(tmp_path / "kit", sets=[SLUG])
    done = run_kit(kit, "build", "--out", tmp_path / "site", "--originals", tmp_path / "copies")
    assert (
        done.returncode == 1 and "no file here is a copy" in done.stderr and not (tmp_path / "site").exists()
    )


def test_a_notebook_shows_the_copy_and_never_saves_it(original, tmp_path):
    path, _, passages = original
    cells = [
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\nimport secondsource\n"
        f"w = secondsource.activity('{SLUG}/rewrite', copy={str(path)!r})\nw.state = "
        f"{{**w.state, 'answers': {{'text': 'Mine.'}}}}\nw",
        "sent = []\nw.send = lambda content, buffers=None: sent.append(content)\n"
        "w._handle_custom_msg({'type': 'own'}, [])\n"
        f"{passages['p3.4']!r} in sent[0]['html'] and w.own",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    assert notebook.cells[1].outputs[0]["data"]["text/plain"] == "True", "the page gets it when it asks"
    saved = json.dumps([notebook.cells[0], notebook.metadata], ensure_ascii=False)
    assert "_esm" in saved and "Mine." in saved
    ours = " ".join(unit.text for unit in TextSet(SLUG).article.units.values())
    assert [
        label
        for label, passage in passages.items()
        if len(passage) > 30
        and passage not in ours
        and json.dumps(passage, ensure_ascii=False)[1:-1] in saved
    ] == []
    assert (
        secondsource.originals.match(SLUG, path.read_text(encoding="utf-8")).found.keys() == passages.keys()
    )


def test_every_phrase_stands_in_the_original_or_its_unit_stays_retold():
    """Phrases are anchored by their words; most of them are the author's own."""
    texts = [path.read_text(encoding="utf-8") for path in needs_originals()]
    from secondsource.data import articles

    for slug in articles():
        library = TextSet(slug)
        text = next(text for text in texts if match(slug, text).found)
        spans = match(slug, text).found
        phrases = [
            phrase
            for activity in library.activities.values()
            if isinstance(activity, Phrases)
            for phrase in activity.phrases.values()
        ]
        found = [
            phrase
            for phrase in phrases
            if phrase.unit in spans and locate_quote(phrase.quote, text[slice(*spans[phrase.unit])])
        ]
        assert len(found) >= 0.9 * len(phrases), (
            slug,
            [phrase.quote for phrase in phrases if phrase not in found],
        )
        assert all(len(phrase.quote.split()) <= 8 for phrase in phrases)


def test_the_command_line_tells_whose_copy_a_file_is(original, tmp_path):
    path, text, passages = original
    to_docx(tmp_path / "mine.docx", text)
    (tmp_path / "other.txt").write_text("A shopping list.")
    (tmp_path / "picture.jpg").write_bytes(b"x")
    done = run_kit(
        ROOT, "originals", path, tmp_path / "mine.docx", tmp_path / "other.txt", tmp_path / "picture.jpg"
    )
    assert done.returncode == 0
    assert (
        done.stdout.count(f"{len(passages)} of {len(passages)}") == 2
        and "none of ours" in done.stdout
        and "not read" in done.stdout
    )
    (tmp_path / "part.txt").write_text(
        "\n".join(line for line in text.splitlines() if "25 May 2015" not in line), encoding="utf-8"
    )
    folder = run_kit(ROOT, "originals", tmp_path).stdout
    assert "p9.1" in folder and all(name in folder for name in ("part.txt", "mine.docx", "picture.jpg"))


def test_files_whose_names_differ_at_the_end_or_hold_brackets_are_told_apart(tmp_path):
    folder = tmp_path / ("a long way down " * 6)
    folder.mkdir()
    names = [f"{'copy of the article ' * 4}{end}.txt" for end in ("[bold]1", "[red]2")]
    for name in names:
        (folder / name).write_text("A shopping list.")
    done = run_kit(ROOT, "originals", *(folder / name for name in names))
    shown = "".join(re.findall(r"^[│┃|] *(.*?) *[│┃|]", done.stdout, re.MULTILINE)).replace(" ", "")
    assert done.returncode == 0, done.stderr
    assert all(name.replace(" ", "") in shown for name in names)


def test_a_pdf_is_read(original, browser, tmp_path):
    _, text, passages = original
    page = browser.new_page()
    page.set_content("".join(f"<p>{escape(line)}</p>" for line in text.splitlines()))
    page.pdf(path=tmp_path / "mine.pdf")
    page.close()
    assert len(match(SLUG, read_copy(tmp_path / "mine.pdf")).found) >= 0.95 * len(passages)
