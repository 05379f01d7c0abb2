"""A mail server's log becomes events and settles rows in doubt: a mail is known by token or Message-ID."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from service.delivery import verp
from service.delivery.maillog import Attempt, MailLog, Passage, read
from service.delivery.mime import message_id
from service.delivery.models import Delivery
from service.feedback.apply import Source, apply
from service.feedback.ledger import FRESH, Sent, first_of, sent, vouch
from service.feedback.reading.classify import classify
from service.feedback.reading.report import Kind, Report, one_line
from service.house.keys import keys

LOG = "log"
KINDS = {"sent": Kind.DELIVERED, "bounced": Kind.BOUNCED, "expired": Kind.BOUNCED, "deferred": Kind.DEFERRED}


@dataclass(frozen=True, slots=True)
class Told:
    """What a log told."""

    events: int
    """New ones."""
    settled: int
    """Rows in doubt that it proved to be taken."""
    absent: int
    """Rows in doubt whose attempt it covers without knowing them: they were not taken."""


def take_log(lines: Iterable[str], now: datetime) -> Told:
    """Read `lines` of Postfix's log and note what they tell. A second time adds nothing."""
    log = read(lines, now)
    settled, absent = _doubts(log, now)
    events = 0
    for passage, attempt in log.final():
        mail = _mail_of(passage, now)
        if mail is not None and attempt.status in KINDS:
            source = Source(LOG, attempt.at, passage.queue)
            events += apply([_report(attempt)], mail, source, now)
    return Told(events, settled, absent)


def _mail_of(passage: Passage, now: datetime) -> Sent | None:
    return first_of(verp.found(passage.sender), now)


def _report(attempt: Attempt) -> Report:
    kind = KINDS[attempt.status]
    said = one_line(attempt.said)
    reason = classify(said, attempt.dsn) if kind is not Kind.DELIVERED else Report(kind).reason
    return Report(kind, reason, (attempt.to,), attempt.dsn, said)


def _doubts(log: MailLog, now: datetime) -> tuple[int, int]:
    """Settle the rows in doubt that `log` knows; how many, and how many it ought to know and does not."""
    doubtful = Delivery.objects.filter(state=Delivery.State.UNCERTAIN, changed_at__gt=now - FRESH)
    settled = absent = 0
    for row in doubtful.select_related("mailing", "batch__message").iterator():
        found = [log.evidence(name, row.changed_at) for name in _names(row)]
        if any(found):
            settled += vouch(sent(row), LOG, now)
        elif found and all(one is False for one in found):
            absent += 1
    return settled, absent


def _names(row: Delivery) -> list[str]:
    """The Message-IDs its mail may have: one for each key there was."""
    message = row.batch.message
    return [message_id(row.mailing.key, row.recipient, message.sender, key) for key in keys()]
