"""Which feed documents there are, and which of them have work to do."""

from collections.abc import Iterable
from datetime import datetime

from service import lease
from service.desks.models import Desk
from service.feeds.models import FeedDocument


def ensure(desks: Iterable[Desk], languages: Iterable[str], now: datetime) -> list[int]:
    """Make the missing documents of `desks` in `languages`, due at `now`; return the ids of all made due.

    A desk's other documents become due as well when one is new: they name each other.
    """
    tags, made_due = list(languages), set[int]()
    for desk in desks:
        there = set(desk.feed_documents.values_list("language", "format"))
        missing = [
            FeedDocument(desk=desk, language=tag, format=name, due_at=now)
            for tag in tags
            for name in FeedDocument.Format.values
            if (tag, name) not in there
        ]
        if missing:
            FeedDocument.objects.bulk_create(missing, ignore_conflicts=True)
            made_due.update(lease.mark_due(FeedDocument.objects.filter(desk=desk), now))
    return sorted(made_due)


def mark_due(desk_ids: Iterable[int], languages: Iterable[str], now: datetime) -> list[int]:
    """Make the documents of those desks in those languages due at `now`; return their ids."""
    rows = FeedDocument.objects.filter(desk__in=list(desk_ids), language__in=list(languages))
    return lease.mark_due(rows.order_by("pk"), now)
