"""Freeze a mailing: its messages, and who gets which, as rows. Planning twice changes nothing.

Everything happens in one transaction, so a planner that is killed leaves either all or nothing, and a
second planner at the same moment loses against the unique constraints and plans nothing.
"""

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import Max

from service.delivery import slots
from service.delivery.models import BATCH_SIZE, Batch, Delivery, Mailing, Message, Suppression
from service.errors import NotPublishable


@dataclass(frozen=True, slots=True)
class Draft:
    """A message before it is frozen. Texts and header values may hold slots; ⟦view⟧ is filled when frozen."""

    label: str
    """Which variant of the mailing it is: unique within the mailing, the same when planned again."""
    language: str
    sender_name: str
    sender: str
    subject: str
    headers: dict[str, str]
    text: str
    html: str
    view: str
    """The web view: holds no slot at all, so nothing of a reader can be in it."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Someone who is to get a message."""

    recipient: str
    """Public id of the reader: a mailing reaches each once."""
    address: str
    scope: str
    slots: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Planned:
    """What planning added."""

    mailing: Mailing
    batches: list[int]
    planned: int
    excluded: int


def plan(
    key: str, letters: list[tuple[Draft, list[Recipient]]], now: datetime, policy: str = Mailing.Policy.ONCE
) -> Planned:
    """Put `letters` into the ledger under the mailing `key`; its batches are due at once.

    A recipient who is already in the mailing is passed over, also with another message. One who must not be
    written to becomes a row too, excluded with its reason. Raises NotPublishable for a slot nobody fills.
    """
    for draft, recipients in letters:
        _check_slots(draft, recipients)
    with transaction.atomic():
        mailing, _ = Mailing.objects.get_or_create(key=key, defaults={"policy": policy, "opened_at": now})
        known = set(mailing.deliveries.values_list("recipient", flat=True))
        batches: list[int] = []
        states: Counter[str] = Counter()
        for draft, recipients in letters:
            fresh = _fresh(recipients, known)
            if fresh:
                message = _freeze(mailing, draft, now)
                batches += _add(message, fresh, now, states)
    return Planned(mailing, batches, states[Delivery.State.PLANNED], states[Delivery.State.EXCLUDED])


def _check_slots(draft: Draft, recipients: Iterable[Recipient]) -> None:
    used = slots.names(draft.text) | slots.names(draft.html)
    used = used.union(*(slots.names(value) for value in draft.headers.values())) - {"view"}
    if slots.names(draft.view):
        raise NotPublishable(f"message {draft.label!r}: its web view holds slots of readers: leave them out")
    for who in recipients:
        if missing := used - who.slots.keys():
            raise NotPublishable(
                f"message {draft.label!r}: nothing fills its slots {', '.join(sorted(missing))}"
            )


def _fresh(recipients: Iterable[Recipient], known: set[str]) -> list[Recipient]:
    fresh = []
    for who in recipients:
        if who.recipient not in known:
            known.add(who.recipient)
            fresh.append(who)
    return fresh


def _freeze(mailing: Mailing, draft: Draft, now: datetime) -> Message:
    key = secrets.token_urlsafe(16)
    filled = {"view": key}
    message, _ = Message.objects.get_or_create(
        mailing=mailing,
        label=draft.label,
        defaults={
            "key": key,
            "language": draft.language,
            "sender_name": draft.sender_name,
            "sender": draft.sender,
            "subject": draft.subject,
            "headers": {name: slots.fill(value, filled) for name, value in draft.headers.items()},
            "text": slots.fill(draft.text, filled),
            "html": slots.fill(draft.html, filled),
            "view": draft.view,
            "made_at": now,
        },
    )
    return message


def _add(message: Message, recipients: list[Recipient], now: datetime, states: Counter[str]) -> list[int]:
    number = message.batches.aggregate(last=Max("number"))["last"] or 0
    ids = []
    for part in _parts(recipients):
        number += 1
        batch = Batch.objects.create(message=message, number=number, due_at=now)
        rows = [_row(message, batch, who, reason, now) for who, reason in _with_reasons(part)]
        Delivery.objects.bulk_create(rows)
        states.update(row.state for row in rows)
        ids.append(batch.pk)
    return ids


def _parts(recipients: list[Recipient]) -> Iterator[list[Recipient]]:
    rest = iter(recipients)
    while part := list(islice(rest, BATCH_SIZE)):
        yield part


def _with_reasons(recipients: list[Recipient]) -> Iterator[tuple[Recipient, str]]:
    """Each recipient with the reason not to write to them, or an empty one."""
    found = Suppression.objects.filter(address__in=[who.address for who in recipients])
    reasons = {(row.address, row.scope): row.reason for row in found}
    for who in recipients:
        yield who, reasons.get((who.address, "*")) or reasons.get((who.address, who.scope)) or ""


def _row(message: Message, batch: Batch, who: Recipient, reason: str, now: datetime) -> Delivery:
    return Delivery(
        mailing_id=message.mailing_id,
        batch=batch,
        recipient=who.recipient,
        address=who.address,
        scope=who.scope,
        slots=who.slots,
        state=Delivery.State.EXCLUDED if reason else Delivery.State.PLANNED,
        reply=reason,
        changed_at=now,
    )
