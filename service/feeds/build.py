"""A feed document is built from the desk's articles and put under the feeds' folder."""

from dataclasses import replace
from datetime import datetime

from django.conf import settings

from service.desks.holdings import versions_of
from service.feeds.models import FeedDocument
from service.house.models import House
from service.press.run import Built, Job, run
from service.render import feeds_copy
from service.render.feeds import DRAW
from service.render.values import FeedCopy, Sibling

__all__ = ["Built", "address", "copy_of", "publish"]


def publish(document: FeedDocument, house: House, now: datetime) -> Built:
    """Build the claimed `document` and write its file where its bytes changed.

    The result's values are for lease.finish: the row's columns, and `again_at` where an article waits for its
    moment.
    """
    window = feeds_copy.window(versions_of(document.desk, document.language), now)
    job = Job(
        root=settings.FEEDS_ROOT,
        path=document.path,
        copy=copy_of(document, house, window),
        draw=DRAW[document.format],
        again_at=window.opens_at,
    )
    return run(document, job, f"feed {document.path}", now)


def copy_of(document: FeedDocument, house: House, window: feeds_copy.Window) -> FeedCopy:
    """The copy of `document`: the same for the same articles, house and sibling documents."""
    desk, language = document.desk, document.language
    words = feeds_copy.words(house, desk, language)
    pieces = feeds_copy.pieces(window.versions, house)
    copy = FeedCopy(
        id=f"tag:{house.tag_authority}:feed/{desk.slug}/{language}",
        title=words.title,
        subtitle=words.subtitle,
        language=language,
        self_url=address(document, house),
        home_url=f"{house.address}/{language}/{desk.slug}/",
        house=house.name,
        rights=words.rights,
        updated=max((piece.updated for piece in pieces), default=desk.founded_at),
        pieces=pieces,
        siblings=_siblings(document, house),
        hub=f"{house.address}/hub",
    )
    empty_rss = document.format == FeedDocument.Format.RSS and not pieces
    return replace(copy, pieces=(feeds_copy.opening(copy),)) if empty_rss else copy


def address(document: FeedDocument, house: House) -> str:
    """The one address of `document`, whoever asks for it by whatever host name."""
    return f"{house.address}/feeds/{document.path}"


def _siblings(document: FeedDocument, house: House) -> tuple[Sibling, ...]:
    """The same feed in the desk's other languages, by tag."""
    same = FeedDocument.objects.filter(desk=document.desk, format=document.format)
    others = same.exclude(language=document.language).select_related("desk").order_by("language")
    return tuple(Sibling(other.language, address(other, house)) for other in others)
