"""The web view of a digest: the mail as it was sent, without anything of a reader; and all past ones."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from service.audience.notices import housed, notice, page
from service.delivery.models import Message
from service.desks.models import Desk
from service.digests.archive import archive_copy, find, shown
from service.house.models import House
from service.render.pages import archive_page

POLICY = {
    "default-src": [NONE],
    "script-src": [NONE],
    "connect-src": [NONE],
    "font-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": [SELF, "https:"],
    "form-action": [NONE],
    "frame-ancestors": [NONE],
    "base-uri": [NONE],
}
"""A mail carries its styles in itself, as mail programs ask; nothing else of it is trusted."""


@csp_replace(POLICY)
@require_safe
@housed
def view(request: HttpRequest, house: House, key: str) -> HttpResponseBase:
    """The digest whose message has the unguessable `key`."""
    message = Message.objects.filter(key=key, mailing__edition__isnull=False).first()
    if message is None:
        return notice(request, house, 404)
    response = page(message.view, message.language)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@housed
def archive(request: HttpRequest, house: House, language: str, slug: str) -> HttpResponseBase:
    """The past digests of the desk `slug` in `language`."""
    desk = Desk.objects.filter(slug=slug).first()
    if desk is None or language not in house.languages:
        return notice(request, house, 404, [language])
    return page(archive_page(archive_copy(house, language, desk)), language)


@csp_replace(POLICY)
@require_safe
@housed
def past(request: HttpRequest, house: House, language: str, slug: str, name: str) -> HttpResponseBase:
    """The past edition `name` of the desk `slug` in `language`, at an address that stays."""
    desk = Desk.objects.filter(slug=slug).first()
    edition = find(desk, name) if desk else None
    message = shown(edition, language) if edition else None
    if message is None:
        return notice(request, house, 404, [language])
    return page(message.view, message.language)
