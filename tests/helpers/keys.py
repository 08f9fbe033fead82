"""What only keys may say."""

from helpers.places import ROOT
from secondsource.content.keys import Essay
from secondsource.content.texts import slugs
from secondsource.content.textset import TextSet


def secrets():
    """Every text of the keys, but for the few plain words that students' own texts have as well
    ("executed").
    """
    public = " ".join(
        " ".join(path.read_text(encoding="utf-8").split())
        for folder in ("exercises", "book")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in (".txt", ".yaml", ".md", ".bib")
    )
    return [(item, text) for item, text in key_texts() if text not in public]


def key_texts():
    for slug in slugs():
        library = TextSet(slug)
        for name in library.activities:
            for item, answer in library.answers(name).items():
                if isinstance(answer, Essay):
                    yield from ((f"{slug}/{name}/{item}", text) for text in (*answer.rubric, answer.model))
                else:
                    yield from (
                        (f"{slug}/{name}/{item}", text)
                        for text in (
                            answer.why,
                            answer.sound,
                            *answer.also.values(),
                            *answer.why_not.values(),
                        )
                        if text
                    )
