"""A claimed batch goes out, row by row.

Before a mail there is one short transaction: it makes sure the claim is still ours (and prolongs it), looks
once more whether the recipient may be written to, and notes the row as `submitting`. After it another one
says what became of it. No transaction is open while the transport works. Whatever moment a worker is killed
at, its rows say how far it was, and only those the transport had in its hands are in doubt.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import F

from service.delivery.mime import Frame, copy_for
from service.delivery.models import Batch, Delivery, Mailing, Message, Suppression
from service.delivery.transport import Copy, Transport
from service.errors import GiveUp, InDoubt, TryAgain, Unreachable

log = structlog.get_logger()
State = Delivery.State
OPEN = (State.PLANNED, State.SUBMITTING, State.DEFERRED)
SETTLED = (State.ACCEPTED, State.FAILED, State.EXCLUDED)
PATIENCE = timedelta(days=2)
"""A delivery still deferred after this time has failed: a digest of the day before yesterday is no news."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row."""

    pk: int
    state: str
    reply: str


@dataclass(slots=True)
class Round:
    """One worker's go at one claimed batch: gives the transport its copies, and takes its notes."""

    batch: Batch
    transport: Transport
    clock: Callable[[], datetime]
    secret: bytes
    """Makes Message-IDs opaque."""
    lease_seconds: float
    _rows: dict[int, Delivery] = field(default_factory=dict)
    """Taken by the transport, and not answered yet."""
    _mine: bool = True
    """False once another worker has the batch: everything is left to it."""

    def send(self) -> datetime | None:
        """Send what is open; when the batch is due again, or None if it is done or no longer ours."""
        rows = list(self.batch.deliveries.filter(state__in=OPEN).order_by("pk"))
        try:
            self.transport.send(self._copies(rows), self)
        except Unreachable as error:
            log.warning("transport.unreachable", batch=str(self.batch), error=str(error))
        finally:
            self.transport.close()
        return self._again_at() if self._mine else None

    def submitting(self, copy: Copy) -> bool:
        """Make sure the claim is still ours, that `copy` may still go, and that its row says it is going."""
        now, row = self.clock(), self._rows[copy.number]
        with transaction.atomic():
            self._mine = self._mine and self._prolong(now)
            barred = _barred(row) if self._mine else None
            going = self._mine and _note(barred or Outcome(row.pk, State.SUBMITTING, ""), now)
        return going and barred is None

    def accepted(self, copy: Copy, reply: str) -> None:
        """The transport took it."""
        self._settle(copy, State.ACCEPTED, reply)

    def refused(self, copy: Copy, error: TryAgain | GiveUp) -> None:
        """Not now, or never."""
        self._settle(copy, State.DEFERRED if isinstance(error, TryAgain) else State.FAILED, str(error))

    def in_doubt(self, copy: Copy, error: InDoubt) -> None:
        """No answer came: a digest is not repeated."""
        self._settle(copy, State.UNCERTAIN if self._once else State.DEFERRED, str(error))

    def _settle(self, copy: Copy, state: str, reply: str) -> None:
        _note(Outcome(self._rows.pop(copy.number).pk, state, reply), self.clock())

    def _copies(self, rows: list[Delivery]) -> Iterator[Copy]:
        frame = frame_of(self.batch.message)
        for row in rows:
            if not self._mine:
                return
            copy = self._prepared(frame, row)
            decided = self._judged(row, copy)
            if decided:
                _note(decided, self.clock())
            elif isinstance(copy, Copy):
                self._rows[copy.number] = row
                yield copy

    def _prepared(self, frame: Frame, row: Delivery) -> Copy | GiveUp:
        try:
            return copy_for(frame, row.recipient, row.address, row.slots, self.secret, row.pk)
        except GiveUp as error:
            return error

    def _prolong(self, now: datetime) -> bool:
        claim = Batch.objects.filter(pk=self.batch.pk, claimed_by=self.batch.claimed_by)
        return bool(claim.update(claimed_until=now + timedelta(seconds=self.lease_seconds)))

    def _judged(self, row: Delivery, copy: Copy | GiveUp) -> Outcome | None:
        """The outcome of a row that cannot be made, or that an earlier worker left in the middle."""
        if isinstance(copy, GiveUp):
            return Outcome(row.pk, State.FAILED, str(copy))
        if row.state != State.SUBMITTING:
            return None
        found = self.transport.evidence(copy)
        if found:
            return Outcome(row.pk, State.ACCEPTED, "found where an attempt that was cut off had put it")
        if found is None and self._once:
            return Outcome(
                row.pk, State.UNCERTAIN, "the worker ended in the middle; nothing tells what was taken"
            )
        return None

    @property
    def _once(self) -> bool:
        return self.batch.message.mailing.policy == Mailing.Policy.ONCE

    def _again_at(self) -> datetime | None:
        """When a batch with open rows is due again: later each time, until patience ends."""
        rows, now = self.batch.deliveries.filter(state__in=OPEN), self.clock()
        waited = now - self.batch.message.made_at
        if not rows.exists():
            return None
        if waited > PATIENCE:
            rows.update(state=State.FAILED, changed_at=now)
            return None
        return now + min(max(waited / 2, timedelta(minutes=2)), timedelta(hours=4))


def frame_of(message: Message) -> Frame:
    """What all copies of `message` share."""
    return Frame(
        mailing=message.mailing.key,
        sender_name=message.sender_name,
        sender=message.sender,
        subject=message.subject,
        headers=message.headers,
        text=message.text,
        html=message.html,
        made_at=message.made_at,
    )


def _barred(row: Delivery) -> Outcome | None:
    """The exclusion of a recipient who must not be written to (any more), looked up at the last moment."""
    found = Suppression.objects.filter(address=row.address, scope__in=("*", row.scope)).first()
    return Outcome(row.pk, State.EXCLUDED, found.reason) if found else None


def _note(outcome: Outcome, now: datetime) -> bool:
    """Write an outcome down; False if the row had been settled meanwhile."""
    rows = Delivery.objects.filter(pk=outcome.pk).exclude(state__in=SETTLED)
    tried = 1 if outcome.state == State.SUBMITTING else 0
    return bool(
        rows.update(state=outcome.state, reply=outcome.reply[:500], tries=F("tries") + tried, changed_at=now)
    )
