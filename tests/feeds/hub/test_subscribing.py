"""From POST /hub to a subscription: kept, limited, verified; forged and repeated requests change nothing."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from service import clock, doorbell, lease
from service.delivery.push import FakePusher, Pusher, Reply
from service.errors import Unreachable
from service.feeds.hub import verify
from service.feeds.hub.announce import tidy
from service.feeds.hub.decide import STRANGER, VERIFICATIONS
from service.feeds.hub.tables import HubRequest, HubSubscription
from service.feeds.models import FeedDocument
from service.house.models import House
from service.ingest.sealing import unseal
from tests.feeds.hub.listening import CALLBACK, SECRET, TOPIC, a_subscriber, form

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
HELD = HubSubscription.State.HELD


class Echo:
    """A callback that answers with `status` and the challenge between `before` and nothing."""

    def __init__(self, status: int = 200, before: bytes = b"") -> None:
        self.status, self.before, self.asked = status, before, dict[str, list[str]]()

    def send(self, method: str, url: str, headers: Any, body: bytes = b"") -> Reply:
        self.asked = parse_qs(urlsplit(url).query)
        return Reply(self.status, {}, self.before + self.asked["hub.challenge"][0].encode())


def post(**changes: str) -> Any:
    return Client().post("/hub", urlencode(form(**changes)), content_type=FORM)


def answered(pusher: Pusher) -> None:
    """The request that waits is verified."""
    now = clock.now()
    HubRequest.objects.update(due_at=now)
    (row,) = lease.claim(HubRequest.objects.all(), HubRequest.objects.values_list("pk", flat=True), now, 60)
    verify.conclude(row, verify.question(row, House.get()).call(pusher), now)


def test_a_request_is_kept_and_nothing_changes_until_the_callback_confirms(
    feed: FeedDocument, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert post(lease_seconds="86400").status_code == 202
    row = HubRequest.objects.get()
    assert doorbell.heard == [("verify", (row.pk,))]
    assert not HubSubscription.objects.exists()

    callback = Echo()
    answered(callback)
    assert callback.asked["me"] == ["1"], "the callback's own query stays"
    assert callback.asked["hub.topic"] == [TOPIC]
    assert callback.asked["hub.lease_seconds"] == ["86400"]
    held = HubSubscription.objects.get()
    assert (held.state, held.callback, held.knows) == (HELD, CALLBACK, feed.sha256)
    assert unseal(held.sealed_secret) == SECRET
    assert SECRET not in held.sealed_secret
    assert held.ends_at == held.since + timedelta(days=1)
    assert not HubRequest.objects.exists()


@pytest.mark.parametrize("callback", [Echo(404), Echo(200, b"padded "), Echo(200, b"x" * 1024)])
def test_a_callback_that_does_not_echo_is_not_subscribed(feed: FeedDocument, callback: Echo) -> None:
    post()
    answered(callback)
    assert not HubSubscription.objects.exists()
    assert not HubRequest.objects.exists()


def test_one_that_redirects_or_does_not_answer_is_asked_a_few_times(feed: FeedDocument) -> None:
    post()
    web = FakePusher({CALLBACK.partition("?")[0]: [Reply(302), Unreachable("away"), Reply(500)]})
    for left in range(VERIFICATIONS - 1, -1, -1):
        assert HubRequest.objects.exists()
        answered(web)
        assert HubRequest.objects.count() == (left > 0)
    assert not HubSubscription.objects.exists()


def test_a_forged_end_changes_nothing(feed: FeedDocument) -> None:
    row = a_subscriber(feed)
    post(mode="unsubscribe")
    answered(Echo(404))
    row.refresh_from_db()
    assert row.state == HELD


def test_a_subscriber_leaves_by_saying_so_twice(feed: FeedDocument) -> None:
    row = a_subscriber(feed)
    post(mode="unsubscribe")
    answered(Echo())
    row.refresh_from_db()
    assert row.state == HubSubscription.State.ENDED


def test_a_lease_is_renewed_in_place_with_its_new_secret(feed: FeedDocument) -> None:
    row = a_subscriber(feed, ends_at=clock.now() + timedelta(hours=1), knows="an older version")
    post(secret="another")
    answered(Echo())
    row.refresh_from_db()
    assert row.ends_at is not None
    assert row.ends_at > clock.now() + timedelta(days=9)
    assert unseal(row.sealed_secret) == "another"
    assert row.knows == "an older version", "what it waits for it still gets"


def test_a_lease_that_is_over_ends(feed: FeedDocument) -> None:
    row = a_subscriber(feed, ends_at=clock.now() - timedelta(seconds=1), due_at=clock.now())
    tidy(clock.now())
    row.refresh_from_db()
    assert (row.state, row.due_at) == (HubSubscription.State.ENDED, None)
    assert not HubSubscription.prompt().exists()


def test_the_same_request_again_is_one_request(feed: FeedDocument) -> None:
    for _ in range(3):
        assert post().status_code == 202
    assert HubRequest.objects.count() == 1


def test_a_host_that_never_confirmed_is_called_ten_times_an_hour_at_most(feed: FeedDocument) -> None:
    said = [post(callback=f"https://victim.example/?n={number}") for number in range(STRANGER + 5)]
    assert [one.status_code for one in said] == [202] * STRANGER + [429] * 5
    assert 0 < int(said[-1]["Retry-After"]) <= 3602
    assert HubRequest.objects.count() == STRANGER
    assert post().status_code == 202, "another host is another host"


def test_a_host_that_confirmed_before_may_ask_for_more(feed: FeedDocument) -> None:
    a_subscriber(feed)
    said = {post(callback=f"https://reader.example/{number}").status_code for number in range(STRANGER + 5)}
    assert said == {202}


@pytest.mark.parametrize(
    "topic",
    [
        "https://evil.example/feeds/asia/fr/atom.xml",
        "http://eurasiatimes.example/feeds/asia/fr/atom.xml",
        TOPIC + "?x=1",
        TOPIC + "#x",
        TOPIC + "/",
        TOPIC.replace("/asia/", "/asia/../asia/"),
        TOPIC.replace("/fr/", "/FR/"),
        TOPIC.replace("atom", "rss"),
        "https://eurasiatimes.example/partners/asia/fr/atom.xml",
        "\x00",
        "",
    ],
)
def test_only_our_own_feeds_are_topics(feed: FeedDocument, topic: str) -> None:
    answer = post(topic=topic)
    assert answer.status_code == 400
    assert not HubRequest.objects.exists()


def test_what_is_no_request_is_answered_in_a_line(feed: FeedDocument, settings: Settings) -> None:
    client = Client()
    assert client.get("/hub").status_code == 405
    assert client.post("/hub", "{}", content_type="application/json").status_code == 400
    assert client.post("/hub", "a=" + "b" * 9000, content_type=FORM).status_code == 413
    assert client.post("/hub", "&".join(f"f{n}=1" for n in range(2000)), content_type=FORM).status_code == 413
    assert post(mode="publish").status_code == 400
    settings.HTTPS = True
    assert b"HTTPS" in post().content
    assert client.post("/hub", urlencode(form()), content_type=FORM, secure=True).status_code == 202
