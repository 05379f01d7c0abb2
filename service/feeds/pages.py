"""The pages for people: the start page, a desk's page, an article's own page, each in a language.

The language is that of the address; at the root, the nearest to what the browser asks for. Nothing here
changes anything.
"""

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from service.audience.negotiation import nearest
from service.audience.notices import browser_languages, housed, notice, page
from service.audience.speaking import spoken
from service.desks.models import Desk, Version
from service.feeds.fronts import article_copy, desk_copy, start_copy
from service.house.models import House
from service.render.pages import article_page, desk_page, start_page
from service.render.pieces import article_url


@require_safe
@housed
def root(request: HttpRequest, house: House) -> HttpResponseBase:
    """The start page in the language nearest to what the browser asks for."""
    language = nearest(browser_languages(request), house.languages)
    response = page(start_page(start_copy(house, language)), language)
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
@housed
def start(request: HttpRequest, house: House, language: str) -> HttpResponseBase:
    """The start page in `language`."""
    if language not in house.languages:
        return _elsewhere(request, house, language)
    return page(start_page(start_copy(house, language)), language)


@require_safe
@housed
def desk(request: HttpRequest, house: House, language: str, slug: str) -> HttpResponseBase:
    """The page of the desk `slug` in `language`."""
    if language not in house.languages:
        return _elsewhere(request, house, language)
    found = Desk.objects.select_related("parent").filter(slug=slug).first()
    if found is None:
        return notice(request, house, 404, [language])
    return page(desk_page(desk_copy(house, language, found)), language)


@require_safe
@housed
def article(request: HttpRequest, house: House, language: str, key: str) -> HttpResponseBase:
    """The own page of the article `key`; 410 once it was taken back."""
    rows = Version.objects.select_related("article__source", "story")
    version = rows.filter(article__key=key).exclude(state=Version.State.HELD).first()
    if version is None:
        return notice(request, house, 404, [language])
    if version.state == Version.State.WITHDRAWN:
        return notice(request, house, 410, [language])
    if language != version.language:
        return HttpResponsePermanentRedirect(article_url(house, version).removeprefix(house.address))
    spoken_here = spoken([language], house.languages)
    return page(article_page(article_copy(house, spoken_here, version)), language)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Django's handler of addresses that nothing answers."""
    return housed(notice)(request, 404)


def _elsewhere(request: HttpRequest, house: House, language: str) -> HttpResponseBase:
    """To the same page where only the letters' case was wrong (RFC 5646 section 2.1.1); else not found."""
    for own in house.languages:
        if own.lower() == language.lower():
            return HttpResponsePermanentRedirect(request.path.replace(f"/{language}/", f"/{own}/", 1))
    return notice(request, house, 404, [language])
