"""What an editor changed shows wherever it may: articles and documents become due, and are rung for."""

from datetime import datetime

from service import lease
from service.desks.models import Desk
from service.doorbell import ring
from service.feeds import documents
from service.feeds.models import FeedDocument
from service.house.models import House
from service.ingest.models import Article
from service.syndication.models import Entitlement


def wake_articles(now: datetime) -> None:
    """Every article is placed again: a desk, a rule or a policy changed."""
    ring("place", lease.mark_due(Article.objects.all(), now))


def wake_desk(desk: Desk, now: datetime) -> None:
    """The desk's documents are there, and printed again; so are those of the desks that name it."""
    documents.ensure([desk], House.get().languages, now)
    ring("publish", lease.mark_due(FeedDocument.objects.all(), now))
    ring("syndicate", lease.mark_due(Entitlement.standing(), now))
