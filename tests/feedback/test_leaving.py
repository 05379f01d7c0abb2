"""A reader leaves a list, or takes that back."""

from datetime import timedelta

import pytest

from service.audience.models import Consent, Subscription
from service.delivery.models import Delivery, Suppression
from service.delivery.plan import Draft, Recipient, plan
from service.desks.models import Desk
from service.feedback.leaving import leave, take_back
from service.feedback.models import Event
from tests.cast import NOON, a_reader


@pytest.fixture
def subscription(desks: tuple[Desk, Desk]) -> Subscription:
    return a_reader("aigerim", *desks).subscriptions.get(desk=desks[0])


def test_leaving_ends_the_subscription_and_leaves_evidence(subscription: Subscription) -> None:
    leave(subscription, "one-click", NOON)
    assert subscription.ended_at == NOON
    [consent] = Consent.objects.all()
    assert (consent.verb, consent.scope, consent.how, consent.at) == ("left", "asia/daily", "one-click", NOON)
    [event] = Event.objects.all()
    assert (event.kind, event.subscription) == (Event.Kind.UNSUBSCRIBED, subscription.public_id)


def test_leaving_stops_this_list_and_no_other(subscription: Subscription) -> None:
    leave(subscription, "page", NOON)
    [stopped] = Suppression.objects.all()
    assert (stopped.address, stopped.scope) == ("aigerim@reader.example", "asia/daily")
    assert subscription.reader.subscriptions.filter(ended_at__isnull=True).count() == 1


def test_who_has_left_is_excluded_from_what_is_planned(subscription: Subscription) -> None:
    leave(subscription, "page", NOON)
    reader = subscription.reader
    draft = Draft("run", "kk", "EurasiaTimes", "desk@eurasiatimes.example", "Азия", {}, "", "", "")
    planned = plan("digest", [(draft, [Recipient(reader.public_id, reader.address, "asia/daily")])], NOON)
    assert (planned.planned, planned.excluded) == (0, 1)
    assert Delivery.objects.get().reply == "left the list"


def test_leaving_twice_is_leaving_once(subscription: Subscription) -> None:
    leave(subscription, "one-click", NOON)
    leave(subscription, "one-click", NOON + timedelta(minutes=1))
    assert subscription.ended_at == NOON
    assert [Consent.objects.count(), Event.objects.count(), Suppression.objects.count()] == [1, 1, 1]


def test_two_rows_in_hand_leave_once(subscription: Subscription) -> None:
    twin = Subscription.objects.get(pk=subscription.pk)
    leave(subscription, "one-click", NOON)
    leave(twin, "page", NOON + timedelta(seconds=1))
    assert Event.objects.get().how == "one-click"


def test_what_was_left_can_be_taken_back(subscription: Subscription) -> None:
    leave(subscription, "page", NOON)
    assert take_back(subscription, "page", NOON + timedelta(minutes=5))
    assert subscription.ended_at is None
    assert not Suppression.objects.exists()
    assert list(Consent.objects.values_list("verb", flat=True)) == ["left", "returned"]
    assert {event.kind for event in Event.objects.all()} == {Event.Kind.UNSUBSCRIBED, Event.Kind.RETURNED}


def test_taking_back_what_was_not_left_changes_nothing(subscription: Subscription) -> None:
    assert take_back(subscription, "page", NOON)
    assert not Event.objects.exists()


def test_a_month_later_a_forwarded_mail_takes_nothing_back(subscription: Subscription) -> None:
    leave(subscription, "page", NOON)
    assert not take_back(subscription, "page", NOON + timedelta(days=31))
    assert subscription.ended_at == NOON
    assert Suppression.objects.exists()


def test_an_address_that_bounced_stays_stopped(subscription: Subscription) -> None:
    address = subscription.reader.address
    Suppression.objects.create(address=address, scope="asia/daily", reason="no such mailbox", since=NOON)
    leave(subscription, "page", NOON)
    take_back(subscription, "page", NOON)
    assert Suppression.objects.get().reason == "no such mailbox"
