"""A field is written only where it still says what its author saw."""

import pytest

from secondsource.author.fields import Conflict, require_same


@pytest.mark.parametrize(
    "change",
    [
        {"was": "One.", "to": "Two."},
        {"was": "Before.", "to": "One."},  # saved by a page that was closed before it heard of it
        {"was": "Before.", "sent": ["Nearly.", "One."], "to": "Two."},
        {"was": " One. ", "to": "Two."},
    ],
)
def test_a_change_of_what_the_page_knows_is_taken(change):
    require_same(change, "One.")


def test_a_change_of_what_somebody_else_wrote_is_a_conflict_with_their_words():
    with pytest.raises(Conflict) as conflict:
        require_same({"was": "Before.", "sent": ["Nearly."], "to": "Two."}, "Theirs.")
    assert conflict.value.theirs == "Theirs."
