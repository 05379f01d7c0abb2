"""Whatever comes in is kept first and understood later: a mail system or provider is never kept waiting, and
what could not be read today can be read again with better code.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from service.audience import mailto
from service.delivery import verp
from service.doorbell import ring
from service.errors import Unreadable
from service.feedback.apply import Source, apply
from service.feedback.hooks import providers
from service.feedback.leaving import leave
from service.feedback.ledger import first_of
from service.feedback.models import Arrival
from service.feedback.reading.mail import read
from service.feedback.reading.report import one_line

MAIL = "mail"
MOST_BYTES = 1_000_000
"""A larger mail or notice is refused: a bounce brings back at most the mail, and ours are smaller."""
KEPT = timedelta(days=30)
"""How long the bytes of what came in are kept; the digest stays."""


def keep_mail(raw: bytes, recipient: str, now: datetime) -> Arrival | None:
    """Keep a mail that came for `recipient`; None if it is here already."""
    identity = f"{MAIL}\n{recipient.lower()}\n".encode() + raw
    return _keep(identity, MAIL, raw, now, recipient=recipient[:320])


def keep_notice(
    provider: str, raw: bytes, about: Mapping[str, str], identity: str, now: datetime
) -> Arrival | None:
    """Keep a provider's notice whose signature was verified; `identity` is what makes it that very notice."""
    return _keep(f"{provider}\n{identity}".encode(), provider, raw, now, about=dict(about))


def _keep(identity: bytes, channel: str, raw: bytes, now: datetime, **values: object) -> Arrival | None:
    with transaction.atomic():
        arrival, new = Arrival.objects.get_or_create(
            digest=sha256(identity).hexdigest(),
            defaults={"channel": channel, "raw": raw, "arrived_at": now, "due_at": now, **values},
        )
        if new:
            ring("heed", [arrival.pk])
    return arrival if new else None


def heed(arrival: Arrival, now: datetime) -> str:
    """Understand `arrival` and do what follows; what came of it. A second time adds nothing."""
    raw = bytes(arrival.raw)
    if not raw:
        return arrival.outcome or "forgotten before it was read"
    if arrival.channel == MAIL:
        return _heed_mail(arrival, raw, now)
    return _heed_notice(arrival, raw, now)


def _heed_mail(arrival: Arrival, raw: bytes, now: datetime) -> str:
    subscription = mailto.subscription_of(arrival.recipient)
    if subscription is not None:
        leave(subscription, MAIL, now)
        return "a reader left by mail"
    reports = read(raw)
    if not reports:
        return "no news: a letter, or something nobody here reads"
    words = f"{arrival.recipient}\n{raw.decode('utf-8', 'replace')}"
    mail = first_of(verp.found(words), now)
    if mail is None:
        return f"{reports[0].kind}: brings no token of a mail of ours that is not too old"
    new = apply(reports, mail, Source(MAIL, arrival.arrived_at, arrival=arrival), now)
    return _counted(new, f"{reports[0].kind}, {reports[0].reason}")


def _heed_notice(arrival: Arrival, raw: bytes, now: datetime) -> str:
    try:
        notices = providers.read(arrival.channel, raw, arrival.about)
    except Unreadable as error:
        return one_line(str(error), 300)
    new = strange = 0
    for notice in notices:
        mail = first_of([token for text in notice.tokens if (token := verp.read(text))], now)
        if mail is None:
            strange += 1
            continue
        source = Source(arrival.channel, notice.at or arrival.arrived_at, notice.mark, arrival)
        new += apply([notice.report], mail, source, now)
    return _counted(new, f"{len(notices)} notices") + (
        f"; {strange} without a token of ours" if strange else ""
    )


def forget(now: datetime) -> int:
    """Empty the bytes of what came in long ago; how many."""
    old = Arrival.objects.filter(arrived_at__lt=now - KEPT, due_at__isnull=True).exclude(raw=b"")
    return old.update(raw=b"", about={})


def _counted(new: int, what: str) -> str:
    return f"{what}: {new} new event{'' if new == 1 else 's'}"
