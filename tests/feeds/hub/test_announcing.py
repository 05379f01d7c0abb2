"""A feed that changed is announced once to each, signed; what failed comes again; the newest goes alone."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import parse_qs

import pytest
from pytest_django.fixtures import Settings

from service import lease
from service.delivery.push import FakePusher, Reply
from service.desks.models import Desk
from service.errors import Unreachable
from service.feeds.hub.announce import plan
from service.feeds.hub.calls import delivery
from service.feeds.hub.tables import HubDelivery, HubSubscription
from service.feeds.models import FeedDocument
from service.house.models import House
from tests.cast import NOON, a_version
from tests.feeds.hub.listening import CALLBACK, SECRET, TAKEN, TOPIC, a_subscriber, put_up

pytestmark = pytest.mark.django_db
URL = CALLBACK.partition("?")[0]
State = HubDelivery.State


def changed(feed: FeedDocument, house: House, title: str = "Pont") -> FeedDocument:
    """The feed with one article more, up."""
    a_version(title=title, desks=(Desk.objects.get(slug="asia"),))
    return put_up(feed, house)


def told(pusher: FakePusher, now: datetime = NOON) -> None:
    """Everybody who is due is called."""
    rows = HubSubscription.objects.select_related("document__desk")
    for row in lease.claim(rows, lease.due(rows, now), now, 60):
        if job := delivery(row, House.get(), pusher, lambda: now):
            job.note(job.call())


def states() -> list[str]:
    return list(HubDelivery.objects.order_by("pk").values_list("state", flat=True))


def test_a_subscriber_is_handed_the_feed_as_it_is_up_signed(feed: FeedDocument, house: House) -> None:
    row = a_subscriber(feed)
    feed = changed(feed, house)
    assert plan(feed, feed.sha256, NOON) == [row.pk]
    web = FakePusher({URL: [TAKEN]})
    told(web)
    ((method, url, headers, body),) = web.sent
    assert (method, url) == ("POST", CALLBACK)
    assert sha256(body).hexdigest() == feed.sha256
    assert headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert headers["Link"] == f'<https://eurasiatimes.example/hub>; rel="hub", <{TOPIC}>; rel="self"'
    mark = hmac.new(SECRET.encode(), body, sha256).hexdigest()
    assert headers["X-Hub-Signature"] == f"sha256={mark}"
    row.refresh_from_db()
    assert (states(), row.due_at, row.knows) == ([State.HANDED], None, feed.sha256)


def test_nothing_is_announced_twice_or_without_need(feed: FeedDocument, house: House) -> None:
    a_subscriber(feed)
    assert plan(feed, feed.sha256, NOON) == [], "it knows what is up"
    feed = changed(feed, house)
    assert plan(feed, feed.sha256, NOON)
    assert plan(feed, feed.sha256, NOON) == []
    told(FakePusher({URL: [TAKEN]}))
    assert plan(feed, feed.sha256, NOON) == []
    assert len(states()) == 1


def test_one_that_fails_is_called_again_and_gets_the_newest_alone(feed: FeedDocument, house: House) -> None:
    row = a_subscriber(feed)
    feed = changed(feed, house)
    plan(feed, feed.sha256, NOON)
    web = FakePusher({URL: [Unreachable("away"), Reply(503, {"retry-after": "600"}), TAKEN]})
    told(web)
    row.refresh_from_db()
    assert (row.failures, row.said) == (1, "away")
    first = row.due_at
    assert first is not None

    feed = changed(feed, house, "Tunnel")
    assert plan(feed, feed.sha256, NOON) == [], "news calls nobody before the time"
    assert states() == [State.OVERTAKEN, State.WAITING]
    told(web, first)
    row.refresh_from_db()
    assert row.due_at == first + timedelta(minutes=10), "it asked for time"
    told(web, row.due_at)
    assert states() == [State.OVERTAKEN, State.HANDED]
    assert sha256(web.sent[-1][3]).hexdigest() == feed.sha256
    row = HubSubscription.objects.get()
    assert (row.failures, row.due_at) == (0, None)


def test_a_callback_that_is_gone_is_never_called_again(feed: FeedDocument, house: House) -> None:
    row = a_subscriber(feed)
    feed = changed(feed, house)
    plan(feed, feed.sha256, NOON)
    told(FakePusher({URL: [Reply(410)]}))
    row.refresh_from_db()
    assert (row.state, row.due_at) == (HubSubscription.State.GONE, None)
    feed = changed(feed, house, "Tunnel")
    assert plan(feed, feed.sha256, NOON) == []


def test_a_redirect_is_a_failure_and_is_not_followed(feed: FeedDocument, house: House) -> None:
    row = a_subscriber(feed)
    feed = changed(feed, house)
    plan(feed, feed.sha256, NOON)
    web = FakePusher({URL: [Reply(307, {"location": "https://elsewhere.example/"})]})
    told(web)
    row.refresh_from_db()
    assert (row.failures, row.said, len(web.sent)) == (1, "answers 307", 1)


def test_what_waited_for_two_days_is_given_up(feed: FeedDocument, house: House) -> None:
    row = a_subscriber(feed)
    feed = changed(feed, house)
    plan(feed, feed.sha256, NOON)
    web = FakePusher({URL: [TAKEN]})
    told(web, NOON + timedelta(days=2, seconds=1))
    row.refresh_from_db()
    assert (states(), web.sent, row.due_at) == ([State.GIVEN_UP], [], None)


def test_a_lease_that_is_over_is_told_nothing(feed: FeedDocument, house: House) -> None:
    a_subscriber(feed, ends_at=NOON + timedelta(seconds=5))
    feed = changed(feed, house)
    plan(feed, feed.sha256, NOON)
    web = FakePusher({URL: [TAKEN]})
    told(web, NOON + timedelta(seconds=6))
    assert web.sent == []
    assert plan(feed, "another version", NOON + timedelta(seconds=6)) == []


def test_news_that_comes_while_a_call_is_under_way_is_told_next(feed: FeedDocument, house: House) -> None:
    row = a_subscriber(feed)
    feed = changed(feed, house)
    plan(feed, feed.sha256, NOON)
    rows = HubSubscription.objects.select_related("document__desk")
    (mine,) = lease.claim(rows, [row.pk], NOON, 60)
    web = FakePusher({URL: [TAKEN]})
    job = delivery(mine, house, web, lambda: NOON)
    assert job is not None
    outcome = job.call()
    feed = changed(feed, house, "Tunnel")
    plan(feed, feed.sha256, NOON - timedelta(seconds=1))  # of a round that began earlier
    job.note(outcome)
    told(web)
    assert states() == [State.HANDED, State.HANDED]
    assert sha256(web.sent[-1][3]).hexdigest() == feed.sha256


def test_a_secret_that_cannot_be_read_any_more_sends_nothing_unsigned(
    feed: FeedDocument, house: House, settings: Settings
) -> None:
    row = a_subscriber(feed)
    feed = changed(feed, house)
    plan(feed, feed.sha256, NOON)
    settings.SECRET_KEY = "another"
    web = FakePusher({URL: [TAKEN]})
    told(web)
    row.refresh_from_db()
    assert (web.sent, row.failures) == ([], 1)


def test_a_file_that_is_not_there_is_waited_for(feed: FeedDocument, house: House, settings: Settings) -> None:
    row = a_subscriber(feed)
    plan(feed, "a newer version", NOON)
    (settings.FEEDS_ROOT / feed.path).unlink()
    told(FakePusher({URL: [TAKEN]}))
    row.refresh_from_db()
    assert row.due_at is not None
    assert row.due_at > NOON


def test_an_outside_hub_is_told_the_addresses_in_one_call(feed: FeedDocument, house: House) -> None:
    HubSubscription.objects.create(
        kind="hub", callback="https://hub.example/", host="hub.example", since=NOON
    )
    rss = put_up(FeedDocument.objects.get(desk=feed.desk, language="fr", format="rss.xml"), house)
    for document in (feed, rss):
        assert plan(document, document.sha256, NOON)
    web = FakePusher({"https://hub.example/": [Reply(204)]})
    told(web)
    ((_, _, _, body),) = web.sent
    assert parse_qs(body.decode()) == {
        "hub.mode": ["publish"],
        "hub.url": [TOPIC, TOPIC.replace("atom", "rss")],
    }
    assert states() == [State.HANDED, State.HANDED]
    assert plan(feed, feed.sha256, NOON) == []
