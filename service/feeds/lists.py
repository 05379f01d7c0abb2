"""What programs look for before they read: the list of feeds, the news sitemap and robots.txt."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from service import clock
from service.audience.notices import housed
from service.desks.models import Desk, Version
from service.feeds.models import FeedDocument
from service.house.models import House
from service.render import feeds_copy
from service.render.opml import OPML_TYPE, SITEMAP_TYPE, Listed, Mapped, opml, sitemap
from service.render.pieces import article_url

NEWS_AGE = timedelta(days=2)
"""Articles that are older do not belong into a news sitemap."""
NEWS_AT_MOST = 1000
"""Articles that a news sitemap may hold."""


@require_safe
@housed
def feed_list(request: HttpRequest, house: House, language: str) -> HttpResponse:
    """The Atom feeds of all desks in `language`, as OPML 2.0."""
    if language not in house.languages:
        return HttpResponse("There is no such list.\n", content_type="text/plain; charset=utf-8", status=404)
    rows = FeedDocument.objects.filter(language=language, format=FeedDocument.Format.ATOM)
    feeds = [_listed(house, row.desk, language) for row in rows.select_related("desk").order_by("desk__slug")]
    return _said(opml(house.name, feeds), OPML_TYPE, 3600)


@require_safe
@housed
def news_sitemap(request: HttpRequest, house: House, language: str) -> HttpResponse:
    """The last two days' articles in `language` that stand on a desk, newest first."""
    now = clock.now()
    rows = Version.objects.filter(
        state=Version.State.PUBLISHED,
        language=language,
        published_at__gt=now - NEWS_AGE,
        published_at__lte=now,
        placements__isnull=False,
    )
    rows = rows.select_related("article").only("article__key", "language", "title", "published_at")
    chosen = rows.distinct().order_by("-published_at", "pk")[:NEWS_AT_MOST]
    mapped = [Mapped(article_url(house, row), language, row.title, row.published_at) for row in chosen]
    return _said(sitemap(house.name, mapped), SITEMAP_TYPE, 300)


@require_safe
@housed
def robots(request: HttpRequest, house: House) -> HttpResponse:
    """Everybody may read; the sitemaps by name; what belongs to one reader or partner is left alone."""
    closed = "".join(f"Disallow: /{place}/\n" for place in ("newsroom", "partners", "unsubscribe", "view"))
    maps = "".join(f"Sitemap: {house.address}/sitemap-{tag}.xml\n" for tag in house.languages)
    return _said(f"User-agent: *\n{closed}\n{maps}".encode(), "text/plain", 3600)


def _listed(house: House, desk: Desk, language: str) -> Listed:
    return Listed(
        title=feeds_copy.words(house, desk, language).title,
        language=language,
        feed_url=f"{house.address}/feeds/{desk.slug}/{language}/{FeedDocument.Format.ATOM}",
        home_url=f"{house.address}/{language}/{desk.slug}/",
    )


def _said(body: bytes, kind: str, seconds: int) -> HttpResponse:
    response = HttpResponse(body, content_type=f"{kind}; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={seconds}"
    return response
