"""We subscribe to the hubs that speak for our feeds (WebSub, W3C Recommendation, sections 5 and 7).

A feed names its hub; we ask it to send us what is new, it asks back whether we meant it, and from then on it
delivers, until the lease ends. Leases are renewed in their last third, at the next visit to the feed, which
goes on more slowly all the while: hubs lose things. The address a hub delivers to cannot be guessed, and the
secret it signs with is made of ours and kept nowhere.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import structlog
from django.conf import settings

from service.errors import DeskwireError
from service.house.models import House, set_aside, settle
from service.ingest.connectors.connector import Hub
from service.ingest.fetch import Web, shown
from service.ingest.guard import PORTS, Guard
from service.ingest.models import HubLease, Source
from service.ingest.sealing import derived

ASKED_FOR = timedelta(days=10)
"""The lease that we ask for; hubs give what they like."""
SHORTEST, LONGEST = timedelta(minutes=5), timedelta(days=30)
"""What we believe of a lease that a hub grants."""
ANSWER_WITHIN = timedelta(hours=1)
"""A hub that has not asked back by then will not; its question counts no longer, and we ask again."""
AFTER_DENIAL = timedelta(days=1)
LAST_PART = 3
"""A lease is renewed in the last third of its time."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Held:
    """A lease, as far as it decides whether to ask. `lease` is how long it was granted for."""

    hub: str
    topic: str
    state: str
    asked_at: datetime
    ends_at: datetime | None


def wants_asking(held: Held | None, named: Hub, now: datetime) -> bool:
    """Whether the hub that a feed names is to be asked (again)."""
    if held is None or (held.hub, held.topic) != (named.address, named.topic):
        return True
    if held.state == HubLease.State.DENIED:
        return now >= held.asked_at + AFTER_DENIAL
    if held.state == HubLease.State.ASKED:
        return now >= held.asked_at + ANSWER_WITHIN
    if held.ends_at is None:
        return True
    return (
        now >= held.ends_at - (held.ends_at - held.asked_at) / LAST_PART and now >= held.asked_at + SHORTEST
    )


def holds(source: Source, now: datetime) -> bool:
    """Whether a hub delivers what is new of `source`, so that it need be asked but seldom."""
    return HubLease.objects.filter(source=source, state=HubLease.State.HELD, ends_at__gt=now).exists()


def tend(source: Source, named: Hub | None, now: datetime, web: Web) -> None:
    """Ask the hub that `source` names for a lease where that is due. A failure is told, and stops nothing."""
    if named is None or source.options.get("websub") is False or not reachable(named.address):
        return
    row = HubLease.objects.filter(source=source).first()
    held = Held(row.hub, row.topic, row.state, row.asked_at, row.ends_at) if row else None
    if not wants_asking(held, named, now):
        return
    same = row is not None and (row.hub, row.topic) == (named.address, named.topic)
    renewed = bool(row and same and row.state == HubLease.State.HELD and row.ends_at and row.ends_at > now)
    values = {"hub": named.address, "topic": named.topic, "asked_at": now}
    if not renewed:
        values |= {"state": HubLease.State.ASKED, "ends_at": None}
    if not same:
        values["token"] = secrets.token_urlsafe(32)
    lease, _ = HubLease.objects.update_or_create(source=source, defaults=values)
    _ask(lease, now, web)


def _ask(lease: HubLease, now: datetime, web: Web) -> None:
    place = f"hub of source {lease.source.name}"
    form = {
        "hub.mode": "subscribe",
        "hub.topic": lease.topic,
        "hub.callback": callback(lease),
        "hub.lease_seconds": str(int(ASKED_FOR.total_seconds())),
    }
    if lease.hub.startswith("https:") or _is_inside(lease.hub):  # section 5.1: nobody between may read it
        form["hub.secret"] = secrets_of(lease)[0]
    try:
        answer = web.post(lease.hub, form)
    except DeskwireError as error:
        log.warning("hub.unasked", source=lease.source.name, error=str(error))
        set_aside(place, f"{error}; the source is asked as if it had no hub", now)
        return
    if not 200 <= answer.status < 300:
        set_aside(place, f"{shown(lease.hub)} answers {answer.status}; the source is asked as usual", now)
    else:
        settle(place, now)


def callback(lease: HubLease) -> str:
    """The address that the hub delivers to."""
    return f"{House.get().address}/hooks/websub/{lease.source.name}/{lease.token}"


def secrets_of(lease: HubLease) -> list[str]:
    """What deliveries are signed with: today's first, then those of earlier SECRET_KEYs."""
    return derived("websub", f"{lease.source.name}\n{lease.token}")


def reachable(hub: str) -> bool:
    """Whether `hub` could reach us: at a public address, or inside, where the hub is as well."""
    house = House.objects.filter(pk=1).first()
    if house is None:
        return False
    return urlsplit(house.address).hostname not in {"localhost", "127.0.0.1", "::1"} or _is_inside(hub)


def _is_inside(hub: str) -> bool:
    """Whether an operator named the hub as one inside our networks."""
    parts = urlsplit(hub)
    port = parts.port or PORTS.get(parts.scheme, 0)
    return Guard(frozenset(settings.PRIVATE_SOURCES)).named(parts.hostname or "", port)
