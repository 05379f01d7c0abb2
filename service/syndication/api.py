"""What partners' machines ask and say beside taking documents: which notices stand, and that they took them.

    GET  /partners/{slug}/notices.json        kills and withdrawals of the last thirty days
    POST /partners/{slug}/acknowledgements    {"id": "tag:…", "status": "canceled"}

The same keys open them as open the feeds, also when no contract runs any more: a partner that held an article
once has to be able to say that it is down. For one whose access is suspended, an editor writes it down.
"""

import json
import re
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from service import clock
from service.errors import NoSuchNotice
from service.house.models import House
from service.render.feeds_parts import stamp
from service.syndication.access import Right
from service.syndication.account import notices, told
from service.syndication.acknowledging import acknowledge
from service.syndication.models import Offer
from service.syndication.terms import TOLD_FOR
from service.syndication.views import PRIVATE, admitted

LARGEST = 16_384
"""Bytes of a body."""
AT_MOST = 1000
KEY = re.compile(r"(?:tag:[^/]{1,200}:)?([0-9a-f]{16})(?:/[A-Za-z0-9-]{1,35})?")
"""An article's id as it stands in the feeds, or its key alone."""


@require_safe
def standing_notices(request: HttpRequest, slug: str) -> HttpResponse:
    """See above. Newest first."""
    now = clock.now()
    key = admitted(request, slug, Right(), now)
    if isinstance(key, HttpResponse):
        return key
    rows = notices().filter(entitlement__partner=key.partner, at__gt=now - TOLD_FOR)
    chosen = told(rows).select_related("article", "entitlement").order_by("-at", "-pk")[:AT_MOST]
    house = House.get()
    return JsonResponse({"notices": [_notice(row, house) for row in chosen]}, headers=PRIVATE)


@csrf_exempt
@require_POST
def acknowledgements(request: HttpRequest, slug: str) -> HttpResponse:
    """See above. 200 noted, now or before; 400 not understood; 404 never offered, or another state by now."""
    now = clock.now()
    key = admitted(request, slug, Right(), now)
    if isinstance(key, HttpResponse):
        return key
    article, status = _said(request)
    if not article:
        return _wrong("send JSON with the id of an article as the feeds have it, and its status", 400)
    try:
        row = acknowledge(key.partner, article, status, f"key {key.name}", now)
    except NoSuchNotice as error:
        return _wrong(str(error), 404)
    said = {"id": article, "status": row.status, "acknowledged_at": stamp(row.at)}
    return JsonResponse(said, headers=PRIVATE)


def _said(request: HttpRequest) -> tuple[str, str]:
    """The article's key and the status that a request names; empty where it cannot be understood."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        return "", ""
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError):
        return "", ""
    if not isinstance(said, dict):
        return "", ""
    named, status = KEY.fullmatch(str(said.get("id", ""))), said.get("status", "")
    return (named[1] if named else ""), (status if isinstance(status, str) else "?")


def _wrong(says: str, status: int) -> HttpResponse:
    return JsonResponse({"error": says}, status=status, headers=PRIVATE)


def _notice(row: Offer, house: House) -> dict[str, Any]:
    moments = {"fetched": "fetched_at", "pushed": "pushed_at", "acknowledged": "acknowledged_at"}
    taken = {name: getattr(row, column) for name, column in moments.items()}
    return {
        "id": f"tag:{house.tag_authority}:{row.article.key}/{row.entitlement.language}",
        "status": row.status,
        "version": row.turn,
        "at": stamp(row.at),
        "taken": {name: stamp(at) for name, at in taken.items() if at},
    }
