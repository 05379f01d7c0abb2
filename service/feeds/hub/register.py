"""A request to the hub is kept, within limits, to be verified later."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F

from service.doorbell import ring
from service.errors import NotYet, Unsafe
from service.feeds.hub.asking import Asked
from service.feeds.hub.decide import GUEST, HELD_AT_MOST, STRANGER
from service.feeds.hub.tables import HubHost, HubRequest, HubSubscription
from service.feeds.models import FeedDocument
from service.house.models import House
from service.ingest.sealing import seal

HOUR = timedelta(hours=1)


def register(asked: Asked, house: House, now: datetime) -> int:
    """Keep the request and ring for its verification; its row.

    Raises Unsafe for a topic that is none of ours, NotYet where the callback's host is asked too much.
    """
    document = topic(asked.topic, house)
    if document is None:
        raise Unsafe("hub.topic must be the address of a feed of this house, as its rel=self link has it")
    with transaction.atomic():
        _admit(asked, now)
        row, _ = HubRequest.objects.update_or_create(
            document=document,
            callback=asked.callback,
            defaults={
                "host": asked.host,
                "mode": asked.mode,
                "lease_seconds": asked.lease_seconds,
                "sealed_secret": seal(asked.secret),
                "asked_at": now,
                "failures": 0,
                "due_at": now,
            },
        )
        ring("verify", [row.pk])
    return row.pk


def topic(url: str, house: House) -> FeedDocument | None:
    """The document whose one address is `url`, letter by letter."""
    before = f"{house.address}/feeds/"
    parts = urlsplit(url).path.removeprefix(urlsplit(before).path).split("/")
    if not url.startswith(before) or len(parts) != 3:
        return None
    rows = FeedDocument.objects.select_related("desk").filter(built_at__isnull=False)
    found = rows.filter(desk__slug=parts[0], language=parts[1], format=parts[2]).first()
    return found if found and before + found.path == url else None


def _admit(asked: Asked, now: datetime) -> None:
    """Count the call that this request causes at the callback's host, whose owner may know nothing of it."""
    held = HubSubscription.objects.filter(host=asked.host, state=HubSubscription.State.HELD).count()
    HubHost.objects.get_or_create(name=asked.host, defaults={"hour": now})
    HubHost.objects.filter(name=asked.host, hour__lte=now - HOUR).update(hour=now, asked=0)
    mine = HubHost.objects.filter(name=asked.host, asked__lt=GUEST if held else STRANGER)
    if held >= HELD_AT_MOST and asked.mode == "subscribe":
        raise NotYet("that host holds as many subscriptions as one host may", HOUR.total_seconds())
    if not mine.update(asked=F("asked") + 1):
        began = HubHost.objects.values_list("hour", flat=True).get(name=asked.host)
        left = (began + HOUR - now).total_seconds()
        raise NotYet("that host was asked to confirm too often in this hour", max(left, 1))
