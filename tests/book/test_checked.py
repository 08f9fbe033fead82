"""The page on checking says what the ledger says, and nothing of the answers."""

import pytest

from secondsource.book.checked import render_checked
from secondsource.content.ledger import RESULTS, Record, Standing
from secondsource.content.statements import Statement


def standing(id_, folder, words, result=None, readers=("model",)):
    statement = Statement(id_, folder, words)
    record = result and Record(
        words=statement.digest, compared="2026-11-28", result=result, readers=list(readers), at="a repost"
    )
    return Standing(statement, record)


@pytest.fixture
def html():
    return render_checked(
        {
            "one": [
                standing("brief/b1.1", "exercises/one", "A court said so.", "seen", ("model", "person")),
                standing("brief/b1.2", "exercises/one", "Ten died.", "notes"),
                standing("units/p1.1/speaking/sound", "solutions/one", "Ten people.", "unseen"),
            ],
            "pages": [standing("page/1", "book", "It is so.")],
        }
    )


def test_the_numbers_are_those_of_the_ledger(html):
    assert "<b>4 statements</b>" in html
    assert "on 28 November 2026" in html and "3 by a language model, 1 by a person" in html
    assert "2 of them should have two readers; 1 had them" in html
    for result, count in {"seen": 1, "second": 0, "notes": 1, "unseen": 1}.items():
        assert f'<th scope="row">{RESULTS[result]}</th><td>{count}</td>' in html
    assert "changed since</th><td>1</td>" in html
    assert "<b>one</b>, 3 statements: 1 seen again" in html


def test_what_could_not_be_found_is_named_but_no_path_of_an_answer(html):
    assert "exercises/one, brief/b1.2" in html and "a repost" in html
    assert "units/p1.1" not in html
