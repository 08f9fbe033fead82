"""The script's sources: typed modules; and what is made of them for pages and notebooks."""

import json
import re
import shutil
import subprocess
from functools import partial

import pytest
from helpers.needs import needs
from helpers.node_packages import installed_versions, pinned_versions
from helpers.places import ROOT

from secondsource.content.labels import CHOICE_LISTS, OPTIONS, PHRASES, SKILLS, finds_fault
from secondsource.content.texts import slugs
from secondsource.content.textset import TextSet
from secondsource.exercise import scripts
from secondsource.exercise.html import render_activity
from secondsource.exercise.scripts import BOOK, MODULES, PARTS, list_modules
from secondsource.live.site import PAGES as LIVE
from secondsource.marking.answer_file import LONGEST_TEXT, AnswerFile, Sitting
from secondsource.problems import ContentError

TESTS = ROOT / "tests"
COPY = PARTS["copy"]
PACKAGE = ROOT / "secondsource"
FOLDERS = (MODULES, COPY.parent, PACKAGE / "live/js", PACKAGE / "author/js")
SOURCES = sorted(path for folder in FOLDERS for path in folder.glob("*.js"))
FIRST = list_modules(BOOK)
# scripts of pages of their own
PAGES = {
    "progress": "exercise/js/progress.js",
    **{f"live {name}": f"live/js/{name}.js" for name in LIVE},
    "author": "author/js/author.js",
}
# {name: (its modules, how it is made)}
FORMS = {
    "page": (FIRST, scripts.first_script),
    **{
        part: (
            {own: text for own, text in list_modules(path).items() if own not in FIRST},
            partial(scripts.part_script, part),
        )
        for part, path in PARTS.items()
    },
    "notebook": (list_modules(MODULES / "notebook.js"), scripts.module_script),
    **{
        page: (list_modules(PACKAGE / path), partial(scripts.page_script, path))
        for page, path in PAGES.items()
    },
}
TOP_LEVEL = re.compile(r"^(?:export )?(?:async )?(?:function\*?|class|const|let) (\w+)", re.MULTILINE)


def type_checker():
    """Return the command of the pinned TypeScript compiler."""
    command = [needs("node"), needs("TypeScript")]
    there, wanted = (versions()["typescript"] for versions in (installed_versions, pinned_versions))
    assert there == wanted, "`python3 kit.py test` fetches the one that is pinned"
    return command


def test_the_types_of_the_script_hold():
    command = [*type_checker(), "--project", TESTS / "tsconfig.json", "--pretty", "false"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout


def test_the_type_check_reads_every_module():
    listed = subprocess.run(
        [*type_checker(), "--project", TESTS / "tsconfig.json", "--listFilesOnly"],
        capture_output=True,
        text=True,
        encoding="utf-8",
    ).stdout
    assert [path for path in SOURCES if str(path) not in listed] == []


# a module of each folder, words of it, and the same with a fault in their types
MISTAKES = [
    ("exercise/js/marking.js", "const right = Number(key.answer)", "const right = key.answer"),
    ("originals/panel.js", "return true;", "return slug.length();"),
    ("live/js/ask.js", "end = new AbortController()", "end = new Date()"),
    ("author/js/way.js", "choose(next.label)", "choose(next)"),
]


def test_the_type_check_can_fail_in_every_folder(tmp_path):
    assert {(PACKAGE / path).parent for path, _, _ in MISTAKES} == set(FOLDERS)
    for path in SOURCES:
        copy = tmp_path / "secondsource" / path.relative_to(PACKAGE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    for path, right, wrong in MISTAKES:
        text = (PACKAGE / path).read_text(encoding="utf-8")
        assert right in text, path
        (tmp_path / "secondsource" / path).write_text(text.replace(right, wrong), encoding="utf-8")
    (tmp_path / "tests").mkdir()
    shutil.copy(TESTS / "tsconfig.json", tmp_path / "tests")
    done = subprocess.run(
        [*type_checker(), "--project", tmp_path / "tests", "--pretty", "false"],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode != 0
    assert [path for path, _, _ in MISTAKES if path not in done.stdout] == []


def test_the_lock_names_no_registry():
    lock = (TESTS / "package-lock.json").read_text(encoding="utf-8")
    assert "integrity" in lock and "http" not in lock


def test_every_module_is_in_a_form_and_notebook_code_is_not_in_the_book():
    assert {path for modules, _ in FORMS.values() for path in modules} == set(SOURCES)
    parts = {form: {path.name for path in modules} for form, (modules, _) in FORMS.items()}
    assert "notebook.js" not in parts["page"] and "book.js" not in parts["notebook"]
    assert not {"storage.js", "panel.js", "matching.js"} & parts["notebook"]
    assert "matching.js" in parts["copy"] and "marking.js" in parts["reasons"]
    assert not {"matching.js", "marking.js", "walk.js", "panel.js"} & parts["page"]


MODULE = 'import { one } from "./one.js";\n{0}export const two = () => one() + 1;\n'
REFUSED = [
    # what a second module says, beside what the first declares; what the message must say
    ("function helper() {}\n", "`helper` is declared in one.js, too"),
    ("class helper {}\n", "`helper` is declared in one.js, too"),
    ("export async function helper() {}\n", "`helper` is declared in one.js, too"),
    ("let helper = 5;\n", "`helper` is declared in one.js, too"),
    ('const a = "x, y", helper = 5;\n', '`const a = "x, y", helper = 5;` declares several names'),
    ("let a,\n  helper;\n", "`let a,` declares several names"),
    ("const a = f(1, 2),\n  helper = 5;\n", "`const a = f(1, 2),` declares several names"),
    ('import { one as first } from "./one.js";\n', "cannot be joined"),
    ('import * as ones from "./one.js";\n', "cannot be joined"),
    ('import "./one.js";\n', "cannot be joined"),
    ("export { helper };\n", "cannot be joined"),
    ('export * from "./one.js";\n', "cannot be joined"),
]


def write_modules(folder, second):
    (folder / "one.js").write_text("const helper = 1;\nexport const one = () => helper;\n", encoding="utf-8")
    path = folder / "two.js"
    path.write_text(MODULE.replace("{0}", second), encoding="utf-8")
    return path


@pytest.mark.parametrize("second, fault", REFUSED)
def test_modules_that_would_not_be_themselves_in_one_scope_are_refused(tmp_path, second, fault):
    with pytest.raises(ContentError) as refused:
        scripts._join(write_modules(tmp_path, second))
    assert fault in str(refused.value) and "two.js" in str(refused.value)


FINE = [
    "",
    'const a = "x, y";\n',
    "const f = (a, b = 2) => a + b;\n",
    "function f() {\n  const helper = 2;\n  return helper;\n}\n",
    "const list = [1, 2];\nconst map = { a: 1, b: 2 };\n",
    "// export { helper };\n",
]


@pytest.mark.parametrize("second", FINE)
def test_modules_are_joined_behind_what_they_import(tmp_path, second):
    joined = scripts._join(write_modules(tmp_path, second))
    assert joined == f"const helper = 1;\nconst one = () => helper;\n{second}const two = () => one() + 1;\n"


def test_modules_that_import_each_other_are_joined_once(tmp_path):
    path = write_modules(tmp_path, "")
    one = tmp_path / "one.js"
    one.write_text('import { two } from "./two.js";\n' + one.read_text(encoding="utf-8"), encoding="utf-8")
    assert [module.name for module in list_modules(path)] == ["one.js", "two.js"]


@pytest.mark.parametrize("form", FORMS)
def test_a_form_holds_all_of_its_modules_and_nothing_that_only_people_read(form):
    modules, made = FORMS[form]
    for text in modules.values():
        assert all(re.search(rf"\b{name}\b", made()) for name in TOP_LEVEL.findall(text))
        for words in re.findall(
            r'"([^"\n]*[a-z] [a-z][^"\n]*)"', re.sub(r"//.*|/\*.*?\*/", "", text, flags=re.DOTALL)
        ):
            assert words in made(), "a text lost something"
    assert "/**" not in made() and "import " not in made() and " //" not in made()
    assert made().count("export ") == (form == "notebook")


def test_no_module_holds_what_the_minifier_does_not_know():
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\$\{[^}`]*`", text), f"{path.name}: rjsmin knows no template in a template"
        assert max(map(len, text.splitlines())) <= 110, path.name


def test_the_style_of_the_book_is_without_that_of_notebooks():
    assert "jp-theme" not in scripts.style() and "jp-theme" in scripts.module_style()
    assert scripts.list_style() + scripts.walk_style() in scripts.module_style()


# ---- What the script is told by the templates


def controls_of(html):
    """Return [(tag, attributes)] of everything that can be answered."""
    tags = re.findall(r"<(input|option|select|textarea)\b([^>]*)>", html)
    return [(tag, dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))) for tag, attributes in tags]


@pytest.mark.parametrize("slug", slugs())
def test_the_answers_that_find_no_fault_are_those_of_labels(slug):
    library = TextSet(slug)
    for name, activity in library.activities.items():
        html = render_activity(library, name, embed_key=False)
        choices = activity.items()[0].choices or {}
        wanted = {value for value in choices if not finds_fault(choices, value)}
        assert {about["data-sound"] for _, about in controls_of(html) if "data-sound" in about} == wanted
        ticks = [about for _, about in controls_of(html) if "data-rest" in about]
        if activity.kind in ("phrases", "choose"):
            assert len(ticks) == len(activity.items())
            assert {(about["value"], about["data-rest"]) for about in ticks} == {tuple(choices)}


def test_the_script_has_no_list_of_answers_of_its_own():
    made = "".join(script() for _, script in FORMS.values())
    lists = [*SKILLS.values(), *CHOICE_LISTS.values(), PHRASES, OPTIONS]
    named = {value for choices in lists for value in choices if f'"{value}"' in made}
    assert named == set()


SOUND = [
    (["S0", "S2"], {"S0"}, [1, 1]),
    (["S1", "S2"], {"S0"}, [1, 0]),
    (["C0", "C0"], {"C0"}, [0, 1]),
    (["X", "X"], {"S0", "X"}, [0, 1]),
    (["X", "X"], {"S0"}, [1, 0]),
]


@pytest.mark.parametrize("given, sound, expected", SOUND)
def test_objections_are_counted_by_the_answers_of_which_the_page_says_that_they_find_no_fault(
    browser, serve, given, sound, expected
):
    page = browser.new_page()
    page.goto(f"{serve(ROOT / 'secondsource')}/exercise/js/marking.js")
    key = {"s": {"answer": given[0], "target": "sound"}, "w": {"answer": "W", "target": "weak"}}
    found = page.evaluate(
        """async ([address, answers, key, sound]) => {
          const { tally } = await import(address);
          const [s, w] = answers;
          const count = tally({ w, s }, { w: "wrong", s: "wrong" }, key, new Set(sound));
          return [count.hits, count.sound - count.alarms]; }""",
        [page.url, given, key, sorted(sound)],
    )
    page.close()
    assert found == expected


# ---- What is kept, without a page


def test_what_the_script_keeps_has_the_parts_of_the_schema(call_script):
    state = call_script("exercise/js/sitting.js", "emptyState", [[]])[0]
    assert state == Sitting().model_dump()


TEXTS = ["x" * (LONGEST_TEXT + 5), "\ud83d", "𝄞" * LONGEST_TEXT, "", " ", "\0"]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_any_text_that_is_kept_fits_the_answer_file(call_script, text):
    value = {
        "answers": {"p1.1": text, "\ud800": "x"},
        "first": {"p1.1": text},
        "kit": text,
        "times": {"saved": text},
    }
    state = call_script("exercise/js/sitting.js", "readState", [[value]])[0]
    AnswerFile.model_validate_json(json.dumps({"activities": {"a/b": state}}))


def test_a_change_keeps_what_others_stored_meanwhile(call_script):
    held, before, after = {"a": "1", "b": "2"}, {"a": "0", "c": "3"}, {"a": "0", "d": "4"}
    assert call_script("exercise/js/sitting.js", "blend", [[held, before, after]]) == [
        {"a": "1", "b": "2", "d": "4"}
    ]
