"""What freezing an audience costs, beside the bare INSERT ... SELECT of as many rows in the same database.

The audience is a digest's own (digests/readers.py): subscriptions joined with readers, told apart by the
language they read and by whether they get a nearer list. The bare statement copies the same columns from
the same join into a table with the ledger's columns and indexes, and decides nothing.
"""

import re
import time
from collections.abc import Callable

from django.core.management import call_command
from django.db import connection, transaction

from service import clock
from service.delivery.audience import variants
from service.delivery.models import Batch, Delivery, Mailing, Message
from service.delivery.plan import Draft, freeze
from service.desks.models import Desk
from service.digests.models import Digest, Edition, Run
from service.digests.readers import audience

LANGUAGES = ("ar", "en", "fr", "kk", "ru", "zh-Hans")
TIMES = 3
RANDOM = {"sqlite": "LOWER(HEX(RANDOMBLOB(16)))", "postgresql": "MD5(RANDOM()::text)"}
"""Public ids as readers have them: in no order, which is what indexes mind."""
READERS = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s)
    INSERT INTO audience_reader (public_id, address, languages, timezone, state, since)
    SELECT {public_id},
        'reader' || i || '@reader.example', {languages}, 'UTC', 'active', %s FROM n
"""
SUBSCRIPTIONS = """
    INSERT INTO audience_subscription (public_id, reader_id, desk_id, cadence, since)
    SELECT {public_id}, id, %s, 'daily', since FROM audience_reader
"""
SUPPRESSIONS = """
    INSERT INTO delivery_suppression (address, scope, reason, since)
    SELECT address, '*', 'complained', since FROM audience_reader WHERE MOD(id, 100) = 0
"""
BARE = """
    INSERT INTO bare (mailing_id, batch_id, recipient, address, scope, subject, slots, state, tries, reply,
                      changed_at)
    SELECT 1, 1, r.public_id, r.address, 'asia/daily', s.public_id, '{}', 'planned', 0, '', s.since
    FROM audience_subscription s JOIN audience_reader r ON r.id = s.reader_id
"""


def measure(recipients: int) -> dict[str, float]:
    """Seconds for planning and for the bare copy, the best of some runs each, and their ratio."""
    call_command("migrate", verbosity=0)
    run = _stage(recipients)
    bare = min(_timed(_copy) for _ in range(TIMES))
    planned = min(_timed(lambda: _plan(run, recipients)) for _ in range(TIMES))
    return {
        "recipients": recipients,
        "bare_seconds": bare,
        "planning_seconds": planned,
        "planning_to_bare": planned / bare,
        "microseconds_a_recipient": planned / recipients * 1e6,
    }


def _timed(work: Callable[[], None]) -> float:
    """Seconds that `work` takes with its commit; what it wrote is emptied afterwards."""
    began = time.perf_counter()
    with transaction.atomic():
        work()
    seconds = time.perf_counter() - began
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("TRUNCATE bare, delivery_mailing CASCADE")
        else:
            for model in (Delivery, Batch, Message, Mailing):
                cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608 - our own words
            cursor.execute("DELETE FROM bare")
    return seconds


def _copy() -> None:
    connection.cursor().execute(BARE)


def _plan(run: Run, recipients: int) -> None:
    cohort = audience(run, [], most_a_day=20)
    sizes = variants(cohort.people)
    letters = {name: _draft(name) for name in sizes}
    planned = freeze("bench", letters, cohort.people, clock.now(), sizes)
    if planned.planned + planned.excluded != recipients:
        raise AssertionError(f"{planned.planned} planned of {recipients}")


def _draft(name: str) -> Draft:
    return Draft(name, name[-5:], "EurasiaTimes", "desk@eurasiatimes.example", "Asie", {}, "-", "-", "-")


def _stage(recipients: int) -> Run:
    """Readers and subscriptions, one in a hundred suppressed, and a digest's run that they all wait for."""
    now = clock.now()
    desk = Desk.objects.create(slug="asia", founded_at=now)
    with connection.cursor() as cursor:
        made = {"public_id": RANDOM[connection.vendor], "languages": _languages()}
        cursor.execute(READERS.format(**made), [recipients, now])
        cursor.execute(SUBSCRIPTIONS.format(**made), [desk.pk])
        cursor.execute(SUPPRESSIONS)
        for statement in _bare_table():
            cursor.execute(statement)
        cursor.execute("ANALYZE")
    digest = Digest.objects.create(desk=desk, cadence="daily", hour=7)
    edition = Edition.objects.create(digest=digest, date=now.date())
    instant = now.replace(hour=7, minute=0, second=0, microsecond=0)
    return Run.objects.create(edition=edition, instant=instant, state=Run.State.PLANNED)


def _languages() -> str:
    """A reader's languages by the number i, as SQL."""
    cases = " ".join(f"WHEN {number} THEN '[\"{tag}\"]'" for number, tag in enumerate(LANGUAGES))
    told = f"CASE i %% {len(LANGUAGES)} {cases} END"
    return f"({told})::jsonb" if connection.vendor == "postgresql" else told


def _bare_table() -> list[str]:
    """A table `bare` with the columns and the indexes of the ledger's."""
    table = Delivery._meta.db_table
    if connection.vendor == "postgresql":
        return [f"CREATE TABLE bare (LIKE {table} INCLUDING ALL)"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL", [table])
        made = [str(row[0]) for row in cursor.fetchall()]
    # A name that is made here loses its head, so that the copy's indexes are called otherwise.
    renamed = [re.sub(r'"(delivery|one)_', '"bare_', sql, count=1) for sql in made]
    bare = [sql.replace('"bare_delivery"', '"bare"').replace(f'ON "{table}"', 'ON "bare"') for sql in renamed]
    return [re.sub(r"REFERENCES [^,]+? DEFERRABLE INITIALLY DEFERRED", "", sql) for sql in bare]
