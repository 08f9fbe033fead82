"""The book's directives, on a book of two pages: what each shows, what a wrong one is told, and when its page
is built anew.
"""

import os
import re
import shutil

import pytest
from helpers.corpus import some
from helpers.places import ROOT
from helpers.tiny_site import SET, build_tiny, make_tiny_kit

from secondsource.book.checked import render_checked
from secondsource.book.directives import DIRECTIVES
from secondsource.book.notices import render_components, render_packages
from secondsource.book.teachers import render_key, render_labelled, render_sources, render_standards
from secondsource.book.timeline import render_timeline
from secondsource.content.citations import list_claims
from secondsource.content.directives import OPTIONS
from secondsource.content.ledger import list_standings
from secondsource.content.places import locate_activities
from secondsource.content.references import read_references
from secondsource.content.textset import TextSet
from secondsource.content.timeline import read_timeline
from secondsource.exercise.html import (
    render_activity,
    render_answers_panel,
    render_claims,
    render_copy_panel,
    render_evidence,
    render_route,
    render_text,
    share_cards,
)

SCRIPTS = ["secondsource-walk.js", "secondsource.js"]  # of a page with an exercise that is walked
FIRST = f"""# First page

```{{article}} {SET}
:paragraphs: p1
```

```{{article}} {SET}
:text: brief
```

## Exercises

```{{route}} {SET}
:class: speaking reflect=2
```

```{{activity}} {SET}/speaking
```

```{{activity}} {SET}/knowing
```

```{{copy}} {SET}
```

```{{evidence}} {SET}
```

```{{answers}} {SET}
```
"""
SECOND = """# Second page

```{claims}
```

```{checked}
```

```{timeline}
```

```{notices} site
```

```{notices} packages
```
"""
# What a page says: (in which line of it, what is said of it).
WRONG = {
    f"```{{article}} {SET}\n:paragraphs: p5-p3\n```": (1, "“p5-p3” runs backwards; write p3-p5"),
    f"```{{article}} {SET}\n:paragraphs: three\n```": (1, "“three” is no paragraph"),
    f"```{{article}} {SET}\n:text: breif\n```": (1, "write article or brief"),
    f"```{{article}} {SET}\n:paragraph: p1\n```": (1, "Unknown option keys: ['paragraph']"),
    f"```{{activity}} {SET}/speaking\n:text: brief\n```": (1, "'activity': Has content, but none permitted"),
    f"```{{activity}} {SET}/peaking\n```": (1, "there is no activity “peaking”. There are: speaking"),
    f"```{{route}} {SET}\n:class: peaking\n```": (1, "there is no activity “peaking”. There are: speaking"),
    f"```{{route}} {SET}\n:class: reflect\n```": (1, "write reflect=5"),
    "```{copy} feery-fares\n```": (1, "feery-fares"),
    **{
        f"```{{{name}}} {SET}/speaking\n```": (1, f"{{{name}}} shows a whole set")
        for name in ("article", "copy", "route", "evidence", "answers")
    },
    "```{notices} sites\n```": (1, "Write site or packages."),
    "```{evidence}\n```": (1, "1 argument(s) required, 0 supplied"),
}


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    """A tiny kit with lesson plans; its study edition is built."""
    pages = {"first": FIRST, "second": SECOND}
    kit = make_tiny_kit(tmp_path_factory.mktemp("tiny"), pages, sets=(SET, "cross-article"))
    lessons = kit / "solutions/lessons"
    lessons.mkdir()
    shutil.copy(ROOT / "solutions/lessons/standards.yaml", lessons)
    (lessons / "standards.md").write_text("# Standards\n\n```{standards}\n```\n", encoding="utf-8")
    return kit


@pytest.fixture(scope="module")
def site(kit):
    """The tiny kit's study edition, as {name of a page: HTML}."""
    return read_pages(kit, "study")


def read_pages(kit, edition):
    site, said = build_tiny(kit, edition)
    assert not said, said
    return {path.stem: path.read_text(encoding="utf-8") for path in site.glob("*.html")}


def test_each_directive_shows_what_its_renderer_makes(kit, site):
    text_set = TextSet(SET)
    shown = {
        "article, one paragraph": ("first", render_text(text_set, "article", {"p1"})),
        "article, the brief": ("first", render_text(text_set, "brief")),
        "activity": ("first", render_activity(text_set, "speaking", embed_key=True)),
        "another activity": ("first", render_activity(text_set, "knowing", embed_key=True)),
        "route": ("first", render_route(text_set, {"In class": [("speaking", ""), ("reflect", "2")]})),
        "copy": ("first", render_copy_panel(text_set)),
        "evidence": ("first", render_evidence(text_set)),
        "answers": ("first", render_answers_panel()),
        "claims": ("second", render_claims(list_claims(kit, True), read_references(kit))),
        "checked": ("second", render_checked(list_standings(kit))),
        "timeline": ("second", render_timeline(read_timeline(kit))),
        "notices site": ("second", render_components()),
        "notices packages": ("second", render_packages()),
    }
    parts = share_cards("\0".join(html.strip() for _, html in shown.values())).split("\0")
    pages = [site[page] for page, _ in shown.values()]
    assert [name for name, page, html in zip(shown, pages, parts, strict=True) if html not in page] == []
    assert {name.split()[0].strip(",") for name in shown} - {"another"} == set(DIRECTIVES) - {
        *("labelled", "key", "standards")
    }
    assert DIRECTIVES.keys() == OPTIONS.keys(), "what check knows is what Sphinx knows"


@pytest.mark.parametrize("edition", some(["study", "class", "teach"]))
def test_every_edition_can_be_put_on_github_pages(kit, edition):
    """It leaves out folders that begin with an underscore, _static among them, unless it finds this file."""
    site, said = build_tiny(kit, edition)
    assert not said and (site / ".nojekyll").exists() and (site / "_static").exists()


def test_a_part_of_a_text_is_no_more_than_that_part(site):
    units = TextSet(SET).article.units
    before_exercises = site["first"].partition("data-ss=")[0]
    assert {label for label, unit in units.items() if unit.text in before_exercises} == {
        label for label in units if label.partition(".")[0] == "p1"
    }


def test_the_scripts_stand_right_behind_the_first_exercise_each_once_the_walk_first(site):
    page = site["first"]
    first = share_cards(render_activity(TextSet(SET), "speaking", embed_key=True))
    assert page.count(first) == 1, "its cards are the page's first, so they stand in it"
    behind = "".join(
        rf'\s*<script src="_static/{re.escape(name)}\?v=[0-9a-f]{{8}}"></script>' for name in SCRIPTS
    )
    assert re.match(behind, page.partition(first)[2])
    assert [page.count(name) for name in SCRIPTS] == [1, 1]
    assert not [name for name in SCRIPTS if name in site["second"]]


def test_teachers_directives_show_what_their_renderers_make(kit):
    pages = read_pages(kit, "teach")
    text_set, addresses = TextSet(SET), locate_activities(kit)
    wanted = [render_labelled(text_set, kind, addresses) for kind in ("article", "brief")]
    wanted += [render_sources(text_set), *(render_key(text_set, name) for name in text_set.activities)]
    assert [html[:200] for html in wanted if html.strip() not in pages[f"teaching-{SET}"]] == []
    standards = render_standards(kit)
    assert [name for name, _, html in standards if html.strip() not in pages["lessons-standards"]] == []
    assert all(f'id="{name}"' in pages["lessons-standards"] for name, _, _ in standards)


def test_a_wrong_directive_is_named_with_its_file_and_line(tmp_path):
    page, lines = "# Wrong\n", {}
    for text, (line, said) in WRONG.items():
        lines[len(page.splitlines()) + 1 + line] = said
        page += f"\n{text}\n"
    kit = make_tiny_kit(tmp_path / "kit", {"second": page})
    _, told = build_tiny(kit)
    assert "the book does not build" in told
    missing = {
        line: said
        for line, said in lines.items()
        if not any(f"second.md:{line}:" in row and said in row for row in told.splitlines())
    }
    assert missing == {}, told


@pytest.mark.slow
def test_a_built_page_is_of_this_kit_and_asks_for_its_script(tmp_path):
    """After an update a page still named the old kit, and asked for the script by its old address, under
    which a browser may have kept the old one.
    """
    kit = make_tiny_kit(tmp_path / "kit")
    page = kit / f"_build/study/_build/html/{SET}.html"

    def build():
        assert not build_tiny(kit)[1]
        return re.findall(r'data-kit="[^"]*"|secondsource\.\w+\?v=\w+', page.read_text(encoding="utf-8"))

    before = build()
    for file, old, new in (
        ("__init__.py", '__version__ = "', '__version__ = "9.'),
        ("exercise/js/exercise.js", "the field is full", "this field is full"),
        ("exercise/exercise.css", ".ss-chips {", ".ss-chips { color: inherit;"),
    ):
        path = kit / "secondsource" / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        after = build()
        assert after != before, file
        before = after


@pytest.mark.slow
def test_a_page_is_built_anew_when_what_renders_it_has_changed_and_only_then(kit, site):
    built = kit / "_build/study/_build/html"

    def touched(*files):
        before = {path.stem: path.stat().st_mtime_ns for path in built.glob("*.html")}
        for file in files:
            os.utime(kit / file)
        _, said = build_tiny(kit)
        assert not said, said
        after = {path.stem: path.stat().st_mtime_ns for path in built.glob("*.html")}
        return {name for name in ("first", "second") if after[name] != before[name]}

    rooms = [
        path.relative_to(kit)
        for room in ("marking", "report")
        for path in (kit / f"secondsource/{room}").glob("*.py")
        if path.name != "answer_file.py"  # how long a text may be
    ]
    assert touched(*rooms, "secondsource/cli.py", "secondsource/exports/qti.py") == set()
    assert touched("secondsource/exercise/templates/activity.html") == {"first", "second"}
    for file in ("__init__.py", "templating.py", "files.py", "marking/answer_file.py"):
        assert touched(f"secondsource/{file}") == {"first", "second"}, file
    assert touched("secondsource/book/templates/packages.html") == {"second"}
    assert touched(f"exercises/{SET}/items.yaml") == {"first", "second"}
    assert touched("exercises/cross-article/timeline.yaml", "secondsource/charts/timeline.py") == {"second"}
    page, (reference, *_) = kit / "book/first.md", read_references(kit)
    text = page.read_text(encoding="utf-8")
    cited = f"A fact {{cite}}`{reference}`.\n\n```{{bibliography}}\n```"
    for more, anew in (("A word.", {"first"}), (cited, {"first", "second"})):
        page.write_text(f"{text}\n\n{more}\n", encoding="utf-8")
        assert touched() == anew, "the page of claims shows the sentences that cite, and no other"
    page.write_text(text, encoding="utf-8")
