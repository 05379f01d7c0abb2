"""A batch in a worker's hands: taken up with what earlier workers left, settled row by row, folded."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from service import lease
from service.delivery.fold import Outcome, close_claim, fold
from service.delivery.journal import Journal, Past, home, one_line
from service.delivery.models import Batch, Delivery, Mailing

State = Delivery.State
OPEN = (State.PLANNED, State.SUBMITTING, State.DEFERRED)
HELD = timedelta(seconds=5)
"""When a batch is looked at again whose worker lives although its claim has ended."""
ABROAD = timedelta(minutes=15)
"""How long a batch waits for the machine that has its journal; then its open rows are in doubt."""
CANCELLED = "the mailing was cancelled"


class Row(NamedTuple):
    """What sending needs of a delivery."""

    pk: int
    recipient: str
    address: str
    scope: str
    subject: str
    slots: dict[str, str]
    state: str


@dataclass(slots=True)
class Hand:
    """One batch under our claim, its journal open and locked."""

    batch: Batch
    journal: Journal
    began: datetime
    deadline: float
    """When the claim ends, by the monotonic clock: nothing is handed over after it."""
    open: dict[int, Row]
    """The rows that have no outcome yet in this go."""
    outcomes: list[Outcome] = field(default_factory=list)
    """Not folded yet."""
    deferred: int = 0
    """Rows refused for now in this go."""
    wait: float | None = None
    """Seconds until the first row may go that our own pace held back, or that a server asked us to hold."""
    in_flight: int = 0
    drawn: bool = False
    """Whether no further copy is drawn from it."""
    mine: bool = True
    """False once another worker has the batch: everything is left to it."""
    paused: bool = False
    cancelled: bool = False
    barred: Mapping[int, str] = field(default_factory=dict)
    """Rows that must not be written to, with the reason."""
    handed: set[int] = field(default_factory=set)
    """Rows that the transport has and has not answered."""

    def may_go(self, pk: int) -> bool:
        """Note that `pk` is handed over now; False if it must not be."""
        if not self.mine or self.paused:
            return False
        if reason := CANCELLED if self.cancelled else self.barred.get(pk):
            self.settle(pk, State.EXCLUDED, reason)
            return False
        self.journal.submitting(pk)
        if time.monotonic() < self.deadline:  # looked at after it is written: whoever claims next reads it
            self.handed.add(pk)
            return True
        self.journal.not_submitted(pk)
        self.mine = False
        return False

    def settle(self, pk: int, state: str, reply: str, tried: int = 0) -> None:
        """Note what became of `pk`: in the journal now, in the tables with the next fold."""
        reply = one_line(reply)
        self.journal.outcome(pk, state, reply)
        self.keep(pk, state, reply, tried)

    def keep(self, pk: int, state: str, reply: str, tried: int = 0) -> None:
        """Note for the next fold what the journal knows already."""
        row = self.open.pop(pk)
        self.handed.discard(pk)
        self.deferred += state == State.DEFERRED
        self.outcomes.append(Outcome(pk, row.state, state, reply, tried))

    def fold(self, now: datetime, **values: Any) -> None:
        """Write the outcomes so far into the tables."""
        if self.mine:
            self.mine = fold(self.batch, self.outcomes, now, **values)
        self.outcomes = []

    def doubt_handed(self, why: str) -> None:
        """Settle what the transport was given and never answered: a digest is not repeated."""
        for pk in list(self.handed):
            self.settle(pk, State.DEFERRED if self.repeats else State.UNCERTAIN, why, tried=1)

    def finish(self, now: datetime, again_at: datetime | None) -> None:
        """Write what is left into the tables, give the claim back, and forget the journal."""
        try:
            self.fold(now, home="", home_at=None, **close_claim(self.began, again_at))
            if self.mine:
                self.journal.remove()
        finally:
            self.journal.close()

    @property
    def repeats(self) -> bool:
        """Whether a mail of this batch is sent again when in doubt."""
        return self.batch.message.mailing.policy == Mailing.Policy.AGAIN

    def last_words(self) -> dict[int, str]:
        """What was last answered to each open row."""
        return dict(Delivery.objects.filter(pk__in=self.open).values_list("pk", "reply"))

    def look(self, now: datetime, seconds: float) -> None:
        """Ask the tables whether the claim is still ours, and whether the mailing may go on; prolong it."""
        asked = time.monotonic()
        mine = Batch.objects.filter(pk=self.batch.pk, claimed_by=self.batch.claimed_by)
        if self.deadline - asked < seconds / 2 and mine.update(
            claimed_until=now + timedelta(seconds=seconds)
        ):
            self.deadline = asked + seconds
        mailing = Mailing.objects.filter(messages__batches__in=mine)
        said = mailing.values_list("paused_at", "cancelled_at").first()
        self.mine = self.mine and said is not None
        if said is not None:
            self.paused, self.cancelled = said[0] is not None, said[1] is not None


def take_up(batch: Batch, root: Path, now: datetime, seconds: float) -> tuple[Hand, Past] | None:
    """Open and lock the journal of the claimed `batch`; its open rows, and what earlier workers left of them.

    None, with the claim given back, where its journal is not ours to read: a living worker has it, or it lies
    on another machine which may come back.
    """
    deadline, here = time.monotonic() + seconds, home(root)
    abroad = batch.home not in ("", here)
    if abroad and not _restarted(batch.home, here) and now < (batch.home_at or now) + ABROAD:
        lease.put_back(batch, now + timedelta(minutes=1), tries=0)
        return None
    journal = Journal.open(root, batch.pk)
    if journal is None:
        lease.put_back(batch, now + HELD, tries=0)
        return None
    if not batch.home:
        journal.forget()  # its outcomes were folded by a worker that ended before it could remove it
    moved = {"tries": 1} if journal.past else {}  # whoever was killed in the middle of a sending is no poison
    if not fold(batch, [], now, home=here, home_at=now, **moved):
        journal.close()
        return None
    rows = {row.pk: row for row in open_rows(batch)}
    hand = Hand(batch, journal, now, deadline, rows)
    unknown = dict.fromkeys(rows, (State.SUBMITTING.value, "")) if abroad else {}
    return hand, {pk: said for pk, said in {**unknown, **journal.past}.items() if pk in rows}


def open_rows(batch: Batch) -> Iterator[Row]:
    """The rows of `batch` that have no last word yet."""
    rows = Delivery.objects.filter(batch=batch, state__in=OPEN).order_by("pk")
    return map(Row._make, rows.values_list(*Row._fields))


def _restarted(there: str, here: str) -> bool:
    """Whether `there` is this machine before its last start: the journal's tail may be missing."""
    return there.partition("/")[0] == here.partition("/")[0]
