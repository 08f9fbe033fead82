"""Who may ask a live class: addresses, wrong codes, pace."""

import ipaddress

import pytest

from secondsource.live.guards import Guesses, Pace, is_here, own_addresses


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.mark.parametrize("address, here", [
    ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("::ffff:127.0.0.1", True),
    ("192.168.1.5", False), ("::ffff:192.168.1.5", False), ("0.0.0.0", False), ("", False),
    ("localhost", False),
])  # fmt: skip
def test_only_this_computer_is_here(address, here):
    assert is_here(address) is here


def test_wrong_codes_of_one_computer_are_counted_for_a_minute_and_stop_no_other():
    clock = Clock()
    guesses = Guesses(now=clock)
    for _ in range(10):
        assert guesses.may("a")
        guesses.note("a")
    assert not guesses.may("a") and guesses.may("b")
    clock.now = 61
    assert guesses.may("a")


def test_a_flood_of_addresses_fills_no_memory():
    guesses = Guesses()
    for number in range(20_000):
        guesses.note(number)
    assert len(guesses.wrong) <= 5_000


def test_a_pace_lets_so_many_through():
    clock = Clock()
    pace = Pace(rate=10, burst=5, now=clock)
    assert [pace.may() for _ in range(7)] == [True] * 5 + [False] * 2
    clock.now = 0.25
    assert [pace.may() for _ in range(3)] == [True, True, False]


def test_own_addresses_are_such_that_others_reach():
    assert not [one for one in own_addresses() if ipaddress.ip_address(one).is_loopback]
