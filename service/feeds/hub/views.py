"""POST /hub: a subscriber asks to be told of a feed's changes, or no more (WebSub section 5.1).

202   kept; the callback is asked whether it meant it before anything changes
400   not in order; the answer says what is not
413   larger than any honest request
429   the callback's host was asked too often in this hour, with Retry-After
"""

import structlog
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from service import clock
from service.errors import NotYet, Unsafe
from service.feeds.hub.asking import asked
from service.feeds.hub.register import register
from service.house.models import House

LARGEST = 8192
"""Bytes of a request."""
FORM = "application/x-www-form-urlencoded"

log = structlog.get_logger()


@csrf_exempt
@require_POST
def hub(request: HttpRequest) -> HttpResponse:
    """See above."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if request.content_type != FORM:
        return _said(f"the body must be a form: {FORM}", 400)
    if not length.isdigit() or int(length) > LARGEST or len(request.body) > LARGEST:
        return _said(f"a request has at most {LARGEST} bytes", 413)
    try:
        wanted = asked(dict(request.POST.lists()), request.is_secure() or not settings.HTTPS)
        register(wanted, House.get(), clock.now())
    except (Unsafe, SuspiciousOperation) as error:
        return _said(str(error), 400)
    except NotYet as error:
        answer = _said(str(error), 429)
        answer["Retry-After"] = str(int(error.after or 60) + 1)
        return answer
    log.info("hub.asked", mode=wanted.mode, topic=wanted.topic, host=wanted.host)
    return _said("your callback is asked to confirm", 202)


def _said(text: str, status: int) -> HttpResponse:
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(f"{text}\n", "text/plain; charset=utf-8", status, headers=headers)
