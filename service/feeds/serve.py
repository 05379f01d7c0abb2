"""The public feeds over HTTP: a bare ASGI application ahead of Django. No database, no cookies, no query.

Bytes come from the feeds' folder as they were built, so neither a Host header nor anything else of a request
can change them. Every answer that is not a feed is a fixed text.
"""

import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from pathlib import Path
from typing import Any

from django.conf import settings

from service.press.conditional import codings, http_date, not_modified
from service.press.shelf import Lifted, lifted
from service.render.feeds import ATOM_TYPE, JSON_TYPE, RSS_TYPE

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

ADDRESS = re.compile(
    r"/feeds/(?P<path>[A-Za-z0-9_-]+/(?P<language>[A-Za-z0-9-]+)/(?P<name>rss\.xml|atom\.xml|feed\.json))"
)
TYPES = {
    "atom.xml": f"{ATOM_TYPE}; charset=utf-8",
    "rss.xml": f"{RSS_TYPE}; charset=utf-8",
    "feed.json": f"{JSON_TYPE}; charset=utf-8",
}
MAX_AGE = 300
"""Seconds between two looks at a feed: news, but no alarm bell."""

ALWAYS = [
    ("x-content-type-options", "nosniff"),
    ("content-security-policy", "default-src 'none'; sandbox"),
]

Header = tuple[str, str]


async def feeds(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one HTTP request for /feeds/{desk}/{language}/{rss.xml,atom.xml,feed.json}."""
    await _answer(settings.FEEDS_ROOT, scope, send)


async def _answer(root: Path, scope: Scope, send: Send) -> None:
    asked = ADDRESS.fullmatch(scope["path"])
    if scope["method"] not in {"GET", "HEAD"}:
        await _say(send, scope, 405, "Feeds can be read with GET and HEAD.\n", [("allow", "GET, HEAD")])
    elif asked is None:
        await _say(send, scope, 404, "There is no such feed.\n")
    else:
        await _feed(root, asked, scope, send)


async def _feed(root: Path, asked: re.Match[str], scope: Scope, send: Send) -> None:
    headers = _headers(scope["headers"])
    with lifted(root, asked["path"], codings(headers.get("accept-encoding", ""))) as document:
        if document is None:
            await _say(send, scope, 404, "There is no such feed.\n")
            return
        kept = [*_kept(document, asked["name"]), ("link", _links(asked))]
        if not_modified(headers, document.etag, document.modified):
            await _send(send, 304, kept, b"")
            return
        body = document.body() if scope["method"] == "GET" else b""
        await _send(send, 200, kept + _about(document, asked), body)


def _kept(document: Lifted, name: str) -> list[Header]:
    """What a cache keeps of an answer: the same on 200 and 304 (RFC 9110 section 15.4.5)."""
    kept = [
        ("etag", document.etag),
        ("last-modified", http_date(document.modified)),
        ("cache-control", f"public, max-age={MAX_AGE}"),
        ("vary", "Accept-Encoding"),
    ]
    # JSON Feed is read by scripts in pages of other sites, too.
    return [*kept, ("access-control-allow-origin", "*")] if name == "feed.json" else kept


def _links(asked: re.Match[str]) -> str:
    """The hub, and this feed's one address (WebSub section 4); whole where the public one is set."""
    return f'<{settings.SITE_URL}/hub>; rel="hub", <{settings.SITE_URL}{asked[0]}>; rel="self"'


def _about(document: Lifted, asked: re.Match[str]) -> list[Header]:
    about = [
        ("content-type", TYPES[asked["name"]]),
        ("content-length", str(document.size)),
        ("content-language", asked["language"]),
    ]
    return about if document.coding == "identity" else [*about, ("content-encoding", document.coding)]


async def _say(send: Send, scope: Scope, status: int, text: str, more: Iterable[Header] = ()) -> None:
    body = text.encode()
    plain = [("content-type", "text/plain; charset=utf-8"), ("content-length", str(len(body)))]
    await _send(
        send,
        status,
        [*plain, ("cache-control", "no-cache"), *more],
        b"" if scope["method"] == "HEAD" else body,
    )


async def _send(send: Send, status: int, headers: Iterable[Header], body: bytes) -> None:
    encoded = [(name.encode(), value.encode("latin-1")) for name, value in [*headers, *ALWAYS]]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await send({"type": "http.response.body", "body": body})


def _headers(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers by lower-case name; repeated ones joined as lists."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in pairs:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers
