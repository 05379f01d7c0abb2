"""Who was written to is forgotten when nobody needs it any more; how many there were is kept.

The rows of a mailing that closed long ago are deleted, a part at each sweep; its batches with their counters
stay, so that the account of every mailing can still be told.
"""

from datetime import datetime, timedelta

import structlog

from service.delivery.models import Delivery, Mailing

log = structlog.get_logger()
PART = 5000
"""Rows deleted at once: a short transaction, whatever the mailing's size."""
PARTS = 4


def forget(now: datetime, keep: timedelta) -> int:
    """Delete rows of mailings that closed more than `keep` ago, at most PARTS times PART; how many."""
    gone = 0
    for mailing in Mailing.objects.filter(closed_at__lt=now - keep, forgotten_at__isnull=True).order_by("pk"):
        while gone < PARTS * PART:
            part = Delivery.objects.filter(mailing=mailing).order_by("pk").values("pk")[:PART]
            number, _ = Delivery.objects.filter(pk__in=part).delete()
            gone += number
            if not number:
                Mailing.objects.filter(pk=mailing.pk).update(forgotten_at=now)
                log.info("mailing.forgotten", mailing=mailing.key)
                break
        else:
            break
    return gone
