"""When somebody has to be called."""

from datetime import timedelta

import pytest

from service.delivery.models import Delivery, Mailing
from service.feedback.alarms import Standing, alarms
from service.feedback.apply import Source, apply
from service.feedback.ledger import sent
from service.feedback.reading.report import Kind, Report
from service.feedback.watch import watch
from service.house.models import Problem
from tests.cast import NOON
from tests.feedback.sent import a_delivery

LATER = NOON + timedelta(minutes=11)


def names(standing: Standing, now: object = LATER) -> list[str]:
    return [alarm.name for alarm in alarms(standing, now)]  # type: ignore[arg-type]


def standing(**changes: object) -> Standing:
    values = {
        "mailing": "digest",
        "recipients": 1000,
        "to_do": 0,
        "uncertain": 0,
        "moved_at": NOON,
        **changes,
    }
    return Standing(**values)  # type: ignore[arg-type]


def test_a_mailing_that_is_done_is_left_alone() -> None:
    assert names(standing(delivered=1000, uncertain=9)) == []


def test_one_recipient_with_two_copies_is_enough() -> None:
    [alarm] = alarms(standing(delivered_twice=1), NOON)
    assert (alarm.name, alarm.stops) == ("twice", True)


def test_more_deliveries_than_recipients() -> None:
    assert names(standing(delivered=1020)) == []
    assert names(standing(delivered=1021)) == ["too many"]


def test_a_mailing_that_stopped_moving() -> None:
    assert names(standing(to_do=1)) == ["still"]
    assert names(standing(to_do=1), NOON + timedelta(minutes=9)) == []
    assert names(standing(to_do=1, paused=True)) == []
    assert names(standing(to_do=1, next_due_at=LATER + timedelta(hours=1))) == []


def test_doubts_that_grow() -> None:
    assert names(standing(uncertain=10)) == ["in doubt"]
    assert names(standing(recipients=10, uncertain=2)) == []
    assert names(standing(recipients=10, uncertain=3)) == ["in doubt"]


@pytest.mark.django_db
def test_a_second_copy_pauses_the_mailing_and_calls_the_operators() -> None:
    row = a_delivery()
    for mark in ("queue-1", "queue-1", "queue-2"):
        apply([Report(Kind.DELIVERED)], sent(row), Source("log", NOON, mark), NOON)
    assert watch(NOON) == [
        "mailing digest/asia/daily/2026-11-23: twice",
        "mailing digest/asia/daily/2026-11-23: too many",
    ]
    mailing = Mailing.objects.get()
    assert mailing.paused_at == NOON
    assert "more than one copy" in mailing.paused_because
    assert Problem.objects.filter(closed_at=None).count() == 2


@pytest.mark.django_db
def test_one_copy_that_is_told_of_twice_is_one_copy() -> None:
    row = a_delivery()
    for how, mark in (("log", "queue-1"), ("mailgun", "<m1@provider.example>"), ("mail", "")):
        apply([Report(Kind.DELIVERED)], sent(row), Source(how, NOON, mark), NOON)
    assert watch(NOON) == []


@pytest.mark.django_db
def test_an_alarm_ends_when_its_cause_does() -> None:
    row = a_delivery(state=Delivery.State.PLANNED)
    assert watch(NOON) == []
    assert watch(LATER) == ["mailing digest/asia/daily/2026-11-23: still"]
    row.batch.planned, row.batch.accepted = 0, 1
    row.batch.save()
    assert watch(LATER) == []
    assert Problem.objects.get().closed_at == LATER
