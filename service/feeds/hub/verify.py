"""The callback is asked whether it meant it (WebSub section 5.3); only then does anything change.

It must answer 2xx with the challenge and nothing else. 404 is no; everything else, redirects among it, is
asked again a few times. A request that is not confirmed leaves what stood before as it was.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import structlog
from django.db import transaction

from service import lease
from service.delivery.push import Pusher
from service.errors import DeskwireError
from service.feeds.build import address
from service.feeds.hub.decide import VERIFICATIONS, again_at
from service.feeds.hub.tables import HubDelivery, HubRequest, HubSubscription
from service.house.models import House

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Question:
    """A verification, ready to be asked."""

    url: str
    challenge: str

    def call(self, pusher: Pusher) -> str:
        """`yes`, `no`, or what else was answered."""
        try:
            reply = pusher.send("GET", self.url, {"Accept": "*/*"})
        except DeskwireError as error:
            return str(error)
        if 200 <= reply.status < 300:
            return "yes" if hmac.compare_digest(reply.body, self.challenge.encode()) else "no"
        return "no" if reply.status == 404 else f"answers {reply.status}"


def question(request: HubRequest, house: House) -> Question:
    """What the callback of `request` is asked: its own query stays before ours."""
    challenge = secrets.token_urlsafe(32)
    query = {
        "hub.mode": request.mode,
        "hub.topic": address(request.document, house),
        "hub.challenge": challenge,
    }
    if request.mode == HubRequest.Mode.SUBSCRIBE:
        query["hub.lease_seconds"] = str(request.lease_seconds)
    parts = urlsplit(request.callback)
    joined = "&".join(filter(None, [parts.query, urlencode(query)]))
    return Question(urlunsplit(parts._replace(query=joined)), challenge)


def conclude(request: HubRequest, said: str, now: datetime) -> None:
    """Note the answer to the claimed `request`. One that was made again meanwhile is asked again."""
    log.info("hub.verified", request=str(request), said=said)
    with transaction.atomic():
        mine = HubRequest.objects.filter(pk=request.pk, claimed_by=request.claimed_by)
        if not mine.exists():
            return
        if said not in ("yes", "no") and request.failures + 1 < VERIFICATIONS:
            failures = request.failures + 1
            share = Random(f"{request.pk} {failures}").random()  # noqa: S311 - spreads, hides nothing
            lease.put_back(request, again_at(failures, None, share, now), failures=failures)
            return
        if said == "yes":
            _confirmed(request, now)
        if not mine.filter(asked_at=request.asked_at).delete()[0]:
            lease.put_back(request, now)


def _confirmed(request: HubRequest, now: datetime) -> None:
    """The subscription begins, goes on, or ends."""
    which: dict[str, Any] = {"document": request.document, "callback": request.callback}
    if request.mode == HubRequest.Mode.UNSUBSCRIBE:
        rows = HubSubscription.objects.filter(**which)
        HubDelivery.objects.filter(subscription__in=rows, state=HubDelivery.State.WAITING).delete()
        rows.update(state=HubSubscription.State.ENDED, ends_at=now, due_at=None)
        return
    held: dict[str, Any] = {
        "state": HubSubscription.State.HELD,
        "sealed_secret": request.sealed_secret,
        "ends_at": now + timedelta(seconds=request.lease_seconds),
        "host": request.host,
    }
    row = HubSubscription.objects.filter(**which, state=HubSubscription.State.HELD, ends_at__gt=now)
    if not row.update(**held):
        fresh = held | {"since": now, "knows": request.document.sha256, "failures": 0}
        HubSubscription.objects.update_or_create(**which, defaults=fresh)
