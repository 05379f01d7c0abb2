"""POST /hooks/mail/<provider>: verify, keep, answer. What the notice means is found out by a worker.

200   kept, or known already
401   not the provider's, too old, or for a topic that is not ours: nothing is kept
404   a provider nobody knows, or one whose secret is not set
413   larger than any notice
503   the sender's certificate cannot be had now: the provider calls again
"""

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from service import clock
from service.errors import Unreachable, Unreadable, Unsafe
from service.feedback import arrivals
from service.feedback.hooks.providers import PROVIDERS
from service.feedback.hooks.signatures import identity
from service.feedback.hooks.sns import subscription_link
from service.house.models import set_aside
from service.ingest.fetch import LiveWeb, Web

log = structlog.get_logger()


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def mail_hook(request: HttpRequest, provider: str) -> HttpResponse:
    """See above. GET and HEAD only say that the address is right, which some providers ask first."""
    if not settings.MAIL_HOOKS.get(provider):
        return _said("no such hook", 404)
    if request.method != "POST":
        return _said("ready")
    try:
        raw = request.body
    except RequestDataTooBig:
        return _said("too large", 413)
    if len(raw) > arrivals.MOST_BYTES:
        return _said("too large", 413)
    return taken(provider, raw, _headers(request), LiveWeb())


def taken(provider: str, raw: bytes, headers: dict[str, str], web: Web) -> HttpResponse:
    """Verify and keep `raw`; `web` fetches certificates."""
    now = clock.now()
    try:
        name = identity(provider, raw, headers, now, web)
    except Unsafe as error:
        log.warning("hook.refused", provider=provider, error=str(error))
        return _said("not verified", 401)
    except (Unreachable, Unreadable) as error:
        log.warning("hook.put_off", provider=provider, error=str(error))
        return _said("come again", 503)
    if provider == "ses" and (link := subscription_link(raw)):
        set_aside(
            f"hook {provider}", f"Amazon asks whether its notices may come: open {link} to say yes", now
        )
        return _said("asked the operators")
    needed = ("content-type", *PROVIDERS[provider].headers)
    arrivals.keep_notice(provider, raw, {key: headers[key] for key in needed if key in headers}, name, now)
    return _said("kept")


def _headers(request: HttpRequest) -> dict[str, str]:
    return {name.lower(): value for name, value in request.headers.items()}


def _said(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(
        f"{text}\n", "text/plain; charset=utf-8", status, headers={"Cache-Control": "no-store"}
    )
