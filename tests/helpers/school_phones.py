"""An openly invented article, and all that an author types to make a small set of it."""

ORIGINAL = """Phones Out of Our School

The school council of Marl Hill decided on 4 May that phones stay in the lockers. \
Everybody knows by now that these devices make our children stupid.

Head teacher Ada Venn told the council that 31 phones were taken away in April. \
Parents are furious about it, as we hear from all sides. \
A teacher who asked not to be named says that lessons are so much quieter now.

Our group Phones Away, which I lead, asked 120 parents at the gate, and 100 of them were for lockers. \
Half of all marks will rise within a year.

The town library says in its own yearly report that 2,140 books were lent to pupils in April. \
That is the end of the age of screens.

Lockers cost a school nothing at all.
"""
LINK = "https://news.example.org/2026/05/phones"
HEADER = {
    "title": "Phones Out (invented for practice: school, people and figures do not exist)",
    "byline": "Ben Oake, chair of the group Phones Away (invented)",
    "published": "9 May of no real year",
}
RETOLD = {
    "h1": "Phones leave our school.",
    "p2.1": "On 4 May the council of Marl Hill voted: phones go into lockers.",
    "p2.2": "Phones make children “stupid”, as everyone is said to know.",
    "p3.1": "Ada Venn, who heads the school, told the council of 31 phones that were taken away.",
    "p3.2": "From “all sides” one hears that parents are angry.",
    "p3.3": "Lessons are quieter now, says a teacher who gives no name.",
    "p4.1": "Ben Oake’s group Phones Away asked 120 parents; 100 wanted lockers.",
    "p4.2": "Within a year half of the marks are going to be better.",
    "p5.1": "Pupils borrowed 2,140 books in April, by the yearly report of the town library.",
    "p5.2": "So the time of screens is over.",
    "p6.1": "For a school, lockers are free.",
}
# unit -> (the key of its label, the reason)
LABELS = {
    "p2.1": ("1", "A vote of a public council, with its day: anyone can look it up."),
    "p2.2": ("5", "The writer simply says so. “Everyone” is nobody you could ask."),
    "p3.1": ("1", "She is named, you see her role, and she spoke in public."),
    "p3.2": ("4", "“All sides” cannot be rung up. How many parents, and who?"),
    "p3.3": ("3", "One teacher, and no name: you cannot ask again."),
    "p4.1": ("1", "The group is named and you see that it wants lockers."),
    "p5.1": ("1", "The library counts its own loans and prints them each year."),
    "p6.1": ("5", "Nobody is shown who has seen a bill."),
}
# name -> as the form asks for them: title, publisher, date, what it says, party, address
CARDS = {
    "marl-hill-2026-05": [
        *("Record of the school council", "Marl Hill school council", "4 May 2026"),
        "The council voted 7 to 5 for lockers. They cost 3,900 crowns.",
        *("Yes. The council made the decision.", "https://example.org/council"),
    ],
    "parents-board-2026-05": [
        *("Letter of the parents’ board", "Parents’ board of Marl Hill", "6 May 2026"),
        "The board asked all 410 homes. Of 260 that answered, 140 were against lockers.",
        *(
            "Yes. It speaks for parents, and most of those who answered are against.",
            "https://example.org/parents",
        ),
    ],
    "town-library-2026-05": [
        *("Yearly report", "Town library of Marl Hill", "2 May 2026"),
        "The library lent 2,140 books to pupils in April, after 2,210 in April last year.",
        *("No. It has no part in the quarrel.", "https://example.org/library"),
    ],
}
# option -> (y or n, the reason)
OPTIONS = {
    "What the parents’ board found when it asked all homes": (
        "yes",
        "A rival count was there three days before, and it is left out.",
    ),
    "What the lockers cost": ("yes", "The council’s record has the sum; the text says that they are free."),
    "The day of the council’s vote": ("no", "It is there, in the first line."),
    "Whether Ada Venn has a phone of her own": ("no", "This is about the person and changes no claim."),
    "How many books were lent a year before": ("yes", "Without it nobody can tell whether 2,140 is much."),
}


# words to tap -> (the unit they stand in, the answer, the reason)
WORDS = {
    "stupid": ("p2.2", "loaded", "It judges, and no test of anybody is shown."),
    "angry": ("p3.2", "loaded", "A mood of many people, and nobody was asked."),
    "voted": ("p2.1", "fair", "It says what the council did, and no more."),
    "asked 120 parents": ("p4.1", "fair", "It is plain what was done, and how often."),
}
# (what is sorted, where it stands, what is said of it, the answer, the reason)
ROWS = [
    ("Ada Venn", "p3.1", "Phones taken away", "third-party-official", "She heads the school and is named."),
    ("A teacher", "p3.3", "Quieter lessons", "unnamed", "The teacher gives no name."),
    ("Phones Away", "p4.1", "Parents who were asked", "party-to-the-dispute", "The group wants lockers."),
]
ESSAY = {
    "passage": ["p3.2", "p4.2"],
    "rubric": ["Who was asked is named.", "A forecast is called one."],
    "model": "Ben Oake’s group asked 120 parents, and 100 of them wanted lockers. He hopes for better marks.",
}


def count_sentences():
    """Return how many characters of this are the author's own sentences, however they are written down."""
    words = [*HEADER.values(), *RETOLD.values(), *(why for _, why in LABELS.values()), *OPTIONS]
    words += [why for _, why in OPTIONS.values()] + [field for card in CARDS.values() for field in card]
    return sum(map(len, words))
