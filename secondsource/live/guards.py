"""Who may ask: by which name of this computer, from which page, how often; what browsers may do."""

import ipaddress
import socket
import time
from collections import OrderedDict
from contextlib import suppress

from ..book.policy import ALONE, CONNECTED, arriving_script, make_policy

GUESSES, WITHIN = 10, 60  # wrong codes of one computer within so many seconds
REMEMBERED = 5_000  # computers
# what browsers may do on a page of the class
LIVE_POLICY = f"{make_policy(arriving_script().replace(ALONE, CONNECTED))}; {CONNECTED}"
ELSEWHERE = "192.0.2.1"  # an address for examples: nobody is there


def own_addresses():
    """Return the addresses of this computer in its networks, the likeliest first; [] without a network."""
    found = []
    # Connecting a datagram asks the system which way it would take, and sends nothing.
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect((ELSEWHERE, 9))
        found.append(probe.getsockname()[0])
    with suppress(OSError):
        found += [entry[4][0] for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return [address for address in dict.fromkeys(found) if not ipaddress.ip_address(address).is_loopback]


def is_here(address):
    """Tell whether a request comes from this computer itself."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return (getattr(found, "ipv4_mapped", None) or found).is_loopback


class Guesses:
    """Counts wrong codes. Where they come from is remembered for a minute and kept nowhere."""

    def __init__(self, most=GUESSES, within=WITHIN, now=time.monotonic):
        self.most, self.within, self.now = most, within, now
        self.wrong = OrderedDict()

    def may(self, who):
        """Tell whether somebody may try again."""
        return len(self._recent(who)) < self.most

    def note(self, who):
        """Note a wrong code."""
        self.wrong[who] = [*self._recent(who), self.now()][-self.most :]
        self.wrong.move_to_end(who)
        while len(self.wrong) > REMEMBERED:
            self.wrong.popitem(last=False)

    def _recent(self, who):
        since = self.now() - self.within
        return [when for when in self.wrong.get(who, ()) if when > since]


class Pace:
    """Lets through so many requests a second, and some more at once."""

    def __init__(self, rate, burst, now=time.monotonic):
        self.rate, self.burst, self.now = rate, burst, now
        self.left, self.last = burst, now()

    def may(self):
        now = self.now()
        self.left = min(self.burst, self.left + (now - self.last) * self.rate)
        self.last = now
        if self.left < 1:
            return False
        self.left -= 1
        return True
