"""In which order pushes go, when a destination is asked again, and when a push is given up. Pure.

What waits grows with each round in which the other side was not to be had, up to an hour. While a kill or a
withdrawal waits it stays at a few minutes: somebody has a story up that must not be.
"""

from datetime import datetime, timedelta
from enum import IntEnum

from service.syndication.terms import TOLD_FOR, Status

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
LONGEST_WITH_NOTICE = timedelta(minutes=5)
"""While something has to be taken down."""
LONGEST_WISH = timedelta(hours=6)
"""What a Retry-After can ask for, at most."""
NEWS_FOR = timedelta(hours=48)
"""After that an article is no news to a partner whose system was away: its feed still has it."""


class Rank(IntEnum):
    """What goes first."""

    KILL = 0
    WITHDRAWAL = 1
    CORRECTION = 2
    NEWS = 3


def rank(status: Status, signal: str) -> Rank:
    """The rank of an offer."""
    if status is Status.CANCELED:
        return Rank.KILL
    if status is Status.WITHHELD:
        return Rank.WITHDRAWAL
    return Rank.CORRECTION if signal == "correction" else Rank.NEWS


def is_notice(rank: int) -> bool:
    """Whether it is something a partner must take down."""
    return rank <= Rank.WITHDRAWAL


def again_at(failures: int, wish: float | None, urgent: bool, share: float, now: datetime) -> datetime:
    """When to ask a destination again that was not to be had `failures` times in a row.

    `wish` is how many seconds it asked us to wait. `share`, from 0 to 1, spreads the destinations: the pause
    is between three quarters of the full one and all of it.
    """
    longest = LONGEST_WITH_NOTICE if urgent else LONGEST_PAUSE
    doubled = FIRST_PAUSE * (1 << min(failures - 1, 12))
    pause = min(doubled, longest) * (0.75 + share / 4)
    if wish is not None and wish > 0:
        asked = min(timedelta(seconds=min(wish, 1e6)), longest if urgent else LONGEST_WISH)
        pause = max(pause, asked)
    return now + pause


def stale(rank: int, made_at: datetime, now: datetime) -> bool:
    """Whether a push has waited so long that it is not worth handing over any more."""
    return now - made_at > (TOLD_FOR if is_notice(rank) else NEWS_FOR)
