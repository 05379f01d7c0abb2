"""A partner takes its feed: key in the Authorization header, bytes from the partners' folder, a receipt."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from service import clock
from service.press.conditional import codings, http_date, not_modified
from service.press.shelf import Lifted, lifted
from service.render.feeds import ATOM_TYPE
from service.syndication.access import Answer, Known, judged
from service.syndication.keys import Shown, key_digest, shown
from service.syndication.models import Entitlement, PartnerKey, Receipt

CHALLENGES = 'Basic realm="partners", charset="UTF-8", Bearer realm="partners"'
PRIVATE = {
    "Cache-Control": "private, no-store",
    "Vary": "Authorization, Accept-Encoding",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
}
BUILDING = Answer(503, "This feed is being built. Come back in a minute.\n")


@require_safe
def partner_feed(request: HttpRequest, slug: str, desk: str, lang: str) -> HttpResponse:
    """GET or HEAD /partners/{slug}/{desk}/{lang}/atom.xml."""
    now = clock.now()
    entitlement = (
        Entitlement.objects.select_related("partner", "desk")
        .filter(partner__slug=slug, desk__slug=desk, language=lang, ended_at=None)
        .first()
    )
    credentials = shown(request.headers.get("Authorization", ""))
    answer = judged(slug, credentials, _known(credentials), entitlement is not None, now)
    if answer.status != 200 or entitlement is None:
        return _refusal(answer)
    accepted = codings(request.headers.get("Accept-Encoding", ""))
    with lifted(settings.PARTNERS_ROOT, entitlement.path, accepted) as document:
        if document is None:
            return _refusal(BUILDING)
        response = _taken(request, document, lang)
        if request.method == "GET":
            Receipt.objects.create(
                entitlement=entitlement, sha256=document.sha256, status=response.status_code, at=now
            )
        return response


def _known(credentials: Shown | None) -> Known | None:
    if credentials is None:
        return None
    rows = PartnerKey.objects.select_related("partner").filter(sha256=key_digest(credentials.key))
    key = rows.first()
    if key is None:
        return None
    return Known(key.sha256, key.partner.slug, key.partner.active, key.since, key.ends_at)


def _taken(request: HttpRequest, document: Lifted, language: str) -> HttpResponse:
    asked = {name.lower(): value for name, value in request.headers.items()}
    validators = {"ETag": document.etag, "Last-Modified": http_date(document.modified)}
    if not_modified(asked, document.etag, document.modified):
        return HttpResponse(status=304, headers=PRIVATE | validators)
    about = {"Content-Type": f"{ATOM_TYPE}; charset=utf-8", "Content-Language": language}
    if document.coding != "identity":
        about["Content-Encoding"] = document.coding
    return HttpResponse(document.body(), headers=PRIVATE | validators | about)


def _refusal(answer: Answer) -> HttpResponse:
    response = HttpResponse(
        answer.says, status=answer.status, content_type="text/plain; charset=utf-8", headers=PRIVATE
    )
    if answer.status == 401:
        response["WWW-Authenticate"] = CHALLENGES
    if answer.status == 503:
        response["Retry-After"] = "60"
    return response
