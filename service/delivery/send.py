"""Claimed batches go out: copies for the transport, its notes into the journals, outcomes into the tables.

A round streams: while the last mails of one batch are still under way, the first of the next are handed
over. Each second it looks again whether the claims are still ours, whether a mailing was paused or cancelled,
and whom must not be written to any more; that is asked of each row before its mail is handed over. No
transaction is open while the transport works. Whatever moment a worker is killed at, the journals say how far
it was, and only those the transport had in its hands are in doubt.
"""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from service.delivery import breaker, closing
from service.delivery.bars import suppressed
from service.delivery.hand import Hand, Row, take_up
from service.delivery.journal import Past
from service.delivery.mime import Forme, Frame
from service.delivery.models import Batch, Delivery, Message
from service.delivery.transport import Copy, Transport
from service.errors import GiveUp, HeldBack, InDoubt, TryAgain, Unreachable

log = structlog.get_logger()
State = Delivery.State
PATIENCE = timedelta(days=2)
"""A delivery still deferred after this time has failed: a digest of the day before yesterday is no news."""
FOLD_SECONDS = 3.0
"""How far the tables may lag behind the journals while a slow batch is under way."""
UNKNOWN = "the worker ended in the middle; nothing tells what was taken"
NO_ANSWER = "the round was cut off before an answer came"
AWAY = timedelta(seconds=30)
"""When a batch is taken up again whose server could not be reached: its readers were not asked yet."""
FOUND = "found where an attempt that was cut off had put it"
Bars = Callable[[Collection[Row]], Mapping[int, str]]
Formes = Callable[[Message], Forme]
Links = Callable[[Row], Mapping[str, str]]


def no_return_path(row: Row) -> str:
    """For houses that take in no bounces of their own."""
    return ""


def no_links(row: Row) -> Mapping[str, str]:
    """For messages whose slots are all in the ledger."""
    return {}


@dataclass(slots=True)
class Round:
    """One worker's go at claimed batches: gives the transport its copies, and takes its notes."""

    transport: Transport
    clock: Callable[[], datetime]
    formes: Formes
    """Makes a message ready for copies; called once for each batch."""
    journals: Path
    lease_seconds: float
    links: Links = no_links
    """What is signed for a row's slots: made now, never kept."""
    return_path: Callable[[Row], str] = no_return_path
    """The envelope's sender for a row; empty: the message's own."""
    bars: Bars = suppressed
    """Which rows must not be written to, with the reasons."""
    look_seconds: float = 1.0
    """How old what we know of suppressions, pauses and claims may be when a mail is handed over."""
    seconds: float = 20.0
    """After this long no further mail is begun; what is left is due again at once."""
    _hands: list[Hand] = field(default_factory=list)
    _taken: dict[int, Hand] = field(default_factory=dict)
    """Whose row a copy is that the transport took and has not answered yet."""
    _until: float = 0.0
    _look_at: float = 0.0
    _fold_at: float = 0.0
    _again: list[int] = field(default_factory=list)

    def send(self, batches: Iterable[Batch]) -> list[int]:
        """Send what is open in `batches`, each taken when the one before is all handed over.

        Returns those that are due again at once, because time was up.
        """
        now = time.monotonic()
        self._until, self._fold_at = now + self.seconds, now + FOLD_SECONDS
        try:
            self.transport.send(self._copies(batches), self)
        except Unreachable as error:
            log.warning("transport.unreachable", error=str(error))
        finally:
            self._cut_off()
        return self._again

    def _cut_off(self) -> None:
        """Finish what the transport did not see to its end; no journal stays locked, whatever happens."""
        with ExitStack() as journals:
            for hand in self._hands:
                journals.callback(hand.journal.close)
            for hand in list(self._hands):
                hand.doubt_handed(NO_ANSWER)
                self._finish(hand, unreachable=True)

    # ---- what the transport says ---------------------------------------------------------------------
    def submitting(self, copy: Copy) -> bool:
        """Whether `copy` may go, as of this second; that it goes stands in the journal when this returns."""
        now, hand = time.monotonic(), self._taken[copy.number]
        if now >= self._look_at:
            self._look(now)
        if hand.may_go(copy.number):
            return True
        self._answered(copy)
        return False

    def accepted(self, copy: Copy, reply: str) -> None:
        """The transport took it."""
        self._settle(copy, State.ACCEPTED, reply)

    def refused(self, copy: Copy, error: TryAgain | GiveUp) -> None:
        """Not now, or never. What our own pace holds back stays planned, and has had no try."""
        if isinstance(error, TryAgain) and error.after is not None:
            hand = self._taken[copy.number]
            hand.wait = min(error.after, hand.wait or error.after)
        if isinstance(error, HeldBack):
            self._answered(copy)
            return
        self._settle(copy, State.DEFERRED if isinstance(error, TryAgain) else State.FAILED, str(error))

    def in_doubt(self, copy: Copy, error: InDoubt) -> None:
        """No answer came: a digest is not repeated."""
        repeats = self._taken[copy.number].repeats
        self._settle(copy, State.DEFERRED if repeats else State.UNCERTAIN, str(error))

    def _settle(self, copy: Copy, state: str, reply: str) -> None:
        self._taken[copy.number].settle(copy.number, state, reply, tried=1)
        self._answered(copy)

    def _answered(self, copy: Copy) -> None:
        hand = self._taken.pop(copy.number)
        hand.in_flight -= 1
        if hand.drawn and not hand.in_flight:
            self._finish(hand)

    # ---- what the transport gets ---------------------------------------------------------------------
    def _copies(self, batches: Iterable[Batch]) -> Iterator[Copy]:
        for batch in batches:
            taken = take_up(batch, self.journals, self.clock(), self.lease_seconds)
            if taken:
                hand, past = taken
                self._hands.append(hand)
                self._look(time.monotonic())
                yield from self._drawn(hand, past)
            if time.monotonic() >= self._until:
                return

    def _drawn(self, hand: Hand, past: Past) -> Iterator[Copy]:
        """The copies of one batch, while time lasts and nothing stops it."""
        forme = self._forme(hand)
        given_up = hand.last_words() if self._waited(hand) > PATIENCE else {}
        for row in list(hand.open.values()):
            if time.monotonic() >= self._until or hand.paused or not hand.mine:
                break
            copy = self._copy(hand, forme, row, past.get(row.pk), given_up.get(row.pk))
            if copy is not None:
                self._taken[row.pk] = hand
                hand.in_flight += 1
                yield copy
        hand.drawn = True
        if not hand.in_flight:
            self._finish(hand)

    def _copy(
        self,
        hand: Hand,
        forme: Forme | GiveUp,
        row: Row,
        before: tuple[str, str] | None,
        last_word: str | None,
    ) -> Copy | None:
        """The mail for `row`; None if it has its outcome: an earlier worker's, or that none can be sent."""
        in_doubt = row.state == State.SUBMITTING or (before is not None and before[0] == State.SUBMITTING)
        if before and not in_doubt:
            hand.keep(row.pk, *before, tried=1)
            return None
        if last_word is not None and not in_doubt:
            hand.settle(row.pk, State.FAILED, f"given up after {PATIENCE.days} days: {last_word}")
            return None
        copy = self._made(forme, row)
        if isinstance(copy, GiveUp):
            hand.settle(row.pk, State.FAILED, str(copy))
            return None
        return None if in_doubt and self._reconciled(hand, copy) else copy

    def _forme(self, hand: Hand) -> Forme | GiveUp:
        try:
            return self.formes(hand.batch.message)
        except GiveUp as error:
            return error

    def _made(self, forme: Forme | GiveUp, row: Row) -> Copy | GiveUp:
        if isinstance(forme, GiveUp):
            return forme
        values = {**row.slots, **self.links(row)}
        try:
            return forme.copy(row.pk, row.recipient, row.address, values, self.return_path(row))
        except GiveUp as error:
            return error

    def _reconciled(self, hand: Hand, copy: Copy) -> bool:
        """Whether a row that an earlier worker left in the middle has its outcome now."""
        found = self.transport.evidence(copy)
        if found:
            hand.settle(copy.number, State.ACCEPTED, FOUND, tried=1)
        elif found is None and not hand.repeats:
            hand.settle(copy.number, State.UNCERTAIN, UNKNOWN, tried=1)
        return copy.number not in hand.open

    # ---- the tables ----------------------------------------------------------------------------------
    def _look(self, now: float) -> None:
        """Learn what changed in the last second; write down what came of the slow ones."""
        self._look_at = now + self.look_seconds
        folding = now >= self._fold_at
        if folding:
            self._fold_at = now + FOLD_SECONDS
        for hand in self._hands:
            hand.look(self.clock(), self.lease_seconds)
            hand.barred = dict(self.bars(hand.open.values()))
            if folding:
                hand.fold(self.clock())

    def _finish(self, hand: Hand, unreachable: bool = False) -> None:
        """Fold `hand` for good, and say when its batch is due again."""
        self._hands.remove(hand)
        now = self.clock()
        again_at = self._again_at(hand, now, unreachable)
        hand.finish(now, again_at)
        breaker.watch(hand.batch.message.mailing, now)
        if hand.mine and again_at is None:
            closing.close(hand.batch.message.mailing_id, now)
        elif hand.mine and again_at == now:
            self._again.append(hand.batch.pk)

    def _again_at(self, hand: Hand, now: datetime, unreachable: bool) -> datetime | None:
        """When a batch with open rows is due again: at once if time was up, else later each time."""
        if not hand.open and not hand.deferred:
            return None
        if hand.wait is not None:
            return now + timedelta(seconds=hand.wait)
        if hand.open:
            return now + AWAY if unreachable else now
        return now + min(max(self._waited(hand) / 2, timedelta(minutes=2)), timedelta(hours=4))

    def _waited(self, hand: Hand) -> timedelta:
        """How old the message is: so long its readers have waited."""
        return self.clock() - hand.batch.message.made_at


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
