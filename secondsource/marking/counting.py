"""Which answers of one sitting count, and which items are neither right nor wrong.

Where the reasons come with the check (study, teach, live, notebook), the first answers count, passage by
passage: what was changed afterwards may have been changed with the reasons in sight. The class edition shows
no reasons, so there the last answers count (the first again where a second try was left unfinished). Files
of kit 0.1.0 do not say where they are from: `last` is the teacher's word for those, and for those only.
"""

from typing import NamedTuple

from .marks import ASIDE

SKIPPED, OPEN = ASIDE
WITHOUT_REASONS = "class"


class Counted(NamedTuple):
    """answers: {item: response} that count. aside: {item: "skipped" or "open"}. is_last: whether of two
    answers to an item the last counts.
    """

    answers: dict
    aside: dict
    is_last: bool


def count_answers(sitting, asked=(), last=False):
    """Return the Counted of a Sitting. asked: all items of the exercise, so that some can be open.

    A sitting in which nothing was ever checked or committed counts as it stands.
    """
    is_last = sitting.edition == WITHOUT_REASONS or (last and not sitting.edition)
    if sitting.tries and not sitting.passages:  # most: the whole exercise was checked at once
        return Counted(sitting.answers if is_last and sitting.committed else sitting.first, {}, is_last)
    checked = {item for item, how in sitting.passages.items() if how == "checked"} | set(sitting.first)
    if sitting.tries:
        answers = sitting.answers if is_last and sitting.committed else sitting.first
    elif checked or sitting.passages:
        given = sitting.answers if is_last else sitting.first
        answers = {item: response for item, response in given.items() if item in checked}
    else:
        return Counted(sitting.answers, {}, is_last)
    aside = {} if sitting.tries else {item: OPEN for item in asked if item not in checked}
    skipped = [item for item, how in sitting.passages.items() if how == SKIPPED]
    aside |= {item: SKIPPED for item in skipped if item not in sitting.first and not answers.get(item)}
    return Counted(answers, aside, is_last)
