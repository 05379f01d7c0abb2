"""Speak HTTP to the outside: the one guarded client of the house, and the fake that stands in for it.

No cookies, no proxies from the environment. Redirects are followed by hand, and every hop passes the guard
again; what a caller sends for one host (a key, for instance) is not sent to another. What comes back is an
answer with its status; what a status means is for the caller to decide.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlencode, urlsplit

import httpcore

from service.errors import Unreachable, Unreadable
from service.ingest.dial import Deadline, Dial, Resolver, resolve
from service.ingest.guard import Guard
from service.ingest.inflate import Limits, take_in

HOPS = 5
"""Redirects followed before we take it for a circle."""
SECONDS = 20.0
"""For one document with all its redirects."""
AGENT = "Deskwire/0.1 (news syndication)"

_MOVED = {301, 302, 303, 307, 308}
_FOR_GOOD = {301, 308}
_REPEATED = {307, 308}
"""After these alone a POST is sent again as it was (RFC 9110 section 15.4)."""
_ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
_FOR_ANY_HOST = {
    "accept",
    "accept-language",
    "accept-version",
    "content-type",
    "if-modified-since",
    "if-none-match",
}
"""The headers of a caller that say nothing a second host should not hear."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said. `url` is where it was said, after redirects; names of `headers` are lower case.

    `moved_to` is where the redirects led that were meant for good (301, 308), up to the first that was not;
    empty if there were none.
    """

    status: int
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    moved_to: str = ""


class Web(Protocol):
    """Whoever speaks to other servers.

    Both raise Unsafe for an address that may not be called, Unreachable if nothing useful comes back, NotYet
    if it is not this caller's turn, and Unreadable for a body beyond the limits.
    """

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        """The document at `url`, asked for with `headers` besides our own."""
        ...

    def post(self, url: str, form: Mapping[str, str]) -> Answer:
        """What the server at `url` says to a form; the body of its answer is not read."""
        ...


class LiveWeb:
    """The real thing. `private` names hosts inside our networks that may be called ("host", "host:port").

    `agent` is how we introduce ourselves; one exchange takes at most `seconds`.
    """

    def __init__(
        self,
        private: Iterable[str] = (),
        *,
        agent: str = AGENT,
        seconds: float = SECONDS,
        limits: Limits | None = None,
        resolver: Resolver = resolve,
    ) -> None:
        self._guard = Guard(frozenset(private))
        self._agent, self._seconds, self._resolver = agent, seconds, resolver
        self._limits = limits or Limits()

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        """See `Web.get`."""
        return self._exchange("GET", url, {"Accept": _ACCEPT, **headers})

    def post(self, url: str, form: Mapping[str, str]) -> Answer:
        """See `Web.post`."""
        return self._exchange(
            "POST", url, {"Content-Type": "application/x-www-form-urlencoded"}, urlencode(form).encode()
        )

    def _exchange(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        dial = Dial(self._guard, Deadline(self._seconds), self._resolver)
        url = self._guard.address(url)
        moved_to, for_good = "", True
        try:
            with httpcore.ConnectionPool(network_backend=dial, max_keepalive_connections=0) as pool:
                for _ in range(HOPS + 1):
                    answer = self._once(pool, method, url, headers, body)
                    followed = _MOVED if method == "GET" else _REPEATED
                    if answer.status not in followed or "location" not in answer.headers:
                        return Answer(answer.status, url, answer.headers, answer.body, moved_to)
                    before, url = url, self._guard.address(answer.headers["location"], url)
                    for_good = for_good and answer.status in _FOR_GOOD and not _weaker(before, url)
                    moved_to = url if for_good else moved_to
                    headers = headers if _origin(before) == _origin(url) else _public(headers)
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise Unreachable(f"{shown(url)} does not answer: {_reason(error)}") from error
        raise Unreachable(f"{shown(url)} redirects more than {HOPS} times")

    def _once(
        self, pool: httpcore.ConnectionPool, method: str, url: str, headers: Mapping[str, str], body: bytes
    ) -> Answer:
        asked = {"User-Agent": self._agent, "Accept-Encoding": "gzip", **headers}
        content = body if method == "POST" else None
        with pool.stream(method, url, headers=list(asked.items()), content=content) as response:
            told = {
                name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers
            }
            read = b""
            if method == "GET" and response.status == 200:
                read = self._body(url, response.iter_stream(), told.get("content-encoding", ""))
            return Answer(response.status, url, told, read)

    def _body(self, url: str, chunks: Iterable[bytes], coding: str) -> bytes:
        try:
            return take_in(chunks, coding, self._limits)
        except (Unreadable, Unreachable) as error:
            raise type(error)(f"{shown(url)} {error}") from error


class FakeWeb:
    """A web of prepared answers, for tests and trials: per address a list, the last of which stays.

    `asked` keeps what was asked for, with its headers, in order; `posted` the forms that were sent.
    """

    def __init__(self, pages: Mapping[str, list[Answer | Exception]]) -> None:
        self._pages = {url: list(answers) for url, answers in pages.items()}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.posted: list[tuple[str, dict[str, str]]] = []

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        """The next prepared answer; Unreachable where nothing was prepared."""
        self.asked.append((url, dict(headers)))
        return self._next(url)

    def post(self, url: str, form: Mapping[str, str]) -> Answer:
        """The next prepared answer; Unreachable where nothing was prepared."""
        self.posted.append((url, dict(form)))
        return self._next(url)

    def _next(self, url: str) -> Answer:
        answers = self._pages.get(url) or [Unreachable(f"{url} does not answer: nobody is there")]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def introduction(house: str) -> str:
    """How we introduce ourselves: who runs this, at an address where they can be found."""
    return f"Deskwire/0.1 (+{house}; news syndication)" if house.isascii() and house.isprintable() else AGENT


def shown(url: str) -> str:
    """An address as messages may show it: without its query, where keys travel."""
    return url.partition("?")[0]


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


def _weaker(before: str, after: str) -> bool:
    return before.startswith("https:") and not after.startswith("https:")


def _public(headers: Mapping[str, str]) -> Mapping[str, str]:
    """What another host may be told of a request."""
    return {name: value for name, value in headers.items() if name.lower() in _FOR_ANY_HOST}


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
