"""Outcomes become rows: one short transaction writes a batch's rows and its counters together.

The transaction begins by changing the batch under its claim. Whoever lost the claim changes nothing, and two
workers cannot both count. So the counters are the rows, at any moment that another transaction can see.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, F, Value, When

from service.delivery.models import Batch, Delivery

State = Delivery.State
COLUMNS: dict[str, str] = {
    State.PLANNED: "planned",
    State.SUBMITTING: "planned",
    State.DEFERRED: "deferred",
    State.ACCEPTED: "accepted",
    State.FAILED: "failed",
    State.EXCLUDED: "excluded",
    State.UNCERTAIN: "uncertain",
}
"""The batch's counter for each state."""
REASON = 100
"""Characters of a reason that exclusions are counted by."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row."""

    pk: int
    was: str
    """The state that the row had in its table."""
    state: str
    reply: str
    tried: int = 0
    """1 if it was handed over."""


def fold(batch: Batch, outcomes: Sequence[Outcome], now: datetime, **values: Any) -> bool:
    """Write `outcomes` down, and `values` into the batch; False and nothing written if the claim is lost."""
    with transaction.atomic():
        mine = Batch.objects.filter(pk=batch.pk, claimed_by=batch.claimed_by)
        because = _because(batch.excluded_because, outcomes)
        if outcomes:
            values["moved_at"] = now
        if not mine.update(**_moves(outcomes), excluded_because=because, **values):
            return False
        write(outcomes, now)
    batch.excluded_because = because
    return True


def close_claim(began: datetime, again_at: datetime | None) -> dict[str, Any]:
    """The values that end a claim that began at `began`; what made the batch due meanwhile keeps it due."""
    due = Case(When(due_at__gt=began, then=F("due_at")), default=Value(again_at))
    return {"due_at": due, "claimed_by": None, "claimed_until": None, "tries": 0}


def _moves(outcomes: Collection[Outcome]) -> dict[str, Any]:
    """The counters that change."""
    delta: Counter[str] = Counter()
    for outcome in outcomes:
        delta[COLUMNS[outcome.was]] -= 1
        delta[COLUMNS[outcome.state]] += 1
    return {name: F(name) + number for name, number in delta.items() if number}


def _because(before: Mapping[str, int], outcomes: Collection[Outcome]) -> dict[str, int]:
    reasons = Counter(before)
    reasons.update(outcome.reply[:REASON] for outcome in outcomes if outcome.state == State.EXCLUDED)
    return dict(reasons)


def write(outcomes: Sequence[Outcome], now: datetime) -> None:
    """The rows alone, in one statement: an UPDATE for each would cost three times as much."""
    if not outcomes:
        return
    table = connection.ops.quote_name(Delivery._meta.db_table)
    rows = ", ".join(["(%s, %s, %s, %s)"] * len(outcomes))
    values: list[Any] = [connection.ops.adapt_datetimefield_value(now)]
    for row in outcomes:
        values += (row.pk, row.state, row.reply, row.tried)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET state = done.column2, reply = done.column3, "  # noqa: S608 - our own words
            f"tries = {table}.tries + done.column4, changed_at = %s "
            f"FROM (VALUES {rows}) AS done WHERE {table}.id = done.column1",
            values,
        )
