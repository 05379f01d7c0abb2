"""Why an article is in its language, on its desks, held or not: all its reasons in one place."""

from typing import Any

from service.desks.holdings import ancestors
from service.desks.models import Desk, Version
from service.desks.place import decide_on
from service.house.models import House
from service.ingest.models import Article


def explain(article: Article, house: House) -> dict[str, Any]:
    """The reasons behind `article` as it stands; for one that was never placed, as it would stand.

    Values that JSON can hold. `passages` count characters of the body's plain text.
    """
    version = Version.objects.filter(article=article).select_related("story").first()
    told = _placed(version) if version else _unplaced(article, house)
    return {
        "id": article.key,
        "source": article.source.name,
        "external_id": article.external_id,
        **told,
    }


def _placed(version: Version) -> dict[str, Any]:
    placements = version.placements.select_related("desk__parent").order_by("desk__slug")
    return {
        "url": version.url,
        "title": version.title,
        "title_because": version.title_because or "the source's own",
        "language": version.language,
        "language_because": version.language_because,
        "passages": version.passages,
        "authors": version.authors,
        "biography": version.biography,
        "regions": version.regions,
        "desks": _desks([(one.desk, one.because) for one in placements]),
        "story": version.story.key,
        "flags": version.flags,
        "state": version.state,
    }


def _unplaced(article: Article, house: House) -> dict[str, Any]:
    revision = article.latest
    decision = decide_on(article, revision, house)
    by_id = Desk.objects.select_related("parent").in_bulk([one.desk for one in decision.standings])
    return {
        "url": revision.url,
        "title": decision.title,
        "title_because": decision.title_because or "the source's own",
        "language": decision.language,
        "language_because": decision.language_because,
        "passages": [
            {
                "language": one.language,
                "start": one.start,
                "end": one.end,
                "text": decision.text[one.start : one.end],
            }
            for one in decision.passages
        ],
        "authors": list(decision.authors),
        "biography": decision.biography,
        "regions": [
            {"code": one.code, "because": one.because, "weight": one.weight} for one in decision.regions
        ],
        "desks": _desks([(by_id[one.desk], one.because) for one in decision.standings]),
        "story": None,
        "flags": [{"code": code, "because": because} for code, because in decision.flags],
        "state": "unplaced",
    }


def _desks(placements: list[tuple[Desk, str]]) -> list[dict[str, str]]:
    """The desks with their reasons, then the desks above that hold it through them."""
    told = {desk.slug: because for desk, because in placements}
    for desk, _ in placements:
        for above in ancestors(desk):
            told.setdefault(above.slug, f"it holds what {desk.slug} holds")
    return [{"slug": slug, "because": because} for slug, because in told.items()]
