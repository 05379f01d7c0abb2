"""A mail server's log settles what was in doubt."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from service.delivery.mime import message_id
from service.delivery.models import Delivery
from service.feedback.evidence import take_log
from service.feedback.models import Event
from tests.feedback.sent import a_delivery, return_path_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TRIED = NOW - timedelta(hours=1)


def line(who: str, rest: str, at: str = "11:00:00") -> str:
    return f"Nov 24 {at} mta postfix/{who}[9]: 4AAA01: {rest}"


def name_of(row: Delivery) -> str:
    sender = row.batch.message.sender
    return message_id(row.mailing.key, row.recipient, sender, settings.SECRET_KEY.encode())


def test_a_mail_in_doubt_is_known_by_its_message_id() -> None:
    row = a_delivery(state=Delivery.State.UNCERTAIN, at=TRIED)
    told = take_log([line("cleanup", f"message-id={name_of(row)}")], NOW)
    assert (told.events, told.settled, told.absent) == (0, 1, 0)
    row.refresh_from_db()
    assert (row.state, row.reply) == (Delivery.State.ACCEPTED, "taken: log tells of it")


def test_a_log_that_covers_the_time_and_knows_nothing_is_told_and_repeats_nobody() -> None:
    row = a_delivery(state=Delivery.State.UNCERTAIN, at=TRIED)
    told = take_log([line("qmgr", "removed", "10:00:00"), line("qmgr", "removed", "11:59:00")], NOW)
    assert (told.settled, told.absent) == (0, 1)
    row.refresh_from_db()
    assert row.state == Delivery.State.UNCERTAIN


def test_what_the_log_tells_of_a_mail_becomes_events_once() -> None:
    row = a_delivery(at=TRIED)
    sent = f"to=<{row.address}>, relay=mx[192.0.2.1]:25, delay=1, dsn=2.0.0, status=sent (250 Ok)"
    lines = [line("qmgr", f"from=<{return_path_of(row)}>, size=1"), line("smtp", sent)]
    assert take_log(lines, NOW).events == 1
    assert take_log(lines, NOW).events == 0
    [event] = Event.objects.all()
    assert (event.kind, event.how, event.mark, event.delivery) == ("delivered", "log", "4AAA01", row.pk)
