"""The ledger of offers is brought up to date: what is new to a partner, what changed, what was taken back.

Only the caller that holds the entitlement's claim writes, and numbers are unique, so that two builders cannot
both do it. The database compares: only what differs is read, and the rest of the archive costs no memory.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from service.desks.holdings import versions_of
from service.desks.models import Version
from service.ingest.models import Advisory, Article
from service.syndication.models import Entitlement, Offer
from service.syndication.terms import Last, Status, covers, opens_at, signal, verdict

ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Stock:
    """The ledger after it was brought up to date."""

    newest: int
    """Number of its last offer; 0 if there is none."""
    added: int
    again_at: datetime | None
    """When a delay ends and the next article is to be offered."""


def take_stock(entitlement: Entitlement, now: datetime) -> Stock:
    """Add the offers that are due at `now`. Doing it twice adds nothing."""
    newest = Offer.objects.filter(entitlement=entitlement).aggregate(last=Max("number"))["last"] or 0
    number = newest
    with transaction.atomic():
        due = _due(entitlement, now)
        while rows := list(islice(due, ROWS_AT_ONCE)):
            offers = [
                Offer(entitlement=entitlement, number=number + step, at=now, **row)
                for step, row in enumerate(rows, start=1)
            ]
            Offer.objects.bulk_create(offers)
            number += len(offers)
    return Stock(number, number - newest, _next_opening(entitlement, now))


def _due(entitlement: Entitlement, now: datetime) -> Iterator[dict[str, Any]]:
    if entitlement.runs(now):
        yield from _first_offers(entitlement, now)
        yield from _changes(entitlement)
    yield from _taken_back(entitlement)


def _covered(entitlement: Entitlement) -> QuerySet[Version]:
    """What the contract covers of the desk, topics and delay aside."""
    rows = versions_of(entitlement.desk, entitlement.language).filter(released_at__isnull=False)
    if entitlement.sources:
        rows = rows.filter(article__source__name__in=entitlement.sources)
    if entitlement.starts_at:
        rows = rows.filter(released_at__gte=entitlement.starts_at)
    return rows.filter(~Exists(Offer.objects.filter(entitlement=entitlement, article=OuterRef("article"))))


def _first_offers(entitlement: Entitlement, now: datetime) -> Iterator[dict[str, Any]]:
    open_since = now - timedelta(minutes=entitlement.delay_minutes)
    rows = _covered(entitlement).filter(released_at__lte=open_since).order_by("released_at", "article__key")
    for row in rows.values_list("article_id", "revision", "subjects").iterator():
        article, revision, subjects = row
        if covers(entitlement.topics, _codes(subjects)):
            yield _row(article, revision, Status.USABLE, None, "")


def _changes(entitlement: Entitlement) -> Iterator[dict[str, Any]]:
    rows = _last_offers(entitlement).filter(
        ~Q(revision=F("article__version__revision")) | ~Q(status=Status.USABLE),
        article__version__state=Version.State.PUBLISHED,
        article__version__language=entitlement.language,
    )
    corrected = Advisory.objects.filter(article=OuterRef("article"), kind="correction", at__gt=OuterRef("at"))
    rows = rows.annotate(present=F("article__version__revision"), corrected=Exists(corrected))
    for offer in rows.order_by("number").iterator():
        last = _last(offer)
        yield _row(offer.article_id, offer.present, Status.USABLE, last, signal(last, offer.corrected))


def _taken_back(entitlement: Entitlement) -> Iterator[dict[str, Any]]:
    published = Version.objects.filter(
        article=OuterRef("article"), state=Version.State.PUBLISHED, language=entitlement.language
    )
    rows = _last_offers(entitlement).filter(~Exists(published)).exclude(status=Status.CANCELED)
    for offer in rows.annotate(state=F("article__state")).order_by("number").iterator():
        last = _last(offer)
        if status := verdict(last, offer.state == Article.State.KILLED):
            yield _row(offer.article_id, offer.revision, status, last, "")


def _last_offers(entitlement: Entitlement) -> QuerySet[Offer, Any]:
    """The last offer of each article."""
    later = Offer.objects.filter(
        entitlement=entitlement, article=OuterRef("article"), turn__gt=OuterRef("turn")
    )
    return Offer.objects.filter(~Exists(later), entitlement=entitlement)


def _row(article: int, revision: int, status: Status, last: Last | None, said: str) -> dict[str, Any]:
    return {
        "article_id": article,
        "revision": revision,
        "status": status.value,
        "turn": last.turn + 1 if last else 1,
        "signal": said,
    }


def _last(offer: Offer) -> Last:
    return Last(offer.revision, Status(offer.status), offer.turn)


def _codes(subjects: list[dict[str, str]]) -> list[str]:
    return [subject["code"] for subject in subjects]


def _next_opening(entitlement: Entitlement, now: datetime) -> datetime | None:
    """When the next article is to be offered of itself, or the contract begins."""
    if entitlement.starts_at and entitlement.starts_at > now:
        return entitlement.starts_at
    if not entitlement.delay_minutes or not entitlement.runs(now):
        return None
    after = now - timedelta(minutes=entitlement.delay_minutes)
    waiting = _covered(entitlement).filter(released_at__gt=after).order_by("released_at")
    first = waiting.values_list("released_at", flat=True).first()
    return opens_at(first, entitlement.delay_minutes) if first else None
