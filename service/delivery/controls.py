"""Pause, resume and cancel a mailing: rows that the workers look at each second."""

from datetime import datetime

from django.db.models import QuerySet

from service import lease
from service.delivery.models import Batch, Mailing
from service.doorbell import ring
from service.errors import NoSuchMailing

STEP = {Mailing.Lane.BULK.value: "deliver", Mailing.Lane.CONFIRM.value: "confirm"}
"""Which step sends the mailings of a lane."""

LANES = {step: lane for lane, step in STEP.items()}
"""Which lane a step sends."""


def standing(lane: str) -> QuerySet[Batch]:
    """The batches of `lane` that may be sent, with message and mailing."""
    batches = Batch.objects.select_related("message__mailing")
    return batches.filter(message__mailing__lane=lane, message__mailing__paused_at__isnull=True)


def find(key: str) -> Mailing:
    """The mailing called `key`. Raises NoSuchMailing."""
    mailing = Mailing.objects.filter(key=key).first()
    if mailing is None:
        raise NoSuchMailing(f"no mailing is called {key!r}: 'deskwire mailing show' lists the latest")
    return mailing


def pause(mailing: Mailing, because: str, now: datetime) -> bool:
    """Let nothing of `mailing` leave from the next second on; False if it was paused before."""
    running = Mailing.objects.filter(pk=mailing.pk, paused_at__isnull=True)
    return bool(running.update(paused_at=now, paused_because=because[:300]))


def resume(mailing: Mailing, now: datetime) -> bool:
    """Let `mailing` go on, at once; False if it was not paused."""
    paused = Mailing.objects.filter(pk=mailing.pk, paused_at__isnull=False)
    resumed = bool(paused.update(paused_at=None, paused_because=""))
    if resumed:
        _ring(mailing, now)
    return resumed


def cancel(mailing: Mailing, now: datetime) -> bool:
    """End `mailing`: whoever has not been sent it yet is excluded; False if it was cancelled before.

    The workers write that down, batch by batch: those under way within a second, the others as soon as they
    are rung for. A mail that a server has cannot be called back.
    """
    running = Mailing.objects.filter(pk=mailing.pk, cancelled_at__isnull=True)
    cancelled = bool(running.update(cancelled_at=now, paused_at=None, paused_because=""))
    if cancelled:
        _ring(mailing, now)
    return cancelled


def _ring(mailing: Mailing, now: datetime) -> None:
    """Make what is left of `mailing` due now: no deferred batch waits for its hour."""
    left = Batch.objects.filter(message__mailing=mailing, due_at__isnull=False)
    ring(STEP[mailing.lane], lease.mark_due(left, now))
