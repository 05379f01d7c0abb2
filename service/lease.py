"""A row as a piece of work: due, claimed for a while, done.

Celery over Redis loses and repeats tasks when workers are killed, so a task is only a hint: it carries
ids and must claim the rows before it works on them. A claim is one UPDATE guarded by its own condition,
which two workers cannot both win on any database; it ends by itself after `seconds`, so no row stays
claimed for ever. Work that becomes due again while it is being done stays due.

    idle ──mark_due──▶ due ──claim──▶ claimed ──finish──▶ idle
                        ▲                │
                        └── time runs out, or put_back
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q, QuerySet

TRIES_BEFORE_ALARM = 5
"""After so many claims without a finish, the work is put off for an hour and shown as a problem."""


class Leased(models.Model):
    """Columns of a row that is also a piece of work."""

    due_at = models.DateTimeField(
        null=True, blank=True, help_text="when the work is to be done; empty: nothing to do"
    )
    claimed_by = models.UUIDField(null=True, blank=True, editable=False)
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        abstract = True


Row = TypeVar("Row", bound=Leased)


def _free(now: datetime) -> Q:
    return Q(due_at__lte=now) & (Q(claimed_until__isnull=True) | Q(claimed_until__lte=now))


def due(rows: QuerySet[Row], now: datetime, limit: int = 1000) -> list[int]:
    """Ids of the rows that are due and free at `now`, oldest first, at most `limit` of them."""
    return list(rows.filter(_free(now)).order_by("due_at", "pk").values_list("pk", flat=True)[:limit])


def claim(rows: QuerySet[Row], ids: Iterable[int], now: datetime, seconds: float) -> list[Row]:
    """Claim those of `ids` that are due and free, until `now` + `seconds`; return the rows that are ours.

    The rows of another worker, or ones already done, are silently not among them.
    """
    token = uuid4()
    taken = rows.filter(_free(now), pk__in=list(ids)).update(
        claimed_by=token, claimed_until=now + timedelta(seconds=seconds), tries=F("tries") + 1
    )
    return list(rows.filter(claimed_by=token).order_by("pk")) if taken else []


def finish(row: Leased, began: datetime, again_at: datetime | None = None, **values: Any) -> bool:
    """Note a claimed row as done, with `values` for its other columns; False if the claim was lost.

    Whatever made the row due after `began` (the claim's `now`) keeps it due. `again_at` is when the next
    round is to happen, None for never.
    """
    manager = type(row)._default_manager
    mine = manager.filter(pk=row.pk, claimed_by=row.claimed_by)
    done = mine.update(
        due_at=models.Case(models.When(due_at__gt=began, then=F("due_at")), default=models.Value(again_at)),
        claimed_by=None,
        claimed_until=None,
        tries=0,
        **values,
    )
    return bool(done)


def put_back(row: Leased, again_at: datetime, **values: Any) -> bool:
    """Give a claimed row back unfinished, due again at `again_at`; False if the claim was lost."""
    manager = type(row)._default_manager
    mine = manager.filter(pk=row.pk, claimed_by=row.claimed_by)
    return bool(mine.update(due_at=again_at, claimed_by=None, claimed_until=None, **values))


def mark_due(rows: QuerySet[Row], now: datetime) -> list[int]:
    """Make `rows` due at `now` (a claim that is under way will not hide it); return their ids."""
    ids = list(rows.values_list("pk", flat=True))
    rows.model._default_manager.filter(pk__in=ids).update(due_at=now)
    return ids


def holds(row: Leased, token: UUID | None) -> bool:
    """Whether the row in the database still carries this claim."""
    return type(row)._default_manager.filter(pk=row.pk, claimed_by=token).exists()
