"""Hubs of others that the newsroom file names: they are told which feeds changed, and tell whom they know."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from service.feeds.hub.tables import HubDelivery, HubSubscription

KIND, STATE = HubSubscription.Kind, HubSubscription.State


def name_hubs(addresses: Iterable[str], now: datetime) -> int:
    """Have the hubs at `addresses` told from now on, and no others; how many were not told before."""
    named = set(addresses)
    hubs = HubSubscription.objects.filter(kind=KIND.HUB)
    told = set(hubs.filter(state=STATE.HELD).values_list("callback", flat=True))
    others = hubs.filter(state=STATE.HELD).exclude(callback__in=named)
    HubDelivery.objects.filter(subscription__in=others, state=HubDelivery.State.WAITING).delete()
    others.update(state=STATE.ENDED, ends_at=now, due_at=None)
    for address in sorted(named - told):
        hubs.filter(callback=address).delete()
        host = urlsplit(address).hostname or ""
        HubSubscription.objects.create(kind=KIND.HUB, callback=address, host=host[:255], since=now)
    return len(named - told)
