"""The equation: every recipient of a mailing is accounted for, at any moment.

recipients = accepted + deferred + failed + excluded + uncertain + to do
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from service.delivery.models import Delivery, Mailing

State = Delivery.State


@dataclass(frozen=True, slots=True)
class Account:
    """Recipients by what became of them."""

    recipients: int = 0
    accepted: int = 0
    deferred: int = 0
    failed: int = 0
    excluded: int = 0
    uncertain: int = 0
    to_do: int = 0
    """Planned, or handed to the transport this moment."""


def account(mailings: Iterable[Mailing]) -> Account:
    """The account of `mailings` together."""
    return accounted(Delivery.objects.filter(mailing__in=list(mailings)))


def accounted(deliveries: QuerySet[Delivery]) -> Account:
    """The account of `deliveries`, whichever mailings they belong to."""
    by = dict(deliveries.values_list("state").annotate(Count("pk")))
    return Account(
        recipients=sum(by.values()),
        accepted=by.get(State.ACCEPTED, 0),
        deferred=by.get(State.DEFERRED, 0),
        failed=by.get(State.FAILED, 0),
        excluded=by.get(State.EXCLUDED, 0),
        uncertain=by.get(State.UNCERTAIN, 0),
        to_do=by.get(State.PLANNED, 0) + by.get(State.SUBMITTING, 0),
    )
