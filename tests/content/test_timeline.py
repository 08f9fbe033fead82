"""What came when: every event has its day, its source and its place in the order."""

import pytest

from secondsource import data
from secondsource.content.check import check
from secondsource.content.citations import list_claims
from secondsource.content.references import read_references
from secondsource.content.timeline import FILE, read_timeline
from secondsource.problems import ContentError

# What is changed in the file: what is said of it.
WRONG = {
    ("reference: loc", "reference: nobody-1900"): "“nobody-1900” is not in book/references.bib",
    ("set: 2015-scale", "set: 2015-scales"): "there is no set “2015-scales”",
    ('day: "1986"', 'day: "1980"'): "1980 stands below 1981-06",
}
UNREADABLE = [
    ('day: "1986"', 'day: "1986-06-31"'),
    ('day: "1986"', 'day: "about 1986"'),
    ('day: "1986"', 'date: "1986"'),
]


def change(kit, before, after):
    path = kit / FILE
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_every_event_has_a_known_source_and_stands_in_order():
    events = list(read_timeline().values())
    references = read_references()
    assert [event.what for event in events if not references.get(event.reference, {}).get("url")] == []
    assert [event.year for event in events] == sorted(event.year for event in events)
    assert [event.day for event in events] == sorted(event.day for event in events)
    assert events[0].year == 1979 and events[-1].year > 2026


def test_the_five_articles_are_on_it_each_in_its_year_and_said_to_be_articles():
    articles = {event.set: event for event in read_timeline().values() if event.set}
    assert list(articles) == list(data.articles())
    assert [slug for slug, event in articles.items() if slug[:4] != event.day[:4]] == []
    assert all(event.what.startswith("Article: ") for event in articles.values())
    others = [event.what for event in read_timeline().values() if not event.set]
    assert [words for words in others if "rticle" in words] == []


def test_a_day_is_said_as_closely_as_it_is_known():
    said = {event.day: event.when for event in read_timeline().values()}
    assert (said["1979"], said["1981-06"], said["2016-09-09"]) == ("1979", "June 1981", "9 September 2016")


def test_every_source_of_an_event_is_on_the_page_of_claims():
    resting = list_claims()
    dated = {text for claims in resting.values() for _, kind, text in claims if kind == "date"}
    assert dated == {f"{event.when}: {event.what}" for event in read_timeline().values()}


@pytest.mark.parametrize("change_made", WRONG)
def test_an_event_that_cannot_stand_there_is_named(kit, change_made):
    before, after = change_made
    if before == "reference: loc":  # whichever comes first
        before = next(
            row.strip()
            for row in (kit / FILE).read_text(encoding="utf-8").splitlines()
            if "reference:" in row
        )
    change(kit, before, after)
    assert [
        str(problem) for problem in check(kit) if FILE in str(problem) and WRONG[change_made] in str(problem)
    ]


@pytest.mark.parametrize("before, after", UNREADABLE)
def test_a_day_that_is_none_stops_with_the_file_and_the_event(kit, before, after):
    change(kit, before, after)
    with pytest.raises(ContentError, match=rf"{FILE}.*to-iraq"):
        read_timeline(kit)


def test_a_kit_without_the_file_has_no_events(tmp_path):
    assert read_timeline(tmp_path) == {}
