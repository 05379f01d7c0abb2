"""The hub's steps in the line: what changed is announced, whoever was killed on the way."""

from datetime import timedelta
from typing import Any

import pytest

from service import doorbell, flow, lease
from service.desks.models import Desk
from service.feeds.build import publish
from service.feeds.hub.tables import HubDelivery, HubSubscription
from service.feeds.models import FeedDocument
from service.house.models import House
from tests.cast import NOON, a_version
from tests.feeds.hub.listening import a_subscriber

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def rung(step: str) -> list[tuple[int, ...]]:
    return [ids for name, ids in doorbell.heard if name == step]


@pytest.fixture
def told(feed: FeedDocument) -> HubSubscription:
    """A subscriber of a feed that is due, for an article has come."""
    a_version(title="Pont", desks=(Desk.objects.get(slug="asia"),))
    FeedDocument.objects.filter(pk=feed.pk).update(due_at=NOON)
    return a_subscriber(feed)


def test_a_feed_that_changed_rings_for_its_subscribers(
    feed: FeedDocument, told: HubSubscription, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        flow.publish([feed.pk], LATER)
    assert rung("announce") == [(told.pk,)]
    feed.refresh_from_db()
    assert HubDelivery.objects.get().sha256 == feed.sha256


def test_a_feed_that_did_not_change_rings_for_nobody(
    feed: FeedDocument, django_capture_on_commit_callbacks: Any
) -> None:
    a_subscriber(feed)
    FeedDocument.objects.filter(pk=feed.pk).update(due_at=NOON)
    with django_capture_on_commit_callbacks(execute=True):
        flow.publish([feed.pk], LATER)
    assert rung("announce") == []
    assert not HubDelivery.objects.exists()


def test_a_worker_killed_between_file_and_row_costs_nobody_the_news(
    feed: FeedDocument, told: HubSubscription, django_capture_on_commit_callbacks: Any
) -> None:
    (killed,) = lease.claim(FeedDocument.objects.select_related("desk"), [feed.pk], NOON, 60)
    assert publish(killed, House.get(), NOON).outcome == "written"

    with django_capture_on_commit_callbacks(execute=True):
        flow.publish([feed.pk], LATER)
    feed.refresh_from_db()
    assert feed.outcome == "unchanged"
    assert rung("announce") == [(told.pk,)]


def test_a_callback_inside_is_never_called_and_does_not_stop_the_others(
    feed: FeedDocument, told: HubSubscription, django_capture_on_commit_callbacks: Any
) -> None:
    HubSubscription.objects.update(callback="http://127.0.0.1/inside", host="127.0.0.1")
    with django_capture_on_commit_callbacks(execute=True):
        flow.publish([feed.pk], LATER)
        flow.announce([told.pk], LATER)
    told.refresh_from_db()
    assert told.failures == 1
    assert "public internet" in told.said
    assert rung("insist") == [(told.pk,)]
    assert not HubSubscription.prompt().exists()
