"""The site on a server, ours or a school's, and in a folder: strict, private, complete."""

import re
import urllib.error
import urllib.request

import pytest
from conftest import ROOT
from test_browser import answer_by_mouse, assert_full_marks, right_answers

from secondsource.editions import EDITIONS
from secondsource.serve import HEADERS

EXERCISE = "ferry-fares/speaking"


@pytest.mark.parametrize("path, kind", [("/", "text/html"), ("/_static/secondsource.js", "text/javascript"), ("/_static/secondsource.css", "text/css"), ("/nowhere", "text/html")])
def test_every_answer_of_the_server_is_strict(study, serve, path, kind):
    try:
        answer = urllib.request.urlopen(serve(study) + path)
    except urllib.error.HTTPError as error:
        answer = error
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers.get_content_type() == kind


def test_the_privacy_page_shows_the_headers_that_are_sent():
    shown = (ROOT / "book/privacy.md").read_text(encoding="utf-8")
    assert all(f"{name}: {value}\n" in shown for name, value in HEADERS.items() if name != "Cache-Control")


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_page_has_a_script_in_it(editions, edition):
    for path in editions(edition).glob("*.html"):
        page = path.read_text(encoding="utf-8")
        inline = [tag for tag in re.findall(r"<script\b[^>]*>", page) if " src=" not in tag and 'type="application/json"' not in tag]
        handlers = re.findall(r"<[^<>]*\s(?:on[a-z]+|href)=\"(?:javascript:)?[^\"]*\"", re.sub(r' href="(?!javascript:)[^"]*"', "", page))
        assert inline + handlers == [], path.name


REFUSED = """(address) => new Promise((done) => {
  const refused = new Set();
  document.addEventListener('securitypolicyviolation', (event) => { refused.add(event.effectiveDirective); });
  const script = document.createElement('script');
  script.textContent = 'window.ran = true';
  document.body.append(script);
  new Image().src = address;
  fetch(address).catch(() => {}).finally(() => setTimeout(() => done([Boolean(window.ran), [...refused].sort()]), 50));
})"""


def test_the_browser_refuses_foreign_scripts_and_every_call(study, serve, open_page):
    nowhere = "http://127.0.0.1:9/"  # a port where nothing listens, should a call get through
    page = open_page(f"{serve(study)}/your-answers.html")
    assert page.evaluate(REFUSED, nowhere) == [False, ["connect-src", "img-src", "script-src-elem"]]
    page = open_page((study / "your-answers.html").as_uri())
    assert "connect-src" in page.evaluate(REFUSED, nowhere)[1], "from a folder there are no headers, but the page itself says so"


@pytest.mark.parametrize("place", ["server", "folder"])
def test_the_book_is_searched_and_the_matches_go_away_again(study, serve, open_page, place):
    page = open_page(f"{serve(study) if place == 'server' else study.as_uri()}/search.html")
    page.locator("main input[name=q]").fill("ferry")
    page.keyboard.press("Enter")
    page.locator("#search-results li a").first.click()
    page.locator("main .highlighted").first.wait_for()
    page.get_by_text("Hide Search Matches").click()
    assert page.locator(".highlighted, .highlight-link").count() == 0
    assert page.faults == []


def test_the_site_works_deep_inside_a_server_and_sets_no_cookie(study, serve, open_page):
    top = study.parents[1]  # so the site is two folders down
    page = open_page(f"{serve(top)}/{study.relative_to(top).as_posix()}/who-is-speaking.html")
    answers = []
    page.on("response", lambda response: answers.append((response.status, response.url)))
    root, wanted = page.locator(f'[data-ss="{EXERCISE}"]'), right_answers(EXERCISE)
    answer_by_mouse(root, wanted)
    root.locator("[data-do=commit]").click()
    page.reload()
    assert_full_marks(root, EXERCISE, wanted)
    page.locator("a[rel=next]").click()
    page.wait_for_url("**/how-do-they-know.html")
    assert len(answers) > 20 and [answer for answer in answers if answer[0] >= 400] == []
    assert page.faults == [] and page.context.cookies() == []
