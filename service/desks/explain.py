"""Why an article is in its language, on its desks, held or not: all its reasons in one place."""

from collections.abc import Mapping
from typing import Any

from service.desks import topics
from service.desks.board import Board
from service.desks.holdings import ancestors
from service.desks.models import Desk, Version
from service.desks.place import by, columns, decide_on
from service.house.models import House
from service.ingest.models import Article

TOLD = (
    "url",
    "title",
    "title_because",
    "language",
    "language_because",
    "passages",
    "authors",
    "biography",
    "regions",
)
"""The columns of a version that are told as they are, before its desks."""
JUDGED = ("subjects", "kept_off", "flags")
"""Those that are told beside its desks and after them."""


def explain(article: Article, house: House) -> dict[str, Any]:
    """The reasons behind `article` as it stands; for one that was never placed, as it would stand.

    Values that JSON can hold. `passages` count characters of the body's plain text.
    """
    version = Version.objects.filter(article=article).select_related("story", "translation_of").first()
    told = _placed(version) if version else _unplaced(article, house)
    return {
        "id": article.key,
        "source": article.source.name,
        "external_id": article.external_id,
        **told,
        "rulings": _said(article),
    }


def _placed(version: Version) -> dict[str, Any]:
    placements = version.placements.select_related("desk__parent").order_by("desk__slug")
    told = _told(
        {name: getattr(version, name) for name in (*TOLD, *JUDGED)},
        _desks([(one.desk, one.because, one.by) for one in placements]),
        version.story.key,
        version.state,
    )
    original = version.translation_of
    return told | {
        "story_because": version.story_because,
        "translation_of": original.external_id if original else None,
        "translated_from": version.translated_from,
    }


def _unplaced(article: Article, house: House) -> dict[str, Any]:
    revision = article.latest
    decision = decide_on(article, revision, Board.of(house), None)
    by_id = Desk.objects.select_related("parent").in_bulk([one.desk for one in decision.standings])
    standings = [(by_id[one.desk], one.because, by(one.pinned)) for one in decision.standings]
    return _told(columns(revision, decision), _desks(standings), None, "unplaced")


def _told(
    values: Mapping[str, Any], desks: list[dict[str, str]], story: str | None, state: str
) -> dict[str, Any]:
    told = {name: values[name] for name in TOLD}
    told["title_because"] = told["title_because"] or "the source's own"
    nobody = {"story_because": "", "translation_of": None, "translated_from": None}
    about = [{**one, "name": topics.name(one["code"])} for one in values["subjects"]]
    return {
        **told,
        "topics": about,
        "desks": desks,
        "kept_off": values["kept_off"],
        "story": story,
        **nobody,
        "flags": values["flags"],
        "state": state,
    }


def _desks(placements: list[tuple[Desk, str, str]]) -> list[dict[str, str]]:
    """The desks with their reasons and whose word it is, then the desks above that hold it through them."""
    told = {desk.slug: (because, by) for desk, because, by in placements}
    for desk, _, _ in placements:
        for above in ancestors(desk):
            told.setdefault(above.slug, (f"it holds what {desk.slug} holds", "desk"))
    return [{"slug": slug, "because": because, "by": by} for slug, (because, by) in told.items()]


def _said(article: Article) -> list[dict[str, str]]:
    """The editors' words on the article, in the order they were said."""
    rows = article.rulings.select_related("desk").order_by("pk")
    return [
        {
            "code": f"{row.kind} {row.desk.slug}" if row.desk else row.kind,
            "because": f"{row.who} on {row.at:%Y-%m-%d %H:%M} UTC" + (f": {row.note}" if row.note else ""),
        }
        for row in rows
    ]
