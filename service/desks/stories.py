"""Which story an article belongs to: translations of one another are versions of one story."""

from datetime import datetime

from django.db.models import F, Q

from service.desks.models import Story, Version
from service.ingest.models import Article, Revision

FARTHEST = 5
"""Translations of translations are followed no farther."""


def story_of(article: Article, revision: Revision, now: datetime) -> Story:
    """The story of `article`, opened at `now` if there is none.

    A translation and its original find the same story whichever of them comes first: the original's if it
    has one, else one under the original's key.
    """
    original = _original(article, revision)
    if original is not None:
        return _present(original) or _open(original.key, now)
    return _present(article) or _of_translations(article, revision) or _open(article.key, now)


def _original(article: Article, revision: Revision) -> Article | None:
    """The article that `article` is a translation of, if it says so and its source has it."""
    found: Article | None = None
    seen = {article.pk}
    for _ in range(FARTHEST):
        if not revision.translation_of:
            return found
        above = _named(article, revision.translation_of)
        if above is None or above.pk in seen:
            return found
        found, seen = above, {*seen, above.pk}
        article, revision = above, above.latest
    return found


def _named(article: Article, name: str) -> Article | None:
    """The article of the same source that is known by the external id or the address `name`."""
    same = Article.objects.filter(source_id=article.source_id).exclude(pk=article.pk)
    return (
        same.filter(external_id=name).first()
        or same.filter(revisions__url=name, revisions__number=F("revision")).first()
    )


def _of_translations(article: Article, revision: Revision) -> Story | None:
    names = [name for name in (article.external_id, revision.url) if name]
    first = (
        Version.objects.filter(
            Q(article__revisions__translation_of__in=names),
            article__source_id=article.source_id,
            article__revisions__number=F("article__revision"),
        )
        .exclude(article=article)
        .select_related("story")
        .order_by("story__opened_at", "pk")
        .first()
    )
    return first.story if first else None


def _present(article: Article) -> Story | None:
    version = Version.objects.filter(article=article).select_related("story").first()
    return version.story if version else None


def _open(key: str, now: datetime) -> Story:
    return Story.objects.get_or_create(key=key, defaults={"opened_at": now})[0]
