"""Hubs of others come and go with the newsroom file."""

import pytest

from service.feeds.hub.announce import plan
from service.feeds.hub.outside import name_hubs
from service.feeds.hub.tables import HubDelivery, HubSubscription
from service.feeds.models import FeedDocument
from tests.cast import NOON

pytestmark = pytest.mark.django_db
HUB = "https://hub.example/"


def told() -> list[str]:
    return list(HubSubscription.objects.filter(state="held").values_list("callback", flat=True))


def test_a_hub_is_told_from_the_day_it_is_named_to_the_day_it_is_not(feed: FeedDocument) -> None:
    assert name_hubs([HUB], NOON) == 1
    assert name_hubs([HUB], NOON) == 0
    assert told() == [HUB]
    assert plan(feed, feed.sha256, NOON)

    name_hubs([], NOON)
    assert told() == []
    assert not HubDelivery.objects.exists(), "nothing waits for it"
    assert plan(feed, "another version", NOON) == []

    assert name_hubs([HUB], NOON) == 1
    assert plan(feed, feed.sha256, NOON)
