"""Who counted what: the file behind the charts across the articles."""

import pytest

from secondsource import data
from secondsource.content.counts import read_counts
from secondsource.content.references import read_references
from secondsource.problems import ContentError


def test_every_count_is_a_range_of_people_with_a_reference():
    counts = read_counts()
    references = read_references()
    assert len(counts) > 5 and len({count.topic for count in counts.values()}) >= 2
    for name, count in counts.items():
        assert 0 < int(count.low) <= int(count.high), name
        assert count.reference in references and count.said and count.who, name


def test_a_kit_without_the_file_has_no_counts(tmp_path):
    assert read_counts(tmp_path) == {} and len(data.counts(root=tmp_path)) == 0


@pytest.mark.parametrize(
    "line, said",
    [("low: about 50", "low"), ("lowest: 50", "lowest"), ("low: 50\n    low: 60", "low")],
)
def test_a_count_that_is_none_is_named(kit, line, said):
    path = kit / "exercises/cross-article/counts.yaml"
    text = path.read_text(encoding="utf-8")
    first = next(row for row in text.splitlines() if row.strip().startswith("low:"))
    path.write_text(text.replace(first.strip(), line, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=rf"exercises/cross-article/counts.yaml.*{said}"):
        read_counts(kit)
