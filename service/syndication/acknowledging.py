"""A partner says that it took an article in a state: by the API, or to an editor who writes it down."""

from datetime import datetime

from service.errors import NoSuchNotice
from service.ingest.models import Article
from service.syndication.models import Acknowledgement, Offer, Partner


def last_word(partner: Partner, article: Article) -> Offer | None:
    """What the partner was told of the article last, under whichever entitlement."""
    rows = Offer.objects.filter(entitlement__partner=partner, article=article)
    return rows.order_by("-at", "-pk").first()


def acknowledge(partner: Partner, key: str, status: str, who: str, now: datetime) -> Acknowledgement:
    """Note that `partner` took the article of this key in `status` (empty: the one it was told last).

    Saying it twice notes it once. Raises NoSuchNotice if the partner was never offered the article, or was
    told something else of it since.
    """
    article = Article.objects.filter(key=key).first()
    offer = last_word(partner, article) if article else None
    if article is None or offer is None:
        raise NoSuchNotice(f"{partner} was never offered an article {key!r}")
    if status and status != offer.status:
        raise NoSuchNotice(f"{partner}: the article {key} is {offer.status} by now: fetch it again")
    said = Acknowledgement.objects.filter(
        partner=partner, article=article, status=offer.status, revision=offer.revision, at__gte=offer.at
    )
    return said.first() or Acknowledgement.objects.create(
        partner=partner,
        article=article,
        revision=offer.revision,
        status=offer.status,
        who=who[:150],
        at=now,
    )
