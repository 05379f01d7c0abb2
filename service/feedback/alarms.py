"""When somebody has to be called: the disasters of sending, each recognised from a handful of counts.

    twice       the other side took two copies for one recipient
    too many    more deliveries are reported than the mailing has recipients
    still       recipients are to do, the mailing is not paused, and nothing has moved for ten minutes
    in doubt    more than 1 % of a mailing, and at least three mails, are uncertain

Services that wrote to their readers twice, or stopped in the middle, had these numbers and nobody asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

STILL = timedelta(minutes=10)
DOUBT_SHARE, DOUBT_LEAST = 0.01, 3
NEWS_SHARE = 1.02

TWICE = (
    "{0.delivered_twice} recipients were delivered more than one copy: it is paused; compare the mail "
    "server's log with the ledger before it goes on"
)
TOO_MANY = (
    "{0.delivered} deliveries are reported for {0.recipients} recipients: it is paused; something sends "
    "beside the ledger"
)
STILL_SINCE = (
    "{0.to_do} recipients are to do and nothing has moved since {0.moved_at:%H:%M} UTC: see whether workers "
    "of its queue run and the mail server answers"
)
IN_DOUBT = (
    "{0.uncertain} of {0.recipients} mails may or may not have been taken: read the mail server's log with "
    "'deskwire evidence'"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A mailing at one moment."""

    mailing: str
    recipients: int
    to_do: int
    uncertain: int
    moved_at: datetime
    """When a row of it last changed, or it was opened."""
    paused: bool = False
    delivered: int = 0
    """Reports of delivery, copies counted apart."""
    delivered_twice: int = 0
    """Recipients with reports of more than one copy."""
    next_due_at: datetime | None = None
    """When work on it is due next; None: nothing is."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """What is wrong, in words for whoever is called. `stops` says whether the mailing is to be paused."""

    name: str
    what: str
    stops: bool = False


def alarms(standing: Standing, now: datetime) -> Iterator[Alarm]:
    """What is wrong with a mailing."""
    if standing.delivered_twice:
        yield Alarm("twice", TWICE.format(standing), stops=True)
    if standing.delivered > standing.recipients * NEWS_SHARE:
        yield Alarm("too many", TOO_MANY.format(standing), stops=True)
    if _is_still(standing, now):
        yield Alarm("still", STILL_SINCE.format(standing))
    if standing.uncertain >= max(DOUBT_LEAST, standing.recipients * DOUBT_SHARE):
        yield Alarm("in doubt", IN_DOUBT.format(standing))


def _is_still(standing: Standing, now: datetime) -> bool:
    """Whether work that is due is not done. Deferred rows that wait for their hour are no standstill."""
    waiting = standing.next_due_at is not None and standing.next_due_at > now
    return standing.to_do > 0 and not standing.paused and not waiting and now - standing.moved_at > STILL
