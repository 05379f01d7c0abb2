"""The one place of this room that touches the ledger: whose mail it was, and evidence for a row in doubt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from service.delivery.models import Batch, Delivery
from service.delivery.verp import Token
from service.house.keys import keys

FRESH = timedelta(days=30)
"""News about a mail older than this is kept and not acted on: tokens out of old archives do no harm."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A row of the ledger, as far as news about it needs."""

    number: int
    mailing: int
    batch: int
    recipient: str
    address: str
    scope: str


def sent_by(token: Token, now: datetime) -> Sent | None:
    """The mail that `token` was made for; None if it is not ours, gone, or too old to hear about."""
    row = Delivery.objects.filter(pk=token.number, changed_at__gt=now - FRESH).first()
    return sent(row) if row is not None and token.vouches(row.recipient, keys()) else None


def first_of(tokens: Sequence[Token], now: datetime) -> Sent | None:
    """The mail of the first of `tokens` that is one of ours."""
    return next((found for token in tokens if (found := sent_by(token, now))), None)


def sent(row: Delivery) -> Sent:
    """The values of a row."""
    return Sent(row.pk, row.mailing_id, row.batch_id, row.recipient, row.address, row.scope)


def vouch(mail: Sent, how: str, now: datetime) -> bool:
    """Settle a row in doubt as accepted: news about a mail proves that the other side took it."""
    words = f"taken: {how} tells of it"[:500]
    with transaction.atomic():
        doubtful = Delivery.objects.filter(pk=mail.number, state=Delivery.State.UNCERTAIN)
        settled = doubtful.update(state=Delivery.State.ACCEPTED, reply=words, changed_at=now)
        if settled:
            Batch.objects.filter(pk=mail.batch).update(
                uncertain=F("uncertain") - 1, accepted=F("accepted") + 1
            )
    return bool(settled)


def readers_at(mailing: int, domain: str) -> int:
    """How many recipients of `mailing` have their mailbox at `domain`. Reads all its rows: ask rarely."""
    return Delivery.objects.filter(mailing=mailing, address__endswith=f"@{domain}").count()
