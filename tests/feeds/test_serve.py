"""The public feeds over HTTP, asked as an ASGI server asks."""

import asyncio
import gzip
from collections.abc import MutableMapping
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import brotli
import pytest
from pytest_django.fixtures import Settings

from service.feeds.serve import feeds
from service.press.shelf import put
from tests.cast import NOON

BODY = "<feed>métro</feed>".encode() * 40
ATOM = "/feeds/asia/fr/atom.xml"


class Response(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, settings: Settings) -> Path:
    """Three documents of the Asia desk, in a folder beside which something secret lies."""
    settings.FEEDS_ROOT = tmp_path / "feeds"
    (tmp_path / "secret.xml").write_text("secret")
    for name in ("atom.xml", "rss.xml", "feed.json"):
        assert put(settings.FEEDS_ROOT, f"asia/fr/{name}", BODY, NOON, lambda: True)
    return tmp_path / "feeds"


def ask(path: str = ATOM, method: str = "GET", query: bytes = b"", **headers: str | list[str]) -> Response:
    """One request; header names with underscores, several lines as a list."""
    lines = [
        (name.replace("_", "-").encode(), line.encode())
        for name, value in headers.items()
        for line in (value if isinstance(value, list) else [value])
    ]
    scope = {"type": "http", "method": method, "path": path, "query_string": query, "headers": lines}
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    asyncio.run(feeds(scope, receive, send))
    start, body = sent
    told = {name.decode(): value.decode() for name, value in start["headers"]}
    return Response(start["status"], told, body["body"])


def test_a_feed_comes_with_all_a_cache_needs() -> None:
    response = ask()
    assert (response.status, response.body) == (200, BODY)
    assert response.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert response.headers["content-length"] == str(len(BODY))
    assert response.headers["content-language"] == "fr"
    assert response.headers["last-modified"] == "Mon, 23 Nov 2026 12:00:00 GMT"
    assert response.headers["cache-control"] == "public, max-age=300"
    assert response.headers["vary"] == "Accept-Encoding"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in response.headers["content-security-policy"]
    assert response.headers["etag"].startswith('"')


@pytest.mark.parametrize(
    ("name", "kind"),
    [("rss.xml", "application/rss+xml"), ("feed.json", "application/feed+json")],
)
def test_each_format_has_its_type(name: str, kind: str) -> None:
    assert ask(f"/feeds/asia/fr/{name}").headers["content-type"] == f"{kind}; charset=utf-8"


def test_scripts_of_other_sites_may_read_json_feed() -> None:
    assert ask("/feeds/asia/fr/feed.json").headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in ask().headers


def test_compressed_twins_are_served_under_their_own_tags() -> None:
    br, packed, plain = ask(accept_encoding="gzip, br"), ask(accept_encoding="gzip"), ask()
    assert brotli.decompress(br.body) == gzip.decompress(packed.body) == plain.body
    assert br.headers["content-encoding"] == "br"
    assert packed.headers["content-length"] == str(len(packed.body))
    assert "content-encoding" not in plain.headers
    assert len({br.headers["etag"], packed.headers["etag"], plain.headers["etag"]}) == 3


def test_who_has_it_gets_304_with_what_200_would_have_said() -> None:
    full = ask(accept_encoding="gzip")
    again = ask(accept_encoding="gzip", if_none_match=full.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    for name in ("etag", "last-modified", "cache-control", "vary"):
        assert again.headers[name] == full.headers[name]
    assert "content-type" not in again.headers
    assert "content-length" not in again.headers


def test_tags_are_known_weak_listed_and_with_a_proxys_suffix() -> None:
    tag = ask().headers["etag"]
    assert ask(if_none_match=f"W/{tag}").status == 304
    assert ask(if_none_match=f'"other", {tag}').status == 304
    assert ask(if_none_match=['"other"', tag]).status == 304
    assert ask(if_none_match=tag[:-1] + '-gzip"', accept_encoding="br").status == 304
    assert ask(if_none_match="*").status == 304
    assert ask(if_none_match='"other"').status == 200


def test_dates_at_or_after_ours_are_fresh() -> None:
    assert ask(if_modified_since="Mon, 23 Nov 2026 12:00:00 GMT").status == 304
    assert ask(if_modified_since="Tue, 24 Nov 2026 00:00:00 GMT").status == 304
    assert ask(if_modified_since="Mon, 23 Nov 2026 11:59:59 GMT").status == 200
    assert ask(if_modified_since="Tue, 24 Nov 2026 00:00:00 GMT", if_none_match='"other"').status == 200


def test_head_says_what_get_would_without_the_body() -> None:
    head, get = ask(method="HEAD"), ask()
    assert (head.status, head.headers, head.body) == (200, get.headers, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_feeds_are_only_read(method: str) -> None:
    response = ask(method=method)
    assert (response.status, response.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/asia/fr/atom.xml;x",
        "/feeds/asia/fr/atom.xml/",
        "/feeds/asia/fr/atom.xml/a.css",
        "/feeds/asia/fr/atom.xml\n",
        "/feeds/asia/fr/atom.xml.gz",
        "/feeds/asia/fr/other.xml",
        "/feeds/../secret.xml",
        "/feeds/../../feeds/atom.xml",
        "/feeds/asia/../atom.xml",
        "/feeds/%2e%2e/secret.xml",
        "/feeds//etc/atom.xml",
        "/feeds/asia/de/atom.xml",
        "/feeds/nowhere/fr/atom.xml",
        "/feeds/" + "a" * 5000 + "/fr/atom.xml",
        "/feeds/asia\x00/fr/atom.xml",
        "/feeds/асия/fr/atom.xml",
        "/feeds/",
    ],
)
def test_there_is_nothing_but_feeds(path: str) -> None:
    response = ask(path)
    assert (response.status, response.body) == (404, b"There is no such feed.\n")


def test_nothing_of_a_request_gets_into_an_answer() -> None:
    plain = ask()
    worlds: tuple[dict[str, Any], ...] = (
        {"host": "evil.example"},
        {"x_forwarded_host": "evil.example"},
        {"forwarded": "host=evil.example"},
        {"host": "eurasiatimes.example:1337"},
        {"x_forwarded_proto": "javascript"},
        {"cookie": "sessionid=1"},
    )
    for headers in worlds:
        assert ask(**headers) == plain
    assert ask(query=b"utm=1&cb=2") == plain


def test_a_withdrawn_article_makes_a_document_that_is_newer(shelf: Path) -> None:
    before = ask()
    assert put(shelf, "asia/fr/atom.xml", b"<feed/>", NOON - timedelta(days=2), lambda: True)
    after = ask(if_modified_since=before.headers["last-modified"])
    assert (after.status, after.body) == (200, b"<feed/>")
    assert ask(if_none_match=before.headers["etag"]).status == 200


def test_a_feed_says_where_one_can_ask_to_be_told(settings: Settings) -> None:
    settings.SITE_URL = "https://eurasiatimes.example"
    assert ask().headers["link"] == (
        f'<https://eurasiatimes.example/hub>; rel="hub", <https://eurasiatimes.example{ATOM}>; rel="self"'
    )
    settings.SITE_URL = ""
    assert ask(method="HEAD").headers["link"] == f'</hub>; rel="hub", <{ATOM}>; rel="self"'
