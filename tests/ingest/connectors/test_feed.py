"""A feed at an address: asked conditionally, heard on its moves, its freshness and its hub."""

import pytest

from service.errors import Gone, Unreachable, Unreadable
from service.ingest.connectors import feed
from service.ingest.connectors.connector import Errand, Hub
from service.ingest.connectors.discovery import discover
from service.ingest.fetch import Answer, FakeWeb, LiveWeb
from tests.cast import NOON
from tests.ingest.web import moved, page, serving, versioned

ITEM = b"<item><guid>1</guid><title>Metro</title></item>"
RSS = b'<rss version="2.0"><channel><title>T</title>' + ITEM + b"</channel></rss>"
URL = "https://wire.example/feed"


def test_the_cursor_keeps_the_validators_and_a_304_keeps_the_cursor() -> None:
    with serving({"/feed": versioned(RSS, '"v1"')}) as site:
        web, errand = LiveWeb([site.host]), Errand(site.url("/feed"), NOON)
        first = feed.read(errand, web)
        again = feed.read(Errand(site.url("/feed"), NOON, cursor=first.cursor), web)
    assert first.cursor == {"etag": '"v1"', "last_modified": "Mon, 23 Nov 2026 09:00:00 GMT"}
    assert first.harvest is not None
    assert [item.title for item in first.harvest.items] == ["Metro"]
    assert (again.harvest, again.cursor) == (None, first.cursor)
    assert site.asked[1][1]["if-modified-since"] == "Mon, 23 Nov 2026 09:00:00 GMT"


@pytest.mark.parametrize(
    ("hops", "ends"),
    [
        ({"/feed": moved("/new", 301), "/new": page(RSS)}, "/new"),
        ({"/feed": moved("/b", 308), "/b": moved("/c", 301), "/c": page(RSS)}, "/c"),
        ({"/feed": moved("/b", 301), "/b": moved("/c", 302), "/c": page(RSS)}, "/b"),
        ({"/feed": moved("/b", 302), "/b": moved("/c", 301), "/c": page(RSS)}, ""),
        ({"/feed": moved("/b", 307), "/b": page(RSS)}, ""),
    ],
)
def test_only_a_move_for_good_is_remembered(hops: dict[str, object], ends: str) -> None:
    with serving(hops) as site:  # type: ignore[arg-type]
        reading = feed.read(Errand(site.url("/feed"), NOON), LiveWeb([site.host]))
    assert reading.moved_to == (site.url(ends) if ends else "")


def test_what_it_says_of_its_freshness_is_heard() -> None:
    answer = Answer(200, URL, {"cache-control": 'public, max-age="1800", stale-if-error=9'}, RSS)
    assert feed.read(Errand(URL, NOON), FakeWeb({URL: [answer]})).fresh_for == 1800


@pytest.mark.parametrize(
    ("status", "error", "said"),
    [
        (410, Gone, "gone for good"),
        (429, Unreachable, "asked again later"),
        (503, Unreachable, "asked again later"),
        (401, Unreadable, "wants a key"),
        (404, Unreadable, "address is still right"),
        (226, Unreadable, "answers 226"),
    ],
)
def test_what_a_status_means(status: int, error: type[Exception], said: str) -> None:
    web = FakeWeb({f"{URL}?key=s3cret": [Answer(status, f"{URL}?key=s3cret", {"retry-after": "120"})]})
    with pytest.raises(error, match=said) as caught:
        feed.read(Errand(f"{URL}?key=s3cret", NOON), web)
    assert "s3cret" not in str(caught.value)
    if isinstance(caught.value, Unreachable):
        assert caught.value.after == 120


# ---- which hub speaks for it ------------------------------------------------------------------------

HUB = Hub("https://hub.example/", "https://wire.example/topic")


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"link": '<https://hub.example/>; rel="hub", <https://wire.example/topic>; rel="self"'}, b""),
        ({"link": "</topic>;rel=self, <https://hub.example/>;type=x;rel=hub"}, b""),
        (
            {},
            b'<rss xmlns:atom="a"><channel><atom:link rel="hub" href="https://hub.example/"/>'
            b'<atom:link href="/topic" rel="self" type="x"/></channel></rss>',
        ),
        (
            {},
            b"<feed><link rel='hub' href='https://hub.example/'/>"
            b"<link rel='alternate self' href='/topic'/></feed>",
        ),
        (
            {},
            b'{"version": "https://jsonfeed.org/version/1.1", "feed_url": "https://wire.example/topic",'
            b' "hubs": [{"type": "rssCloud", "url": "x"}, {"type": "WebSub", "url": "https://hub.example/"}]}',
        ),
        (
            {"link": '<https://hub.example/>; rel="hub", <https://wire.example/topic>; rel="self"'},
            b'<feed><link rel="hub" href="https://evil.example/"/></feed>',
        ),
    ],
)
def test_a_hub_is_found_in_the_header_and_in_the_document(headers: dict[str, str], body: bytes) -> None:
    assert discover(Answer(200, URL, headers, body)) == HUB


@pytest.mark.parametrize(
    "body",
    [
        b'<feed><link rel="hub" href="https://hub.example/"/></feed>',
        b'<feed><link rel="self" href="/topic"/></feed>',
        b'<feed><link rel="self" href="/topic"/><link rel="hub" href="javascript:alert(1)"/></feed>',
        b'<feed><link rel="self" href="/t"/><entry><link rel="hub" href="https://evil.example/"/></entry></feed>',
        b'{"hubs": "none"',
        b"",
    ],
)
def test_half_a_hub_is_none_and_an_entry_names_none(body: bytes) -> None:
    assert discover(Answer(200, URL, {}, body)) is None
