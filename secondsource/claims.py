"""Which claims of the kit rest on which reference."""

from .render import Library
from .strict import ROOT
from .texts import slugs


def list_claims(root=ROOT, with_key=True):
    """Return {reference key: [(set, kind, text)]}; kind is "card", "brief" or "answer".

    An answer rests on a reference through the second sources its key names; its text is the item's name, so that nothing is given away.
    """
    resting = {}
    for slug in slugs(root):
        library = Library(slug, root, with_key)
        for card in library.cards.values():
            resting.setdefault(card.reference, []).append((slug, "card", card.says))
        for unit in library.brief.units.values():
            for key in unit.sources:
                resting.setdefault(key, []).append((slug, "brief", unit.text))
        for name in library.activities:
            for item, answer in library.answers(name).items():
                for key in dict.fromkeys(library.cards[card].reference for card in answer.evidence):
                    resting.setdefault(key, []).append((slug, "answer", f"{name} {item}"))
    return resting
