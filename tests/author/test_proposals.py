"""What is proposed is measured on the kit's own sets, the figures stand on the page for authors, and no label
is ever proposed.
"""

import re
from typing import NamedTuple

import pytest
from helpers.needs import find_originals
from helpers.places import ROOT
from helpers.written_set import ORIGINAL, write_set

from secondsource.author.cutting import anchor_of, cut_text, find_passages
from secondsource.author.drafts import new_draft
from secondsource.author.history import History
from secondsource.author.proposals import CUES, find_cues, give_aways, hints, longest_run
from secondsource.author.publishing import check_draft
from secondsource.author.state import describe
from secondsource.author.workspace import Workspace
from secondsource.content.keys import KeyFile
from secondsource.content.texts import Unit, read_article, slugs
from secondsource.content.textset import TextSet
from secondsource.originals.matching import match_units

PAGE = (ROOT / "solutions/lessons/authors.md").read_text(encoding="utf-8")
LEAST = 0.95  # of what a highlight is meant to find; what finds less is off


@pytest.fixture(scope="module")
def sets():
    return [TextSet(slug) for slug in slugs()]


class Cue(NamedTuple):
    """How well one kind of highlight does: of `wanted` units it finds `found`; it marks `marked` of `all`."""

    name: str
    found: int
    wanted: int
    marked: int
    all: int

    @property
    def is_on(self):
        return self.found >= LEAST * self.wanted


def measure_cues(text_sets):
    """Return a Cue for each kind, over TextSets with keys: figures should be seen in every unit that is asked
    under “How do they know?”, attributions in every one whose label says that somebody is credited.
    """
    wanted, texts = {name: [] for name in CUES}, []
    for one in text_sets:
        texts += [unit.text for unit in one.units.values()]
        for activity in one.activities.values():
            labels = one.key.units if activity.labels_units and one.key else {}
            for label in activity.items():
                answer = getattr(labels.get(label.id), activity.skill, None)
                if answer and activity.skill == "figures":
                    wanted["figures"].append(one.units[label.id].text)
                elif answer and answer.answer in ("S1", "S2", "S3"):
                    wanted["attributions"].append(one.units[label.id].text)
    found = {name: sum(bool(find_cues(text, name)) for text in asked) for name, asked in wanted.items()}
    marked = {name: sum(bool(find_cues(text, name)) for text in texts) for name in CUES}
    return [Cue(name, found[name], len(wanted[name]), marked[name], len(texts)) for name in CUES]


def test_each_highlight_finds_what_keys_ask_for_and_its_figures_stand_on_the_page(sets):
    for cue in measure_cues(sets):
        state = "on" if cue.is_on else "off"
        row = f"| {cue.name} | {cue.found} of {cue.wanted} | {cue.marked} of {cue.all} | {state} |"
        assert row in PAGE, f"the page for authors should have: {row}"
        assert cue.is_on and cue.wanted > 30


def test_an_anchor_leaves_a_word_out_so_that_it_is_no_quotation():
    for number in range(5, 10):
        passage = [f"word{place}" for place in range(number)]
        first, last = anchor_of(" ".join(passage))
        assert len(first.split()) + len(last.split()) < number
        assert passage[:2] == first.split()[:2] and passage[-2:] == last.split()[-2:]


@pytest.mark.parametrize("slug", [slug for slug in slugs() if len(read_article(slug).units) > 3])
def test_every_anchor_of_a_retelling_that_is_cut_anew_is_found_at_its_place(slug):
    """The retellings of the kit serve as originals here: those may not be in it."""
    text = "\n\n".join(" ".join(unit.text for unit in part) for part in TextSet(slug).article.paragraphs())
    _assert_found(text)


@pytest.mark.parametrize("path", find_originals(), ids=lambda path: path.name)
def test_every_anchor_of_an_original_is_found_at_its_place(path):
    _assert_found(path.read_text(encoding="utf-8"))


def _assert_found(text):
    pieces = [piece for piece in cut_text(text) if piece.first]
    units = [Unit(piece.label, text[piece.start : piece.end], piece.first, piece.last) for piece in pieces]
    found, again = match_units(units, text).found, find_passages([Unit(*_bare(unit)) for unit in units], text)
    for piece in pieces:
        for places in (found, again):
            start, end = places[piece.label]
            assert abs(start - piece.start) < 4 and abs(end - piece.end) < 4, piece
    assert len(pieces) > 3


def _bare(unit):
    return unit.label, "", unit.first, unit.last


def test_a_cut_gives_sentences_headings_and_numbers_that_count_every_line():
    text = "A Town Divided\n\nDr. Lee left. “Why?” asked J. Moor of 3.5 boats. She stayed!\n\nNo end"
    cut = [(one.label, text[one.start : one.end]) for one in cut_text(text)]
    assert cut == [
        ("h1", "A Town Divided"),
        ("p2.1", "Dr. Lee left."),
        ("p2.2", "“Why?” asked J. Moor of 3.5 boats."),
        ("p2.3", "She stayed!"),
        ("h3", "No end"),
    ]


def test_no_answer_is_ever_written_but_by_a_change_of_the_author(tmp_path):
    """Values are set in three modules, which take them from the author's change; to make a draft, look at it
    and try it writes none.
    """
    paths = (ROOT / "secondsource/author").glob("*.py")
    setting = [path.stem for path in paths if "set_value(" in path.read_text("utf-8")]
    assert sorted(setting) == ["changes", "exercises", "fields", "yamledit"]
    (tmp_path / "kit").mkdir()
    kit = write_set(tmp_path / "kit")
    (tmp_path / "town.txt").write_text(ORIGINAL, encoding="utf-8")
    folder, _ = new_draft("town", tmp_path / "town.txt", kit=kit)
    describe(Workspace("town", kit), History(Workspace("town", kit)))
    check_draft("town", kit)
    written = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.yaml"))
    assert "answer:" not in written and "why:" not in written


def test_a_run_of_words_is_counted_as_the_check_counts_it():
    original = "It told nobody why the office — suddenly — needed quite so many more."
    assert longest_run("Then “the Office suddenly needed quite” a lot.", original)[0] == 5
    assert longest_run("Nothing alike.", original) == (0, "")
    assert longest_run("", original) == (0, "")


def test_what_stands_badly_alone_is_hinted_at_where_it_is_asked_alone():
    unit = Unit("p2.1", "By the same survey, 3 per cent left.")
    assert "By the same" in hints(unit, True)[0] and hints(unit, False) == []
    assert hints(Unit("p2.2", "The survey found 3 per cent."), True) == []


def test_figures_are_marked_where_they_stand():
    text = "Nobody came, and 1,200 stayed."
    assert [text[start:end] for start, end in find_cues(text, "figures")][0] == "Nobody"


def test_the_kits_own_keys_give_little_away_and_a_bad_one_is_told(sets):
    for one in sets:
        assert give_aways(one.activities, one.key, one.brief) == [], one.slug
    model = next(one for one in sets if one.slug == "ferry-fares")
    same = {"answer": "S4", "why": "The writer says so."}
    units = {unit: {"speaking": same} for unit in model.activities["speaking"].units}
    told = give_aways(model.activities, KeyFile(units=units), model.brief)
    assert len(told) == 1 and re.match(r"“Who is speaking.*: “No source” is the answer to 8 of 8", told[0])
