"""What sources send by themselves, kept until the next pull reads it: the edge to the table of dispatches.

A dispatch is kept the moment it has come, so that nothing is lost if the worker dies, and its row stays after
it was read, so that the same message is taken once however often it is sent.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum
from hashlib import sha256

from django.db import IntegrityError, transaction

from service.doorbell import ring
from service.errors import GiveUp
from service.ingest import documents
from service.ingest.item import Fault, Harvest, Item
from service.ingest.models import Dispatch, Source

MOST = 20
"""Dispatches read in one pull."""
REMEMBERED = timedelta(days=7)
"""How long a message is known again: far beyond the time window of signatures, and of senders that retry."""
PLACE = "dispatch"


class Taken(Enum):
    """What became of a message."""

    NEW = "kept"
    KNOWN = "had it"
    CONFLICT = "had another under this id"


def keep(source: Source, message_id: str, label: str, body: bytes, now: datetime) -> Taken:
    """Keep a message and ring for its source; one that we have already changes nothing."""
    mark = sha256(body).hexdigest()
    try:
        with transaction.atomic():
            Dispatch.objects.create(
                source=source, message_id=message_id, sha256=mark, label=label[:200], body=body, came_at=now
            )
            Source.objects.filter(pk=source.pk).update(due_at=now)
            ring("pull", [source.pk])
    except IntegrityError:
        held = Dispatch.objects.filter(source=source, message_id=message_id).values_list("sha256", flat=True)
        return Taken.KNOWN if mark in held else Taken.CONFLICT
    return Taken.NEW


def waiting(source: Source) -> list[Dispatch]:
    """The oldest dispatches of `source` that were not read yet."""
    return list(source.dispatches.filter(read_at__isnull=True).order_by("pk")[:MOST])


def read(source: Source, rows: Sequence[Dispatch]) -> Harvest:
    """What is in `rows`; of an item that comes more than once the last stands."""
    items: dict[str, Item] = {}
    faults: list[Fault] = []
    for row in rows:
        try:
            base = source.location if source.kind != Source.Kind.FOLDER else ""
            found = documents.harvest(
                bytes(row.body or b""), base, row.label, source.language, source.options
            )
        except GiveUp as error:
            faults.append(Fault(PLACE, f"{row.message_id} {error}"))
            continue
        for item in found.items:
            items.pop(item.external_id, None)
            items[item.external_id] = item
        faults += found.faults
    return Harvest(tuple(items.values()), tuple(faults))


def done(rows: Sequence[Dispatch], now: datetime) -> None:
    """Note `rows` as read, and forget what came long ago."""
    Dispatch.objects.filter(pk__in=[row.pk for row in rows]).update(read_at=now, body=None)
    Dispatch.objects.filter(came_at__lt=now - REMEMBERED, read_at__isnull=False).delete()
