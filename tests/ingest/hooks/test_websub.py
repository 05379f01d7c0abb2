"""A feed's hub in play: found, asked, verified, delivering, renewed; forgeries change nothing."""

import hashlib
import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client

from service import clock, doorbell
from service.house.models import House, Problem
from service.ingest import hubs
from service.ingest.fetch import LiveWeb
from service.ingest.models import Article, Dispatch, HubLease, Source
from service.ingest.pull import pull
from tests.cast import a_source
from tests.ingest.web import page, serving

pytestmark = pytest.mark.django_db(transaction=True)

STORY = b"<item><guid>%d</guid><title>Metro %d</title></item>"


class RealHub:
    """A hub as the Recommendation has it: takes subscriptions, verifies them at the callback, delivers.

    It reaches the callback through Django's own client: everything behind the address is real.
    """

    def __init__(self) -> None:
        self.forms: list[dict[str, str]] = []
        hub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                hub.forms.append({name: values[0] for name, values in parse_qs(raw.decode()).items()})
                self.send_response(202)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                """Keep quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"

    @property
    def callback(self) -> str:
        """The path of the address it was given last."""
        return urlsplit(self.forms[-1]["hub.callback"]).path

    def verify(self, lease: str = "86400", **changes: str) -> Any:
        """Ask the subscriber whether it meant it."""
        form = self.forms[-1]
        query = {
            "hub.mode": "subscribe",
            "hub.topic": form["hub.topic"],
            "hub.challenge": "c-7",
            "hub.lease_seconds": lease,
        }
        return Client().get(f"{self.callback}?{urlencode(query | changes)}")

    def deliver(self, body: bytes, method: str = "sha256", secret: str | None = None) -> Any:
        """Send what is new."""
        mark = hmac.new((secret or self.forms[-1]["hub.secret"]).encode(), body, method).hexdigest()
        about = {"X-Hub-Signature": f"{method}={mark}"}
        return Client().post(self.callback, body, content_type="application/rss+xml", headers=about)


@contextmanager
def a_hub() -> Iterator[RealHub]:
    """A hub that is there while the block runs."""
    hub = RealHub()
    thread = threading.Thread(target=hub.server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield hub
    finally:
        hub.server.shutdown()
        thread.join()
        hub.server.server_close()


def rss(hub: RealHub, *numbers: int) -> bytes:
    """A feed that names its hub."""
    link = f'<atom:link rel="hub" href="http://{hub.host}/"/><atom:link rel="self" href="https://wire.example/topic"/>'
    items = b"".join(STORY % (number, number) for number in numbers)
    head = f'<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>{link}'
    return head.encode() + items + b"</channel></rss>"


@pytest.fixture
def hub(house: House, settings: Any) -> Iterator[RealHub]:
    """A hub, for a feed that was pulled once and named it."""
    with a_hub() as hub, serving({"/feed": page(rss(hub, 1))}) as site:
        settings.PRIVATE_SOURCES = [site.host, hub.host]
        source = a_source("wire", kind="feed", location=site.url("/feed"))
        pull(source, clock.now(), LiveWeb(settings.PRIVATE_SOURCES))
        yield hub


def lease() -> HubLease:
    """The lease."""
    return HubLease.objects.get()


def test_a_story_comes_by_its_hub(hub: RealHub) -> None:
    answer = hub.verify()
    assert (answer.status_code, answer.content) == (200, b"c-7")
    assert answer["Content-Type"].startswith("text/plain")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert lease().state == "held"
    assert hub.deliver(rss(hub, 2)).status_code == 202
    source = Source.objects.get()
    assert ("pull", (source.pk,)) in doorbell.heard
    pulled = pull(source, clock.now())
    assert (len(pulled.new), pulled.took) == (1, 1)
    assert source.visited_at is not None
    assert pulled.again_at == source.visited_at + timedelta(minutes=60)
    assert set(Article.objects.values_list("external_id", flat=True)) == {"1", "2"}


def test_a_source_with_a_hub_is_asked_less_often(hub: RealHub, settings: Any) -> None:
    source, web, now = Source.objects.get(), LiveWeb(settings.PRIVATE_SOURCES), clock.now()
    assert pull(source, now, web).again_at == now + timedelta(minutes=15)
    hub.verify()
    assert pull(source, now, web).again_at == now + timedelta(minutes=60)


def test_a_delivery_that_comes_twice_is_taken_once(hub: RealHub) -> None:
    hub.verify()
    for _ in range(3):
        assert hub.deliver(rss(hub, 2)).status_code == 202
    assert Dispatch.objects.count() == 1


@pytest.mark.parametrize("method", ["sha1", "sha256"])
def test_a_forged_or_weakly_signed_delivery_only_makes_us_look(hub: RealHub, method: str) -> None:
    hub.verify()
    doorbell.heard.clear()
    forged = {"method": "sha1"} if method == "sha1" else {"secret": "guessed"}
    Source.objects.update(visited_at=clock.now() - timedelta(minutes=2))
    assert hub.deliver(rss(hub, 666), **forged).status_code == 202
    assert not Dispatch.objects.exists()
    assert doorbell.heard == [("pull", (Source.objects.get().pk,))]


def test_strangers_cannot_make_us_call_the_source_at_will(hub: RealHub) -> None:
    hub.verify()
    doorbell.heard.clear()
    for _ in range(5):
        hub.deliver(rss(hub, 666), secret="guessed")
    assert doorbell.heard == []


def test_a_delivery_before_the_lease_is_verified_is_not_believed(hub: RealHub) -> None:
    hub.deliver(rss(hub, 666))
    assert not Dispatch.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"hub.topic": "https://wire.example/other"},
        {"hub.mode": "unsubscribe"},
        {"hub.mode": "publish"},
        {"hub.challenge": ""},
        {"hub.challenge": "<script>alert(1)</script> x"},
        {"hub.challenge": "x" * 1001},
    ],
)
def test_what_we_did_not_ask_for_is_not_confirmed(hub: RealHub, changes: dict[str, str]) -> None:
    assert hub.verify(**changes).status_code == 404
    assert lease().state == "asked"


def test_a_question_that_comes_too_late_is_not_confirmed(hub: RealHub) -> None:
    HubLease.objects.update(asked_at=clock.now() - timedelta(hours=2))
    assert hub.verify().status_code == 404


def test_an_address_that_was_guessed_is_nobodys(hub: RealHub) -> None:
    guessed = f"/hooks/websub/wire/{'x' * 43}"
    assert Client().get(f"{guessed}?hub.mode=subscribe&hub.challenge=c").status_code == 404
    assert Client().post(guessed, b"x", content_type="text/xml").status_code == 410
    other = f"/hooks/websub/agency/{lease().token}"
    assert Client().post(other, b"x", content_type="text/xml").status_code == 410


@pytest.mark.parametrize(
    ("said", "days"),
    [("86400", 1.0), ("", 10.0), ("-5", 10.0), ("1e9", 10.0), ("999999999", 30.0), ("1", 5 / 1440)],
)
def test_a_lease_is_believed_within_reason(hub: RealHub, said: str, days: float) -> None:
    before = clock.now()
    hub.verify(said)
    ends_at = lease().ends_at
    assert ends_at is not None
    assert timedelta(0) <= ends_at - before - timedelta(days=days) < timedelta(minutes=1)


def test_a_denial_is_told_and_the_source_is_asked_as_usual(hub: RealHub) -> None:
    hub.verify()
    query = urlencode({"hub.mode": "denied", "hub.topic": lease().topic, "hub.reason": "no room"})
    Client().get(f"{hub.callback}?{query}")
    assert lease().state == "denied"
    assert "no room" in Problem.objects.get().what
    assert not hubs.holds(Source.objects.get(), clock.now())


def test_a_retired_source_lets_its_hub_go(hub: RealHub) -> None:
    hub.verify()
    Source.objects.update(state="retired")
    assert hub.deliver(rss(hub, 2)).status_code == 410
    unsubscribed = hub.verify(**{"hub.mode": "unsubscribe"})
    assert (unsubscribed.status_code, unsubscribed.content) == (200, b"c-7")


def test_a_delivery_too_large_is_left_and_looked_for(hub: RealHub) -> None:
    hub.verify()
    assert hub.deliver(b"x" * (5 * 1024 * 1024 + 1)).status_code == 202
    assert not Dispatch.objects.exists()


def test_an_old_secret_key_still_verifies(hub: RealHub, settings: Any) -> None:
    hub.verify()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new one", [settings.SECRET_KEY]
    hub.deliver(rss(hub, 2))
    assert Dispatch.objects.count() == 1
    assert hashlib.sha256(rss(hub, 2)).hexdigest() == Dispatch.objects.get().sha256
