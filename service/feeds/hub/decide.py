"""Leases, back-off, and what an answer means. Values in, values out."""

from datetime import datetime, timedelta
from enum import Enum

SHORTEST_LEASE = 5 * 60
LONGEST_LEASE = 10 * 24 * 3600
"""Ten days, in seconds: what the Recommendation suggests (section 5.1), and what we grant at most."""
FIRST_PAUSE = timedelta(seconds=20)
LONGEST_PAUSE = timedelta(hours=1)
LONGEST_WISH = timedelta(hours=6)
"""The most that a Retry-After can ask for."""
NEWS_FOR = timedelta(hours=48)
"""A delivery that was refused for so long is given up: the feed itself holds as much."""
VERIFICATIONS = 3
"""A callback that does not answer its verification is asked so many times."""
STRANGER, GUEST = 10, 300
"""Verifications an hour at one host: until it confirmed a subscription, and afterwards."""
HELD_AT_MOST = 2000
"""Subscriptions of one host at a time."""


class Meaning(Enum):
    """What an answer to a delivery means (section 7)."""

    TAKEN = "taken"
    GONE = "gone"
    LATER = "later"


def meaning(status: int) -> Meaning:
    """2xx: taken; 410: never again; anything else, redirects among it: a failure, tried again."""
    if 200 <= status < 300:
        return Meaning.TAKEN
    return Meaning.GONE if status == 410 else Meaning.LATER


def lease_seconds(text: str) -> int:
    """The lease granted to one who asked for `text` seconds; ten days where nothing sensible was asked."""
    if not (text.isascii() and text.isdigit() and len(text) <= 12) or int(text) == 0:
        return LONGEST_LEASE
    return min(max(int(text), SHORTEST_LEASE), LONGEST_LEASE)


def again_at(failures: int, wish: float | None, share: float, now: datetime) -> datetime:
    """When to call again after `failures` in a row.

    `wish` is how many seconds we were asked to wait; `share`, from 0 to 1, spreads those who failed together.
    """
    pause = min(FIRST_PAUSE * (1 << min(max(failures, 1) - 1, 12)), LONGEST_PAUSE) * (0.75 + share / 4)
    if wish:
        pause = max(pause, min(timedelta(seconds=min(wish, 1e6)), LONGEST_WISH))
    return now + pause


def stale(made_at: datetime, now: datetime) -> bool:
    """Whether a delivery has waited so long that it is given up."""
    return now - made_at > NEWS_FOR
