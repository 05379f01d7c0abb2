"""Copies of what is still under embargo, for partners whose contract allows it: in documents of their own.

Nothing of them stands in any other document before the moment has come. They are made when they are asked
for, in the formats that have a word for an embargo. An article that was taken back before its moment is said
here, because whoever prepared it has to know.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet

from service.desks import topics
from service.desks.board import Board
from service.desks.holdings import descendants
from service.desks.models import Version
from service.desks.place import columns, decide_on
from service.house.models import House
from service.ingest.models import Advisory, Article, Revision
from service.render.partners.values import Entry, PartnerCopy, Shelf, Subject
from service.render.pieces import piece_of
from service.syndication.copy import Document, copy_of, cut, emptied
from service.syndication.models import Entitlement, Offer
from service.syndication.terms import TOLD_FOR, Status, covers

FORMATS = ("ninjs", "newsml")
"""The formats that can say until when an article is under embargo."""
AT_MOST = 100


def advance_copy(entitlement: Entitlement, house: House, document: Document, now: datetime) -> PartnerCopy:
    """The copy of the document of what may not be published yet at `now`, the first to be opened first."""
    entries = tuple(_entries(entitlement, house, now))
    empty = copy_of(entitlement, house, document, 0)
    return replace(
        empty,
        id=f"{empty.id}/advance",
        entries=entries,
        updated=max((entry.piece.updated for entry in entries), default=empty.updated),
        shelf=Shelf(),
    )


def _entries(entitlement: Entitlement, house: House, now: datetime) -> Iterator[Entry]:
    board = Board.of(house)
    desks = {desk.pk for desk in descendants(entitlement.desk)}
    for revision in _closed(entitlement, now)[:AT_MOST]:
        version = _version(entitlement, revision, board, desks)
        if version is not None:
            yield _entry(entitlement, house, revision, version)


def _closed(entitlement: Entitlement, now: datetime) -> QuerySet[Revision]:
    """The latest revisions that are under embargo, or were taken back under it."""
    offered = Offer.objects.filter(entitlement=entitlement, article=OuterRef("article"))
    rows = Revision.objects.filter(number=F("article__revision")).filter(~Exists(offered))
    if entitlement.sources:
        rows = rows.filter(article__source__name__in=entitlement.sources)
    present = rows.filter(article__state=Article.State.PRESENT, embargo_until__gt=now)
    gone = rows.exclude(article__state=Article.State.PRESENT).filter(embargo_until__gt=now - TOLD_FOR)
    return (present | gone).select_related("article__source").order_by("embargo_until", "article__key")


def _version(entitlement: Entitlement, revision: Revision, board: Board, desks: set[int]) -> Version | None:
    """The revision as it will be read and placed, if it will be this contract's; nothing of it is saved."""
    decision = decide_on(revision.article, revision, board, None)
    codes = [subject.code for subject in decision.subjects]
    here = desks.intersection(one.desk for one in decision.standings)
    if decision.held or not here or decision.language != entitlement.language:
        return None
    if not covers(entitlement.topics, codes):
        return None
    return Version(article=revision.article, **columns(revision, decision))


def _entry(entitlement: Entitlement, house: House, revision: Revision, version: Version) -> Entry:
    status = {
        Article.State.PRESENT.value: Status.USABLE,
        Article.State.KILLED.value: Status.CANCELED,
    }.get(revision.article.state, Status.WITHHELD)
    last = Advisory.objects.filter(article=revision.article).order_by("-pk").first()
    taken = (last.at if last else revision.taken_at).replace(microsecond=0)
    published = min(version.published_at, taken).replace(microsecond=0)
    piece = replace(piece_of(version, house), published=published, updated=taken)
    piece, whole = cut(piece, entitlement) if status is Status.USABLE else (emptied(piece), True)
    codes = [subject["code"] for subject in version.subjects]
    return Entry(
        piece=piece,
        status=status.value,
        version=revision.number,
        note=last.note if last else "",
        subjects=tuple(Subject(code, topics.name(code, entitlement.language)) for code in codes),
        whole=whole,
        embargo_until=revision.embargo_until,
    )
