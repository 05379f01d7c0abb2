"""What stands on the pages for people: copy for render, out of the tables."""

from collections.abc import Iterable

from django.db.models import Count

from service.audience.negotiation import nearest
from service.audience.notices import frame
from service.desks.holdings import ancestors, versions_of
from service.desks.models import Desk, Version
from service.feeds.models import FeedDocument
from service.house.models import House
from service.render.names import desk_name
from service.render.pieces import article_url, piece_of
from service.render.values import ArticleCopy, DeskCopy, DeskLine, FeedLink, Piece, Sibling, StartCopy

STORIES = 40
"""Stories on a desk's page."""
LOOKED_AT = 6 * STORIES
"""Versions among which they are found: as many as if each story were in six languages."""


def start_copy(house: House, language: str) -> StartCopy:
    """The start page in `language`: the desks with their stories in it, and how many each language has."""
    desks = Desk.objects.all()
    published = Version.objects.filter(state=Version.State.PUBLISHED, placements__isnull=False)
    counts = dict(
        published.order_by().values_list("language").annotate(stories=Count("story", distinct=True))
    )
    languages = _languages(house, "/{}/")
    return StartCopy(
        frame=frame(house, language, f"/{language}/", languages),
        desks=tuple(_nested(house, language, list(desks), None)),
        stories_by_language=tuple((sibling, counts.get(sibling.language, 0)) for sibling in languages),
    )


def _nested(house: House, language: str, desks: list[Desk], parent: int | None) -> Iterable[DeskLine]:
    for row in desks:
        if row.parent_id == parent:
            stories = versions_of(row, language).order_by().values("story").distinct().count()
            yield _line(house, language, row, stories, tuple(_nested(house, language, desks, row.pk)))


def _line(
    house: House, language: str, row: Desk, stories: int = 0, children: tuple[DeskLine, ...] = ()
) -> DeskLine:
    name = desk_name(row.slug, row.regions, row.names, language)
    return DeskLine(row.slug, name, f"{house.address}/{language}/{row.slug}/", stories, children)


def desk_copy(house: House, language: str, row: Desk) -> DeskCopy:
    """The page of the desk `row` in `language`: its newest stories, its feeds, the desks around it."""
    feeds = tuple(
        FeedLink(name, f"{house.address}/feeds/{row.slug}/{language}/{name}")
        for name in FeedDocument.Format.values
    )
    return DeskCopy(
        frame=frame(
            house, language, f"/{language}/{row.slug}/", _languages(house, f"/{{}}/{row.slug}/"), feeds
        ),
        slug=row.slug,
        name=desk_name(row.slug, row.regions, row.names, language),
        accent=row.accent,
        pieces=tuple(_river(house, language, row)),
        feeds=feeds,
        parents=tuple(_line(house, language, parent) for parent in reversed(ancestors(row))),
        children=tuple(_line(house, language, child) for child in row.children.all()),
        archive_url=f"{house.address}/{language}/{row.slug}/archive/",
    )


def _river(house: House, language: str, row: Desk) -> Iterable[Piece]:
    """The desk's newest stories, each in the version nearest to `language`."""
    stories: dict[int, dict[str, Version]] = {}
    for version in versions_of(row)[:LOOKED_AT]:
        stories.setdefault(version.story_id, {}).setdefault(version.language, version)
    for versions in list(stories.values())[:STORIES]:
        own = [other for other in house.languages if other in versions]
        best = nearest([language], own or sorted(versions))
        yield piece_of(versions[best], house, tuple(_siblings(house, versions.values(), best)))


def article_copy(house: House, language: str, version: Version) -> ArticleCopy:
    """The own page of `version`; `language` is that of the words around it."""
    others = version.story.versions.select_related("article").filter(state=Version.State.PUBLISHED)
    siblings = tuple(_siblings(house, others.order_by("language"), version.language))
    own = article_url(house, version)
    places = [placement.desk for placement in version.placements.select_related("desk")]
    here = nearest([language], house.languages)
    return ArticleCopy(
        frame=frame(house, language, own.removeprefix(house.address), siblings),
        piece=piece_of(version, house, siblings),
        desks=tuple(_line(house, here, place) for place in places),
        canonical_url=version.url or own,
    )


def _siblings(house: House, versions: Iterable[Version], language: str) -> Iterable[Sibling]:
    """The own pages of a story's versions in other languages than `language`."""
    for version in versions:
        if version.language != language:
            yield Sibling(version.language, article_url(house, version))


def _languages(house: House, path: str) -> tuple[Sibling, ...]:
    return tuple(Sibling(language, house.address + path.format(language)) for language in house.languages)
