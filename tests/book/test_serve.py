"""The site on a server, ours or a school's, and in a folder: strict, private, complete."""

import gzip
import re
import socket
import urllib.error
import urllib.request

import pytest
from helpers.answering import answer_by_mouse, assert_full_marks, right_answers
from helpers.places import ROOT

from secondsource.book.editions import EDITIONS
from secondsource.book.policy import arriving_script
from secondsource.book.serve import HEADERS, start_server

EXERCISE = "ferry-fares/speaking"


TEXTS = ("text/html", "text/css", "text/javascript", "text/plain", "application/json", "image/svg+xml")


def ask(address, **headers):
    """Return the answer of a server, an error as well, and its body."""
    try:
        answer = urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=10)
    except urllib.error.HTTPError as error:
        answer = error
    return answer, answer.read()


@pytest.mark.parametrize(
    "path, kind",
    [
        ("/", "text/html"),
        ("/_static/secondsource.js", "text/javascript"),
        ("/licences.txt", "text/plain"),
        ("/nowhere", "text/html"),
        ("/_static/", "text/html"),
        ("/../../x", "text/html"),
    ],
)
def test_every_answer_of_the_server_is_strict(study, serve, path, kind):
    answer, body = ask(serve(study) + path)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers.get_content_type() == kind and answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Server"] is None and answer.headers["Accept-Ranges"] is None
    no_such_page = (study / "404.html").read_bytes()
    assert body == no_such_page if path == "/nowhere" else answer.status == 200 or len(body) < 100
    assert b"Traceback" not in body, "no list of files, no path"


def test_an_address_that_is_no_page_leads_back_into_the_book(study, serve, open_page):
    page = open_page(f"{serve(study)}/2015-scael.html")
    assert page.title() == "This page is not in the book — Second Source"
    page.get_by_role("link", name="first page").click()
    assert page.url.endswith("/index.html")
    answer, body = ask(f"{serve(study)}/deeper/2015-scale.html")
    assert answer.status == 404 and len(body) < 100, "its links would lead nowhere there"


def test_text_is_sent_compressed_to_whoever_takes_it(study, serve):
    names = [path.relative_to(study).as_posix() for path in study.rglob("*") if path.is_file()]
    big = [
        name
        for name in names
        if (study / name).stat().st_size > 5000 and not name.endswith((".png", ".woff2", ".ttf"))
    ]
    kinds, saved = set(), []
    for name in big:
        content = (study / name).read_bytes()
        answer, body = ask(f"{serve(study)}/{name}", **{"Accept-Encoding": "gzip, br"})
        assert ask(f"{serve(study)}/{name}")[1] == content
        if answer.headers.get_content_type() in TEXTS:
            assert (
                answer.headers["Content-Encoding"] == "gzip" and answer.headers["Vary"] == "Accept-Encoding"
            ), name
            assert gzip.decompress(body) == content
            kinds.add(answer.headers.get_content_type())
            saved.append(1 - len(body) / len(content))
    assert {"text/html", "text/javascript"} <= kinds and sum(saved) / len(saved) > 0.6


def test_a_browser_asks_again_for_pages_and_keeps_what_has_a_hash_in_its_address(study, serve):
    page, body = ask(f"{serve(study)}/2015-scale.html")
    again, nothing = ask(f"{serve(study)}/2015-scale.html", **{"If-None-Match": page.headers["ETag"]})
    assert page.headers["Cache-Control"] == "no-cache" and again.status == 304 and nothing == b""
    addresses = set(re.findall(r'(?:src|href)="(_static/[^"]+)"', body.decode()))
    hashed = [
        address for address in addresses if re.search(r"\?\w+=[0-9a-f]{8}|[.-][0-9a-f]{8,}\.\w+$", address)
    ]
    assert len(hashed) > 3
    for address in hashed:
        assert (
            ask(f"{serve(study)}/{address}")[0].headers["Cache-Control"]
            == "public, max-age=31536000, immutable"
        ), address
    for address in addresses - set(hashed):
        assert ask(f"{serve(study)}/{address}")[0].headers["Cache-Control"] == "no-cache", address


def test_a_page_that_was_built_again_is_sent_again(tmp_path):
    page = tmp_path / "index.html"
    page.write_text("one", encoding="utf-8")
    server = start_server(tmp_path, 8300)
    try:
        first, _ = ask(server.address)
        page.write_text("two", encoding="utf-8")  # as long as before
        assert ask(server.address, **{"If-None-Match": first.headers["ETag"]})[1] == b"two"
        (tmp_path / "other").mkdir()
        (tmp_path / "other/index.html").write_text("six", encoding="utf-8")
        server.show(tmp_path / "other")
        assert ask(server.address, **{"If-None-Match": first.headers["ETag"]})[1] == b"six"
    finally:
        server.stop()


def test_a_part_of_a_file_is_sent_as_the_whole(study, serve):
    answer, body = ask(f"{serve(study)}/index.html", **{"Accept-Encoding": "gzip", "Range": "bytes=0-9"})
    assert answer.status == 200 and gzip.decompress(body) == (study / "index.html").read_bytes()


def test_nothing_outside_the_folder_is_served(tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    server = start_server(tmp_path / "site", 8300)
    try:
        for path in (
            "../secret.txt",
            "%2e%2e/secret.txt",
            "..%2fsecret.txt",
            "a/../../secret.txt",
            str(tmp_path / "secret.txt"),
            "%00",  # a null, which no name has: it was a fault of the server (500)
        ):
            with socket.create_connection(
                ("127.0.0.1", int(server.address.split(":")[2].strip("/")))
            ) as line:
                line.sendall(f"GET /{path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n".encode())
                answer = b"".join(iter(lambda: line.recv(65536), b""))
            assert answer.split()[1] in (b"403", b"404") and b"\r\n\r\nsecret" not in answer, path
    finally:
        server.stop()


def test_the_privacy_page_shows_the_headers_that_are_sent():
    shown = (ROOT / "book/privacy.md").read_text(encoding="utf-8")
    assert all(f"{name}: {value}\n" in shown for name, value in HEADERS.items())


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_page_has_a_script_in_it_but_the_one_that_the_policy_names(editions, edition):
    for path in editions(edition).glob("*.html"):
        page = path.read_text(encoding="utf-8")
        head, arriving, rest = page.partition(f"<script>{arriving_script()}</script>")
        assert arriving and "<body" not in head, path.name
        page = head + rest
        inline = [
            tag
            for tag in re.findall(r"<script\b[^>]*>", page)
            if " src=" not in tag and 'type="application/json"' not in tag
        ]
        handlers = re.findall(
            r"<[^<>]*\s(?:on[a-z]+|href)=\"(?:javascript:)?[^\"]*\"",
            re.sub(r' href="(?!javascript:)[^"]*"', "", page),
        )
        assert inline + handlers == [], path.name


REFUSED = """(address) => new Promise((done) => {
  const refused = new Set();
  document.addEventListener('securitypolicyviolation', (event) => { refused.add(event.effectiveDirective); });
  const script = document.createElement('script');
  script.textContent = 'window.ran = true';
  document.body.append(script);
  new Image().src = address;
  const tell = () => done([Boolean(window.ran), [...refused].sort()]);
  fetch(address).catch(() => {}).finally(() => setTimeout(tell, 50));
})"""


def test_the_browser_refuses_foreign_scripts_and_every_call(study, serve, open_page):
    nowhere = "http://127.0.0.1:9/"  # a port where nothing listens, should a call get through
    page = open_page(f"{serve(study)}/your-answers.html")
    assert page.evaluate(REFUSED, nowhere) == [False, ["connect-src", "img-src", "script-src-elem"]]
    page = open_page((study / "your-answers.html").as_uri())
    assert "connect-src" in page.evaluate(REFUSED, nowhere)[1], (
        "from a folder there are no headers, but the page itself says so"
    )


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
    assert len(answers) > 10 and [answer for answer in answers if answer[0] >= 400] == []
    assert page.faults == [] and page.context.cookies() == []
