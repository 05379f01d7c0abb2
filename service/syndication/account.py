"""What partners were told, and what they have: asked of offers, receipts, pushes and acknowledgements.

A partner has taken an offer when one of these is true:

    fetched        it took a standing document that carried the offer (200), or had it already (304)
    pushed         its machine answered a signed POST with success
    acknowledged   it said so, by the API or to an editor

A file put into a folder and a letter that a mail server took are handed over, no more: nobody has looked.
Archives do not count: a partner reads them when it catches up, and what they leave out it may have missed.
"""

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable

from service.syndication.models import Acknowledgement, Destination, Offer, Push, Receipt
from service.syndication.terms import Status

TAKEN_BACK = (Status.CANCELED.value, Status.WITHHELD.value)
ANSWERS = (Destination.Kind.POST,)
"""Kinds of destinations whose success means that the partner's own machine has it."""


def told(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    """`offers` with when each was first `fetched_at`, `pushed_at`, `handed_at` and `acknowledged_at`."""
    return offers.annotate(
        fetched_at=_first(_carrying(), "at"),
        pushed_at=_first(_pushes().filter(destination__kind__in=ANSWERS), "changed_at"),
        handed_at=_first(_pushes(), "changed_at"),
        acknowledged_at=_first(_acknowledgements(), "at"),
    )


def untaken(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    """Those of `offers` that their partners have not taken. Of an article's offers, ask about the last."""
    return offers.filter(
        ~Exists(_carrying()),
        ~Exists(_pushes().filter(destination__kind__in=ANSWERS)),
        ~Exists(_acknowledgements()),
    )


def notices() -> QuerySet[Offer]:
    """Kills and withdrawals that stand: the last word on their article under their entitlement."""
    later = Offer.objects.filter(
        entitlement=OuterRef("entitlement"), article=OuterRef("article"), turn__gt=OuterRef("turn")
    )
    return Offer.objects.filter(~Exists(later), status__in=TAKEN_BACK)


def had(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    """Those of the notices `offers` whose partner ever had the article in hand: they have to take it down.

    Receipts since the article was first offered tell what the partner fetched. A push that was tried counts
    whatever came of it: an answer may have been lost, and a letter may have left by then.
    """
    usable = Offer.objects.filter(
        entitlement=OuterRef("entitlement"), article=OuterRef("article"), status=Status.USABLE.value
    )
    first = usable.values("article").annotate(of=Min("number")).values("of")
    fetched = Receipt.objects.filter(
        entitlement=OuterRef("entitlement"), through__gte=OuterRef("first_offered"), at__lt=OuterRef("at")
    )
    tried = Q(state__in=(Push.State.WAITING, Push.State.OVERTAKEN), reply__gt="")
    pushed = Push.objects.filter(
        Q(state=Push.State.HANDED) | tried,
        destination__partner=OuterRef("entitlement__partner"),
        article=OuterRef("article"),
        offer__status=Status.USABLE.value,
    )
    rows = offers.annotate(first_offered=Subquery(first))
    return rows.filter(Exists(fetched) | Exists(pushed))


def _first(rows: QuerySet[Receipt] | QuerySet[Push] | QuerySet[Acknowledgement], name: str) -> Combinable:
    return Subquery(rows.order_by(name).values(name)[:1])


def _carrying() -> QuerySet[Receipt]:
    """Receipts of standing documents that carried the offer."""
    rows = Receipt.objects.filter(
        entitlement=OuterRef("entitlement"), through__gte=OuterRef("number"), at__gte=OuterRef("at")
    )
    return rows.exclude(document__startswith="archive/")


def _pushes() -> QuerySet[Push]:
    """Pushes of the article in this state to the partner, whichever of its desks offered it, that were taken
    and that nothing else has followed."""
    other = Push.objects.filter(
        ~Q(offer__status=OuterRef("offer__status")) | ~Q(offer__revision=OuterRef("offer__revision")),
        destination=OuterRef("destination"),
        article=OuterRef("article"),
        turn__gt=OuterRef("turn"),
        state=Push.State.HANDED,
    )
    return Push.objects.filter(
        ~Exists(other),
        destination__partner=OuterRef("entitlement__partner"),
        article=OuterRef("article"),
        state=Push.State.HANDED,
        offer__status=OuterRef("status"),
        offer__revision=OuterRef("revision"),
    )


def _acknowledgements() -> QuerySet[Acknowledgement]:
    """What the partner said of this state, not of an earlier time that it was in it."""
    before = Offer.objects.filter(
        entitlement=OuterRef(OuterRef("entitlement")),
        article=OuterRef("article"),
        turn__lt=OuterRef(OuterRef("turn")),
        at__gte=OuterRef("at"),
    )
    return Acknowledgement.objects.filter(
        ~Exists(before),
        partner=OuterRef("entitlement__partner"),
        article=OuterRef("article"),
        status=OuterRef("status"),
        revision=OuterRef("revision"),
    )
