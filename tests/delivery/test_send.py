"""A batch goes out: every row ends with one word, whatever the transport says and whoever was here before."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings

from service import lease
from service.delivery.account import account
from service.delivery.models import Batch, Delivery, Mailing, Suppression
from service.delivery.plan import plan
from service.delivery.send import Round
from service.delivery.transport import Copy, Outbox, Transport
from service.errors import InDoubt, Refused4xx, Refused5xx, Unreachable
from tests.cast import NOON
from tests.delivery.letters import a_draft, forme, readers

pytestmark = pytest.mark.django_db
State = Delivery.State
KEY = "digest/asia/daily/2026-11-23"


def claimed(count: int, policy: str = "once") -> Batch:
    planned = plan(KEY, [(a_draft(), readers(count))], NOON, policy)
    return claim(planned.batches[0])


def claim(pk: int, at: datetime = NOON) -> Batch:
    return lease.claim(Batch.objects.select_related("message__mailing"), [pk], at, 60)[0]


def send(batch: Batch, transport: Transport, at: datetime = NOON) -> datetime | None:
    """Send `batch`; when it is due again."""
    Round(transport, lambda: at, forme, settings.JOURNAL_ROOT, 60, look_seconds=0).send([batch])
    return Batch.objects.get(pk=batch.pk).due_at


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def answering(error: Exception, to: str) -> Outbox:
    def answer(copy: Copy) -> str:
        if copy.recipient == to:
            raise error
        return "250 ok"

    return Outbox(answer)


def test_everyone_gets_one() -> None:
    outbox = Outbox()
    assert send(claimed(5), outbox) is None
    assert sorted(copy.recipient for copy in outbox.taken) == [f"reader{n}@reader.example" for n in range(5)]
    assert account(Mailing.objects.all()).accepted == 5


def test_one_refused_for_ever_fails_alone() -> None:
    outbox = answering(Refused5xx("550 no such user"), to="reader1@reader.example")
    assert send(claimed(3), outbox) is None
    assert states() == [State.ACCEPTED, State.FAILED, State.ACCEPTED]
    assert Delivery.objects.get(state=State.FAILED).reply == "550 no such user"


def test_one_refused_for_now_is_due_again_and_the_others_are_not_repeated() -> None:
    batch = claimed(3)
    again = send(batch, answering(Refused4xx("451 greylisted"), to="reader1@reader.example"))
    assert again is not None
    assert again > NOON
    outbox = Outbox()
    send(claim(batch.pk, again), outbox, again)
    assert [copy.recipient for copy in outbox.taken] == ["reader1@reader.example"]
    assert states() == [State.ACCEPTED] * 3


def test_a_server_that_is_away_ends_the_round_at_the_first_knock() -> None:
    knocks = []

    def away(copy: Copy) -> str:
        knocks.append(copy.recipient)
        raise Unreachable("connection refused")

    assert send(claimed(50), Outbox(away)) is not None
    assert len(knocks) == 1
    assert account(Mailing.objects.all()).to_do == 49


def test_patience_ends() -> None:
    batch = claimed(1)
    late = NOON + timedelta(days=3)
    assert send(batch, answering(Refused4xx("451 later"), to="reader0@reader.example"), late) is None
    assert states() == [State.FAILED]


def test_whoever_leaves_while_the_batch_waits_is_not_written_to() -> None:
    batch = claimed(2)
    Suppression.objects.create(
        address="reader1@reader.example", scope="asia/daily", reason="left", since=NOON
    )
    outbox = Outbox()
    send(batch, outbox)
    assert states() == [State.ACCEPTED, State.EXCLUDED]
    assert len(outbox.taken) == 1


def test_a_row_left_in_the_middle_is_not_repeated_without_evidence() -> None:
    batch = claimed(2)
    Delivery.objects.filter(recipient=f"{0:032x}").update(state=State.SUBMITTING)
    outbox = Outbox(knows=False)
    send(batch, outbox)
    assert states() == [State.UNCERTAIN, State.ACCEPTED]
    assert len(outbox.taken) == 1


def test_a_confirmation_left_in_the_middle_is_repeated() -> None:
    batch = claimed(1, policy=Mailing.Policy.AGAIN)
    Delivery.objects.update(state=State.SUBMITTING)
    send(batch, Outbox(knows=False))
    assert states() == [State.ACCEPTED]


@pytest.mark.parametrize("had_sent", [True, False])
def test_evidence_settles_a_row_left_in_the_middle(had_sent: bool) -> None:
    batch, outbox = claimed(1), Outbox()
    row = Delivery.objects.get()
    if had_sent:
        outbox.take(forme(batch.message).copy(row.pk, row.recipient, row.address, row.slots))
    Delivery.objects.update(state=State.SUBMITTING)
    send(batch, outbox)
    assert states() == [State.ACCEPTED]
    assert len(outbox.taken) == 1


def test_a_mail_without_an_answer_is_uncertain() -> None:
    send(claimed(1), answering(InDoubt("no answer"), to="reader0@reader.example"))
    assert states() == [State.UNCERTAIN]


def test_a_worker_that_lost_its_claim_stops_before_the_next_mail() -> None:
    batch = claimed(5)

    def slow(copy: Copy) -> str:
        if copy.recipient == "reader1@reader.example":
            Batch.objects.update(claimed_by=None)
        return "250 ok"

    outbox = Outbox(slow)
    send(batch, outbox)
    assert [copy.recipient for copy in outbox.taken] == ["reader0@reader.example", "reader1@reader.example"]
    assert states() == [State.PLANNED] * 5, "what it did is left to whoever has the claim, in the journal"
    again = Outbox()
    send(claim(batch.pk, NOON + timedelta(seconds=61)), again)
    assert len(again.taken) == 3
    assert states() == [State.ACCEPTED] * 5


def test_an_address_that_cannot_be_one_fails_without_the_transport() -> None:
    batch = claimed(2)
    Delivery.objects.filter(recipient=f"{0:032x}").update(address="x@y.example>\r\nDATA")
    outbox = Outbox()
    send(batch, outbox)
    assert states() == [State.FAILED, State.ACCEPTED]
    assert len(outbox.taken) == 1
