"""What a contract covers of a desk, and what has to be said of what was offered before. Pure.

An article that a partner was offered is followed as long as it is published in that language, wherever it
stands by then: its corrections are the partner's too. Moving it to another desk takes nothing back.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from service.desks.topics import lies_in

SLICE = 100
"""Offers in one archive document."""
HISTORY = timedelta(hours=48)
"""Everything that changed within this time before the last change stands in the standing document."""
AT_MOST = 500
"""The newest offers that the standing document reaches back to, however busy the desk: archives go on."""
TOLD_FOR = timedelta(days=30)
"""How long a withdrawal or a kill is repeated: longer than a partner should be away."""


class Status(StrEnum):
    """The IPTC's publication status (newscodes/pubstatusg2)."""

    USABLE = "usable"
    WITHHELD = "withheld"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True)
class Last:
    """What a partner was told of an article last."""

    revision: int
    status: Status
    turn: int


def covers(topics: Collection[str], subjects: Collection[str]) -> bool:
    """Whether a contract for `topics` covers an article about `subjects`: one lies in one. None: anything."""
    return not topics or any(lies_in(subject, topic) for subject in subjects for topic in topics)


def opens_at(released: datetime, delay_minutes: int) -> datetime:
    """When an article that was released then may be offered."""
    return released + timedelta(minutes=delay_minutes)


def signal(last: Last | None, corrected: bool) -> str:
    """What an offer is to the partner (IPTC signal): nothing if it is the first, else an update or a
    correction."""
    if last is None:
        return ""
    return "correction" if corrected else "update"


def verdict(last: Last, killed: bool) -> Status | None:
    """What to say of an article that is no longer published; None if it was said."""
    wanted = Status.CANCELED if killed else Status.WITHHELD
    return None if last.status in (wanted, Status.CANCELED) else wanted


def closed(newest: int) -> int:
    """The last archive that is full, when offers go up to number `newest`; 0 if none is."""
    return newest // SLICE


def reaches_back_to(newest: int, recent_from: int) -> int:
    """The number after which offers stand in the standing document.

    `recent_from` is the number of the first offer within HISTORY. Nothing falls between this document and the
    last archive that is full.
    """
    wished = min(recent_from - 1, newest - SLICE, closed(newest) * SLICE)
    return max(wished, newest - AT_MOST, 0)
