"""Fetch a document over HTTP: the one guarded client of the house, and the fake that stands in for it.

GET alone, no cookies, no credentials, no proxies from the environment. Redirects are followed by hand, and
every hop passes the guard again. What comes back is an answer with its status; what a status means is for
the caller to decide.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

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
_ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said. `url` is where it was said, after redirects; names of `headers` are lower case."""

    status: int
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class Web(Protocol):
    """Whoever fetches documents."""

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        """The document at `url`, asked for with `headers` besides our own.

        Raises Unsafe for an address that may not be called, Unreachable if nothing useful comes back, and
        Unreadable for a body beyond the limits.
        """
        ...


class LiveWeb:
    """The real thing. `private` names hosts inside our networks that may be called ("host", "host:port")."""

    def __init__(
        self,
        private: Iterable[str] = (),
        *,
        seconds: float = SECONDS,
        limits: Limits | None = None,
        resolver: Resolver = resolve,
    ) -> None:
        self._guard = Guard(frozenset(private))
        self._seconds, self._limits, self._resolver = seconds, limits or Limits(), resolver

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        """See `Web.get`."""
        dial = Dial(self._guard, Deadline(self._seconds), self._resolver)
        url = self._guard.address(url)
        try:
            with httpcore.ConnectionPool(network_backend=dial, max_keepalive_connections=0) as pool:
                for _ in range(HOPS + 1):
                    answer = self._once(pool, url, headers)
                    if answer.status not in _MOVED or "location" not in answer.headers:
                        return answer
                    url = self._guard.address(answer.headers["location"], url)
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise Unreachable(f"{url} does not answer: {_reason(error)}") from error
        raise Unreachable(f"{url} redirects more than {HOPS} times")

    def _once(self, pool: httpcore.ConnectionPool, url: str, headers: Mapping[str, str]) -> Answer:
        asked = {"User-Agent": AGENT, "Accept": _ACCEPT, "Accept-Encoding": "gzip", **headers}
        with pool.stream("GET", url, headers=list(asked.items())) as response:
            told = {
                name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers
            }
            body = b""
            if response.status == 200:
                body = self._body(url, response.iter_stream(), told.get("content-encoding", ""))
            return Answer(response.status, url, told, body)

    def _body(self, url: str, chunks: Iterable[bytes], coding: str) -> bytes:
        try:
            return take_in(chunks, coding, self._limits)
        except Unreadable as error:
            raise Unreadable(f"{url} {error}") from error
        except Unreachable as error:
            raise Unreachable(f"{url} {error}") from error


class FakeWeb:
    """A web of prepared answers, for tests and trials: per address a list, the last of which stays.

    `asked` keeps what was asked for, with its headers, in order.
    """

    def __init__(self, pages: Mapping[str, list[Answer | Exception]]) -> None:
        self._pages = {url: list(answers) for url, answers in pages.items()}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        """The next prepared answer; Unreachable where nothing was prepared."""
        self.asked.append((url, dict(headers)))
        answers = self._pages.get(url) or [Unreachable(f"{url} does not answer: nobody is there")]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
