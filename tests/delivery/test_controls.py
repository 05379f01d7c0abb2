"""Pause, resume and cancel; a mailing closes when everybody is accounted for."""

from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from service import lease
from service.delivery import controls
from service.delivery.account import account, by_language, counted_live
from service.delivery.closing import audit, close, close_all
from service.delivery.models import Batch, Delivery, Mailing, Suppression
from service.delivery.plan import plan
from service.delivery.send import Round
from service.delivery.transport import Copy, Outbox
from service.doorbell import heard
from service.errors import NoSuchMailing, Refused4xx, Refused5xx, Unreachable
from service.house.models import Problem
from tests.cast import NOON
from tests.delivery.letters import a_draft, forme, readers

pytestmark = pytest.mark.django_db(transaction=True)
State = Delivery.State
KEY = "digest/asia/daily/2026-11-23"


def planned(count: int = 6, lane: str = Mailing.Lane.BULK) -> Mailing:
    return plan(KEY, [(a_draft(), readers(count))], NOON, lane=lane).mailing


def go(outbox: Outbox, root: Path, at: datetime = NOON) -> None:
    """A worker sends what it may."""
    rows = controls.standing(Mailing.Lane.BULK)
    claimed = [batch for pk in lease.due(rows, at) for batch in lease.claim(rows, [pk], at, 60)]
    Round(outbox, lambda: at, forme, root, 60, look_seconds=0).send(claimed)


def test_a_paused_mailing_is_not_begun_and_goes_on_when_resumed(tmp_path: Path) -> None:
    mailing, outbox = planned(), Outbox()
    assert controls.pause(mailing, "a wrong headline", NOON)
    assert not controls.pause(mailing, "again", NOON)
    go(outbox, tmp_path)
    assert outbox.taken == []
    heard.clear()
    assert controls.resume(mailing, NOON)
    assert heard == [("deliver", tuple(Batch.objects.values_list("pk", flat=True)))]
    go(outbox, tmp_path)
    assert len(outbox.taken) == 6
    assert not controls.resume(mailing, NOON)


def test_a_pause_in_the_middle_is_heard_before_the_next_mail(tmp_path: Path) -> None:
    mailing = planned()

    def answer(copy: Copy) -> str:
        controls.pause(mailing, "stop", NOON)
        return "250 ok"

    outbox = Outbox(answer)
    go(outbox, tmp_path)
    assert len(outbox.taken) == 1
    assert (account([mailing]).accepted, account([mailing]).to_do) == (1, 5)
    controls.resume(mailing, NOON)
    go(Outbox(), tmp_path)
    assert account([mailing]).accepted == 6


def test_a_cancelled_mailing_excludes_who_has_not_been_sent_it(tmp_path: Path) -> None:
    mailing = planned()

    def answer(copy: Copy) -> str:
        controls.cancel(mailing, NOON)
        return "250 ok"

    go(Outbox(answer), tmp_path)
    told = account([mailing])
    assert (told.accepted, told.excluded, told.to_do) == (1, 5, 0)
    assert told.because == {"the mailing was cancelled": 5}
    mailing.refresh_from_db()
    assert mailing.standing == "cancelled"
    assert mailing.closed_at


def test_a_cancel_overrules_a_pause_and_a_deferral(tmp_path: Path) -> None:
    mailing = planned(1)

    def later(copy: Copy) -> str:
        raise Refused4xx("451 later")

    go(Outbox(later), tmp_path)
    controls.pause(mailing, "stop", NOON)
    assert controls.cancel(mailing, NOON)
    outbox = Outbox()
    go(outbox, tmp_path)
    assert outbox.taken == []
    assert account([mailing]).excluded == 1


def test_a_confirmation_rings_in_its_own_lane() -> None:
    mailing = planned(lane=Mailing.Lane.CONFIRM)
    controls.pause(mailing, "stop", NOON)
    heard.clear()
    controls.resume(mailing, NOON)
    assert [step for step, _ in heard] == ["confirm"]
    assert not controls.standing(Mailing.Lane.BULK).exists()


def test_a_key_nobody_knows() -> None:
    with pytest.raises(NoSuchMailing, match="digest/europe"):
        controls.find("digest/europe")


def test_the_equation_holds_at_any_moment_in_each_language(tmp_path: Path) -> None:
    """Every answer there is, in a batch of each language; looked at before each mail."""
    fates: dict[str, Exception] = {
        "reader1": Refused5xx("550 no such user"),
        "reader2": Refused4xx("451 later"),
        "reader3": Refused5xx("550 no such user"),
    }
    Suppression.objects.create(address="reader4@reader.example", reason="complained", since=NOON)
    everyone = readers(10)
    mailing = plan(KEY, [(a_draft("kk"), everyone[:5]), (a_draft("fr"), everyone[5:])], NOON).mailing

    def answer(copy: Copy) -> str:
        assert account([mailing]).residual == 0
        assert account([mailing]) == counted_live(mailing)
        if copy.recipient.partition("@")[0] in fates:
            raise fates[copy.recipient.partition("@")[0]]
        return "250 ok"

    go(Outbox(answer), tmp_path)
    told = {language: asdict(one) for language, one in by_language(mailing).items()}
    assert told["kk"] == {
        "recipients": 5, "accepted": 1, "deferred": 1, "failed": 2, "excluded": 1, "uncertain": 0, "to_do": 0,
        "because": {"complained": 1},
    }  # fmt: skip
    assert told["fr"]["accepted"] == told["fr"]["recipients"] == 5


def test_a_mailing_is_complete_only_when_it_closes(tmp_path: Path) -> None:
    mailing = planned()

    def away(copy: Copy) -> str:
        raise Unreachable("connection refused")

    go(Outbox(away), tmp_path)
    assert not close(mailing.pk, NOON)
    go(Outbox(), tmp_path, NOON + timedelta(minutes=3))
    mailing.refresh_from_db()
    assert mailing.standing == "complete"
    assert close_all(NOON) == 0


def test_a_later_run_opens_it_again(tmp_path: Path) -> None:
    planned(3)
    go(Outbox(), tmp_path)
    mailing = planned(6)
    assert Mailing.objects.get().closed_at is None
    go(Outbox(), tmp_path)
    assert account([mailing]).accepted == 6


def test_a_mailing_whose_last_two_batches_ended_at_once_is_closed_by_the_sweep() -> None:
    mailing = planned()
    Batch.objects.update(due_at=None)
    assert close_all(NOON) == 1
    mailing.refresh_from_db()
    assert mailing.closed_at == NOON


def test_rows_that_were_changed_behind_the_ledgers_back_are_told(tmp_path: Path) -> None:
    mailing = planned()
    go(Outbox(), tmp_path)
    Delivery.objects.filter(recipient=f"{0:032x}").update(state=State.FAILED)
    assert not audit(mailing, NOON)
    assert "behind the ledger's back" in Problem.objects.get().what
