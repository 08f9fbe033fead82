"""The class report as a teacher opens it: one file, no request, names that are only names, words where
there is nothing to count.
"""

import ast
import json
import re
from html import unescape
from importlib.resources import files

import numpy as np
import pandas as pd
import pytest
from helpers.kits import DESKTOP, PHONE
from helpers.once import make_once

from secondsource.colours import device_colours
from secondsource.data.items import CHECKS
from secondsource.marking.marks import mark, read_keys
from secondsource.problems import ContentError
from secondsource.report import page as report
from secondsource.report.class_report import MOST_NAMES, ClassReport
from secondsource.report.page import NOTEBOOK, read_marked, save_marked, write_report
from secondsource.report.synthetic import SYNTHETIC, make_class

SETS = ["ferry-fares", *CHECKS]
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=https://evil.example/x.png onerror=alert(1)>',
    "=cmd|' /C calc'!A0",
    "\u202egnp.exe\u202c",
    "{{ 7*7 }} $x^2$ [a](javascript:alert(1))",
    "עדה",
]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TITLE = 'Class 9b """ + open("x").read() + """ </title><script>alert(2)</script> \\N{BULLET}'


def marked_class(students, sets=SETS, names=None, **options):
    answers = mark(make_class(students, sets=sets, **options), read_keys(sets))
    if names is None:
        return answers
    renamed = dict(zip(answers["name"].cat.categories, names, strict=False))
    return answers.assign(name=answers["name"].astype(str).replace(renamed))


def read(html):
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


@pytest.fixture(scope="session")
def page(shared):
    """The report on a synthetic class of forty in which suspicion rose and some names are hostile; written
    once a run.
    """
    path = shared / "class-report.html"

    def write():
        write_report(marked_class(40, names=HOSTILE * 2, change="suspicion"), path, TITLE, synthetic=True)

    return make_once(path, write)


def test_the_page_is_one_file_that_asks_for_nothing_else(page, open_page):
    shown = open_page(page.as_uri())
    assert shown.requests_seen == [page.as_uri()] and shown.faults == []
    html = page.read_text(encoding="utf-8")
    assert (
        not re.search(r"<(script|link|iframe|img|object|base)\b|@import|url\(\s*['\"]?(?!#|data:)", html)
        and "default-src 'none'" in html
    )
    assert not list(page.parent.glob(".class-report*"))


def test_names_and_title_are_text(page, open_page):
    shown = open_page(page.as_uri())
    names = [cell.strip() for cell in shown.locator("tbody th bdi").all_inner_texts()]
    assert set(name.strip() for name in HOSTILE) <= set(names)
    assert shown.locator("h1").inner_text().split() == TITLE.split() and shown.title().startswith("Class 9b")


def test_a_synthetic_class_is_called_so_on_top_and_in_the_title(page, open_page):
    shown = open_page(page.as_uri())
    assert shown.title().endswith(SYNTHETIC) and shown.locator(
        "main p"
    ).first.inner_text().lower().startswith(SYNTHETIC)


def test_the_page_warns_where_suspicion_rose_and_claims_nothing_for_the_kit(page):
    text = read(page.read_text(encoding="utf-8"))
    assert "The class became more suspicious, not better at telling claims apart." in text
    assert "It cannot show that the kit did it" in text


def test_no_cell_failed_and_no_number_is_missing(page):
    html = page.read_text(encoding="utf-8")
    text = read(html[html.index("<main>") :])
    assert not re.search(r"\bnan\b|\bNone\b|Traceback|Error|\binf\b", text)
    assert "report." not in text and "import " not in text, "code is not shown"
    assert re.findall(r"<h2[^>]*>([^<]+)", html) == [
        "At a glance",
        "Before, after, later",
        "What to teach again",
        "Each skill",
        "Were the sure ones right?",
        "Each student",
        "Where the class split",
        "Item by item",
        "How far the class agreed",
        "How this was counted",
    ]


def part_folds(html):
    """Return what of some HTML stands outside of every fold, and what in one; folds may hold folds."""
    parts, depth = ([], []), 0
    for piece in re.split(r"(</?details\b[^>]*>)", html):
        if piece.startswith(("<details", "</details")):
            depth += 1 if piece.startswith("<details") else -1
        else:
            parts[depth > 0].append(piece)
    return tuple(map("".join, parts))


def test_technical_measures_stand_folded_under_plain_words(page):
    """A teacher who unfolds nothing meets no d′, no criterion and no alpha."""
    html = page.read_text("utf-8")
    body = html[html.index("</style>") :]
    plain, folded = map(read, part_folds(body))
    for word in ("d′", "criterion", "Krippendorff", "log-linear"):
        assert word in folded
        assert word not in plain, plain[max(plain.index(word) - 60, 0) :][:120]
    assert "pick the weak one about" in plain and "times in 100" in plain


def test_every_link_of_the_page_leads_to_a_part_of_it(page, open_page):
    shown = open_page(page.as_uri())
    lost = """[...document.querySelectorAll('a')].map(a => a.href)
      .filter(href => !document.getElementById(decodeURIComponent(new URL(href).hash.slice(1))))"""
    assert shown.locator("a").count() >= 9 and shown.evaluate(lost) == []


def test_every_drawing_has_its_words_and_its_table(page):
    html = page.read_text(encoding="utf-8")
    figures = re.findall(r"<figure.*?</figure>", html, flags=re.DOTALL)
    assert len(figures) == 4
    for figure in figures:
        assert (
            len(re.search(r'aria-label="([^"]+)"', figure)[1]) > 60
            and "<caption>" in figure
            and "(" in read(re.search(r"<svg.*?</svg>", figure, flags=re.DOTALL)[0])
        )


@pytest.mark.parametrize(
    "viewport, scheme",
    [
        pytest.param(PHONE, "light", id="phone-light"),
        pytest.param(DESKTOP, "dark", id="desktop-dark", marks=pytest.mark.slow),
    ],
)
def test_the_page_has_no_accessibility_violation(page, open_page, viewport, scheme):
    shown = open_page(page.as_uri(), viewport, color_scheme=scheme, bypass_csp=True)
    # axe takes what is folded for something in the way
    shown.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shown.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = shown.evaluate(
        "tags => axe.run(document, { runOnly: tags, resultTypes: ['violations'], preload: false })", AXE_TAGS
    )
    assert [
        f"{fault['id']}: {node['html'][:150]}" for fault in found["violations"] for node in fault["nodes"]
    ] == []


def test_the_colours_are_the_books(page):
    style = re.search(r"<style>(.*?)</style>", page.read_text(encoding="utf-8"), flags=re.DOTALL)[1]
    assert device_colours() in style


SECTIONS = (
    "head",
    "summary",
    "changes",
    "reteach",
    "detection",
    "split",
    "items",
    "confidence",
    "agreement",
    "each_student",
)


def sections_of(marked, names=SECTIONS):
    """Return {section: its text}, without a kernel."""
    made = ClassReport(marked)
    parts = {name: getattr(made, name)() for name in names}
    assert all(part.html.strip() and part.name in repr(part) for part in parts.values())
    return {name: read(part._repr_html_()) for name, part in parts.items()}


@pytest.mark.parametrize(
    "students, sets, said",
    [
        (
            1,
            SETS,
            {
                "changes": "Fewer than 5 students: the checks are left out",
                "reteach": "Fewer than 5",
                "split": "too few to speak of a split",
                "agreement": "nobody to agree with",
                "items": "Fewer than 10 students",
                "detection": "no spread between students",
            },
        ),
        (
            1,
            CHECKS,
            {
                "changes": "the checks are left out",
                "summary": "Nothing to count yet",
                "detection": "Nothing to count yet",
                "items": "No scored answer",
                "confidence": "Nobody said",
                "each_student": "Only checks were handed in",
            },
        ),
        (
            9,
            ["ferry-fares"],
            {
                "changes": "No check was handed in",
                "items": "Fewer than 10 students",
                "each_student": "withheld",
            },
        ),
        (
            12,
            ["check-a"],
            {
                "changes": "One check was handed in so far",
                "summary": "Counted over the checks",
                "split": "once the class has taken all three",
                "each_student": "Only checks were handed in",
            },
        ),
    ],
    ids=["one student", "one student, checks only", "nine students, no check", "one check"],
)
def test_small_classes_get_words_and_no_warning(recwarn, students, sets, said):
    text = sections_of(marked_class(students, list(sets)))
    for name, words in said.items():
        assert words in text[name], text[name]
    assert not re.search(r"\bnan\b|\binf\b|\bNone\b", " ".join(text.values())) and not recwarn.list


def test_an_empty_table_and_foreign_items_are_no_trouble():
    nothing = marked_class(1, ["ferry-fares"]).iloc[:0]
    foreign = pd.DataFrame(
        {
            "student": ["a"],
            "name": ["A"],
            "item": ["no-such/set/q"],
            "response": ["x"],
            "confidence": [np.nan],
            "mark": ["unknown"],
            "points": [np.nan],
        }
    )
    for table in (nothing, foreign):
        assert "0 students" in sections_of(table)["head"]


def test_claims_of_checks_are_kept_back_until_all_three_were_taken():
    two, three = (
        sections_of(marked_class(12, ["ferry-fares", *names]), ("split", "reteach"))
        for names in (CHECKS[:2], CHECKS)
    )
    assert "Cars on the quay" not in two["split"] and "Cars on the quay" in three["split"]
    assert "check-" not in three["reteach"], "a check is never taught again item by item"


def test_a_text_has_its_title_where_a_teacher_reads():
    """“First to teach again: ferry-fares”, it said: the name of a folder."""
    said = sections_of(marked_class(12, ["ferry-fares"]), ("summary", "reteach", "agreement"))
    words = {name: re.sub(r"<[^>]*>", " ", html) for name, html in said.items()}
    assert [name for name, text in words.items() if "ferry-fares" in text] == []
    assert "Fares Up, Heads Up!, “" in words["reteach"] and "Fares Up, Heads Up!: " in words["agreement"]


def test_students_are_listed_up_to_a_number_and_not_beyond():
    few, many = (
        sections_of(marked_class(students, ["ferry-fares"]), ("each_student",))["each_student"]
        for students in (MOST_NAMES, MOST_NAMES + 1)
    )
    assert few.count("Synthetic") >= MOST_NAMES * 0.85 and ("only the class is shown" in many) == (
        many.count("Synthetic") == 0
    )


def test_the_page_does_not_grow_with_the_class():
    sizes = [
        sum(map(len, sections_of(marked_class(students, ["ferry-fares"])).values()))
        for students in (300, 10_000)
    ]
    assert sizes[1] < 1.1 * sizes[0]


def test_a_table_survives_its_file(tmp_path):
    table = marked_class(6, ["ferry-fares"], names=HOSTILE).assign(saved="2026-01-01T10:00:00Z")
    save_marked(table, tmp_path / "marked.npz")
    again = read_marked(tmp_path / "marked.npz")
    for name in again:
        assert (
            again[name].astype(object).where(again[name].notna(), None).tolist()
            == table[name].astype(object).where(table[name].notna(), None).tolist()
        ), name
    table.to_csv(tmp_path / "marked.csv", index=False)
    from_csv = read_marked(tmp_path / "marked.csv")
    assert (
        from_csv["name"].astype(str).tolist() == table["name"].astype(str).tolist()
        and from_csv["response"].isna().sum() == table["response"].isna().sum()
    )


def test_a_table_without_marks_is_refused_with_what_is_missing(tmp_path):
    with pytest.raises(ContentError, match="mark, points"):
        write_report(marked_class(2, ["ferry-fares"]).drop(columns=["mark", "points"]), tmp_path / "x.html")


def test_a_report_that_fails_leaves_the_old_one(tmp_path, monkeypatch):
    old = tmp_path / "report.html"
    old.write_text("old", encoding="utf-8")

    def stop(notebooks, folder, say=None):
        raise ContentError([])

    monkeypatch.setattr(report, "execute", stop)
    with pytest.raises(ContentError):
        write_report(marked_class(2, ["ferry-fares"]), old)
    assert old.read_text(encoding="utf-8") == "old" and list(tmp_path.iterdir()) == [old]


def test_the_notebook_has_no_outputs_short_cells_and_a_cell_for_its_parameters():
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert all(
        cell["outputs"] == [] and cell["execution_count"] is None and "".join(cell["source"]).count("\n") < 10
        for cell in code
    )
    [parameters] = [cell for cell in code if "parameters" in cell["metadata"].get("tags", ())]
    assert [name.id for node in ast.parse("".join(parameters["source"])).body for name in node.targets] == [
        "TABLE",
        "TITLE",
        "SYNTHETIC",
    ]


def test_the_demo_command_writes_a_report_of_a_synthetic_class(tmp_path, monkeypatch):
    """Its options reach the class; that the page is written is shown above, with the same function."""
    from click.testing import CliRunner

    from secondsource.cli import main

    taken = []
    monkeypatch.setattr(
        report,
        "write_report",
        lambda marked, path, title="", synthetic=False: taken.append(
            (marked["student"].nunique(), str(path), synthetic)
        ),
    )
    done = CliRunner().invoke(
        main,
        [
            "demo-report",
            "--students",
            "3",
            "--seed",
            "4",
            "--change",
            "none",
            "--out",
            str(tmp_path / "demo.html"),
        ],
    )
    assert (
        done.exit_code == 0 and taken == [(3, str(tmp_path / "demo.html"), True)] and SYNTHETIC in done.output
    )
