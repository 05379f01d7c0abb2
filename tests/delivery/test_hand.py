"""A batch is taken up: from a worker that was killed, from another machine, after the power went."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from service import lease
from service.delivery import hand
from service.delivery.account import account, counted_live
from service.delivery.journal import Journal, home
from service.delivery.models import Batch, Delivery, Mailing
from service.delivery.plan import plan
from service.delivery.send import Round
from service.delivery.transport import Copy, Outbox
from tests.cast import NOON
from tests.delivery.letters import a_draft, forme, readers

pytestmark = pytest.mark.django_db
State = Delivery.State
LATER = NOON + timedelta(minutes=5)


def batch_of(count: int, policy: str = Mailing.Policy.ONCE) -> Batch:
    planned = plan("digest/asia/daily/2026-11-23", [(a_draft(), readers(count))], NOON, policy)
    return Batch.objects.get(pk=planned.batches[0])


def go(batch: Batch, outbox: Outbox, root: Path, at: datetime = LATER) -> list[str]:
    """Whoever claims `batch` at `at` sends it; the states of its rows."""
    rows = Batch.objects.select_related("message__mailing")
    claimed = lease.claim(rows, [batch.pk], at, 60)
    Round(outbox, lambda: at, forme, root, 60, look_seconds=0).send(claimed)
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def killed(batch: Batch, root: Path, write: Callable[[Journal, list[int]], None]) -> None:
    """A worker took `batch` up at NOON, did what `write` says, and was killed."""
    rows = Batch.objects.select_related("message__mailing")
    [claimed] = lease.claim(rows, [batch.pk], NOON, 60)
    taken = hand.take_up(claimed, root, NOON, 60)
    assert taken is not None
    journal = taken[0].journal
    write(journal, list(Delivery.objects.order_by("pk").values_list("pk", flat=True)))
    journal.close()


def test_what_a_killed_worker_heard_is_not_asked_again(tmp_path: Path) -> None:
    batch, outbox = batch_of(4), Outbox(knows=False)

    def write(journal: Journal, rows: list[int]) -> None:
        for row in rows[:3]:
            journal.submitting(row)
        journal.outcome(rows[0], State.ACCEPTED, "250 queued as 1")
        journal.outcome(rows[1], State.FAILED, "550 no such user")

    killed(batch, tmp_path, write)
    assert go(batch, outbox, tmp_path) == [State.ACCEPTED, State.FAILED, State.UNCERTAIN, State.ACCEPTED]
    assert [copy.recipient for copy in outbox.taken] == ["reader3@reader.example"]
    assert Delivery.objects.order_by("pk")[0].reply == "250 queued as 1"


def test_a_worker_that_is_killed_between_the_tables_and_the_journal_counts_nothing_twice(
    tmp_path: Path,
) -> None:
    batch = batch_of(3)
    killed(batch, tmp_path, lambda journal, rows: journal.outcome(rows[0], State.ACCEPTED, "250 ok"))
    journal = (tmp_path / f"{batch.pk}.journal").read_bytes()
    assert go(batch, Outbox(), tmp_path) == [State.ACCEPTED] * 3
    (tmp_path / f"{batch.pk}.journal").write_bytes(journal)
    Batch.objects.filter(pk=batch.pk).update(due_at=NOON)
    assert go(batch, Outbox(), tmp_path) == [State.ACCEPTED] * 3
    mailing = Mailing.objects.get()
    assert account([mailing]) == counted_live(mailing)
    assert account([mailing]).residual == 0


def test_a_batch_whose_worker_lives_is_left_to_it_whatever_the_clock_says(tmp_path: Path) -> None:
    batch, outbox = batch_of(2), Outbox()
    living = Journal.open(tmp_path, batch.pk)
    assert living is not None
    assert go(batch, outbox, tmp_path) == [State.PLANNED] * 2
    assert outbox.taken == []
    living.close()
    assert go(batch, outbox, tmp_path, LATER + hand.HELD) == [State.ACCEPTED] * 2


def test_a_batch_waits_for_the_machine_that_has_its_journal_and_then_doubts(tmp_path: Path) -> None:
    batch, outbox = batch_of(2), Outbox(knows=False)
    killed(batch, tmp_path / "there", lambda journal, rows: journal.submitting(rows[0]))
    assert go(batch, outbox, tmp_path / "here") == [State.PLANNED] * 2
    assert go(batch, outbox, tmp_path / "here", NOON + hand.ABROAD) == [State.UNCERTAIN] * 2
    assert outbox.taken == []


def test_the_machine_that_has_the_journal_comes_back(tmp_path: Path) -> None:
    batch, outbox = batch_of(2), Outbox(knows=False)
    killed(batch, tmp_path / "there", lambda journal, rows: journal.submitting(rows[0]))
    go(batch, outbox, tmp_path / "here")
    states = go(batch, outbox, tmp_path / "there", LATER + timedelta(minutes=2))
    assert states == [State.UNCERTAIN, State.ACCEPTED]


@pytest.mark.parametrize(
    ("policy", "state", "mails"), [("once", State.UNCERTAIN, 0), ("again", State.ACCEPTED, 1)]
)
def test_after_the_power_went_the_end_of_a_journal_is_not_trusted(
    policy: str, state: str, mails: int, tmp_path: Path
) -> None:
    batch, outbox = batch_of(2, policy), Outbox(knows=False)
    killed(batch, tmp_path, lambda journal, rows: journal.outcome(rows[0], State.ACCEPTED, "250 ok"))
    name = home(tmp_path).partition("/")[0]
    Batch.objects.update(home=f"{name}/another-boot")
    assert go(batch, outbox, tmp_path) == [State.ACCEPTED, state]
    assert len(outbox.taken) == mails


def test_what_a_transport_never_answered_is_in_doubt_when_a_round_is_cut_off(tmp_path: Path) -> None:
    batch = batch_of(3)

    def stop(copy: Copy) -> str:
        if copy.recipient == "reader1@reader.example":
            raise KeyboardInterrupt
        return "250 ok"

    with pytest.raises(KeyboardInterrupt):
        go(batch, Outbox(stop), tmp_path)
    states = list(Delivery.objects.order_by("pk").values_list("state", flat=True))
    assert states == [State.ACCEPTED, State.UNCERTAIN, State.PLANNED]
    assert Journal.open(tmp_path, batch.pk) is not None, "nobody is kept from going on"


def test_a_claim_that_ended_stops_the_hand_before_the_next_mail(tmp_path: Path) -> None:
    batch = batch_of(2)
    [claimed] = lease.claim(Batch.objects.select_related("message__mailing"), [batch.pk], NOON, 60)
    taken = hand.take_up(claimed, tmp_path, NOON, seconds=0)
    assert taken is not None
    ours, _ = taken
    pk = next(iter(ours.open))
    assert not ours.may_go(pk)
    assert not ours.mine
    ours.journal.close()
    again = Journal.open(tmp_path, batch.pk)
    assert again is not None
    assert again.past == {}, "it was not handed over, and says so"
