"""The timeline: every event in the picture and in the table, nothing by colour alone."""

import re
from html import unescape

import pytest

from secondsource.charts.timeline import LETTERS, LINE_HEIGHT, YEAR, _short, timeline
from secondsource.content.references import read_references
from secondsource.content.timeline import Event, read_timeline

EVENTS = [
    Event(day="1979", what="A revolution", reference="hrw-2005"),
    Event(
        day="1989", what="Half way & a word of many letters, so that it needs two lines", reference="hrw-2005"
    ),
    Event(day="1999", what="Article: <The end>", set="2015-scale", reference="hrw-2005", note="A note."),
]


def draw(events=EVENTS):
    return timeline(events, "three events", "What came when")


def texts(svg):
    return [unescape(text) for text in re.findall(r"<text[^>]*>(.*?)</text>", svg, re.DOTALL)]


def test_the_picture_has_each_event_in_words_with_its_day():
    said = " ".join(texts(draw().svg))
    assert all(_short(event.when) in said for event in EVENTS)
    assert "Article: <The end>" in said and "A revolution" in said
    drawn = texts(draw(list(read_timeline().values())).svg)
    assert [text for text in drawn if len(text) > LETTERS] == [] and "28 Sep 2012" in drawn


def test_the_table_has_each_event_with_its_source_and_note():
    page = draw()._repr_html_()
    assert page.index("<svg ") < page.index("<details>") < page.index("<table>")
    assert "<summary>The dates and their sources, as a table</summary>" in page
    rows = re.findall(r'<tr><th scope="row">(.*?)</th><td>(.*?)</td><td>(.*?)</td></tr>', page, re.DOTALL)
    assert [(unescape(when), unescape(what)) for when, what, _ in rows] == [(e.when, e.what) for e in EVENTS]
    assert all(read_references()["hrw-2005"]["url"] in source for *_, source in rows)
    assert "A note." in rows[2][2] and "A note." not in rows[1][2]


def test_the_more_time_lies_between_two_events_the_longer_is_the_line():
    days = ("1979", "1980", "2000", "2000-01-02")
    svg = draw([Event(day=day, what="One line", reference="hrw-2005") for day in days]).svg
    one, two, three, four = sorted(float(y) for y in re.findall(r'<use [^>]*?\by="([\d.]+)"', svg))
    assert three - two == pytest.approx(two - one + 19 * YEAR, abs=1)
    assert four - three == pytest.approx(two - one - YEAR, abs=1) and four - three > LINE_HEIGHT


def test_an_article_differs_by_its_sign_and_its_word():
    signs = {reference for reference in re.findall(r'<use [^>]*?href="#([^"]+)"', draw().svg)}
    assert len(signs) == 2 and "Article: " in " ".join(texts(draw().svg))


def test_it_is_drawn_in_the_pages_colours_with_an_alternative_and_the_same_bytes_each_time():
    one = draw()._repr_html_()
    assert one == draw()._repr_html_() and 'role="img" aria-label="three events"' in one
    assert "#a0000" not in one and "var(--ss-ink" in one
