"""A transport's own refusals become the same events as all news."""

from datetime import timedelta

import pytest

from service.delivery.models import Delivery, Suppression
from service.feedback.models import Event
from service.feedback.replies import hear, unheard
from tests.cast import NOON
from tests.feedback.sent import a_delivery

pytestmark = pytest.mark.django_db
TOMORROW = NOON + timedelta(days=1)


def refused(said: str, key: str, at: object = NOON, state: str = Delivery.State.FAILED) -> Delivery:
    row = a_delivery(key=key, state=state, at=at)  # type: ignore[arg-type]
    Delivery.objects.filter(pk=row.pk).update(reply=said)
    return row


def test_refusals_of_two_mailings_stop_an_address() -> None:
    refused("550 5.1.1 User unknown", "one")
    refused("550 5.1.1 User unknown", "two", TOMORROW)
    assert hear(unheard(TOMORROW), TOMORROW) == 2
    assert Suppression.objects.get().reason == "bounced: invalid-address"
    assert {event.how for event in Event.objects.all()} == {"reply"}


def test_what_was_heard_is_not_heard_again_until_there_is_more() -> None:
    row = refused("451 4.7.1 Greylisted", "one", state=Delivery.State.DEFERRED)
    assert hear(unheard(NOON), NOON) == 1
    assert unheard(NOON) == []
    assert Event.objects.get().reason == "throttled"
    other = a_delivery("camille@reader.example", "s" * 32, key="one", state=Delivery.State.FAILED)
    Delivery.objects.filter(pk=other.pk).update(reply="552 5.2.2 full")
    assert unheard(NOON) == [row.batch_id]
    assert hear(unheard(NOON), NOON) == 1
