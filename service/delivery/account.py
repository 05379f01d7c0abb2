"""The equation: every recipient of a mailing is accounted for, at any moment.

recipients = accepted + excluded + failed + uncertain + deferred + to do

The counters stand in the batches and change in the transactions that change the rows (fold.py, plan.py).
Nothing that is shown to people counts rows.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, QuerySet, Sum

from service.delivery.models import Batch, Delivery, Mailing

State = Delivery.State
COUNTERS = ("recipients", "accepted", "deferred", "failed", "excluded", "uncertain", "planned")


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
    """Planned, or in a worker's hands this moment."""
    because: dict[str, int] = field(default_factory=dict)
    """The excluded by reason."""

    @property
    def residual(self) -> int:
        """What the equation leaves over: 0, or somebody is not accounted for."""
        ended = self.accepted + self.excluded + self.failed + self.uncertain
        return self.recipients - ended - self.deferred - self.to_do

    @property
    def open(self) -> int:
        """Recipients whose last word is still to come."""
        return self.to_do + self.deferred


def account(mailings: Iterable[Mailing]) -> Account:
    """The account of `mailings` together."""
    return summed(Batch.objects.filter(message__mailing__in=list(mailings)))


def accepted_since(moment: datetime) -> int:
    """How many bulk mails were taken since `moment`: counts rows, so it is for those who ask seldom."""
    taken = Delivery.objects.filter(state=State.ACCEPTED, changed_at__gte=moment)
    return taken.filter(mailing__lane=Mailing.Lane.BULK).count()


def by_language(mailing: Mailing) -> dict[str, Account]:
    """The account of `mailing` in each of its languages."""
    batches = Batch.objects.filter(message__mailing=mailing)
    languages = batches.values_list("message__language", flat=True).distinct().order_by("message__language")
    return {language: summed(batches.filter(message__language=language)) for language in languages}


def summed(batches: QuerySet[Batch]) -> Account:
    """The account of the recipients in `batches`."""
    sums = batches.aggregate(**{name: Sum(name, default=0) for name in COUNTERS})
    because: Counter[str] = Counter()
    for reasons in batches.exclude(excluded=0).values_list("excluded_because", flat=True).iterator():
        because.update(reasons)
    return Account(to_do=sums.pop("planned"), because=dict(sorted(because.items())), **sums)


def counted_live(mailing: Mailing) -> Account:
    """The same from the rows themselves: for an audit, not for showing."""
    rows = Delivery.objects.filter(mailing=mailing)
    by = dict(rows.values_list("state").annotate(Count("pk")).order_by())
    reasons = rows.filter(state=State.EXCLUDED).values_list("reply").annotate(Count("pk")).order_by("reply")
    return Account(
        recipients=sum(by.values()),
        accepted=by.get(State.ACCEPTED, 0),
        deferred=by.get(State.DEFERRED, 0),
        failed=by.get(State.FAILED, 0),
        excluded=by.get(State.EXCLUDED, 0),
        uncertain=by.get(State.UNCERTAIN, 0),
        to_do=by.get(State.PLANNED, 0) + by.get(State.SUBMITTING, 0),
        because={reason[:100]: number for reason, number in reasons},
    )
