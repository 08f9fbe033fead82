"""A reader's own copy as a file: each kind is read, or refused by its name with what to do.

copies.json is one table of cases, for Python and for the page: files as base64; the text that is read, white
space apart, or a word by which the kind is refused.
"""

import json
import re
from base64 import b64decode
from pathlib import Path

import pytest
from helpers.places import ROOT

from secondsource.originals.files import read_copy
from secondsource.problems import ContentError

COPIES = json.loads(Path(__file__).with_name("copies.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", COPIES, ids=lambda case: case["name"])
def test_a_copy_is_read_or_refused_by_its_name(case, tmp_path):
    path = tmp_path / case["file"]
    path.write_bytes(b64decode(case["base64"]))
    if "refused" not in case:
        assert read_copy(path).split() == case["text"].split()
        return
    with pytest.raises(ContentError) as caught:
        read_copy(path)
    said = str(caught.value)
    assert (
        case["refused"] in said
        and case["file"] in said
        and any(way in said.lower() for way in ("save it as", "copy it", "use the .docx"))
    )


READ = """async ([address, name, base64]) => {
  const { fileText } = await import(address);
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  try { return ["text", await fileText(new File([bytes], name))]; }
  catch (error) { return [error.constructor.name, error.message]; }
}"""
KIND = re.compile(r"is (an? [^.]*), which")  # “This is an RTF file, which …”
WAY = re.compile(
    r"which [^.]*\. (.*?)(?:,? and save|, or copy|, and paste|; or copy| and paste|\.\s*$)", re.M
)


def tell(message):
    """Return (what a refused file is, what to do) in the words of Python and the page, but for what only one
    of them can do: take a pasted text.
    """
    parts = [found[1] if (found := part.search(message)) else "" for part in (KIND, WAY)]
    return [part.removesuffix(" and save it as .docx or .txt") for part in parts]


def say_in_python(case, folder):
    path = folder / case["file"]
    path.write_bytes(b64decode(case["base64"]))
    with pytest.raises(ContentError) as caught:
        read_copy(path)
    return str(caught.value)


def test_the_page_reads_and_refuses_what_python_does_in_the_same_words(browser, serve, tmp_path):
    address, page = serve(ROOT / "secondsource"), browser.new_page()
    page.goto(f"{address}/originals/files.js")
    found, wanted, words = {}, {}, {}
    for case in COPIES:
        how, said = page.evaluate(READ, [f"{address}/originals/files.js", case["file"], case["base64"]])
        refused = case.get("refused")
        found[case["name"]] = how, (refused in said and "." in said) if refused else said.split()
        wanted[case["name"]] = ("Refusal", True) if refused else ("text", case["text"].split())
        if refused:
            words[case["name"]] = tell(said), tell(say_in_python(case, tmp_path))
    page.close()
    assert found == wanted
    assert {name: pair for name, pair in words.items() if pair[0] != pair[1]} == {}
    assert sum(bool(page[0] and page[1]) for page, _ in words.values()) > 25
