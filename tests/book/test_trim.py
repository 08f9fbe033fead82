"""A trimmed site: a small style in each page, no file too many, and every page looks as it did before."""

import gzip
import io
import pickle
import re
import shutil

import pytest
from helpers.kits import DESKTOP, PHONE
from PIL import Image, ImageChops

from secondsource.book import trim as trim_module
from secondsource.book.trim import read_sheets, trim

HEAVIEST = "2015-scale.html"  # the article page with the most exercises
PLAIN, GZIPPED, REQUESTS = 550_000, 115_000, 10  # bytes
QUICK = ["2015-scale.html", "search.html", "notebook-across-figures.html", "third-party.html"]
LOOKS = {
    "desktop": {"viewport": DESKTOP},
    "dark": {"viewport": DESKTOP, "color_scheme": "dark"},
    "phone": {"viewport": PHONE},
    "forced colours": {"viewport": DESKTOP, "forced_colors": "active"},
    "print": {"viewport": DESKTOP},
}
TALLEST = 5000  # px of a page that are compared; a whole article has 60,000


@pytest.fixture(scope="module")
def untrimmed(study):
    """The study edition as Sphinx left it."""
    return study.parent / "kit-study/_build/work-study/_build/html"


def picture(browser, address, look):
    context = browser.new_context(**LOOKS[look])
    page = context.new_page()
    page.goto(address)
    if look == "print":
        page.emulate_media(media="print")
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    page.set_viewport_size({"width": LOOKS[look]["viewport"]["width"], "height": height})
    taken = at_rest(page)
    context.close()
    return Image.open(io.BytesIO(taken)).convert("RGB")


def at_rest(page):
    """Return the picture of a page that no longer changes: “on this page” follows a new height later."""
    last = None
    for _ in range(20):
        page.evaluate("document.activeElement.blur()")  # the field of the search page has a caret that blinks
        taken = page.screenshot(animations="disabled")
        if taken == last:
            return taken
        last = taken
        page.wait_for_timeout(200)
    raise AssertionError(f"{page.url} does not come to rest")


def are_same(browser, before, after, look):
    """Tell whether two pages look the same. On a busy computer a script may set the focus between two
    pictures; a look that is another one is so each time.
    """
    pair = [picture(browser, f"file://{path}", look) for path in (before, after)]
    return pair[0].size == pair[1].size and ImageChops.difference(*pair).getbbox() is None


def assert_same_look(browser, before, after, names, looks):
    for name in names:
        for look in looks:
            assert any(are_same(browser, before / name, after / name, look) for _ in range(3)), (name, look)


@pytest.mark.slow
@pytest.mark.parametrize("look", LOOKS)
def test_pages_look_as_they_did_before(browser, untrimmed, study, look):
    assert_same_look(browser, untrimmed, study, QUICK, [look])


def test_the_heaviest_article_page_keeps_to_its_budget(study, serve, open_page):
    page = open_page(f"{serve(study)}/{HEAVIEST}")
    page.wait_for_load_state("networkidle")
    paths = [
        address.split("?")[0].partition("127.0.0.1")[2].partition("/")[2] for address in page.requests_seen
    ]
    files = [(study / path).read_bytes() for path in paths]
    assert len(files) <= REQUESTS, paths
    assert sum(map(len, files)) <= PLAIN
    assert sum(len(gzip.compress(file, 9)) for file in files) <= GZIPPED


def read_style(page):
    """Return the one style that stands in a page."""
    head = page.read_text(encoding="utf-8").partition("</head>")[0]
    (style,) = re.findall(r"<style>(.*?)</style>", head, flags=re.DOTALL)
    return style


def test_a_page_has_its_style_in_it_and_only_what_it_uses_itself(study):
    assert list((study / "_static").glob("*.css")) == []
    article, search, notebook = map(
        read_style, (study / HEAVIEST, study / "search.html", study / "notebook-across-figures.html")
    )
    for page in study.glob("*.html"):
        assert 'rel="stylesheet"' not in page.read_text(encoding="utf-8"), page.name
    assert "p.context" in search and "p.context" not in article
    assert "figcaption" in notebook and "figcaption" not in article
    assert len(article) < 80_000


def test_nobody_waits_for_the_style_of_paper(study):
    for page in (study / HEAVIEST, study / "search.html", study / "index.html"):
        text = page.read_text(encoding="utf-8")
        assert "@media print" not in read_style(page), page.name
        paper = text.rpartition("<style>")[2]
        assert paper.startswith("@media print{") and paper.endswith("}</style>\n</body>\n</html>"), page.name
    assert ".ss-route" in (study / HEAVIEST).read_text(encoding="utf-8").rpartition("<style>")[2]


def test_scripts_of_exercises_are_asked_for_before_the_page_is_there(study):
    head, _, body = (study / HEAVIEST).read_text(encoding="utf-8").partition("</head>")
    early = re.findall(r'<link rel="preload" as="script" href="([^"]+)">', head)
    assert early and early == re.findall(r'<script src="([^"]+)"></script>', body)
    assert "preload" not in (study / "search.html").read_text(encoding="utf-8")


def test_page_js_comes_before_what_reads_it(untrimmed):
    for page in untrimmed.glob("*.html"):
        loaded = re.findall(r'<script defer src="_static/([\w.-]+)', page.read_text(encoding="utf-8"))
        if "togglebutton.js" in loaded:  # a page has it only if something folds: trimmed, none of ours
            assert loaded.index("page.js") < loaded.index("togglebutton.js"), page.name


def test_a_script_stands_only_where_it_has_something_to_do(study):
    copying = {
        page.name for page in study.glob("*.html") if "copybutton.js" in page.read_text(encoding="utf-8")
    }
    assert "notebook-across-figures.html" in copying and not copying & {"glossary.html", HEAVIEST}


BODIES = [
    ("primary-toggle pst-js-only", []),
    ("highlight-text", []),
    ("toggle", ["togglebutton.js"]),
    ("admonition dropdown tip", ["togglebutton.js"]),
    ("sd-card highlight", ["copybutton.js"]),
]


@pytest.mark.parametrize("classes, kept", BODIES)
def test_a_class_that_only_contains_the_name_of_another_keeps_no_script(tmp_path, classes, kept):
    scripts = ("togglebutton.js", "copybutton.js", "design-tabs.js")
    links = "".join(f'<script defer src="{name}?v=1"></script>\n' for name in scripts)
    page = tmp_path / "index.html"
    page.write_text(
        f'<html><body class="page"><p class="{classes}"></p>{links}</body></html>', encoding="utf-8"
    )
    for name in scripts:
        (tmp_path / name).touch()
    (tmp_path / "_static").mkdir()
    trim(tmp_path, tmp_path.with_suffix(".memory"))
    text = page.read_text(encoding="utf-8")
    assert [name for name in scripts if name in text] == kept
    assert sorted(path.name for path in tmp_path.glob("*.js")) == kept


def test_comments_travel_neither_in_the_style_nor_in_the_scripts_of_every_page(tmp_path):
    (tmp_path / "_static").mkdir()
    head = '<link rel="stylesheet" href="_static/a.css"><script src="_static/page.js?v=1"></script>'
    page = f"<html><head>{head}</head><body><p>x</p></body></html>"
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    (tmp_path / "_static/a.css").write_text(
        "p {\n  /* why */\n  margin: calc(1px + 2px);\n}\n", encoding="utf-8"
    )
    (tmp_path / "_static/page.js").write_text("// why\nconst a = '// kept';\n", encoding="utf-8")
    trim(tmp_path, tmp_path.with_suffix(".memory"))
    assert read_style(tmp_path / "index.html") == "p{margin:calc(1px + 2px)}"
    assert (tmp_path / "_static/page.js").read_text("utf-8") == "const a='// kept';\n"


@pytest.fixture
def site(tmp_path):
    """A site of two pages by hand, with what trimming must keep and must drop."""
    files = {
        "index.html": '<html data-theme="dark"><head><link rel="stylesheet" href="_static/a.css">\n'
        '<link rel="stylesheet" href="_static/sub/b.css?v=1">\n</head><body class="page"><p id="top">Hi '
        '<a href="other.html">on</a></p><script src="_static/run.js?v=2"></script></body></html>',
        "other.html": '<html><head><link rel="stylesheet" '
        'href="_static/a.css"></head><body><em>x</em></body></html>',
        "_static/a.css": ":root{--used:1px;--unused:2px;--chain:var(--unused)}\n.page{margin:var(--used)}\n"
        ".gone{color:red}\ntbody{top:1px}\n"
        "em,strong{color:blue}\n#top:hover,#bottom{color:green}\n.open .page{top:0}\n"
        "[data-theme=dark] p{left:0}\n"
        "[data-nothing] p{left:1px}\n@media print{.page{display:none}.gone{display:none}}\n"
        "@media print{.gone{top:0}}",
        "_static/sub/b.css": '.page{background:url("../img/x.png")}\n'
        '.page:not(.gone)::before{content:"{.gone}"}\n'
        "@font-face{font-family:Lost;src:url(lost.woff2)}",
        "_static/img/x.png": "x",
        "_static/sub/lost.woff2": "x",
        "_static/run.js": "document.body.classList.add('open');",
        "_static/run.js.map": "{}",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    trim(tmp_path, tmp_path.with_suffix(".memory"))
    return tmp_path


def test_rules_stay_where_something_could_match(site):
    sheet = "".join(re.findall(r"<style>(.*?)</style>", (site / "index.html").read_text(encoding="utf-8")))
    for kept in (
        ":root{--used:1px",
        "tbody{top:1px}",
        ".page{margin:var(--used)}",
        "#top:hover{color:green}",
        ".open .page{top:0}",
        "[data-theme=dark] p{left:0}",
        "@media print{.page{display:none}}",
        'url("_static/img/x.png")',
        '.page:not(.gone)::before{content:"{.gone}"}',
    ):
        assert kept in sheet, kept
    assert read_style(site / "other.html") == "tbody{top:1px}em{color:blue}"
    for lost in (
        "color:red",
        "em{",
        "strong",
        "#bottom",
        "data-nothing",
        "--unused",
        "--chain",
        "Lost",
        "top:0}}",
    ):
        assert lost not in sheet, lost


def test_a_second_build_trims_only_the_pages_that_changed(tmp_path, monkeypatch):
    site, memory, trimmed = tmp_path / "site", tmp_path / "memory", []
    trim_pages = trim_module._trim_pages

    def watch(site, pages, sheets):
        trimmed.append(sorted(path.name for path in pages))
        return trim_pages(site, pages, sheets)

    monkeypatch.setattr(trim_module, "_trim_pages", watch)
    built = []
    for one, colour in [("One.", "red"), ("Two.", "red"), ("Two.", "blue")]:
        (site / "_static").mkdir(parents=True)
        for name, text in {"one.html": one, "same.html": "Same."}.items():
            head = '<link rel="stylesheet" href="_static/a.css">'
            (site / name).write_text(f"<html><head>{head}</head><p>{text}</p></html>", encoding="utf-8")
        (site / "_static/a.css").write_text(f"p{{color:{colour}}}", encoding="utf-8")
        (site / "searchindex.js").write_text(f"index({one!r})", encoding="utf-8")  # another after each change
        trim(site, memory)
        built.append([(site / name).read_text(encoding="utf-8") for name in ("one.html", "same.html")])
        shutil.rmtree(site)
    assert trimmed == [["one.html", "same.html"], ["one.html"], ["one.html", "same.html"]]
    assert built[0][1] == built[1][1] and "Two." in built[1][0] and "blue" in built[2][1]


def test_a_sheet_that_sphinx_writes_last_is_not_read_again_at_each_build(tmp_path, monkeypatch):
    site, memory, read = tmp_path / "site", tmp_path / "memory", []
    (site / "_static").mkdir(parents=True)
    read_rules = trim_module._read_rules
    monkeypatch.setattr(
        trim_module, "_read_rules", lambda parsed: (read.append(parsed), read_rules(parsed))[1]
    )
    (site / "_static/early.css").write_text("p{color:red}", encoding="utf-8")
    for _ in range(2):
        (site / "_static/late.css").unlink(missing_ok=True)
        read_sheets(site, memory, whole=False)
        (site / "_static/late.css").write_text("b{color:blue}", encoding="utf-8")
        assert [path.name for path in read_sheets(site, memory)] == ["early.css", "late.css"]
    assert len(read) == 2
    (site / "_static/late.css").unlink()
    read_sheets(site, memory)
    assert len(pickle.loads((memory / "sheets.pickle").read_bytes())) == 1, "what is gone is forgotten"


def test_what_a_script_sets_that_is_loaded_later_keeps_its_rule(tmp_path):
    """The rules for paper were gone from every page: their script is loaded with the reader's first act."""
    (tmp_path / "a.css").write_text("p[data-printed]{top:1px}p[data-other]{top:2px}", encoding="utf-8")
    (tmp_path / "secondsource.js").write_text("loadPart(name)", encoding="utf-8")
    (tmp_path / "secondsource-rest.js").write_text("told.dataset.printed = place", encoding="utf-8")
    page = tmp_path / "index.html"
    page.write_text(
        '<html><head><link rel="stylesheet" href="a.css">\n</head><body><p>Hi</p>'
        '<script src="secondsource.js"></script></body></html>',
        encoding="utf-8",
    )
    trim(tmp_path, tmp_path.with_suffix(".memory"))
    assert read_style(page) == "p[data-printed]{top:1px}"


SAYERS = {  # script: the classes beside our own whose rules stay in a page that loads it
    "pydata-sphinx-theme.js": {"on"},
    "secondsource.js": set(),  # whose own all begin with ss-, and these are never asked for
    "doctools.js": {"on", "asked"},
}


@pytest.mark.parametrize("name", SAYERS)
def test_a_class_that_a_script_only_asks_for_or_says_as_a_word_keeps_no_rule(tmp_path, name):
    (tmp_path / "a.css").write_text(".on{top:1px}.asked{top:2px}.ss-new{top:3px}", encoding="utf-8")
    script = 'find(".asked").classList.add("on"); make("div", "ss-new")'
    (tmp_path / name).write_text(script, encoding="utf-8")
    page = tmp_path / "index.html"
    page.write_text(
        '<html><head><link rel="stylesheet" href="a.css">\n</head><body><p class="ss-x">Hi</p>'
        f'<script src="{name}"></script></body></html>',
        encoding="utf-8",
    )
    trim(tmp_path, tmp_path.with_suffix(".memory"))
    kept = {"on", "asked", "ss-new"} & set(re.findall(r"[.]([a-z-]+)", read_style(page)))
    assert kept == SAYERS[name] | {"ss-new"}


def test_files_stay_where_something_leads_to_them(site):
    there = sorted(path.name for path in site.rglob("*") if path.is_file())
    assert there == ["index.html", "other.html", "run.js", "x.png"]
