"""Who has a story up that must come down, and has not taken the kill: an alarm after a while.

A partner that never had the article has nothing to take down and rings no alarm. The alarm ends by itself
when the partner takes the notice, or when the article may be used again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from service.house.models import Problem, set_aside
from service.syndication.account import had, notices, untaken
from service.syndication.models import Offer
from service.syndication.terms import TOLD_FOR, Status

WITHDRAWALS_WAIT = 4
"""A withdrawal may take so many times as long as a kill."""
PLACE = "notice to"
AT_MOST = 1000
WORDS = {Status.CANCELED.value: "kill", Status.WITHHELD.value: "withdrawal"}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A kill or a withdrawal that a partner has not taken."""

    partner: str
    article: str
    """Its key."""
    status: str
    since: datetime

    @property
    def place(self) -> str:
        """How it is named in the list of problems."""
        return f"{PLACE} {self.partner}: {self.article}"

    @property
    def what(self) -> str:
        """What is wrong and what to do, for whoever is called."""
        return (
            f"the {WORDS[self.status]} of {self.since:%Y-%m-%d %H:%M} UTC was not taken: call the partner, "
            f"then 'deskwire partner acknowledge {self.partner} --article {self.article} --who NAME'"
        )


def waiting(now: datetime) -> list[Waiting]:
    """All that partners have not taken, the oldest first; one for a partner and article."""
    rows: QuerySet[Offer] = had(untaken(notices().filter(at__gt=now - TOLD_FOR)))
    chosen = rows.select_related("entitlement__partner", "article").order_by("at", "pk")[:AT_MOST]
    found: dict[tuple[str, str], Waiting] = {}
    for row in chosen:
        key = (row.entitlement.partner.slug, row.article.key)
        found.setdefault(key, Waiting(*key, row.status, row.at))
    return list(found.values())


def overdue(rows: list[Waiting], patience: timedelta, now: datetime) -> Iterator[Waiting]:
    """Those that have waited too long."""
    for row in rows:
        allowed = patience if row.status == Status.CANCELED else patience * WITHDRAWALS_WAIT
        if now - row.since > allowed:
            yield row


def watch(now: datetime) -> int:
    """Ring for what is overdue, end what is over; how many ring."""
    patience = timedelta(minutes=settings.KILL_ALARM_MINUTES)
    rings = {row.place: row.what for row in overdue(waiting(now), patience, now)}
    for place, what in rings.items():
        set_aside(place, what, now)
    over = Problem.objects.filter(place__startswith=PLACE, closed_at=None).exclude(place__in=rings)
    over.update(closed_at=now)
    return len(rings)
