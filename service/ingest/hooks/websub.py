"""/hooks/websub/<source>/<token>: a hub asks whether we meant it (GET), and delivers (POST).

GET    200 with the challenge, for exactly what we asked within the last hour; 404 for anything else
POST   202 always, for an address of ours: what became of a delivery is nobody's business (section 7). One
       whose signature fits is kept; any other makes us look at the feed ourselves, once a minute at most.
       410 for an address that is not ours any more, so that the hub forgets it.
"""

import re
from datetime import datetime, timedelta
from hashlib import sha256

import structlog
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from service import clock
from service.doorbell import ring
from service.errors import Unreadable
from service.house.models import set_aside
from service.ingest import dispatches, hubs
from service.ingest.hooks import reading
from service.ingest.hooks.reading import said
from service.ingest.models import HubLease, Source
from service.ingest.signatures import STRONG, hub_signature

LOOK_AGAIN = timedelta(minutes=1)

_CHALLENGE = re.compile(r"[\x21-\x7e]{1,1000}")

log = structlog.get_logger()


@csrf_exempt
@require_http_methods(["GET", "POST"])
def websub_hook(request: HttpRequest, source: str, token: str) -> HttpResponse:
    """See above."""
    lease = HubLease.objects.select_related("source").filter(source__name=source, token=token).first()
    now = clock.now()
    if request.method == "GET":
        return _asked(lease, request.GET, now) if lease else said("we did not ask for this", 404)
    if lease is None or lease.source.state != Source.State.ACTIVE:
        return said("gone", 410)
    return _delivered(lease, request, now)


def _asked(lease: HubLease, query: QueryDict, now: datetime) -> HttpResponse:
    """The hub verifies our intent (section 5.3), or denies the subscription (section 5.2)."""
    mode, challenge = query.get("hub.mode", ""), query.get("hub.challenge", "")
    ours = query.get("hub.topic") == lease.topic
    if mode == "denied" and ours:
        HubLease.objects.filter(pk=lease.pk).update(state=HubLease.State.DENIED, ends_at=None)
        reason = query.get("hub.reason", "")[:200]
        what = f"{lease.hub} denies the subscription ({reason or 'no reason given'}); it is asked as usual"
        set_aside(f"hub of source {lease.source.name}", what, now)
        return said("noted")
    wanted = lease.source.state == Source.State.ACTIVE
    recent = now - lease.asked_at <= hubs.ANSWER_WITHIN
    fits = (mode == "subscribe" and wanted and recent) or (mode == "unsubscribe" and not wanted)
    if not (ours and fits and _CHALLENGE.fullmatch(challenge)):
        return said("we did not ask for this", 404)
    if mode == "subscribe":
        ends_at = now + granted(query.get("hub.lease_seconds", ""))
        HubLease.objects.filter(pk=lease.pk).update(state=HubLease.State.HELD, ends_at=ends_at)
        log.info("hub.held", source=lease.source.name, until=ends_at.isoformat())
    response = said("")
    response.content = challenge
    return response


def granted(seconds: str) -> timedelta:
    """The lease a hub grants, within reason; what it does not say is what we asked for."""
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) <= 10):
        return hubs.ASKED_FOR
    return min(max(timedelta(seconds=int(seconds)), hubs.SHORTEST), hubs.LONGEST)


def _delivered(lease: HubLease, request: HttpRequest, now: datetime) -> HttpResponse:
    source = lease.source
    try:
        raw = reading.body(request)
        method = hub_signature(hubs.secrets_of(lease), request.headers.get("X-Hub-Signature", ""), raw)
        content = (
            reading.unpacked(raw, request.headers.get("Content-Encoding", "")) if method in STRONG else b""
        )
    except Unreadable as error:
        log.warning("hub.unreadable", source=source.name, why=str(error))
        method, content = "", b""
    HubLease.objects.filter(pk=lease.pk).update(heard_at=now)
    if method in STRONG and lease.state == HubLease.State.HELD:
        # Hubs number nothing: the same body, sent again, is the same delivery.
        name = f"{sha256(content).hexdigest()}-{now:%Y%m%d}"
        taken = dispatches.keep(source, name, request.headers.get("Content-Type", ""), content, now)
        log.info("hub.delivered", source=source.name, outcome=taken.value)
    else:
        log.warning("hub.unsigned", source=source.name, method=method or "none")
        _look(source, now)
    return said("thank you", 202)


def _look(source: Source, now: datetime) -> None:
    """Have the source asked now, unless it was a moment ago: strangers must not make us call it at will."""
    if source.visited_at is None or now - source.visited_at >= LOOK_AGAIN:
        Source.objects.filter(pk=source.pk).update(due_at=now)
        ring("pull", [source.pk])
