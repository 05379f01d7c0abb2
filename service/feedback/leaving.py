"""A reader leaves a list, or takes that back: at work before the next message leaves.

Both are idempotent and may happen twice at the same moment: whoever changes the row writes the evidence.
The suppression is what delivery asks before each message, so it stops also what is already planned.
"""

from datetime import datetime, timedelta

from django.db import transaction

from service.audience.models import Consent, Subscription
from service.delivery.models import Suppression
from service.feedback.models import Event

REASON = "left the list"
RETURN_WITHIN = timedelta(days=30)
"""How long the link of a mail can take its own leaving back: a forwarded mail must not do so for ever."""


def leave(subscription: Subscription, how: str, now: datetime) -> None:
    """End `subscription`: `how` is "one-click" or "page". A second time changes nothing."""
    with transaction.atomic():
        running = Subscription.objects.filter(pk=subscription.pk, ended_at__isnull=True)
        if running.update(ended_at=now):
            _note(subscription, "left", Event.Kind.UNSUBSCRIBED, how, now)
        Suppression.objects.get_or_create(
            address=subscription.reader.address,
            scope=subscription.scope,
            defaults={"reason": REASON, "since": now},
        )
    subscription.refresh_from_db(fields=["ended_at"])


def take_back(subscription: Subscription, how: str, now: datetime) -> bool:
    """Undo `leave`, while it is not long ago; whether `subscription` runs now.

    A suppression for another reason, a bounce for instance, stays.
    """
    with transaction.atomic():
        ended = Subscription.objects.filter(pk=subscription.pk, ended_at__gte=now - RETURN_WITHIN)
        if ended.update(ended_at=None):
            _note(subscription, "returned", Event.Kind.RETURNED, how, now)
            Suppression.objects.filter(
                address=subscription.reader.address, scope=subscription.scope, reason=REASON
            ).delete()
    subscription.refresh_from_db(fields=["ended_at"])
    return subscription.ended_at is None


def _note(subscription: Subscription, verb: str, kind: Event.Kind, how: str, now: datetime) -> None:
    Consent.objects.create(reader=subscription.reader, verb=verb, scope=subscription.scope, how=how, at=now)
    Event.objects.create(kind=kind, subscription=subscription.public_id, how=how, at=now)
