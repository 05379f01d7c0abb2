"""Copies wait here until they may go.

`Paced` stands before another transport. What may go in a few seconds is held back meanwhile, and others go
before it; what has to wait longer is refused with HeldBack, and is due again later. That counts as no try.
"""

import heapq
import time
from collections.abc import Callable, Iterator

from service.delivery.pace.pacer import Pacer
from service.delivery.pace.throttle import is_throttle
from service.delivery.transport import Copy, Notes, Transport
from service.errors import GiveUp, HeldBack, InDoubt, TryAgain, Unreachable

PATIENCE = 5.0
"""A copy is held back for at most so many seconds."""
ROOM = 1000
"""So many are held back at once."""


class Gate:
    """An iterator over `copies` at the pace of `pacer`. None: there is none to hand over at this moment."""

    def __init__(
        self, copies: Iterator[Copy | None], notes: Notes, pacer: Pacer, clock: Callable[[], float]
    ) -> None:
        self._copies, self._notes, self._pacer, self._clock = copies, notes, pacer, clock
        self._held: list[tuple[float, int, Copy]] = []
        self._order = 0
        self._dry = False

    def __iter__(self) -> "Gate":
        return self

    def __next__(self) -> Copy | None:
        now = self._clock()
        while self._held and self._held[0][0] <= now:
            copy = heapq.heappop(self._held)[2]
            if self._may_go(copy, now):
                return copy
        while len(self._held) < ROOM and (fresh := self._fresh()) is not None:
            if self._may_go(fresh, now):
                return fresh
        if self._dry and not self._held:
            raise StopIteration
        return None

    def _fresh(self) -> Copy | None:
        if self._dry:
            return None
        try:
            return next(self._copies)
        except StopIteration:
            self._dry = True
            return None

    def _may_go(self, copy: Copy, now: float) -> bool:
        domain = copy.recipient.rpartition("@")[2].lower()
        try:
            wait = self._pacer.wait(domain)
        except Unreachable as error:
            self._notes.refused(copy, HeldBack(str(error), after=60.0))
            return False
        if wait > PATIENCE:
            self._notes.refused(
                copy, HeldBack(f"the pace for {domain} lets it go in {wait:.0f} s", after=wait)
            )
        elif wait > 0:
            self._order += 1
            heapq.heappush(self._held, (now + wait, self._order, copy))
        return wait <= 0


class Paced:
    """`transport` at the pace of `pacer`. A refusal that asks us to slow down is heeded, and never final."""

    def __init__(
        self, transport: Transport, pacer: Pacer, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._transport, self._pacer, self._clock = transport, pacer, clock

    def send(self, copies: Iterator[Copy | None], notes: Notes) -> None:
        """Hand over `copies` as they may go."""
        heeding = _Heeding(notes, self._pacer)
        self._transport.send(Gate(copies, heeding, self._pacer, self._clock), heeding)

    def evidence(self, copy: Copy) -> bool | None:
        """What the transport behind knows."""
        return self._transport.evidence(copy)

    def close(self) -> None:
        """Close the transport behind."""
        self._transport.close()


class _Heeding:
    """Notes that pass everything on and listen for throttling."""

    def __init__(self, notes: Notes, pacer: Pacer) -> None:
        self._notes, self._pacer = notes, pacer
        self.submitting = notes.submitting
        self.accepted = notes.accepted

    def refused(self, copy: Copy, error: TryAgain | GiveUp) -> None:
        if isinstance(error, HeldBack | Unreachable) or not is_throttle(str(error)):
            self._notes.refused(copy, error)
            return
        self._notes.refused(copy, TryAgain(str(error)))
        try:
            self._pacer.throttled(copy.recipient.rpartition("@")[2].lower())
        except Unreachable:
            return  # this process leaves the destination alone; the others will be told themselves

    def in_doubt(self, copy: Copy, error: InDoubt) -> None:
        self._notes.in_doubt(copy, error)
