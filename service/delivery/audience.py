"""An audience is frozen: the database copies its readers into the ledger by one INSERT ... SELECT.

No reader passes through this process: a million of them need no more of its memory than ten. The same
statement leaves out whom the mailing has already, writes the suppressed and those over the daily cap as
excluded with the reason, and puts the others into batches by their place in the audience.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Max, QuerySet

from service.delivery.fold import REASON
from service.delivery.models import BATCH_SIZE, Batch, Delivery, Mailing, Suppression

CAPPED = "had as many mails today as the house sends a reader in a day"
FOR_MANY = "SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '64MB'"
AS_BEFORE = "SET LOCAL enable_nestloop TO DEFAULT; SET LOCAL work_mem TO DEFAULT"
"""A planner that believes yesterday's statistics would look up each of many readers in a whole table."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is to get a mailing, as a query that nobody has run yet."""

    rows: QuerySet[Any, Any]
    """Of dictionaries with recipient, address, subject (see Delivery), place (a number that orders them) and
    variant (a text: which message they get)."""
    scope: str
    most_a_day: int = 0
    """Mails of the bulk lane a reader gets within 24 hours at most; 0: any number."""


def variants(people: Audience) -> dict[str, int]:
    """The variants of the audience, with the number of readers of each."""
    sql, values = people.rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT variant, COUNT(*) FROM ({sql}) AS p GROUP BY variant", values)  # noqa: S608
        return dict(cursor.fetchall())


def freeze(
    mailing: Mailing, messages: Mapping[str, int], sizes: Mapping[str, int], people: Audience, now: datetime
) -> list[int]:
    """Rows for those of `people` who have a message and are not in `mailing`; ids of their new batches.

    `messages` has the message of a variant, `sizes` what `variants` said: batches are made for so many. Who
    joined since goes into the last of them; one that nobody is left for goes away.
    """
    numbers = _batches(messages, sizes, now)
    if not numbers:
        return []
    _insert(mailing, messages, people, numbers, now)
    made = Batch.objects.filter(message__in=numbers, recipients=0).order_by("pk")
    rows = made.values_list("pk", "message", "number")
    fresh = [pk for pk, message, number in rows if number >= numbers[message][0]]
    return count(fresh)


def _batches(
    messages: Mapping[str, int], sizes: Mapping[str, int], now: datetime
) -> dict[int, tuple[int, int]]:
    """Batches for as many as there are; their first and last number, by message."""
    recipients: Counter[int] = Counter()
    for variant, message in messages.items():
        recipients[message] += sizes.get(variant, 0)
    numbers = {}
    for message, size in recipients.items():
        last = Batch.objects.filter(message=message).aggregate(last=Max("number"))["last"] or 0
        if size:
            numbers[message] = (last + 1, last - (-size // BATCH_SIZE))
    Batch.objects.bulk_create(
        Batch(message_id=message, number=number, due_at=now)
        for message, (first, last) in numbers.items()
        for number in range(first, last + 1)
    )
    return numbers


def _insert(
    mailing: Mailing,
    messages: Mapping[str, int],
    people: Audience,
    numbers: Mapping[int, tuple[int, int]],
    now: datetime,
) -> None:
    """The one statement.

    Its joins are outer ones where nothing is left out, because SQLite then keeps their order: from the
    audience outwards, each step over an index.
    """
    asked, asked_values = people.rows.query.sql_with_params()
    capped, capped_values = _capped(people, now)
    chosen = [
        value
        for variant, message in messages.items()
        if message in numbers
        for value in (variant, message, *numbers[message])
    ]
    had = f"SELECT 1 FROM {_table(Delivery)} had WHERE had.mailing_id = %s AND had.recipient = p.recipient"  # noqa: S608
    again = mailing.deliveries.exists()
    suppressed = f"LEFT JOIN {_table(Suppression)}"
    least = "LEAST" if connection.vendor == "postgresql" else "MIN"
    sql = f"""
        INSERT INTO {_table(Delivery)}
            (mailing_id, batch_id, recipient, address, scope, subject, slots, state, tries, reply, changed_at)
        SELECT %s, batch, recipient, address, %s, subject, '{{}}',
            CASE WHEN reason IS NULL THEN 'planned' ELSE 'excluded' END, 0, COALESCE(reason, ''), %s
        FROM (SELECT c.*, b.id AS batch, COALESCE(wholly.reason, here.reason,
                CASE WHEN c.recipient IN ({capped}) THEN %s END) AS reason
            FROM (SELECT p.recipient, p.address, p.subject, m.column2 AS message, m.column3 AS first,
                    m.column4 AS last, ROW_NUMBER() OVER (PARTITION BY m.column2 ORDER BY p.place) AS nth
                FROM ({asked}) AS p LEFT JOIN (VALUES {_rows_of(4, chosen)}) AS m ON m.column1 = p.variant
                WHERE COALESCE(m.column2, 0) <> 0 AND {f"NOT EXISTS ({had})" if again else "true"}) AS c
            LEFT JOIN {_table(Batch)} AS b ON b.message_id = c.message
                AND b.number = {least}(c.first + (c.nth - 1) / {BATCH_SIZE}, c.last)
            {suppressed} AS wholly ON wholly.address = c.address AND wholly.scope = '*'
            {suppressed} AS here ON here.address = c.address AND here.scope = %s) AS everyone
        WHERE batch IS NOT NULL
        ON CONFLICT (mailing_id, recipient) DO NOTHING
    """  # noqa: S608 - our own words, every value is a parameter
    first: list[Any] = [mailing.pk, people.scope, connection.ops.adapt_datetimefield_value(now)]
    last: list[Any] = [*([mailing.pk] if again else []), people.scope]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FOR_MANY)
        cursor.execute(sql, [*first, *capped_values, CAPPED, *asked_values, *chosen, *last])
        if connection.vendor == "postgresql":
            cursor.execute(AS_BEFORE)


def _rows_of(columns: int, values: Sequence[Any]) -> str:
    """Marks for `values` as rows of a VALUES list."""
    row = f"({', '.join(['%s'] * columns)})"
    return ", ".join([row] * (len(values) // columns))


def _capped(people: Audience, now: datetime) -> tuple[str, list[Any]]:
    """Who has had, or is about to get, as many mails as a reader gets in a day."""
    if not people.most_a_day:
        return "SELECT recipient FROM (SELECT '' AS recipient) AS nobody WHERE false", []
    return (
        f"SELECT had.recipient FROM {_table(Delivery)} had JOIN {_table(Mailing)} m ON m.id = had.mailing_id "  # noqa: S608
        f"WHERE m.lane = 'bulk' AND m.opened_at > %s AND had.state NOT IN ('excluded', 'failed') "
        f"GROUP BY had.recipient HAVING COUNT(*) >= %s",
        [connection.ops.adapt_datetimefield_value(now - DAY), people.most_a_day],
    )


def count(batches: list[int]) -> list[int]:
    """Write into `batches`, just made, how many rows they have; those that have any. The others go."""
    if not batches:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_table(Batch)} SET recipients = n.everyone, planned = n.planned, excluded = n.excluded "  # noqa: S608
            f"FROM (SELECT batch_id, COUNT(*) AS everyone, "
            f"SUM(CASE WHEN state = 'planned' THEN 1 ELSE 0 END) AS planned, "
            f"SUM(CASE WHEN state = 'excluded' THEN 1 ELSE 0 END) AS excluded "
            f"FROM {_table(Delivery)} WHERE batch_id BETWEEN %s AND %s GROUP BY batch_id) AS n "
            f"WHERE {_table(Batch)}.id = n.batch_id AND {_table(Batch)}.recipients = 0",
            [min(batches), max(batches)],
        )
    _note_reasons(batches)
    empty = set(Batch.objects.filter(pk__in=batches, recipients=0).values_list("pk", flat=True))
    Batch.objects.filter(pk__in=empty).delete()
    return [pk for pk in batches if pk not in empty]


def _note_reasons(batches: list[int]) -> None:
    """Count the excluded by reason, batch by batch."""
    rows = Delivery.objects.filter(batch__in=batches, state=Delivery.State.EXCLUDED)
    because: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for batch, reply, number in rows.values_list("batch", "reply").annotate(Count("pk")).order_by():
        because[batch][reply[:REASON]] += number
    noted = [Batch(pk=pk, excluded_because=dict(reasons)) for pk, reasons in because.items()]
    Batch.objects.bulk_update(noted, ["excluded_because"], batch_size=500)


def _table(model: type[Any]) -> str:
    return connection.ops.quote_name(model._meta.db_table)
