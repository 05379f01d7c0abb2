"""A version out of the tables becomes a piece for the page."""

from service.desks.models import Version
from service.house.models import House
from service.render.values import Image, Passage, Piece, Sibling


def piece_of(version: Version, house: House, siblings: tuple[Sibling, ...] = ()) -> Piece:
    """`version` as a Piece. It needs `version.article.source` (select_related spares the queries).

    Dates are whole seconds: feeds and pages say no more, and a date must not be later than what is said.
    """
    return Piece(
        id=f"tag:{house.tag_authority}:{version.article.key}/{version.language}",
        url=version.url or article_url(house, version),
        language=version.language,
        title=version.title,
        summary=version.summary,
        body=version.body,
        source=version.article.source.name,
        published=version.published_at.replace(microsecond=0),
        updated=version.updated_at.replace(microsecond=0),
        authors=tuple(version.authors),
        topics=tuple(version.topics),
        regions=tuple(region["code"] for region in version.regions),
        passages=tuple(Passage(passage["language"], passage["text"]) for passage in version.passages),
        image=Image(**version.image) if version.image else None,
        minutes=version.minutes,
        siblings=siblings,
    )


def article_url(house: House, version: Version) -> str:
    """The address of the version's own page here."""
    return f"{house.address}/{version.language}/article/{version.article.key}/"
