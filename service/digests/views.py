"""The web view of a digest: the mail as it was sent, without anything of a reader."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from service.audience.notices import housed, notice, page
from service.delivery.models import Message
from service.house.models import House

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
