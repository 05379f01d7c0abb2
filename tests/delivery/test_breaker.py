"""Too many refusals pause a mailing and call the editors; an outage does neither."""

import pytest
from django.conf import settings

from service import lease
from service.delivery.account import Account, account
from service.delivery.breaker import too_many
from service.delivery.controls import resume
from service.delivery.models import BATCH_SIZE, Batch, Mailing, Suppression
from service.delivery.plan import plan
from service.delivery.send import Round
from service.delivery.transport import Copy, Outbox
from service.errors import Refused4xx, Refused5xx
from service.house.models import Problem
from tests.cast import NOON
from tests.delivery.letters import a_draft, forme, readers


@pytest.mark.parametrize(
    ("counts", "so"),
    [
        (Account(accepted=0, failed=50), True),
        (Account(accepted=0, failed=49), False),
        (Account(accepted=400, failed=60), True),
        (Account(accepted=600, failed=60), False),
        (Account(accepted=5, deferred=5000), False),
        (Account(accepted=5, uncertain=700, failed=60), False),
    ],
)
def test_what_is_too_many(counts: Account, so: bool) -> None:
    assert too_many(counts) is so


def send(mailing: Mailing, error: Exception, refused: int) -> list[Copy]:
    """Send what is due of `mailing`; the first `refused` mails are."""
    knocked: list[Copy] = []

    def answer(copy: Copy) -> str:
        knocked.append(copy)
        if len(knocked) <= refused:
            raise error
        return "250 ok"

    rows = Batch.objects.filter(message__mailing__paused_at__isnull=True).select_related("message__mailing")
    due = (row for pk in lease.due(rows, NOON) for row in lease.claim(rows, [pk], NOON, 60))
    Round(Outbox(answer), lambda: NOON, forme, settings.JOURNAL_ROOT, 60, look_seconds=0).send(due)
    mailing.refresh_from_db()
    return knocked


@pytest.fixture
def mailing(db: None) -> Mailing:
    """Two batches."""
    return plan("digest/asia", [(a_draft(), readers(BATCH_SIZE + 10))], NOON).mailing


def test_the_rest_waits_for_a_person_who_is_called(mailing: Mailing) -> None:
    send(mailing, Refused5xx("554 5.7.1 blocked"), refused=100)
    assert mailing.paused_because == "100 of 500 mails were refused for ever"
    assert "mailing digest/asia" in Problem.objects.get().place
    assert account([mailing]).to_do == 10
    assert not Suppression.objects.exists()


def test_whoever_lets_it_go_on_is_not_asked_again(mailing: Mailing) -> None:
    send(mailing, Refused5xx("554 5.7.1 blocked"), refused=100)
    resume(mailing, NOON)
    assert len(send(mailing, Refused5xx("554 5.7.1 blocked"), refused=0)) == 10
    assert mailing.paused_at is None


def test_an_outage_pauses_nothing(mailing: Mailing) -> None:
    send(mailing, Refused4xx("451 4.3.0 try later"), refused=510)
    assert mailing.paused_at is None
    assert account([mailing]).deferred == 510
