"""What a transport's own replies say of addresses: refusals in the ledger become the same events as all news.

The ledger knows of them already; here they are heard once per batch, whenever its counters of refusals have
grown. Hearing a batch again adds nothing.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from service.delivery.models import Batch, Delivery
from service.feedback.apply import REPLY, Source, apply
from service.feedback.ledger import sent
from service.feedback.models import Heard
from service.feedback.reading.classify import classify, status_in
from service.feedback.reading.report import Kind, Report, one_line

State = Delivery.State
KINDS = {State.FAILED: Kind.BOUNCED, State.DEFERRED: Kind.DEFERRED}
LOOKED_BACK = timedelta(days=4)
"""Refusals of mailings older than this were heard long ago, or never will be."""


def unheard(now: datetime, limit: int = 200) -> list[int]:
    """Batches with more refusals than were heard."""
    heard = Heard.objects.filter(batch=OuterRef("pk"))
    grown = Batch.objects.filter(
        Q(failed__gt=0) | Q(deferred__gt=0), message__mailing__opened_at__gt=now - LOOKED_BACK
    ).annotate(
        heard_failed=Coalesce(Subquery(heard.values("failed")[:1]), 0),
        heard_deferred=Coalesce(Subquery(heard.values("deferred")[:1]), 0),
    )
    changed = grown.filter(Q(failed__gt=F("heard_failed")) | Q(deferred__gt=F("heard_deferred")))
    return list(changed.order_by("pk").values_list("pk", flat=True)[:limit])


def hear(batches: Iterable[int], now: datetime) -> int:
    """Make events of the refusals in `batches`; how many were new."""
    return sum(_hear(batch, now) for batch in Batch.objects.filter(pk__in=list(batches)))


def _hear(batch: Batch, now: datetime) -> int:
    rows = Delivery.objects.filter(batch=batch, state__in=list(KINDS)).order_by("pk")
    new = sum(apply([_report(row)], sent(row), Source(REPLY, row.changed_at), now) for row in rows.iterator())
    Heard.objects.update_or_create(
        batch=batch.pk, defaults={"failed": batch.failed, "deferred": batch.deferred}
    )
    return new


def _report(row: Delivery) -> Report:
    return Report(KINDS[State(row.state)], classify(row.reply), (), status_in(row.reply), one_line(row.reply))
