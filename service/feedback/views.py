"""The page behind a mail's unsubscribe link, and the one-click POST of RFC 8058 at the same address.

GET shows a button and changes nothing: scanners follow every link in a mail. POST acts, by what its body
says, without cookies, login or redirect, and answers the same however often it comes:

    List-Unsubscribe=One-Click   from a mailbox provider: the list is left; one short line
    action=leave                 from the page's button: the list is left; the page offers to undo
    action=undo                  from that page: it is taken back
"""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from service import clock
from service.audience.addresses import masked
from service.audience.links import read_unsubscribe
from service.audience.models import Subscription
from service.audience.notices import browser_languages, frame, housed, page
from service.audience.speaking import spoken
from service.feedback.leaving import leave, take_back
from service.house.models import House
from service.render.names import desk_name
from service.render.pages import unsubscribe_page
from service.render.values import UnsubscribeCopy


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@housed
def unsubscribe(request: HttpRequest, house: House, token: str) -> HttpResponseBase:
    """The page or the act, for the list that `token` names; 404 for a token that is not ours."""
    subscription = read_unsubscribe(token)
    if subscription is None:
        return _unknown(request, house)
    if request.method != "POST":
        return _answer(request, house, subscription, "ask" if subscription.ended_at is None else "done")
    now = clock.now()
    if request.POST.get("List-Unsubscribe") == "One-Click":
        leave(subscription, "one-click", now)
        return _private(HttpResponse("unsubscribed\n", content_type="text/plain; charset=utf-8"))
    action = request.POST.get("action")
    if action == "leave":
        leave(subscription, "page", now)
        return _answer(request, house, subscription, "done")
    if action == "undo":
        back = take_back(subscription, "page", now)
        return _answer(request, house, subscription, "undone" if back else "done")
    said = "Say List-Unsubscribe=One-Click in the body.\n"
    return _private(HttpResponse(said, content_type="text/plain; charset=utf-8", status=400))


def _answer(request: HttpRequest, house: House, subscription: Subscription, state: str) -> HttpResponse:
    """The page in the reader's own language. It shows nothing of the reader but this list."""
    language, desk = spoken(subscription.reader.languages, house.languages), subscription.desk
    copy = UnsubscribeCopy(
        frame=frame(house, language, request.path),
        state=state,
        desk_name=desk_name(desk.slug, desk.regions, desk.names, language),
        cadence=subscription.cadence,
        address=masked(subscription.reader.address),
        action=request.path,
    )
    return _private(page(unsubscribe_page(copy), language))


def _unknown(request: HttpRequest, house: House) -> HttpResponse:
    language = spoken(browser_languages(request), house.languages)
    copy = UnsubscribeCopy(frame=frame(house, language, request.path), state="unknown")
    return _private(page(unsubscribe_page(copy), language, 404))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
