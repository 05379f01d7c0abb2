"""What a transport is, what it takes, whom it tells, and the one for tests.

A transport has one verb: it takes copies from an iterator as it has room for them, and says of each what
became of it, by one of the verbs of `Notes`. It may have several under way at once and answer out of order.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from service.errors import GiveUp, InDoubt, TryAgain, Unreachable

MOMENT = 0.02
"""Seconds until a transport asks again when there was nothing to hand over."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One mail, ready for a transport."""

    sender: str
    """The envelope's: where bounces go."""
    recipient: str
    message_id: str
    made_at: datetime
    chunks: tuple[bytes, ...]
    """Its bytes, in pieces of which most are shared with the other copies. Line ends are CRLF."""
    number: int = 0
    """The row of the ledger it belongs to."""
    tidy: bool = False
    """Every line ends with CRLF, none holds another CR or LF, and none begins with a dot."""

    @property
    def data(self) -> bytes:
        """Its bytes in one piece."""
        return b"".join(self.chunks)

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return sum(map(len, self.chunks))


class Notes(Protocol):
    """Whom a transport tells. Each copy it takes ends in exactly one of these verbs, once."""

    def submitting(self, copy: Copy) -> bool:
        """Said before a byte leaves, and durable when it returns. False: leave this one out, say no more."""

    def accepted(self, copy: Copy, reply: str) -> None:
        """The other side took it, with these words."""

    def refused(self, copy: Copy, error: TryAgain | GiveUp) -> None:
        """The other side did not take it: not now, or never. May come without a `submitting` before."""

    def in_doubt(self, copy: Copy, error: InDoubt) -> None:
        """It was handed over whole, and no answer came."""


class Transport(Protocol):
    """Something that takes mails."""

    def send(self, copies: Iterator[Copy | None], notes: Notes) -> None:
        """Hand over `copies`. Raises Unreachable when it is no use to go on: the rest was not taken.

        None among them means that there is none to hand over at this moment, and that more will come.
        """

    def evidence(self, copy: Copy) -> bool | None:
        """Whether `copy` was taken by an earlier attempt: True, False, or None where nothing tells."""

    def close(self) -> None:
        """Let go of connections. The transport may be used again."""


def one_by_one(copies: Iterator[Copy | None], notes: Notes, hand_over: Callable[[Copy], str]) -> None:
    """The `send` of a transport that has one mail under way at a time.

    `hand_over` answers with the other side's words, or raises TryAgain, GiveUp or InDoubt.
    """
    for copy in copies:
        if copy is None:
            time.sleep(MOMENT)
            continue
        if not notes.submitting(copy):
            continue
        try:
            reply = hand_over(copy)
        except Unreachable as error:
            notes.refused(copy, error)
            raise
        except (TryAgain, GiveUp) as error:
            notes.refused(copy, error)
        except InDoubt as error:
            notes.in_doubt(copy, error)
        else:
            notes.accepted(copy, reply)


class Outbox:
    """A transport for tests: keeps what it is given, answers as told.

    `answer` is called with each copy and may raise; without it every copy is taken.
    """

    def __init__(self, answer: Callable[[Copy], str] | None = None, knows: bool = True) -> None:
        self.taken: list[Copy] = []
        self._answer = answer
        self._knows = knows

    def send(self, copies: Iterator[Copy | None], notes: Notes) -> None:
        """Take `copies`, except those that `answer` raises for."""
        one_by_one(copies, notes, self.take)

    def take(self, copy: Copy) -> str:
        """Take one."""
        reply = self._answer(copy) if self._answer else "250 taken"
        self.taken.append(copy)
        return reply

    def evidence(self, copy: Copy) -> bool | None:
        """True or False from memory, or None if it was made not to know."""
        return any(one.message_id == copy.message_id for one in self.taken) if self._knows else None

    def close(self) -> None:
        """Nothing is held."""
