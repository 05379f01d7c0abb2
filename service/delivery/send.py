"""A claimed batch goes out, row by row.

Between two mails there is one short transaction: it writes down what became of the last one, makes sure the
claim is still ours (and prolongs it), looks once more whether the next recipient may be written to, and
notes the next row as `submitting`. No transaction is open while the transport works. Whatever moment a
worker is killed at, its rows say how far it was, and at most one of them is in doubt.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from service.delivery.mime import Copy, Frame, copy_for
from service.delivery.models import Batch, Delivery, Mailing, Message, Suppression
from service.delivery.transport import Transport
from service.errors import GiveUp, InDoubt, TryAgain, Unreachable

State = Delivery.State
OPEN = (State.PLANNED, State.SUBMITTING, State.DEFERRED)
SETTLED = (State.ACCEPTED, State.FAILED, State.EXCLUDED)
PATIENCE = timedelta(days=2)
"""A delivery still deferred after this time has failed: a digest of the day before yesterday is no news."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row. `round_over`: the transport is away, so the rest need not try now."""

    pk: int
    state: str
    reply: str
    round_over: bool = False


class ClaimLost(Exception):
    """Another worker has the batch now: everything is left to it."""


@dataclass(frozen=True, slots=True)
class Round:
    """One worker's go at one claimed batch."""

    batch: Batch
    transport: Transport
    clock: Callable[[], datetime]
    secret: bytes
    """Makes Message-IDs opaque."""
    lease_seconds: float

    def send(self) -> datetime | None:
        """Send what is open; when the batch is due again, or None if it is done or no longer ours."""
        try:
            self._send_rows(list(self.batch.deliveries.filter(state__in=OPEN).order_by("pk")))
        except ClaimLost:
            return None
        finally:
            self.transport.close()
        return self._again_at()

    def _send_rows(self, rows: list[Delivery]) -> None:
        frame, last = frame_of(self.batch.message), None
        for row in rows:
            copy = self._prepared(frame, row)
            to_send = self._between(last, row, copy)
            last = self._handed_over(row, copy) if to_send and isinstance(copy, Copy) else None
            if last and last.round_over:
                break
        if last:
            _note(last, self.clock())

    def _prepared(self, frame: Frame, row: Delivery) -> Copy | GiveUp:
        try:
            return copy_for(frame, row.recipient, row.address, row.slots, self.secret)
        except GiveUp as error:
            return error

    def _between(self, last: Outcome | None, row: Delivery, copy: Copy | GiveUp) -> bool:
        """Write down the `last` outcome, then decide about `row`: True if it is to be handed over now."""
        now = self.clock()
        decided = self._judged(row, copy)
        with transaction.atomic():
            if last:
                _note(last, now)
            mine = self._prolong(now)
            if mine:
                decided = decided or _barred(row)
                ready = _note(decided or Outcome(row.pk, State.SUBMITTING, ""), now)
        if not mine:
            raise ClaimLost
        return ready and decided is None

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

    def _handed_over(self, row: Delivery, copy: Copy) -> Outcome:
        try:
            return Outcome(row.pk, State.ACCEPTED, self.transport.send(copy))
        except TryAgain as error:
            return Outcome(row.pk, State.DEFERRED, str(error), round_over=isinstance(error, Unreachable))
        except GiveUp as error:
            return Outcome(row.pk, State.FAILED, str(error))
        except InDoubt as error:
            return Outcome(row.pk, State.UNCERTAIN if self._once else State.DEFERRED, str(error))

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
