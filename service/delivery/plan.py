"""Freeze a mailing: its messages, and who gets which, as rows. Planning twice changes nothing.

Everything happens in one transaction, so a planner that is killed leaves either all or nothing, and a
second planner at the same moment loses against the unique constraints and plans nothing. An audience is
frozen by the database itself (audience.py); a few recipients that somebody holds in hand by `plan`.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import Max

from service.delivery import audience, slots
from service.delivery.audience import Audience
from service.delivery.models import BATCH_SIZE, Batch, Delivery, Mailing, Message, Suppression
from service.errors import NotPublishable

SIGNED = frozenset({"unsubscribe", "leave"})
"""Slots of links that are signed when a mail is sent (see `Links` in send.py), from its row's `subject`."""


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
    subject: str = ""
    """What the signed links are about: public id of a subscription."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What planning added."""

    mailing: Mailing
    batches: list[int]
    planned: int
    excluded: int


def freeze(
    key: str,
    letters: Mapping[str, Draft],
    people: Audience,
    now: datetime,
    sizes: Mapping[str, int] | None = None,
    policy: str = Mailing.Policy.ONCE,
) -> Planned:
    """Put an audience into the ledger under the mailing `key`, by one statement; its batches are due at once.

    `letters` has the message for each variant of the audience; several variants may share one. Variants
    without a message get nothing. `sizes` is what `variants` said, if that was asked. A recipient who is
    already in the mailing is passed over. One who must not be written to becomes a row too, excluded with its
    reason. Raises NotPublishable for a slot nobody fills.
    """
    for draft in letters.values():
        _check_slots(draft, SIGNED)
    with transaction.atomic():
        mailing = _opened(key, now, policy, Mailing.Lane.BULK)
        frozen = {draft.label: _freeze(mailing, draft, now).pk for draft in letters.values()}
        messages = {variant: frozen[draft.label] for variant, draft in letters.items()}
        sizes = audience.variants(people) if sizes is None else sizes
        batches = audience.freeze(mailing, messages, sizes, people, now)
        return _planned(mailing, batches)


def plan(
    key: str,
    letters: Sequence[tuple[Draft, Sequence[Recipient]]],
    now: datetime,
    policy: str = Mailing.Policy.ONCE,
    lane: str = Mailing.Lane.BULK,
) -> Planned:
    """The same for recipients in hand: a confirmation, a trial."""
    for draft, recipients in letters:
        for who in recipients:
            _check_slots(draft, who.slots.keys() | (SIGNED if who.subject else ()))
    with transaction.atomic():
        mailing = _opened(key, now, policy, lane)
        known = set(mailing.deliveries.values_list("recipient", flat=True))
        batches: list[int] = []
        for draft, recipients in letters:
            fresh = _fresh(recipients, known)
            if fresh:
                batches += _add(_freeze(mailing, draft, now), fresh, now)
        return _planned(mailing, audience.count(batches))


def _opened(key: str, now: datetime, policy: str, lane: str) -> Mailing:
    values = {"policy": policy, "lane": lane, "opened_at": now}
    mailing, _ = Mailing.objects.get_or_create(key=key, defaults=values)
    return mailing


def _planned(mailing: Mailing, batches: list[int]) -> Planned:
    if batches:
        Mailing.objects.filter(pk=mailing.pk).update(closed_at=None)
    counted = Batch.objects.filter(pk__in=batches).values_list("planned", "excluded")
    return Planned(mailing, batches, sum(row[0] for row in counted), sum(row[1] for row in counted))


def _check_slots(draft: Draft, filled: Iterable[str]) -> None:
    used = slots.names(draft.text) | slots.names(draft.html)
    used = used.union(*(slots.names(value) for value in draft.headers.values())) - {"view"}
    if slots.names(draft.view):
        raise NotPublishable(f"message {draft.label!r}: its web view holds slots of readers: leave them out")
    if missing := used.difference(filled):
        raise NotPublishable(f"message {draft.label!r}: nothing fills its slots {', '.join(sorted(missing))}")


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


def _add(message: Message, recipients: list[Recipient], now: datetime) -> list[int]:
    number = message.batches.aggregate(last=Max("number"))["last"] or 0
    ids, rest = [], iter(recipients)
    while part := list(islice(rest, BATCH_SIZE)):
        number += 1
        batch = Batch.objects.create(message=message, number=number, due_at=now)
        reasons = _reasons(part)
        Delivery.objects.bulk_create(_row(message, batch, who, reasons, now) for who in part)
        ids.append(batch.pk)
    return ids


def _reasons(recipients: Iterable[Recipient]) -> dict[tuple[str, str], str]:
    """Why not to write to them, by address and scope."""
    found = Suppression.objects.filter(address__in=[who.address for who in recipients])
    return {(row.address, row.scope): row.reason for row in found}


def _row(
    message: Message, batch: Batch, who: Recipient, reasons: Mapping[tuple[str, str], str], now: datetime
) -> Delivery:
    reason = reasons.get((who.address, "*")) or reasons.get((who.address, who.scope)) or ""
    return Delivery(
        mailing_id=message.mailing_id,
        batch=batch,
        recipient=who.recipient,
        address=who.address,
        scope=who.scope,
        subject=who.subject,
        slots=who.slots,
        state=Delivery.State.EXCLUDED if reason else Delivery.State.PLANNED,
        reply=reason,
        changed_at=now,
    )
