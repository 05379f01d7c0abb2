"""Which story an article belongs to: translations of one another are versions of one story.

What an article declares of its original counts first, then what others declare of it, then what is left of it
without its language (gist): the same numbers, names and places at the same points of the text.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db.models import F, Q

from service.desks.gist import Gist
from service.desks.kin import Field, Known
from service.desks.models import Story, Version
from service.ingest.models import Article, Revision, Source

FARTHEST = 5
"""Translations of translations are followed no farther."""
WINDOW = timedelta(hours=48)
"""Undeclared translations are published within so long of each other."""
MOST = 400
"""Versions, those published nearest in time, that an article is compared with."""
DECLARED = "it declares its original"
TOLD = 5
"""Signs that are named as reasons."""


@dataclass(frozen=True, slots=True)
class Kinship:
    """The story of an article, and why; its original and the original's revision that it was made from."""

    story: Story
    because: str = ""
    original: Article | None = None
    revision: int | None = None


def kinship(article: Article, revision: Revision, language: str, gist: Gist, now: datetime) -> Kinship:
    """Where `article`, which is in `language` and has `gist`, belongs; a new story opens at `now`.

    A translation and its original find the same story whichever of them comes first. Stories that turn out
    to be one through this article are joined. Called within the transaction that saves the version.
    """
    original = _original(article, revision)
    if original is not None:
        story = _present(original) or _open(original.key, now)
        return Kinship(story, DECLARED, original, made_from(original, revision))
    present = _present(article)
    declared = _of_translations(article, revision)
    if declared is not None and (present is None or _alone(article, present)):
        return Kinship(declared, "its translation declares it")
    if present is not None and not _alone(article, present):
        return _among(article, revision, present)
    return _matched(article, revision, language, gist) or Kinship(present or _open(article.key, now))


def made_from(original: Article, translation: Revision) -> int:
    """The revision (its number) that `original` had when the translation came; its first if it came later."""
    before = original.revisions.filter(taken_at__lte=translation.taken_at).order_by("-number").first()
    return before.number if before else 1


def stale(version: Version | None, revision: Revision) -> str:
    """Why the translation `revision` is older than its original, "" if it is not or is no translation."""
    original = version.translation_of if version else None
    if original is None:
        return ""
    made = made_from(original, revision)
    placed = Version.objects.filter(article=original).first()
    if placed is None or placed.revision <= made:
        return ""
    return f"it was made from revision {made} of {original.external_id}, which is at {placed.revision} now"


def translations(article: Article) -> list[int]:
    """The articles (ids) that are translations of `article`."""
    return list(Version.objects.filter(translation_of=article).values_list("article", flat=True))


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


def _alone(article: Article, story: Story) -> bool:
    return not Version.objects.filter(story=story).exclude(article=article).exists()


def _among(article: Article, revision: Revision, story: Story) -> Kinship:
    """A story that the article shares with others already: it stays there, as it was joined."""
    version = Version.objects.select_related("translation_of").get(article=article)
    original = version.translation_of
    made = made_from(original, revision) if original else None
    return Kinship(story, version.story_because, original, made)


def _matched(article: Article, revision: Revision, language: str, gist: Gist) -> Kinship | None:
    """The story that the article is a translation of, though nobody said so."""
    known = _field(article, revision, language)
    match = Field(known).match(gist, language) if known else None
    if match is None:
        return None
    story = Story.objects.get(pk=match.story)
    Version.objects.filter(story__in=match.same).update(story=story)
    nearest = Version.objects.select_related("article__source").get(pk=match.version)
    shared = ", ".join(sign[1:] for sign in match.shared[:TOLD])
    said = f"it shares {len(match.shared)} numbers, names and places with {nearest.article}: {shared}"
    original = _first(article, revision, story)
    return Kinship(story, said[:300], original, made_from(original, revision) if original else None)


def _first(article: Article, revision: Revision, story: Story) -> Article | None:
    """The article of `story` that was published first; None, and told to the others, if it is this one."""
    others = Version.objects.filter(story=story).order_by("published_at", "pk").select_related("article")
    first = others[0]
    if first.published_at <= revision.published_at:
        return first.article
    undeclared = others.exclude(story_because=DECLARED)
    undeclared.update(translation_of=article, translated_from=revision.number)
    return None


def _field(article: Article, revision: Revision, language: str) -> list[Known]:
    """The versions that may be translations of `article`: of its site, in other languages, of its days.

    The source's row is locked, so that two translations that are placed at the same moment by two workers
    find each other: the second waits for the first to be saved.
    """
    Source.objects.select_for_update().get(pk=article.source_id)
    near = Version.objects.filter(
        article__source__in=_family(article.source),
        published_at__range=(revision.published_at - WINDOW, revision.published_at + WINDOW),
    )
    others = near.exclude(article=article).exclude(state=Version.State.WITHDRAWN)
    if not others.exclude(language=language).exists():
        return []
    rows = others.order_by("-published_at", "pk").values_list("pk", "story", "language", "gist")[:MOST]
    return [Known(*row) for row in rows]


def _family(source: Source) -> list[int]:
    """The sources (ids) of the same site: a newsroom often has one for each language."""
    site = _site(source.location)
    if not site:
        return [source.pk]
    return [pk for pk, location in Source.objects.values_list("pk", "location") if _site(location) == site]


def _site(location: str) -> str:
    """The site of an address, whichever language's part of it: fr.a.example and www.a.example are one."""
    host = urlsplit(location).hostname or ""
    first, _, rest = host.partition(".")
    return rest if "." in rest and (first == "www" or len(first) == 2) else host


def _open(key: str, now: datetime) -> Story:
    return Story.objects.get_or_create(key=key, defaults={"opened_at": now})[0]
