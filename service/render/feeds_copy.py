"""What stands in a feed: which versions, and the words around them in the feed's language.

A feed holds the articles that somebody who looks in every other day must not miss: the newest, those that
came in last (a source that was away brings old dates), and all that changed within the last two days before
the newest change. The window hangs on the articles' own dates, so the same articles make the same bytes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain

from django.db.models import Max, Q, QuerySet
from markupsafe import escape

from service.desks.models import Desk, Version
from service.house.models import House
from service.render.catalogue import speak
from service.render.feeds_text import is_web_address
from service.render.names import desk_name
from service.render.pieces import article_url, piece_of
from service.render.values import FeedCopy, Piece, Sibling

AT_LEAST = 50
HISTORY = timedelta(hours=48)
PRINTED = (
    *("article__key", "article__source__name", "story_id", "language", "title", "summary", "body", "authors"),
    *("topics", "regions", "passages", "url", "image", "minutes", "published_at", "updated_at"),
)
"""What a piece is made of: the rest of a version costs more to read than the feed to join."""


@dataclass(frozen=True, slots=True)
class Window:
    """The versions that stand in a feed, newest first; `opens_at` is when the next one may join them."""

    versions: tuple[Version, ...]
    opens_at: datetime | None


@dataclass(frozen=True, slots=True)
class Words:
    """The texts around a desk's articles, in one language."""

    title: str
    subtitle: str
    rights: str


def window(rows: QuerySet[Version], now: datetime) -> Window:
    """Choose from `rows`. A version that is dated after `now` waits until its moment has come."""
    waiting = rows.filter(Q(published_at__gt=now) | Q(updated_at__gt=now))
    dates = waiting.values_list("published_at", "updated_at")
    opens_at = min((max(pair) for pair in dates), default=None)
    ready = rows.filter(published_at__lte=now, updated_at__lte=now)
    chosen = Version.objects.filter(pk__in=_chosen(ready)).select_related("article__source").only(*PRINTED)
    return Window(tuple(chosen.order_by("-published_at", "article__key")), opens_at)


def _chosen(ready: QuerySet[Version]) -> set[int]:
    newest = ready.order_by("-published_at", "article__key").values_list("pk", "published_at")[:AT_LEAST]
    latest = ready.order_by("-released_at", "article__key").values_list("pk", "released_at")[:AT_LEAST]
    last_change = ready.aggregate(at=Max("updated_at"))["at"]
    changed = ready.order_by("pk").values_list("pk", "updated_at")
    recent = changed.filter(updated_at__gte=last_change - HISTORY) if last_change else ()
    return {pk for pk, _ in chain(newest, latest, recent)}


def pieces(
    versions: Iterable[Version], house: House, siblings: Mapping[int, tuple[Sibling, ...]] | None = None
) -> tuple[Piece, ...]:
    """The versions as a feed shows them. `siblings` are the other languages by version id.

    Some sources date a change before the publication: the publication counts then.
    """
    others = siblings or {}
    drawn = (piece_of(version, house, others.get(version.pk, ())) for version in versions)
    return tuple(replace(piece, updated=max(piece.updated, piece.published)) for piece in drawn)


def opening(copy: FeedCopy) -> Piece:
    """What stands in an RSS feed that has no article yet.

    RSS 2.0 allows a channel without items, but its published schema and some readers do not: whoever
    subscribes early is told that the feed is there, and it gives way to the first article.
    """
    moment = copy.updated.replace(microsecond=0)
    return Piece(
        id=f"{copy.id}/opening",
        url=copy.home_url,
        language=copy.language,
        title=speak(copy.language).gettext("This desk has no stories yet."),
        summary=str(escape(copy.subtitle)),
        body="",
        source=copy.house,
        published=moment,
        updated=moment,
        authors=(copy.house,),
    )


def translations(versions: Iterable[Version], house: House) -> dict[int, tuple[Sibling, ...]]:
    """For each version, by id, the same story's published versions in other languages, one a language."""
    wanted = list(versions)
    rows = Version.objects.filter(
        story__in={version.story_id for version in wanted}, state=Version.State.PUBLISHED
    )
    by_story: dict[int, dict[str, str]] = {}
    for row in rows.select_related("article").order_by("-published_at", "article__key"):
        by_story.setdefault(row.story_id, {}).setdefault(row.language, row.url or article_url(house, row))
    return {version.pk: _others(version, by_story.get(version.story_id, {})) for version in wanted}


def _others(version: Version, urls: Mapping[str, str]) -> tuple[Sibling, ...]:
    others = sorted((tag, url) for tag, url in urls.items() if tag != version.language)
    return tuple(Sibling(tag, url) for tag, url in others if is_web_address(url))


def words(house: House, desk: Desk, language: str) -> Words:
    """The public feed's words."""
    speech = speak(language)
    names = {"house": house.name, "desk": desk_name(desk.slug, desk.regions, desk.names, language)}
    return Words(
        title=speech.gettext("%(house)s: %(desk)s") % names,
        subtitle=speech.gettext("The latest articles of the %(desk)s desk of %(house)s.") % names,
        rights=speech.gettext("© %(house)s. All rights reserved.") % names,
    )


def partner_words(house: House, desk: Desk, language: str, partner: str) -> Words:
    """The words of the feed for the outlet called `partner`: its rights are those of a contract."""
    speech = speak(language)
    names = {
        "house": house.name,
        "desk": desk_name(desk.slug, desk.regions, desk.names, language),
        "partner": partner,
    }
    return Words(
        title=speech.gettext("%(house)s: %(desk)s, for %(partner)s") % names,
        subtitle=speech.gettext("Full articles of the %(desk)s desk of %(house)s.") % names,
        rights=speech.gettext("© %(house)s. For use by %(partner)s under its contract only.") % names,
    )
