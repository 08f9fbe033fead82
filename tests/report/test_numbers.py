"""Numbers as the class report says them."""

import pandas as pd
import pytest

from secondsource.report.numbers import (
    compare_skills,
    spell_alpha,
    spell_change,
    spell_confidence,
    spell_count,
    spell_interval,
    spell_measure,
    spell_number,
)

NAN = float("nan")
SAID = [
    (spell_number(0.678, True), "68%"),
    (spell_number(-0.004, True), "0%"),
    (spell_number(-1.25), "−1.2"),
    (spell_number(-0.04), "0.0"),
    (spell_number(2, digits=2), "2.00"),
    (spell_interval(1.42, 1.1, 1.74), "1.4 (1.1 to 1.7)"),
    (spell_interval(0.5, 0.25, 0.75, True), "50% (25% to 75%)"),
    (spell_change(0.04, -0.04, 0.11, True), "+4 points (−4 to +11)"),
    (spell_change(0.5, 0.1, 0.9), "+0.5 (+0.1 to +0.9)"),
    (spell_change(0.0, -0.01, 0.01), "0.0 (0.0 to 0.0)"),
    (
        spell_measure({"hit_rate": 0.5, "hit_rate_low": 0.4, "hit_rate_high": 0.6}, "hit_rate"),
        "50% (40% to 60%)",
    ),
    (spell_measure({"d_prime": 1, "d_prime_low": 0, "d_prime_high": 2}, "d_prime"), "1.0 (0.0 to 2.0)"),
    (spell_count(1, "student"), "1 student"),
    (spell_count(0, "student"), "0 students"),
    (spell_count(10_000, "answer"), "10,000 answers"),
    (spell_confidence(4.4), "Students were about as sure as they were right."),
    (spell_confidence(12.6), "Students were 13 points surer than they were right."),
    (spell_confidence(-8), "Students were 8 points less sure than they were right."),
    (spell_alpha(0.4249, False), "0.42"),
    (spell_alpha(NAN, True), "everybody gave one answer"),
    (spell_alpha(NAN, False), "not defined"),
]


@pytest.mark.parametrize("said, wanted", SAID, ids=[wanted for _, wanted in SAID])
def test_a_number_is_said_in_one_way(said, wanted):
    assert said == wanted


def skills(**d_primes):
    rows = {name: (value, value - 0.3, value + 0.3) for name, value in d_primes.items()}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["d_prime", "d_prime_low", "d_prime_high"])


@pytest.mark.parametrize(
    "table, said",
    [
        (
            skills(speaking=2.0, figures=1.0),
            "Told apart best: “Who is speaking?”. Least well: “How do they know?”.",
        ),
        (skills(speaking=1.4, figures=1.0), "No skill stands out"),
        (skills(speaking=2.0), ""),
    ],
)
def test_a_skill_stands_out_only_where_the_intervals_lie_apart(table, said):
    found = compare_skills(table)
    assert found.startswith(said) and bool(found) == bool(said)
