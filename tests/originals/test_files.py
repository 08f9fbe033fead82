"""A reader's own copy as a file: each kind is read, or refused by its name with what to do.

copies.json is one table of cases, for Python and for the page: files as base64; the text that is read, white
space apart, or a word by which the kind is refused.
"""

import json
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
        and ("save it as" in said.lower() or "copy it" in said)
    )


READ = """async ([address, name, base64]) => {
  const { fileText } = await import(address);
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  try { return ["text", await fileText(new File([bytes], name))]; }
  catch (error) { return [error.constructor.name, error.message]; }
}"""


def test_the_page_reads_and_refuses_what_python_does(browser, serve):
    address, page = serve(ROOT / "secondsource"), browser.new_page()
    page.goto(f"{address}/originals/files.js")
    found, wanted = {}, {}
    for case in COPIES:
        how, said = page.evaluate(READ, [f"{address}/originals/files.js", case["file"], case["base64"]])
        refused = case.get("refused")
        found[case["name"]] = how, (refused in said and "." in said) if refused else said.split()
        wanted[case["name"]] = ("Refusal", True) if refused else ("text", case["text"].split())
    page.close()
    assert found == wanted
