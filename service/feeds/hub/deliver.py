"""The bytes of a delivery (WebSub section 7), and what is noted of it.

A subscriber gets the whole document as it is up at that moment, signed with its secret. An outside hub gets
the addresses of the documents that changed, and fetches them itself (PubSubHubbub 0.3 section 7.1; the
Recommendation leaves it open).
"""

import hmac
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from random import Random
from urllib.parse import urlencode

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from service import lease
from service.delivery.push import Pusher, Reply
from service.doorbell import ring
from service.errors import DeskwireError, Unreadable, Unsafe
from service.feeds.build import address
from service.feeds.hub.decide import Meaning, again_at, meaning, stale
from service.feeds.hub.tables import HubDelivery, HubSubscription
from service.feeds.models import FeedDocument
from service.feeds.serve import TYPES
from service.house.models import House, set_aside, settle
from service.ingest.backoff import retry_after
from service.ingest.sealing import unseal
from service.press.shelf import lifted

AT_ONCE = 100
"""Addresses that one call to an outside hub names."""
SOON = 300.0
"""Seconds within which the next call is rung for; later ones are the sweep's."""
WAITING = HubDelivery.State.WAITING

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Call:
    """A delivery, ready to be made: `numbers` are the rows it settles, `sha256` the version in it."""

    url: str
    headers: dict[str, str]
    body: bytes
    numbers: tuple[int, ...]
    sha256: str = ""
    fault: str = ""
    """Why it cannot be made at all; empty if it can."""

    def make(self, pusher: Pusher) -> Reply | DeskwireError:
        """What came of it."""
        if self.fault:
            return Unreadable(self.fault)
        try:
            return pusher.send("POST", self.url, self.headers, self.body)
        except DeskwireError as error:
            return error


def prepared(row: HubSubscription, house: House, now: datetime) -> Call | None:
    """What the claimed `row` is to be told now; None if there is nothing to tell."""
    if row.ends_at is not None and row.ends_at <= now:
        return None
    waiting = _waiting(row)
    old = [one.pk for one in waiting if stale(one.made_at, now)]
    HubDelivery.objects.filter(pk__in=old).update(state=HubDelivery.State.GIVEN_UP, changed_at=now)
    fresh = [one for one in waiting if one.pk not in old][:AT_ONCE]
    if not fresh:
        return None
    if row.document is None:
        return _ping(row, fresh, house)
    return _content(row, row.document, fresh[0], house, now)


def _waiting(row: HubSubscription) -> "QuerySet[HubDelivery]":
    rows = HubDelivery.objects.filter(subscription=row, state=WAITING)
    return rows.select_related("document__desk").order_by("pk")


def _ping(row: HubSubscription, deliveries: list[HubDelivery], house: House) -> Call:
    form = [("hub.mode", "publish"), *(("hub.url", address(one.document, house)) for one in deliveries)]
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return Call(row.callback, headers, urlencode(form).encode(), tuple(one.pk for one in deliveries))


def _content(
    row: HubSubscription, document: FeedDocument, delivery: HubDelivery, house: House, now: datetime
) -> Call | None:
    with lifted(settings.FEEDS_ROOT, document.path, ()) as up:
        if up is None:
            return Call(row.callback, {}, b"", (delivery.pk,), fault="the document is not up at the moment")
        body, version = up.body(), up.sha256
    if version == row.knows:  # it had it already, by the call for the version before
        _settle((delivery.pk,), HubDelivery.State.HANDED, "it has this version", now)
        return None
    headers = {
        "Content-Type": TYPES[document.format],
        "Link": f'<{house.address}/hub>; rel="hub", <{address(document, house)}>; rel="self"',
    }
    try:
        secret = unseal(row.sealed_secret)
    except Unreadable as error:  # never unsigned to one who was promised signatures
        return Call(row.callback, {}, b"", (delivery.pk,), fault=str(error))
    if secret:
        headers["X-Hub-Signature"] = f"sha256={hmac.new(secret.encode(), body, sha256).hexdigest()}"
    return Call(row.callback, headers, body, (delivery.pk,), version)


def conclude(
    row: HubSubscription,
    call: Call | None,
    outcome: Reply | DeskwireError | None,
    began: datetime,
    now: datetime,
) -> None:
    """Note what came of the call for the claimed `row`, and when the next is due."""
    with transaction.atomic():
        HubSubscription.objects.select_for_update().filter(pk=row.pk).first()  # a plan waits, or is seen
        if call is None or outcome is None:
            lease.finish(row, began, now if _left(row) else None)
        elif isinstance(outcome, Reply) and meaning(outcome.status) is Meaning.TAKEN:
            _taken(row, call, outcome, began, now)
        elif isinstance(outcome, Reply) and meaning(outcome.status) is Meaning.GONE:
            _gone(row, began, now)
        else:
            _failed(row, call, outcome, now)


def _taken(row: HubSubscription, call: Call, reply: Reply, began: datetime, now: datetime) -> None:
    said = str(reply.status)
    _settle(call.numbers, HubDelivery.State.HANDED, said, now)
    log.info("hub.handed", host=row.host, topics=len(call.numbers), status=reply.status)
    values = {"failures": 0, "said": said, "said_at": now, "knows": call.sha256 or row.knows}
    left = _left(row)
    lease.finish(row, began, now if left else None, **values)
    if left:
        ring("announce", [row.pk])
    if row.failures >= lease.TRIES_BEFORE_ALARM:
        settle(_place(row), now)


def _gone(row: HubSubscription, began: datetime, now: datetime) -> None:
    _waiting(row).delete()
    gone = {"state": HubSubscription.State.GONE, "said": "410: gone", "said_at": now}
    lease.finish(row, began, None, **gone)
    log.info("hub.gone", host=row.host)


def _failed(row: HubSubscription, call: Call, outcome: Reply | DeskwireError, now: datetime) -> None:
    wish = retry_after(outcome.headers.get("retry-after", ""), now) if isinstance(outcome, Reply) else None
    said = f"answers {outcome.status}" if isinstance(outcome, Reply) else _told(outcome)
    failures = row.failures + 1
    share = Random(f"{row.pk} {failures}").random()  # noqa: S311 - spreads, hides nothing
    later = again_at(failures, wish, share, now)
    HubDelivery.objects.filter(pk__in=call.numbers).update(tries=F("tries") + 1, said=said, changed_at=now)
    lease.put_back(row, later, tries=0, failures=min(failures, 30_000), said=said, said_at=now)
    log.warning("hub.failed", host=row.host, failures=failures, said=said, again_at=later.isoformat())
    if (pause := (later - now).total_seconds()) <= SOON:
        ring("insist", [row.pk], after=pause + 0.1)
    if failures == lease.TRIES_BEFORE_ALARM and row.kind == HubSubscription.Kind.HUB:
        set_aside(_place(row), f"{said}; it is called again each hour. Its subscribers learn nothing", now)


def _settle(numbers: tuple[int, ...], state: HubDelivery.State, said: str, now: datetime) -> None:
    """Also one that was overtaken while it was on its way was handed over."""
    HubDelivery.objects.filter(pk__in=numbers).update(
        state=state, tries=F("tries") + 1, said=said, changed_at=now
    )


def _left(row: HubSubscription) -> bool:
    return HubDelivery.objects.filter(subscription=row, state=WAITING).exists()


def _place(row: HubSubscription) -> str:
    return f"outside hub {row.host}"


def _told(error: DeskwireError) -> str:
    """What may be noted of a failure: the guard's own words speak of sources, and of what to open."""
    if isinstance(error, Unsafe):
        return "its address is not on the public internet, or asks for another port than 80 and 443"
    return str(error)[:300]
