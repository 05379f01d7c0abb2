"""Everyone who holds an article hears what becomes of it: wherever it stands now, contract or none.

An article may have left the desk for which a partner was offered it, and a partner's contract may have ended
since: what was published is still up. So corrections go to all standing contracts that offered it, and a kill
or a withdrawal goes to former partners too.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from service import lease
from service.ingest.models import Article
from service.syndication.models import Entitlement, Offer
from service.syndication.pushing.plan import plan
from service.syndication.terms import Last, Status, verdict


def mark_due(article: Article, now: datetime) -> list[int]:
    """Make the standing entitlements due that offered `article`; their ids."""
    rows = Entitlement.standing().filter(pk__in=_offered(article))
    return lease.mark_due(rows.order_by("pk"), now)


def tell_former(article: Article, now: datetime) -> list[int]:
    """Offer a kill or a withdrawal to partners whose contract ended or rests; destinations to push to."""
    if article.state == Article.State.PRESENT:
        return []
    former = Q(ended_at__isnull=False) | Q(partner__active=False)
    rows = Entitlement.objects.filter(former, pk__in=_offered(article)).order_by("pk")
    due: list[int] = []
    for entitlement in rows.select_related("partner"):
        _take_back(entitlement, article, now)
        due += plan(entitlement, now)
    return sorted(set(due))


def _offered(article: Article) -> QuerySet[Offer, int]:
    return Offer.objects.filter(article=article).values_list("entitlement", flat=True)


def _take_back(entitlement: Entitlement, article: Article, now: datetime) -> None:
    """One more offer that says so, unless it was said."""
    with transaction.atomic():
        Entitlement.objects.select_for_update().get(pk=entitlement.pk)
        offers = Offer.objects.filter(entitlement=entitlement)
        later = offers.filter(article=OuterRef("article"), turn__gt=OuterRef("turn"))
        offer = offers.filter(~Exists(later), article=article).get()
        last = Last(offer.revision, Status(offer.status), offer.turn)
        status = verdict(last, article.state == Article.State.KILLED)
        if status is None:
            return
        newest = offers.aggregate(last=Max("number"))["last"]
        Offer.objects.create(
            entitlement=entitlement,
            number=newest + 1,
            article=article,
            turn=last.turn + 1,
            revision=last.revision,
            status=status.value,
            at=now,
        )
