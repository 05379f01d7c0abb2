"""An audience is frozen: the database copies its readers into the ledger by one INSERT ... SELECT.

No reader passes through this process: a million of them need no more of its memory than ten. The same
statement leaves out whom the mailing has already, writes the suppressed and those over the daily cap as
excluded with the reason, and puts the others into batches by their place in the audience.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Max, QuerySet

from service.delivery.fold import REASON
from service.delivery.models import BATCH_SIZE, Batch, Delivery, Mailing, Suppression

CAPPED = "had as many mails today as the house sends a reader in a day"
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


def freeze(mailing: Mailing, messages: dict[str, int], people: Audience, now: datetime) -> list[int]:
    """Rows for those of `people` who have a message and are not in `mailing`; ids of their new batches."""
    if not messages:
        return []
    numbers = _batches(mailing, messages, people, now)
    if numbers:
        _insert(mailing, messages, people, numbers, now)
    made = Batch.objects.filter(message__in=numbers, recipients=0)
    fresh = [pk for pk, message, number in made.values_list("pk", "message", "number").order_by("pk")
             if number >= numbers[message][0]]  # fmt: skip
    count(fresh)
    return fresh


def _batches(
    mailing: Mailing, messages: dict[str, int], people: Audience, now: datetime
) -> dict[int, tuple[int, int]]:
    """Batches for as many as there are now; the first and last new number, by message."""
    chosen, values = _chosen(mailing, messages, people)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT message, COUNT(*) FROM ({chosen}) AS c GROUP BY message", values)  # noqa: S608
        counts = dict(cursor.fetchall())
    numbers = {}
    for message, recipients in counts.items():
        last = Batch.objects.filter(message=message).aggregate(last=Max("number"))["last"] or 0
        numbers[message] = (last + 1, last - (-recipients // BATCH_SIZE))
    Batch.objects.bulk_create(
        Batch(message_id=message, number=number, due_at=now)
        for message, (first, last) in numbers.items()
        for number in range(first, last + 1)
    )
    return numbers


def _chosen(mailing: Mailing, messages: dict[str, int], people: Audience) -> tuple[str, list[Any]]:
    """The audience without whom the mailing has already, each with their message."""
    sql, values = people.rows.query.sql_with_params()
    pairs = ", ".join(["(%s, %s)"] * len(messages))
    return (
        f"SELECT p.recipient, p.address, p.subject, p.place, m.column2 AS message "  # noqa: S608 - our own words
        f"FROM ({sql}) AS p JOIN (VALUES {pairs}) AS m ON m.column1 = p.variant "
        f"WHERE NOT EXISTS (SELECT 1 FROM {_table(Delivery)} had "
        f"WHERE had.mailing_id = %s AND had.recipient = p.recipient)",
        [*values, *(value for pair in messages.items() for value in pair), mailing.pk],
    )


def _insert(
    mailing: Mailing,
    messages: dict[str, int],
    people: Audience,
    numbers: dict[int, tuple[int, int]],
    now: datetime,
) -> None:
    """The one statement. Who joined since the batches were counted goes into the last one."""
    chosen, chosen_values = _chosen(mailing, messages, people)
    ranges = ", ".join(["(%s, %s, %s)"] * len(numbers))
    least = "LEAST" if connection.vendor == "postgresql" else "MIN"
    capped, capped_values = _capped(people, now)
    moment = connection.ops.adapt_datetimefield_value(now)
    sql = f"""
        INSERT INTO {_table(Delivery)}
            (mailing_id, batch_id, recipient, address, scope, subject, slots, state, tries, reply, changed_at)
        SELECT %s, b.id, c.recipient, c.address, %s, c.subject, '{{}}',
            CASE WHEN s.reason IS NULL AND d.recipient IS NULL THEN 'planned' ELSE 'excluded' END, 0,
            COALESCE(s.reason, CASE WHEN d.recipient IS NULL THEN '' ELSE %s END), %s
        FROM (SELECT chosen.*, ROW_NUMBER() OVER (PARTITION BY message ORDER BY place) AS nth
              FROM ({chosen}) AS chosen) AS c
        JOIN (VALUES {ranges}) AS r ON r.column1 = c.message
        JOIN {_table(Batch)} AS b ON b.message_id = c.message
            AND b.number = {least}(r.column2 + (c.nth - 1) / {BATCH_SIZE}, r.column3)
        LEFT JOIN (SELECT address, MIN(reason) AS reason FROM {_table(Suppression)}
                   WHERE scope IN ('*', %s) GROUP BY address) AS s ON s.address = c.address
        LEFT JOIN ({capped}) AS d ON d.recipient = c.recipient
        WHERE true
        ON CONFLICT (mailing_id, recipient) DO NOTHING
    """  # noqa: S608 - our own words, every value is a parameter
    before: list[Any] = [mailing.pk, people.scope, CAPPED, moment]
    between = [value for message, pair in numbers.items() for value in (message, *pair)]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*before, *chosen_values, *between, people.scope, *capped_values])


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


def count(batches: list[int]) -> None:
    """Write into `batches`, just made, how many rows they have; those without any go."""
    if not batches:
        return
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
    Batch.objects.filter(pk__in=batches, recipients=0).delete()


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
