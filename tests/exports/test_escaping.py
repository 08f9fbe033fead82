"""Texts for other programs: escaped, and without characters that their formats have no place for."""

import xml.etree.ElementTree as ET

import pytest
from helpers.hostile_set import HOSTILE

from secondsource.exports.escaping import fill_html, fill_xml, remove_controls


@pytest.mark.parametrize("code", [*range(0x20), *range(0x7F, 0xA0), 0xD800, 0xDFFF, 0xFFFE, 0xFFFF], ids=hex)
def test_a_control_character_goes_and_a_line_end_stays(code):
    kept = chr(code) if chr(code) in "\t\n\r" else ""
    assert remove_controls(f"a{chr(code)}b") == f"a{kept}b"


def test_what_people_wrote_is_text_in_html_on_one_line():
    html = fill_html(
        "exports/export-reading.html", header={"title": HOSTILE + "\x07\n\n", "rights": ""}, texts=[]
    )
    assert "<script>alert" not in html and "&lt;script&gt;alert(1)" in html
    assert "\n" not in html and "\x07" not in html


def test_what_people_wrote_is_text_in_xml_that_a_parser_reads_back():
    xml = fill_xml("exports/qti-manifest.xml", package=f"{HOSTILE}\x00", quizzes=[HOSTILE, "b"])
    manifest = ET.fromstring(xml)
    assert manifest.get("identifier") == HOSTILE and "\n\n" not in xml
    assert [element.get("identifier") for element in manifest.iter() if "type" in element.attrib] == [
        HOSTILE,
        "b",
    ]
