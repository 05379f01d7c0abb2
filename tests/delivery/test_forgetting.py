"""Old rows go, their numbers stay."""

from datetime import timedelta

import pytest

from service.delivery import forgetting
from service.delivery.account import account
from service.delivery.models import Delivery, Mailing
from service.delivery.plan import plan
from tests.cast import NOON
from tests.delivery.letters import a_draft, readers

pytestmark = pytest.mark.django_db
KEEP = timedelta(days=90)
LATER = NOON + KEEP + timedelta(days=1)


def closed(key: str, count: int = 3) -> Mailing:
    mailing = plan(key, [(a_draft(), readers(count))], NOON).mailing
    Mailing.objects.filter(pk=mailing.pk).update(closed_at=NOON)
    return mailing


def test_the_rows_of_an_old_mailing_go_and_its_account_stays() -> None:
    mailing = closed("digest/asia/daily/2026-11-23")
    before = account([mailing])
    assert forgetting.forget(LATER, KEEP) == 3
    assert not Delivery.objects.exists()
    assert account([mailing]) == before
    assert forgetting.forget(LATER, KEEP) == 0


def test_a_mailing_of_yesterday_or_one_that_never_closed_is_kept() -> None:
    closed("digest/asia/daily/2026-11-23")
    plan("digest/asia/daily/2026-11-24", [(a_draft(), readers(2))], NOON)
    assert forgetting.forget(NOON + timedelta(days=1), KEEP) == 0
    forgetting.forget(LATER, KEEP)
    assert set(Delivery.objects.values_list("mailing__key", flat=True)) == {"digest/asia/daily/2026-11-24"}
