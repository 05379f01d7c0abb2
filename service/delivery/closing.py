"""A mailing closes when none of its batches is open; then its counters are held against its rows once."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

import structlog
from django.db.models import Exists, OuterRef

from service.delivery.account import account, counted_live
from service.delivery.models import Batch, Mailing
from service.house.models import set_aside, settle

log = structlog.get_logger()


def close(mailing: int, now: datetime) -> bool:
    """Close the mailing with this id if nothing of it is left to do; whether this call closed it.

    The log gets one line with the whole equation. Counters that differ from the rows become a problem.
    """
    left = Batch.objects.filter(message__mailing=OuterRef("pk"), due_at__isnull=False)
    done = Mailing.objects.filter(~Exists(left), pk=mailing, closed_at__isnull=True)
    if not done.update(closed_at=now):
        return False
    audit(Mailing.objects.get(pk=mailing), now)
    return True


def close_all(now: datetime) -> int:
    """Close every mailing whose last two batches ended at one moment, so that neither saw the other end."""
    open_ones: Iterable[int] = Mailing.objects.filter(closed_at__isnull=True).values_list("pk", flat=True)
    return sum(close(pk, now) for pk in open_ones)


def audit(mailing: Mailing, now: datetime) -> bool:
    """Whether the counters of `mailing` are its rows; if not, a problem says so."""
    counted, rows = account([mailing]), counted_live(mailing)
    log.info("mailing.closed", mailing=mailing.key, **asdict(counted))
    place = f"mailing {mailing.key}: its account"
    if counted == rows and not counted.residual:
        settle(place, now)
        return True
    what = f"the counters say {counted}, the rows say {rows}: something changed rows behind the ledger's back"
    set_aside(place, what, now)
    return False
