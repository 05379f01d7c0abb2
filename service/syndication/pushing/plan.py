"""Offers become pushes. An older push of the same article that still waits is overtaken: it never goes late.

Planning is a function of the ledger of offers and of how far each destination has been told: doing it twice,
or in two processes at once, plans nothing twice.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet

from service.delivery.controls import cancel
from service.delivery.models import Mailing
from service.syndication.models import Entitlement, Offer
from service.syndication.pushing.decide import Rank, is_notice, rank
from service.syndication.pushing.tables import Destination, Following, Push
from service.syndication.terms import Status

OFFERS_AT_ONCE = 500
LETTER = "partner/push-{}"
"""The key of a push's mailing in the ledger of deliveries."""


def plan(entitlement: Entitlement, now: datetime) -> list[int]:
    """Plan what the partner's destinations are to be told of `entitlement`; ids of those that are due now.

    A partner whose contract has ended or who is suspended is told of kills and withdrawals alone.
    """
    return [
        destination
        for destination in _destinations(entitlement).values_list("pk", flat=True)
        if _plan(destination, entitlement, now)
    ]


def _destinations(entitlement: Entitlement) -> QuerySet[Destination]:
    return Destination.objects.filter(partner=entitlement.partner_id, active=True).order_by("pk")


def _plan(destination: int, entitlement: Entitlement, now: datetime) -> bool:
    added: list[Push] = []
    with transaction.atomic():
        row = Destination.objects.select_for_update().get(pk=destination)
        following = _following(row, entitlement)
        while offers := list(_unplanned(following)[:OFFERS_AT_ONCE]):
            added += _add(row, [one for one in offers if _wanted(row, entitlement, one)], now)
            following.through = offers[-1].number
        following.save(update_fields=["through"])
        return _due(row, added, now) if added else False


def _following(destination: Destination, entitlement: Entitlement) -> Following:
    """How far it was told; at first, as far as the offers go that were made before it was named."""
    row = Following.objects.filter(destination=destination, entitlement=entitlement).first()
    if row is None:
        before = Offer.objects.filter(entitlement=entitlement, at__lt=destination.since)
        through = before.aggregate(last=Max("number"))["last"] or 0
        row = Following.objects.create(destination=destination, entitlement=entitlement, through=through)
    return row


def _unplanned(following: Following) -> QuerySet[Offer]:
    rows = Offer.objects.filter(entitlement=following.entitlement_id, number__gt=following.through)
    return rows.order_by("number")


def _wanted(destination: Destination, entitlement: Entitlement, offer: Offer) -> bool:
    weight = rank(Status(offer.status), offer.signal)
    if entitlement.ended_at is not None or not entitlement.partner.active:
        return is_notice(weight)
    return weight < Rank.NEWS or not destination.notices_only


def _add(destination: Destination, offers: Sequence[Offer], now: datetime) -> list[Push]:
    """Pushes for `offers`, in order. What a destination was told already, for another desk, is left out."""
    last = _last(destination, {offer.article_id for offer in offers})
    added: dict[int, Push] = {}
    for offer in offers:
        before = last.get(offer.article_id)
        if before is not None and _same(before.offer, offer):
            continue
        push = _push(destination, offer, before.turn + 1 if before else 1, now)
        push.save()
        added[offer.article_id] = last[offer.article_id] = push
    _overtake(destination, added.values(), now)
    return list(added.values())


def _push(destination: Destination, offer: Offer, turn: int, now: datetime) -> Push:
    return Push(
        destination=destination,
        offer=offer,
        article_id=offer.article_id,
        turn=turn,
        rank=rank(Status(offer.status), offer.signal),
        next_at=now,
        made_at=now,
        changed_at=now,
    )


def _last(destination: Destination, articles: Iterable[int]) -> dict[int, Push]:
    rows = Push.objects.filter(destination=destination, article__in=list(articles))
    return {row.article_id: row for row in rows.select_related("offer").order_by("turn")}


def _same(before: Offer, offer: Offer) -> bool:
    return (before.revision, before.status) == (offer.revision, offer.status)


def _overtake(destination: Destination, pushes: Iterable[Push], now: datetime) -> None:
    newest = {push.article_id: push.turn for push in pushes}
    rows = Push.objects.filter(destination=destination, state=Push.State.WAITING, article__in=list(newest))
    late = [pk for pk, article, turn in rows.values_list("pk", "article", "turn") if turn < newest[article]]
    Push.objects.filter(pk__in=late).update(state=Push.State.OVERTAKEN, changed_at=now)
    for letter in Mailing.objects.filter(key__in=[LETTER.format(pk) for pk in late], cancelled_at=None):
        cancel(letter, now)


def _due(destination: Destination, added: Iterable[Push], now: datetime) -> bool:
    """Make it due. News wait for the end of its pause, notices do not."""
    pausing = destination.due_at is not None and destination.due_at > now
    if pausing and not any(is_notice(push.rank) for push in added):
        return False
    Destination.objects.filter(pk=destination.pk).update(due_at=now)
    return True
