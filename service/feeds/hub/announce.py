"""A document that changed becomes deliveries; one that still waits is overtaken by it.

Planning is a function of what is up and of what each was planned to be told last: doing it twice, or after a
worker was killed between file and row, announces nothing twice and forgets nothing.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from service.feeds.hub.tables import HubDelivery, HubHost, HubRequest, HubSubscription
from service.feeds.models import FeedDocument

KEPT = timedelta(days=30)
"""How long what became of a delivery can be looked up."""


def plan(document: FeedDocument, sha256: str, now: datetime) -> list[int]:
    """Deliveries of the version `sha256`, which is up, to everybody who was not told; whom to call now.

    Those whose last call failed keep the moment of their next one. To be called in one transaction with the
    row of the document.
    """
    untold = list(_untold(document, sha256, now).values_list("pk", flat=True))
    if not untold:
        return []
    waiting = HubDelivery.objects.filter(
        subscription__in=untold, document=document, state=HubDelivery.State.WAITING
    )
    waiting.update(state=HubDelivery.State.OVERTAKEN, changed_at=now)
    HubDelivery.objects.bulk_create(
        [
            HubDelivery(subscription_id=pk, document=document, sha256=sha256, made_at=now, changed_at=now)
            for pk in untold
        ]
    )
    rows = HubSubscription.objects.filter(pk__in=untold)
    rows.update(due_at=Case(When(Q(failures=0) | Q(due_at=None), then=Value(now)), default=F("due_at")))
    return list(rows.filter(due_at=now).order_by("pk").values_list("pk", flat=True))


def _untold(document: FeedDocument, sha256: str, now: datetime) -> "QuerySet[HubSubscription, Any]":
    """Subscribers of `document`, and outside hubs, that are not planned to be told of `sha256`."""
    last = HubDelivery.objects.filter(subscription=OuterRef("pk"), document=document).order_by("-pk")
    rows = HubSubscription.objects.filter(
        Q(document=document, ends_at__gt=now) | Q(kind=HubSubscription.Kind.HUB),
        state=HubSubscription.State.HELD,
    )
    told = Coalesce(Subquery(last.values("sha256")[:1]), F("knows"))
    return rows.annotate(told=told).exclude(told=sha256)


def tidy(now: datetime) -> None:
    """Leases that are over end; what is long over is forgotten."""
    over = HubSubscription.objects.filter(state=HubSubscription.State.HELD, ends_at__lte=now)
    over.update(state=HubSubscription.State.ENDED, due_at=None)
    ended = HubSubscription.objects.exclude(state=HubSubscription.State.HELD)
    HubDelivery.objects.filter(subscription__in=ended, state=HubDelivery.State.WAITING).delete()
    ended.filter(Q(ends_at__lte=now - KEPT) | Q(said_at__lte=now - KEPT)).delete()
    finished = HubDelivery.objects.filter(changed_at__lte=now - KEPT)
    finished.exclude(state=HubDelivery.State.WAITING).delete()
    HubRequest.objects.filter(asked_at__lte=now - timedelta(days=1)).delete()
    HubHost.objects.filter(hour__lte=now - timedelta(days=1)).delete()
