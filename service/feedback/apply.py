"""Reports become events, and events become what is done: an address stopped, a list left, a doubt settled.

Nothing is done for a reader without proof that we sent that reader that very mail: the caller brings the row
of the ledger that a signed token named. Events are a set (the same news twice is one), and every act is a
function of that set, so the order in which news comes in does not matter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from service.audience.models import Consent, Reader, Subscription
from service.delivery.models import Suppression
from service.feedback import policy
from service.feedback.leaving import leave
from service.feedback.ledger import Sent, readers_at, vouch
from service.feedback.models import Arrival, Event
from service.feedback.reading.report import CONDEMNING, Kind, Reason, Report

REPLY = "reply"
"""How the news came that a transport's own reply is: the ledger knows of it already."""
COMPLAINED = "complained"
BOUNCED = "bounced: "
"""What the reason of a suppression begins with that this policy made, and may lift."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where news comes from: the way it came, when it happened, the other side's name for the copy."""

    how: str
    at: datetime
    mark: str = ""
    arrival: Arrival | None = None


def apply(reports: Iterable[Report], mail: Sent, source: Source, now: datetime) -> int:
    """Note `reports` about `mail` and do what follows; how many were new."""
    return sum(_apply(report, mail, source, now) for report in reports)


def _apply(report: Report, mail: Sent, source: Source, now: datetime) -> bool:
    """Note the event first, act on it after its commit: of two workers the later one then sees both events,
    and a worker that ends between leaves an act that is done when the news is read again."""
    with transaction.atomic():
        event, new = _noted(report, mail, source, now)
        if report.kind is not Kind.REPLIED and source.how != REPLY:
            vouch(mail, source.how, now)
    _act(report, mail, event, now)
    return new


def _act(report: Report, mail: Sent, event: Event, now: datetime) -> None:
    if report.kind is Kind.COMPLAINED:
        _stop_complainer(mail, event)
    elif report.kind is Kind.UNSUBSCRIBED:
        _leave(mail, event, now)
    elif report.kind is Kind.DELIVERED:
        judge(mail.address, now)
    elif report.kind is Kind.BOUNCED and report.reason in CONDEMNING:
        if _in_storm(event):  # those it stopped before it was known for one are let go
            _judge_all_in(event, now)
        else:
            judge(mail.address, now)


def _noted(report: Report, mail: Sent, source: Source, now: datetime) -> tuple[Event, bool]:
    """The event of `report`, and whether it is new."""
    at = min(source.at, now)
    said = (mail.number, report.kind, report.reason, source.mark, at.date().isoformat())
    return Event.objects.get_or_create(
        key=sha256("\n".join(str(part) for part in said).encode()).hexdigest(),
        defaults={
            "kind": report.kind.value,
            "how": source.how,
            "at": at,
            "delivery": mail.number,
            "mailing": mail.mailing,
            "address": mail.address,
            "domain": mail.address.rpartition("@")[2],
            "reason": report.reason.value,
            "status": report.status,
            "said": report.said,
            "mark": source.mark,
            "disputed": _disputed(report, mail),
            "arrival": source.arrival,
        },
    )


def _disputed(report: Report, mail: Sent) -> bool:
    """Whether the report names recipients, and ours is none of them."""
    names = {name.lower() for name in report.addresses}
    return bool(names) and mail.address.lower() not in names


def _stop_complainer(mail: Sent, event: Event) -> None:
    """For good, and with the evidence that the consent is gone."""
    Suppression.objects.update_or_create(
        address=mail.address, scope="*", defaults={"reason": COMPLAINED, "since": event.at}
    )
    reader = Reader.objects.filter(public_id=mail.recipient).first()
    if reader:
        Consent.objects.get_or_create(
            reader=reader, verb=COMPLAINED, scope="*", at=event.at, defaults={"how": event.how}
        )


def _leave(mail: Sent, event: Event, now: datetime) -> None:
    running = Subscription.objects.filter(reader__public_id=mail.recipient).select_related("reader", "desk")
    for subscription in running:
        if subscription.scope == mail.scope:
            leave(subscription, event.how, now)


def judge(address: str, now: datetime) -> Reason | None:
    """Stop `address`, or let it go, as its events say; the reason it is stopped for."""
    reason = policy.verdict(_history(address, now), now)
    stopped = Suppression.objects.filter(address=address, scope="*")
    if reason is None:
        stopped.filter(reason__startswith=BOUNCED).delete()
        return None
    Suppression.objects.get_or_create(
        address=address, scope="*", defaults={"reason": BOUNCED + reason, "since": now}
    )
    return reason


def let_return(now: datetime) -> int:
    """Let go the addresses whose time has come to be tried again; how many."""
    due = [
        row.pk
        for row in Suppression.objects.filter(reason__startswith=BOUNCED, since__lte=now - timedelta(days=1))
        if policy.returns(row.reason.removeprefix(BOUNCED), row.since, now)
    ]
    Suppression.objects.filter(pk__in=due).delete()
    return len(due)


def _history(address: str, now: datetime) -> list[policy.Past]:
    rows = list(Event.objects.filter(address=address, at__gt=now - policy.MEMORY))
    storms = {(row.mailing, row.domain) for row in rows if row.kind == Kind.BOUNCED and _in_storm(row)}
    return [
        policy.Past(
            row.kind, row.reason, row.at, row.delivery, row.disputed, (row.mailing, row.domain) in storms
        )
        for row in rows
    ]


def _condemned(event: Event) -> int:
    """How many readers at the event's domain its mailing calls invalid."""
    told = Event.objects.filter(
        mailing=event.mailing, kind=Kind.BOUNCED, domain=event.domain, reason__in=sorted(CONDEMNING)
    )
    return told.values("delivery").distinct().count()


def _in_storm(event: Event) -> bool:
    condemned = _condemned(event)
    return condemned >= policy.STORM_LEAST and policy.is_storm(
        condemned, readers_at(event.mailing or 0, event.domain)
    )


def _judge_all_in(event: Event, now: datetime) -> None:
    stopped = Suppression.objects.filter(scope="*", reason__startswith=BOUNCED).values("address")
    touched = Event.objects.filter(mailing=event.mailing, domain=event.domain, address__in=stopped)
    for address in sorted(set(touched.values_list("address", flat=True))):
        judge(address, now)
